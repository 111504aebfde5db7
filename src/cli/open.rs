//! The banks and the store, opened; what could not be is told, and the rest goes on.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::bank::{Bank, Library, List, Origin, edits};
use crate::clock::Moment;
use crate::store::{Store, StoreError};

/// The name that stands for the embedded bank.
pub const EMBEDDED: &str = "embedded";

/// The banks that are open together, and what is to be said about those that are not.
pub struct Opened {
    /// The open banks.
    pub library: Library,
    /// What could not be opened, or not as it was meant.
    pub notices: Vec<String>,
}

/// Opens the banks at these paths, or those of the person's list when there are none, with the person's edits over the
/// embedded one. A bank that cannot be opened is told, and the others go on.
///
/// # Errors
/// When no bank is left, or two different ones have the same id.
pub fn library(paths: &[PathBuf], data: Option<&Path>) -> anyhow::Result<Opened> {
    let mut notices = Vec::new();
    let mut banks = Vec::new();
    if paths.is_empty() {
        listed(data, &mut banks, &mut notices);
    }
    for path in paths {
        if path.as_os_str() == EMBEDDED {
            banks.push(Bank::embedded());
            continue;
        }
        match Bank::open(path) {
            Ok(bank) => banks.push(bank),
            Err(error) => notices.push(error.to_string()),
        }
    }
    if banks.is_empty() {
        bail!("{}", notices.join("\n"));
    }
    for bank in banks.iter_mut().filter(|bank| *bank.origin() == Origin::Embedded) {
        if let Some(data) = data {
            lay_edits(bank, data, &mut notices);
        }
    }
    let library = Library::new(banks)?;
    let held: usize = library.banks().iter().map(|bank| bank.len()).sum();
    if held > library.len() {
        let (lost, are) = (held - library.len(), if held - library.len() == 1 { "is" } else { "are" });
        notices.push(format!(
            "{} {are} left out, having no id or one that is there twice\nhint: `ibid check` says which",
            questions(lost)
        ));
    }
    Ok(Opened { library, notices })
}

/// Opens the banks of the person's list; the embedded one where there is none.
fn listed(data: Option<&Path>, banks: &mut Vec<Bank>, notices: &mut Vec<String>) {
    let list = data.map_or_else(|| Ok(List::default()), List::read).unwrap_or_else(|error| {
        notices.push(error);
        List::default()
    });
    banks.extend(list.embedded.then(Bank::embedded));
    for (listed, path) in list.paths() {
        match Bank::open(path) {
            Ok(bank) if banks.iter().all(|other| other.head().id != bank.head().id) => banks.push(bank),
            Ok(bank) => notices.push(format!(
                "{}: another bank with the id “{id}” is open\nhint: `ibid banks remove {id}`, or change the id of one",
                bank.name(),
                id = bank.head().id
            )),
            Err(error) => {
                let error = error.to_string();
                let first = error.lines().next().unwrap_or_default();
                notices.push(format!("{first}\nhint: `ibid banks remove {}`, or put it back there", listed.id));
            }
        }
    }
    if banks.is_empty() {
        banks.push(Bank::embedded());
    }
}

fn lay_edits(bank: &mut Bank, data: &Path, notices: &mut Vec<String>) {
    let (found, faults) = edits::load(data, &bank.head().id);
    for (path, fault) in faults {
        notices.push(format!("{}: {fault}\nhint: {}, or delete the file", path.display(), fault.remedy));
    }
    for edit in &found {
        let id = &edit.question.id;
        let index = (0..bank.len()).find(|&index| bank.id_at(index) == Some(id.as_str()));
        let original = index.and_then(|index| bank.original(index).ok());
        if original.is_some_and(|original| original.digest() != edit.changes) {
            let file = edits::path(data, &bank.head().id, id);
            notices.push(format!(
                "{id}: the bank's question has changed since you edited it; yours stands\nhint: delete {} to take the bank's",
                file.display()
            ));
        }
    }
    bank.set_edits(found);
}

/// Opens the person's store.
///
/// # Errors
/// When there is no folder for one, or it cannot be used.
pub fn store(data: Option<&Path>, turnover: u8, now: Moment) -> anyhow::Result<Store> {
    let Some(data) = data else {
        bail!("there is no home folder to keep a history in\nhint: give a folder with --data DIR, or set HOME");
    };
    Ok(Store::open(data, turnover, now)?)
}

/// Opens the person's store, or else one in memory, with what is to be said about it.
///
/// # Errors
/// When there is not even memory.
pub fn store_or_memory(data: Option<&Path>, turnover: u8, now: Moment) -> Result<(Store, Option<String>), StoreError> {
    match store(data, turnover, now) {
        Ok(store) => Ok((store, None)),
        Err(error) => {
            let notice = format!("{error}\nThis sitting is kept in memory only, and forgotten at its end.");
            Ok((Store::in_memory(turnover)?, Some(notice)))
        }
    }
}

/// So many questions, in words.
#[must_use]
pub fn questions(count: usize) -> String {
    if count == 1 { "1 question".to_owned() } else { format!("{count} questions") }
}
