//! Text as people see it: what may be drawn of other people's words, how wide it is, where it may be broken, and where
//! its sentences and words are. Pure functions; nothing here knows a terminal.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

mod abbreviations;
mod clean;
mod graphemes;
mod sentences;
mod wrap;

pub use clean::{clean, is_invisible, is_pictograph};
use graphemes::{columns, graphemes};
pub use sentences::{ends_sentence, sentences};
pub use wrap::{clip, wrap};

/// The columns a line of text takes in the terminal, counted as ratatui draws it: by graphemes, those with a control
/// character not at all.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return text.len();
    }
    graphemes(text).map(|(_, grapheme)| columns(grapheme)).sum()
}

/// Reads each run of white space as one space and trims both ends.
#[must_use]
pub fn squeeze(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut space = false;
    let tidy = text.chars().all(|c| {
        let fits = !c.is_whitespace() || (c == ' ' && !space);
        space = c.is_whitespace();
        fits
    });
    if tidy {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Text made comparable for matching as somebody types: compatibility forms, accents, case, the kind of quotes and
/// dashes, and the amount of white space no longer matter.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most text; the same, many times faster.
    if text.is_ascii() {
        let plain = text.to_ascii_lowercase().replace('`', "'");
        return match squeeze(&plain) {
            Cow::Borrowed(same) if same.len() == plain.len() => plain,
            other => other.into_owned(),
        };
    }
    let plain: String = text
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_combining_mark(c) && !is_invisible(c))
        .map(|c| match c {
            '‘' | '’' | '‛' | '′' | '`' => '\'',
            '“' | '”' | '„' | '‟' | '″' => '"',
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            c => c,
        })
        .collect();
    squeeze(&plain).into_owned()
}

/// The words of a text: runs of letters and digits as Unicode divides them, without punctuation.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.unicode_words()
}

/// A range made safe to slice `text` with: inside it, not backwards, on character boundaries (outwards).
pub(crate) fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_counts_what_the_terminal_draws() {
        for (text, columns) in [
            ("", 0),
            ("plain", 5),
            ("Guéhenno", 8),
            ("Gue\u{301}henno", 8),
            ("平和", 4),
            ("⭐ a", 4),
            ("👩‍🚒", 2),
            ("🇺🇳", 2),
            ("a\tb", 2),
            ("ｶﾞ", 3),
            ("سلام", 4),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn squeezing_borrows_what_is_tidy() {
        assert!(matches!(squeeze(" tidy text\n"), Cow::Borrowed("tidy text")));
        assert_eq!(squeeze("a \n\t b\u{a0}c"), "a b c");
        assert_eq!(squeeze(" \n "), "");
    }

    #[test]
    fn folding_forgives_accents_case_quotes_and_width() {
        assert_eq!(fold("  Guéhenno’s  ＤＰＯ–x "), "guehenno's dpo-x");
        assert_eq!(fold("İstanbul ﬁne"), "istanbul fine");
        assert_eq!(fold("soft\u{ad}ly"), "softly");
    }

    #[test]
    fn words_are_without_punctuation() {
        assert_eq!(
            words("The UN's $6.5 billion (2020).").collect::<Vec<_>>(),
            ["The", "UN's", "6.5", "billion", "2020"]
        );
    }

    proptest! {
        #[test]
        fn squeezed_text_is_its_words_joined(text in "[a ,\\n\\t\u{a0}é]{0,40}") {
            let expected: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(squeeze(&text), expected.join(" "));
        }

        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_clamped_range_slices(text in any::<String>(), a in 0usize..60, b in 0usize..60) {
            let range = clamp(&text, a..b);
            prop_assert!(text.get(range).is_some());
        }
    }
}
