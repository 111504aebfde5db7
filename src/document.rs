//! A document: bytes kept untouched, and what a reader made of them.
//!
//! The reader is one pass of small rules over lines, for plain text and wiki-flavoured text alike. It decides what is a
//! heading, what is content (passages) and what is neither (dropped, each with a [`Reason`]). Every character that is not
//! white space is in exactly one of the three, and nothing inside a passage is ever removed: the words of a passage are
//! the words of the file, with each run of white space read as one space. When in doubt it keeps.
//!
//! Two coordinates are used: *bytes* of the file (spans) and offsets into the reader's *text*, which is all passages in
//! order with one space between them. [`Document::bytes_of`] leads from the second to the first.

use std::borrow::Cow;
use std::ops::Range;

use crate::id::Digest;
use crate::text;

mod blocks;
mod lines;
mod offsets;
mod reader;
mod reason;
mod rules;

#[cfg(test)]
mod tests;

use offsets::{LineCount, Offsets};
use reader::Part;
pub use reason::Reason;

/// A source text as it was given, and what a reader made of it.
#[derive(Debug, Clone)]
pub struct Document {
    bytes: Cow<'static, [u8]>,
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
    /// Reads a document. Any bytes will do: what is not UTF-8 is read as U+FFFD.
    #[must_use]
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        let bytes = bytes.into();
        let (decoded, to_bytes) = offsets::decode(&bytes);
        let parts = reader::read(&decoded);
        let mut builder = Builder::new(&decoded, &to_bytes);
        for part in parts {
            builder.add(part);
        }
        let Builder { sections, passages, dropped, text, texts, offsets, .. } = builder.finish();
        let lines = LineCount::new(&bytes);
        drop(decoded);
        Self { bytes, sections, passages, dropped, text, texts, offsets, lines }
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

    /// The words at a span of bytes, white space squeezed. Any span is safe: it is cut to the file.
    #[must_use]
    pub fn words(&self, span: Range<usize>) -> String {
        let end = span.end.min(self.bytes.len());
        let bytes = self.bytes.get(span.start.min(end)..end).unwrap_or_default();
        text::squeeze(&String::from_utf8_lossy(bytes)).into_owned()
    }

    /// The line a byte is on, counted from 1.
    #[must_use]
    pub fn line(&self, byte: usize) -> usize {
        self.lines.line(&self.bytes, byte)
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

/// Turns the reader's parts, which are ranges of the decoded text, into the document's.
struct Builder<'a> {
    decoded: &'a str,
    to_bytes: &'a Offsets,
    sections: Vec<Section>,
    passages: Vec<Passage>,
    dropped: Vec<Dropped>,
    text: String,
    texts: Vec<Range<usize>>,
    offsets: Offsets,
}

impl<'a> Builder<'a> {
    fn new(decoded: &'a str, to_bytes: &'a Offsets) -> Self {
        Self {
            decoded,
            to_bytes,
            sections: Vec::new(),
            passages: Vec::new(),
            dropped: Vec::new(),
            text: String::with_capacity(decoded.len()),
            texts: Vec::new(),
            offsets: Offsets::default(),
        }
    }

    fn add(&mut self, part: Part) {
        match part {
            Part::Dropped { span, reason } => self.dropped.push(Dropped { span: self.bytes(&span), reason }),
            Part::Heading { span, title, level } => {
                let title = text::squeeze(self.decoded.get(title).unwrap_or_default()).into_owned();
                let heading = self.bytes(&span);
                self.section(Some(title), level, heading);
            }
            Part::Passage { kind, span, block } => {
                if self.sections.is_empty() {
                    self.section(None, 0, 0..0);
                }
                self.passages.push(Passage { kind, section: self.sections.len() - 1, span: self.bytes(&span), block });
                if let Some(section) = self.sections.last_mut() {
                    section.passages.end = self.passages.len();
                }
                self.write(&span);
            }
        }
    }

    fn section(&mut self, title: Option<String>, level: u8, heading: Range<usize>) {
        let here = self.passages.len();
        self.sections.push(Section { title, level, heading, passages: here..here });
    }

    fn bytes(&self, span: &Range<usize>) -> Range<usize> {
        self.to_bytes.get(span.start)..self.to_bytes.get(span.end)
    }

    /// Appends a passage's words to the text, noting wherever text and bytes stop going in step.
    fn write(&mut self, span: &Range<usize>) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let begin = self.text.len();
        let words = self.decoded.get(span.clone()).unwrap_or_default();
        for word in words.split_whitespace() {
            if self.text.len() > begin {
                self.text.push(' ');
            }
            let from = span.start + (word.as_ptr().addr() - words.as_ptr().addr());
            let shift = self.text.len();
            self.offsets.push(shift, self.to_bytes.get(from));
            for &(at, byte) in self.to_bytes.between(from, from + word.len()) {
                self.offsets.push(shift + (at - from), byte);
            }
            self.text.push_str(word);
            self.offsets.push(self.text.len(), self.to_bytes.get(from + word.len()));
        }
        self.texts.push(begin..self.text.len());
    }

    fn finish(mut self) -> Self {
        if self.sections.is_empty() {
            self.section(None, 0, 0..0);
        }
        self.text.shrink_to_fit();
        self
    }
}
