//! The gate: what a candidate must be to become a question.

use super::corpus::Corpus;
use super::shown::unmarked;
use super::{ASKED, Candidate, Distractor, Quote, SPARE};
use crate::flaw::{self, Severity, Surroundings};
use crate::id::{Digest, QuestionId, TopicId};
use crate::question::{Allow, Choice, Citation, Level, Parts, Question, Status, Weight};
use crate::value;

pub mod cite;
mod evident;
pub mod form;
pub mod gap;
pub mod leaks;
mod odd;
pub mod plain;
pub mod pointer;
mod points;
pub mod statement;

use cite::Citer;

macro_rules! refusals {
    ($($refusal:ident, $name:literal, $why:literal;)*) => {
        /// Why a candidate does not become a question.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Refusal {
            $(#[doc = $why] $refusal,)*
        }

        impl Refusal {
            /// Every one there is.
            pub const ALL: &[Self] = &[$(Self::$refusal,)*];

            /// Its short name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$refusal => $name,)* }
            }

            /// What it says, in a line.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$refusal => $why,)* }
            }
        }
    };
}

refusals! {
    FewDistractors, "few distractors", "Fewer than two wrong choices of its type are surely wrong.";
    Leak, "leak", "Its statement or the headings above it give the answer away.";
    Anaphora, "pointer", "It points to something that was said before: “it”, “this”, “that year”.";
    NoSubject, "no subject", "Its subject is told only by the text around it: “the fort”.";
    NoName, "no name", "It names nobody and nothing.";
    Fragment, "fragment", "It is no whole sentence.";
    Length, "length", "It is too short to say anything, or too long to read.";
    Crowded, "crowded", "It has too many values.";
    Markup, "markup", "It has code, an address or markup in it.";
    Language, "language", "It is not English, as far as its words tell.";
    Unbalanced, "unbalanced", "A quotation or bracket begins or ends outside of it.";
    Personal, "personal", "Somebody speaks for himself or to the reader.";
    Instruction, "instruction", "It tells what to do.";
    Hedged, "hedged", "It is a guess or a plan, not a fact.";
    Passing, "passing", "It says what is so now, whenever that was, or what is to come.";
    NotPlain, "not plain", "It is more than a named subject, its deed and the date: family “dated” asks for it.";
    Open, "open", "A later or an earlier value is true too: “by”, “before”, “since”.";
    Ambiguous, "ambiguous", "Its document gives another value for the same thing elsewhere.";
    Common, "common words", "Its words are so common in the documents that nothing tells what else they say of it.";
    Repeated, "repeated", "Another question asks the same.";
    Quota, "quota", "Its passage or document has its share of questions.";
    StandsOut, "stands out", "Its key lies far from all wrong choices, which lie near one another.";
    Flawed, "flawed", "It has an item-writing flaw.";
    Unquotable, "unquotable", "Its passage cannot be cited word for word, or it breaks a rule of the bank.";
}

/// The fewest wrong choices: two good ones beat three with a weak one.
pub const FEWEST: usize = 2;

/// A candidate as a question.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn question(corpus: &Corpus, candidate: &Candidate) -> Result<Question, Refusal> {
    let citer = Citer::of(corpus, quotes(candidate));
    cited_question(corpus, &citer, candidate)
}

/// Whether a quote has a template in it that nobody has read, and says something else than is written.
pub(super) fn is_raw(corpus: &Corpus, quote: &Quote) -> bool {
    ["{{", "}}"].iter().any(|mark| corpus.text(quote.place).contains(mark))
}

/// All that a candidate quotes.
pub fn quotes(candidate: &Candidate) -> impl Iterator<Item = &Quote> {
    let wrong = candidate.distractors.iter().take(ASKED + SPARE);
    candidate.quotes.iter().chain(wrong.map(|distractor| &distractor.quote))
}

/// A candidate whose quotes have been found as a question.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn cited_question(corpus: &Corpus, citer: &Citer, candidate: &Candidate) -> Result<Question, Refusal> {
    if candidate.distractors.len() < FEWEST {
        return Err(Refusal::FewDistractors);
    }
    gated(corpus, citer, candidate, candidate.asked().iter())
}

/// The spare wrong choices of a candidate that is a question: each could stand in the place of the last one.
#[must_use]
pub fn spare(corpus: &Corpus, citer: &Citer, candidate: &Candidate) -> Vec<Choice> {
    let Some((_, others)) = candidate.asked().split_last() else { return Vec::new() };
    let fits = |spare: &&Distractor| gated(corpus, citer, candidate, others.iter().chain([*spare])).is_ok();
    let choice = |spare: &Distractor| wrong_choice(corpus, citer, spare);
    candidate.spare().iter().take(SPARE).filter(fits).filter_map(choice).collect()
}

fn gated<'c>(
    corpus: &Corpus,
    citer: &Citer,
    candidate: &Candidate,
    wrong: impl Iterator<Item = &'c Distractor> + Clone,
) -> Result<Question, Refusal> {
    apart(candidate, wrong.clone())?;
    let parts = parts(corpus, citer, candidate, wrong).and_then(|parts| Question::new(parts).ok());
    let question = parts.ok_or(Refusal::Unquotable)?;
    let around = Surroundings { language: Some("en"), aliases: corpus.readings().aliases().sets() };
    let found = flaw::flaws_of(&question, &around);
    if found.iter().any(|found| !found.allowed && found.flaw.severity != Severity::Note) {
        return Err(Refusal::Flawed);
    }
    Ok(question)
}

