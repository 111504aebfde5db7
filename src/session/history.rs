//! What is known of each question from earlier sittings, for the filters.

use std::collections::{BTreeMap, HashMap};

use crate::clock::Day;
use crate::id::{BankId, QuestionRef};

/// A question's past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// Whether it was ever answered.
    pub asked: bool,
    /// Whether the last response that counts was fully right; none when no response counts.
    pub last_fully_right: Option<bool>,
    /// Whether it is flagged for later.
    pub flagged: bool,
    /// Whether it was put aside: study does not ask it.
    pub suspended: bool,
    /// The first day on which study asks it, where it was put off.
    pub buried: Day,
}

impl Default for Past {
    fn default() -> Self {
        let buried = Day(i32::MIN);
        Self { asked: false, last_fully_right: None, flagged: false, suspended: false, buried }
    }
}

/// How many of a bank's questions have what a filter asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Those that were ever answered.
    pub asked: usize,
    /// Those whose last response that counts was not fully right.
    pub missed: usize,
    /// Those that are flagged.
    pub flagged: usize,
}

impl Totals {
    fn count(&mut self, past: Past, more: bool) {
        let one = |sum: &mut usize, has: bool| {
            *sum = if more { sum.saturating_add(usize::from(has)) } else { sum.saturating_sub(usize::from(has)) };
        };
        one(&mut self.asked, past.asked);
        one(&mut self.missed, past.last_fully_right == Some(false));
        one(&mut self.flagged, past.flagged);
    }
}

/// Every question's past; a question without one was never asked. Beside it each bank's totals, which may be there before
/// the rest is.
#[derive(Debug, Clone, Default)]
pub struct History {
    pasts: HashMap<QuestionRef, Past>,
    totals: BTreeMap<BankId, Totals>,
    awaited: bool,
}

/// The totals follow from the pasts.
impl PartialEq for History {
    fn eq(&self, other: &Self) -> bool {
        (&self.pasts, self.awaited) == (&other.pasts, other.awaited)
    }
}

impl History {
    /// The totals alone, while the rest is awaited.
    #[must_use]
    pub fn awaited(totals: BTreeMap<BankId, Totals>) -> Self {
        Self { pasts: HashMap::new(), totals, awaited: true }
    }

    /// Whether all but the totals is still to be asked for.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        self.awaited
    }

    /// Takes note that it was asked for, and tells whether it had to be.
    pub const fn ask(&mut self) -> bool {
        std::mem::replace(&mut self.awaited, false)
    }

    /// Takes a newer one; where that is awaited, the pasts stay as they are known until it is there.
    pub fn renew(&mut self, newer: Self) {
        if newer.awaited {
            (self.totals, self.awaited) = (newer.totals, true);
        } else {
            *self = newer;
        }
    }

    /// The past of one question.
    #[must_use]
    pub fn of(&self, question: &QuestionRef) -> Past {
        self.pasts.get(question).copied().unwrap_or_default()
    }

    /// Changes the past of one question.
    pub fn change(&mut self, question: QuestionRef, change: impl FnOnce(&mut Past)) {
        let totals = self.totals.entry(question.bank.clone()).or_default();
        let past = self.pasts.entry(question).or_default();
        totals.count(*past, false);
        change(past);
        totals.count(*past, true);
    }

    /// Every question with a past.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionRef, &Past)> {
        self.pasts.iter()
    }

    /// The totals of each bank with a past.
    pub fn totals(&self) -> impl Iterator<Item = (&BankId, &Totals)> {
        self.totals.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::QuestionId;

    #[test]
    fn the_totals_follow_what_is_changed() {
        let named =
            |name: &str| QuestionRef { bank: BankId::new("b").unwrap(), question: QuestionId::new(name).unwrap() };
        let mut history = History::default();
        history.change(named("one"), |past| (past.asked, past.last_fully_right) = (true, Some(false)));
        history.change(named("two"), |past| (past.asked, past.flagged) = (true, true));
        let totals = |history: &History| history.totals().map(|(_, totals)| *totals).collect::<Vec<_>>();
        assert_eq!(totals(&history), [Totals { asked: 2, missed: 1, flagged: 1 }]);
        history.change(named("one"), |past| past.last_fully_right = Some(true));
        history.change(named("two"), |past| *past = Past::default());
        assert_eq!(totals(&history), [Totals { asked: 1, missed: 0, flagged: 0 }]);
    }
}
