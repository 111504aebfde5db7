//! What can be wrong with a bank as a whole: one table, like that of a question's flaws.

use crate::flaw::{self, Severity};

/// A kind of flaw of a whole bank, or of two of its questions.
#[derive(Debug)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// What mends it.
    pub remedy: &'static str,
    /// The number of the guideline by Haladyna, Downing & Rodriguez (2002) that it restates, if it is one.
    pub guideline: Option<&'static str>,
    /// How much it matters.
    pub severity: Severity,
    /// Whether it is between two questions, so that one of them can allow it.
    pub pair: bool,
}

pub(super) static NEAR_DUPLICATE: Row = Row {
    name: "near-duplicate",
    what: "Two questions ask the same in other words.",
    remedy: "keep the better one, or ask for something else",
    guideline: Some("4"),
    severity: Severity::Warning,
    pair: true,
};
pub(super) static ANSWERS_ANOTHER: Row = Row {
    name: "answers-another",
    what: "A stem says the key of another question; a form never has both.",
    remedy: "reword one of them, or name the other in its `not_with`, which says that it is meant",
    guideline: Some("4"),
    severity: Severity::Note,
    pair: true,
};
pub(super) static KEY_POSITION: Row = Row {
    name: "key-position",
    what: "Among values, which stand in order, the key has the same place more often than chance gives.",
    remedy: "choose distractors on the other side of the key in some of these questions",
    guideline: Some("20"),
    severity: Severity::Warning,
    pair: false,
};
pub(super) static LONGEST_SHARE: Row = Row {
    name: "longest-share",
    what: "The key is the longest choice more often than chance gives.",
    remedy: "shorten keys, or lengthen distractors, where the key is the longest",
    guideline: Some("24, 28d"),
    severity: Severity::Warning,
    pair: false,
};
pub(super) static SHORTEST_SHARE: Row = Row {
    name: "shortest-share",
    what: "The key is the shortest choice more often than chance gives.",
    remedy: "shorten distractors where the key is the shortest",
    guideline: Some("24, 28d"),
    severity: Severity::Warning,
    pair: false,
};
pub(super) static NOT_ASKED: Row = Row {
    name: "not-asked",
    what: "Passages are neither asked nor left out with a reason.",
    remedy: "ask about them, or name them in `left_out`; `ibid check --coverage` shows them all",
    guideline: None,
    severity: Severity::Note,
    pair: false,
};
pub(super) static LEFT_OUT_ASKED: Row = Row {
    name: "left-out-asked",
    what: "A passage is left out and asked all the same.",
    remedy: "remove it from `left_out`",
    guideline: None,
    severity: Severity::Warning,
    pair: false,
};
pub(super) static LEFT_OUT_PART: Row = Row {
    name: "left-out-part",
    what: "What is left out is no whole passage.",
    remedy: "quote the passage from its first word to its last; `ibid document FILE --explain` shows where it ends",
    guideline: None,
    severity: Severity::Warning,
    pair: false,
};
pub(super) static ALLOWED_IN_VAIN: Row = Row {
    name: "allowed-in-vain",
    what: "A question allows a flaw that it does not have.",
    remedy: "remove it from `allow`",
    guideline: None,
    severity: Severity::Note,
    pair: false,
};

/// Every row, in the order in which they are told.
#[must_use]
pub fn rows() -> [&'static Row; 9] {
    [
        &NEAR_DUPLICATE,
        &ANSWERS_ANOTHER,
        &KEY_POSITION,
        &LONGEST_SHARE,
        &SHORTEST_SHARE,
        &NOT_ASKED,
        &LEFT_OUT_ASKED,
        &LEFT_OUT_PART,
        &ALLOWED_IN_VAIN,
    ]
}

/// Whether a question can allow a flaw of this name.
#[must_use]
pub fn is_allowable(name: &str) -> bool {
    flaw::named(name).is_some() || rows().iter().any(|row| row.pair && row.name == name)
}
