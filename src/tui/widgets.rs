//! Values turned into lines: wrapped text, bars, text fields. All pure, all for a given width.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use super::page::Row;
use crate::text;

/// A paragraph in one style, wrapped.
#[must_use]
pub fn paragraph(words: &str, style: Style, width: u16) -> Vec<Line<'static>> {
    wrap_spans(&[(words.to_owned(), style)], width, "", "")
}

/// Text in several styles, wrapped as one paragraph; each line keeps the styles of its parts.
///
/// The first line begins with `first`, the others with `rest`; both count as part of the width.
#[must_use]
pub fn wrap_spans(parts: &[(String, Style)], width: u16, first: &str, rest: &str) -> Vec<Line<'static>> {
    let whole: String = parts.iter().map(|(words, _)| words.as_str()).collect();
    let indent = text::width(first).max(text::width(rest));
    let lines = text::wrap(&whole, usize::from(width).saturating_sub(indent));
    let mut from = 0;
    let ends: Vec<(usize, usize, Style)> = parts
        .iter()
        .map(|(words, style)| {
            let start = from;
            from += words.len();
            (start, from, *style)
        })
        .collect();
    let mut wrapped = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        let lead = if at == 0 { first } else { rest };
        let mut spans = Vec::new();
        if !lead.is_empty() {
            spans.push(Span::raw(lead.to_owned()));
        }
        // Both are in order, so what ends before this line is not looked at again.
        let skip = ends.partition_point(|(_, end, _)| *end <= line.start);
        for (start, end, style) in ends.iter().skip(skip).take_while(|(start, ..)| *start < line.end) {
            let piece = whole.get(line.start.max(*start)..line.end.min(*end)).unwrap_or_default();
            if !piece.is_empty() {
                spans.push(Span::styled(piece.to_owned(), *style));
            }
        }
        wrapped.push(Line::from(spans));
    }
    wrapped
}

/// `words` cut into parts, with one style for the marked ranges (bytes, in order, not overlapping) and one for the rest.
#[must_use]
pub fn marked(words: &str, marks: &[Range<usize>], plain: Style, mark: Style) -> Vec<(String, Style)> {
    let mut parts = Vec::new();
    let mut push = |range: Range<usize>, style| {
        if let Some(piece) = words.get(range).filter(|piece| !piece.is_empty()) {
            parts.push((piece.to_owned(), style));
        }
    };
    let mut from = 0;
    for range in marks {
        if range.start >= from && words.is_char_boundary(range.start) && words.is_char_boundary(range.end) {
            push(from..range.start, plain);
            push(range.clone(), mark);
            from = range.end;
        }
    }
    push(from..words.len(), plain);
    parts
}

/// Every line behind a bar at the left: a quote.
#[must_use]
pub fn quoted(lines: Vec<Line<'static>>, bar: Style) -> Vec<Line<'static>> {
    let behind = |mut line: Line<'static>| {
        line.spans.insert(0, Span::styled("┃ ", bar));
        line
    };
    lines.into_iter().map(behind).collect()
}

/// `left` and `right` at the two ends of a line. Where both do not fit, the right one goes.
#[must_use]
pub fn spread(left: impl Into<Line<'static>>, right: impl Into<Line<'static>>, width: u16) -> Line<'static> {
    let (mut line, right) = (left.into(), right.into());
    let used = line.width() + right.width();
    if used < usize::from(width) {
        line.spans.push(Span::raw(" ".repeat(usize::from(width) - used)));
        let own = right.style;
        line.spans.extend(right.spans.into_iter().map(|span| Span { style: own.patch(span.style), ..span }));
    }
    line
}

/// How much of something is done, in half columns: `━━━╸────`. Nothing is only drawn empty, everything only full.
#[must_use]
pub fn bar(done: usize, total: usize, width: u16, filled: Style, empty: Style) -> Vec<Span<'static>> {
    let columns = usize::from(width);
    let halves = if total == 0 {
        0
    } else if done >= total {
        2 * columns
    } else {
        let exact = (done as u128 * 2 * columns as u128).div_ceil(total as u128) as usize;
        exact.min((2 * columns).saturating_sub(1))
    };
    let (full, half) = (halves / 2, halves % 2);
    let mut spans = Vec::with_capacity(2);
    if halves > 0 {
        spans.push(Span::styled("━".repeat(full) + if half == 1 { "╸" } else { "" }, filled));
    }
    if full + half < columns {
        spans.push(Span::styled("─".repeat(columns - full - half), empty));
    }
    spans
}

/// A small diagram: a column for each value, scaled to the largest.
#[must_use]
pub fn spark(values: &[u64]) -> String {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    let step = |value: &u64| {
        let at = (u128::from(*value) * 7).div_ceil(u128::from(most)) as usize;
        STEPS.get(at).copied().unwrap_or('█')
    };
    values.iter().map(step).collect()
}

