//! What stands in a line of wiki markup.

use std::ops::Range;

use super::Page;
use super::templates::{self, Shown};
use crate::document::Reason;
use crate::document::clean::Run;
use crate::document::html::{entity, superscript};

/// How deep templates may stand in one another to be read.
const DEEPEST: usize = 12;

/// Links to what is no text, in the languages of the largest wikis.
const PICTURES: [&str; 9] = ["file", "image", "datei", "bild", "fichier", "archivo", "media", "файл", "ficheiro"];
const CATEGORIES: [&str; 6] = ["category", "kategorie", "catégorie", "categoría", "категория", "categoria"];

impl Page<'_> {
    /// Reads a range of the file into a run. In a table's `cell`, `|` would part cells.
    pub(super) fn inline(&mut self, range: Range<usize>, run: &mut Run, cell: bool) {
        self.inline_at(range, run, cell, 0);
    }

    fn inline_at(&mut self, range: Range<usize>, run: &mut Run, cell: bool, depth: usize) {
        let mut from = range.start;
        let mut at = range.start;
        let special = |b: &u8| matches!(b, b'[' | b'{' | b'<' | b'\'' | b'&' | b'(') || (cell && *b == b'|');
        while let Some(next) = self.source.as_bytes().get(at..range.end).and_then(|rest| rest.iter().position(special))
        {
            at += next;
            // What comes before the sign is written only when the sign is one.
            let before = from..at;
            match self.sign(at, range.end) {
                None => at += 1,
                Some((end, what)) => {
                    run.push(self.slice(&before), before.start);
                    self.write(at..end, what, run, cell, depth);
                    at = end;
                    from = end;
                }
            }
        }
        run.push(self.slice(&(from..range.end)), from);
    }

    /// What a sign at `at` means, and where that ends.
    fn sign(&self, at: usize, limit: usize) -> Option<(usize, Sign)> {
        let rest = self.source.get(at..limit)?;
        let pair = || self.pairs.end(at).filter(|&end| end <= limit);
        match rest.as_bytes().first()? {
            b'|' => Some((at + 1, Sign::Bar)),
            b'&' => entity(rest).map(|(words, length)| (at + length, Sign::Words(words))),
            b'\'' => {
                let count = rest.bytes().take_while(|&b| b == b'\'').count();
                (count > 1).then_some((at + count, Sign::Mark))
            }
            b'{' if rest.starts_with("{{") => pair().map(|end| (end, Sign::Template)),
            b'{' if rest.starts_with("{|") => pair().map(|end| (end, Sign::Left(Reason::Markup))),
            b'[' if rest.starts_with("[[") => pair().map(|end| (end, Sign::Link)),
            b'[' => {
                let address = ["http://", "https://", "//", "mailto:", "ftp://"];
                let body = rest.get(1..)?;
                if !address.iter().any(|start| body.starts_with(start)) {
                    return None;
                }
                let end = body.bytes().take(4000).position(|b| b == b']' || b == b'\n')?;
                body.get(end..)?.starts_with(']').then_some((at + end + 2, Sign::Address))
            }
            b'<' => self.tag(rest, at).map(|(length, what)| (at + length, what)),
            b'(' => self.empty_brackets(at, limit).map(|end| (end, Sign::Left(Reason::Template))),
            _ => None,
        }
    }

    fn tag(&self, rest: &str, at: usize) -> Option<(usize, Sign)> {
        let find = |sign: &str| self.closers.after(at, sign).map(|end| end - at).filter(|&end| end <= rest.len());
        if rest.starts_with("<!--") {
            return find("-->").map(|end| (end, Sign::Mark));
        }
        let body = rest.get(1..)?;
        let name = body.strip_prefix('/').unwrap_or(body);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        if !body.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) || name.is_empty() || name.len() > 20 {
            return None;
        }
        let tag = rest.bytes().take(4000).position(|b| b == b'>')? + 1;
        let single = rest.get(..tag)?.ends_with("/>");
        let whole = |close: &str| if single { tag } else { find(close).unwrap_or(tag) };
        Some(match name.to_ascii_lowercase().as_str() {
            "ref" => (whole("</ref>"), Sign::Left(Reason::Reference)),
            "math" | "chem" | "ce" => (whole("</math>"), Sign::Missing),
            "nowiki" if !single && !body.starts_with('/') => {
                (find("</nowiki>").unwrap_or(rest.len()), Sign::Plain(tag))
            }
            "br" | "p" | "div" | "li" => (tag, Sign::Space),
            "sup" if !single && !body.starts_with('/') => {
                let inside = rest.get(tag..)?;
                let end = memchr::memchr(b'<', inside.as_bytes())?;
                match superscript(inside.get(..end)?) {
                    Some(digits) => (tag + end, Sign::Words(digits)),
                    None => (tag, Sign::Mark),
                }
            }
            _ => (tag, Sign::Mark),
        })
    }

    /// Brackets that hold nothing but templates without words, as after a name its pronunciation.
    fn empty_brackets(&self, at: usize, limit: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mut next = at + 1;
        let mut templates = 0;
        while next < limit {
            match bytes.get(next)? {
                b' ' | b';' | b',' => next += 1,
                b')' if templates > 0 => return Some(next + 1),
                b'{' => {
                    let end = self.pairs.end(next).filter(|&end| end <= limit)?;
                    let name = self.name(next..end);
                    if !matches!(templates::shown(&name), Some(Shown::Nothing)) {
                        return None;
                    }
                    templates += 1;
                    next = end;
                }
                _ => return None,
            }
        }
        None
    }

    fn name(&self, template: Range<usize>) -> String {
        let body = self.slice(&(template.start + 2..template.end.saturating_sub(2).max(template.start + 2)));
        body.split(['|', '\n']).next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    fn write(&mut self, span: Range<usize>, what: Sign, run: &mut Run, cell: bool, depth: usize) {
        match what {
            Sign::Mark => {}
            Sign::Space => run.space(),
            Sign::Bar => run.put("/", span),
            Sign::Words(words) => run.put(&words, span),
            Sign::Plain(tag) => {
                let end = span.end - if self.slice(&span).ends_with("</nowiki>") { "</nowiki>".len() } else { 0 };
                run.push(self.slice(&(span.start + tag..end)), span.start + tag);
            }
            Sign::Left(reason) => self.clean.drop(span, reason),
            Sign::Missing => {
                run.hole();
                self.clean.drop(span, Reason::Template);
            }
            Sign::Address => {
                let body = span.start + 1..span.end - 1;
                if let Some(space) = self.slice(&body).find(' ') {
                    self.inline_at(body.start + space + 1..body.end, run, cell, depth + 1);
                }
            }
            Sign::Link => self.link(span, run, cell, depth),
            Sign::Template => self.template(span, run, cell, depth),
        }
    }

    fn link(&mut self, span: Range<usize>, run: &mut Run, cell: bool, depth: usize) {
        let parts = self.parts(span.start + 2..span.end - 2);
        let (Some(target), Some(last)) = (parts.first(), parts.last()) else { return };
        let words = self.slice(target);
        let space = words.split_once(':').map(|(space, _)| space.trim().to_lowercase()).unwrap_or_default();
        if PICTURES.contains(&space.as_str()) {
            self.clean.drop(span, Reason::Image);
        } else if CATEGORIES.contains(&space.as_str()) {
            self.clean.drop(span, Reason::Navigation);
        } else if depth < DEEPEST {
            let shown = if parts.len() > 1 {
                last.clone()
            } else {
                target.start + usize::from(words.starts_with(':'))..target.end
            };
            self.inline_at(shown, run, cell, depth + 1);
        }
    }

    fn template(&mut self, span: Range<usize>, run: &mut Run, cell: bool, depth: usize) {
        let parts = self.parts(span.start + 2..span.end.saturating_sub(2).max(span.start + 2));
        let name = self.name(span.clone());
        let positional: Vec<Range<usize>> =
            parts.iter().skip(1).filter(|part| self.split((*part).clone(), b'=').is_empty()).cloned().collect();
        let value = |n: usize| positional.get(n).map(|part| self.slice(part).trim()).unwrap_or_default();
        let shown = templates::shown(&name).filter(|_| depth < DEEPEST);
        let range = match shown {
            Some(Shown::Nothing) => None,
            Some(Shown::Part(n)) => positional.get(n).cloned(),
            Some(Shown::Last) => positional.last().cloned(),
            Some(Shown::Sign(sign)) => {
                run.put(sign, span.start..span.start);
                None
            }
            Some(Shown::Before(words)) => {
                run.put(words, span.start..span.start);
                positional.first().cloned()
            }
            Some(Shown::List) => {
                for (n, part) in positional.into_iter().enumerate() {
                    if n > 0 {
                        run.put(", ", part.start..part.start);
                    }
                    self.inline_at(part, run, cell, depth + 1);
                }
                return;
            }
            Some(Shown::Date) => {
                let date = templates::date(&[value(0), value(1), value(2)]);
                run.put(&date.unwrap_or_default(), span.clone());
                None
            }
            Some(Shown::Measure) => {
                let words: Vec<&str> = positional.iter().map(|part| self.slice(part).trim()).collect();
                match templates::measure(&words) {
                    Some(words) => run.put(&words, span.clone()),
                    None => run.hole(),
                }
                None
            }
            None => {
                run.hole();
                None
            }
        };
        match range {
            Some(part) => self.inline_at(part, run, cell, depth + 1),
            None => self.clean.drop(span, Reason::Template),
        }
    }
}

/// What stands at a place in a line.
enum Sign {
    /// Nothing to read.
    Mark,
    Space,
    Bar,
    Words(String),
    /// What follows is read as it stands, from so many bytes on.
    Plain(usize),
    Left(Reason),
    /// Something that the words need and that cannot be read.
    Missing,
    Address,
    Link,
    Template,
}
