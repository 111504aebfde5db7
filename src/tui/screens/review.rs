//! The author's review: one question at a time as the learner will see it, and all that speaks for and against it.

mod page;

use super::card::read_on;
use super::{Reader, Screen};
use crate::bank::Bank;
use crate::id::QuestionRef;
use crate::question::{Drawn, Question};
use crate::review::{self, Ruling, Verdict, flaws};
use crate::text;
use crate::tui::app::{Go, page_step, scrolled};
use crate::tui::desk::{Desk, Effect};
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::Page;

/// The review of a bank.
pub struct Review {
    state: review::Review,
    scroll: usize,
    /// The distractor that was chosen to give way, by its place in the bank.
    chosen: Option<usize>,
    /// The reason of a rejection that is being typed.
    reason: Option<Field>,
    /// What the question said when the editor was opened at it.
    editing: Option<Question>,
}

impl Review {
    /// The screen of a review.
    #[must_use]
    pub const fn new(state: review::Review) -> Self {
        Self { state, scroll: 0, chosen: None, reason: None, editing: None }
    }

    fn bank<'a>(&self, desk: &'a Desk) -> Option<&'a Bank> {
        desk.library.bank(self.state.bank())
    }

    fn reference(&self) -> Option<QuestionRef> {
        let item = self.state.current()?;
        Some(QuestionRef { bank: self.state.bank().clone(), question: item.id.clone() })
    }

    fn question(&self, desk: &Desk) -> Option<Question> {
        self.state.question(self.bank(desk)?)?.ok()
    }

    /// Asks for a ruling, which the screen shows once it is kept.
    fn rule(&self, desk: &mut Desk, rule: impl FnOnce(&review::Review, &Bank) -> Result<Ruling, String>) {
        if self.reference().is_some_and(|question| desk.locked(&question)) {
            return;
        }
        let Some(bank) = self.bank(desk) else { return };
        match rule(&self.state, bank) {
            Ok(ruling) => desk.effects.push(Effect::Rule(self.state.bank().clone(), Box::new(ruling))),
            Err(why) => desk.warn(why),
        }
    }

    fn distractor(&self, desk: &mut Desk) {
        let Some(place) = self.chosen else {
            let key = desk.keymap.label(Action::Distractor);
            return desk.say(format!("Choose the distractor that is to go by its number, then press {key}."));
        };
        let now = desk.now;
        self.rule(desk, |review, bank| review.distractor(bank, place, now));
    }

    fn document(&self, desk: &mut Desk) -> Go {
        let question = self.question(desk);
        let citation = question.as_ref().and_then(|question| question.citations.first());
        if let Some(reader) = citation.and_then(|citation| Reader::at(desk, self.state.bank(), citation)) {
            return Go::to(reader);
        }
        desk.warn("The passage cannot be found in its document.");
        Go::Stay
    }

    fn edit(&mut self, desk: &mut Desk) {
        if let Some(reference) = self.reference().filter(|_| self.reason.is_none()) {
            self.editing = self.question(desk);
            desk.effects.push(Effect::Edit(reference));
        }
    }

    fn type_reason(&mut self, action: Action, desk: &mut Desk) {
        match (action, &self.reason) {
            (Action::Back, _) => self.reason = None,
            (Action::Enter, Some(reason)) => {
                let (reason, now) = (reason.value().to_owned(), desk.now);
                self.rule(desk, |review, bank| review.reject(bank, &reason, now));
            }
            _ => {}
        }
    }
}

