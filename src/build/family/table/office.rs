//! Which office the people of a table held, as the sentence above it says.

use crate::build::corpus::{Corpus, Place};
use crate::document::Kind;

/// How many sentences above a table may tell what it is of.
const ABOVE: usize = 3;
/// The most words of an office.
const WORDS: usize = 10;

/// The office that a table lists the holders of: “… those who have held the position of Head of Works:”.
pub(super) fn office(corpus: &Corpus, header: Place) -> Option<&str> {
    let section = corpus.passage(header).section;
    let above = (0..header.passage).rev().take(ABOVE).map(|passage| Place { passage, ..header });
    let mut sentences = above.take_while(|place| corpus.passage(*place).section == section);
    sentences.find_map(
        |place| {
            if corpus.passage(place).kind == Kind::Sentence { named(corpus.text(place)) } else { None }
        },
    )
}

fn named(sentence: &str) -> Option<&str> {
    let told = ["held the ", "hold the ", "holders of the ", "served in the ", "occupied the ", "held "];
    let kinds = ["position of ", "office of ", "post of ", "role of ", "title of "];
    let find = |kind: &&str| {
        let at = sentence.find(kind)?;
        let before = sentence.get(..at)?;
        told.iter().any(|words| before.ends_with(words)).then(|| sentence.get(at + kind.len()..)).flatten()
    };
    let rest = kinds.iter().find_map(find)?;
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let cuts = [" since", " from ", " between", " until", " during", " over ", " and their", " to date", " so far"];
    let end = rest.find([':', '.', ',', ';', '(', '[']).into_iter().chain(cuts.iter().filter_map(|cut| rest.find(cut)));
    let office = rest.get(..end.min().unwrap_or(rest.len()))?.trim();
    let fits = office.starts_with(char::is_uppercase) && office.split_whitespace().count() <= WORDS;
    (fits && crate::text::clean(office) == office).then_some(office)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_what_the_sentence_above_calls_so() {
        for (sentence, office) in [
            (
                "This is a list of those who have held the position of Head of Public Works:",
                Some("Head of Public Works"),
            ),
            ("Six people have held the office of the Governor of Mali since 1960.", Some("Governor of Mali")),
            ("They held the position of the troops.", None),
            ("The office of works has had five heads.", None),
        ] {
            assert_eq!(named(sentence), office, "{sentence}");
        }
    }
}
