//! Wiki markup as it is written: links, templates, tables and references become what a reader of the page sees.
//!
//! A template's words are known for a few; a sentence that holds another one is left out, since it is not whole.

use std::ops::Range;

use super::clean::{Cell, Clean, Run, Table};
use super::html::attribute;
use super::{Kind, Reason};

mod inline;
mod pairs;
mod templates;

use pairs::{Closers, Pairs};

/// Reads wiki markup.
pub(super) fn read(source: &str) -> Clean {
    let pairs = Pairs::of(source);
    let mut page = Page {
        source,
        pairs,
        closers: Closers::of(source),
        clean: Clean::default(),
        run: Run::default(),
        in_list: false,
    };
    page.blocks();
    page.flush();
    page.clean.finish(true);
    page.clean
}

struct Page<'a> {
    source: &'a str,
    pairs: Pairs,
    closers: Closers,
    clean: Clean,
    /// The paragraph that is being read.
    run: Run,
    in_list: bool,
}

/// The longest reference that may go on over several lines.
const REFERENCE_MAX: usize = 10_000;

/// Words in capitals that only tell the wiki what to do.
fn is_switch(line: &str) -> bool {
    let word = line.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
    word.is_some_and(|word| !word.is_empty() && word.chars().all(char::is_uppercase))
}

fn is_redirect(line: &str) -> bool {
    line.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("#redirect"))
}

/// Elements that are left out with all that is in them.
const BLOCKS: &[(&str, Reason)] = &[
    ("gallery", Reason::Caption),
    ("timeline", Reason::Code),
    ("pre", Reason::Code),
    ("syntaxhighlight", Reason::Code),
    ("source", Reason::Code),
    ("references", Reason::Reference),
    ("imagemap", Reason::Image),
    ("score", Reason::Code),
    ("templatestyles", Reason::Template),
];

