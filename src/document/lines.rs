//! Lines, and what one line by itself looks like.

use crate::text::{ends_sentence, is_pictograph};

/// A line that is not blank, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) words: &'a str,
    /// The bytes of white space before it on its line.
    pub(super) indent: usize,
    /// Whether a blank line stands before it, or nothing.
    pub(super) apart: bool,
}

/// The lines of `text` from `from` on.
pub(super) fn lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut apart = true;
    let mut at = from;
    for raw in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        let words = raw.trim();
        if words.is_empty() {
            apart = true;
        } else {
            let indent = raw.len() - raw.trim_start().len();
            let start = at + indent;
            lines.push(Line { start, end: start + words.len(), words, indent, apart });
            apart = false;
        }
        at += raw.len();
    }
    lines
}

/// The most characters and words of a heading.
const TITLE_CHARS: usize = 120;
const TITLE_WORDS: usize = 18;

/// Whether a line could be a heading by its looks: short, not ended like a sentence, not beginning in lower case.
pub(super) fn title_like(words: &str) -> bool {
    words.len() <= 4 * TITLE_CHARS
        && words.chars().count() <= TITLE_CHARS
        && words.split_whitespace().count() <= TITLE_WORDS
        && words.chars().any(char::is_alphabetic)
        && !words.starts_with(['[', '<', '!', '`', '{', '|', '@', '$', '\\', '/'])
        && !words.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase)
        && !ends_sentence(words)
}

/// Whether a line is a heading in capitals.
pub(super) fn in_capitals(words: &str) -> bool {
    title_like(words)
        && words.chars().filter(|c| c.is_uppercase()).count() >= 4
        && !words.chars().any(char::is_lowercase)
}

/// The most characters of a caption.
const CAPTION_CHARS: usize = 120;

/// Whether a line could be a caption or a bit of page furniture: short and not ended like a sentence.
pub(super) fn caption_like(words: &str) -> bool {
    words.len() <= 4 * CAPTION_CHARS && words.chars().count() <= CAPTION_CHARS && !ends_sentence(words)
}

/// Signs that stand before a list's entries.
const BULLETS: &str = "-*+•‣◦▪▫●○■□➤➢❖✓✔✗✘☐☑☒–·";

/// The length of the sign or number, with the space behind it, that makes a line a list's entry. Wiki text needs no
/// space behind its own signs.
pub(super) fn list_marker(words: &str, wiki: bool) -> Option<usize> {
    let spaced = |rest: &str| {
        let entry = rest.trim_start();
        (!entry.is_empty() && entry.len() < rest.len()).then(|| words.len() - entry.len())
    };
    if wiki {
        let entry = words.trim_start_matches(['*', '#']);
        if entry.len() < words.len() && entry.starts_with(|c: char| c.is_alphanumeric() || c == '[' || c == ' ') {
            return Some(words.len() - entry.trim_start().len());
        }
    }
    let first = words.chars().next()?;
    if BULLETS.contains(first) {
        return spaced(words.get(first.len_utf8()..)?);
    }
    let open = words.strip_prefix('(');
    let body = open.unwrap_or(words);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let letters = body.bytes().take(5).take_while(u8::is_ascii_lowercase).count();
    let rest = body.get(digits.max(letters)..)?;
    let ordinal =
        (1..=3).contains(&digits) || letters == 1 || (letters > 1 && body.bytes().take(letters).all(is_roman));
    if !ordinal {
        return None;
    }
    let dotted = digits > 0 && open.is_none();
    let rest = rest.strip_prefix(')').or_else(|| rest.strip_prefix('.').filter(|_| dotted))?;
    spaced(rest)
}

/// Lines of at least so many bytes may go on below.
pub(super) const FULL: usize = 40;

/// Whether a line begins a list's entry right below the line `above`. Below a full line, a number or letter may as well
/// be the middle of a sentence.
pub(super) fn begins_entry(words: &str, above: &str, wiki: bool) -> bool {
    list_marker(words, wiki).is_some()
        && (words.starts_with(|c: char| BULLETS.contains(c)) || ends_sentence(above) || above.len() < FULL)
}

fn is_roman(byte: u8) -> bool {
    matches!(byte, b'i' | b'v' | b'x')
}

/// Whether a line belongs to a table drawn with `|`.
pub(super) fn is_table(words: &str) -> bool {
    (words.starts_with('|') && (words.bytes().skip(1).any(|b| b == b'|') || words.starts_with("|-") || words == "|}"))
        || words.starts_with("{|")
        || (words.starts_with('!') && words.contains("!!"))
}

/// Whether a table's line only draws it.
pub(super) fn is_table_rule(words: &str) -> bool {
    words.starts_with("{|")
        || words.starts_with("|-")
        || words.starts_with("|}")
        || (words.contains('-') && words.chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | ' ')))
}

/// Whether a line is a rule: nothing but a few signs, repeated.
pub(super) fn is_rule(words: &str) -> bool {
    let mut signs = words.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next() else { return false };
    "=-_*~#+·•–—─━═".contains(first) && signs.clone().count() >= 2 && signs.all(|c| c == first)
}

/// The most bytes of a label and of its value.
const LABEL_BYTES: usize = 45;
const VALUE_BYTES: usize = 240;

/// Whether a line is a label and its value with a colon or a tab between.
pub(super) fn is_labelled(words: &str) -> bool {
    let Some((label, value)) = words.split_once(": ").or_else(|| words.split_once('\t')) else { return false };
    is_label(label) && !value.trim().is_empty() && value.len() <= VALUE_BYTES
}

/// Whether a line is a label and its value run together, as a copied infobox has them: "Formation1992".
pub(super) fn is_glued(words: &str) -> bool {
    if words.len() > LABEL_BYTES + VALUE_BYTES {
        return false;
    }
    let mut before = None;
    for (at, c) in words.char_indices() {
        if at > LABEL_BYTES {
            return false;
        }
        if before.is_some_and(char::is_lowercase) && (c.is_uppercase() || c.is_ascii_digit()) {
            let label = words.get(..at).unwrap_or_default();
            let last = label.rsplit([' ', '-']).next().unwrap_or_default();
            // Names such as McDonald have a capital inside too.
            return is_label(label) && last.len() > 3;
        }
        before = Some(c);
    }
    false
}

fn is_label(label: &str) -> bool {
    label.len() <= LABEL_BYTES
        && label.starts_with(char::is_uppercase)
        && label.split_whitespace().count() <= 5
        && label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '(' | ')' | '/' | '&'))
}

/// The words behind the pictographs at the start of a line; `None` if it starts with none.
pub(super) fn after_pictographs(words: &str) -> Option<&str> {
    let marker = |c: char| is_pictograph(c) || matches!(c, '\u{FE0F}' | '\u{200D}');
    let rest = words.strip_prefix(is_pictograph)?.trim_start_matches(marker);
    let text = rest.trim_start();
    (text.len() < rest.len() && !text.is_empty()).then_some(text)
}
