//! Every question and passage of some banks by their words, to be found while somebody types.
//!
//! The words are kept once each; what is typed is looked for in them, and only the lists of the words that fit are
//! read. So a key costs what its words are common, not how much text there is.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use memchr::memmem;

use super::near::Near;
use crate::bank::{Bank, Library};
use crate::id::{BankId, DocumentId};
use crate::text;

mod reading;

use reading::Reading;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// A question, by its position in the library that was indexed.
    Question(usize),
    /// A passage of a document.
    Passage {
        /// The bank.
        bank: BankId,
        /// Its document.
        document: DocumentId,
        /// The passage in it.
        passage: usize,
    },
}

/// What a few words found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The best, best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
}

/// An index over the questions and documents of a library.
pub struct Index {
    library: Library,
    /// The documents, each with the number of its first entry; the entries before are the questions.
    documents: Vec<(usize, BankId, DocumentId)>,
    entries: usize,
    /// Every word once, each after a line break.
    words: String,
    /// Where each word begins in `words`; one more for the end.
    bounds: Vec<u32>,
    /// Where the entries of each word begin in `held`; one more for the end.
    lists: Vec<u32>,
    held: Vec<u32>,
    /// Beside each entry: where in it the word stands first.
    spots: Vec<Spot>,
}

/// Where a word stands: which part of an entry in the upper bits, the how-manieth word in the others.
type Spot = u16;
/// The bits of a spot that count words.
const COUNTED: u32 = 14;

/// The parts of an entry.
#[derive(Clone, Copy)]
enum Part {
    Stem,
    Choice,
    Label,
    Passage,
}

impl Part {
    /// How much a word weighs there: what is asked goes before what it is asked with.
    const WEIGHTS: [u32; 4] = [8, 5, 4, 5];

    fn spot(self, at: usize) -> Spot {
        ((self as Spot) << COUNTED) | at.min((1 << COUNTED) - 1) as Spot
    }

    fn weight(spot: Spot) -> u32 {
        Self::WEIGHTS.get(usize::from(spot >> COUNTED)).copied().unwrap_or(0)
    }
}

/// What it is worth that two words stand side by side as they were typed.
const SIDE_BY_SIDE: u32 = 60;
/// The most words that are looked for.
const MOST_WORDS: usize = 12;

impl Index {
    /// Reads the questions and documents of a library. What cannot be read is left out.
    #[must_use]
    pub fn new(library: Library) -> Self {
        let mut reading = Reading::default();
        for position in 0..library.len() {
            reading.begin();
            if let Some((bank, index)) = library.at(position) {
                reading.question(&library, bank, index);
            }
        }
        let mut documents = Vec::new();
        for bank in library.banks() {
            for about in &bank.head().documents {
                let Ok(document) = bank.document(&about.id) else { continue };
                documents.push((reading.entries, bank.head().id.clone(), about.id.clone()));
                for passage in 0..document.passages().len() {
                    reading.begin();
                    reading.take(Part::Passage, document.words_of(passage), &mut 0);
                }
            }
        }
        reading.finish(library, documents)
    }

    /// The library that was read.
    #[must_use]
    pub const fn library(&self) -> &Library {
        &self.library
    }

    /// Whether these are the very banks that were read.
    #[must_use]
    pub fn is_of(&self, banks: &[Arc<Bank>]) -> bool {
        let own = self.library.banks();
        own.len() == banks.len() && own.iter().zip(banks).all(|(own, bank)| Arc::ptr_eq(own, bank))
    }

    /// What holds every word that was typed, at most `most`, best first. Where nothing does, words that are nearly
    /// those are taken for them.
    #[must_use]
    pub fn find(&self, typed: &str, most: usize) -> Found {
        let typed = words_of(typed);
        if typed.is_empty() {
            return Found::default();
        }
        let mut fitting: Vec<Vec<(usize, u32)>> = typed.iter().map(|word| self.exactly(word)).collect();
        let exact: Vec<bool> = fitting.iter().map(|fitting| !fitting.is_empty()).collect();
        for (word, fitting) in typed.iter().zip(&mut fitting).filter(|(_, fitting)| fitting.is_empty()) {
            fitting.extend(self.nearly(word));
        }
        if fitting.iter().any(Vec::is_empty) {
            return Found::default();
        }
        let found = self.ranked(&fitting, most);
        if found.total > 0 {
            return found;
        }
        // What was found exactly may still be a slip.
        for ((word, fitting), _) in typed.iter().zip(&mut fitting).zip(exact).filter(|(_, exact)| *exact) {
            fitting.extend(self.nearly(word));
        }
        self.ranked(&fitting, most)
    }

