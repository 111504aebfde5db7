//! What study and progress ask the store.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Row, params};

use super::derive::{self, Rules};
use super::{Store, StoreError, packed};
use crate::clock::{Day, Millis, StampId};
use crate::id::{BankId, QuestionId, QuestionRef};
use crate::memory::{Guess, Parameters, Retention, Review, Scheduler, Track};
use crate::progress::Tracked;
use crate::session::{Agenda, Done, Due, What};

/// So many of the questions that are due are looked at for a sitting: more than anyone answers in one.
const DUE: usize = 2_000;
/// Up to so many questions what is known of them is summed up at every start.
const KNOWN: usize = 5_000;
/// What is read of a question that was answered or put aside.
const TRACKS: &str = "SELECT bank, questions.question, track, suspended, flagged, buried
    FROM tracks JOIN questions ON key = tracks.question";

impl Store {
    /// What study has to ask on a day, of the banks that are open.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn agenda(&mut self, day: Day, open: impl Fn(&BankId) -> bool) -> Result<Agenda, StoreError> {
        let scheduler = self.scheduler()?;
        let open = |tracked: &Tracked| open(&tracked.question.bank);
        let due = self.due(day, DUE)?.into_iter().filter(open);
        let due = due.map(|due| Due { recall: due.track.recall(&scheduler, day), question: due.question }).collect();
        let tracks = if self.has_more_tracks(KNOWN)? { Vec::new() } else { self.tracks()? };
        let tracks = || tracks.iter().filter(|tracked| open(tracked));
        Ok(Agenda {
            day,
            due,
            done: self.done(day)?,
            own: BTreeMap::new(),
            tracked: tracks().count(),
            known: tracks().map(|tracked| tracked.track.known(&scheduler, day)).sum(),
            pace: self.pace()?,
        })
    }

    /// What was answered of each bank on a day.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn done(&mut self, day: Day) -> Result<BTreeMap<BankId, Done>, StoreError> {
        self.rules()?;
        let sql = "SELECT bank, sum(fresh), sum(correct IS NOT NULL) FROM steps JOIN questions ON key = steps.question
            WHERE day = ?1 GROUP BY bank";
        let read = self.db.prepare_cached(sql).and_then(|mut find| {
            let (mut rows, mut all) = (find.query([day.0])?, BTreeMap::new());
            while let Some(row) = rows.next()? {
                let (fresh, counted): (u32, u32) = (row.get(1)?, row.get(2)?);
                if let Some(bank) = row.get_ref(0)?.as_str().ok().and_then(|bank| BankId::new(bank).ok()) {
                    all.insert(bank, Done { fresh: fresh as usize, reviewed: counted.saturating_sub(fresh) as usize });
                }
            }
            Ok(all)
        });
        read.map_err(|error| self.told(error))
    }

    /// Sets the share that is to be recalled, before anything is asked of memory.
    pub fn aim_at(&mut self, retention: Retention) {
        if self.retention != retention {
            (self.retention, self.rules) = (retention, None);
        }
    }

    /// The scheduler by which everything is derived.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn scheduler(&mut self) -> Result<Scheduler, StoreError> {
        Ok(self.rules()?.scheduler().clone())
    }

    /// The parameters of the schedule.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn parameters(&mut self) -> Result<Parameters, StoreError> {
        Ok(*self.rules()?.parameters())
    }

    /// The chance of a lucky guess, from the answers given as guesses.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn guess(&mut self) -> Result<Guess, StoreError> {
        self.rules()?;
        derive::guess(&self.db).map_err(|error| self.told(error))
    }

    /// The questions to ask again by a day, the longest due first, as many as `limit`: none that is put aside or off,
    /// and no leech.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn due(&mut self, today: Day, limit: usize) -> Result<Vec<Tracked>, StoreError> {
        let due = "WHERE due <= ?1 AND suspended = 0 AND buried <= ?1 AND lapses < ?2 ORDER BY due LIMIT ?3";
        self.tracked(due, params![today.0, Track::LEECH, limit as i64])
    }

    /// Whether more than so many questions have a track, by the index alone.
    fn has_more_tracks(&mut self, limit: usize) -> Result<bool, StoreError> {
        self.rules()?;
        let many = "SELECT 1 FROM tracks WHERE due IS NOT NULL LIMIT 1 OFFSET ?1";
        let many = self.db.prepare_cached(many).and_then(|mut find| find.exists([limit as i64]));
        many.map_err(|error| self.told(error))
    }

    /// How long an answer takes on the whole, over the last thirty days with answers; none without any.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn pace(&mut self) -> Result<Option<Millis>, StoreError> {
        self.rules()?;
        let sql = "SELECT sum(took) / sum(answers) FROM
            (SELECT took, answers FROM days WHERE answers > 0 ORDER BY day DESC LIMIT 30)";
        let pace =
            self.db.prepare_cached(sql).and_then(|mut find| find.query_row([], |row| row.get::<_, Option<i64>>(0)));
        pace.map(|pace| pace.map(Millis)).map_err(|error| self.told(error))
    }

    /// What moved each question's memory, question by question, to fit the schedule to.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn reviews(&mut self) -> Result<Vec<Vec<Review>>, StoreError> {
        self.rules()?;
        let sql = "SELECT question, grade, elapsed, day FROM steps WHERE grade IS NOT NULL ORDER BY question, day";
        let read = self.db.prepare_cached(sql).and_then(|mut find| {
            let mut all: Vec<Vec<Review>> = Vec::new();
            let (mut rows, mut last) = (find.query([])?, None);
            while let Some(row) = rows.next()? {
                let question: i64 = row.get(0)?;
                let Some(grade) = derive::grade(row.get(1)?) else { continue };
                if last != Some(question) {
                    last = Some(question);
                    all.push(Vec::new());
                }
                if let Some(reviews) = all.last_mut() {
                    reviews.push(Review { grade, days: row.get(2)?, day: Day(row.get(3)?) });
                }
            }
            Ok(all)
        });
        read.map_err(|error| self.told(error))
    }

    /// The last id of all: what happens now is to sort after it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn latest(&self) -> Result<Option<StampId>, StoreError> {
        let found = self
            .db
            .prepare_cached("SELECT max(id) FROM events")
            .and_then(|mut find| find.query_row([], |row| row.get::<_, Option<[u8; 16]>>(0)));
        found.map(|id| id.map(|id| StampId(uuid::Uuid::from_bytes(id)))).map_err(|error| self.told(error))
    }

    /// All of the learner's own notes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn notes(&self) -> Result<HashMap<QuestionRef, String>, StoreError> {
        let sql = "SELECT payload FROM standing WHERE kind = 'note' ORDER BY id";
        let read = self.db.prepare_cached(sql).and_then(|mut find| {
            let (mut rows, mut notes) = (find.query([])?, HashMap::new());
            while let Some(row) = rows.next()? {
                match serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()) {
                    Ok(What::Note { question, text }) if text.is_empty() => drop(notes.remove(&question)),
                    Ok(What::Note { question, text }) => drop(notes.insert(question, text)),
                    _ => {}
                }
            }
            Ok(notes)
        });
        read.map_err(|error| self.told(error))
    }

    /// The rules by which everything is derived, once it is.
    pub(super) fn rules(&mut self) -> Result<&Rules, StoreError> {
        if self.rules.is_none() {
            let file = self.name();
            let told = |error| StoreError::sqlite(std::path::Path::new(&file), error);
            let rules = if let Some(rules) = derive::settled(&self.db, self.retention).map_err(told)? {
                rules
            } else {
                let tx = super::writing(&mut self.db).map_err(told)?;
                let made = derive::settle(&tx, self.retention).and_then(|rules| tx.commit().map(|()| rules));
                made.map_err(told)?
            };
            self.rules = Some(rules);
        }
        self.rules.as_ref().ok_or_else(|| StoreError::Foreign { file: self.name() })
    }

    fn tracked(&mut self, which: &str, of: impl rusqlite::Params) -> Result<Vec<Tracked>, StoreError> {
        self.rules()?;
        let read = self.db.prepare_cached(&format!("{TRACKS} {which}")).and_then(|mut find| {
            let (mut rows, mut all) = (find.query(of)?, Vec::new());
            while let Some(row) = rows.next()? {
                all.extend(tracked(row));
            }
            Ok(all)
        });
        read.map_err(|error| self.told(error))
    }
}

/// The question of a row of bank and question; none when it cannot be one.
pub(super) fn named(row: &Row<'_>) -> Option<QuestionRef> {
    let word = |column| row.get_ref(column).ok()?.as_str().ok();
    Some(QuestionRef { bank: BankId::new(word(0)?).ok()?, question: QuestionId::new(word(1)?).ok()? })
}

/// A row of bank, question, track, suspended, flagged, buried; none when it cannot be read.
fn tracked(row: &Row<'_>) -> Option<Tracked> {
    let question = named(row)?;
    let track = packed::unpack(row.get_ref(2).ok()?.as_blob().ok()?)?;
    let (suspended, flagged, buried) = (row.get(3).ok()?, row.get(4).ok()?, Day(row.get(5).ok()?));
    Some(Tracked { question, track, suspended, flagged, buried })
}
