//! Wrong choices out of one table, list or enumeration: near the key, unlike it, and never right as well.

use std::cell::OnceCell;

use super::shape::{Shape, value_of};
use crate::build::{ASKED, Distractor, SPARE};
use crate::flaw::plain;
use crate::flaw::words::{Word, Words};
use crate::id::Digest;
use crate::value::{Interval, Kind};

/// How many wrong choices a question has.
pub(super) const WANTED: usize = ASKED;
/// Out of how many near ones they are drawn, so that the key's place among them tells nothing.
const DRAWN: usize = ASKED + SPARE;

/// Takes wrong choices from a pool, the nearest first; what a question does not need is spare. Which of the nearest are
/// asked differs with what is asked, so that two questions about one thing do not have the same choices.
pub(super) fn pick(key: &str, asked: &str, pool: impl Iterator<Item = Distractor>) -> Vec<Distractor> {
    let mut near: Vec<Distractor> = Vec::new();
    for one in pool {
        if near.len() == DRAWN {
            break;
        }
        if !clash(key, &one.text) && !near.iter().any(|other| clash(&other.text, &one.text)) {
            near.push(one);
        }
    }
    near.sort_by_cached_key(|one| Digest::of(format!("{key}\n{asked}\n{}", one.text).as_bytes()).to_string());
    near
}

/// A text as a choice, read once.
#[derive(Debug, Clone)]
pub(super) struct Said {
    words: String,
    value: Option<Interval>,
    plain: OnceCell<String>,
    length: usize,
}

impl Said {
    /// Reads a text.
    pub(super) fn of(words: &str) -> Self {
        Self::with(words, value_of(words))
    }

    /// A text whose value is known.
    pub(super) fn with(words: &str, value: Option<Interval>) -> Self {
        Self { words: words.to_owned(), value, plain: OnceCell::new(), length: words.chars().count() }
    }

    /// Its value, if it is one.
    pub(super) fn value(&self) -> Option<&Interval> {
        self.value.as_ref()
    }

    fn plain(&self) -> &str {
        self.plain.get_or_init(|| plain(&self.words))
    }

    /// How far two texts are from each other as choices: values by size, others by length.
    pub(super) fn distance(&self, other: &Self) -> f64 {
        match (self.value, other.value) {
            (Some(one), Some(other)) if one.kind == other.kind => match one.kind {
                Kind::Date | Kind::Percent => (one.low - other.low).abs(),
                // Numbers are near by their ratio.
                _ => {
                    let (one, other) = (one.low.abs() + 1.0, other.low.abs() + 1.0);
                    one.max(other) / one.min(other)
                }
            },
            // Lengths matter when they differ much.
            _ => (self.length.abs_diff(other.length) / 12) as f64,
        }
    }

    /// Whether two texts may mean the same, so that one of them cannot be wrong where the other is right.
    pub(super) fn clash(&self, other: &Self) -> bool {
        if let (Some(one), Some(other)) = (self.value, other.value) {
            return one.kind != other.kind || (one.low <= other.high && other.low <= one.high);
        }
        let within = |part: &str, whole: &str| part.split(' ').all(|word| whole.split(' ').any(|other| other == word));
        let (one, other) = (self.plain(), other.plain());
        one == other || within(one, other) || within(other, one) || alike(one, other)
    }
}

/// How far two texts are from each other as choices.
pub(super) fn distance(one: &str, other: &str) -> f64 {
    Said::of(one).distance(&Said::of(other))
}

/// Whether two texts may mean the same.
pub(super) fn clash(one: &str, other: &str) -> bool {
    Said::of(one).clash(&Said::of(other))
}

/// Whether two names are probably one, written differently: within two letters, figures aside.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let length = one.chars().count().min(other.chars().count());
    let most = match length {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    figures(one) == figures(other) && within_edits(one, other, most)
}

