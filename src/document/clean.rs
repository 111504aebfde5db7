//! The clean text of a marked-up file, block by block, with the way from it back to the file.

use std::ops::Range;

use super::offsets::Offsets;
use super::reader::{Part, appendix};
use super::{Dropped, Kind, Reason, rules};
use crate::text::{ends_sentence, sentences};

mod table;

pub(super) use table::{Cell, Table};

/// Words of one block, white space squeezed, with the way back to where they stand in the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    text: String,
    map: Offsets,
    space: bool,
    /// Where something that belongs to the words could not be read.
    holes: Vec<usize>,
}

impl Run {
    /// Adds words as they stand in the file at `at`.
    pub(super) fn push(&mut self, words: &str, at: usize) {
        if words.starts_with(char::is_whitespace) {
            self.space();
        }
        for word in words.split_whitespace() {
            let from = at + (word.as_ptr().addr() - words.as_ptr().addr());
            self.begin();
            self.map.push(self.text.len(), from);
            self.text.push_str(word);
            self.map.push(self.text.len(), from + word.len());
            self.space();
        }
        let blank = words.trim().is_empty();
        self.space = (self.space && blank) || (!self.text.is_empty() && words.ends_with(char::is_whitespace));
    }

    /// Adds words that stand for a span of the file, which may be empty, and are not written there like this.
    pub(super) fn put(&mut self, words: &str, span: Range<usize>) {
        let before = self.text.len();
        for c in words.chars() {
            if c.is_whitespace() {
                self.space();
                continue;
            }
            self.begin_at(span.start);
            self.map.push(self.text.len(), span.start);
            self.text.push(c);
            self.map.push(self.text.len(), span.start);
        }
        if self.text.len() > before {
            self.map.push(self.text.len(), span.end);
        }
    }

    /// Parts what comes from what is there.
    pub(super) fn space(&mut self) {
        self.space |= !self.text.is_empty();
    }

    /// Notes that something is missing here that the words may need.
    pub(super) fn hole(&mut self) {
        self.holes.push(self.text.len());
    }

    /// Adds another run behind this one.
    pub(super) fn join(&mut self, other: &Self) {
        if other.text.is_empty() {
            return;
        }
        self.begin();
        let shift = self.text.len();
        self.map.push(shift, other.map.get(0));
        self.text.push_str(&other.text);
        for &(from, to) in other.map.points() {
            self.map.push(shift + from, to);
        }
        self.holes.extend(other.holes.iter().map(|hole| shift + hole));
        self.space = other.space;
    }

    /// Adds the next line of a paragraph. A word that is parted at the line's end is put together.
    pub(super) fn join_line(&mut self, line: &Self) {
        self.space = !self.text.is_empty();
        if self.text.ends_with('\u{2010}') {
            self.text.pop();
            self.map.cut(self.text.len());
            self.space = false;
        }
        self.join(line);
    }

    /// Takes the hyphen at the end away, where the next line goes on with the same word.
    pub(super) fn unhyphenate(&mut self) {
        let word = self.text.strip_suffix('-').filter(|word| word.ends_with(char::is_alphabetic));
        if let Some(length) = word.map(str::len) {
            self.text.truncate(length);
            self.text.push('\u{2010}');
        }
    }

    /// The words from an offset on.
    pub(super) fn from(&self, start: usize) -> Self {
        let mut rest = Self::default();
        rest.copy(self, start..self.text.len());
        rest
    }

    /// Parts a run at a gap in the file: what stands before `from`, and what stands from `to` on.
    pub(super) fn part_at(&self, from: usize, to: usize) -> (Self, Self) {
        let (mut before, mut behind) = (Self::default(), Self::default());
        for (at, word) in self.text.split_inclusive(' ').scan(0, |next, word| {
            let at = *next;
            *next += word.len();
            Some((at, word))
        }) {
            let place = self.map.get(at);
            let side = if place < from { &mut before } else { &mut behind };
            debug_assert!(place < from || place >= to, "nothing stands inside a gap");
            side.copy(self, at..at + word.trim_end().len());
        }
        (before, behind)
    }

    /// Adds a word of another run.
    fn copy(&mut self, other: &Self, range: Range<usize>) {
        self.space();
        self.begin();
        let shift = self.text.len();
        self.map.push(shift, other.map.get(range.start));
        for &(from, to) in other.map.between(range.start, range.end) {
            self.map.push(shift + from - range.start, to);
        }
        self.text.push_str(other.text.get(range.clone()).unwrap_or_default());
        self.map.push(self.text.len(), other.map.get(range.end));
    }

    fn begin(&mut self) {
        if std::mem::take(&mut self.space) {
            self.text.push(' ');
        }
    }

