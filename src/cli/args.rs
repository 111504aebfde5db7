//! What can be written on the command line; help, completions and the man page are made from it.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

mod asking;
mod class;
mod hosting;
mod joining;
mod making;

pub use asking::{Choose, Exam, Practice, Study};
pub use class::{Pick, Print, Report, Rooms};
pub use hosting::{FeedbackWhen, Hosting, RankingWhen, ScoringBy};
pub use joining::{Join, Screen};
pub use making::{Build, Check, Deny};

macro_rules! examples {
    () => {
        "\
Examples:
  ibid                                     the home screen
  ibid practice --topic mandate --count 5  five questions of one topic
  ibid exam --count 20 --minutes 15        an exam against the clock
  ibid --bank my-bank practice             questions of your own
  printf '1\\n2\\nq\\n' | ibid practice       the same in a pipe, line by line

Exit codes: 0 finished (an exam: passed), 1 exam not passed, 2 error, 3 left unfinished."
    };
}

const MORE: &str = concat!(
    examples!(),
    "

Data: $XDG_DATA_HOME/ibid or ~/.local/share/ibid (macOS: ~/Library/Application Support/ibid, Windows: %APPDATA%\\ibid)

Settings: $XDG_CONFIG_HOME/ibid/settings.toml or ~/.config/ibid/settings.toml, or settings.toml in the folder given with
--data. These are the usual ones; docs/settings.md says more:
  theme = \"default\"      # or blue, magenta, yellow, mono
  mouse = true
  day_turns_at = 4       # the hour at which your day ends
  practice.count = 20
  exam.count = 40
  exam.minutes = 30      # 0 for no limit
  exam.pass = 80         # percent
  keys.skip = [\"s\"]      # any action of the help screen"
);

/// A terminal quiz that always shows where the answer is written.
#[derive(Debug, Default, Parser)]
#[command(name = "ibid", version, after_help = examples!(), after_long_help = MORE, max_term_width = 100)]
pub struct Args {
    /// What stands with every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do; the home screen when nothing is given.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that stand with every command.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Common {
    /// A bank, as a file or folder, instead of the embedded one; may be given more than once ("embedded" is the embedded one)
    #[arg(long, global = true, help_heading = "With every command", value_name = "PATH")]
    pub bank: Vec<PathBuf>,
    /// The folder that holds your history, edits and perhaps settings
    #[arg(long, global = true, help_heading = "With every command", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Draw the same questions in the same order as the sitting that had this seed
    #[arg(long, global = true, help_heading = "With every command", value_name = "N")]
    pub seed: Option<u64>,
    /// Numbered lines instead of a screen, for screen readers, pipes and scripts (by itself where there is no terminal)
    #[arg(long, global = true, help_heading = "With every command")]
    pub plain: bool,
    /// Leave the mouse to the terminal
    #[arg(long, global = true, help_heading = "With every command")]
    pub no_mouse: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Study: what is due today and some new questions, each when it would soon be forgotten
    Study(Study),
    /// Ask one question that is due, without taking over the screen: for a shell's start or a coffee break
    #[command(after_help = "Examples:\n  ibid one\n  echo 'ibid one' >> ~/.bashrc")]
    One,
    /// Practise: feedback, rationale and passage after each answer
    Practice(Practice),
    /// Take an exam: no feedback until the end, then score and review
    Exam(Exam),
    /// Hold a drill for a class: people join by phone or terminal, and see tally and passage after each question
    Host(Hosting),
    /// Look through the questions, filtered by the words given
    #[command(after_help = "Examples:\n  ibid browse\n  ibid browse guehenno darfur")]
    Browse {
        /// Words that a question must hold
        words: Vec<String>,
    },
    /// Search questions and documents at once; the best matches first
    #[command(
        after_help = "Examples:\n  ibid search\n  ibid search guehenno darfur\n  ibid search peacekeping --most 5"
    )]
    Search {
        /// Words that a question or passage must hold, or nearly
        words: Vec<String>,
        /// How many matches to print
        #[arg(long, default_value_t = 20, value_name = "N")]
        most: usize,
    },
    /// List past sittings, or show one again with its review
    #[command(after_help = "Examples:\n  ibid sittings\n  ibid sittings 3f9a12c4\n  ibid sittings 3f9a12c4 --json")]
    Sittings {
        /// The sitting: its id, or the end of it as the list shows it
        id: Option<String>,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Show how far you are: what is known, what comes up, what was done, what to read again
    Progress(Progress),
    /// Join a room: answer a class drill’s questions from this terminal
    Join(Join),
    /// Show what everybody sees of a room, for a projector
    Screen(Screen),
    /// Make questions from documents, offline; or make them again after the documents changed
    Build(Build),
    /// Report every problem and every item-writing flaw of banks at once; exit code 2 if any is an error
    Check(Check),
    /// Show how a document is read
    #[command(after_help = "Examples:\n  ibid document notes.txt\n  ibid document notes.txt --explain")]
    Document {
        /// The document
        file: PathBuf,
        /// Show each passage with its kind, line and bytes, and each dropped line with the reason
        #[arg(long)]
        explain: bool,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the citation of some words of a document, ready to be pasted into a bank
    #[command(
        after_help = "Examples:\n  ibid cite notes.txt \"the sky is blue\"\n  ibid cite notes.txt \"blue\" --document sky"
    )]
    Cite {
        /// The document
        file: PathBuf,
        /// Its words
        words: String,
        /// The document's id in the bank; made from the file's name when not given
        #[arg(long, value_name = "ID")]
        document: Option<String>,
    },
    /// Make a bank over some documents, with no questions yet
    #[command(
        after_help = "Examples:\n  ibid new my-bank notes.txt lecture.txt\n  ibid new my-bank *.txt --title \"My course\""
    )]
    New {
        /// The folder to make
        folder: PathBuf,
        /// The documents; they are copied byte for byte
        #[arg(required = true)]
        documents: Vec<PathBuf>,
        /// The bank's id; made from the folder's name when not given
        #[arg(long)]
        id: Option<String>,
        /// The bank's title; made from the folder's name when not given
        #[arg(long)]
        title: Option<String>,
    },
    /// Judge the questions of a bank one by one: accept, mend or reject them
    #[command(after_help = "\
