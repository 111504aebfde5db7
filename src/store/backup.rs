//! Copies of the store, and a new beginning.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

use super::{Store, StoreError, device, schema};
use crate::clock::Moment;

/// The folder of backups, beside the store.
const FOLDER: &str = "backups";

impl Store {
    /// Writes a copy of the store and verifies it. A file that is there is never overwritten: the copy then gets a
    /// number behind its name. Returns where it is.
    ///
    /// # Errors
    /// When the copy cannot be written, or the store turns out to be damaged.
    pub fn backup(&self, to: &Path) -> Result<PathBuf, StoreError> {
        copy(&self.db, to)
    }

    /// Forgets the history, after a backup in the folder `backups`, whose place it returns; a store in memory has none.
    /// Nothing that another ibid appends meanwhile is lost without being in the backup.
    ///
    /// # Errors
    /// When the backup or the new beginning cannot be written; then the history is as it was.
    pub fn reset(&mut self, now: Moment) -> Result<Option<PathBuf>, StoreError> {
        let Self { db, home, .. } = self;
        let home = home.as_ref();
        let file = home.map_or(Path::new(super::error::MEMORY), |home| home.file.as_path());
        let told = |error| StoreError::sqlite(file, error);
        let tx = super::writing(db).map_err(told)?;
        let backup = match home {
            // The transaction keeps others from writing; the copy needs a connection that is in none.
            Some(home) => {
                let wanted = home.folder.join(FOLDER).join(format!("ibid-{}.sqlite", date(now)));
                Some(copy(&super::connect(&home.file).map_err(told)?, &wanted)?)
            }
            None => None,
        };
        let begun = (|| {
            tx.execute_batch(schema::DROP)?;
            schema::take(&tx, schema::STEPS, 0)?;
            device::begin(&tx, home.map(|home| home.folder.as_path()))?;
            tx.commit()
        })();
        begun.map_err(told)?;
        // The history is forgotten; only its traces in unused pages are left, which another reader may keep in place.
        let _ = db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        Ok(backup)
    }
}

/// The date and time for a file's name.
pub(super) fn date(now: Moment) -> String {
    now.to_string().replace(' ', "-").replace(':', "")
}

/// Copies a database to a file of the wanted name, or one like it.
fn copy(db: &Connection, wanted: &Path) -> Result<PathBuf, StoreError> {
    let io = |error| StoreError::io(wanted, error);
    let wanted = &std::path::absolute(wanted).map_err(io)?;
    if let Some(folder) = wanted.parent() {
        super::make_folder(folder).map_err(io)?;
    }
    let part = wanted.with_extension("part");
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
        _ => {}
    }
    let copied = write(db, &part).map_err(|error| StoreError::sqlite(wanted, error)).and_then(|()| {
        File::options().write(true).open(&part).and_then(|file| file.sync_all()).map_err(io)?;
        place(&part, wanted).map_err(io)
    });
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    copied
}

/// Writes the copy and looks whether it is sound.
fn write(db: &Connection, to: &Path) -> rusqlite::Result<()> {
    db.execute("VACUUM INTO ?1", [FileName(to)])?;
    let copy = Connection::open(to)?;
    device::unmark(&copy)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        let corrupt = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
        return Err(rusqlite::Error::SqliteFailure(corrupt, Some(verdict)));
    }
    copy.close().map_err(|(_, error)| error)
}

/// Gives the finished copy its name: the wanted one, or with a number.
fn place(part: &Path, wanted: &Path) -> io::Result<PathBuf> {
    let mut name = wanted.to_owned();
    let mut number = 1_u32;
    // Takes the name only when nobody has it.
    while let Err(error) = File::create_new(&name) {
        if error.kind() != io::ErrorKind::AlreadyExists {
            return Err(error);
        }
        number += 1;
        let mut numbered = wanted.file_stem().unwrap_or_default().to_owned();
        numbered.push(format!("-{number}"));
        name.set_file_name(numbered);
        if let Some(extension) = wanted.extension() {
            name.as_mut_os_string().push(".");
            name.as_mut_os_string().push(extension);
        }
    }
    if let Err(error) = fs::rename(part, &name) {
        let _ = fs::remove_file(&name);
        return Err(error);
    }
    #[cfg(unix)] // where a name is safe only when its folder is
    if let Some(folder) = name.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(name)
}

/// A path as a statement takes it, whatever its bytes are.
struct FileName<'a>(&'a Path);

impl ToSql for FileName<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0.as_os_str().as_encoded_bytes())))
    }
}
