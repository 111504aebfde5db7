//! What a person's answers say of one question, and when it is asked again.

use serde::{Deserialize, Serialize};

use super::scheduler::{Grade, Memory, Scheduler};
use crate::clock::{Day, Millis};

/// The lapses that make a leech.
const LEECH: u32 = 8;

/// The days after which a question that was failed while sure comes back once more.
const RETURN: i32 = 7;

/// Days that two places on earth may be apart at one time: an answer that is dated earlier than the last one by no more
/// was given while travelling.
const TRAVEL: i32 = 2;

/// A response that counts for memory: the first one to a question on a person's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The person's day.
    pub day: Day,
    /// Whether exactly the keys were picked.
    pub right: bool,
    /// Whether it was given as known; a guess is not, and neither is "I don't know".
    pub sure: bool,
    /// How many choices there were.
    pub choices: u8,
    /// How long it took. It is kept, and moves nothing: no published data says what a time means.
    pub took: Millis,
}

/// What one answer did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The chance of recall just before; none while there was no memory.
    pub predicted: Option<f32>,
    /// What the answer was to memory; none where it moved nothing.
    pub grade: Option<Grade>,
    /// The days since memory was last moved.
    pub days: u32,
}

/// What is known of one question.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// Its memory; none before an answer has shown one.
    pub memory: Option<Memory>,
    /// The day on which memory was last moved.
    pub moved: Day,
    /// The day of the last answer.
    pub last: Day,
    /// The day on which it is asked again.
    pub due: Day,
    /// The answers that counted.
    pub reviews: u32,
    /// The times that a memory failed.
    pub lapses: u32,
    /// The answers in a row that were sure and right.
    pub right_in_a_row: u32,
    /// When it comes back once more after it was failed while sure.
    pub return_on: Option<Day>,
    /// Whether the last answer was right.
    pub last_right: bool,
    /// Whether the last answer was sure.
    pub last_sure: bool,
    /// The chance that the last right answer was luck.
    pub luck: f32,
}

impl Track {
    /// The track after one more answer, and what the answer did. `guess` is the chance to be right without knowing.
    ///
    /// A second answer of one day changes nothing, and neither does one that a traveller dates a day or two earlier than
    /// the last. One that is dated earlier than that shows that the clock was wrong: the track goes on from its day.
    #[must_use]
    pub fn after(track: Option<&Self>, scheduler: &Scheduler, answered: &Answered, guess: f32) -> (Self, Step) {
        let early = track.map_or(-1, |track| track.last.0.saturating_sub(answered.day.0));
        match track {
            Some(track) if (0..=TRAVEL).contains(&early) => (*track, Step::default()),
            _ => Self::graded(track, scheduler, answered, guess, Self::grade(track, answered)),
        }
    }

    /// What an answer is to memory.
    ///
    /// - Not fully right is Again: FSRS's Hard is a pass, and partly right is none.
    /// - Right as a guess says nothing.
    /// - The first answer of all, if right, may be luck or old knowledge: a pre-test.
    /// - Sure and right is Good. How easy it was cannot be seen.
    fn grade(track: Option<&Self>, answered: &Answered) -> Option<Grade> {
        match (answered.right, answered.sure, track) {
            (false, _, _) => Some(Grade::Again),
            (true, false, _) | (true, true, None) => None,
            (true, true, Some(_)) => Some(Grade::Good),
        }
    }

    /// The track after an answer that is this grade to memory.
    pub(super) fn graded(
        track: Option<&Self>,
        scheduler: &Scheduler,
        answered: &Answered,
        guess: f32,
        grade: Option<Grade>,
    ) -> (Self, Step) {
        let day = answered.day;
        let memory = track.and_then(|track| track.memory);
        let days = track.map_or(0, |track| days(track.moved, day));
        let predicted = memory.map(|memory| scheduler.retrievability(memory, days));
        let next = match grade {
            Some(grade) => Some(scheduler.next(memory, grade, if memory.is_some() { days } else { 0 })),
            None => memory,
        };
        let moved = if grade.is_some() { day } else { track.map_or(day, |track| track.moved) };
        let wait = match (grade, next) {
            (Some(_), Some(next)) => scheduler.interval_to(next, aim(scheduler, guess)),
            _ => 1,
        };
        let return_on = if !answered.right && answered.sure {
            Some(Day(day.0.saturating_add(RETURN)))
        } else {
            track.and_then(|track| track.return_on).filter(|on| *on > day)
        };
        let due = Day(day.0.saturating_add_unsigned(wait));
        let known = predicted.unwrap_or(0.5);
        let row = track.map_or(0, |track| track.right_in_a_row);
        let track = Self {
            memory: next,
            moved,
            last: day,
            due: return_on.map_or(due, |on| due.min(on)),
            reviews: track.map_or(0, |track| track.reviews).saturating_add(1),
            lapses: track.map_or(0, |track| track.lapses) + u32::from(memory.is_some() && grade == Some(Grade::Again)),
            right_in_a_row: if answered.right && answered.sure { row.saturating_add(1) } else { 0 },
            return_on,
            last_right: answered.right,
            last_sure: answered.sure,
            luck: if answered.right { (1.0 - known) * guess / (known + (1.0 - known) * guess) } else { 0.0 },
        };
        (track, Step { predicted, grade, days })
    }

    /// The share of it that can be taken as known today, 0 to 1: the chance of recall, less the chance that the last
    /// answer was luck. A question that was never right but by luck, or only once, counts as not known.
    #[must_use]
    pub fn known(&self, scheduler: &Scheduler, today: Day) -> f32 {
        let recall = self.memory.map_or(0.0, |memory| scheduler.retrievability(memory, days(self.moved, today)));
        recall * (1.0 - self.luck)
    }

    /// Whether its last answer was right as a guess.
    #[must_use]
    pub const fn guessed(&self) -> bool {
        self.last_right && !self.last_sure
    }

    /// Whether its last answer was sure and wrong.
    #[must_use]
    pub const fn misconceived(&self) -> bool {
        !self.last_right && self.last_sure
    }

    /// Whether it was forgotten so often that it had better be learnt in another way.
    #[must_use]
    pub const fn leech(&self) -> bool {
        self.lapses >= LEECH
    }
}

/// What is known of a question after all of its answers, in the order in which they were given; none without any.
#[must_use]
pub fn fold<'a>(
    answers: impl IntoIterator<Item = &'a Answered>,
    scheduler: &Scheduler,
    guess: impl Fn(u8) -> f32,
) -> Option<Track> {
    answers.into_iter().fold(None, |track, answered| {
        Some(Track::after(track.as_ref(), scheduler, answered, guess(answered.choices)).0)
    })
}

/// The share that must be right so that the desired share is recalled, where the others guess.
fn aim(scheduler: &Scheduler, guess: f32) -> f32 {
    let target = scheduler.retention().share();
    target + (1.0 - target) * guess.clamp(0.0, 0.9)
}

/// The whole days from one day to another; 0 if that is not later.
fn days(from: Day, to: Day) -> u32 {
    u32::try_from(to.0.saturating_sub(from.0)).unwrap_or(0)
}
