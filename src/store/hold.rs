//! A sitting, or a room, is held by one ibid at a time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{Store, StoreError};
use crate::session::SittingId;

/// The folder of the locks, beside the store.
const FOLDER: &str = "locks";
/// Whoever takes or gives up a hold holds this meanwhile, so that nobody locks a file that is being removed.
const TURNSTILE: &str = "turnstile";

/// The hold on a sitting or room: given up when dropped, and by the system when the program dies.
#[derive(Debug)]
pub struct Hold {
    /// The lock and the folder it is in; none for a store in memory, which nobody else has.
    lock: Option<(File, PathBuf)>,
}

impl Store {
    /// Takes hold of a sitting; none when another ibid has it.
    ///
    /// # Errors
    /// When its lock cannot be made.
    pub fn hold(&self, id: SittingId) -> Result<Option<Hold>, StoreError> {
        self.hold_named(&id.to_string())
    }

    pub(super) fn hold_named(&self, name: &str) -> Result<Option<Hold>, StoreError> {
        let Some(home) = &self.home else { return Ok(Some(Hold { lock: None })) };
        let folder = home.folder.join(FOLDER);
        take(&folder, name).map_err(|error| StoreError::io(&folder, error))
    }
}

fn take(folder: &Path, name: &str) -> io::Result<Option<Hold>> {
    super::make_folder(folder)?;
    let _turn = turn(folder)?;
    let path = folder.join(name);
    let file = open(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Hold { lock: Some((file, path)) })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn open(path: &Path) -> io::Result<File> {
    File::options().create(true).write(true).truncate(false).open(path)
}

/// Waits for the turnstile; it is held for moments only.
fn turn(folder: &Path) -> io::Result<File> {
    let turnstile = open(&folder.join(TURNSTILE))?;
    turnstile.lock()?;
    Ok(turnstile)
}

impl Drop for Hold {
    fn drop(&mut self) {
        let Some((file, path)) = self.lock.take() else { return };
        // Without a turn the file stays, unlocked, which does no harm.
        let turn = path.parent().map(turn);
        if let Some(Ok(_)) = &turn {
            let _ = fs::remove_file(&path);
        }
        drop(file);
    }
}
