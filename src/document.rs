//! A document: bytes kept untouched, and what a reader made of them.
//!
//! A reader decides what is a heading, what is content (passages) and what is neither (dropped, each with a [`Reason`]).
//! Every character that is not white space is in exactly one of the three. When in doubt it keeps. There is one reader
//! for each [`Format`].
//!
//! * Plain text, wiki-flavoured or not, is read by one pass of small rules over lines. Nothing inside a passage is
//!   removed: its words are the words of the file, with each run of white space read as one space.
//! * Marked-up text (Markdown, HTML, wiki markup, man pages) is made clean first: a passage's words are those that a
//!   person sees, its span is where they stand in the file, markup and all.
//! * What is no text (PDF, EPUB, DOCX) is extracted first. Spans and lines are those of the extracted text, and a
//!   passage has a page, a chapter or a paragraph.
//!
//! Two coordinates are used: *bytes* of the file or of its extracted text (spans), and offsets into the reader's *text*,
//! which is all passages in order with one space between them. [`Document::bytes_of`] leads from the second to the first.

use std::borrow::Cow;
use std::ops::Range;

use crate::id::Digest;
use crate::text;

mod archive;
mod assemble;
mod blocks;
mod clean;
mod docx;
mod epub;
mod format;
mod html;
mod lines;
mod man;
mod markdown;
mod offsets;
mod pdf;
mod places;
mod reader;
mod reason;
mod rules;
mod title;
mod wikitext;

#[cfg(test)]
mod tests;

use assemble::{Builder, Reading};
pub use format::{Format, FormatError};
use offsets::{LineCount, Offsets};
use places::Places;
pub use reason::Reason;

/// A source text as it was given, and what a reader made of it.
#[derive(Debug, Clone)]
pub struct Document {
    format: Format,
    bytes: Cow<'static, [u8]>,
    /// What was extracted from a file that is no text.
    extracted: Option<String>,
    /// What the file's own data call it.
    named: Option<String>,
    places: Places,
    sections: Vec<Section>,
    passages: Vec<Passage>,
    dropped: Vec<Dropped>,
    text: String,
    /// Where each passage stands in `text`.
    texts: Vec<Range<usize>>,
    /// From offsets in `text` to bytes.
    offsets: Offsets,
    lines: LineCount,
}

/// A heading's part of a document, down to the next heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading without its markup; none for what stands before the first heading.
    pub title: Option<String>,
    /// 0 without a heading; 1 for the document's title, below which the lead stands; 2 and deeper for the rest.
    pub level: u8,
    /// The bytes of the heading, markup included; empty without one.
    pub heading: Range<usize>,
    /// Which of [`Document::passages`] belong to it.
    pub passages: Range<usize>,
}

/// A sentence, list entry, table row or infobox line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Which of [`Document::sections`] it belongs to.
    pub section: usize,
    /// Its bytes, from its first character to its last.
    pub span: Range<usize>,
    /// The paragraph, list, table or infobox it belongs to; equal for passages of the same one.
    pub block: usize,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A sentence of a paragraph.
    Sentence,
    /// An entry of a list.
    Entry,
    /// A row of a table.
    Row,
    /// A row of a table's header.
    Header,
    /// A line of an infobox: a label and its value.
    Line,
}

/// Bytes that are not content, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The bytes.
    pub span: Range<usize>,
    /// Why they are no content.
    pub reason: Reason,
}

