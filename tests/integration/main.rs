//! Everything that is tested from outside: the program in a terminal, and the shape of the house.

mod layering;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod terminal;
