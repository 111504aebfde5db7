//! Everything that is tested from outside: the program in a terminal, and the shape of the house.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod browser;
mod build;
mod check;
mod classroom;
mod cli;
mod host;
#[cfg(unix)]
mod joined;
mod layering;
mod model;
mod moving;
mod picture;
mod plain;
mod program;
#[cfg(unix)]
mod pty;
mod report;
mod review;
#[cfg(unix)]
mod sittings;
#[cfg(unix)]
mod terminal;
