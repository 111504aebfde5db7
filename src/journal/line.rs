//! A verdict, and the line that holds it.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::clock::{Moment, Timestamp};
use crate::id::{Digest, QuestionId};
use crate::question::fields::Fields;
use crate::question::{Fault, Question, Status};

/// What the author decides on a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is asked from now on.
    Accept {
        /// The status that it had.
        status: Option<Status>,
        /// What it said before, where its new answer was accepted.
        was: Option<Box<Question>>,
    },
    /// It was changed by hand.
    Edit {
        /// What it said before.
        was: Option<Box<Question>>,
    },
    /// It leaves the bank.
    Reject {
        /// Why.
        reason: String,
        /// What it said.
        was: Option<Box<Question>>,
        /// Where it stood among the bank's questions, from 0.
        place: usize,
    },
    /// One of its distractors gave way to a spare.
    Distractor {
        /// What it said before.
        was: Option<Box<Question>>,
    },
    /// It is left for another time, which decides nothing.
    Skip,
    /// The last verdict on it that stands is taken back.
    Undo,
}

impl Verdict {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Edit { .. } | Self::Distractor { .. } => "edit",
            Self::Reject { .. } => "reject",
            Self::Skip => "skip",
            Self::Undo => "undo",
        }
    }

    /// Whether nothing more is to be decided on that version.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Accept { .. } | Self::Reject { .. })
    }
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The question.
    pub id: QuestionId,
    /// The version that was judged.
    pub version: Digest,
    /// What was decided.
    pub verdict: Verdict,
    /// When.
    pub at: Moment,
    /// The family that made the question; none for one that was written by hand.
    pub family: Option<String>,
    /// Whether it was one of many, none of them read: it tells nothing about its family.
    pub bulk: bool,
}

impl Line {
    /// The line as it is written, without its end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("id", self.id.as_str().into());
        put("version", self.version.to_string().into());
        put("verdict", self.verdict.name().into());
        if let Verdict::Reject { reason, .. } = &self.verdict {
            put("reason", reason.as_str().into());
        }
        put("at", self.at.rfc3339().unwrap_or_default().into());
        if let Some(family) = &self.family {
            put("family", family.as_str().into());
        }
        if self.bulk {
            put("bulk", true.into());
        }
        match &self.verdict {
            Verdict::Accept { status: Some(status), .. } => {
                put("status", serde_json::to_value(status).unwrap_or_default());
            }
            Verdict::Reject { place, .. } => {
                put("place", (*place).into());
            }
            Verdict::Distractor { .. } => {
                put("distractor", true.into());
            }
            _ => {}
        }
        if let Verdict::Accept { was: Some(was), .. }
        | Verdict::Edit { was: Some(was) }
        | Verdict::Reject { was: Some(was), .. }
        | Verdict::Distractor { was: Some(was) } = &self.verdict
        {
            put("was", serde_json::to_value(was).unwrap_or_default());
        }
        Value::Object(fields).to_string()
    }

    /// Reads a line.
    ///
    /// # Errors
    /// The first fault of it.
    pub fn of_json(json: &str) -> Result<Self, Fault> {
        let mut faults = Vec::new();
        let line = Self::read(json, &mut faults);
        let unread = || Fault::new("the line", "cannot be read", "mend or remove it");
        line.filter(|_| faults.is_empty()).ok_or_else(|| faults.into_iter().next().unwrap_or_else(unread))
    }

    fn read(json: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        let mut fields = Fields::of(json, "", faults)?;
        let id = fields.need("id", faults);
        let version = fields.need("version", faults);
        let name: Option<String> = fields.need("verdict", faults);
        let reason = fields.take("reason", faults).unwrap_or_default();
        let at: Option<String> = fields.need("at", faults);
        let family = fields.take("family", faults);
        let bulk = fields.take("bulk", faults).unwrap_or_default();
        let status = fields.take("status", faults);
        let place = fields.take("place", faults).unwrap_or(usize::MAX);
        let distractor: Option<bool> = fields.take("distractor", faults);
        let was: Option<&RawValue> = fields.take("was", faults);
        // What it said before is needed only to take the verdict back.
        let was = was.and_then(|json| Question::from_json(json.get()).ok()).map(Box::new);
        let moment =
            at.as_deref().map(|text| Timestamp::of_rfc3339(text).map(|at| Moment { at, offset: offset(text) }));
        if moment == Some(None) {
            faults.push(Fault::new("at", "is no time", "write it as 2026-11-22T14:05:00Z"));
        }
        let verdict = match name?.as_str() {
            "accept" => Verdict::Accept { status, was },
            "edit" if distractor == Some(true) => Verdict::Distractor { was },
            "edit" => Verdict::Edit { was },
            "reject" => Verdict::Reject { reason, was, place },
            "skip" => Verdict::Skip,
            "undo" => Verdict::Undo,
            other => {
                let known = "a verdict is accept, edit, reject, skip or undo";
                faults.push(Fault::new("verdict", format!("there is none called “{other}”"), known));
                return None;
            }
        };
        Some(Self { id: id?, version: version?, verdict, at: moment??, family, bulk })
    }
}

/// The offset that a time of RFC 3339 ends with, in minutes.
fn offset(text: &str) -> i16 {
    let tail = text.len().checked_sub(6).and_then(|at| text.get(at..)).unwrap_or_default();
    let number = |at: std::ops::Range<usize>| tail.get(at).and_then(|digits| digits.parse::<i16>().ok());
    let sign = match tail.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return 0,
    };
    sign * (number(1..3).unwrap_or(0) * 60 + number(4..6).unwrap_or(0))
}
