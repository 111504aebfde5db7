//! What figures need of a question, read without the rest of it.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

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

/// So many questions are worth a thread of their own.
const SHARE: usize = 5_000;

impl Bank {
    /// The outline of the question at a position, as the file or the person's edit has it; none where it has no such
    /// parts. Nothing is checked.
    #[must_use]
    pub fn outline(&self, index: usize) -> Option<&Outline> {
        self.outlines().get(index)?.as_ref()
    }

    /// The outlines of all questions, read when they are first asked for.
    pub fn outlines(&self) -> &[Option<Outline>] {
        self.outlines.get_or_init(|| {
            let cores = thread::available_parallelism().map_or(1, NonZero::get).min(self.len() / SHARE).max(1);
            let share = self.len().div_ceil(cores).max(1);
            let shares = (0..self.len()).step_by(share).map(|first| first..self.len().min(first + share));
            let read = |share: Range<usize>| share.map(|index| self.read_outline(index)).collect::<Vec<_>>();
            thread::scope(|scope| {
                let mut shares: Vec<Range<usize>> = shares.collect();
                let own = shares.pop();
                let others: Vec<_> = shares.into_iter().map(|share| scope.spawn(move || read(share))).collect();
                let own = own.map(read).unwrap_or_default();
                // A thread that panicked has told so; its questions then have no outline.
                let others = others.into_iter().flat_map(|other| other.join().unwrap_or_else(|_| vec![None; share]));
                others.collect::<Vec<_>>().into_iter().chain(own).collect()
            })
        })
    }

    fn read_outline(&self, index: usize) -> Option<Outline> {
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
            assert_eq!(bank.outline(index), Some(&of(&bank.question(index).unwrap())));
        }
        assert_eq!(bank.outline(bank.len()), None);
    }
}
