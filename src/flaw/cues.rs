//! Flaws that give the key away: by its looks, by the stem's words, by grammar, or because another choice is right too.

use std::collections::HashMap;

use super::Spot;
use super::choices::{is_catch_all, k_type, length, plain};
use super::reading::Reading;
use super::words::{Word, Words, is_plural};
use crate::{text, value};

/// The key is far longer than every distractor.
pub fn longest_key(question: &Reading<'_>) -> Option<Spot> {
    let (place, _) = question.key().filter(|(_, key)| !question.values && !is_catch_all(key) && !key.is_title())?;
    let key = length(question.text(place));
    let second = question
        .distractors()
        .filter(|(_, words)| !is_catch_all(words))
        .map(|(n, _)| length(question.text(n)))
        .max()?;
    (2 * key >= 3 * second && key >= second + 15)
        .then(|| Spot::choice(place, format!("the key has {key} characters, the next choice {second}")))
}

/// A word of the stem that the key repeats and no distractor does.
pub fn repeated_word(question: &Reading<'_>) -> Option<Spot> {
    let (place, key) = question.key().filter(|_| !question.values && key_in_stem(question).is_none())?;
    let echoes = |words: &Words| (0..words.0.len()).find(|at| is_echo(words, *at, &question.stem));
    if question.distractors().any(|(_, words)| echoes(words).is_some()) {
        return None;
    }
    let word = key.0.get(echoes(key)?).filter(|word| word.folded.len() > 3)?;
    Some(Spot::choice(place, format!("“{}” stands in the stem and in the key alone", word.folded)))
}

/// Whether the word at a place of a choice echoes one of the stem. Two names that have a word in common (“General
/// Assembly”, “Secretary-General”) are no echo.
fn is_echo(words: &Words, at: usize, stem: &Words) -> bool {
    let stem_at = |words: &Words, at: Option<usize>| at.and_then(|at| words.0.get(at)).map(|word| word.stem.clone());
    let Some(word) = words.0.get(at).filter(|word| word.content) else { return false };
    stem.0.iter().enumerate().any(|(there, other)| {
        let named = word.capital && other.capital && there > 0;
        let beside = |step: isize| {
            let (one, two) = (at.checked_add_signed(step), there.checked_add_signed(step));
            stem_at(words, one).is_some_and(|word| Some(word) == stem_at(stem, two))
        };
        other.content && resembles(word, other) && (!named || beside(-1) || beside(1))
    })
}

/// Whether two words are forms of one, or nearly (`metamorphose`, `metamorphosis`), or the stem's is made from the
/// choice's (`peacekeeping`, `peace`).
fn resembles(one: &Word, other: &Word) -> bool {
    let same = one.folded.bytes().zip(other.folded.bytes()).take_while(|(a, b)| a == b).count();
    let nearly = same > 6 && one.folded.len().max(other.folded.len()) < same + 4;
    let made = one.folded.len() > 4 && same == one.folded.len() && other.folded.len() > same + 3;
    one.stem == other.stem || nearly || made
}

/// The key stands in the stem.
pub fn key_in_stem(question: &Reading<'_>) -> Option<Spot> {
    let in_stem = |words: &Words| {
        let run: Vec<&str> =
            words.folded().into_iter().skip_while(|word| matches!(*word, "a" | "an" | "the")).collect();
        question.stem.place_of(&run).is_some()
    };
    let (place, key) = question.key()?;
    let telling = key.0.iter().any(|word| word.content && word.folded.len() > 3);
    let choosing = question.distractors().any(|(_, words)| in_stem(words));
    (telling && !choosing && in_stem(key)).then(|| Spot::choice(place, "the key stands in the stem word for word"))
}

