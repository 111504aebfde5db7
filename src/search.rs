//! What matches the words typed so far, and what is about the same thing.

use std::collections::{HashMap, HashSet};

use crate::document::Document;
use crate::text;

mod index;
mod near;

pub use index::{Found, Hit, Index, words_of};
pub use near::marks;

/// The words that someone typed; a text matches when it holds every one of them, as the beginning of a word or inside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// The words of what was typed, whatever their case and accents.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(text::fold(typed).split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect())
    }

    /// Whether nothing was typed; everything matches then.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text that was folded holds every word.
    #[must_use]
    pub fn matches(&self, folded: &str) -> bool {
        self.0.iter().all(|word| folded.contains(word.as_str()))
    }
}

/// The passages of some documents, by the words that they share.
pub struct Related {
    passages: Vec<Known>,
    holders: HashMap<String, u32>,
}

struct Known {
    document: usize,
    passage: usize,
    words: HashSet<String>,
}

/// A passage that is about the same thing as another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similar {
    /// The document, by its position among those given.
    pub document: usize,
    /// The passage in it.
    pub passage: usize,
    /// How much they share, 0 to 1.
    pub share: f64,
}

/// The least share of words, each weighed by its rarity, that makes two passages related.
const RELATED: f64 = 0.25;

impl Related {
    /// Reads the passages of some documents.
    #[must_use]
    pub fn new(documents: &[&Document]) -> Self {
        let mut passages = Vec::new();
        let mut holders: HashMap<String, u32> = HashMap::new();
        for (at, document) in documents.iter().enumerate() {
            for passage in 0..document.passages().len() {
                let words = content(document.words_of(passage));
                for word in &words {
                    *holders.entry(word.clone()).or_default() += 1;
                }
                passages.push(Known { document: at, passage, words });
            }
        }
        Self { passages, holders }
    }

    /// The passages related to a text, the closest first, at most `most`; never those of the document `besides`.
    #[must_use]
    pub fn to(&self, words: &str, besides: usize, most: usize) -> Vec<Similar> {
        let words = content(words);
        let total: f64 = words.iter().map(|word| self.rarity(word)).sum();
        let mut found: Vec<Similar> = (self.passages.iter())
            .filter(|known| known.document != besides)
            .filter_map(|known| {
                let shared: f64 = known.words.intersection(&words).map(|word| self.rarity(word)).sum();
                let all: f64 = known.words.difference(&words).map(|word| self.rarity(word)).sum::<f64>() + total;
                let share = if all > 0.0 { shared / all.min(total.max(1.0) * 2.0) } else { 0.0 };
                let Known { document, passage, .. } = *known;
                (share >= RELATED).then_some(Similar { document, passage, share: share.min(1.0) })
            })
            .collect();
        found.sort_by(|a, b| {
            b.share.total_cmp(&a.share).then(a.document.cmp(&b.document)).then(a.passage.cmp(&b.passage))
        });
        found.truncate(most);
        found
    }

    /// A word weighs more the fewer passages hold it: nothing when all do, and then by a root, which grows about as
    /// slowly as the usual logarithm.
    fn rarity(&self, word: &str) -> f64 {
        let held = self.holders.get(word).copied().unwrap_or(0);
        let scarce = (self.passages.len() + 1) as f64 / f64::from(held + 1);
        scarce.sqrt().sqrt() - 1.0
    }
}

/// The words that carry the content: four letters or more, or a number.
fn content(words: &str) -> HashSet<String> {
    let folded = text::fold(words);
    let keep = |word: &&str| word.chars().count() >= 4 || word.chars().all(|c| c.is_ascii_digit());
    text::words(&folded).filter(keep).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_matches_in_any_order_without_case_or_accents() {
        let query = Query::new("GUEHENNO darf");
        assert!(query.matches(&text::fold("In Darfur, Jean-Marie Guéhenno announced")));
        assert!(!query.matches(&text::fold("Jean-Marie Guéhenno")));
        assert!(Query::new("  ").matches("anything"));
    }

    #[test]
    fn passages_of_other_documents_that_say_the_same_are_found() {
        let a =
            Document::read(b"Peacekeepers monitor ceasefires closely. Bread is baked early in the morning.".as_slice());
        let b = Document::read(b"Nothing of note. Bread was baked in the morning by hand.".as_slice());
        let related = Related::new(&[&a, &b]);
        let found = related.to("Bread is baked early in the morning.", 0, 5);
        assert_eq!(found.iter().map(|s| (s.document, s.passage)).collect::<Vec<_>>(), [(1, 1)]);
    }
}
