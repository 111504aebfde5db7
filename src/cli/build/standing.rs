//! The bank as it stands, and its documents as they now are.

use std::collections::HashSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, bail};

use super::super::naming::{self, Names, parts, slug};
use super::gather::{self, Given, LeftOut, shown};
use super::tell::Progress;
use crate::bank::{About, BANK_FILE, Bank, BankFile, Tail};
use crate::build::ledger::{LEDGER_FILE, Ledger, mark};
use crate::build::rebuild::Standing;
use crate::build::{Corpus, Source};
use crate::document::Document;
use crate::id::Digest;
use crate::journal::{JOURNAL_FILE, Journal};
use crate::question::Parts;

/// A bank's folder, read.
pub struct Read {
    /// What there is to build on.
    pub standing: Standing,
    /// The bank as it is on the disk, if there is one.
    pub bank: Option<Bank>,
    /// Lines of the journal that cannot be read.
    pub broken: Vec<usize>,
}

/// Reads the bank in a folder, or makes the frame of a new one.
///
/// # Errors
/// When what is there is broken; nothing is built over that.
pub fn read(folder: &Path, id: Option<&str>, title: Option<&str>) -> anyhow::Result<Read> {
    let ledger = match text(&folder.join(LEDGER_FILE))? {
        Some(text) => Ledger::parse(&text).map_err(|fault| {
            anyhow::anyhow!("{}: {fault}\nhint: {}", shown(&folder.join(LEDGER_FILE)), fault.remedy)
        })?,
        None => Ledger::default(),
    };
    let (verdicts, faults) = Journal::read(&text(&folder.join(JOURNAL_FILE))?.unwrap_or_default());
    let broken = faults.into_iter().map(|(line, _)| line).collect();
    let path = folder.join(BANK_FILE);
    let (bank, file) = if path.exists() {
        let bank = Bank::open(&path)?;
        let file = BankFile { head: bank.head().clone(), questions: questions(&bank)?, tail: bank.tail().clone() };
        (Some(bank), file)
    } else {
        let mut head = naming::head(folder, id, title)?;
        head.language = Some("en".to_owned());
        (None, BankFile { head, questions: Vec::new(), tail: Tail::default() })
    };
    Ok(Read { standing: Standing { bank: file, ledger, verdicts, known: HashSet::new() }, bank, broken })
}

/// A file's text, if there is such a file.
fn text(path: &Path) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| shown(path)),
    }
}

fn questions(bank: &Bank) -> anyhow::Result<Vec<Parts>> {
    let mut ids = HashSet::new();
    let question = |n: usize| match bank.original(n) {
        Ok(question) if ids.insert(question.id.clone()) => Ok(Parts::clone(&question)),
        Ok(question) => {
            bail!("{}: two questions are called {}\nhint: `ibid check` tells where", bank.name(), question.id)
        }
        Err(faults) => {
            let (line, fault) = (bank.line(n), faults.first().map(ToString::to_string).unwrap_or_default());
            bail!("{}:{line}: {fault}\nhint: mend it first; `ibid check` reports every problem at once", bank.name())
        }
    };
    (0..bank.len()).map(question).collect()
}

/// The documents of a bank as they now are.
pub struct Documents {
    /// What questions are made from.
    pub corpus: Corpus,
    /// Which documents have to be copied, and where to, inside the bank's folder.
    pub copies: Vec<(String, usize)>,
    /// What could not be read.
    pub left_out: Vec<LeftOut>,
}

