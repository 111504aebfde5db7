//! What documents say, as our own words show it.

use crate::document::Section;

/// A sentence as a stem or a rationale shows it: without reference marks, its quotation marks inside those of the stem.
pub(super) fn shown(text: &str) -> String {
    inner(unmarked(text).trim())
}

/// A text without reference marks: `[2]`, `[citation needed]`, `[a]`.
pub(super) fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, mark) = rest.split_at(open);
        out.push_str(before);
        let close = mark.find(']').filter(|close| *close < 40);
        let inside = close.and_then(|close| mark.get(1..close)).unwrap_or_default();
        let reference = inside.ends_with(" needed")
            || (inside.len() == 1 && !close.is_some_and(|close| changed(mark, close)))
            || (!inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || ", -–".contains(c)));
        if let Some(close) = close.filter(|_| reference) {
            rest = mark.get(close + 1..).unwrap_or_default();
        } else {
            out.push('[');
            rest = mark.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// A part of a sentence as [`shown`]: a quotation that it opens or closes without the other end loses its mark.
pub(super) fn part(text: &str) -> String {
    let even = text.matches('"').count().is_multiple_of(2) && text.matches('“').count() == text.matches('”').count();
    if even { shown(text) } else { shown(&text.replace(['"', '“', '”'], "")) }
}

/// `[t]he`: a letter that somebody changed, and no mark of a note.
fn changed(mark: &str, close: usize) -> bool {
    mark.get(close + 1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// Double quotation marks made single, for what stands in double ones.
pub(super) fn inner(text: &str) -> String {
    let mut open = true;
    let single = |c| match c {
        '“' => '‘',
        '”' => '’',
        '"' => {
            open = !open;
            if open { '’' } else { '‘' }
        }
        c => c,
    };
    text.chars().map(single).collect()
}

/// The heading above a passage as stems and rationales name it: not that of the whole document, and no sample of type.
pub(super) fn section(section: &Section) -> Option<&str> {
    section.title.as_deref().filter(|title| section.level > 1 && is_worded(title))
}

/// Whether a heading has words in it, and is no row of letters: “abcdefghijk ﬁ ﬂ & 1236”.
fn is_worded(title: &str) -> bool {
    const SMALL: [&str; 24] = [
        "a", "i", "o", "of", "to", "in", "on", "at", "by", "as", "an", "is", "it", "or", "no", "up", "we", "my", "de",
        "la", "le", "et", "vs", "go",
    ];
    let initial = |token: &str| token.ends_with('.') && token.starts_with(char::is_uppercase);
    // Signs and numbers say nothing of what stands beside them.
    let tokens = || title.split_whitespace().filter(|token| token.contains(char::is_alphabetic) && !initial(token));
    let letters = |token: &str| token.chars().filter(|c| c.is_alphabetic()).count();
    let sample = |token: &&str| {
        let capitals = !token.contains(char::is_lowercase) && letters(token) > 1;
        letters(token) < 3 && !capitals && !SMALL.contains(&token.to_lowercase().as_str())
    };
    let (samples, all) = (tokens().filter(sample).count(), tokens().count());
    let signs = !title.contains(char::is_alphanumeric);
    !signs && !tokens().any(is_alphabet) && (samples < 2 || samples < all) && (samples < 3 || samples * 2 < all)
}

/// Whether the letters of a word go on as those of the alphabet do: “abcefghijop”.
fn is_alphabet(word: &str) -> bool {
    let word = word.to_lowercase();
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() > 8 && letters.windows(2).all(|pair| matches!(pair, [one, next] if one < next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_of_type_is_no_heading() {
        for title in [
            "abcefghijopstuvwyz c ﬁ ﬂ e f & 1236 AVOQ abcefghijopstuvwyz Q c ﬁ ﬂ e f &",
            "fi fl ﬁ ﬂ ae oe æ œ",
            "A B C D",
            "* * *",
            "g & k",
        ] {
            assert!(!is_worded(title), "{title}");
        }
        for title in [
            "History",
            "A",
            "1998",
            "C and C++",
            "The letters a, b and c of the alphabet",
            "J. R. R. Tolkien",
            "EU, UN, UK",
            "Vitamin C & D",
            "Go to it",
            "中国",
            "第1章 历史",
        ] {
            assert!(is_worded(title), "{title}");
        }
    }

    #[test]
    fn a_stem_shows_no_reference_marks_and_keeps_the_quotation_apart() {
        assert_eq!(
            shown("It was “new”.[2][citation needed] He said \"so\" [sic]."),
            "It was ‘new’. He said ‘so’ [sic]."
        );
        assert_eq!(shown("It said that '[t]he army' was new[a]."), "It said that '[t]he army' was new.");
    }

    #[test]
    fn a_part_of_a_sentence_has_no_half_of_a_quotation() {
        assert_eq!(part("… titled “Strengthening the capacity …"), "… titled Strengthening the capacity …");
        assert_eq!(part("As of 2010 it leads “16 missions”.[5]"), "As of 2010 it leads ‘16 missions’.");
    }
}
