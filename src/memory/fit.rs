//! Parameters fitted to a person's own answers.

use std::sync::{Arc, Mutex, PoisonError};

use fsrs::{CombinedProgressState, ComputeParametersInput, FSRSError, FSRSItem, FSRSReview, compute_parameters};

use super::scheduler::{Grade, Parameters, Retention, Scheduler};

/// The reviews that a fit takes: with fewer, chance would be fitted and not memory.
pub const ENOUGH: usize = 400;

/// One grade that moved a question's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// The grade.
    pub grade: Grade,
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
    /// The log loss over those reviews with the parameters so far.
    pub before: f64,
    /// The log loss over them with the fitted ones; lower is better.
    pub after: f64,
}

impl Fit {
    /// Whether the fitted parameters tell better than those so far what was recalled.
    #[must_use]
    pub fn better(&self) -> bool {
        self.after < self.before
    }
}

/// Why there is no fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There are too few reviews.
    #[error("{reviews} reviews so far, {needed} are needed to fit the schedule to you; until then it is that of most people")]
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

/// How far a fit has come, shared with the thread that it runs on.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Mutex<CombinedProgressState>>);

impl Progress {
    /// The share that is done, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.total() {
            0 => 0.0,
            total => (state.current() as f32 / total as f32).min(1.0),
        }
    }

    /// Asks the fit to stop; it does so soon.
    pub fn stop(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).want_abort = true;
    }
}

/// Fits parameters to the histories of questions, each in its order.
///
/// Reviews are counted that can be predicted: not the first of a question, and none on the day of the one before.
///
/// # Errors
/// When there are too few reviews, when it was stopped, and when nothing fits.
pub fn fit(histories: &[Vec<Review>], now: &Parameters, progress: &Progress) -> Result<Fit, Unfit> {
    let mut items = Vec::new();
    let mut questions = Vec::new();
    for (question, history) in histories.iter().enumerate() {
        let reviews: Vec<FSRSReview> =
            history.iter().map(|review| FSRSReview { rating: review.grade.number(), delta_t: review.days }).collect();
        for (at, review) in history.iter().enumerate().skip(1).filter(|(_, review)| review.days > 0) {
            debug_assert!(review.days > 0);
            items.push(FSRSItem { reviews: reviews.iter().take(at + 1).copied().collect() });
            questions.push(question as i64);
        }
    }
    let reviews = items.len();
    if reviews < ENOUGH {
        return Err(Unfit::TooLittle { reviews, needed: ENOUGH });
    }
    let input = ComputeParametersInput {
        train_set: items,
        card_ids: Some(questions),
        progress: Some(Arc::clone(&progress.0)),
        // One answer a day counts: there is nothing to learn about the same day.
        enable_short_term: false,
        ..ComputeParametersInput::default()
    };
    let values = compute_parameters(input).map_err(|error| match error {
        FSRSError::Interrupted => Unfit::Stopped,
        _ => Unfit::NoFit,
    })?;
    let parameters = values.try_into().ok().and_then(Parameters::new).ok_or(Unfit::NoFit)?;
    Ok(Fit { parameters, reviews, before: log_loss(histories, now), after: log_loss(histories, &parameters) })
}

/// How badly parameters tell what was recalled: the mean of −ln of the chance that they gave to what happened; lower is
/// better, 0 when nothing can be told.
#[must_use]
pub fn log_loss(histories: &[Vec<Review>], parameters: &Parameters) -> f64 {
    let scheduler = Scheduler::new(parameters, Retention::default());
    let (mut loss, mut count) = (0.0, 0_u32);
    for history in histories {
        let mut memory = None;
        for review in history {
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
