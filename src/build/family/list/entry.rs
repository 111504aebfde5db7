//! One entry of a list: a life, or a term and what it means.

use std::ops::Range;

use crate::build::family::shape::{Shape, bare, is_person};
use crate::value::{self, Interval, Kind};

mod calling;

pub(super) use calling::{has_calling, is_calling};

/// “Name (1938–2018), Ghanaian diplomat, …”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Life {
    pub name: Range<usize>,
    pub born: Option<Range<usize>>,
    pub died: Option<Range<usize>>,
    /// What the entry says of the person, one thing after another.
    pub descriptions: Vec<Range<usize>>,
}

/// “Term: what it means”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub name: Range<usize>,
    pub description: Range<usize>,
}

/// The longest life, in days as `value` counts them.
const LONGEST: f64 = 120.0 * 372.0;

impl Life {
    /// Reads an entry; none if it is no life.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (before, rest) = text.split_once('(')?;
        let (inside, after) = rest.split_once(')')?;
        let name = untitled(bare(unmarked(before)));
        if !is_person(name) {
            return None;
        }
        let within = |words: &str| {
            let start = words.as_ptr().addr() - text.as_ptr().addr();
            start..start + words.len()
        };
        let (born, died) = span(inside)?;
        Some(Self {
            name: within(name),
            born: born.map(within),
            died: died.map(within),
            descriptions: parts(after).into_iter().map(within).collect(),
        })
    }
}

impl Term {
    /// Reads an entry; none if it is no term with its meaning.
    pub(super) fn read(text: &str) -> Option<Self> {
        let entry = unmarked(text);
        let (term, rest) = [": ", " – ", " — ", " - "]
            .iter()
            .filter_map(|sign| entry.split_once(sign))
            .min_by_key(|(term, _)| term.len())?;
        let name = bare(term);
        let lower = name.to_lowercase();
        let shape = Shape::of(name);
        let count = name.split_whitespace().count();
        let plain = name.chars().all(|c| c.is_alphanumeric() || " -'’.&".contains(c));
        if !matches!(shape, Shape::Name | Shape::Acronym | Shape::Phrase)
            || !(1..=5).contains(&count)
            || !plain
            || name.ends_with('.')
            || NO_TERMS.contains(&lower.as_str())
        {
            return None;
        }
        let description = first_sentence(rest)?;
        let within = |words: &str| {
            let start = words.as_ptr().addr() - text.as_ptr().addr();
            start..start + words.len()
        };
        Some(Self { name: within(name), description: within(description) })
    }
}

/// What stands before a colon and is no term.
const NO_TERMS: &[&str] = &[
    "note",
    "notes",
    "warning",
    "tip",
    "example",
    "examples",
    "see",
    "see also",
    "todo",
    "author",
    "authors",
    "date",
    "added",
    "changed",
    "fixed",
    "removed",
    "deprecated",
    "security",
    "breaking",
    "fix",
    "feature",
    "docs",
    "chore",
    "default",
    "returns",
    "input",
    "output",
    "type",
    "step",
    "part",
    "source",
    "license",
    "licence",
    "version",
    "url",
    "website",
    "important",
    "caution",
    "yes",
    "no",
    "pros",
    "cons",
    "question",
    "answer",
];

/// Words that point to something outside a description.
const POINTING: &[&str] = &[
    "this", "that", "these", "those", "it", "its", "they", "their", "he", "she", "his", "her", "see", "same",
    "similar", "like", "also", "as", "above", "below", "another", "other", "such", "we", "you", "your", "our", "i",
    "if", "then", "now", "when", "because", "use", "used", "set", "run", "add", "make", "click", "please", "do",
    "don't",
];

/// An entry without the sign or number in front of it.
fn unmarked(text: &str) -> &str {
    let text = text.trim_start();
    let sign = text.trim_start_matches(|c: char| "-*•+·#–◦▪".contains(c));
    let sign = if sign.starts_with(char::is_whitespace) { sign.trim_start() } else { text };
    let number = sign.trim_start_matches(|c: char| c.is_ascii_digit());
    match number.strip_prefix(['.', ')']) {
        Some(rest) if number.len() < sign.len() && rest.starts_with(' ') => rest.trim_start(),
        _ => sign,
    }
}