    /// The entries that hold one of the known words that fit, for every word that was typed.
    fn ranked(&self, fitting: &[Vec<(usize, u32)>], most: usize) -> Found {
        let mut standing: Vec<Standing> = vec![Standing::default(); self.entries];
        let mut best: Vec<(u32, Spot)> = vec![(0, 0); self.entries];
        for (round, fitting) in (0..).zip(fitting) {
            for &(known, quality) in fitting {
                for (entry, spot) in self.entries_of(known) {
                    let (Some(standing), Some(best)) = (standing.get(entry), best.get_mut(entry)) else { continue };
                    if standing.words == round {
                        let score = quality * Part::weight(spot);
                        *best = (*best).max((score, Spot::MAX - spot)); // of equals the earlier one
                    }
                }
            }
            for (standing, best) in standing.iter_mut().zip(&mut best) {
                if best.0 > 0 {
                    let spot = Spot::MAX - best.1;
                    let follows = round > 0 && standing.spot.checked_add(1) == Some(spot);
                    standing.score += best.0 + if follows { SIDE_BY_SIDE } else { 0 };
                    standing.words += 1;
                    standing.spot = spot;
                    *best = (0, 0);
                }
            }
        }
        let all = fitting.len() as u8;
        let mut ranked: Vec<(Reverse<u32>, usize)> = (standing.iter().enumerate())
            .filter(|(_, standing)| standing.words == all)
            .map(|(entry, standing)| (Reverse(standing.score), entry))
            .collect();
        let total = ranked.len();
        if total > most {
            ranked.select_nth_unstable(most);
            ranked.truncate(most);
        }
        ranked.sort_unstable();
        Found { hits: ranked.into_iter().map(|(_, entry)| self.hit(entry)).collect(), total }
    }

    fn hit(&self, entry: usize) -> Hit {
        let at = self.documents.partition_point(|(first, ..)| *first <= entry);
        let Some((first, bank, document)) = at.checked_sub(1).and_then(|at| self.documents.get(at)) else {
            return Hit::Question(entry);
        };
        Hit::Passage { bank: bank.clone(), document: document.clone(), passage: entry - first }
    }

    /// The known words that hold a typed one: whole, as their beginning, or inside; and how well each fits.
    fn exactly(&self, word: &str) -> Vec<(usize, u32)> {
        let mut fitting = Vec::new();
        // One or two letters stand inside of nearly every word.
        let short = word.is_ascii() && word.len() < 3;
        let needle = if short { format!("\n{word}") } else { word.to_owned() };
        let (mut from, mut known) = (0, 0);
        for at in memmem::find_iter(self.words.as_bytes(), &needle) {
            let at = if short { at + 1 } else { at };
            if at < from {
                continue; // the same word again
            }
            known = self.holding(at, known);
            from = self.bounds.get(known + 1).map_or(usize::MAX, |end| *end as usize);
            let whole = self.word(known);
            let begins = self.bounds.get(known).is_some_and(|start| *start as usize == at);
            let quality = match (begins, whole.len() == word.len()) {
                (true, true) => 12,
                (true, false) => 9,
                (false, _) => 4,
            };
            fitting.push((known, quality));
        }
        fitting
    }

    /// The known word that holds a byte: this one or a later one, most often one of the next.
    fn holding(&self, at: usize, known: usize) -> usize {
        let mut step = 1;
        while self.bounds.get(known + step).is_some_and(|start| *start as usize <= at) {
            step *= 2;
        }
        let low = known + step / 2;
        let between = self.bounds.get(low..(known + step).min(self.bounds.len())).unwrap_or_default();
        low + between.partition_point(|start| *start as usize <= at).saturating_sub(1)
    }

    /// The known words that are nearly a typed one.
    fn nearly(&self, word: &str) -> Vec<(usize, u32)> {
        let near = Near::new(word);
        let quality = |known| Some((known, near.quality(self.word(known))?));
        (0..self.bounds.len().saturating_sub(1)).filter_map(quality).collect()
    }

    fn word(&self, known: usize) -> &str {
        let (Some(start), Some(end)) = (self.bounds.get(known), self.bounds.get(known + 1)) else { return "" };
        self.words.get(*start as usize..(*end as usize).saturating_sub(1)).unwrap_or_default()
    }

    /// The entries that hold a known word, and where it stands in each first.
    fn entries_of(&self, known: usize) -> impl Iterator<Item = (usize, Spot)> {
        let start = self.lists.get(known).map_or(0, |at| *at as usize);
        let end = self.lists.get(known + 1).map_or(0, |at| *at as usize);
        let held = self.held.get(start..end).unwrap_or_default();
        let spots = self.spots.get(start..end).unwrap_or_default();
        held.iter().map(|entry| *entry as usize).zip(spots.iter().copied())
    }
}

