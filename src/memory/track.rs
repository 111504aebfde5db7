//! What a person's answers say of one question, and when it is asked again.

use serde::{Deserialize, Serialize};

use super::scheduler::{Grade, Memory, Scheduler};
use crate::clock::{Day, Millis};

/// The days after which a question that was failed while sure comes back once more.
const RETURN: i32 = 7;

/// The days after which a first right answer is put to the test; it is when FSRS would ask again what it calls Good.
const PRETEST: u32 = 2;

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
    /// The days since memory was last moved; 0 while there was none.
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
    /// The lapses that make a leech.
    pub const LEECH: u32 = 8;

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
        let days = track.filter(|_| memory.is_some()).map_or(0, |track| days(track.moved, day));
        let predicted = memory.map(|memory| scheduler.retrievability(memory, days));
        let next = grade.map_or(memory, |grade| Some(scheduler.next(memory, grade, days)));
        let wait = match (grade, next) {
            (Some(_), Some(next)) => scheduler.interval_to(next, aim(scheduler, guess)),
            _ if answered.sure => PRETEST,
            _ => 1,
        };
        let due = Day(day.0.saturating_add_unsigned(wait));
        let return_on = if !answered.right && answered.sure {
            Some(Day(day.0.saturating_add(RETURN)))
        } else {
            track.and_then(|track| track.return_on).filter(|on| *on > day)
        };
        let count = |of: fn(&Self) -> u32, one: bool| track.map_or(0, of).saturating_add(u32::from(one));
        let firm = answered.right && answered.sure;
        let track = Self {
            memory: next,
            moved: if grade.is_some() { day } else { track.map_or(day, |track| track.moved) },
            last: day,
            due: return_on.map_or(due, |on| due.min(on)),
            reviews: count(|track| track.reviews, true),
            lapses: count(|track| track.lapses, memory.is_some() && grade == Some(Grade::Again)),
            right_in_a_row: if firm { count(|track| track.right_in_a_row, true) } else { 0 },
            return_on,
            last_right: answered.right,
            last_sure: answered.sure,
            luck: if answered.right { luck(predicted, guess) } else { 0.0 },
        };
        (track, Step { predicted, grade, days })
    }

    /// The chance of recall on a day; 0 while there is no memory.
    #[must_use]
    pub fn recall(&self, scheduler: &Scheduler, today: Day) -> f32 {
        self.memory.map_or(0.0, |memory| scheduler.retrievability(memory, days(self.moved, today)))
    }

    /// The share of it that can be taken as known today, 0 to 1: the chance of recall, less the chance that the last
    /// answer was luck. A question that was never right but by luck, or only once, counts as not known.
    #[must_use]
    pub fn known(&self, scheduler: &Scheduler, today: Day) -> f32 {
        // Right after a mistake its answer is remembered, and nothing is known of tomorrow.
        let shown = self.guessed() || (!self.last_right && self.last >= today);
        if shown { 0.0 } else { self.recall(scheduler, today) * (1.0 - self.luck) }
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
        self.lapses >= Self::LEECH
    }
}

/// The share that must be right so that the desired share is recalled, where the others guess.
fn aim(scheduler: &Scheduler, guess: f32) -> f32 {
    let target = scheduler.retention().share();
    target + (1.0 - target) * guess.clamp(0.0, 0.9)
}

/// The chance that a right answer was luck, where recall was as likely as `predicted`.
fn luck(predicted: Option<f32>, guess: f32) -> f32 {
    let known = predicted.unwrap_or(0.5);
    let lucky = (1.0 - known) * guess.clamp(0.0, 0.9);
    lucky / (known + lucky).max(f32::EPSILON)
}

