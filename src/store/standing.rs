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

    /// What is kept of every question, in the order of their ids. Each table is read in its own order, which takes less
    /// than to look each question's name up.
    fn kept(&mut self) -> Result<Vec<(QuestionRef, Kept)>, StoreError> {
        self.rules()?;
        let read = || {
            let (mut keys, mut kept) = (Vec::<i64>::new(), Vec::new());
            let sql = "SELECT question, track, suspended, flagged, buried FROM tracks ORDER BY question";
            let mut find = self.db.prepare_cached(sql)?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(read) = self::kept(row) {
                    keys.push(row.get(0)?);
                    kept.push(Some(read));
                }
            }
            let place = |key: i64| {
                // Keys are given one after the other, so that it mostly stands as far from the first as it is larger.
                let near = usize::try_from(key.saturating_sub(*keys.first()?)).ok();
                near.filter(|&near| keys.get(near) == Some(&key)).or_else(|| keys.binary_search(&key).ok())
            };
            let mut named = Vec::with_capacity(kept.len());
            let mut find =
                self.db.prepare_cached("SELECT bank, question, key FROM questions ORDER BY bank, question")?;
            let mut rows = find.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(kept) = place(row.get(2)?).and_then(|at| kept.get_mut(at)?.take()) {
                    named.extend(study::named(row).map(|question| (question, kept)));
                }
            }
            Ok(named)
        };
        read().map_err(|error| self.told(error))
    }
}

/// A row of a question, its track, suspended, flagged, buried; none when it cannot be read.
fn kept(row: &Row<'_>) -> Option<Kept> {
    let track = row.get_ref(1).ok()?.as_blob_or_null().ok()?;
    let (suspended, flagged, buried) = (row.get(2).ok()?, row.get(3).ok()?, Day(row.get(4).ok()?));
    Some(Kept { track: track.and_then(packed::unpack), suspended, flagged, buried })
}

fn tracked((question, kept): (QuestionRef, Kept)) -> Option<Tracked> {
    let Kept { track, suspended, flagged, buried } = kept;
    Some(Tracked { question, track: track?, suspended, flagged, buried })
}
