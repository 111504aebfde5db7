//! A bank to start from: nobody types digests.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::documents;
use crate::bank::file::FORMAT;
use crate::bank::{About, BANK_FILE, BankFile, Head, Tail};
use crate::document::Document;
use crate::id::{BankId, Digest, DocumentId, SLUG_MAX};
use crate::text;

/// What was made, and what is to be said about it.
pub struct Made {
    /// The bank's file.
    pub bank: PathBuf,
    /// What is to be said about its documents.
    pub notices: Vec<String>,
}

/// Makes a bank in a folder over copies of some documents. Nothing that is there is overwritten; everything is read
/// before anything is written.
///
/// # Errors
/// When a document cannot be read, the folder cannot be written, or something is there already.
pub fn make(folder: &Path, files: &[PathBuf], id: Option<&str>, title: Option<&str>) -> anyhow::Result<Made> {
    let name = std::path::absolute(folder)?.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let id = BankId::new(id.map_or_else(|| slug(&name), ToOwned::to_owned)).context("--id")?;
    let title = title.map_or_else(|| readable(&name), |title| text::clean(title).into_owned());
    let mut notices = Vec::new();
    let mut taken = HashSet::new();
    let mut documents = Vec::new();
    for file in files {
        let bytes = documents::bytes(file)?;
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let id = unique(&slug(&stem), &mut taken);
        let ending: String =
            file.extension().map_or_else(|| "txt".to_owned(), |ending| slug(&ending.to_string_lossy()));
        let digest = Digest::of(&bytes);
        if Document::read(bytes.clone()).passages().is_empty() {
            notices.push(format!("{}: no passage was found in it\nhint: is it a text file?", file.display()));
        }
        let about = About {
            file: format!("documents/{id}.{ending}"),
            id: DocumentId::new(id).context("the document's id")?,
            title: readable(&stem),
            publisher: None,
            licence: None,
            url: None,
            date: None,
            sha256: Some(digest),
            extra: serde_json::Map::new(),
        };
        documents.push((about, bytes));
    }
    let bank = folder.join(BANK_FILE);
    let notice = folder.join("NOTICE.md");
    let copies = documents.iter().map(|(about, _)| folder.join(&about.file));
    if let Some(there) = [bank.clone(), notice.clone()].into_iter().chain(copies).find(|path| path.exists()) {
        bail!("{} is there already\nhint: give another folder; nothing was written", there.display());
    }
    fs::create_dir_all(folder.join("documents")).with_context(|| folder.display().to_string())?;
    for (about, bytes) in &documents {
        write(&folder.join(&about.file), bytes)?;
    }
    write(&notice, notice_of(&documents).as_bytes())?;
    let head = Head {
        schema: None,
        format: FORMAT,
        id,
        title,
        language: None,
        description: None,
        documents: documents.into_iter().map(|(about, _)| about).collect(),
        aliases: Vec::new(),
        topics: Vec::new(),
    };
    // The bank comes last: a folder without one was not finished.
    write(&bank, BankFile { head, questions: Vec::new(), tail: Tail::default() }.to_json().as_bytes())?;
    Ok(Made { bank, notices })
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = File::create_new(path).and_then(|mut file| file.write_all(bytes));
    written.with_context(|| path.display().to_string())
}

fn notice_of(documents: &[(About, Vec<u8>)]) -> String {
    let mut page =
        "# Notice\n\nThe files in `documents` are quoted sources, copied byte for byte. They keep their own terms; \
        write publisher, licence and address of each into `bank.json`.\n\n"
            .to_owned();
    page.extend(documents.iter().map(|(about, _)| format!("- `{}`: {}\n", about.file, about.title)));
    page
}

/// A name as an id: lower case, words joined by hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let folded = text::fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(SLUG_MAX - 4); // room for a number that tells it from another; all of it is ASCII
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "document".to_owned() } else { slug.to_owned() }
}

fn unique(slug: &str, taken: &mut HashSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    let free = [slug.to_owned()].into_iter().chain(numbered).find(|id| !taken.contains(id));
    let id = free.unwrap_or_else(|| slug.to_owned());
    taken.insert(id.clone());
    id
}

/// A file's name as a title: its words, the first letter a capital.
fn readable(name: &str) -> String {
    let words = text::squeeze(&name.replace(['_', '-'], " ")).into_owned();
    let mut letters = words.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let title = text::clean(&title).into_owned();
    if title.is_empty() { "Untitled".to_owned() } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        for (name, id) in [
            ("My Notes (final)", "my-notes-final"),
            ("Guéhenno_2004", "guehenno-2004"),
            ("平和", "document"),
            ("--", "document"),
            (&"x".repeat(200), &"x".repeat(76)),
        ] {
            assert_eq!(slug(name), id);
            assert!(BankId::new(slug(name)).is_ok());
        }
        let mut taken = HashSet::new();
        let ids: Vec<_> = ["a", "a", "a-2", "a"].iter().map(|name| unique(name, &mut taken)).collect();
        assert_eq!(ids, ["a", "a-2", "a-2-2", "a-3"]);
    }

    #[test]
    fn names_become_titles() {
        assert_eq!(readable("lecture_notes-2"), "Lecture notes 2");
        assert_eq!(readable("\u{1b}"), "␛");
        assert_eq!(readable(""), "Untitled");
    }

    #[test]
    fn a_new_bank_has_no_error_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("Sky.txt"), folder.path().join("b/Sky.txt"));
        fs::create_dir(folder.path().join("b")).unwrap();
        fs::write(&one, "The sky is blue.\n").unwrap();
        fs::write(&two, b"\xff Grass is green.").unwrap();
        let bank = folder.path().join("my bank");
        let made = make(&bank, &[one, two.clone()], None, None).unwrap();
        let report = crate::check::check(&made.bank);
        assert_eq!(report.problems, []);
        assert_eq!(report.documents, 2);
        assert_eq!(fs::read(bank.join("documents/sky-2.txt")).unwrap(), fs::read(&two).unwrap());
        assert!(make(&bank, &[two], None, None).is_err());
    }
}
