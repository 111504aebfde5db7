//! Families of questions: each one way to turn what documents say into candidates. One table; help and docs are made
//! from it.

use std::fmt;

use super::Candidate;
use super::corpus::Corpus;

mod cloze;

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
pub static TABLE: &[Family] = &[Family {
    name: "year",
    what: "the year that completes a statement",
    on: true,
    accepted: 0.86,
    candidates: cloze::years,
}];

/// The family of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Family> {
    TABLE.iter().find(|family| family.name == name)
}
