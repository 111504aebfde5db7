//! Copies of the store, and a new beginning.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

use super::{Store, StoreError, device, other, schema, unite};
use crate::clock::Moment;

/// The folder of backups, beside the store.
const FOLDER: &str = "backups";
/// What the names of backups begin with that nobody asked for.
const AUTOMATIC: &str = "auto-";
/// So many of these are kept.
const LATEST: usize = 5;

/// A file that a backup holds beside the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its path, of which the program alone knows what it stands for.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Store {
    /// Writes a copy of the store, with some files in it, and verifies it. A file that is there is never overwritten: the
    /// copy then gets a number behind its name. Returns where it is.
    ///
    /// # Errors
    /// When the copy cannot be written, or the store turns out to be damaged.
    pub fn backup(&self, to: &Path, files: &[Kept]) -> Result<PathBuf, StoreError> {
        copy(&self.db, to, files)
    }

    /// Where a backup goes for which no other place is given; none for a store in memory.
    #[must_use]
    pub fn backup_place(&self, now: Moment) -> Option<PathBuf> {
        self.home.as_ref().map(|home| place_of(&home.folder, now))
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
            Some(home) => Some(copy(&super::connect(&home.file).map_err(told)?, &place_of(&home.folder, now), &[])?),
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

fn place_of(folder: &Path, now: Moment) -> PathBuf {
    folder.join(FOLDER).join(format!("ibid-{}.sqlite", date(now)))
}

/// Writes a backup before something is done to the store's file that may be regretted, and removes the oldest of those
/// written so: the latest few are kept.
pub(super) fn automatic(
    file: &Path,
    folder: &Path,
    before: &str,
    files: &[Kept],
    now: Moment,
) -> Result<PathBuf, StoreError> {
    let folder = folder.join(FOLDER);
    let name = format!("{AUTOMATIC}{}-before-{before}.sqlite", date(now));
    let db = super::connect(file).map_err(|error| StoreError::sqlite(file, error))?;
    let written = copy(&db, &folder.join(name), files)?;
    // Old ones that stay do no harm.
    let _ = rotate(&folder, &written);
    Ok(written)
}

fn rotate(folder: &Path, written: &Path) -> io::Result<()> {
    let mut old = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(AUTOMATIC) && path.extension().is_some_and(|ending| ending == "sqlite") && path != written {
            // The clock may have been set back: what was written last is known by the file.
            old.push((fs::metadata(&path)?.modified()?, name.to_owned(), path));
        }
    }
    old.sort();
    let many = (old.len() + 1).saturating_sub(LATEST);
    old.into_iter().take(many).try_for_each(|(_, _, path)| fs::remove_file(path))
}

/// Moves a store that cannot be read to the backups, with its log.
pub(super) fn aside(file: &Path, now: Moment) -> Result<PathBuf, StoreError> {
    let io = |error| StoreError::io(file, error);
    let folder = file.parent().unwrap_or(Path::new("")).join(FOLDER);
    super::make_folder(&folder).map_err(io)?;
    let to = place(file, &folder.join(format!("damaged-{}.sqlite", date(now)))).map_err(io)?;
    for ending in ["-wal", "-shm"] {
        let beside = |file: &Path| {
            let mut name = file.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        match fs::rename(beside(file), beside(&to)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
    }
    Ok(to)
}

/// The files that a backup holds beside the history.
pub(super) fn files(db: &Connection, schema: &str) -> rusqlite::Result<Vec<Kept>> {
    if !unite::has_table(db, schema, "kept")? {
        return Ok(Vec::new());
    }
    let mut find = db.prepare(&format!("SELECT path, bytes FROM {schema}.kept ORDER BY path"))?;
    let files = find.query_map([], |row| Ok(Kept { path: row.get(0)?, bytes: row.get(1)? }))?;
    files.collect()
}

/// The date and time for a file's name.
pub(super) fn date(now: Moment) -> String {
    now.to_string().replace(' ', "-").replace(':', "")
}

/// Copies a database to a file of the wanted name, or one like it.
fn copy(db: &Connection, wanted: &Path, files: &[Kept]) -> Result<PathBuf, StoreError> {
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
    let copied = write(db, &part, files).map_err(|error| StoreError::sqlite(wanted, error)).and_then(|()| {
        File::options().write(true).open(&part).and_then(|file| file.sync_all()).map_err(io)?;
        place(&part, wanted).map_err(io)
    });
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    copied
}

/// Writes the copy and looks whether it is sound.
fn write(db: &Connection, to: &Path, files: &[Kept]) -> rusqlite::Result<()> {
    db.execute("VACUUM INTO ?1", [FileName(to)])?;
    let mut copy = Connection::open(to)?;
    let tx = copy.transaction()?;
    device::unmark(&tx)?;
    tx.execute_batch(
        "DROP TABLE IF EXISTS kept; CREATE TABLE kept (path TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
    )?;
    for Kept { path, bytes } in files {
        tx.execute("INSERT INTO kept (path, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING", (path, bytes))?;
    }
    tx.commit()?;
    other::verify(&copy)?;
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
pub(super) struct FileName<'a>(pub(super) &'a Path);

impl ToSql for FileName<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0.as_os_str().as_encoded_bytes())))
    }
}
