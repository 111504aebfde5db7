//! The terminal: what the keys mean, what a screen is made of, and the loop that turns events into screens.
//!
//! [`keymap`] says what a key means, [`theme`] what a role looks like, [`page`] what a screen is made of; [`widgets`]
//! turn values into rows. [`run`] is the loop, generic over the terminal and its input; [`terminal`] is the real one.

pub mod app;
pub mod class;
pub mod desk;
pub mod event;
pub mod field;
pub mod key;
pub mod keymap;
pub mod page;
pub mod perform;
pub mod run;
pub mod screens;
mod start;
pub mod terminal;
pub mod theme;
pub mod widgets;

pub use app::First;
pub use desk::Defaults;
pub use start::{Start, start};

#[cfg(test)]
mod tests;
