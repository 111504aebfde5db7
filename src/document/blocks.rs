//! Open lines grouped into paragraphs, lists, tables and infoboxes, and those into passages.

use std::ops::Range;

use super::lines::{
    Line, begins_entry, caption_like, in_capitals, is_glued, is_labelled, is_table, is_table_rule, list_marker,
    title_like,
};
use super::reader::{Fate, Layout, Part};
use super::{Kind, Reason};
use crate::text::{ends_sentence, sentences};

/// Turns lines and what is known of them into parts.
pub(super) fn arrange(lines: &[Line], fates: &[Fate], layout: Layout, parts: &mut Vec<Part>) {
    let mut blocks = Blocks { lines, layout, parts, block: 0, after: After::Nothing };
    let runs = runs(lines, fates, layout);
    let mut next_run = runs.iter().peekable();
    for (i, (line, fate)) in lines.iter().zip(fates).enumerate() {
        match fate {
            Fate::Open => {
                if let Some(run) = next_run.next_if(|run| run.lines.start == i) {
                    blocks.run(run);
                }
            }
            Fate::Heading { level, title } => {
                blocks.after = After::Nothing;
                blocks.parts.push(Part::Heading { span: line.start..line.end, title: title.clone(), level: *level });
            }
            Fate::Underline => {
                if let Some(Part::Heading { span, .. }) = blocks.parts.last_mut() {
                    span.end = line.end;
                }
            }
            Fate::Dropped(reason) => {
                blocks.parts.push(Part::Dropped { span: line.start..line.end, reason: *reason });
            }
        }
    }
}

/// Open lines without a blank line or anything decided between them.
struct Run {
    lines: Range<usize>,
    /// Whether it is a heading by its looks and its place.
    heading: bool,
}

fn runs(lines: &[Line], fates: &[Fate], layout: Layout) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut fresh = true;
    for (i, (line, fate)) in lines.iter().zip(fates).enumerate() {
        if *fate == Fate::Open {
            match runs.last_mut() {
                Some(run) if !fresh && !line.apart => run.lines.end = i + 1,
                _ => runs.push(Run { lines: i..i + 1, heading: false }),
            }
        }
        fresh = *fate != Fate::Open;
    }
    if !layout.wiki {
        mark_headings(lines, fates, &mut runs);
    }
    runs
}

/// A line alone that looks like a heading is one if content comes below it, with at most one other such line between.
fn mark_headings(lines: &[Line], fates: &[Fate], runs: &mut [Run]) {
    let mut below: Option<(usize, usize)> = None;
    let mut list_below = false;
    for k in (0..runs.len()).rev() {
        let Some(run) = runs.get(k) else { continue };
        let (start, end) = (run.lines.start, run.lines.end);
        let Some(line) = lines.get(start) else { continue };
        let list = list_marker(line.words, false);
        let list_above = k.checked_sub(1).and_then(|above| runs.get(above)).is_some_and(|above| {
            lines.get(above.lines.start).is_some_and(|line| list_marker(line.words, false).is_some())
        });
        let numbered = line.words.starts_with(|c: char| c.is_ascii_digit()) && !list_above && !list_below;
        let looks = end - start == 1 && title_like(line.words) && !is_table(line.words) && (list.is_none() || numbered);
        // A marked heading between the two would leave this one without content of its own.
        let reaches = |at: usize| {
            fates.get(end..at).is_some_and(|fates| !fates.iter().any(|fate| matches!(fate, Fate::Heading { .. })))
        };
        let heading = looks && below.is_some_and(|(at, titles)| titles < 2 && reaches(at));
        below = if !looks {
            Some((start, 0))
        } else if heading {
            below.map(|(_, titles)| (start, titles + 1))
        } else {
            None
        };
        list_below = list.is_some();
        if let Some(run) = runs.get_mut(k) {
            run.heading = heading;
        }
    }
}

/// What the last passage was, where that decides what the next one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Nothing,
    /// A paragraph that ends in a colon.
    LeadIn,
    /// An entry that ends in a semicolon, so that another one follows.
    Clause,
    /// An entry of a list with signs.
    Entry,
}

struct Blocks<'a> {
    lines: &'a [Line<'a>],
    layout: Layout,
    parts: &'a mut Vec<Part>,
    /// The number of the next block.
    block: usize,
    after: After,
}

