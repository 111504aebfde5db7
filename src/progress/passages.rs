//! What became of each passage that is cited, and which to read again.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Asked, KNOWN};
use crate::bank::{Bank, Cited, Library};
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

/// What became of a passage.
#[derive(Clone, Copy, Default)]
struct State {
    /// Whether a question that can be asked cites it.
    cited: bool,
    begun: bool,
    /// Whether a question on it is not known.
    unknown: bool,
}

/// That a question on a passage was failed: its bank, the passage's number there, and the question's place among all.
type Failed = (usize, u32, usize);

/// A passage that calls for reading again.
struct Weakest<'a> {
    weight: f32,
    bank: &'a Bank,
    cited: &'a Cited,
    /// What was failed on it, in the order of ids.
    failed: &'a [Failed],
}

impl Weakest<'_> {
    /// The heaviest first, and of equal ones that of the first question.
    fn order(&self, other: &Self) -> Ordering {
        let first = |of: &Self| of.failed.first().map(|(.., at)| *at);
        let same = || first(self).cmp(&first(other)).then_with(|| self.cited.cmp(other.cited));
        other.weight.total_cmp(&self.weight).then_with(same)
    }
}

/// The state of all passages, and the weakest of them.
pub(super) fn of(library: &Library, asked: &[Asked]) -> (Passages, Vec<Weak>) {
    let banks = library.banks();
    let all = |bank: &Arc<Bank>| vec![State::default(); bank.outlines().cited().len()];
    let (mut states, mut failed): (Vec<Vec<State>>, Vec<Failed>) = (banks.iter().map(all).collect(), Vec::new());
    for (at, asked) in asked.iter().enumerate() {
        let (Some(outline), Some(bank)) = (asked.outline, banks.get(asked.bank)) else { continue };
        let Some(states) = states.get_mut(asked.bank) else { continue };
        let (begun, unknown, heavy) = (asked.tracked.is_some(), asked.firm() < KNOWN, asked.weight().is_some());
        for &number in bank.outlines().cited_by(outline) {
            if let Some(state) = states.get_mut(number as usize) {
                *state = State { cited: true, begun: state.begun || begun, unknown: state.unknown || unknown };
            }
            failed.extend(heavy.then_some((asked.bank, number, at)));
        }
    }
    let mut counts = Passages::default();
    for state in states.iter().flatten().filter(|state| state.cited) {
        match (state.unknown, state.begun) {
            (false, _) => counts.known += 1,
            (true, true) => counts.shaky += 1,
            (true, false) => counts.untested += 1,
        }
    }
    failed.sort_unstable();
    let weak = failed.chunk_by(|(bank, one, _), (of, other, _)| (bank, one) == (of, other)).filter_map(|failed| {
        let weight = failed.iter().filter_map(|(.., at)| asked.get(*at)?.weight()).max_by(f32::total_cmp)?;
        let (bank, number, _) = failed.first()?;
        let bank: &Bank = banks.get(*bank)?;
        Some(Weakest { weight, bank, cited: bank.outlines().cited().get(*number as usize)?, failed })
    });
    (counts, weakest(weak.collect(), asked))
}

/// So many of the weakest as are read in one go.
fn weakest(mut weak: Vec<Weakest>, asked: &[Asked]) -> Vec<Weak> {
    let (mut rest, mut all) = (&mut *weak, Vec::new());
    // All of them need not be put in order, unless the first are gone from their documents.
    while all.len() < WEAKEST && !rest.is_empty() {
        let many = rest.len().min(WEAKEST);
        if many < rest.len() {
            rest.select_nth_unstable_by(many, Weakest::order);
        }
        let (first, others) = rest.split_at_mut(many);
        first.sort_unstable_by(Weakest::order);
        all.extend(first.iter().filter_map(|weak| told(weak, asked)));
        rest = others;
    }
    all.truncate(WEAKEST);
    all
}

/// The passage with all that is shown of it; none when it is gone from its document.
fn told(weak: &Weakest, asked: &[Asked]) -> Option<Weak> {
    let Weakest { bank, cited, failed, .. } = weak;
    let failed = || failed.iter().filter_map(|(.., at)| asked.get(*at));
    let question = bank.question(failed().next()?.index).ok()?;
    let same = |citation: &&Citation| citation.document == cited.document && citation.exact == cited.exact;
    let citation = question.citations.iter().find(same)?.clone();
    let place = bank.document(&cited.document).ok()?.place(bank.find(&citation)?.span.start);
    let tracked = || failed().filter_map(|asked| asked.tracked);
    Some(Weak {
        title: bank.about(&cited.document)?.title.clone(),
        place,
        citation,
        questions: tracked().map(|tracked| tracked.question.clone()).collect(),
        known: failed().map(Asked::firm).fold(1.0, f32::min),
        lapses: tracked().map(|tracked| tracked.track.lapses).sum(),
        misconceived: tracked().any(|tracked| tracked.track.misconceived()),
    })
}
