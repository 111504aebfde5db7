//! Books: the chapters of an EPUB in their order, each read as a page.

use std::collections::HashMap;

use super::Reason;
use super::archive::Archive;
use super::assemble::Reading;
use super::format::FormatError;
use super::html::{self, Token, Tokens, attribute};
use super::places::Places;
use super::reader::Part;

/// Reads an EPUB.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, FormatError> {
    let mut archive = Archive::open(bytes)?;
    let missing = FormatError::Broken("its list of chapters is missing");
    let container = archive.text("META-INF/container.xml")?.ok_or(missing.clone())?;
    let package = elements(&container, "rootfile").find_map(|attributes| attribute(attributes, "full-path").map(plain));
    let package = package.ok_or(missing.clone())?;
    let list = archive.text(&package)?.ok_or(missing.clone())?;
    if archive.has("META-INF/encryption.xml") && archive.has("META-INF/rights.xml") {
        return Err(FormatError::Encrypted);
    }
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let items: Vec<(&str, (String, bool))> = elements(&list, "item")
        .filter_map(|item| {
            let lists = attribute(item, "properties").is_some_and(|all| all.split(' ').any(|one| one == "nav"));
            Some((attribute(item, "id")?, (join(folder, &plain(attribute(item, "href")?)), lists)))
        })
        .collect();
    let by_id: HashMap<&str, &(String, bool)> = items.iter().map(|(id, file)| (*id, file)).collect();
    let mut book = Book::default();
    for (file, lists) in elements(&list, "itemref").filter_map(|item| by_id.get(attribute(item, "idref")?)) {
        match archive.text(file)? {
            Some(page) if *lists => book.contents(&page),
            Some(page) => book.chapter(&page),
            None => {}
        }
    }
    if !book.parts.iter().any(|part| matches!(part, Part::Passage { .. } | Part::Heading { .. })) {
        return Err(FormatError::NoText);
    }
    Ok(Reading { named: html::words_in(&list, "dc:title"), ..book.finish() })
}

/// The attributes of each element of a name.
fn elements<'a>(xml: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    Tokens::new(xml).filter_map(move |token| match token {
        Token::Open { name: found, attributes, .. } => (found.rsplit(':').next() == Some(name)).then_some(attributes),
        _ => None,
    })
}

/// A path in the archive as its list writes it: with `%20` and `&amp;`.
fn plain(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default().replace("&amp;", "&");
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let code = more.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.filter(|_| first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { more.get(2..).unwrap_or_default() } else { more };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A path as seen from a folder of the archive.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[derive(Default)]
struct Book {
    text: String,
    parts: Vec<Part>,
    places: Vec<(usize, String)>,
    chapters: usize,
    block: usize,
}

impl Book {
    /// The list of chapters, which is none.
    fn contents(&mut self, page: &str) {
        let words = html::words_of(page);
        if !words.is_empty() {
            let start = self.text.len();
            self.places.push((start, "contents".to_owned()));
            self.text.push_str(words.text());
            self.parts.push(Part::Dropped { span: start..self.text.len(), reason: Reason::Navigation });
            self.text.push('\n');
        }
    }

    fn chapter(&mut self, page: &str) {
        let clean = html::read_all(page);
        if clean.text.is_empty() {
            return;
        }
        let shift = self.text.len();
        let content = clean.parts.iter().any(|part| !matches!(part, Part::Dropped { .. }));
        self.chapters += usize::from(content);
        let number = self.chapters;
        let title = clean.parts.iter().find_map(|part| match part {
            Part::Heading { title, .. } => clean.text.get(title.clone()),
            _ => None,
        });
        let name = title.map_or_else(|| format!("chapter {number}"), |title| format!("chapter {number}, {title}"));
        self.places.push((shift, if content { name } else { "outside of all chapters".to_owned() }));
        self.text.push_str(&clean.text);
        let mut last = 0;
        for mut part in clean.parts {
            if let Part::Passage { block, .. } = &mut part {
                last = last.max(*block);
                *block += self.block;
            }
            self.parts.push(part.shifted(shift));
        }
        self.block += last;
    }

    /// Chapters stand below the book's title, which no one of them is.
    fn finish(mut self) -> Reading {
        let tops = self.parts.iter().filter(|part| matches!(part, Part::Heading { level: 1, .. })).count();
        for part in &mut self.parts {
            if let Part::Heading { level, .. } = part
                && tops > 1
            {
                *level += 1;
            }
        }
        let places = Places::Named(self.places);
        Reading { parts: self.parts, extracted: Some(self.text), places, ..Reading::default() }
    }
}
