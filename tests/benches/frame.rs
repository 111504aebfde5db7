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

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Frames of a run in which instructions are counted.
const COUNTED: u64 = 200;

fn main() -> Outcome<()> {
    let arguments = kit::arguments();
    match arguments.first().map(String::as_str) {
        Some("count") => count(),
        Some(name) => some(name, arguments.get(1).and_then(|count| count.parse().ok()).unwrap_or(1)),
        None => {
            bytes()?;
            time()
        }
    }
}

/// Draws so many frames of a kind.
fn some(name: &str, count: u64) -> Outcome<()> {
    if name == "empty" {
        return empty_frames(&mut screen::terminal()?, count).map(|_| ());
    }
    let (mut app, mut terminal) = at(name)?;
    frames(&mut app, &mut terminal, count).map(|_| ())
}

/// An application that shows a question, `asked` or `answered`.
fn at(name: &str) -> Outcome<(App, Terminal<Canvas>)> {
    let library = Library::new(vec![Bank::open(&kit::bank(1_000)?)?])?;
    let (mut app, mut terminal) = (screen::application(library), screen::terminal()?);
    drive(&mut app, &mut terminal, to_first_question())?;
    if name == "answered" {
        drive(&mut app, &mut terminal, [press(Code::Char('1')), press(Code::Enter)])?;
    }
    Ok((app, terminal))
}

fn bytes() -> Outcome<()> {
    let (mut app, mut terminal) = at("asked")?;
    let first = written(&mut app, &mut terminal, press(Code::Down))?;
    let moved = written(&mut app, &mut terminal, press(Code::Down))?;
    let chosen = written(&mut app, &mut terminal, press(Code::Char('1')))?;
    let feedback = written(&mut app, &mut terminal, press(Code::Enter))?;
    let unchanged = written(&mut app, &mut terminal, Event::Tick)?;
    println!("bytes out: first selection {first}, selection moved {moved}, choice marked {chosen}");
    println!("bytes out: feedback and passage {feedback}, a frame in which nothing changed {unchanged}");
    Ok(())
}

fn time() -> Outcome<()> {
    let mut criterion = Criterion::default().output_directory(&kit::criterion_folder());
    let mut group = criterion.benchmark_group("frame");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    let mut empty = screen::terminal()?;
    group.bench_function("empty", |bench| bench.iter_custom(|count| measured(empty_frames(&mut empty, count))));
    for name in ["asked", "answered"] {
        let (mut app, mut terminal) = at(name)?;
        group.bench_function(name, |bench| bench.iter_custom(|count| measured(frames(&mut app, &mut terminal, count))));
    }
    group.finish();
    kit::ratios("frame", &["empty", "asked", "answered"]);
    Ok(())
}

fn measured(time: Outcome<Duration>) -> Duration {
    time.unwrap_or_else(|error| unreachable!("what only counts cannot fail: {error}"))
}

fn count() -> Outcome<()> {
    // What leads up to the frames is counted by itself and taken off.
    let instructions = |name: &str| -> Outcome<u64> {
        let all = kit::instructions(&[name, &(COUNTED + 1).to_string()])?;
        Ok((all - kit::instructions(&[name, "1"])?) / COUNTED)
    };
    let empty = instructions("empty")?;
    for name in ["asked", "answered"] {
        let ours = instructions(name)?;
        println!("frame: {name} {ours} instructions, empty {empty}, ratio {:.3}", ours as f64 / empty as f64);
    }
    Ok(())
}

/// How long so many frames take in which nothing is drawn.
fn empty_frames(terminal: &mut Terminal<Canvas>, count: u64) -> Outcome<Duration> {
    let start = Instant::now();
    for _ in 0..count {
        terminal.draw(|frame| {
            black_box(frame);
        })?;
    }
    Ok(start.elapsed())
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
fn frames(app: &mut App, terminal: &mut Terminal<Canvas>, count: u64) -> Outcome<Duration> {
    let start = Instant::now();
    drive(app, terminal, (1..count).map(|_| Event::Tick))?;
    Ok(start.elapsed())
}
