//! A question that its author writes by hand, from the passage that it cites.

use std::collections::HashSet;

use super::patch::Change;
use crate::bank::{Bank, Topic};
use crate::id::{DocumentId, QuestionId, TopicId};
use crate::question::{Choice, Citation, Fault, Parts, Question, Status};
use crate::{anchor, text};

/// What stands in a template where the author's words belong.
pub const BLANKS: [&str; 3] = ["(the right answer)", "(a wrong answer)", "(another wrong answer)"];
/// What stands there instead of the stem.
pub const STEM: &str = "(what is asked)";
/// The most words and characters of an id that is made from a passage.
const ID_WORDS: usize = 6;
const ID_LONGEST: usize = 60;

/// The citation of a passage.
#[must_use]
pub fn citation(bank: &Bank, document: &DocumentId, passage: usize) -> Option<Citation> {
    let read = bank.document(document).ok()?;
    let span = read.text_of(passage);
    let wanted = read.bytes_of(span.clone());
    let all = anchor::cite(read, document, read.text().get(span)?).ok()?;
    all.into_iter().find(|citation| anchor::find(read, citation).is_ok_and(|found| found.span == wanted))
}

/// The question to start from.
#[must_use]
pub fn question(bank: &Bank, citation: Citation) -> Option<Parts> {
    let taken: HashSet<&str> = (0..bank.len()).filter_map(|index| bank.id_at(index)).collect();
    let slug = slug(&citation.exact);
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    let id = [slug.clone()].into_iter().chain(numbered).find(|id| !taken.contains(id.as_str()))?;
    let choice = |(n, blank): (usize, &str)| Choice {
        text: blank.to_owned(),
        key: n == 0,
        rationale: String::new(),
        citations: Vec::new(),
        extra: serde_json::Map::new(),
    };
    Some(Parts {
        id: QuestionId::new(id).ok()?,
        topic: topic(bank, &citation)?,
        tags: Vec::new(),
        level: None,
        weight: None,
        stem: STEM.to_owned(),
        choices: BLANKS.into_iter().enumerate().map(choice).collect(),
        as_of: None,
        citations: vec![citation],
        status: Some(Status::Draft),
        origin: Some("written by hand".to_owned()),
        revision: Some(1),
        allow: Vec::new(),
        not_with: Vec::new(),
        extra: serde_json::Map::new(),
    })
}

/// The topic that most questions on the document have; or one of its own name; or the bank's first.
fn topic(bank: &Bank, citation: &Citation) -> Option<TopicId> {
    let questions = (0..bank.len()).filter_map(|index| bank.question(index).ok());
    let on = questions.filter(|question| question.citations.iter().any(|other| other.document == citation.document));
    let topics: Vec<TopicId> = on.map(|question| question.topic.clone()).collect();
    let most = topics.iter().max_by_key(|topic| (topics.iter().filter(|other| other == topic).count(), *topic));
    let first = || bank.head().topics.first().map(|topic| topic.id.clone());
    most.cloned().or_else(first).or_else(|| TopicId::new(citation.document.as_str()).ok())
}

/// What brings a question that was written into the bank.
///
/// # Errors
/// Every fault of it, those of this bank too.
pub fn changes(bank: &Bank, json: &str) -> Result<Vec<Change>, Vec<Fault>> {
    let question = Question::from_json(json)?;
    let mut faults = Vec::new();
    if question.stem.contains(STEM) {
        faults.push(Fault::new("stem", "is still the template's", "write what is asked"));
    }
    for (n, _) in question.choices.iter().enumerate().filter(|(_, choice)| BLANKS.contains(&choice.text.as_str())) {
        let what = "is still the template's";
        faults.push(Fault::new(format!("choices[{n}].text"), what, "write the choice, or remove it"));
    }
    // A bank without topics gets one for each document that is asked about.
    let own = bank.head().topics.is_empty();
    let own = own.then(|| bank.head().documents.iter().find(|about| about.id.as_str() == question.topic.as_str()));
    let own = own.flatten().map(|about| {
        Change::Topic(Topic { id: question.topic.clone(), title: about.title.clone(), extra: serde_json::Map::new() })
    });
    faults.extend(bank.faults_of(&question).into_iter().filter(|fault| own.is_none() || fault.at != "topic"));
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(own.into_iter().chain([Change::Insert(usize::MAX, Box::new(question))]).collect())
}

/// Some first words as an id: lower case, joined by hyphens.
fn slug(words: &str) -> String {
    let folded = text::fold(words);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2).take(ID_WORDS);
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(ID_LONGEST); // all of it is ASCII
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "question".to_owned() } else { slug.to_owned() }
}
