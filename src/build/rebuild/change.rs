//! What became of a question when its bank was built again.

use serde::Serialize;

use super::super::ledger::Why;
use super::key;
use crate::id::QuestionId;
use crate::question::Parts;
use crate::text;

macro_rules! outcomes {
    ($($outcome:ident, $name:literal, $what:literal;)*) => {
        /// What became of a question, from what matters least.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Outcome {
            $(#[doc = $what] $outcome,)*
        }

        impl Outcome {
            /// Every one there is.
            pub const ALL: &[Self] = &[$(Self::$outcome,)*];

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$outcome => $name,)* }
            }

            /// What it says, in a line.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$outcome => $what,)* }
            }
        }
    };
}

outcomes! {
    Kept, "kept", "It is as it was.";
    Refreshed, "refreshed", "Its passage changed a little, or the builder words it otherwise; the answer is the same.";
    New, "new", "It was not there.";
    Orphaned, "orphaned", "Its passage is gone; it is kept and not asked.";
    Stale, "stale", "Its answer changed in the document; it is not asked until you decide.";
    Conflict, "conflict", "Documents disagree about it; it is not asked until you decide.";
}

impl Outcome {
    /// Whether it keeps the question from being asked.
    #[must_use]
    pub const fn bars(self) -> bool {
        matches!(self, Self::Orphaned | Self::Stale | Self::Conflict)
    }
}

impl Why {
    pub(super) const fn outcome(self) -> Outcome {
        match self {
            Self::Stale => Outcome::Stale,
            Self::Conflict => Outcome::Conflict,
        }
    }
}

/// An answer with its passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The answer.
    pub answer: String,
    /// The document, by its id or title.
    pub document: String,
    /// The passage.
    pub quote: String,
}

impl Side {
    pub(super) fn of(question: &Parts) -> Self {
        let citation = question.citations.iter().find(|it| !it.answer.is_empty()).or(question.citations.first());
        Self {
            answer: key(question),
            document: citation.map(|it| it.document.to_string()).unwrap_or_default(),
            quote: citation.map(|it| text::squeeze(&it.exact).into_owned()).unwrap_or_default(),
        }
    }
}

/// What became of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The question.
    pub id: QuestionId,
    /// What became of it.
    pub outcome: Outcome,
    /// What it asks.
    pub stem: String,
    /// Which fields are other than they were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<&'static str>,
    /// What stood there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// What stands there, or contradicts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
    /// The reason, where the outcome has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// Whether it was told before and waits for the author.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

impl Change {
    pub(super) fn new(question: &Parts, outcome: Outcome) -> Self {
        let stem = text::squeeze(&question.stem).into_owned();
        Self {
            id: question.id.clone(),
            outcome,
            stem,
            fields: Vec::new(),
            old: None,
            new: None,
            why: None,
            again: false,
        }
    }
}
