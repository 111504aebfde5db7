//! Options of the commands that ask questions.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::question::Level;

/// What to ask.
#[derive(Debug, Clone, Default, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Choose {
    /// Questions of this topic; twice: of either
    #[arg(long, value_name = "ID")]
    pub topic: Vec<String>,
    /// Questions with this tag; twice: with either
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Questions citing this document; twice: either
    #[arg(long, value_name = "ID")]
    pub document: Vec<String>,
    /// Questions on this level; twice: on either
    #[arg(long, value_parser = PossibleValuesParser::new(["remember", "understand", "apply"]).map(|name| level(&name)))]
    pub level: Vec<Level>,
    /// Questions whose last answer was not fully right
    #[arg(long, group = "past")]
    pub missed: bool,
    /// Questions flagged for later
    #[arg(long, group = "past")]
    pub flagged: bool,
    /// Questions never asked
    #[arg(long, group = "past")]
    pub new: bool,
    /// How many questions at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub count: Option<u32>,
    /// These questions in this order, as ID or BANK/ID, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',',
        conflicts_with_all = ["topic", "tag", "document", "level", "past", "count"])]
    pub ids: Vec<String>,
    /// Go on with the sitting of this kind that was left last, or with the one of this id
    #[arg(long = "continue", value_name = "ID", num_args = 0..=1,
        conflicts_with_all = ["topic", "tag", "document", "level", "past", "count", "ids", "seed"])]
    pub resume: Option<Option<String>>,
    /// Write the result as JSON; the dialogue goes to standard error
    #[arg(long)]
    pub json: bool,
}

fn level(name: &str) -> Level {
    match name {
        "understand" => Level::Understand,
        "apply" => Level::Apply,
        _ => Level::Remember,
    }
}

/// Options of `ibid practice`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid practice --missed
  ibid practice --topic mandate --topic history --count 10
  ibid practice --ids dpo-function,unmogip-budget
  ibid practice --continue
  printf '1\\n2\\n0\\n' | ibid practice --count 3 --seed 7 --json

In plain mode an answer is one line: 2 or b; for \"choose all that apply\" 1 3, 1,3 or ac; g2 as a guess;
0 for \"I don't know\"; s skips, u takes back, f flags, w gives the other rationales, ? helps, q leaves.")]
pub struct Practice {
    /// What to ask.
    #[command(flatten)]
    pub choose: Choose,
}

/// Options of `ibid study`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid study
  ibid study --minutes 10
  ibid study --topic mandate --count 10

A question that you fail comes back in the same sitting, and the next day. docs/study.md says when the others do.
In plain mode an answer is one line, as in practice.")]
pub struct Study {
    /// What to ask.
    #[command(flatten)]
    pub choose: Choose,
    /// How many minutes to study; 0 for as long as there is something to ask
    #[arg(long, value_name = "N", conflicts_with = "resume", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub minutes: Option<u32>,
    /// Ask nothing, but fit the schedule to your answers so far; it takes a thousand reviews
    #[arg(long, conflicts_with_all = ["minutes", "topic", "tag", "document", "level", "past", "count", "ids", "resume", "json"])]
    pub optimize: bool,
}

/// Options of `ibid exam`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid exam
  ibid exam --topic history --count 20 --minutes 0 --pass 70
  printf '1\\n2\\ns\\n' | ibid exam --count 2 --seed 7 --json

In plain mode an answer is one line: 2 or b; for \"choose all that apply\" 1 3, 1,3 or ac; g2 as a guess;
s goes on without, - makes blank, p goes back, l lists, u takes back, f flags, ? helps, q leaves.
After the last question: a number goes to that question, s submits, a abandons.")]
pub struct Exam {
    /// What to ask.
    #[command(flatten)]
    pub choose: Choose,
    /// The time limit in minutes; 0 for none
    #[arg(long, value_name = "N", conflicts_with = "resume", value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub minutes: Option<u32>,
    /// The pass mark in percent of the marks
    #[arg(long, value_name = "PERCENT", conflicts_with = "resume", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub pass: Option<u8>,
}
