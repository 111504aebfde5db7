//! What a passage says of something: the unit that questions ask about, and that stays the same when words around it
//! change.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::corpus::Place;
use super::mention::{Mention, Slot, mentions};
use crate::flaw::words::Words;
use crate::id::Digest;

/// What a sentence is about with its values masked: the stems of the words that carry content.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frame(pub BTreeSet<String>);

impl Frame {
    /// The frame of a passage's text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut masked = text.to_owned();
        for mention in mentions(text).iter().rev() {
            masked.replace_range(mention.range.clone(), " ");
        }
        Self(Words::of(&masked).content().map(ToOwned::to_owned).collect())
    }

    /// How much of the smaller frame the two share, 0 to 1.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f64 {
        let shared = self.0.intersection(&other.0).count();
        shared as f64 / self.0.len().min(other.0.len()).max(1) as f64
    }
}

/// What is said of what, as of when.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The type of its value.
    pub slot: Slot,
    /// What it is said of, where the family knows: a row's name, a list's head. Empty for a sentence.
    pub subject: String,
    /// What the passage is about.
    pub frame: Frame,
    /// The value as it is written.
    pub answer: String,
    /// When it was so, where that is told.
    pub as_of: Option<String>,
    /// Where it is said.
    pub place: Place,
}

impl Fact {
    /// The fact that a mention in a passage states.
    #[must_use]
    pub fn of_mention(text: &str, place: Place, mention: &Mention) -> Self {
        Self {
            slot: mention.slot.clone(),
            subject: String::new(),
            frame: Frame::of(text),
            answer: text.get(mention.range.clone()).unwrap_or_default().to_owned(),
            as_of: None,
            place,
        }
    }

    /// What it is known by: family, type, frame, date and subject, but neither its value nor its place.
    #[must_use]
    pub fn id(&self, family: &str) -> Digest {
        let mut text =
            format!("{family}\n{:?}\n{}\n{}\n", self.slot, self.subject, self.as_of.as_deref().unwrap_or(""));
        for word in &self.frame.0 {
            let _ = writeln!(text, "{word}"); // to a string: cannot fail
        }
        Digest::of(text.as_bytes())
    }
}
