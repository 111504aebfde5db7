//! Figures that are made from days.

use super::YEAR;
use crate::clock::{Day, Millis};
use crate::memory::recalled;

/// The sums of one of the person's days.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Daily {
    /// The day.
    pub day: Day,
    /// All answers.
    pub answers: u32,
    /// How long they took, in milliseconds.
    pub took: i64,
    /// Questions answered for the first time.
    pub fresh: u32,
    /// Answers that counted for memory: the first of the day to each question.
    pub counted: u32,
    /// Those of them that were right.
    pub correct: u32,
    /// Those of them to questions that had a memory.
    pub reviews: u32,
    /// Of the reviews, those that were right.
    pub recalled: u32,
    /// The sum of the chances of recall that the schedule gave the reviews.
    pub predicted: f64,
}

/// The days of the last so many, today among them.
fn last(days: &[Daily], today: Day, span: usize) -> impl Iterator<Item = &Daily> {
    let first = today.plus(1 - i32::try_from(span).unwrap_or(i32::MAX));
    days.iter().filter(move |daily| (first..=today).contains(&daily.day))
}

/// The answers of each of the last so many days, today last.
fn answers(days: &[Daily], today: Day, span: usize) -> Vec<u32> {
    let mut out = vec![0; span];
    for daily in last(days, today, span) {
        let back = usize::try_from(today.0.saturating_sub(daily.day.0)).unwrap_or(usize::MAX);
        if let Some(day) = span.checked_sub(back.saturating_add(1)).and_then(|at| out.get_mut(at)) {
            *day = daily.answers;
        }
    }
    out
}

/// The answers of each day of the year, today last.
pub(super) fn year(days: &[Daily], today: Day) -> Vec<u32> {
    answers(days, today, YEAR)
}

/// What was recalled when it was asked, over some days.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Retained {
    /// How many days, today among them.
    pub days: usize,
    /// Answers to questions that had a memory.
    pub reviews: u32,
    /// Those of them that were right.
    pub right: u32,
    /// The share that was recalled: what guessing added is taken away. None without reviews.
    pub measured: Option<f32>,
    /// The share that the schedule foretold. None without reviews.
    pub predicted: Option<f32>,
}

impl Retained {
    pub(super) fn of(days: &[Daily], today: Day, span: usize, guess: f32) -> Self {
        let (mut reviews, mut right, mut predicted) = (0_u32, 0_u32, 0.0);
        for daily in last(days, today, span) {
            reviews = reviews.saturating_add(daily.reviews);
            right = right.saturating_add(daily.recalled);
            predicted += daily.predicted;
        }
        let of = f64::from(reviews);
        let measured = (reviews > 0).then(|| recalled((f64::from(right) / of) as f32, guess));
        Self { days: span, reviews, right, measured, predicted: (reviews > 0).then_some((predicted / of) as f32) }
    }
}

/// The time that answers took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Today.
    pub today: Millis,
    /// In the last seven days, today among them.
    pub week: Millis,
    /// In the last thirty days, today among them.
    pub month: Millis,
    /// Ever.
    pub all: Millis,
}

impl Spent {
    pub(super) fn of(days: &[Daily], today: Day) -> Self {
        let sum = |days: &mut dyn Iterator<Item = &Daily>| {
            Millis(days.fold(0, |sum: i64, daily| sum.saturating_add(daily.took)))
        };
        let of = |span| sum(&mut last(days, today, span));
        Self { today: of(1), week: of(7), month: of(30), all: sum(&mut days.iter()) }
    }
}

/// The last days. A day without an answer is no loss: it is not counted, and nothing is made of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lately {
    /// The answers of each of the last fourteen days, today last.
    pub answers: [u32; 14],
    /// How many of the last thirty days had an answer.
    pub days: u32,
    /// How many days in a row had one, up to today or, while today has none, up to yesterday.
    pub row: u32,
}

impl Lately {
    /// Reads it from the days with answers, oldest first.
    #[must_use]
    pub fn of(days: &[Daily], today: Day) -> Self {
        let answered = |daily: &&Daily| daily.answers > 0;
        let mut row = 0;
        let mut next = today;
        for daily in days.iter().rev().filter(answered).skip_while(|daily| daily.day > today) {
            if daily.day == next || row == 0 && daily.day == today.plus(-1) {
                row += 1;
                next = daily.day.plus(-1);
            } else {
                break;
            }
        }
        let count = last(days, today, 30).filter(answered).count();
        let answers = self::answers(days, today, 14).try_into().unwrap_or_default();
        Self { answers, days: u32::try_from(count).unwrap_or(30), row }
    }
}
