//! What is known of each question, found anew each time from the index over its events.

use rusqlite::Row;

use super::{Store, StoreError};
use crate::id::{BankId, QuestionId, QuestionRef};
use crate::session::{History, Past};

/// For each question: whether it was answered at all, the last outcome that counts, and the last flag.
///
/// A practice response counts at once; an exam's when it is its place's last, and the exam was submitted or ran out of
/// time. One that was taken back, or given after the answer had been shown, never counts.
const PASTS: &str = "
SELECT bank, questions.question,
    EXISTS (SELECT 1 FROM events WHERE question = key AND kind = 'response'),
    (
        SELECT last.outcome FROM standing AS last CROSS JOIN sittings AS sitting ON sitting.id = last.sitting
        WHERE last.question = key AND last.kind = 'response' AND last.outcome <> 'seen' AND (
            sitting.mode = 'practice'
            OR (
                SELECT outcome FROM standing WHERE sitting = last.sitting AND kind = 'end'
                ORDER BY position DESC LIMIT 1
            ) IN ('submitted', 'overdue')
            AND NOT EXISTS (
                SELECT 1 FROM standing AS later
                WHERE later.sitting = last.sitting AND later.kind = 'response' AND later.place = last.place
                    AND later.position > last.position
            )
        )
        ORDER BY last.position DESC LIMIT 1
    ),
    (SELECT outcome FROM standing WHERE question = key AND kind = 'flag' ORDER BY position DESC LIMIT 1)
FROM questions";

impl Store {
    /// Every question's past.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn history(&self) -> Result<History, StoreError> {
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
        last_fully_right: word(3).map(|outcome| outcome == "right"),
        flagged: word(4) == Some("on"),
    };
    let question = QuestionRef { bank: BankId::new(word(0)?).ok()?, question: QuestionId::new(word(1)?).ok()? };
    (past != Past::default()).then_some((question, past))
}
