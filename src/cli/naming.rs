//! Ids and titles of a bank and its documents, from the names of their files; nobody types digests.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Context as _;

use crate::bank::file::FORMAT;
use crate::bank::{About, Head};
use crate::document::Document;
use crate::id::{BankId, DocumentId, SLUG_MAX};
use crate::text;

/// The most characters of a title that is taken from a document.
const TITLE_MAX: usize = 80;

/// The frame of a new bank in a folder.
///
/// # Errors
/// When the id is none.
pub fn head(folder: &Path, id: Option<&str>, title: Option<&str>) -> anyhow::Result<Head> {
    let name = std::path::absolute(folder)?.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    Ok(Head {
        schema: None,
        format: FORMAT,
        id: BankId::new(id.map_or_else(|| slug(&name), ToOwned::to_owned)).context("--id")?,
        title: title.map_or_else(|| readable(&name), |title| text::clean(title).into_owned()),
        language: None,
        description: None,
        documents: Vec::new(),
        aliases: Vec::new(),
        topics: Vec::new(),
    })
}

/// The names that documents of a bank have already.
#[derive(Debug, Default)]
pub struct Names {
    ids: HashSet<String>,
    /// The number that was given last to names of one kind.
    last: HashMap<String, usize>,
    titles: HashSet<String>,
}

impl Names {
    /// Those of the documents that a bank has.
    pub fn of(documents: &[About]) -> Self {
        Self {
            ids: documents.iter().map(|about| about.id.to_string()).collect(),
            last: HashMap::new(),
            titles: documents.iter().map(|about| about.title.clone()).collect(),
        }
    }

    /// What a bank says of a new document, which is copied into its folder.
    ///
    /// # Errors
    /// When no id can be made of the file's name.
    pub fn about(&mut self, file: &Path, document: &Document) -> anyhow::Result<About> {
        let (stem, ending) = parts(file);
        let id = self.unique(&slug(&stem));
        // A title that two documents have would tell neither.
        let own = own_title(document).filter(|title| !self.titles.contains(title));
        let title = own.unwrap_or_else(|| readable(&stem));
        self.titles.insert(title.clone());
        Ok(About {
            file: format!("documents/{id}.{ending}"),
            id: DocumentId::new(id).context("the document's id")?,
            title,
            publisher: None,
            licence: None,
            url: None,
            date: None,
            sha256: Some(document.digest()),
            extra: serde_json::Map::new(),
        })
    }

    fn unique(&mut self, slug: &str) -> String {
        let last = self.last.entry(slug.to_owned()).or_insert(0);
        loop {
            *last += 1;
            let id = if *last == 1 { slug.to_owned() } else { format!("{slug}-{last}") };
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// A file's name without its ending, and the ending, `txt` when it has none.
pub fn parts(file: &Path) -> (String, String) {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = file.extension().map_or_else(|| "txt".to_owned(), |ending| slug(&ending.to_string_lossy()));
    (stem, ending)
}

/// The page beside a bank that says what its documents are.
pub fn notice(documents: &[About]) -> String {
    let mut page =
        "# Notice\n\nThe files in `documents` are quoted sources, copied byte for byte. They keep their own terms; \
        write publisher, licence and address of each into `bank.json`.\n\n"
            .to_owned();
    page.extend(documents.iter().map(notice_line));
    page
}

/// The line of one document on that page.
pub fn notice_line(about: &About) -> String {
    format!("- `{}`: {}\n", about.file, about.title)
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

/// The title that a document gives itself in its first heading, if it reads as one.
fn own_title(document: &Document) -> Option<String> {
    let heading = document.sections().iter().find(|section| section.level == 1)?.title.as_deref()?;
    let title = text::clean(heading).into_owned();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let reads = (3..=TITLE_MAX).contains(&title.chars().count())
        && letters * 2 > title.chars().count()
        && title.contains(char::is_lowercase)
        && !title.contains(['/', '“', '"']);
    reads.then_some(title)
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
        let mut names = Names::default();
        let ids = ["a", "a", "a-2", "a"].map(|name| names.unique(name));
        assert_eq!(ids, ["a", "a-2", "a-2-2", "a-3"]);
    }

    #[test]
    fn names_become_titles() {
        assert_eq!(readable("lecture_notes-2"), "Lecture notes 2");
        assert_eq!(readable("\u{1b}"), "␛");
        assert_eq!(readable(""), "Untitled");
    }

    #[test]
    fn a_document_that_has_a_title_is_called_by_it_unless_another_is() {
        let document = Document::read("= On colours =\n\nThe sky is blue.\n".as_bytes().to_vec());
        let mut names = Names::default();
        let titles = ["a.txt", "b_c.txt"].map(|file| names.about(Path::new(file), &document).unwrap().title);
        assert_eq!(titles, ["On colours", "B c"]);
    }
}
