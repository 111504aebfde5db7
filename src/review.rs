//! The author's review: which questions wait for a verdict, in what order, and what a verdict does to the bank.
//!
//! A [`Review`] is a value. A verdict is asked of it as a [`Ruling`], lines for the [journal](crate::journal) and [changes](patch) to the
//! bank's text, which a [`Folder`] keeps; only then is it told to the review, with the bank as it is now.

use std::collections::HashMap;

use crate::bank::Bank;
use crate::build::family;
use crate::build::record::{self, ENOUGH, GOOD};
use crate::clock::{Moment, Timestamp};
use crate::flaw::{self, Severity, Surroundings};
use crate::id::{BankId, QuestionId};
use crate::question::{Fault, Question, Status};

pub mod built;
mod folder;
pub mod patch;
mod ruling;
pub mod template;

pub use crate::journal::{Journal, Line, Record, Records, Verdict};
pub use built::Built;
pub use folder::{Folder, Opened};
pub use patch::{Change, Clash};
pub use ruling::Ruling;

/// So many verdicts are needed to accept the rest of a family unread.
pub const MANY: usize = 20;

/// Why a question waits for a verdict; those that matter most come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Documents disagree about its answer.
    Conflict,
    /// Its answer changed in the document.
    Stale,
    /// A passage that it cites is gone, or it has another fault that bars it.
    Orphaned,
    /// A learner reported it.
    Reported,
    /// Its family was often not acceptable.
    Unsure,
    /// Nobody has judged it yet.
    New,
}

impl Why {
    /// In a word or two.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Stale => "stale",
            Self::Orphaned => "not asked",
            Self::Reported => "reported",
            Self::Unsure => "unsure family",
            Self::New => "new",
        }
    }
}

/// A learner's report of a faulty question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The question.
    pub question: QuestionId,
    /// When.
    pub at: Timestamp,
    /// What is wrong, in the learner's words; may be empty.
    pub words: String,
}

/// A question that waits for a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The question.
    pub id: QuestionId,
    /// Why it waits.
    pub why: Why,
    /// The family that made it.
    pub family: Option<String>,
    /// Whether it was left for later as it stands.
    skipped: bool,
}

/// The review of a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    bank: BankId,
    journal: Journal,
    reports: Vec<Report>,
    built: Built,
    items: Vec<Item>,
    /// What was skipped since the last verdict, in order: undo leads back to it.
    skips: Vec<QuestionId>,
    /// How many questions cannot be read, and so not be reviewed.
    unreadable: usize,
}

impl Review {
    /// The review of a bank, as far as it has come.
    #[must_use]
    pub fn new(bank: &Bank, journal: Journal, built: Built, reports: Vec<Report>) -> Self {
        let mut review = Self {
            bank: bank.head().id.clone(),
            journal,
            reports,
            built,
            items: Vec::new(),
            skips: Vec::new(),
            unreadable: 0,
        };
        review.fill(bank);
        review
    }

    /// Finds all that waits.
    fn fill(&mut self, bank: &Bank) {
        let records = self.journal.records();
        let mut unreadable = 0;
        let mut ranked = Vec::new();
        for index in 0..bank.len() {
            match bank.original(index) {
                Ok(question) => {
                    let Some(item) = self.item(bank, &question, &records) else { continue };
                    let doubt = item.family.as_deref().map_or(1.0, |family| confidence(family, &records));
                    ranked.push((item.skipped, item.why, (doubt * 1e6) as u64, index, item));
                }
                Err(_) => unreadable += 1,
            }
        }
        ranked.sort_by_key(|(skipped, why, doubt, index, _)| {
            (*skipped, *why, if *why == Why::Unsure { *doubt } else { 0 }, *index)
        });
        self.items = ranked.into_iter().map(|(.., item)| item).collect();
        self.unreadable = unreadable;
    }

    /// A question with the reason why it waits, if it does.
    fn item(&self, bank: &Bank, question: &Question, records: &Records) -> Option<Item> {
        let last = self.journal.verdict(&question.id);
        let present = last.filter(|line| line.version == question.digest());
        if present.is_some_and(|line| line.verdict.is_final()) && self.reports_of(&question.id).is_empty() {
            return None;
        }
        let family = family_of(question).map(ToOwned::to_owned);
        let why = match question.status {
            Some(Status::Conflict) => Why::Conflict,
            Some(Status::Stale) => Why::Stale,
            _ if !bank.faults_of(question).is_empty() => Why::Orphaned,
            _ if !self.reports_of(&question.id).is_empty() => Why::Reported,
            Some(Status::Draft) => match &family {
                Some(family) if confidence(family, records) < GOOD => Why::Unsure,
                _ => Why::New,
            },
            None => return None,
        };
        let skipped = self.journal.skipped(&question.id) == Some(question.digest());
        Some(Item { id: question.id.clone(), why, family, skipped })
    }

    /// The bank that is reviewed.
    #[must_use]
    pub const fn bank(&self) -> &BankId {
        &self.bank
    }

    /// Its verdicts.
    #[must_use]
    pub const fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What the builder kept of its questions.
    #[must_use]
    pub const fn built(&self) -> &Built {
        &self.built
    }

    /// All that waits, in order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The question that is to be judged now.
    #[must_use]
    pub fn current(&self) -> Option<&Item> {
        self.items.first()
    }

    /// The question that is to be judged now, as the bank has it.
    #[must_use]
    pub fn question(&self, bank: &Bank) -> Option<Result<Question, Vec<Fault>>> {
        Some(bank.original(position(bank, &self.current()?.id)?))
    }

