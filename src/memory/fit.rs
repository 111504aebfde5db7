//! Parameters fitted to a person's own answers.

use std::sync::{Arc, Mutex, PoisonError};

use fsrs::{CombinedProgressState, ComputeParametersInput, FSRSError, FSRSItem, FSRSReview, compute_parameters};

use super::scheduler::{Grade, Parameters, Retention, Scheduler};
use crate::clock::Day;

/// The reviews that a fit takes. With fewer, chance is fitted and not memory: a simulated learner's unseen reviews were
/// told worse than by the parameters that fit most people.
pub const ENOUGH: usize = 1_000;

/// The reviews of one question that are used: the crate knows no more.
const LONGEST: usize = 256;

/// One grade that moved a question's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// The grade.
    pub grade: Grade,
    /// The person's day.
    pub day: Day,
    /// The days since the one before; 0 for the first.
    pub days: u32,
}

/// What a fit found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The fitted parameters.
    pub parameters: Parameters,
    /// The reviews that they were fitted to.
    pub reviews: usize,
    /// The log loss of the parameters so far, over the third of the questions that was kept back for the trial.
    pub before: f64,
    /// The log loss over them of parameters fitted to the other two thirds alone; lower is better.
    pub after: f64,
}

impl Fit {
    /// Whether fitted parameters tell better than those so far what is recalled of questions that they have not seen.
    #[must_use]
    pub fn better(&self) -> bool {
        self.after < self.before
    }
}

/// Why there is no fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There are too few reviews.
    #[error(
        "{reviews} reviews so far, {needed} are needed to fit the schedule to you; until then it is that of most people"
    )]
    TooLittle {
        /// How many there are.
        reviews: usize,
        /// How many are needed.
        needed: usize,
    },
    /// It was stopped.
    #[error("stopped; the schedule stays as it was")]
    Stopped,
    /// The answers fit no parameters.
    #[error("these reviews fit no schedule; it stays as it was")]
    NoFit,
}

/// How far a fit has come, shared with the thread that it runs on: of its trial, and of the fit to everything.
#[derive(Debug, Clone, Default)]
pub struct Progress([Arc<Mutex<CombinedProgressState>>; 2]);

impl Progress {
    /// The share that is done, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        let done = |stage: &Mutex<CombinedProgressState>| {
            let stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
            if stage.finished() { 1.0 } else { stage.current() as f32 / stage.total().max(1) as f32 }
        };
        let [trial, whole] = &self.0;
        // The trial has two thirds of the reviews.
        (done(trial) * 0.4 + done(whole) * 0.6).clamp(0.0, 1.0)
    }

    /// Asks the fit to stop; it does so soon.
    pub fn stop(&self) {
        for stage in &self.0 {
            stage.lock().unwrap_or_else(PoisonError::into_inner).want_abort = true;
        }
    }
}

/// Fits parameters to the histories of questions, each in its order, and tries on a third of the questions what a fit
/// to the others is worth.
///
/// Reviews are counted that can be predicted: all but the first of each question.
///
/// # Errors
/// When there are too few reviews, when it was stopped, and when nothing fits.
pub fn fit(histories: &[Vec<Review>], now: &Parameters, progress: &Progress) -> Result<Fit, Unfit> {
    let all: Vec<&[Review]> = histories.iter().map(Vec::as_slice).filter(|history| history.len() > 1).collect();
    let reviews = all.iter().map(|history| history.iter().skip(1).filter(|review| review.days > 0).count()).sum();
    if reviews < ENOUGH {
        return Err(Unfit::TooLittle { reviews, needed: ENOUGH });
    }
    let [trial, whole] = &progress.0;
    let part =
        |kept: bool| all.iter().enumerate().filter(move |(at, _)| (at % 3 == 0) == kept).map(|(_, history)| *history);
    let (others, kept): (Vec<&[Review]>, Vec<&[Review]>) = (part(false).collect(), part(true).collect());
    let tried = compute(&others, trial)?;
    let parameters = compute(&all, whole)?;
    Ok(Fit { parameters, reviews, before: log_loss(&kept, now), after: log_loss(&kept, &tried) })
}

