//! What is appended: sittings as they begin, and records as they happen.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use super::{Store, StoreError, derive, device, error};
use crate::clock::{Moment, Stamp, Stamps};
use crate::id::QuestionRef;
use crate::question::Drawn;
use crate::session::{End, Plan, Record, Sitting, SittingId, What};

impl Store {
    /// Ends every exam whose deadline passed while nobody was there, submitting what there was. Whoever has one open ends
    /// it there. Returns those that were ended.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn end_overdue(&mut self, stamps: &mut Stamps, now: Moment) -> Result<Vec<Sitting>, StoreError> {
        let mut ended = Vec::new();
        for id in self.overdue(now.at)? {
            let (Some(_hold), Some(stored)) = (self.hold(id)?, self.sitting(id)?) else { continue };
            let mut sitting = stored.resume();
            self.append(&sitting.finish(End::Overdue, || stamps.next(now)))?;
            ended.push(sitting);
        }
        Ok(ended)
    }

    /// Keeps a sitting that begins, with its form and the versions that are asked. One that is there already stays.
    ///
    /// # Errors
    /// When it cannot be written; then nothing was.
    pub fn begin(&mut self, plan: &Plan, versions: &[Drawn]) -> Result<(), StoreError> {
        self.write(|pen| pen.begin(plan, versions))
    }

    /// Appends records, all or none. A record that is there already, by its id, is passed over, so that an append whose
    /// fate is unknown can be repeated.
    ///
    /// # Errors
    /// When they cannot be written; then none was.
    pub fn append(&mut self, records: &[Record]) -> Result<(), StoreError> {
        if records.is_empty() {
            return Ok(());
        }
        self.write(|pen| records.iter().try_for_each(|record| pen.record(record)))
    }

    /// Writes in one transaction.
    fn write(&mut self, work: impl FnOnce(&mut Pen<'_>) -> rusqlite::Result<()>) -> Result<(), StoreError> {
        self.rules()?;
        let Self { db, home, turnover, marked, rules, retention } = self;
        let folder = home.as_ref().map(|home| home.folder.as_path());
        let written = (|| {
            let tx = super::writing(db)?;
            if !*marked {
                device::mark(&tx, folder)?;
            }
            let mut pen = Pen::new(&tx, *turnover)?;
            work(&mut pen)?;
            let Pen { touched, fitted, .. } = pen;
            if let Some(rules) = rules.as_mut() {
                // Another ibid may have changed the rules.
                if !derive::is_settled(&tx, rules)? {
                    *rules = derive::settle(&tx, *retention)?;
                }
                derive::refold(&tx, rules, &touched)?;
            }
            tx.commit()?;
            if fitted {
                *rules = None;
            }
            Ok(())
        })();
        *marked |= written.is_ok();
        let file = home.as_ref().map_or(Path::new(error::MEMORY), |home| home.file.as_path());
        written.map_err(|error| StoreError::sqlite(file, error))
    }
}

/// Writes events under the device's next sequence numbers.
struct Pen<'a> {
    db: &'a Connection,
    device: [u8; 16],
    seq: i64,
    turnover: u8,
    /// The questions of which something else may now be known.
    touched: BTreeSet<i64>,
    /// Whether the schedule was fitted anew.
    fitted: bool,
}

/// What the columns of an event hold beside its stamp.
#[derive(Default)]
struct Columns<'a> {
    kind: &'static str,
    sitting: Option<SittingId>,
    question: Option<&'a QuestionRef>,
    place: Option<usize>,
    target: Option<[u8; 16]>,
    outcome: Option<&'static str>,
}

impl<'a> Pen<'a> {
    fn new(db: &'a Connection, turnover: u8) -> rusqlite::Result<Self> {
        let device = device::id(db)?;
        let mut last = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM events WHERE device = ?1")?;
        let seq = last.query_row([device], |row| row.get(0))?;
        Ok(Self { db, device, seq, turnover, touched: BTreeSet::new(), fitted: false })
    }

