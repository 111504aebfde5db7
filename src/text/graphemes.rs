use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The graphemes of a text, each with its place. As those of the crate, but where two ASCII characters follow each other
/// the first is taken without a look at any table: most of what is drawn is of that kind, and it is gone through for
/// each frame.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let grapheme = match rest.as_bytes() {
            [first, second, ..] if first.is_ascii() && second.is_ascii() && *first != b'\r' => rest.get(..1)?,
            _ => rest.graphemes(true).next()?,
        };
        let from = at;
        at += grapheme.len();
        Some((from, grapheme))
    })
}

/// The columns of one grapheme.
pub fn columns(grapheme: &str) -> usize {
    if let [byte] = grapheme.as_bytes() {
        return usize::from(!byte.is_ascii_control());
    }
    if grapheme.contains(char::is_control) {
        return 0;
    }
    // ratatui moves on by a column more for each halfwidth sound mark, on top of what unicode-width gives it.
    let marks = grapheme.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count();
    grapheme.width() + marks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;

    proptest! {
        #[test]
        fn graphemes_are_those_of_the_standard(text in "[a-c \r\n\u{301}\u{200d}👩🚒🇺🇳🇫🇷ｶﾞك한ᄀ\u{11a8}\u{600}]{0,30}") {
            let standard: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
            prop_assert_eq!(graphemes(&text).collect::<Vec<_>>(), standard);
        }
    }
}
