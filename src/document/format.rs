//! The formats of documents: one table, and how a file's format is known.

use std::borrow::Cow;
use std::fmt;

use super::assemble::Reading;
use super::clean::Clean;
use super::offsets::{self, Offsets};
use super::{docx, epub, html, man, markdown, pdf, wikitext};

/// The kind of file that a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// Wiki markup as it is written.
    Wiki,
    /// A man page as it is printed.
    Man,
    /// Printed pages with a text layer.
    Pdf,
    /// A book.
    Epub,
    /// A word processor's document.
    Docx,
}

/// A format's reader.
type Read = fn(&[u8]) -> Result<Reading, FormatError>;

/// What is known of a format.
struct About {
    format: Format,
    name: &'static str,
    endings: &'static [&'static str],
    title: &'static str,
    /// Reads it; none for plain text, which is read as it stands.
    read: Option<Read>,
}

const TABLE: &[About] = &[
    About { format: Format::Text, name: "text", endings: &["txt", "text"], title: "plain text", read: None },
    About {
        format: Format::Markdown,
        name: "markdown",
        endings: &["md", "markdown", "mkd", "mdown"],
        title: "Markdown",
        read: Some(|bytes| Ok(marked(offsets::decode(bytes), markdown::read))),
    },
    About {
        format: Format::Html,
        name: "html",
        endings: &["html", "htm", "xhtml", "xht"],
        title: "HTML",
        read: Some(|bytes| Ok(web_page(bytes))),
    },
    About {
        format: Format::Wiki,
        name: "wiki",
        endings: &["wiki", "mediawiki", "wikitext"],
        title: "wiki markup",
        read: Some(|bytes| Ok(marked(offsets::decode(bytes), wikitext::read))),
    },
    About {
        format: Format::Man,
        name: "man",
        endings: &["man"],
        title: "printed man page",
        read: Some(|bytes| Ok(marked(offsets::decode(bytes), man::read))),
    },
    About { format: Format::Pdf, name: "pdf", endings: &["pdf"], title: "PDF", read: Some(pdf::read) },
    About { format: Format::Epub, name: "epub", endings: &["epub"], title: "EPUB", read: Some(epub::read) },
    About { format: Format::Docx, name: "docx", endings: &["docx"], title: "DOCX", read: Some(docx::read) },
];

/// Why a file cannot be read as a document, in one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// It holds what no text does.
    #[error("it is not a text, nor any other format that ibid reads")]
    NotText,
    /// It is text in an encoding that is not read.
    #[error("it is text in UTF-16; save it as UTF-8")]
    Utf16,
    /// It is locked with a password or a shop's key.
    #[error("it is encrypted; save it without a password")]
    Encrypted,
    /// Its pages are pictures, or it is empty.
    #[error("it holds no text, only pictures of it or nothing; have its text recognised first")]
    NoText,
    /// It unpacks to more than may be read.
    #[error("unpacked it is larger than a document may be")]
    TooLarge,
    /// It is not whole.
    #[error("it is broken: {0}")]
    Broken(&'static str),
}

impl Format {
    /// Every format there is.
    pub const ALL: &[Self] =
        &[Self::Text, Self::Markdown, Self::Html, Self::Wiki, Self::Man, Self::Pdf, Self::Epub, Self::Docx];

    fn about(self) -> &'static About {
        let found = TABLE.iter().find(|about| about.format == self);
        found.unwrap_or_else(|| unreachable!("every format is in the table"))
    }

    /// Its short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// Its name as it is told to a person.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.about().title
    }

    /// The endings of files that are of this format, without the dot.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        self.about().endings
    }

    /// The format of a file: by the bytes that it begins with, by its name's ending, then by a look inside.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        if bytes.starts_with(b"PK\x03\x04") {
            return packed(name, bytes);
        }
        if memchr::memmem::find(bytes.get(..1024).unwrap_or(bytes), b"%PDF-").is_some() {
            return Self::Pdf;
        }
        match by_ending(name) {
            Some(Self::Text) => within(bytes, false),
            Some(format) => format,
            None => within(bytes, true),
        }
    }

    /// Reads a file of this format; none if it is plain text.
    pub(super) fn read(self, bytes: &[u8]) -> Result<Option<Reading>, FormatError> {
        if !matches!(self, Self::Pdf | Self::Epub | Self::Docx) {
            check_text(bytes)?;
        }
        self.about().read.map(|read| read(bytes)).transpose()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.title())
    }
}

