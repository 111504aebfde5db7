//! Coverage: what becomes of each passage of a bank's documents. It is asked about, it is left out with a reason, or it
//! is a hole.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rows::{LEFT_OUT_ASKED, LEFT_OUT_PART, Row};
use crate::anchor;
use crate::bank::{Bank, LeftOut};
use crate::document::Document;
use crate::id::{DocumentId, QuestionId};
use crate::question::{Question, Status};

/// What becomes of a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum State {
    /// Questions cite it.
    Asked {
        /// Which.
        questions: Vec<QuestionId>,
    },
    /// The bank says why it is not asked.
    LeftOut {
        /// Why.
        reason: String,
    },
    /// Neither.
    NotAsked,
}

/// A passage and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// Its line in the document, or in the text that was extracted from it.
    pub line: usize,
    /// Its place as it is told to a person.
    pub place: String,
    /// Its words.
    pub words: String,
    /// What becomes of it.
    #[serde(flatten)]
    pub state: State,
}

/// The coverage of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The document.
    pub document: DocumentId,
    /// Its title.
    pub title: String,
    /// How many passages are asked about.
    pub asked: usize,
    /// How many are left out with a reason.
    pub left_out: usize,
    /// How many are neither.
    pub not_asked: usize,
    /// Every passage in order.
    pub passages: Vec<Covered>,
}

/// The passages of a document that a bank leaves out, each with the entry of `left_out` that names it.
#[must_use]
pub fn left_out<'a>(document: &Document, id: &DocumentId, all: &'a [LeftOut]) -> BTreeMap<usize, (usize, &'a LeftOut)> {
    let mut found = BTreeMap::new();
    for (entry, left_out) in all.iter().enumerate().filter(|(_, left_out)| left_out.document == *id) {
        for passage in whole(document, left_out) {
            found.entry(passage).or_insert((entry, left_out));
        }
    }
    found
}

/// The passages that an entry of `left_out` holds from their first word to their last, wherever its words stand.
fn whole(document: &Document, left_out: &LeftOut) -> Vec<usize> {
    let citations = anchor::cite(document, &left_out.document, &left_out.exact).unwrap_or_default();
    let spans = citations.iter().filter_map(|citation| anchor::find(document, citation).ok()).map(|found| found.span);
    let passages = spans.flat_map(|span| {
        let passages = document.passages_in(span.clone());
        passages.filter(move |passage| {
            let inner = document.passages().get(*passage).map(|passage| &passage.span);
            inner.is_some_and(|inner| span.start <= inner.start && inner.end <= span.end)
        })
    });
    passages.collect()
}

/// The coverage of a bank's documents by these questions, and what is wrong with `left_out`: the entry and its row.
#[must_use]
pub fn of(bank: &Bank, questions: &[&Question], all: &[LeftOut]) -> (Vec<Coverage>, Vec<(usize, &'static Row)>) {
    let mut covered = Vec::new();
    let mut amiss = Vec::new();
    for about in &bank.head().documents {
        let Ok(document) = bank.document(&about.id) else { continue };
        let asked = asked(document, &about.id, questions);
        let left = left_out(document, &about.id, all);
        let mut known: Vec<usize> = left.values().map(|(entry, _)| *entry).collect();
        known.sort_unstable();
        let here = (0..).zip(all).filter(|(_, left_out)| left_out.document == about.id);
        // What is not in the document at all is an error, which is told elsewhere.
        let there = here.filter(|(_, left_out)| anchor::cite(document, &about.id, &left_out.exact).is_ok());
        amiss.extend(there.filter(|(entry, _)| !known.contains(entry)).map(|(entry, _)| (entry, &LEFT_OUT_PART)));
        let twice = left.iter().filter(|(passage, _)| asked.contains_key(passage));
        amiss.extend(twice.map(|(_, (entry, _))| (*entry, &LEFT_OUT_ASKED)));
        let passages: Vec<Covered> = (document.passages().iter().enumerate())
            .map(|(n, passage)| Covered {
                line: document.line(passage.span.start),
                place: document.place(passage.span.start),
                words: document.words_of(n).to_owned(),
                state: match (asked.get(&n), left.get(&n)) {
                    (Some(questions), _) => State::Asked { questions: questions.clone() },
                    (None, Some((_, left_out))) => State::LeftOut { reason: left_out.reason.clone() },
                    (None, None) => State::NotAsked,
                },
            })
            .collect();
        let count = |fits: fn(&State) -> bool| passages.iter().filter(|passage| fits(&passage.state)).count();
        covered.push(Coverage {
            document: about.id.clone(),
            title: about.title.clone(),
            asked: count(|state| matches!(state, State::Asked { .. })),
            left_out: count(|state| matches!(state, State::LeftOut { .. })),
            not_asked: count(|state| matches!(state, State::NotAsked)),
            passages,
        });
    }
    amiss.sort_by_key(|(entry, row)| (*entry, row.name));
    amiss.dedup_by_key(|(entry, row)| (*entry, row.name));
    (covered, amiss)
}

/// Which questions cite each passage. Those that are never asked do not count.
fn asked(document: &Document, id: &DocumentId, questions: &[&Question]) -> BTreeMap<usize, Vec<QuestionId>> {
    let mut asked: BTreeMap<usize, Vec<QuestionId>> = BTreeMap::new();
    let barred = |question: &&&Question| matches!(question.status, Some(Status::Stale | Status::Conflict));
    for question in questions.iter().filter(|question| !barred(question)) {
        for citation in question.citations.iter().filter(|citation| citation.document == *id) {
            let Ok(found) = anchor::find(document, citation) else { continue };
            for passage in document.passages_in(found.span) {
                let ids = asked.entry(passage).or_default();
                if ids.last() != Some(&question.id) {
                    ids.push(question.id.clone());
                }
            }
        }
    }
    asked
}
