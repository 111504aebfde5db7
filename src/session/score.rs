//! What responses are worth, and how far a score can be trusted.

use std::collections::BTreeSet;

use super::record::Answer;
use crate::id::TopicId;

/// What an answer earns, 0 to 1. One key: all or nothing. Several: (right picks − wrong picks) / keys, never below 0.
#[must_use]
pub fn mark(keys: &BTreeSet<u8>, answer: &Answer) -> f64 {
    let Some(picks) = answer.picks() else { return 0.0 };
    let right = picks.intersection(keys).count();
    marked(right, picks.len() - right, keys.len())
}

/// What so many right and wrong picks earn where so many choices are right.
#[must_use]
pub fn marked(right: usize, wrong: usize, keys: usize) -> f64 {
    ((right as f64 - wrong as f64) / keys.max(1) as f64).max(0.0)
}

/// Whether exactly the keys were picked.
#[must_use]
pub fn fully_right(keys: &BTreeSet<u8>, answer: &Answer) -> bool {
    answer.picks() == Some(keys)
}

/// Marks got of marks possible, over some questions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// The marks got.
    pub got: f64,
    /// The marks possible.
    pub of: u32,
}

impl Tally {
    /// The share of marks got, 0 to 1; 0 of nothing.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.got / f64::from(self.of) }
    }

    /// Adds one question's mark.
    pub fn add(&mut self, mark: f64) {
        self.got += mark;
        self.of += 1;
    }
}

/// Marks as people write them: `2`, `1.5`, `0.33`.
#[must_use]
pub fn marks(marks: f64) -> String {
    let rounded = format!("{marks:.2}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a sitting came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// Over all questions that count.
    pub total: Tally,
    /// By topic, in the order in which the form meets them.
    pub topics: Vec<(TopicId, Tally)>,
    /// Questions fully right.
    pub right: u32,
    /// Questions answered, but not fully right.
    pub wrong: u32,
    /// Questions passed over or left blank.
    pub blank: u32,
    /// Questions that count for nothing, since their answer was seen before, or their passage is gone.
    pub uncounted: u32,
}

impl Score {
    /// Whether the share reaches a pass mark in percent. A share that falls short only by rounding passes.
    #[must_use]
    pub fn passes(&self, percent: u8) -> bool {
        self.total.of > 0 && self.total.got * 100.0 + 1e-6 >= f64::from(percent) * f64::from(self.total.of)
    }

    /// The margin of error of this score; none when nothing was asked.
    #[must_use]
    pub fn margin(&self) -> Option<Margin> {
        (self.total.of > 0).then(|| Margin::of(self.total.share(), self.total.of))
    }

    /// The margin of error in words. Where all or nothing was right the range of a binomial is empty, so it is told how
    /// little (or how much) someone may know and still get that one time in twenty.
    #[must_use]
    pub fn margin_in_words(&self) -> Option<String> {
        let Margin { percent, low, high } = self.margin()?;
        // In whole percent, what is known by someone who gets all right one time in twenty.
        let all_right = |percent: &i32| ((f64::from(*percent) + 0.5) / 100.0).powi(self.total.of.cast_signed());
        let luck = (0..100).find(|percent| all_right(percent) > 0.05).unwrap_or(100);
        Some(match percent {
            100 => format!("Someone who truly knows {luck} % gets all right one time in twenty."),
            0 => format!("Someone who truly knows {} % gets none right one time in twenty.", 100 - luck),
            _ => format!("Someone who truly knows {percent} % scores {low} to {high} nineteen times in twenty."),
        })
    }
}

/// The range of marks that someone with a given true share gets nineteen times in twenty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    /// The true share, in whole percent.
    pub percent: u32,
    /// The fewest marks.
    pub low: u32,
    /// The most marks.
    pub high: u32,
}