/// The key shares parts with several distractors, as the centre that they were made from.
pub fn convergence(question: &Reading<'_>) -> Option<Spot> {
    let telling = !question.values && question.choices.len() > 3 && k_type(question).is_none();
    let (place, key) = question.key().filter(|_| telling)?;
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for words in &question.choices {
        for part in parts(words) {
            *holders.entry(part).or_default() += 1;
        }
    }
    // Parts that tell some choices from others; what all have, or the stem, tells nothing.
    let shared = |part: &&str| {
        !question.stem.has(part) && holders.get(part).is_some_and(|n| (2..question.choices.len()).contains(n))
    };
    let parts_of_key: Vec<&str> = parts(key).into_iter().filter(shared).collect();
    let meets = |part: &str| -> Vec<usize> {
        question.distractors().filter(|(_, words)| words.has(part)).map(|(place, _)| place).collect()
    };
    let apart = parts_of_key.iter().any(|one| {
        let one = meets(one);
        parts_of_key.iter().map(|other| meets(other)).any(|other| {
            one.iter().any(|place| !other.contains(place)) && other.iter().any(|place| !one.contains(place))
        })
    });
    let most = parts_of_key.len();
    let alone = question.distractors().all(|(_, words)| parts(words).into_iter().filter(shared).count() < most);
    let shared = key.0.iter().filter(|word| parts_of_key.contains(&word.stem.as_str()));
    let words: Vec<&str> = shared.map(|word| word.folded.as_str()).collect();
    (apart && alone)
        .then(|| Spot::choice(place, format!("the key alone shares “{}” with the others", words.join("”, “"))))
}

/// The stems of a choice's content, each once.
fn parts(words: &Words) -> Vec<&str> {
    let mut parts: Vec<&str> = words.content().collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// The grammar of the stem, or that of the distractors, leaves the key alone.
pub fn grammatical(question: &Reading<'_>) -> Option<Spot> {
    article(question).or_else(|| number(question)).or_else(|| pair(question)).or_else(|| form(question))
}

/// The stem ends with “a” or “an”, and a distractor does not go on from it.
fn article(question: &Reading<'_>) -> Option<Spot> {
    let end = question.question.stem.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = text::fold(end.rsplit(char::is_whitespace).next()?);
    let vowel = match last.as_str() {
        "an" => true,
        "a" => false,
        _ => return None,
    };
    let misfits = |words: &Words| {
        words
            .0
            .first()
            .and_then(|word| word.folded.chars().next())
            .is_some_and(|c| c.is_alphabetic() && "aeiou".contains(c) != vowel)
    };
    let (place, _) = question.distractors().find(|(_, words)| misfits(words))?;
    Some(Spot::choice(place, format!("it cannot stand behind “{last}”")))
}

/// The stem asks for one or for several, and only the key is so many.
fn number(question: &Reading<'_>) -> Option<Spot> {
    let asked = question.asked.folded();
    let opener = asked.iter().position(|word| matches!(*word, "which" | "what" | "who"))?;
    let after = asked.get(opener + 1..)?;
    let (verb, among) = match *after {
        ["of", "these" | "those", verb, ..] | ["of", "the", "following", verb, ..] => (verb, true),
        [verb, ..] => (verb, false),
        [] => return None,
    };
    // “What is” and “which of these is” go with one and with many.
    let plural = match (*asked.get(opener)?, verb) {
        (_, "are" | "were") => true,
        ("which" | "who", "is" | "was") if !among => false,
        _ => return None,
    };
    let (place, key) = question.key()?;
    let fits = |words: &Words| is_many(words) == plural;
    let alone = question.distractors().all(|(_, words)| !fits(words));
    let plain = question.choices.iter().all(|words| words.0.len() < 6); // longer ones need a parser
    (question.choices.len() > 2 && plain && fits(key) && alone)
        .then(|| Spot::choice(place, format!("“{verb}” goes with the key alone")))
}

/// Whether a choice names several things: by what stands before its first preposition or clause.
fn is_many(words: &Words) -> bool {
    let ends = |word: &&str| {
        matches!(
            *word,
            "of" | "for"
                | "in"
                | "to"
                | "that"
                | "which"
                | "who"
                | "on"
                | "with"
                | "from"
                | "by"
                | "at"
                | "used"
                | "made"
        )
    };
    let folded = words.folded();
    let head: Vec<&str> = folded.iter().copied().take_while(|word| !ends(word)).collect();
    match *head {
        ["a" | "an" | "one" | "each" | "every", ..] | [] => false,
        [.., last] => head.contains(&"and") || (is_plural(last) && !words.is_title()),
    }
}

/// The stem asks for two, and a distractor is not two.
fn pair(question: &Reading<'_>) -> Option<Spot> {
    let asked = question.asked.folded();
    let two = asked.windows(2).any(|run| matches!(run, ["which" | "what", "two"]))
        || asked.windows(3).any(|run| matches!(run, ["are" | "were", "the", "two"]));
    let (_, key) = question.key()?;
    let pairs = |words: &Words| {
        let folded = words.folded();
        folded.contains(&"and") || folded.contains(&"both")
    };
    let signs = |place: usize| question.text(place).contains([',', '&', '/', '-', '–', '+', ';']);
    if !two || !pairs(key) {
        return None;
    }
    let (place, _) = question.distractors().find(|(place, words)| {
        !pairs(words) && !signs(*place) && !matches!(words.folded().first(), Some(&("none" | "neither" | "all")))
    })?;
    Some(Spot::choice(place, "the stem asks for two, it gives one"))
}

/// The form in which a choice begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Ing,
    To,
    Past,
    By,
    Because,
    Clause,
    Other,
}

