//! The journal: every verdict of a bank, one JSON object a line, appended and never changed.
//!
//! A verdict stands until it is taken back by an `undo` of the same question, and the last one that stands counts. It
//! names the version that was judged, so that a question that has changed since is judged again.

use std::collections::HashMap;

use crate::id::{Digest, QuestionId};
use crate::question::Fault;

mod line;
mod record;
#[cfg(test)]
mod tests;

pub use line::{Line, Verdict};
pub use record::{Record, Records};

/// The journal's file beside the bank.
pub const JOURNAL_FILE: &str = "review.jsonl";

/// A bank's verdicts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    lines: Vec<Line>,
    /// Each question's lines that stand, by their position.
    standing: HashMap<QuestionId, Vec<usize>>,
    /// The questions that were left for another time, each with the version.
    skipped: HashMap<QuestionId, Digest>,
}

impl Journal {
    /// Reads a journal. What cannot be read is told with the number of its line, and passed over.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<(usize, Fault)>) {
        let (mut journal, mut faults) = (Self::default(), Vec::new());
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match Line::of_json(line) {
                Ok(line) => journal.add(line),
                Err(fault) => faults.push((number, fault)),
            }
        }
        (journal, faults)
    }

    /// Takes a line in.
    pub fn add(&mut self, line: Line) {
        if line.verdict == Verdict::Skip {
            self.skipped.insert(line.id.clone(), line.version);
        } else {
            self.skipped.remove(&line.id);
            let standing = self.standing.entry(line.id.clone()).or_default();
            if line.verdict == Verdict::Undo {
                standing.pop();
            } else {
                standing.push(self.lines.len());
            }
        }
        self.lines.push(line);
    }

    /// Every line, those that were taken back too.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The verdict on a question that counts.
    #[must_use]
    pub fn verdict(&self, id: &QuestionId) -> Option<&Line> {
        self.lines.get(*self.standing.get(id)?.last()?)
    }

    /// The version in which a question was left for another time, if that was the last of it.
    #[must_use]
    pub fn skipped(&self, id: &QuestionId) -> Option<Digest> {
        self.skipped.get(id).copied()
    }

    /// Why a question was rejected, if it was.
    #[must_use]
    pub fn rejected(&self, id: &QuestionId) -> Option<&str> {
        match &self.verdict(id)?.verdict {
            Verdict::Reject { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// The verdict that was given last and stands, or all that were given at once with it.
    #[must_use]
    pub fn last(&self) -> Vec<&Line> {
        let mut at: Vec<usize> = self.standing.values().flatten().copied().collect();
        at.sort_unstable();
        let lines: Vec<&Line> = at.iter().filter_map(|at| self.lines.get(*at)).collect();
        let Some(last) = lines.last() else { return Vec::new() };
        let together = |line: &&&Line| last.bulk && line.bulk && line.at == last.at;
        let many = lines.iter().rev().take_while(together).count().max(1);
        lines.into_iter().skip(at.len().saturating_sub(many)).collect()
    }

    /// How many questions are judged for good.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.standing.keys().filter(|id| self.verdict(id).is_some_and(|line| line.verdict.is_final())).count()
    }

    /// What became of each family's questions. Those that were accepted unread tell nothing.
    #[must_use]
    pub fn records(&self) -> Records {
        self.records_with(|_| None)
    }

    /// The same, where `family` tells that of a question whose verdict does not say.
    #[must_use]
    pub fn records_with(&self, family: impl Fn(&QuestionId) -> Option<String>) -> Records {
        let mut records = Records::default();
        for (id, standing) in &self.standing {
            let Some(line) = self.verdict(id).filter(|line| line.verdict.is_final() && !line.bulk) else { continue };
            let Some(family) = line.family.clone().or_else(|| family(id)) else { continue };
            let record = records.0.entry(family).or_default();
            record.judged += 1;
            let changed = standing
                .iter()
                .filter_map(|at| self.lines.get(*at))
                .any(|line| matches!(line.verdict, Verdict::Edit { .. } | Verdict::Distractor { .. }));
            match line.verdict {
                Verdict::Accept { .. } if changed => record.mended += 1,
                Verdict::Accept { .. } => record.accepted += 1,
                _ => {}
            }
        }
        records
    }
}
