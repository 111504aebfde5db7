//! Ids and titles of a bank and its documents, from the names of their files; nobody types digests.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Context as _;

use crate::bank::file::FORMAT;
use crate::bank::{About, Head};
use crate::document::Document;
use crate::id::{BankId, DocumentId, SLUG_MAX};
use crate::text;

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
    /// The new documents, and the site that each says it is from.
    new: Vec<(DocumentId, Option<String>)>,
}

impl Names {
    /// Those of the documents that a bank has.
    pub fn of(documents: &[About]) -> Self {
        Self {
            ids: documents.iter().map(|about| about.id.to_string()).collect(),
            last: HashMap::new(),
            titles: documents.iter().map(|about| about.title.clone()).collect(),
            new: Vec::new(),
        }
    }

    /// What a bank says of a new document, which is copied into its folder. Its title may be another's too, until
    /// they are [told apart](Self::tell_apart).
    ///
    /// # Errors
    /// When no id can be made of the file's name.
    pub fn about(&mut self, file: &Path, document: &Document) -> anyhow::Result<About> {
        let (stem, ending) = parts(file);
        let id = self.unique(&slug(&stem));
        let file = format!("documents/{id}.{ending}");
        let id = DocumentId::new(id).context("the document's id")?;
        self.new.push((id.clone(), document.site()));
        Ok(About {
            file,
            id,
            title: document.title().unwrap_or_else(|| called(&stem, document)),
            publisher: None,
            licence: None,
            url: None,
            date: None,
            sha256: Some(document.digest()),
            extra: serde_json::Map::new(),
        })
    }

    /// Tells new documents apart that have one title: by the sites that they are from, else by numbers. One keeps the
    /// bare title, unless a document has it that is not new.
    pub fn tell_apart(&mut self, documents: &mut [About]) {
        let new = std::mem::take(&mut self.new);
        let place = |id: &DocumentId, documents: &[About]| documents.iter().position(|about| about.id == *id);
        let title = |id: &DocumentId, documents: &[About]| Some(documents.get(place(id, documents)?)?.title.clone());
        // Those without a site come first: a site tells the others from them.
        let mut ordered: Vec<_> = new.iter().collect();
        ordered.sort_by_key(|(_, site)| site.is_some());
        for (id, site) in ordered {
            let Some(own) = title(id, documents) else { continue };
            let shared = new.iter().filter(|(other, _)| title(other, documents).as_ref() == Some(&own)).count() > 1;
            let sited =
                site.as_ref().filter(|_| shared || self.titles.contains(&own)).map(|site| format!("{own} ({site})"));
            let numbered = (2..).map(|n| format!("{own} ({n})"));
            let free = sited.into_iter().chain([own.clone()]).chain(numbered).find(|name| !self.titles.contains(name));
            let name = free.unwrap_or(own);
            self.titles.insert(name.clone());
            if let Some(about) = place(id, documents).and_then(|at| documents.get_mut(at)) {
                about.title = name;
            }
        }
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

/// A title for a document that gives itself none: what it is about, unless its file's name says that and more.
fn called(stem: &str, document: &Document) -> String {
    let file = readable(without_language(stem));
    match document.subject() {
        Some(subject) if !format!(" {} ", text::fold(&file)).contains(&format!(" {} ", text::fold(&subject))) => {
            subject
        }
        _ => file,
    }
}

/// A file's name without the language at its end: `history.en`.
fn without_language(stem: &str) -> &str {
    let language = |ending: &str| ending.len() == 2 && ending.chars().all(|c| c.is_ascii_lowercase());
    stem.rsplit_once('.').filter(|(name, ending)| language(ending) && !name.is_empty()).map_or(stem, |(name, _)| name)
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

    fn titles(texts: &[(&str, &str)], known: &[About]) -> Vec<String> {
        let mut names = Names::of(known);
        let about = |(file, text): &(&str, &str)| {
            names.about(Path::new(file), &Document::read(text.as_bytes().to_vec())).unwrap()
        };
        let mut all = texts.iter().map(about).collect::<Vec<_>>();
        names.tell_apart(&mut all);
        all.into_iter().map(|about| about.title).collect()
    }

    #[test]
    fn a_document_is_called_by_its_title_or_by_its_file() {
        let text = "= On colours =\n\nThe sky is blue.\n";
        let about =
            "The Office of Works (OW) is a department of the state that builds houses.\nIt was founded long ago.\n";
        let all = [
            ("a.txt", text),
            ("b_c.en.txt", "so it goes on."),
            ("0f3e.txt", about),
            ("the_office_of_works-2.txt", about),
        ];
        assert_eq!(titles(&all, &[]), ["On colours", "B c", "Office of Works", "The office of works 2"]);
    }

    #[test]
    fn documents_of_one_title_are_told_apart() {
        let text = "= On colours =\n\nThe sky is blue.\n";
        let sited = "On colours\n\nFrom WikiMD's Wellness Encyclopedia\n\nThe sky is blue, and the sea is too.\n";
        let all = [("a.txt", sited), ("b.txt", text), ("c.txt", text)];
        assert_eq!(titles(&all, &[]), ["On colours (WikiMD)", "On colours", "On colours (2)"]);
        assert_eq!(titles(&all[..1], &[]), ["On colours"]);
        let mut names = Names::default();
        let known = names.about(Path::new("z.txt"), &Document::read(text.as_bytes().to_vec())).unwrap();
        assert_eq!(titles(&all[..2], &[known]), ["On colours (WikiMD)", "On colours (2)"]);
    }
}
