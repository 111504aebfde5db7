//! `ibid search`: the questions and passages that fit some words best, a line each.

use std::io::Write;

use super::open::{self, Opened};
use super::{Exit, Setup, keep, tell, tell_all};
use crate::bank::section_title;
use crate::clock::Moment;
use crate::search::{Hit, Index};
use crate::text;
use crate::tui::First;

/// `ibid search`: with words, or where there is no screen, the best matches as lines.
///
/// # Errors
/// While an exam is open; nothing may be looked up then.
pub fn search(out: &mut impl Write, setup: &Setup, words: &[String], most: usize) -> anyhow::Result<Exit> {
    let opened = setup.library()?;
    if words.is_empty() && !setup.plain() {
        return setup.screens(opened, First::Search);
    }
    let Opened { library, notices } = opened;
    tell_all("warning", &notices);
    if let Ok(store) = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, Moment::now()) {
        keep::no_exam_open(&store, &library)?;
    }
    let index = Index::new(library);
    let library = index.library();
    let found = index.find(&words.join(" "), most);
    for hit in &found.hits {
        match hit {
            Hit::Question(position) => {
                let Some((bank, at)) = library.at(*position) else { continue };
                let Ok(question) = bank.question(at) else { continue };
                let topic = library.topic_title(&bank.head().id, &question.topic);
                writeln!(
                    out,
                    "question\t{}/{}\t{topic}\t{}",
                    bank.head().id,
                    question.id,
                    text::clean(&question.stem)
                )?;
            }
            Hit::Passage { bank, document: id, passage } => {
                let Some(document) = library.bank(bank).and_then(|bank| bank.document(id).ok()) else { continue };
                let Some(known) = document.passages().get(*passage) else { continue };
                let section = document.sections().get(known.section).map(section_title).unwrap_or_default();
                let (place, words) = (document.place(known.span.start), document.words_of(*passage));
                writeln!(out, "passage\t{bank}/{id}\t{section}, {place}\t{}", text::clean(&text::squeeze(words)))?;
            }
        }
    }
    let (shown, total) = (found.hits.len(), found.total);
    if shown < total {
        tell("note", &format!("the best {shown} of {total}; --most gives more"));
    }
    Ok(Exit::Finished)
}
