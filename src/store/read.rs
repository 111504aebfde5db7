//! Sittings read back. What cannot be read, since something else wrote it, is passed over.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rusqlite::{OptionalExtension as _, Row, ToSql, params};
use uuid::Uuid;

use super::{Store, StoreError};
use crate::bank::Bank;
use crate::clock::{Moment, Stamp, StampId, Timestamp};
use crate::id::{BankId, Digest};
use crate::question::Question;
use crate::session::{End, Mode, Options, Plan, Record, Score, Sitting, SittingId, What};

/// A sitting as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// What was fixed when it began.
    pub plan: Plan,
    /// The versions that were asked, place by place; none where it cannot be read.
    pub versions: Vec<Option<Arc<Question>>>,
    /// What happened, in order.
    pub log: Vec<Record>,
}

impl Stored {
    /// The sitting with the questions that can still be asked: one whose passage is gone is withdrawn.
    ///
    /// # Errors
    /// The bank of a question, when it is not open.
    pub fn revive<'a>(mut self, bank: impl Fn(&BankId) -> Option<&'a Bank>) -> Result<Sitting, BankId> {
        for (version, place) in self.versions.iter_mut().zip(&self.plan.form.places) {
            let id = &place.question.bank;
            let bank = bank(id).ok_or_else(|| id.clone())?;
            if version.as_ref().is_some_and(|question| !bank.faults_of(question).is_empty()) {
                *version = None;
            }
        }
        Ok(self.resume())
    }

    /// The sitting as its records left it.
    #[must_use]
    pub fn resume(self) -> Sitting {
        Sitting::resume(self.plan, self.versions, self.log)
    }
}

/// A sitting in few words, for lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Its id.
    pub id: SittingId,
    /// When it began.
    pub begun: Moment,
    /// An exam's deadline.
    pub deadline: Option<Timestamp>,
    /// What it was asked to be.
    pub options: Options,
    /// The banks of its questions.
    pub banks: Vec<BankId>,
    /// How many places it has.
    pub places: usize,
    /// How many have an answer other than a blank.
    pub answered: usize,
    /// How many need nothing more: answered, passed over, or no longer readable.
    pub done: usize,
    /// How it ended, if it did.
    pub end: Option<End>,
    /// What it came to so far.
    pub score: Score,
}

impl Summary {
    /// Its kind.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.options.mode
    }

    fn of(sitting: &Sitting) -> Self {
        let Plan { id, begun, deadline, options, form } = sitting.plan().clone();
        let banks: BTreeSet<BankId> = form.places.into_iter().map(|place| place.question.bank).collect();
        Self {
            id,
            begun,
            deadline,
            options,
            banks: banks.into_iter().collect(),
            places: sitting.len(),
            answered: (0..sitting.len()).filter(|&place| sitting.answered(place)).count(),
            done: sitting.done(),
            end: sitting.end(),
            score: sitting.score(),
        }
    }
}

/// Versions that were read already.
type Versions = HashMap<Digest, Option<Arc<Question>>>;

impl Store {
    /// A sitting with everything it needs to go on; none when there is no such sitting.
    ///
    /// # Errors
    /// When the store cannot be read, or the sitting in it is damaged.
    pub fn sitting(&self, id: SittingId) -> Result<Option<Stored>, StoreError> {
        self.load(id, &mut Versions::new())
    }

