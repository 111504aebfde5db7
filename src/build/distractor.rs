//! Wrong choices of the same type, shape and magnitude, from the same corpus; none that may also be right.

use std::collections::BTreeMap;

use super::corpus::{Corpus, Place};
use super::fact::Frame;
use super::mention::{Mention, Slot, mentions};
use super::{Candidate, Distractor, Quote};
use crate::value;

/// How many wrong choices a question has.
const WANTED: usize = 3;
/// Facts whose frames share as much may be about the same thing.
const SAME: f64 = 0.5;

/// Every value of a corpus by its type.
#[derive(Debug, Default)]
pub struct Pool {
    values: BTreeMap<Slot, Vec<(Place, Mention, Frame)>>,
}

impl Pool {
    /// All values of a corpus.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        let mut pool = Self::default();
        for place in corpus.places() {
            let text = corpus.text(place);
            for mention in mentions(text) {
                pool.values.entry(mention.slot.clone()).or_default().push((place, mention, Frame::of(text)));
            }
        }
        pool
    }

    /// Gives a candidate the wrong choices that it lacks, the nearest values first.
    pub fn complete(&self, corpus: &Corpus, candidate: &mut Candidate) {
        let Some(key) = value::interval(&candidate.key) else { return };
        let mut rivals: Vec<_> = self.values.get(&candidate.fact.slot).into_iter().flatten().collect();
        let barred: Vec<_> = rivals
            .iter()
            .filter(|(_, _, frame)| frame.overlap(&candidate.fact.frame) >= SAME)
            .map(|r| r.1.value)
            .collect();
        rivals.retain(|(_, mention, _)| {
            !barred.iter().chain([&key]).any(|other| other.holds(&mention.value) || mention.value.holds(other))
        });
        let distance = |mention: &Mention| (mention.value.low - key.low).abs();
        rivals.sort_by(|a, b| distance(&a.1).total_cmp(&distance(&b.1)).then(a.0.cmp(&b.0)));
        for (place, mention, _) in rivals {
            if candidate.distractors.len() >= WANTED {
                break;
            }
            let text = corpus.text(*place);
            let words = text.get(mention.range.clone()).unwrap_or_default();
            if candidate.distractors.iter().any(|other| other.text == words) {
                continue;
            }
            candidate.distractors.push(Distractor {
                text: words.to_owned(),
                rationale: "The passage says something else; this belongs to another one.".to_owned(),
                quote: Quote { place: *place, range: 0..text.len(), answers: vec![mention.range.clone()] },
            });
        }
    }
}
