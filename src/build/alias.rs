//! Names of one thing, as the documents themselves give them: `Long Name (LN)`, `X, formerly known as Y`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::mention::{Token, tokens};

/// The most words of a name.
const NAME_MAX: usize = 12;

/// Sets of names of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    sets: Vec<Vec<String>>,
    /// From a name's first word to the names that begin with it, longest first, as (words, set).
    starts: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl Aliases {
    /// The aliases that some texts give; texts that hold no bracket and no “known” are passed over quickly.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut pairs = BTreeSet::new();
        let mut before: Option<&str> = None;
        for text in texts {
            if text.contains('(') || text.contains("known as") {
                let words = tokens(text);
                acronyms(text, &words, &mut pairs);
                formerly(text, &words, before, &mut pairs);
            }
            before = Some(text);
        }
        Self::from_pairs(&pairs)
    }

    /// The sets, each sorted, in order.
    #[must_use]
    pub fn sets(&self) -> &[Vec<String>] {
        &self.sets
    }

    /// The set of the name that begins at a token, and how many words it takes.
    #[must_use]
    pub fn at(&self, tokens: &[Token<'_>], at: usize) -> Option<(usize, usize)> {
        let names = self.starts.get(tokens.get(at)?.word)?;
        let fits = |name: &[String]| {
            let run = tokens.get(at..at + name.len());
            run.is_some_and(|run| run.iter().zip(name).all(|(token, word)| token.word.trim_end_matches("'s") == word))
        };
        names.iter().find(|(name, _)| fits(name)).map(|(name, set)| (*set, name.len()))
    }

    fn from_pairs(pairs: &BTreeSet<(String, String)>) -> Self {
        // An acronym with two long names is ambiguous in the corpus, unless a document says that they are one.
        let mut sets: Vec<BTreeSet<&str>> = Vec::new();
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for (one, other) in pairs {
            match (of.get(one.as_str()).copied(), of.get(other.as_str()).copied()) {
                (None, None) => {
                    of.insert(one, sets.len());
                    of.insert(other, sets.len());
                    sets.push([one.as_str(), other.as_str()].into());
                }
                (Some(set), None) => {
                    of.insert(other, set);
                    sets[set].insert(other); // a place in `sets`, as all of `of`
                }
                (None, Some(set)) => {
                    of.insert(one, set);
                    sets[set].insert(one);
                }
                (Some(one), Some(other)) if one != other => {
                    let moved = std::mem::take(&mut sets[other]);
                    for name in &moved {
                        of.insert(name, one);
                    }
                    sets[one].extend(moved);
                }
                _ => {}
            }
        }
        let mut sets: Vec<Vec<String>> = sets
            .into_iter()
            .filter(|set| set.len() > 1)
            .map(|set| set.into_iter().map(ToOwned::to_owned).collect())
            .collect();
        sets.sort();
        let mut starts: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (set, names) in sets.iter().enumerate() {
            for name in names {
                let words: Vec<String> = name.split(' ').map(ToOwned::to_owned).collect();
                let Some(first) = words.first() else { continue };
                starts.entry(first.clone()).or_default().push((words, set));
            }
        }
        for names in starts.values_mut() {
            names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        }
        Self { sets, starts }
    }
}

