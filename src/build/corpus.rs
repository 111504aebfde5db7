//! Several documents read as one: what all stages look things up in.

use std::sync::OnceLock;

use super::mention::Mention;
use super::reading::Readings;
use crate::document::{Document, Passage, Section};
use crate::id::DocumentId;

/// One document of a corpus.
#[derive(Debug)]
pub struct Source {
    /// Its id in the bank.
    pub id: DocumentId,
    /// Its title, as stems name it.
    pub title: String,
    /// What was read of it.
    pub document: Document,
}

/// A passage of a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which of the [sources](Corpus::sources).
    pub source: usize,
    /// Which of its passages.
    pub passage: usize,
}

/// Documents that questions are made from together.
#[derive(Debug, Default)]
pub struct Corpus {
    sources: Vec<Source>,
    readings: OnceLock<Readings>,
}

impl Corpus {
    /// A corpus of some documents; their order is kept.
    #[must_use]
    pub fn new(sources: Vec<Source>) -> Self {
        Self { sources, readings: OnceLock::new() }
    }

    /// The documents.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Every passage, in order.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let passages = |(source, it): (usize, &Source)| {
            (0..it.document.passages().len()).map(move |passage| Place { source, passage })
        };
        self.sources.iter().enumerate().flat_map(passages)
    }

    /// The document of a place.
    ///
    /// # Panics
    /// For a place of another corpus.
    #[must_use]
    pub fn source(&self, place: Place) -> &Source {
        &self.sources[place.source] // places come from this corpus
    }

    /// A passage.
    ///
    /// # Panics
    /// For a place of another corpus.
    #[must_use]
    pub fn passage(&self, place: Place) -> &Passage {
        &self.source(place).document.passages()[place.passage] // places come from this corpus
    }

    /// A passage's words, as the reader gives them.
    #[must_use]
    pub fn text(&self, place: Place) -> &str {
        let document = &self.source(place).document;
        document.text().get(document.text_of(place.passage)).unwrap_or_default()
    }

    /// What was read of all passages; read when it is first asked for.
    #[must_use]
    pub fn readings(&self) -> &Readings {
        self.readings.get_or_init(|| Readings::of(&self.sources))
    }

    /// The typed values in a passage.
    #[must_use]
    pub fn mentions(&self, place: Place) -> &[Mention] {
        self.readings().mentions(place)
    }

    /// The section that a passage stands in.
    ///
    /// # Panics
    /// For a place of another corpus.
    #[must_use]
    pub fn section(&self, place: Place) -> &Section {
        &self.source(place).document.sections()[self.passage(place).section] // passages know their section
    }
}
