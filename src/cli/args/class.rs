//! What can be written of drills with a class: what they left behind, and paper.

use std::path::PathBuf;

use clap::Subcommand;

use super::Choose;

/// Options of `ibid report`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid report                         the newest drill
  ibid report CDFHJK                  the drill of this code; `ibid rooms` lists them
  ibid report --html drill.html       one page to keep or print
  ibid report --csv - | column -s, -t

docs/classroom.md says what each figure means.")]
pub struct Report {
    /// The room: its code, or its id or the end of that; the newest one when not given
    #[arg(value_name = "ROOM")]
    pub room: Option<String>,
    /// Write CSV: a row for each learner and one for each question ("-" for standard output)
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Write a page of HTML that stands alone ("-" for standard output)
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write JSON
    #[arg(long, conflicts_with_all = ["csv", "html"])]
    pub json: bool,
}

/// What is done to rooms.
#[derive(Debug, Subcommand)]
pub enum Rooms {
    /// Delete a room with all names and answers in it
    Forget {
        /// Its code, or its id or the end of that
        #[arg(value_name = "ROOM")]
        room: String,
    },
}

/// Options of `ibid print`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid print my-bank -o test.html                  questions, answer sheet and key, to print from a browser
  ibid print --topic mandate --count 10 > test.html
  ibid print --ids dpo-function,unmogip-budget --title \"Week 3\" -o test.html

The same seed gives the same paper; the key tells it. Drafts are not printed.")]
pub struct Print {
    /// Banks, as files or folders; without any, those that are open otherwise
    #[arg(value_name = "BANK")]
    pub banks: Vec<PathBuf>,
    /// Which questions.
    #[command(flatten)]
    pub choose: Pick,
    /// What stands above them; the bank's title when not given
    #[arg(long, value_name = "WORDS")]
    pub title: Option<String>,
    /// The file; standard output when not given
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Which questions, for others than oneself.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Pick {
    /// Questions of this topic; twice: of either
    #[arg(long, value_name = "ID")]
    pub topic: Vec<String>,
    /// Questions with this tag; twice: with either
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Questions citing this document; twice: either
    #[arg(long, value_name = "ID")]
    pub document: Vec<String>,
    /// How many questions at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    pub count: Option<u32>,
    /// These questions in this order, as ID or BANK/ID, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',', conflicts_with_all = ["topic", "tag", "document", "count"])]
    pub ids: Vec<String>,
}

impl From<&Pick> for Choose {
    fn from(pick: &Pick) -> Self {
        let Pick { topic, tag, document, count, ids } = pick.clone();
        Self { topic, tag, document, count, ids, ..Self::default() }
    }
}
