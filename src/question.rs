//! Questions, their choices and citations, and the invariants that their constructor keeps.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::{Digest, DocumentId, QuestionId, QuestionRef, TopicId};
use crate::text;

pub mod fields;
mod parse;

/// The fewest and the most choices of a question.
pub const CHOICES: std::ops::RangeInclusive<usize> = 2..=9;
/// The most characters of a stem, a choice or a rationale.
pub const TEXT_MAX: usize = 4_000;

/// Something wrong with a question or a bank: where, what, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place inside the file, as a path of fields: `choices[1].text`.
    pub at: String,
    /// What is wrong.
    pub what: String,
    /// What mends it.
    pub remedy: String,
}

impl Fault {
    /// A fault from its three parts.
    pub fn new(at: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { at: at.into(), what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// What a question asks of its learner, after Bloom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// To recall what was said.
    #[default]
    Remember,
    /// To see what it means.
    Understand,
    /// To use it on a case.
    Apply,
}

/// How much a question matters; exams draw core before detail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// What everybody must know.
    #[default]
    Core,
    /// What is good to know.
    Detail,
}

/// What stands between a question and being asked. Accepted is written as no status at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not yet accepted: asked in practice only, and marked.
    Draft,
    /// Its answer changed in the document: not asked.
    Stale,
    /// Documents disagree about its answer: not asked.
    Conflict,
}

/// A pointer to a passage, in the terms of the W3C Web Annotation `TextQuoteSelector`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Citation {
    /// The document quoted.
    pub document: DocumentId,
    /// The quote, word for word; white space aside.
    pub exact: String,
    /// The words right before the quote, where it occurs more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The words right after the quote, where it occurs more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// The words inside `exact` that hold the answer; none for a quote that gives context.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answer: Vec<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub extra: Map<String, Value>,
}

/// One option of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// Whether it is right.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// Why it is right or wrong, to the learner who picked it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rationale: String,
    /// Where the rationale is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub extra: Map<String, Value>,
}

/// A named flaw that a question may have, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Allow {
    /// The flaw's name.
    pub flaw: String,
    /// Why it is right here.
    pub reason: String,
}

/// The parts of a question, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Parts {
    /// Its name in the bank.
    pub id: QuestionId,
    /// The topic it belongs to.
    pub topic: TopicId,
    /// Free labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What it asks of the learner; `remember` when not written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// How much it matters; `core` when not written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// What is asked.
    pub stem: String,
    /// The options, 2 to 9 of them.
    pub choices: Vec<Choice>,
    /// The date of a fact that changes, as precise as it is known: `2020-03`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Where the answer is written.
    pub citations: Vec<Citation>,
    /// What stands between it and being asked; nothing when accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How often it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// Flaws it may have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<Allow>,
    /// Questions that would give its answer away, or it theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_with: Vec<QuestionId>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub extra: Map<String, Value>,
}

/// A question that can be asked: 2 to 9 different choices, at least one key and one distractor, at least one citation,
/// and no invisible characters in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Question(Parts);

impl Deref for Question {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Question {
    /// Checks the parts.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn new(parts: Parts) -> Result<Self, Vec<Fault>> {
        let faults = faults_of(&parts);
        if faults.is_empty() { Ok(Self(parts)) } else { Err(faults) }
    }

    /// Reads a question from the JSON of one.
    ///
    /// # Errors
    /// Every fault at once: wrong types, missing fields, broken invariants.
    pub fn from_json(json: &str) -> Result<Self, Vec<Fault>> {
        parse::question(json).and_then(Self::new)
    }

    /// The question as a bank holds it, indented by two spaces.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() // strings and numbers only: cannot fail
    }

    /// What tells one version of a question from another: the digest of all it says.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&serde_json::to_vec(self).unwrap_or_default()) // strings and numbers only: cannot fail
    }

    /// The places of the right choices, ascending.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<u8> {
        (0_u8..).zip(&self.choices).filter(|(_, choice)| choice.key).map(|(place, _)| place).collect()
    }

    /// Whether more than one choice is right; how many is not told.
    #[must_use]
    pub fn chooses_all(&self) -> bool {
        self.choices.iter().filter(|choice| choice.key).count() > 1
    }

    /// The level, written or not.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level.unwrap_or_default()
    }

    /// The weight, written or not.
    #[must_use]
    pub fn weight(&self) -> Weight {
        self.weight.unwrap_or_default()
    }

    /// Every citation with its path, those of the choices' rationales included.
    pub fn all_citations(&self) -> impl Iterator<Item = (String, &Citation)> {
        let own = self.citations.iter().enumerate().map(|(n, citation)| (format!("citations[{n}]"), citation));
        let rationales = self.choices.iter().enumerate().flat_map(|(c, choice)| {
            choice.citations.iter().enumerate().map(move |(n, x)| (format!("choices[{c}].citations[{n}]"), x))
        });
        own.chain(rationales)
    }
}

