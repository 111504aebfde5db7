//! An exam in plain mode: asked in turn without feedback, gone over as often as one likes, then handed in.

use std::io::{self, BufRead, Write};

use super::line::{self, Said, Told};
use super::{Plain, question, result};
use crate::cli::Exit;
use crate::clock::Moment;
use crate::session::{End, Mode};

const HELP: &str = "\
Answer with the number of a choice, or its letter: a is 1, b is 2.
Where all that apply are to be chosen, give all their numbers: 1 3
g2: answer 2, and say that it is a guess.
s: go on without changing anything. -: make the answer blank. p: back to the question before. l: list all questions.
u: take the last change back. f or flag: flag this question for later. ! and some words: report a fault of this question.
q: leave the exam open; its time runs on. It is submitted from the list: l, then s.";

const OVERVIEW_HELP: &str = "\
A number goes to that question. l lists all of them. s submits: the score and the review follow, and nothing can be changed.
u takes the last change back. a abandons the exam, which then counts for nothing. q leaves it open; its time runs on.";

/// Where an exam goes on.
enum Step {
    /// At a question; `then` tells whether those after it follow, or the overview.
    Ask {
        place: usize,
        in_turn: bool,
    },
    Overview,
    Leave,
    TimeIsUp,
}

impl<R: BufRead, W: Write> Plain<'_, R, W> {
    pub(super) fn exam(&mut self) -> io::Result<Exit> {
        self.announce()?;
        let mut step = match self.sitting.next_open(0) {
            Some(place) => Step::Ask { place, in_turn: true },
            None => Step::Overview,
        };
        loop {
            step = match step {
                Step::Ask { place, in_turn } => self.examine(place, in_turn)?,
                Step::Overview => match self.overview()? {
                    Ok(step) => step,
                    Err(exit) => return Ok(exit),
                },
                Step::Leave => return self.leave(),
                Step::TimeIsUp => {
                    self.paper.say("Time is up. What was there is submitted.")?;
                    return self.hand_in(End::Overdue);
                }
            }
        }
    }

    fn announce(&mut self) -> io::Result<()> {
        let plan = self.sitting.plan();
        let (count, seed, pass) = (self.sitting.len(), plan.options.seed, plan.options.pass);
        let until = plan.deadline.map(|at| Moment { at, offset: plan.begun.offset });
        let limit = until.map_or_else(|| "No time limit.".to_owned(), |until| format!("Time until {until}."));
        self.paper
            .say(&format!("Exam of {count}, seed {seed}. Pass mark {pass} %. {limit} Type ? for help, q to leave."))
    }

    fn overdue(&mut self) -> bool {
        let now = self.now();
        self.sitting.overdue(now.at)
    }

    /// Asks one question until something has come of it.
    fn examine(&mut self, place: usize, in_turn: bool) -> io::Result<Step> {
        let onward = self.onward(place, in_turn);
        let (Some(at), Some(question)) = (self.place(place).cloned(), self.sitting.question(place).cloned()) else {
            self.paper.say(&question::heading(&self.sitting, place, self.world.library, false))?;
            return Ok(onward);
        };
        self.paper.gap()?;
        let asked = self.now();
        let flagged = self.flagged.contains(&at.question);
        let mut heading = question::heading(&self.sitting, place, self.world.library, flagged);
        if let Some(deadline) = self.sitting.plan().deadline {
            heading.push_str(&time_left((deadline - asked.at).seconds_left()));
        }
        self.paper.say(&heading)?;
        question::body(&mut self.paper, &at, &question, |_| "")?;
        if let Some(picks) = self.sitting.response(place).and_then(|response| response.answer.picks()) {
            self.paper.say(&format!("Your answer so far: {}.", question::numbers(&at, picks)))?;
        }
        loop {
            let Some(typed) = self.ask("Answer:")? else { return Ok(Step::Leave) };
            if self.overdue() {
                return Ok(Step::TimeIsUp);
            }
            let said = line::answer(&typed, question.choices.len(), question.chooses_all(), Mode::Exam);
            match said {
                Said::Picks(..) => {
                    self.respond(place, &said, asked)?;
                    return Ok(onward);
                }
                Said::Blank => {
                    self.respond(place, &said, asked)?;
                    self.paper.say("Left blank.")?;
                    return Ok(onward);
                }
                Said::Skip => return Ok(onward),
                Said::Previous => match (0..place).rev().find(|&other| self.sitting.question(other).is_some()) {
                    Some(place) => return Ok(Step::Ask { place, in_turn }),
                    None => self.paper.say("This is the first question.")?,
                },
                Said::List => return Ok(Step::Overview),
                Said::Undo => {
                    if let Some(back) = self.take_back()? {
                        return Ok(Step::Ask { place: back, in_turn });
                    }
                }
                Said::Flag => self.flag(place)?,
                Said::Fault(words) => self.fault(place, words)?,
                Said::Help => self.paper.note(HELP)?,
                Said::Leave => return Ok(Step::Leave),
                Said::Nothing(why) => self.paper.say(&why)?,
                Said::DontKnow | Said::Rationales | Said::Deed(_) => {}
            }
        }
    }

    fn onward(&self, place: usize, in_turn: bool) -> Step {
        if in_turn && place + 1 < self.sitting.len() { Step::Ask { place: place + 1, in_turn } } else { Step::Overview }
    }

    /// Takes the last change back and says what stands there now.
    fn take_back(&mut self) -> io::Result<Option<usize>> {
        let back = self.undo()?;
        if let Some(place) = back {
            self.paper.say(&format!("Taken back: question {}.", place + 1))?;
        }
        Ok(back)
    }

    /// Says what is blank and flagged, and asks what to do; the exit code once the exam has ended.
    fn overview(&mut self) -> io::Result<Result<Step, Exit>> {
        self.paper.gap()?;
        self.standing()?;
        loop {
            let typed = self.ask("Number to go to, s to submit, a to abandon, l to list, q to leave:")?;
            let Some(typed) = typed else { return Ok(Ok(Step::Leave)) };
            if self.overdue() {
                return Ok(Ok(Step::TimeIsUp));
            }
            match line::overview(&typed, self.sitting.len()) {
                Told::Go(place) => return Ok(Ok(Step::Ask { place, in_turn: false })),
                Told::Submit => return self.hand_in(End::Submitted).map(Err),
                Told::Abandon => return self.abandon(),
                Told::List => self.list()?,
                Told::Undo => {
                    if let Some(place) = self.take_back()? {
                        return Ok(Ok(Step::Ask { place, in_turn: false }));
                    }
                }
                Told::Help => self.paper.note(OVERVIEW_HELP)?,
                Told::Leave => return Ok(Ok(Step::Leave)),
                Told::Nothing(why) => self.paper.say(&why)?,
            }
        }
    }

    /// How many are blank and flagged, and which.
    fn standing(&mut self) -> io::Result<()> {
        let numbers = |test: &dyn Fn(usize) -> bool| {
            let numbers = (0..self.sitting.len()).filter(|&place| test(place)).map(|place| (place + 1).to_string());
            numbers.collect::<Vec<_>>()
        };
        let blank = numbers(&|place| self.sitting.open(place));
        let flagged = numbers(&|place| self.place(place).is_some_and(|at| self.flagged.contains(&at.question)));
        let told = |name: &str, numbers: &[String]| match numbers {
            [] => format!("None is {name}."),
            several => format!("{} {name}: {}.", several.len(), several.join(", ")),
        };
        let line = format!("{} {}", told("blank", &blank), told("flagged", &flagged));
        self.paper.say(&line)
    }

    fn list(&mut self) -> io::Result<()> {
        for place in 0..self.sitting.len() {
            let Some(at) = self.place(place).cloned() else { continue };
            let picks = self.sitting.response(place).and_then(|response| response.answer.picks());
            let answer = picks.map_or_else(|| "blank".to_owned(), |picks| question::numbers(&at, picks));
            let stem = self.sitting.question(place).map_or("withdrawn", |question| question.stem.as_str());
            let flagged = if self.flagged.contains(&at.question) { ", flagged" } else { "" };
            let line = format!("({answer}{flagged}) {stem}");
            self.paper.hung(&format!("{}  ", place + 1), &line)?;
        }
        Ok(())
    }

    /// Ends the exam, and gives its score and review.
    fn hand_in(&mut self, how: End) -> io::Result<Exit> {
        let Self { sitting, world, .. } = self;
        let records = sitting.finish(how, || world.stamps.next((world.clock)()));
        self.keep(&records)?;
        self.paper.gap()?;
        result::score(&mut self.paper, &self.sitting, self.world.library)?;
        result::review(&mut self.paper, &self.sitting, self.world.library, &self.notes)?;
        let passed = self.sitting.score().passes(self.sitting.plan().options.pass);
        Ok(if passed { Exit::Finished } else { Exit::NotPassed })
    }

    /// Gives the exam up; until it is left, that can be taken back.
    fn abandon(&mut self) -> io::Result<Result<Step, Exit>> {
        let Self { sitting, world, .. } = self;
        let records = sitting.finish(End::Abandoned, || world.stamps.next((world.clock)()));
        self.keep(&records)?;
        self.paper.say("Abandoned; it counts for nothing.")?;
        let typed = self.ask("u takes that back, Enter leaves:")?;
        if typed.is_some_and(|typed| matches!(typed.trim(), "u" | "undo")) {
            let stamp = self.stamp();
            if let Some(undone) = self.sitting.undo(stamp) {
                self.keep(&[undone.record])?;
                return Ok(Ok(Step::Overview));
            }
            self.paper.say("Its time has run out.")?;
        }
        Ok(Err(Exit::Left))
    }
}

fn time_left(seconds: i64) -> String {
    match seconds {
        0..=59 => " Less than a minute left.".to_owned(),
        60..=119 => " 1 minute left.".to_owned(),
        _ => format!(" {} minutes left.", seconds / 60),
    }
}