/// Whether so few letters put in, left out or changed make one text the other.
fn within_edits(one: &str, other: &str, most: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut least = left;
        for (b, above) in other.iter().zip(row.iter_mut().skip(1)) {
            let here = (left + 1).min(*above + 1).min(diagonal + usize::from(a != b));
            diagonal = std::mem::replace(above, here);
            left = here;
            least = least.min(here);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        if least > most {
            return false;
        }
    }
    row.last().is_some_and(|edits| *edits <= most)
}

/// Whether two texts share a word that says something, or one is made of the other (`prtstat`, “prints statistics”;
/// `UB`, “undefined behaviour”): one of them in the stem would give the other away.
pub(super) fn leaks(one: &str, other: &str) -> bool {
    let (first, second) = (Words::of(one), Words::of(other));
    let tells = |word: &Word| word.content || word.folded.len() > 4;
    first.0.iter().filter(|word| tells(word)).any(|word| second.has(&word.stem))
        || made_of(&first, &second)
        || made_of(&second, &first)
        || abbreviates(one, other)
        || abbreviates(other, one)
}

/// Whether a lone word holds the beginning of one of the others.
fn made_of(one: &Words, other: &Words) -> bool {
    let [word] = &*one.0 else { return false };
    let short = if word.capital { 4 } else { 3 };
    other.0.iter().filter(|other| other.content && other.folded.chars().all(char::is_alphabetic)).any(|other| {
        let beginning: String = other.folded.chars().take(4).collect();
        beginning.chars().count() >= short && word.folded.contains(&beginning)
    })
}

/// Whether a word in capitals has the initials of a longer text.
fn abbreviates(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    if !(2..=12).contains(&letters.len()) || capitals < 2 || short.contains(' ') {
        return false;
    }
    let initials: Vec<char> =
        long.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).collect();
    let mut rest = initials.iter().flat_map(|c| c.to_uppercase());
    initials.len() > 1
        && letters.iter().filter(|c| c.is_uppercase()).all(|letter| rest.any(|initial| initial == *letter))
}

/// Whether a text may stand as a choice.
pub(super) fn fit(words: &str, shape: &Shape) -> bool {
    !matches!(shape, Shape::Code | Shape::Nothing) && words.chars().count() <= 120 && crate::text::clean(words) == words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_the_same_is_no_rival() {
        for (one, other) in [
            ("March 1992", "28 March 1992"),
            ("1992", "March 1992"),
            ("Boutros Boutros-Ghali", "Boutrous Boutros-Ghali"),
            ("France", "France, Germany"),
            ("Urquhart", "Brian Urquhart"),
            ("the Office", "Office"),
            ("10 %", "1992"),
        ] {
            assert!(clash(one, other), "{one}, {other}");
        }
        for (one, other) in
            [("1 March 1993", "2 March 1993"), ("Mali", "Bali"), ("Apollo 11", "Apollo 12"), ("China", "Japan")]
        {
            assert!(!clash(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn what_is_made_of_the_other_gives_it_away() {
        for (one, other) in [
            ("UB", "Undefined Behavior"),
            ("MIR", "Mid-level Intermediate Representation"),
            ("prtstat", "prints statistics of a process"),
            ("UNIXCONN", "enables the Unix transport"),
            ("Option", "an optional element"),
            ("Bank of Ghana", "Ghana"),
        ] {
            assert!(leaks(one, other) && leaks(other, one), "{one}, {other}");
        }
        for (one, other) in [("Ghana", "Accra"), ("Kofi Annan", "1 March 1993"), ("UNTSO", "Middle East")] {
            assert!(!leaks(one, other), "{one}, {other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            let _ = (clash(&a, &b), leaks(&a, &b), distance(&a, &b));
            proptest::prop_assert!(within_edits(&a, &a, 0));
            proptest::prop_assert_eq!(within_edits(&a, &b, 2), within_edits(&b, &a, 2));
        }
    }
}