/// A version of a question, known by its digest, as it is drawn for a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// How the question is known.
    pub id: QuestionRef,
    /// The version drawn.
    pub version: Digest,
    /// What it says.
    pub question: Arc<Question>,
}

fn faults_of(parts: &Parts) -> Vec<Fault> {
    let mut faults = Vec::new();
    words("stem", &parts.stem, true, &mut faults);
    for (n, choice) in parts.choices.iter().enumerate() {
        words(&format!("choices[{n}].text"), &choice.text, true, &mut faults);
        words(&format!("choices[{n}].rationale"), &choice.rationale, false, &mut faults);
    }
    for (n, tag) in parts.tags.iter().enumerate() {
        words(&format!("tags[{n}]"), tag, true, &mut faults);
    }
    if !CHOICES.contains(&parts.choices.len()) {
        let what = format!("{} of them", parts.choices.len());
        faults.push(Fault::new("choices", what, "a question has 2 to 9 choices"));
    }
    let mut seen = std::collections::HashMap::new();
    for (n, choice) in parts.choices.iter().enumerate() {
        if let Some(first) = seen.insert(text::squeeze(&choice.text).to_lowercase(), n) {
            let what = format!("says the same as choices[{first}]");
            faults.push(Fault::new(format!("choices[{n}].text"), what, "make the choices different"));
        }
    }
    if !parts.choices.is_empty() {
        if !parts.choices.iter().any(|choice| choice.key) {
            faults.push(Fault::new("choices", "no choice is the key", "mark the right one with \"key\": true"));
        } else if parts.choices.iter().all(|choice| choice.key) {
            faults.push(Fault::new("choices", "every choice is a key", "add a distractor: there is nothing to choose"));
        }
    }
    if parts.citations.is_empty() {
        let remedy = "quote the passage that holds the answer (`ibid cite FILE \"words\"` writes the citation)";
        faults.push(Fault::new("citations", "no citation", remedy));
    }
    let own = parts.citations.iter().enumerate().map(|(n, x)| (format!("citations[{n}]"), x));
    let others = parts.choices.iter().enumerate().flat_map(|(c, choice)| {
        choice.citations.iter().enumerate().map(move |(n, x)| (format!("choices[{c}].citations[{n}]"), x))
    });
    for (at, citation) in own.chain(others) {
        let exact = text::squeeze(&citation.exact);
        if exact.is_empty() {
            faults.push(Fault::new(format!("{at}.exact"), "an empty quote", "quote the passage"));
        }
        for (n, answer) in citation.answer.iter().enumerate() {
            let answer = text::squeeze(answer);
            if answer.is_empty() || !exact.contains(&*answer) {
                let what = format!("“{answer}” is not inside the quote");
                faults.push(Fault::new(format!("{at}.answer[{n}]"), what, "give words of `exact`"));
            }
        }
    }
    faults
}

/// Whether a text of ours can be shown as it stands.
fn words(at: &str, words: &str, needed: bool, faults: &mut Vec<Fault>) {
    let squeezed = text::squeeze(words);
    if needed && squeezed.is_empty() {
        faults.push(Fault::new(at, "is empty", "write what it should say"));
    }
    let length = words.chars().count();
    if length > TEXT_MAX {
        faults.push(Fault::new(at, format!("{length} characters"), format!("shorten it to {TEXT_MAX}")));
    }
    let cleaned = text::clean(&squeezed);
    if *cleaned != *squeezed {
        let stray = squeezed.chars().zip(cleaned.chars()).find(|(a, b)| a != b).map(|(a, _)| a);
        let stray = stray.or_else(|| squeezed.chars().nth(cleaned.chars().count())).unwrap_or_default();
        let what = format!("holds the invisible character U+{:04X}", u32::from(stray));
        faults.push(Fault::new(at, what, "remove it"));
    }
}

#[cfg(test)]
mod tests;
