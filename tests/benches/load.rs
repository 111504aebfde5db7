//! A drill under load: many learners join, hold their connections, and answer within two seconds of each question, beside
//! a plain TCP server and an npm `ws` server that do the same exchange. What is counted is the server's processor time
//! for each learner and round, its memory for each connection, and how long announcements and acknowledgements take.
//!
//! `cargo bench --bench load [-- LEARNERS [ROUNDS]]` beside the others; `-- LEARNERS kill` ends the host in the middle of
//! a round; `-- LEARNERS slow` has every learner behind 200 ms of delay and 5 % of loss; `-- break` finds where it breaks.
//! The npm server runs where `node` finds the package `ws` (`NODE_PATH`).

#[cfg(target_os = "linux")]
#[path = "load/crowd.rs"]
mod crowd;
#[cfg(target_os = "linux")]
#[path = "load/learner.rs"]
mod learner;
#[cfg(target_os = "linux")]
#[path = "load/measure.rs"]
mod measure;
#[cfg(target_os = "linux")]
#[path = "load/plain.rs"]
mod plain;
#[cfg(target_os = "linux")]
#[path = "load/room.rs"]
mod room;
#[cfg(target_os = "linux")]
#[path = "load/served.rs"]
mod served;
#[cfg(target_os = "linux")]
#[path = "load/slow.rs"]
mod slow;
#[cfg(target_os = "linux")]
#[path = "load/wire.rs"]
mod wire;

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    measure::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("load: measured on Linux only, which tells what a process used");
}
