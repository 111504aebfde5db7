//! Documents on the command line: how one is read, and the citation of its words.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

use super::naming::slug;
use crate::anchor;
use crate::bank::DOCUMENT_MAX;
use crate::document::{Document, Kind};
use crate::id::DocumentId;
use crate::text;

/// Reads a document's bytes.
///
/// # Errors
/// When there is none, or it is larger than a document may be.
pub fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let name = || text::clean(&file.display().to_string()).into_owned();
    let size = std::fs::metadata(file).with_context(name)?.len();
    ensure!(size <= DOCUMENT_MAX, "{}: {size} bytes is more than a document may have\nhint: split it", name());
    std::fs::read(file).with_context(name)
}

/// Opens a document by its name and what is in it.
///
/// # Errors
/// When it cannot be read, with the file's name.
pub fn open(file: &Path, bytes: Vec<u8>) -> anyhow::Result<Document> {
    let name = file.to_string_lossy();
    Document::open(&name, bytes).with_context(|| text::clean(&file.display().to_string()).into_owned())
}

/// One thing in a file, in the order of its bytes.
enum Part<'a> {
    Heading(&'a crate::document::Section),
    Passage(usize, &'a crate::document::Passage),
    Dropped(&'a crate::document::Dropped),
}

impl Part<'_> {
    fn start(&self) -> usize {
        match self {
            Self::Heading(section) => section.heading.start,
            Self::Passage(_, passage) => passage.span.start,
            Self::Dropped(dropped) => dropped.span.start,
        }
    }
}

fn parts(document: &Document) -> Vec<Part<'_>> {
    let headings = document.sections().iter().filter(|section| section.title.is_some()).map(Part::Heading);
    let passages = document.passages().iter().enumerate().map(|(n, passage)| Part::Passage(n, passage));
    let mut parts: Vec<_> = headings.chain(passages).chain(document.dropped().iter().map(Part::Dropped)).collect();
    parts.sort_by_key(Part::start);
    parts
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Sentence => "sentence",
        Kind::Entry => "entry",
        Kind::Row => "row",
        Kind::Header => "header",
        Kind::Line => "line",
    }
}

/// Prints a document's text by section, or everything in it with its place when it is to be explained.
///
/// # Errors
/// Those of the file and of the output.
pub fn show(out: &mut impl Write, file: &Path, explain: bool, as_json: bool) -> anyhow::Result<()> {
    let document = open(file, bytes(file)?)?;
    if as_json {
        writeln!(out, "{:#}", to_json(&document))?;
    } else if explain {
        explained(out, &document)?;
    } else {
        by_section(out, &document)?;
    }
    Ok(())
}

fn by_section(out: &mut impl Write, document: &Document) -> io::Result<()> {
    for (n, section) in document.sections().iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        if let Some(title) = &section.title {
            writeln!(out, "{} {}", "#".repeat(usize::from(section.level.clamp(1, 6))), text::clean(title))?;
        }
        let mut block = None;
        let passages = document.passages().get(section.passages.clone()).unwrap_or_default();
        for (n, passage) in section.passages.clone().zip(passages) {
            if (block.is_some_and(|block| block != passage.block) || section.title.is_some())
                && block != Some(passage.block)
            {
                writeln!(out)?;
            }
            block = Some(passage.block);
            writeln!(out, "{}", text::clean(document.words_of(n)))?;
        }
    }
    Ok(())
}

fn explained(out: &mut impl Write, document: &Document) -> io::Result<()> {
    for part in parts(document) {
        let (span, what, words) = match &part {
            Part::Heading(section) => {
                let words = Cow::Owned(document.words(section.heading.clone()));
                (&section.heading, format!("heading {}", section.level), words)
            }
            Part::Passage(n, passage) => {
                (&passage.span, kind(passage.kind).to_owned(), Cow::Borrowed(document.words_of(*n)))
            }
            Part::Dropped(dropped) => {
                let words = Cow::Owned(document.words(dropped.span.clone()));
                (&dropped.span, format!("dropped, {}", dropped.reason), words)
            }
        };
        let place = document.place(span.start);
        writeln!(out, "{place}, bytes {}..{}, {what}: {}", span.start, span.end, text::clean(&words))?;
    }
    let (passages, dropped) = (document.passages().len(), document.dropped().len());
    let sections = document.sections().len();
    writeln!(out, "\n{passages} passages in {sections} sections; {dropped} pieces dropped:")?;
    for reason in crate::document::Reason::ALL {
        let count = document.dropped().iter().filter(|dropped| dropped.reason == *reason).count();
        if count > 0 {
            writeln!(out, "{count:5}  {reason}: {}", reason.explanation())?;
        }
    }
    Ok(())
}

fn to_json(document: &Document) -> Value {
    let place = |span: &std::ops::Range<usize>, words: &str| {
        json!({
            "line": document.line(span.start), "place": document.place(span.start), "span": [span.start, span.end],
            "words": words,
        })
    };
    let with = |mut value: Value, name: &str, what: Value| {
        if let Value::Object(fields) = &mut value {
            fields.insert(name.to_owned(), what);
        }
        value
    };
    let passages = |range: &std::ops::Range<usize>| {
        let passages = range.clone().zip(document.passages().get(range.clone()).unwrap_or_default());
        let told = passages
            .map(|(n, passage)| with(place(&passage.span, document.words_of(n)), "kind", kind(passage.kind).into()));
        told.collect::<Vec<_>>()
    };
    let sections = document.sections().iter().map(
        |section| json!({ "title": section.title, "level": section.level, "passages": passages(&section.passages) }),
    );
    let dropped = document.dropped().iter().map(|dropped| {
        let words = document.words(dropped.span.clone());
        with(place(&dropped.span, &words), "reason", dropped.reason.name().into())
    });
    json!({
        "format": document.format().name(),
        "sha256": document.digest(),
        "sections": sections.collect::<Vec<_>>(),
        "dropped": dropped.collect::<Vec<_>>(),
    })
}

/// Prints the citation of some words: an object, or a list of them where the document has the words in several places,
/// each with what tells it from the others. Returns where they stand, to be said beside.
///
/// # Errors
/// When the words are not in the document, with the place where they part from it.
pub fn cite(out: &mut impl Write, file: &Path, words: &str, id: Option<&str>) -> anyhow::Result<String> {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let id = DocumentId::new(id.map_or_else(|| slug(&stem), ToOwned::to_owned)).context("--document")?;
    let document = open(file, bytes(file)?)?;
    let citations = match anchor::cite(&document, &id, words) {
        Ok(citations) => citations,
        Err(lost) => {
            let hint = "quote the document as it stands; `ibid document FILE` prints its text";
            bail!("{}: {}\nhint: {hint}", file.display(), text::clean(&lost.to_string()));
        }
    };
    match citations.as_slice() {
        [one] => writeln!(out, "{}", serde_json::to_string_pretty(one)?)?,
        several => writeln!(out, "{}", serde_json::to_string_pretty(several)?)?,
    }
    let found = citations.iter().filter_map(|citation| anchor::find(&document, citation).ok());
    let lines: Vec<_> = found.map(|found| document.place(found.span.start)).collect();
    Ok(match lines.as_slice() {
        [place] => format!("found on {place}"),
        several => format!("found in {} places: {}; take one", several.len(), several.join(", ")),
    })
}
