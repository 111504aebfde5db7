//! `ibid print`: questions, answer sheet and key on paper.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{Choose, Pick, Print};
use super::open::{self, Opened};
use super::{Exit, Setup, choose, report, tell, tell_all};
use crate::room::{Posed, page};
use crate::session::{Agenda, History, Limits, Mode, Options};

/// Writes a page to print.
///
/// # Errors
/// When no bank can be opened, no question is left, or the file cannot be written.
pub fn print(out: &mut impl Write, setup: &Setup, asked: &Print) -> anyhow::Result<Exit> {
    let banks = if asked.banks.is_empty() { &setup.common.bank } else { &asked.banks };
    let count = setup.settings.practice.count as usize;
    let Paper { title, posed, seed } = drawn(setup, banks, &asked.choose, count)?;
    let title = asked.title.clone().unwrap_or(title);
    let text = page::paper(&title, &format!("seed {seed}"), &posed);
    report::put(out, asked.out.as_deref().unwrap_or(Path::new("-")), &text)?;
    if asked.out.is_some() {
        tell("hint", &format!("open it in a browser and print it; --seed {seed} gives the same paper"));
    }
    Ok(Exit::Finished)
}

/// Questions drawn for others.
pub struct Paper {
    /// The titles of the banks that they are from.
    pub title: String,
    /// The questions, in their order.
    pub posed: Vec<Posed>,
    /// The seed that draws them again.
    pub seed: u64,
}

/// Draws questions for others from these banks: no drafts, what matters most first, `count` unless another was asked for.
///
/// # Errors
/// When no bank can be opened, or no question is left.
pub fn drawn(setup: &Setup, banks: &[PathBuf], pick: &Pick, count: usize) -> anyhow::Result<Paper> {
    let Opened { library, notices } = open::library(banks, setup.paths.data.as_deref())?;
    tell_all("warning", &notices);
    let choose = Choose::from(pick);
    let usual = choose::usual(Mode::Exam, &setup.settings, setup.seed());
    let options = choose::options(&choose, Options { count: Some(count), minutes: None, ..usual }, &library)?;
    let nothing_new = (&Agenda::default(), Limits { new: 0, reviews: 0 });
    let draw = choose::draw(options, &choose.ids, &library, &History::default(), nothing_new)?;
    tell_all("warning", &draw.notices);
    let places = draw.form.places.iter().zip(&draw.drawn);
    let posed = places.filter_map(|(place, drawn)| Some(Posed::of(library.bank(&drawn.id.bank)?, drawn, &place.order)));
    let posed: Vec<Posed> = posed.collect();
    let used = library.banks().iter().filter(|bank| posed.iter().any(|posed| posed.question.bank == bank.head().id));
    let title = used.map(|bank| bank.head().title.as_str()).collect::<Vec<_>>().join(", ");
    Ok(Paper { title, posed, seed: draw.options.seed })
}
