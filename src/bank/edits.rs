//! A person's edits over the embedded bank: one file a question, each with the digest of what it changed.
//!
//! The embedded bank is never changed, so that a newer program's new questions appear; where both changed a question,
//! the person's stands and is reported.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::id::{BankId, Digest, QuestionId};
use crate::question::fields::Fields;
use crate::question::{Fault, Question};

/// One question as a person wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The digest of the question that was changed.
    pub changes: Digest,
    /// What it says now.
    pub question: Question,
}

/// The file that holds the edit of a question.
#[must_use]
pub fn path(data: &Path, bank: &BankId, question: &QuestionId) -> PathBuf {
    folder(data, bank).join(format!("{question}.json"))
}

fn folder(data: &Path, bank: &BankId) -> PathBuf {
    data.join("edits").join(bank.as_str())
}

/// Every edit of a bank, and the faults of files that hold none, each with its file.
#[must_use]
pub fn load(data: &Path, bank: &BankId) -> (Vec<Edit>, Vec<(PathBuf, Fault)>) {
    let (mut edits, mut faults) = (Vec::new(), Vec::new());
    let Ok(files) = std::fs::read_dir(folder(data, bank)) else { return (edits, faults) };
    let mut paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        match read(&path) {
            Ok(edit) => edits.push(edit),
            Err(found) => faults.extend(found.into_iter().map(|fault| (path.clone(), fault))),
        }
    }
    (edits, faults)
}

/// Reads one edit.
///
/// # Errors
/// Every fault of the file and of the question in it.
pub fn read(path: &Path) -> Result<Edit, Vec<Fault>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| vec![Fault::new("the file", error.to_string(), "mend or delete it")])?;
    let mut faults = Vec::new();
    let mut fields = Fields::of(&text, "", &mut faults).ok_or_else(|| faults.clone())?;
    let changes = fields.need("changes", &mut faults);
    let question = fields.need::<&serde_json::value::RawValue>("question", &mut faults);
    let question = question.map(|json| Question::from_json(json.get()));
    match (changes, question) {
        (Some(changes), Some(Ok(question))) if faults.is_empty() => Ok(Edit { changes, question }),
        (_, question) => {
            faults.extend(question.and_then(Result::err).unwrap_or_default());
            Err(faults)
        }
    }
}

/// Writes an edit, whole or not at all.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(data: &Path, bank: &BankId, edit: &Edit) -> io::Result<PathBuf> {
    let path = path(data, bank, &edit.question.id);
    std::fs::create_dir_all(folder(data, bank))?;
    let fresh = path.with_extension("new");
    std::fs::write(&fresh, serde_json::to_string_pretty(edit)? + "\n")?;
    std::fs::rename(&fresh, &path)?;
    Ok(path)
}
