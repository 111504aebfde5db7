//! A question of the sitting at hand: asked, then the same screen answered.

mod page;

use std::collections::BTreeSet;

use super::card;
use super::{Overview, Results, Screen};
use crate::clock::{Millis, Timestamp};
use crate::question::{Drawn, Question};
use crate::session::form::Place;
use crate::session::{Answer, Confidence, End, Mode, Sitting};
use crate::tui::app::{Go, page_step, scrolled};
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Page, Row};
use crate::tui::widgets::paragraph;

/// The question screen.
pub struct Ask {
    place: usize,
    /// The choice under the cursor, by its number on the screen from 0.
    cursor: Option<usize>,
    /// What is chosen but not yet answered, by place in the bank.
    chosen: BTreeSet<u8>,
    shown: Timestamp,
    scroll: usize,
    all: bool,
}

impl Ask {
    /// Goes on with the sitting at hand: to its next open question, or to its results when none is left.
    pub fn go_on(desk: &mut Desk) -> Box<dyn Screen> {
        let Some(sitting) = &desk.sitting else { return Box::<super::Home>::default() };
        let next = sitting.next_open(0).filter(|_| !sitting.time_is_up());
        match (next, sitting.mode()) {
            (Some(place), _) => Box::new(Self::at(place, desk)),
            (None, Mode::Exam) => Box::new(Overview::default()),
            (None, Mode::Practice | Mode::Study) => match desk.finish(End::Finished) {
                Some(sitting) => Box::new(Results::new(sitting)),
                None => Box::<super::Home>::default(),
            },
        }
    }

    /// A place of the sitting at hand.
    #[must_use]
    pub fn at(place: usize, desk: &Desk) -> Self {
        let mut ask = Self { place, cursor: None, chosen: BTreeSet::new(), shown: desk.now.at, scroll: 0, all: false };
        ask.recall(desk);
        ask
    }

    /// Shows what stands as the answer of an exam's question.
    fn recall(&mut self, desk: &Desk) {
        let exam = desk.sitting.as_ref().filter(|sitting| sitting.mode() == Mode::Exam);
        let response = exam.and_then(|sitting| sitting.response(self.place));
        self.chosen = response.and_then(|response| response.answer.picks()).cloned().unwrap_or_default();
    }

    fn move_to(&mut self, place: usize, desk: &Desk) {
        *self = Self::at(place, desk);
    }

