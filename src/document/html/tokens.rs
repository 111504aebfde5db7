//! Tags, texts and comments of a page, each with its place, and the characters behind `&…;`.

use std::ops::Range;

use crate::document::clean::Run;

/// A piece of a page.
#[derive(Debug)]
pub(in crate::document) enum Token<'a> {
    Text {
        text: &'a str,
        span: Range<usize>,
    },
    Open {
        name: &'a str,
        attributes: &'a str,
        span: Range<usize>,
        closed: bool,
    },
    Close {
        name: &'a str,
        span: Range<usize>,
    },
    /// A comment, a declaration or an instruction.
    Aside,
}

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The tokens of a page in order. Whatever is never closed reaches to the end, so that no byte is looked at often.
pub(in crate::document) struct Tokens<'a> {
    source: &'a str,
    at: usize,
    /// The element whose content is read as it stands.
    raw: Option<&'a str>,
}

impl<'a> Tokens<'a> {
    pub(in crate::document) const fn new(source: &'a str) -> Self {
        Self { source, at: 0, raw: None }
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> Range<usize> {
        let start = self.at;
        self.at = (start + length).min(self.source.len());
        start..self.at
    }

    fn text(&mut self, length: usize) -> Token<'a> {
        let text = self.rest().get(..length).unwrap_or_default();
        Token::Text { text, span: self.take(length) }
    }

    /// Everything down to and with `end`, or all there is.
    fn aside(&mut self, end: &str) -> Token<'a> {
        let rest = self.rest();
        let length = memchr::memmem::find(rest.as_bytes(), end.as_bytes()).map_or(rest.len(), |at| at + end.len());
        self.take(length);
        Token::Aside
    }

    fn open(&mut self) -> Token<'a> {
        let rest = self.rest();
        let name = name(rest.get(1..).unwrap_or_default());
        let end = end_of_tag(rest, 1 + name.len());
        let attributes = rest.get(1 + name.len()..end).unwrap_or_default();
        let attributes = attributes.strip_suffix('>').unwrap_or(attributes);
        let closed = attributes.ends_with('/');
        self.raw = RAW.into_iter().find(|raw| raw.eq_ignore_ascii_case(name) && !closed);
        Token::Open { name, attributes, span: self.take(end), closed }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        if let Some(raw) = self.raw.take() {
            let length = raw_end(rest, raw);
            if length > 0 {
                return Some(self.text(length));
            }
        }
        let more = |from: usize| {
            let bytes = rest.as_bytes().get(from..).unwrap_or_default();
            memchr::memchr(b'<', bytes).map_or(rest.len(), |at| from + at)
        };
        if !rest.starts_with('<') {
            return Some(self.text(more(0)));
        }
        Some(match rest.as_bytes().get(1).copied().unwrap_or_default() {
            b'!' if rest.starts_with("<!--") => self.aside("-->"),
            b'/' if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => {
                let name = name(rest.get(2..).unwrap_or_default());
                let length = memchr::memchr(b'>', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
                Token::Close { name, span: self.take(length) }
            }
            b'!' | b'?' | b'/' => self.aside(">"),
            letter if letter.is_ascii_alphabetic() => self.open(),
            _ => self.text(more(1)),
        })
    }
}

/// The longest name of an element that is looked at.
const ELEMENT_MAX: usize = 64;

fn name(text: &str) -> &str {
    let ends = |b: u8| b.is_ascii_whitespace() || b == b'/' || b == b'>' || !b.is_ascii();
    let end = text.bytes().take(ELEMENT_MAX).position(ends).unwrap_or(text.len().min(ELEMENT_MAX));
    text.get(..end).unwrap_or_default()
}

