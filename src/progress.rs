//! How far a person is: what is known, what comes up, what was done, and what to read again.
//!
//! Pure: a [`Standing`] and the open banks go in, [`Figures`] come out. `docs/progress.md` defines every figure.

use std::cmp::Reverse;

use crate::bank::{Library, Outline, Outlines};
use crate::clock::Day;
use crate::id::{BankId, QuestionRef};
use crate::memory::{Guess, Scheduler, Track};

mod days;
mod passages;

pub use days::{Daily, Lately, Retained, Spent};
pub use passages::{Passages, Weak};

/// The days of the forecast.
pub const AHEAD: usize = 30;
/// The days of the year that is looked back on.
pub const YEAR: usize = 365;
/// From this share on a question counts as known. Two right answers in a row give 0.8, which is 0.72 when it is due again.
pub const KNOWN: f32 = 0.7;

/// A question that was answered, and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tracked {
    /// The question.
    pub question: QuestionRef,
    /// What is known of it.
    pub track: Track,
    /// Whether it was put aside.
    pub suspended: bool,
    /// Whether it is flagged for later.
    pub flagged: bool,
    /// The first day on which study asks it, where it was put off.
    pub buried: Day,
}

impl Tracked {
    fn named(&self) -> (&str, &str) {
        (self.question.bank.as_str(), self.question.question.as_str())
    }

    /// The day on which study asks it again; none where it does not.
    #[must_use]
    pub fn due(&self) -> Option<Day> {
        (!self.suspended && !self.track.leech()).then(|| self.track.due.max(self.buried))
    }
}

/// The data that figures are made from.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The person's day.
    pub today: Day,
    /// By what everything was derived.
    pub scheduler: Scheduler,
    /// The chance of a lucky guess.
    pub guess: Guess,
    /// Every question that has a track.
    pub tracks: Vec<Tracked>,
    /// Every question that was put aside, answered or not.
    pub suspended: Vec<QuestionRef>,
    /// The sums of every day with answers, oldest first.
    pub days: Vec<Daily>,
}

/// The scheduler is left out: it cannot be compared, and the tracks were derived by it.
impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        let all = |of: &Self| (of.today, of.guess, of.scheduler.retention());
        let derived = (&self.tracks, &self.suspended, &self.days) == (&other.tracks, &other.suspended, &other.days);
        all(self) == all(other) && derived
    }
}

/// Every figure, as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The day.
    pub today: Day,
    /// The questions of the open banks as a whole.
    pub all: Share,
    /// The same by topic, in the order of banks and their topics.
    pub topics: Vec<Part>,
    /// The same by document; a question counts for each that it cites.
    pub documents: Vec<Part>,
    /// How many questions are due on each day from today on; what is overdue is due today.
    pub forecast: [u32; AHEAD],
    /// How many of today's were due before.
    pub overdue: u32,
    /// How many answers were given on each day of the year, today last.
    pub year: Vec<u32>,
    /// What was recalled over the last 30 and the last 90 days.
    pub retained: [Retained; 2],
    /// The share that is to be recalled.
    pub wanted: f32,
    /// The time spent.
    pub spent: Spent,
    /// The last days.
    pub lately: Lately,
    /// What became of each passage that is cited.
    pub passages: Passages,
    /// What to read again, the weakest passage first.
    pub weakest: Vec<Weak>,
    /// Questions whose last answer was sure and wrong, the latest first; so below.
    pub misconceptions: Vec<QuestionRef>,
    /// Questions whose last answer was right as a guess.
    pub lucky: Vec<QuestionRef>,
    /// Questions that were forgotten eight times or more.
    pub leeches: Vec<QuestionRef>,
    /// Questions that were put aside.
    pub suspended: Vec<QuestionRef>,
}

/// How much of some questions is known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// How many there are.
    pub questions: usize,
    /// How many of them were answered so often that something is known of them.
    pub begun: usize,
    /// The sum of what can be taken as known of each.
    pub sum: f32,
}

impl Share {
    fn add(&mut self, asked: &Asked) {
        self.questions += 1;
        self.begun += usize::from(asked.tracked.is_some());
        self.sum += asked.known;
    }

    /// The share that is known, 0 to 1.
    #[must_use]
    pub fn known(&self) -> f32 {
        self.sum / self.questions.max(1) as f32
    }
}

/// How much of a topic or a document is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its bank.
    pub bank: BankId,
    /// Its id there.
    pub id: String,
    /// Its title, as the bank has it.
    pub title: String,
    /// How much is known of it.
    pub share: Share,
}

/// A question of the open banks, with what is known of it.
struct Asked<'a> {
    /// The place of its bank among the open ones.
    bank: usize,
    /// Its place in its bank.
    index: usize,
    outline: Option<&'a Outline>,
    tracked: Option<&'a Tracked>,
    known: f32,
}

/// Every question of the open banks, in the order of their ids.
fn asked<'a>(library: &'a Library, standing: &'a Standing) -> Vec<Asked<'a>> {
    let outlines: Vec<&Outlines> = library.banks().iter().map(|bank| bank.outlines()).collect();
    let mut tracks: Vec<&Tracked> = standing.tracks.iter().collect();
    tracks.sort_by(|one, other| one.question.cmp(&other.question));
    // Both stand in the order of ids, so that one pass finds what belongs together.
    let mut tracks = tracks.into_iter().peekable();
    let asked = |&(bank, index): &(usize, usize)| {
        let of = library.banks().get(bank)?;
        let outline = outlines.get(bank)?.question(index);
        let id = (of.head().id.as_str(), outline.map(|outline| outline.id.as_str()).or_else(|| of.id_at(index))?);
        while tracks.next_if(|tracked| tracked.named() < id).is_some() {}
        let tracked = tracks.next_if(|tracked| tracked.named() == id);
        let known = tracked.map_or(0.0, |tracked| tracked.track.known(&standing.scheduler, standing.today));
        Some(Asked { bank, index, outline, tracked, known })
    };
    library.order().iter().filter_map(asked).collect()
}

