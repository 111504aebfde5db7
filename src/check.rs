//! All problems of a bank at once, each with its file, its place and what mends it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::anchor;
use crate::bank::file::{self, Outline};
use crate::bank::{self, About, Bank, LeftOut};
use crate::document::Document;
use crate::id::Digest;
use crate::question::{Citation, Fault, Question};
use crate::text;

pub mod coverage;
pub mod figures;
mod lint;
mod pairs;
mod rows;

pub use crate::flaw::Severity;
pub use coverage::Coverage;
pub use figures::Figures;
pub use rows::{Row, rows};

/// One problem of a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// The file it is in.
    pub file: String,
    /// The line on which its question begins, if it is in a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The question it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The name of the flaw, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flaw: Option<&'static str>,
    /// The place, as a path of fields.
    pub at: String,
    /// What is wrong.
    pub what: String,
    /// What mends it.
    pub remedy: String,
}

impl Problem {
    /// `FILE:LINE: QUESTION: PLACE: WHAT`, ready to be shown.
    #[must_use]
    pub fn place(&self) -> String {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let question = self.question.as_ref().map(|question| format!(" {question}:")).unwrap_or_default();
        text::clean(&format!("{}{line}:{question} {}: {}", self.file, self.at, self.what)).into_owned()
    }
}

/// `error: FILE:LINE: QUESTION: PLACE: WHAT`, then the remedy on a line of its own.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  hint: {}", self.severity, self.place(), text::clean(&self.remedy))
    }
}

/// What was found in a bank.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// The bank's file.
    pub file: String,
    /// How many questions it holds.
    pub questions: usize,
    /// How many documents it lists.
    pub documents: usize,
    /// Questions by topic, in the bank's order.
    pub topics: Vec<(String, usize)>,
    /// What its questions are.
    pub figures: Figures,
    /// What becomes of each passage of its documents.
    pub coverage: Vec<Coverage>,
    /// Everything wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether any problem is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// How many problems matter this much.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Makes a warning of every document with passages that are neither asked nor left out.
    pub fn hold_to_coverage(&mut self) {
        let holes = self.problems.iter_mut().filter(|problem| problem.flaw == Some(rows::NOT_ASKED.name));
        holes.for_each(|problem| problem.severity = Severity::Warning);
    }

    fn faults(&mut self, place: &At, faults: Vec<Fault>) {
        for fault in faults {
            self.fault(Severity::Error, Some(place), fault);
        }
    }

    fn fault(&mut self, severity: Severity, place: Option<&At>, fault: Fault) {
        self.add(severity, None, place, fault);
    }

    fn row(&mut self, row: &Row, place: Option<&At>, at: impl Into<String>, what: String) {
        self.add(row.severity, Some(row.name), place, Fault::new(at, what, row.remedy));
    }

    fn add(&mut self, severity: Severity, flaw: Option<&'static str>, place: Option<&At>, fault: Fault) {
        let (line, question) = (place.map(|at| at.line), place.and_then(|at| at.question.clone()));
        let Fault { at, what, remedy } = fault;
        self.problems.push(Problem { severity, file: self.file.clone(), line, question, flaw, at, what, remedy });
    }
}

/// Where a question stands in its file.
struct At {
    line: usize,
    question: Option<String>,
}

/// Checks the bank at a path: a file, or a folder that holds one.
#[must_use]
pub fn check(path: &Path) -> Report {
    let path = bank::bank_path(path);
    let mut report = Report { file: path.display().to_string(), ..Report::default() };
    let error = |what: String| Fault::new("the file", what, "give the path of a bank, or of its folder");
    match bank::read_bytes(&path) {
        Err(bank::BankError::Unreadable { error: why, .. }) => {
            report.fault(Severity::Error, None, error(format!("cannot be read: {why}")));
        }
        Err(why) => report.fault(Severity::Error, None, error(why.to_string())),
        Ok(bytes) => match std::str::from_utf8(&bytes) {
            Err(why) => report.fault(Severity::Error, None, file::not_utf8(&why)),
            Ok(text) => check_text(text, &path, &mut report),
        },
    }
    report
}

