//! Text as people see it.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Display columns.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Cut with a final `…` so that it fits.
#[must_use]
pub fn clip(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let (mut out, mut used) = (String::new(), 0);
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used + 1 > columns {
            break;
        }
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// The lines of a text, each at most `columns` wide, broken at spaces or between graphemes.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let (mut lines, mut start, mut used, mut space) = (Vec::new(), 0, 0, None);
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = width(grapheme);
        if grapheme == " " && used + wide > columns {
            lines.push(start..at);
            (start, used, space) = (at + 1, 0, None);
            continue;
        }
        if used + wide > columns && at > start {
            let (end, next) = space.map_or((at, at), |space| (space, space + 1));
            lines.push(start..end);
            (start, space) = (next, None);
            used = width(text.get(start..at).unwrap_or_default());
        }
        if grapheme == " " {
            space = Some(at);
        }
        used += wide;
    }
    lines.push(start..text.len().max(start));
    lines
}
