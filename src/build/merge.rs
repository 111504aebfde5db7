//! What passed the gate, put together: one question a fact, a few a passage, a document's share each, sorted by id.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::corpus::{Corpus, Place};
use super::distractor::Rival;
use super::family::Family;
use super::gate::Refusal;
use super::mention::Slot;
use super::{Candidate, Conflict};
use crate::id::QuestionId;
use crate::value::Interval;

mod spread;

/// A candidate that may become a question.
#[derive(Debug)]
pub(super) struct Passed {
    pub(super) id: QuestionId,
    pub(super) family: &'static Family,
    /// How far the family is to be trusted.
    pub(super) trust: f64,
    pub(super) place: Place,
    pub(super) slot: Slot,
    pub(super) value: Option<Interval>,
    pub(super) subject: String,
    /// Other passages that say the same.
    pub(super) twins: Vec<Place>,
    /// What contradicts it.
    pub(super) conflict: Option<Conflict>,
    pub(super) what: What,
}

/// A candidate as it waits: whole, or as what it can be made from again. There may be many, and few are kept.
#[derive(Debug)]
pub(super) enum What {
    Whole(Box<Candidate>),
    Draft { mention: usize, rivals: Vec<Rival> },
}

/// What is kept, and what each must not be asked with.
pub(super) struct Kept {
    pub(super) passed: Passed,
    pub(super) not_with: BTreeSet<QuestionId>,
}

/// How many questions one document may give: all of a short one, and the longer it is the fewer of each page, so that
/// none fills a bank.
pub(super) fn share(bytes: usize) -> usize {
    40 + (8.0 * (bytes as f64 / 1_000.0).sqrt()) as usize
}

/// How many times as many questions a passage gives that is a row or an enumeration.
const FACTS: usize = 4;

/// The most questions that the tables and lists of one document give, or a third of all, and how many others must have
/// some of their own.
const PARTS: usize = 36;
const OTHERS: usize = 3;

/// The families that ask one fact both ways round, and how many questions are enough to do with one of the two.
const TWO_WAYS: [&str; 4] = ["table-cell", "table-row", "pair", "pair-name"];
const PLENTY: usize = 60;

/// Keeps the best: conflicts first, then families with the better record, then by id, which is by content.
pub(super) fn merge(
    corpus: &Corpus,
    mut passed: Vec<Passed>,
    per_passage: usize,
    refused: &mut BTreeMap<(&'static str, Refusal), usize>,
) -> Vec<Kept> {
    passed.sort_by(by_worth);
    let mut left: Vec<usize> = corpus.sources().iter().map(|source| share(source.document.text().len())).collect();
    let mut at: HashMap<Place, Vec<usize>> = HashMap::new();
    let mut ids = BTreeSet::new();
    let mut kept: Vec<Kept> = Vec::new();
    let stays = spread::spread(corpus, &passed, per_passage);
    for (one, stays) in passed.into_iter().zip(stays) {
        let mut refuse = |why| *refused.entry((one.family.name, why)).or_default() += 1;
        if !stays {
            refuse(Refusal::Quota);
            continue;
        }
        let near: Vec<usize> =
            one.twins.iter().chain([&one.place]).filter_map(|place| at.get(place)).flatten().copied().collect();
        let repeated = near.iter().any(|n| asks_the_same(&one, &kept[*n].passed)); // places in `kept`
        if ids.contains(&one.id) || (repeated && one.conflict.is_none()) {
            refuse(Refusal::Repeated);
            continue;
        }
        let full = left.get(one.place.source).is_none_or(|left| *left == 0);
        // A row or an enumeration states a fact with each of its values.
        let facts = if matches!(one.what, What::Whole(_)) && !one.subject.is_empty() { FACTS } else { 1 };
        if (near.len() >= per_passage * facts || full) && one.conflict.is_none() {
            refuse(Refusal::Quota);
            continue;
        }
        let mut not_with = BTreeSet::new();
        for n in near {
            let other = &mut kept[n]; // a place in `kept`
            if one.answers(&other.passed) {
                not_with.insert(other.passed.id.clone());
                other.not_with.insert(one.id.clone());
            }
        }
        if let Some(left) = left.get_mut(one.place.source) {
            *left = left.saturating_sub(1);
        }
        ids.insert(one.id.clone());
        at.entry(one.place).or_default().push(kept.len());
        kept.push(Kept { passed: one, not_with });
    }
    for one in capped(&mut kept) {
        *refused.entry((one.passed.family.name, Refusal::Quota)).or_default() += 1;
    }
    for one in mirrors(&mut kept) {
        *refused.entry((one.passed.family.name, Refusal::Repeated)).or_default() += 1;
    }
    kept.sort_by(|a, b| a.passed.id.as_str().cmp(b.passed.id.as_str()));
    kept
}

/// Takes out what asks for B of A where A of B is asked: they are never asked together, and of many there is no need
/// of both.
fn mirrors(kept: &mut Vec<Kept>) -> Vec<Kept> {
    let mut beyond = kept.len().saturating_sub(PLENTY);
    let mut seen: HashSet<(Place, Slot, String)> = HashSet::new();
    let again = |one: &mut Kept| {
        let one = &one.passed;
        let fact = (one.place, one.slot.clone(), one.subject.clone());
        let two_ways = TWO_WAYS.contains(&one.family.name) && spread::is_part(one) && one.conflict.is_none();
        let out = two_ways && !seen.insert(fact) && beyond > 0;
        beyond -= usize::from(out);
        out
    };
    kept.extract_if(.., again).collect()
}

/// Takes out what the tables and lists of one document give beyond a third of the whole, where there are several others
/// to give the rest.
fn capped(kept: &mut Vec<Kept>) -> Vec<Kept> {
    let documents: BTreeSet<usize> = kept.iter().map(|one| one.passed.place.source).collect();
    if documents.len() <= OTHERS {
        return Vec::new();
    }
    let most = PARTS.max(kept.len() / 3);
    let mut count: HashMap<usize, usize> = HashMap::new();
    let beyond = |one: &mut Kept| {
        let count = count.entry(one.passed.place.source).or_default();
        let part = spread::is_part(&one.passed) && one.passed.conflict.is_none();
        *count += usize::from(part);
        part && *count > most
    };
    kept.extract_if(.., beyond).collect()
}

/// Conflicts first, then families with the better record, then by id.
pub(super) fn by_worth(a: &Passed, b: &Passed) -> std::cmp::Ordering {
    let by_record = b.trust.total_cmp(&a.trust);
    let by_conflict = b.conflict.is_some().cmp(&a.conflict.is_some());
    by_conflict.then(by_record).then_with(|| a.id.as_str().cmp(b.id.as_str())).then(a.place.cmp(&b.place))
}

impl Passed {
    /// Whether two questions about one passage may give each other away: statements show all values but their own, and
    /// two about one subject are often each other's reverse.
    fn answers(&self, other: &Self) -> bool {
        let statements = matches!((&self.what, &other.what), (What::Draft { .. }, What::Draft { .. }));
        statements || (self.place == other.place && !self.subject.is_empty() && self.subject == other.subject)
    }
}

fn asks_the_same(one: &Passed, other: &Passed) -> bool {
    let values = match (&one.value, &other.value) {
        (Some(one), Some(other)) => one.holds(other) || other.holds(one),
        _ => false,
    };
    let statements = matches!((&one.what, &other.what), (What::Draft { .. }, What::Draft { .. }));
    statements && one.slot.comparable(&other.slot) && values
}
