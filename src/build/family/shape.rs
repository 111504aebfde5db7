//! What a cell, a list's term or a bracket holds: its type and the form it is written in. Only things alike are set
//! against each other.

use crate::build::shown::inner;
use crate::text;
use crate::value::{self, Interval, Kind};

/// What a short text is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Shape {
    /// A date, written so: its digits and months masked.
    Date(String),
    /// An amount of money, with its sign and scale.
    Money(String),
    /// A percentage.
    Percent,
    /// A number, with its unit.
    Number(String),
    /// A name or title: its words have capitals.
    Name,
    /// Capitals only.
    Acronym,
    /// Other words.
    Phrase,
    /// Made for machines: an option, a path, a key, a version.
    Code,
    /// No answer: empty, a dash, “yes”, “incumbent”.
    Nothing,
}

impl Shape {
    /// The shape of a text that has been [trimmed](bare).
    pub(super) fn of(words: &str) -> Self {
        Self::read(words).0
    }

    /// The same, and the value of a text that is one.
    pub(super) fn read(words: &str) -> (Self, Option<Interval>) {
        let value = value_of(words);
        (Self::with(words, value), value)
    }

    fn with(words: &str, value: Option<Interval>) -> Self {
        let folded = folded(words);
        let letters = folded.trim_matches(|c: char| !c.is_alphanumeric());
        if letters.is_empty() || NOTHING.contains(&letters) {
            return Self::Nothing;
        }
        if let Some(value) = value {
            return match value.kind {
                Kind::Date => Self::Date(mask(&folded)),
                Kind::Money => Self::Money(mask(&folded)),
                Kind::Percent => Self::Percent,
                Kind::Count => Self::Number(mask(&folded)),
            };
        }
        if is_code(words) {
            Self::Code
        } else if words.len() > 1 && words.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-') {
            Self::Acronym
        } else if is_name(words) {
            Self::Name
        } else {
            Self::Phrase
        }
    }

    /// Whether it is a value with an order.
    pub(super) fn is_value(&self) -> bool {
        matches!(self, Self::Date(_) | Self::Money(_) | Self::Percent | Self::Number(_))
    }
}

/// Words that answer nothing.
const NOTHING: &[&str] = &[
    "n/a",
    "na",
    "none",
    "unknown",
    "incumbent",
    "present",
    "current",
    "yes",
    "no",
    "tbd",
    "tba",
    "tbc",
    "true",
    "false",
    "ongoing",
    "various",
    "vacant",
    "acting",
    "never",
    "always",
    "same",
    "ditto",
    "not applicable",
    "see below",
    "see above",
    "not available",
    "not yet",
    "to be announced",
    "in office",
    "nil",
    "x",
    "partial",
    "optional",
    "required",
    "not known",
    "in progress",
    "living",
    "alive",
    "todo",
    "other",
    "others",
    "unspecified",
    "any",
    "all",
    "undefined",
    "disputed",
    "position abolished",
    "position established",
];

/// A text without case, accents and kinds of dashes; plain text is quickly done.
pub(super) fn folded(words: &str) -> String {
    if words.is_ascii() { text::squeeze(words).to_ascii_lowercase() } else { text::fold(words) }
}

/// The value of a text that says nothing else. Most texts have no number in them, and are not looked at further.
pub(super) fn value_of(words: &str) -> Option<Interval> {
    let spelt = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        word.len() < 10 && value::digits(&word.to_lowercase()).is_some()
    };
    let numbered = words.contains(char::is_numeric) || words.split_whitespace().take(4).any(spelt);
    if numbered { value::interval(words) } else { None }
}

