//! Citations of many quotes at once: a document is searched once for all of them, however many there are.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::anchor;
use crate::build::Quote;
use crate::build::corpus::{Corpus, Place};
use crate::question::Citation;

/// The bytes by which quotes are looked for.
const WINDOW: usize = 24;
/// Words that a document has more often are no quote.
const MOST: usize = 64;
const BASE: u64 = 0x0100_0000_01b3;

/// Where the documents have the words of some quotes.
#[derive(Debug, Default)]
pub struct Citer {
    /// By document and quote, all places, as ranges of the document's text.
    places: HashMap<(usize, String), Vec<Range<usize>>>,
}

impl Citer {
    /// Looks for all of these quotes.
    pub fn of<'a>(corpus: &Corpus, quotes: impl Iterator<Item = &'a Quote>) -> Self {
        let mut wanted: BTreeMap<usize, BTreeMap<&str, Vec<Range<usize>>>> = BTreeMap::new();
        for quote in quotes {
            if let Some(words) = words(corpus, quote) {
                wanted.entry(quote.place.source).or_default().insert(words, Vec::new());
            }
        }
        let mut places = HashMap::new();
        for (source, mut wanted) in wanted {
            let place = Place { source, passage: 0 };
            find(corpus.source(place).document.text(), &mut wanted);
            places.extend(wanted.into_iter().map(|(words, found)| ((source, words.to_owned()), found)));
        }
        Self { places }
    }

    /// The citation of a quote; of equal words the one at its place.
    #[must_use]
    pub fn cite(&self, corpus: &Corpus, quote: &Quote) -> Option<Citation> {
        let source = corpus.source(quote.place);
        let words = words(corpus, quote)?;
        let found = self.places.get(&(quote.place.source, words.to_owned()))?;
        let passage = source.document.text_of(quote.place.passage);
        let start = passage.start + quote.range.start;
        let here = found.iter().find(|range| range.start == start).filter(|_| found.len() <= MOST)?;
        let mut citation = anchor::cite_at(&source.document, &source.id, here, found);
        if found.len() > 1 && citation.prefix.is_none() && citation.suffix.is_none() {
            return None; // nothing tells it from the others
        }
        let text = corpus.text(quote.place);
        citation.answer =
            quote.answers.iter().filter_map(|range| text.get(range.clone())).map(ToOwned::to_owned).collect();
        Some(citation)
    }
}

fn words<'a>(corpus: &'a Corpus, quote: &Quote) -> Option<&'a str> {
    corpus.text(quote.place).get(quote.range.clone()).filter(|words| !words.is_empty() && words.trim() == *words)
}

/// Finds all places of all quotes in one pass: the hash of a window rolls over the text.
fn find(text: &str, wanted: &mut BTreeMap<&str, Vec<Range<usize>>>) {
    let window = wanted.keys().map(|words| words.len()).min().unwrap_or(0).min(WINDOW);
    let bytes = text.as_bytes();
    if window == 0 || bytes.len() < window {
        return;
    }
    let hash = |bytes: &[u8]| bytes.iter().fold(0_u64, |hash, b| hash.wrapping_mul(BASE).wrapping_add(u64::from(*b)));
    let mut heads: HashMap<u64, Vec<&str>> = HashMap::new();
    let mut sieve = vec![false; 1 << 16];
    let slot = |hash: u64| (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize;
    for words in wanted.keys() {
        let head = hash(words.as_bytes().get(..window).unwrap_or_default());
        heads.entry(head).or_default().push(words);
        sieve[slot(head)] = true; // 16 bits
    }
    let power = (1..window).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut rolling = hash(&bytes[..window]); // the text is as long at least
    let mut at = 0;
    loop {
        if sieve[slot(rolling)] {
            for words in heads.get(&rolling).into_iter().flatten() {
                let found = bytes.get(at..at + words.len()) == Some(words.as_bytes());
                if let Some(places) = wanted.get_mut(words).filter(|places| found && places.len() <= MOST) {
                    places.push(at..at + words.len());
                }
            }
        }
        let Some(next) = bytes.get(at + window) else { return };
        rolling = rolling.wrapping_sub(u64::from(bytes[at]).wrapping_mul(power)); // before `at + window`
        rolling = rolling.wrapping_mul(BASE).wrapping_add(u64::from(*next));
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_every_quote_is_found() {
        let text = "one two three one two three, one two";
        let mut wanted: BTreeMap<&str, Vec<Range<usize>>> =
            ["one two", "three", "two three one", "four"].into_iter().map(|words| (words, Vec::new())).collect();
        find(text, &mut wanted);
        for (words, found) in wanted {
            let expected: Vec<_> = text.match_indices(words).map(|(at, _)| at..at + words.len()).collect();
            assert_eq!(found, expected, "{words}");
        }
    }
}
