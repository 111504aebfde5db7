//! Flaws of one question: faults of its writing, which give its key away or test something else than was meant.
//!
//! One [`table`] has a row for each: a name, what is wrong, what mends it, the published guideline that it restates, and
//! a rule. A rule reads the question and what the bank says around it; it knows no document. Rules that go by English
//! words are silent on a bank in another language. [`pair`] knows when one question gives another away.

use std::fmt;

use serde::Serialize;

use crate::question::Question;

mod choices;
mod cues;
pub mod pair;
mod reading;
mod stem;
mod table;
pub mod words;

pub use choices::{length, plain};
pub use table::table;

use reading::Reading;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It must be mended; a faulty question is not asked before.
    Error,
    /// Something is amiss; it is asked all the same.
    Warning,
    /// Worth a look, and often right as it is.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// A kind of flaw: a row of the table.
pub struct Flaw {
    /// Its name, by which a question may allow it.
    pub name: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// What mends it.
    pub remedy: &'static str,
    /// The number of the guideline by Haladyna, Downing & Rodriguez (2002) that it restates; none where only the house
    /// asks for it.
    pub guideline: Option<&'static str>,
    /// Its name among the nineteen item-writing flaws of Moore et al. (2023), if it is one of them.
    pub moore: Option<&'static str>,
    /// How much it matters.
    pub severity: Severity,
    /// Whether its rule goes by English words.
    english: bool,
    rule: fn(&Reading<'_>) -> Option<Spot>,
}

impl fmt::Debug for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flaw({})", self.name)
    }
}

/// Where a flaw is, and what it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The place inside the question, as a path of fields: `choices[1].text`.
    pub at: String,
    /// What it is there, beyond the flaw's own words.
    pub what: String,
}

impl Spot {
    fn new(at: impl Into<String>, what: impl Into<String>) -> Self {
        Self { at: at.into(), what: what.into() }
    }

    fn stem(what: impl Into<String>) -> Self {
        Self::new("stem", what)
    }

    fn choice(place: usize, what: impl Into<String>) -> Self {
        Self::new(format!("choices[{place}].text"), what)
    }
}

/// A flaw that a question has.
#[derive(Debug)]
pub struct Found {
    /// Which it is.
    pub flaw: &'static Flaw,
    /// Where it is.
    pub spot: Spot,
    /// Whether the question allows it.
    pub allowed: bool,
}

/// What a bank says that rules must know.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// The language of its questions, as a BCP 47 tag; English when none is given.
    pub language: Option<&'a str>,
    /// Sets of names of one thing.
    pub aliases: &'a [Vec<String>],
}

impl Surroundings<'_> {
    fn english(&self) -> bool {
        self.language.is_none_or(|tag| tag.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("en")))
    }
}

/// The flaw of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Flaw> {
    table().iter().find(|flaw| flaw.name == name)
}

/// The flaws of a question, those that it allows among them.
#[must_use]
pub fn flaws_of(question: &Question, around: &Surroundings<'_>) -> Vec<Found> {
    let reading = Reading::new(question, around);
    let rules = table().iter().filter(|flaw| !flaw.english || around.english());
    let found = rules.filter_map(|flaw| {
        let spot = (flaw.rule)(&reading)?;
        Some(Found { flaw, spot, allowed: question.allow.iter().any(|allow| allow.flaw == flaw.name) })
    });
    found.collect()
}

#[cfg(test)]
mod tests;