/// Reads the documents that were given, and those that the bank has besides; puts what is new of them into the bank's
/// frame.
///
/// # Errors
/// When a name cannot be made into an id.
pub fn documents(read: &mut Read, folder: &Path, given: &[Given], progress: &Progress) -> anyhow::Result<Documents> {
    let standing = &mut read.standing;
    let mut names = Names::of(&standing.bank.head.documents);
    let mut found: Vec<Option<Document>> = standing.bank.head.documents.iter().map(|_| None).collect();
    let mut copied: HashSet<usize> = HashSet::new();
    let mut digests: HashSet<Digest> = HashSet::new();
    let mut left_out = Vec::new();
    for (n, it) in given.iter().enumerate() {
        progress.step(&format!("reading {} of {}: {}", n + 1, given.len(), it.name));
        let document = match gather::bytes(&it.path).and_then(|bytes| gather::open(&it.name, bytes)) {
            Ok(document) => document,
            Err(why) => {
                left_out.push(LeftOut::new(&it.path, why));
                continue;
            }
        };
        let digest = document.digest();
        let place = match which(it, digest, folder, standing, &found) {
            Some(place) => place,
            // The same bytes under another name are no other document.
            None if digests.contains(&digest) => continue,
            None => {
                let mut about = names.about(&it.path, &document)?;
                if let Some(inside) = inside(&it.path, folder) {
                    about.file = inside;
                }
                standing.bank.head.documents.push(about);
                found.push(None);
                found.len() - 1
            }
        };
        digests.insert(digest);
        let Some(about) = standing.bank.head.documents.get_mut(place) else { continue };
        let old = read.bank.as_ref().and_then(|bank| bank.document(&about.id).ok());
        if let Some(old) = old.filter(|old| about.sha256.is_none_or(|sha256| old.digest() == sha256)) {
            know(&mut standing.known, old);
        }
        about.sha256 = Some(digest);
        if inside(&it.path, folder).as_deref() != Some(about.file.as_str()) {
            standing.ledger.documents.insert(about.id.clone(), it.name.clone());
            copied.insert(place);
        }
        if let Some(found) = found.get_mut(place) {
            *found = Some(document);
        }
    }
    // What was not given is taken as the bank has it.
    for (about, found) in standing.bank.head.documents.iter_mut().zip(&mut found).filter(|(_, found)| found.is_none()) {
        match read.bank.as_ref().map(|bank| bank.document(&about.id)) {
            Some(Ok(document)) => {
                if about.sha256.is_none_or(|sha256| document.digest() == sha256) {
                    know(&mut standing.known, document);
                }
                about.sha256 = Some(document.digest());
                *found = Some(document.clone());
            }
            Some(Err(error)) => left_out.push(LeftOut { file: about.file.clone(), why: error.to_string() }),
            None => {}
        }
    }
    names.tell_apart(&mut standing.bank.head.documents);
    let mut sources = Vec::new();
    let mut copies = Vec::new();
    for (n, (about, document)) in standing.bank.head.documents.iter().zip(found).enumerate() {
        let Some(document) = document else { continue };
        if copied.contains(&n) {
            copies.push((about.file.clone(), sources.len()));
        }
        sources.push(Source { id: about.id.clone(), title: about.title.clone(), document });
    }
    Ok(Documents { corpus: Corpus::new(sources), copies, left_out })
}

fn know(known: &mut HashSet<String>, document: &Document) {
    let passages = (0..document.passages().len()).map(|n| document.text().get(document.text_of(n)).unwrap_or_default());
    known.extend(passages.map(mark));
}

/// Which of the bank's documents a file is, as far as none of them was found yet: the file itself, one that came from a
/// file of this name, one of the same bytes, or one that is called so.
fn which(it: &Given, digest: Digest, folder: &Path, standing: &Standing, found: &[Option<Document>]) -> Option<usize> {
    let documents = &standing.bank.head.documents;
    let free = |test: &dyn Fn(&About) -> bool| {
        documents.iter().zip(found).position(|(about, found)| found.is_none() && test(about))
    };
    let from = |about: &About| standing.ledger.documents.get(&about.id);
    let (stem, ending) = parts(&it.path);
    let id = slug(&stem);
    let called =
        |about: &About| from(about).is_none() && id == about.id.as_str() && parts(Path::new(&about.file)).1 == ending;
    let own = inside(&it.path, folder);
    free(&|about| own.as_deref() == Some(&about.file))
        .or_else(|| free(&|about| from(about) == Some(&it.name)))
        .or_else(|| free(&|about| about.sha256 == Some(digest)))
        .or_else(|| free(&called))
}

/// A file's path inside the bank's folder, as a bank writes it, if it stands there.
fn inside(path: &Path, folder: &Path) -> Option<String> {
    let (path, folder): (PathBuf, PathBuf) = (path.canonicalize().ok()?, folder.canonicalize().ok()?);
    let parts = path.strip_prefix(&folder).ok()?.components().map(|part| match part {
        Component::Normal(name) => name.to_str().filter(|name| !name.contains(['\\', ':'])),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}
