//! A learner's question: asked, sent, closed, and with its answer.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::show::sign;
use super::{Effect, Player};
use crate::clock::Timestamp;
use crate::host::client::Order;
use crate::host::client::seat::{Own, Reach};
use crate::room::posed::Picks;
use crate::room::view::{Alone, Ask, Done, Reveal};
use crate::text;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Row, Scroll};
use crate::tui::widgets::wrap_spans;

/// The actions that mean something on a learner's screen; other letters choose.
pub(super) const OURS: &[Action] = &[
    Action::Up,
    Action::Down,
    Action::Left,
    Action::Right,
    Action::PageUp,
    Action::PageDown,
    Action::Top,
    Action::Bottom,
    Action::Pick(1),
    Action::Pick(2),
    Action::Pick(3),
    Action::Pick(4),
    Action::Pick(5),
    Action::Pick(6),
    Action::Pick(7),
    Action::Pick(8),
    Action::Pick(9),
    Action::Enter,
    Action::Space,
    Action::Rationales,
    Action::Overview,
    Action::Help,
    Action::Back,
    Action::Quit,
    Action::Suspend,
    Action::Redraw,
];

impl Player {
    pub(super) fn act_asked(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Pick(n) => self.choose(usize::from(n).saturating_sub(1)),
            Action::Up | Action::Down | Action::Top | Action::Bottom => self.move_cursor(action),
            Action::Space => match self.cursor {
                Some(cursor) => self.choose(cursor),
                None => self.move_cursor(Action::Down),
            },
            Action::Enter => self.send(effects),
            Action::Left | Action::Right | Action::Overview if self.is_alone() => self.act_alone(action, effects),
            Action::Rationales => self.say("The answer is shown once the question is closed."),
            _ => {}
        }
    }

    pub(super) fn is_single(&self) -> bool {
        self.seat.asked().is_some_and(|ask| !ask.all)
    }

    /// Chooses, or takes back, the choice of this place.
    pub(super) fn choose(&mut self, place: usize) {
        let Some(ask) = self.seat.asked() else { return };
        if place >= ask.choices.len() {
            return;
        }
        let chosen = place as u8;
        self.chosen = if !ask.all {
            Picks::of([chosen])
        } else if self.chosen.has(chosen) {
            Picks::of(self.chosen.places().filter(|other| *other != chosen))
        } else {
            Picks::of(self.chosen.places().chain([chosen]))
        };
        self.cursor = Some(place);
    }

    fn move_cursor(&mut self, action: Action) {
        let Some(ask) = self.seat.asked() else { return };
        let last = ask.choices.len().saturating_sub(1);
        let next = match (self.cursor, action) {
            (None, Action::Up | Action::Bottom) | (_, Action::Bottom) => last,
            (None, _) | (_, Action::Top) => 0,
            (Some(at), Action::Up) => at.saturating_sub(1),
            (Some(at), _) => (at + 1).min(last),
        };
        if ask.all {
            self.cursor = Some(next);
        } else {
            self.choose(next);
        }
    }

    pub(super) fn send(&mut self, effects: &mut Vec<Effect>) {
        let Some(ask) = self.seat.asked().cloned() else { return };
        if self.chosen.is_empty() {
            let picks = Hint::new(&self.setting.keymap, &picks(&ask), "").shown();
            return self.say(format!("Choose first: {picks}, or a letter."));
        }
        let picks = std::mem::take(&mut self.chosen);
        self.seat.answers(&ask, picks);
        (self.cursor, self.scroll) = (None, 0);
        effects.push(Effect::Order(Order::Answer { round: ask.round, vote: ask.vote, picks }));
    }

    pub(super) fn open_page(&self, ask: &Ask, until: Option<Timestamp>, paused: bool) -> Page {
        let own = self.seat.own(ask);
        let page = self.asked_page(ask, own, &self.sent(own));
        Page { asides: self.asides(ask, self.time(until, paused).as_ref()), ..page }
    }

    pub(super) fn closed_page(&self, ask: &Ask) -> Page {
        let theme = &self.setting.theme;
        let own = self.seat.own(ask);
        let told = match own {
            Some(_) => ("The answers are in. The teacher shows what is right.", theme.strong),
            None => ("The question is closed; you gave no answer.", theme.warn),
        };
        let page = self.asked_page(ask, own, &[(told.0.to_owned(), told.1)]);
        Page { asides: self.asides(ask, Some(&("closed".to_owned(), theme.quiet))), ..page }
    }

    /// What became of the answer.
    fn sent(&self, own: Option<Own>) -> Vec<(String, Style)> {
        let theme = &self.setting.theme;
        let down = matches!(self.seat.reach, Reach::Down { .. });
        match own {
            None => Vec::new(),
            Some(Own { taken: true, .. }) => {
                vec![
                    ("✓ Your answer is in.".to_owned(), theme.right),
                    (" Waiting for the others.".to_owned(), theme.quiet),
                ]
            }
            Some(_) if down => vec![("Your answer is sent once the host is back.".to_owned(), theme.warn)],
            Some(_) => vec![("Sending your answer…".to_owned(), theme.quiet)],
        }
    }

    /// A question with what is chosen or was sent, and a line below it.
    fn asked_page(&self, ask: &Ask, own: Option<Own>, below: &[(String, Style)]) -> Page {
        let (area, keymap) = (self.area(), &self.setting.keymap);
        // As much white space as there is room for.
        let (rows, focus) = (0..3)
            .rev()
            .map(|air| self.asked_rows(ask, own, below, air))
            .find(|(rows, _)| rows.len() <= usize::from(area.height))
            .unwrap_or_else(|| self.asked_rows(ask, own, below, 0));
        let mut hints = Vec::new();
        if self.seat.asked() == Some(ask) {
            hints.push(Hint::new(keymap, &picks(ask), "choose"));
            hints.push(Hint::new(keymap, &[Action::Enter], "send"));
            if self.is_alone() {
                hints.push(Hint::new(keymap, &[Action::Left, Action::Right], "others"));
                hints.push(Hint::of(keymap, Action::Overview));
            }
        } else {
            hints.push(Hint::new(keymap, &[Action::Up, Action::Down], "scroll"));
        }
        hints.extend(self.quit_hints());
        Page { title: self.title(ask), rows, hints, scroll: Scroll { offset: self.scroll, focus }, ..Page::default() }
    }

    fn asked_rows(
        &self,
        ask: &Ask,
        own: Option<Own>,
        below: &[(String, Style)],
        air: usize,
    ) -> (Vec<Row>, Option<Range<usize>>) {
        let theme = &self.setting.theme;
        let mut rows = self.stem(ask);
        rows.extend(std::iter::repeat_with(Row::blank).take(air));
        let mut focus = None;
        let picked = own.map_or(self.chosen, |own| own.picks);
        for (n, choice) in ask.choices.iter().enumerate() {
            if n > 0 && air > 1 {
                rows.push(Row::blank());
            }
            let (here, chosen) = (own.is_none() && self.cursor == Some(n), picked.has(n as u8));
            let style = match (chosen || here, own) {
                (true, _) => theme.selected,
                (false, None) => theme.plain,
                (false, Some(_)) => theme.quiet,
            };
            let mark = match (ask.all, chosen) {
                (true, true) => " [●]",
                (true, false) => " [ ]",
                (false, true) if own.is_some() => " ●",
                (false, _) if own.is_some() => "  ",
                (false, _) => "",
            };
            let lead = format!("{} {}{mark}  ", n + 1, sign(n));
            let rest = " ".repeat(text::width(&lead));
            let start = rows.len();
            let mut lines = wrap_spans(&[(choice.clone(), style)], self.area().width, &lead, &rest);
            if let Some(first) = lines.first_mut().and_then(|line| line.spans.first_mut()) {
                first.style = style;
            }
            for line in lines {
                let row = Row::new(line).hit(Hit::Item(n));
                rows.push(if here { row.mark(Span::styled("▌", theme.selected)) } else { row });
            }
            if here {
                focus = Some(start..rows.len());
            }
        }
        let first = (ask.vote > 1 && own.is_none()).then(|| self.seat.own_before(ask)).flatten();
        if let Some(first) = first {
            rows.extend(std::iter::repeat_with(Row::blank).take(air.min(1)));
            rows.extend(self.paragraph(&format!("Your first vote: {}", letters(first.picks)), theme.quiet));
        }
        if !below.is_empty() {
            rows.extend(std::iter::repeat_with(Row::blank).take(air.max(usize::from(self.area().roomy))));
            rows.extend(wrap_spans(below, self.area().width, "", "").into_iter().map(Row::new));
        }
        (rows, focus)
    }

    fn title(&self, ask: &Ask) -> Line<'static> {
        let mut title = Line::from(Span::styled(ask.topic.clone(), self.setting.theme.selected));
        if ask.vote > 1 {
            title.push_span(Span::styled(" · second vote", self.setting.theme.quiet));
        }
        title
    }

    /// What stands beside the topic, the widest first; how much time there is last of all gives way.
    fn asides(&self, ask: &Ask, time: Option<&(String, Style)>) -> Vec<Line<'static>> {
        let quiet = self.setting.theme.quiet;
        let of = self.seat.view.as_ref().map_or(0, |view| view.of).max(ask.number);
        let at = format!("{} of {of}", ask.number);
        let with_time = |words: String| {
            let mut line = Line::from(Span::styled(words, quiet));
            if let Some((time, style)) = time {
                if line.width() > 0 {
                    line.push_span(Span::styled(" · ", quiet));
                }
                line.push_span(Span::styled(time.clone(), *style));
            }
            line
        };
        let who = self.who().map(|who| with_time(format!("{who} · {at}")));
        who.into_iter().chain([with_time(at), with_time(String::new())]).collect()
    }

    pub(super) fn stem(&self, ask: &Ask) -> Vec<Row> {
        let theme = &self.setting.theme;
        let words = if ask.stem.is_empty() { "The question is on the big screen." } else { ask.stem.as_str() };
        let mut rows = self.paragraph(words, theme.strong);
        if ask.all {
            rows.push(Row::new(Line::styled("Choose all that apply.", theme.quiet)));
        }
        rows
    }

    pub(super) fn revealed_page(&self, ask: &Ask, reveal: &Reveal) -> Page {
        let keymap = &self.setting.keymap;
        let own = self.seat.own_before(ask).map(|own| own.picks);
        let mut hints = vec![Hint::new(keymap, &[Action::Up, Action::Down], "scroll")];
        hints.push(Hint::new(
            keymap,
            &[Action::Rationales],
            if self.area().narrow() { "why" } else { "other rationales" },
        ));
        hints.extend(self.quit_hints());
        let score = self.seat.you.as_ref().and_then(|you| you.score);
        let told = score.map(|score| (format!("{} right", score.right), self.setting.theme.quiet));
        Page {
            title: self.title(ask),
            asides: self.asides(ask, told.as_ref()),
            rows: self.answer(ask, own, reveal),
            hints,
            scroll: Scroll { offset: self.scroll, focus: None },
            ..Page::default()
        }
    }

    /// A question of one who goes alone.
    pub(super) fn alone_page(&self, alone: &Alone) -> Page {
        let (theme, keymap) = (&self.setting.theme, &self.setting.keymap);
        let ask = &alone.ask;
        let own = self.seat.own(ask);
        let open = alone.places.iter().filter(|done| **done == Done::Open).count();
        let until = if alone.over { "closed".to_owned() } else { format!("until {}", self.wall(alone.deadline)) };
        let asides = self.asides(ask, Some(&(until, theme.quiet)));
        let next = if open > 0 { "next" } else { "overview" };
        let onwards = |hints: &mut Vec<Hint>| {
            hints.push(Hint::new(keymap, &[Action::Enter], next));
            hints.push(Hint::new(keymap, &[Action::Left, Action::Right], "others"));
            hints.push(Hint::of(keymap, Action::Overview));
            hints.extend(self.quit_hints());
        };
        let mut hints = Vec::new();
        onwards(&mut hints);
        if let Some(reveal) = &alone.reveal {
            let rows = self.answer(ask, alone.picks, reveal);
            return Page {
                title: self.title(ask),
                asides,
                rows,
                hints,
                scroll: Scroll { offset: self.scroll, focus: None },
                ..Page::default()
            };
        }
        let below = match own {
            Some(Own { taken: true, .. }) => vec![
                ("✓ Your answer is in.".to_owned(), theme.right),
                (" What is right is shown later.".to_owned(), theme.quiet),
            ],
            None if alone.over => vec![("The time for answers is over.".to_owned(), theme.warn)],
            other => self.sent(other),
        };
        let page = self.asked_page(ask, own, &below);
        let hints = if own.is_some() || alone.over { hints } else { page.hints };
        Page { asides, hints, ..page }
    }
}

/// The choices of a question, as actions.
fn picks(ask: &Ask) -> Vec<Action> {
    (1..).take(ask.choices.len().min(9)).map(Action::Pick).collect()
}

pub(super) fn letter(place: usize) -> char {
    char::from(b'A' + place.min(25) as u8)
}

/// Choices by their letters: `A and C`.
fn letters(picks: Picks) -> String {
    let letters: Vec<String> = picks.places().map(|place| letter(usize::from(place)).to_string()).collect();
    match letters.as_slice() {
        [several @ .., last] if !several.is_empty() => format!("{} and {last}", several.join(", ")),
        _ => letters.concat(),
    }
}
