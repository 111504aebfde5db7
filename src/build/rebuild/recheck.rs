//! Wrong choices that a new passage makes right.

use std::collections::{BTreeMap, HashSet};

use super::conflict::compatible;
use crate::build::corpus::{Corpus, Place};
use crate::build::fact::Frame;
use crate::build::ledger::mark;
use crate::build::mention::{Slot, mentions};
use crate::question::Parts;
use crate::{text, value};

/// Passages whose frames share as much may be about the same thing.
const SAME: f64 = 0.5;

/// The values of passages that were not there when the bank was last built.
#[derive(Debug, Default)]
pub(super) struct Recheck {
    /// By type and value.
    values: BTreeMap<(Slot, String), Vec<Place>>,
}

impl Recheck {
    /// The passages of a corpus that are not known yet; none when nothing is known.
    pub(super) fn new(corpus: &Corpus, known: &HashSet<String>) -> Self {
        let mut new = Self::default();
        if known.is_empty() {
            return new;
        }
        for place in corpus.places() {
            let text = corpus.text(place);
            if known.contains(&mark(text)) {
                continue;
            }
            for mention in mentions(text) {
                let words = text.get(mention.range.clone()).unwrap_or_default();
                new.values.entry((mention.slot, meaning(words))).or_default().push(place);
            }
        }
        new
    }

    /// A wrong choice of a question that a new passage gives to the same kind of fact, and the passage.
    pub(super) fn made_true(&self, corpus: &Corpus, question: &Parts) -> Option<(String, Place)> {
        for citation in &question.citations {
            let slots: Vec<Slot> = (mentions(&citation.exact).into_iter())
                .filter(|mention| {
                    let words = citation.exact.get(mention.range.clone()).unwrap_or_default();
                    citation.answer.iter().any(|answer| compatible(answer, words))
                })
                .map(|mention| mention.slot)
                .collect();
            if slots.is_empty() {
                continue;
            }
            let frame = Frame::of(&citation.exact);
            for choice in question.choices.iter().filter(|choice| !choice.key) {
                let value = meaning(&choice.text);
                let said = slots.iter().filter_map(|slot| self.values.get(&(slot.clone(), value.clone()))).flatten();
                let mut about = said.filter(|place| Frame::of(corpus.text(**place)).overlap(&frame) >= SAME);
                if let Some(place) = about.next() {
                    return Some((choice.text.clone(), *place));
                }
            }
        }
        None
    }
}

/// What a value means, however it is written.
fn meaning(words: &str) -> String {
    match value::interval(words) {
        Some(value) => format!("{:?} {} {}", value.kind, value.low, value.high),
        None => text::fold(words),
    }
}