/// A name without the title before it, which tells more of a person than the other names do.
fn untitled(name: &str) -> &str {
    let titles = ["Sir ", "Dame ", "Lord ", "Lady ", "Dr ", "Dr. ", "Prof. ", "Professor ", "Saint ", "St. "];
    let rest = titles.iter().find_map(|title| name.strip_prefix(title)).filter(|rest| rest.contains(' '));
    rest.unwrap_or(name)
}

/// Birth and death: `1943–2010`, `born 1943`, `b. 3 May 1943`, `died 2010`.
fn span(inside: &str) -> Option<(Option<&str>, Option<&str>)> {
    let inside = inside.trim();
    let date = |words: &str| value::interval(words).filter(|value| value.kind == Kind::Date && is_point(value));
    for sign in ["born in ", "born on ", "born ", "b. ", "* "] {
        if let Some(rest) = inside.strip_prefix(sign) {
            return date(rest).map(|_| (Some(rest.trim()), None));
        }
    }
    for sign in ["died in ", "died ", "d. "] {
        if let Some(rest) = inside.strip_prefix(sign) {
            return date(rest).map(|_| (None, Some(rest.trim())));
        }
    }
    let (born, died) = inside.split_once(['–', '—', '-'])?;
    let (born, died) = (born.trim(), died.trim());
    if died.is_empty() {
        return date(born).map(|_| (Some(born), None));
    }
    let (from, to) = (date(born)?, date(died)?);
    // People live for more than some years: shorter spans are terms of office.
    let lived = to.low - from.low;
    (lived > 15.0 * 372.0 && lived < LONGEST).then_some((Some(born), Some(died)))
}

/// Whether a date is a day, a month or a year, no decade or more.
fn is_point(value: &Interval) -> bool {
    value.high - value.low < 372.0
}

/// The parts of what is said of somebody, up to a full stop: what stands between commas and semicolons.
fn parts<'a>(after: &'a str) -> Vec<&'a str> {
    let rest = after.strip_prefix([',', ':', ';']).or_else(|| {
        let rest = after.trim_start();
        rest.strip_prefix(['–', '—', '-']).filter(|_| rest.len() < after.len())
    });
    let Some(rest) = rest else { return Vec::new() };
    let end = rest.find('(').into_iter().chain(full_stop(rest)).min().unwrap_or(rest.len());
    let said = rest.get(..end).unwrap_or_default();
    // The part that a bracket goes on with is not whole.
    let cut = rest.get(end..).is_some_and(|more| more.starts_with('('));
    let mut parts: Vec<&str> = said.split([',', ';']).collect();
    if cut && parts.len() > 1 {
        parts.pop();
    }
    let fits = |part: &&str| (2..=18).contains(&part.split_whitespace().count()) && whole(part);
    let inner = |part: &'a str| {
        let part = part.trim().trim_end_matches('.');
        part.strip_prefix("and ").map_or(part, str::trim_start)
    };
    parts.into_iter().map(inner).filter(fits).collect()
}

/// Where a sentence ends: not at an abbreviation, “U.N. forces”.
fn full_stop(text: &str) -> Option<usize> {
    let ends =
        |at: &usize| text.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_lowercase() || c == ')'));
    text.match_indices(". ").map(|(at, _)| at).find(ends)
}

