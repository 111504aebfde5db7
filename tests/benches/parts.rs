//! The parts of ibid one by one, each beside the least that its work could cost: reading a document, finding a
//! citation, splitting sentences, drawing a form, keeping an answer.
//!
//! `cargo bench --bench parts [-- NAME]`

mod kit;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use ibid::bank::{Bank, Library};
use ibid::clock::{Millis, Moment, Stamps};
use ibid::document::Document;
use ibid::question::Question;
use ibid::rng::Chance;
use ibid::session::form::{draw, lay_out};
use ibid::session::{Answer, Confidence, Filter, History, Mode, Options, Plan, Sitting};
use ibid::store::Store;
use ibid::{anchor, text};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let mut criterion = Criterion::default()
        .output_directory(&kit::criterion_folder())
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    document(&mut criterion);
    let bank = Bank::open(&kit::bank(1_000)?)?;
    citation(&mut criterion, &bank)?;
    let library = Library::new(vec![bank])?;
    form(&mut criterion, &library);
    store(&mut criterion, &library)
}

/// Ten documents on end, as one.
fn document(criterion: &mut Criterion) {
    let text: String = (0..10).map(kit::document).collect();
    let mut group = criterion.benchmark_group("document");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("lines", |bench| bench.iter(|| memchr::memchr_iter(b'\n', text.as_bytes()).count()));
    group.bench_function("read", |bench| bench.iter(|| Document::read(text.clone().into_bytes())));
    group.bench_function("sentences", |bench| bench.iter(|| text::sentences(&text)));
    group.finish();
    kit::ratios("document", &["lines", "read", "sentences"]);
}

fn citation(criterion: &mut Criterion, bank: &Bank) -> Outcome {
    let question = bank.question(998).map_err(|_| "a made question is sound")?;
    let citation = question.citations.first().ok_or("a made question cites")?;
    let document = bank.document(&citation.document)?;
    let mut group = criterion.benchmark_group("citation");
    group.throughput(Throughput::Bytes(document.text().len() as u64));
    let finder = memchr::memmem::Finder::new(&citation.exact);
    group.bench_function("search", |bench| bench.iter(|| finder.find_iter(document.text().as_bytes()).count()));
    group.bench_function("find", |bench| bench.iter(|| anchor::find(document, citation)));
    group.finish();
    kit::ratios("citation", &["search", "find"]);
    Ok(())
}

fn options(mode: Mode) -> Options {
    let (filter, picked) = (Filter::default(), Vec::new());
    Options { mode, filter, count: Some(20), seed: 7, picked, minutes: None, pass: 80 }
}

/// A form of twenty out of a thousand questions, beside reading and digesting any twenty.
fn form(criterion: &mut Criterion, library: &Library) {
    let (options, history) = (options(Mode::Practice), History::default());
    let Some((bank, _)) = library.at(0) else { return };
    let json: Vec<String> = (0..20).filter_map(|n| bank.original(n).ok()).map(|question| question.to_json()).collect();
    let mut group = criterion.benchmark_group("form");
    group.bench_function("read-twenty", |bench| {
        bench.iter(|| json.iter().filter_map(|json| Some(Question::from_json(json).ok()?.digest())).count());
    });
    group.bench_function("draw-twenty", |bench| {
        bench.iter(|| draw(library.len(), &options, &history, |n| library.ask(n, true)?.ok()));
    });
    group.finish();
    kit::ratios("form", &["read-twenty", "draw-twenty"]);
}

/// Answers kept, each on the disk before the next, beside as many bytes at the end of a plain file.
fn store(criterion: &mut Criterion, library: &Library) -> Outcome {
    let folder = tempfile::tempdir_in(kit::folder())?;
    let drawn: Vec<_> = library.ask(0, true).and_then(Result::ok).into_iter().collect();
    let mut stamps = Stamps::new(Chance::new(1, "bench"));
    let begun = stamps.next(Moment::now());
    let plan = Plan::new(begun.id, begun.moment, options(Mode::Exam), lay_out(&drawn, 7));
    let mut store = Store::open(folder.path(), 4, begun.moment)?;
    store.begin(&plan, &drawn)?;
    let mut sitting = Sitting::begin(plan, drawn);
    let mut pick = 0;
    let mut answer = || {
        pick = 1 - pick;
        let answer = Answer::Picks(BTreeSet::from([pick]));
        sitting.respond(0, answer, Confidence::Sure, Millis(900), stamps.next(Moment::now())).ok_or("not taken")
    };
    let line = serde_json::to_vec(&answer()?)?;
    let mut file = File::create(folder.path().join("plain"))?;
    let mut failed = None;
    let mut group = criterion.benchmark_group("store");
    group.bench_function("plain-file", |bench| {
        bench.iter(|| file.write_all(&line).and_then(|()| file.sync_data()).is_ok());
    });
    group.bench_function("append", |bench| {
        bench.iter_custom(|count| {
            let start = Instant::now();
            for _ in 0..count {
                match answer().map(|record| store.append(black_box(&[record]))) {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => failed = Some(error.to_string()),
                    Err(error) => failed = Some(error.to_owned()),
                }
            }
            start.elapsed()
        });
    });
    group.finish();
    kit::ratios("store", &["plain-file", "append"]);
    failed.map_or(Ok(()), |error| Err(error.into()))
}
