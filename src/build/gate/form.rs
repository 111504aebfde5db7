//! What a sentence looks like, whatever it says.

use crate::build::english::{self, COMMON};
use crate::build::mention::Token;

/// Abbreviations at which a sentence was divided, where one does not end.
pub(super) const ABBREVIATIONS: [&str; 20] = [
    "v", "vs", "Bvt", "Gen", "Col", "Lt", "Maj", "Capt", "Sgt", "Brig", "St", "Dr", "Mr", "Mrs", "Ms", "No", "Rev",
    "Hon", "Prof", "Mt",
];

/// `homeless.The`: two sentences without a space between.
pub(super) fn run_together(word: &str) -> bool {
    word.char_indices().filter(|(_, c)| *c == '.').any(|(at, _)| {
        let before = word.get(..at).and_then(|left| left.chars().next_back());
        let mut behind = word.get(at + 1..).unwrap_or_default().chars();
        before.is_some_and(char::is_lowercase)
            && behind.next().is_some_and(char::is_uppercase)
            && behind.next().is_some_and(char::is_lowercase)
    })
}

/// Whether reference marks stand behind the full stop.
pub(super) fn references_end(text: &str) -> bool {
    let Some(open) = text.rfind('[') else { return false };
    text.ends_with(']')
        && text
            .get(..open)
            .is_some_and(|text| text.trim_end_matches(['"', '”', ')', ']']).ends_with(['.', '!', '"', '”', ']']))
}

/// Whether a text has code, an address or markup in it.
pub(super) fn is_markup(text: &str) -> bool {
    const SIGNS: [&str; 17] = [
        "::", "http", "www.", "()", "==", "&amp;", "&lt;", "&nbsp;", "/*", "->", "=>", "${", "--", "...", ". .",
        "____", " / ",
    ];
    text.contains(['{', '}', '<', '>', '|', '\\', '^', '~', '`', '=', '#', '@', '*', '\u{FFFD}', '•', '…'])
        || SIGNS.iter().any(|sign| text.contains(sign))
        || text.split(' ').any(|word| {
            let file =
                word.contains('/') && !word.starts_with(|c: char| c.is_ascii_digit()) && word.matches('/').count() > 1;
            let dotted = word.trim_end_matches(['.', ',', ';', ')']).rsplit_once('.').is_some_and(|(name, kind)| {
                name.len() > 1
                    && !name.contains('.')
                    && (1..=4).contains(&kind.len())
                    && kind.bytes().all(|b| b.is_ascii_lowercase())
            });
            let ratio = word.contains('/') && !matches!(word, "and/or") && !word.contains(|c: char| c.is_uppercase());
            file || dotted || ratio || stray_unit(word) || word.contains('_')
        })
        || text.chars().filter(|c| c.is_control()).count() > 0
}

/// `Moilbbl/d`, `MUSgal`: a unit as a template writes it.
fn stray_unit(word: &str) -> bool {
    const CODES: [&str; 8] = ["cuft", "cumi", "impgal", "oilbbl", "sqft", "sqmi", "sqyd", "USgal"];
    CODES.iter().any(|code| word.contains(code)) || word.starts_with("e6")
}

/// Whether a passage can be quoted beside a value that ends at a place in it: no sentence that was cut at “v.”, no
/// template or link that nobody has read, no unit that a template wrote, no year before our era that looks like one of it.
pub fn quotable(text: &str, end: usize) -> bool {
    let last = text.trim_end_matches(['.', ' ']).rsplit(' ').next().unwrap_or_default();
    let mut behind = text.get(end..).unwrap_or_default().split_whitespace().take(3);
    let era = behind.any(|word| matches!(word.trim_matches(|c: char| !c.is_alphanumeric()), "BC" | "BCE"));
    // “between 1900 up to 2600 hours”
    let range = text.get(end..).is_some_and(|behind| behind.trim_start().starts_with("up to "));
    let raw = ["{{", "}}", "[[", "]]"].iter().any(|mark| text.contains(mark));
    !raw && !era && !range && !ABBREVIATIONS.contains(&last) && !text.split(' ').any(stray_unit)
}

/// Whether a text is English, as far as its words tell.
pub(super) fn english_text(text: &str, words: &[Token<'_>]) -> bool {
    let common = words.iter().filter(|token| english::has(COMMON, token.word)).count();
    let ascii = text.bytes().filter(u8::is_ascii).count();
    common * 8 >= words.len() && common > 1 && ascii * 10 >= text.len() * 9
}

/// Whether quotations and brackets that begin in a text end in it, in their order.
pub(super) fn balanced(text: &str) -> bool {
    let mut open = Vec::new();
    let nested = text.chars().all(|c| match c {
        '(' | '[' | '“' => {
            open.push(c);
            true
        }
        ')' => open.pop() == Some('('),
        ']' => open.pop() == Some('['),
        '”' => open.pop() == Some('“'),
        _ => true,
    });
    nested && open.is_empty() && text.matches('"').count().is_multiple_of(2) && !opens_single(text)
}

/// `said that '[t]he army was new.`: a quotation in single marks that does not end.
fn opens_single(text: &str) -> bool {
    let single = |c: char| matches!(c, '\'' | '‘' | '’');
    let (mut opened, mut closed, mut before) = (0_usize, 0_usize, ' ');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let apart = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–');
        if single(c) && apart(before) && !next.is_whitespace() {
            opened += 1;
        } else if single(c) && !next.is_alphanumeric() {
            closed += 1;
        }
        before = c;
    }
    opened > closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_quoted_is_told() {
        assert!(quotable("Kelly left in 1912.", 17));
        assert!(!quotable("In 1962 White v.", 7) && !quotable("Between 1800 and 800 BCE it was so.", 12));
        assert!(!quotable("It is between 1900 up to 2600 hours.", 18));
        assert!(!quotable("In 2007 it was 2 Moilbbl/d of oil.", 7));
        assert!(!quotable("In 1989 it lost 11 MUSgal of oil.", 7) && is_markup("It lost 11 MUSgal of crude oil."));
        assert!(!quotable("In 1989 it lost {{convert|11|USgal}} of oil.", 7));
    }

    #[test]
    fn sentences_that_run_together_and_brackets_out_of_order_are_told() {
        assert!(run_together("homeless.The") && !run_together("U.S.") && !run_together("Debian.org"));
        assert!(balanced("It was (new) [“so”]."));
        assert!(!balanced("The Library said that '[t]he army was new.") && balanced("The Works' 'new' army isn't so."));
        assert!(!balanced("It was (new]).") && !balanced("new) and (old") && !balanced("He said \"so."));
        assert!(
            is_markup("about 800 koilbbl/d of it")
                && is_markup("1.4 Moilbbl/d, in all")
                && !is_markup("the teachers and/or the council")
        );
    }
}