    /// How many questions have been judged for good, and how many are or were to be.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let again =
            self.items.iter().filter(|item| self.journal.verdict(&item.id).is_some_and(|line| line.verdict.is_final()));
        let judged = self.journal.judged() - again.count();
        (judged, judged + self.items.len())
    }

    /// How many questions cannot be read, and so not be reviewed.
    #[must_use]
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// The reports of a question that came after its last verdict.
    #[must_use]
    pub fn reports_of(&self, id: &QuestionId) -> Vec<&Report> {
        let since = self.journal.verdict(id).map(|line| line.at.at);
        let news = |report: &&Report| report.question == *id && since.is_none_or(|since| report.at > since);
        self.reports.iter().filter(news).collect()
    }

    /// Whether a family's record is good enough to accept the rest of it unread.
    #[must_use]
    pub fn is_good(&self, family: &str) -> bool {
        let record = self.journal.records().of(family);
        record.judged >= MANY && record.rate().is_some_and(|rate| rate >= GOOD)
    }

    /// What a family came to so far, in words.
    #[must_use]
    pub fn told_of(&self, family: &str) -> String {
        let record = self.journal.records().of(family);
        let Record { judged, accepted, .. } = record;
        match (judged, family::named(family)) {
            (0, Some(known)) => format!("{:.0} % acceptable before", known.accepted * 100.0),
            (0, None) => "none judged yet".to_owned(),
            _ => format!("{accepted} of {judged} judged were acceptable as made"),
        }
    }

    /// Takes in a ruling that was kept; `bank` is what it led to.
    pub fn ruled(&mut self, bank: &Bank, ruling: &Ruling) {
        for line in &ruling.lines {
            self.journal.add(line.clone());
        }
        if let Some(id) = &ruling.back {
            self.skips.pop();
            if let Some(at) = self.items.iter().position(|item| item.id == *id) {
                let item = self.items.remove(at);
                self.items.insert(0, Item { skipped: false, ..item });
            }
            return;
        }
        match ruling.lines.as_slice() {
            [Line { id, verdict: Verdict::Skip, .. }] => self.skips.push(id.clone()),
            _ => self.skips.clear(),
        }
        let (records, places) = (self.journal.records(), places(bank));
        let mut back = Vec::new();
        for Line { id, verdict, .. } in &ruling.lines {
            let at = self.items.iter().position(|item| item.id == *id);
            let old = at.map(|at| self.items.remove(at));
            let question = places.get(id.as_str()).and_then(|index| bank.original(*index).ok());
            let fresh = question.as_ref().and_then(|question| self.item(bank, question, &records));
            match (verdict, fresh.or(old)) {
                (Verdict::Skip, Some(item)) => self.items.push(Item { skipped: true, ..item }),
                (Verdict::Undo | Verdict::Edit { .. } | Verdict::Distractor { .. }, Some(item)) => {
                    back.push(Item { skipped: false, ..item });
                }
                _ => {}
            }
        }
        self.items.splice(0..0, back);
    }

    /// Takes in that the bank was changed from outside: what is gone or no longer waits leaves the queue.
    pub fn refreshed(&mut self, bank: &Bank) {
        let (records, places) = (self.journal.records(), places(bank));
        let mut items = std::mem::take(&mut self.items);
        items.retain_mut(|item| {
            let Some(index) = places.get(item.id.as_str()) else { return false };
            // What cannot be read stays, to be mended.
            let Ok(question) = bank.original(*index) else { return true };
            match self.item(bank, &question, &records) {
                Some(fresh) => {
                    *item = Item { skipped: item.skipped, ..fresh };
                    true
                }
                None => false,
            }
        });
        self.items = items;
    }
}

/// The flaws of a question that count: those that it does not allow, notes aside.
#[must_use]
pub fn flaws(bank: &Bank, question: &Question) -> Vec<flaw::Found> {
    let around = Surroundings { language: bank.head().language.as_deref(), aliases: &bank.head().aliases };
    let found = flaw::flaws_of(question, &around);
    found.into_iter().filter(|found| !found.allowed && found.flaw.severity != Severity::Note).collect()
}

/// The family that made a question.
#[must_use]
pub fn family_of(question: &Question) -> Option<&str> {
    Some(question.origin.as_deref()?.strip_prefix("build: ")?.trim())
}

/// The share of a family's questions that is acceptable: as it was measured here, or else its starting value.
#[must_use]
pub fn confidence(family: &str, records: &Records) -> f64 {
    let unknown = || Some(records.of(family)).filter(|record| record.judged >= ENOUGH).and_then(Record::rate);
    family::named(family).map_or_else(|| unknown().unwrap_or(0.0), |family| record::confidence(records, family))
}

/// Where a question stands in its bank.
fn position(bank: &Bank, id: &QuestionId) -> Option<usize> {
    (0..bank.len()).find(|index| bank.id_at(*index) == Some(id.as_str()))
}

/// Where every question stands.
fn places(bank: &Bank) -> HashMap<&str, usize> {
    (0..bank.len()).filter_map(|index| Some((bank.id_at(index)?, index))).collect()
}

fn line(question: &Question, verdict: Verdict, at: Moment) -> Line {
    let family = family_of(question).map(ToOwned::to_owned);
    Line { id: question.id.clone(), version: question.digest(), verdict, at, family, bulk: false }
}

#[cfg(test)]
mod tests;
