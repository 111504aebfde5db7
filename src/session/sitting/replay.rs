//! A sitting as its records left it.

use std::collections::HashSet;

use super::{BETWEEN, Sitting, Turn};
use crate::clock::StampId;
use crate::session::form::{self, Mode, Place};
use crate::session::record::{End, Response, What};

impl Sitting {
    /// Takes the log in from its beginning.
    pub(super) fn replay(&mut self) {
        let drawn = self.plan.form.places.len();
        self.places.truncate(drawn);
        self.questions.truncate(drawn);
        self.turns = vec![Turn::default(); drawn];
        self.order = (0..drawn).collect();
        self.end = None;
        let mut voided: HashSet<StampId> = HashSet::new();
        let mut revealed: HashSet<usize> = HashSet::new();
        for record in &self.log {
            if let What::Void { record: id, seen } = record.what {
                voided.insert(id);
                let place = (self.log.iter().find(|r| r.stamp.id == id)).and_then(|r| match &r.what {
                    What::Response(response) => Some(response.place),
                    _ => None,
                });
                revealed.extend(place.filter(|_| seen));
            }
        }
        let log = std::mem::take(&mut self.log);
        for record in log.iter().filter(|record| !voided.contains(&record.stamp.id)) {
            match &record.what {
                What::Response(response) => {
                    let Some(place) = self.place_of(response) else { continue };
                    if let Some(turn) = self.turns.get_mut(place) {
                        turn.response = Some(Response { place, ..response.clone() });
                        if self.mode() == Mode::Study && !response.fully_right {
                            self.bring_back(place);
                        }
                    }
                }
                What::Skip { place } => {
                    if let Some(turn) = self.turns.get_mut(*place) {
                        turn.skipped = true;
                    }
                }
                What::End { how } => {
                    self.end = Some(*how);
                    // Whatever another machine, which did not know of it, added later is no part of the exam.
                    if self.mode() == Mode::Exam && matches!(how, End::Submitted | End::Overdue) {
                        break;
                    }
                }
                _ => {}
            }
        }
        self.log = log;
        for place in revealed {
            if let Some(turn) = self.turns.get_mut(place) {
                turn.revealed = true;
            }
        }
    }

    /// The place of a response. Where a sitting went on on two machines, the places at which questions came back have
    /// other numbers once both are united; the response then belongs where its question waits.
    fn place_of(&self, response: &Response) -> Option<usize> {
        let same = |place: usize| self.places.get(place).is_some_and(|at| at.question == response.question);
        if same(response.place) {
            return Some(response.place);
        }
        let drawn = self.plan.form.places.len();
        (drawn..self.places.len()).find(|&place| same(place) && !self.answered(place))
    }

    /// Asks the question of a place again, after some others.
    pub(super) fn bring_back(&mut self, place: usize) {
        let (Some(at), Some(question)) = (self.places.get(place), self.questions.get(place)) else { return };
        let (at, question) = (at.clone(), question.clone());
        let Some(asked) = question.as_deref() else { return };
        let time = self.places.iter().filter(|other| other.question == at.question).count();
        let order = form::choice_order(&at.question, asked, self.plan.options.seed, time);
        let new = self.places.len();
        // Counted from here on: what was skipped or withdrawn lies between nothing.
        let here = self.order.iter().position(|&other| other == place).unwrap_or(0);
        let waiting = self.order.iter().enumerate().skip(here + 1).filter(|&(_, &other)| self.open(other));
        let after = waiting.map(|(at, _)| at + 1).take(BETWEEN).last();
        self.order.insert(after.unwrap_or(self.order.len()), new);
        self.places.push(Place { order, ..at });
        self.questions.push(question);
        self.turns.push(Turn::default());
    }
}
