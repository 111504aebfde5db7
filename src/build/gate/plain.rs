//! Whether a statement is plain enough that its date is the whole answer: a named subject, what it did, and when.

use super::statement::{is_anchor, is_verb};
use crate::build::corpus::{Corpus, Place};
use crate::build::english::{self, CLOSED};
use crate::build::mention::{Mention, Token};
use crate::build::reading::is_calendar;

/// The most words of a plain statement.
const WORDS: usize = 32;
/// How far its subject may reach.
const SUBJECT: usize = 12;

/// Judges a statement that can be understood by itself.
#[must_use]
pub fn is_plain(corpus: &Corpus, place: Place, words: &[Token<'_>], key: &Mention) -> bool {
    let name = |n: usize| words.get(n).is_some_and(|token| is_anchor(corpus, words, n, token));
    let dates = corpus.mentions(place).iter().filter(|mention| mention.slot.is_date()).count();
    let text = corpus.text(place);
    let plain = dates == 1 && words.len() <= WORDS && !text.contains(['"', '“', '‘']);
    plain && !is_namesake(corpus, place, words) && says(words, key, &name)
}

/// `In 1912 Kelly sold the Harbour Works.`, `Kelly sold the Harbour Works in 1912, with all its ships.`
fn says(words: &[Token<'_>], key: &Mention, name: &dyn Fn(usize) -> bool) -> bool {
    let Some(date) = words.iter().position(|token| token.start == key.range.start) else { return false };
    let Some(last) = words.iter().position(|token| token.end() == key.range.end) else { return false };
    let Some(link) = date.checked_sub(1).and_then(|n| words.get(n)) else { return false };
    let opening = date == 1;
    let linked = matches!(link.word, "in" | "on" | "In" | "On") && link.open() && link.lead.is_empty();
    let Some(verb) = subject(words, if opening { last + 1 } else { 0 }, name).filter(|_| linked) else { return false };
    // Behind a comma or in a clause of its own the date may be that of something else.
    let between = if opening { &[] } else { words.get(verb..date).unwrap_or_default() };
    let own = opening || verb < date;
    let aside = between.iter().any(|token| !token.open() || !token.lead.is_empty() || is_clause(token.word));
    let still = words.iter().any(|token| is_still_so(token.word));
    let elsewhere = words
        .iter()
        .enumerate()
        .any(|(n, token)| is_calendar(token.word) && token.word != "May" && !(date..=last).contains(&n));
    own && !aside
        && !still
        && !elsewhere
        && happens(words, verb)
        && !(verb..words.len()).any(|n| is_bare(words, n, name))
}

/// `quickly`, `first`: what may stand before a verb.
fn is_adverb(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && (word.ends_with("ly") || word == "first")
}

/// Whether a verb tells of what happened once: not of how it was for years, nor of what may be done again and again.
fn happens(words: &[Token<'_>], verb: usize) -> bool {
    let word = |n: usize| words.get(n).map_or("", |token| token.word);
    let first = word(verb.saturating_sub(1)) == "first";
    match word(verb) {
        "had" => false,
        "was" | "were" => {
            // “was for the first time printed”
            let time = ["for", "the", "first", "time"].iter().zip(verb + 1..).all(|(it, n)| word(n) == *it);
            let from = if time { verb + 5 } else { verb + 1 };
            let said = (from..words.len()).find(|n| !is_adverb(word(*n))).unwrap_or_default();
            let done =
                word(said).len() > 4 && word(said).ends_with("ed") || english::has(english::PARTICIPLES, word(said));
            // “was the first mayor of Newport”
            let only = word(said) == "the" && matches!(word(said + 1), "first" | "last" | "only");
            only || done && !english::has(english::LASTING, word(said))
        }
        done => first || !english::has(english::REPEATED, done),
    }
}

/// `Captain Kelly`, in a text about another Kelly: which of them is meant, the text around it tells.
fn is_namesake(corpus: &Corpus, place: Place, words: &[Token<'_>]) -> bool {
    let title = crate::flaw::words::Words::of(&corpus.source(place).title);
    let told = |word: &str| title.0.iter().any(|other| other.capital && other.folded == word.to_lowercase());
    words.windows(2).enumerate().any(|(n, pair)| {
        let [rank, name] = pair else { return false }; // windows of two
        let alone = words.get(n + 2).is_none_or(|next| !next.capital()) || !name.open();
        english::has(english::RANKS, rank.word)
            && rank.capital()
            && rank.open()
            && name.capital()
            && alone
            && told(name.word)
    })
}

/// Where the verb of a subject stands that is a name: behind the last word of it.
fn subject(words: &[Token<'_>], from: usize, name: &dyn Fn(usize) -> bool) -> Option<usize> {
    let first = words.get(from)?;
    let article = matches!(first.word, "The" | "the");
    // “A fire at the Harbour Works”: what is told for the first time needs no name of its own.
    let new = matches!(first.word, "A" | "a" | "An" | "an") && (from..words.len()).any(name);
    let begins = name(from) && !english::has(CLOSED, first.word);
    if !(article || new || begins) {
        return None;
    }
    let verb = (from + 1..words.len().min(from + SUBJECT)).find(|n| {
        words.get(*n).is_some_and(|token| token.word.starts_with(char::is_lowercase) && is_verb(token.word))
    })?;
    let all = words.get(from..verb)?;
    // The last noun before “of” is what the subject is: “the council of Newport”, but no “the Newport council”.
    let head = all.iter().position(|token| matches!(token.word, "of" | "for" | "and")).unwrap_or(all.len());
    let capital = |n: usize| all.get(n).is_some_and(Token::capital);
    let adverb = |n: usize| all.get(n).is_some_and(|token| is_adverb(token.word));
    let end = if adverb(all.len() - 1) { all.len() - 1 } else { all.len() }; // a subject has a word
    let whole = all.iter().all(|token| token.open() && token.lead.is_empty() && !is_clause(token.word));
    let named = head.min(end).checked_sub(1).is_some_and(|n| capital(n) && name(from + n));
    let of = article && head < end && end.checked_sub(1).is_some_and(|n| capital(n) && name(from + n));
    let past = words.get(verb).is_some_and(|token| !is_present(token.word));
    // “The highest bridge of”, “The first Newport map”: there is one.
    let only = article
        && all
            .get(1)
            .is_some_and(|token| token.word.ends_with("est") || matches!(token.word, "first" | "only" | "last"))
        && (from..verb).any(name);
    (whole && past && (new || named || of || only)).then_some(verb)
}

/// A word that begins another clause.
fn is_clause(word: &str) -> bool {
    matches!(
        word,
        "after"
            | "although"
            | "as"
            | "because"
            | "before"
            | "but"
            | "if"
            | "since"
            | "that"
            | "though"
            | "until"
            | "what"
            | "when"
            | "where"
            | "which"
            | "while"
            | "who"
            | "whom"
            | "whose"
    )
}

fn is_present(word: &str) -> bool {
    english::has(english::VERBS_IN_S, word) && word != "was"
        || matches!(word, "are" | "is" | "has" | "have" | "can" | "may" | "must" | "do" | "does" | "will" | "should")
}

/// What tells of the time of writing, of what was before, of what somebody felt, or of a time that others know.
fn is_still_so(word: &str) -> bool {
    const STILL: [&str; 17] = [
        "already",
        "are",
        "continued",
        "even",
        "felt",
        "has",
        "have",
        "hoped",
        "is",
        "knew",
        "needed",
        "newly",
        "no",
        "only",
        "still",
        "thought",
        "wanted",
    ];
    // “before the dissolution of the Union”: who knows that knows which dates cannot be.
    STILL.contains(&word) || matches!(word, "amid" | "before" | "during" | "until" | "while")
}

/// `the war`, `the much-awaited decision`: a thing that nothing in the sentence tells from others.
fn is_bare(words: &[Token<'_>], at: usize, name: &dyn Fn(usize) -> bool) -> bool {
    if !words.get(at).is_some_and(|token| token.word == "the" && token.open()) {
        return false;
    }
    let mut end = at + 1;
    while words.get(end).is_some_and(|token| {
        token.word.starts_with(char::is_lowercase) && token.lead.is_empty() && !english::has(CLOSED, token.word)
    }) {
        end += 1;
        if !words.get(end - 1).is_some_and(Token::open) {
            break;
        }
    }
    let Some(phrase) = words.get(at + 1..end).filter(|phrase| !phrase.is_empty()) else { return false };
    let word = |n: usize| words.get(n).map_or("", |token| token.word);
    let open = phrase.last().is_some_and(Token::open);
    let behind = word(end);
    let told = open
        && (name(end)
            || english::has(english::RESTRICTING, behind)
            || (matches!(behind, "in" | "at" | "on" | "near" | "from" | "with" | "by" | "to")
                && !dated(word(end + 1))));
    let unique = phrase
        .iter()
        .any(|token| token.word.ends_with("est") || matches!(token.word, "first" | "only" | "most" | "last" | "main"))
        || (phrase.len() == 1 && phrase.iter().all(|token| english::has(english::UNIQUE, token.word)));
    !told && !unique
}

fn dated(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || is_calendar(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::mention::{mentions, tokens};

    fn plain(text: &str) -> bool {
        let words = tokens(text);
        let name = |n: usize| words.get(n).is_some_and(|token| token.capital() && !english::has(CLOSED, token.word));
        says(&words, mentions(text).first().unwrap(), &name)
    }

    #[test]
    fn a_named_subject_and_its_deed_are_plain() {
        for text in [
            "In 1814, Kelly began his work on the walls of Newport.",
            "The Newport Tramway was extended to Dock Street in 1925.",
            "The Council of Trade first met at Newport in March 1925.",
            "Newport joined the League of Towns in 1925, as an ally of Bern.",
            "The highest level Newport document was issued in 1925, known as the Blue Book.",
            "A fire at the Newport Gazette destroyed most of its newspapers in 1947.",
            "On 4 May 1925, the Harbour Trust bought the first ferry.",
            "Kelly first visited Newport in 1925.",
            "The Newport Mill was finally closed in 1925.",
            "The catalogue of Newport was for the first time printed in full in 1925.",
        ] {
            assert!(plain(text), "{text}");
        }
    }

    #[test]
    fn what_stands_on_something_else_is_not() {
        for text in [
            "The Newport expeditionary force was reduced to about 500 in 1985.",
            "On February 2, 1781, the much-awaited decision was taken by the Assembly of Newport.",
            "Kelly signed an alliance with the new nation in 1778.",
            "Kelly took the much-awaited decision in 1778.",
            "Use of energy by farms of Kelly peaked in 1979, and has declined.",
            "The Battle of Newport has been said to be the invasion of Norway in 1918.",
            "The British held Newport until peace was made in 1783.",
            "After the war, Kelly sold the ferry of Newport in 1783.",
            "Kelly was on his way when Clark came to Newport in 1783.",
            "The Newport Army was formed after Norway declared its freedom in 1912.",
            "Kelly sold a ferry, and Newport was closed in 1912.",
            "Kelly was reduced to poverty in early 1985.",
            "In 1992, Kelly needed money for a journey to Newport.",
            "In 1992 Newport had the highest number of pilots in Wales.",
            "The population of Newport was 2 million in 1992.",
            "The Newport Mill was located at Bern in 1992.",
            "In 1992, Kelly visited the Works of Newport.",
            "Newport proclaimed its independence in 1991, before the end of Norway.",
        ] {
            assert!(!plain(text), "{text}");
        }
    }
}