/// Refuses a key that is told from its wrong choices without what is asked; what is asked need not be cited for that.
pub(super) fn apart<'c>(
    candidate: &Candidate,
    wrong: impl Iterator<Item = &'c Distractor> + Clone,
) -> Result<(), Refusal> {
    let texts: Vec<&str> = wrong.clone().map(|distractor| distractor.text.as_str()).collect();
    if texts.iter().chain([&candidate.key.as_str()]).any(|text| unmarked(text) != **text) {
        return Err(Refusal::Markup);
    }
    if evident::by_a_word(&candidate.stem, &candidate.key, &texts) {
        return Err(Refusal::Leak);
    }
    if stands_out(candidate, wrong) || odd::one_out(&candidate.key, &texts) {
        return Err(Refusal::StandsOut);
    }
    Ok(())
}

/// Whether the key is the one value that lies apart, or the only one with or without a fraction: who sees the choices alone would take it.
fn stands_out<'c>(candidate: &Candidate, wrong: impl Iterator<Item = &'c Distractor> + Clone) -> bool {
    let pointed = |text: &str| text.contains('.');
    let shape = wrong.clone().all(|distractor| pointed(&distractor.text) != pointed(&candidate.key));
    if candidate.key.contains(['%', '$', '€', '£']) && shape {
        return true;
    }
    let lows: Option<Vec<f64>> = wrong.map(|distractor| Some(value::interval(&distractor.text)?.low)).collect();
    let (Some(key), Some(lows)) = (value::interval(&candidate.key), lows) else { return false };
    let least = lows.iter().copied().fold(f64::INFINITY, f64::min);
    let most = lows.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let gap = (least - key.low).max(key.low - most);
    // Two wrong choices lie near one another sooner than three.
    let far = if lows.len() > FEWEST { 1.2 } else { 1.8 };
    most > least && gap > far * (most - least)
}

fn choice(text: &str, rationale: &str, key: bool, citations: Vec<Citation>) -> Choice {
    Choice { text: text.to_owned(), key, rationale: unmarked(rationale), citations, extra: serde_json::Map::new() }
}

fn wrong_choice(corpus: &Corpus, citer: &Citer, distractor: &Distractor) -> Option<Choice> {
    Some(choice(&distractor.text, &distractor.rationale, false, vec![citer.cite(corpus, &distractor.quote)?]))
}

fn parts<'c>(
    corpus: &Corpus,
    citer: &Citer,
    candidate: &Candidate,
    wrong: impl Iterator<Item = &'c Distractor>,
) -> Option<Parts> {
    let mut choices = vec![choice(&candidate.key, &candidate.rationale, true, Vec::new())];
    for distractor in wrong {
        choices.push(wrong_choice(corpus, citer, distractor)?);
    }
    // Numbers and dates stand in order; what has none stands by its wording, so that the key's place tells nothing.
    let texts: Vec<&str> = choices.iter().map(|choice| choice.text.as_str()).collect();
    match value::ascending(&texts) {
        Some(order) => {
            let mut rank = vec![0; order.len()];
            order.iter().enumerate().for_each(|(n, at)| rank[*at] = n); // `order` is a permutation of the choices
            let mut ranked: Vec<_> = rank.into_iter().zip(choices).collect();
            ranked.sort_by_key(|(rank, _)| *rank);
            choices = ranked.into_iter().map(|(_, choice)| choice).collect();
        }
        None => choices.sort_by(|a, b| a.text.cmp(&b.text)),
    }
    let citations = candidate.quotes.iter().map(|quote| citer.cite(corpus, quote)).collect::<Option<Vec<_>>>()?;
    let gap = candidate.stem.contains("____").then(|| Allow {
        flaw: "gap-in-stem".to_owned(),
        reason: "the statement is asked as its document has it".to_owned(),
    });
    Some(Parts {
        id: id(candidate)?,
        topic: TopicId::new(corpus.source(candidate.fact.place).id.as_str()).ok()?,
        tags: Vec::new(),
        level: Some(Level::Remember),
        weight: Some(Weight::Detail),
        stem: unmarked(&candidate.stem),
        choices,
        as_of: candidate.as_of.as_deref().map(dated),
        citations,
        status: Some(Status::Draft),
        origin: Some(format!("build: {}", candidate.family.name)),
        revision: Some(1),
        allow: gap.into_iter().collect(),
        not_with: Vec::new(),
        extra: serde_json::Map::new(),
    })
}

/// A date as a bank writes it: `2020-03`; what is none stays.
fn dated(text: &str) -> String {
    let Some(value) = value::interval(text).filter(|value| value.kind == value::Kind::Date && value.low > 0.0) else {
        return text.to_owned();
    };
    // Days from the year 0, months taken as 31 of them.
    let parts = |day: f64| {
        let day = day as u64;
        (day / 372, day % 372 / 31 + 1, day % 31 + 1)
    };
    let ((year, month, day), (last, last_month, last_day)) = (parts(value.low), parts(value.high));
    match (year == last, month == last_month, day == last_day) {
        (true, true, true) => format!("{year:04}-{month:02}-{day:02}"),
        (true, true, false) => format!("{year:04}-{month:02}"),
        (true, false, _) if (month, last_month) == (1, 12) => format!("{year:04}"),
        _ => format!("{last:04}-{last_month:02}"),
    }
}

/// The question's id: by its fact and answer, so that it outlives every edit that leaves the two alone.
#[must_use]
pub fn id(candidate: &Candidate) -> Option<QuestionId> {
    let fact = candidate.fact.id(candidate.family.name);
    let digest = Digest::of(format!("{fact}\n{}", candidate.fact.answer).as_bytes()).to_string();
    QuestionId::new(format!("{}-{}", candidate.family.name, digest.get(..12)?)).ok()
}
