//! What is remembered: memory state, grades and when to ask again.
//!
//! Pure: a person's answers go in, what they say about memory comes out. The schedule is FSRS-6 of the crate `fsrs`; what
//! a multiple-choice answer means to it is decided in [`Track::after`]. `docs/study.md` has the reasons and figures.

pub mod fit;
pub mod guess;
pub mod scheduler;
pub mod track;

#[cfg(test)]
mod learner;

pub use fit::{Fit, Progress, Review, Unfit, fit};
pub use guess::{Guess, recalled};
pub use scheduler::{Grade, Memory, Parameters, Retention, Scheduler};
pub use track::{Answered, Step, Track};
