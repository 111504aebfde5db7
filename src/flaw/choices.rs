//! Flaws that the choices show among themselves.

use std::collections::HashMap;

use super::Spot;
use super::reading::Reading;
use super::words::Words;
use crate::value;

/// A choice that stands for all the others.
pub fn all_of_the_above(question: &Reading<'_>) -> Option<Spot> {
    question.choice(|words| covers(&words.folded(), &ALL))
}

/// Whether a choice stands for all or none of the others, and so has a length of its own.
pub fn is_catch_all(words: &Words) -> bool {
    covers(&words.folded(), &ALL) || covers(&words.folded(), &NONE)
}

const ALL: [&str; 6] = ["all", "both", "each", "every", "any", "everything"];
const NONE: [&str; 3] = ["none", "neither", "nothing"];

/// A choice that stands for none of the others.
pub fn none_of_the_above(question: &Reading<'_>) -> Option<Spot> {
    let lone = |words: &Words| matches!(&*words.folded(), ["none" | "neither"]);
    // “None” is a number among numbers.
    let numbers = question
        .distractors()
        .chain(question.key())
        .any(|(place, words)| !lone(words) && value::kind(question.text(place)).is_some());
    question.choice(|words| {
        let folded = words.folded();
        covers(&folded, &NONE)
            || (lone(words) && !numbers)
            || matches!(&*folded, ["no", "correct" | "right", "answer" | "choice" | "option"])
    })
}

/// Whether words are `all`, `none` or the like with nothing but pointers to the other choices behind them.
fn covers(words: &[&str], heads: &[&str]) -> bool {
    const POINTERS: [&str; 24] = [
        "of",
        "the",
        "these",
        "those",
        "them",
        "above",
        "other",
        "others",
        "are",
        "is",
        "correct",
        "true",
        "right",
        "listed",
        "mentioned",
        "following",
        "choices",
        "options",
        "answers",
        "answer",
        "preceding",
        "previous",
        "apply",
        "given",
    ];
    const NUMBERS: [&str; 8] = ["one", "two", "three", "four", "five", "six", "choice", "option"];
    let Some((head, rest)) = words.split_first() else { return false };
    let points = rest.iter().all(|word| POINTERS.contains(word) || NUMBERS.contains(word));
    // “All” alone, like “all three”, can mean nothing else; “each one” and “any” need something to point to.
    let bare = rest.is_empty() && matches!(*head, "all" | "both");
    heads.contains(head) && points && (bare || !rest.is_empty())
}

/// A choice that combines other choices by their labels or words.
pub fn k_type(question: &Reading<'_>) -> Option<Spot> {
    let stem = question.question.stem.as_str();
    let combined: Vec<Option<Vec<String>>> = question.choices.iter().map(combination).collect();
    let others = combined.iter().filter(|found| found.is_none()).count();
    for (place, labels) in (0..).zip(&combined) {
        let Some(labels) = labels else { continue };
        let marked = question
            .choices
            .get(place)
            .is_some_and(|words| words.folded().iter().any(|word| matches!(*word, "both" | "only" | "neither")));
        let listed = labels.iter().all(|label| is_listed(stem, label));
        let roman = labels.iter().any(|label| label.len() > 1 && label.chars().all(|c| "IVX".contains(c)));
        let numbers = labels.iter().all(|label| label.chars().all(|c| c.is_ascii_digit()));
        if listed || (!numbers && (marked || roman || others > 0)) {
            return Some(Spot::choice(place, format!("“{}” combines other choices", question.text(place))));
        }
    }
    let joined = |(place, words): (usize, &Words)| {
        let folded = words.folded();
        let inside = question.each().filter(|(other, part)| {
            *other != place && folded.len() > part.0.len() && words.place_of(&part.folded()).is_some()
        });
        let all: usize = inside.clone().map(|(_, part)| part.0.len()).sum();
        let links = folded.iter().filter(|word| matches!(**word, "and" | "or" | "both" | "the" | "a" | "an")).count();
        (inside.count() > 1 && all + links >= folded.len()).then_some(place)
    };
    let place = question.each().find_map(joined)?;
    Some(Spot::choice(place, format!("“{}” combines other choices", question.text(place))))
}

/// The labels that a choice is made of, if there are two or more, or one and “only”: `A and C`, `I, II`, `2 only`.
fn combination(words: &Words) -> Option<Vec<String>> {
    let mut labels = Vec::new();
    let mut only = false;
    for word in &words.0 {
        let upper = word.folded.to_uppercase();
        let roman = upper.chars().all(|c| "IVX".contains(c)) && upper.len() < 5;
        let letter =
            upper.len() == 1 && upper.chars().all(|c| c.is_ascii_alphabetic()) && (word.capital || upper != "A");
        let number = upper.len() == 1 && upper.chars().all(|c| c.is_ascii_digit());
        match word.folded.as_str() {
            "and" | "both" | "or" | "neither" | "nor" | "statements" | "statement" | "options" | "choices" => {}
            "only" => only = true,
            _ if roman || letter || number => labels.push(upper),
            _ => return None,
        }
    }
    (labels.len() > 1 || (only && labels.len() == 1)).then_some(labels)
}