    fn look<'a>(&self, desk: &'a Desk) -> Option<(&'a Sitting, &'a Question, &'a Place)> {
        let sitting = desk.sitting.as_ref()?;
        Some((sitting, sitting.question(self.place)?, sitting.place(self.place)?))
    }

    fn drawn(&self, desk: &Desk) -> Option<Drawn> {
        let sitting = desk.sitting.as_ref()?;
        let (question, place) = (sitting.question(self.place)?, sitting.place(self.place)?);
        Some(Drawn { id: place.question.clone(), version: place.version, question: question.clone() })
    }

    /// Whether the answer is on the screen.
    fn answered(&self, desk: &Desk) -> bool {
        let practice = desk.sitting.as_ref().filter(|sitting| sitting.mode().tells());
        practice.is_some_and(|sitting| sitting.answered(self.place))
    }

    fn respond(&self, desk: &mut Desk, answer: Answer, confidence: Confidence) -> bool {
        let (stamp, took) = (desk.stamp(), (desk.now.at - self.shown).max(Millis(0)));
        let record = desk.sitting.as_mut().and_then(|s| s.respond(self.place, answer, confidence, took, stamp));
        let recorded = record.is_some();
        desk.keep(record.into_iter().collect());
        recorded
    }

    /// Chooses by the number on the screen, from 0.
    fn choose(&mut self, number: usize, desk: &mut Desk) {
        let Some((sitting, question, place)) = self.look(desk) else { return };
        let Some(&choice) = place.order.get(number) else { return };
        self.cursor = Some(number);
        if question.chooses_all() {
            if !self.chosen.remove(&choice) {
                self.chosen.insert(choice);
            }
        } else {
            self.chosen = BTreeSet::from([choice]);
        }
        if sitting.mode() == Mode::Exam {
            self.respond(desk, Answer::of(self.chosen.clone()), Confidence::Sure);
        }
    }

    fn move_cursor(&mut self, action: Action, desk: &mut Desk) {
        let Some((sitting, question, place)) = self.look(desk) else { return };
        let last = place.order.len().saturating_sub(1);
        let next = match (self.cursor, action) {
            (None, Action::Up | Action::Bottom) | (_, Action::Bottom) => last,
            (None, _) | (_, Action::Top) => 0,
            (Some(at), Action::Up) => at.saturating_sub(1),
            (Some(at), _) => (at + 1).min(last),
        };
        // In practice the choice under the cursor is the one that Enter answers.
        if sitting.mode().tells() && !question.chooses_all() {
            self.choose(next, desk);
        } else {
            self.cursor = Some(next);
        }
    }

    /// Answers with what is chosen. An exam goes on at once.
    fn answer(&mut self, confidence: Confidence, desk: &mut Desk) -> Go {
        let Some((sitting, question, place)) = self.look(desk) else { return Go::Stay };
        let (exam, many) = (sitting.mode() == Mode::Exam, question.chooses_all());
        if exam
            && !many
            && let Some(choice) = self.cursor.and_then(|cursor| place.order.get(cursor))
        {
            self.chosen = BTreeSet::from([*choice]);
        }
        if !exam && self.chosen.is_empty() {
            let picks = Hint::new(&desk.keymap, &picks(place), "").shown();
            let none = desk.keymap.label(Action::DontKnow);
            desk.say(format!("Choose first: {picks}, or {none} for “I don’t know”."));
            return Go::Stay;
        }
        // Going on from what an exam's question was answered with must not make a guess a sure thing.
        let standing = sitting.response(self.place).and_then(|response| response.answer.picks());
        let stands = exam && confidence == Confidence::Sure && standing == Some(&self.chosen);
        if !(exam && self.chosen.is_empty() || stands) {
            self.respond(desk, Answer::of(self.chosen.clone()), confidence);
            self.scroll = 0;
        }
        if exam { self.step(1, desk) } else { Go::Stay }
    }

    /// To the next or the previous place of an exam; past the last one lies the overview.
    fn step(&mut self, by: isize, desk: &Desk) -> Go {
        let places = desk.sitting.as_ref().map_or(0, Sitting::len);
        match self.place.checked_add_signed(by) {
            Some(place) if place < places => self.move_to(place, desk),
            Some(_) => return Go::instead(Overview::default()),
            None => {}
        }
        Go::Stay
    }

    /// On to the next open question of a practice, or to its results.
    fn next(&mut self, desk: &mut Desk) -> Go {
        self.pass_over(desk);
        match desk.sitting.as_ref().and_then(|sitting| sitting.next_open(self.place)) {
            Some(place) => {
                self.move_to(place, desk);
                Go::Stay
            }
            None => Go::Instead(Self::go_on(desk)),
        }
    }

    /// Passes over what was put aside or off since a study sitting was drawn.
    fn pass_over(&self, desk: &mut Desk) {
        let study = desk.sitting.as_ref().filter(|sitting| sitting.mode() == Mode::Study);
        let Some(places) = study.map(Sitting::len) else { return };
        for _ in 0..places {
            let sitting = desk.sitting.as_ref();
            let Some(place) = sitting.and_then(|sitting| sitting.next_open(self.place)) else { return };
            let question = sitting.and_then(|sitting| sitting.place(place)).map(|place| place.question.clone());
            if !question.is_some_and(|question| desk.is_off(&question)) {
                return;
            }
            let stamp = desk.stamp();
            let record = desk.sitting.as_mut().and_then(|sitting| sitting.skip(place, stamp));
            desk.keep(record.into_iter().collect());
        }
    }

    fn undo(&mut self, desk: &mut Desk) {
        let stamp = desk.stamp();
        let Some(undone) = desk.sitting.as_mut().and_then(|sitting| sitting.undo(stamp)) else {
            return desk.say("There is nothing to take back.");
        };
        desk.keep(vec![undone.record]);
        desk.effects.push(Effect::Shelve);
        self.move_to(undone.place.unwrap_or(self.place), desk);
        let revealed = desk.sitting.as_ref().is_some_and(|sitting| sitting.revealed(self.place));
        desk.say(if revealed { "Taken back. It is asked again, but no longer counts." } else { "Taken back." });
    }
}

/// The choices of a question, as actions.
fn picks(place: &Place) -> Vec<Action> {
    (1..).take(place.order.len()).map(Action::Pick).collect()
}

