//! A sitting from the command line: drawn or taken up again, held on screens or in lines, its result given to scripts.

use std::io::{self, BufRead, IsTerminal as _, Write};

use super::args::{Choose, Exam, Practice, Study};
use super::choose::Draw;
use super::keep::{self, Keeper};
use super::open::{self, Opened};
use super::plain::deeds::Notes;
use super::plain::paper::Paper;
use super::plain::{Plain, World};
use super::{Exit, Setup, choose, json, optimize, stamps, tell, tell_all};
use crate::bank::Library;
use crate::clock::{Moment, Stamps};
use crate::id::BankId;
use crate::session::{Agenda, History, Limits, Mode, Options, Plan, Sitting};
use crate::store::Store;
use crate::tui::{First, terminal};

/// `ibid practice`.
///
/// # Errors
/// When there is nothing to ask, or something that was asked for is not there; so below.
pub fn practice(setup: &Setup, Practice { choose }: &Practice) -> anyhow::Result<Exit> {
    sit(setup, choose, choose::usual(Mode::Practice, &setup.settings, setup.seed()))
}

/// `ibid study`.
///
/// # Errors
/// As those of practice.
pub fn study(setup: &Setup, Study { choose, minutes, optimize }: &Study) -> anyhow::Result<Exit> {
    if *optimize {
        let (store, stamps, now) = stored(setup)?;
        return optimize::optimize(store, stamps, now);
    }
    let mut usual = choose::usual(Mode::Study, &setup.settings, setup.seed());
    if let Some(minutes) = *minutes {
        usual.minutes = Some(minutes).filter(|&minutes| minutes > 0);
    }
    sit(setup, choose, usual)
}

/// `ibid exam`.
///
/// # Errors
/// As those of practice.
pub fn exam(setup: &Setup, Exam { choose, minutes, pass }: &Exam) -> anyhow::Result<Exit> {
    let mut usual = choose::usual(Mode::Exam, &setup.settings, setup.seed());
    if let Some(minutes) = *minutes {
        usual.minutes = Some(minutes).filter(|&minutes| minutes > 0);
    }
    usual.pass = pass.unwrap_or(usual.pass);
    sit(setup, choose, usual)
}

/// A sitting with nothing asked for but the settings.
///
/// # Errors
/// As those of practice.
pub fn usual(setup: &Setup, mode: Mode, resume: bool) -> anyhow::Result<Exit> {
    let choose = Choose { resume: resume.then_some(None), ..Choose::default() };
    sit(setup, &choose, choose::usual(mode, &setup.settings, setup.seed()))
}

fn sit(setup: &Setup, choose: &Choose, usual: Options) -> anyhow::Result<Exit> {
    let opened = setup.library()?;
    if !(setup.plain() || choose.json) {
        if let Some(id) = &choose.resume {
            // Which sitting is meant is settled before any screen is drawn.
            let (store, _, now) = stored(setup)?;
            let id = keep::left(&store, usual.mode, id.as_deref(), now)?;
            drop(store);
            return setup.screens(opened, First::Open(id, usual.mode));
        }
        let mut options = choose::options(choose, usual, &opened.library)?;
        options.picked = choose::picked(&opened.library, &choose.ids)?;
        return setup.screens(opened, First::Sitting(options));
    }
    let Opened { library, notices } = opened;
    let mode = usual.mode;
    tell_all("warning", &notices);
    let Ready { mut store, mut stamps, now, history } = ready(setup)?;
    let (notes, turnover) = (store.notes().unwrap_or_default(), setup.settings.day_turns_at);
    let (sitting, keeper) = if let Some(id) = &choose.resume {
        let id = keep::left(&store, mode, id.as_deref(), now)?;
        let (keeper, sitting) = Keeper::resume(store, id, &library)?;
        (sitting, keeper)
    } else {
        let agenda = agenda(setup, &mut store, &library, now);
        let study = (&agenda, setup.settings.study.limits());
        begin(choose, usual, &library, &history, store, study, (&mut stamps, now))?
    };
    let (library, history) = (&library, &history);
    hold(Held { sitting, keeper, library, history, notes, turnover, stamps, one: false }, choose.json)
}

fn begin(
    choose: &Choose,
    usual: Options,
    library: &Library,
    history: &History,
    store: Store,
    study: (&Agenda, Limits),
    at: (&mut Stamps, Moment),
) -> anyhow::Result<(Sitting, Keeper)> {
    if let Ok(Some(open)) = store.latest_open(at.1, &|_| true) {
        tell("note", &keep::open_notice(&open, library));
    }
    let options = choose::options(choose, usual, library)?;
    let draw = choose::draw(options, &choose.ids, library, history, study)?;
    tell_all("warning", &draw.notices);
    Ok(kept(draw, store, at))
}

/// Begins what was drawn, and keeps it from then on.
fn kept(draw: Draw, store: Store, (stamps, now): (&mut Stamps, Moment)) -> (Sitting, Keeper) {
    let plan = Plan::new(stamps.next(now).id, now, draw.options, draw.form);
    let (keeper, notice) = Keeper::begin(store, &plan, &draw.drawn);
    tell_all("warning", &notice);
    (Sitting::begin(plan, draw.drawn), keeper)
}

