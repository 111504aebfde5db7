//! Practice in plain mode: feedback after each answer.

use std::io::{self, BufRead, Write};

use super::line::{self, Said};
use super::{Plain, feedback, question, result};
use crate::cli::Exit;
use crate::session::{End, Mode};

const HELP: &str = "\
Answer with the number of a choice, or its letter: a is 1, b is 2.
Where all that apply are to be chosen, give all their numbers: 1 3
g2: answer 2, and say that it is a guess.
0: I don't know.
s: skip this question. u: take the last answer or skip back. f or flag: flag this question for later.
w: the other rationales of the question before. note and some words: a note of your own on it, shown with its explanation.
suspend: put the question before aside. bury: put it off until tomorrow. reset: make it new. u takes each of these back. ! and some words: report a fault of this question.
q: leave; nothing is lost.";

impl<R: BufRead, W: Write> Plain<'_, R, W> {
    pub(super) fn practice(&mut self) -> io::Result<Exit> {
        let (count, seed) = (self.sitting.len(), self.sitting.plan().options.seed);
        self.paper
            .say(&format!("{} of {count}, seed {seed}. Type ? for help, q to leave.", self.sitting.mode().title()))?;
        let mut cursor = 0;
        while let Some(place) = self.sitting.next_open(cursor).filter(|_| !self.sitting.time_is_up()) {
            match self.practise(place)? {
                Some(next) => cursor = next,
                None => return self.leave(),
            }
        }
        let Self { sitting, world, .. } = self;
        let records = sitting.finish(End::Finished, || world.stamps.next((world.clock)()));
        self.keep(&records)?;
        self.paper.gap()?;
        result::score(&mut self.paper, &self.sitting, self.world.library)?;
        Ok(Exit::Finished)
    }

    /// Asks the one question that there is, and nothing else; leaving gives the sitting up.
    ///
    /// # Errors
    /// As those of [`Self::run`].
    pub fn one(&mut self) -> io::Result<Exit> {
        let answered = match self.sitting.next_open(0) {
            Some(place) => self.practise(place)?.is_some(),
            None => true,
        };
        let (how, exit) = if answered { (End::Finished, Exit::Finished) } else { (End::Abandoned, Exit::Left) };
        let Self { sitting, world, .. } = self;
        let records = sitting.finish(how, || world.stamps.next((world.clock)()));
        self.keep(&records)?;
        self.paper.flush()?;
        Ok(exit)
    }

    /// Asks one question until something has come of it; where to go on, or none to leave.
    fn practise(&mut self, place: usize) -> io::Result<Option<usize>> {
        let (Some(at), Some(question)) = (self.place(place).cloned(), self.sitting.question(place).cloned()) else {
            return Ok(Some(place));
        };
        // It may have been put aside or off since it was drawn.
        if self.sitting.mode() == Mode::Study && self.off.contains(&at.question) {
            let stamp = self.stamp();
            let record = self.sitting.skip(place, stamp);
            self.keep(&Vec::from_iter(record))?;
            return Ok(Some(place));
        }
        self.paper.gap()?;
        let flagged = self.flagged.contains(&at.question);
        self.paper.say(&question::heading(&self.sitting, place, self.world.library, flagged))?;
        question::body(&mut self.paper, &at, &question, |_| "")?;
        let asked = self.now();
        loop {
            let Some(typed) = self.ask("Answer:")? else { return Ok(None) };
            let said = line::answer(&typed, question.choices.len(), question.chooses_all(), Mode::Practice);
            match said {
                Said::Picks(..) | Said::DontKnow => {
                    if self.respond(place, &said, asked)?
                        && let Some(response) = self.sitting.response(place)
                    {
                        self.last = Some(place);
                        let known = (self.world.library, &self.notes);
                        feedback::answered(&mut self.paper, known, &at, &question, response)?;
                    }
                    return Ok(Some(place));
                }
                Said::Skip => {
                    self.done.clear();
                    let stamp = self.stamp();
                    if let Some(record) = self.sitting.skip(place, stamp) {
                        self.keep(&[record])?;
                    }
                    return Ok(Some(place));
                }
                Said::Deed(deed) => self.deed(deed)?,
                Said::Undo if self.undo_deed()? => {}
                Said::Undo => {
                    if let Some(back) = self.undo()? {
                        self.last = self.last.filter(|last| *last != back);
                        self.paper.say(if self.sitting.revealed(back) {
                            "Taken back. The answer has been shown, so the question is asked again without counting."
                        } else {
                            "Taken back."
                        })?;
                        return Ok(Some(back));
                    }
                }
                Said::Rationales => self.other_rationales()?,
                Said::Flag => self.flag(place)?,
                Said::Fault(words) => self.fault(place, words)?,
                Said::Help => self.paper.note(HELP)?,
                Said::Leave => return Ok(None),
                Said::Nothing(why) => self.paper.say(&why)?,
                Said::Blank | Said::Previous | Said::List => {}
            }
        }
    }

    fn other_rationales(&mut self) -> io::Result<()> {
        let last = self.last.and_then(|place| {
            Some((self.place(place)?.clone(), self.sitting.question(place)?.clone(), self.sitting.response(place)?))
        });
        let Some((at, question, response)) = last else {
            return self.paper.say("No question has been answered before this one.");
        };
        let given = response.answer.picks().cloned().unwrap_or_else(|| question.keys());
        let others = at.order.iter().copied().filter(|choice| !given.contains(choice)).collect();
        self.paper.say(&format!("About the question before: {}", question.stem))?;
        feedback::rationales(&mut self.paper, self.world.library, &at, &question, &others)
    }
}
