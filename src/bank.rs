//! A bank: its file, its documents, and its questions, each read only when it is needed.
//!
//! Opening a bank finds where each question stands and reads none; a bank of 100,000 questions opens in the time that
//! it takes to read the file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::anchor;
use crate::document::Document;
use crate::id::{DocumentId, QuestionId, QuestionRef};
use crate::question::{Drawn, Fault, Question, Status};

mod body;
mod documents;
pub mod edits;
mod embedded;
pub mod file;
pub mod library;
pub mod list;
mod outline;

use body::{Body, read};
pub use documents::section_title;
pub use edits::Edit;
pub use file::{About, BankFile, Head, LeftOut, Tail, Topic};
pub use library::{Asked, Library, LibraryError, Unaskable};
pub use list::{List, Listed};
pub use outline::{Cited, Outline, Outlines};

/// The largest bank file that is read, in bytes.
pub const BANK_MAX: u64 = 1 << 30;
/// The largest document that is read, in bytes.
pub const DOCUMENT_MAX: u64 = 64 << 20;
/// The bank's file in its folder.
pub const BANK_FILE: &str = "bank.json";

/// Why a bank cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// The file cannot be read.
    #[error("{file}: {error}\nhint: give the path of a bank's file, or of the folder that holds its {BANK_FILE}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        error: std::io::Error,
    },
    /// The file is larger than [`BANK_MAX`].
    #[error("{file}: {size} bytes is more than a bank may have\nhint: split it into several banks")]
    TooLarge {
        /// The file.
        file: String,
        /// Its size in bytes.
        size: u64,
    },
    /// The file's frame is broken; its questions may be sound.
    #[error("{file}: {first}\nhint: `ibid check` reports every problem of the bank at once")]
    Broken {
        /// The file.
        file: String,
        /// The first fault.
        first: Fault,
    },
}

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The bank lists no document of this id.
    #[error("the bank lists no document “{0}”")]
    Unknown(DocumentId),
    /// Its path leaves the bank's folder.
    #[error("its path “{0}” leaves the bank's folder")]
    Outside(String),
    /// The file cannot be read.
    #[error("{file}: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        error: String,
    },
}

/// Where a bank comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    Embedded,
    /// It is this file.
    File(PathBuf),
}

/// An open bank.
pub struct Bank {
    origin: Origin,
    head: Head,
    text: Cow<'static, str>,
    /// The embedded bank's is read when it is first asked for, which is after the first frame.
    body: OnceLock<Body>,
    documents: Vec<OnceLock<Result<Document, DocumentError>>>,
    edits: HashMap<QuestionId, Edit>,
    outlines: OnceLock<Outlines>,
}

impl PartialEq for Bank {
    fn eq(&self, other: &Self) -> bool {
        (&self.origin, &self.text, &self.edits) == (&other.origin, &other.text, &other.edits)
    }
}

impl fmt::Debug for Bank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bank({})", self.name())
    }
}

/// The file that a path means: a folder's bank file, or the path itself.
#[must_use]
pub fn bank_path(path: &Path) -> PathBuf {
    if path.is_dir() { path.join(BANK_FILE) } else { path.to_owned() }
}

/// Reads a bank's bytes.
///
/// # Errors
/// When there is no such file, it cannot be read, or it is too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, BankError> {
    let file = path.display().to_string();
    let size = std::fs::metadata(path).map(|data| data.len());
    match size.and_then(|size| if size > BANK_MAX { Ok(Err(size)) } else { std::fs::read(path).map(Ok) }) {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(size)) => Err(BankError::TooLarge { file, size }),
        Err(error) => Err(BankError::Unreadable { file, error }),
    }
}

impl Bank {
    /// The bank that is part of the program.
    ///
    /// # Panics
    /// Never in a program whose tests pass: they open it.
    #[must_use]
    pub fn embedded() -> Self {
        let read = read(&embedded::frame());
        let (head, _) = read.unwrap_or_else(|fault| unreachable!("the embedded bank is sound: {fault}"));
        Self::new(Origin::Embedded, head, Cow::Borrowed(embedded::BANK), OnceLock::new())
    }

    /// Opens a bank's file, or the one in a folder.
    ///
    /// # Errors
    /// [`BankError`] when it cannot be read, or its frame is broken.
    pub fn open(path: &Path) -> Result<Self, BankError> {
        let path = bank_path(path);
        let file = path.display().to_string();
        let bytes = read_bytes(&path)?;
        match String::from_utf8(bytes) {
            Err(error) => Err(BankError::Broken { file, first: file::not_utf8(&error.utf8_error()) }),
            Ok(text) => Self::of_text(path, text),
        }
    }

