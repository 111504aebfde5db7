//! Backup, restore, and the history of another machine.

use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;

use super::open;
use super::{Exit, Setup, tell};
use crate::bank::list;
use crate::clock::Moment;
use crate::store::{Kept, Store};

/// The folder of the person's edits in the data folder.
const EDITS: &str = "edits";
/// What a backup calls the settings.
const SETTINGS: &str = "settings.toml";
/// No edit and no settings are larger.
const LARGEST: u64 = 16 << 20;

/// `ibid backup`.
///
/// # Errors
/// When there is no store, or the backup cannot be written.
pub fn backup(out: &mut impl Write, setup: &Setup, to: Option<&Path>) -> anyhow::Result<Exit> {
    let now = Moment::now();
    let store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, now)?;
    let place = match to {
        Some(file) if file.is_dir() => {
            store.backup_place(now).map(|usual| file.join(usual.file_name().unwrap_or_default()))
        }
        Some(file) => Some(file.to_owned()),
        None => store.backup_place(now),
    };
    let place = place.context("there is no place for a backup\nhint: give a file")?;
    let written = store.backup(&place, &files(setup))?;
    writeln!(out, "{}", written.display())?;
    tell("note", "verified; `ibid restore FILE` brings it back");
    Ok(Exit::Finished)
}

/// `ibid restore`.
///
/// # Errors
/// When the backup cannot be read or is none, or the data folder cannot be written.
pub fn restore(out: &mut impl Write, setup: &Setup, from: &Path) -> anyhow::Result<Exit> {
    let data = setup.paths.data.as_deref();
    let data =
        data.context("there is no home folder to restore to\nhint: give a folder with --data DIR, or set HOME")?;
    let restored = Store::restore(data, from, &files(setup), setup.settings.day_turns_at, Moment::now())?;
    for file in &restored.files {
        put_back(setup, data, file)?;
    }
    if let Some(before) = restored.before {
        writeln!(out, "{}", before.display())?;
        tell("note", "restored; what was there before is kept in the file above");
    } else {
        tell("note", "restored");
    }
    Ok(Exit::Finished)
}

/// `ibid merge`.
///
/// # Errors
/// When either store cannot be read, or this one cannot be written.
pub fn merge(out: &mut impl Write, setup: &Setup, other: &Path) -> anyhow::Result<Exit> {
    let now = Moment::now();
    let mut store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, now)?;
    store.aim_at(setup.settings.study.retention);
    let merged = store.merge(other, now)?;
    let count = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let (sittings, answers) = (count(merged.sittings, "sitting"), count(merged.answers, "answer"));
    writeln!(out, "{sittings} and {answers} came in ({} in all)", count(merged.records, "record"))?;
    if merged.rooms > 0 {
        writeln!(out, "{} came in", count(merged.rooms, "room"))?;
    }
    if let Some(backup) = merged.backup {
        tell("note", &format!("what was there before is kept in {}", backup.display()));
    }
    Ok(Exit::Finished)
}

/// What a person would miss beside the history: edits of the embedded bank, the list of banks, and the settings.
fn files(setup: &Setup) -> Vec<Kept> {
    let read = |path: &Path, name: String| {
        let small = fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= LARGEST);
        Some(Kept { path: name, bytes: small.then(|| fs::read(path).ok()).flatten()? })
    };
    let mut files = Vec::new();
    if let Some(data) = &setup.paths.data {
        files.extend(read(&data.join(list::FILE), list::FILE.to_owned()));
        let inside =
            |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
        for bank in inside(&data.join(EDITS)).filter(|bank| bank.is_dir()).collect::<Vec<_>>() {
            for edit in inside(&bank).filter(|edit| is_edit(edit)) {
                let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
                if let (Some(bank), Some(name)) = (name(&bank), name(&edit)) {
                    files.extend(read(&edit, format!("{EDITS}/{bank}/{name}")));
                }
            }
        }
    }
    files.extend(setup.paths.settings.as_ref().and_then(|settings| read(settings, SETTINGS.to_owned())));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn is_edit(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json")
}

/// Puts a file of a backup where it belongs: settings only where there are none. What no backup of ours holds is passed
/// over.
fn put_back(setup: &Setup, data: &Path, file: &Kept) -> anyhow::Result<()> {
    let path = Path::new(&file.path);
    let parts: Option<Vec<&str>> = path
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    let to: PathBuf = match parts.as_deref() {
        Some([list::FILE]) => data.join(list::FILE),
        Some([EDITS, bank, edit]) if is_edit(path) => data.join(EDITS).join(bank).join(edit),
        Some([SETTINGS]) => match &setup.paths.settings {
            Some(settings) if !settings.exists() => settings.clone(),
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    let told = || to.display().to_string();
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(told)?;
    }
    let fresh = to.with_extension("new");
    fs::write(&fresh, &file.bytes).and_then(|()| fs::rename(&fresh, &to)).with_context(told)
}
