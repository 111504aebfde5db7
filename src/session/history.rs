//! What is known of each question from earlier sittings, for the filters.

use std::collections::HashMap;

use crate::clock::Day;
use crate::id::QuestionRef;

/// A question's past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// Whether it was ever answered.
    pub asked: bool,
    /// Whether the last response that counts was fully right; none when no response counts.
    pub last_fully_right: Option<bool>,
    /// Whether it is flagged for later.
    pub flagged: bool,
    /// Whether it was put aside: study does not ask it.
    pub suspended: bool,
    /// The first day on which study asks it, where it was put off.
    pub buried: Day,
}

impl Default for Past {
    fn default() -> Self {
        let buried = Day(i32::MIN);
        Self { asked: false, last_fully_right: None, flagged: false, suspended: false, buried }
    }
}

/// Every question's past; a question without one was never asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History(HashMap<QuestionRef, Past>);

impl History {
    /// The past of one question.
    #[must_use]
    pub fn of(&self, question: &QuestionRef) -> Past {
        self.0.get(question).copied().unwrap_or_default()
    }

    /// The past of one question, to be changed.
    pub fn entry(&mut self, question: QuestionRef) -> &mut Past {
        self.0.entry(question).or_default()
    }

    /// Every question with a past.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionRef, &Past)> {
        self.0.iter()
    }
}