/// The parameters that fit histories best, however few.
pub(super) fn compute(
    histories: &[&[Review]],
    progress: &Arc<Mutex<CombinedProgressState>>,
) -> Result<Parameters, Unfit> {
    let mut items = Vec::new();
    for (question, history) in histories.iter().enumerate() {
        let as_fsrs = |review: &Review| FSRSReview { rating: review.grade.number(), delta_t: review.days };
        let history = history.iter().take(LONGEST);
        let reviews: Vec<FSRSReview> = history.clone().map(as_fsrs).collect();
        for (at, review) in history.enumerate().skip(1).filter(|(_, review)| review.days > 0) {
            let reviews = reviews.iter().take(at + 1).copied().collect();
            items.push((review.day, question as i64, FSRSItem { reviews }));
        }
    }
    // The later weigh more.
    items.sort_by_key(|(day, question, _)| (*day, *question));
    let (questions, items) = items.into_iter().map(|(_, question, item)| (question, item)).unzip();
    let input = ComputeParametersInput {
        train_set: items,
        card_ids: Some(questions),
        progress: Some(Arc::clone(progress)),
        // One answer a day counts: there is nothing to learn about a second one.
        enable_short_term: false,
        ..ComputeParametersInput::default()
    };
    let values = compute_parameters(input).map_err(|error| match error {
        FSRSError::Interrupted => Unfit::Stopped,
        _ => Unfit::NoFit,
    })?;
    values.try_into().ok().and_then(Parameters::new).ok_or(Unfit::NoFit)
}

/// How badly parameters tell what was recalled: the mean of −ln of the chance that they gave to what happened; lower is
/// better, 0 when nothing can be told.
#[must_use]
pub fn log_loss(histories: &[impl AsRef<[Review]>], parameters: &Parameters) -> f64 {
    let scheduler = Scheduler::new(parameters, Retention::default());
    let (mut loss, mut count) = (0.0, 0_u32);
    for history in histories {
        let mut memory = None;
        for review in history.as_ref() {
            if let Some(memory) = memory.filter(|_| review.days > 0) {
                let recall = f64::from(scheduler.retrievability(memory, review.days)).clamp(1e-6, 1.0 - 1e-6);
                loss -= if review.grade == Grade::Again { (1.0 - recall).ln() } else { recall.ln() };
                count += 1;
            }
            memory = Some(scheduler.next(memory, review.grade, review.days));
        }
    }
    loss / f64::from(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many questions with these grades, so many days apart.
    fn histories(questions: i32, grades: &[Grade], days: impl Fn(i32) -> u32) -> Vec<Vec<Review>> {
        let review = |question, (at, &grade): (usize, &Grade)| {
            let days = if at == 0 { 0 } else { days(question) };
            Review { grade, day: Day(question + at as i32), days }
        };
        (0..questions).map(|question| grades.iter().enumerate().map(|at| review(question, at)).collect()).collect()
    }

    #[test]
    fn odd_histories_are_no_panic() {
        use Grade::{Again, Easy, Good};
        let usual = Parameters::default();
        for histories in [
            histories(600, &[Good; 3], |_| 1),
            histories(600, &[Again; 3], |_| 1),
            histories(600, &[Easy, Again, Good], |question| question as u32 + 1),
            histories(600, &[Again, Good, Good], |_| u32::MAX),
            histories(4, &[Good; 900], |_| 3),
            histories(1200, &[Good, Again], |question| 1 + question as u32 % 30),
        ] {
            if let Ok(fit) = fit(&histories, &usual, &Progress::default()) {
                assert!(fit.before.is_finite() && fit.after.is_finite(), "{fit:?}");
            }
        }
        assert_eq!(fit(&[], &usual, &Progress::default()), Err(Unfit::TooLittle { reviews: 0, needed: ENOUGH }));
    }
}
