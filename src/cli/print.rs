//! `ibid print`: questions, answer sheet and key on paper.

use std::io::Write;
use std::path::Path;

use super::args::{Choose, Print};
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
    let Opened { library, notices } = open::library(banks, setup.paths.data.as_deref())?;
    tell_all("warning", &notices);
    let choose = Choose::from(&asked.choose);
    let seed = setup.seed();
    let usual = choose::usual(Mode::Exam, &setup.settings, seed);
    let usual = Options { count: Some(setup.settings.practice.count as usize), minutes: None, ..usual };
    let options = choose::options(&choose, usual, &library)?;
    let nothing_new = (&Agenda::default(), Limits { new: 0, reviews: 0 });
    let draw = choose::draw(options, &choose.ids, &library, &History::default(), nothing_new)?;
    tell_all("warning", &draw.notices);
    let places = draw.form.places.iter().zip(&draw.drawn);
    let posed = places.filter_map(|(place, drawn)| Some(Posed::of(library.bank(&drawn.id.bank)?, drawn, &place.order)));
    let posed: Vec<Posed> = posed.collect();
    let title = asked.title.clone().unwrap_or_else(|| {
        let used =
            library.banks().iter().filter(|bank| posed.iter().any(|posed| posed.question.bank == bank.head().id));
        used.map(|bank| bank.head().title.as_str()).collect::<Vec<_>>().join(", ")
    });
    let text = page::paper(&title, &format!("seed {seed}"), &posed);
    report::put(out, asked.out.as_deref().unwrap_or(Path::new("-")), &text)?;
    if asked.out.is_some() {
        tell("hint", &format!("open it in a browser and print it; --seed {seed} gives the same paper"));
    }
    Ok(Exit::Finished)
}
