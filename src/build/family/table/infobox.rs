//! The infoboxes of several documents read as one table: a row for each document, a column for each label that at least
//! four of them have.

use std::collections::BTreeMap;
use std::ops::Range;

use super::heading::{At, Heading};
use super::subject::Subject;
use crate::build::corpus::{Corpus, Place};
use crate::build::fact::Frame;
use crate::build::family::Family;
use crate::build::family::near::{Mark, neighbours};
use crate::build::family::rivals::{WANTED, fit, leaks};
use crate::build::family::shape::{Shape, bare};
use crate::build::mention::Slot;
use crate::build::{Candidate, Distractor, Fact, Quote};
use crate::document::Kind;
use crate::text;

/// The fewest documents that share a label.
const SHARED: usize = 4;

/// What a document says beside a label.
#[derive(Debug, Clone)]
struct Value<'a> {
    place: Place,
    words: &'a str,
    range: Range<usize>,
}

/// What each document's infobox has beside the labels that others have too.
pub(super) fn cells(corpus: &Corpus, family: &'static Family) -> Vec<Candidate> {
    let mut labels: BTreeMap<String, (Heading, Vec<Value>)> = BTreeMap::new();
    for place in corpus.places().filter(|place| corpus.passage(*place).kind == Kind::Line) {
        if let Some((label, value)) = read(corpus, place) {
            let (_, values) = labels.entry(text::fold(label)).or_insert_with(|| (Heading::of(label), Vec::new()));
            values.push(value);
        }
    }
    let mut candidates = Vec::new();
    for (heading, values) in labels.values_mut() {
        // A label that a document has twice says no one thing of it.
        let all = values.clone();
        values.retain(|one| all.iter().filter(|other| other.place.source == one.place.source).count() == 1);
        if values.len() >= SHARED && heading.asked() {
            candidates.extend(values.iter().filter_map(|value| candidate(corpus, family, heading, values, value)));
        }
    }
    candidates
}

fn read(corpus: &Corpus, place: Place) -> Option<(&str, Value<'_>)> {
    let line = corpus.text(place);
    let (label, value) = line.trim_start_matches(['-', '*', '•', ' ']).split_once(": ")?;
    let words = bare(value);
    let start = words.as_ptr().addr() - line.as_ptr().addr();
    let short = label.split_whitespace().count() <= 5 && !words.is_empty();
    short.then_some((label.trim(), Value { place, words, range: start..start + words.len() }))
}

fn candidate(
    corpus: &Corpus,
    family: &'static Family,
    heading: &Heading,
    values: &[Value],
    value: &Value,
) -> Option<Candidate> {
    let shape = Shape::of(value.words);
    let title = corpus.source(value.place).title.as_str();
    let alike = values.iter().filter(|other| Shape::of(other.words) == shape).count();
    let namesakes = values.iter().filter(|other| corpus.source(other.place).title == title).count();
    let short = value.words.split_whitespace().count() <= super::CHOICE;
    let fits = alike * 5 >= values.len() * 4 && namesakes == 1 && short && fit(value.words, &shape);
    if !fits || shape == Shape::Phrase || leaks(title, value.words) || !heading.relates(&shape) {
        return None;
    }
    let named = |title: &str| Subject::Named(title.to_owned());
    let quote = |value: &Value| Quote {
        place: value.place,
        range: 0..corpus.text(value.place).len(),
        answers: vec![value.range.clone()],
    };
    let fitting =
        |other: &Value| other.place != value.place && Shape::of(other.words) == shape && !leaks(title, other.words);
    let mark =
        |n: usize, value: &Value| crate::value::interval(value.words).map_or_else(|| Mark::nth(n), |it| Mark::of(&it));
    let own = values.iter().position(|other| other.place == value.place).unwrap_or_default();
    let pool = values.iter().enumerate().filter(|(_, other)| fitting(other)).map(|(n, other)| {
        let wrong = Distractor {
            text: other.words.to_owned(),
            rationale: heading.says(&named(&corpus.source(other.place).title), other.words, &shape),
            quote: quote(other),
        };
        (mark(n, other), wrong)
    });
    let distractors = neighbours(value.words, mark(own, value), pool);
    let at = At { table: &format!("the infobox of “{title}”"), title, office: None, which: "which of these" };
    (distractors.len() >= WANTED).then(|| Candidate {
        family,
        fact: Fact {
            slot: Slot::Named(heading.key()),
            subject: title.to_owned(),
            frame: Frame::default(),
            answer: value.words.to_owned(),
            as_of: None,
            place: value.place,
        },
        stem: heading.ask_cell(&at, &named(title), &shape),
        key: value.words.to_owned(),
        rationale: heading.gives(&named(title), value.words, &shape).replacen("The table", "The infobox", 1),
        distractors,
        quotes: vec![quote(value)],
        as_of: None,
    })
}
