//! A bank of 100,000 questions from its file to its first question on the screen, as a ratio to reading the file and
//! parsing it to nothing.
//!
//! `cargo bench --bench large` measures time; `cargo bench --bench large -- count` counts instructions with valgrind.

mod kit;
mod screen;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, SamplingMode};
use ibid::bank::{Bank, Library};
use serde::de::IgnoredAny;

const QUESTIONS: usize = 100_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let file = kit::bank(QUESTIONS)?;
    match kit::arguments().first().map(String::as_str) {
        Some("nothing") => parse_to_nothing(&file),
        Some("first-question") => first_question(&file),
        Some("count") => count(),
        _ => time(&file),
    }
}

fn parse_to_nothing(file: &Path) -> Outcome<()> {
    let bytes = fs::read(file)?;
    black_box(serde_json::from_slice::<IgnoredAny>(&bytes)?);
    Ok(())
}

fn first_question(file: &Path) -> Outcome<()> {
    let library = Library::new(vec![Bank::open(file)?])?;
    let mut app = screen::application(library);
    screen::drive(&mut app, &mut screen::terminal()?, screen::to_first_question())?;
    assert!(app.desk().sitting.is_some(), "a sitting has begun");
    black_box(app);
    Ok(())
}

fn time(file: &Path) -> Outcome<()> {
    println!("{} bytes in {}", fs::metadata(file)?.len(), file.display());
    let mut criterion = Criterion::default().output_directory(&kit::criterion_folder());
    let mut group = criterion.benchmark_group("large");
    group.sampling_mode(SamplingMode::Flat).sample_size(20).measurement_time(Duration::from_secs(12));
    group.bench_function("nothing", |bench| bench.iter(|| parse_to_nothing(file).is_ok()));
    group.bench_function("first-question", |bench| bench.iter(|| first_question(file).is_ok()));
    group.finish();
    kit::ratios("large", &["nothing", "first-question"]);
    Ok(())
}

fn count() -> Outcome<()> {
    let (floor, ours) = (kit::instructions(&["nothing"])?, kit::instructions(&["first-question"])?);
    println!("large: first-question {ours} instructions, nothing {floor}, ratio {:.3}", ours as f64 / floor as f64);
    Ok(())
}
