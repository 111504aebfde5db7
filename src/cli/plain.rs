//! Plain mode: a sitting as numbered lines, for screen readers, pipes and scripts.
//!
//! No line is drawn anew, nothing is told by colour, and quotes stay word for word: the words that hold the answer are
//! repeated on a line of their own rather than marked inside.

use std::collections::HashSet;
use std::io::{self, BufRead, Write};

use super::Exit;
use super::keep::Keep;
use crate::bank::Library;
use crate::clock::{Millis, Moment, Stamp, Stamps};
use crate::id::QuestionRef;
use crate::session::{Answer, Confidence, History, Mode, Place, Record, Sitting, What};

pub mod deeds;
mod exam;
pub mod feedback;
pub mod line;
pub mod paper;
mod practice;
pub mod question;
pub mod result;

#[cfg(test)]
mod tests;

use deeds::{Done, Notes};
use line::Said;
use paper::Paper;

/// What a sitting in plain mode stands among.
pub struct World<'a> {
    /// The open banks.
    pub library: &'a Library,
    /// What is flagged.
    pub history: &'a History,
    /// The learner's own notes.
    pub notes: &'a Notes,
    /// The hour at which the learner's day turns over.
    pub turnover: u8,
    /// Where its records go.
    pub keeper: &'a mut dyn Keep,
    /// What tells the time.
    pub clock: &'a mut dyn FnMut() -> Moment,
    /// What makes the records' ids.
    pub stamps: &'a mut Stamps,
}

/// A sitting in plain mode.
pub struct Plain<'a, R, W> {
    input: R,
    paper: Paper<W>,
    /// Whether lines are written out as they are read, since nobody sees them typed.
    echo: bool,
    world: World<'a>,
    sitting: Sitting,
    flagged: HashSet<QuestionRef>,
    notes: Notes,
    /// What was put aside or off meanwhile.
    off: HashSet<QuestionRef>,
    /// What was done to questions since the last answer, to be taken back.
    done: Vec<Done>,
    /// The place answered last, whose other rationales can be asked for.
    last: Option<usize>,
}

impl<'a, R: BufRead, W: Write> Plain<'a, R, W> {
    /// A sitting that reads from `input` and writes to `paper`. `echo` writes out what was read.
    pub fn new(sitting: Sitting, world: World<'a>, input: R, paper: Paper<W>, echo: bool) -> Self {
        let questions = sitting.places().iter().map(|place| place.question.clone());
        let flagged = questions.filter(|question| world.history.of(question).flagged).collect();
        let notes = world.notes.clone();
        Self { input, paper, echo, world, sitting, flagged, notes, off: HashSet::new(), done: Vec::new(), last: None }
    }

    /// Holds the sitting, from where it stands to its end or until it is left.
    ///
    /// # Errors
    /// When nobody reads any more what is written, or the input fails. What was answered by then is kept.
    pub fn run(&mut self) -> io::Result<Exit> {
        let exit = match self.sitting.mode() {
            Mode::Practice | Mode::Study => self.practice(),
            Mode::Exam => self.exam(),
        }?;
        self.paper.flush()?;
        Ok(exit)
    }

    /// The sitting as it stands.
    #[must_use]
    pub const fn sitting(&self) -> &Sitting {
        &self.sitting
    }

    fn now(&mut self) -> Moment {
        (self.world.clock)()
    }

    fn stamp(&mut self) -> Stamp {
        let now = self.now();
        self.world.stamps.next(now)
    }

    fn keep(&mut self, records: &[Record]) -> io::Result<()> {
        match self.world.keeper.keep(records) {
            Some(notice) => self.paper.note(&notice),
            None => Ok(()),
        }
    }

    /// Keeps something that is no answer.
    fn record(&mut self, what: What) -> io::Result<()> {
        let record = Record { stamp: self.stamp(), sitting: Some(self.sitting.plan().id), what };
        self.keep(&[record])
    }

    /// Prompts and reads a line; none at the end of input.
    fn ask(&mut self, prompt: &str) -> io::Result<Option<String>> {
        self.paper.prompt(prompt)?;
        let line = line::next(&mut self.input)?;
        match &line {
            Some(line) if self.echo => self.paper.echo(line)?,
            None => self.paper.gap()?,
            Some(_) => {}
        }
        Ok(line)
    }

    fn place(&self, place: usize) -> Option<&Place> {
        self.sitting.place(place)
    }

    /// Answers a place with choices told by their order on the paper. Whether it was taken.
    fn respond(&mut self, place: usize, answer: &Said, asked: Moment) -> io::Result<bool> {
        let (answer, confidence) = match answer {
            Said::Picks(shown, confidence) => {
                let order = self.place(place).map(|place| place.order.clone()).unwrap_or_default();
                let picks = shown.iter().filter_map(|&shown| order.get(shown).copied()).collect();
                (Answer::of(picks), *confidence)
            }
            Said::DontKnow => (Answer::DontKnow, Confidence::Sure),
            _ => (Answer::Blank, Confidence::Sure),
        };
        let stamp = self.stamp();
        let took = Millis((stamp.moment.at - asked.at).0.max(0));
        self.done.clear();
        match self.sitting.respond(place, answer, confidence, took, stamp) {
            Some(record) => self.keep(&[record]).map(|()| true),
            None => Ok(false),
        }
    }

    /// Takes the last thing back; the place it leads back to.
    fn undo(&mut self) -> io::Result<Option<usize>> {
        let stamp = self.stamp();
        let Some(undone) = self.sitting.undo(stamp) else {
            self.paper.say("There is nothing to take back.")?;
            return Ok(None);
        };
        self.keep(&[undone.record])?;
        Ok(undone.place)
    }

    fn flag(&mut self, place: usize) -> io::Result<()> {
        let Some(question) = self.place(place).map(|place| place.question.clone()) else { return Ok(()) };
        let on = self.flagged.insert(question.clone());
        if !on {
            self.flagged.remove(&question);
        }
        self.record(What::Flag { question, on })?;
        self.paper.say(if on { "Flagged for later." } else { "No longer flagged." })
    }

    fn fault(&mut self, place: usize, words: String) -> io::Result<()> {
        let Some(Place { question, version, .. }) = self.place(place).cloned() else { return Ok(()) };
        self.record(What::Fault { question, version, text: words })?;
        self.paper.say("Reported; the question's author will see it.")
    }

    /// Leaves the sitting open.
    fn leave(&mut self) -> io::Result<Exit> {
        let name = self.sitting.mode().name();
        self.paper.gap()?;
        if self.world.keeper.lasting() {
            let (done, places) = (self.sitting.done(), self.sitting.len());
            self.paper.say(&format!("Left with {done} of {places} done. `ibid {name} --continue` goes on."))?;
            if self.sitting.mode().tells() && done > 0 {
                self.paper.say(&format!("Score so far: {}.", result::tally(self.sitting.score().total)))?;
            }
        } else {
            self.paper.say("Left; this sitting was kept in memory only.")?;
        }
        Ok(Exit::Left)
    }
}