/// A text field: its label, what is in it, and the text cursor behind the first `cursor` bytes. Text that is longer than
/// the room is shown around the cursor.
#[must_use]
pub fn field(label: &str, value: &str, cursor: usize, width: u16, styles: FieldStyles) -> Row {
    let cursor = (0..=cursor.min(value.len())).rev().find(|at| value.is_char_boundary(*at)).unwrap_or(0);
    let lead = text::width(label) + 1;
    // One column is for the cursor behind the last letter.
    let room = usize::from(width).saturating_sub(lead + 1);
    let (before, after) = value.split_at(cursor);
    let (mut wide, mut start) = (text::width(before), 0);
    for grapheme in before.graphemes(true) {
        if wide <= room {
            break;
        }
        start += grapheme.len();
        wide = wide.saturating_sub(text::width(grapheme));
    }
    let before = before.get(start..).unwrap_or_default();
    let spans = vec![
        Span::styled(format!("{label} "), styles.label),
        Span::styled(before.to_owned(), styles.value),
        Span::styled(after.to_owned(), styles.value),
    ];
    Row::new(Line::from(spans)).cursor((lead + text::width(before)) as u16)
}

/// What a text field is drawn in.
#[derive(Debug, Clone, Copy)]
pub struct FieldStyles {
    /// Of what stands before it.
    pub label: Style,
    /// Of what is in it.
    pub value: Style,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::{Modifier, Stylize};

    use super::*;

    const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);

    fn plain(lines: &[Line<'_>]) -> Vec<String> {
        lines.iter().map(ToString::to_string).collect()
    }

    fn drawn(done: usize, total: usize, width: u16) -> String {
        bar(done, total, width, BOLD, Style::new()).iter().map(|span| span.content.as_ref()).collect()
    }

    #[test]
    fn styles_follow_their_words_across_lines() {
        let parts = marked("all of the planning, preparation of it", &[11..20, 20..32], Style::new(), BOLD);
        let lines = wrap_spans(&parts, 22, "- ", "  ");
        assert_eq!(plain(&lines), ["- all of the planning,", "  preparation of it"]);
        let bold: Vec<_> = lines.iter().flat_map(|line| &line.spans).filter(|span| span.style == BOLD).collect();
        assert_eq!(bold.iter().map(|span| span.content.as_ref()).collect::<Vec<_>>(), ["planning,", "preparation"]);
    }

    #[test]
    fn a_bar_is_empty_only_at_nothing_and_full_only_at_all() {
        assert_eq!(drawn(0, 20, 6), "──────");
        assert_eq!(drawn(1, 1000, 6), "╸─────");
        assert_eq!(drawn(7, 20, 6), "━━╸───");
        assert_eq!(drawn(999, 1000, 6), "━━━━━╸");
        assert_eq!(drawn(20, 20, 6), "━━━━━━");
        assert_eq!(drawn(3, 0, 6), "──────", "of nothing, nothing is done");
    }

    #[test]
    fn a_diagram_reaches_from_its_smallest_to_its_largest() {
        assert_eq!(spark(&[0, 1, 4, 8]), "▁▂▅█");
        assert_eq!(spark(&[0, 0]), "▁▁");
    }

    #[test]
    fn the_two_ends_of_a_line_keep_their_styles_and_the_right_one_gives_way() {
        let line = spread("left", "right".bold(), 12);
        assert_eq!(line.to_string(), "left   right");
        assert_eq!(spread("left", "right".bold(), 9).to_string(), "left");
    }

    #[test]
    fn a_long_field_shows_what_is_before_its_cursor() {
        let styles = FieldStyles { label: Style::new(), value: Style::new() };
        let row = field("/", "peace operations", 16, 12, styles);
        assert_eq!((row.line.to_string().as_str(), row.cursor), ("/ perations", Some(11)));
        let row = field("/", "日本", 3, 12, styles);
        assert_eq!(row.cursor, Some(4), "the cursor stands by columns, not letters");
    }

    proptest! {
        #[test]
        fn wrapping_loses_no_word_and_keeps_to_its_width(
            words in proptest::collection::vec(("[a-zé日🙂]{1,9}", any::<bool>()), 0..20),
            width in 1u16..40,
        ) {
            let parts: Vec<_> =
                words.iter().map(|(word, bold)| (format!("{word} "), if *bold { BOLD } else { Style::new() })).collect();
            let lines = wrap_spans(&parts, width, "> ", "  ");
            let room = usize::from(width.saturating_sub(2).max(2) + 2);
            prop_assert!(lines.iter().all(|line| line.width() <= room), "{lines:?}");
            let kept: String = lines.iter().flat_map(|line| line.spans.iter().skip(1)).map(|span| span.content.replace(' ', "")).collect();
            prop_assert_eq!(kept, words.iter().map(|(word, _)| word.as_str()).collect::<String>());
        }

        #[test]
        fn a_bar_fills_its_width(done in 0usize..500, total in 0usize..500, width in 0u16..100) {
            prop_assert_eq!(text::width(&drawn(done, total, width)), usize::from(width));
        }

        #[test]
        fn no_field_panics(value in "\\PC{0,30}", cursor in 0usize..60, width in 0u16..40) {
            let styles = FieldStyles { label: Style::new(), value: Style::new() };
            let row = field("find", &value, cursor, width, styles);
            prop_assert!(row.cursor.is_some());
        }
    }
}
