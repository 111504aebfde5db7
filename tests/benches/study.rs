//! A store with a million answers over 100,000 questions: the start beside an empty store, the next question of study,
//! the progress screen, and what it is drawn from.
//!
//! `cargo bench --bench study [-- ROUNDS [QUESTIONS]]`; the store has ten answers to each question, and is made once, which
//! takes a minute or two.

mod kit;
mod screen;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ibid::bank::{Bank, Library};
use ibid::clock::{Day, Millis, Moment, Stamps, Timestamp};
use ibid::progress::Figures;
use ibid::question::Drawn;
use ibid::rng::Chance;
use ibid::session::form::lay_out;
use ibid::session::{Answer, Confidence, End, Filter, Mode, Options, Plan, Response, What};
use ibid::store::Store;
use ibid::tui::app::App;
use ibid::tui::desk::Effect;
use ibid::tui::event::Event;
use ibid::tui::key::Code;
use ibid::tui::perform::Performer;
use ibid::tui::run::Application as _;
use ibid::tui::terminal::LiveInput;
use rusqlite::{Connection, params};

const QUESTIONS: usize = 100_000;
/// Answers to each question.
const ANSWERS: usize = 10;
/// Questions of a sitting, and sittings of a day.
const SITTING: usize = 20;
const DAILY: usize = 50;
/// The hour at which a day turns over.
const TURNOVER: u8 = 4;
/// The last of so many sittings have their versions kept, which is all that a list of sittings reads.
const LISTED: usize = 210;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let argument = |at: usize| kit::arguments().get(at).and_then(|word| word.parse::<usize>().ok());
    let (rounds, questions) = (argument(0).unwrap_or(7), argument(1).unwrap_or(QUESTIONS));
    let bank = kit::bank(questions)?;
    let full = store(&bank, questions)?;
    let empty = kit::folder().join("study-empty");
    drop(Store::open(&empty, TURNOVER, now())?);
    let (mut with, mut without, mut load, mut load_empty) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut rest = Vec::new();
    for _ in 0..rounds {
        for (folder, starts, loads) in [(&empty, &mut without, &mut load_empty), (&full, &mut with, &mut load)] {
            let begun = Instant::now();
            let (mut app, mut performer) = open(&bank, folder)?;
            let opened = Instant::now();
            show(&mut app, &mut performer, Event::Tick);
            loads.push(opened.elapsed());
            starts.push(begun.elapsed());
            if *folder == full {
                let drawn = Instant::now();
                show(&mut app, &mut performer, Event::Tick);
                rest.push(drawn.elapsed());
            }
        }
    }
    ratio("start to the loaded home screen", median(with), median(without));
    ratio("of which loading", median(load), median(load_empty));
    told("the history, once that is drawn", median(rest));
    study(&bank, &full, rounds)?;
    progress(&bank, &full, rounds)?;
    let mut store = Store::open(&full, TURNOVER, now())?;
    told("every track", time(|| store.tracks().map(|tracks| tracks.len()))?);
    told("every day", time(|| store.days().map(|days| days.len()))?);
    told("all history", time(|| store.history().map(|history| history.iter().count()))?);
    told("what is due", time(|| store.agenda(now().day(TURNOVER), |_| true).map(|agenda| agenda.due.len()))?);
    let library = Library::new(vec![Bank::open(&bank)?])?;
    let outlines = || library.banks().iter().map(|bank| bank.outlines().cited().len()).sum::<usize>();
    told("what is cited, of all questions", time(|| Ok::<_, Box<dyn Error>>(outlines()))?);
    let mut made = |what: &str| -> Outcome<()> {
        let begun = on_core();
        let guess = store.guess()?;
        let guesses = on_core();
        let standing = store.standing(now().day(TURNOVER))?;
        let read = on_core();
        let figures = Figures::of(&library, &standing);
        let computed = on_core();
        std::hint::black_box((guess, &figures));
        drop(standing);
        let dropped = on_core();
        for (part, from, to) in [
            ("luck", begun, guesses),
            ("luck again and tracks", guesses, read),
            ("figures", read, computed),
            ("letting go of what they are made from", computed, dropped),
        ] {
            told(&format!("on a core, {what}: {part}"), to.saturating_sub(from));
        }
        Ok(())
    };
    made("first")?;
    made("second")?;
    told("sittings", time(|| store.sittings(200).map(|sittings| sittings.len()))?);
    Ok(())
}

