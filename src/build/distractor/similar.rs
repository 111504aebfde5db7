//! Which passages speak of the same things: by the words that they share, found through their rarest.

use crate::build::corpus::{Corpus, Place};
use crate::build::reading::is_name_stem;

/// A word in more passages than this tells nothing about any of them.
const COMMON: usize = 64;
/// Passages that share as much of the smaller one's words may speak of the same thing.
const SAME: f64 = 0.5;

/// Passages with values by their words.
#[derive(Debug, Default)]
pub struct Similarity {
    places: Vec<Place>,
    /// Word and passage, ascending.
    postings: Vec<(u32, u32)>,
}

/// A passage that speaks of the same things as another.
#[derive(Debug, Clone, Copy)]
pub struct Similar {
    /// Which it is.
    pub place: Place,
    /// What they share of all their words, 0 to 1.
    pub alike: f64,
    /// Whether one names somebody or something that the other does not.
    pub names_differ: bool,
}

impl Similar {
    /// Whether the two say the same thing, values aside.
    #[must_use]
    pub fn is_twin(&self) -> bool {
        self.alike >= 0.7 && !self.names_differ
    }
}

impl Similarity {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let readings = corpus.readings();
        let places: Vec<Place> = corpus.places().filter(|place| !readings.stems(*place).is_empty()).collect();
        let mut postings = Vec::new();
        for (n, place) in places.iter().enumerate() {
            postings.extend(readings.stems(*place).iter().map(|stem| (stem >> 1, n as u32)));
        }
        postings.sort_unstable();
        postings.dedup();
        Self { places, postings }
    }

    /// The passages that may speak of the same things as one, in order; nothing if its words are too common to tell.
    #[must_use]
    pub fn like(&self, corpus: &Corpus, place: Place) -> Option<Vec<Similar>> {
        let readings = corpus.readings();
        let stems = readings.stems(place);
        let mut hits: Vec<u32> = Vec::new();
        let (mut rare, mut named) = (0, false);
        for stem in stems {
            let word = stem >> 1;
            let from = self.postings.partition_point(|(other, _)| *other < word);
            let posted = self.postings.get(from..).unwrap_or_default();
            let count = posted.iter().take(COMMON + 1).take_while(|(other, _)| *other == word).count();
            if count <= COMMON {
                rare += 1;
                named |= is_name_stem(*stem);
                hits.extend(posted.iter().take(count).map(|(_, n)| *n));
            }
        }
        if stems.is_empty() {
            return Some(Vec::new());
        }
        // Two passages that say the same share what is rare in them, the names above all.
        if rare * 2 <= stems.len() && !(named && rare > 1) {
            return None;
        }
        hits.sort_unstable();
        let found = hits.chunk_by(|a, b| a == b).filter_map(|run| {
            let other = self.places.get(*run.first()? as usize).copied().filter(|other| *other != place)?;
            let others = readings.stems(other);
            // One rare word in common is not half of many.
            let few = stems.len().min(others.len()) < 4 || rare * 2 <= stems.len();
            (run.len() > 1 || few).then(|| compare(stems, others, other)).flatten()
        });
        Some(found.collect())
    }
}

fn compare(one: &[u32], other: &[u32], place: Place) -> Option<Similar> {
    let (mut a, mut b) = (one.iter().peekable(), other.iter().peekable());
    let (mut shared, mut all, mut names_differ) = (0_usize, 0_usize, false);
    loop {
        let order = match (a.peek(), b.peek()) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(x), Some(y)) => (**x >> 1).cmp(&(**y >> 1)),
        };
        all += 1;
        let lone = match order {
            std::cmp::Ordering::Less => a.next(),
            std::cmp::Ordering::Greater => b.next(),
            std::cmp::Ordering::Equal => {
                shared += 1;
                a.next();
                b.next();
                None
            }
        };
        names_differ |= lone.is_some_and(|stem| is_name_stem(*stem));
    }
    let smaller = one.len().min(other.len()).max(1);
    let near = shared as f64 >= SAME * smaller as f64 && shared > 0;
    near.then(|| Similar { place, alike: shared as f64 / all.max(1) as f64, names_differ })
}
