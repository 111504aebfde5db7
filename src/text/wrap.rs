use std::borrow::Cow;
use std::ops::Range;

use super::graphemes::{columns, graphemes};
use super::width;

/// Cuts `text` so that it takes at most `most` columns; what was cut ends in `…`.
#[must_use]
pub fn clip(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most || most == 0 {
        // A byte is never wider than a column, so short text needs no measuring.
        return Cow::Borrowed(if most == 0 { "" } else { text });
    }
    let mut used = 0;
    let mut cut = 0;
    for (at, grapheme) in graphemes(text) {
        used += columns(grapheme);
        if used < most {
            cut = at + grapheme.len();
        }
        if used > most {
            let kept = text.get(..cut).unwrap_or_default().trim_end();
            return Cow::Owned(format!("{kept}…"));
        }
    }
    Cow::Borrowed(text)
}

/// Breaks `text` into lines of at most `most` columns and gives their byte ranges; white space at a break belongs to
/// no line. An empty text is one empty line, and a grapheme wider than a line stands alone.
///
/// Line ends in `text` count as white space: one call is one paragraph.
#[must_use]
pub fn wrap(text: &str, most: usize) -> Vec<Range<usize>> {
    let most = most.max(1);
    let mut lines = Vec::new();
    let mut line = Line::default();
    for piece in pieces(text) {
        let gap = if line.is_empty() { 0 } else { width(text.get(line.end..piece.start).unwrap_or_default()) };
        if !line.is_empty() && line.used + gap + piece.columns > most {
            lines.push(line.start..line.end);
            line = Line::default();
        }
        if line.is_empty() {
            line.start = piece.start;
        } else {
            line.used += gap;
        }
        if piece.columns > most {
            // Longer than a whole line: it is broken wherever a line is full.
            for (at, grapheme) in graphemes(text.get(piece.start..piece.end).unwrap_or_default()) {
                let at = piece.start + at;
                if at > line.start && line.used + columns(grapheme) > most {
                    lines.push(line.start..at);
                    line = Line { start: at, end: at, used: 0 };
                }
                line.used += columns(grapheme);
                line.end = at + grapheme.len();
            }
        } else {
            line.used += piece.columns;
            line.end = piece.end;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.start..line.end);
    }
    lines
}

#[derive(Default)]
struct Line {
    start: usize,
    end: usize,
    used: usize,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// A run of graphemes that is kept together where a line has room for it.
struct Piece {
    start: usize,
    end: usize,
    columns: usize,
}

fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut graphemes = graphemes(text).peekable();
    std::iter::from_fn(move || {
        while graphemes.next_if(|(_, g)| is_space(g)).is_some() {}
        let (start, first) = graphemes.next()?;
        let mut piece = Piece { start, end: start + first.len(), columns: columns(first) };
        let (mut before, mut last) = (None, first);
        while let Some((at, next)) = graphemes.next_if(|(_, g)| !is_space(g) && !may_break(before, last, g)) {
            piece.end = at + next.len();
            piece.columns += columns(next);
            before = Some(last);
            last = next;
        }
        Some(piece)
    })
}

fn is_space(grapheme: &str) -> bool {
    grapheme.chars().all(|c| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}'))
}

/// Whether a line may end between `last` and `next`, `before` being what stands ahead of `last` in the same piece.
fn may_break(before: Option<&str>, last: &str, next: &str) -> bool {
    let (Some(end), Some(start)) = (last.chars().next(), next.chars().next()) else { return false };
    match end {
        '-' | '‐' => before.is_some() && start.is_alphabetic(),
        '/' | '–' | '—' => before.is_some() && (start.is_alphanumeric() || is_opening(start)),
        _ => (is_ideograph(last, end) || is_ideograph(next, start)) && !is_opening(end) && !is_closing(start),
    }
}

/// Scripts written without spaces between words, and pictures: wide graphemes that are not Hangul.
fn is_ideograph(grapheme: &str, first: char) -> bool {
    columns(grapheme) == 2 && !matches!(u32::from(first), 0x1100..=0x11FF | 0xA960..=0xA97F | 0xAC00..=0xD7FF)
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '"'
            | '\''
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '（'
            | '［'
            | '｛'
            | '「'
            | '『'
            | '【'
            | '〔'
            | '〈'
            | '《'
    )
}

fn is_closing(c: char) -> bool {
    // Also what Japanese typesetting keeps off the start of a line: small kana, marks of length and repetition.
    "!),.:;?]}\"'’”»›…%—–-，．。、：；！？）］｝」』】〕〉》・ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;

    fn lines(text: &str, most: usize) -> Vec<&str> {
        wrap(text, most).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn clipping_leaves_room_for_the_sign() {
        assert!(matches!(clip("short", 5), Cow::Borrowed("short")));
        assert_eq!(clip("longer", 5), "long…");
        assert_eq!(clip("two words", 5), "two…");
        assert_eq!(clip("平和維持", 6), "平和…");
        assert_eq!(clip("平和維持", 8), "平和維持");
        assert_eq!(clip("ab", 1), "…");
        assert_eq!(clip("ab", 0), "");
    }

    #[test]
    fn lines_break_at_spaces_and_swallow_them() {
        assert_eq!(lines("", 5), [""]);
        assert_eq!(lines("   ", 5), [""]);
        assert_eq!(lines("  the mission   of  ", 7), ["the", "mission", "of"]);
        assert_eq!(lines("the mission of", 14), ["the mission of"]);
        assert_eq!(lines("a b", 0), ["a", "b"]);
    }

    #[test]
    fn lines_break_inside_words_only_where_they_may() {
        assert_eq!(lines("peace-building", 8), ["peace-", "building"]);
        assert_eq!(lines("police/military", 8), ["police/", "military"]);
        assert_eq!(lines("1943–2010", 6), ["1943–", "2010"]);
        assert_eq!(lines("is -5 now", 5), ["is -5", "now"]);
        assert_eq!(lines("well, (ok)", 6), ["well,", "(ok)"]);
        assert_eq!(lines("extraordinary", 5), ["extra", "ordin", "ary"]);
        assert_eq!(lines("US$6.38\u{a0}billion", 9), ["US$6.38\u{a0}b", "illion"]);
    }

    #[test]
    fn ideographs_break_anywhere_but_keep_their_punctuation() {
        assert_eq!(lines("平和維持活動。", 8), ["平和維持", "活動。"]);
        assert_eq!(lines("平和「維持」", 6), ["平和", "「維", "持」"]);
        assert_eq!(lines("平和", 1), ["平", "和"]);
        assert_eq!(lines("평화유지 활동", 8), ["평화유지", "활동"]);
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_only_spaces(text in "[a-c \\-/–平。（\u{301}👩\u{200d}\n]{0,60}", most in 0usize..12) {
            let mut at = 0;
            for line in wrap(&text, most) {
                prop_assert!(line.start >= at && text[at..line.start].trim().is_empty());
                let words = &text[line.clone()];
                prop_assert!(width(words) <= most.max(1) || words.graphemes(true).filter(|g| columns(g) > 0).count() <= 1);
                at = line.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }

        #[test]
        fn clipped_text_fits(text in any::<String>(), most in 0usize..20) {
            let clipped = clip(&text, most);
            prop_assert!(width(&clipped) <= most);
            prop_assert_eq!(clipped == text, width(&text) <= most && (most > 0 || text.is_empty()));
        }
    }
}