    /// The newest sittings, newest first; damaged ones are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sittings(&self, limit: usize) -> Result<Vec<Summary>, StoreError> {
        let ids = self.ids("SELECT id FROM sittings ORDER BY id DESC LIMIT ?1", params![limit as i64])?;
        let mut versions = Versions::new();
        let summaries = ids.into_iter().map(|id| self.summary(id, &mut versions));
        summaries.filter_map(Result::transpose).collect()
    }

    /// The newest sitting that can be gone on with and fits, of the latest thousand. A study sitting can until the
    /// person's day is over or another one begins: what it had still to ask is asked by the next.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn latest_open(&self, now: Moment, fits: &dyn Fn(&Summary) -> bool) -> Result<Option<Summary>, StoreError> {
        // Of a life's sittings most have ended: to look at all would take the longer the more there are.
        let open = "WITH latest AS (SELECT id, mode FROM sittings ORDER BY id DESC LIMIT 1000)
            SELECT id FROM latest AS sitting WHERE NOT EXISTS (
                SELECT 1 FROM standing WHERE sitting = sitting.id AND kind = 'end'
            ) AND (mode <> 'study' OR (
                id = (SELECT max(id) FROM latest WHERE mode = 'study')
                AND (SELECT day FROM events WHERE events.id = sitting.id) >= ?2
            )) ORDER BY id DESC LIMIT ?1";
        let today = now.day(self.turnover).0;
        // Those before it are asked for only when the newest is none.
        for (limit, known) in [(1, 0), (-1, 1)] {
            for id in self.ids(open, params![limit, today])?.into_iter().skip(known) {
                if let Some(summary) = self.summary(id, &mut Versions::new())?.filter(fits) {
                    return Ok(Some(summary));
                }
            }
        }
        Ok(None)
    }

    /// The exams that have not ended though their deadline has come, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn overdue(&self, now: Timestamp) -> Result<Vec<SittingId>, StoreError> {
        let late = "SELECT id FROM sittings AS sitting WHERE deadline <= ?1 AND mode = 'exam' AND NOT EXISTS (
                SELECT 1 FROM standing WHERE sitting = sitting.id AND kind = 'end'
            ) ORDER BY deadline";
        self.ids(late, params![now.0])
    }

    /// The exams that have not ended, newest first; damaged ones are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_exams(&self) -> Result<Vec<Summary>, StoreError> {
        let open = "SELECT id FROM sittings AS sitting WHERE mode = 'exam' AND NOT EXISTS (
                SELECT 1 FROM standing WHERE sitting = sitting.id AND kind = 'end'
            ) ORDER BY id DESC LIMIT ?1";
        let mut versions = Versions::new();
        let summaries = self.ids(open, params![-1])?.into_iter().map(|id| self.summary(id, &mut versions));
        summaries.filter_map(Result::transpose).collect()
    }

    /// The reports of faulty questions, for their author, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn faults(&self) -> Result<Vec<Record>, StoreError> {
        let sql = "SELECT id, at_ms, offset_min, sitting, payload FROM standing WHERE kind = 'fault' ORDER BY id";
        self.records(sql, [])
    }

    fn load(&self, id: SittingId, versions: &mut Versions) -> Result<Option<Stored>, StoreError> {
        let sql = "SELECT payload FROM events WHERE id = ?1 AND kind = 'begin'";
        let plan = self.db.prepare_cached(sql).and_then(|mut find| {
            find.query_row([id.0.into_bytes()], |row| Ok(row.get::<_, String>(0).unwrap_or_default())).optional()
        });
        let Some(plan) = plan.map_err(|error| self.told(error))? else { return Ok(None) };
        let plan: Plan = serde_json::from_str(&plan).map_err(|error| self.damaged(id, &error.to_string()))?;
        if plan.id != id {
            return Err(self.damaged(id, "its plan is another sitting's"));
        }
        // Each device's records in their order, and between devices by the clock: the same in whatever order two
        // histories were united.
        let sql = "SELECT id, at_ms, offset_min, sitting, payload FROM (
                SELECT *, max(id) OVER (PARTITION BY device ORDER BY seq) AS late FROM events
                WHERE sitting = ?1 AND kind <> 'begin'
            ) ORDER BY late, device, seq";
        let log = self.records(sql, [id.0.into_bytes()])?;
        let read = plan.form.places.iter().map(|place| {
            if let Some(known) = versions.get(&place.version) {
                return Ok(known.clone());
            }
            let question = self.version(place.version).map_err(|error| self.told(error))?;
            versions.insert(place.version, question.clone());
            Ok(question)
        });
        let read = read.collect::<Result<_, StoreError>>()?;
        Ok(Some(Stored { plan, versions: read, log }))
    }

    /// A sitting in few words; none when it is damaged.
    fn summary(&self, id: SittingId, versions: &mut Versions) -> Result<Option<Summary>, StoreError> {
        match self.load(id, versions) {
            Err(StoreError::Corrupt { .. }) => Ok(None),
            stored => Ok(stored?.map(|stored| Summary::of(&stored.resume()))),
        }
    }

    fn version(&self, digest: Digest) -> rusqlite::Result<Option<Arc<Question>>> {
        let mut find = self.db.prepare_cached("SELECT json FROM versions WHERE digest = ?1")?;
        let json = find.query_row([digest.to_string()], |row| Ok(row.get::<_, String>(0).ok())).optional()?.flatten();
        Ok(json.and_then(|json| Question::from_json(&json).ok()).map(Arc::new))
    }

    fn records(&self, sql: &str, of: impl rusqlite::Params) -> Result<Vec<Record>, StoreError> {
        let records = self.db.prepare_cached(sql).and_then(|mut find| {
            let records = find.query_map(of, |row| Ok(record(row)))?;
            records.filter_map(Result::transpose).collect()
        });
        records.map_err(|error| self.told(error))
    }

    fn ids(&self, sql: &str, of: &[&dyn ToSql]) -> Result<Vec<SittingId>, StoreError> {
        let ids = self.db.prepare_cached(sql).and_then(|mut find| {
            let ids = find.query_map(of, |row| Ok(row.get(0).ok().map(stamp_id)))?;
            ids.filter_map(Result::transpose).collect()
        });
        ids.map_err(|error| self.told(error))
    }

    fn damaged(&self, id: SittingId, what: &str) -> StoreError {
        StoreError::Corrupt { file: self.name(), detail: format!("sitting {id}: {what}") }
    }
}

fn stamp_id(bytes: [u8; 16]) -> StampId {
    StampId(Uuid::from_bytes(bytes))
}

/// The record of a row of id, time, offset, sitting and payload; none when it is not one that we know.
fn record(row: &Row<'_>) -> Option<Record> {
    let moment = Moment { at: Timestamp(row.get(1).ok()?), offset: row.get(2).ok()? };
    let what: What = serde_json::from_str(row.get_ref(4).ok()?.as_str().ok()?).ok()?;
    let sitting: Option<[u8; 16]> = row.get(3).ok()?;
    Some(Record { stamp: Stamp { id: stamp_id(row.get(0).ok()?), moment }, sitting: sitting.map(stamp_id), what })
}
