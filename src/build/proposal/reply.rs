//! A proposal found in a reply, whatever stands around it.

use serde::Deserialize;

use super::{Proposal, REPLY_MAX, Unfit, Wrong};
use crate::text;

/// A wrong choice, with its rationale or alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listed {
    Alone(String),
    With(Wrong),
}

/// What is read of an object: more than one way to write the rationales is known.
#[derive(Deserialize)]
struct Read {
    stem: String,
    quote: String,
    answer: String,
    #[serde(default)]
    rationale: Option<String>,
    #[serde(default)]
    rationales: Vec<String>,
    distractors: Vec<Listed>,
}

/// The last object in a reply that is a proposal: models think aloud before they answer, and put fences around it.
pub(super) fn parse(reply: &str) -> Result<Proposal, Unfit> {
    if reply.len() > REPLY_MAX {
        return Err(Unfit::TooLong);
    }
    let mut found = None;
    let mut at = 0;
    while let Some(start) = reply.get(at..).and_then(|rest| rest.find('{')).map(|n| at + n) {
        let rest = &reply[start..]; // a brace was found there
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Read>();
        at = start + 1;
        if let Some(Ok(read)) = values.next() {
            at = start + values.byte_offset().max(1);
            found = Some(read);
        }
    }
    let Some(read) = found else {
        return Err(if declines(reply) { Unfit::Declined } else { Unfit::Shapeless });
    };
    let mut rationales = read.rationales.into_iter();
    let distractors = read.distractors.into_iter().map(|wrong| match wrong {
        Listed::With(wrong) => wrong,
        Listed::Alone(text) => Wrong { text, rationale: rationales.next().unwrap_or_default() },
    });
    Ok(Proposal {
        stem: read.stem,
        quote: read.quote,
        answer: read.answer,
        rationale: read.rationale.unwrap_or_default(),
        distractors: distractors.collect(),
    })
}

/// Whether a reply without a question is the empty object that was agreed on, or a refusal in words.
fn declines(reply: &str) -> bool {
    let bare = reply.trim().trim_start_matches("```json").trim_matches(|c: char| c == '`' || c.is_whitespace());
    let bare = &text::fold(bare);
    let begins = &[
        "i'm sorry",
        "i am sorry",
        "sorry",
        "i can't",
        "i cannot",
        "i can not",
        "i won't",
        "i'm unable",
        "i am unable",
        "as an ai",
    ];
    bare == "{}" || begins.iter().any(|words| bare.starts_with(words))
}
