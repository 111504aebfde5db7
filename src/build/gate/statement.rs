//! Whether a sentence can be asked about by itself: what a reader needs is in it, or in the sentence before it.

use super::form::{ABBREVIATIONS, balanced, english_text, is_markup, references_end, run_together};
use super::points::{bare_number, points, renamed, shows};
use super::{Refusal, pointer};
use crate::build::corpus::{Corpus, Place};
use crate::build::english::{self, CLOSED, HEDGES, IMPERATIVES, OPENERS, PERSONAL, POINTERS, PRONOUNS, VERBS};
use crate::build::mention::{Token, tokens};
use crate::build::reading::is_calendar;
use crate::document::Kind;

/// The fewest and the most words of a statement.
const LENGTH: std::ops::RangeInclusive<usize> = 7..=40;
/// The most words of two sentences that are asked about together.
const TOGETHER: usize = 42;
/// The most values in a sentence; more are a list.
const VALUES: usize = 4;
/// How far the subject of a sentence may reach.
const SUBJECT: usize = 14;

/// How a sentence can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// By itself.
    Alone,
    /// With the sentence before it.
    WithPrevious,
    /// Not at all, unless another document contradicts it: it is a fact, but which of two things it tells it of is not
    /// clear. “Previously known as the Works, it was founded in 1912.”
    Disputed,
}

/// Judges a passage.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn judge(corpus: &Corpus, place: Place) -> Result<Stand, Refusal> {
    let text = corpus.text(place);
    let words = tokens(text);
    plain(corpus, place, text, &words)?;
    if corpus.mentions(place).len() > VALUES {
        return Err(Refusal::Crowded);
    }
    match context(corpus, place, &words) {
        Ok(()) if renamed(&words) => Ok(Stand::Disputed),
        Ok(()) => Ok(Stand::Alone),
        Err(why) => {
            let resolved = why == Refusal::Anaphora && leads(corpus, place, &words);
            if resolved { Ok(Stand::WithPrevious) } else { Err(why) }
        }
    }
}

/// The passage before one, in the same paragraph.
#[must_use]
pub fn previous(corpus: &Corpus, place: Place) -> Option<Place> {
    let before = Place { passage: place.passage.checked_sub(1)?, ..place };
    let (one, other) = (corpus.passage(before), corpus.passage(place));
    (one.block == other.block && one.kind == Kind::Sentence).then_some(before)
}