/// The first sentence of a description, without its full stop.
fn first_sentence(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let range = crate::text::sentences(rest).into_iter().next()?;
    let sentence = rest.get(range)?.trim_end();
    let sentence = sentence.strip_suffix('.').unwrap_or(sentence);
    let count = sentence.split_whitespace().count();
    let first = sentence.split(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or_default().to_lowercase();
    let plain = !sentence.ends_with([':', '?', '!', ';', ','])
        && !sentence.contains(['`', '<', '{', '[', '|', '=', '\\', '“', '”', '"', '_'])
        && !sentence.contains("://");
    // A clause with a subject of its own says something about the term, but not what it is.
    let lower = sentence.starts_with(char::is_lowercase) || begins_with_article(sentence);
    let said = matches!(Shape::of(sentence), Shape::Phrase) && lower;
    ((4..=25).contains(&count) && plain && said && whole(sentence) && !POINTING.contains(&first.as_str()))
        .then_some(sentence)
}

/// Whether a description begins as that of a thing.
pub(super) fn begins_with_article(words: &str) -> bool {
    ["a ", "an ", "the ", "A ", "An ", "The "].iter().any(|article| words.starts_with(article))
}

/// Whether no bracket or quotation mark of a text stands alone.
fn whole(words: &str) -> bool {
    let count = |sign: char| words.matches(sign).count();
    count('(') == count(')') && count('“') == count('”') && count('"').is_multiple_of(2) && !words.contains('[')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(text: &str) -> Option<[Option<&str>; 4]> {
        let life = Life::read(text)?;
        let get = |range: Option<Range<usize>>| range.and_then(|range| text.get(range));
        Some([get(Some(life.name)), get(life.born), get(life.died), get(life.descriptions.into_iter().next())])
    }

    #[test]
    fn what_is_said_of_somebody_is_told_part_by_part() {
        let text = "Sir Brian Urquhart (1919–2021), British author, Head of the Office (in Rome), and more.";
        let life = Life::read(text).unwrap();
        assert_eq!(&text[life.name], "Brian Urquhart");
        let text = "Ada Byron (1815–1852), took the lead in the first U.N. force, and poet of note. She was more.";
        let parts: Vec<_> = Life::read(text).unwrap().descriptions.into_iter().map(|part| &text[part]).collect();
        assert_eq!(parts, ["took the lead in the first U.N. force", "poet of note"]);
        let text = "Kiran Bedi (born 1949), Indian tennis player, Lieutenant Governor of Puducherry.";
        let parts: Vec<_> = Life::read(text).unwrap().descriptions.into_iter().map(|part| &text[part]).collect();
        assert_eq!(parts, ["Indian tennis player", "Lieutenant Governor of Puducherry"]);
    }

    #[test]
    fn a_life_is_a_name_and_its_years() {
        assert_eq!(
            life("- Hédi Annabi (1943–2010), Tunisian diplomat, Head of a mission."),
            Some([Some("Hédi Annabi"), Some("1943"), Some("2010"), Some("Tunisian diplomat")])
        );
        assert_eq!(
            life("Maurice Baril (born 1943), General in the Canadian Forces, adviser"),
            Some([Some("Maurice Baril"), Some("1943"), None, Some("General in the Canadian Forces")])
        );
        assert_eq!(
            life("1. Ada Lovelace (10 December 1815 – 27 November 1852) – English mathematician"),
            Some([
                Some("Ada Lovelace"),
                Some("10 December 1815"),
                Some("27 November 1852"),
                Some("English mathematician")
            ])
        );
        for other in ["Kofi Annan (1993–1996), head", "Kofi Annan (Ghana)", "Annan", "the war (1914–1978), long", "("]
        {
            assert_eq!(life(other), None, "{other}");
        }
    }

    #[test]
    fn a_term_is_short_and_what_it_means_is_said_in_words() {
        let term = |text: &'static str| {
            let term = Term::read(text)?;
            Some((text.get(term.name)?, text.get(term.description)?))
        };
        assert_eq!(
            term("* **Ice floe**: a large pack of floating ice. It drifts."),
            Some(("Ice floe", "a large pack of floating ice"))
        );
        assert_eq!(term("Fjord – a long inlet with steep sides"), Some(("Fjord", "a long inlet with steep sides")));
        for other in [
            "Note: this is a thing to know",
            "Formation: March 1992",
            "--verbose: says what is being done",
            "Fixed: a bug in the parser of rows",
            "Ice: it is frozen water of a kind",
        ] {
            assert_eq!(term(other), None, "{other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_entry_makes_it_panic(text in "\\PC{0,40}", made in "[-*A-Za-zé ]{0,9}[(:–]{1,2}[0-9a-z ,.–)é]{0,30}") {
            for text in [&text, &made] {
                let _ = (Life::read(text), Term::read(text));
            }
        }
    }
}
