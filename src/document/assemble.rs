//! From a reader's parts to a document's sections, passages and text.

use std::ops::Range;

use super::offsets::Offsets;
use super::places::Places;
use super::reader::Part;
use super::{Dropped, Passage, Reason, Section};
use crate::text;

/// What a reader makes of a file that is not plain text.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The clean text, which the parts are ranges of.
    pub(super) text: String,
    /// From the clean text to the file, or to what was extracted from it.
    pub(super) map: Offsets,
    pub(super) parts: Vec<Part>,
    /// What is no content, in bytes of the file.
    pub(super) dropped: Vec<Dropped>,
    /// What was extracted from a file that is no text.
    pub(super) extracted: Option<String>,
    /// What the file's own data call it.
    pub(super) named: Option<String>,
    pub(super) places: Places,
}

/// Turns the reader's parts, which are ranges of the decoded text, into the document's.
pub(super) struct Builder<'a> {
    decoded: &'a str,
    to_bytes: &'a Offsets,
    pub(super) sections: Vec<Section>,
    pub(super) passages: Vec<Passage>,
    pub(super) dropped: Vec<Dropped>,
    pub(super) text: String,
    pub(super) texts: Vec<Range<usize>>,
    pub(super) offsets: Offsets,
}

impl<'a> Builder<'a> {
    pub(super) fn new(decoded: &'a str, to_bytes: &'a Offsets) -> Self {
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

    pub(super) fn add_all(&mut self, parts: Vec<Part>) {
        for part in parts {
            self.add(part);
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

    /// Accounts for all that is in the file: what a reader dropped is cut off where it lies in a passage or heading, and
    /// what is left is markup.
    pub(super) fn account(&mut self, source: &[u8], mut dropped: Vec<Dropped>) {
        dropped.append(&mut self.dropped);
        dropped.sort_by_key(|dropped| (dropped.span.start, std::cmp::Reverse(dropped.span.end)));
        let headings = self.sections.iter().map(|section| section.heading.clone()).filter(|span| !span.is_empty());
        let mut kept: Vec<Range<usize>> = headings.chain(self.passages.iter().map(|p| p.span.clone())).collect();
        kept.sort_by_key(|span| span.start);
        kept.push(source.len()..source.len());
        let mut next = dropped.into_iter().peekable();
        let mut at = 0;
        for keep in kept {
            // What was dropped and reaches over a passage goes on behind it.
            while at < keep.start {
                let Some(dropped) = next.peek().filter(|dropped| dropped.span.start < keep.start) else {
                    self.leave(source, at..keep.start, Reason::Markup);
                    break;
                };
                let (start, end) = (dropped.span.start.max(at), dropped.span.end.min(keep.start));
                if start < end {
                    let reason = dropped.reason;
                    self.leave(source, at..start, Reason::Markup);
                    self.leave(source, start..end, reason);
                    at = end;
                }
                if dropped.span.end <= keep.start {
                    next.next();
                } else {
                    break;
                }
            }
            at = at.max(keep.end);
        }
    }

    /// Drops a span without the white space around it.
    fn leave(&mut self, source: &[u8], span: Range<usize>, reason: Reason) {
        let bytes = source.get(span.clone()).unwrap_or_default();
        let start = span.start + (bytes.len() - bytes.trim_ascii_start().len());
        let end = start + bytes.trim_ascii().len();
        if start < end {
            self.dropped.push(Dropped { span: start..end, reason });
        }
    }

    pub(super) fn finish(mut self) -> Self {
        if self.sections.is_empty() {
            self.section(None, 0, 0..0);
        }
        self.text.shrink_to_fit();
        self
    }
}