/// Whether the sentence before makes clear what this one speaks of: whom its pronouns stand for, no more than that.
fn leads(corpus: &Corpus, place: Place, behind: &[Token<'_>]) -> bool {
    let Some(before) = previous(corpus, place) else { return false };
    let text = corpus.text(before);
    let words = tokens(text);
    let subject =
        behind.first().is_some_and(|first| matches!(first.word, "It" | "He" | "She" | "They" | "Its" | "His" | "Her"))
            || (behind.first().is_some_and(|first| english::has(OPENERS, first.word))
                && behind.iter().take(SUBJECT).any(|token| matches!(token.word, "it" | "he" | "she" | "they")));
    let named = words.iter().take(SUBJECT).enumerate().any(|(n, token)| is_anchor(corpus, &words, n, token));
    let pointing = words.iter().any(|token| english::has(PRONOUNS, token.word));
    let surname = |word: &str| corpus.readings().is_surname(word);
    let said = |noun: &str| told(corpus, place, noun) || words.iter().any(|token| same_stem(token.word, &stem(noun)));
    subject
        && named
        && !pointing
        && !points(behind)
        && words.len() + behind.len() <= TOGETHER
        && pointer::judge(behind, None, &said, &surname).is_ok()
        && plain(corpus, before, text, &words).is_ok()
        && context(corpus, before, &words).is_ok()
}

fn same_stem(word: &str, stem: &str) -> bool {
    self::stem(word) == stem
}

/// Whether the title of a document or section is of such a thing: “the department” under “Department of Works”, but no
/// “film” under “Film career”, and none of several under “Films”.
fn told(corpus: &Corpus, place: Place, noun: &str) -> bool {
    let source = corpus.source(place);
    let section = corpus.section(place).title.as_deref().unwrap_or_default();
    let first = source.document.sections().first().and_then(|first| first.title.as_deref()).unwrap_or_default();
    let noun_stem = stem(noun);
    let is = |title: &str| {
        let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let head = |n: usize| {
            words.get(n + 1).is_none_or(|next| english::has(CLOSED, next) || !next.starts_with(char::is_alphabetic))
        };
        let many = |word: &str| word.ends_with('s') && !noun.ends_with('s') && !word.ends_with("ss");
        words.iter().enumerate().any(|(n, word)| same_stem(word, &noun_stem) && head(n) && !many(word))
    };
    [source.title.as_str(), section, first].into_iter().any(is)
}

/// What a sentence must be, whatever it says.
fn plain(corpus: &Corpus, place: Place, text: &str, words: &[Token<'_>]) -> Result<(), Refusal> {
    if !LENGTH.contains(&words.len()) || text.len() > 600 {
        return Err(Refusal::Length);
    }
    if is_markup(text) {
        return Err(Refusal::Markup);
    }
    let ends = text.trim_end_matches(|c: char| "\"'”’)]".contains(c) || c.is_ascii_digit() || c == '[');
    let ends = text.ends_with(['.', '!']) || ends.ends_with(['.', '!']) || references_end(text);
    let begins = text.trim_start_matches(['"', '“', '‘', '\'']);
    let begins = begins.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if !ends || !begins || text.ends_with('?') || corpus.passage(place).kind != Kind::Sentence {
        return Err(Refusal::Fragment);
    }
    if !english_text(text, words) {
        return Err(Refusal::Language);
    }
    if !balanced(text) {
        return Err(Refusal::Unbalanced);
    }
    let last = words.last().map_or("", |token| token.word);
    if ABBREVIATIONS.contains(&last) || words.iter().any(|token| run_together(token.word)) {
        return Err(Refusal::Fragment);
    }
    let personal = |word: &str| {
        english::has(PERSONAL, word) || (word.contains('’') && english::has(PERSONAL, &word.replace('’', "'")))
    };
    if words.iter().any(|token| personal(token.word) && token.word != "US") {
        return Err(Refusal::Personal);
    }
    let first = words.first().map_or("", |token| token.word);
    if english::has(IMPERATIVES, first) && !english::has(OPENERS, first) {
        return Err(Refusal::Instruction);
    }
    if english::has(&["how", "what", "whether", "which", "who", "why"], first) {
        return Err(Refusal::Fragment);
    }
    if words.iter().enumerate().any(|(n, token)| english::has(HEDGES, token.word) && (n == 0 || !token.capital())) {
        return Err(Refusal::Hedged);
    }
    let glued = words.windows(2).enumerate().any(|(n, pair)| {
        let [one, next] = pair else { return false }; // windows of two
        let opens =
            next.capital() && (english::has(CLOSED, next.word) || english::has(OPENERS, next.word)) && !next.acronym();
        // A heading or a name that another sentence left behind.
        (one.trail.ends_with([')', ']']) && opens && next.lead.is_empty())
            || (n == 0 && one.trail == "," && next.capital() && !one.word.ends_with("ly"))
            || (one.capital()
                && one.open()
                && matches!(next.word, "The" | "In" | "It" | "He" | "This")
                && next.lead.is_empty()
                && !english::has(CLOSED, one.word)
                && !one.word.ends_with("'s"))
    });
    if glued {
        return Err(Refusal::Fragment);
    }
    // “transformed it into a to continuous one”
    let broken = words.windows(2).any(|pair| {
        let [one, next] = pair else { return false }; // windows of two
        matches!(one.word, "a" | "an" | "the")
            && one.open()
            && matches!(next.word, "to" | "of" | "for" | "the" | "an" | "with")
    });
    if broken {
        return Err(Refusal::Fragment);
    }
    let verb = words.iter().skip(1).any(|token| is_verb(token.word));
    let capitals = words.iter().filter(|token| token.capital()).count();
    if !verb || capitals * 10 > words.len() * 6 {
        return Err(Refusal::Fragment);
    }
    if words.iter().any(|token| token.word.eq_ignore_ascii_case("respectively")) {
        return Err(Refusal::Crowded);
    }
    if ["for example", "for instance", "e.g.", "i.e."].iter().any(|it| text.contains(it)) {
        return Err(Refusal::Anaphora);
    }
    Ok(())
}

/// Whether all that a sentence speaks of is told in it.
fn context(corpus: &Corpus, place: Place, words: &[Token<'_>]) -> Result<(), Refusal> {
    let first = words.first().ok_or(Refusal::Fragment)?;
    if english::has(PRONOUNS, first.word) || points(words) || shows(words) {
        return Err(Refusal::Anaphora);
    }
    if bare_number(words) {
        return Err(Refusal::NoSubject);
    }
    // “By December”: of which year?
    let mentions = corpus.mentions(place);
    let inside = |token: &Token<'_>| mentions.iter().any(|mention| mention.range.contains(&token.start));
    let timeless = !mentions.iter().any(|mention| mention.slot.is_date());
    let numbered = |n: usize| words.get(n).is_some_and(|token| token.word.starts_with(|c: char| c.is_ascii_digit()));
    let calendar = |n: usize, token: &Token<'_>| {
        is_calendar(token.word) && (token.word != "May" || numbered(n + 1) || numbered(n.wrapping_sub(1)))
    };
    if timeless && words.iter().enumerate().any(|(n, token)| calendar(n, token) && !inside(token)) {
        return Err(Refusal::Anaphora);
    }
    let anchors: Vec<usize> =
        words.iter().enumerate().filter(|(n, token)| is_anchor(corpus, words, *n, token)).map(|(n, _)| n).collect();
    // A name in brackets alone does not say what a sentence is about.
    let text = corpus.text(place);
    let bracketed = |n: usize| {
        let before = words.get(n).and_then(|token| text.get(..token.start)).unwrap_or_default();
        before.matches('(').count() > before.matches(')').count()
    };
    if anchors.iter().all(|n| bracketed(*n)) && !anchors.is_empty() {
        return Err(Refusal::NoName);
    }
    let Some(&anchor) = anchors.first() else {
        let stands_for = words.iter().any(|token| english::has(PRONOUNS, token.word));
        return Err(if stands_for { Refusal::Anaphora } else { Refusal::NoName });
    };
    if words.iter().take(anchor).any(|token| english::has(PRONOUNS, token.word)) {
        return Err(Refusal::Anaphora);
    }
    if (0..words.len()).any(|n| untold(corpus, place, words, n)) {
        return Err(Refusal::NoSubject);
    }
    let names = |n: usize| anchors.binary_search(&n).is_ok();
    let surname = |word: &str| corpus.readings().is_surname(word);
    pointer::judge(words, Some(&names), &|noun| told(corpus, place, noun), &surname)?;
    subject(corpus, place, words)
}

/// `HBC`, `the Foundation`, where another sentence tells what that is, and neither this one nor a title does.
fn untold(corpus: &Corpus, place: Place, words: &[Token<'_>], at: usize) -> bool {
    let Some(token) = words.get(at).filter(|token| token.capital()) else { return false };
    let readings = corpus.readings();
    let word = token.word.trim_end_matches("'s").trim_end_matches("’s");
    if !token.acronym() {
        let the = at.checked_sub(1).and_then(|n| words.get(n)).is_some_and(|before| before.word == "the");
        let next = words.get(at + 1).filter(|_| token.open()).map_or("", |next| next.word);
        let alone = the && next != "of" && !next.starts_with(char::is_uppercase);
        let before = words.iter().take(at).any(|token| token.word == word);
        return alone && !before && readings.ends_name(word) && readings.is_common(word) && !told(corpus, place, word);
    }
    if english::has(english::KNOWN, word) || words.iter().any(|other| other.bracketed() && other.word == word) {
        return false;
    }
    let aliases = readings.aliases();
    let set = aliases.at(words, at).and_then(|(set, _)| aliases.sets().get(set));
    if set.is_none() && !readings.is_explained(word) {
        return false;
    }
    let source = corpus.source(place);
    let section = corpus.section(place).title.as_deref().unwrap_or_default();
    let heading = source.document.sections().first().and_then(|first| first.title.as_deref()).unwrap_or_default();
    let above = [corpus.text(place), &source.title, section, heading].map(str::to_lowercase);
    let [text, titles @ ..] = &above;
    let acronym = word.to_lowercase();
    let names = set.into_iter().flatten().map(|name| name.to_lowercase()).chain([acronym.clone()]);
    let told =
        |name: &String| (*name != acronym && text.contains(name)) || titles.iter().any(|title| title.contains(name));
    !names.into_iter().any(|name| told(&name))
}

fn stem(word: &str) -> String {
    crate::flaw::words::stem(&word.to_lowercase())
}

/// Refuses a sentence whose subject is a thing that only the text around it tells: “The fort …”.
fn subject(corpus: &Corpus, place: Place, words: &[Token<'_>]) -> Result<(), Refusal> {
    let mut at = 0;
    let participle = |word: &str| word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"));
    if words.first().is_some_and(|first| english::has(OPENERS, first.word) || participle(first.word)) {
        // An opening phrase ends with its comma, or with its date.
        at = words.iter().take(SUBJECT).position(|token| token.trail.ends_with(',')).map_or(0, |comma| comma + 1);
        if at == 0 {
            at = words
                .iter()
                .take(5)
                .position(|token| token.word.len() == 4 && token.word.bytes().all(|b| b.is_ascii_digit()))
                .map_or(0, |year| year + 1);
        }
    }
    let Some(token) = words.get(at) else { return Err(Refusal::Fragment) };
    if english::has(PRONOUNS, token.word) || english::has(POINTERS, token.word) {
        return Err(Refusal::Anaphora);
    }
    // “Integration was never completed”: of what?
    let verb = words.get(at + 1).is_some_and(|next| token.open() && is_verb(next.word));
    let bare = at == 0 && verb && !token.acronym() && !english::has(CLOSED, token.word);
    if bare && !corpus.readings().is_name(token.word) && !told(corpus, place, token.word) {
        return Err(Refusal::NoSubject);
    }
    if !matches!(
        token.word,
        "The" | "the" | "Both" | "both" | "All" | "all" | "One" | "one" | "Two" | "Three" | "Its" | "its"
    ) {
        return Ok(());
    }
    let phrase = words.iter().enumerate().skip(at + 1).take(SUBJECT).take_while(|(_, token)| !is_verb(token.word));
    let phrase: Vec<_> = phrase.collect();
    if phrase.iter().any(|(n, token)| is_anchor(corpus, words, *n, token)) {
        return Ok(());
    }
    // “The department” is clear where the title or heading says “Department of …”.
    let head = phrase.iter().take_while(|(_, token)| !english::has(CLOSED, token.word)).last();
    if head.is_some_and(|(_, token)| told(corpus, place, token.word)) { Ok(()) } else { Err(Refusal::NoSubject) }
}

/// Whether a word is a name or part of one.
pub(super) fn is_anchor(corpus: &Corpus, words: &[Token<'_>], at: usize, token: &Token<'_>) -> bool {
    if !token.capital() || is_calendar(token.word) || english::has(PRONOUNS, token.word) {
        return false;
    }
    if token.acronym() {
        return true;
    }
    let word = token.word.trim_end_matches("'s").trim_end_matches("’s");
    if english::has(CLOSED, word) || english::has(POINTERS, word) || english::has(OPENERS, word) || word.len() < 2 {
        return false;
    }
    if at > 0 {
        return true;
    }
    // At the beginning of a sentence every word has a capital.
    corpus.readings().is_name(word)
        || words.get(1).is_some_and(|next| next.capital() && token.open() && !is_calendar(next.word))
}

/// Whether a word is a finite verb, as far as its form tells.
#[must_use]
pub fn is_verb(word: &str) -> bool {
    english::has(VERBS, word)
        || english::has(english::VERBS_IN_S, word)
        || (word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase))
}