/// From the home screen through the first questions of a study sitting.
fn study(bank: &Path, folder: &Path, rounds: usize) -> Outcome<()> {
    let (mut begin, mut answer, mut next) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        // What is answered is kept in a copy, so that each round finds the same.
        let copy = kit::folder().join("study-copy");
        fs::create_dir_all(&copy)?;
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(copy.join(format!("ibid.sqlite{ending}")));
        }
        fs::copy(folder.join("ibid.sqlite"), copy.join("ibid.sqlite"))?;
        let (mut app, mut performer) = open(bank, &copy)?;
        show(&mut app, &mut performer, Event::Tick);
        show(&mut app, &mut performer, Event::Tick);
        let begun = Instant::now();
        show(&mut app, &mut performer, screen::press(Code::Enter));
        begin.push(begun.elapsed());
        for _ in 0..9 {
            show(&mut app, &mut performer, screen::press(Code::Char('1')));
            let begun = Instant::now();
            show(&mut app, &mut performer, screen::press(Code::Enter));
            answer.push(begun.elapsed());
            let begun = Instant::now();
            show(&mut app, &mut performer, screen::press(Code::Enter));
            next.push(begun.elapsed());
        }
        assert!(app.desk().sitting.is_some(), "a sitting has begun");
    }
    told("first question of study", median(begin));
    told("answer kept and shown", median(answer));
    told("next question", median(next));
    Ok(())
}

