//! Families of questions: each one way to turn what documents say into candidates. One table; help and docs are made
//! from it.

use std::fmt;

use super::Candidate;
use super::corpus::Corpus;
use crate::question::Question;

pub mod cloze;

/// A family: a row of the table.
pub struct Family {
    /// Its name, which a question's `origin` tells.
    pub name: &'static str,
    /// What it asks for.
    pub what: &'static str,
    /// Whether it is on by default: those that cannot reach nine acceptable questions of ten are not.
    pub on: bool,
    /// The share of its questions that were acceptable when a person judged them, 0 to 1; reviews replace it.
    pub accepted: f64,
    /// Makes its candidates.
    pub candidates: fn(&Corpus) -> Vec<Candidate>,
}

impl fmt::Debug for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Family({})", self.name)
    }
}

/// All families.
#[rustfmt::skip] // a table is read by its rows
pub static TABLE: &[Family] = &[
    Family { name: "date", what: "the full date that completes a statement", on: true, accepted: 0.95, candidates: cloze::dates },
    Family { name: "month", what: "the month and year that complete a statement", on: true, accepted: 0.95, candidates: cloze::months },
    Family { name: "year", what: "the year that completes a statement", on: true, accepted: 0.86, candidates: cloze::years },
    Family { name: "percent", what: "the percentage that completes a statement", on: true, accepted: 0.83, candidates: cloze::percents },
    Family { name: "money", what: "the amount of money that completes a statement", on: true, accepted: 0.9, candidates: cloze::money },
    Family { name: "count", what: "the number of things that completes a statement", on: true, accepted: 0.67, candidates: cloze::counts },
];

/// The family of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Family> {
    TABLE.iter().find(|family| family.name == name)
}

/// The family that made a question, as its `origin` tells.
#[must_use]
pub fn of(question: &Question) -> Option<&'static Family> {
    named(question.origin.as_deref()?.strip_prefix("build: ")?)
}
