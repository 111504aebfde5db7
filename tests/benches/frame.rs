//! The time of one frame, as a ratio to a frame in which nothing is drawn, and the bytes that reach the terminal.
//!
//! `cargo bench --bench frame`

mod kit;
mod screen;

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use ibid::bank::{Bank, Library};
use ibid::tui::app::App;
use ibid::tui::event::Event;
use ibid::tui::key::Code;
use ratatui::Terminal;
use screen::{Canvas, drive, press, to_first_question};

fn main() -> Result<(), Box<dyn Error>> {
    let library = || -> Result<Library, Box<dyn Error>> { Ok(Library::new(vec![Bank::open(&kit::bank(1_000)?)?])?) };

    let (mut asked, mut asked_on) = (screen::application(library()?), screen::terminal()?);
    drive(&mut asked, &mut asked_on, to_first_question())?;
    let moved = written(&mut asked, &mut asked_on, press(Code::Down))?;
    let moved_on = written(&mut asked, &mut asked_on, press(Code::Down))?;
    let unchanged = written(&mut asked, &mut asked_on, Event::Tick)?;

    let (mut answered, mut answered_on) = (screen::application(library()?), screen::terminal()?);
    drive(&mut answered, &mut answered_on, to_first_question())?;
    let shown = written(&mut answered, &mut answered_on, press(Code::Char('1')))?;
    let feedback = written(&mut answered, &mut answered_on, press(Code::Enter))?;
    println!("bytes out: first selection {moved}, selection moved {moved_on}, choice marked {shown}");
    println!("bytes out: feedback and passage {feedback}, a frame in which nothing changed {unchanged}");

    let mut criterion = Criterion::default().output_directory(&kit::criterion_folder()).configure_from_args();
    let mut group = criterion.benchmark_group("frame");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    let mut empty = screen::terminal()?;
    group.bench_function("empty", |bench| bench.iter(|| empty.draw(|_| {}).map(|frame| frame.count).ok()));
    group.bench_function("answered", |bench| bench.iter_custom(|count| frames(&mut answered, &mut answered_on, count)));
    group.bench_function("asked", |bench| bench.iter_custom(|count| frames(&mut asked, &mut asked_on, count)));
    group.finish();
    kit::ratios("frame", &["empty", "answered", "asked"]);
    Ok(())
}

/// The bytes that one event brings to the terminal.
fn written(app: &mut App, terminal: &mut Terminal<Canvas>, event: Event) -> std::io::Result<usize> {
    // The loop draws before it waits, so that what was drawn before is drawn once more.
    drive(app, terminal, [])?;
    let before = terminal.backend().written();
    drive(app, terminal, [])?;
    let again = terminal.backend().written();
    drive(app, terminal, [event])?;
    Ok(terminal.backend().written() - again - (again - before))
}

/// How long so many frames take, with all that the loop does for each.
fn frames(app: &mut App, terminal: &mut Terminal<Canvas>, count: u64) -> Duration {
    let start = Instant::now();
    let events = (1..count).map(|_| Event::Tick);
    black_box(drive(app, terminal, events)).unwrap_or_else(|error| unreachable!("a count cannot fail: {error}"));
    start.elapsed()
}
