//! A laid-out page drawn, clicked and asked for its cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::layout::small;
use super::{Hit, LEAST, Notice, Page};
use crate::text;
use crate::tui::theme::Theme;

impl Page {
    /// Draws the page into `area`, which must lie inside the buffer; what lies outside is left alone.
    pub fn render(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buffer.area);
        let Some(placed) = self.place((area.width, area.height)) else {
            return too_small(area, buffer);
        };
        let frame = &placed.frame;
        let (left, top) = (area.x + frame.x, area.y);

        buffer.set_line(left, top + frame.header, &clipped(&self.title, placed.title_width), placed.title_width);
        if let Some((x, aside)) = placed.aside {
            buffer.set_line(area.x + x, top + frame.header, aside, frame.width);
        }
        if let Some((x, counter)) = &placed.counter {
            buffer.set_stringn(area.x + x, top + frame.header, counter, usize::from(frame.width), theme.quiet);
        }
        for (y, row) in &placed.rows {
            if let Some(mark) = &row.mark {
                buffer.set_span(area.x + frame.mark_x, top + y, mark, frame.x - frame.mark_x);
            }
            buffer.set_line(left, top + y, &row.line, frame.width);
        }
        let style = match self.notice {
            Some(Notice::Warning(_)) => theme.warn,
            _ => theme.plain,
        };
        let first = frame.hints - small(placed.notice.len());
        for (y, line) in (first..).zip(&placed.notice) {
            buffer.set_stringn(left, top + y, line, usize::from(frame.width), style);
        }
        for piece in &placed.hints {
            let style = if piece.is_key { theme.strong } else { theme.quiet };
            buffer.set_stringn(area.x + piece.x, top + frame.hints, piece.text, usize::from(piece.width), style);
        }
    }

    /// What a click at this place means, on a screen of this size.
    #[must_use]
    pub fn hit(&self, size: (u16, u16), column: u16, row: u16) -> Option<Hit> {
        let placed = self.place(size)?;
        if row == placed.frame.hints {
            let under = placed.hints.iter().find(|piece| (piece.x..piece.x + piece.width).contains(&column))?;
            return under.action.map(Hit::Action);
        }
        let (_, clicked) = placed.rows.iter().find(|(y, _)| *y == row)?;
        // A click in the margin is as good as one on the first letter.
        let column = column.saturating_sub(placed.frame.x);
        clicked.hits.iter().find(|(columns, _)| columns.contains(&column)).map(|(_, hit)| *hit)
    }

    /// Where the text cursor stands (column, row), if the row it is in is in sight.
    #[must_use]
    pub fn cursor(&self, size: (u16, u16)) -> Option<(u16, u16)> {
        let placed = self.place(size)?;
        let (y, column) = placed.rows.iter().find_map(|(y, row)| Some((*y, row.cursor?)))?;
        Some((placed.frame.x + column.min(placed.frame.width.saturating_sub(1)), y))
    }

    /// The first row that is shown, after the focus has had its way.
    #[must_use]
    pub fn start(&self, size: (u16, u16)) -> usize {
        self.place(size).map_or(0, |placed| placed.start)
    }

    /// The furthest that the page can be scrolled.
    #[must_use]
    pub fn max_offset(&self, size: (u16, u16)) -> usize {
        self.place(size).map_or(0, |placed| placed.max_start)
    }
}

/// A line that is cut where the room ends, and shows it.
fn clipped(line: &Line<'static>, width: u16) -> Line<'static> {
    let mut left = usize::from(width);
    if line.width() <= left {
        return line.clone();
    }
    let mut kept = Line { spans: Vec::new(), ..line.clone() };
    for (n, span) in line.spans.iter().enumerate() {
        let more = line.spans.iter().skip(n + 1).any(|span| span.width() > 0);
        if span.width() < left || (span.width() == left && !more) {
            left -= span.width();
            kept.spans.push(span.clone());
        } else {
            // What follows is cut too: the sign of it must find room here.
            let words = if span.width() == left { format!("{} ", span.content) } else { span.content.to_string() };
            kept.spans.push(Span::styled(text::clip(&words, left).into_owned(), span.style));
            break;
        }
    }
    kept
}

fn too_small(area: Rect, buffer: &mut Buffer) {
    let message = format!("Terminal too small: {}x{}. ibid needs {}x{}.", area.width, area.height, LEAST.0, LEAST.1);
    if area.is_empty() {
        return;
    }
    let lines = text::wrap(&message, usize::from(area.width));
    let first = area.y + area.height.saturating_sub(small(lines.len())) / 2;
    for (y, line) in (first..area.bottom()).zip(lines) {
        let line = message.get(line).unwrap_or_default();
        let x = area.x + area.width.saturating_sub(small(text::width(line))) / 2;
        buffer.set_stringn(x, y, line, usize::from(area.width), Style::new());
    }
}