/// Whether the stem lists something under a label: `(i)`, `2.`, `C)`.
fn is_listed(stem: &str, label: &str) -> bool {
    let upper = stem.to_uppercase();
    [format!("({label})"), format!(" {label}. "), format!(" {label}) "), format!(" {label}: ")]
        .iter()
        .any(|sign| upper.contains(sign) || upper.starts_with(sign.trim_start()))
}

/// Choices that only say yes or no to the stem.
pub fn true_false(question: &Reading<'_>) -> Option<Spot> {
    let stem = question.stem.folded();
    if stem.windows(3).any(|run| run == ["true", "or", "false"])
        || stem.windows(4).any(|run| run == ["is", "it", "true", "that"])
    {
        return Some(Spot::stem("it asks whether something is true"));
    }
    let verdict = |words: &&Words| {
        let folded = words.folded();
        let first = folded.first().copied().unwrap_or_default();
        let whole = folded.len() == 1
            && matches!(
                first,
                "true" | "false" | "yes" | "no" | "correct" | "incorrect" | "right" | "wrong" | "agree" | "disagree"
            );
        whole || (folded.len() > 2 && matches!(first, "yes" | "no" | "true" | "false") && verdict_goes_on(&folded))
    };
    let verdicts = question.choices.iter().filter(verdict).count();
    (verdicts > 1 && verdicts * 2 >= question.choices.len())
        .then(|| Spot::new("choices", "they say yes or no to the stem"))
}

/// Whether a verdict is followed by its reason, or by the statement that it is about.
fn verdict_goes_on(words: &[&str]) -> bool {
    let next = words.get(1).copied().unwrap_or_default();
    matches!(
        next,
        "because"
            | "since"
            | "as"
            | "it"
            | "they"
            | "he"
            | "she"
            | "but"
            | "only"
            | "if"
            | "the"
            | "this"
            | "that"
            | "there"
            | "in"
            | "both"
    )
}

/// Words that are right in hardly any case, so that a choice with one is seldom the key.
const ABSOLUTE: [&[&str]; 17] = [
    &["always"],
    &["never"],
    &["completely"],
    &["absolutely"],
    &["entirely"],
    &["totally"],
    &["invariably"],
    &["impossible"],
    &["everybody"],
    &["everyone"],
    &["nobody"],
    &["no", "one"],
    &["without", "exception"],
    &["in", "all", "cases"],
    &["in", "every", "case"],
    &["at", "all", "times"],
    &["under", "no", "circumstances"],
];

/// Words that say how often, without saying it.
const VAGUE: [&[&str]; 15] = [
    &["sometimes"],
    &["usually"],
    &["often"],
    &["frequently"],
    &["occasionally"],
    &["rarely"],
    &["seldom"],
    &["generally"],
    &["commonly"],
    &["typically"],
    &["mostly"],
    &["hardly", "ever"],
    &["in", "many", "cases"],
    &["in", "some", "cases"],
    &["from", "time", "to", "time"],
];

/// A choice with an absolute.
pub fn absolute(question: &Reading<'_>) -> Option<Spot> {
    let all = question.choices.iter().filter(|words| term(words, &ABSOLUTE).is_some()).count();
    if all == question.choices.len() {
        return None; // what stands in every choice tells none from another
    }
    first_term(question, &ABSOLUTE, "gives the choice away: it is seldom right")
}

/// A choice with a vague frequency.
pub fn vague(question: &Reading<'_>) -> Option<Spot> {
    first_term(question, &VAGUE, "means what each reader takes it to mean")
}

fn first_term(question: &Reading<'_>, terms: &[&'static [&str]], why: &str) -> Option<Spot> {
    let scale =
        |words: &Words| words.0.len() == 1 && (term(words, &ABSOLUTE).or_else(|| term(words, &VAGUE))).is_some();
    let scales = question.choices.iter().filter(|words| scale(words)).count();
    let (place, found) = question.each().find_map(|(place, words)| {
        let found = term(words, terms)?;
        let sentence = words.0.len() > 2 && !words.is_title();
        (sentence || (words.0.len() == 1 && scales > 1)).then_some((place, found))
    })?;
    Some(Spot::choice(place, format!("“{}” {why}", found.join(" "))))
}

fn term(words: &Words, terms: &[&'static [&'static str]]) -> Option<&'static [&'static str]> {
    terms.iter().copied().find(|term| words.place_of(term).is_some())
}

