//! Documents turned into candidate questions, and those that pass the gate into a bank; with no network and no model,
//! the same bytes out for the same bytes in.
//!
//! The pipeline, each stage a pure function: a [`Corpus`] of documents -> typed [mentions](mention) -> [facts](fact) ->
//! [candidates](Candidate), by the [families](family) -> [distractors](distractor) of the same type from the same corpus
//! -> the [gate] -> merge and quota -> questions. Few good questions beat many poor ones: what needs explaining away is
//! refused, and the reason is counted.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::question::Question;

pub mod corpus;
pub mod distractor;
pub mod fact;
pub mod family;
pub mod gate;
pub mod ledger;
pub mod mention;
mod merge;
pub mod rebuild;
pub mod record;

pub use corpus::{Corpus, Place, Source};
pub use fact::Fact;
pub use family::Family;
pub use gate::Refusal;

/// Words of a document that a question cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The passage they are in.
    pub place: Place,
    /// The words, as a range of the passage's text.
    pub range: Range<usize>,
    /// Those that hold the answer, as ranges of the passage's text; none for a quote that gives context.
    pub answers: Vec<Range<usize>>,
}

/// A wrong choice, and where it is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distractor {
    /// What the choice says.
    pub text: String,
    /// Why it is wrong, told to the learner who picked it.
    pub rationale: String,
    /// Where it is written.
    pub quote: Quote,
}

/// A question that might be asked.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The family that made it.
    pub family: &'static Family,
    /// What it asks about.
    pub fact: Fact,
    /// What is asked.
    pub stem: String,
    /// The right answer.
    pub key: String,
    /// Why it is right.
    pub rationale: String,
    /// The wrong ones: as many as the family knows by itself, the rest are found by type.
    pub distractors: Vec<Distractor>,
    /// Where the answer is written; the first holds it.
    pub quotes: Vec<Quote>,
    /// The date of a fact that changes, as the stem says it.
    pub as_of: Option<String>,
}

/// How much to make.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which families make questions.
    pub families: Vec<&'static Family>,
    /// The most questions from one passage.
    pub per_passage: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { families: family::TABLE.iter().filter(|family| family.on).collect(), per_passage: 2 }
    }
}

/// What was made of a corpus.
#[derive(Debug, Default)]
pub struct Built {
    /// The questions, by id; drafts all.
    pub questions: Vec<(Question, Fact)>,
    /// How many candidates each family had, and why some were refused.
    pub refused: BTreeMap<(&'static str, Refusal), usize>,
}

/// Runs the whole pipeline.
#[must_use]
pub fn build(corpus: &Corpus, options: &Options) -> Built {
    let pool = distractor::Pool::of(corpus);
    let mut refused = BTreeMap::new();
    let mut passed = Vec::new();
    for family in &options.families {
        for mut candidate in (family.candidates)(corpus) {
            pool.complete(corpus, &mut candidate);
            match gate::question(corpus, &candidate) {
                Ok(question) => passed.push((candidate, question)),
                Err(refusal) => *refused.entry((family.name, refusal)).or_default() += 1,
            }
        }
    }
    Built { questions: merge::merge(passed, options.per_passage), refused }
}

#[cfg(test)]
mod tests;
