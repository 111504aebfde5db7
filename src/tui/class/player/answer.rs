//! A learner's question with its answer.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::show::{Door as Entrance, Show, sign};
use super::Player;
use super::question::letter;
use crate::clock::Moment;
use crate::room::posed::Picks;
use crate::room::view::{Ask, Reveal};
use crate::tui::page::Row;
use crate::tui::widgets::{bar, spread, wrap_spans};

/// The columns before a choice's words where its answer is shown: ✓, letter and shape.
const LEAD: usize = 7;
/// The columns of a bar behind a choice.
const BAR: u16 = 12;

impl Player {
    /// The answer: what was picked, what is right, how many chose what, why, and where it is written. The bars go before
    /// the passage does.
    pub(super) fn answer(&self, ask: &Ask, own: Option<Picks>, reveal: &Reveal) -> Vec<Row> {
        let rows = self.answer_with(ask, own, reveal, !self.area().narrow());
        if rows.len() <= usize::from(self.area().height) { rows } else { self.answer_with(ask, own, reveal, false) }
    }

    fn answer_with(&self, ask: &Ask, own: Option<Picks>, reveal: &Reveal, bars: bool) -> Vec<Row> {
        let (theme, area) = (&self.setting.theme, self.area());
        let gap = |rows: &mut Vec<Row>| rows.extend(area.roomy.then(Row::blank));
        let mut rows = self.stem(ask);
        gap(&mut rows);
        for n in 0..ask.choices.len() {
            rows.extend(self.answered_choice(ask, own, reveal, n, bars));
        }
        gap(&mut rows);
        rows.extend(self.verdict(own, reveal));
        gap(&mut rows);
        if let Some(view) = &self.seat.view {
            let now = Moment { at: self.seat.host_time(self.now.at), ..self.now };
            let show = Show { view, door: &Entrance::default(), now, area, theme };
            for (n, passage) in reveal.passages.iter().enumerate() {
                if n > 0 {
                    gap(&mut rows);
                }
                rows.extend(show.passage(passage));
            }
        }
        rows
    }

    /// Whether it was right, and why what was picked is not; why each choice is what it is, where that was asked for.
    fn verdict(&self, own: Option<Picks>, reveal: &Reveal) -> Vec<Row> {
        let theme = &self.setting.theme;
        let told = match own {
            None => ("You gave no answer.".to_owned(), theme.quiet),
            Some(picks) if picks == reveal.keys => ("✓ Right.".to_owned(), theme.right),
            Some(picks) => match picks.mark(reveal.keys) {
                mark if mark > 0.0 => (format!("Partly right: {mark:.2} of a mark."), theme.warn),
                _ => ("✗ Not right.".to_owned(), theme.wrong),
            },
        };
        let wrong = |place: u8| own.is_some_and(|picks| picks.has(place) && !reveal.keys.has(place));
        let shown =
            (0_u8..).zip(&reveal.rationales).filter(|(place, words)| !words.is_empty() && (self.all || wrong(*place)));
        let why = shown.map(|(place, words)| {
            let letter = format!("{}  ", letter(usize::from(place)));
            vec![(letter, theme.strong), (words.clone(), theme.plain)]
        });
        let mut paragraphs: Vec<Vec<(String, Style)>> = why.collect();
        // One reason stands behind the word itself.
        match paragraphs.as_mut_slice() {
            [only] => only.splice(0..0, [(format!("{}  ", told.0), told.1)]).for_each(drop),
            _ => paragraphs.insert(0, vec![told]),
        }
        let wrapped = paragraphs.iter().flat_map(|parts| wrap_spans(parts, self.area().width, "", "   "));
        wrapped.map(Row::new).collect()
    }

    fn answered_choice(&self, ask: &Ask, own: Option<Picks>, reveal: &Reveal, n: usize, bars: bool) -> Vec<Row> {
        let (theme, width) = (&self.setting.theme, self.area().width);
        let place = n as u8;
        let (key, picked) = (reveal.keys.has(place), own.is_some_and(|picks| picks.has(place)));
        let (mark, style) = match (key, picked) {
            (true, _) => ("✓", theme.right.patch(theme.strong)),
            (false, true) => ("✗", theme.wrong),
            (false, false) => (" ", theme.quiet),
        };
        let lead = format!("{mark} {}  ", sign(n));
        let words = ask.choices.get(n).cloned().unwrap_or_default();
        let mut lines = wrap_spans(&[(words, style)], width, &lead, &" ".repeat(LEAD));
        if let Some(first) = lines.first_mut().and_then(|line| line.spans.first_mut()) {
            first.style = style;
        }
        let mut label: Vec<Span<'static>> = Vec::new();
        let plain = style.remove_modifier(ratatui::style::Modifier::BOLD);
        match (picked, key && own.is_some() && ask.all) {
            (true, _) => label.push(Span::styled("your answer", plain)),
            (false, true) => label.push(Span::styled("missed", plain)),
            (false, false) => {}
        }
        if !reveal.tally.is_empty() {
            if !label.is_empty() {
                label.push(Span::raw("  "));
            }
            label.extend(self.counted(reveal, n, ask.all, if key { theme.right } else { theme.quiet }, bars));
        }
        if let Some(last) = lines.last_mut().filter(|_| !label.is_empty()) {
            let label = Line::from(label);
            if last.width() + label.width() + 2 <= usize::from(width) {
                *last = spread(std::mem::take(last), label, width);
            } else {
                lines.push(spread(Line::from(" ".repeat(LEAD)), label, width));
            }
        }
        lines.into_iter().map(Row::new).collect()
    }

    /// How many chose it, of both votes where there were two; with a bar and the share where there is room.
    fn counted(&self, reveal: &Reveal, n: usize, all: bool, style: Style, bars: bool) -> Vec<Span<'static>> {
        let count = reveal.tally.get(n).copied().unwrap_or_default();
        let before = reveal.before.as_ref().and_then(|before| before.get(n));
        let before = before.map_or_else(String::new, |before| format!("{before} → "));
        if !bars {
            return vec![Span::styled(format!("{before}{count:>2}"), style)];
        }
        let most = reveal.tally.iter().copied().max().unwrap_or(0);
        let sum: u32 = reveal.tally.iter().sum();
        let share = if all || sum == 0 {
            String::new()
        } else {
            format!(" · {:>3} %", (u64::from(count) * 100 + u64::from(sum) / 2) / u64::from(sum))
        };
        let mut spans = bar(count as usize, most as usize, BAR, style, self.setting.theme.quiet);
        spans.push(Span::styled(format!("  {before}{count:>2}{share}"), style));
        spans
    }
}
