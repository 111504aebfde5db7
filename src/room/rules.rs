//! How a room is played.

use serde::{Deserialize, Serialize};

use super::Name;
use crate::clock::{Millis, Timestamp};

/// Answers on their way when the time is up are taken for so long; nobody is told.
pub const GRACE: Millis = Millis(2_000);
/// The most players of a room.
pub const MOST: usize = 5_000;

/// How a room is played, fixed when it is opened.
#[allow(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Who says when the next question comes.
    pub pace: Pace,
    /// What an answer is worth.
    pub scoring: Scoring,
    /// Whether several right answers in a row earn points of their own; only where speed does.
    #[serde(default)]
    pub streaks: bool,
    /// When the ranking is shown.
    pub ranking: Ranking,
    /// Whether those who come after the first question are let in.
    pub late: bool,
    /// Whether phones show the words of question and choices; otherwise only the choices' letters.
    pub words: bool,
    /// The time for an answer, in seconds; without end when none.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// Whether a question closes by itself once everybody who is there has answered.
    pub close_when_all: bool,
    /// Whether names are dealt rather than chosen.
    #[serde(default)]
    pub nicknames: bool,
    /// The teams.
    #[serde(default)]
    pub teams: Teams,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            pace: Pace::Teacher,
            scoring: Scoring::Accuracy,
            streaks: false,
            ranking: Ranking::End,
            late: true,
            words: true,
            seconds: None,
            close_when_all: true,
            nicknames: false,
            teams: Teams::None,
        }
    }
}

/// Who says when the next question comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// The teacher, for all at once.
    Teacher,
    /// Each learner, until a deadline.
    Own {
        /// When no more answers are taken.
        deadline: Timestamp,
        /// When a learner sees what was right.
        feedback: Feedback,
    },
}

/// When a learner who goes alone sees key, rationale and passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feedback {
    /// After each answer.
    Each,
    /// Once that learner has answered all.
    End,
    /// Once nobody can answer any more.
    Deadline,
}

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scoring {
    /// Its mark; among equals whoever took less time over right answers stands first.
    Accuracy,
    /// Up to 1,000 points, half of them for speed (Kahoot's formula).
    Speed,
    /// Nothing: no scores and no ranking.
    None,
}

/// When the ranking is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ranking {
    /// After each question, when the teacher goes on.
    Each,
    /// At the end.
    End,
    /// Never on anybody's screen; the report has it.
    Never,
}

/// The teams of a room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Teams {
    /// Everybody for themselves.
    #[default]
    None,
    /// Each player chooses one of these.
    Chosen(Vec<Name>),
    /// Each player is put into the smallest.
    Dealt(Vec<Name>),
}

impl Teams {
    /// Their names; none where there are no teams.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        match self {
            Self::None => &[],
            Self::Chosen(names) | Self::Dealt(names) => names,
        }
    }
}
