//! The home screen, or its choices as lines.

use std::io::{self, IsTerminal as _};

use super::keep::scope;
use super::open::{self, Opened};
use super::plain::line;
use super::plain::paper::Paper;
use super::{Exit, Setup, sit, sittings, tell};
use crate::clock::Moment;
use crate::session::Mode;
use crate::store::Summary;
use crate::tui::First;

/// What can be chosen.
enum Choice {
    Continue(Mode),
    Begin(Mode),
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
    let open = open_sitting(setup);
    let choices = choices(setup, &opened, open.as_ref());
    drop(open);
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
            Some((Choice::Sittings, _)) => return sittings::sittings(&mut io::stdout().lock(), setup, None, false),
            None if matches!(typed, "q" | "quit") => return Ok(Exit::Finished),
            None => paper.say(&format!("Type a number from 1 to {}, or q to leave.", choices.len()))?,
        }
    }
}

fn choices(setup: &Setup, opened: &Opened, open: Option<&Summary>) -> Vec<(Choice, String)> {
    let mut choices = Vec::new();
    if let Some(open) = open {
        let (name, at) = (open.mode().name(), (open.done + 1).min(open.places));
        let about = scope(open, &opened.library);
        choices.push((
            Choice::Continue(open.mode()),
            format!("Continue the {name} on {about}, question {at} of {}", open.places),
        ));
    }
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
    choices.push((Choice::Sittings, "Past sittings".to_owned()));
    choices
}

fn open_sitting(setup: &Setup) -> Option<Summary> {
    let store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, Moment::now());
    let store = store.inspect_err(|error| tell("warning", &error.to_string())).ok()?;
    store.latest_open().ok().flatten()
}
