//! What is done by words to the question answered last: a note on it, putting it aside or off, making it new.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use super::Plain;
use crate::clock::{Day, StampId};
use crate::id::QuestionRef;
use crate::session::{Record, What};

/// The learner's own notes.
pub type Notes = HashMap<QuestionRef, String>;

/// What can be done to a question beside answering it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Write a note on it; without words, take it away.
    Note(String),
    /// Put it aside.
    Aside,
    /// Put it off until tomorrow.
    Tomorrow,
    /// Make it new.
    Anew,
}

impl Deed {
    /// Reads a line as one; the words of a note stand behind it.
    pub(super) fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        let (name, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match (name.to_ascii_lowercase().as_str(), words.trim()) {
            ("note", words) => Some(Self::Note(crate::text::clean(words).into_owned())),
            ("suspend", "") => Some(Self::Aside),
            ("bury", "") => Some(Self::Tomorrow),
            ("reset", "") => Some(Self::Anew),
            _ => None,
        }
    }
}

/// A deed that can be taken back: its record, its question, and the note and the standing from before.
pub(super) struct Done {
    record: StampId,
    question: QuestionRef,
    note: Option<String>,
    off: bool,
}

impl<R: BufRead, W: Write> Plain<'_, R, W> {
    pub(super) fn deed(&mut self, deed: Deed) -> io::Result<()> {
        let Some(question) = self.last.and_then(|place| Some(self.place(place)?.question.clone())) else {
            return self.paper.say("No question has been answered before this one.");
        };
        let stamp = self.stamp();
        let (note, off) = (self.notes.get(&question).cloned(), self.off.contains(&question));
        let id = question.clone();
        let (what, told) = match deed {
            Deed::Note(text) if text.is_empty() => (What::Note { question: id, text }, "The note is taken away."),
            Deed::Note(text) => (What::Note { question: id, text }, "Noted, on the question before."),
            Deed::Aside if off => (What::Suspend { question: id, on: false }, "Taken up again."),
            Deed::Aside => (What::Suspend { question: id, on: true }, "Put aside: study does not ask it."),
            Deed::Tomorrow => {
                let until = Day(stamp.moment.day(self.world.turnover).0.saturating_add(1));
                (What::Bury { question: id, until }, "Put off until tomorrow.")
            }
            Deed::Anew => (What::Reset { question: id }, "New again: study asks it as if for the first time."),
        };
        match &what {
            What::Note { text, .. } => self.set_note(&question, Some(text.clone()).filter(|text| !text.is_empty())),
            What::Suspend { on, .. } => self.set_off(&question, *on),
            What::Bury { .. } => self.set_off(&question, true),
            _ => {}
        }
        self.done.push(Done { record: stamp.id, question, note, off });
        self.keep(&[Record { stamp, sitting: None, what }])?;
        self.paper.say(told)
    }

    /// Takes back what was done to a question since the last answer. Whether there was anything.
    pub(super) fn undo_deed(&mut self) -> io::Result<bool> {
        let Some(Done { record, question, note, off }) = self.done.pop() else { return Ok(false) };
        self.set_note(&question, note);
        self.set_off(&question, off);
        let stamp = self.stamp();
        self.keep(&[Record { stamp, sitting: None, what: What::Void { record, seen: false } }])?;
        self.paper.say("Taken back.")?;
        Ok(true)
    }

    fn set_note(&mut self, question: &QuestionRef, note: Option<String>) {
        self.notes.remove(question);
        self.notes.extend(note.map(|note| (question.clone(), note)));
    }

    fn set_off(&mut self, question: &QuestionRef, off: bool) {
        self.off.remove(question);
        self.off.extend(off.then(|| question.clone()));
    }
}
