//! Before the first question: the way in, and who came.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::big::{self, Size};
use super::super::qr;
use super::{Show, bare, people, questions};
use crate::clock::{Moment, Timestamp};
use crate::room::Name;
use crate::text;
use crate::tui::page::{Page, Row};
use crate::tui::widgets::{paragraph, wrap_spans};

/// Columns between the QR code and what stands beside it.
const GAP: usize = 3;
/// The least that must be left beside the QR code.
const BESIDE: usize = 26;

impl Show<'_> {
    pub(super) fn lobby(&self, names: &[Name], locked: bool) -> Page {
        let theme = self.theme;
        let mut said = vec![(people(self.view.players.max(names.len())), theme.strong)];
        said.extend(locked.then(|| ("the door is locked".to_owned(), theme.warn)));
        self.entrance(&said, names)
    }

    pub(super) fn alone(&self, deadline: Timestamp) -> Page {
        let until = Moment { at: deadline, offset: self.now.offset };
        let over = if deadline <= self.now.at { "closed since" } else { "everyone at their own pace until" };
        let until = (format!("{over} {until}"), self.theme.plain);
        self.entrance(&[(people(self.view.players), self.theme.strong), until], &[])
    }

    fn entrance(&self, said: &[(String, Style)], names: &[Name]) -> Page {
        let page = Page {
            title: self.title(&self.view.title),
            asides: vec![Line::styled(questions(self.view.of), self.theme.quiet), Line::default()],
            ..Page::default()
        };
        let (width, height) = (usize::from(self.area.width), usize::from(self.area.height));
        let code = self.door.link.as_deref().and_then(|link| {
            let lines = qr::lines(link, width.saturating_sub(GAP + BESIDE), height)?;
            let wide = lines.first().map_or(0, Line::width);
            Some((lines, wide))
        });
        let Some((code, wide)) = code else {
            let rows = self.with_names(names, (width, height), |note| self.way_in((width, height), said, note));
            return Page { rows: rows.into_iter().map(Row::new).collect(), ..page };
        };
        let room = width - wide - GAP;
        let mut beside = self.way_in((room, height), said, true);
        // Names stand below where there is more room than beside.
        let below = height.saturating_sub(code.len().max(beside.len()) + 1);
        let left = code.len().saturating_sub(beside.len());
        let mut under = Vec::new();
        if below * width > left * room {
            under.push(Line::default());
            under.extend(self.names(names, width, below).1);
        } else {
            beside = self.with_names(names, (room, code.len()), |note| self.way_in((room, height), said, note));
        }
        let tall = code.len().max(beside.len());
        let (mut code, mut beside) = (code.into_iter(), beside.into_iter());
        let mut rows: Vec<Row> = Vec::with_capacity(tall);
        for _ in 0..tall {
            let left = code.next().unwrap_or_else(|| Line::from(" ".repeat(wide)));
            rows.push(Row::new(joined(left, beside.next().unwrap_or_default())));
        }
        rows.extend(under.into_iter().map(Row::new));
        Page { rows, ..page }
    }

    /// The way in and who is there; what is said of the network goes where there is no room for all names.
    fn with_names(
        &self,
        names: &[Name],
        (width, height): (usize, usize),
        way_in: impl Fn(bool) -> Vec<Line<'static>>,
    ) -> Vec<Line<'static>> {
        let mut lines = way_in(true);
        let (all, mut list) = self.names(names, width, height.saturating_sub(lines.len()));
        if !all {
            lines = way_in(false);
            list = self.names(names, width, height.saturating_sub(lines.len())).1;
        }
        lines.extend(list);
        lines
    }

    /// Address, code, and what is said of the room.
    fn way_in(&self, (width, height): (usize, usize), said: &[(String, Style)], note: bool) -> Vec<Line<'static>> {
        let theme = self.theme;
        let columns = width as u16;
        let (airy, roomy) = (height >= 12, height >= 18);
        let mut lines = Vec::new();
        if !self.door.address.is_empty() {
            if airy {
                let parts =
                    [("open in a browser, or ".to_owned(), theme.quiet), ("ibid join".to_owned(), theme.strong)];
                lines.extend(wrap_spans(&parts, columns, "", ""));
            }
            let address = text::clean(if airy { &self.door.address } else { bare(&self.door.address) }).into_owned();
            lines.extend(paragraph(&address, theme.strong, columns));
            lines.extend(airy.then(Line::default));
            if roomy {
                lines.push(Line::styled("code", theme.quiet));
            }
            lines.extend(self.code(width, height));
            lines.extend((height >= 9).then(Line::default));
        }
        for (words, style) in said {
            lines.extend(paragraph(words, *style, columns));
        }
        if let Some(note) = self.door.note.as_deref().filter(|_| airy && note) {
            lines.extend(paragraph(&text::clean(note), theme.quiet, columns));
        }
        lines.extend((height >= 9).then(Line::default));
        lines
    }

    /// The code in the largest letters for which there is room.
    fn code(&self, width: usize, height: usize) -> Vec<Line<'static>> {
        let code = self.view.code.halves();
        let lines = |words: &str, size| -> Vec<Line<'static>> {
            big::rows(words, size).into_iter().map(|row| Line::styled(row, self.theme.accent)).collect()
        };
        let fits = |lines: &Vec<Line<'static>>| lines.iter().all(|line| line.width() <= width);
        let two = |size| {
            let (first, second) = code.split_once(' ').unwrap_or((&code, ""));
            let mut all = lines(first, size);
            all.push(Line::default());
            all.extend(lines(second, size));
            all
        };
        let ways = [
            (height >= 24, lines(&code, Size::Huge)),
            (height >= 26, two(Size::Huge)),
            (height >= 8, lines(&code, Size::Large)),
            (height >= 16, two(Size::Large)),
        ];
        let fitting = ways.into_iter().find(|(room, lines)| *room && fits(lines)).map(|(_, lines)| lines);
        fitting.unwrap_or_else(|| vec![Line::styled(code, self.theme.selected)])
    }

    /// Who is there, in columns, and whether these are all; the newest where not all find room.
    fn names(&self, names: &[Name], width: usize, height: usize) -> (bool, Vec<Line<'static>>) {
        if names.is_empty() || height == 0 {
            return (names.is_empty(), Vec::new());
        }
        let column = names.iter().map(|name| text::width(name.as_str())).max().unwrap_or(1) + 2;
        let columns = ((width + 2) / column).max(1);
        let whole = names.len() <= columns * height;
        let shown = if whole { names.len() } else { columns * (height - 1) };
        let mut lines = Vec::new();
        if !whole {
            lines.push(Line::styled(format!("the newest of {}", names.len()), self.theme.quiet));
        }
        for row in names.get(names.len() - shown..).unwrap_or_default().chunks(columns) {
            let mut line = String::new();
            for name in row {
                let name = text::clean(name.as_str());
                line.push_str(&name);
                line.push_str(&" ".repeat(column.saturating_sub(text::width(&name))));
            }
            lines.push(Line::styled(line.trim_end().to_owned(), self.theme.plain));
        }
        (whole, lines)
    }
}

/// Two lines as one.
fn joined(mut left: Line<'static>, right: Line<'static>) -> Line<'static> {
    left.push_span(Span::raw(" ".repeat(GAP)));
    left.spans.extend(right.spans.into_iter().map(|span| Span { style: right.style.patch(span.style), ..span }));
    left
}
