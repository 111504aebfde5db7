//! A statement with a gap where a value stood, for what no clear clause or table asks.

use super::Family;
use crate::build::corpus::{Corpus, Place};
use crate::build::mention::{Mention, Slot, mentions};
use crate::build::{Candidate, Fact, Quote};
use crate::document::Kind;

/// Years.
pub(super) fn years(corpus: &Corpus) -> Vec<Candidate> {
    of_slot(corpus, "year", "Which year completes", |slot| *slot == Slot::Year)
}

fn of_slot(corpus: &Corpus, family: &str, asks: &str, fits: impl Fn(&Slot) -> bool) -> Vec<Candidate> {
    let Some(family) = super::named(family) else { return Vec::new() };
    let sentences = corpus.places().filter(|place| corpus.passage(*place).kind == Kind::Sentence);
    let in_sentence = |place: Place| {
        let found = mentions(corpus.text(place)).into_iter().filter(|mention| fits(&mention.slot));
        found.filter_map(|mention| candidate(corpus, family, asks, place, &mention)).collect::<Vec<_>>()
    };
    sentences.flat_map(in_sentence).collect()
}

fn candidate(
    corpus: &Corpus,
    family: &'static Family,
    asks: &str,
    place: Place,
    mention: &Mention,
) -> Option<Candidate> {
    let text = corpus.text(place);
    let key = text.get(mention.range.clone())?.to_owned();
    let gapped = format!("{}____{}", text.get(..mention.range.start)?, text.get(mention.range.end..)?);
    let source = corpus.source(place);
    let section = corpus.section(place);
    let section = match &section.title {
        Some(title) if section.level > 1 => format!(" (section “{title}”)"),
        _ => String::new(),
    };
    Some(Candidate {
        family,
        fact: Fact::of_mention(text, place, mention),
        stem: format!("{asks} this statement from “{}”{section}: “{gapped}”?", source.title),
        rationale: "It is what the passage says.".to_owned(),
        key,
        distractors: Vec::new(),
        quotes: vec![Quote { place, range: 0..text.len(), answers: vec![mention.range.clone()] }],
        as_of: None,
    })
}
