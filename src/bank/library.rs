//! The banks that are open together, their questions in one fixed order.

use std::sync::{Arc, OnceLock};

use crate::bank::{Bank, Origin};
use crate::id::{BankId, QuestionId, QuestionRef, TopicId};
use crate::question::{Drawn, Fault, Status};
use crate::text;

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unaskable {
    /// It is faulty, or a passage that it cites is gone.
    #[error("{id}: {fault}{}", and_more(*.more))]
    Faulty {
        /// The question.
        id: String,
        /// Its first fault.
        fault: Fault,
        /// How many more there are.
        more: usize,
    },
    /// Its status bars it.
    #[error("{0}: {what}", what = status_words(*.1))]
    Status(String, Status),
}

impl Unaskable {
    /// Faulty, with at least one fault.
    #[must_use]
    pub fn new(id: String, faults: Vec<Fault>) -> Self {
        let more = faults.len().saturating_sub(1);
        let fault = faults.into_iter().next().unwrap_or_else(|| Fault::new("question", "cannot be read", "mend it"));
        Self::Faulty { id, fault, more }
    }
}

fn and_more(more: usize) -> String {
    if more == 0 { String::new() } else { format!(" (and {more} more)") }
}

const fn status_words(status: Status) -> &'static str {
    match status {
        Status::Draft => "is a draft, asked in practice only",
        Status::Stale => "is stale: its answer changed in the document",
        Status::Conflict => "is in conflict: documents disagree about its answer",
    }
}

/// Why banks cannot be open together.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Two banks have one id and different content.
    #[error(
        "{first} and {second} are different banks with the same id “{id}”\nhint: open one of them, or change the id of one"
    )]
    SameId {
        /// The id.
        id: BankId,
        /// The bank that came first.
        first: String,
        /// The other one.
        second: String,
    },
}

/// What a library gives for one position.
pub type Asked = Result<Drawn, Unaskable>;

/// The open banks. Their questions stand sorted by bank and id; an id that a bank has twice stands nowhere.
pub struct Library {
    banks: Vec<Arc<Bank>>,
    /// Each position's bank and the question's index in it, put in order when they are first asked for.
    order: OnceLock<Vec<(usize, usize)>>,
}

impl Library {
    /// Opens banks together. A bank that is given twice is taken once.
    ///
    /// # Errors
    /// [`LibraryError::SameId`] when two different banks have one id.
    pub fn new(given: Vec<Bank>) -> Result<Self, LibraryError> {
        let mut banks: Vec<Arc<Bank>> = Vec::new();
        for bank in given {
            match banks.iter().find(|other| other.head().id == bank.head().id) {
                None => banks.push(Arc::new(bank)),
                Some(same) if same.text() == bank.text() => {}
                Some(other) => {
                    let (first, second) = (other.name(), bank.name());
                    return Err(LibraryError::SameId { id: bank.head().id.clone(), first, second });
                }
            }
        }
        Ok(Self::of(banks))
    }

    /// Banks that are open already, together; of those with one id the first.
    #[must_use]
    pub fn of(mut banks: Vec<Arc<Bank>>) -> Self {
        banks.sort_by(|a, b| a.head().id.cmp(&b.head().id));
        banks.dedup_by(|a, b| a.head().id == b.head().id);
        Self { banks, order: OnceLock::new() }
    }

    /// A library of banks that were opened together before.
    #[must_use]
    pub fn again(banks: Vec<Arc<Bank>>) -> Self {
        Self { banks, order: OnceLock::new() }
    }

    /// Each position's bank, by its place among [`Library::banks`], and the question's index in it.
    pub fn order(&self) -> &[(usize, usize)] {
        self.order.get_or_init(|| {
            let banks = (0..).zip(&self.banks);
            banks.flat_map(|(at, bank)| positions(bank).into_iter().map(move |n| (at, n))).collect()
        })
    }

    /// The banks, sorted by id.
    #[must_use]
    pub fn banks(&self) -> &[Arc<Bank>] {
        &self.banks
    }

    /// The bank of an id.
    #[must_use]
    pub fn bank(&self, id: &BankId) -> Option<&Bank> {
        self.banks.iter().find(|bank| bank.head().id == *id).map(|bank| &**bank)
    }

    /// A bank's title as it is shown; its id when it is not open.
    #[must_use]
    pub fn title(&self, id: &BankId) -> String {
        self.bank(id).map_or_else(|| id.to_string(), |bank| text::clean(&bank.head().title).into_owned())
    }

    /// A topic's title as it is shown; its id when its bank is not open.
    #[must_use]
    pub fn topic_title(&self, bank: &BankId, id: &TopicId) -> String {
        let topic = self.bank(bank).and_then(|bank| bank.head().topics.iter().find(|topic| topic.id == *id));
        topic.map_or_else(|| id.to_string(), |topic| text::clean(&topic.title).into_owned())
    }

    /// Puts a newly read bank in the place of the one with its id.
    pub fn replace(&mut self, bank: Arc<Bank>) {
        if let Some(at) = self.banks.iter().position(|old| old.head().id == bank.head().id) {
            self.banks[at] = bank; // just found
            self.order = OnceLock::new();
        }
    }

    /// How many positions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.banks.as_slice() {
            // It has no id twice, so that its questions need not be read to be counted.
            [bank] if *bank.origin() == Origin::Embedded => bank.len(),
            _ => self.order().len(),
        }
    }

    /// Whether there is nothing to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bank of a position, and the question's index in it.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<(&Bank, usize)> {
        let (bank, index) = *self.order().get(position)?;
        Some((self.banks.get(bank)?, index))
    }

    /// The id of the question at a position; none beyond the last, or where it is no id.
    #[must_use]
    pub fn id(&self, position: usize) -> Option<QuestionRef> {
        let (bank, index) = self.at(position)?;
        Some(QuestionRef { bank: bank.head().id.clone(), question: QuestionId::new(bank.id_at(index)?).ok()? })
    }

    /// The question at a position, ready to be asked; none beyond the last.
    #[must_use]
    pub fn ask(&self, position: usize, drafts: bool) -> Option<Asked> {
        let (bank, index) = self.at(position)?;
        Some(bank.ask(index, drafts))
    }

    /// A question's stem as its bank has it; nothing where there is none.
    #[must_use]
    pub fn stem(&self, id: &QuestionRef) -> String {
        let question =
            self.position(id).and_then(|position| self.at(position)).map(|(bank, index)| bank.question(index));
        question.and_then(Result::ok).map(|question| question.stem.clone()).unwrap_or_default()
    }

    /// The position of a question.
    #[must_use]
    pub fn position(&self, id: &QuestionRef) -> Option<usize> {
        let name = |&(bank, index): &(usize, usize)| {
            let bank = self.banks.get(bank)?;
            Some((bank.head().id.as_str(), bank.id_at(index)?))
        };
        self.order().binary_search_by(|at| name(at).cmp(&Some((id.bank.as_str(), id.question.as_str())))).ok()
    }
}

/// The indexes of a bank's questions, sorted by id, those without an id or with one that is there twice left out.
fn positions(bank: &Bank) -> Vec<usize> {
    let mut known: Vec<(&str, usize)> = (0..bank.len()).filter_map(|n| Some((bank.id_at(n)?, n))).collect();
    if !known.is_sorted() {
        known.sort_unstable();
    }
    let twice = |at: usize| {
        let id = |at: usize| known.get(at).map(|(id, _)| *id);
        (at > 0 && id(at) == id(at - 1)) || id(at) == id(at + 1)
    };
    (0..known.len()).filter(|&at| !twice(at)).map(|at| known[at].1).collect() // below known.len()
}