/// A sitting that is ready to be held.
struct Held<'a> {
    sitting: Sitting,
    keeper: Keeper,
    library: &'a Library,
    history: &'a History,
    notes: Notes,
    turnover: u8,
    stamps: Stamps,
    /// Whether it is one question and no more.
    one: bool,
}

fn hold(held: Held<'_>, as_json: bool) -> anyhow::Result<Exit> {
    let stdin = io::stdin();
    let echo = !stdin.is_terminal();
    if !as_json {
        return dialogue(held, stdin.lock(), io::stdout().lock(), echo).map(|(exit, _)| exit);
    }
    let library = held.library;
    let (exit, sitting) = dialogue(held, stdin.lock(), io::LineWriter::new(io::stderr().lock()), echo)?;
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{:#}", json::sitting(&sitting, library)).and_then(|()| out.flush());
    quietly(written.map(|()| exit))
}

fn dialogue(held: Held<'_>, input: impl BufRead, out: impl Write, echo: bool) -> anyhow::Result<(Exit, Sitting)> {
    let Held { sitting, mut keeper, library, history, notes, turnover, mut stamps, one } = held;
    let (notes, clock) = (&notes, &mut Moment::now);
    let world = World { library, history, notes, turnover, keeper: &mut keeper, clock, stamps: &mut stamps };
    let mut plain = Plain::new(sitting, world, input, Paper::new(out, columns()), echo);
    let exit = quietly(if one { plain.one() } else { plain.run() })?;
    Ok((exit, plain.sitting().clone()))
}

/// `ibid one`: one question that is due, in lines, wherever the cursor stands.
///
/// # Errors
/// As those of practice.
pub fn one(setup: &Setup) -> anyhow::Result<Exit> {
    let Opened { library, notices } = setup.library()?;
    tell_all("warning", &notices);
    let Ready { mut store, mut stamps, now, history } = ready(setup)?;
    let limits = Limits { new: 0, ..setup.settings.study.limits() };
    let agenda = agenda(setup, &mut store, &library, now);
    if store.open_exams()?.iter().any(|exam| exam.banks.iter().any(|bank| library.bank(bank).is_some())) {
        return say("An exam is open; study waits until it is submitted.");
    }
    let usual = Options { count: Some(1), minutes: None, ..choose::usual(Mode::Study, &setup.settings, setup.seed()) };
    let Ok(draw) = choose::draw(usual, &[], &library, &history, (&agenda, limits)) else {
        return say("Nothing is due.");
    };
    let (notes, turnover) = (store.notes().unwrap_or_default(), setup.settings.day_turns_at);
    let (sitting, keeper) = kept(draw, store, (&mut stamps, now));
    let (library, history) = (&library, &history);
    hold(Held { sitting, keeper, library, history, notes, turnover, stamps, one: true }, false)
}

fn say(words: &str) -> anyhow::Result<Exit> {
    writeln!(io::stdout().lock(), "{words}")?;
    Ok(Exit::Finished)
}

/// The store with the history in it.
struct Ready {
    store: Store,
    stamps: Stamps,
    now: Moment,
    history: History,
}

fn ready(setup: &Setup) -> anyhow::Result<Ready> {
    let (mut store, stamps, now) = stored(setup)?;
    let history = store.history().unwrap_or_else(|error| {
        tell("warning", &error.to_string());
        History::default()
    });
    Ok(Ready { store, stamps, now, history })
}

/// The store, with exams ended whose time is over.
fn stored(setup: &Setup) -> anyhow::Result<(Store, Stamps, Moment)> {
    let mut stamps = stamps();
    let now = Moment::now();
    let data = setup.paths.data.as_deref();
    let (mut store, notice) = open::store_or_memory(data, setup.settings.day_turns_at, now)?;
    tell_all("warning", &notice);
    if let Some(latest) = store.latest().ok().flatten() {
        stamps.follow(latest);
    }
    match store.end_overdue(&mut stamps, now) {
        Ok(ended) => tell_all("note", &keep::overdue_notices(&ended)),
        Err(error) => tell("warning", &error.to_string()),
    }
    store.aim_at(setup.settings.study.retention);
    Ok((store, stamps, now))
}

/// What study has to ask today, of the open banks.
pub fn agenda(setup: &Setup, store: &mut Store, library: &Library, now: Moment) -> Agenda {
    let open = |id: &BankId| library.bank(id).is_some();
    let agenda = store.agenda(now.day(setup.settings.day_turns_at), open).unwrap_or_default();
    Agenda { own: setup.own_limits(), ..agenda }
}

/// Where nobody reads any more, the sitting was left.
fn quietly(exit: io::Result<Exit>) -> anyhow::Result<Exit> {
    match exit {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Left),
        other => Ok(other?),
    }
}

/// The width to wrap at: the terminal's, or 80 in a pipe.
pub fn columns() -> usize {
    let size = io::stdout().is_terminal().then(|| terminal::canvas().ok()?.size().ok()).flatten();
    size.map_or(80, |size| usize::from(size.width).clamp(20, 100))
}
