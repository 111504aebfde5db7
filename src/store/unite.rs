//! Two histories become one; and a history takes the place of another.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

use super::backup::{self, Kept};
use super::other::Other;
use super::{FILE, Home, Store, StoreError, derive, device, rooms, schema};
use crate::clock::Moment;

/// What a merge brought in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Sittings that were not here.
    pub sittings: usize,
    /// Answers that were not here.
    pub answers: usize,
    /// All records that were not here, answers among them.
    pub records: usize,
    /// Rooms that were not here.
    pub rooms: usize,
    /// The backup of before; none where nothing came in, or the store is in memory.
    pub backup: Option<PathBuf>,
}

/// What a restore led to.
pub struct Restored {
    /// The store, as the backup has it.
    pub store: Store,
    /// Where what was there before is kept.
    pub before: Option<PathBuf>,
    /// The files that the backup holds beside the history.
    pub files: Vec<Kept>,
}

impl Store {
    /// Brings in what another store knows and this one does not: a store's file, a data folder, or a backup, which is
    /// only read. Two stores that did so in both directions hold the same history, in whatever order and how often it
    /// was done.
    ///
    /// # Errors
    /// When the other one cannot be read, is no store, newer than the program, or damaged; or this one cannot be
    /// written. Then nothing came in.
    pub fn merge(&mut self, other: &Path, now: Moment) -> Result<Merged, StoreError> {
        self.rules()?;
        let other = Other::read(other, &self.workplace(), schema::STEPS)?;
        let file = self.name();
        let told = |error| StoreError::sqlite(Path::new(&file), error);
        attach(&self.db, &other).map_err(told)?;
        let merged = self.unite(now);
        let _ = self.db.execute_batch("DETACH other");
        merged
    }

    fn unite(&mut self, now: Moment) -> Result<Merged, StoreError> {
        let file = self.name();
        let told = |error| StoreError::sqlite(Path::new(&file), error);
        let Self { db, home, rules, retention, .. } = self;
        let tx = super::writing(db).map_err(told)?;
        let missing = "SELECT EXISTS (SELECT 1 FROM other.events AS new
            WHERE NOT EXISTS (SELECT 1 FROM main.events AS known WHERE known.id = new.id))
            OR EXISTS (SELECT id FROM other.rooms EXCEPT SELECT id FROM main.rooms)";
        let any: bool = tx.query_row(missing, [], |row| row.get(0)).map_err(told)?;
        let mut merged = Merged::default();
        if let Some(home) = home.as_ref().filter(|_| any) {
            merged.backup = Some(backup::automatic(&home.file, &home.folder, "merge", &[], now)?);
        }
        let done = (|| {
            let last = bring_in(&tx)?;
            merged.rooms = rooms::bring_in(&tx)?;
            let count = |sql: &str| tx.query_row(sql, [last], |row| row.get::<_, i64>(0));
            let counted = |count: i64| usize::try_from(count).unwrap_or(0);
            merged.records = counted(count("SELECT count(*) FROM main.events WHERE position > ?1")?);
            let of_kind = "SELECT count(*) FROM main.events WHERE position > ?1 AND kind = ";
            merged.answers = counted(count(&format!("{of_kind}'response'"))?);
            merged.sittings = counted(count(&format!("{of_kind}'begin'"))?);
            if let Some(rules) = rules.as_ref() {
                derive::refold(&tx, rules, &touched(&tx, last)?)?;
            }
            let settled = derive::settle(&tx, *retention)?;
            tx.commit()?;
            *rules = Some(settled);
            Ok(())
        })();
        done.map_err(told)?;
        Ok(merged)
    }

    /// Puts a backup's history in the place of the one in a folder, which is kept in the folder `backups` before, with
    /// these files; a store that is too damaged to be read is moved there. Others who have the store open go on with
    /// what was restored. The store is then another device.
    ///
    /// # Errors
    /// When the backup cannot be read, is no store, newer than the program, or damaged; or when the folder cannot be
    /// written. Then everything is as it was.
    pub fn restore(
        folder: &Path,
        backup: &Path,
        files: &[Kept],
        turnover: u8,
        now: Moment,
    ) -> Result<Restored, StoreError> {
        let folder = std::path::absolute(folder).map_err(|error| StoreError::io(folder, error))?;
        super::make_folder(&folder).map_err(|error| StoreError::io(&folder, error))?;
        let other = Other::read(backup, &folder, schema::STEPS)?;
        let there = folder.join(FILE);
        let began = there.exists();
        let opened = Self::open(&folder, turnover, now).and_then(|store| match &store.home {
            Some(home) if began => {
                let before = backup::automatic(&home.file, &home.folder, "restore", files, now)?;
                Ok((store, Some(before)))
            }
            _ => Ok((store, None)),
        });
        let (mut store, before) = match opened {
            Err(StoreError::Corrupt { .. }) => {
                let aside = backup::aside(&there, now)?;
                (Self::open(&folder, turnover, now)?, Some(aside))
            }
            other => other?,
        };
        let file = store.name();
        let told = |error| StoreError::sqlite(Path::new(&file), error);
        attach(&store.db, &other).map_err(told)?;
        let replaced = (|| {
            let tx = super::writing(&mut store.db)?;
            tx.execute_batch(schema::DROP)?;
            schema::take(&tx, schema::STEPS, 0)?;
            device::begin(&tx, Some(&folder))?;
            bring_in(&tx)?;
            rooms::bring_in(&tx)?;
            let rules = derive::settle(&tx, store.retention)?;
            tx.commit()?;
            Ok(rules)
        })();
        let kept = backup::files(&store.db, "other");
        let _ = store.db.execute_batch("DETACH other");
        store.rules = Some(replaced.map_err(told)?);
        let _ = store.db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        Ok(Restored { files: kept.map_err(told)?, store, before })
    }

    /// Where copies of other stores are made.
    fn workplace(&self) -> PathBuf {
        self.home.as_ref().map_or_else(std::env::temp_dir, |Home { folder, .. }| folder.clone())
    }
}

