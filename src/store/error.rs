//! Why the store cannot be used, told so that the reader knows what to do.

use std::io;
use std::path::Path;

use rusqlite::{ErrorCode, ffi};

/// What messages call a store that has no file.
pub(super) const MEMORY: &str = "the store in memory";

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file or its folder cannot be written.
    #[error(
        "{file}: cannot be opened for writing\nhint: make the folder yours to write, or give another with --data DIR"
    )]
    ReadOnly {
        /// The file or folder.
        file: String,
    },
    /// There is no room left.
    #[error("{file}: there is no room left to write\nhint: free some space, or give another folder with --data DIR")]
    Full {
        /// The file or folder.
        file: String,
    },
    /// Another program does not let go of the store.
    #[error(
        "{file}: another program keeps it locked\nhint: close the other program, or give another folder with --data DIR"
    )]
    Locked {
        /// The file.
        file: String,
    },
    /// A newer ibid made the store.
    #[error(
        "{file}: has schema {found}, and this ibid knows schemas up to {known}\nhint: use a newer ibid, or give another folder with --data DIR"
    )]
    Newer {
        /// The file.
        file: String,
        /// The schema it has.
        found: usize,
        /// The newest that is known here.
        known: usize,
    },
    /// The file is something else.
    #[error("{file}: is not a store of ibid\nhint: move the file away, or give another folder with --data DIR")]
    Foreign {
        /// The file.
        file: String,
    },
    /// Another store, or a backup, cannot be read; nothing was done.
    #[error("{file}: {why}\nhint: give a store's file, a backup, or the data folder of an ibid")]
    Unusable {
        /// The file.
        file: String,
        /// Why.
        why: String,
    },
    /// The store is damaged.
    #[error("{file}: is damaged ({detail})\nhint: move the file away, and put a backup in its place if there is one")]
    Corrupt {
        /// The file.
        file: String,
        /// What was found.
        detail: String,
    },
    /// A record belongs to a sitting or room that the store does not have: it was forgotten meanwhile.
    #[error("{file}: the sitting or room is no longer there, since it was forgotten meanwhile\nhint: begin a new one")]
    Forgotten {
        /// The file.
        file: String,
    },
    /// Reading or writing failed for another reason.
    #[error("{file}: {error}\nhint: check the disk, or give another folder with --data DIR")]
    Io {
        /// The file or folder.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// The database failed for another reason.
    #[error("{file}: {error}\nhint: try again, or give another folder with --data DIR")]
    Other {
        /// The file.
        file: String,
        /// Why.
        error: rusqlite::Error,
    },
}

impl StoreError {
    pub(super) fn io(file: &Path, error: io::Error) -> Self {
        let file = file.display().to_string();
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { file },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { file },
            _ => Self::Io { file, error },
        }
    }

    pub(super) fn sqlite(file: &Path, error: rusqlite::Error) -> Self {
        let file = file.display().to_string();
        let Some(failure) = error.sqlite_error() else { return Self::Other { file, error } };
        match (failure.code, failure.extended_code) {
            (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Self::Forgotten { file },
            // The shared memory of the write-ahead log is the one file whose lack of room has a code of its own.
            (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => Self::Full { file },
            (ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen, _) => Self::ReadOnly { file },
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Locked { file },
            (ErrorCode::NotADatabase, _) => Self::Foreign { file },
            // Our statements are fixed: one that SQLite does not understand met tables that are not ours.
            (ErrorCode::DatabaseCorrupt | ErrorCode::Unknown, _) => Self::Corrupt { file, detail: error.to_string() },
            _ => Self::Other { file, error },
        }
    }
}

/// A failure of the database by its code.
pub(super) fn failure(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
}

/// Whether another connection is in the way.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_apart_and_name_the_file_and_a_remedy() {
        let cases = [
            (ffi::SQLITE_READONLY_DIRECTORY, "cannot be opened for writing"),
            (ffi::SQLITE_CANTOPEN, "cannot be opened for writing"),
            (ffi::SQLITE_FULL, "no room left"),
            (ffi::SQLITE_IOERR_SHMSIZE, "no room left"),
            (ffi::SQLITE_BUSY, "another program"),
            (ffi::SQLITE_BUSY_SNAPSHOT, "another program"),
            (ffi::SQLITE_NOTADB, "not a store"),
            (ffi::SQLITE_CORRUPT_INDEX, "damaged"),
            (ffi::SQLITE_IOERR_READ, "disk I/O error"),
        ];
        for (code, words) in cases {
            let told = StoreError::sqlite(Path::new("here/ibid.sqlite"), failure(code)).to_string();
            assert!(told.starts_with("here/ibid.sqlite: ") && told.contains(words), "{told}");
            assert!(told.contains("\nhint: "), "{told}");
        }
        let denied = StoreError::io(Path::new("here"), io::ErrorKind::PermissionDenied.into());
        assert!(matches!(denied, StoreError::ReadOnly { .. }));
        let full = StoreError::io(Path::new("here"), io::ErrorKind::StorageFull.into());
        assert!(matches!(full, StoreError::Full { .. }));
    }
}
