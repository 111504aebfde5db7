//! What happened, as the store keeps it: records are appended and never changed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::clock::{Day, Millis, Stamp, StampId};
use crate::id::{Digest, QuestionRef};
use crate::memory::Parameters;

/// A sitting's id: that of the stamp it began with.
pub type SittingId = StampId;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its id, and when it happened.
    pub stamp: Stamp,
    /// The sitting it happened in, if in one.
    pub sitting: Option<SittingId>,
    /// What happened.
    pub what: What,
}

/// The kinds of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// A question was answered.
    Response(Response),
    /// A question was passed over.
    Skip {
        /// Its place in the form.
        place: usize,
    },
    /// An earlier record of the same sitting was taken back.
    Void {
        /// Which.
        record: StampId,
        /// Whether the answer had been shown by then.
        seen: bool,
    },
    /// A question was flagged for later, or the flag taken off.
    Flag {
        /// Which question.
        question: QuestionRef,
        /// Whether it is flagged now.
        on: bool,
    },
    /// A question was reported as faulty; shown to its author.
    Fault {
        /// Which question.
        question: QuestionRef,
        /// The version that was seen.
        version: Digest,
        /// What the learner says is wrong; may be empty.
        text: String,
    },
    /// A question was put aside: study does not ask it; or it was taken up again.
    Suspend {
        /// Which question.
        question: QuestionRef,
        /// Whether it is put aside now.
        on: bool,
    },
    /// A question was put off.
    Bury {
        /// Which question.
        question: QuestionRef,
        /// The first day on which study asks it again.
        until: Day,
    },
    /// What was known of a question is forgotten: it is new again. Its answers stay in the history.
    Reset {
        /// Which question.
        question: QuestionRef,
    },
    /// A note of the learner's own on a question, in place of the one before.
    Note {
        /// Which question.
        question: QuestionRef,
        /// The note; empty when it was taken away.
        text: String,
    },
    /// The schedule was fitted to the person.
    Fit {
        /// The parameters from now on.
        parameters: Box<Parameters>,
    },
    /// The sitting ended.
    End {
        /// How.
        how: End,
    },
}

/// One answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The question's place in the form.
    pub place: usize,
    /// The question.
    pub question: QuestionRef,
    /// The version that was asked.
    pub version: Digest,
    /// What was answered.
    pub answer: Answer,
    /// Sure or guessed.
    pub confidence: Confidence,
    /// How long the question had been on the screen.
    pub took: Millis,
    /// Whether exactly the keys were picked, by the version that was asked.
    pub fully_right: bool,
    /// Whether its answer had been shown before, by an undone response; it then feeds neither score nor memory.
    pub after_reveal: bool,
    /// How many choices there were; 0 where that was not kept.
    #[serde(default)]
    pub choices: u8,
}

/// What was answered. Choices are told by their place in the bank, never on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// These choices, at least one.
    Picks(BTreeSet<u8>),
    /// "I don't know."
    DontKnow,
    /// Nothing: an exam's question left or made blank.
    Blank,
}

impl Answer {
    /// An answer of these choices; blank when there is none.
    #[must_use]
    pub fn of(picks: BTreeSet<u8>) -> Self {
        if picks.is_empty() { Self::Blank } else { Self::Picks(picks) }
    }

    /// The choices picked.
    #[must_use]
    pub const fn picks(&self) -> Option<&BTreeSet<u8>> {
        match self {
            Self::Picks(picks) => Some(picks),
            Self::DontKnow | Self::Blank => None,
        }
    }
}

/// How sure the learner was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Answered as known.
    #[default]
    Sure,
    /// Answered as a guess.
    Guess,
}

/// How a sitting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// Every question was answered or passed over.
    Finished,
    /// The exam was submitted.
    Submitted,
    /// The exam's deadline passed.
    Overdue,
    /// It was given up; it counts for nothing.
    Abandoned,
}
