//! What authors made of the builder's questions: the verdicts of `review.jsonl`, and each family's record by them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::family::{self, Family};
use crate::id::QuestionId;
use crate::question::Parts;

/// The journal of verdicts beside the bank.
pub const REVIEW_FILE: &str = "review.jsonl";
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

/// What an author decided on a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether it may be asked.
    pub accepted: bool,
    /// Whether it was mended first: it was not acceptable as it was made.
    pub mended: bool,
    /// Its family, where the journal has it.
    pub family: Option<String>,
    /// Whether it was accepted with many others that nobody read; that tells nothing about its family.
    pub bulk: bool,
}

/// The verdicts that count, by question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts(pub BTreeMap<QuestionId, Judged>);

#[derive(Deserialize)]
struct Line {
    id: QuestionId,
    verdict: String,
    #[serde(default)]
    family: Option<String>,
    /// Whether it was one of many that nobody read.
    #[serde(default)]
    bulk: bool,
}

impl Verdicts {
    /// Reads the journal: one JSON object a line, of each question the last verdict counts and `undo` takes it back.
    /// What is no verdict is passed over; the numbers of lines that are broken come back.
    #[must_use]
    pub fn parse(journal: &str) -> (Self, Vec<usize>) {
        let mut given: BTreeMap<QuestionId, Vec<Line>> = BTreeMap::new();
        let mut broken = Vec::new();
        for (n, text) in journal.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            let Ok(line) = serde_json::from_str::<Line>(text) else {
                broken.push(n + 1);
                continue;
            };
            let before = given.entry(line.id.clone()).or_default();
            match line.verdict.as_str() {
                "undo" => drop(before.pop()),
                "accept" | "reject" | "edit" | "distractor" => before.push(line),
                _ => {}
            }
        }
        let judged = |lines: Vec<Line>| {
            let last = lines.last()?;
            let mends = |line: &Line| ["edit", "distractor"].contains(&line.verdict.as_str());
            // To mend a question is not yet to decide on it.
            (!mends(last)).then(|| Judged {
                accepted: last.verdict == "accept",
                mended: lines.iter().any(mends),
                family: last.family.clone(),
                bulk: last.bulk,
            })
        };
        let verdicts = given.into_iter().filter_map(|(id, lines)| Some((id, judged(lines)?))).collect();
        (Self(verdicts), broken)
    }

    /// Whether the author threw a question out.
    #[must_use]
    pub fn rejected(&self, id: &QuestionId) -> bool {
        self.0.get(id).is_some_and(|judged| !judged.accepted)
    }

    /// Each family's record; `family` tells those of questions whose verdict does not say.
    #[must_use]
    pub fn records(&self, family: impl Fn(&QuestionId) -> Option<String>) -> Records {
        let mut records = Records::default();
        for (id, judged) in self.0.iter().filter(|(_, judged)| !judged.bulk) {
            let Some(name) = judged.family.clone().or_else(|| family(id)) else { continue };
            let record = records.0.entry(name).or_default();
            record.judged += 1;
            record.accepted += usize::from(judged.accepted && !judged.mended);
        }
        records
    }
}

/// How many questions of a family were judged, and how many were acceptable as they were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record {
    /// Judged.
    pub judged: usize,
    /// Acceptable.
    pub accepted: usize,
}

impl Record {
    /// The share of acceptable questions, if any were judged.
    #[must_use]
    pub fn rate(self) -> Option<f64> {
        (self.judged > 0).then(|| self.accepted as f64 / self.judged as f64)
    }

    /// Whether it was judged often enough to know that it is not good enough.
    #[must_use]
    pub fn poor(self) -> bool {
        self.judged >= JUDGED_WELL && self.rate().is_some_and(|rate| rate < GOOD)
    }
}

/// The record of each family that was judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records(pub BTreeMap<String, Record>);

impl Records {
    /// The record of a family.
    #[must_use]
    pub fn of(&self, family: &str) -> Record {
        self.0.get(family).copied().unwrap_or_default()
    }

    /// How far a family is to be trusted: its record where that says enough, else what it started with.
    #[must_use]
    pub fn confidence(&self, family: &Family) -> f64 {
        let record = self.of(family.name);
        record.rate().filter(|_| record.judged >= ENOUGH).unwrap_or(family.accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::family;

    fn line(id: &str, verdict: &str) -> String {
        format!("{{\"id\":\"{id}\",\"verdict\":\"{verdict}\",\"at\":\"2026-11-22T10:00:00Z\",\"family\":\"year\"}}\n")
    }

    #[test]
    fn the_last_verdict_counts_and_undo_takes_it_back() {
        let lines = [
            ("a", "accept"),
            ("b", "accept"),
            ("b", "reject"),
            ("c", "reject"),
            ("c", "undo"),
            ("d", "edit"),
            ("d", "accept"),
            ("e", "skip"),
            ("f", "edit"),
        ];
        let mut journal: String = lines.map(|(id, verdict)| line(id, verdict)).concat();
        journal.push_str(&line("h", "accept").replace('}', ",\"bulk\":true}"));
        journal.push_str("{\"id\":\"g\",\n\n");
        let (verdicts, broken) = Verdicts::parse(&journal);
        assert_eq!(broken, [11]);
        let told: Vec<_> = verdicts.0.iter().map(|(id, it)| (id.as_str(), it.accepted, it.mended)).collect();
        assert_eq!(told, [("a", true, false), ("b", false, false), ("d", true, true), ("h", true, false)]);
        let record = verdicts.records(|_| None).of("year");
        assert_eq!(
            (record.judged, record.accepted),
            (3, 1),
            "mended is not acceptable as made, and many at once tell nothing"
        );
    }

    #[test]
    fn a_family_is_trusted_by_its_record_once_that_says_enough() {
        let year = family::named("year").unwrap();
        let records = |judged, accepted| Records([("year".to_owned(), Record { judged, accepted })].into());
        let same = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        same(records(9, 9).confidence(year), year.accepted);
        same(records(10, 7).confidence(year), 0.7);
        assert!(records(20, 17).of("year").poor() && !records(20, 18).of("year").poor());
        assert!(!records(19, 1).of("year").poor());
    }
}
