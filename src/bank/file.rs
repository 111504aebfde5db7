//! The bank's file: its frame, what is written before and after the questions, and where each question stands.

use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::id::{BankId, Digest, DocumentId, TopicId};
use crate::question::fields::{Fields, Name};
use crate::question::{Fault, Parts};

/// The number of the file format that this version writes, and the highest that it reads.
pub const FORMAT: u32 = 1;

/// What a bank says about one of its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct About {
    /// Its name in the bank.
    pub id: DocumentId,
    /// Its file, as a path inside the bank's folder.
    pub file: String,
    /// Its title, as the screen shows it.
    pub title: String,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its licence or terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its date, as precise as it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The digest of its bytes when the citations were written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub sha256: Option<Digest>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub extra: Map<String, Value>,
}

/// One subject inside a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Topic {
    /// Its name in the bank.
    pub id: TopicId,
    /// Its title, as the screen shows it.
    pub title: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub extra: Map<String, Value>,
}

/// A passage that is deliberately not asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// The document.
    pub document: DocumentId,
    /// The passage, word for word.
    pub exact: String,
    /// Why it is not asked about.
    pub reason: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub extra: Map<String, Value>,
}

/// What a bank's file says before its questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Head {
    /// The JSON Schema of the file, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The number of the file format.
    pub format: u32,
    /// The bank's id.
    pub id: BankId,
    /// Its title, as the screen shows it.
    pub title: String,
    /// The language of its questions, as a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The documents that its questions cite.
    pub documents: Vec<About>,
    /// Sets of names of one thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Vec<String>>,
    /// Its topics, in the order in which they are shown.
    pub topics: Vec<Topic>,
}

/// What a bank's file says after its questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tail {
    /// Passages that are deliberately not asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub extra: Map<String, Value>,
}

/// A whole bank as it is written; the schema beside it is made from this type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BankFile {
    /// What stands before the questions.
    #[serde(flatten)]
    pub head: Head,
    /// The questions.
    pub questions: Vec<Parts>,
    /// What stands after them.
    #[serde(flatten)]
    pub tail: Tail,
}

impl BankFile {
    /// The file's text: two-space indent, a final newline.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n" // strings and numbers only: cannot fail
    }
}

/// A bank's file, read so far that its frame is known and its questions are found.
pub struct Outline<'a> {
    /// The frame, if it is whole enough.
    pub head: Option<Head>,
    /// What stands after the questions.
    pub tail: Tail,
    /// Each question as its JSON.
    pub questions: Vec<&'a RawValue>,
    /// What is wrong with the frame.
    pub faults: Vec<Fault>,
}

/// Reads a bank's frame and finds its questions.
///
/// # Errors
/// When the text is not JSON, or no object.
pub fn outline(text: &str) -> Result<Outline<'_>, Fault> {
    let outer: Outer<'_> = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    let mut faults = Vec::new();
    let mut fields = Fields::new(outer.entries, "", &mut faults);
    let questions = outer.questions.unwrap_or_else(|| {
        faults.push(Fault::new("questions", "is missing, or no list", "add \"questions\": [ … ]"));
        Vec::new()
    });
    let head = head(&mut fields, &mut faults);
    let left_out = fields.take("left_out", &mut faults);
    let left_out = fields.list("left_out", left_out);
    let tail = Tail {
        left_out: left_out.into_iter().filter_map(|(at, json)| self::left_out(&at, json, &mut faults)).collect(),
        extra: fields.rest(),
    };
    Ok(Outline { head, tail, questions, faults })
}

/// The fault of bytes that are not UTF-8.
#[must_use]
pub fn not_utf8(error: &Utf8Error) -> Fault {
    let what = format!("is not UTF-8 text (byte {})", error.valid_up_to() + 1);
    Fault::new("the file", what, "save it as UTF-8; a bank is a JSON file")
}

fn not_json(error: &serde_json::Error) -> Fault {
    let what = match error.classify() {
        serde_json::error::Category::Data => format!("is no bank: {error}"),
        _ => format!("is not JSON: {error}"),
    };
    Fault::new("the file", what, "mend it at that place; `ibid new` makes a bank to start from")
}

