//! Wrong choices out of one table, list or enumeration: near the key, unlike it, and never right as well.

use super::shape::Shape;
use crate::build::Distractor;
use crate::flaw::{plain, words::Words};
use crate::id::Digest;
use crate::value;

/// How many wrong choices a question has.
const WANTED: usize = 3;
/// Out of how many near ones they are drawn, so that the key's place among them tells nothing.
const DRAWN: usize = 6;

/// Takes wrong choices from a pool, the nearest first.
pub(super) fn pick(key: &str, pool: impl Iterator<Item = Distractor>) -> Vec<Distractor> {
    let mut near: Vec<Distractor> = Vec::new();
    for one in pool {
        if near.len() == DRAWN {
            break;
        }
        if !clash(key, &one.text) && !near.iter().any(|other| clash(&other.text, &one.text)) {
            near.push(one);
        }
    }
    near.sort_by_cached_key(|one| Digest::of(format!("{key}\n{}", one.text).as_bytes()).to_string());
    near.truncate(WANTED);
    near
}

/// How far two texts are from each other as choices: values by size, others by length.
pub(super) fn distance(one: &str, other: &str) -> f64 {
    match (value::interval(one), value::interval(other)) {
        (Some(one), Some(other)) if one.kind == other.kind => match one.kind {
            value::Kind::Date | value::Kind::Percent => (one.low - other.low).abs(),
            // Numbers are near by their ratio.
            _ => ((one.low.abs() + 1.0).ln() - (other.low.abs() + 1.0).ln()).abs(),
        },
        // Lengths matter when they differ much.
        _ => (one.chars().count().abs_diff(other.chars().count()) / 12) as f64,
    }
}

/// Whether two texts may mean the same, so that one of them cannot be wrong where the other is right.
pub(super) fn clash(one: &str, other: &str) -> bool {
    if let (Some(one), Some(other)) = (value::interval(one), value::interval(other)) {
        return one.kind != other.kind || (one.low <= other.high && other.low <= one.high);
    }
    let (first, second) = (plain(one), plain(other));
    let within = |part: &str, whole: &str| part.split(' ').all(|word| whole.split(' ').any(|other| other == word));
    first == second || within(&first, &second) || within(&second, &first) || alike(&first, &second)
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

/// Whether two texts share a word that says something, or one is a word made of the other's (`prtstat`, “prints
/// statistics”): one of them in the stem would give the other away.
pub(super) fn leaks(one: &str, other: &str) -> bool {
    let (one, other) = (Words::of(one), Words::of(other));
    one.content().any(|word| other.has(word)) || made_of(&one, &other) || made_of(&other, &one)
}

/// Whether a lone word in small letters holds the beginning of one of the others.
fn made_of(one: &Words, other: &Words) -> bool {
    let [word] = &*one.0 else { return false };
    let beginning = |other: &str| other.get(..4).or((other.len() == 3).then_some(other)).map(ToOwned::to_owned);
    !word.capital
        && other.0.iter().filter(|other| other.content).any(|other| {
            beginning(&other.folded).is_some_and(|beginning| word.folded.contains(&beginning))
        })
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

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            let _ = (clash(&a, &b), leaks(&a, &b), distance(&a, &b));
            proptest::prop_assert!(within_edits(&a, &a, 0));
            proptest::prop_assert_eq!(within_edits(&a, &b, 2), within_edits(&b, &a, 2));
        }
    }
}