impl Document {
    /// Reads plain text. Any bytes will do: what is not UTF-8 is read as U+FFFD.
    #[must_use]
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        let bytes = bytes.into();
        let (decoded, to_bytes) = offsets::decode(&bytes);
        let parts = reader::read(&decoded);
        let mut builder = Builder::new(&decoded, &to_bytes);
        builder.add_all(parts);
        let Builder { sections, passages, dropped, text, texts, offsets, .. } = builder.finish();
        let lines = LineCount::new(&bytes);
        drop(decoded);
        let (format, extracted, named, places) = (Format::Text, None, None, Places::Lines);
        Self { format, bytes, extracted, named, places, sections, passages, dropped, text, texts, offsets, lines }
    }

    /// Reads a document by its name and what is in it.
    ///
    /// # Errors
    /// [`FormatError`] when it cannot be read; any bytes are safe.
    pub fn open(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, FormatError> {
        let bytes = bytes.into();
        let format = Format::of(name, &bytes);
        let reading = format.read(&bytes)?;
        Ok(match reading {
            Some(reading) => Self::of(format, bytes, reading),
            None => Self::read(bytes),
        })
    }

    fn of(format: Format, bytes: Cow<'static, [u8]>, reading: Reading) -> Self {
        let Reading { text, map, parts, dropped, extracted, named, places } = reading;
        let mut builder = Builder::new(extracted.as_deref().unwrap_or(&text), &map);
        builder.add_all(parts);
        let source = extracted.as_ref().map_or(&bytes[..], String::as_bytes);
        builder.account(source, dropped);
        let Builder { sections, passages, dropped, text: words, texts, offsets, .. } = builder.finish();
        let lines = LineCount::new(source);
        Self {
            format,
            bytes,
            extracted,
            named,
            places,
            sections,
            passages,
            dropped,
            text: words,
            texts,
            offsets,
            lines,
        }
    }

    /// What kind of file it is.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// What spans and lines count: the file, or the text that was extracted from it.
    fn source(&self) -> &[u8] {
        self.extracted.as_ref().map_or(&self.bytes, |text| text.as_bytes())
    }

    /// The file as it was given.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest of the file.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    /// The sections in order, at least one.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The passages in order.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// What is neither content nor heading, in order.
    #[must_use]
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// The words of a passage as a person sees them, white space squeezed; none if there is no such passage.
    #[must_use]
    pub fn words_of(&self, passage: usize) -> &str {
        self.text.get(self.text_of(passage)).unwrap_or_default()
    }

    /// What stands in the file at a span of bytes, markup and all, white space squeezed. Any span is safe: it is cut to
    /// the file.
    #[must_use]
    pub fn words(&self, span: Range<usize>) -> String {
        let source = self.source();
        let end = span.end.min(source.len());
        let bytes = source.get(span.start.min(end)..end).unwrap_or_default();
        text::squeeze(&String::from_utf8_lossy(bytes)).into_owned()
    }

    /// The line a byte is on, counted from 1.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.lines.line(self.source(), byte)
    }

    /// Where a byte is, as it is told to a person: “line 12”, “page 3”, “chapter 2”.
    #[must_use]
    pub fn place(&self, byte: usize) -> String {
        self.places.name(byte, || self.line(byte))
    }

    /// The reader's text: all passages in order, white space squeezed, one space between two passages.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes that a range of [`text`](Self::text) stands for, from its first to its last character. Any range is
    /// safe: it is cut to the text and widened to whole characters.
    #[must_use]
    pub fn bytes_of(&self, range: Range<usize>) -> Range<usize> {
        let range = text::clamp(&self.text, range);
        self.offsets.get(range.start)..self.offsets.get(range.end)
    }

    /// Which passages a span of bytes touches. An empty span touches the passage it stands inside.
    #[must_use]
    pub fn passages_in(&self, span: Range<usize>) -> Range<usize> {
        let end = span.end.max(span.start.saturating_add(1));
        let first = self.passages.partition_point(|passage| passage.span.end <= span.start);
        let last = self.passages.partition_point(|passage| passage.span.start < end);
        first..last.max(first)
    }

    /// Where a passage stands in [`text`](Self::text); nowhere if there is no such passage.
    #[must_use]
    pub fn text_of(&self, passage: usize) -> Range<usize> {
        self.texts.get(passage).cloned().unwrap_or_default()
    }
}