/// The whole days from one day to another; 0 if that is not later.
fn days(from: Day, to: Day) -> u32 {
    u32::try_from(to.0.saturating_sub(from.0)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::memory::{Parameters, Retention};

    const SURE: (bool, bool) = (true, true);
    const LUCKY: (bool, bool) = (true, false);
    const WRONG: (bool, bool) = (false, true);
    const UNKNOWN: (bool, bool) = (false, false);

    fn scheduler() -> Scheduler {
        Scheduler::new(&Parameters::default(), Retention::default())
    }

    fn answers(answers: &[(i32, (bool, bool))]) -> Vec<Answered> {
        let answered = |&(day, (right, sure)): &_| Answered { day: Day(day), right, sure, choices: 4, took: Millis(0) };
        answers.iter().map(answered).collect()
    }

    /// What is known of a question after all of its answers, in the order in which they were given; none without any.
    fn fold(answers: &[Answered], guess: f32) -> Option<Track> {
        answers.iter().fold(None, |track, answered| Some(Track::after(track.as_ref(), &scheduler(), answered, guess).0))
    }

    /// The track after answers on these days, one in four being luck.
    fn track(given: &[(i32, (bool, bool))]) -> Track {
        fold(&answers(given), 0.25).unwrap()
    }

    #[test]
    fn a_first_right_answer_is_a_pretest_and_the_second_makes_the_memory() {
        let first = track(&[(0, SURE)]);
        assert_eq!((first.memory, first.due), (None, Day(2)));
        assert!(first.known(&scheduler(), Day(0)).abs() < 1e-6, "it may have been luck");
        let second = track(&[(0, SURE), (2, SURE)]);
        assert_eq!(second.memory, Some(scheduler().next(None, Grade::Good, 0)));
        assert!(second.known(&scheduler(), Day(2)) > 0.7);
    }

    #[test]
    fn wrong_is_again_and_so_is_not_knowing() {
        for wrong in [WRONG, UNKNOWN] {
            let first = track(&[(0, wrong)]);
            assert_eq!((first.memory, first.due), (Some(scheduler().next(None, Grade::Again, 0)), Day(1)));
            assert_eq!(first.lapses, 0, "there was nothing to forget");
            assert_eq!(track(&[(0, wrong), (1, SURE), (3, wrong)]).lapses, 1);
        }
        assert!(track(&[(0, WRONG)]).misconceived() && !track(&[(0, UNKNOWN)]).misconceived());
    }

    #[test]
    fn right_as_a_guess_moves_nothing_and_is_asked_again_tomorrow() {
        let known = track(&[(0, UNKNOWN), (1, SURE), (3, SURE)]);
        let guessed = track(&[(0, UNKNOWN), (1, SURE), (3, SURE), (9, LUCKY)]);
        assert_eq!((guessed.memory, guessed.moved), (known.memory, known.moved));
        assert_eq!((guessed.due, guessed.right_in_a_row), (Day(10), 0));
        assert!(guessed.guessed() && guessed.known(&scheduler(), Day(9)) < 1e-6, "it is no longer shown as known");
        let never = track(&[(0, LUCKY)]);
        assert_eq!((never.memory, never.due), (None, Day(1)));
    }

    #[test]
    fn the_aim_is_raised_for_guessing() {
        let due = |guess| fold(&answers(&[(0, UNKNOWN), (1, SURE), (3, SURE)]), guess).unwrap().due;
        let memory = track(&[(0, UNKNOWN), (1, SURE), (3, SURE)]).memory.unwrap();
        assert_eq!(due(0.0), Day(3 + scheduler().interval(memory) as i32));
        assert_eq!(due(0.25), Day(3 + scheduler().interval_to(memory, 0.925) as i32));
        assert!(due(0.5) < due(0.0));
    }

    #[test]
    fn a_sure_mistake_comes_back_once_more_a_week_later() {
        let mut given = vec![(0, SURE), (2, SURE), (4, SURE), (12, SURE), (60, WRONG)];
        let failed = track(&given);
        assert_eq!(failed.return_on, Some(Day(67)));
        let mut day = failed.due;
        let mut asked = Vec::new();
        while day < Day(90) {
            asked.push(day.0);
            given.push((day.0, SURE));
            day = track(&given).due;
        }
        assert!(asked.contains(&67), "{asked:?}");
        assert_eq!(track(&given).return_on, None);
        assert_eq!(track(&[(0, UNKNOWN)]).return_on, None, "to not know is no mistake that one was sure of");
    }

    #[test]
    fn neither_a_second_answer_of_a_day_nor_travel_nor_a_wrong_clock_loses_or_doubles_a_review() {
        let once = track(&[(10, UNKNOWN), (11, SURE)]);
        assert_eq!(track(&[(10, UNKNOWN), (10, SURE), (11, SURE), (11, WRONG)]), once);
        assert_eq!(track(&[(10, UNKNOWN), (11, SURE), (10, WRONG)]), once, "flown west over the date line");
        let back = track(&[(10, UNKNOWN), (400, SURE), (12, SURE)]);
        assert_eq!((back.last, back.reviews), (Day(12), 3));
        assert!(back.due < Day(400), "a clock that was a year ahead does not put it off for a year");
        let ends = track(&[(i32::MAX, SURE), (i32::MIN, WRONG), (i32::MAX, SURE), (0, WRONG)]);
        assert_eq!(ends.last, Day(0));
    }

    #[test]
    fn what_is_forgotten_eight_times_is_a_leech() {
        let given: Vec<(i32, (bool, bool))> = (0..9).map(|day| (day, UNKNOWN)).collect();
        assert!(!track(&given[..8]).leech());
        assert!(track(&given).leech());
    }

    proptest! {
        /// Whatever the clock, the choices and the chance of luck.
        #[test]
        fn any_answers_leave_a_sound_track(
            given in vec((any::<i32>(), any::<(bool, bool)>(), 0.0..=1.0_f32), 1..12),
            near in any::<bool>(),
            today in any::<i32>(),
        ) {
            let mut track: Option<Track> = None;
            for (day, (right, sure), guess) in given {
                let day = Day(if near { day % 50 } else { day });
                let answered = Answered { day, right, sure, choices: 4, took: Millis(0) };
                let (next, step) = Track::after(track.as_ref(), &scheduler(), &answered, guess);
                prop_assert!(next.due > next.last || next.last == Day(i32::MAX));
                prop_assert!(next.memory.is_none_or(|memory| memory.stability > 0.0 && memory.difficulty >= 1.0));
                prop_assert!((0.0..=1.0).contains(&next.known(&scheduler(), Day(today))));
                prop_assert!(step.predicted.is_none_or(|recall| (0.0..=1.0).contains(&recall)));
                prop_assert_eq!(Track::after(Some(&next), &scheduler(), &answered, guess).0, next, "no answer counts twice");
                track = Some(next);
            }
        }
    }
}
