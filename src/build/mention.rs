//! Typed values mentioned in a passage: what a question can ask for.

use std::ops::Range;

use crate::value::{self, Interval};

/// What type of thing a mention is. Choices of one question all share it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// A year.
    Year,
    /// What a table's column or a list calls so; the family knows its rivals.
    Named(String),
}

/// A value in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where, as a range of the passage's text.
    pub range: Range<usize>,
    /// Its type.
    pub slot: Slot,
    /// All it can mean.
    pub value: Interval,
}

/// The mentions in a text, in order; they do not overlap.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let digits = |c: char| c.is_ascii_digit();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(digits)).map(|n| at + n) {
        let length = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start); // found in `text`
        let range = start..start + length;
        at = range.end;
        let alone = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || ",.;:()".contains(c));
        let before = text[..range.start].chars().next_back(); // ASCII digits end on character boundaries
        if !alone(before) || !alone(text[range.end..].chars().next()) {
            continue;
        }
        if let Some(value) = value::interval(&text[range.clone()]).filter(|value| value.kind == value::Kind::Date) {
            found.push(Mention { range, slot: Slot::Year, value });
        }
    }
    found
}
