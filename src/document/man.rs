//! Man pages as they are printed: bold and underlined letters are struck twice, every page has its head and foot line,
//! sections begin at the margin in capitals and their text is set in.

use std::ops::Range;

use super::clean::{Clean, Run};
use super::{Kind, Reason};
use crate::text::ends_sentence;

/// Reads a printed man page.
pub(super) fn read(source: &str) -> Clean {
    let lines = lines(source);
    let mut page = Page { lines: &lines, clean: Clean::default() };
    page.blocks();
    page.clean.finish(false);
    page.clean
}

/// Whether a text is a printed man page: its first line names the page at both ends, or has it at one end and a section
/// `NAME` follows.
pub(super) fn is_page(source: &str) -> bool {
    let Some(first) = source.lines().find(|line| !line.trim().is_empty()) else { return false };
    let mut run = Run::default();
    strike(&mut run, first.trim(), 0);
    let words = run.text();
    let (Some(left), Some(right)) = (words.split(' ').next(), words.rsplit(' ').next()) else { return false };
    let named = |line: &str| line.starts_with("NAME") || line.starts_with("N\u{8}NA\u{8}AM\u{8}ME\u{8}E");
    is_name(left) && (words.contains(' ') && left.eq_ignore_ascii_case(right) || source.lines().take(10).any(named))
}

/// `LS(1)`
fn is_name(word: &str) -> bool {
    let Some((name, section)) = word.strip_suffix(')').and_then(|word| word.split_once('(')) else { return false };
    !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || "_.:+-[@".contains(c))
        && (1..=5).contains(&section.len())
        && section.starts_with(|c: char| c.is_ascii_digit() || c == 'n' || c == 'l')
}

/// A printed line that is not blank.
struct Line {
    run: Run,
    indent: usize,
    /// Whether a blank line stands before it.
    apart: bool,
    /// Whether there is a wide gap between its first words and the rest, and where that ends.
    gap: Option<(usize, usize)>,
    span: Range<usize>,
}

fn lines(source: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut apart) = (0, true);
    for raw in source.split_inclusive('\n') {
        let words = raw.trim();
        if words.is_empty() {
            apart = true;
        } else {
            let lead = raw.get(..raw.len() - raw.trim_start().len()).unwrap_or_default();
            let indent = lead.chars().map(|c| if c == '\t' { 8 } else { 1 }).sum();
            let start = at + lead.len();
            let mut run = Run::default();
            strike(&mut run, words, start);
            let gap = words.find("   ").map(|gap| {
                let rest = words.get(gap..).unwrap_or_default();
                (start + gap, start + words.len() - rest.trim_start().len())
            });
            lines.push(Line { run, indent, apart, gap, span: start..start + words.len() });
            apart = false;
        }
        at += raw.len();
    }
    lines
}

/// Adds a line's words, each letter once: a letter struck over another one stands for both, an escape sequence for
/// nothing.
fn strike(run: &mut Run, words: &str, at: usize) {
    let mut from = 0;
    let mut letters = words.char_indices().peekable();
    while let Some((place, c)) = letters.next() {
        let next = place + c.len_utf8();
        if letters.peek().is_some_and(|&(_, c)| c == '\u{8}') {
            run.push(words.get(from..place).unwrap_or_default(), at + from);
            letters.next();
            from = next + 1;
        } else if c == '\u{1b}' {
            run.push(words.get(from..place).unwrap_or_default(), at + from);
            from = next;
            if letters.next_if(|&(_, c)| c == '[').is_some() {
                from += 1;
                for (_, c) in letters.by_ref() {
                    from += c.len_utf8();
                    if c.is_ascii_alphabetic() {
                        break;
                    }
                }
            }
        } else if c == '\u{8}' {
            run.push(words.get(from..place).unwrap_or_default(), at + from);
            from = next;
        }
    }
    run.push(words.get(from..).unwrap_or_default(), at + from);
}

struct Page<'a> {
    lines: &'a [Line],
    clean: Clean,
}