/// A text with its digits and months masked, so that what is written alike is equal.
fn mask(folded: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        let short = matches!(word.as_str(), "st" | "nd" | "rd" | "th");
        match word.as_str() {
            "" => {}
            month if value::is_month(month) => out.push('M'),
            _ if short => {}
            other => out.push_str(other),
        }
        word.clear();
    };
    for c in folded.chars() {
        if c.is_alphabetic() {
            word.push(c);
            continue;
        }
        flush(&mut word, &mut out);
        match c {
            // Separators of thousands and decimals belong to the number.
            c if c.is_numeric() || (matches!(c, '.' | ',') && out.ends_with('9')) => {
                if !out.ends_with('9') {
                    out.push('9');
                }
            }
            c => out.push(c),
        }
    }
    flush(&mut word, &mut out);
    out
}

/// Whether a text is made for machines.
fn is_code(words: &str) -> bool {
    let signs = [
        "_", "\\", "::", "()", "--", "`", "<", ">", "{", "}", "[", "]", "$", "@", "=", "~", "^", ";", "*", "://", "\"",
        "|", "…",
    ];
    let single = !words.contains(char::is_whitespace);
    let keys = words.contains('+') || ["Ctrl", "Alt-", "Shift-", "Cmd", "Esc"].iter().any(|key| words.starts_with(key));
    let inner = words.chars().zip(words.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    signs.iter().any(|sign| words.contains(sign))
        || words.starts_with(['-', '.', '/', '#', ':', '%', '&', '!'])
        || !words.contains(char::is_alphabetic)
        || words.contains(char::is_control)
        || (single && (words.contains(['/', '.', ':']) || inner || words.starts_with(|c: char| c.is_ascii_digit())))
        || (keys && words.len() < 20)
        || (words.chars().count() == 1)
}

/// Words that stay small inside a name.
const PARTICLES: &[&str] = &[
    "of", "the", "and", "for", "in", "on", "at", "to", "de", "del", "der", "den", "van", "von", "la", "le", "les",
    "du", "da", "di", "do", "dos", "des", "al", "el", "bin", "ibn", "y", "e", "und", "a", "an", "with", "from", "by",
    "&",
];

/// Whether a text reads as a name or title.
pub(super) fn is_name(words: &str) -> bool {
    let mut tokens = words.split_whitespace();
    let capital = |token: &str| {
        let token = token.trim_start_matches(['(', '“', '‘', '\'', '’']);
        token.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    };
    let first = tokens.next().is_some_and(|token| token.starts_with(|c: char| c.is_uppercase()));
    let fits = |token: &str| {
        capital(token) || PARTICLES.contains(&token) || token.starts_with("al-") || token.starts_with("d’")
    };
    let last = words.split_whitespace().next_back().unwrap_or_default();
    let ended = last.ends_with(['.', '!', '?', ':', ',']) && last.chars().count() > 3;
    first && tokens.clone().count() < 8 && words.len() <= 80 && tokens.all(fits) && !ended && !PARTICLES.contains(&last)
}

/// Whether a text can be a person's name: two to five words, none of them a number.
pub(super) fn is_person(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (2..=5).contains(&count) && is_name(words) && !words.contains(|c: char| c.is_numeric() || "&/:,".contains(c))
}

/// A name as it stands in a sentence.
pub(super) fn with_article(name: &str) -> String {
    let plural = ["Netherlands", "Philippines", "Bahamas", "Maldives", "Seychelles", "Gambia", "Vatican"];
    let joined = ["United ", "Republic of", "Democratic Republic", "Kingdom of", "Isle of", "Commonwealth of"];
    let ends = [" Islands", " Republic", " Union", " Emirates", " Kingdom", " States", " Federation"];
    let takes = plural.contains(&name)
        || joined.iter().any(|start| name.starts_with(start))
        || ends.iter().any(|end| name.ends_with(end));
    if takes { format!("the {name}") } else { name.to_owned() }
}

/// Words out of a document inside our own sentence: what would read as a part of it stands in quotation marks.
pub(super) fn in_sentence(words: &str, shape: &Shape) -> String {
    const JOINING: &[&str] = &["a", "an", "and", "at", "by", "for", "from", "in", "on", "to", "with"];
    let title = || words.split_whitespace().any(|word| JOINING.contains(&word));
    let runs_on = match shape {
        Shape::Phrase => true,
        Shape::Name => words.contains([',', ';', ':']) || title(),
        _ => false,
    };
    if runs_on { format!("“{}”", inner(words)) } else { words.to_owned() }
}

/// The part of a text without footnote marks, emphasis and white space around it; always a slice of it.
pub(super) fn bare(words: &str) -> &str {
    let mut words = words.trim();
    loop {
        let before = words.len();
        words = words.trim_end_matches(|c: char| "†‡§¶¹²³⁴⁵⁶⁷⁸⁹⁰ᵃᵇᶜ^".contains(c) || c.is_whitespace());
        words = words.trim_start_matches(|c: char| "†‡§¶".contains(c) || c.is_whitespace());
        for mark in ["**", "__", "*", "_"] {
            let inner = words.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
            words = inner.filter(|inner| !inner.contains(mark)).unwrap_or(words);
        }
        words = words.strip_suffix('*').filter(|rest| !rest.contains('*')).unwrap_or(words);
        if words.ends_with(']')
            && let Some(open) = words.rfind('[')
            && open > 0
            && words.len() - open <= 24
        {
            words = words.get(..open).unwrap_or(words);
        }
        if words.len() == before {
            return words;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_things_have_one_shape() {
        let date = |form: &str| Shape::Date(form.to_owned());
        for (words, shape) in [
            ("28 February 1993", date("9 M 9")),
            ("1 March 1993", date("9 M 9")),
            ("March 1992", date("M 9")),
            ("1943", date("9")),
            ("1,234,567", Shape::Number("9".into())),
            ("34.5 km", Shape::Number("9 km".into())),
            ("27.89%", Shape::Percent),
            ("Jean-Marie Guéhenno", Shape::Name),
            ("Ghana", Shape::Name),
            ("Apollo 11", Shape::Name),
            ("Democratic Republic of the Congo", Shape::Name),
            ("GBR", Shape::Acronym),
            ("quit the program", Shape::Phrase),
            ("Quits the program.", Shape::Phrase),
            ("--verbose", Shape::Code),
            ("Ctrl+C", Shape::Code),
            ("foo_bar", Shape::Code),
            ("1.2.3", Shape::Code),
            ("docs.rs", Shape::Code),
            ("Incumbent", Shape::Nothing),
            ("–", Shape::Nothing),
            ("", Shape::Nothing),
        ] {
            assert_eq!(Shape::of(words), shape, "{words}");
        }
    }

    #[test]
    fn some_names_have_an_article() {
        assert_eq!(with_article("United States"), "the United States");
        assert_eq!(with_article("Netherlands"), "the Netherlands");
        assert_eq!(with_article("China"), "China");
    }

    #[test]
    fn what_reads_as_part_of_a_sentence_stands_in_quotation_marks() {
        for (words, said) in [
            ("Man without a thigh", "“Man without a thigh”"),
            ("Homunculus Nebula, Eta Carinae", "“Homunculus Nebula, Eta Carinae”"),
            ("Gone with the Wind", "“Gone with the Wind”"),
            ("Kofi Annan", "Kofi Annan"),
            ("Isle of Man", "Isle of Man"),
            ("1 March 1993", "1 March 1993"),
        ] {
            assert_eq!(in_sentence(words, &Shape::of(words)), said);
        }
    }

    #[test]
    fn marks_around_a_cell_are_no_part_of_it() {
        for (cell, words) in [
            (" Kofi Annan[3] ", "Kofi Annan"),
            ("Kofi Annan[a][note 2]†", "Kofi Annan"),
            ("**bold**", "bold"),
            ("1,234²", "1,234"),
            ("Total*", "Total"),
            ("[1]", "[1]"),
            ("", ""),
        ] {
            assert_eq!(bare(cell), words, "{cell}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}", marks in "[*_†\\[\\]a1 ²é]{0,12}") {
            for text in [&text, &marks] {
                let bare = bare(text);
                proptest::prop_assert!(text.contains(bare));
                let _ = (Shape::of(bare), is_person(bare));
            }
        }
    }
}
