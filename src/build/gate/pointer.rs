//! Whether a sentence goes on from another, or speaks of a thing that another has named, as far as its words tell.

use super::Refusal;
use crate::build::english::{self, CLOSED};
use crate::build::mention::Token;
use crate::build::reading::is_calendar;

use super::statement::is_verb;

/// Refuses a sentence that cannot be understood without the one before it. `names` tells the words that are names,
/// if the sentence before does not tell whom pronouns stand for, `told` the common nouns of which the titles above the sentence are, or that the sentence before it has.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn judge(
    words: &[Token<'_>],
    names: Option<&dyn Fn(usize) -> bool>,
    told: &dyn Fn(&str) -> bool,
    surname: &dyn Fn(&str) -> bool,
) -> Result<(), Refusal> {
    let unresolved = |names: &dyn Fn(usize) -> bool| resumes(words) || stands_for_another(words, names);
    if goes_on(words) || names.is_some_and(unresolved) {
        return Err(Refusal::Anaphora);
    }
    if words.iter().any(passing) {
        return Err(Refusal::Passing);
    }
    if (0..words.len()).any(|n| unnamed(words, n, told) || bare_surname(words, n, surname, told)) {
        return Err(Refusal::NoSubject);
    }
    Ok(())
}

fn word<'a>(words: &[Token<'a>], n: Option<usize>) -> &'a str {
    n.and_then(|n| words.get(n)).map_or("", |token| token.word)
}

/// What is so at the time of writing: as a capital shows, “May” is a month and “The Present” a title.
fn passing(token: &Token<'_>) -> bool {
    english::has(english::PASSING, token.word) && (!token.capital() || !matches!(token.word, "May" | "Today" | "Now"))
}

