//! What is known of each question from earlier sittings.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::{Store, StoreError, study};
use crate::clock::Day;
use crate::id::{BankId, QuestionRef};
use crate::session::{History, Past, Totals};

/// What is derived of each question. A practice response counts at once; an exam's when it is its place's last, and the
/// exam was submitted or ran out of time. One that was taken back, or given after the answer had been shown, never counts.
const PASTS: &str = "SELECT bank, questions.question, asked, last_right, flagged, suspended, buried
    FROM tracks JOIN questions ON key = tracks.question";

impl Store {
    /// Every question's past.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn history(&mut self) -> Result<History, StoreError> {
        self.rules()?;
        let mut history = History::default();
        let read = self.db.prepare_cached(PASTS).and_then(|mut find| {
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                if let Some((question, past)) = past(row) {
                    history.change(question, |known| *known = past);
                }
            }
            Ok(())
        });
        read.map(|()| history).map_err(|error| self.told(error))
    }

    /// Every question's past; where more than so many questions have one, only the totals.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn history_within(&mut self, limit: usize) -> Result<History, StoreError> {
        self.rules()?;
        let many = "SELECT 1 FROM tracks LIMIT 1 OFFSET ?1";
        let many = self.db.prepare_cached(many).and_then(|mut find| find.exists([limit as i64]));
        if !many.map_err(|error| self.told(error))? {
            return self.history();
        }
        let read = self.db.prepare_cached("SELECT bank, asked, missed, flagged FROM totals").and_then(|mut find| {
            let (mut rows, mut all) = (find.query([])?, BTreeMap::new());
            while let Some(row) = rows.next()? {
                if let Some((bank, totals)) = totals(row) {
                    all.insert(bank, totals);
                }
            }
            Ok(all)
        });
        read.map(History::awaited).map_err(|error| self.told(error))
    }
}

/// The past of a row; none when there is nothing to say, or the question's name is none.
fn past(row: &Row<'_>) -> Option<(QuestionRef, Past)> {
    let past = Past {
        asked: row.get(2).ok()?,
        last_fully_right: row.get(3).ok()?,
        flagged: row.get(4).ok()?,
        suspended: row.get(5).ok()?,
        buried: Day(row.get(6).ok()?),
    };
    (past != Past::default()).then_some(())?;
    Some((study::named(row)?, past))
}

/// The totals of a row of bank, asked, missed and flagged; none when the bank's name is none.
fn totals(row: &Row<'_>) -> Option<(BankId, Totals)> {
    let bank = BankId::new(row.get_ref(0).ok()?.as_str().ok()?).ok()?;
    let count = |column| row.get::<_, u32>(column).map_or(0, |count| count as usize);
    Some((bank, Totals { asked: count(1), missed: count(2), flagged: count(3) }))
}
