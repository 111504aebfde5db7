//! The store: one person's history in a database of one file. The only module with SQL.
//!
//! What happened is appended to the table `events` and never changed; two triggers hold it to that. Everything else is
//! derived from events: when it is asked for, or, for what is known of each question, in the transaction that appends. Each call that writes is
//! one transaction, durable when it returns: write-ahead log, `synchronous = FULL`.
//!
//! # Devices
//!
//! Events carry the id of the device they happened on and that device's sequence number. A store copied back from
//! somewhere must not go on counting under an id whose later numbers may be known elsewhere. So the store holds a
//! marker, and the file `device` beside it the same one; whoever writes first after opening replaces both, under the
//! store's lock. Where they differ, or the file was itself copied (its creation time differs), the store begins a new
//! device. A mistake costs nothing: a new device id is always safe.
//!
//! [`Store::restore`] does so with a backup. By hand: put it in the place of `ibid.sqlite` and remove `ibid.sqlite-wal`
//! and `ibid.sqlite-shm`.
//!
//! # Two histories
//!
//! [`Store::merge`] unites two by the ids of their events. Nothing that is derived may therefore hang on the order in
//! which a store learnt of its events: it is told by a device's own numbers, and between devices by ids, which sort by time.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::clock::Moment;
use crate::memory::Retention;

mod backup;
mod derive;
mod device;
mod error;
mod history;
mod hold;
mod other;
mod packed;
mod read;
mod rooms;
mod schema;
mod standing;
mod study;
mod unite;
mod write;

pub use backup::Kept;
pub use error::StoreError;
pub use hold::Hold;
pub use read::{Stored, Summary};
pub use rooms::RoomSummary;
pub use unite::{Merged, Restored};

/// The store's file in its folder.
pub const FILE: &str = "ibid.sqlite";
/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(3);

/// A person's history.
pub struct Store {
    db: Connection,
    home: Option<Home>,
    turnover: u8,
    /// Whether this process has put its own marker on the store.
    marked: bool,
    retention: Retention,
    /// By what everything is derived, once it was looked at.
    rules: Option<derive::Rules>,
}

/// Where a store is kept.
struct Home {
    folder: PathBuf,
    file: PathBuf,
}

impl Store {
    /// Opens the store in a folder; both are made when they are not there, and an older schema is migrated, after a
    /// backup beside it. A person's day turns over at the hour `turnover` (0 to 23).
    ///
    /// # Errors
    /// When the folder cannot be written or is full, another program keeps the store locked, the file is no store or is
    /// damaged, or a newer ibid made it. [`Store::in_memory`] then stands in.
    pub fn open(folder: &Path, turnover: u8, now: Moment) -> Result<Self, StoreError> {
        Self::open_with(folder, turnover, now, schema::STEPS)
    }

    fn open_with(folder: &Path, turnover: u8, now: Moment, steps: &[&str]) -> Result<Self, StoreError> {
        // A relative path could begin with `file:`, which SQLite reads as a URI.
        let folder = std::path::absolute(folder).map_err(|error| StoreError::io(folder, error))?;
        make_folder(&folder).map_err(|error| StoreError::io(&folder, error))?;
        let file = folder.join(FILE);
        let db = connect(&file).map_err(|error| StoreError::sqlite(&file, error))?;
        let mut store = Self {
            db,
            home: Some(Home { folder, file }),
            turnover,
            marked: false,
            retention: Retention::default(),
            rules: None,
        };
        store.settle(steps, now)?;
        Ok(store)
    }

    /// A store that is forgotten with the program, for when there is no folder to keep one in.
    ///
    /// # Errors
    /// When there is no memory left.
    pub fn in_memory(turnover: u8) -> Result<Self, StoreError> {
        let db = Connection::open_in_memory().and_then(|db| tune(&db).map(|()| db));
        let db = db.map_err(|error| StoreError::sqlite(Path::new(error::MEMORY), error))?;
        let mut store = Self { db, home: None, turnover, marked: true, retention: Retention::default(), rules: None };
        store.settle(schema::STEPS, Moment::default())?;
        Ok(store)
    }

    /// The store's file; none when it is kept in memory.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.home.as_ref().map(|home| home.file.as_path())
    }

    /// Brings the schema up to date and makes sure of the device.
    fn settle(&mut self, steps: &[&str], now: Moment) -> Result<(), StoreError> {
        let known = steps.len();
        let found = schema::version(&self.db).map_err(|error| self.told(error))?;
        let found = found.ok_or_else(|| StoreError::Foreign { file: self.name() })?;
        if found > known {
            return Err(StoreError::Newer { file: self.name(), found, known });
        }
        if found < known {
            if let Some(home) = self.home.as_ref().filter(|_| found > 0) {
                backup::automatic(&home.file, &home.folder, &format!("migration-of-{found}"), &[], now)?;
            }
            schema::migrate(&mut self.db, steps).map_err(|error| self.told(error))?;
        }
        let folder = self.home.as_ref().map(|home| home.folder.as_path());
        device::settle(&mut self.db, folder).map_err(|error| self.told(error))
    }

    /// What messages call the store.
    fn name(&self) -> String {
        self.path().map_or_else(|| error::MEMORY.to_owned(), |file| file.display().to_string())
    }

    fn told(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sqlite(self.path().unwrap_or(Path::new(error::MEMORY)), error)
    }
}

/// Makes a folder that only its owner may enter; one that is there stays as it is.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Opens the file and sets how it is written.
fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags)?;
    db.busy_timeout(PATIENCE)?;
    tune(&db)?;
    if db.is_readonly(rusqlite::MAIN_DB)? {
        return Err(error::failure(rusqlite::ffi::SQLITE_READONLY));
    }
    log_ahead(&db)?;
    Ok(db)
}

/// What is set anew for each connection. `fullfsync` matters on macOS only, where a plain sync does not reach the disk.
fn tune(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;",
    )
}

/// Turns the write-ahead log on, which stays with the file. Two programs that do so at once can stand in each other's
/// way in a manner for which the database does not wait by itself.
fn log_ahead(db: &Connection) -> rusqlite::Result<()> {
    let begun = std::time::Instant::now();
    loop {
        match db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())) {
            Err(error) if error::is_busy(&error) && begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            other => return other,
        }
    }
}

/// A transaction that may write from its beginning on, so that what it reads first stays true.
fn writing(db: &mut Connection) -> rusqlite::Result<rusqlite::Transaction<'_>> {
    db.transaction_with_behavior(TransactionBehavior::Immediate)
}

#[cfg(test)]
mod tests;