    /// The bank that a file holds, or would hold if it said this.
    ///
    /// # Errors
    /// [`BankError::Broken`] when its frame is broken.
    pub fn of_text(path: PathBuf, text: String) -> Result<Self, BankError> {
        match read(&text) {
            Err(first) => Err(BankError::Broken { file: path.display().to_string(), first }),
            Ok((head, body)) => Ok(Self::new(Origin::File(path), head, Cow::Owned(text), OnceLock::from(body))),
        }
    }

    fn new(origin: Origin, head: Head, text: Cow<'static, str>, body: OnceLock<Body>) -> Self {
        let documents = head.documents.iter().map(|_| OnceLock::new()).collect();
        Self { origin, head, text, body, documents, edits: HashMap::new(), outlines: OnceLock::new() }
    }

    /// A bank of a frame alone, for questions that are read elsewhere.
    #[must_use]
    pub fn framed(head: Head, file: PathBuf) -> Self {
        Self::new(Origin::File(file), head, Cow::Borrowed(""), OnceLock::from(Body::default()))
    }

    fn body(&self) -> &Body {
        self.body.get_or_init(|| read(&self.text).map(|(_, body)| body).unwrap_or_default())
    }

    /// Lays a person's edits over the questions.
    pub fn set_edits(&mut self, edits: Vec<Edit>) {
        self.edits = edits.into_iter().map(|edit| (edit.question.id.clone(), edit)).collect();
        self.outlines = OnceLock::new();
    }

    /// What the file says before its questions.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// What the file says after its questions.
    #[must_use]
    pub fn tail(&self) -> &Tail {
        &self.body().tail
    }

    /// Where it comes from.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How the bank is called in messages.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::Embedded => format!("the embedded bank {}", self.head.id),
            Origin::File(path) => path.display().to_string(),
        }
    }

    /// How many questions it holds, sound or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.body.get().map_or(embedded::QUESTIONS, |body| body.entries.len())
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole file's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The id written at a position; none when there is none that could be one.
    #[must_use]
    pub fn id_at(&self, index: usize) -> Option<&str> {
        self.text.get(self.body().entries.get(index)?.id.clone()?)
    }

    /// The line of the file on which the question at a position begins, counted from 1.
    #[must_use]
    pub fn line(&self, index: usize) -> usize {
        let start = self.body().entries.get(index).map_or(0, |entry| entry.span.start);
        1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..start.min(self.text.len())]).count()
    }

    /// The question at a position as the file has it, or as the person's edit has it.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn question(&self, index: usize) -> Result<Question, Vec<Fault>> {
        let edit = self.id_at(index).and_then(|id| QuestionId::new(id).ok()).and_then(|id| self.edits.get(&id));
        match edit {
            Some(edit) => Ok(edit.question.clone()),
            None => self.original(index),
        }
    }

    /// The question at a position as the file has it.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn original(&self, index: usize) -> Result<Question, Vec<Fault>> {
        let span = self.body().entries.get(index).map(|entry| entry.span.clone()).unwrap_or_default();
        Question::from_json(&self.text[span]) // the span of a value in this very text
    }

    /// The faults that a question has in this bank: an unknown topic, quotes that are not in their documents.
    #[must_use]
    pub fn faults_of(&self, question: &Question) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !self.head.topics.iter().any(|topic| topic.id == question.topic) {
            let what = format!("the bank has no topic “{}”", question.topic);
            faults.push(Fault::new("topic", what, "add it to `topics`, or give one that is there"));
        }
        for (at, citation) in question.all_citations() {
            match self.document(&citation.document) {
                Err(error) => {
                    let remedy = "list the document in `documents`, with a file inside the bank's folder";
                    faults.push(Fault::new(format!("{at}.document"), error.to_string(), remedy));
                }
                Ok(document) => {
                    if let Err(lost) = anchor::find(document, citation) {
                        faults.push(Fault::new(format!("{at}.exact"), lost.to_string(), lost.remedy()));
                    }
                }
            }
        }
        faults
    }

    /// The question at a position, ready to be asked; drafts only where they are welcome.
    ///
    /// # Errors
    /// [`Unaskable`] when it is faulty, its passage is gone, or its status bars it.
    pub fn ask(&self, index: usize, drafts: bool) -> Result<Drawn, Unaskable> {
        let id = || self.id_at(index).map_or_else(|| format!("question {}", index + 1), ToOwned::to_owned);
        let question = self.question(index).map_err(|faults| Unaskable::new(id(), faults))?;
        match question.status {
            None => {}
            Some(Status::Draft) if drafts => {}
            Some(status) => return Err(Unaskable::Status(id(), status)),
        }
        let faults = self.faults_of(&question);
        if faults.is_empty() { Ok(self.drawn(question)) } else { Err(Unaskable::new(id(), faults)) }
    }

    fn drawn(&self, question: Question) -> Drawn {
        Drawn {
            id: QuestionRef { bank: self.head.id.clone(), question: question.id.clone() },
            version: question.digest(),
            question: Arc::new(question),
        }
    }
}

#[cfg(test)]
mod tests;
