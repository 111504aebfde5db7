//! Two documents that give the same fact different values.

use std::collections::BTreeMap;

use super::{Fresh, Side, key};
use crate::build::corpus::{Corpus, Place};
use crate::build::fact::Fact;
use crate::build::{Conflict, Quote};
use crate::id::DocumentId;
use crate::{text, value};

/// What contradicts a question.
#[derive(Debug, Clone)]
pub struct Other {
    /// The document that does.
    pub document: DocumentId,
    /// What it says.
    pub side: Side,
}

/// For each question that is made now and contradicted, by its place, the first that contradicts it; `known` are the
/// contradictions that statements were found to have.
pub(super) fn conflicts(corpus: &Corpus, fresh: &[Fresh<'_>], known: &[Conflict]) -> BTreeMap<usize, Other> {
    let mut facts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, it) in fresh.iter().enumerate() {
        facts.entry(it.id.to_string()).or_default().push(n);
    }
    let mut found = BTreeMap::new();
    let sides = known.iter().flat_map(|Conflict { one, other }| [(one, other), (other, one)]);
    let mut of: BTreeMap<(Place, String), &Quote> = BTreeMap::new();
    for (one, other) in sides {
        of.entry((one.place, answer(corpus, one))).or_insert(other);
    }
    for (n, it) in fresh.iter().enumerate() {
        if let Some(quote) = of.get(&(it.fact.place, it.fact.answer.clone())) {
            let source = corpus.source(quote.place);
            let (answer, quote) = (answer(corpus, quote), corpus.text(quote.place).to_owned());
            let side = Side { answer, document: source.title.clone(), quote };
            found.insert(n, Other { document: source.id.clone(), side });
        }
    }
    for same in facts.values().filter(|same| same.len() > 1) {
        for a in same {
            let contradicts = |b: &&usize| contradict(corpus, fresh[*a].fact, fresh[**b].fact); // places in `fresh`
            if let Some(other) = same.iter().find(contradicts).map(|b| &fresh[*b]) {
                let source = corpus.source(other.fact.place);
                let quote = corpus.text(other.fact.place).to_owned();
                let side = Side { answer: key(other.question), document: source.title.clone(), quote };
                found.entry(*a).or_insert_with(|| Other { document: source.id.clone(), side });
            }
        }
    }
    found
}

/// The words of a quote that hold the answer.
fn answer(corpus: &Corpus, quote: &Quote) -> String {
    let words = quote.answers.first().and_then(|range| corpus.text(quote.place).get(range.clone()));
    words.unwrap_or_default().to_owned()
}

/// Whether two statements of one fact, in two documents, cannot both be right. Where the family does not know what a
/// fact is about, the passages must be the same but for the value.
fn contradict(corpus: &Corpus, a: &Fact, b: &Fact) -> bool {
    let gapped = |fact: &Fact| text::fold(&corpus.text(fact.place).replacen(&fact.answer, "____", 1));
    a.place.source != b.place.source
        && !compatible(&a.answer, &b.answer)
        && (!a.subject.is_empty() || gapped(a) == gapped(b))
}

/// Whether two answers can mean the same: a date and a finer one of it, words that differ in case.
pub(super) fn compatible(a: &str, b: &str) -> bool {
    match (value::interval(a), value::interval(b)) {
        (Some(a), Some(b)) => a.holds(&b) || b.holds(&a),
        _ => text::fold(a) == text::fold(b),
    }
}