/// Values that do not stand in order.
pub fn out_of_order(question: &Reading<'_>) -> Option<Spot> {
    let texts: Vec<&str> = question.question.choices.iter().map(|choice| choice.text.as_str()).collect();
    let order = value::ascending(&texts)?;
    (!order.is_sorted()).then(|| Spot::new("choices", "as written, the values do not ascend"))
}

/// A choice that says what another says, and more.
pub fn contained(question: &Reading<'_>) -> Option<Spot> {
    let (place, other) = question.each().find_map(|(place, words)| {
        let inside = |(other, part): &(usize, &Words)| *other != place && adds_to(words, part);
        Some((place, question.each().find(inside)?.0))
    })?;
    Some(Spot::choice(place, format!("it holds choice {}, “{}”", other + 1, question.text(other))))
}

/// Whether `whole` is `part` joined to more. Names that begin alike (“York”, “New York”) are two things.
fn adds_to(whole: &Words, part: &Words) -> bool {
    let (words, inner) = (whole.folded(), part.folded());
    let Some(at) = whole.place_of(&inner).filter(|_| inner.len() < words.len()) else { return false };
    let before = words.get(..at).unwrap_or_default();
    let after = words.get(at + inner.len()..).unwrap_or_default();
    let joins = |word: &&str| matches!(*word, "and" | "or" | "plus" | "but");
    let joined = before.last().is_some_and(joins) || after.first().is_some_and(joins);
    let hedged = after.is_empty()
        && matches!(before, ["only" | "mainly" | "mostly" | "partly" | "some" | "both" | "just" | "all" | "most"]);
    // A clause goes on in small letters; a longer name does not.
    let lower = whole.0.get(at + inner.len()).is_some_and(|word| !word.capital);
    let goes_on = inner.len() > 2 && before.is_empty() && lower && !part.is_title();
    (joined || hedged || goes_on) && part.content().next().is_some()
}

/// Two choices that differ in articles, punctuation or figures only.
pub fn equal(question: &Reading<'_>) -> Option<Spot> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (place, _) in question.each() {
        let plain = plain(question.text(place));
        if plain.is_empty() {
            continue;
        }
        if let Some(first) = seen.insert(plain, place) {
            return Some(Spot::choice(place, format!("it says the same as choice {}", first + 1)));
        }
    }
    None
}

/// A text without articles, punctuation between words and the ways to write a number; signs that mean something stay.
#[must_use]
pub fn plain(text: &str) -> String {
    let folded = crate::text::fold(text).replace('&', " and ");
    let words = folded.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '"'));
    let words = words.map(|word| word.trim_matches(|c: char| ".,;:!?()[]'".contains(c)));
    let words = words.filter(|word| !matches!(*word, "" | "a" | "an" | "the"));
    words.map(|word| value::digits(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(" ")
}

/// One choice of another kind than all others.
pub fn odd_one_out(question: &Reading<'_>) -> Option<Spot> {
    let kinds: Vec<Option<value::Kind>> =
        question.question.choices.iter().map(|choice| value::kind(&choice.text)).collect();
    let digits = |place: usize| question.text(place).chars().any(|c| c.is_ascii_digit());
    if question.choices.iter().any(is_catch_all) {
        return None; // that is another flaw
    }
    let (place, _) = (0..).zip(&kinds).find(|(place, kind)| {
        let others: Vec<_> = (0..).zip(&kinds).filter(|(other, _)| other != place).map(|(_, kind)| *kind).collect();
        let same = others.windows(2).all(|pair| pair[0] == pair[1]); // windows of two
        let apart = others.first().is_some_and(|other| *other != **kind && other.is_none() != kind.is_none());
        others.len() > 2 && same && apart && (kind.is_none() && !digits(*place) || kind.is_some() && digits(*place))
    })?;
    Some(Spot::choice(place, format!("“{}” is of another kind than the others", question.text(place))))
}

/// Choices of very unequal length.
pub fn unequal(question: &Reading<'_>) -> Option<Spot> {
    if question.values || super::cues::longest_key(question).is_some() {
        return None;
    }
    // A name cannot be cut, and what points to the other choices has a length of its own.
    let counted = question.each().filter(|(_, words)| !is_catch_all(words) && !words.is_title());
    let lengths = counted.map(|(place, _)| length(question.text(place)));
    let (shortest, longest) = (lengths.clone().min()?, lengths.max()?);
    (longest >= shortest * 3 && longest >= shortest + 25)
        .then(|| Spot::new("choices", format!("between {shortest} and {longest} characters")))
}

/// How long a text looks.
#[must_use]
pub fn length(text: &str) -> usize {
    crate::text::width(&crate::text::squeeze(text))
}
