//! All questions, on screens or as a list.

use std::io::Write;

use anyhow::bail;

use super::open::{self, Opened};
use super::{Exit, Setup, tell_all};
use crate::clock::Moment;
use crate::search::Query;
use crate::session::Mode;
use crate::text;
use crate::tui::First;

/// `ibid browse`: with words, or where there is no screen, the list of those questions that hold the words.
///
/// # Errors
/// While an exam is open; nothing may be looked up then.
pub fn browse(out: &mut impl Write, setup: &Setup, words: &[String]) -> anyhow::Result<Exit> {
    let opened = setup.library()?;
    if words.is_empty() && !setup.plain() {
        return setup.screens(opened, First::Browse);
    }
    let Opened { library, notices } = opened;
    tell_all("warning", &notices);
    if exam_is_open(setup) {
        bail!(
            "an exam is open, and nothing can be looked up meanwhile\nhint: submit or abandon it: `ibid exam --continue`"
        );
    }
    let query = Query::new(&words.join(" "));
    for position in 0..library.len() {
        let Some((bank, index)) = library.at(position) else { continue };
        let Ok(question) = bank.question(index) else { continue };
        let topic = library.topic_title(&bank.head().id, &question.topic);
        let held = format!("{} {topic} {} {}", question.id, question.tags.join(" "), question.stem);
        if query.matches(&text::fold(&held)) {
            writeln!(out, "{}\t{topic}\t{}", question.id, text::clean(&question.stem))?;
        }
    }
    Ok(Exit::Finished)
}

fn exam_is_open(setup: &Setup) -> bool {
    let store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, Moment::now());
    let past = store.ok().and_then(|store| store.sittings(super::keep::PAST).ok()).unwrap_or_default();
    past.iter().any(|past| past.mode() == Mode::Exam && past.end.is_none())
}
