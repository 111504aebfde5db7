//! Which of the questions that are made now a standing one is.

use std::collections::{HashMap, HashSet};

use super::evidence::{Evidence, State};
use crate::anchor::How;
use crate::build::corpus::Place;
use crate::build::ledger::{Entry, Ledger};
use crate::build::record::family_of;
use crate::build::{Fact, Family};
use crate::id::{Digest, QuestionId};
use crate::question::{Parts, Question};
use crate::text;

/// A question that the builder makes now.
pub(super) struct Fresh<'b> {
    pub(super) question: &'b Question,
    pub(super) fact: &'b Fact,
    pub(super) family: &'static Family,
    /// The fact's id.
    pub(super) id: Digest,
}

/// What a standing question is to those that are made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The same fact and answer.
    Same(usize),
    /// The same fact, another answer.
    Changed(usize),
    /// The same passage has another answer, which nothing asks for.
    Reworded,
    /// None of them.
    Alone,
}

/// What a question asks: its passages with the right answers.
pub(super) fn asked(question: &Parts) -> impl Iterator<Item = (String, String)> + '_ {
    let keys = || question.choices.iter().filter(|choice| choice.key).map(|choice| text::fold(&choice.text));
    question.citations.iter().flat_map(move |it| keys().map(move |key| (text::squeeze(&it.exact).into_owned(), key)))
}

/// The right answer of a question, as one text.
pub(super) fn key(question: &Parts) -> String {
    let keys: Vec<&str> = question.choices.iter().filter(|it| it.key).map(|it| it.text.as_str()).collect();
    keys.join("; ")
}

impl<'b> Fresh<'b> {
    pub(super) fn of(question: &'b Question, fact: &'b Fact) -> Option<Self> {
        let family = family_of(question)?;
        Some(Self { question, fact, family, id: fact.id(family.name) })
    }
}

/// Which of the questions made now each standing one is; none is two.
pub(super) fn matches(standing: &[Parts], ledger: &Ledger, fresh: &[Fresh<'_>], evidence: &Evidence<'_>) -> Vec<Match> {
    let by_id: HashMap<&QuestionId, usize> = fresh.iter().enumerate().map(|(n, it)| (&it.question.id, n)).collect();
    let mut by_fact: HashMap<Digest, Vec<usize>> = HashMap::new();
    let mut by_place: HashMap<Place, Vec<usize>> = HashMap::new();
    for (n, it) in fresh.iter().enumerate() {
        by_fact.entry(it.id).or_default().push(n);
        by_place.entry(it.fact.place).or_default().push(n);
    }
    let mut found: Vec<Match> = vec![Match::Alone; standing.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    let entries: Vec<Option<&Entry>> = standing.iter().map(|question| ledger.questions.get(&question.id)).collect();
    for ((question, entry), found) in standing.iter().zip(&entries).zip(&mut found) {
        if let Some(n) = by_id.get(&question.id).filter(|_| entry.is_some()) {
            *found = Match::Same(*n);
            taken.insert(*n);
        }
    }
    for ((question, entry), found) in standing.iter().zip(&entries).zip(&mut found) {
        let Some(entry) = entry.filter(|_| *found == Match::Alone) else { continue };
        let key = key(question);
        let free = |n: &&usize| !taken.contains(*n) && !ledger.questions.contains_key(&fresh[**n].question.id);
        let same_fact = by_fact.get(&entry.fact).map(Vec::as_slice).unwrap_or_default();
        let (state, place) = evidence.of(question);
        let here = place.and_then(|place| by_place.get(&place)).map(Vec::as_slice).unwrap_or_default();
        let family = |n: &&usize| fresh[**n].family.name == entry.family; // both are places in `fresh`
        let answers = |n: &&usize| self::key(fresh[**n].question) == key;
        let pick = |n: &usize, as_: fn(usize) -> Match| Some((*n, as_(*n)));
        let taken_over = same_fact.iter().filter(free).find(answers).and_then(|n| pick(n, Match::Same));
        let reworded = || {
            let mut here = here.iter().filter(free).filter(family);
            match state {
                State::Stands(How::Fuzzy) => here.find(answers).and_then(|n| pick(n, Match::Same)),
                State::Answers => here.find(|n| !answers(n)).and_then(|n| pick(n, Match::Changed)),
                _ => None,
            }
        };
        let changed = || {
            let gone = !matches!(state, State::Stands(_) | State::Unread);
            same_fact.iter().filter(free).find(|n| gone && !answers(n)).and_then(|n| pick(n, Match::Changed))
        };
        if let Some((n, matched)) = taken_over.or_else(reworded).or_else(changed) {
            taken.insert(n);
            *found = matched;
        } else if matches!(state, State::Answers) {
            *found = Match::Reworded;
        }
    }
    found
}