fn by_ending(name: &str) -> Option<Format> {
    let (_, ending) = name.rsplit_once('.')?;
    let listed = |about: &&About| about.endings.iter().any(|known| known.eq_ignore_ascii_case(ending));
    TABLE.iter().find(listed).map(|about| about.format)
}

/// The format of an archive: an EPUB says so in its first file, a DOCX has its text at a known place.
fn packed(name: &str, bytes: &[u8]) -> Format {
    let head = bytes.get(..100).unwrap_or(bytes);
    let holds = |sign: &[u8]| memchr::memmem::find(bytes, sign).is_some();
    if memchr::memmem::find(head, b"application/epub+zip").is_some() || holds(b"META-INF/container.xml") {
        Format::Epub
    } else if holds(b"word/document.xml") {
        Format::Docx
    } else {
        by_ending(name).filter(|format| matches!(format, Format::Epub | Format::Docx)).unwrap_or(Format::Text)
    }
}

/// The format of a text by what is in it. A file that is called a text is no web page.
fn within(bytes: &[u8], unnamed: bool) -> Format {
    let head = bytes.get(..LOOK).unwrap_or(bytes);
    let count = |sign: &[u8]| memchr::memmem::find_iter(head, sign).count();
    let start = head.trim_ascii_start();
    let page = ["<!doctype html", "<html", "<?xml"]
        .iter()
        .any(|sign| start.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign.as_bytes())));
    if unnamed && page {
        return Format::Html;
    }
    let links = count(b"[[").min(count(b"]]"));
    let marks = count(b"'''") / 2 + count(b"{{").min(count(b"}}")) + count(b"<ref") + count(b"{|");
    // Both kinds of marks, and not a few in a long text about them.
    if links >= 3 && marks >= 2 && (links + marks) * 1500 > head.len() {
        return Format::Wiki;
    }
    if man::is_page(&String::from_utf8_lossy(head)) {
        return Format::Man;
    }
    Format::Text
}

/// How much of a file is looked at to see whether it is text.
const LOOK: usize = 1 << 16;

/// Whether bytes can be text: no zeros, few control characters, mostly UTF-8.
fn check_text(bytes: &[u8]) -> Result<(), FormatError> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(FormatError::Utf16);
    }
    let head = bytes.get(..LOOK).unwrap_or(bytes);
    let zeros = memchr::memchr_iter(0, head).count();
    let control = |&&b: &&u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x08 | 0x0C | 0x1B);
    let odd = head.iter().filter(control).count();
    let broken: usize = head.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let rubbish = zeros * 100 > head.len() || odd * 20 > head.len() || broken * 3 > head.len();
    if rubbish { Err(FormatError::NotText) } else { Ok(()) }
}

/// The text of a web page. One that is not UTF-8 and says so is in the encoding of old pages.
fn page(bytes: &[u8]) -> (Cow<'_, str>, Offsets) {
    if !html::is_western(bytes) || std::str::from_utf8(bytes).is_ok() {
        return offsets::decode(bytes);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut map = Offsets::default();
    for (at, &byte) in bytes.iter().enumerate() {
        text.push(html::windows_1252(byte).unwrap_or(char::from(byte)));
        if !byte.is_ascii() {
            map.push(text.len(), at + 1);
        }
    }
    (Cow::Owned(text), map)
}

/// Reads a web page, and what it is called at its head.
fn web_page(bytes: &[u8]) -> Reading {
    let (decoded, to_bytes) = page(bytes);
    let named = html::words_in(&decoded, "title");
    Reading { named, ..marked((decoded, to_bytes), html::read) }
}

/// Reads marked-up text: it is decoded, made clean, and its places lead back to the bytes.
fn marked((decoded, to_bytes): (Cow<'_, str>, Offsets), read: fn(&str) -> Clean) -> Reading {
    let Clean { text, map, parts, mut dropped, .. } = read(&decoded);
    for dropped in &mut dropped {
        dropped.span = to_bytes.get(dropped.span.start)..to_bytes.get(dropped.span.end);
    }
    let map = map.then(&to_bytes, text.len());
    Reading { text, map, parts, dropped, ..Reading::default() }
}