fn head(fields: &mut Fields<'_>, faults: &mut Vec<Fault>) -> Option<Head> {
    let schema = fields.take("$schema", faults);
    let format = fields.take("format", faults).unwrap_or(FORMAT);
    if format > FORMAT {
        let what = format!("format {format} is newer than this program knows ({FORMAT})");
        faults.push(Fault::new("format", what, "use a newer ibid"));
    }
    let id = fields.need("id", faults);
    let title = fields.need("title", faults);
    let language = fields.take("language", faults);
    let description = fields.take("description", faults);
    let documents = fields.need("documents", faults);
    let documents = fields.list("documents", documents);
    let aliases = fields.take("aliases", faults).unwrap_or_default();
    let topics = fields.need("topics", faults);
    let topics = fields.list("topics", topics);
    let documents: Vec<About> = documents.into_iter().filter_map(|(at, json)| about(&at, json, faults)).collect();
    let topics: Vec<Topic> = topics.into_iter().filter_map(|(at, json)| topic(&at, json, faults)).collect();
    repeated("documents", documents.iter().map(|about| about.id.as_str()), faults);
    repeated("topics", topics.iter().map(|topic| topic.id.as_str()), faults);
    Some(Head { schema, format, id: id?, title: title?, language, description, documents, aliases, topics })
}

fn repeated<'a>(list: &str, ids: impl Iterator<Item = &'a str>, faults: &mut Vec<Fault>) {
    let mut seen = std::collections::HashSet::new();
    for (n, id) in ids.enumerate().filter(|(_, id)| !seen.insert(*id)).collect::<Vec<_>>() {
        faults.push(Fault::new(format!("{list}[{n}].id"), format!("“{id}” is there before"), "give it another id"));
    }
}

fn about(at: &str, json: &str, faults: &mut Vec<Fault>) -> Option<About> {
    let mut fields = Fields::of(json, at, faults)?;
    let id = fields.need("id", faults);
    let file = fields.need("file", faults);
    let title = fields.need("title", faults);
    let publisher = fields.take("publisher", faults);
    let licence = fields.take("licence", faults);
    let url = fields.take("url", faults);
    let date = fields.take("date", faults);
    let sha256 = fields.take("sha256", faults);
    Some(About { id: id?, file: file?, title: title?, publisher, licence, url, date, sha256, extra: fields.rest() })
}

fn topic(at: &str, json: &str, faults: &mut Vec<Fault>) -> Option<Topic> {
    let mut fields = Fields::of(json, at, faults)?;
    let id = fields.need("id", faults);
    let title = fields.need("title", faults);
    Some(Topic { id: id?, title: title?, extra: fields.rest() })
}

fn left_out(at: &str, json: &str, faults: &mut Vec<Fault>) -> Option<LeftOut> {
    let mut fields = Fields::of(json, at, faults)?;
    let document = fields.need("document", faults);
    let exact = fields.need("exact", faults);
    let reason = fields.need("reason", faults);
    Some(LeftOut { document: document?, exact: exact?, reason: reason?, extra: fields.rest() })
}

/// The outermost object in one pass: the questions are split, everything else is kept as it stands.
struct Outer<'a> {
    entries: Vec<(Cow<'a, str>, &'a RawValue)>,
    questions: Option<Vec<&'a RawValue>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Outer<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Frame;
        impl<'de> Visitor<'de> for Frame {
            type Value = Outer<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a bank, which is an object: { … }")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outer<'de>, A::Error> {
                let mut outer = Outer { entries: Vec::new(), questions: None };
                while let Some(name) = map.next_key::<Name<'de>>()? {
                    if name.0 == "questions" && outer.questions.is_none() {
                        outer.questions = Some(map.next_value()?);
                    } else {
                        outer.entries.push((name.0, map.next_value()?));
                    }
                }
                Ok(outer)
            }
        }
        deserializer.deserialize_map(Frame)
    }
}

/// The id of a question, without reading further than to it.
#[must_use]
pub fn peek_id(json: &str) -> Option<&str> {
    leading_id(json).or_else(|| find_id(json))
}

/// The id where it is the first field and written without escapes, as in nearly every bank: in a large one, a general
/// reader would take longer for this than for all else.
fn leading_id(json: &str) -> Option<&str> {
    let rest = json.as_bytes().strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"id\"")?;
    let rest = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let end = memchr::memchr2(b'"', b'\\', rest).filter(|end| rest.get(*end) == Some(&b'"'))?;
    let begin = json.len() - rest.len();
    json.get(begin..begin + end)
}

fn find_id(json: &str) -> Option<&str> {
    struct Peek<'s, 'a>(&'s mut Option<&'a str>);
    impl<'de> Visitor<'de> for Peek<'_, 'de> {
        type Value = ();
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a question")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(name) = map.next_key::<Name<'de>>()? {
                if name.0 == "id" {
                    *self.0 = Some(map.next_value()?);
                    break;
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }
    impl<'de> DeserializeSeed<'de> for Peek<'_, 'de> {
        type Value = ();
        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_map(self)
        }
    }
    let mut id = None;
    // Stopping in the middle is reported as an error; what was found by then is what counts.
    let _ = Peek(&mut id).deserialize(&mut serde_json::Deserializer::from_str(json));
    id
}