impl Screen for Ask {
    fn page(&self, desk: &Desk) -> Page {
        let Some((sitting, question, place)) = self.look(desk) else {
            let gone = "This question can no longer be asked: its passage is gone.";
            let rows = paragraph(gone, desk.theme.plain, desk.room().width).into_iter().map(Row::new).collect();
            let hints = vec![Hint::new(&desk.keymap, &[Action::Enter], "next"), Hint::of(&desk.keymap, Action::Help)];
            let frame = desk.sitting.as_ref().map(|sitting| self.frame(desk, sitting)).unwrap_or_default();
            return Page { rows, hints, ..frame };
        };
        if self.answered(desk) {
            self.answered_page(desk, sitting, question, place)
        } else {
            self.asked_page(desk, sitting, question, place)
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        let Some(mode) = desk.sitting.as_ref().map(Sitting::mode) else { return Go::Back };
        let answered = self.answered(desk);
        let by = match (action, mode) {
            (Action::Back, Mode::Practice | Mode::Study) => return Go::Back,
            (Action::Back | Action::Overview, Mode::Exam) => return Go::instead(Overview::at(self.place)),
            (Action::Undo, _) if desk.undo_deed() => return Go::Stay,
            (Action::Undo, _) => {
                self.undo(desk);
                return Go::Stay;
            }
            (Action::PageUp, _) => -page_step(desk.room()),
            (Action::PageDown, _) => page_step(desk.room()),
            (Action::Up, _) if answered => -1,
            (Action::Down, _) if answered => 1,
            (Action::Top, _) if answered => isize::MIN,
            (Action::Bottom, _) if answered => isize::MAX,
            _ if answered => return self.act_answered(action, desk),
            _ => return self.act_asked(action, mode, desk),
        };
        self.scroll_by(by, desk);
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        let again = self.cursor == Some(item)
            && self.look(desk).is_some_and(|(sitting, question, _)| {
                sitting.mode().tells() && !question.chooses_all() && !self.chosen.is_empty()
            });
        if again {
            return self.answer(Confidence::Sure, desk);
        }
        self.choose(item, desk);
        Go::Stay
    }

    fn searches(&self, desk: &Desk) -> bool {
        !self.answered(desk)
    }

    fn wheel(&mut self, up: bool, desk: &mut Desk) {
        self.scroll_by(if up { -3 } else { 3 }, desk);
    }
}

impl Ask {
    fn scroll_by(&mut self, by: isize, desk: &Desk) {
        // Reading on is worth more than keeping the cursor in sight.
        if !self.answered(desk) {
            self.cursor = None;
        }
        self.scroll = scrolled(&self.page(desk), desk, self.scroll, by);
    }

    fn act_answered(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Enter | Action::Space | Action::Right => self.next(desk),
            Action::Rationales => {
                self.all = !self.all;
                Go::Stay
            }
            action => match self.drawn(desk) {
                Some(drawn) => card::read_on(action, desk, &drawn),
                None => Go::Stay,
            },
        }
    }

    fn act_asked(&mut self, action: Action, mode: Mode, desk: &mut Desk) -> Go {
        match (action, mode) {
            (Action::Pick(n), _) => self.choose(usize::from(n).saturating_sub(1), desk),
            (Action::Up | Action::Down | Action::Top | Action::Bottom, _) => self.move_cursor(action, desk),
            (Action::Space, _) => match self.cursor {
                Some(cursor) => self.choose(cursor, desk),
                None => self.move_cursor(Action::Down, desk),
            },
            (Action::Enter, _) if desk.sitting.as_ref().is_some_and(|s| s.question(self.place).is_none()) => {
                return if mode == Mode::Exam { self.step(1, desk) } else { self.next(desk) };
            }
            (Action::Enter, _) => return self.answer(Confidence::Sure, desk),
            (Action::Guess, _) => return self.answer(Confidence::Guess, desk),
            (Action::DontKnow, Mode::Practice | Mode::Study) => {
                self.respond(desk, Answer::DontKnow, Confidence::Sure);
                self.scroll = 0;
            }
            (Action::DontKnow, Mode::Exam) => desk.say("An exam has no “I don’t know”: a blank earns the same."),
            (Action::Skip, Mode::Practice | Mode::Study) => {
                let stamp = desk.stamp();
                let record = desk.sitting.as_mut().and_then(|sitting| sitting.skip(self.place, stamp));
                desk.keep(record.into_iter().collect());
                return self.next(desk);
            }
            (Action::Left, Mode::Exam) => return self.step(-1, desk),
            (Action::Right | Action::Skip, Mode::Exam) => return self.step(1, desk),
            (Action::Flag, _) => {
                if let Some(drawn) = self.drawn(desk) {
                    desk.flag(&drawn.id);
                }
            }
            (Action::Fault, _) => {
                if let Some(drawn) = self.drawn(desk) {
                    return Go::to(super::Report::new(&drawn));
                }
            }
            (Action::Document | Action::Explore | Action::Edit | Action::Search | Action::Rationales, _) => {
                desk.say(match mode {
                    Mode::Practice | Mode::Study => "Closed until this question is answered.",
                    Mode::Exam => "Closed until the exam is submitted.",
                });
            }
            _ => {}
        }
        Go::Stay
    }
}
