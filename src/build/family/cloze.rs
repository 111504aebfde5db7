//! A statement with a gap where a value stood, or a true question where a clear clause allows one.

use super::{Family, clause};
use crate::build::corpus::{Corpus, Place};
use crate::build::gate::leaks::leaks;
use crate::build::gate::plain::is_plain;
use crate::build::gate::statement::{Stand, judge, previous};
use crate::build::gate::{Refusal, gap};
use crate::build::mention::{Mention, Slot, mentions, tokens};
use crate::build::shown::{inner, section, shown};
use crate::build::{Candidate, Fact, Quote, distractor};

/// The most words of a stem.
const WORDS: usize = 60;

/// A question in the making: its words, before it has wrong choices.
#[derive(Debug)]
pub struct Draft {
    /// What is asked.
    pub stem: String,
    /// The right answer.
    pub key: String,
    /// The sentence before, if the stem needs it.
    pub previous: Option<Place>,
    /// The family that asks it.
    pub family: &'static Family,
}

/// The family that asks for a mention, if its statement is plain.
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

/// The families that may ask for a mention.
pub fn families(slot: &Slot) -> impl Iterator<Item = &'static Family> {
    let any = slot.is_date().then(|| super::named("dated")).flatten();
    family(slot).into_iter().flat_map(move |plain| [Some(plain), any]).flatten()
}

/// Whether a family asks for dates.
#[must_use]
pub fn is_dated(family: &Family) -> bool {
    ["date", "month", "year", "dated"].contains(&family.name)
}

/// Whether a family is one of these.
#[must_use]
pub fn is_cloze(family: &Family) -> bool {
    is_dated(family) || ["money", "percent", "count"].contains(&family.name)
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

pub(super) fn dated(corpus: &Corpus) -> Vec<Candidate> {
    of_family(corpus, "dated")
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
    let mine = |mention: &Mention| mention.asks && families(&mention.slot).any(|family| family.name == name);
    let of_place = |place: Place| {
        let all = corpus.mentions(place);
        let fitting: Vec<usize> = (0..all.len()).filter(|n| all.get(*n).is_some_and(mine)).collect();
        if fitting.is_empty() || !judge(corpus, place).is_ok_and(|stand| stand != Stand::Disputed) {
            return Vec::new();
        }
        let of_name = |n: &usize| draft(corpus, place, *n).ok().filter(|draft| draft.family.name == name);
        fitting.iter().filter_map(|n| candidate(corpus, place, *n, &of_name(n)?)).collect()
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
    let others = all.iter().filter(|other| other.range != mention.range).chain(told);
    let dates: Vec<&Mention> = others.filter(|other| other.slot.is_date()).collect();
    gap::judge(text, &words, mention, &dates)?;
    let told = told.iter().any(|other| {
        other.slot.comparable(&mention.slot) && (other.value.holds(&mention.value) || mention.value.holds(&other.value))
    });
    // Under “In the House, 1847–49” not every year can be.
    let timed = mention.slot.is_date() && mentions(heading).iter().any(|other| other.slot.is_date());
    if told || timed || leaks(&words, all, mention, &[&source.title, heading]) {
        return Err(Refusal::Leak);
    }
    let key = text.get(mention.range.clone()).ok_or(Refusal::Unquotable)?;
    let name = |word: &str| corpus.readings().is_name(word);
    let asked = before.is_none().then(|| clause::question(text, &words, mention, &name)).flatten();
    let whole = before.is_none() && (asked.is_some() || is_plain(corpus, place, &words, mention));
    let plain = family(&mention.slot).filter(|_| whole || !mention.slot.is_date());
    let family = plain.or_else(|| families(&mention.slot).last()).ok_or(Refusal::Unquotable)?;
    let asked = asked.map(|asked| format!("According to “{}”, {}?", inner(&source.title), shown(&asked)));
    let stem = match asked {
        Some(stem) => stem,
        None => gapped(corpus, place, before, mention).ok_or(Refusal::Length)?,
    };
    if repeats(&stem, key) {
        return Err(Refusal::Leak);
    }
    Ok(Draft { stem, key: distractor::choice(key), previous: before, family })
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
    let under = section(corpus.section(place)).map(|title| format!(", under “{title}”")).unwrap_or_default();
    Some(Candidate {
        family: draft.family,
        stem: draft.stem.clone(),
        key: draft.key.clone(),
        rationale: format!("So “{}” has it{under}.", corpus.source(place).title),
        distractors: Vec::new(),
        quotes,
        as_of: fact.as_of.clone(),
        fact,
    })
}

/// Whether the words of a choice stand in a stem too.
#[must_use]
pub fn repeats(stem: &str, key: &str) -> bool {
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
    let section = section(corpus.section(place)).map(|title| format!(" (section “{}”)", inner(title)));
    let section = section.unwrap_or_default();
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
    (used + count(right) + 1 < WORDS).then_some(whole)
}
