//! The device whose sequence the store goes on with; the rules are told in the module above.

use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

/// The file beside the store.
const FILE: &str = "device";

/// What the store and the file beside it agree on.
#[derive(PartialEq)]
struct Mark {
    device: [u8; 16],
    marker: [u8; 16],
    /// When the file was made, in nanoseconds, where the file system tells.
    file_made: Option<i64>,
}

/// Begins a new device when the store has none, or is a copy of itself.
pub(super) fn settle(db: &mut Connection, folder: Option<&Path>) -> rusqlite::Result<()> {
    if recognised(db, folder)? {
        return Ok(());
    }
    let tx = super::writing(db)?;
    // Another ibid may just have changed both, of which the first look saw one.
    if !recognised(&tx, folder)? {
        begin(&tx, folder)?;
    }
    tx.commit()
}

/// Whether the store is what the file beside it says.
fn recognised(db: &Connection, folder: Option<&Path>) -> rusqlite::Result<bool> {
    let sql = "SELECT id, marker, file_made FROM device";
    let mark = |row: &rusqlite::Row<'_>| Ok(Mark { device: row.get(0)?, marker: row.get(1)?, file_made: row.get(2)? });
    let mark = db.query_row(sql, [], mark).optional()?;
    Ok(match folder {
        None => mark.is_some(),
        Some(folder) => mark.is_some() && mark == read(folder),
    })
}

/// A new device, whose sequence starts at 1.
pub(super) fn begin(db: &Connection, folder: Option<&Path>) -> rusqlite::Result<()> {
    let device: [u8; 16] = db.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
    let device = uuid::Builder::from_random_bytes(device).into_uuid();
    db.execute("DELETE FROM device", [])?;
    db.execute("INSERT INTO device (one, id, marker) VALUES (1, ?1, zeroblob(16))", [device.as_bytes()])?;
    mark(db, folder)
}

/// The device that the store goes on with.
pub(super) fn id(db: &Connection) -> rusqlite::Result<[u8; 16]> {
    db.prepare_cached("SELECT id FROM device")?.query_row([], |row| row.get(0))
}

/// Puts a new marker on the store and the file. Call it inside a transaction, so that two programs take turns.
///
/// A file that cannot be written is no reason to refuse the transaction: the next opening finds that the two differ.
pub(super) fn mark(db: &Connection, folder: Option<&Path>) -> rusqlite::Result<()> {
    let marker: [u8; 16] = db.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
    let made = folder.and_then(|folder| write(folder, id(db).ok()?, marker).ok()?);
    db.execute("UPDATE device SET marker = ?1, file_made = ?2", params![marker, made])?;
    Ok(())
}

/// Takes the marker off a copy, so that it is known for one wherever it is put.
pub(super) fn unmark(db: &Connection) -> rusqlite::Result<()> {
    db.execute("UPDATE device SET marker = zeroblob(16), file_made = NULL", []).map(drop)
}

/// Writes the file anew; says when it was made.
fn write(folder: &Path, device: [u8; 16], marker: [u8; 16]) -> io::Result<Option<i64>> {
    let (file, part) = (folder.join(FILE), folder.join("device.part"));
    // Made anew, so that its creation time tells it from a copy.
    let _ = fs::remove_file(&part);
    fs::write(&part, format!("{} {}\n", Uuid::from_bytes(device), Uuid::from_bytes(marker)))?;
    fs::rename(&part, &file)?;
    Ok(made(&file))
}

fn read(folder: &Path) -> Option<Mark> {
    let file = folder.join(FILE);
    let text = fs::read_to_string(&file).ok()?;
    let (device, marker) = text.trim_end().split_once(' ')?;
    let bytes = |text| Uuid::try_parse(text).ok().map(Uuid::into_bytes);
    Some(Mark { device: bytes(device)?, marker: bytes(marker)?, file_made: made(&file) })
}

fn made(file: &Path) -> Option<i64> {
    let made = fs::metadata(file).ok()?.created().ok()?;
    i64::try_from(made.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}
