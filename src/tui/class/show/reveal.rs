//! The answer: how many chose what, what is right, and where it is written.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Show, blanks, sign};
use crate::room::view::{Ask, Passage, Reveal};
use crate::text;
use crate::tui::page::{Page, Row};
use crate::tui::widgets::{quoted, spread, wrap_spans};

/// The columns before a choice's words: ✓, letter and shape.
const LEAD: usize = 7;
/// The columns that a count takes behind its bar.
const COUNT: usize = 14;

/// How the tally is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bars {
    /// Below each choice, two votes below one another, with white space.
    Airy,
    /// Below each choice, two votes beside one another.
    Close,
    /// Behind each choice, where all are short.
    Beside,
    /// Numbers alone, behind each choice.
    Numbers,
}

impl Show<'_> {
    pub(super) fn revealed(&self, ask: &Ask, reveal: &Reveal) -> Page {
        let gap = usize::from(self.area.roomy);
        let short = reveal.before.is_none() && ask.choices.iter().all(|choice| text::width(choice) <= self.beside());
        let ways = [
            (Bars::Airy, gap),
            (Bars::Close, gap),
            (if short { Bars::Beside } else { Bars::Close }, gap),
            (Bars::Close, 0),
            (Bars::Numbers, gap),
            (Bars::Numbers, 0),
        ];
        let (_, mut rows) = self.fitting(ways.map(|(bars, gap)| self.answer(ask, reveal, bars, gap)));
        if rows.len() > usize::from(self.area.height) && !self.area.narrow() {
            // It scrolls anyway; the bars say more at a glance.
            rows = self.answer(ask, reveal, if short { Bars::Beside } else { Bars::Close }, gap);
        }
        let answered: u32 = reveal.tally.iter().sum();
        let told = if ask.all { Vec::new() } else { vec![format!("{answered} answered")] };
        Page { title: self.topic(ask), asides: self.asides(ask, &told), rows, ..Page::default() }
    }

    fn answer(&self, ask: &Ask, reveal: &Reveal, bars: Bars, gap: usize) -> Vec<Row> {
        let mut rows = self.stem(ask);
        rows.extend(blanks(gap));
        for n in 0..ask.choices.len() {
            rows.extend(self.choice(ask, reveal, n, bars));
            rows.extend(blanks(usize::from(bars == Bars::Airy)));
        }
        if bars != Bars::Airy {
            rows.extend(blanks(gap));
        }
        let common = self.common(reveal);
        if !common.is_empty() {
            rows.extend(common);
            rows.extend(blanks(gap));
        }
        for (n, passage) in reveal.passages.iter().enumerate() {
            rows.extend(blanks(if n > 0 { gap } else { 0 }));
            rows.extend(self.passage(passage));
        }
        rows
    }

    fn choice(&self, ask: &Ask, reveal: &Reveal, n: usize, bars: Bars) -> Vec<Row> {
        let theme = self.theme;
        let key = reveal.keys.has(n as u8);
        let (mark, style) = if key { ("✓", theme.right.patch(theme.strong)) } else { (" ", theme.plain) };
        let lead = format!("{mark} {}  ", sign(n));
        let words = ask.choices.get(n).map_or_else(String::new, |text| text::clean(text).into_owned());
        let mut lines = wrap_spans(&[(words, style)], self.area.width, &lead, &" ".repeat(LEAD));
        if lines.is_empty() {
            lines.push(Line::from(lead));
        }
        if let Some(first) = lines.first_mut().and_then(|line| line.spans.first_mut()) {
            first.style = style;
        }
        let counted = |tally: &[u32]| {
            let count = tally.get(n).copied().unwrap_or_default();
            (count, Self::counted(count, tally, ask.all))
        };
        let (count, label) = counted(&reveal.tally);
        let before = reveal.before.as_deref().map(counted);
        if bars == Bars::Numbers {
            let label = match &before {
                Some((before, _)) => format!("{before} → {label}"),
                None => label,
            };
            self.behind(&mut lines, Line::styled(label, style));
            return lines.into_iter().map(Row::new).collect();
        }
        let tallies = [Some(&reveal.tally), reveal.before.as_ref()];
        let most = tallies.into_iter().flatten().flatten().copied().max().unwrap_or(0);
        let filled = if key { theme.right } else { theme.quiet };
        if bars == Bars::Beside {
            let room = usize::from(self.area.width).saturating_sub(LEAD + self.beside() + 2);
            let bar = self.bar(("", count, most), room, &label, filled, style);
            if let Some(last) = lines.last_mut() {
                let gap = (LEAD + self.beside() + 2).saturating_sub(last.width());
                last.spans.push(Span::raw(" ".repeat(gap)));
                last.spans.extend(bar);
            }
            return lines.into_iter().map(Row::new).collect();
        }
        let room = usize::from(self.area.width).saturating_sub(LEAD);
        let indent = || Span::raw(" ".repeat(LEAD));
        let Some((earlier, told)) = before else {
            let now = self.bar(("", count, most), room, &label, filled, style);
            lines.push(Line::from([vec![indent()], now].concat()));
            return lines.into_iter().map(Row::new).collect();
        };
        let beside = bars == Bars::Close;
        let room = if beside { room / 2 } else { room };
        let first = self.bar(("first ", earlier, most), room, &told, theme.quiet, theme.quiet);
        let again = self.bar(("again ", count, most), room, &label, filled, style);
        if beside {
            let wide = Line::from(first.clone()).width();
            let gap = vec![Span::raw(" ".repeat(room.saturating_sub(wide)))];
            lines.push(Line::from([vec![indent()], first, gap, again].concat()));
        } else {
            lines.extend([first, again].map(|bar| Line::from([vec![indent()], bar].concat())));
        }
        lines.into_iter().map(Row::new).collect()
    }

    /// The columns that a choice may take for its bar to stand behind it.
    fn beside(&self) -> usize {
        usize::from(self.area.width.saturating_sub(LEAD as u16)) / 2
    }

    /// A bar of solid blocks, as long as its count is large, and the count.
    fn bar(
        &self,
        (name, count, most): (&'static str, u32, u32),
        room: usize,
        label: &str,
        filled: Style,
        style: Style,
    ) -> Vec<Span<'static>> {
        let room = room.saturating_sub(name.len() + COUNT);
        let halves = (u64::from(count) * 2 * room as u64).div_ceil(u64::from(most.max(1))) as usize;
        let blocks = "█".repeat(halves / 2) + if halves % 2 == 1 { "▌" } else { "" };
        let space = if count > 0 { "  " } else { "" };
        let name = Span::styled(name, self.theme.quiet);
        vec![name, Span::styled(blocks, filled), Span::styled(format!("{space}{label}"), style)]
    }

    /// `13 · 57 %`; where several may be chosen a share of the picks would say nothing.
    fn counted(count: u32, tally: &[u32], all: bool) -> String {
        let sum: u32 = tally.iter().sum();
        if all || sum == 0 {
            return count.to_string();
        }
        format!("{count} · {} %", (u64::from(count) * 100 + u64::from(sum) / 2) / u64::from(sum))
    }

    /// Puts words at the right end of the last line, or below it.
    fn behind(&self, lines: &mut Vec<Line<'static>>, words: Line<'static>) {
        if let Some(last) = lines.last_mut() {
            if last.width() + words.width() + 2 <= usize::from(self.area.width) {
                *last = spread(std::mem::take(last), words, self.area.width);
            } else {
                lines.push(Line::from([vec![Span::raw(" ".repeat(LEAD))], words.spans].concat()).style(words.style));
            }
        }
    }

    /// Why the wrong choice that was picked most is wrong.
    fn common(&self, reveal: &Reveal) -> Vec<Row> {
        let Some(place) = reveal.common.map(usize::from) else { return Vec::new() };
        let Some(rationale) = reveal.rationales.get(place).filter(|words| !words.is_empty()) else { return Vec::new() };
        let count = reveal.tally.get(place).copied().unwrap_or_default();
        let letter = char::from(b'A' + place.min(25) as u8);
        let parts = [
            (format!("{count} chose {letter}: "), self.theme.strong),
            (text::clean(rationale).into_owned(), self.theme.plain),
        ];
        wrap_spans(&parts, self.area.width, "", "").into_iter().map(Row::new).collect()
    }

    /// A passage word for word, the words that hold the answer marked, and where it stands.
    pub(in crate::tui::class) fn passage(&self, passage: &Passage) -> Vec<Row> {
        let theme = self.theme;
        let style = |answer: bool| if answer { theme.answer } else { theme.plain };
        let parts: Vec<(String, Style)> =
            passage.parts.iter().map(|(words, answer)| (cleaned(words), style(*answer))).collect();
        let width = self.area.width.saturating_sub(2);
        let mut lines = wrap_spans(&parts, width, "", "");
        lines.extend(wrap_spans(&[(cleaned(&passage.source), theme.quiet)], width, "", ""));
        quoted(lines, theme.accent).into_iter().map(Row::new).collect()
    }
}

/// Cleaning trims nothing inside a line; spaces at the seams of a passage's parts are put back.
fn cleaned(words: &str) -> String {
    let space = |there: bool| if there { " " } else { "" };
    let (start, end) = (words.starts_with(char::is_whitespace), words.ends_with(char::is_whitespace));
    let inner = text::clean(words.trim()).into_owned();
    if inner.is_empty() { space(start).to_owned() } else { format!("{}{inner}{}", space(start), space(end)) }
}