/// `United Nations Truce Supervision Organization (UNTSO)`.
fn acronyms(text: &str, words: &[Token<'_>], pairs: &mut BTreeSet<(String, String)>) {
    for (at, token) in words.iter().enumerate() {
        let closed = token.lead.ends_with('(') && token.trail.starts_with(')');
        if !closed || !token.acronym() || token.word.len() > 10 || token.word.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        if let Some(start) = spelled(words, at, token.word) {
            let name = text.get(words[start].start..words[at - 1].end()); // `start` < `at`, by `spelled`
            pairs.extend(name.map(|name| (name.to_owned(), token.word.to_owned())));
        }
    }
}

/// Where the name begins whose initials are an acronym that stands behind it. A capital inside a word may be an initial
/// too, as in “Peacekeeping”: then the acronym has letters over, and they must stand in that word in their order.
fn spelled(words: &[Token<'_>], end: usize, acronym: &str) -> Option<usize> {
    let mut letters = acronym.len();
    let bytes = acronym.as_bytes();
    let mut start = end;
    while letters > 0 {
        start = start.checked_sub(1).filter(|start| end - start <= NAME_MAX)?;
        let token = words.get(start)?;
        if (start + 1 < end && !token.open()) || !token.word.is_ascii() {
            return None;
        }
        if token.capital() {
            letters = taken(token.word, &bytes[..letters])?; // `letters` only shrinks
        } else if !matches!(token.word, "of" | "the" | "and" | "for" | "in" | "on" | "to" | "de" | "des" | "la" | "du")
        {
            return None;
        }
    }
    (end - start > 1).then_some(start)
}

/// How many of an acronym's letters are left before a word that stands for the last of them: one, or several in it.
fn taken(word: &str, letters: &[u8]) -> Option<usize> {
    let upper = word.to_ascii_uppercase();
    let word = upper.as_bytes();
    (1..=letters.len().min(3)).find_map(|count| {
        let part = &letters[letters.len() - count..]; // at most all of them
        let mut from = 0;
        let inside = part.iter().all(|letter| {
            let found = word.get(from..).and_then(|rest| rest.iter().position(|b| b == letter));
            found.inspect(|at| from += at + 1).is_some()
        });
        (part.first() == word.first() && inside).then_some(letters.len() - count)
    })
}

/// `X, formerly known as Y`, and `Previously known as Y, it …` behind a sentence whose subject is X.
fn formerly(text: &str, words: &[Token<'_>], before: Option<&str>, pairs: &mut BTreeSet<(String, String)>) {
    for at in 0..words.len() {
        let word = |n: usize| words.get(at + n).map_or("", |token| token.word);
        let opens =
            matches!(word(0), "formerly" | "previously" | "originally" | "Formerly" | "Previously" | "Originally");
        if !opens || word(1) != "known" || word(2) != "as" {
            continue;
        }
        let from = at + 3 + usize::from(word(3) == "the");
        let Some(old) = name_from(text, words, from) else { continue };
        let new = if at == 0 {
            let clause = words.iter().find(|token| token.start > old.1 && token.trail.is_empty());
            let resumed = clause.is_some_and(|_| text.get(old.1..).is_some_and(|rest| rest.contains(", it ")));
            before.filter(|_| resumed).and_then(subject)
        } else {
            name_before(text, words, at)
        };
        pairs.extend(new.filter(|new| *new != old.0).map(|new| (new, old.0)));
    }
}

/// The name that opens a sentence.
fn subject(text: &str) -> Option<String> {
    let words = tokens(text);
    let from = usize::from(words.first()?.word == "The");
    name_from(text, &words, from).map(|(name, _)| name)
}

/// The run of capitals that begins at a word, small words between them, and where it ends.
fn name_from(text: &str, words: &[Token<'_>], from: usize) -> Option<(String, usize)> {
    let mut end = None;
    for token in words.iter().skip(from).take(NAME_MAX) {
        if token.capital() && token.lead.is_empty() {
            end = Some(token.end());
        } else if !matches!(token.word, "of" | "the" | "and" | "for" | "de") || !token.lead.is_empty() {
            break;
        }
        if !token.open() {
            break;
        }
    }
    let (start, end) = (words.get(from)?.start, end?);
    Some((text.get(start..end)?.to_owned(), end))
}

/// The run of capitals that ends before a word.
fn name_before(text: &str, words: &[Token<'_>], at: usize) -> Option<String> {
    let last = at.checked_sub(1)?;
    let mut start = None;
    for n in (0..=last).rev().take(NAME_MAX) {
        let token = words.get(n)?;
        let broken = n < last && !token.open();
        let known = token.capital() && token.word != "The" && !token.lead.contains('(');
        if broken || !(known || matches!(token.word, "of" | "the" | "and" | "for" | "de")) {
            break;
        }
        if known {
            start = Some(n);
        }
    }
    let (first, last) = (words.get(start?)?, words.get(last)?);
    text.get(first.start..last.end()).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(texts: &[&str]) -> Vec<Vec<String>> {
        Aliases::of(texts.iter().copied()).sets().to_vec()
    }

    #[test]
    fn acronyms_go_with_the_words_whose_initials_they_are() {
        assert_eq!(
            sets(&["Founded as the United Nations Truce Supervision Organization (UNTSO) in 1948."]),
            [["UNTSO", "United Nations Truce Supervision Organization"]]
        );
        assert_eq!(
            sets(&["The Department of Peacekeeping Operations (DPKO) is old."]),
            [["DPKO", "Department of Peacekeeping Operations"]]
        );
        assert!(sets(&["The Office (ABC) and the Under-Secretary-General (or USG) and Brindisi (Italy)."]).is_empty());
    }

    #[test]
    fn what_was_known_by_another_name_is_one() {
        let found = sets(&[
            "The Department of Peace Operations (DPO) is a department.",
            "Previously known as the Department of Peacekeeping Operations (DPKO), it was created in 1992.",
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 4, "{found:?}");
        assert_eq!(
            sets(&["He led Harbour House, formerly known as Dock Hall, for years."]),
            [["Dock Hall", "Harbour House"]]
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(texts in proptest::collection::vec("([A-Z][a-z]{0,4}|\\([A-Z]{2,4}\\)|,|previously known as|it|é| ){0,12}", 0..4)) {
            let _ = Aliases::of(texts.iter().map(String::as_str));
        }
    }
}
