//! Families of questions: each one way to turn what documents say into candidates. One table; help and docs are made
//! from it.

use std::collections::HashMap;
use std::fmt;

use super::Candidate;
use super::corpus::{Corpus, Place};
use super::fact::Frame;
use super::shown;
use crate::flaw::words::Words;

mod clause;
pub mod cloze;
mod list;
mod near;
mod pairs;
mod rivals;
mod shape;
mod table;

/// A family: a row of the table.
pub struct Family {
    /// Its name, which a question's `origin` tells.
    pub name: &'static str,
    /// What it asks for.
    pub what: &'static str,
    /// Whether it is on by default: those that stay below nine acceptable questions of ten are not.
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
    Family { name: "date", what: "the full date of what a plain sentence tells", on: false, accepted: 0.83, candidates: cloze::dates },
    Family { name: "month", what: "the month and year of what a plain sentence tells", on: true, accepted: 1.0, candidates: cloze::months },
    Family { name: "year", what: "the year of what a plain sentence tells", on: true, accepted: 0.77, candidates: cloze::years },
    Family { name: "dated", what: "the date, month or year that completes any other statement", on: false, accepted: 0.68, candidates: cloze::dated },
    Family { name: "percent", what: "the percentage that completes a statement", on: false, accepted: 0.7, candidates: cloze::percents },
    Family { name: "money", what: "the amount of money that completes a statement", on: false, accepted: 0.6, candidates: cloze::money },
    Family { name: "count", what: "the number of things that completes a statement", on: false, accepted: 0.67, candidates: cloze::counts },
    Family {
        name: "table-cell", on: true, accepted: 0.94, candidates: table::cells,
        what: "what a table's row has in a column",
    },
    Family {
        name: "table-row", on: true, accepted: 0.94, candidates: table::rows,
        what: "which row of a table has a value",
    },
    Family {
        name: "table-next", on: true, accepted: 1.0, candidates: table::next,
        what: "who or what comes next in a table that is dated in order",
    },
    Family {
        name: "life", on: true, accepted: 1.0, candidates: list::lives,
        what: "when a person of a biographical list was born or died",
    },
    Family {
        name: "described", on: true, accepted: 0.92, candidates: list::described,
        what: "who of a biographical list is described so",
    },
    Family {
        name: "definition", on: true, accepted: 0.9, candidates: list::defined,
        what: "which entry of a list of terms is described so",
    },
    Family {
        name: "pair", on: true, accepted: 1.0, candidates: pairs::values,
        what: "what stands in brackets beside a name of an enumeration",
    },
    Family {
        name: "pair-name", on: true, accepted: 1.0, candidates: pairs::names,
        what: "which name of an enumeration a value stands beside",
    },
    // Nothing is known of what some model proposes; its candidates come from outside.
    Family {
        name: super::proposal::FAMILY, on: false, accepted: 0.3, candidates: |_| Vec::new(),
        what: "what a language model proposes, asked with --model; always for review",
    },
];

/// The family of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Family> {
    TABLE.iter().find(|family| family.name == name)
}

/// What a row of a table says with one of its values, in words: “In the list of heads it is when Kofi Annan took office.”
pub(super) fn row_says(corpus: &Corpus, place: Place, value: &std::ops::Range<usize>) -> Option<String> {
    table::says(corpus, place, value)
}

/// Leaves out what is asked twice: of equal stems the first stays if all have one answer, else none does.
fn settle(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut keys: HashMap<String, (usize, bool)> = HashMap::new();
    for (n, one) in candidates.iter().enumerate() {
        let (first, agreed) = keys.entry(one.stem.clone()).or_insert((n, true));
        *agreed &= candidates.get(*first).is_some_and(|first| first.key == one.key);
    }
    let mut place = 0..;
    let mut kept = candidates;
    kept.retain(|one| place.next().is_some_and(|n| keys.get(&one.stem) == Some(&(n, true))));
    kept
}

/// Where a passage stands, as stems name it.
struct Where<'a> {
    /// Its section, unless that is the whole document.
    section: Option<&'a str>,
    /// Its document.
    title: &'a str,
}

impl<'a> Where<'a> {
    fn of(corpus: &'a Corpus, place: Place) -> Self {
        let (section, title) = (corpus.section(place), corpus.source(place).title.as_str());
        let named = shown::section(section).filter(|name| *name != title);
        Self { section: named, title }
    }

    /// Names the table or list there: “the table under “Sizes” in “Lakes””, “the list of heads in “Works””.
    fn named(&self, what: &str) -> String {
        match self.section {
            Some(section) => match section.strip_prefix("List of ") {
                Some(of) => format!("the list of {of} in “{}”", self.title),
                None => format!("the {what} under “{section}” in “{}”", self.title),
            },
            None => format!("the {what} in “{}”", self.title),
        }
    }

    /// What keeps its facts apart from those of other tables and lists: its whole name, years and all.
    fn frame(&self) -> Frame {
        let words = [self.section.unwrap_or_default(), self.title].map(Words::of);
        Frame(words.iter().flat_map(Words::content).map(ToOwned::to_owned).collect())
    }
}
