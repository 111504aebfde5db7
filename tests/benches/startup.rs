//! From the start of the program to the last row of its first frame, in a pseudo-terminal, as a ratio to the program
//! `bare`; peak memory likewise; and what an idle screen costs.
//!
//! `cargo bench --bench startup [-- ROUNDS]`

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
mod running;

#[cfg(target_os = "linux")]
fn main() -> running::Outcome<()> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("startup: measured on Linux only, which tells what a process used");
}
