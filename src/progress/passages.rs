//! What became of each passage that is cited, and which to read again.

use std::collections::HashMap;

use super::{Asked, KNOWN};
use crate::bank::{Bank, Cited};
use crate::id::QuestionRef;
use crate::memory::Track;
use crate::question::Citation;

/// How many passages there are to read again at most: more than a person reads in one go.
const WEAKEST: usize = 30;

/// How many of the passages that questions cite are known. A passage is what is quoted, word for word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passages {
    /// Every question on it is known.
    pub known: usize,
    /// A question on it was answered, and not every one is known.
    pub shaky: usize,
    /// No question on it was answered.
    pub untested: usize,
}

/// A passage to read again.
#[derive(Debug, Clone, PartialEq)]
pub struct Weak {
    /// The title of its document, as the bank has it.
    pub title: String,
    /// Its place there.
    pub place: String,
    /// The passage.
    pub citation: Citation,
    /// The questions on it that were failed or guessed and are not known.
    pub questions: Vec<QuestionRef>,
    /// What is known of the least known of them; nothing of one whose last answer was wrong.
    pub known: f32,
    /// How often they were forgotten.
    pub lapses: u32,
    /// Whether the last answer to one of them was sure and wrong.
    pub misconceived: bool,
}

impl Asked<'_> {
    /// What is known of it by its last answer too: nothing when that was wrong, however fresh the passage is.
    fn firm(&self) -> f32 {
        self.tracked.filter(|tracked| tracked.track.last_right).map_or(0.0, |_| self.known)
    }

    /// How much it calls for reading its passage again; none when it does not. What was asked too seldom to be known is
    /// no reason.
    fn weight(&self) -> Option<f32> {
        let track = self.tracked.filter(|tracked| !tracked.suspended)?.track;
        let failed = !track.last_right || track.lapses > 0 || track.guessed();
        let wrong = if track.misconceived() { 1.0 } else { 0.0 };
        let lapsed = track.lapses.min(Track::LEECH) as f32 / Track::LEECH as f32;
        (failed && self.firm() < KNOWN).then(|| 1.0 - self.firm() + lapsed + wrong)
    }
}

/// The state of all passages, and the weakest of them.
pub(super) fn of(asked: &[Asked]) -> (Passages, Vec<Weak>) {
    let mut passages: HashMap<(&str, &Cited), Vec<&Asked>> = HashMap::new();
    for asked in asked {
        for cited in asked.outline.iter().flat_map(|outline| &outline.citations) {
            let asking = passages.entry((asked.id.bank.as_str(), cited)).or_default();
            // One that cites it twice asks it once.
            if asking.last().is_none_or(|last| last.id != asked.id) {
                asking.push(asked);
            }
        }
    }
    let mut counts = Passages::default();
    let mut weak: Vec<(f32, &QuestionRef, &Cited, Vec<&Asked>)> = Vec::new();
    for ((_, cited), asking) in passages {
        if asking.iter().all(|asked| asked.firm() >= KNOWN) {
            counts.known += 1;
        } else if asking.iter().any(|asked| asked.tracked.is_some()) {
            counts.shaky += 1;
        } else {
            counts.untested += 1;
        }
        let failed: Vec<&Asked> = asking.into_iter().filter(|asked| asked.weight().is_some()).collect();
        let most = failed.iter().filter_map(|asked| asked.weight()).max_by(f32::total_cmp);
        weak.extend(most.zip(failed.first().map(|asked| &asked.id)).map(|(most, id)| (most, id, cited, failed)));
    }
    weak.sort_by(|(a, one, first, _), (b, other, second, _)| {
        b.total_cmp(a).then_with(|| one.cmp(other)).then_with(|| first.cmp(second))
    });
    let weak = weak.into_iter().filter_map(|(_, _, cited, failed)| told(cited, &failed));
    (counts, weak.take(WEAKEST).collect())
}

/// The passage with all that is shown of it; none when it is gone from its document.
fn told(cited: &Cited, failed: &[&Asked]) -> Option<Weak> {
    let first = failed.first()?;
    let bank: &Bank = first.bank;
    let question = bank.question(first.index).ok()?;
    let same = |citation: &&Citation| citation.document == cited.document && citation.exact == cited.exact;
    let citation = question.citations.iter().find(same)?.clone();
    let place = bank.document(&cited.document).ok()?.place(bank.find(&citation)?.span.start);
    let tracks = || failed.iter().filter_map(|asked| Some(asked.tracked?.track));
    Some(Weak {
        title: bank.about(&cited.document)?.title.clone(),
        place,
        citation,
        questions: failed.iter().map(|asked| asked.id.clone()).collect(),
        known: failed.iter().map(|asked| asked.firm()).fold(1.0, f32::min),
        lapses: tracks().map(|track| track.lapses).sum(),
        misconceived: tracks().any(|track| track.misconceived()),
    })
}
