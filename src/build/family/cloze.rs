//! A statement with a gap where a value stood, or a true question where a clear clause allows one.

use super::Family;
use crate::build::corpus::{Corpus, Place};
use crate::build::english;
use crate::build::gate::Refusal;
use crate::build::gate::leaks::leaks;
use crate::build::gate::statement::{Stand, judge, previous};
use crate::build::mention::{Exactness, Mention, Slot, Token, tokens};
use crate::build::{Candidate, Fact, Quote, distractor};

/// The most words of a stem.
const WORDS: usize = 50;

/// A question in the making: its words, before it has wrong choices.
#[derive(Debug)]
pub struct Draft {
    /// What is asked.
    pub stem: String,
    /// The right answer.
    pub key: String,
    /// The sentence before, if the stem needs it.
    pub previous: Option<Place>,
}

/// The family that asks for a mention.
#[must_use]
pub fn family(slot: &Slot) -> Option<&'static Family> {
    super::named(match slot {
        Slot::Day(_) => "date",
        Slot::Month => "month",
        Slot::Year => "year",
        Slot::Money { .. } => "money",
        Slot::Percent { .. } => "percent",
        Slot::Count { .. } => "count",
        Slot::Span | Slot::Named(_) => return None,
    })
}

/// Whether a family is one of these.
#[must_use]
pub fn is_cloze(family: &Family) -> bool {
    ["date", "month", "year", "money", "percent", "count"].contains(&family.name)
}

pub(super) fn dates(corpus: &Corpus) -> Vec<Candidate> {
    of_family(corpus, "date")
}

pub(super) fn months(corpus: &Corpus) -> Vec<Candidate> {
    of_family(corpus, "month")
}

pub(super) fn years(corpus: &Corpus) -> Vec<Candidate> {
    of_family(corpus, "year")
}

pub(super) fn money(corpus: &Corpus) -> Vec<Candidate> {
    of_family(corpus, "money")
}

pub(super) fn percents(corpus: &Corpus) -> Vec<Candidate> {
    of_family(corpus, "percent")
}

pub(super) fn counts(corpus: &Corpus) -> Vec<Candidate> {
    of_family(corpus, "count")
}

fn of_family(corpus: &Corpus, name: &str) -> Vec<Candidate> {
    let mine = |mention: &Mention| mention.asks && family(&mention.slot).is_some_and(|family| family.name == name);
    let of_place = |place: Place| {
        let all = corpus.mentions(place);
        let fitting: Vec<usize> = (0..all.len()).filter(|n| all.get(*n).is_some_and(mine)).collect();
        if fitting.is_empty() || judge(corpus, place).is_err() {
            return Vec::new();
        }
        fitting.into_iter().filter_map(|n| candidate(corpus, place, n, &draft(corpus, place, n).ok()?)).collect()
    };
    corpus.places().flat_map(of_place).collect()
}

/// A draft about one mention of a passage.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn draft(corpus: &Corpus, place: Place, mention: usize) -> Result<Draft, Refusal> {
    draft_of(corpus, place, judge(corpus, place)?, mention)
}

/// A draft about one mention of a passage that is judged already.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn draft_of(corpus: &Corpus, place: Place, stand: Stand, mention: usize) -> Result<Draft, Refusal> {
    let all = corpus.mentions(place);
    let mention = all.get(mention).ok_or(Refusal::Unquotable)?;
    let text = corpus.text(place);
    let words = tokens(text);
    let source = corpus.source(place);
    let section = corpus.section(place);
    let heading = section.title.as_deref().unwrap_or_default();
    let before = (stand == Stand::WithPrevious).then(|| previous(corpus, place)).flatten();
    let told = before.map_or(&[] as &[Mention], |before| corpus.mentions(before));
    let told = told.iter().any(|other| {
        other.slot.comparable(&mention.slot) && (other.value.holds(&mention.value) || mention.value.holds(&other.value))
    });
    if told || leaks(&words, all, mention, &[&source.title, heading]) {
        return Err(Refusal::Leak);
    }
    let key = text.get(mention.range.clone()).ok_or(Refusal::Unquotable)?;
    let asked = before.is_none().then(|| true_question(text, &words, mention, &source.title)).flatten();
    let stem = match asked {
        Some(stem) => stem,
        None => gapped(corpus, place, before, mention).ok_or(Refusal::Length)?,
    };
    if repeats(&stem, key) {
        return Err(Refusal::Leak);
    }
    Ok(Draft { stem, key: distractor::choice(key), previous: before })
}

