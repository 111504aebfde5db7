//! A citation found again after its document was edited: as it stands, by what is around it, or by words that are
//! nearly the same.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::{Lost, cite, find, occurrences};
use crate::document::Document;
use crate::question::Citation;
use crate::text;

/// How a citation was found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It stands as it was.
    Exact,
    /// Its words stand, what is before or after them changed.
    Context,
    /// Its words changed a little; every name and number in it is the same.
    Fuzzy,
}

/// A citation, found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refound {
    /// How.
    pub how: How,
    /// The citation as the document now has it; of its answers those that are still there.
    pub citation: Citation,
    /// Whether all of its answers are still there. When not, the document now answers something else.
    pub answered: bool,
}

/// The least share of words that two quotes of one thing have in common, in the same order.
const SIMILAR: f64 = 0.7;
/// The most words of a quote that is compared word by word.
const WORDS_MAX: usize = 600;
/// How many passages that share words with a quote are compared with it.
const LOOKED_AT: usize = 8;
/// Words that begin a sentence without naming anything.
const OPENERS: [&str; 36] = [
    "a", "after", "all", "also", "an", "and", "as", "at", "because", "before", "both", "but", "by", "during", "each",
    "for", "from", "he", "her", "his", "if", "in", "it", "its", "on", "she", "since", "some", "that", "the", "their",
    "these", "they", "this", "when", "with",
];
/// Words that turn what is said into its opposite.
const NEGATIONS: [&str; 8] = ["cannot", "neither", "never", "no", "nor", "not", "without", "unless"];

/// Finds citations again in one document; what it needs for that is made when it is first needed.
pub struct Refinder<'d> {
    document: &'d Document,
    /// The passages that have a word.
    index: OnceCell<HashMap<String, Vec<usize>>>,
}

impl<'d> Refinder<'d> {
    /// For a document.
    #[must_use]
    pub fn new(document: &'d Document) -> Self {
        Self { document, index: OnceCell::new() }
    }

    /// Finds a citation again.
    #[must_use]
    pub fn find(&self, citation: &Citation) -> Option<Refound> {
        match find(self.document, citation) {
            Ok(_) => Some(Refound { how: How::Exact, citation: citation.clone(), answered: true }),
            Err(Lost::Elsewhere | Lost::Ambiguous(_)) => self.by_context(citation),
            Err(Lost::Gone(_)) => self.fuzzily(citation),
        }
    }

    /// Of several places with the same words the one whose surroundings are most like those that were cited.
    fn by_context(&self, citation: &Citation) -> Option<Refound> {
        let text = self.document.text();
        let exact = text::squeeze(&citation.exact);
        let words = |words: &Option<String>| -> Vec<String> {
            words.as_deref().unwrap_or_default().split_whitespace().map(ToOwned::to_owned).collect()
        };
        let (prefix, suffix) = (words(&citation.prefix), words(&citation.suffix));
        let alike = |range: &Range<usize>| {
            let before = text.get(..range.start).unwrap_or_default().split_whitespace().rev();
            let after = text.get(range.end..).unwrap_or_default().split_whitespace();
            let common = |a: &mut dyn Iterator<Item = &str>, b: &mut dyn Iterator<Item = &str>| {
                a.zip(b).take_while(|(a, b)| a == b).count()
            };
            common(&mut prefix.iter().rev().map(String::as_str), &mut before.into_iter())
                + common(&mut suffix.iter().map(String::as_str), &mut after.into_iter())
        };
        let places: Vec<Range<usize>> = occurrences(text, &exact).collect();
        // Of equals the first.
        let best = (0..places.len()).rev().max_by_key(|at| places.get(*at).map_or(0, alike))?;
        let again = cite(self.document, &citation.document, &exact).ok()?.into_iter().nth(best)?;
        let citation = Citation { answer: citation.answer.clone(), extra: citation.extra.clone(), ..again };
        find(self.document, &citation).ok()?;
        Some(Refound { how: How::Context, citation, answered: true })
    }

    fn fuzzily(&self, citation: &Citation) -> Option<Refound> {
        let exact = text::squeeze(&citation.exact);
        let old = Tokens::of(&exact);
        if old.0.is_empty() || old.0.len() > WORDS_MAX {
            return None;
        }
        let answers: BTreeSet<String> =
            citation.answer.iter().flat_map(|answer| Tokens::of(answer).0).map(|token| token.folded).collect();
        let count = text::sentences(&exact).len().max(1);
        let mut best: Option<(f64, Refound)> = None;
        for window in self.windows(&old, count) {
            let Some(words) = self.document.text().get(window) else { continue };
            let Some((likeness, exact)) = similar(&old, words) else { continue };
            if best.as_ref().is_some_and(|(other, _)| *other >= likeness) {
                continue;
            }
            let answered = citation.answer.iter().all(|answer| exact.contains(&*text::squeeze(answer)));
            if !old.same_matter(&Tokens::of(exact), &answers, answered) {
                continue;
            }
            let Some(again) =
                cite(self.document, &citation.document, exact).ok().and_then(|all| all.into_iter().next())
            else {
                continue;
            };
            let kept = citation.answer.iter().filter(|answer| exact.contains(&*text::squeeze(answer)));
            let answer = kept.cloned().collect();
            let citation = Citation { answer, extra: citation.extra.clone(), ..again };
            best = Some((likeness, Refound { how: How::Fuzzy, citation, answered }));
        }
        best.map(|(_, refound)| refound)
    }

