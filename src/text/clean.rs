use std::borrow::Cow;

/// What may be drawn of `text` on one line: white space becomes single spaces, control characters become visible
/// signs, and characters that only steer (bidi controls, zero-width characters, tags) are left out.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut space = false;
    let fine = |c: char| {
        let fits = !steers(c) && !c.is_control() && (!c.is_whitespace() || (c == ' ' && !space));
        space = c == ' ';
        fits
    };
    if text.chars().all(fine) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    // The last character that was kept and is not a joiner: what a joiner would join to.
    let mut last = None;
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            if last != Some(' ') {
                out.push(' ');
            }
            last = Some(' ');
        } else if is_joiner(c) {
            if let (Some(before), Some(&after)) = (last, chars.peek())
                && joins(before, c, after)
            {
                out.push(c);
            }
        } else if !steers(c) {
            let shown = visible(c);
            out.push(shown);
            last = Some(shown);
        }
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Whether a character shows nothing and only steers how others are drawn, joined or read.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    is_joiner(c) || steers(c)
}

/// Whether a character is a small picture (an emoji or a dingbat; not an arrow).
#[must_use]
pub fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x231A..=0x23FF | 0x2600..=0x27BF | 0x2B05..=0x2BFF | 0x1_F000..=0x1_FAFF)
}

fn steers(c: char) -> bool {
    // Tag characters are removed too: they can hide a whole message.
    is_joiner(c)
        || matches!(u32::from(c),
            0xAD | 0x61C | 0x180E | 0x200B | 0x200E..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            | 0xFEFF | 0xFFF9..=0xFFFB | 0x1_D173..=0x1_D17A | 0xE_0000..=0xE_007F)
            && !c.is_whitespace()
}

const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';

fn is_joiner(c: char) -> bool {
    matches!(c, NON_JOINER | JOINER)
}

fn joins(before: char, joiner: char, after: char) -> bool {
    let part_of_emoji =
        |c: char| is_pictograph(c) || matches!(u32::from(c), 0xFE0F | 0x20E3 | 0x2190..=0x21FF | 0x2640 | 0x2642);
    (joiner == JOINER && part_of_emoji(before) && part_of_emoji(after)) || (is_cursive(before) && is_cursive(after))
}

/// Letters and signs of scripts where a joiner changes the word: Arabic and its kin, the Indic scripts, Mongolian.
fn is_cursive(c: char) -> bool {
    matches!(u32::from(c),
        0x600..=0x8FF | 0x900..=0xDFF | 0x1000..=0x109F | 0x1780..=0x18AF | 0xA840..=0xA87F | 0xA8E0..=0xA8FF
        | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC)
}

fn visible(c: char) -> char {
    match u32::from(c) {
        code @ 0..=0x1F => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7F => '\u{2421}',
        0x80..=0x9F => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_text_is_borrowed() {
        for text in ["", "plain text", "Hédi Annabi (1943–2010)", "平和 ⭐", "e\u{301}", "👩\u{200d}🚒"] {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn what_could_steer_the_terminal_or_the_reader_is_taken_out() {
        for (text, shown) in [
            ("a\tb\r\nc", "a b c"),
            ("a  \u{a0}b\u{2028}c\u{85}d", "a b c d"),
            ("\u{1b}[2J", "␛[2J"),
            ("\0\u{7f}\u{9b}31m", "␀␡\u{fffd}31m"),
            ("\u{202e}evil\u{2066}\u{200f}", "evil"),
            ("\u{feff}pass\u{ad}\u{200b}word\u{2060}", "password"),
            ("a\u{fff9}b\u{fffb}", "ab"),
            ("x\u{e0041}\u{e007f}y", "xy"),
        ] {
            assert_eq!(clean(text), shown, "{text:?}");
        }
    }

    #[test]
    fn joiners_stay_only_where_they_join() {
        for (text, shown) in [
            ("👩\u{200d}🚒", "👩\u{200d}🚒"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈"),
            ("می\u{200c}شود", "می\u{200c}شود"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
            ("ad\u{200d}min\u{200c}s", "admins"),
            ("می\u{200c}\u{200c} x", "می x"),
            ("\u{200d}🚒\u{200d}", "🚒"),
            ("👩\u{200c}🚒", "👩🚒"),
        ] {
            assert_eq!(clean(text), shown, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaned_text_is_clean(text in any::<String>()) {
            let once = clean(&text).into_owned();
            prop_assert!(!once.contains(char::is_control));
            prop_assert!(!once.contains("  "));
            let twice = clean(&once);
            prop_assert_eq!(twice.as_ref(), once.as_str());
        }

        #[test]
        fn cleaning_is_stable_among_joiners(text in "[\u{200c}\u{200d}aبم👩🚒 \u{ad}\u{fe0f}]{0,12}") {
            let once = clean(&text).into_owned();
            let twice = clean(&once);
            prop_assert_eq!(twice.as_ref(), once.as_str());
        }
    }
}
