//! All that figures are made from.

use rusqlite::Row;

use super::{Store, StoreError, derive, packed, study};
use crate::clock::Day;
use crate::id::QuestionRef;
use crate::memory::Track;
use crate::progress::{Daily, Standing, Tracked};

/// What is kept of a question.
struct Kept {
    track: Option<Track>,
    suspended: bool,
    flagged: bool,
    buried: Day,
}

impl Store {
    /// Every question that has a track, in the order of their ids.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn tracks(&mut self) -> Result<Vec<Tracked>, StoreError> {
        let kept = self.kept()?;
        Ok(kept.into_iter().filter_map(tracked).collect())
    }

    /// All that figures are made from.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn standing(&mut self, today: Day) -> Result<Standing, StoreError> {
        let (scheduler, guess, kept) = (self.scheduler()?, self.guess()?, self.kept()?);
        let suspended = kept.iter().filter(|(_, kept)| kept.suspended).map(|(question, _)| question.clone()).collect();
        let tracks = kept.into_iter().filter_map(tracked).collect();
        Ok(Standing { today, scheduler, guess, tracks, suspended, days: self.days()? })
    }

    /// The sums of every day on which something was answered, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn days(&mut self) -> Result<Vec<Daily>, StoreError> {
        self.rules()?;
        derive::days(&self.db).map_err(|error| self.told(error))
    }

    /// What is kept of every question, in the order of their ids. Each table is read in its own order, which takes half
    /// the time of looking each question's name up.
    fn kept(&mut self) -> Result<Vec<(QuestionRef, Kept)>, StoreError> {
        self.rules()?;
        let read = || {
            let mut kept = Vec::new();
            let mut find = self.db.prepare_cached(
                "SELECT question, track, suspended, flagged, buried FROM tracks ORDER BY question",
            )?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                kept.extend(self::kept(row));
            }
            let mut named = Vec::with_capacity(kept.len());
            let mut find = self.db.prepare_cached("SELECT bank, question, key FROM questions ORDER BY bank, question")?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                let key: i64 = row.get(2)?;
                if let Ok(at) = kept.binary_search_by_key(&key, |(key, _)| *key)
                    && let Some(known) = kept.get_mut(at).and_then(|(_, kept)| kept.take())
                {
                    named.extend(study::named(row).map(|question| (question, known)));
                }
            }
            Ok(named)
        };
        read().map_err(|error| self.told(error))
    }
}

/// A row of question, track, suspended, flagged, buried; none when it cannot be read.
fn kept(row: &Row<'_>) -> Option<(i64, Option<Kept>)> {
    let track = row.get_ref(1).ok()?.as_blob_or_null().ok()?;
    let (suspended, flagged, buried) = (row.get(2).ok()?, row.get(3).ok()?, Day(row.get(4).ok()?));
    Some((row.get(0).ok()?, Some(Kept { track: track.and_then(packed::unpack), suspended, flagged, buried })))
}

fn tracked((question, kept): (QuestionRef, Kept)) -> Option<Tracked> {
    let Kept { track, suspended, flagged, buried } = kept;
    Some(Tracked { question, track: track?, suspended, flagged, buried })
}
