//! What is said about an answer: right or wrong, why, and the passage with its source.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::deeds::Notes;
use super::paper::Paper;
use super::question::{numbers, shown};
use crate::bank::Library;
use crate::id::BankId;
use crate::question::{Choice, Citation, Question};
use crate::session::score;
use crate::session::{Answer, Confidence, Place, Response};
use crate::text;

/// Whether an answer was right, in words.
#[must_use]
pub fn verdict(question: &Question, answer: &Answer) -> String {
    let keys = question.keys();
    match answer {
        Answer::DontKnow => "You did not know.".to_owned(),
        Answer::Blank => "Blank.".to_owned(),
        Answer::Picks(picks) if *picks == keys => "Right.".to_owned(),
        Answer::Picks(_) => match score::mark(&keys, answer) {
            mark if mark > 0.0 => format!("Partly right: {} of 1.", score::marks(mark)),
            _ => "Wrong.".to_owned(),
        },
    }
}

/// The verdict on an answer, the key, the rationale of what was picked, the learner's own note, and the passage.
///
/// # Errors
/// Those of the output.
pub fn answered<W: Write>(
    paper: &mut Paper<W>,
    (library, notes): (&Library, &Notes),
    at: &Place,
    question: &Question,
    response: &Response,
) -> io::Result<()> {
    let keys = question.keys();
    let mut line = verdict(question, &response.answer);
    if let (Confidence::Guess, Some(_)) = (response.confidence, response.answer.picks()) {
        line.push_str(" It was a guess.");
    }
    let key: Vec<_> = shown(at, question).filter(|(choice, _)| keys.contains(choice)).map(|(_, text)| text).collect();
    match key.as_slice() {
        [key] => paper.say(&format!("{line} The answer is {}: {key}", numbers(at, &keys)))?,
        _ => paper.say(&format!("{line} The answers are {}.", numbers(at, &keys)))?,
    }
    if response.after_reveal {
        paper.say("It does not count, since the answer had been shown before.")?;
    }
    let why = response.answer.picks().unwrap_or(&keys);
    rationales(paper, library, at, question, why)?;
    if let Some(note) = notes.get(&at.question) {
        paper.say(&format!("Your note: {note}"))?;
    }
    passages(paper, library, &at.question.bank, question)
}

/// The rationales of some choices, each with its source.
///
/// # Errors
/// Those of the output.
pub fn rationales<W: Write>(
    paper: &mut Paper<W>,
    library: &Library,
    at: &Place,
    question: &Question,
    choices: &BTreeSet<u8>,
) -> io::Result<()> {
    for (n, &choice) in at.order.iter().enumerate().filter(|(_, choice)| choices.contains(choice)) {
        let Some(Choice { rationale, citations, .. }) = question.choices.get(usize::from(choice)) else { continue };
        let sources: Vec<_> = citations.iter().map(|citation| source(library, &at.question.bank, citation)).collect();
        let source = if sources.is_empty() { String::new() } else { format!(" ({})", sources.join("; ")) };
        if !rationale.trim().is_empty() {
            paper.say(&format!("About {}: {rationale}{source}", n + 1))?;
        }
    }
    Ok(())
}

/// The passages that hold the answer, word for word, each with its source.
fn passages<W: Write>(paper: &mut Paper<W>, library: &Library, bank: &BankId, question: &Question) -> io::Result<()> {
    for citation in &question.citations {
        paper.say(&format!("From {}:", source(library, bank, citation)))?;
        let found = library.bank(bank).and_then(|bank| bank.find(citation));
        match found {
            Some(found) => paper.hung("  ", &found.quote)?,
            None => paper.hung("  ", &citation.exact)?,
        }
        let words: Vec<String> = citation.answer.iter().map(|words| format!("“{}”", text::squeeze(words))).collect();
        if !words.is_empty() {
            paper.say(&format!("The words that hold it: {}", words.join(", ")))?;
        }
    }
    Ok(())
}

/// Where a citation points: title, publisher, section and line, as far as they are known.
#[must_use]
pub fn source(library: &Library, bank: &BankId, citation: &Citation) -> String {
    library.bank(bank).map_or_else(|| citation.document.to_string(), |bank| bank.source(citation).join(", "))
}
