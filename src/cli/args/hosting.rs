//! Options of `ibid host`.

use clap::ValueEnum;

use super::Pick;
use crate::room::Name;

/// Options of `ibid host`.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid host                                     ten questions; people join by phone or with `ibid join`
  ibid host --topic mandate --count 5 --seconds 30
  ibid host --ids dpo-function,unmogip-budget --private
  ibid host --self-paced --until \"2026-11-30 18:00\" --feedback end
  ibid host --hands                             no network: count hands and type \"6 13 3 1\"
  ibid host --preview --seed 7                  the questions as learners will see them
  ibid host --resume                            the room that was lost, where it stood
  printf 'next\\n6 13 3 1\\nreveal\\nend\\n' | ibid host --hands --plain

In plain mode a command is a line: next (or an empty line), close, reveal, again, 6 13 3 1, pause, go, more, skip, later,
back, ranking, who, kick NAME, ban NAME, rename NAME to NEW, lock, unlock, end; help lists them all.
docs/classroom.md says more.")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Hosting {
    /// Which questions; ten when nothing else is asked for.
    #[command(flatten)]
    pub choose: Pick,
    /// What the drill is called; the banks' titles when not given
    #[arg(long)]
    pub title: Option<String>,
    /// Print the questions as learners will see them, and open no room
    #[arg(long)]
    pub preview: bool,
    /// Everyone goes through the questions at their own pace, until a time
    #[arg(long, requires = "until", conflicts_with_all = ["seconds", "hands", "streaks"])]
    pub self_paced: bool,
    /// When a self-paced drill ends, by the clock on your wall: "2026-11-30 18:00"
    #[arg(long, value_name = "TIME", requires = "self_paced")]
    pub until: Option<String>,
    /// When learners of a self-paced drill see what was right: after each answer, at their end, or after the deadline
    #[arg(long, value_enum, value_name = "WHEN", requires = "self_paced")]
    pub feedback: Option<FeedbackWhen>,
    /// The seconds for each answer; no limit when not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(3..=3_600))]
    pub seconds: Option<u32>,
    /// Leave a question open when all have answered
    #[arg(long)]
    pub stay_open: bool,
    /// What counts: right answers, right answers and speed, or nothing
    #[arg(long, value_enum, default_value_t)]
    pub scoring: ScoringBy,
    /// Extra points for several right answers in a row, where speed counts
    #[arg(long)]
    pub streaks: bool,
    /// When the ranking is shown
    #[arg(long, value_enum, default_value_t)]
    pub ranking: RankingWhen,
    /// Let nobody in after the first question
    #[arg(long)]
    pub no_late: bool,
    /// Show only the letters of the choices on phones; the words are on the screen
    #[arg(long)]
    pub letters_only: bool,
    /// Deal out names, rather than let learners choose theirs
    #[arg(long)]
    pub nicknames: bool,
    /// Teams to choose from, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = name)]
    pub teams: Vec<Name>,
    /// Put each learner into the smallest team
    #[arg(long, requires = "teams")]
    pub deal: bool,
    /// Keep this screen for yourself: answers, who has not answered, your notes; the projector has its own page
    #[arg(long)]
    pub private: bool,
    /// No network: count hands, and type the counts
    #[arg(long, conflicts_with_all = ["port", "local", "name", "private", "nicknames", "teams", "rooms"])]
    pub hands: bool,
    /// The port to listen on, or the next one that is free
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Listen on this machine only
    #[arg(long)]
    pub local: bool,
    /// A name that leads to this machine on your network
    #[arg(long, value_name = "HOSTNAME", value_parser = hostname)]
    pub name: Option<String>,
    /// So many rooms with the same questions, each with a code of its own
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub rooms: u8,
    /// Take up again the last room that has not ended, or the one of this code or id
    #[arg(long, value_name = "ROOM", num_args = 0..=1, conflicts_with_all =
        ["topic", "tag", "document", "count", "ids", "title", "preview", "self_paced", "seconds", "rooms", "teams", "seed"])]
    pub resume: Option<Option<String>>,
}

/// When learners of a self-paced drill see what was right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum FeedbackWhen {
    /// After each answer.
    #[default]
    Each,
    /// Once they have answered all.
    End,
    /// Once nobody can answer any more.
    Deadline,
}

/// What counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ScoringBy {
    /// Right answers; among equals the quicker ones stand first.
    #[default]
    Accuracy,
    /// Up to 1,000 points, half of them for speed.
    Speed,
    /// Nothing.
    None,
}

/// When the ranking is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum RankingWhen {
    /// After each question.
    Each,
    /// At the end.
    #[default]
    End,
    /// Never.
    Never,
}

fn name(text: &str) -> Result<Name, String> {
    Name::new(text).map_err(|why| why.to_string())
}

/// A name that can stand in an address.
fn hostname(text: &str) -> Result<String, String> {
    let label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if text.len() <= 253 && text.split('.').all(label) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("this is no name of a machine; give one like laptop.local, without http:// and port".to_owned())
    }
}
