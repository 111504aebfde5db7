//! Texts as words: folded, reduced to their stems, and told apart into those that carry content and those that do not.

use crate::text;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Without case, accents and `'s`.
    pub folded: String,
    /// Its stem, so that `creates`, `created` and `creation` are one.
    pub stem: String,
    /// Whether it is written with a capital.
    pub capital: bool,
    /// Whether it says something by itself.
    pub content: bool,
}

/// A text as words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(pub Vec<Word>);

impl Words {
    /// The words of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text::words(text).map(word).collect())
    }

    /// The folded words.
    #[must_use]
    pub fn folded(&self) -> Vec<&str> {
        self.0.iter().map(|word| word.folded.as_str()).collect()
    }

    /// The stems of the words that carry content, in their order.
    pub fn content(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|word| word.content).map(|word| word.stem.as_str())
    }

    /// Whether some word has this stem.
    #[must_use]
    pub fn has(&self, stem: &str) -> bool {
        self.0.iter().any(|word| word.stem == stem)
    }

    /// Whether it reads as a name or title: two words or more, and every one that carries content has a capital.
    #[must_use]
    pub fn is_title(&self) -> bool {
        self.0.len() > 1 && self.0.iter().filter(|word| word.content).all(|word| word.capital)
    }

    /// Where the words of `other` stand in a row.
    #[must_use]
    pub fn place_of(&self, other: &[&str]) -> Option<usize> {
        if other.is_empty() {
            return None;
        }
        self.0.windows(other.len()).position(|run| run.iter().zip(other).all(|(word, folded)| word.folded == *folded))
    }
}

fn word(written: &str) -> Word {
    let folded = text::fold(written);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded).trim_end_matches('\'').to_owned();
    let empty = EMPTY.contains(&folded.as_str());
    let counts = folded.chars().count() > 2 || folded.chars().any(char::is_numeric);
    Word {
        stem: stem(&folded),
        capital: written.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric()),
        content: !empty && counts,
        folded,
    }
}

/// A rough stem of an English word: what is left without its endings. Two forms of one word should give the same; what
/// it looks like does not matter.
#[must_use]
pub fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut stem = singular(word);
    let verb = ["ing", "ed"].into_iter().find_map(|ending| {
        let left = stem.strip_suffix(ending)?;
        (left.len() >= 3 && left.contains(['a', 'e', 'i', 'o', 'u', 'y'])).then(|| left.to_owned())
    });
    if let Some(left) = verb {
        stem = undoubled(left);
    }
    for (ending, least) in ENDINGS {
        if let Some(left) = stem.strip_suffix(ending).filter(|left| left.len() >= least) {
            stem = undoubled(left.to_owned());
        }
    }
    while stem.len() > 4 && stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y']) {
        stem.pop();
    }
    stem
}

/// Endings that make one word of another, and the least that must be left of it; in the order in which they are taken off.
const ENDINGS: [(&str, usize); 12] = [
    ("ly", 4),
    ("ness", 4),
    ("ful", 4),
    ("less", 4),
    ("ment", 5),
    ("al", 5),
    ("ic", 5),
    ("ion", 4),
    ("ian", 4),
    ("an", 5),
    ("er", 5),
    ("or", 5),
];

/// A noun in the singular, a verb without its `s`.
#[must_use]
pub fn singular(word: &str) -> String {
    if let Some(left) = word.strip_suffix("ies").filter(|left| left.len() > 1) {
        return format!("{left}y");
    }
    if ["sses", "xes", "ches", "shes", "zes"].into_iter().any(|ending| word.ends_with(ending)) {
        return word.strip_suffix("es").unwrap_or(word).to_owned();
    }
    if is_plural(word) { word.strip_suffix('s').unwrap_or(word).to_owned() } else { word.to_owned() }
}

/// Whether a word ends as a plural does.
#[must_use]
pub fn is_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is", "'s"].into_iter().any(|ending| word.ends_with(ending))
}

/// `runn` is `run`; `fall` stays.
fn undoubled(mut word: String) -> String {
    let bytes = word.as_bytes();
    if let [.., a, b] = *bytes
        && a == b
        && !matches!(b, b'l' | b's' | b'z' | b'e' | b'o')
    {
        word.pop();
    }
    word
}

/// Words that carry no content of their own, and those that questions are made of.
#[rustfmt::skip] // a list is read as a paragraph
const EMPTY: &[&str] = &[
    "a", "about", "above", "according", "after", "again", "against", "all", "along", "also", "although", "always", "am", "among",
    "an", "and", "another", "any", "applies", "apply", "are", "around", "as", "at", "be", "became", "because", "become", "been", "before", "being",
    "below", "best", "between", "both", "but", "by", "called", "can", "choice", "choices", "come", "correct", "could", "did",
    "do", "does", "done", "down", "during", "each", "either", "else", "ever", "every", "following", "for", "from", "gave", "get",
    "give", "given", "gives", "go", "had", "has", "have", "having", "he", "her", "here", "him", "his", "how", "if", "in", "into",
    "is", "it", "its", "itself", "just", "kind", "kinds", "known", "like", "made", "main", "make", "makes", "many", "may", "me",
    "means", "might", "more", "most", "much", "must", "my", "name", "named", "names", "neither", "no", "none", "nor", "not",
    "of", "off", "often", "on", "once", "one", "ones", "only", "option", "options", "or", "other", "others", "our", "out", "over",
    "own", "refer", "refers", "same", "say", "says", "she", "should", "so", "some", "something", "sort", "statement",
    "statements", "still", "such", "take", "term", "than", "that", "the", "their", "them", "themselves", "then", "there", "these",
    "they", "thing", "things", "this", "those", "through", "to", "together", "too", "true", "type", "types", "under", "until",
    "up", "upon", "us", "use", "used", "uses", "very", "via", "was", "we", "well", "went", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for forms in [
            &["create", "creates", "created", "creating", "creation"] as &[&str],
            &["nation", "nations", "national"],
            &["establish", "established", "establishment"],
            &["run", "running"],
            &["city", "cities"],
            &["America", "American", "Americans"],
            &["Italy", "Italian"],
            &["Canada", "Canadian"],
            &["peacekeeper", "peacekeepers", "peacekeeping"],
            &["box", "boxes"],
            &["UN's", "UN"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| Words::of(form).0[0].stem.clone()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?}: {stems:?}");
        }
        for (one, other) in [("corn", "corner"), ("mission", "missile"), ("peace", "piece"), ("bus", "but")] {
            assert_ne!(stem(one), stem(other));
        }
    }

    #[test]
    fn names_are_told_by_their_capitals() {
        assert!(Words::of("The Office of Mission Support").is_title());
        assert!(!Words::of("Overall authority over missions").is_title());
        assert!(!Words::of("Authority").is_title(), "any choice may begin with a capital");
    }

    #[test]
    fn words_without_content_are_left_out() {
        let words = Words::of("Which of the following is the capital of France?");
        assert_eq!(words.content().collect::<Vec<_>>(), ["capit", "franc"]);
    }

    proptest::proptest! {
        #[test]
        fn no_word_makes_it_panic(word in "\\PC{0,20}") {
            let _ = (stem(&word), Words::of(&word));
        }
    }
}
