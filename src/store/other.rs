//! Another store, read through a copy: the file itself is never touched.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::{Connection, OpenFlags};

use super::{FILE, StoreError, error, schema};

/// How often a copy is tried again, when its file was written to meanwhile.
const TRIES: usize = 5;
/// What is said of a file that is something else.
const FOREIGN: &str = "is not a store of ibid, nor a backup of one";

/// A verified copy of a store, of the schema that is known here; it is removed when this is dropped.
pub(super) struct Other {
    folder: PathBuf,
    file: PathBuf,
}

impl Other {
    /// Copies a store's file, or the one in a data folder, into a folder of its own below `into`; verifies it, and
    /// migrates the copy when it is older.
    pub(super) fn read(given: &Path, into: &Path, steps: &[&str]) -> Result<Self, StoreError> {
        let file = if given.is_dir() { given.join(FILE) } else { given.to_owned() };
        let told = |error| match StoreError::sqlite(&file, error) {
            StoreError::Corrupt { detail, .. } => unusable(&file, &format!("is damaged ({detail})")),
            StoreError::Foreign { .. } => unusable(&file, FOREIGN),
            other => other,
        };
        let name: String = Connection::open_in_memory()
            .and_then(|db| db.query_row("SELECT hex(randomblob(8))", [], |row| row.get(0)))
            .map_err(told)?;
        let folder = into.join(format!("reading-{}", name.to_lowercase()));
        super::make_folder(&folder).map_err(|error| StoreError::io(&folder, error))?;
        let copy = Self { file: folder.join(FILE), folder };
        copy_whole(&file, &copy.file).map_err(|error| unreadable(&file, &error))?;
        // What is said of the copy is said of the file that it was made from.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(&copy.file, flags).map_err(told)?;
        db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA synchronous = OFF;").map_err(told)?;
        let found = schema::version(&db).map_err(told)?.filter(|&found| found > 0);
        let found = found.ok_or_else(|| unusable(&file, FOREIGN))?;
        if found > steps.len() {
            return Err(StoreError::Newer { file: file.display().to_string(), found, known: steps.len() });
        }
        verify(&db).map_err(told)?;
        schema::migrate(&mut db, steps).map_err(told)?;
        drop(db);
        Ok(copy)
    }

    /// The copy.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Looks whether a store is sound, its references too.
pub(super) fn verify(db: &Connection) -> rusqlite::Result<()> {
    let corrupt = |what: String| {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        Err(rusqlite::Error::SqliteFailure(code, Some(what)))
    };
    let verdict: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return corrupt(verdict);
    }
    let stray = db.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if stray { corrupt("a record belongs to nothing".to_owned()) } else { Ok(()) }
}

/// Copies a database and its write-ahead log as they were at one moment.
fn copy_whole(from: &Path, to: &Path) -> io::Result<()> {
    let log = |file: &Path| {
        let mut name = file.as_os_str().to_owned();
        name.push("-wal");
        PathBuf::from(name)
    };
    for _ in 0..TRIES {
        let before = (state(from)?, state(&log(from)).ok());
        fs::copy(from, to)?;
        match fs::copy(log(from), log(to)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => drop(fs::remove_file(log(to))),
            other => drop(other?),
        }
        if before == (state(from)?, state(&log(from)).ok()) {
            return Ok(());
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

fn state(file: &Path) -> io::Result<(u64, SystemTime)> {
    let data = fs::metadata(file)?;
    if !data.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok((data.len(), data.modified()?))
}

fn unreadable(file: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => unusable(file, "there is no such file"),
        io::ErrorKind::PermissionDenied => unusable(file, "you may not read it"),
        io::ErrorKind::ResourceBusy => StoreError::sqlite(file, error::failure(rusqlite::ffi::SQLITE_BUSY)),
        _ => unusable(file, &error.to_string()),
    }
}

fn unusable(file: &Path, why: &str) -> StoreError {
    StoreError::Unusable { file: file.display().to_string(), why: why.to_owned() }
}
