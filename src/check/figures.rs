//! The figures of a bank: what its questions are, and whether keys stand out by their place or length more than chance gives.

use serde::Serialize;

use crate::flaw;
use crate::question::{Level, Question, Weight};
use crate::value;

/// How improbable a share must be to be told.
const DOUBT: f64 = 0.01;

/// How many questions of each kind a bank has.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Questions that ask to remember, understand and apply.
    pub levels: [usize; 3],
    /// Core questions and details.
    pub weights: [usize; 2],
    /// Questions with several keys.
    pub choose_all: usize,
    /// Questions with one key whose choices are values; they stand in order, all others are shuffled.
    pub in_order: usize,
    /// Of those, how often the key has each place.
    pub places: Vec<Share>,
    /// How often the key is the strictly longest choice.
    pub longest: Share,
    /// How often the key is the strictly shortest choice.
    pub shortest: Share,
}

/// How often something happened, beside what chance gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Share {
    /// How often.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// How often chance gives it on average.
    pub chance: f64,
    /// The most that chance gives but one time in a hundred.
    pub most: usize,
}

impl Share {
    fn new(count: usize, chances: &[f64]) -> Self {
        let of = chances.len();
        // The sum of nothing would be -0.
        let chance = chances.iter().fold(0.0, |sum, chance| sum + chance);
        let p = if of == 0 { 0.0 } else { chance / of as f64 };
        let most = (0..=of).find(|&n| tail(of, p, n + 1) < DOUBT).unwrap_or(of);
        Self { count, of, chance, most }
    }

    /// Whether chance hardly explains it.
    #[must_use]
    pub const fn stands_out(&self) -> bool {
        self.count > self.most
    }
}

/// The probability of `least` or more of `n` that each happen with probability `p`.
fn tail(n: usize, p: f64, least: usize) -> f64 {
    if least == 0 || p >= 1.0 {
        return 1.0;
    }
    if least > n || p <= 0.0 {
        return 0.0;
    }
    // Each term stands to the one before as (n - k) p to (k + 1) (1 - p): begun at the likeliest, none of them overflows.
    let odds = p / (1.0 - p);
    let likeliest = (((n + 1) as f64 * p) as usize).min(n);
    let upwards = (likeliest..n).scan(1.0, |term, k| {
        *term *= (n - k) as f64 / (k + 1) as f64 * odds;
        Some((k + 1, *term))
    });
    let downwards = (0..likeliest).rev().scan(1.0, |term, k| {
        *term *= (k + 1) as f64 / (n - k) as f64 / odds;
        Some((k, *term))
    });
    let (mut some, mut all) = (0.0, 0.0);
    for (k, term) in downwards.chain([(likeliest, 1.0)]).chain(upwards) {
        all += term;
        if k >= least {
            some += term;
        }
    }
    some / all
}

impl Figures {
    /// Counts a bank's questions.
    #[must_use]
    pub fn of(questions: &[&Question]) -> Self {
        let count = |fits: &dyn Fn(&Question) -> bool| questions.iter().filter(|question| fits(question)).count();
        let levels = [Level::Remember, Level::Understand, Level::Apply].map(|level| count(&|q| q.level() == level));
        let weights = [Weight::Core, Weight::Detail].map(|weight| count(&|q| q.weight() == weight));
        let mut figures = Self { levels, weights, choose_all: count(&Question::chooses_all), ..Self::default() };
        let mut longest = (0, Vec::new());
        let mut shortest = (0, Vec::new());
        let mut places: Vec<(usize, Vec<f64>)> = Vec::new();
        for question in questions.iter().filter(|question| !question.chooses_all()) {
            let texts: Vec<&str> = question.choices.iter().map(|choice| choice.text.as_str()).collect();
            let Some(key) = question.choices.iter().position(|choice| choice.key) else { continue };
            let chance = 1.0 / texts.len() as f64;
            if let Some(order) = value::ascending(&texts) {
                figures.in_order += 1;
                if places.len() < texts.len() {
                    places.resize_with(texts.len(), Default::default);
                }
                for (place, (count, chances)) in places.iter_mut().enumerate().take(texts.len()) {
                    *count += usize::from(order.get(place) == Some(&key));
                    chances.push(chance);
                }
                continue;
            }
            let lengths: Vec<usize> = texts.iter().map(|text| flaw::length(text)).collect();
            for ((count, chances), extreme) in
                [(&mut longest, lengths.iter().max()), (&mut shortest, lengths.iter().min())]
            {
                let Some(extreme) = extreme else { continue };
                if lengths.iter().filter(|length| *length == extreme).count() == 1 {
                    *count += usize::from(lengths.get(key) == Some(extreme));
                    chances.push(chance);
                }
            }
        }
        figures.places = places.iter().map(|(count, chances)| Share::new(*count, chances)).collect();
        figures.longest = Share::new(longest.0, &longest.1);
        figures.shortest = Share::new(shortest.0, &shortest.1);
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_binomial() {
        for (n, p, least, expected) in [(4, 0.5, 4, 0.0625), (10, 0.25, 6, 0.019_727), (60, 0.25, 23, 0.016_2)] {
            let found = tail(n, p, least);
            assert!((found - expected).abs() < 0.001, "{n} {p} {least}: {found}");
        }
        assert!(tail(100_000, 0.25, 25_500) < 0.001, "large counts do not run out of range");
        assert!(tail(100_000, 0.25, 25_000) > 0.4);
    }

    #[test]
    fn a_share_stands_out_only_beyond_chance() {
        assert!(!Share::new(25, &[0.25; 60]).stands_out() || Share::new(25, &[0.25; 60]).most < 25);
        assert!(Share::new(30, &[0.25; 60]).stands_out());
        assert!(!Share::new(18, &[0.25; 60]).stands_out());
        assert!(!Share::new(1, &[0.25; 1]).stands_out(), "one question proves nothing");
        let none = Share::new(0, &[]);
        assert!(!none.stands_out());
        assert_eq!(format!("{:.0}", none.chance), "0", "and not -0");
    }
}
