//! A bank to start from: nobody types digests.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::documents;
use super::naming::{self, Names};
use crate::bank::{BANK_FILE, BankFile, Tail};

/// What was made, and what is to be said about it.
pub struct Made {
    /// The bank's file.
    pub bank: PathBuf,
    /// What is to be said about its documents.
    pub notices: Vec<String>,
}

/// Makes a bank in a folder over copies of some documents. Nothing that is there is overwritten; everything is read
/// before anything is written.
///
/// # Errors
/// When a document cannot be read, the folder cannot be written, or something is there already.
pub fn make(folder: &Path, files: &[PathBuf], id: Option<&str>, title: Option<&str>) -> anyhow::Result<Made> {
    let mut head = naming::head(folder, id, title)?;
    let mut notices = Vec::new();
    let mut names = Names::default();
    let mut documents = Vec::new();
    for file in files {
        let bytes = documents::bytes(file)?;
        let document = documents::open(file, bytes.clone())?;
        if document.passages().is_empty() {
            notices.push(format!("{}: no passage was found in it\nhint: is it a text file?", file.display()));
        }
        documents.push((names.about(file, &document)?, bytes));
    }
    let bank = folder.join(BANK_FILE);
    let notice = folder.join("NOTICE.md");
    let copies = documents.iter().map(|(about, _)| folder.join(&about.file));
    if let Some(there) = [bank.clone(), notice.clone()].into_iter().chain(copies).find(|path| path.exists()) {
        bail!("{} is there already\nhint: give another folder; nothing was written", there.display());
    }
    fs::create_dir_all(folder.join("documents")).with_context(|| folder.display().to_string())?;
    for (about, bytes) in &documents {
        write(&folder.join(&about.file), bytes)?;
    }
    head.documents = documents.into_iter().map(|(about, _)| about).collect();
    names.tell_apart(&mut head.documents);
    write(&notice, naming::notice(&head.documents).as_bytes())?;
    // The bank comes last: a folder without one was not finished.
    write(&bank, BankFile { head, questions: Vec::new(), tail: Tail::default() }.to_json().as_bytes())?;
    Ok(Made { bank, notices })
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = File::create_new(path).and_then(|mut file| file.write_all(bytes));
    written.with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_bank_has_no_error_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("Sky.txt"), folder.path().join("b/Sky.txt"));
        fs::create_dir(folder.path().join("b")).unwrap();
        fs::write(&one, "The sky is blue.\n").unwrap();
        fs::write(&two, b"\xff Grass is green.").unwrap();
        let bank = folder.path().join("my bank");
        let made = make(&bank, &[one, two.clone()], None, None).unwrap();
        let report = crate::check::check(&made.bank);
        assert_eq!(report.problems, []);
        assert_eq!(report.documents, 2);
        assert_eq!(fs::read(bank.join("documents/sky-2.txt")).unwrap(), fs::read(&two).unwrap());
        assert!(make(&bank, &[two], None, None).is_err());
    }
}
