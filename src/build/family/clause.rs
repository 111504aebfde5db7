//! A true question, where a plain passive clause allows one without changing any of its words.

use crate::build::english::{self, CLOSED, OPENERS, PARTICIPLES, POINTERS, PRONOUNS};
use crate::build::gate::statement::is_verb;
use crate::build::mention::{Exactness, Mention, Slot, Token};

/// The most words of a subject, and of what is said of it.
const SUBJECT: usize = 9;
const SAID: usize = 22;

/// `in which year was the Harbour Library founded by a group of teachers`, of “The Harbour Library was founded in 1912 by
/// a group of teachers.” or “In 1912 the Harbour Library was founded by a group of teachers.” `name` tells whether a word
/// keeps its capital everywhere.
pub(super) fn question(text: &str, words: &[Token<'_>], key: &Mention, name: &dyn Fn(&str) -> bool) -> Option<String> {
    let (asks, link) = match key.slot {
        Slot::Year => ("in which year", "in"),
        Slot::Month => ("in which month and year", "in"),
        Slot::Day(_) => ("on which date", "on"),
        _ => return None,
    };
    let date = words.iter().position(|token| token.start == key.range.start)?;
    let last = words.iter().position(|token| token.end() == key.range.end)?;
    let before = date.checked_sub(1)?;
    if key.exactness != Exactness::Exact || !words.get(before)?.word.eq_ignore_ascii_case(link) {
        return None;
    }
    let opening = before == 0;
    let from = if opening { last + 1 } else { 0 };
    let be = (from..words.len()).find(|n| is_be(words, *n))?;
    let subject = words.get(from..be)?;
    let said = words.get(be + 1..)?;
    // “… was founded in 1912 by teachers, who …”: that it was founded says which event is meant.
    let once = before == be + 2 && english::has(english::ONCE, said.first()?.word);
    if !is_subject(subject, name) || !(once || is_said(said)) || (!opening && before <= be + 1) {
        return None;
    }
    let behind = words.get(last)?;
    // What follows the date must go on from the verb.
    let next = words.get(last + 1).map_or("", |token| token.word);
    let joins = ["by", "as", "to", "with", "for", "from", "at", "under", "after", "following", "when"].contains(&next);
    let ends = behind.trail.starts_with('.') || (once && behind.trail.starts_with(','));
    if !(opening || ends || (behind.open() && joins)) {
        return None;
    }
    let tail = |from: usize, to: usize| text.get(from..to).map(str::trim);
    let end = text.trim_end().trim_end_matches('.').len();
    let rest = if opening {
        tail(said.first()?.start, end)?.to_owned()
    } else if once && !is_said(said) {
        said.first()?.word.to_owned()
    } else {
        let head = tail(said.first()?.start, words.get(before)?.start)?;
        let behind = tail(behind.end(), end.max(behind.end()))?;
        format!("{head} {behind}").trim_end().to_owned()
    };
    let subject = tail(subject.first()?.start, subject.last()?.end())?;
    let (first, others) = subject.split_once(' ').unwrap_or((subject, ""));
    let article = matches!(first, "The" | "A" | "An");
    let first = if article { first.to_lowercase() } else { first.to_owned() };
    let subject = format!("{first} {others}");
    Some(format!("{asks} {} {} {rest}", words.get(be)?.word, subject.trim_end()))
}

fn is_be(words: &[Token<'_>], n: usize) -> bool {
    words.get(n).is_some_and(|token| matches!(token.word, "was" | "were") && token.open() && token.lead.is_empty())
}

/// Whether some words are a plain subject: a name, or an article and its noun, with no clause, comma or bracket in it.
fn is_subject(words: &[Token<'_>], name: &dyn Fn(&str) -> bool) -> bool {
    let Some(first) = words.first().filter(|_| words.len() <= SUBJECT) else { return false };
    let article = matches!(first.word, "The" | "the" | "A" | "a" | "An" | "an");
    let begins = (article && words.len() > 1)
        || (first.capital()
            && !english::has(CLOSED, first.word)
            && !english::has(OPENERS, first.word)
            && !english::has(POINTERS, first.word)
            && (name(first.word) || first.acronym()));
    begins
        && words.iter().enumerate().all(|(n, token)| {
            let link = matches!(token.word, "of" | "the" | "for" | "de" | "in" | "and" | "to" | "a" | "between");
            let verb = token.word.starts_with(char::is_lowercase) && is_verb(token.word);
            let closed = english::has(CLOSED, token.word) && !link && n > 0;
            token.lead.is_empty() && token.open() && !verb && !closed && !english::has(PRONOUNS, token.word)
        })
}

/// Whether some words behind “was” are one passive predicate: a participle at once, and no second clause.
fn is_said(words: &[Token<'_>]) -> bool {
    let participle = |token: &Token<'_>| {
        token.word.starts_with(char::is_lowercase)
            && (token.word.len() > 4 && token.word.ends_with("ed") || english::has(PARTICIPLES, token.word))
    };
    let adverb = |token: &Token<'_>| token.word.ends_with("ly") || token.word == "first";
    let begins = words.first().is_some_and(participle)
        || (words.first().is_some_and(adverb) && words.get(1).is_some_and(participle));
    let one = words.iter().enumerate().all(|(n, token)| {
        let last = n + 1 == words.len();
        let clause = matches!(
            token.word,
            "who" | "which" | "that" | "and" | "but" | "while" | "although" | "because" | "so" | "however" | "where"
        );
        let finite = n > 1
            && !token.capital()
            && english::has(english::VERBS, token.word)
            && !english::has(PARTICIPLES, token.word);
        let points = english::has(PRONOUNS, token.word) || matches!(token.word, "was" | "were");
        !clause && !finite && !points && (last || !token.trail.contains([',', ';', ':', '.', '?']) || initial(token))
    });
    begins && one && words.len() <= SAID
}

/// `Samuel F. Miller`, `U.S.`
fn initial(token: &Token<'_>) -> bool {
    token.trail == "." && (token.word.len() == 1 || token.word.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::mention::{mentions, tokens};

    fn asked(text: &str) -> Option<String> {
        let name = |word: &str| matches!(word, "Harbour" | "Newport" | "Kelly");
        question(text, &tokens(text), mentions(text).first().unwrap(), &name)
    }

    #[test]
    fn a_plain_passive_clause_becomes_a_question() {
        for (text, question) in [
            (
                "The Harbour Library was founded in 1912 by a group of teachers.",
                "in which year was the Harbour Library founded by a group of teachers",
            ),
            (
                "In 1912 the Harbour Library was founded by a group of teachers.",
                "in which year was the Harbour Library founded by a group of teachers",
            ),
            (
                "In March 1912, Newport was first connected to the railway.",
                "in which month and year was Newport first connected to the railway",
            ),
            (
                "The Harbour Library was founded in 1912 when Kelly came to Newport; it was a gift.",
                "in which year was the Harbour Library founded",
            ),
            ("Kelly was born in Newport on 4 May 1912.", "on which date was Kelly born in Newport"),
        ] {
            assert_eq!(asked(text).as_deref(), Some(question), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_stays_a_statement() {
        for text in [
            "In Bern the Harbour Library was founded in 1912 by teachers.",
            "The Harbour Library was founded in 1912 Bern.",
            "The Harbour Library was sold in 1912, and it was closed again.",
            "Kelly, who was born in Newport in 1912, was a painter.",
            "The mill that Kelly owned was burnt in 1912.",
            "Kelly was mayor of Newport in 1912.",
            "Trade was opened in 1912 by Kelly.",
            "Kelly was elected by 1912 to the council.",
        ] {
            assert_eq!(asked(text), None, "{text}");
        }
    }
}
