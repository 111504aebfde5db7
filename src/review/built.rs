//! What the builder keeps beside a bank of each question that it made: spare distractors, and what speaks against it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::id::{DocumentId, QuestionId};
use crate::question::{Citation, Question};

/// What `build.json` tells of the questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    entries: BTreeMap<QuestionId, Entry>,
}

/// What it tells of one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
struct Entry {
    #[serde(default)]
    spare: Vec<Value>,
    #[serde(default)]
    proposed: Option<Value>,
    #[serde(default)]
    barred: Option<Barred>,
}

/// Why the builder keeps a question from being asked: the words that speak against it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Barred {
    #[serde(default)]
    document: Option<DocumentId>,
    #[serde(default)]
    exact: Option<String>,
}

impl Built {
    /// Reads the file. What it says of other things is the builder's own.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct File {
            #[serde(default)]
            questions: BTreeMap<String, Value>,
        }
        let File { questions } = serde_json::from_str(text)?;
        let entry =
            |(id, value): (String, Value)| Some((QuestionId::new(id).ok()?, serde_json::from_value(value).ok()?));
        Ok(Self { entries: questions.into_iter().filter_map(entry).collect() })
    }

    /// Choices that may take the place of a poor distractor, each as a bank has them, the best first.
    #[must_use]
    pub fn spares(&self, id: &QuestionId) -> &[Value] {
        self.entries.get(id).map_or(&[], |entry| entry.spare.as_slice())
    }

    /// The words of a document that contradict the question.
    #[must_use]
    pub fn against(&self, id: &QuestionId) -> Option<Citation> {
        let Barred { document, exact } = self.entries.get(id)?.barred.clone()?;
        let (prefix, suffix, answer, extra) = (None, None, Vec::new(), serde_json::Map::new());
        Some(Citation { document: document?, exact: exact?, prefix, suffix, answer, extra })
    }

    /// The question as the documents have it now, where they give another answer than it does.
    #[must_use]
    pub fn proposed(&self, id: &QuestionId) -> Option<Question> {
        let question = self.entries.get(id)?.proposed.as_ref()?;
        Question::from_json(&question.to_string()).ok()
    }
}