fn check_text(text: &str, path: &Path, report: &mut Report) {
    let outline = match file::outline(text) {
        Ok(outline) => outline,
        Err(fault) => return report.fault(Severity::Error, None, fault),
    };
    let Outline { head, tail, questions, faults } = outline;
    report.questions = questions.len();
    for fault in faults {
        report.fault(Severity::Error, None, fault);
    }
    // Questions of a bank whose frame is broken are still read, so that everything is told at once.
    let bank = head.map(|head| Bank::framed(head, path.to_owned()));
    let lines = Lines::of(text, &questions);
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let mut parsed: Vec<(usize, Question)> = Vec::new();
    for (json, line) in questions.iter().map(|raw| raw.get()).zip(lines.0) {
        let id = file::peek_id(json);
        let place = At { line, question: id.map(ToOwned::to_owned) };
        if let Some(first) = id.and_then(|id| ids.insert(id, line)) {
            let what = format!("the question on line {first} has the same id");
            report.fault(Severity::Error, Some(&place), Fault::new("id", what, "give one of them another id"));
        }
        match Question::from_json(json) {
            Err(faults) => report.faults(&place, faults),
            Ok(question) => {
                report.faults(&place, bank.as_ref().map(|bank| bank.faults_of(&question)).unwrap_or_default());
                report.faults(&place, lint::allow_faults(&question));
                parsed.push((line, question));
            }
        }
    }
    for (line, question) in &parsed {
        for (n, other) in question.not_with.iter().enumerate().filter(|(_, id)| !ids.contains_key(id.as_str())) {
            let fault = Fault::new(format!("not_with[{n}]"), format!("there is no question “{other}”"), "remove it");
            let place = At { line: *line, question: Some(question.id.to_string()) };
            report.fault(Severity::Error, Some(&place), fault);
        }
    }
    let Some(bank) = bank else { return };
    report.documents = bank.head().documents.len();
    for (n, about) in bank.head().documents.iter().enumerate() {
        if let Some(fault) = document_fault(&bank, about) {
            report.fault(Severity::Error, None, Fault { at: format!("documents[{n}].{}", fault.at), ..fault });
        }
    }
    for (n, left_out) in tail.left_out.iter().enumerate() {
        if let Some(fault) = left_out_fault(&bank, left_out) {
            report.fault(Severity::Error, None, Fault { at: format!("left_out[{n}].{}", fault.at), ..fault });
        }
    }
    lint::lint(&bank, &tail.left_out, &parsed, report);
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, question) in &parsed {
        *topics.entry(question.topic.as_str()).or_default() += 1;
    }
    let count = |id: &str| topics.get(id).copied().unwrap_or_default();
    report.topics = bank.head().topics.iter().map(|topic| (topic.title.clone(), count(topic.id.as_str()))).collect();
    // A faulty question may be the one that a topic is waiting for.
    let empty = |(_, topic): &(usize, &bank::Topic)| count(topic.id.as_str()) == 0;
    let sound = !report.has_errors();
    for (n, topic) in bank.head().topics.iter().enumerate().filter(empty).filter(|_| sound) {
        let what = format!("no question is about “{}”", topic.id);
        report.fault(Severity::Warning, None, Fault::new(format!("topics[{n}]"), what, "write one, or remove it"));
    }
}

fn document_fault(bank: &Bank, about: &About) -> Option<Fault> {
    match bank.document(&about.id) {
        Err(error) => {
            Some(Fault::new("file", error.to_string(), "give the path of a readable file inside the bank's folder"))
        }
        Ok(document) => changed(document, about.sha256?),
    }
}

fn changed(document: &Document, written: Digest) -> Option<Fault> {
    let found = document.digest();
    (found != written).then(|| {
        let what = "the document is not the one that the citations were written from";
        Fault::new("sha256", what, format!("look at what changed in it, then write “{found}”"))
    })
}

fn left_out_fault(bank: &Bank, left_out: &LeftOut) -> Option<Fault> {
    let LeftOut { document, exact, reason, .. } = left_out;
    if text::squeeze(reason).is_empty() {
        return Some(Fault::new("reason", "is empty", "say why it is not asked about"));
    }
    let citation = Citation {
        document: document.clone(),
        exact: exact.clone(),
        prefix: None,
        suffix: None,
        answer: Vec::new(),
        extra: serde_json::Map::new(),
    };
    match bank.document(document) {
        Err(error) => Some(Fault::new("document", error.to_string(), "give a document of the bank")),
        Ok(document) => match anchor::find(document, &citation) {
            Ok(_) | Err(anchor::Lost::Ambiguous(_)) => None,
            Err(lost) => Some(Fault::new("exact", lost.to_string(), lost.remedy())),
        },
    }
}

/// The line of each question, found in one pass over the text.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str, questions: &[&RawValue]) -> Self {
        let (mut line, mut from) = (1, 0);
        let lines = questions.iter().map(|raw| {
            let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[from..start]).count(); // both inside the text
            from = start;
            line
        });
        Self(lines.collect())
    }
}

#[cfg(test)]
mod tests;
