//! The command line: subcommands, plain mode, settings. The only place that prints.
//!
//! Data goes to standard output, everything else to standard error.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::bank::List;
use crate::clock::{Moment, Stamps};
use crate::id::BankId;
use crate::rng::Chance;
use crate::session::Limits;
use crate::text;
use crate::tui::theme::Theme;
use crate::tui::{self, Defaults, First};

pub mod args;
pub mod banks;
mod browse;
mod build;
mod check;
pub mod choose;
mod documents;
mod home;
mod host;
mod join;
mod json;
pub mod keep;
pub mod model;
mod moving;
mod naming;
mod new;
pub mod open;
mod optimize;
pub mod paths;
pub mod plain;
mod print;
mod progress;
mod report;
mod review;
mod rooms;
mod search;
pub mod settings;
mod sit;
mod sittings;

use args::{Args, Command, Common};
use open::Opened;
use paths::Paths;
use settings::Settings;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// What was asked for was done; an exam was passed.
    Finished,
    /// An exam was not passed.
    NotPassed,
    /// Something is wrong; it has been told.
    Wrong,
    /// A sitting was left unfinished.
    Left,
    /// By a signal, or because the terminal is gone; the code that others expect then.
    Taken(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Finished => 0,
            Exit::NotPassed => 1,
            Exit::Wrong => 2,
            Exit::Left => 3,
            Exit::Taken(code) => code,
        })
    }
}

/// Runs the program by the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    // With nothing to read, the home screen need not wait for the reader of the command line.
    let nothing = std::env::args_os().nth(1).is_none();
    let Args { common, command } = if nothing { Args::default() } else { Args::parse() };
    let exit = run(common, command).unwrap_or_else(|error| {
        // Whoever stopped reading knows why; ending quietly is what they expect.
        if is_broken_pipe(&error) {
            return Exit::Finished;
        }
        tell("error", &format!("{error:#}"));
        Exit::Wrong
    });
    exit.into()
}

fn run(common: Common, command: Option<Command>) -> anyhow::Result<Exit> {
    let out = &mut io::stdout().lock();
    match command {
        None => home::home(&Setup::new(common)?),
        Some(Command::Study(study)) => sit::study(&Setup::new(common)?, &study),
        Some(Command::One) => sit::one(&Setup::new(common)?),
        Some(Command::Practice(practice)) => sit::practice(&Setup::new(common)?, &practice),
        Some(Command::Exam(exam)) => sit::exam(&Setup::new(common)?, &exam),
        Some(Command::Host(hosting)) => host::host(&Setup::new(common)?, &hosting),
        Some(Command::Browse { words }) => browse::browse(out, &Setup::new(common)?, &words),
        Some(Command::Search { words, most }) => search::search(out, &Setup::new(common)?, &words, most),
        Some(Command::Sittings { id, json }) => sittings::sittings(out, &Setup::new(common)?, id.as_deref(), json),
        Some(Command::Progress(progress)) => progress::progress(out, &Setup::new(common)?, &progress),
        Some(Command::Join(args)) => join::join(&Setup::new(common)?, &args),
        Some(Command::Screen(args)) => join::screen(&Setup::new(common)?, &args),
        Some(Command::Build(build)) => build::build(out, &build),
        Some(Command::Check(check)) => check::check(out, &check, &common.bank),
        Some(Command::Document { file, explain, json }) => {
            documents::show(out, &file, explain, json).map(|()| Exit::Finished)
        }
        Some(Command::Cite { file, words, document }) => {
            let found = documents::cite(out, &file, &words, document.as_deref())?;
            tell("note", &found);
            Ok(Exit::Finished)
        }
        Some(Command::New { folder, documents, id, title }) => {
            let made = new::make(&folder, &documents, id.as_deref(), title.as_deref())?;
            tell_all("warning", &made.notices);
            writeln!(out, "{}", made.bank.display())?;
            tell(
                "hint",
                "add topics and questions to it; `ibid cite FILE \"words\"` writes citations, `ibid check` checks",
            );
            Ok(Exit::Finished)
        }
        Some(Command::Review { path }) => review::review(&Setup::new(Common { bank: vec![path], ..common })?),
        Some(Command::Banks { what }) => banks::banks(out, &Setup::new(common)?, what.as_ref()),
        Some(Command::Report(asked)) => report::report(out, &Setup::new(common)?, &asked),
        Some(Command::Rooms { what, json }) => rooms::rooms(out, &Setup::new(common)?, what.as_ref(), json),
        Some(Command::Print(asked)) => print::print(out, &Setup::new(common)?, &asked),
        Some(Command::Merge { other }) => moving::merge(out, &Setup::new(common)?, &other),
        Some(Command::Backup { to }) => moving::backup(out, &Setup::new(common)?, to.as_deref()),
        Some(Command::Restore { from }) => moving::restore(out, &Setup::new(common)?, &from),
        Some(Command::Reset) => reset(out, &Setup::new(common)?),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "ibid", &mut script);
            out.write_all(&script)?;
            Ok(Exit::Finished)
        }
        Some(Command::Man { command }) => man(out, command.as_deref()),
    }
}

