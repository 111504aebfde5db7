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
        Self::of_masked(text, &mentions(text))
    }

    fn of_masked(text: &str, mentions: &[Mention]) -> Self {
        let mut masked = text.to_owned();
        for mention in mentions.iter().rev() {
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
    /// What it is said of, where the family knows: a row's name, a list's head. For a sentence with several values of one
    /// type the words beside the value, else empty.
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
        Self::of_one(text, place, mention, &mentions(text))
    }

    /// The fact that one of all the mentions in a passage states.
    #[must_use]
    pub fn of_one(text: &str, place: Place, mention: &Mention, all: &[Mention]) -> Self {
        let several = all.iter().filter(|other| other.slot == mention.slot).count() > 1;
        Self {
            slot: mention.slot.clone(),
            subject: if several { beside(text, mention) } else { String::new() },
            frame: Frame::of_masked(text, all),
            answer: text.get(mention.range.clone()).unwrap_or_default().to_owned(),
            as_of: as_of(text, all, mention).and_then(|date| text.get(date.range.clone())).map(ToOwned::to_owned),
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

/// The date as of which a sentence gives a value: “As of …” wherever it stands, or the only date that it has. A date
/// itself is of no time.
#[must_use]
pub fn as_of<'a>(text: &str, all: &'a [Mention], of: &Mention) -> Option<&'a Mention> {
    if of.slot.is_date() {
        return None;
    }
    let behind = |mention: &&Mention, words: &[&str]| {
        let before = text.as_bytes().get(..mention.range.start).unwrap_or_default().trim_ascii_end();
        let ends = |word: &&str| {
            let tail = before.len().checked_sub(word.len()).and_then(|start| before.get(start..));
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word.as_bytes()))
        };
        words.iter().any(ends)
    };
    let dates = || all.iter().filter(|mention| mention.slot.is_date());
    if let Some(found) = dates().find(|mention| behind(mention, &["as of", "as at"])) {
        return Some(found);
    }
    let only = dates().next().filter(|_| dates().count() == 1)?;
    let told = ["in", "since", "by", "for", "for the period", "year", "during", "at the end of", "on"];
    Some(only).filter(|mention| behind(mention, &told))
}

/// The content words on both sides of a value, to tell it from others in its sentence.
fn beside(text: &str, mention: &Mention) -> String {
    let side = |text: &str| Words::of(text);
    let before = side(text.get(..mention.range.start).unwrap_or_default());
    let after = side(text.get(mention.range.end..).unwrap_or_default());
    let last = before.content().filter(|stem| !stem.starts_with(|c: char| c.is_ascii_digit())).last();
    let first = after.content().find(|stem| !stem.starts_with(|c: char| c.is_ascii_digit()));
    format!("{} {}", last.unwrap_or_default(), first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place { source: 0, passage: 0 };

    fn facts(text: &str) -> Vec<Fact> {
        mentions(text).iter().map(|mention| Fact::of_mention(text, PLACE, mention)).collect()
    }

    #[test]
    fn a_fact_keeps_its_identity_when_its_value_changes() {
        let (one, other) = (facts("It cost $5 million in 1992."), facts("It cost $6 million in 1992."));
        assert_eq!(one[0].id("money"), other[0].id("money"));
        assert_ne!(one[0].id("money"), facts("It cost $5 million in 1993.")[0].id("money"), "of another time");
        assert_eq!(one[0].as_of.as_deref(), Some("1992"));
        assert_eq!(one[1].as_of, None, "a date is of no time");
    }

    #[test]
    fn two_values_of_a_sentence_are_two_facts() {
        let both = facts("It opened in 1912 and closed in 1934.");
        assert_ne!(both[0].id("year"), both[1].id("year"));
    }
}