impl<'a> Page<'a> {
    fn slice(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    fn blocks(&mut self) {
        let mut at = 0;
        while at < self.source.len() {
            let end = self.line_end(at..self.source.len());
            at = self.line(at..end).max(at + 1);
            while !self.source.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// Where a line ends; one inside of a template, link or reference does not end it.
    fn line_end(&self, range: Range<usize>) -> usize {
        let bytes = self.source.as_bytes();
        let mut at = range.start;
        while at < range.end {
            let rest = bytes.get(at..range.end).unwrap_or_default();
            let Some(next) = rest.iter().position(|b| matches!(b, b'\n' | b'{' | b'[' | b'<')) else { break };
            at += next;
            match bytes.get(at) {
                Some(b'\n') => return at,
                Some(b'<') => at += self.reference(at).unwrap_or(1),
                _ => at = self.pairs.end(at).filter(|&end| end <= range.end).unwrap_or(at + 1),
            }
        }
        range.end
    }

    /// The length of a reference or comment that begins at `at`.
    fn reference(&self, at: usize) -> Option<usize> {
        let rest = self.source.get(at..)?;
        let close = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<ref")
            && !rest.get(..=rest.bytes().take(REFERENCE_MAX).position(|b| b == b'>')?)?.ends_with("/>")
        {
            "</ref>"
        } else {
            return None;
        };
        self.closers.after(at, close).map(|end| end - at).filter(|length| *length < REFERENCE_MAX)
    }

    /// Reads a line and gives where the next one begins.
    fn line(&mut self, line: Range<usize>) -> usize {
        let after = (line.end + 1).min(self.source.len());
        let raw = self.slice(&line);
        let words = raw.trim();
        let start = line.start + (raw.len() - raw.trim_start().len());
        let line = start..start + words.len();
        let listed = words.starts_with(['*', '#', ':', ';']);
        if !listed {
            self.in_list = false;
        }
        if words.is_empty() {
            self.flush();
        } else if let Some((level, title)) = heading(words) {
            self.flush();
            let at = start + (title.as_ptr().addr() - words.as_ptr().addr());
            let mut run = Run::default();
            self.inline(at..at + title.len(), &mut run, false);
            self.clean.heading(&run, level);
        } else if words.starts_with("{|") {
            self.flush();
            let end = self.pairs.end(start).unwrap_or(self.source.len()).max(line.end);
            let body = end - usize::from(end > start + 3) * 2;
            self.table(start..body.max(start));
            return end;
        } else if let Some(end) = self.alone(&line) {
            self.flush();
            self.template_block(line.start..end);
            return end;
        } else if words.len() >= 4 && words.bytes().all(|b| b == b'-') {
            self.flush();
            self.clean.drop(line, Reason::Rule);
        } else if is_switch(words) || is_redirect(words) {
            self.flush();
            self.clean.drop(line, Reason::Metadata);
        } else if let Some((end, reason)) = self.element(&line) {
            self.flush();
            self.clean.drop(line.start..end, reason);
            return end;
        } else if listed {
            self.entry(&line);
        } else {
            let mut run = std::mem::take(&mut self.run);
            run.space();
            self.inline(line, &mut run, false);
            self.run = run;
        }
        after
    }

    /// Where a template ends that is a block of its own: nothing but white space, or the next one, comes behind it.
    fn alone(&self, line: &Range<usize>) -> Option<usize> {
        let words = self.slice(line);
        if !words.starts_with("{{") {
            return None;
        }
        let end = self.pairs.end(line.start)?;
        let behind = self.source.get(end..).unwrap_or_default().lines().next().unwrap_or_default().trim();
        let block = behind.is_empty() || behind.starts_with("{{") || behind.starts_with("<!--");
        (block && self.run.is_empty()).then_some(end)
    }

    fn element(&self, line: &Range<usize>) -> Option<(usize, Reason)> {
        let rest = self.source.get(line.start..)?.strip_prefix('<')?;
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let &(name, reason) = BLOCKS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        let tag = memchr::memchr(b'>', rest.as_bytes())?;
        if rest.get(..tag)?.ends_with('/') {
            return Some((line.start + tag + 2, reason));
        }
        let end = self.closers.after(line.start, &format!("</{name}>"));
        Some((end.unwrap_or(line.start + tag + 2), reason))
    }

    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.clean.paragraph(&run);
    }

    fn entry(&mut self, line: &Range<usize>) {
        self.flush();
        if !std::mem::replace(&mut self.in_list, true) {
            self.clean.begin();
        }
        let words = self.slice(line);
        let entry = words.trim_start_matches(['*', '#', ':', ';']);
        let marks = words.get(..words.len() - entry.len()).unwrap_or_default();
        let start = line.end - entry.len();
        let mut run = Run::default();
        if marks.ends_with(';')
            && let Some(colon) = self.split(start..line.end, b':').first().copied()
        {
            let mut label = Run::default();
            self.inline(start..colon, &mut label, false);
            self.inline(colon + 1..line.end, &mut run, false);
            return self.clean.labelled(&label, &run);
        }
        self.inline(start..line.end, &mut run, false);
        if marks.bytes().all(|b| b == b':') {
            return self.clean.paragraph(&run);
        }
        self.clean.passage(Kind::Entry, &run);
    }

    /// A template by itself: a box of labels and values, or nothing to read.
    fn template_block(&mut self, template: Range<usize>) {
        let parts = self.parts(template.start + 2..template.end.saturating_sub(2).max(template.start + 2));
        let name = parts.first().map(|part| self.slice(part).trim().to_ascii_lowercase()).unwrap_or_default();
        if templates::is_box(&name) {
            self.clean.begin();
            for part in parts.iter().skip(1) {
                let Some(equals) = self.split(part.clone(), b'=').first().copied() else { continue };
                let key = self.slice(&(part.start..equals)).trim();
                if !templates::is_label(key) {
                    continue;
                }
                let (mut label, mut value) = (Run::default(), Run::default());
                label.put(&templates::label(key), part.start..equals);
                self.inline(equals + 1..part.end, &mut value, false);
                if !value.is_empty() {
                    self.clean.labelled(&label, &value);
                }
            }
        }
        self.clean.drop(template, Reason::Template);
    }

    /// The parts of a template or link, parted by `|` outside of all that is in it.
    fn parts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut start = range.start;
        let mut parts = Vec::new();
        for bar in self.split(range.clone(), b'|') {
            parts.push(start..bar);
            start = bar + 1;
        }
        parts.push(start..range.end);
        parts
    }

    /// Where a sign stands outside of templates, links and tables.
    fn split(&self, range: Range<usize>, sign: u8) -> Vec<usize> {
        let bytes = self.source.as_bytes();
        let mut found = Vec::new();
        let mut at = range.start;
        while let Some(next) = bytes.get(at..range.end).and_then(|rest| memchr::memchr3(sign, b'{', b'[', rest)) {
            at += next;
            if bytes.get(at) == Some(&sign) {
                found.push(at);
                at += 1;
            } else {
                at = self.pairs.end(at).filter(|&end| end <= range.end).unwrap_or(at + 1);
            }
        }
        found
    }

    fn table(&mut self, table: Range<usize>) {
        let mut built = Table::default();
        let first = self.line_end(table.clone());
        built.labels = attribute(self.slice(&(table.start + 2..first.max(table.start + 2))), "class")
            .is_some_and(|class| class.contains("infobox"));
        let mut at = first + 1;
        // The cell that further lines add to.
        let mut open: Option<(Range<usize>, bool)> = None;
        let mut row: Vec<(Range<usize>, bool)> = Vec::new();
        while at < table.end {
            let end = self.line_end(at..table.end);
            let raw = self.slice(&(at..end));
            let words = raw.trim_start();
            let start = end - words.len();
            if words.starts_with("|-") || words.starts_with("|+") || words.starts_with('|') || words.starts_with('!') {
                row.extend(open.take());
            }
            if words.starts_with("|-") {
                built.rows.push(self.cells(std::mem::take(&mut row)));
            } else if words.starts_with("|+") {
                self.clean.drop(start..end, Reason::Caption);
            } else if words.starts_with('|') || words.starts_with('!') {
                let header = words.starts_with('!');
                let mut from = start + 1;
                for (bar, next) in self.cell_bars(start + 1..end, header) {
                    row.push((from..bar, header));
                    from = next;
                }
                open = Some((from..end, header));
            } else if let Some((cell, _)) = &mut open {
                cell.end = end;
            }
            at = end + 1;
        }
        row.extend(open);
        built.rows.push(self.cells(row));
        built.rows.retain(|row| !row.is_empty());
        self.clean.table(&built);
    }

    /// Where cells of one line are parted: by `||`, those of a header also by `!!`.
    fn cell_bars(&self, line: Range<usize>, header: bool) -> Vec<(usize, usize)> {
        let bytes = self.source.as_bytes();
        let mut bars: Vec<usize> = self.split(line.clone(), b'|');
        if header {
            bars.extend(self.split(line, b'!'));
            bars.sort_unstable();
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for at in bars {
            let doubled = bytes.get(at) == bytes.get(at + 1);
            if doubled && found.last().is_none_or(|&(_, next)| next <= at) {
                found.push((at, at + 2));
            }
        }
        found
    }

    fn cells(&mut self, row: Vec<(Range<usize>, bool)>) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(row.len());
        for (range, header) in row {
            // Before a single bar stand the cell's attributes.
            let bar = self.split(range.clone(), b'|').first().copied();
            let bar = bar.filter(|bar| self.slice(&(range.start..*bar)).contains('='));
            let attributes = bar.map_or("", |bar| self.slice(&(range.start..bar)));
            let number =
                |name: &str| attribute(attributes, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
            let (columns, rows) = (number("colspan"), number("rowspan"));
            let mut run = Run::default();
            self.inline(bar.map_or(range.start, |bar| bar + 1)..range.end, &mut run, true);
            cells.push(Cell { run, header, columns, rows });
        }
        cells
    }
}

/// `== Title ==`
fn heading(words: &str) -> Option<(u8, &str)> {
    let words = words.split("<!--").next().unwrap_or(words).trim_end();
    let title = words.trim_matches('=');
    let before = words.bytes().take_while(|&b| b == b'=').count();
    let after = words.len() - before - title.len();
    let level = u8::try_from(before.min(after)).ok().filter(|level| (1..=6).contains(level))?;
    (!title.trim().is_empty() && !title.contains('\n')).then_some((level, title.trim()))
}
