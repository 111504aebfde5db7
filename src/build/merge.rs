//! What passed the gate, put together: one question a fact, a few a passage, sorted by id.

use std::collections::HashMap;

use super::Candidate;
use super::fact::Fact;
use crate::question::Question;

/// Keeps the best: families with the better record first, then in the order of the documents.
pub(super) fn merge(mut passed: Vec<(Candidate, Question)>, per_passage: usize) -> Vec<(Question, Fact)> {
    passed.sort_by(|(a, _), (b, _)| {
        b.family.accepted.total_cmp(&a.family.accepted).then(a.fact.place.cmp(&b.fact.place))
    });
    let mut taken: HashMap<_, usize> = HashMap::new();
    let mut kept: Vec<(Question, Fact)> = Vec::new();
    for (candidate, question) in passed {
        let count = taken.entry(candidate.fact.place).or_default();
        if *count < per_passage && !kept.iter().any(|(other, _)| other.id == question.id) {
            *count += 1;
            kept.push((question, candidate.fact));
        }
    }
    kept.sort_by(|(a, _), (b, _)| a.id.as_str().cmp(b.id.as_str()));
    kept
}
