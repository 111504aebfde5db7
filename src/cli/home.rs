//! The home screen, or its choices as lines.

use std::io::{self, IsTerminal as _};

use super::args::Progress;
use super::keep::scope;
use super::open::{self, Opened};
use super::plain::line;
use super::plain::paper::Paper;
use super::{Exit, Setup, progress, sit, sittings, tell};
use crate::bank::Library;
use crate::clock::Moment;
use crate::session::Mode;
use crate::store::Summary;
use crate::tui::First;

/// What can be chosen.
enum Choice {
    Continue(Mode),
    Begin(Mode),
    Progress,
    Sittings,
}

/// `ibid` alone.
///
/// # Errors
/// When no bank can be opened, or those of what was chosen.
pub fn home(setup: &Setup) -> anyhow::Result<Exit> {
    let opened = setup.library()?;
    if !setup.plain() {
        return setup.screens(opened, First::Home);
    }
    let choices = choices(setup, &opened, &there(setup, &opened.library));
    let mut paper = Paper::new(io::stdout().lock(), sit::columns());
    let titles: Vec<_> = opened.library.banks().iter().map(|bank| bank.head().title.as_str()).collect();
    let title = format!("ibid: {}, {}.", titles.join(", "), open::questions(opened.library.len()));
    paper.say(&title)?;
    for (n, (_, words)) in choices.iter().enumerate() {
        paper.hung(&format!("{}  ", n + 1), words)?;
    }
    loop {
        paper.prompt("Number, or q to leave:")?;
        // The lock is given up again: what was chosen reads on from here.
        let Some(typed) = line::next(&mut io::stdin().lock())? else {
            paper.gap()?;
            return Ok(Exit::Finished);
        };
        if !io::stdin().is_terminal() {
            paper.echo(&typed)?;
        }
        let typed = typed.trim();
        let chosen = typed.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
        match chosen {
            Some((Choice::Continue(mode), _)) => return sit::usual(setup, *mode, true),
            Some((Choice::Begin(mode), _)) => return sit::usual(setup, *mode, false),
            Some((Choice::Progress, _)) => {
                return progress::progress(&mut io::stdout().lock(), setup, &Progress::default());
            }
            Some((Choice::Sittings, _)) => return sittings::sittings(&mut io::stdout().lock(), setup, None, false),
            None if matches!(typed, "q" | "quit") => return Ok(Exit::Finished),
            None => paper.say(&format!("Type a number from 1 to {}, or q to leave.", choices.len()))?,
        }
    }
}

/// What the store holds that can be gone on with.
#[derive(Default)]
struct There {
    /// The sitting that was left open.
    open: Option<Summary>,
    /// What study offers; none before the first answer, when there is nothing to remember.
    study: Option<String>,
}

fn choices(setup: &Setup, opened: &Opened, there: &There) -> Vec<(Choice, String)> {
    let mut choices = Vec::new();
    if let Some(open) = &there.open {
        let (name, at) = (open.mode().name(), (open.done + 1).min(open.places));
        let about = scope(open, &opened.library);
        choices.push((
            Choice::Continue(open.mode()),
            format!("Continue the {name} on {about}, question {at} of {}", open.places),
        ));
    }
    choices.extend(there.study.as_ref().map(|offer| (Choice::Begin(Mode::Study), format!("Study: {offer}"))));
    let exam = setup.settings.exam;
    let limit = if exam.minutes == 0 { "no time limit".to_owned() } else { format!("{} minutes", exam.minutes) };
    let practice = setup.settings.practice.count;
    choices.push((
        Choice::Begin(Mode::Practice),
        format!("Practice: {practice} questions, feedback and passage after each"),
    ));
    choices.push((
        Choice::Begin(Mode::Exam),
        format!("Exam: {} questions, {limit}, pass mark {} %", exam.count, exam.pass),
    ));
    choices.extend(
        there.study.as_ref().map(|_| (Choice::Progress, "Progress: what you know, and what comes up".to_owned())),
    );
    choices.push((Choice::Sittings, "Past sittings".to_owned()));
    choices
}

fn there(setup: &Setup, library: &Library) -> There {
    let now = Moment::now();
    let store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, now);
    let Ok(mut store) = store.inspect_err(|error| tell("warning", &error.to_string())) else { return There::default() };
    store.aim_at(setup.settings.study.retention);
    // The totals are enough.
    let history = store.history_within(0).unwrap_or_default();
    let study = history.totals().any(|(_, totals)| totals.asked > 0).then(|| {
        let agenda = sit::agenda(setup, &mut store, library, now);
        let (due, new) = agenda.offered(setup.settings.study.limits(), library, &history);
        let time = agenda.minutes(due).map_or_else(String::new, |minutes| format!(", about {minutes} min"));
        match (due, new) {
            (0, 0) => "done for today".to_owned(),
            (0, new) => format!("{new} new"),
            (due, 0) => format!("{due} due{time}"),
            (due, new) => format!("{due} due{time}; {new} new"),
        }
    });
    There { open: store.latest_open(now, &|_| true).ok().flatten(), study }
}