/// A draft as a candidate without wrong choices.
#[must_use]
pub fn candidate(corpus: &Corpus, place: Place, mention: usize, draft: &Draft) -> Option<Candidate> {
    let mention = corpus.mentions(place).get(mention)?;
    let text = corpus.text(place);
    let fact = Fact::of_one(text, place, mention, corpus.mentions(place));
    let mut quotes = vec![Quote { place, range: 0..text.len(), answers: vec![mention.range.clone()] }];
    if let Some(before) = draft.previous {
        quotes.push(Quote { place: before, range: 0..corpus.text(before).len(), answers: Vec::new() });
    }
    let section = corpus.section(place);
    let under = match &section.title {
        Some(title) if section.level > 1 => format!(", under “{title}”"),
        _ => String::new(),
    };
    Some(Candidate {
        family: family(&mention.slot)?,
        stem: draft.stem.clone(),
        key: draft.key.clone(),
        rationale: format!("So “{}” has it{under}.", corpus.source(place).title),
        distractors: Vec::new(),
        quotes,
        as_of: fact.as_of.clone(),
        fact,
    })
}

/// Whether the words of a key stand in a stem too.
fn repeats(stem: &str, key: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    stem.match_indices(key).any(|(at, _)| {
        edge(stem.get(..at).and_then(|left| left.chars().next_back()))
            && edge(stem.get(at + key.len()..).and_then(|right| right.chars().next()))
    })
}

/// `Which year completes this statement from “…” (section “…”): “… ____ …”?`, within the length of a stem.
fn gapped(corpus: &Corpus, place: Place, before: Option<Place>, mention: &Mention) -> Option<String> {
    let text = corpus.text(place);
    let asks = match mention.slot {
        Slot::Day(_) => "date",
        Slot::Month => "month and year",
        Slot::Year => "year",
        Slot::Money { .. } => "amount of money",
        Slot::Percent { .. } => "percentage",
        Slot::Count { .. } => "number",
        Slot::Span | Slot::Named(_) => return None,
    };
    let section = corpus.section(place);
    let section = match &section.title {
        Some(title) if section.level > 1 => format!(" (section “{}”)", inner(title)),
        _ => String::new(),
    };
    let what = if before.is_some() { "passage" } else { "statement" };
    let completes = if mention.slot == Slot::Month { "complete" } else { "completes" };
    let lead = format!("Which {asks} {completes} this {what} from “{}”{section}:", inner(&corpus.source(place).title));
    let context = before.map(|before| format!("{} ", shown(corpus.text(before)))).unwrap_or_default();
    let gap = format!("{}____{}", text.get(..mention.range.start)?, text.get(mention.range.end..)?);
    let gap = shown(&gap);
    let (left, right) = gap.split_once("____")?;
    let count = |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let used = count(&lead) + count(&context) + count(left);
    let whole = format!("{lead} “{context}{left}____{right}”?");
    if used + count(right) + 1 < WORDS {
        return Some(whole);
    }
    // Too long: what follows the gap may end where a clause does.
    let ends = ["; ", ", which ", ", while ", ", although ", ", whereas ", ", but ", ", where ", ", who ", ", and "];
    let mut cuts: Vec<usize> = ends.iter().flat_map(|end| right.match_indices(end).map(|(at, _)| at)).collect();
    cuts.sort_unstable();
    let cut =
        cuts.into_iter().rev().find(|cut| right.get(..*cut).is_some_and(|part| used + count(part) + 1 < WORDS))?;
    let right = right.get(..cut)?;
    let even = right.matches('(').count() == right.matches(')').count()
        && right.matches('‘').count() == right.matches('’').count();
    even.then(|| format!("{lead} “{context}{left}____{right} …”?"))
}

