//! What a sitting came to, and a review of its questions, the wrong ones first.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::card::{Card, Shown};
use super::{Screen, count, moved};
use crate::question::Drawn;
use crate::session::score::{Tally, marks};
use crate::session::{End, Mode, Score, Sitting};
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Room, Row, Scroll};
use crate::tui::widgets::{bar, paragraph, wrap_spans};

/// The results of a sitting that ended.
pub struct Results {
    sitting: Sitting,
    order: Vec<usize>,
    cursor: usize,
}

impl Results {
    /// The results of a sitting.
    #[must_use]
    pub fn new(sitting: Sitting) -> Self {
        let rank = |place: usize| match sitting.mark(place) {
            Some(mark) if mark >= 1.0 => 3,
            Some(_) => 0,
            None if sitting.answered(place) => 2,
            None => 1,
        };
        // Each question once, as it was answered first.
        let asked = |place: &usize| sitting.question(*place).is_some() && !sitting.is_return(*place);
        let mut order: Vec<usize> = (0..sitting.len()).filter(asked).collect();
        order.sort_by_key(|&place| rank(place));
        Self { sitting, order, cursor: 0 }
    }

    fn summary(&self, desk: &Desk, room: Room) -> Vec<Row> {
        let theme = &desk.theme;
        let score = self.sitting.score();
        let headline = headline(&self.sitting, &score, desk);
        let mut rows: Vec<Row> = wrap_spans(&headline, room.width, "", "").into_iter().map(Row::new).collect();
        let gap = |rows: &mut Vec<Row>| {
            if room.roomy {
                rows.push(Row::blank());
            }
        };
        if let Some(words) = score.margin_in_words() {
            rows.extend(paragraph(&words, theme.quiet, room.width).into_iter().map(Row::new));
        }
        let rest = left_over(&score, &self.sitting);
        if !rest.is_empty() {
            rows.extend(paragraph(&rest, theme.quiet, room.width).into_iter().map(Row::new));
        }
        gap(&mut rows);
        if score.topics.len() > 1 {
            rows.extend(score.topics.iter().map(|(topic, tally)| self.topic(desk, room, topic, *tally)));
            gap(&mut rows);
        }
        rows
    }

    fn topic(&self, desk: &Desk, room: Room, topic: &crate::id::TopicId, tally: Tally) -> Row {
        let theme = &desk.theme;
        let bank = self.sitting.places().first().map(|place| place.question.bank.clone());
        let title = bank.map_or_else(|| topic.to_string(), |bank| desk.library.topic_title(&bank, topic));
        let names = usize::from(room.width.min(60)) / 2;
        let title = text::clip(&title, names).into_owned();
        let pad = " ".repeat((names + 2).saturating_sub(text::width(&title)));
        let mut spans = vec![Span::styled(title + &pad, theme.plain)];
        let wide = if room.narrow() { 6 } else { 20 };
        spans.extend(bar((tally.got * 100.0) as usize, tally.of as usize * 100, wide, theme.accent, theme.quiet));
        spans.push(Span::styled(format!("  {} of {}", marks(tally.got), tally.of), theme.quiet));
        Row::new(Line::from(spans))
    }

    fn line(&self, desk: &Desk, room: Room, n: usize, place: usize) -> Row {
        let theme = &desk.theme;
        let here = n == self.cursor;
        let (sign, style) = match self.sitting.mark(place) {
            Some(mark) if mark >= 1.0 => ("✓", theme.right),
            Some(mark) if mark > 0.0 => ("½", theme.warn),
            Some(_) if self.sitting.answered(place) => ("✗", theme.wrong),
            _ => ("·", theme.quiet),
        };
        let stem = self.sitting.question(place).map_or_else(String::new, |q| text::clean(&q.stem).into_owned());
        let stem = text::clip(&stem, usize::from(room.width).saturating_sub(2)).into_owned();
        let stem_style = if here { theme.selected } else { theme.plain };
        let row = Row::new(Line::from(vec![Span::styled(format!("{sign} "), style), Span::styled(stem, stem_style)]));
        let row = row.hit(Hit::Item(n));
        if here { row.mark(Span::styled("▌", theme.selected)) } else { row }
    }

    /// The review, which shows no question that is open elsewhere.
    fn review(&self, desk: &mut Desk) -> Go {
        if let Some(why) = desk.closed() {
            desk.warn(why);
            return Go::Stay;
        }
        let places = &self.sitting.places();
        let Some(here) = self.order.get(self.cursor).and_then(|&place| places.get(place)) else { return Go::Stay };
        if desk.locked(&here.question) {
            return Go::Stay;
        }
        let shown = self.order.iter().filter_map(|&place| {
            let (question, at) = (self.sitting.question(place)?, places.get(place)?);
            let drawn = Drawn { id: at.question.clone(), version: at.version, question: question.clone() };
            let shown = Shown { drawn, order: at.order.clone(), response: self.sitting.response(place).cloned() };
            (!desk.waits(&at.question)).then_some(shown)
        });
        let shown: Vec<Shown> = shown.collect();
        let at = shown.iter().position(|shown| shown.drawn.id == here.question).unwrap_or(0);
        Go::to(Card::new("review".to_owned(), shown, at))
    }
}

