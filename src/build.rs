//! Documents turned into candidate questions, and those that pass the gate into a bank; with no network and no model,
//! the same bytes out for the same bytes in.
//!
//! The pipeline, each stage a pure function: a [`Corpus`] of documents -> typed [mentions](mention) -> [facts](fact) ->
//! [candidates](Candidate), by the [families](family) -> [distractors](distractor) of the same type from the same corpus
//! -> the [gate] -> merge and quota -> questions. Few good questions beat many poor ones: what needs explaining away is
//! refused, and the reason is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::id::QuestionId;
use crate::journal::Records;
use crate::question::{Choice, Parts, Question, Status};
use crate::value;

pub mod alias;
pub mod corpus;
pub mod distractor;
mod english;
pub mod fact;
pub mod family;
pub mod gate;
pub mod ledger;
pub mod mention;
mod merge;
mod parallel;
pub mod proposal;
pub mod reading;
pub mod rebuild;
pub mod record;
mod shown;
mod statement;

pub use corpus::{Corpus, Place, Source};
pub use fact::Fact;
pub use family::Family;
pub use gate::Refusal;

use merge::{Kept, Passed, What};

/// How many wrong choices a question has.
pub const ASKED: usize = 3;
/// How many more are kept of each question, to take the place of one that its author gives up.
pub const SPARE: usize = 3;

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
    /// The wrong ones, the best first: as many as the family knows by itself, the rest are found by type. The first
    /// [`ASKED`] of them are asked, the others are spare.
    pub distractors: Vec<Distractor>,
    /// Where the answer is written; the first holds it.
    pub quotes: Vec<Quote>,
    /// The date of a fact that changes, as the stem says it.
    pub as_of: Option<String>,
}

impl Candidate {
    /// The wrong choices that the question has.
    #[must_use]
    pub fn asked(&self) -> &[Distractor] {
        self.distractors.split_at_checked(ASKED).map_or(&self.distractors, |(asked, _)| asked)
    }

    /// Those that are kept for its review.
    #[must_use]
    pub fn spare(&self) -> &[Distractor] {
        self.distractors.get(ASKED..).unwrap_or_default()
    }
}

/// How much to make.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which families make questions.
    pub families: Vec<&'static Family>,
    /// The most questions from one passage.
    pub per_passage: usize,
    /// What the author made of each family's questions so far: where two compete, that of the better family is kept.
    pub records: Records,
    /// Candidates that were made elsewhere; they meet the same gate.
    pub proposals: Vec<Candidate>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            families: family::TABLE.iter().filter(|family| family.on).collect(),
            per_passage: 2,
            records: Records::default(),
            proposals: Vec::new(),
        }
    }
}

/// Two documents that give different values for one fact and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What one says.
    pub one: Quote,
    /// What the other says.
    pub other: Quote,
}