    /// Runs of passages that have most of a quote's rarer words, as ranges of the text.
    fn windows(&self, quote: &Tokens<'_>, count: usize) -> Vec<Range<usize>> {
        let index = self.index.get_or_init(|| index(self.document));
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for word in quote.0.iter().map(|token| &token.folded).collect::<BTreeSet<_>>() {
            let passages = index.get(word).map(Vec::as_slice).unwrap_or_default();
            let weight = 1.0 / (passages.len().max(1) as f64);
            // A word that is everywhere tells nothing, and would make this slow.
            for passage in passages.iter().take(2_000) {
                *shared.entry(*passage).or_default() += weight;
            }
        }
        let mut ranked: Vec<(usize, f64)> = shared.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let last = self.document.passages().len();
        let starts: BTreeSet<usize> = (ranked.iter().take(LOOKED_AT))
            .flat_map(|(passage, _)| passage.saturating_sub(count - 1)..=*passage)
            .filter(|start| start + count <= last)
            .collect();
        let text = |start: usize| self.document.text_of(start).start..self.document.text_of(start + count - 1).end;
        starts.into_iter().map(text).collect()
    }
}

fn index(document: &Document) -> HashMap<String, Vec<usize>> {
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for passage in 0..document.passages().len() {
        let words = document.text().get(document.text_of(passage)).unwrap_or_default();
        for word in Tokens::of(words).0 {
            let passages = index.entry(word.folded).or_default();
            if passages.last() != Some(&passage) {
                passages.push(passage);
            }
        }
    }
    index
}

/// A word between white space.
struct Token<'a> {
    /// As it is written.
    written: &'a str,
    /// What is compared: without case, accents and the marks around it.
    folded: String,
    /// Whether it stands at the beginning.
    first: bool,
}

/// The words of a text.
struct Tokens<'a>(Vec<Token<'a>>);

impl<'a> Tokens<'a> {
    fn of(text: &'a str) -> Self {
        let mut first = true;
        let tokens = text.split_whitespace().map(|written| {
            let bare = written.trim_matches(|c: char| !c.is_alphanumeric());
            let folded = text::fold(bare);
            let folded = folded.strip_suffix("'s").map(ToOwned::to_owned).unwrap_or(folded);
            let token = Token { written, folded, first };
            first = text::ends_sentence(written);
            token
        });
        Self(tokens.filter(|token| !token.folded.is_empty()).collect())
    }

    /// The names, numbers and negations: what must not change.
    fn matter(&self) -> BTreeSet<&str> {
        let matters = |token: &&Token<'_>| {
            let letters = token.written.trim_start_matches(|c: char| !c.is_alphanumeric());
            let capital = letters.starts_with(char::is_uppercase);
            token.folded.contains(|c: char| c.is_numeric())
                || NEGATIONS.contains(&&*token.folded)
                || token.folded.ends_with("n't")
                || (capital && !(token.first && OPENERS.contains(&&*token.folded)))
        };
        self.0.iter().filter(matters).map(|token| &*token.folded).collect()
    }

    /// Whether another text is about the same: nothing but the answers' words may differ, and those only where the
    /// answer is another.
    fn same_matter(&self, other: &Tokens<'_>, answers: &BTreeSet<String>, answered: bool) -> bool {
        let (old, new) = (self.matter(), other.matter());
        if answered {
            return old == new;
        }
        old.iter().all(|word| new.contains(word) || answers.contains(*word))
            && new.difference(&old).count() <= answers.len().max(1) + 2
    }
}

