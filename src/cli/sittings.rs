//! Past sittings on the command line.

use std::io::{self, Write};

use anyhow::Context as _;
use serde_json::{Value, json as object};

use super::keep::{self, PAST, short};
use super::open::{self, Opened};
use super::plain::deeds::Notes;
use super::plain::paper::Paper;
use super::plain::result;
use super::{Exit, Setup, json, sit, stamps, tell_all};
use crate::bank::Library;
use crate::clock::Moment;
use crate::session::{End, Mode, Sitting};
use crate::store::{Store, Summary};
use crate::text;
use crate::tui::First;

/// `ibid sittings`: the list, on screens or as lines, or one sitting again.
///
/// # Errors
/// When the store cannot be opened, or there is no such sitting.
pub fn sittings(out: &mut impl Write, setup: &Setup, id: Option<&str>, as_json: bool) -> anyhow::Result<Exit> {
    let opened = setup.library()?;
    if id.is_none() && !as_json && !setup.plain() {
        return setup.screens(opened, First::Sittings);
    }
    let Opened { library, notices } = opened;
    tell_all("warning", &notices);
    let now = Moment::now();
    let mut store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, now)?;
    tell_all("note", &keep::overdue_notices(&store.end_overdue(&mut stamps(), now)?));
    let Some(id) = id else {
        list(out, &store, &library, as_json)?;
        return Ok(Exit::Finished);
    };
    let found = keep::find(&store, id)?.id;
    let sitting = store.sitting(found)?.with_context(|| format!("there is no sitting {found}"))?.resume();
    if as_json {
        writeln!(out, "{:#}", json::sitting(&sitting, &library))?;
    } else {
        let notes = store.notes().unwrap_or_default();
        show(&mut Paper::new(out, sit::columns()), &sitting, &library, &notes)?;
    }
    Ok(Exit::Finished)
}

/// Lists past sittings, the newest first.
///
/// # Errors
/// Those of the store and of the output.
fn list(out: &mut impl Write, store: &Store, library: &Library, as_json: bool) -> anyhow::Result<()> {
    let past = store.sittings(PAST)?;
    if as_json {
        writeln!(out, "{:#}", Value::Array(past.iter().map(|past| summary(past, library)).collect()))?;
        return Ok(());
    }
    let rows: Vec<[String; 5]> = past.iter().map(|past| row(past, library)).collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| text::width(cell)).max();
    let widths: Vec<usize> = (0..5).map(|column| width(column).unwrap_or_default()).collect();
    for row in &rows {
        let mut line = String::new();
        for (cell, &width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(text::width(cell)) + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn row(past: &Summary, library: &Library) -> [String; 5] {
    [
        short(past.id),
        past.begun.to_string(),
        past.mode().name().to_owned(),
        text::clip(&keep::scope(past, library), 40).into_owned(),
        match past.end {
            None => format!("open at question {} of {}", (past.done + 1).min(past.places), past.places),
            Some(_) => result::outcome(past.end, past.mode(), &past.score, past.options.pass),
        },
    ]
}

fn summary(past: &Summary, library: &Library) -> Value {
    let shown = past.mode().tells() || matches!(past.end, Some(End::Submitted | End::Overdue));
    object!({
        "sitting": past.id,
        "mode": past.mode().name(),
        "begun_ms": past.begun.at,
        "about": keep::scope(past, library),
        "banks": past.banks,
        "options": past.options,
        "questions": past.places,
        "answered": past.answered,
        "done": past.done,
        "end": past.end,
        "score": shown.then(|| json::score(&past.score)),
    })
}

/// Shows one past sitting: its score and review, or how far it is.
///
/// # Errors
/// Those of the output.
fn show<W: Write>(paper: &mut Paper<W>, sitting: &Sitting, library: &Library, notes: &Notes) -> io::Result<()> {
    let plan = sitting.plan();
    let name = sitting.mode().name();
    let (open, exam) = (sitting.end().is_none(), sitting.mode() == Mode::Exam);
    let kind = sitting.mode().title();
    paper.say(&format!("{kind} of {}, {} questions, seed {}.", plan.begun, sitting.len(), plan.options.seed))?;
    if open {
        let (done, id) = (sitting.done(), short(plan.id));
        let of = sitting.len();
        paper.say(&format!("It is open, with {done} of {of} done. `ibid {name} --continue {id}` goes on."))?;
    }
    match sitting.end() {
        Some(End::Abandoned) => paper.say("It was abandoned and counts for nothing.")?,
        Some(End::Overdue) => paper.say("Its time ran out; what was there was submitted.")?,
        _ => {}
    }
    if sitting.end() != Some(End::Abandoned) && !(open && exam) {
        result::score(paper, sitting, library)?;
    }
    result::review(paper, sitting, library, notes)
}