/// `✓ Passed  32 of 40 (80 %)`
fn headline(sitting: &Sitting, score: &Score, desk: &Desk) -> Vec<(String, Style)> {
    let theme = &desk.theme;
    let figures = format!("{} of {} ({:.0} %)", marks(score.total.got), score.total.of, score.total.share() * 100.0);
    let pass = sitting.plan().options.pass;
    let verdict = match (sitting.mode(), sitting.end()) {
        (_, Some(End::Abandoned)) => return vec![("Abandoned: it counts for nothing.".to_owned(), theme.strong)],
        (Mode::Practice | Mode::Study, _) if score.total.of == 0 => {
            return vec![("Nothing was answered that counts.".to_owned(), theme.strong)];
        }
        (Mode::Practice | Mode::Study, _) => return vec![(figures, theme.strong)],
        (Mode::Exam, _) if score.passes(pass) => ("✓ Passed  ".to_owned(), theme.right.patch(theme.strong)),
        (Mode::Exam, _) => ("✗ Not passed  ".to_owned(), theme.wrong.patch(theme.strong)),
    };
    vec![verdict, (figures, theme.strong)]
}

/// `Pass mark 80 % · 2 left blank.`
fn left_over(score: &Score, sitting: &Sitting) -> String {
    let mode = sitting.mode();
    let exam = mode == Mode::Exam && sitting.end() != Some(End::Abandoned);
    let mut parts = Vec::from_iter(exam.then(|| format!("Pass mark {} %", sitting.plan().options.pass)));
    if score.blank > 0 {
        let word = if mode == Mode::Exam { "left blank" } else { "passed over" };
        parts.push(format!("{} {word}", score.blank));
    }
    if score.uncounted > 0 {
        parts.push(format!("{} not counted, seen before or gone", score.uncounted));
    }
    if parts.is_empty() { String::new() } else { parts.join(" · ") + "." }
}

impl Screen for Results {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let mut rows = self.summary(desk, room);
        let before = rows.len();
        rows.extend(self.order.iter().enumerate().map(|(n, &place)| self.line(desk, room, n, place)));
        // The summary stays in sight until the cursor leads away from it.
        let focus = if self.cursor == 0 { 0..before + 1 } else { before + self.cursor..before + self.cursor + 1 };
        let mode = self.sitting.mode().title();
        let begun =
            format!("{} · {}", count(self.sitting.plan().form.places.len(), "question"), self.sitting.plan().begun);
        let missed = !self.missed().is_empty();
        let mut hints = Vec::new();
        if !room.narrow() {
            hints.push(Hint::new(keymap, &[Action::Up, Action::Down], "choose"));
        }
        hints.push(Hint::new(keymap, &[Action::Enter], "review"));
        if !room.narrow() || !missed {
            hints.push(Hint::of(keymap, Action::Back));
        }
        if missed {
            let label = if room.narrow() { "missed again" } else { "again with the missed" };
            hints.push(Hint::new(keymap, &[Action::Right], label));
        }
        hints.push(Hint::of(keymap, Action::Help));
        Page {
            title: Line::styled(mode, theme.selected),
            asides: vec![Line::styled(begun, theme.quiet)],
            rows,
            scroll: Scroll { offset: 0, focus: Some(focus) },
            hints,
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back | Action::Left => return Go::Back,
            Action::Enter | Action::Space => return self.review(desk),
            Action::Right if !self.missed().is_empty() => {
                let mut options = super::home::usual(desk, Mode::Practice);
                (options.picked, options.count) = (self.missed(), None);
                if desk.begin(options) {
                    return Go::Instead(super::Ask::go_on(desk));
                }
            }
            action => {
                self.cursor = moved(self.cursor, action, self.order.len(), usize::from(desk.room().height));
            }
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.cursor = item;
        self.review(desk)
    }
}

impl Results {
    /// The questions that were not fully right.
    fn missed(&self) -> Vec<crate::id::QuestionId> {
        let wrong = |place: &&usize| self.sitting.response(**place).is_some_and(|response| !response.fully_right);
        let id = |place: &usize| Some(self.sitting.place(*place)?.question.question.clone());
        self.order.iter().filter(wrong).filter_map(id).collect()
    }
}