/// Sections that are program code.
const CODE: [&str; 2] = ["SYNOPSIS", "SYNTAX"];
/// Sections are set in by so many columns at least; what is set in less is a subsection's head.
const SET_IN: usize = 5;

impl Page<'_> {
    fn blocks(&mut self) {
        let name =
            self.lines.first().and_then(|line| line.run.text().rsplit(' ').next()).unwrap_or_default().to_owned();
        let mut code = false;
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let words = line.run.text();
            let last = at + 1 == self.lines.len();
            let ends_with_name = words.rsplit(' ').next().is_some_and(|word| is_name(word) && word == name);
            let head = line.apart && ends_with_name && (line.gap.is_some() || at == 0);
            if line.indent == 0 && (head || (last && line.gap.is_some())) {
                self.clean.drop(line.span.clone(), Reason::RunningHead);
                at += 1;
            } else if line.indent == 0 && !words.chars().any(char::is_lowercase) && line.gap.is_none() {
                code = CODE.contains(&words);
                self.clean.heading(&line.run, 2);
                at += 1;
            } else if line.indent < SET_IN
                && line.apart
                && self.goes_deeper(at)
                && (!ends_sentence(words) || words.ends_with(':'))
            {
                self.clean.heading(&line.run, 3);
                at += 1;
            } else if code {
                self.clean.drop(line.span.clone(), Reason::Code);
                at += 1;
            } else {
                at = self.block(at);
            }
        }
    }

    fn goes_deeper(&self, at: usize) -> bool {
        let (line, next) = (self.lines.get(at), self.lines.get(at + 1));
        line.zip(next).is_some_and(|(line, next)| next.indent > line.indent && line.run.text().len() < 80)
    }

    /// Reads a paragraph, or a term and what is said of it, and gives where the next one begins.
    fn block(&mut self, at: usize) -> usize {
        let Some(line) = self.lines.get(at) else { return at + 1 };
        let words = line.run.text();
        if words.starts_with("$ ") || words.starts_with("# ") {
            self.clean.drop(line.span.clone(), Reason::Code);
            return at + 1;
        }
        if let Some((from, to)) = line.gap
            && column(to, line).is_some_and(|column| {
                self.lines
                    .get(at + 1)
                    .is_none_or(|next| next.apart || next.indent == column || next.indent <= line.indent)
            })
        {
            return self.tagged(at, from, to);
        }
        let term = !ends_sentence(words) || words.starts_with('-');
        if term && self.goes_deeper(at) && self.lines.get(at + 1).is_some_and(|next| !next.apart) {
            let (value, next) = self.paragraph(at + 1);
            self.clean.begin();
            self.clean.labelled(&line.run, &value);
            return next;
        }
        let (run, next) = self.paragraph(at);
        self.clean.paragraph(&run);
        next
    }

    /// A term with what is said of it on the same line.
    fn tagged(&mut self, at: usize, from: usize, to: usize) -> usize {
        let Some(line) = self.lines.get(at) else { return at + 1 };
        let (label, mut value) = line.run.part_at(from, to);
        let mut next = at + 1;
        while let Some(line) = self.lines.get(next).filter(|next| !next.apart && next.indent > line.indent) {
            value.join_line(&line.run);
            next += 1;
        }
        self.clean.begin();
        if label.text().chars().any(char::is_alphanumeric) && label.text() != "o" {
            self.clean.labelled(&label, &value);
        } else {
            self.clean.passage(Kind::Entry, &value);
        }
        next
    }

    fn paragraph(&self, at: usize) -> (Run, usize) {
        let mut run = Run::default();
        let indent = self.lines.get(at).map_or(0, |line| line.indent);
        let mut next = at;
        while let Some(line) = self.lines.get(next) {
            if next > at && (line.apart || line.indent != indent) {
                break;
            }
            run.join_line(&line.run);
            next += 1;
        }
        (run, next)
    }
}

/// The column that a place on a line has.
fn column(place: usize, line: &Line) -> Option<usize> {
    Some(line.indent + place.checked_sub(line.span.start)?)
}
