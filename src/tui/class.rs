//! The classroom's screens: what everybody sees, and the teacher's own.

pub mod big;
pub mod qr;
pub mod show;
