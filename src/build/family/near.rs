//! Wrong choices that stand beside the right one in an order: of dates, of sizes, of rows.

use super::rivals::{WANTED, clash};
use crate::build::Distractor;
use crate::id::Digest;
use crate::value::{Interval, Kind};

/// How many near ones are looked at.
const LOOKED_AT: usize = 12;
/// How many times as far as need be the farthest may stand.
const REACH: f64 = 2.0;

/// Where something stands in an order, and how far others must be from it to be told from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    at: f64,
    gap: f64,
}

impl Mark {
    /// Of the n-th thing.
    pub(super) fn nth(n: usize) -> Self {
        Self { at: n as f64, gap: 0.0 }
    }

    /// Of a value: dates a month apart, percentages a quarter, others by their ratio.
    pub(super) fn of(value: &Interval) -> Self {
        let (at, gap) = match value.kind {
            Kind::Date => (value.low, 28.0),
            Kind::Percent => (value.low, 0.25),
            Kind::Count | Kind::Money => (value.low.signum() * value.low.abs().ln_1p(), 0.03),
        };
        Self { at, gap }
    }

    /// The same place, where what stands there is not among the choices.
    pub(super) fn hidden(self) -> Self {
        Self { gap: 0.0, ..self }
    }

    /// How far another is.
    pub(super) fn distance(self, other: Self) -> f64 {
        (self.at - other.at).abs()
    }
}

/// The wrong choices nearest to a key, on both sides of it as far as there are some. On which side how many stand
/// differs from question to question, so that the key's place among the choices tells nothing.
pub(super) fn neighbours(key: &str, mark: Mark, pool: impl IntoIterator<Item = (Mark, Distractor)>) -> Vec<Distractor> {
    // The key is told from all of them; they from one another if they are what stands there.
    let told = |one: Mark, other: Mark| one.distance(other) >= one.gap;
    let mut all: Vec<(Mark, Distractor)> =
        pool.into_iter().filter(|(at, one)| told(mark, *at) && !clash(key, &one.text)).collect();
    all.sort_by(|a, b| a.0.distance(mark).total_cmp(&b.0.distance(mark)));
    let mut near: Vec<(Mark, Distractor)> = Vec::new();
    for (at, one) in all {
        if near.iter().all(|(other, it)| told(*other, at) && !clash(&it.text, &one.text)) {
            near.push((at, one));
        }
        if near.len() == LOOKED_AT {
            break;
        }
    }
    let Some(third) = near.get(WANTED - 1).map(|(at, _)| at.distance(mark)) else {
        return near.into_iter().map(|(_, one)| one).collect();
    };
    let (below, above): (Vec<_>, Vec<_>) = near.into_iter().partition(|(at, _)| at.at < mark.at);
    let reaches = |side: &[(Mark, Distractor)], count: usize| {
        count == 0 || side.get(count - 1).is_some_and(|(at, _)| at.distance(mark) <= third * REACH)
    };
    let ways: Vec<usize> =
        (0..=WANTED).filter(|count| reaches(&below, *count) && reaches(&above, WANTED - count)).collect();
    let seed = Digest::of(format!("{key}\n{}", above.len()).as_bytes()).to_string();
    let drawn = seed.bytes().map(usize::from).sum::<usize>() % ways.len().max(1);
    let count = ways.get(drawn).copied().unwrap_or(0);
    below.into_iter().take(count).chain(above.into_iter().take(WANTED - count)).map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Place, Quote};
    use crate::value::interval;

    fn drawn(key: &str, all: &[&str]) -> Vec<String> {
        let mark = |words: &str| Mark::of(&interval(words).unwrap());
        let quote = Quote { place: Place { source: 0, passage: 0 }, range: 0..0, answers: Vec::new() };
        let one = |text: &&str| {
            (mark(text), Distractor { text: (*text).to_owned(), rationale: String::new(), quote: quote.clone() })
        };
        let mut texts: Vec<_> = neighbours(key, mark(key), all.iter().map(one)).into_iter().map(|it| it.text).collect();
        texts.sort_unstable();
        texts
    }

    #[test]
    fn what_stands_beside_the_key_comes_before_what_is_far() {
        let years = ["1805", "1811", "1900", "1990", "1994", "1999", "2003", "2008", "2011"];
        for (n, year) in years.iter().enumerate().skip(3) {
            let others: Vec<&str> = years.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, year)| *year).collect();
            let found = drawn(year, &others);
            assert_eq!(found.len(), 3);
            assert!(found.iter().all(|other| other.as_str() >= "1990"), "{year}: {found:?}");
        }
    }

    #[test]
    fn what_is_next_to_the_same_is_no_choice() {
        assert_eq!(drawn("1 May 1993", &["2 May 1993", "9 July 1994", "10 July 1994", "3 June 1995"]).len(), 2);
        assert_eq!(drawn("5.8%", &["5.79%", "6.1%", "6.2%", "9%"]).len(), 2);
        assert_eq!(drawn("1,912", &["1,915", "2,400", "5,000"]), ["2,400", "5,000"]);
    }

    proptest::proptest! {
        #[test]
        fn a_choice_is_never_the_key(years in proptest::collection::vec(1900u32..2030, 1..12)) {
            let words: Vec<String> = years.iter().map(ToString::to_string).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let found = drawn(words[0], &words);
            proptest::prop_assert!(found.len() <= 3 && found.iter().all(|one| one != words[0]));
        }
    }
}
