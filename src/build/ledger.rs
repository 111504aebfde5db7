//! What the builder wrote, kept as `build.json` beside the bank: by it a field that differs is known to be the author's.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::{Digest, DocumentId, QuestionId};
use crate::question::{Fault, Parts, Status};

/// The ledger's file beside the bank.
pub const LEDGER_FILE: &str = "build.json";
/// The number of the file format.
const FORMAT: u32 = 1;
/// How many digits of a digest tell one wording of a field from another.
const MARK: usize = 16;

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The number of the file format.
    pub format: u32,
    /// Where each document came from: its name when it was given, its path below the folder that was given.
    #[serde(default)]
    pub documents: BTreeMap<DocumentId, String>,
    /// The sets of names that were found, by mark; one that the author removed does not come back.
    #[serde(default)]
    pub aliases: BTreeSet<String>,
    /// What was written of each question.
    pub questions: BTreeMap<QuestionId, Entry>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What the builder wrote of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The family that made it.
    pub family: String,
    /// The fact that it asks about.
    pub fact: Digest,
    /// The answer.
    pub answer: String,
    /// The family's share of acceptable questions when it was made.
    pub confidence: f64,
    /// A mark of each field as it was written.
    pub wrote: BTreeMap<String, String>,
    /// That the builder keeps it from being asked, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barred: Option<Barred>,
    /// Marks of what was told of it, which is told once.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<String>,
    /// The question with its new answer, where the documents now give another; for review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Value>,
    /// Further wrong choices, for review.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spare: Vec<Value>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Entry {
    /// What a question of this status is without the builder's own bar.
    #[must_use]
    pub fn before(&self, status: Option<Status>) -> Before {
        match &self.barred {
            Some(barred) if status == Some(barred.why.status()) => barred.before,
            _ => Before::of(status),
        }
    }
}

/// Why the builder keeps a question from being asked until its author has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barred {
    /// Why.
    pub why: Why,
    /// What it stood as before.
    pub before: Before,
    /// The document that contradicts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentId>,
    /// The words there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<String>,
}

/// The two reasons to bar a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// Its answer changed.
    Stale,
    /// Documents disagree about it.
    Conflict,
}

impl Why {
    /// As a question's status.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Stale => Status::Stale,
            Self::Conflict => Status::Conflict,
        }
    }
}

/// What a question stood as before the builder barred it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Before {
    /// A draft.
    Draft,
    /// Accepted.
    Accepted,
}

impl Before {
    const fn of(status: Option<Status>) -> Self {
        if status.is_none() { Self::Accepted } else { Self::Draft }
    }

    /// As a question's status.
    #[must_use]
    pub const fn status(self) -> Option<Status> {
        match self {
            Self::Draft => Some(Status::Draft),
            Self::Accepted => None,
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            format: FORMAT,
            documents: BTreeMap::new(),
            aliases: BTreeSet::new(),
            questions: BTreeMap::new(),
            extra: Map::new(),
        }
    }
}

impl Ledger {
    /// Reads the file's text.
    ///
    /// # Errors
    /// When it is none, or from a newer program.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let remedy = "take it from the history of your files; without it all questions count as written by hand";
        let ledger: Self =
            serde_json::from_str(text).map_err(|error| Fault::new("the file", error.to_string(), remedy))?;
        if ledger.format > FORMAT {
            let what = format!("format {} is newer than this program knows ({FORMAT})", ledger.format);
            return Err(Fault::new("format", what, "use a newer ibid"));
        }
        Ok(ledger)
    }

    /// The file's text: two-space indent, a final newline, sorted by id.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n" // strings and numbers only: cannot fail
    }
}

/// A short digest of some words: enough to tell whether they are the same.
#[must_use]
pub fn mark(text: &str) -> String {
    let mut digest = Digest::of(text.as_bytes()).to_string();
    digest.truncate(MARK);
    digest
}

/// The fields of a question that an author may change; its id never changes, and status and revision are kept by rules
/// of their own.
pub(super) const FIELDS: [&str; 12] = [
    "topic",
    "tags",
    "level",
    "weight",
    "stem",
    "choices",
    "as_of",
    "citations",
    "origin",
    "allow",
    "not_with",
    "extra",
];

/// The mark of each field of a question.
#[must_use]
pub fn marks(parts: &Parts) -> BTreeMap<String, String> {
    FIELDS.iter().map(|field| ((*field).to_owned(), mark(&field_of(parts, field)))).collect()
}

fn field_of(parts: &Parts, field: &str) -> String {
    fn text(value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap_or_default() // strings and numbers only: cannot fail
    }
    match field {
        "topic" => text(&parts.topic),
        "tags" => text(&parts.tags),
        "level" => text(&parts.level),
        "weight" => text(&parts.weight),
        "stem" => text(&parts.stem),
        "choices" => text(&parts.choices),
        "as_of" => text(&parts.as_of),
        "citations" => text(&parts.citations),
        "origin" => text(&parts.origin),
        "allow" => text(&parts.allow),
        "not_with" => text(&parts.not_with),
        _ => text(&parts.extra),
    }
}

/// Takes into a question what the builder makes of it now, except for fields that are the author's.
pub(super) fn take(mine: &mut Parts, fresh: &Parts, wrote: &BTreeMap<String, String>) {
    for field in FIELDS {
        let untouched = wrote.get(field).is_none_or(|mark| *mark == self::mark(&field_of(mine, field)));
        if !untouched {
            continue;
        }
        match field {
            "topic" => mine.topic.clone_from(&fresh.topic),
            "tags" => mine.tags.clone_from(&fresh.tags),
            "level" => mine.level = fresh.level,
            "weight" => mine.weight = fresh.weight,
            "stem" => mine.stem.clone_from(&fresh.stem),
            "choices" => mine.choices.clone_from(&fresh.choices),
            "as_of" => mine.as_of.clone_from(&fresh.as_of),
            "citations" => mine.citations.clone_from(&fresh.citations),
            "origin" => mine.origin.clone_from(&fresh.origin),
            "allow" => mine.allow.clone_from(&fresh.allow),
            "not_with" => mine.not_with.clone_from(&fresh.not_with),
            _ => {}
        }
    }
}