/// `however`, `a second`, `he later moved`, `also`: another sentence was there before.
fn goes_on(words: &[Token<'_>]) -> bool {
    after_a_time(words)
        || words.iter().enumerate().any(|(n, token)| {
            let (before, behind) = (n.checked_sub(1), word(words, Some(n + 1)));
            // Inside a sentence of several parts they may go on from its own first part.
            let first =
                !words.iter().take(n).skip(1).any(|token| {
                    token.trail.contains([',', ';']) || matches!(token.word, "and" | "but" | "who" | "which")
                });
            let joined =
                words.iter().take(n).any(|token| matches!(token.word, "and" | "but" | "who" | "which" | "while"));
            match token.word.to_ascii_lowercase().as_str() {
                "also" => {
                    !joined && !matches!(behind, "known" | "called" | "named" | "spelled" | "written" | "referred")
                }
                "again" | "later" | "still" | "soon" | "earlier" | "already" | "once" => {
                    first && !(token.word == "once" && matches!(word(words, before), "at" | "than"))
                }
                "another" => !matches!(word(words, before), "one"),
                "other" | "others" | "both" | "such" => {
                    first && !matches!(word(words, before), "each" | "among" | "and")
                }
                "did" => behind != "not",
                "followed" => behind == "in" && first,
                "second" | "third" | "fourth" | "fifth" | "former" => {
                    !token.open() || english::has(CLOSED, behind) || is_verb(behind)
                }
                "one" => n == 0,
                other => english::has(english::GOING_ON, other) && !word(words, before).eq_ignore_ascii_case("since"),
            }
        })
}

/// `After a year`, `Within three months`: of what?
fn after_a_time(words: &[Token<'_>]) -> bool {
    let opens = ["after", "within", "for", "over", "during", "in", "a", "some", "several", "two", "three"];
    let first = words.first().map_or("", |token| token.word);
    opens.iter().any(|word| first.eq_ignore_ascii_case(word))
        && words.iter().take(5).skip(1).enumerate().any(|(n, token)| {
            let unit = ["year", "years", "months", "month", "days", "weeks", "decade", "decades"].contains(&token.word);
            let between = words.iter().take(n + 1).skip(1);
            unit && between.clone().all(|token| token.open() && !token.capital())
                && !matches!(word(words, Some(n + 2)), "of")
        })
}

/// `Written by Ptolemy, it remained …`, `According to the report it ranged …`: what is “it” stands nowhere.
fn resumes(words: &[Token<'_>]) -> bool {
    const STANDS_FOR: [&str; 4] = ["it", "he", "she", "they"];
    let clause = ["when", "while", "although", "though", "because", "if", "once", "as"];
    let opens = words.first().is_some_and(|first| clause.iter().any(|it| first.word.eq_ignore_ascii_case(it)));
    // “Formerly known as the Harbour Trust, it …” names what it speaks of.
    let named = words.windows(2).any(|pair| matches!(pair, [one, next] if one.word == "known" && next.word == "as"));
    if opens || named {
        return false;
    }
    let said = |upto: usize| {
        words.iter().take(upto).enumerate().skip(1).any(|(n, token)| {
            let before = n.checked_sub(1).and_then(|n| words.get(n));
            is_verb(token.word) && before.is_some_and(|before| before.open() && !english::has(CLOSED, before.word))
        })
    };
    words.iter().enumerate().skip(1).any(|(n, token)| STANDS_FOR.contains(&token.word) && !said(n))
}

/// `He` with no person before it, `abandoned it`: in its own clause a pronoun behind the verb is never the subject.
fn stands_for_another(words: &[Token<'_>], names: &dyn Fn(usize) -> bool) -> bool {
    words.iter().enumerate().any(|(n, token)| match token.word {
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => !person_before(words, n, names),
        "it" | "them" => !words.iter().take(n).skip(1).any(|token| {
            token.trail.contains([',', ';', ':'])
                || matches!(token.word, "and" | "but" | "that" | "who" | "which" | "when" | "while" | "where" | "as")
                || matches!(token.word, "because" | "after" | "before" | "although" | "though" | "until" | "than")
        }),
        _ => false,
    })
}

/// Whether a name that may be a person's stands before a word: no place behind “in”, no body behind “the”.
fn person_before(words: &[Token<'_>], at: usize, names: &dyn Fn(usize) -> bool) -> bool {
    (0..at).any(|n| {
        let begins = names(n) && !n.checked_sub(1).is_some_and(|before| names(before) && words[before].open()); // below `at`
        let link = word(words, n.checked_sub(1)).to_ascii_lowercase();
        let acronym = words.get(n).is_some_and(Token::acronym);
        begins && !acronym && !matches!(link.as_str(), "the" | "in" | "of" | "at" | "near" | "on" | "from")
    })
}

/// `the building`: a common noun behind “the” that was not named before in the sentence or above it, and that nothing
/// behind it tells from others.
fn unnamed(words: &[Token<'_>], at: usize, told: &dyn Fn(&str) -> bool) -> bool {
    if !matches!(word(words, Some(at)), "the" | "The") {
        return false;
    }
    let mut end = at + 1;
    while let Some(token) = words.get(end) {
        let common = token.word.starts_with(char::is_lowercase) && token.lead.is_empty();
        let adverb = matches!(token.word, "first" | "only" | "most");
        if !common || english::has(CLOSED, token.word) || (end > at + 1 && (adverb || is_verb(token.word))) {
            break;
        }
        end += 1;
        if !token.open() {
            break;
        }
    }
    let Some(phrase) = words.get(at + 1..end).filter(|phrase| !phrase.is_empty()) else { return false };
    let Some(head) = phrase.last() else { return false };
    let behind = words.get(end).filter(|_| head.open());
    // “the Spanish peseta”, “the painter Kelly”, “the city's walls”
    let named = behind.is_some_and(|behind| behind.capital() && !is_calendar(behind.word));
    let restricted = behind.is_some_and(|behind| {
        let next = words.get(end + 1).map_or("", |token| token.word);
        english::has(english::RESTRICTING, behind.word)
            || (matches!(behind.word, "in" | "at" | "on" | "near" | "from" | "with" | "by" | "where")
                && !next.starts_with(|c: char| c.is_ascii_digit())
                && !is_calendar(next)
                && !matches!(next, "early" | "late" | "mid"))
    });
    let own = head.word.ends_with("'s") || head.word.ends_with("’s");
    if named || restricted || own {
        return false;
    }
    let stem = |word: &str| crate::flaw::words::stem(&word.to_lowercase());
    let noun = stem(head.word);
    let before = words.iter().take(at).any(|token| stem(token.word) == noun);
    let superlative =
        |token: &Token<'_>| token.word.ends_with("est") || matches!(token.word, "most" | "first" | "only" | "main");
    if before || told(head.word) || english::has(english::UNIQUE, head.word) || phrase.iter().any(superlative) {
        return false;
    }
    let telling = phrase.first().is_some_and(|first| english::has(english::TELLING, first.word));
    phrase.len() == 1 || (telling && phrase.len() == 2)
}

/// `Clark returned`: somebody whose whole name another sentence told.
fn bare_surname(words: &[Token<'_>], at: usize, surname: &dyn Fn(&str) -> bool, told: &dyn Fn(&str) -> bool) -> bool {
    let Some(token) = words.get(at).filter(|token| token.capital() && token.open() && !token.acronym()) else {
        return false;
    };
    let name = token.word.trim_end_matches("'s").trim_end_matches("’s");
    let alone = !at.checked_sub(1).and_then(|n| words.get(n)).is_some_and(|before| {
        before.open()
            && (before.capital() && !english::has(CLOSED, before.word) || before.word.eq_ignore_ascii_case("the"))
    });
    let acts =
        at == 0 || name != token.word || words.get(at + 1).is_some_and(|next| is_verb(next.word) && !next.capital());
    let before = words.iter().take(at).any(|token| token.word == name);
    alone && acts && !before && surname(name) && !told(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::mention::tokens;

    fn refused(text: &str) -> Option<Refusal> {
        let words = tokens(text);
        let names = |n: usize| words.get(n).is_some_and(|token| token.capital() && (n > 0 || token.word == "Kelly"));
        judge(&words, Some(&names), &|noun| noun == "bridge", &|name| name == "Clark").err()
    }

    #[test]
    fn what_goes_on_from_another_sentence_is_refused() {
        for text in [
            "The Kelly Works also moved to Newport in 1911.",
            "In 1911, however, the Kelly Works burnt down.",
            "A second, by Mickey Newbury, was sung in 1980.",
            "Kelly later contacted the King of Norway in 1933.",
            "In 1911 another expedition reached Newport.",
            "After a year the Kelly Works were sold in 1911.",
            "The Newport Act, also signed in 1862, helped the poor of Norway.",
            "Kelly did return to Newport in 1836.",
            "Written by Kelly, it remained in print until 1911.",
            "According to the report of Kelly it ranged from 7 to 30 in 1911.",
            "In 1866, an order of the Senate had his body moved to Newport.",
            "The council of Newport granted permission for it to open in 1911.",
            "Kelly largely restructured it in 2001.",
            "The role of Kelly, however, was not told until 1911.",
        ] {
            assert_eq!(refused(text), Some(Refusal::Anaphora), "{text}");
        }
    }

    #[test]
    fn what_a_sentence_tells_itself_may_be_taken_up_in_it() {
        for text in [
            "Kelly was born in Newport in 1911, and later moved to Bern.",
            "Newport, also known as Kelly Bay, was founded in 1911.",
            "When Kelly came to Newport, he opened a mill in 1911.",
            "Kelly sold a mill in 1911 and the mill was closed.",
            "The Newport Tramway opened in 1911, but it was closed after the war of 1914.",
            "Formerly known as the Newport Trust, it was founded in 1911 by Kelly.",
            "Kelly opened the bridge in 1911.",
            "Kelly became the first mayor of Newport in 1911.",
            "Kelly lived at the court of Norway until May 1911.",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
    }

    #[test]
    fn things_that_are_only_pointed_at_and_what_is_so_now_are_refused() {
        assert_eq!(refused("In 1999, the Navy of Norway built an office at the airport."), Some(Refusal::NoSubject));
        assert_eq!(refused("Kelly sold the two mills in 1999."), Some(Refusal::NoSubject));
        assert_eq!(refused("Kelly had met the brothers first in 1971."), Some(Refusal::NoSubject));
        assert_eq!(refused("When Kelly was lost, Clark returned to Newport in 1779."), Some(Refusal::NoSubject));
        assert_eq!(refused("In 1779 Clark's army was lost at Newport."), Some(Refusal::NoSubject));
        assert_eq!(refused("In 1779 George Clark took Newport, and Clark's army was lost."), None);
        assert_eq!(refused("Kelly is the current mayor of Newport, elected in 1999."), Some(Refusal::Passing));
        assert_eq!(refused("Kelly said in 1999 that it would rise."), Some(Refusal::Passing));
    }
}
