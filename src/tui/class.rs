//! The classroom's screens: what everybody sees, and the teacher's own.

pub mod big;
pub mod hall;
pub mod online;
pub mod player;
pub mod projector;
pub mod qr;
pub mod show;
pub mod teacher;

mod start;

pub use start::{Lesson, teach};

#[cfg(test)]
mod tests;
