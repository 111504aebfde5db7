//! Whether a question's passages are still there.

use std::collections::HashMap;

use super::Side;
use crate::anchor::{self, How, Refinder, Refound};
use crate::build::corpus::{Corpus, Place};
use crate::build::ledger::Barred;
use crate::id::DocumentId;
use crate::question::{Citation, Parts};

/// What became of the passages that hold a question's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// They are there; how the worst of them was found.
    Stands(How),
    /// The passage is there, and says something else where the answer was.
    Answers,
    /// They are gone.
    Lost,
    /// The document could not be read, so that nothing is known.
    Unread,
}

/// The documents, to be searched for citations.
pub(super) struct Evidence<'c> {
    corpus: &'c Corpus,
    documents: HashMap<&'c DocumentId, (usize, Refinder<'c>)>,
}

impl<'c> Evidence<'c> {
    pub(super) fn new(corpus: &'c Corpus) -> Self {
        let sources = corpus.sources().iter().enumerate();
        let documents = sources.map(|(n, source)| (&source.id, (n, Refinder::new(&source.document)))).collect();
        Self { corpus, documents }
    }

    fn refound(&self, citation: &Citation) -> Option<Refound> {
        self.documents.get(&citation.document)?.1.find(citation)
    }

    /// A citation as the document now has it; itself where the document could not be read.
    pub(super) fn again(&self, citation: &Citation) -> Option<Citation> {
        if !self.documents.contains_key(&citation.document) {
            return Some(citation.clone());
        }
        self.refound(citation).filter(|refound| refound.answered).map(|refound| refound.citation)
    }

    /// The state of a question's own passages, and where the first that holds the answer now is.
    pub(super) fn of(&self, question: &Parts) -> (State, Option<Place>) {
        let mut worst = How::Exact;
        let mut place = None;
        for citation in &question.citations {
            let Some((source, _)) = self.documents.get(&citation.document) else { return (State::Unread, None) };
            let Some(refound) = self.refound(citation) else { return (State::Lost, None) };
            if place.is_none() && !citation.answer.is_empty() {
                place = self.place(*source, &refound.citation);
            }
            if !refound.answered {
                return (State::Answers, place);
            }
            worst = worst.max(refound.how);
        }
        (State::Stands(worst), place)
    }

    fn place(&self, source: usize, citation: &Citation) -> Option<Place> {
        let document = &self.corpus.sources().get(source)?.document;
        let found = anchor::find(document, citation).ok()?;
        Some(Place { source, passage: document.passages_in(found.span).start })
    }

    /// What stands where the answer was.
    pub(super) fn now(&self, question: &Parts) -> Option<Side> {
        let citation = question.citations.iter().find(|it| !it.answer.is_empty())?;
        let quote = self.refound(citation)?.citation.exact;
        Some(Side { answer: String::new(), document: citation.document.to_string(), quote })
    }

    /// Whether the words that contradict a question are still there.
    pub(super) fn holds(&self, barred: &Barred) -> bool {
        let (Some(document), Some(exact)) = (&barred.document, &barred.exact) else { return false };
        let source = self.documents.get(document).and_then(|(n, _)| self.corpus.sources().get(*n));
        // A document that could not be read may still say so.
        source.is_none_or(|source| anchor::cite(&source.document, document, exact).is_ok())
    }
}
