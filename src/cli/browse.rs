//! All questions, on screens or as a list.

use std::io::Write;

use super::open::{self, Opened};
use super::{Exit, Setup, keep, tell_all};
use crate::clock::Moment;
use crate::search::Query;
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
    let store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, Moment::now());
    if let Ok(store) = store {
        keep::no_exam_open(&store, &library)?;
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
