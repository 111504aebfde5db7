//! Sittings as a pure state machine: what is drawn, what was answered, what it is worth.
//!
//! A [`Plan`] is fixed when a sitting begins: its [`form`](form::Form), options and deadline. Everything after that is a
//! [`Record`] appended to it; the state of a [`Sitting`] is what its records say, so that a
//! sitting read back from the store stands where it stood.

pub mod form;
pub mod history;
pub mod queue;
pub mod record;
pub mod score;
pub mod sitting;

pub use form::{Filter, Form, Mode, Options, Place, Plan, Which};
pub use history::{History, Past, Totals};
pub use queue::{Agenda, Done, Due, Left, Limits};
pub use record::{Answer, Confidence, End, Record, Response, SittingId, What};
pub use score::{Margin, Score};
pub use sitting::{Sitting, Undone};
