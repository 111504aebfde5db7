//! Pages that stand alone: HTML in one piece, without scripts, fit for a screen in light or dark and for paper.
//!
//! Names, questions and documents are other people's: whatever is written on a page goes through `Safe`.

use std::fmt::{self, Write as _};

use super::posed::Picks;
use super::view::Passage;
use crate::clock::Millis;
use crate::text;

mod paper;
mod report;
mod sheet;

pub use paper::paper;
pub use report::{notes, report, summary};
pub use sheet::sheet;

const STYLE: &str = include_str!("page/page.css");

/// Words as they may stand on a page: cleaned, and nothing of them taken for markup.
struct Safe<'a>(&'a str);

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in text::clean(self.0).chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// A page in the making.
struct Page(String);

impl Page {
    fn new(title: &str, class: &str) -> Self {
        let title = Safe(title);
        Self(format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
            <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
            <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
            <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body class=\"{class}\">\n<main>\n"
        ))
    }

    /// Puts down markup of our own.
    fn put(&mut self, markup: fmt::Arguments<'_>) {
        let _ = self.0.write_fmt(markup); // a string takes everything
        self.0.push('\n');
    }

    /// A paragraph or heading of other people's words, in whatever direction they run.
    fn words(&mut self, tag: &str, class: &str, words: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.put(format_args!("<{tag}{class} dir=\"auto\">{}</{tag}>", Safe(words)));
    }

    /// A passage word for word, with what holds the answer marked, and its source.
    fn passage(&mut self, passage: &Passage) {
        let mut words = String::new();
        for (part, answer) in &passage.parts {
            let part = Safe(part);
            let _ = if *answer { write!(words, "<mark>{part}</mark>") } else { write!(words, "{part}") };
        }
        self.put(format_args!(
            "<figure class=\"passage\">\n<blockquote dir=\"auto\">{words}</blockquote>\n\
            <figcaption dir=\"auto\">{}</figcaption>\n</figure>",
            Safe(&passage.source)
        ));
    }

    fn done(mut self) -> String {
        self.0.push_str("</main>\n</body>\n</html>\n");
        self.0
    }
}

/// The letter of a choice by its place.
#[must_use]
pub fn letter(place: u8) -> char {
    char::from(b'A'.saturating_add(place.min(25)))
}

/// The letters of what was picked: `A C`.
#[must_use]
pub fn letters(picks: Picks) -> String {
    let letters: Vec<String> = picks.places().map(|place| letter(place).to_string()).collect();
    letters.join(" ")
}

/// A share in whole percent.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

/// A time taken: `7 s`, `2 min 5 s`.
#[must_use]
pub fn span(time: Millis) -> String {
    let seconds = (time.0.max(0) + 500) / 1_000;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds}\u{a0}s"),
        (minutes, 0) => format!("{minutes}\u{a0}min"),
        (minutes, seconds) => format!("{minutes}\u{a0}min {seconds}\u{a0}s"),
    }
}

/// A number without needless zeros: `2`, `2.5`, `0.67`.
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.replace('-', "−") }
}

/// So many of something.
#[must_use]
pub fn many(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A bar as long as `count` is of `of`, to be looked at: the number stands beside it.
fn bar(count: u32, of: u32) -> String {
    let long = f64::from(count.min(of)) / f64::from(of.max(1)) * 100.0;
    format!(
        "<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
        <rect class=\"ground\" y=\"3\" width=\"100\" height=\"2\"></rect><rect width=\"{long:.1}\" height=\"8\"></rect></svg>"
    )
}

#[cfg(test)]
mod tests;