/// How alike a quote and some words are, and the part of the words that the quote stands for.
fn similar<'w>(quote: &Tokens<'_>, words: &'w str) -> Option<(f64, &'w str)> {
    let other = Tokens::of(words);
    if other.0.len() > WORDS_MAX {
        return None;
    }
    let pairs = aligned(&quote.0, &other.0);
    let (first, last) = (*pairs.first()?, *pairs.last()?);
    // What the quote begins or ends with and is not there was changed: the words then begin or end where it did.
    let start = if first.0 == 0 { first.1 } else { first.1.saturating_sub(first.0 + 1) };
    let missing = quote.0.len() - 1 - last.0;
    let end = if missing == 0 { last.1 } else { (last.1 + missing + 1).min(other.0.len() - 1) };
    let length = end + 1 - start;
    let likeness = 2.0 * pairs.len() as f64 / (quote.0.len() + length) as f64;
    let at = |token: &Token<'_>| token.written.as_ptr().addr() - words.as_ptr().addr();
    let (from, to) = (other.0.get(start)?, other.0.get(end)?);
    let part = words.get(at(from)..at(to) + to.written.len())?;
    (likeness >= SIMILAR).then_some((likeness, part))
}

/// The longest common run of words, gaps allowed, as pairs of places.
fn aligned(a: &[Token<'_>], b: &[Token<'_>]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut table = vec![0_u16; (a.len() + 1) * width];
    let cell = |i: usize, j: usize| i * width + j;
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            // `i` and `j` are below the lengths that the table was made for.
            table[cell(i, j)] = if a[i].folded == b[j].folded {
                table[cell(i + 1, j + 1)] + 1
            } else {
                table[cell(i + 1, j)].max(table[cell(i, j + 1)])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i].folded == b[j].folded {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if table[cell(i + 1, j)] >= table[cell(i, j + 1)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::DocumentId;

    fn read(text: &str) -> Document {
        Document::read(text.as_bytes().to_vec())
    }

    fn citation(exact: &str, prefix: Option<&str>, answer: &str) -> Citation {
        Citation {
            document: DocumentId::new("d").unwrap(),
            exact: exact.to_owned(),
            prefix: prefix.map(ToOwned::to_owned),
            suffix: None,
            answer: vec![answer.to_owned()],
            extra: serde_json::Map::new(),
        }
    }

    const OLD: &str = "The library in Ayr was founded in 1912 by a group of teachers.";

    fn refound(document: &str) -> Option<(How, String, bool)> {
        let found = Refinder::new(&read(document)).find(&citation(OLD, None, "1912"))?;
        if found.answered {
            assert!(find(&read(document), &found.citation).is_ok(), "what is found again can be found");
        }
        Some((found.how, found.citation.exact, found.answered))
    }

    #[test]
    fn words_that_stand_are_found_as_they_are() {
        let document = format!("It rains. {OLD} It is large.\n");
        assert_eq!(refound(&document), Some((How::Exact, OLD.to_owned(), true)));
    }

    #[test]
    fn words_that_stand_elsewhere_are_found_by_what_is_around_them() {
        let document = read("In the north it opened in 1912. Later on it opened in 1912 too.\n");
        let refinder = Refinder::new(&document);
        let again = refinder.find(&citation("it opened in 1912", Some("Soon in the north"), "1912")).unwrap();
        assert_eq!((again.how, again.citation.prefix.as_deref()), (How::Context, Some("north")));
        let later = refinder.find(&citation("it opened in 1912", Some("Much later on"), "1912")).unwrap();
        assert_eq!(later.citation.prefix.as_deref(), Some("on"));
    }

    #[test]
    fn words_that_changed_a_little_are_found_and_another_matter_is_not() {
        let found = |text: &str| refound(&format!("It rains a lot. {text} It is large.\n"));
        let changed = "The library in Ayr was established in 1912 by a small group of teachers.";
        assert_eq!(found(changed), Some((How::Fuzzy, changed.to_owned(), true)));
        for other in [
            "The library in Irvine was founded in 1912 by a group of teachers.",
            "The library in Ayr was not founded in 1912 by a group of teachers.",
            "The library in Ayr was founded in 1912 by a group of 7 teachers.",
            "A fire destroyed most of the newspapers in 1912.",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn another_answer_is_told_as_such() {
        let changed = "The library in Ayr was founded in 1921 by a group of teachers.";
        assert_eq!(refound(changed), Some((How::Fuzzy, changed.to_owned(), false)));
    }

    #[test]
    fn a_part_of_a_sentence_is_found_as_a_part() {
        let document =
            read("As is well known, the old library was founded here in 1912 by teachers, who paid for it.\n");
        let again = Refinder::new(&document).find(&citation("library was founded in 1912 by teachers", None, "1912"));
        assert_eq!(again.unwrap().citation.exact, "library was founded here in 1912 by teachers,");
    }

    proptest! {
        #[test]
        fn anything_can_be_looked_for_in_anything(text in ".{0,200}", exact in ".{1,80}", answer in ".{0,8}") {
            let document = read(&text);
            if let Some(found) = Refinder::new(&document).find(&citation(&exact, None, &answer)) {
                prop_assert!(find(&document, &found.citation).is_ok() || found.citation.exact == exact);
            }
        }
    }
}