impl Screen for Review {
    fn page(&self, desk: &Desk) -> Page {
        page::page(self, desk)
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        if self.reason.is_some() {
            self.type_reason(action, desk);
            return Go::Stay;
        }
        let now = desk.now;
        let by = match action {
            Action::Back => return Go::Back,
            Action::Add => {
                self.rule(desk, |review, bank| review.accept(bank, now));
                return Go::Stay;
            }
            Action::Skip => {
                self.rule(desk, |review, bank| review.skip(bank, now));
                return Go::Stay;
            }
            Action::Undo => {
                self.rule(desk, |review, bank| review.undo(bank, now));
                return Go::Stay;
            }
            Action::Family => {
                self.rule(desk, |review, bank| review.accept_family(bank, now));
                return Go::Stay;
            }
            Action::Reject => {
                self.reason = self.state.current().map(|_| Field::default());
                return Go::Stay;
            }
            Action::Distractor => {
                self.distractor(desk);
                return Go::Stay;
            }
            Action::Pick(number) => {
                let place = usize::from(number).saturating_sub(1);
                let question = self.question(desk);
                let there = question.and_then(|question| Some(!question.choices.get(place)?.key));
                self.chosen = Some(place).filter(|place| there == Some(true) && self.chosen != Some(*place));
                return Go::Stay;
            }
            Action::Document => return self.document(desk),
            Action::Edit => {
                self.edit(desk);
                return Go::Stay;
            }
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page_step(desk.room()),
            Action::PageDown | Action::Space => page_step(desk.room()),
            Action::Top => isize::MIN,
            Action::Bottom => isize::MAX,
            action => {
                let (Some(id), Some(question)) = (self.reference(), self.question(desk)) else { return Go::Stay };
                let drawn = Drawn { id, version: question.digest(), question: question.into() };
                return read_on(action, desk, &drawn);
            }
        };
        self.scroll = scrolled(&self.page(desk), desk, self.scroll, by);
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.act(Action::Pick(u8::try_from(item + 1).unwrap_or(u8::MAX)), desk)
    }

    fn wheel(&mut self, up: bool, desk: &mut Desk) {
        self.scroll = scrolled(&self.page(desk), desk, self.scroll, if up { -3 } else { 3 });
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.reason.as_mut()
    }

    fn returned(&mut self, desk: &mut Desk) {
        let was = self.editing.take();
        let now = self.question(desk);
        if let Some(bank) = desk.library.bank(self.state.bank()) {
            self.state.refreshed(bank);
        }
        if let Some(was) = was.filter(|was| now.as_ref() != Some(was)) {
            let ruling = self.state.edited(&was, desk.now);
            desk.effects.push(Effect::Rule(self.state.bank().clone(), Box::new(ruling)));
        }
    }

    fn ruled(&mut self, ruling: &Ruling, desk: &mut Desk) {
        (self.scroll, self.chosen, self.reason) = (0, None, None);
        let Some(bank) = desk.library.bank(self.state.bank()) else { return };
        self.state.ruled(bank, ruling);
        let Some(line) = ruling.lines.first() else { return desk.say("Taken back: it was skipped.") };
        let undo = desk.keymap.label(Action::Undo);
        let words = match (&line.verdict, ruling.lines.len()) {
            (Verdict::Accept { .. }, 1) => format!("Accepted. {undo} takes it back."),
            (Verdict::Accept { .. }, many) => {
                let told = line.family.as_deref().map(|family| format!("“{family}”, {}", self.state.told_of(family)));
                format!("Accepted {many} of family {}. {undo} takes it back.", told.unwrap_or_default())
            }
            (Verdict::Reject { .. }, _) => format!("Rejected. {undo} takes it back."),
            (Verdict::Distractor { .. }, _) => format!("Another distractor. {undo} takes it back."),
            (Verdict::Edit { .. }, _) => self.checked(desk),
            (Verdict::Skip, _) => "Left for later.".to_owned(),
            (Verdict::Undo, 1) => format!("Taken back: {} is to be judged again.", line.id),
            (Verdict::Undo, many) => format!("Taken back: {many} questions are to be judged again."),
        };
        desk.say(text::clean(&words).into_owned());
    }
}

impl Review {
    /// What there is to say about a question that was edited.
    fn checked(&self, desk: &Desk) -> String {
        let (Some(bank), Some(question)) = (self.bank(desk), self.question(desk)) else {
            return "Read again: it has a fault.".to_owned();
        };
        match (bank.faults_of(&question).first(), flaws(bank, &question).len()) {
            (Some(fault), _) => format!("Read again: {fault}."),
            (None, 0) => "Read again and checked: no fault and no flaw.".to_owned(),
            (None, flaws) => format!("Read again and checked: no fault, {}.", super::count(flaws, "flaw")),
        }
    }
}