/// A sentence as a stem shows it: without reference marks, its quotation marks inside those of the stem.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, mark) = rest.split_at(open);
        out.push_str(before);
        let close = mark.find(']').filter(|close| *close < 40);
        let inside = close.and_then(|close| mark.get(1..close)).unwrap_or_default();
        let reference = inside.ends_with(" needed")
            || inside.len() == 1
            || (!inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || ", -–".contains(c)));
        if let Some(close) = close.filter(|_| reference) {
            rest = mark.get(close + 1..).unwrap_or_default();
        } else {
            out.push('[');
            rest = mark.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    inner(out.trim())
}

/// Double quotation marks made single, for what stands in double ones.
fn inner(text: &str) -> String {
    let mut open = true;
    let single = |c| match c {
        '“' => '‘',
        '”' => '’',
        '"' => {
            open = !open;
            if open { '’' } else { '‘' }
        }
        c => c,
    };
    text.chars().map(single).collect()
}

/// `When was the Harbour Library founded?`, where the sentence is “The Harbour Library was founded in 1912 …” and nothing
/// stands before its subject.
fn true_question(text: &str, words: &[Token<'_>], mention: &Mention, title: &str) -> Option<String> {
    if !mention.slot.is_date() || mention.exactness != Exactness::Exact {
        return None;
    }
    let date = words.iter().position(|token| token.start == mention.range.start)?;
    let (verb, link) = (date.checked_sub(2)?, date.checked_sub(1)?);
    let be = verb.checked_sub(1)?;
    let passive = matches!(words.get(be)?.word, "was" | "were")
        && english::has(english::FOUNDING, words.get(verb)?.word)
        && matches!(words.get(link)?.word, "in" | "on");
    let from = usize::from(words.first()?.word == "The");
    let name = words.get(from..be).filter(|name| !name.is_empty() && name.len() < 9)?;
    let named = name.iter().enumerate().all(|(n, token)| {
        let small = n > 0 && n + 1 < name.len() && matches!(token.word, "of" | "the" | "and" | "for" | "de" | "in");
        (token.capital() || small) && token.lead.is_empty() && token.open() && token.word.is_ascii()
    });
    let pronoun = name.iter().any(|token| english::has(english::CLOSED, token.word) && token.capital());
    let common = name.len() == 1 && from == 1 && !name.first()?.acronym();
    let last = words.iter().position(|token| token.end() == mention.range.end)?;
    let rest = words.get(last + 1).map_or("", |token| token.word);
    let closed = words.get(last)?.trail.starts_with(['.', ',']) || matches!(rest, "by" | "as" | "when" | "to" | "with");
    if !passive || !named || pronoun || common || !closed {
        return None;
    }
    let name = text.get(name.first()?.start..name.last()?.end())?;
    let the = if from == 1 { "the " } else { "" };
    let (be, verb) = (words.get(be)?.word, words.get(verb)?.word);
    Some(format!("According to “{}”, when {be} {the}{name} {verb}?", inner(title)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_shows_no_reference_marks_and_keeps_the_quotation_apart() {
        assert_eq!(
            shown("It was “new”.[2][citation needed] He said \"so\" [sic]."),
            "It was ‘new’. He said ‘so’ [sic]."
        );
    }

    #[test]
    fn a_clear_clause_becomes_a_question() {
        let asked = |text: &str| {
            let mentions = crate::build::mention::mentions(text);
            true_question(text, &tokens(text), mentions.first().unwrap(), "A history")
        };
        let question = asked("The Harbour Library was founded in 1912 by a group of teachers.");
        assert_eq!(question.unwrap(), "According to “A history”, when was the Harbour Library founded?");
        assert!(asked("The library was founded in 1912 by a group of teachers.").is_none());
        assert!(asked("In Bern the Harbour Library was founded in 1912 by teachers.").is_none());
        assert!(asked("The Harbour Library was founded in 1912 Bern.").is_none());
    }
}