    fn begin(&mut self, plan: &Plan, drawn: &[Drawn]) -> rusqlite::Result<()> {
        let id = plan.id.0.into_bytes();
        let mode = plan.options.mode.name();
        let deadline = plan.deadline.map(|deadline| deadline.0);
        let sql = "INSERT INTO sittings (id, mode, deadline) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        if self.db.execute(sql, params![id, mode, deadline])? == 0 {
            return Ok(());
        }
        for drawn in drawn {
            let question = self.question(&drawn.id)?;
            let sql = "INSERT INTO versions (digest, question, json) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            let mut insert = self.db.prepare_cached(sql)?;
            insert.execute(params![drawn.version.to_string(), question, json(&*drawn.question)?])?;
        }
        let stamp = Stamp { id: plan.id, moment: plan.begun };
        self.event(stamp, &Columns { kind: "begin", sitting: Some(plan.id), ..Columns::default() }, &json(plan)?)
    }

    fn record(&mut self, record: &Record) -> rusqlite::Result<()> {
        let columns = Columns { sitting: record.sitting, ..columns(&record.what) };
        self.event(record.stamp, &columns, &json(&record.what)?)?;
        self.touch(&columns)
    }

    /// Notes the questions that a record says something of.
    fn touch(&mut self, columns: &Columns<'_>) -> rusqlite::Result<()> {
        self.fitted |= columns.kind == "fit";
        if let Some(question) = columns.question {
            self.touched.insert(self.question(question)?);
        }
        let of_sitting = "SELECT DISTINCT question FROM events WHERE sitting = ?1 AND kind = 'response'";
        let of_target = "SELECT question FROM events WHERE id = ?1 AND question IS NOT NULL";
        let sitting = columns.sitting.map(|sitting| sitting.0.into_bytes());
        for (sql, id) in
            [(of_target, columns.target), (of_sitting, sitting.filter(|_| matches!(columns.kind, "end" | "void")))]
        {
            let Some(id) = id else { continue };
            let mut find = self.db.prepare_cached(sql)?;
            let keys = find.query_map([id], |row| row.get::<_, i64>(0))?;
            for key in keys {
                self.touched.insert(key?);
            }
        }
        Ok(())
    }

    fn event(&mut self, stamp: Stamp, columns: &Columns<'_>, payload: &str) -> rusqlite::Result<()> {
        let Stamp { id, moment: moment @ Moment { at, offset } } = stamp;
        let question = columns.question.map(|question| self.question(question)).transpose()?;
        let place = columns.place.map(|place| i64::try_from(place).unwrap_or(i64::MAX));
        let sitting = columns.sitting.map(|sitting| sitting.0.into_bytes());
        let sql = "INSERT INTO events (id, device, seq, at_ms, offset_min, day, kind, sitting, question, place, target,
            outcome, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT (id) DO NOTHING";
        let (id, day) = (id.0.into_bytes(), moment.day(self.turnover).0);
        let next = self.seq.saturating_add(1);
        let Columns { kind, target, outcome, .. } = columns;
        let values =
            params![id, self.device, next, at.0, offset, day, kind, sitting, question, place, target, outcome, payload];
        if self.db.prepare_cached(sql)?.execute(values)? > 0 {
            self.seq = next;
        }
        Ok(())
    }

    /// The number by which the tables know a question.
    fn question(&self, id: &QuestionRef) -> rusqlite::Result<i64> {
        let names = [id.bank.as_str(), id.question.as_str()];
        let mut find = self.db.prepare_cached("SELECT key FROM questions WHERE bank = ?1 AND question = ?2")?;
        if let Some(key) = find.query_row(names, |row| row.get(0)).optional()? {
            return Ok(key);
        }
        self.db.execute("INSERT INTO questions (bank, question) VALUES (?1, ?2)", names)?;
        Ok(self.db.last_insert_rowid())
    }
}

fn columns(what: &What) -> Columns<'_> {
    let none = Columns::default();
    match what {
        What::Response(response) => Columns {
            kind: "response",
            question: Some(&response.question),
            place: Some(response.place),
            outcome: Some(match (response.after_reveal, response.fully_right) {
                (true, _) => "seen",
                (false, true) => "right",
                (false, false) => "wrong",
            }),
            ..none
        },
        What::Skip { place } => Columns { kind: "skip", place: Some(*place), ..none },
        What::Void { record, .. } => Columns { kind: "void", target: Some(record.0.into_bytes()), ..none },
        What::Flag { question, on } => {
            Columns { kind: "flag", question: Some(question), outcome: Some(if *on { "on" } else { "off" }), ..none }
        }
        What::Suspend { question, on } => {
            Columns { kind: "suspend", question: Some(question), outcome: Some(if *on { "on" } else { "off" }), ..none }
        }
        What::Bury { question, .. } => Columns { kind: "bury", question: Some(question), ..none },
        What::Reset { question } => Columns { kind: "reset", question: Some(question), ..none },
        What::Note { question, .. } => Columns { kind: "note", question: Some(question), ..none },
        What::Fit { .. } => Columns { kind: "fit", ..none },
        What::Fault { question, .. } => Columns { kind: "fault", question: Some(question), ..none },
        What::End { how } => Columns {
            kind: "end",
            outcome: Some(match how {
                End::Finished => "finished",
                End::Submitted => "submitted",
                End::Overdue => "overdue",
                End::Abandoned => "abandoned",
            }),
            ..none
        },
    }
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
