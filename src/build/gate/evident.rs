//! Whether the key is told by a word that the stem has too: “Somavāsara” of “Soma”, “Sunday” of the “Sun”.

use crate::build::english;
use crate::flaw::words::Words;

/// The fewest letters that tell a word.
const LETTERS: usize = 3;

/// Words of our own stems, which lead nobody to a choice.
#[rustfmt::skip]
const OURS: &[&str] = &[
    "according", "completes", "describe", "described", "directly", "entry", "follow", "followed", "give", "given", "infobox",
    "list", "month", "passage", "percentage", "section", "statement", "table", "under", "year",
];

/// Whether the key has a word of the stem, or one that begins as a word there does, or the other way round, and not
/// every wrong choice has.
pub(super) fn by_a_word(stem: &str, key: &str, wrong: &[&str]) -> bool {
    let asked = told(stem);
    let tells = |choice: &str| {
        let own = told(choice);
        own.iter().any(|word| asked.iter().any(|other| begins(word, other) || begins(other, word)))
    };
    tells(key) && !wrong.iter().all(|other| tells(other))
}

/// The words of a text that say something, folded.
fn told(text: &str) -> Vec<String> {
    let words = Words::of(text).0.into_iter();
    let common = |word: &str| OURS.contains(&word) || english::has(english::CLOSED, word);
    words
        .filter(|word| word.content && word.folded.chars().count() >= LETTERS && !common(&word.folded))
        .map(|word| word.folded)
        .collect()
}

/// Whether a word is another one or goes on behind it; a number is only ever itself.
fn begins(word: &str, with: &str) -> bool {
    word == with || (word.starts_with(with) && with.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_stem_gives_the_key_away() {
        for (stem, key, wrong) in [
            ("which day is given for Chandra/Soma (Moon)?", "Somavāsara (Monday)", ["Budhavāsara", "Guruvāsara"]),
            ("which day is given for Sūrya (Sun)?", "Ravivāsara (Sunday)", ["Budhavāsara", "Guruvāsara"]),
            ("for which of these is Guruvāsara given?", "Bṛihaspati/Guru", ["Budha", "Śani"]),
            ("which venue is given for Newport Mills?", "Mills Park", ["Old Field", "The Green"]),
        ] {
            assert!(by_a_word(stem, key, &wrong), "{key}");
        }
        for (stem, key, wrong) in [
            ("for which of these is Old Field the venue?", "Newport Mills", ["Newport Rock", "Newport Town"]),
            ("for which Newport club is Old Field the venue?", "Newport Mills", ["Newport Rock", "Newport Town"]),
            ("According to the list, who founded it?", "Anna Liston", ["Bo Entry", "Ida Kelly"]),
            ("when was it founded, in the Year of 19?", "1912", ["1921", "1934"]),
            ("what is for the son of Kelly?", "Forrest", ["Bern", "Oslo"]),
        ] {
            assert!(!by_a_word(stem, key, &wrong), "{key}");
        }
    }
}
