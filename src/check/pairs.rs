//! Questions that are too close: that ask the same, or answer each other.

use std::collections::{HashMap, HashSet};

use super::rows::{ANSWERS_ANOTHER, NEAR_DUPLICATE, Row};
use crate::flaw::pair::{Company, Wording};
use crate::flaw::plain;
use crate::flaw::words::Words;
use crate::question::Question;

/// The share of their stems' words that makes two questions with one key the same.
const SAME: f64 = 0.75;
/// That share where both also take their answer from the same quote.
const SAME_SOURCE: f64 = 0.5;

/// Two questions that are too close: the row, and the positions of the later and the earlier one.
pub type Pair = (&'static Row, usize, usize);

/// All pairs of questions that are too close, unless one of them allows it.
#[must_use]
pub fn of(questions: &[&Question]) -> Vec<Pair> {
    let mut pairs = duplicates(questions);
    let same: HashSet<(usize, usize)> = pairs.iter().map(|(_, late, early)| (*late, *early)).collect();
    pairs.extend(answering(questions).into_iter().filter(|(_, late, early)| !same.contains(&(*late, *early))));
    let allows = |at: usize, row: &Row| {
        questions.get(at).is_some_and(|question| question.allow.iter().any(|allow| allow.flaw == row.name))
    };
    // One id twice is an error of its own.
    let id = |at: usize| questions.get(at).map(|question| &question.id);
    pairs.retain(|(row, late, early)| !allows(*late, row) && !allows(*early, row) && id(*late) != id(*early));
    pairs
}

fn answering(questions: &[&Question]) -> Vec<Pair> {
    let mut company = Company::default();
    let mut pairs = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let wording = Wording::of(question);
        let rivals = company.rivals(&wording).into_iter();
        let known = |early: &usize| {
            questions
                .get(*early)
                .is_some_and(|other| other.not_with.contains(&question.id) || question.not_with.contains(&other.id))
        };
        pairs.extend(rivals.filter(|early| !known(early)).map(|early| (&ANSWERS_ANOTHER, at, early)));
        company.add(wording);
    }
    pairs
}

fn duplicates(questions: &[&Question]) -> Vec<Pair> {
    let asked: Vec<Asked<'_>> = questions.iter().map(|question| Asked::of(question)).collect();
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for word in asked.iter().flat_map(|asked| &asked.words) {
        *holders.entry(word).or_default() += 1;
    }
    let mut seen: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, this) in asked.iter().enumerate() {
        // Two stems that share as much as this share at least one of the rarest words of either.
        let mut words: Vec<&str> = this.words.iter().map(String::as_str).collect();
        words.sort_by_key(|word| (holders.get(word).copied().unwrap_or_default(), *word));
        let rare = words.len() - (SAME_SOURCE * words.len() as f64).ceil() as usize + 1;
        let mut met = HashSet::new();
        for word in words.into_iter().take(rare) {
            let others = seen.entry((this.keys.as_str(), word)).or_default();
            for early in others.iter().copied().filter(|early| met.insert(*early)) {
                if asked.get(early).is_some_and(|other| this.is_same(other)) {
                    pairs.push((&NEAR_DUPLICATE, at, early));
                }
            }
            others.push(at);
        }
    }
    pairs
}

/// What a question asks, so far as to see that another asks the same.
struct Asked<'a> {
    keys: String,
    words: HashSet<String>,
    quotes: Vec<&'a str>,
}

impl<'a> Asked<'a> {
    fn of(question: &'a Question) -> Self {
        let mut keys: Vec<String> =
            question.choices.iter().filter(|choice| choice.key).map(|choice| plain(&choice.text)).collect();
        keys.sort();
        let answering = question.citations.iter().filter(|citation| !citation.answer.is_empty());
        Self {
            keys: keys.join("\n"),
            words: Words::of(&question.stem).content().map(ToOwned::to_owned).collect(),
            quotes: answering.map(|citation| citation.exact.as_str()).collect(),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        let shared = self.words.intersection(&other.words).count() as f64;
        let all = self.words.union(&other.words).count().max(1) as f64;
        let source = self.quotes.iter().any(|quote| other.quotes.contains(quote));
        shared / all >= if source { SAME_SOURCE } else { SAME }
    }
}