impl Margin {
    /// The shortest range of marks that holds 95 % of the binomial distribution of `of` questions, each known with the
    /// probability `share`: it grows from the likeliest mark towards the likelier side.
    #[must_use]
    pub fn of(share: f64, of: u32) -> Self {
        let percent = (share.clamp(0.0, 1.0) * 100.0).round() as u32;
        if percent == 0 || percent == 100 {
            let sure = if percent == 0 { 0 } else { of };
            return Self { percent, low: sure, high: sure };
        }
        let share = f64::from(percent) / 100.0;
        let odds = share / (1.0 - share);
        let likeliest = ((f64::from(of) + 1.0) * share).floor().min(f64::from(of)) as u32;
        // Each mark's weight follows from its neighbour's, and is 0 beyond the ends. The likeliest weighs 1: in a large
        // form the probabilities themselves would be too small to be told from 0.
        let below = |marks: u32, weight: f64| weight * f64::from(marks) / (f64::from(of - marks + 1) * odds);
        let above = |marks: u32, weight: f64| weight * f64::from(of - marks) * odds / f64::from(marks + 1);
        let all = 1.0 + side((1..=likeliest).rev(), below) + side(likeliest..of, above);
        let (mut low, mut high, mut held) = ((likeliest, 1.0), (likeliest, 1.0), 1.0);
        while held < 0.95 * all {
            let (lower, higher) = (below(low.0, low.1), above(high.0, high.1));
            if lower.max(higher) <= 0.0 {
                break;
            }
            if lower >= higher {
                low = (low.0 - 1, lower);
            } else {
                high = (high.0 + 1, higher);
            }
            held += lower.max(higher);
        }
        Self { percent, low: low.0, high: high.0 }
    }
}

/// What all marks on one side of the likeliest weigh together.
fn side(marks: impl Iterator<Item = u32>, next: impl Fn(u32, f64) -> f64) -> f64 {
    let weights = marks.scan(1.0, |weight, marks| {
        *weight = next(marks, *weight);
        Some(*weight)
    });
    weights.sum()
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "marks of one key are whole numbers")]
mod tests {
    use super::*;

    fn picks(places: &[u8]) -> Answer {
        Answer::of(places.iter().copied().collect())
    }

    #[test]
    fn one_key_earns_all_or_nothing() {
        let keys = BTreeSet::from([2]);
        assert_eq!(mark(&keys, &picks(&[2])), 1.0);
        assert_eq!(mark(&keys, &picks(&[1])), 0.0);
        assert_eq!(mark(&keys, &Answer::DontKnow), 0.0);
        assert_eq!(mark(&keys, &Answer::Blank), 0.0);
    }

    #[test]
    fn choose_all_earns_right_less_wrong_but_never_less_than_nothing() {
        let keys = BTreeSet::from([0, 2]);
        assert_eq!(mark(&keys, &picks(&[0, 2])), 1.0);
        assert_eq!(mark(&keys, &picks(&[0])), 0.5);
        assert_eq!(mark(&keys, &picks(&[0, 1])), 0.0);
        assert_eq!(mark(&keys, &picks(&[0, 1, 2])), 0.5);
        assert_eq!(mark(&keys, &picks(&[1, 3])), 0.0);
        assert!(!fully_right(&keys, &picks(&[0])));
        assert!(fully_right(&keys, &picks(&[2, 0])));
    }

    #[test]
    fn the_margin_of_32_of_40_is_the_one_in_the_help() {
        assert_eq!(Margin::of(0.8, 40), Margin { percent: 80, low: 27, high: 36 });
        assert_eq!(Margin::of(1.0, 3), Margin { percent: 100, low: 3, high: 3 });
        assert_eq!(Margin::of(0.0, 3), Margin { percent: 0, low: 0, high: 0 });
        assert_eq!(Margin::of(0.5, 1000), Margin { percent: 50, low: 469, high: 530 });
    }

    fn score(got: f64, of: u32) -> Score {
        Score { total: Tally { got, of }, ..Score::default() }
    }

    #[test]
    fn the_margin_is_told_in_words_even_of_all_and_nothing() {
        let words = |got, of| score(got, of).margin_in_words().unwrap_or_default();
        assert_eq!(words(32.0, 40), "Someone who truly knows 80 % scores 27 to 36 nineteen times in twenty.");
        assert_eq!(words(20.0, 20), "Someone who truly knows 86 % gets all right one time in twenty.");
        assert_eq!(words(0.0, 20), "Someone who truly knows 14 % gets none right one time in twenty.");
        assert_eq!(words(0.0, 0), "");
    }

    #[test]
    fn marks_are_written_without_noughts_that_say_nothing() {
        for (number, text) in [(0.0, "0"), (2.0, "2"), (1.5, "1.5"), (1.0 / 3.0, "0.33"), (10.0, "10")] {
            assert_eq!(marks(number), text);
        }
    }

    #[test]
    fn a_pass_mark_is_reached_by_equality() {
        assert!(score(16.0, 20).passes(80));
        assert!(!score(15.5, 20).passes(80));
        assert!(score(0.1 + 0.2 + 0.7, 1).passes(100));
        assert!(!score(0.0, 0).passes(0));
    }
}
