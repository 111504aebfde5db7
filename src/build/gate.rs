//! The gate: what a candidate must be to become a question.

use super::corpus::Corpus;
use super::{Candidate, Quote};
use crate::anchor;
use crate::flaw::{self, Severity, Surroundings};
use crate::id::{Digest, QuestionId, TopicId};
use crate::question::{Allow, Choice, Citation, Level, Parts, Question, Status, Weight};
use crate::value;

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
    Flawed, "flawed", "It has an item-writing flaw.";
    Unquotable, "unquotable", "Its passage cannot be cited word for word, or it breaks a rule of the bank.";
}

/// The fewest wrong choices: two good ones beat three with a weak one.
const FEWEST: usize = 2;

/// A candidate as a question.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn question(corpus: &Corpus, candidate: &Candidate) -> Result<Question, Refusal> {
    if candidate.distractors.len() < FEWEST {
        return Err(Refusal::FewDistractors);
    }
    let question = parts(corpus, candidate).and_then(|parts| Question::new(parts).ok()).ok_or(Refusal::Unquotable)?;
    let found = flaw::flaws_of(&question, &Surroundings::default());
    if found.iter().any(|found| !found.allowed && found.flaw.severity != Severity::Note) {
        return Err(Refusal::Flawed);
    }
    Ok(question)
}

fn parts(corpus: &Corpus, candidate: &Candidate) -> Option<Parts> {
    let choice = |text: &str, rationale: &str, key, citations| Choice {
        text: text.to_owned(),
        key,
        rationale: rationale.to_owned(),
        citations,
        extra: serde_json::Map::new(),
    };
    let mut choices = vec![choice(&candidate.key, &candidate.rationale, true, Vec::new())];
    for distractor in &candidate.distractors {
        let citations = vec![cite(corpus, &distractor.quote)?];
        choices.push(choice(&distractor.text, &distractor.rationale, false, citations));
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
    let citations = candidate.quotes.iter().map(|quote| cite(corpus, quote)).collect::<Option<Vec<_>>>()?;
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
        stem: candidate.stem.clone(),
        choices,
        as_of: candidate.as_of.clone(),
        citations,
        status: Some(Status::Draft),
        origin: Some(format!("build: {}", candidate.family.name)),
        revision: Some(1),
        allow: gap.into_iter().collect(),
        not_with: Vec::new(),
        extra: serde_json::Map::new(),
    })
}

/// The question's id: by its fact and answer, so that it outlives every edit that leaves the two alone.
fn id(candidate: &Candidate) -> Option<QuestionId> {
    let fact = candidate.fact.id(candidate.family.name);
    let digest = Digest::of(format!("{fact}\n{}", candidate.fact.answer).as_bytes()).to_string();
    QuestionId::new(format!("{}-{}", candidate.family.name, digest.get(..12)?)).ok()
}

/// The citation of a quote; of equal words the one at its place.
fn cite(corpus: &Corpus, quote: &Quote) -> Option<Citation> {
    let source = corpus.source(quote.place);
    let text = corpus.text(quote.place);
    let span = source.document.text_of(quote.place.passage);
    let wanted = source.document.bytes_of(span.start + quote.range.start..span.start + quote.range.end);
    let mut all = anchor::cite(&source.document, &source.id, text.get(quote.range.clone())?).ok()?.into_iter();
    let mut citation =
        all.find(|citation| anchor::find(&source.document, citation).is_ok_and(|it| it.span == wanted))?;
    citation.answer = quote.answers.iter().filter_map(|range| text.get(range.clone())).map(ToOwned::to_owned).collect();
    Some(citation)
}
