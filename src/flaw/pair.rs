//! Questions that answer each other: one's wording gives the other's key away.
//!
//! The test is cheap and needs two questions only, so that a form can be drawn without reading a whole bank.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::words::Words;
use crate::question::Question;

/// The share of a question's words that another must have, to be about the same thing.
const SAME: f64 = 0.65;
/// The fewest of them.
const FEWEST: usize = 2;

/// What of a question's wording can give another away, or be given away.
#[derive(Debug, Clone, Default)]
pub struct Wording {
    /// The stem's words that carry content, in order.
    stem: Vec<u64>,
    /// Those of the stem and the keys, sorted: what the question tells about.
    about: Vec<u64>,
    /// Each key's, in order.
    keys: Vec<Vec<u64>>,
}

fn hashes(text: &str) -> Vec<u64> {
    let hash = |stem: &str| {
        let mut hasher = DefaultHasher::new();
        stem.hash(&mut hasher);
        hasher.finish()
    };
    Words::of(text).content().map(hash).collect()
}

impl Wording {
    /// Reads a question's wording.
    #[must_use]
    pub fn of(question: &Question) -> Self {
        let stem = hashes(&question.stem);
        let keys: Vec<Vec<u64>> =
            question.choices.iter().filter(|choice| choice.key).map(|choice| hashes(&choice.text)).collect();
        let mut about: Vec<u64> = stem.iter().chain(keys.iter().flatten()).copied().collect();
        about.sort_unstable();
        about.dedup();
        Self { stem, about, keys }
    }

    /// Whether this question's stem says the key of `other`, every one of them, and is about the same thing.
    #[must_use]
    pub fn tells(&self, other: &Self) -> bool {
        let says = |key: &Vec<u64>| !key.is_empty() && self.stem.windows(key.len()).any(|run| run == key);
        if other.keys.is_empty() || !other.keys.iter().all(says) {
            return false;
        }
        let mut theirs: Vec<u64> = other.stem.clone();
        theirs.retain(|word| !other.keys.iter().flatten().any(|key| key == word));
        theirs.sort_unstable();
        theirs.dedup();
        let shared = theirs.iter().filter(|word| self.about.binary_search(word).is_ok()).count();
        shared >= FEWEST && shared as f64 >= SAME * theirs.len() as f64
    }

    /// Whether either tells the other's key.
    #[must_use]
    pub fn clashes(&self, other: &Self) -> bool {
        self.tells(other) || other.tells(self)
    }
}

/// Questions that are together in a form or a bank, found by their words.
#[derive(Debug, Default)]
pub struct Company {
    members: Vec<Wording>,
    /// The members whose first key begins with a word or, where it has more, with two.
    keys: HashMap<[u64; 2], Vec<usize>>,
    /// The members whose stem has a word.
    stems: HashMap<u64, Vec<usize>>,
}

impl Company {
    /// The first member that answers a question, or is answered by it.
    #[must_use]
    pub fn rival(&self, wording: &Wording) -> Option<usize> {
        self.candidates(wording).find(|at| self.members.get(*at).is_some_and(|member| member.clashes(wording)))
    }

    /// All members that answer a question, or are answered by it, ascending.
    #[must_use]
    pub fn rivals(&self, wording: &Wording) -> Vec<usize> {
        let clashes = |at: &usize| self.members.get(*at).is_some_and(|member| member.clashes(wording));
        let mut found: Vec<usize> = self.candidates(wording).filter(clashes).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds a question.
    pub fn add(&mut self, wording: Wording) {
        let at = self.members.len();
        if let Some(start) = wording.keys.first().and_then(|key| start(key)) {
            self.keys.entry(start).or_default().push(at);
        }
        for word in &wording.stem {
            let holders = self.stems.entry(*word).or_default();
            if holders.last() != Some(&at) {
                holders.push(at);
            }
        }
        self.members.push(wording);
    }

    fn candidates<'a>(&'a self, wording: &'a Wording) -> impl Iterator<Item = usize> + 'a {
        let ones = wording.stem.windows(1);
        let told = ones.chain(wording.stem.windows(2)).filter_map(|run| self.keys.get(&start(run)?)).flatten();
        // Of the words of its key, the one that the fewest stems have.
        let key = wording.keys.first().map(Vec::as_slice).unwrap_or_default();
        let holders = |word: &u64| self.stems.get(word).map(Vec::as_slice).unwrap_or_default();
        let tellers = key.iter().map(holders).min_by_key(|members| members.len()).unwrap_or_default();
        told.chain(tellers).copied()
    }
}

/// How a run of words begins.
fn start(words: &[u64]) -> Option<[u64; 2]> {
    match *words {
        [] => None,
        [one] => Some([one, 0]),
        [one, two, ..] => Some([one, two]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn question(stem: &str, key: &str) -> Question {
        let json = json!({
            "id": "q", "topic": "t", "stem": stem,
            "choices": [{ "text": key, "key": true }, { "text": "Something else altogether" }],
            "citations": [{ "document": "d", "exact": "So it is." }],
        });
        Question::from_json(&json.to_string()).unwrap()
    }

    fn clash(one: (&str, &str), two: (&str, &str)) -> bool {
        let (one, two) = (Wording::of(&question(one.0, one.1)), Wording::of(&question(two.0, two.1)));
        assert_eq!(one.clashes(&two), two.clashes(&one), "it does not matter which comes first");
        one.clashes(&two)
    }

    #[test]
    fn a_stem_that_says_the_key_of_another_gives_it_away() {
        let built = ("In which year was the harbour bridge of the town opened?", "1932");
        assert!(clash(built, ("Who opened the harbour bridge of the town in 1932?", "The governor")));
        assert!(clash(
            ("Who designed the old lighthouse on the point?", "Anna Berg"),
            ("When did Anna Berg design the old lighthouse on the point?", "In her last year"),
        ));
    }

    #[test]
    fn the_same_words_about_something_else_give_nothing_away() {
        let built = ("In which year was the harbour bridge of the town opened?", "1932");
        assert!(!clash(built, ("Who was elected mayor in 1932?", "Anna Berg")));
        assert!(!clash(built, ("What did the harbour bridge of the town replace?", "A ferry")));
    }

    proptest! {
        #[test]
        fn company_finds_what_a_comparison_of_all_finds(
            all in prop::collection::vec(("[a-d](bo|ku|ri|ta) ([a-d](bo|ku|ri|ta) ){3,6}why", "[a-d](bo|ku|ri|ta)( [a-d](bo|ku|ri|ta)){0,2}"), 0..20)
        ) {
            let all: Vec<Wording> = all.iter().map(|(stem, key)| Wording::of(&question(stem, key))).collect();
            let mut company = Company::default();
            for (at, wording) in all.iter().enumerate() {
                let expected: Vec<usize> = (0..at).filter(|early| all[*early].clashes(wording)).collect();
                prop_assert_eq!(company.rival(wording).is_some(), !expected.is_empty());
                prop_assert_eq!(company.rivals(wording), expected);
                company.add(wording.clone());
            }
        }
    }
}
