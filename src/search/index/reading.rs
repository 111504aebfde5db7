//! An index in the making.

use std::collections::HashMap;

use super::{Index, Part, Spot, split};
use crate::bank::{Bank, Library};
use crate::id::{BankId, DocumentId};
use crate::search::near;
use crate::text;

/// An index while its text is read.
#[derive(Default)]
pub(super) struct Reading {
    known: HashMap<String, u32>,
    /// The entry that each known word was last seen in, counted from 1.
    seen: Vec<u32>,
    words: String,
    bounds: Vec<u32>,
    /// Known word, entry, spot.
    held: Vec<(u32, u32, Spot)>,
    /// The entries that were begun.
    pub(super) entries: usize,
}

impl Reading {
    pub(super) fn begin(&mut self) {
        self.entries += 1;
    }

    pub(super) fn question(&mut self, library: &Library, bank: &Bank, index: usize) {
        let Ok(question) = bank.question(index) else { return };
        let mut at = 0;
        self.take(Part::Stem, &question.stem, &mut at);
        let mut at = 0;
        for choice in &question.choices {
            self.take(Part::Choice, &choice.text, &mut at);
            at += 1; // the words of two choices are not side by side
        }
        let topic = library.topic_title(&bank.head().id, &question.topic);
        let mut at = 0;
        for label in question.tags.iter().map(String::as_str).chain([topic.as_str(), question.id.as_str()]) {
            self.take(Part::Label, label, &mut at);
            at += 1;
        }
    }

    /// Takes the words of a part of the entry that was begun last.
    pub(super) fn take(&mut self, part: Part, words: &str, at: &mut usize) {
        let folded = text::fold(words);
        let entry = self.entries as u32;
        for word in split(&folded) {
            // A run without spaces can be as long as its document.
            let word = near::head(word);
            let known = match self.known.get(word) {
                Some(known) => *known,
                None => self.learn(word),
            };
            if let Some(seen) = self.seen.get_mut(known as usize).filter(|seen| **seen != entry) {
                *seen = entry;
                self.held.push((known, entry - 1, part.spot(*at)));
            }
            *at += 1;
        }
    }

    fn learn(&mut self, word: &str) -> u32 {
        let known = self.seen.len() as u32;
        self.known.insert(word.to_owned(), known);
        self.seen.push(0);
        self.words.push('\n');
        self.bounds.push(self.words.len() as u32);
        self.words.push_str(word);
        known
    }

    /// Puts the entries of each word together.
    pub(super) fn finish(self, library: Library, documents: Vec<(usize, BankId, DocumentId)>) -> Index {
        let Self { seen, words, mut bounds, held, entries, .. } = self;
        bounds.push(words.len() as u32 + 1);
        let mut lists = vec![0_u32; seen.len() + 1];
        for (known, ..) in &held {
            lists[*known as usize + 1] += 1; // known words are numbered below seen.len()
        }
        for at in 1..lists.len() {
            lists[at] += lists[at - 1]; // both in range
        }
        let mut next = lists.clone();
        let (mut sorted, mut spots) = (vec![0; held.len()], vec![0; held.len()]);
        for (known, entry, spot) in held {
            let to = &mut next[known as usize]; // as above
            (sorted[*to as usize], spots[*to as usize]) = (entry, spot); // there are as many as were counted
            *to += 1;
        }
        Index { library, documents, entries, words, bounds, lists, held: sorted, spots }
    }
}
