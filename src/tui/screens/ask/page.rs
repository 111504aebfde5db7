//! The question screen as it looks: asked, answered, and what stands above both.

use ratatui::text::{Line, Span};

use super::{Ask, picks};
use crate::question::Question;
use crate::session::form::Place;
use crate::session::{Mode, Sitting};
use crate::text;
use crate::tui::desk::Desk;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Room, Row, Scroll};
use crate::tui::screens::card::{self, Answered};
use crate::tui::screens::time_left;
use crate::tui::theme::Theme;
use crate::tui::widgets::{bar, wrap_spans};

impl Ask {
    pub(super) fn asked_page(&self, desk: &Desk, sitting: &Sitting, question: &Question, place: &Place) -> Page {
        let room = desk.room();
        // As much white space as there is room for.
        let (rows, focus) = (0..3)
            .rev()
            .map(|air| self.asked_rows(desk, room, question, place, air))
            .find(|(rows, _)| rows.len() <= usize::from(room.height))
            .unwrap_or_else(|| self.asked_rows(desk, room, question, place, 0));
        let keymap = &desk.keymap;
        let choose = Hint::new(keymap, &picks(place), "choose");
        let mut hints = match (sitting.mode(), room.narrow()) {
            (Mode::Practice | Mode::Study, _) => vec![
                choose,
                Hint::new(keymap, &[Action::Enter], "answer"),
                Hint::of(keymap, Action::Guess),
                Hint::of(keymap, Action::Skip),
            ],
            // How to hand an exam in must be seen; that its choices have numbers is.
            (Mode::Exam, true) => {
                vec![Hint::new(keymap, &[Action::Enter], "next"), Hint::of(keymap, Action::Overview)]
            }
            (Mode::Exam, false) => vec![
                choose,
                Hint::new(keymap, &[Action::Enter], "next"),
                Hint::new(keymap, &[Action::Left, Action::Right], "others"),
                Hint::of(keymap, Action::Overview),
                Hint::new(keymap, &[Action::Guess], "guess"),
            ],
        };
        hints.extend([Action::Flag, Action::Help].map(|action| Hint::of(keymap, action)));
        Page { rows, hints, scroll: Scroll { offset: self.scroll, focus }, ..self.frame(desk, sitting) }
    }

    fn asked_rows(
        &self,
        desk: &Desk,
        room: Room,
        question: &Question,
        place: &Place,
        air: usize,
    ) -> (Vec<Row>, Option<std::ops::Range<usize>>) {
        let theme = &desk.theme;
        let mut rows = card::stem(desk, room, question);
        rows.extend(std::iter::repeat_with(Row::blank).take(air));
        let mut focus = None;
        let many = question.chooses_all();
        let exam = desk.sitting.as_ref().is_some_and(|sitting| sitting.mode() == Mode::Exam);
        for (n, at) in place.order.iter().enumerate() {
            let Some(choice) = question.choices.get(usize::from(*at)) else { continue };
            if n > 0 && air > 1 {
                rows.push(Row::blank());
            }
            let (here, chosen) = (self.cursor == Some(n), self.chosen.contains(at));
            let style = if chosen || here { theme.selected } else { theme.plain };
            let number = if chosen || here { theme.selected } else { theme.quiet };
            let lead = match (many, exam, chosen) {
                (true, _, true) => format!("{} [●]  ", n + 1),
                (true, _, false) => format!("{} [ ]  ", n + 1),
                (false, true, true) => format!("{} ●  ", n + 1),
                (false, true, false) => format!("{}    ", n + 1),
                (false, false, _) => format!("{}  ", n + 1),
            };
            let rest = " ".repeat(text::width(&lead));
            let parts = [(text::clean(&choice.text).into_owned(), style)];
            let start = rows.len();
            for (line_number, mut line) in wrap_spans(&parts, room.width, &lead, &rest).into_iter().enumerate() {
                if let (0, Some(first)) = (line_number, line.spans.first_mut()) {
                    first.style = number;
                }
                let row = Row::new(line).hit(Hit::Item(n));
                rows.push(if here { row.mark(Span::styled("▌", theme.selected)) } else { row });
            }
            if here {
                focus = Some(start..rows.len());
            }
        }
        if !exam {
            rows.extend(std::iter::repeat_with(Row::blank).take(air));
            let none = format!("{}  I don’t know", desk.keymap.label(Action::DontKnow));
            rows.push(Row::new(Line::styled(none, theme.quiet)).hit(Hit::Action(Action::DontKnow)));
        }
        (rows, focus)
    }