    /// The same before words that are not in the file: the space has no place of its own.
    fn begin_at(&mut self, at: usize) {
        if self.space {
            self.begin();
            self.map.push(self.text.len(), at);
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where its words end in the file.
    pub(super) fn end(&self) -> usize {
        self.map.get(self.text.len())
    }
}

/// What a reader makes of a marked-up file.
#[derive(Debug, Default)]
pub(super) struct Clean {
    /// One block on each line.
    pub(super) text: String,
    /// From the text to the file.
    pub(super) map: Offsets,
    pub(super) parts: Vec<Part>,
    /// What is no content, in the file. What lies inside a passage or heading is cut off later.
    pub(super) dropped: Vec<Dropped>,
    /// Whether the text stands for a file that is no text: what is no content is written into it like all else.
    pub(super) extracted: bool,
    block: usize,
    level_ones: usize,
}

impl Clean {
    /// For a file that is no text.
    pub(super) fn extracted() -> Self {
        Self { extracted: true, ..Self::default() }
    }

    pub(super) fn drop(&mut self, span: Range<usize>, reason: Reason) {
        if !span.is_empty() {
            self.dropped.push(Dropped { span, reason });
        }
    }

    /// Drops what a run holds.
    pub(super) fn drop_run(&mut self, run: &Run, reason: Reason) {
        if !self.extracted {
            self.drop(run.map.get(0)..run.end(), reason);
        } else if !run.is_empty() {
            let span = self.write(run);
            self.parts.push(Part::Dropped { span, reason });
        }
    }

    /// Drops what stands inside the words that are read now: it is no line of its own.
    pub(super) fn drop_within(&mut self, run: &Run, reason: Reason) {
        let before = self.text.len();
        self.drop_run(run, reason);
        if self.text.len() > before && self.text.ends_with('\n') {
            self.text.pop();
            self.text.push(' ');
        }
    }

    pub(super) fn heading(&mut self, run: &Run, level: u8) {
        if run.is_empty() || run.map.get(0) >= run.end() {
            return;
        }
        self.level_ones += usize::from(level <= 1);
        let span = self.write(run);
        self.parts.push(Part::Heading { span: span.clone(), title: span, level: level.max(1) });
    }

    /// A paragraph, sentence by sentence. A sentence with a hole in it is no content.
    pub(super) fn paragraph(&mut self, run: &Run) {
        if run.is_empty() {
            return;
        }
        if let Some((reason, _)) = rules::furniture(run.text(), false) {
            return self.drop_run(run, reason);
        }
        self.block += 1;
        let at = self.write(run).start;
        for sentence in sentences(run.text()) {
            if run.map.get(sentence.start) >= run.map.get(sentence.end) {
                continue;
            }
            if run.holes.iter().any(|hole| (sentence.start + 1..sentence.end).contains(hole)) {
                if self.extracted {
                    let span = at + sentence.start..at + sentence.end;
                    self.parts.push(Part::Dropped { span, reason: Reason::Template });
                }
                self.drop(run.map.get(sentence.start)..run.map.get(sentence.end), Reason::Template);
                continue;
            }
            let span = at + sentence.start..at + sentence.end;
            self.parts.push(Part::Passage { kind: Kind::Sentence, span, block: self.block });
        }
    }

    /// Begins a list, a table or a box: what is added to it from now on belongs together.
    pub(super) fn begin(&mut self) {
        self.block += 1;
    }

    pub(super) fn passage(&mut self, kind: Kind, run: &Run) {
        if !run.text.contains(char::is_alphanumeric) || run.map.get(0) >= run.end() {
            return;
        }
        if kind == Kind::Entry
            && let Some((reason, _)) = rules::furniture(run.text(), false)
        {
            return self.drop_run(run, reason);
        }
        if !run.holes.is_empty() {
            return self.drop_run(run, Reason::Template);
        }
        let span = self.write(run);
        self.parts.push(Part::Passage { kind, span, block: self.block });
    }

    /// A label and its value.
    pub(super) fn labelled(&mut self, label: &Run, value: &Run) {
        if label.is_empty() || value.is_empty() {
            return self.passage(Kind::Line, if label.is_empty() { value } else { label });
        }
        let mut line = label.clone();
        line.space = false;
        if !line.text.ends_with(':') {
            line.put(":", label.end()..label.end());
        }
        line.space();
        line.join(value);
        self.passage(Kind::Line, &line);
    }

    fn write(&mut self, run: &Run) -> Range<usize> {
        let start = self.text.len();
        self.map.push(start, run.map.get(0));
        self.text.push_str(&run.text);
        for &(from, to) in run.map.points() {
            self.map.push(start + from, to);
        }
        let end = self.text.len();
        self.text.push('\n');
        start..end
    }

    /// The last look at all parts: headings find their levels, and the parts at the end that only lead elsewhere go.
    pub(super) fn finish(&mut self, wiki: bool) {
        let deeper = u8::from(self.level_ones > 1);
        let mut open: Option<(u8, Reason)> = None;
        let mut titled = false;
        let mut kept = Vec::with_capacity(self.parts.len());
        for mut part in std::mem::take(&mut self.parts) {
            if let Part::Heading { span, level, .. } = &mut part {
                *level += deeper;
                let words = self.text.get(span.clone()).unwrap_or_default();
                let named = std::mem::replace(&mut titled, true);
                match appendix(words, wiki) {
                    Some(reason) if named => open = Some((*level, reason)),
                    _ if open.is_some_and(|(outer, _)| *level > outer) => {}
                    _ => open = None,
                }
            }
            let (Part::Heading { span, .. } | Part::Passage { span, .. } | Part::Dropped { span, .. }) = &part;
            let words = self.text.get(span.clone()).unwrap_or_default();
            let sentence =
                matches!(part, Part::Passage { kind: Kind::Sentence, .. }) && words.len() >= 80 && ends_sentence(words);
            match open {
                Some((_, reason)) if reason != Reason::Links || !sentence => {
                    kept.push(Part::Dropped { span: span.clone(), reason });
                }
                _ => kept.push(part),
            }
        }
        self.parts = kept;
    }
}
