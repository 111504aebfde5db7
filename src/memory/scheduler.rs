//! FSRS-6: how memory moves with each grade, and how long it lasts.

use fsrs::{DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState};
use serde::{Deserialize, Serialize};

/// The longest interval in days: a hundred years.
const LONGEST: u32 = 36_500;

/// What an answer says about memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Not recalled.
    Again,
    /// Recalled with effort; ibid never gives it.
    Hard,
    /// Recalled.
    Good,
    /// Recalled at once; ibid never gives it.
    Easy,
}

impl Grade {
    /// FSRS's number for it, 1 to 4.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Again => 1,
            Self::Hard => 2,
            Self::Good => 3,
            Self::Easy => 4,
        }
    }
}

/// The memory of one question.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// The days until nine in ten such questions are still recalled.
    pub stability: f32,
    /// How little an answer adds to it, 1 to 10.
    pub difficulty: f32,
}

/// The 21 numbers of FSRS-6 that say how a person's memory moves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f32; 21]", into = "[f32; 21]")]
pub struct Parameters([f32; 21]);

impl Parameters {
    /// Those given; none when one of them is not a number, or memory would fade in a way that FSRS does not know.
    #[must_use]
    pub fn new(values: [f32; 21]) -> Option<Self> {
        let sound = values.iter().all(|value| value.is_finite()) && (0.1..=0.8).contains(&values[DECAY]);
        sound.then_some(Self(values))
    }

    /// As numbers.
    #[must_use]
    pub const fn values(&self) -> &[f32; 21] {
        &self.0
    }
}

/// Those that fit most people, fitted to the reviews of many.
impl Default for Parameters {
    fn default() -> Self {
        Self(DEFAULT_PARAMETERS)
    }
}

impl From<Parameters> for [f32; 21] {
    fn from(parameters: Parameters) -> Self {
        parameters.0
    }
}

impl TryFrom<[f32; 21]> for Parameters {
    type Error = &'static str;
    fn try_from(values: [f32; 21]) -> Result<Self, Self::Error> {
        Self::new(values).ok_or("these are no parameters of FSRS-6")
    }
}

/// The place of the decay, which says how steeply memory fades, among the parameters.
const DECAY: usize = 20;

/// The share of questions that is to be recalled when they are asked, 0.70 to 0.97.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f32", into = "f32")]
pub struct Retention(f32);

impl Retention {
    /// That share; none outside of 0.70 to 0.97, where study costs more than it gives.
    #[must_use]
    pub fn new(share: f32) -> Option<Self> {
        (0.70..=0.97).contains(&share).then_some(Self(share))
    }

    /// As a share.
    #[must_use]
    pub const fn share(self) -> f32 {
        self.0
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self(0.9)
    }
}

impl From<Retention> for f32 {
    fn from(retention: Retention) -> Self {
        retention.0
    }
}

impl TryFrom<f32> for Retention {
    type Error = &'static str;
    fn try_from(share: f32) -> Result<Self, Self::Error> {
        Self::new(share).ok_or("retention is a share from 0.70 to 0.97")
    }
}

/// Moves memories and sets intervals, for one person's parameters and desired retention.
#[derive(Debug, Clone)]
pub struct Scheduler {
    fsrs: FSRS,
    decay: f32,
    retention: Retention,
    longest: u32,
}

impl Scheduler {
    /// The scheduler for these parameters and this retention.
    #[must_use]
    pub fn new(parameters: &Parameters, retention: Retention) -> Self {
        let fsrs = FSRS::new(parameters.values()).unwrap_or_default();
        Self { fsrs, decay: parameters.values()[DECAY], retention, longest: LONGEST }
    }

    /// The retention that it aims at.
    #[must_use]
    pub const fn retention(&self) -> Retention {
        self.retention
    }

    /// The memory after a grade, so many days after the last one. The first grade makes the memory.
    #[must_use]
    pub fn next(&self, memory: Option<Memory>, grade: Grade, days: u32) -> Memory {
        let item = FSRSItem { reviews: vec![FSRSReview { rating: grade.number(), delta_t: days }] };
        match self.fsrs.memory_state(item, memory.map(state)) {
            Ok(MemoryState { stability, difficulty }) => Memory { stability, difficulty },
            // Only a memory that is no number comes here; it begins anew.
            Err(_) => Memory { stability: 1.0, difficulty: 5.0 },
        }
    }

