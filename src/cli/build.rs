//! `ibid build`: documents become a bank of drafts, and again after they changed.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::Build;
use super::model::{self, Proposed};
use super::{Exit, naming, tell as say};
use crate::bank::{BANK_FILE, bank_path};
use crate::build::family::{self, Family};
use crate::build::ledger::LEDGER_FILE;
use crate::build::rebuild::{Outcome, Rebuilt, rebuild};
use crate::build::{Options, Refusal, build as make, record};
use crate::id::DocumentId;

mod gather;
mod standing;
mod tell;
mod watch;
mod write;

use gather::{Gathered, LeftOut, gather};
use standing::Documents;
use tell::Progress;

/// Where the bank's copies of documents stand.
const DOCUMENTS: &str = "documents";

/// Does what was asked for.
///
/// # Errors
/// When there is nothing to build from, the bank that is there is broken, or nothing can be written.
pub fn build(out: &mut impl Write, args: &Build) -> anyhow::Result<Exit> {
    if args.families {
        if args.json {
            writeln!(out, "{:#}", tell::families_json())?;
        } else {
            tell::families(out)?;
        }
        return Ok(Exit::Finished);
    }
    let job = Job::new(args)?;
    if args.report {
        return job.report(out);
    }
    // Watching ends by Ctrl-C, which is nothing unusual.
    write::end_by_signal(if args.watch { 0 } else { 130 })?;
    if args.watch {
        return watch::watch(out, &job);
    }
    let done = job.run()?;
    for LeftOut { file, why } in &done.left_out {
        say("warning", &format!("{file}: {why}; it is left out"));
    }
    done.proposed.tell();
    match (args.json, args.dry_run) {
        (true, _) => writeln!(out, "{:#}", tell::to_json(&done))?,
        (false, true) => tell::changes(out, &done)?,
        (false, false) => {
            tell::summary(&mut io::stderr().lock(), &done)?;
            let waits = |outcome| matches!(outcome, Outcome::New | Outcome::Stale | Outcome::Conflict);
            if done.rebuilt.changes.iter().any(|change| waits(change.outcome)) {
                say("hint", &format!("`ibid review {}` goes through what waits for you", gather::shown(&job.folder)));
            }
            writeln!(out, "{}", done.bank.display())?;
        }
    }
    Ok(if done.left_out.is_empty() { Exit::Finished } else { Exit::Wrong })
}

/// What is to be built, and where.
struct Job<'a> {
    args: &'a Build,
    folder: PathBuf,
    options: Options,
}

/// What was built.
struct Done {
    bank: PathBuf,
    written: bool,
    documents: usize,
    rebuilt: Rebuilt,
    /// How many questions each family made.
    made: BTreeMap<&'static str, usize>,
    refused: BTreeMap<(&'static str, Refusal), usize>,
    left_out: Vec<LeftOut>,
    /// What a model proposed, if one was asked.
    proposed: Proposed,
}

impl<'a> Job<'a> {
    fn new(args: &'a Build) -> anyhow::Result<Self> {
        let out = args.out.clone().ok_or_else(|| anyhow!("no bank was named\nhint: -o BANK"))?;
        let folder = match bank_path(&out) {
            file if file.is_file() && file.ends_with(BANK_FILE) => {
                file.parent().map(Path::to_owned).unwrap_or_default()
            }
            _ => out,
        };
        if folder.is_file() {
            bail!("{} is a file\nhint: give the folder of the bank", gather::shown(&folder));
        }
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        Ok(Self { args, folder, options: options(&args.family, &args.no_family)? })
    }

    fn gathered(&self) -> Gathered {
        gather(&self.args.documents, &self.folder)
    }

    fn own_documents(&self) -> PathBuf {
        self.folder.join(DOCUMENTS)
    }

    /// Every folder in which something may change.
    fn folders(&self, gathered: &Gathered) -> Vec<PathBuf> {
        let own = self.args.documents.is_empty().then(|| self.own_documents());
        gathered.folders.iter().cloned().chain(own).collect()
    }

