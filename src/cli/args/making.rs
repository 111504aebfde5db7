//! Options of the commands that make banks and judge them.

use std::path::PathBuf;

/// Options of `ibid build`.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid build notes.txt chapters/ -o my-bank      a bank of drafts; `ibid review my-bank` to accept them
  ibid build \"handbook/*.md\" -o my-bank         a pattern, where the shell does not expand it
  ibid build -o my-bank                          again, from the documents that the bank has
  ibid build notes.txt -o my-bank --dry-run      what would change
  ibid build notes.txt -o my-bank --watch        again whenever the document is saved
  ibid build notes.txt -o my-bank --model --model-name NAME
                                                 a language model's proposals too; docs/model.md says how
  ibid build --families                          the ways to make questions, and how good they are
  ibid build --report -o my-bank                 how many of each you accepted

Building again keeps ids, edits, verdicts and learners' history; docs/building.md says how.
Exit codes: 0 all was read, 2 error, or something was left out.")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Build {
    /// The documents: files, folders, or patterns like \"notes/*.md\"; without any, those that the bank has
    #[arg(value_name = "DOCUMENT")]
    pub documents: Vec<PathBuf>,
    /// The bank's folder; it is made, or the bank in it built again
    #[arg(short, long, value_name = "BANK", required_unless_present = "families")]
    pub out: Option<PathBuf>,
    /// The id of a new bank; made from the folder's name when not given
    #[arg(long)]
    pub id: Option<String>,
    /// The title of a new bank; made from the folder's name when not given
    #[arg(long)]
    pub title: Option<String>,
    /// Make only questions of this family; twice: of either
    #[arg(long, value_name = "NAME")]
    pub family: Vec<String>,
    /// Make no questions of this family
    #[arg(long, value_name = "NAME")]
    pub no_family: Vec<String>,
    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Build again whenever a document is saved, until Ctrl-C
    #[arg(long, conflicts_with = "dry_run")]
    pub watch: bool,
    /// List the families: what they ask, whether they are on, and the share that was acceptable
    #[arg(long)]
    pub families: bool,
    /// Show how many questions of each family were accepted in reviews
    #[arg(long, conflicts_with_all = ["families", "documents", "dry_run", "watch"])]
    pub report: bool,
    /// Write what was done as JSON
    #[arg(long, conflicts_with = "watch")]
    pub json: bool,
    /// What brings in a model.
    #[command(flatten)]
    pub model: crate::cli::model::Model,
}

/// Options of `ibid check`.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  ibid check
  ibid check my-bank --notes
  ibid check my-bank --deny warnings
  ibid check my-bank --coverage --json

An error must be mended, a warning should be, a note is worth a look. docs/check.md lists the flaws; a question may allow
one with a reason: \"allow\": [{ \"flaw\": \"negative-stem\", \"reason\": \"…\" }].")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Check {
    /// Banks, as files or folders; without any, those of --bank, or every bank below questions/
    pub paths: Vec<PathBuf>,
    /// Show what becomes of every passage: asked, left out, or neither, which then is a warning
    #[arg(long)]
    pub coverage: bool,
    /// Show the notes too
    #[arg(long)]
    pub notes: bool,
    /// Exit with 2 on warnings too, or on warnings and notes
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
    /// Write JSON: with everything, notes included
    #[arg(long)]
    pub json: bool,
}

/// What `ibid check` takes as badly as an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Deny {
    /// Warnings.
    Warnings,
    /// Warnings and notes.
    Notes,
}
