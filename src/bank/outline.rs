//! What figures need of a question, read without the rest of it.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Bank;
use crate::id::{DocumentId, QuestionId, TopicId};
use crate::question::Question;

/// A question without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The topic that it belongs to.
    pub topic: TopicId,
    /// How many choices it has.
    pub choices: u8,
    /// What it cites, its choices' rationales aside.
    pub citations: Vec<Cited>,
}

/// What a citation quotes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Cited {
    /// The document.
    pub document: DocumentId,
    /// The words.
    pub exact: String,
}

#[derive(Deserialize)]
struct Written {
    topic: TopicId,
    choices: Vec<IgnoredAny>,
    citations: Vec<Cited>,
}

impl Bank {
    /// The outline of the question at a position, as the file or the person's edit has it; none where it has no such
    /// parts. Nothing is checked.
    #[must_use]
    pub fn outline(&self, index: usize) -> Option<Outline> {
        if !self.edits.is_empty() {
            let id = self.id_at(index).and_then(|id| QuestionId::new(id).ok());
            if let Some(edit) = id.and_then(|id| self.edits.get(&id)) {
                return Some(of(&edit.question));
            }
        }
        let span = self.body().entries.get(index)?.span.clone();
        let Written { topic, choices, citations } = serde_json::from_str(self.text.get(span)?).ok()?;
        Some(Outline { topic, choices: u8::try_from(choices.len()).unwrap_or(u8::MAX), citations })
    }
}

fn of(question: &Question) -> Outline {
    let cited = question.citations.iter();
    let cited = cited.map(|cited| Cited { document: cited.document.clone(), exact: cited.exact.clone() });
    let choices = u8::try_from(question.choices.len()).unwrap_or(u8::MAX);
    Outline { topic: question.topic.clone(), choices, citations: cited.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_says_what_the_question_says() {
        let bank = Bank::embedded();
        for index in 0..bank.len() {
            assert_eq!(bank.outline(index), Some(of(&bank.question(index).unwrap())));
        }
        assert_eq!(bank.outline(bank.len()), None);
    }
}