    pub(super) fn answered_page(&self, desk: &Desk, sitting: &Sitting, question: &Question, place: &Place) -> Page {
        let answered = Answered {
            id: &place.question,
            question,
            order: &place.order,
            response: sitting.response(self.place),
            all: self.all,
        };
        let keymap = &desk.keymap;
        let mut hints = vec![Hint::new(keymap, &[Action::Enter], "next")];
        match desk.room().width {
            0..60 => {
                hints.push(Hint::new(keymap, &[Action::Up, Action::Down], "scroll"));
                hints.push(Hint::new(keymap, &[Action::Document], "open"));
            }
            60..84 => {
                hints.push(Hint::new(keymap, &[Action::Document], "document"));
                hints.push(Hint::new(keymap, &[Action::Rationales], "rationales"));
            }
            _ => hints.extend([Action::Document, Action::Rationales].map(|action| Hint::of(keymap, action))),
        }
        hints.extend([Action::Explore, Action::Undo, Action::Help].map(|action| Hint::of(keymap, action)));
        Page {
            rows: answered.rows(desk, desk.room()),
            hints,
            scroll: Scroll { offset: self.scroll, focus: None },
            ..self.frame(desk, sitting)
        }
    }

    /// Where the learner is: topic, number, progress, and what came of it so far.
    pub(super) fn frame(&self, desk: &Desk, sitting: &Sitting) -> Page {
        let theme = &desk.theme;
        let Some(place) = sitting.place(self.place) else { return Page::default() };
        let question = sitting.question(self.place);
        let title = question.map_or_else(Line::default, |question| card::title(desk, &place.question.bank, question));
        let standing = desk.standing_before(&place.question);
        let again = if sitting.is_return(self.place) { "again · " } else { "" };
        let at = format!("{standing}{again}{} of {}", sitting.position(self.place) + 1, sitting.len());
        let at = Span::styled(at, theme.quiet);
        let outcome = outcome(sitting, desk, theme);
        let gap = || Span::raw("   ");
        let mut long = vec![at.clone(), Span::raw("  ")];
        long.extend(bar(sitting.done(), sitting.len(), 18, theme.accent, theme.quiet));
        let mut short = vec![at.clone()];
        for line in [&mut long, &mut short] {
            if !outcome.is_empty() {
                line.push(gap());
                line.extend(outcome.clone());
            }
        }
        let mut last = vec![at];
        if sitting.plan().deadline.is_some() {
            last = outcome;
        }
        Page { title, asides: [long, short, last].map(Line::from).into(), ..Page::default() }
    }
}

/// The tally of a practice, or the time left of an exam.
fn outcome(sitting: &Sitting, desk: &Desk, theme: &Theme) -> Vec<Span<'static>> {
    if let Some(deadline) = sitting.plan().deadline {
        let left = deadline - desk.now.at;
        let style = if left.seconds_left() <= 60 { theme.warn } else { theme.quiet };
        return vec![Span::styled(time_left(left), style)];
    }
    let score = sitting.score();
    if sitting.mode() == Mode::Exam || score.right + score.wrong == 0 {
        return Vec::new();
    }
    vec![
        Span::styled(format!("{} ✓", score.right), theme.right),
        Span::raw(" "),
        Span::styled(format!("{} ✗", score.wrong), theme.wrong),
    ]
}
