//! A question as a room asks it: whole, with its passages, so that a drill and its report need neither bank nor
//! documents again.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::bank::Bank;
use crate::id::{Digest, QuestionRef};
use crate::question::Drawn;

/// One question of a room, its choices in the order in which everybody sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posed {
    /// The question.
    pub question: QuestionRef,
    /// The version that is asked.
    pub version: Digest,
    /// The title of its topic.
    pub topic: String,
    /// What is asked.
    pub stem: String,
    /// The choices as they are shown; 2 to 9.
    pub choices: Vec<Offer>,
    /// Where the answer is written.
    pub passages: Vec<Quote>,
}

/// One choice as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its place in the bank.
    pub place: u8,
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub key: bool,
    /// Why it is right or wrong.
    pub rationale: String,
}

/// A passage, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words.
    pub words: String,
    /// The words that hold the answer: bytes of `words`, ascending and apart.
    pub answers: Vec<Range<usize>>,
    /// Where it stands: title, section, line.
    pub source: String,
}

impl Posed {
    /// A question of a bank, with its choices in this order. A citation that is not found is not quoted; one that is
    /// asked has none.
    #[must_use]
    pub fn of(bank: &Bank, drawn: &Drawn, order: &[u8]) -> Self {
        let question = &drawn.question;
        let offer = |&place: &u8| {
            let choice = question.choices.get(usize::from(place))?;
            Some(Offer { place, text: choice.text.clone(), key: choice.key, rationale: choice.rationale.clone() })
        };
        let quote = |citation| {
            let found = bank.find(citation)?;
            Some(Quote { words: found.quote, answers: found.answers, source: bank.source(citation).join(" · ") })
        };
        let topic = bank.head().topics.iter().find(|topic| topic.id == question.topic);
        let mut passages: Vec<Quote> = Vec::new();
        for quote in question.citations.iter().filter_map(quote) {
            if passages.iter().all(|other| other.words != quote.words) {
                passages.push(quote);
            }
        }
        Self {
            question: drawn.id.clone(),
            version: drawn.version,
            topic: topic.map_or_else(|| question.topic.to_string(), |topic| topic.title.clone()),
            stem: question.stem.clone(),
            choices: order.iter().filter_map(offer).collect(),
            passages,
        }
    }

    /// The right choices.
    #[must_use]
    pub fn keys(&self) -> Picks {
        Picks::of((0..).zip(&self.choices).filter(|(_, choice)| choice.key).map(|(at, _)| at))
    }

    /// Whether more than one choice is right.
    #[must_use]
    pub fn chooses_all(&self) -> bool {
        self.keys().len() > 1
    }
}

/// Choices picked, told by their places as they are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Vec<u8>", into = "Vec<u8>")]
pub struct Picks(u16);

impl Picks {
    /// These choices; a place past the ninth is none.
    #[must_use]
    pub fn of(places: impl IntoIterator<Item = u8>) -> Self {
        Self(places.into_iter().filter(|place| *place < 9).fold(0, |bits, place| bits | 1 << place))
    }

    /// How many.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this choice is among them.
    #[must_use]
    pub const fn has(self, place: u8) -> bool {
        place < 9 && self.0 & 1 << place != 0
    }

    /// Their places, ascending.
    pub fn places(self) -> impl Iterator<Item = u8> {
        (0..9).filter(move |place| self.has(*place))
    }

    /// What these picks earn where `keys` are right, 0 to 1, as everywhere in ibid.
    #[must_use]
    pub fn mark(self, keys: Self) -> f64 {
        let right = Self(self.0 & keys.0).len();
        crate::session::score::marked(right, self.len() - right, keys.len())
    }
}

impl From<Vec<u8>> for Picks {
    fn from(places: Vec<u8>) -> Self {
        Self::of(places)
    }
}

impl From<Picks> for Vec<u8> {
    fn from(picks: Picks) -> Self {
        picks.places().collect()
    }
}