impl Figures {
    /// The figures of a person over the open banks.
    #[must_use]
    pub fn of(library: &Library, standing: &Standing) -> Self {
        let asked = asked(library, standing);
        let mut all = Share::default();
        for asked in &asked {
            all.add(asked);
        }
        let (topics, documents) = parts(library, &asked);
        let (forecast, overdue) = forecast(&asked, standing.today);
        let guess = guess(&asked, &standing.guess);
        let retained = [30, 90].map(|span| Retained::of(&standing.days, standing.today, span, guess));
        let (passages, weakest) = passages::of(library, &asked);
        let list = |fits: fn(&Track) -> bool| {
            let tracked = asked.iter().filter_map(|asked| asked.tracked);
            let mut found: Vec<&Tracked> = tracked.filter(|tracked| fits(&tracked.track)).collect();
            // Those of one day stay in the order of their ids.
            found.sort_by_key(|tracked| Reverse(tracked.track.last));
            found.into_iter().map(|tracked| tracked.question.clone()).collect::<Vec<QuestionRef>>()
        };
        let mut suspended: Vec<&QuestionRef> = standing.suspended.iter().collect();
        suspended.retain(|question| library.position(question).is_some());
        suspended.sort_unstable();
        Self {
            today: standing.today,
            all,
            topics,
            documents,
            forecast,
            overdue,
            year: days::year(&standing.days, standing.today),
            retained,
            wanted: standing.scheduler.retention().share(),
            spent: Spent::of(&standing.days, standing.today),
            lately: Lately::of(&standing.days, standing.today),
            passages,
            weakest,
            misconceptions: list(Track::misconceived),
            lucky: list(Track::guessed),
            leeches: list(Track::leech),
            suspended: suspended.into_iter().cloned().collect(),
        }
    }
}

/// How much is known by topic and by document; those without a question are left out.
fn parts(library: &Library, asked: &[Asked]) -> (Vec<Part>, Vec<Part>) {
    let banks = library.banks();
    let none = |many: usize| vec![Share::default(); many];
    let mut shares: Vec<[Vec<Share>; 2]> = (banks.iter().map(|bank| bank.head()))
        .map(|head| [none(head.topics.len()), none(head.documents.len())])
        .collect();
    let mut cited: Vec<usize> = Vec::new();
    for asked in asked {
        let (Some(outline), Some(bank)) = (asked.outline, banks.get(asked.bank)) else { continue };
        let Some([topics, documents]) = shares.get_mut(asked.bank) else { continue };
        if let Some(share) = outline.topic.and_then(|at| topics.get_mut(at)) {
            share.add(asked);
        }
        let (outlines, all) = (bank.outlines(), bank.outlines().cited());
        cited.clear();
        for document in outlines.cited_by(outline).iter().filter_map(|&number| all.get(number as usize)?.listed) {
            // A document that is cited twice counts once.
            if !cited.contains(&document) {
                cited.push(document);
                documents.get_mut(document).into_iter().for_each(|share| share.add(asked));
            }
        }
    }
    let (mut topics, mut documents) = (Vec::new(), Vec::new());
    for (bank, [by_topic, by_document]) in banks.iter().zip(shares) {
        let head = bank.head();
        let part = |id: &str, title: &str, share: Share| {
            let part = || Part { bank: head.id.clone(), id: id.to_owned(), title: title.to_owned(), share };
            (share.questions > 0).then(part)
        };
        let of = head.topics.iter().zip(by_topic);
        topics.extend(of.filter_map(|(topic, share)| part(topic.id.as_str(), &topic.title, share)));
        let of = head.documents.iter().zip(by_document);
        documents.extend(of.filter_map(|(about, share)| part(about.id.as_str(), &about.title, share)));
    }
    (topics, documents)
}

/// How many questions are due on each day, and how many of the first day's were due before.
fn forecast(asked: &[Asked], today: Day) -> ([u32; AHEAD], u32) {
    let (mut days, mut overdue) = ([0; AHEAD], 0);
    for due in asked.iter().filter_map(|asked| asked.tracked?.due()) {
        let ahead = usize::try_from(due.0.saturating_sub(today.0)).unwrap_or(0);
        overdue += u32::from(due < today);
        if let Some(day) = days.get_mut(ahead) {
            *day += 1;
        }
    }
    (days, overdue)
}

/// The chance of a lucky guess over all answers to questions with a memory.
fn guess(asked: &[Asked], guess: &Guess) -> f32 {
    let chance = |asked: &Asked| {
        let track = asked.tracked.filter(|tracked| tracked.track.memory.is_some())?.track;
        Some((track.reviews as f32, guess.chance(asked.outline?.choices)))
    };
    let sums = asked
        .iter()
        .filter_map(chance)
        .fold((0.0, 0.0), |(answers, sum), (reviews, chance)| (answers + reviews, reviews.mul_add(chance, sum)));
    if sums.0 > 0.0 { sums.1 / sums.0 } else { guess.chance(4) }
}

#[cfg(test)]
mod tests;