/// Where a start tag ends; a `>` inside a value's quotes does not end it.
fn end_of_tag(tag: &str, from: usize) -> usize {
    let bytes = tag.as_bytes();
    let mut at = from;
    let mut before = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return at,
            b'"' | b'\'' if before == b'=' => {
                let inside = bytes.get(at..).unwrap_or_default();
                at += memchr::memchr(byte, inside).map_or(inside.len(), |end| end + 1);
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    tag.len()
}

/// The length of a raw element's content.
fn raw_end(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let closes = |&at: &usize| {
        bytes.get(at + 2..at + 2 + name.len()).is_some_and(|there| there.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memmem::find_iter(bytes, b"</").find(closes).unwrap_or(text.len())
}

/// The value of an attribute, if it is there.
pub(in crate::document) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len()).max(1);
        let (name, after) = rest.split_at_checked(end)?;
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(after) => match after.strip_prefix(['"', '\'']) {
                Some(inside) => inside.split_once(after.chars().next()?).unwrap_or((inside, "")),
                None => after.split_at_checked(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len()))?,
            },
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}

/// The longest name of a character.
const NAME_MAX: usize = 34;

/// What `&…;` at the start of a text stands for, and its length.
pub(in crate::document) fn entity(text: &str) -> Option<(String, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let digits = hex.unwrap_or(number);
        let radix = if hex.is_some() { 16 } else { 10 };
        let end = digits.bytes().take(9).take_while(|b| char::from(*b).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..end)?, radix).ok()?;
        let semicolon = usize::from(digits.get(end..)?.starts_with(';'));
        let length = text.len() - digits.len() + end + semicolon;
        let code = u8::try_from(code).ok().and_then(windows_1252).map_or(code, u32::from);
        let c = char::from_u32(code).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some((c.to_string(), length));
    }
    let end = body.bytes().take(NAME_MAX).take_while(u8::is_ascii_alphanumeric).count();
    let name = body.get(..end)?;
    if body.get(end..)?.starts_with(';') {
        return Some((quick_xml::escape::resolve_html5_entity(name)?.to_owned(), end + 2));
    }
    // A few are known without the semicolon that they should have.
    let old = ["amp", "lt", "gt", "quot", "nbsp", "copy", "reg"].contains(&name);
    old.then(|| quick_xml::escape::resolve_html5_entity(name)).flatten().map(|c| (c.to_owned(), end + 1))
}

/// The letters of the bytes 0x80 to 0x9F in the encoding that pages of old are written in.
const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// What a byte of an old page stands for, where that differs from Unicode.
pub(in crate::document) fn windows_1252(byte: u8) -> Option<char> {
    HIGH.chars().nth(usize::from(byte.checked_sub(0x80)?))
}

/// Whether a page says that it is in a Western encoding of one byte a letter.
pub(in crate::document) fn is_western(bytes: &[u8]) -> bool {
    const NAMES: [&[u8]; 5] = [b"iso-8859-1", b"windows-1252", b"cp1252", b"latin1", b"us-ascii"];
    let head = bytes.get(..2048).unwrap_or(bytes).to_ascii_lowercase();
    let Some(at) = memchr::memmem::find(&head, b"charset=") else { return false };
    let name = head.get(at + 8..).unwrap_or_default();
    let name = name.strip_prefix(b"\"").or_else(|| name.strip_prefix(b"'")).unwrap_or(name);
    NAMES.iter().any(|known| name.starts_with(known))
}

/// Adds a text of the page to a run, its characters behind `&…;` read. In a table's `cell`, `|` would part cells.
pub(in crate::document) fn push(run: &mut Run, text: &str, at: usize, cell: bool) {
    let (mut from, mut look) = (0, 0);
    while let Some(rest) = text.as_bytes().get(look..) {
        let found = if cell { memchr::memchr2(b'&', b'|', rest) } else { memchr::memchr(b'&', rest) };
        let Some(next) = found.map(|offset| look + offset) else { break };
        let sign = text.get(next..).unwrap_or_default();
        let read = if sign.starts_with('|') { Some(("/".to_owned(), 1)) } else { entity(sign) };
        let Some((words, length)) = read else {
            look = next + 1;
            continue;
        };
        run.push(text.get(from..next).unwrap_or_default(), at + from);
        run.put(&words, at + next..at + next + length);
        from = next + length;
        look = from;
    }
    run.push(text.get(from..).unwrap_or_default(), at + from);
}
