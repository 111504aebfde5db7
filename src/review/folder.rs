//! A bank's folder, where its review is kept: the only part of the review that reads and writes.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::built::Built;
use super::patch::{self, Change};
use super::{Journal, Line, Report, Review, Ruling};
use crate::bank::{Bank, Origin, read_bytes};
use crate::build::ledger::LEDGER_FILE;
use crate::journal::JOURNAL_FILE;

/// The folder of a bank.
#[derive(Debug)]
pub struct Folder {
    bank: PathBuf,
    /// Why nothing can be written any more; what is decided stays in memory then.
    fault: Option<String>,
}

/// A review that was opened.
pub struct Opened {
    /// How far it has come.
    pub review: Review,
    /// The bank, which may have been finished by it.
    pub bank: Bank,
    /// What is to be said about what was read.
    pub notices: Vec<String>,
}

impl Folder {
    /// The folder of a bank; none for one that is part of the program.
    #[must_use]
    pub fn of(bank: &Bank) -> Option<Self> {
        match bank.origin() {
            Origin::Embedded => None,
            Origin::File(path) => Some(Self { bank: path.clone(), fault: None }),
        }
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.bank.with_file_name(name)
    }

    /// Opens the review of the bank, and finishes what it was killed in.
    #[must_use]
    pub fn open(&mut self, bank: Bank, reports: Vec<Report>) -> Opened {
        let mut notices = Vec::new();
        let mut read = |name: &str| match fs::read_to_string(self.beside(name)) {
            Ok(text) => text,
            Err(error) => {
                if error.kind() != io::ErrorKind::NotFound {
                    notices.push(format!("{}: {error}", self.beside(name).display()));
                }
                String::new()
            }
        };
        let (journal, built) = (read(JOURNAL_FILE), read(LEDGER_FILE));
        let (journal, faults) = Journal::read(&journal);
        for (number, fault) in faults {
            notices.push(format!("{}:{number}: {fault}; the line is passed over", self.beside(JOURNAL_FILE).display()));
        }
        let built = Some(built).filter(|text| !text.is_empty()).map_or(Ok(Built::default()), |text| Built::read(&text));
        let built = built.unwrap_or_else(|error| {
            notices.push(format!("{}: {error}; there are no spare distractors", self.beside(LEDGER_FILE).display()));
            Built::default()
        });
        let review = Review::new(&bank, journal, built, reports);
        let changes = review.unfinished(&bank);
        if changes.is_empty() {
            return Opened { review, bank, notices };
        }
        match self.keep(&bank, &Ruling { changes, ..Ruling::default() }) {
            Ok((bank, notice)) => {
                notices.push("The last verdict was not yet in the bank; it is now.".to_owned());
                notices.extend(notice);
                let Review { journal, built, reports, .. } = review;
                Opened { review: Review::new(&bank, journal, built, reports), bank, notices }
            }
            Err(why) => {
                notices.push(why);
                Opened { review, bank, notices }
            }
        }
    }

    /// Keeps a ruling: first in the journal, then in the bank's file. The bank as it is then, and what there is to say.
    /// Where nothing can be written, it is the bank as it would be.
    ///
    /// # Errors
    /// When the ruling does not fit the bank's file any more; nothing is kept then.
    pub fn keep(&mut self, bank: &Bank, ruling: &Ruling) -> Result<(Bank, Option<String>), String> {
        let text = self.text(bank)?;
        let changed = patch::apply(&text, &ruling.changes).map_err(|clash| format!("Not kept: {clash}."))?;
        let fresh = Bank::of_text(self.bank.clone(), changed).map_err(|error| format!("Not kept: {error}"))?;
        if self.fault.is_some() {
            return Ok((fresh, None));
        }
        let path = self.beside(JOURNAL_FILE);
        let written = append(&path, &ruling.lines).map_err(|error| format!("{}: {error}", path.display()));
        let written = written.and_then(|()| match ruling.changes.as_slice() {
            [] => Ok(()),
            _ => replace(&self.bank, fresh.text()).map_err(|error| format!("{}: {error}", self.bank.display())),
        });
        let notice = written.err().map(|why| {
            let words = format!("{why}. What you decide is kept in memory only.");
            self.fault = Some(why);
            words
        });
        Ok((fresh, notice))
    }

    /// Puts a question into the bank that its author wrote, with what it needs.
    ///
    /// # Errors
    /// When the bank's file does not take it, or cannot be written.
    pub fn add(&self, changes: &[Change]) -> Result<Bank, String> {
        let bytes = read_bytes(&self.bank).map_err(|error| error.to_string())?;
        let text = String::from_utf8(bytes).map_err(|error| format!("{}: {error}", self.bank.display()))?;
        let changed = patch::apply(&text, changes).map_err(|clash| clash.to_string())?;
        let fresh = Bank::of_text(self.bank.clone(), changed).map_err(|error| error.to_string())?;
        replace(&self.bank, fresh.text()).map_err(|error| format!("{}: {error}", self.bank.display()))?;
        Ok(fresh)
    }

    /// What the bank's file says now: somebody else may have changed it meanwhile.
    fn text(&self, bank: &Bank) -> Result<String, String> {
        if self.fault.is_some() {
            return Ok(bank.text().to_owned());
        }
        let bytes = read_bytes(&self.bank).map_err(|error| format!("Not kept: {error}"))?;
        String::from_utf8(bytes).map_err(|error| format!("Not kept: {}: {error}", self.bank.display()))
    }
}

/// Appends lines, all in one write. A line that somebody left without an end is ended first.
fn append(path: &Path, lines: &[Line]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
    let mut text = String::new();
    if file.metadata()?.len() > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            text.push('\n');
        }
    }
    text.extend(lines.iter().map(|line| line.to_json() + "\n"));
    file.write_all(text.as_bytes())?;
    file.sync_data()
}

/// Writes a file whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link goes on leading to the file.
    let path = fs::canonicalize(path)?;
    let fresh = path.with_extension("json.new");
    let mut file = fs::File::create(&fresh)?;
    file.set_permissions(fs::metadata(&path)?.permissions())?;
    file.write_all(text.as_bytes())?;
    file.sync_data()?;
    drop(file);
    fs::rename(&fresh, &path)
}
