//! What is known of each question from earlier sittings.

use rusqlite::Row;

use super::{Store, StoreError};
use crate::clock::Day;
use crate::id::{BankId, QuestionId, QuestionRef};
use crate::session::{History, Past};

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
                    *history.entry(question) = past;
                }
            }
            Ok(())
        });
        read.map(|()| history).map_err(|error| self.told(error))
    }
}

/// The past of a row; none when there is nothing to say, or the question's name is none.
fn past(row: &Row<'_>) -> Option<(QuestionRef, Past)> {
    let word = |column| row.get_ref(column).ok()?.as_str().ok();
    let past = Past {
        asked: row.get(2).ok()?,
        last_fully_right: row.get(3).ok()?,
        flagged: row.get(4).ok()?,
        suspended: row.get(5).ok()?,
        buried: Day(row.get(6).ok()?),
    };
    let question = QuestionRef { bank: BankId::new(word(0)?).ok()?, question: QuestionId::new(word(1)?).ok()? };
    (past != Past::default()).then_some((question, past))
}