    fn run(&self) -> anyhow::Result<Done> {
        let args = self.args;
        let progress = Progress::new(!args.json && !args.watch);
        let mut read = standing::read(&self.folder, args.id.as_deref(), args.title.as_deref())?;
        if args.documents.is_empty() && read.bank.is_none() {
            bail!("there is no bank in {}\nhint: name the documents to build it from", gather::shown(&self.folder));
        }
        if !read.broken.is_empty() {
            let lines: Vec<String> = read.broken.iter().map(ToString::to_string).collect();
            say("warning", &format!("review.jsonl: no verdict can be read on line {}", lines.join(", ")));
        }
        let Gathered { documents: given, mut left_out, hidden, .. } = self.gathered();
        if hidden > 0 {
            say("note", &format!("{} passed over", tell::many(hidden, "hidden file or folder")));
        }
        let before: Vec<DocumentId> = read.standing.bank.head.documents.iter().map(|it| it.id.clone()).collect();
        let Documents { corpus, copies, left_out: unread } =
            standing::documents(&mut read, &self.folder, &given, &progress)?;
        left_out.extend(unread);
        if corpus.sources().is_empty() {
            progress.end();
            let why: Vec<String> = left_out.iter().map(|it| format!("{}: {}", it.file, it.why)).collect();
            bail!("there is no document to build from\n{}", why.join("\n"));
        }
        let bytes: usize = corpus.sources().iter().map(|source| source.document.bytes().len()).sum();
        let documents = corpus.sources().len();
        progress.step(&format!("making questions of {} ({} kB)", tell::many(documents, "document"), bytes / 1000));
        let proposed = model::proposals(&corpus, &args.model, &self.folder, !args.dry_run, &|step| progress.step(step))
            .inspect_err(|_| progress.end())?;
        let records = read.standing.records();
        let options = Options { proposals: proposed.candidates.clone(), records, ..self.options.clone() };
        let built = make(&corpus, &options);
        progress.step(&format!("comparing {} with the bank", tell::many(built.questions.len(), "question")));
        let mut made: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (question, _) in &built.questions {
            if let Some(family) = record::family_of(question) {
                *made.entry(family.name).or_default() += 1;
            }
        }
        let rebuilt = rebuild(read.standing, &corpus, &built);
        let bank = self.folder.join(BANK_FILE);
        let mut written = false;
        if !args.dry_run {
            progress.step("writing");
            let notice = self.folder.join("NOTICE.md");
            let page = Self::notice(&notice, &rebuilt, &before);
            let (ledger, text) = (rebuilt.ledger.to_json(), rebuilt.bank.to_json());
            let copied = copies.iter().filter_map(|(file, n)| Some((file, corpus.sources().get(*n)?)));
            let mut files: Vec<(PathBuf, &[u8])> =
                copied.map(|(file, source)| (self.folder.join(file), source.document.bytes())).collect();
            files.extend(page.as_ref().map(|page| (notice, page.as_bytes())));
            files.push((self.folder.join(LEDGER_FILE), ledger.as_bytes()));
            // The bank comes last: a folder without one was not finished.
            files.push((bank.clone(), text.as_bytes()));
            written = write::all(&files)?;
        }
        progress.end();
        Ok(Done { bank, written, documents, rebuilt, made, refused: built.refused, left_out, proposed })
    }

    /// The page on the documents: a new one, or the one that is there with a line for each new document.
    fn notice(path: &Path, rebuilt: &Rebuilt, before: &[DocumentId]) -> Option<String> {
        let documents = &rebuilt.bank.head.documents;
        let Ok(page) = std::fs::read_to_string(path) else { return Some(naming::notice(documents)) };
        let new: String =
            documents.iter().filter(|about| !before.contains(&about.id)).map(naming::notice_line).collect();
        let missing = new.lines().any(|line| !page.contains(line));
        missing.then(|| format!("{}\n{new}", page.trim_end()))
    }

    fn report(&self, out: &mut impl Write) -> anyhow::Result<Exit> {
        let read = standing::read(&self.folder, None, None)?;
        if read.bank.is_none() {
            bail!("there is no bank in {}", gather::shown(&self.folder));
        }
        let records = read.standing.records();
        if self.args.json {
            writeln!(out, "{:#}", tell::record_json(&records))?;
        } else {
            tell::record(out, &records)?;
        }
        Ok(Exit::Finished)
    }
}

/// Which families make questions: those that were named, or else those that are on, without those that were excluded.
fn options(named: &[String], without: &[String]) -> anyhow::Result<Options> {
    let find = |name: &String| -> anyhow::Result<&'static Family> {
        let names = || family::TABLE.iter().map(|family| family.name).collect::<Vec<_>>().join(", ");
        family::named(name).ok_or_else(|| anyhow!("there is no family “{name}”\nhint: there is {}", names()))
    };
    let mut options = Options::default();
    if !named.is_empty() {
        options.families = named.iter().map(find).collect::<Result<_, _>>()?;
    }
    for family in without.iter().map(find).collect::<Result<Vec<_>, _>>()? {
        options.families.retain(|other| other.name != family.name);
    }
    Ok(options)
}