/// What every command on banks and history starts from.
pub struct Setup {
    /// What stands with every command.
    pub common: Common,
    /// Where things live.
    pub paths: Paths,
    /// What the person likes.
    pub settings: Settings,
}

impl Setup {
    fn new(common: Common) -> anyhow::Result<Self> {
        let paths = Paths::here(common.data.as_deref());
        let settings = paths.settings.as_deref().map(Settings::read).transpose()?.unwrap_or_default();
        Ok(Self { common, paths, settings })
    }

    /// Opens the banks.
    fn library(&self) -> anyhow::Result<Opened> {
        open::library(&self.common.bank, self.paths.data.as_deref())
    }

    /// The limits of the banks that have their own.
    fn own_limits(&self) -> BTreeMap<BankId, Limits> {
        let list = self.paths.data.as_deref().and_then(|data| List::read(data).ok()).unwrap_or_default();
        banks::own_limits(&list, self.settings.study.limits())
    }

    /// The seed that was asked for, or a fresh one: six digits, so that it can be told to someone else.
    fn seed(&self) -> u64 {
        self.common.seed.unwrap_or_else(|| rand::random_range(100_000..1_000_000))
    }

    /// Whether to write lines: it was asked for, or there is no screen to draw on.
    fn plain(&self) -> bool {
        self.common.plain
            || !io::stdout().is_terminal()
            || !io::stdin().is_terminal()
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
    }

    /// Shows the screens, beginning with this one.
    fn screens(&self, Opened { library, notices }: Opened, first: First) -> anyhow::Result<Exit> {
        let Settings { keymap, theme, mouse, day_turns_at, study, practice, exam } = &self.settings;
        let no_color = std::env::var("NO_COLOR").ok();
        let ended = tui::start(tui::Start {
            library,
            data: self.paths.data.clone(),
            turnover: *day_turns_at,
            keymap: keymap.clone(),
            theme: Theme::choose(theme, no_color.as_deref()).unwrap_or_default(),
            mouse: *mouse && !self.common.no_mouse,
            defaults: Defaults {
                practice: practice.count as usize,
                exam: exam.count as usize,
                minutes: exam.minutes,
                pass: exam.pass as u8,
                limits: study.limits(),
                study: study.minutes,
            },
            retention: study.retention,
            own_limits: self.own_limits(),
            seed: self.common.seed,
            first,
            notice: (!notices.is_empty()).then(|| text::clean(&notices.join(" ")).into_owned()),
        })?;
        let code = ended.exit_code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(Exit::Finished, Exit::Taken))
    }
}

/// Says something on standard error; where nobody reads that, nothing can be said.
fn tell(kind: &str, words: &str) {
    let mut err = io::stderr().lock();
    for (n, line) in words.lines().enumerate() {
        let line = text::clean(line);
        let _ = if n == 0 { writeln!(err, "{kind}: {line}") } else { writeln!(err, "{line}") };
    }
}

/// Says several things of one kind.
fn tell_all<'a>(kind: &str, all: impl IntoIterator<Item = &'a String>) {
    for words in all {
        tell(kind, words);
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}

fn stamps() -> Stamps {
    Stamps::new(Chance::new(rand::random(), "stamps"))
}

fn reset(out: &mut impl Write, setup: &Setup) -> anyhow::Result<Exit> {
    let now = Moment::now();
    let mut store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, now)?;
    if let Some(backup) = store.reset(now)? {
        writeln!(out, "{}", backup.display())?;
        tell("note", "the history is forgotten; its backup is the file above");
    }
    Ok(Exit::Finished)
}

fn man(out: &mut impl Write, command: Option<&str>) -> anyhow::Result<Exit> {
    let mut program = Args::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let names: Vec<_> = program.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
            let unknown = || anyhow::anyhow!("there is no command “{name}”\nhint: there is {}", names.join(", "));
            program.find_subcommand(name).ok_or_else(unknown)?.clone()
        }
    };
    clap_mangen::Man::new(page).render(out)?;
    Ok(Exit::Finished)
}