/// What was made of a corpus.
#[derive(Debug, Default)]
pub struct Built {
    /// The questions, by id; drafts all.
    pub questions: Vec<(Question, Fact)>,
    /// Further wrong choices of each question that has any, the best first.
    pub spare: BTreeMap<QuestionId, Vec<Choice>>,
    /// How many candidates each family had, and why some were refused.
    pub refused: BTreeMap<(&'static str, Refusal), usize>,
    /// Contradictions between documents, whether or not they became questions.
    pub conflicts: Vec<Conflict>,
    /// Sets of names of one thing that the documents give.
    pub aliases: Vec<Vec<String>>,
}

/// Runs the whole pipeline.
#[must_use]
pub fn build(corpus: &Corpus, options: &Options) -> Built {
    let pool = distractor::Pool::of(corpus);
    let mut built = Built { aliases: corpus.readings().aliases().sets().to_vec(), ..Built::default() };
    let (statements, others): (Vec<_>, Vec<_>) =
        options.families.iter().copied().partition(|family| family::cloze::is_cloze(family));
    let trust = |family: &'static Family| record::confidence(&options.records, family);
    let statements: Vec<_> = statements.into_iter().map(|family| (family, trust(family))).collect();
    let mut passed = Vec::new();
    let made = others.iter().flat_map(|family| (family.candidates)(corpus));
    for mut candidate in made.chain(options.proposals.iter().cloned()) {
        let family = candidate.family.name;
        pool.complete(corpus, &mut candidate);
        candidate.distractors.retain(|wrong| !gate::is_raw(corpus, &wrong.quote));
        let raw = candidate.quotes.iter().any(|quote| gate::is_raw(corpus, quote));
        match if raw { Err(Refusal::Markup) } else { whole(candidate) } {
            Ok(one) => passed.push(Passed { trust: trust(one.family), ..one }),
            Err(refusal) => *built.refused.entry((family, refusal)).or_default() += 1,
        }
    }
    let found = statement::all(corpus, &pool, &statements);
    passed.extend(found.passed);
    for (key, count) in found.refused {
        *built.refused.entry(key).or_default() += count;
    }
    built.conflicts = found.conflicts;
    let kept = merge::merge(corpus, passed, options.per_passage, &mut built.refused);
    finish(corpus, kept, &mut built);
    built
}

/// A candidate of a family that knows its own choices.
fn whole(candidate: Candidate) -> Result<Passed, Refusal> {
    if candidate.distractors.len() < gate::FEWEST {
        return Err(Refusal::FewDistractors);
    }
    // What the gate will refuse takes no other's share.
    gate::apart(&candidate, candidate.asked().iter())?;
    Ok(Passed {
        id: gate::id(&candidate).ok_or(Refusal::Unquotable)?,
        family: candidate.family,
        trust: candidate.family.accepted,
        place: candidate.fact.place,
        slot: candidate.fact.slot.clone(),
        value: value::interval(&candidate.key),
        subject: candidate.fact.subject.clone(),
        twins: Vec::new(),
        conflict: None,
        what: What::Whole(Box::new(candidate)),
    })
}

/// Makes questions of what is kept; all their quotes are looked for at once.
fn finish(corpus: &Corpus, kept: Vec<Kept>, built: &mut Built) {
    let candidates = kept.into_iter().filter_map(|kept| {
        let conflict = kept.passed.conflict.is_some();
        let candidate = statement::candidate(corpus, kept.passed)?;
        Some((candidate, conflict, kept.not_with))
    });
    let candidates: Vec<_> = candidates.collect();
    let citer = gate::cite::Citer::of(corpus, candidates.iter().flat_map(|(candidate, ..)| gate::quotes(candidate)));
    let mut questions = Vec::new();
    let mut asked: BTreeSet<(Place, Vec<String>)> = BTreeSet::new();
    for (candidate, conflict, not_with) in candidates {
        match gate::cited_question(corpus, &citer, &candidate) {
            // Of two statements of one sentence that offer the same choices, each tells that the other's key is wrong.
            Ok(_) if !conflict && family::cloze::is_cloze(candidate.family) && !asked.insert(choices(&candidate)) => {
                *built.refused.entry((candidate.family.name, Refusal::Repeated)).or_default() += 1;
            }
            Ok(question) => {
                let spare = gate::spare(corpus, &citer, &candidate);
                if !spare.is_empty() {
                    built.spare.insert(question.id.clone(), spare);
                }
                questions.push((question, candidate.fact, conflict, not_with));
            }
            Err(refusal) => *built.refused.entry((candidate.family.name, refusal)).or_default() += 1,
        }
    }
    let ids: BTreeSet<QuestionId> = questions.iter().map(|(question, ..)| question.id.clone()).collect();
    for (question, fact, conflict, not_with) in questions {
        let not_with = not_with.into_iter().filter(|id| ids.contains(id)).collect();
        let status = if conflict { Status::Conflict } else { Status::Draft };
        let parts = Parts { not_with, status: Some(status), ..(*question).clone() };
        built.questions.extend(Question::new(parts).ok().map(|question| (question, fact)));
    }
}

/// What a candidate is made of, and the texts of all its choices.
fn choices(candidate: &Candidate) -> (Place, Vec<String>) {
    let mut texts: Vec<String> = candidate.asked().iter().map(|one| one.text.clone()).collect();
    texts.push(candidate.key.clone());
    texts.sort_unstable();
    (candidate.fact.place, texts)
}

#[cfg(test)]
mod tests;