Examples:
  ibid review my-bank
  printf 'a\\nr two are right\\ns\\nq\\n' | ibid review my-bank --plain

In plain mode a verdict is one line: a accepts, r REASON rejects, d 2 gives the second choice another distractor, s skips,
u takes the last verdict back, B accepts the rest of a family with a good record, ? helps, q leaves. Each verdict is kept
in review.jsonl beside the bank. docs/review.md says more.")]
    Review {
        /// The bank, as a file or folder
        #[arg(value_name = "BANK")]
        path: PathBuf,
    },
    /// List the banks that open by themselves; add one, or remove one
    #[command(after_help = "\
Examples:
  ibid banks
  ibid banks add my-bank
  ibid banks add my-bank --new 10 --reviews 60   with limits of its own a day
  ibid banks add embedded --new 5                the bank that is part of the program
  ibid banks remove my-bank")]
    Banks {
        /// What to do; list them when nothing is given
        #[command(subcommand)]
        what: Option<Banks>,
    },
    /// Show what a drill left behind: per learner, per question, and what to teach again
    Report(Report),
    /// List the rooms of drills that were hosted here; forget one
    #[command(after_help = "\
Examples:
  ibid rooms
  ibid rooms forget CDFHJK

A room holds names, answers and questions, and nothing else of anybody. It lies in ibid.sqlite in the data folder until
you forget it.")]
    Rooms {
        /// What to do; list them when nothing is given
        #[command(subcommand)]
        what: Option<Rooms>,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Write questions, answer sheet and key with passages as one page to print
    Print(Print),
    /// Bring in the history of another machine: a store's file, a data folder or a backup, which is only read
    #[command(after_help = "\
Examples:
  ibid merge ~/synced/ibid-laptop.sqlite
  ibid merge /media/stick/ibid

Merge both ways and both machines know everything; it can be done in any order and as often as you like. docs/moving.md
says how two machines are kept alike.")]
    Merge {
        /// The other store
        #[arg(value_name = "OTHER")]
        other: PathBuf,
    },
    /// Write a backup into one file, verify it, and print its place: history, edits, list of banks, settings
    #[command(after_help = "Examples:\n  ibid backup\n  ibid backup ~/synced/ibid-laptop.sqlite")]
    Backup {
        /// The file or folder; the folder "backups" in the data folder when not given. No file is overwritten
        #[arg(value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Put a backup in the place of what is there, which is backed up first
    #[command(after_help = "Examples:\n  ibid restore ~/.local/share/ibid/backups/ibid-2026-11-22-1405.sqlite")]
    Restore {
        /// The backup
        #[arg(value_name = "FILE")]
        from: PathBuf,
    },
    /// Forget the history, after writing a backup whose place is printed
    Reset,
    /// Print a completion script for a shell
    #[command(after_help = "Examples:\n  ibid completions bash > ~/.local/share/bash-completion/completions/ibid")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page, or that of a subcommand
    #[command(after_help = "Examples:\n  ibid man | man -l -\n  ibid man practice")]
    Man {
        /// The subcommand
        command: Option<String>,
    },
}

/// What is done to the list of banks.
#[derive(Debug, Subcommand)]
pub enum Banks {
    /// Add a bank, or change its limits; its id is printed
    Add {
        /// The bank, as a file or folder; "embedded" is the one that is part of the program
        path: PathBuf,
        /// How many of its questions are new on a day at most; it then counts for itself
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        new: Option<u32>,
        /// How many of its questions are asked on a day at most; it then counts for itself
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        reviews: Option<u32>,
    },
    /// Take a bank off the list; its file and its history stay
    Remove {
        /// Its id
        id: String,
    },
}

/// Options of `ibid progress`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid progress
  ibid progress --plain
  ibid progress --csv > progress.csv

docs/progress.md says what each figure means.")]
pub struct Progress {
    /// Write JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Write CSV: a row for each figure
    #[arg(long)]
    pub csv: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn what_excludes_each_other_is_refused() {
        for line in [
            "practice --missed --new",
            "practice --ids a --topic b",
            "exam --continue --pass 5",
            "exam --pass 101",
            "build a",
        ] {
            assert!(Args::try_parse_from(["ibid"].into_iter().chain(line.split(' '))).is_err(), "{line}");
        }
        for line in ["practice --topic a --topic b", "exam --continue --json", "practice --bank a --bank b"] {
            assert!(Args::try_parse_from(["ibid"].into_iter().chain(line.split(' '))).is_ok(), "{line}");
        }
    }
}
