//! One sitting: its plan, its records, and the state that they add up to.

use std::collections::HashSet;
use std::sync::Arc;

use super::form::{Mode, Place, Plan};
use super::record::{Answer, Confidence, End, Record, Response, What};
use super::score::{self, Score, Tally};
use crate::clock::{Millis, Stamp, StampId, Timestamp};
use crate::question::{Drawn, Question};

mod replay;

/// A sitting as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Sitting {
    plan: Plan,
    /// The places of the form, and after them those at which a question that was failed comes back.
    places: Vec<Place>,
    questions: Vec<Option<Arc<Question>>>,
    /// The places in the order in which they are asked.
    order: Vec<usize>,
    log: Vec<Record>,
    turns: Vec<Turn>,
    end: Option<End>,
}

/// How many others are asked at least before a question that was failed comes back, as long as there are so many.
const BETWEEN: usize = 5;

/// What the records say of one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Turn {
    response: Option<Response>,
    skipped: bool,
    revealed: bool,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The record that says so.
    pub record: Record,
    /// The place it leads back to; none when the sitting's end was taken back.
    pub place: Option<usize>,
}

impl Sitting {
    /// A sitting that begins.
    #[must_use]
    pub fn begin(plan: Plan, drawn: Vec<Drawn>) -> Self {
        let questions = drawn.into_iter().map(|drawn| Some(drawn.question)).collect();
        Self::resume(plan, questions, Vec::new())
    }

    /// A sitting as its records left it. `questions` are the versions that were asked, place by place; a place without
    /// one is withdrawn. Records that do not fit the plan are passed over.
    #[must_use]
    pub fn resume(plan: Plan, mut questions: Vec<Option<Arc<Question>>>, log: Vec<Record>) -> Self {
        questions.resize(plan.form.places.len(), None);
        let (places, order) = (plan.form.places.clone(), Vec::new());
        let mut sitting = Self { plan, places, questions, order, log, turns: Vec::new(), end: None };
        sitting.replay();
        sitting
    }

