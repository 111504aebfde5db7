//! What figures need of a question, read without the rest of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::num::NonZero;
use std::ops::Range;
use std::thread;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Bank;
use crate::id::{DocumentId, QuestionId, TopicId};
use crate::question::{Citation, Question};

/// A question without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Its id. It stands here so that nothing need be looked up in the text of a large bank, whose pages are far apart.
    pub id: QuestionId,
    /// The topic that it belongs to, by its place in the bank's frame; none where that does not list it.
    pub topic: Option<usize>,
    /// How many choices it has.
    pub choices: u8,
    /// Where that which it cites stands in [`Outlines::cited_by`].
    cited: Range<u32>,
}

/// What a citation quotes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// The document.
    pub document: DocumentId,
    /// The words.
    pub exact: String,
    /// The document's place in the bank's frame; none where that does not list it.
    pub listed: Option<usize>,
}

/// The outlines of a bank's questions. What several of them cite stands here once, so that figures compare numbers and
/// no words.
#[derive(Debug, Default)]
pub struct Outlines {
    questions: Vec<Option<Outline>>,
    /// What each question cites, one question's after another's.
    citing: Vec<u32>,
    cited: Vec<Cited>,
}

impl Outlines {
    /// The outline of the question at a position, as the file or the person's edit has it; none where it has no such
    /// parts, or no id. Nothing else is checked.
    #[must_use]
    pub fn question(&self, index: usize) -> Option<&Outline> {
        self.questions.get(index)?.as_ref()
    }

    /// What a question cites, its choices' rationales aside, each once, by its place among [`Outlines::cited`].
    #[must_use]
    pub fn cited_by(&self, outline: &Outline) -> &[u32] {
        self.citing.get(outline.cited.start as usize..outline.cited.end as usize).unwrap_or_default()
    }

    /// All that is cited.
    #[must_use]
    pub fn cited(&self) -> &[Cited] {
        &self.cited
    }
}

/// An outline in the question's own words.
struct Words<'a> {
    id: QuestionId,
    topic: TopicId,
    choices: usize,
    citations: Vec<Quote<'a>>,
}

#[derive(Deserialize)]
struct Written<'a> {
    topic: TopicId,
    choices: Vec<IgnoredAny>,
    #[serde(borrow)]
    citations: Vec<Quote<'a>>,
}

#[derive(PartialEq, Eq, Hash, Deserialize)]
struct Quote<'a> {
    document: DocumentId,
    #[serde(borrow)]
    exact: Cow<'a, str>,
}

/// So many questions are worth a thread of their own.
const SHARE: usize = 5_000;

impl Bank {
    /// The outlines of all questions, read when they are first asked for.
    pub fn outlines(&self) -> &Outlines {
        self.outlines.get_or_init(|| {
            let topics: HashMap<&TopicId, usize> = (self.head.topics.iter().map(|topic| &topic.id)).zip(0..).collect();
            let mut numbers: HashMap<Quote<'_>, u32> = HashMap::new();
            let mut citing: Vec<u32> = Vec::new();
            let mut outline = |words| {
                let Words { id, topic, choices, citations } = words;
                let start = citing.len();
                for quote in citations {
                    let next = numbers.len() as u32;
                    let number = *numbers.entry(quote).or_insert(next);
                    if !citing.iter().skip(start).any(|known| *known == number) {
                        citing.push(number);
                    }
                }
                let choices = u8::try_from(choices).unwrap_or(u8::MAX);
                let cited = start as u32..citing.len() as u32;
                Outline { id, topic: topics.get(&topic).copied(), choices, cited }
            };
            let questions = self.all_words().into_iter().map(|words| words.map(&mut outline)).collect();
            let documents: HashMap<&DocumentId, usize> =
                (self.head.documents.iter().map(|about| &about.id)).zip(0..).collect();
            let mut quotes: Vec<(Quote<'_>, u32)> = numbers.into_iter().collect();
            quotes.sort_unstable_by_key(|(_, number)| *number);
            let cited = quotes.into_iter().map(|(Quote { document, exact }, _)| {
                let listed = documents.get(&document).copied();
                Cited { document, listed, exact: exact.into_owned() }
            });
            Outlines { questions, citing, cited: cited.collect() }
        })
    }

    /// Every question's, on several cores where there are many.
    fn all_words(&self) -> Vec<Option<Words<'_>>> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get).min(self.len() / SHARE).max(1);
        let share = self.len().div_ceil(cores).max(1);
        let shares = (0..self.len()).step_by(share).map(|first| first..self.len().min(first + share));
        let read = |share: Range<usize>| share.map(|index| self.words(index)).collect::<Vec<_>>();
        thread::scope(|scope| {
            let mut shares: Vec<Range<usize>> = shares.collect();
            let own = shares.pop();
            let others: Vec<_> = shares.into_iter().map(|share| scope.spawn(move || read(share))).collect();
            let own = own.map(read).unwrap_or_default();
            // A thread that panicked has told so; its questions then have no outline.
            let none = || (0..share).map(|_| None).collect();
            let others = others.into_iter().flat_map(|other| other.join().unwrap_or_else(|_| none()));
            others.collect::<Vec<_>>().into_iter().chain(own).collect()
        })
    }

    fn words(&self, index: usize) -> Option<Words<'_>> {
        let id = QuestionId::new(self.id_at(index)?).ok()?;
        if let Some(edit) = self.edits.get(&id) {
            return Some(of(id, &edit.question));
        }
        let span = self.body().entries.get(index)?.span.clone();
        let Written { topic, choices, citations } = serde_json::from_str(self.text.get(span)?).ok()?;
        Some(Words { id, topic, choices: choices.len(), citations })
    }
}

fn of(id: QuestionId, question: &Question) -> Words<'_> {
    let quote = |cited: &Citation| Quote { document: cited.document.clone(), exact: Cow::Owned(cited.exact.clone()) };
    Words {
        id,
        topic: question.topic.clone(),
        choices: question.choices.len(),
        citations: question.citations.iter().map(quote).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_says_what_the_question_says() {
        let bank = Bank::embedded();
        let (outlines, head) = (bank.outlines(), bank.head());
        for index in 0..bank.len() {
            let (outline, question) = (outlines.question(index).unwrap(), bank.question(index).unwrap());
            assert_eq!(head.topics[outline.topic.unwrap()].id, question.topic);
            assert_eq!(usize::from(outline.choices), question.choices.len());
            assert_eq!(outline.id, question.id);
            let cited = outlines.cited_by(outline).iter().map(|&number| &outlines.cited()[number as usize]);
            let cited: Vec<&Cited> = cited.collect();
            for cited in &cited {
                assert_eq!(head.documents[cited.listed.unwrap()].id, cited.document);
                assert!(outlines.cited().iter().filter(|other| other == cited).count() == 1, "it stands there once");
            }
            let same = |cited: &Cited, of: &Citation| (&cited.document, &cited.exact) == (&of.document, &of.exact);
            assert!(question.citations.iter().all(|of| cited.iter().any(|cited| same(cited, of))));
            assert!(cited.iter().all(|cited| question.citations.iter().any(|of| same(cited, of))));
        }
        assert_eq!(outlines.question(bank.len()), None);
    }
}