impl<'a> Blocks<'a> {
    fn slice(&self, lines: &Range<usize>) -> &'a [Line<'a>] {
        self.lines.get(lines.clone()).unwrap_or_default()
    }

    fn run(&mut self, run: &Run) {
        let mut lines = run.lines.clone();
        let (Some(first), wiki) = (self.lines.get(lines.start), self.layout.wiki) else { return };
        if run.heading {
            let level = if first.words.starts_with(|c: char| c.is_ascii_digit()) { 3 } else { 2 };
            return self.heading(first, level);
        }
        if self.is_infobox(&lines) {
            return self.infobox(&lines);
        }
        let captions =
            |line: &Line| caption_like(line.words) && list_marker(line.words, wiki).is_none() && !is_table(line.words);
        if wiki && self.slice(&lines).iter().all(captions) {
            let dropped = self.slice(&lines).iter().map(|line| (line.start..line.end, Reason::Caption));
            return self.parts.extend(dropped.map(|(span, reason)| Part::Dropped { span, reason }));
        }
        if !wiki
            && in_capitals(first.words)
            && list_marker(first.words, false).is_none()
            && self.lines.get(lines.start + 1..lines.end).is_some_and(|below| {
                below.first().is_some_and(|line| !in_capitals(line.words) && !is_table(line.words))
            })
        {
            self.heading(first, 2);
            lines.start += 1;
        }
        self.content(lines);
    }

    fn heading(&mut self, line: &Line, level: u8) {
        self.after = After::Nothing;
        let span = line.start..line.end;
        self.parts.push(Part::Heading { span: span.clone(), title: span, level });
    }

    fn content(&mut self, mut lines: Range<usize>) {
        while let Some(line) = self.lines.get(lines.start).filter(|_| !lines.is_empty()) {
            let taken = if is_table(line.words) {
                self.table(lines.clone())
            } else if list_marker(line.words, self.layout.wiki).is_some() {
                self.list(lines.clone())
            } else {
                self.paragraph(lines.clone())
            };
            lines.start += taken.max(1);
        }
    }

    fn passage(&mut self, kind: Kind, span: Range<usize>) {
        self.parts.push(Part::Passage { kind, span, block: self.block });
    }

    /// Whether lines are labels with their values: all of them, or in a wiki's lead at least two.
    fn is_infobox(&self, lines: &Range<usize>) -> bool {
        let wiki = self.layout.wiki;
        if wiki && lines.start >= self.layout.lead {
            return false;
        }
        let slice = self.slice(lines);
        let labelled = slice.iter().filter(|line| is_info(line.words, wiki)).count();
        let prose = |line: &Line| line.words.len() > 120 && line.words.ends_with('.');
        if wiki { labelled >= 2 && !slice.iter().any(prose) } else { labelled >= 2 && labelled == slice.len() }
    }

    /// Labelled lines are passages; of the others, which have lost what parted them, each two are a label and its value.
    fn infobox(&mut self, lines: &Range<usize>) {
        self.next_block();
        let mut label: Option<&Line> = None;
        for line in self.slice(lines) {
            let labelled = is_info(line.words, self.layout.wiki);
            match label.take() {
                Some(label) if !labelled => {
                    self.passage(Kind::Line, label.start..line.end);
                    continue;
                }
                Some(label) => self.passage(Kind::Line, label.start..label.end),
                None => {}
            }
            if labelled {
                self.passage(Kind::Line, line.start..line.end);
            } else {
                label = Some(line);
            }
        }
        if let Some(label) = label {
            self.passage(Kind::Line, label.start..label.end);
        }
        self.after = After::Nothing;
    }

    fn table(&mut self, lines: Range<usize>) -> usize {
        let rows: Vec<&Line> = self.slice(&lines).iter().take_while(|line| is_table(line.words)).collect();
        let headers = header_rows(&rows);
        self.next_block();
        for (i, row) in rows.iter().enumerate() {
            let span = row.start..row.end;
            if is_table_rule(row.words) {
                self.parts.push(Part::Dropped { span, reason: Reason::Rule });
            } else {
                let header = i < headers || row.words.starts_with('!');
                self.passage(if header { Kind::Header } else { Kind::Row }, span);
            }
        }
        self.after = After::Nothing;
        rows.len()
    }

    fn list(&mut self, lines: Range<usize>) -> usize {
        if self.after != After::Entry {
            self.next_block();
        }
        let mut entry: Option<Range<usize>> = None;
        let mut indent = 0;
        let mut taken = 0;
        for line in self.slice(&lines) {
            let marked = list_marker(line.words, self.layout.wiki).is_some();
            let goes_on = !is_table(line.words) && (self.layout.wrapped || line.indent > indent);
            match &mut entry {
                Some(entry) if !marked && goes_on => entry.end = line.end,
                _ if !marked => break,
                _ => {
                    if let Some(done) = entry.replace(line.start..line.end) {
                        self.passage(Kind::Entry, done);
                    }
                    indent = line.indent;
                }
            }
            taken += 1;
        }
        if let Some(last) = entry {
            self.passage(Kind::Entry, last);
        }
        self.after = After::Entry;
        taken
    }

    fn paragraph(&mut self, lines: Range<usize>) -> usize {
        let slice = self.slice(&lines);
        let Some(first) = slice.first() else { return 0 };
        let mut last = first;
        let mut taken = 1;
        if self.layout.wrapped {
            for line in slice.iter().skip(1) {
                let indented = line.indent > last.indent + 1 && ends_sentence(last.words);
                if indented || is_table(line.words) || begins_entry(line.words, last.words, self.layout.wiki) {
                    break;
                }
                last = line;
                taken += 1;
            }
        }
        let span = first.start..last.end;
        let more = last.words.ends_with([';', '；']) || last.words.ends_with("; and") || last.words.ends_with("; or");
        if self.after == After::Clause || (self.after == After::LeadIn && more) {
            if self.after == After::LeadIn {
                self.next_block();
            }
            self.passage(Kind::Entry, span);
            self.after = if more { After::Clause } else { After::Nothing };
            return taken;
        }
        self.next_block();
        self.sentences(slice.get(..taken).unwrap_or_default());
        self.after = if last.words.ends_with([':', '：']) { After::LeadIn } else { After::Nothing };
        taken
    }

    /// The sentences of a paragraph of some lines.
    fn sentences(&mut self, lines: &[Line]) {
        if let [line] = lines {
            for sentence in sentences(line.words) {
                self.passage(Kind::Sentence, line.start + sentence.start..line.start + sentence.end);
            }
            return;
        }
        let mut joined = String::new();
        // Where each line begins in the joined text, and where in the document.
        let mut starts = Vec::with_capacity(lines.len());
        for line in lines {
            if !joined.is_empty() {
                joined.push('\n');
            }
            starts.push((joined.len(), line.start));
            joined.push_str(line.words);
        }
        let place = |at: usize| {
            let line = starts.partition_point(|&(begin, _)| begin <= at).checked_sub(1).and_then(|i| starts.get(i));
            line.map_or(at, |&(begin, start)| start + (at - begin))
        };
        for sentence in sentences(&joined) {
            // A sentence's end is found from its last character: the place behind it may be on another line.
            let span = place(sentence.start)..place(sentence.end - 1) + 1;
            self.passage(Kind::Sentence, span);
        }
    }

    fn next_block(&mut self) {
        self.block += 1;
    }
}

/// Whether an infobox's line has its label and value on it.
fn is_info(words: &str, wiki: bool) -> bool {
    let entry = list_marker(words, wiki).filter(|_| wiki).and_then(|marker| words.get(marker..)).unwrap_or(words);
    is_labelled(entry) || (wiki && is_glued(entry))
}

/// The most rows of a header.
const HEADER_ROWS: usize = 3;

/// How many rows at the top are a table's header: those above its rule; else the first and those like it that hold no
/// digit while every row below does.
fn header_rows(rows: &[&Line]) -> usize {
    if let Some(rule) = rows.iter().take(HEADER_ROWS + 1).position(|row| is_table_rule(row.words)).filter(|&at| at > 0)
    {
        return rule;
    }
    let has_digit = |row: &&Line| row.words.contains(|c: char| c.is_ascii_digit());
    let top = rows.iter().take_while(|row| !has_digit(row)).count();
    let below = rows.get(top..).unwrap_or_default();
    if (2..=HEADER_ROWS).contains(&top) && below.len() >= 2 && below.iter().all(has_digit) { top } else { 1 }
}