    /// What was fixed when it began.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Its kind.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.plan.options.mode
    }

    /// Its places, those at which a question comes back after those of the form.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// One of its places.
    #[must_use]
    pub fn place(&self, place: usize) -> Option<&Place> {
        self.places.get(place)
    }

    /// Whether a place is one at which a question came back.
    #[must_use]
    pub fn is_return(&self, place: usize) -> bool {
        place >= self.plan.form.places.len()
    }

    /// Where a place stands in the order of asking, from 0 on.
    #[must_use]
    pub fn position(&self, place: usize) -> usize {
        self.order.iter().position(|&other| other == place).unwrap_or(place)
    }

    /// The time that its answers took.
    #[must_use]
    pub fn taken(&self) -> Millis {
        Millis(self.turns.iter().filter_map(|turn| turn.response.as_ref()).map(|response| response.took.0).sum())
    }

    /// Whether a study sitting has taken the time it was meant to take.
    #[must_use]
    pub fn time_is_up(&self) -> bool {
        let minutes = self.plan.options.minutes.filter(|_| self.mode() == Mode::Study);
        minutes.is_some_and(|minutes| self.taken() >= Millis::minutes(minutes))
    }

    /// How many places it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.turns.len()
    }

    /// Whether nothing was drawn.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    /// How it ended, if it did.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        self.end
    }

    /// The question at a place; none when it is withdrawn.
    #[must_use]
    pub fn question(&self, place: usize) -> Option<&Arc<Question>> {
        self.questions.get(place)?.as_ref()
    }

    /// The response that stands at a place.
    #[must_use]
    pub fn response(&self, place: usize) -> Option<&Response> {
        self.turns.get(place)?.response.as_ref()
    }

    /// Whether a place has an answer other than a blank.
    #[must_use]
    pub fn answered(&self, place: usize) -> bool {
        self.response(place).is_some_and(|response| response.answer != Answer::Blank)
    }

    /// Whether a place was passed over.
    #[must_use]
    pub fn skipped(&self, place: usize) -> bool {
        self.turns.get(place).is_some_and(|turn| turn.skipped)
    }

    /// Whether a place's answer was shown and then taken back.
    #[must_use]
    pub fn revealed(&self, place: usize) -> bool {
        self.turns.get(place).is_some_and(|turn| turn.revealed)
    }

    /// Whether a place still waits for an answer.
    #[must_use]
    pub fn open(&self, place: usize) -> bool {
        self.question(place).is_some() && !self.answered(place) && !self.skipped(place)
    }

    /// The first place that waits for an answer, from a place on and then from the start, in the order of asking.
    #[must_use]
    pub fn next_open(&self, from: usize) -> Option<usize> {
        let from = self.order.iter().position(|&place| place == from).unwrap_or(0);
        let (before, after) = self.order.split_at(from);
        after.iter().chain(before).copied().find(|&place| self.open(place))
    }

    /// How many places have been answered or passed over.
    #[must_use]
    pub fn done(&self) -> usize {
        (0..self.len()).filter(|&place| !self.open(place)).count()
    }

    /// Whether an exam's deadline has come.
    #[must_use]
    pub fn overdue(&self, now: Timestamp) -> bool {
        self.plan.deadline.is_some_and(|deadline| now >= deadline)
    }

    /// Answers a place. In practice each place once; in an exam as often as one likes, until it ends.
    /// Nothing is recorded when the answer is not possible or changes nothing.
    pub fn respond(
        &mut self,
        place: usize,
        answer: Answer,
        confidence: Confidence,
        took: Millis,
        stamp: Stamp,
    ) -> Option<Record> {
        let question = self.question(place).filter(|_| self.end.is_none() && !self.overdue(stamp.moment.at))?;
        let keys = question.keys();
        let choices = question.choices.len();
        let fits = match (&answer, self.mode()) {
            (Answer::Picks(picks), _) => {
                !picks.is_empty()
                    && picks.iter().all(|&pick| usize::from(pick) < choices)
                    && (picks.len() == 1 || keys.len() > 1)
            }
            (Answer::DontKnow, mode) => mode.tells(),
            (Answer::Blank, mode) => mode == Mode::Exam,
        };
        let changes = match self.mode() {
            Mode::Practice | Mode::Study => self.open(place),
            Mode::Exam => match self.response(place) {
                Some(standing) => standing.answer != answer || standing.confidence != confidence,
                None => answer != Answer::Blank,
            },
        };
        if !fits || !changes {
            return None;
        }
        let Self { places, turns, .. } = self;
        let (at, turn) = (places.get(place)?, turns.get(place)?);
        let response = Response {
            place,
            question: at.question.clone(),
            version: at.version,
            fully_right: score::fully_right(&keys, &answer),
            after_reveal: turn.revealed,
            choices: u8::try_from(choices).unwrap_or(u8::MAX),
            answer,
            confidence,
            took,
        };
        Some(self.append(stamp, What::Response(response)))
    }

    /// Passes a practice question over.
    pub fn skip(&mut self, place: usize, stamp: Stamp) -> Option<Record> {
        let possible = self.mode().tells() && self.end.is_none() && self.open(place);
        possible.then(|| self.append(stamp, What::Skip { place }))
    }

    /// Takes back the last thing done: an answer, a skip, or giving the sitting up.
    pub fn undo(&mut self, stamp: Stamp) -> Option<Undone> {
        let shown = self.mode().tells();
        let voided: HashSet<StampId> = (self.log.iter())
            .filter_map(|record| match record.what {
                What::Void { record, .. } => Some(record),
                _ => None,
            })
            .collect();
        let standing = self.log.iter().rev().filter(|record| !voided.contains(&record.stamp.id));
        let mut standing = standing.filter_map(|record| match &record.what {
            What::Response(response) => Some((record.stamp.id, Some(response.place), shown)),
            What::Skip { place } => Some((record.stamp.id, Some(*place), false)),
            What::End { .. } => Some((record.stamp.id, None, false)),
            _ => None,
        });
        let (id, place, seen) = standing.next()?;
        let possible = match self.end {
            None => !self.overdue(stamp.moment.at),
            Some(how) => how == End::Abandoned,
        };
        possible.then(|| Undone { record: self.append(stamp, What::Void { record: id, seen }), place })
    }

    /// Ends the sitting. An exam that is submitted, or whose deadline came, records a blank for every question without
    /// an answer, so that each has a last response. Nothing happens when it has ended already.
    pub fn finish(&mut self, how: End, mut next: impl FnMut() -> Stamp) -> Vec<Record> {
        if self.end.is_some() {
            return Vec::new();
        }
        let mut records = Vec::new();
        if matches!(how, End::Submitted | End::Overdue) {
            for place in 0..self.len() {
                let (Some(at), Some(_), None) =
                    (self.plan.form.places.get(place), self.question(place), self.response(place))
                else {
                    continue;
                };
                let blank = Response {
                    place,
                    question: at.question.clone(),
                    version: at.version,
                    answer: Answer::Blank,
                    confidence: Confidence::Sure,
                    took: Millis(0),
                    fully_right: false,
                    after_reveal: false,
                    choices: self
                        .question(place)
                        .map_or(0, |question| u8::try_from(question.choices.len()).unwrap_or(0)),
                };
                records.push(self.append(next(), What::Response(blank)));
            }
        }
        records.push(self.append(next(), What::End { how }));
        records
    }

    fn append(&mut self, stamp: Stamp, what: What) -> Record {
        let record = Record { stamp, sitting: Some(self.plan.id), what };
        self.log.push(record.clone());
        self.replay();
        record
    }

    /// The mark of a place's response, 0 to 1; none when it does not count or there is none.
    #[must_use]
    pub fn mark(&self, place: usize) -> Option<f64> {
        let response = self.response(place).filter(|response| !response.after_reveal)?;
        Some(score::mark(&self.question(place)?.keys(), &response.answer))
    }

    /// What it came to so far: in practice over what was answered, in an exam over every question. A question that came
    /// back in study counts as it was answered first, and only once.
    #[must_use]
    pub fn score(&self) -> Score {
        let mut score = Score::default();
        for place in 0..self.plan.form.places.len() {
            let Some(question) = self.question(place) else {
                score.uncounted += 1;
                continue;
            };
            let exam = self.mode() == Mode::Exam;
            if !self.answered(place) {
                score.blank += 1;
                if !exam {
                    continue;
                }
            }
            let Some(mark) = self.mark(place).or(exam.then_some(0.0)) else {
                score.uncounted += 1;
                continue;
            };
            if self.response(place).is_some_and(|response| response.fully_right) {
                score.right += 1;
            } else if self.answered(place) {
                score.wrong += 1;
            }
            score.total.add(mark);
            let known = score.topics.iter().position(|(topic, _)| *topic == question.topic);
            let at = known.unwrap_or_else(|| {
                score.topics.push((question.topic.clone(), Tally::default()));
                score.topics.len() - 1
            });
            score.topics[at].1.add(mark); // found or just pushed
        }
        score
    }
}

#[cfg(test)]
mod tests;