    /// The whole days after which a memory has faded to the desired retention: at least 1, half a day to the even one.
    #[must_use]
    pub fn interval(&self, memory: Memory) -> u32 {
        self.interval_to(memory, self.retention.share())
    }

    /// The whole days after which a memory has faded to `recall`.
    #[must_use]
    pub fn interval_to(&self, memory: Memory, recall: f32) -> u32 {
        let power = -1.0 / f64::from(self.decay);
        let days = f64::from(memory.stability) * (widen(recall).powf(power) - 1.0) / (0.9_f64.powf(power) - 1.0);
        (days.round_ties_even() as u32).clamp(1, self.longest)
    }

    /// The chance that a memory is recalled so many days after its last grade.
    #[must_use]
    pub fn retrievability(&self, memory: Memory, days: u32) -> f32 {
        fsrs::current_retrievability(state(memory), days as f32, self.decay).clamp(0.0, 1.0)
    }
}

/// A share as it was written: 0.9 and not the nearest number of 24 bits, which may tip an interval over.
fn widen(share: f32) -> f64 {
    (f64::from(share) * 1e6).round() / 1e6
}

const fn state(memory: Memory) -> MemoryState {
    MemoryState { stability: memory.stability, difficulty: memory.difficulty }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Reference {
        parameters: Vec<Parameters>,
        cases: Vec<(String, usize, f32, u32, Vec<Row>)>,
    }

    /// Grade, days since the last one, stability, difficulty, interval (0: less than a day), retrievability before.
    type Row = (u8, u32, f64, f64, u32, Option<f64>);

    fn near(ours: f32, theirs: f64) -> bool {
        (f64::from(ours) - theirs).abs() <= 1e-4 * theirs.abs()
    }

    /// The reference implementation's own results, fuzz off. Its steps of minutes are not ibid's, but what they do to
    /// memory is the same.
    #[test]
    fn the_schedule_is_that_of_the_reference() {
        let reference: Reference = serde_json::from_str(include_str!("../../tests/fsrs-reference.json")).unwrap();
        let grades = [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy];
        let (mut answers, mut intervals) = (0, 0);
        assert_eq!(reference.cases.len(), 552);
        for (id, parameters, retention, longest, rows) in &reference.cases {
            let scheduler = Scheduler::new(&reference.parameters[*parameters], Retention::new(*retention).unwrap());
            let scheduler = Scheduler { longest: *longest, ..scheduler };
            let mut memory = None;
            for (at, (grade, days, stability, difficulty, interval, before)) in rows.iter().enumerate() {
                if let (Some(memory), Some(before)) = (memory, before) {
                    assert!(near(scheduler.retrievability(memory, *days), *before), "{id} {at}: {before}");
                }
                let next = scheduler.next(memory, grades[usize::from(*grade) - 1], *days);
                assert!(near(next.stability, *stability), "{id} {at}: {next:?}, not {stability}");
                assert!(near(next.difficulty, *difficulty), "{id} {at}: {next:?}, not {difficulty}");
                if *interval > 0 {
                    assert_eq!(scheduler.interval(next), *interval, "{id} {at}: {next:?}");
                    intervals += 1;
                }
                memory = Some(next);
                answers += 1;
            }
        }
        assert_eq!((answers, intervals), (2786, 2511));
    }

    #[test]
    fn nonsense_is_no_panic_and_no_endless_interval() {
        let scheduler = Scheduler::new(&Parameters::default(), Retention::default());
        for wild in [f32::NAN, f32::INFINITY, -1.0, 0.0] {
            let memory = Memory { stability: wild, difficulty: wild };
            assert!((1..=LONGEST).contains(&scheduler.interval(memory)));
            let next = scheduler.next(Some(memory), Grade::Good, u32::MAX);
            assert!(next.stability.is_finite() && next.difficulty.is_finite());
        }
        let mut wild = *Parameters::default().values();
        wild[3] = f32::NAN;
        assert_eq!(Parameters::new(wild), None);
        assert_eq!(Retention::new(0.98), None);
        assert!(serde_json::from_str::<Retention>("0.5").is_err());
    }
}
