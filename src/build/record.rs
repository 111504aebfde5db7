//! What the author's verdicts tell of the families.

use super::family::{self, Family};
use crate::journal::{Record, Records};
use crate::question::Parts;

/// So many verdicts say more of a family than the figure that it started with.
pub const ENOUGH: usize = 10;
/// After so many verdicts a family that is not good enough is named.
pub const JUDGED_WELL: usize = 20;
/// The share of acceptable questions that a family should reach.
pub const GOOD: f64 = 0.9;

/// The family that made a question, as its `origin` tells.
#[must_use]
pub fn family_of(question: &Parts) -> Option<&'static Family> {
    family::named(question.origin.as_deref()?.strip_prefix("build: ")?)
}

/// How far a family is to be trusted: its record where that says enough, else what it started with.
#[must_use]
pub fn confidence(records: &Records, family: &Family) -> f64 {
    let record = records.of(family.name);
    record.rate().filter(|_| record.judged >= ENOUGH).unwrap_or(family.accepted)
}

/// Whether a family was judged often enough to know that it is not good enough.
#[must_use]
pub fn is_poor(record: Record) -> bool {
    record.judged >= JUDGED_WELL && record.rate().is_some_and(|rate| rate < GOOD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_trusted_by_its_record_once_that_says_enough() {
        let year = family::named("year").unwrap();
        let record = |judged, accepted| Record { judged, accepted, mended: 0 };
        let records = |judged, accepted| Records([("year".to_owned(), record(judged, accepted))].into());
        let same = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        same(confidence(&records(9, 9), year), year.accepted);
        same(confidence(&records(10, 7), year), 0.7);
        assert!(is_poor(record(20, 17)) && !is_poor(record(20, 18)));
        assert!(!is_poor(record(19, 1)));
    }
}
