//! Files that are written all together, and the signals that have to wait meanwhile.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;

use super::tell;

/// The files that do not stand in their places yet. Whoever ends the program removes them, and waits while they are put
/// there.
static WRITING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn writing() -> MutexGuard<'static, Vec<PathBuf>> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From here on a signal ends the program with this code, but never while files are put into their places.
#[cfg(unix)]
pub fn end_by_signal(interrupted: i32) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            let unfinished = writing();
            remove(&unfinished);
            tell::interrupted();
            std::process::exit(if signal == SIGINT { interrupted } else { 128 + signal });
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
    Ok(())
}

/// Elsewhere the system ends the program.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub fn end_by_signal(_: i32) -> anyhow::Result<()> {
    Ok(())
}

/// Writes files, the last one last: each is written whole beside its place first, and those whose bytes are there
/// already are left alone. Tells whether any was written.
///
/// # Errors
/// When one cannot be written; until all could, no file is in its place.
pub fn all(files: &[(PathBuf, &[u8])]) -> anyhow::Result<bool> {
    let there = |path: &Path, bytes: &[u8]| {
        let same_size = fs::metadata(path).is_ok_and(|data| data.len() == bytes.len() as u64);
        same_size && fs::read(path).is_ok_and(|old| old == bytes)
    };
    let changed: Vec<&(PathBuf, &[u8])> = files.iter().filter(|(path, bytes)| !there(path, bytes)).collect();
    let written = changed.iter().try_for_each(|(path, bytes)| {
        let fresh = fresh(path);
        writing().push(fresh.clone());
        write(&fresh, bytes).with_context(|| path.display().to_string())
    });
    let placed = written.and_then(|()| {
        let mut unfinished = writing();
        changed
            .iter()
            .try_for_each(|(path, _)| fs::rename(fresh(path), path).with_context(|| path.display().to_string()))?;
        unfinished.clear();
        Ok(())
    });
    if placed.is_err() {
        remove(&std::mem::take(&mut *writing()));
    }
    placed.map(|()| !changed.is_empty())
}

fn remove(files: &[PathBuf]) {
    for file in files {
        let _ = fs::remove_file(file);
    }
}

/// Where a file is written before it takes its place.
fn fresh(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".new");
    path.with_file_name(name)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    // What takes the old file's place must be on the disk before it does.
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_written_or_nothing() {
        let home = tempfile::tempdir().unwrap();
        let (one, two) = (home.path().join("a/one"), home.path().join("two"));
        let write = |words: &'static str| all(&[(one.clone(), words.as_bytes()), (two.clone(), words.as_bytes())]);
        assert!(write("old").unwrap());
        assert!(!write("old").unwrap(), "nothing to do");
        fs::create_dir(home.path().join(".two.new")).unwrap();
        assert!(write("new").is_err());
        assert_eq!((fs::read(&one).unwrap(), fs::read(&two).unwrap()), (b"old".to_vec(), b"old".to_vec()));
        assert_eq!(fs::read_dir(home.path().join("a")).unwrap().count(), 1, "nothing is left behind");
    }
}