impl PartialEq for Index {
    fn eq(&self, other: &Self) -> bool {
        self.is_of(other.library.banks())
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} entries)", self.entries)
    }
}

/// How an entry stands after the words so far.
#[derive(Clone, Copy, Default)]
struct Standing {
    score: u32,
    /// Where the last word stood.
    spot: Spot,
    /// How many words it holds.
    words: u8,
}

/// The words that were typed, folded, each once.
#[must_use]
pub fn words_of(typed: &str) -> Vec<String> {
    let folded = text::fold(typed);
    let mut words: Vec<String> = Vec::new();
    for word in split(&folded) {
        if words.len() < MOST_WORDS && !words.iter().any(|other| other == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// The words of folded text.
fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    fn index(stems: &[&str], text: &str) -> Index {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes.txt"), text).unwrap();
        let choices = serde_json::json!([{ "text": "Nothing at all", "key": true }, { "text": "A Großglockner" }]);
        let question = |(n, stem): (usize, &&str)| {
            serde_json::json!({ "id": format!("q{n}"), "topic": "t", "stem": stem, "choices": choices,
            "citations": [{ "document": "notes", "exact": "x" }] })
        };
        let questions: Vec<_> = stems.iter().enumerate().map(question).collect();
        let bank = serde_json::json!({ "format": 1, "id": "b", "title": "B", "topics": [{ "id": "t", "title": "Mountains" }],
            "documents": [{ "id": "notes", "file": "notes.txt", "title": "Notes" }], "questions": questions });
        fs::write(folder.path().join("bank.json"), bank.to_string()).unwrap();
        let index = Index::new(Library::new(vec![Bank::open(folder.path()).unwrap()]).unwrap());
        drop(folder);
        index
    }

    /// What is found, questions by their number, passages by theirs after a p.
    fn found(index: &Index, typed: &str) -> Vec<String> {
        let name = |hit: &Hit| match hit {
            Hit::Question(position) => position.to_string(),
            Hit::Passage { passage, .. } => format!("p{passage}"),
        };
        index.find(typed, 10).hits.iter().map(name).collect()
    }

    #[test]
    fn what_fits_best_comes_first() {
        let index = index(
            &[
                "Which unpeaceful operation was it?",
                "Where were operations for peace begun?",
                "When did peace operations begin?",
            ],
            "They kept the peace by operations. The Guéhenno report followed.",
        );
        assert_eq!(found(&index, "peace operations"), ["2", "1", "p0"], "side by side goes before apart");
        assert_eq!(found(&index, "oper peac"), ["1", "2", "0", "p0"], "a beginning goes before an inside");
        assert_eq!(found(&index, "GUEHENNO"), ["p1"], "whatever the case and the accents");
        assert_eq!(found(&index, "glockner"), ["0", "1", "2"], "inside of a choice");
        assert_eq!(found(&index, "mountains did"), ["2"], "by its topic and its stem");
        assert_eq!(found(&index, "q1"), ["1"], "by its name");
        assert_eq!(index.find("e", 1).hits.len(), 0, "one letter begins a word");
        assert_eq!((index.find("o", 2).hits.len(), index.find("o", 2).total), (2, 4));
        assert!(found(&index, "").is_empty() && found(&index, " ?! ").is_empty());
    }

    #[test]
    fn what_is_nearly_that_is_found_where_nothing_is_just_that() {
        let index = index(&["When did peacekeeping begin?"], "The coastal road ended there.");
        assert_eq!(found(&index, "peacekeping"), ["0"]);
        assert_eq!(found(&index, "pkpg begun"), ["0"], "each word by itself");
        assert_eq!(found(&index, "costal"), ["p0"]);
        assert_eq!(found(&index, "zzzz"), [""; 0]);
    }

    proptest! {
        #[test]
        fn every_word_of_a_stem_finds_its_question(
            stems in proptest::collection::vec("[a-zéß日]{1,9}( [a-zéß日]{1,9}){0,5}", 1..6),
            at in 0_usize..6,
            typed in "\\PC{0,12}",
        ) {
            let of: Vec<&str> = stems.iter().map(String::as_str).collect();
            let index = index(&of, "Nothing else.");
            let at = at % stems.len();
            let found = index.find(&stems[at], 100);
            prop_assert!(found.hits.contains(&Hit::Question(at)), "{:?}", found);
            let any = index.find(&typed, 3);
            prop_assert!(any.hits.len() <= 3 && any.total >= any.hits.len());
        }
    }
}