/// From a key on the home screen to the progress screen with its figures: as soon as the home screen takes keys, once
/// what is read in the background is there, and coming back.
fn progress(bank: &Path, folder: &Path, rounds: usize) -> Outcome<()> {
    let input = LiveInput::new()?;
    let (mut at_once, mut rested, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds * 2 {
        let (mut app, performer) = open(bank, folder)?;
        let mut performer = performer.telling(input.mailbox());
        show(&mut app, &mut performer, Event::Tick);
        show(&mut app, &mut performer, Event::Tick);
        if round % 2 == 1 {
            for bank in app.desk().library.banks() {
                std::hint::black_box(bank.outlines());
            }
        }
        let first = to_progress(&mut app, &mut performer);
        if round % 2 == 1 { &mut rested } else { &mut at_once }.push(first);
        show(&mut app, &mut performer, screen::press(Code::Esc));
        show(&mut app, &mut performer, Event::Tick);
        again.push(to_progress(&mut app, &mut performer));
    }
    for (what, times) in [
        ("the progress screen, as soon as the home screen takes keys", at_once),
        ("the same once what is read in the background is there", rested),
        ("the same, coming back", again),
    ] {
        let (wall, own): (Vec<Duration>, Vec<Duration>) = times.into_iter().unzip();
        told(what, median(wall));
        told("  of which on a core, by the thread that draws", median(own));
    }
    Ok(())
}

/// Opens the progress screen: how long it took, and how long of that the thread was on a core.
fn to_progress(app: &mut App, performer: &mut Performer) -> (Duration, Duration) {
    for key in [Code::End, Code::Up] {
        show(app, performer, screen::press(key));
    }
    let (begun, on_core) = (Instant::now(), on_core());
    show(app, performer, screen::press(Code::Enter));
    let taken = (begun.elapsed(), self::on_core().saturating_sub(on_core));
    assert_eq!(app.page().title.to_string(), "Progress");
    assert!(app.desk().figures.is_some(), "with its figures");
    taken
}

/// How long this thread was on a core; nothing where the system does not tell.
fn on_core() -> Duration {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(times.split_whitespace().next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

fn open(bank: &Path, data: &Path) -> Outcome<(App, Performer)> {
    let library = Library::new(vec![Bank::open(bank)?])?;
    let stamps = Stamps::new(Chance::new(1, "bench"));
    let performer = Performer::new(Some(data.to_owned()), TURNOVER, library.banks().to_vec(), stamps);
    let mut app = screen::application(library);
    app.update(Event::Resize(120, 40), now());
    draw(&app);
    Ok((app, performer))
}

/// Lets something happen, does what follows from it, and draws.
fn show(app: &mut App, performer: &mut Performer, event: Event) {
    let mut pending = vec![event];
    while let Some(event) = pending.pop() {
        for effect in app.update(event, now()) {
            if !matches!(effect, Effect::Redraw) {
                pending.extend(performer.perform(effect, now()));
            }
        }
    }
    draw(app);
}

fn draw(app: &App) {
    std::hint::black_box(app.page());
}

/// The day after the last answer.
fn now() -> Moment {
    Moment { at: Timestamp(1_795_348_800_000), offset: 0 }
}

/// The folder of the store, made once.
fn store(bank: &Path, questions: usize) -> Outcome<PathBuf> {
    let answers = questions * ANSWERS;
    let folder = kit::folder().join(format!("study-{answers}"));
    if folder.join("done").exists() {
        return Ok(folder);
    }
    println!("making a store of {answers} answers below {}", folder.display());
    let _ = fs::remove_dir_all(&folder);
    drop(Store::open(&folder, TURNOVER, now())?);
    let library = Library::new(vec![Bank::open(bank)?])?;
    let drawn: Vec<Drawn> = (0..questions).filter_map(|position| library.ask(position, false)?.ok()).collect();
    assert_eq!(drawn.len(), questions);
    let mut db = Connection::open(folder.join("ibid.sqlite"))?;
    db.execute_batch("PRAGMA synchronous = OFF;")?;
    fill(&mut db, &drawn)?;
    drop(db);
    let begun = Instant::now();
    let mut store = Store::open(&folder, TURNOVER, now())?;
    assert_eq!(store.tracks()?.len(), questions);
    told("everything derived anew", begun.elapsed());
    fs::write(folder.join("done"), "")?;
    Ok(folder)
}

fn fill(db: &mut Connection, drawn: &[Drawn]) -> Outcome<()> {
    let tx = db.transaction()?;
    {
        let mut question = tx.prepare("INSERT INTO questions (key, bank, question) VALUES (?1, ?2, ?3)")?;
        for (key, drawn) in drawn.iter().enumerate() {
            question.execute(params![key as i64 + 1, drawn.id.bank.as_str(), drawn.id.question.as_str()])?;
        }
        let mut version = tx.prepare("INSERT OR IGNORE INTO versions (digest, question, json) VALUES (?1, ?2, ?3)")?;
        let mut sitting = tx.prepare("INSERT INTO sittings (id, mode, deadline) VALUES (?1, 'practice', NULL)")?;
        let mut event = tx.prepare(
            "INSERT INTO events (id, device, seq, at_ms, offset_min, day, kind, sitting, question, place, outcome, payload)
            VALUES (?1, zeroblob(16), ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        let (mut stamps, mut seq) = (Stamps::new(Chance::new(2, "bench")), 0_i64);
        let sittings = drawn.len() * ANSWERS / SITTING;
        let days = sittings / DAILY;
        for n in 0..sittings {
            let back = (days - n / DAILY) as i64 * 86_400_000 - (n % DAILY) as i64 * 600_000;
            let mut moment = Moment { at: Timestamp(now().at.0 - back), offset: 0 };
            let Day(day) = moment.day(TURNOVER);
            let asked: Vec<usize> = (0..SITTING).map(|at| (n * SITTING + at) % drawn.len()).collect();
            let of: Vec<Drawn> = asked.iter().map(|&at| drawn[at].clone()).collect();
            let options = Options {
                mode: Mode::Practice,
                filter: Filter::default(),
                count: Some(SITTING),
                seed: n as u64,
                picked: Vec::new(),
                minutes: None,
                pass: 80,
            };
            let stamp = stamps.next(moment);
            let plan = Plan::new(stamp.id, moment, options, lay_out(&of, n as u64));
            let id = stamp.id.0.into_bytes();
            sitting.execute([id])?;
            if n + LISTED >= sittings {
                for (at, drawn) in asked.iter().zip(&of) {
                    let json = serde_json::to_string(&*drawn.question)?;
                    version.execute(params![drawn.version.to_string(), *at as i64 + 1, json])?;
                }
            }
            let mut keep = |own: [u8; 16], at: i64, kind, question: Option<i64>, place, outcome, payload: String| {
                seq += 1;
                event.execute(params![own, seq, at, day, kind, id, question, place, outcome, payload])
            };
            keep(id, moment.at.0, "begin", None, None::<i64>, None, serde_json::to_string(&plan)?)?;
            for (place, (at, drawn)) in asked.iter().zip(&of).enumerate() {
                moment.at = moment.at + Millis(20_000);
                // About one in seven is wrong, and one in eleven of the others a guess.
                let chance = (at * 31 + n * 17) % 77;
                let right = chance % 7 != 0;
                let response = Response {
                    place,
                    question: drawn.id.clone(),
                    version: drawn.version,
                    answer: Answer::of([u8::from(!right)].into()),
                    confidence: if right && chance % 11 == 0 { Confidence::Guess } else { Confidence::Sure },
                    took: Millis(9_000),
                    fully_right: right,
                    after_reveal: false,
                    choices: 4,
                };
                let stamp = stamps.next(moment);
                let outcome = if right { "right" } else { "wrong" };
                let payload = serde_json::to_string(&What::Response(response))?;
                let (own, key) = (stamp.id.0.into_bytes(), *at as i64 + 1);
                keep(own, moment.at.0, "response", Some(key), Some(place as i64), Some(outcome), payload)?;
            }
            let stamp = stamps.next(moment);
            let payload = serde_json::to_string(&What::End { how: End::Finished })?;
            keep(stamp.id.0.into_bytes(), moment.at.0, "end", None, None, Some("finished"), payload)?;
        }
    }
    tx.commit()?;
    Ok(())
}

fn time<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<Duration, E> {
    let begun = Instant::now();
    std::hint::black_box(work()?);
    Ok(begun.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn told(what: &str, time: Duration) {
    println!("study: {what} {:.2} ms", time.as_secs_f64() * 1e3);
}

fn ratio(what: &str, ours: Duration, floor: Duration) {
    let (ours, floor) = (ours.as_secs_f64() * 1e3, floor.as_secs_f64() * 1e3);
    println!("study: {what} {ours:.2} ms, with an empty store {floor:.2} ms, ratio {:.2}", ours / floor);
}
