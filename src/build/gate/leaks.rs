//! Whether what is asked can be told without knowing it.

use crate::build::english;
use crate::build::mention::{Mention, NumberShape, Slot, Token, mentions};
use crate::value::Interval;

/// How many words behind a number a list of the things may begin, and how many it may reach.
const NEAR: usize = 8;
const REACH: usize = 24;
/// Stems of units that two dates tell.
const TIMES: [&str; 6] = ["year", "decad", "month", "day", "week", "centur"];

/// Whether a statement gives away one of its own values: by telling it twice, by a list of as many things, by a sum, by
/// an article, or in the headings above it.
#[must_use]
pub fn leaks(words: &[Token<'_>], all: &[Mention], key: &Mention, headings: &[&str]) -> bool {
    told_twice(all, key)
        || headings.iter().any(|heading| mentions(heading).iter().any(|mention| same(&mention.value, &key.value)))
        || headings
            .iter()
            .any(|heading| key.slot.is_date() && years_in(heading).any(|year| holds_year(&key.value, year)))
        || article(words, key)
        || counted(words, key)
        || summed(all, key)
        || reckoned(words, all, key)
        || converted(words, key)
}

/// Whether one value may be the other.
#[must_use]
pub fn same(one: &Interval, other: &Interval) -> bool {
    one.holds(other) || other.holds(one)
}

fn told_twice(all: &[Mention], key: &Mention) -> bool {
    all.iter().any(|mention| {
        mention.range != key.range && mention.slot.comparable(&key.slot) && same(&mention.value, &key.value)
    })
}

fn years_in(text: &str) -> impl Iterator<Item = f64> + '_ {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
    numbers.filter_map(|word| word.parse().ok())
}

fn holds_year(value: &Interval, year: f64) -> bool {
    (value.low / 372.0).floor() <= year && year <= (value.high / 372.0).floor()
}

fn place(words: &[Token<'_>], key: &Mention) -> Option<usize> {
    words.iter().position(|token| token.start >= key.range.start)
}

/// `a ____`, `an ____`: the choices may not all go on from it.
fn article(words: &[Token<'_>], key: &Mention) -> bool {
    let before = place(words, key).and_then(|at| at.checked_sub(1)).and_then(|at| words.get(at));
    before.is_some_and(|token| matches!(token.word, "a" | "an" | "A" | "An"))
}

/// `two offices: the Office of Operations and the Office of Mission Support`.
fn counted(words: &[Token<'_>], key: &Mention) -> bool {
    let Slot::Count { shape, .. } = &key.slot else { return false };
    let small = *shape == NumberShape::Words || key.value.low <= 20.0;
    let behind = || words.iter().filter(|token| token.start >= key.range.end).take(REACH);
    let listed = behind().take(NEAR).any(|token| {
        token.trail.contains([':', ';'])
            || token.lead.contains('(')
            || matches!(token.word, "namely" | "both" | "either" | "–" | "-" | "including" | "one")
    });
    let items = behind().filter(|token| token.trail.contains(',')).count() + 1;
    let many = items > 2 && (items as f64 - key.value.low).abs() <= 1.0;
    let joined = key.value.low <= 3.0 && behind().any(|token| token.word == "and");
    let before = place(words, key).and_then(|at| at.checked_sub(1)).and_then(|at| words.get(at));
    let known = key.value.low <= 4.0
        && before.is_some_and(|token| matches!(token.word, "the" | "The" | "all" | "its" | "their"));
    small && (listed || many || joined || known)
}

/// `49 %` beside `51 %`.
fn summed(all: &[Mention], key: &Mention) -> bool {
    let others = || all.iter().filter(|other| other.range != key.range && other.slot.class() == key.slot.class());
    match key.slot {
        Slot::Percent { .. } => {
            let sum: f64 = others().map(|other| other.value.low).sum();
            others().count() > 1 || (sum + key.value.low - 100.0).abs() < 1.0
        }
        Slot::Count { .. } | Slot::Money { .. } => {
            let values: Vec<f64> = others().map(|other| other.value.low).collect();
            let sum: f64 = values.iter().sum();
            let whole = values.iter().any(|one| (one - key.value.low - (sum - one)).abs() < 0.5);
            values.len() > 1 && (whole || (sum - key.value.low).abs() < 0.5)
        }
        _ => false,
    }
}

/// A date beside another and the time between them, or an age.
fn reckoned(words: &[Token<'_>], all: &[Mention], key: &Mention) -> bool {
    let spans =
        key.slot.unit().is_some_and(|unit| TIMES.contains(&unit)) && all.iter().any(|other| other.slot.is_date());
    let ages = words.iter().enumerate().any(|(n, token)| match token.word {
        "aged" | "age" | "anniversary" | "birthday" | "centenary" | "bicentennial" | "centennial" => true,
        "old" => n.checked_sub(1).and_then(|n| words.get(n)).is_some_and(|before| before.word.ends_with("years")),
        _ => false,
    });
    spans || (key.slot.is_date() && ages)
}

/// `20 km (12 mi)`: the value again, in other words.
fn converted(words: &[Token<'_>], key: &Mention) -> bool {
    let Some(at) = place(words, key).filter(|_| !key.slot.is_date()) else { return false };
    let mut behind = words.iter().skip(at).take(5);
    behind.any(|token| {
        token.start > key.range.start
            && token.lead.contains('(')
            && (token.word.starts_with(|c: char| c.is_ascii_digit() || "$€£~".contains(c))
                || token.word.starts_with("US$"))
    }) || words.get(at).is_some_and(|token| token.lead.contains('(') && !english::has(english::CLOSED, token.word))
}