fn form_of(words: &Words) -> Form {
    let folded = words.folded();
    match *folded {
        ["by", second, ..] if second.ends_with("ing") => Form::By,
        ["to", _, ..] => Form::To,
        ["because" | "since", _, ..] => Form::Because,
        ["it" | "they" | "he" | "she", _, ..] => Form::Clause,
        // A name may end like a verb; a verb is followed by something in small letters.
        [first, _, ..] if words.0.get(1).is_some_and(|word| !word.capital) => {
            if first.ends_with("ing") && first.len() > 5 {
                Form::Ing
            } else if first.ends_with("ed") && first.len() > 4 {
                Form::Past
            } else {
                Form::Other
            }
        }
        _ => Form::Other,
    }
}

/// All distractors begin in one form of the verb, the key in another.
fn form(question: &Reading<'_>) -> Option<Spot> {
    let (place, key) = question.key().filter(|(_, key)| !is_catch_all(key))?;
    let mut forms = question.distractors().filter(|(_, words)| !is_catch_all(words)).map(|(_, words)| form_of(words));
    let first = forms.next().filter(|form| *form != Form::Other)?;
    let (alike, more) = (forms.clone().all(|form| form == first), forms.next().is_some());
    (more && alike && form_of(key) != first && key.0.len() > 1)
        .then(|| Spot::choice(place, "the key begins in another form than all distractors"))
}

/// A distractor that names the key's thing by another of its names.
pub fn alias_of_key(question: &Reading<'_>) -> Option<Spot> {
    let aliases = question.around.aliases;
    if aliases.is_empty() {
        return None;
    }
    let keys = || question.question.choices.iter().filter(|choice| choice.key).map(|choice| choice.text.as_str());
    let same =
        |one: &str, other: &str| plain(one) != plain(other) && canonical(one, aliases) == canonical(other, aliases);
    let (place, _) = question.distractors().find(|(place, _)| keys().any(|key| same(key, question.text(*place))))?;
    Some(Spot::choice(place, "by the bank's aliases it names the key"))
}

/// A text with every alias replaced by the first of its set, the longest first.
fn canonical(text: &str, aliases: &[Vec<String>]) -> String {
    let mut names: Vec<(String, usize)> =
        (0..).zip(aliases).flat_map(|(set, names)| names.iter().map(move |name| (plain(name), set))).collect();
    names.retain(|(name, _)| !name.is_empty());
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut text = format!(" {} ", plain(text));
    for (name, set) in names {
        text = text.replace(&format!(" {name} "), &format!(" \u{1}{set} "));
    }
    text
}

/// A distractor that is the key's date, finer or coarser.
pub fn within_key_date(question: &Reading<'_>) -> Option<Spot> {
    let date = |text: &str| value::interval(text).filter(|value| value.kind == value::Kind::Date);
    let keys = question.question.choices.iter().filter(|choice| choice.key);
    let keys: Vec<value::Interval> = keys.filter_map(|choice| date(&choice.text)).collect();
    let (place, _) = question.distractors().find(|(place, _)| {
        date(question.text(*place)).is_some_and(|value| keys.iter().any(|key| key.holds(&value) || value.holds(key)))
    })?;
    Some(Spot::choice(place, "it is the key's date, told more finely or more coarsely"))
}

/// Choices that nobody has given a reason for.
pub fn missing_rationale(question: &Reading<'_>) -> Option<Spot> {
    let missing = |choice: &&crate::question::Choice| text::squeeze(&choice.rationale).is_empty();
    let count = question.question.choices.iter().filter(missing).count();
    let place = question.question.choices.iter().position(|choice| missing(&choice))?;
    let what = if count == 1 { "it has none".to_owned() } else { format!("it and {} more have none", count - 1) };
    Some(Spot::new(format!("choices[{place}].rationale"), what))
}