fn attach(db: &Connection, other: &Other) -> rusqlite::Result<()> {
    db.execute("ATTACH ?1 AS other", [backup::FileName(other.file())]).map(drop)
}

/// Brings in every question, version, sitting and event of `other` that is not in `main`, and tells the last position
/// before those events. Each event keeps its device and its number. Where two events have one number, since a store
/// was copied in a way that nobody could see, the one that comes in goes by its own id.
fn bring_in(db: &Connection) -> rusqlite::Result<i64> {
    let last = db.query_row("SELECT coalesce(max(position), 0) FROM main.events", [], |row| row.get(0))?;
    let columns = "at_ms, offset_min, day, kind, sitting, key.key, place, target, outcome, payload
        FROM other.events AS new
        LEFT JOIN other.questions AS named ON named.key = new.question
        LEFT JOIN main.questions AS key ON key.bank = named.bank AND key.question = named.question
        WHERE NOT EXISTS (SELECT 1 FROM main.events AS known WHERE known.id = new.id)";
    let into =
        "INSERT INTO main.events (id, device, seq, at_ms, offset_min, day, kind, sitting, question, place, target,
        outcome, payload)";
    db.execute_batch(&format!(
        "INSERT INTO main.questions (bank, question) SELECT bank, question FROM other.questions WHERE true ORDER BY key
            ON CONFLICT DO NOTHING;
        INSERT INTO main.versions (digest, question, json) SELECT digest, key.key, json FROM other.versions AS version
            JOIN other.questions AS named ON named.key = version.question
            JOIN main.questions AS key ON key.bank = named.bank AND key.question = named.question WHERE true
            ON CONFLICT DO NOTHING;
        INSERT INTO main.sittings (id, mode, deadline) SELECT id, mode, deadline FROM other.sittings WHERE true
            ORDER BY position ON CONFLICT DO NOTHING;
        {into} SELECT new.id, new.device, new.seq, {columns} AND NOT EXISTS (
            SELECT 1 FROM main.events AS taken WHERE taken.device = new.device AND taken.seq = new.seq
        ) ORDER BY new.position;
        {into} SELECT new.id, new.id, 1, {columns} ORDER BY new.position;"
    ))?;
    Ok(last)
}

/// The questions of which the events after a position may say something new.
fn touched(db: &Connection, last: i64) -> rusqlite::Result<BTreeSet<i64>> {
    let sql = "SELECT question FROM main.events WHERE position > ?1 AND question IS NOT NULL
        UNION SELECT told.question FROM main.events AS new JOIN main.events AS told ON told.id = new.target
            WHERE new.position > ?1 AND told.question IS NOT NULL
        UNION SELECT answer.question FROM main.events AS new
            JOIN main.events AS answer ON answer.sitting = new.sitting AND answer.kind = 'response'
            WHERE new.position > ?1 AND new.kind IN ('end', 'void') AND answer.question IS NOT NULL";
    db.prepare(sql)?.query_map([last], |row| row.get(0))?.collect()
}

/// Whether a database has a table.
pub(super) fn has_table(db: &Connection, schema: &str, table: &str) -> rusqlite::Result<bool> {
    let sql = format!("SELECT 1 FROM {schema}.sqlite_schema WHERE type = 'table' AND name = ?1");
    Ok(db.query_row(&sql, [table], |_| Ok(())).optional()?.is_some())
}
