//! What a person does to a question beside answering it: put it aside, put it off, make it new, write a note on it.

use std::collections::BTreeSet;

use super::{Desk, Effect};
use crate::clock::{Day, StampId};
use crate::id::QuestionRef;
use crate::question::Question;
use crate::session::{Past, Record, What};
use crate::text;

/// Something that was done to a question, and how it was before.
pub(super) struct Deed {
    record: StampId,
    question: QuestionRef,
    past: Past,
    note: Option<String>,
}

impl Desk {
    /// Puts a question aside, so that study does not ask it, or takes it up again.
    pub fn put_aside(&mut self, question: &QuestionRef) {
        let on = !self.history.of(question).suspended;
        self.deed(What::Suspend { question: question.clone(), on }, question);
        let key = self.undo_key();
        self.say(if on {
            format!("Put aside: study does not ask it. {key} takes that back.")
        } else {
            "Taken up again.".to_owned()
        });
    }

    /// Puts a question off until tomorrow.
    pub fn put_off(&mut self, question: &QuestionRef) {
        let until = Day(self.today().0.saturating_add(1));
        self.deed(What::Bury { question: question.clone(), until }, question);
        let key = self.undo_key();
        self.say(format!("Put off until tomorrow. {key} takes that back."));
    }

    /// Makes a question new again.
    pub fn make_new(&mut self, question: &QuestionRef) {
        self.deed(What::Reset { question: question.clone() }, question);
        let key = self.undo_key();
        self.say(format!("New again: study asks it as if for the first time. {key} takes that back."));
    }

    /// Keeps a note on a question in place of the one before; an empty one takes it away.
    pub fn note(&mut self, question: &QuestionRef, words: &str) {
        if self.note_on(question).unwrap_or_default() == words {
            return;
        }
        self.deed(What::Note { question: question.clone(), text: words.to_owned() }, question);
        self.say(if words.is_empty() { "The note is taken away." } else { "Noted." });
    }

    /// The person's own note on a question.
    #[must_use]
    pub fn note_on(&self, question: &QuestionRef) -> Option<&str> {
        self.notes.get(question).map(String::as_str)
    }

    /// Takes back what was done to a question last, unless something was answered since. Whether there was anything.
    pub fn undo_deed(&mut self) -> bool {
        let Some(Deed { record, question, past, note }) = self.deeds.pop() else { return false };
        let what = What::Void { record, seen: false };
        let void = Record { stamp: self.stamp(), sitting: None, what };
        self.effects.push(Effect::Append(vec![void]));
        self.history.change(question.clone(), |changed| *changed = past);
        match note {
            Some(note) => self.notes.insert(question, note),
            None => self.notes.remove(&question),
        };
        self.say("Taken back.");
        true
    }

    fn deed(&mut self, what: What, question: &QuestionRef) {
        let stamp = self.stamp();
        let (past, note) = (self.history.of(question), self.notes.get(question).cloned());
        self.deeds.push(Deed { record: stamp.id, question: question.clone(), past, note });
        // It belongs to the question, whatever becomes of the sitting.
        self.keep(vec![Record { stamp, sitting: None, what }]);
    }

    fn undo_key(&self) -> String {
        self.keymap.label(crate::tui::keymap::Action::Undo)
    }

    /// The person's day.
    fn today(&self) -> Day {
        self.now.day(self.turnover)
    }

    /// Whether study passes a question over today.
    #[must_use]
    pub fn is_off(&self, question: &QuestionRef) -> bool {
        let past = self.history.of(question);
        past.suspended || past.buried > self.today()
    }

    /// The same in front of other words: `flagged · tomorrow · `.
    #[must_use]
    pub fn standing_before(&self, question: &QuestionRef) -> String {
        self.standing(question).into_iter().flat_map(|word| [word, " · "]).collect()
    }

    /// What stands out of a question's past, in words: `flagged`, `put aside`, `tomorrow`.
    #[must_use]
    pub fn standing(&self, question: &QuestionRef) -> Vec<&'static str> {
        let past = self.history.of(question);
        let words =
            [(past.flagged, "flagged"), (past.suspended, "put aside"), (past.buried > self.today(), "tomorrow")];
        words.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect()
    }

    /// Opens the editor at a question, and remembers what its answer was.
    pub fn edit(&mut self, question: &QuestionRef) {
        self.edited = self.answer_of(question).map(|answer| (question.clone(), answer));
        self.effects.push(Effect::Edit(question.clone()));
    }

    /// Makes the question that was edited new where its answer is another one now: what was learnt is no longer so.
    /// Whether it did.
    pub(in crate::tui) fn was_edited(&mut self) -> bool {
        let Some((question, before)) = self.edited.take() else { return false };
        let changed = self.history.of(&question).asked && self.answer_of(&question).is_some_and(|now| now != before);
        if changed {
            self.make_new(&question);
        }
        changed
    }

    fn answer_of(&self, question: &QuestionRef) -> Option<BTreeSet<String>> {
        let position = self.library.position(question)?;
        let (bank, index) = self.library.at(position)?;
        bank.question(index).ok().map(|question| answer(&question))
    }
}

/// The words of a question's keys, whatever their case and punctuation.
fn answer(question: &Question) -> BTreeSet<String> {
    let words = |text: &str| text::words(&text::fold(text)).collect::<Vec<_>>().join(" ");
    question.choices.iter().filter(|choice| choice.key).map(|choice| words(&choice.text)).collect()
}
