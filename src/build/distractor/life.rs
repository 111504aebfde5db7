//! When somebody lived, who is what a document is about.

use super::YEAR;
use crate::build::corpus::{Corpus, Place};
use crate::build::mention::{Mention, Slot};
use crate::document::Kind;
use crate::value::Interval;

/// When the person that a document is about was born and died, of the brackets behind the name in its first sentence.
#[must_use]
pub fn life(corpus: &Corpus, source: usize) -> Vec<Interval> {
    /// How many passages are looked at, and how far the name and its brackets reach.
    const FIRST: usize = 12;
    const REACH: usize = 160;
    let Some(it) = corpus.sources().get(source) else { return Vec::new() };
    let places = (0..it.document.passages().len().min(FIRST)).map(|passage| Place { source, passage });
    let mut sentences = places.filter(|place| corpus.passage(*place).kind == Kind::Sentence);
    let Some(place) = sentences.find(|place| !corpus.mentions(*place).is_empty()) else { return Vec::new() };
    let text = corpus.text(place);
    let inside = |mention: &&Mention| {
        let before = text.get(..mention.range.start).unwrap_or_default();
        before.len() < REACH && before.matches('(').count() > before.matches(')').count()
    };
    let Some(first) = corpus.mentions(place).iter().find(|mention| mention.slot.is_date()).filter(inside) else {
        return Vec::new();
    };
    let years = (first.value.high - first.value.low) / YEAR;
    let born = text.get(..first.range.start).is_some_and(|before| before.trim_end().ends_with("born"));
    if first.slot == Slot::Span && (15.0..=110.0).contains(&years) {
        let point = |at: f64| Interval { low: at, high: at, ..first.value };
        return vec![point(first.value.low), point(first.value.high)];
    }
    if born { vec![first.value] } else { Vec::new() }
}
