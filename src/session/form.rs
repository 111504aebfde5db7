//! What is drawn for a sitting, reproducible from bank, options, history and seed.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::history::History;
use super::record::SittingId;
use crate::clock::{Millis, Moment, Timestamp};
use crate::flaw::pair::{Company, Wording};
use crate::id::{Digest, DocumentId, QuestionId, QuestionRef, TopicId};
use crate::question::{Drawn, Level, Question, Weight};
use crate::rng::{self, Chance};
use crate::value;

/// The kind of a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Feedback, rationale and passage after each answer.
    Practice,
    /// Practice of what is due, in which a question that was failed comes back.
    Study,
    /// No feedback until the end.
    Exam,
}

impl Mode {
    /// Whether each answer is told at once, with rationale and passage.
    #[must_use]
    pub const fn tells(self) -> bool {
        !matches!(self, Self::Exam)
    }

    /// What it is called on the screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Practice => "Practice",
            Self::Study => "Study",
            Self::Exam => "Exam",
        }
    }

    /// What it is called in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Study => "study",
            Self::Exam => "exam",
        }
    }
}

/// A filter by history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// Whose last response was not fully right.
    Missed,
    /// Flagged for later.
    Flagged,
    /// Never asked.
    New,
}

/// Which questions may be drawn; an empty list lets all pass.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Of one of these topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicId>,
    /// With one of these tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Citing one of these documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentId>,
    /// On one of these levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// With this past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub which: Option<Which>,
}

impl Filter {
    /// Whether a question passes.
    #[must_use]
    pub fn admits(&self, id: &QuestionRef, question: &Question, history: &History) -> bool {
        let past = history.of(id);
        (self.topics.is_empty() || self.topics.contains(&question.topic))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| question.tags.contains(tag)))
            && (self.documents.is_empty() || question.citations.iter().any(|x| self.documents.contains(&x.document)))
            && (self.levels.is_empty() || self.levels.contains(&question.level()))
            && match self.which {
                None => true,
                Some(Which::Missed) => past.last_fully_right == Some(false),
                Some(Which::Flagged) => past.flagged,
                Some(Which::New) => !past.asked,
            }
    }
}

/// What a sitting is asked to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Its kind.
    pub mode: Mode,
    /// Which questions may be drawn.
    #[serde(default)]
    pub filter: Filter,
    /// How many are drawn at most; all when none is given.
    pub count: Option<usize>,
    /// What chance begins with.
    pub seed: u64,
    /// These questions, in this order, instead of a draw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picked: Vec<QuestionId>,
    /// An exam's time limit, or how long a study sitting is to take, in minutes.
    pub minutes: Option<u32>,
    /// An exam's pass mark, in percent of the marks.
    pub pass: u8,
}

/// One question's position in a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The question.
    pub question: QuestionRef,
    /// The version that is asked.
    pub version: Digest,
    /// The choices as shown, each told by its place in the bank.
    pub order: Vec<u8>,
}

/// The questions and choice orders drawn for one sitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The number of the drawing algorithm.
    pub algorithm: u32,
    /// The places, in the order of asking.
    pub places: Vec<Place>,
}

/// What is fixed when a sitting begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The sitting's id.
    pub id: SittingId,
    /// When it began.
    pub begun: Moment,
    /// An exam's deadline, which runs on whatever happens to the program.
    pub deadline: Option<Timestamp>,
    /// What it was asked to be.
    pub options: Options,
    /// What was drawn.
    pub form: Form,
}

impl Plan {
    /// The plan of a sitting that begins now.
    #[must_use]
    pub fn new(id: SittingId, begun: Moment, options: Options, form: Form) -> Self {
        let limit = options.minutes.filter(|_| options.mode == Mode::Exam);
        Self { id, begun, deadline: limit.map(|minutes| begun.at + Millis::minutes(minutes)), options, form }
    }
}

/// Draws a form from `candidates` questions that stand in a fixed order, sorted by bank and id. `load` gives the
/// candidate at a position, or nothing if it cannot be asked; it is called for no more questions than are needed.
///
/// Practice takes the first that pass in shuffled order; an exam takes core questions before details, then mixes them.
/// Two questions that give each other away are never drawn together. Hand-picked questions come as they were picked.
pub fn draw(
    candidates: usize,
    options: &Options,
    history: &History,
    mut load: impl FnMut(usize) -> Option<Drawn>,
) -> (Form, Vec<Drawn>) {
    let count = options.count.unwrap_or(usize::MAX);
    let mut order: Vec<usize> = (0..candidates).collect();
    let mut chance = Chance::new(options.seed, "questions");
    chance.shuffle(&mut order);
    let mut table = Table::default();
    let mut details = Vec::new();
    for position in order {
        if table.drawn.len() >= count {
            break;
        }
        let Some(drawn) = load(position).filter(|drawn| options.filter.admits(&drawn.id, &drawn.question, history))
        else {
            continue;
        };
        if options.mode == Mode::Exam && drawn.question.weight() == Weight::Detail {
            details.push(drawn);
        } else {
            table.take(drawn);
        }
    }
    for drawn in details {
        if table.drawn.len() < count {
            table.take(drawn);
        }
    }
    let mut drawn = table.drawn;
    if options.mode == Mode::Exam {
        Chance::new(options.seed, "exam").shuffle(&mut drawn);
    }
    (lay_out(&drawn, options.seed), drawn)
}

/// Draws a study form: the first of these questions, in their order, that can be asked and pass, none of which gives
/// another away.
pub fn draw_in_order(
    order: impl IntoIterator<Item = QuestionRef>,
    options: &Options,
    history: &History,
    mut load: impl FnMut(&QuestionRef) -> Option<Drawn>,
) -> (Form, Vec<Drawn>) {
    let count = options.count.unwrap_or(usize::MAX);
    let mut table = Table::default();
    for id in order {
        if table.drawn.len() >= count {
            break;
        }
        if let Some(drawn) = load(&id).filter(|drawn| options.filter.admits(&drawn.id, &drawn.question, history)) {
            table.take(drawn);
        }
    }
    (lay_out(&table.drawn, options.seed), table.drawn)
}

/// The form of questions that were picked by hand, in their order.
#[must_use]
pub fn lay_out(drawn: &[Drawn], seed: u64) -> Form {
    let place = |drawn: &Drawn| Place {
        question: drawn.id.clone(),
        version: drawn.version,
        order: choice_order(&drawn.id, &drawn.question, seed, 0),
    };
    Form { algorithm: rng::ALGORITHM, places: drawn.iter().map(place).collect() }
}

/// Values stand in order; other choices are shuffled, each question by a stream of its own, and anew when it is asked
/// for another `time`.
pub(super) fn choice_order(id: &QuestionRef, question: &Question, seed: u64, time: usize) -> Vec<u8> {
    let texts: Vec<&str> = question.choices.iter().map(|choice| choice.text.as_str()).collect();
    value::ascending(&texts).map_or_else(
        || {
            let mut order: Vec<u8> = (0..).take(texts.len()).collect();
            let again = if time == 0 { String::new() } else { format!(", time {time}") };
            Chance::new(seed, &format!("choices of {id}{again}")).shuffle(&mut order);
            order
        },
        |order| order.into_iter().filter_map(|place| u8::try_from(place).ok()).collect(),
    )
}

/// Questions drawn so far, none of which gives another away.
#[derive(Default)]
struct Table {
    drawn: Vec<Drawn>,
    ids: HashSet<QuestionRef>,
    barred: HashSet<QuestionRef>,
    company: Company,
}

impl Table {
    fn take(&mut self, drawn: Drawn) {
        let bank = &drawn.id.bank;
        let rivals: Vec<_> = (drawn.question.not_with.iter())
            .map(|question| QuestionRef { bank: bank.clone(), question: question.clone() })
            .collect();
        if self.barred.contains(&drawn.id) || rivals.iter().any(|rival| self.ids.contains(rival)) {
            return;
        }
        let wording = Wording::of(&drawn.question);
        if self.company.rival(&wording).is_some() {
            return;
        }
        self.company.add(wording);
        self.barred.extend(rivals);
        self.ids.insert(drawn.id.clone());
        self.drawn.push(drawn);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;

    fn drawn(id: &str, stem: &str, key: &str) -> Drawn {
        let json = json!({
            "id": id, "topic": "t", "stem": stem,
            "choices": [{ "text": key, "key": true }, { "text": "Something else altogether" }],
            "citations": [{ "document": "d", "exact": "So it is." }],
        });
        let question = Question::from_json(&json.to_string()).unwrap();
        let bank = crate::id::BankId::new("b").unwrap();
        let id = QuestionRef { bank, question: question.id.clone() };
        Drawn { id, version: question.digest(), question: Arc::new(question) }
    }

    #[test]
    fn a_form_never_has_two_questions_that_answer_each_other() {
        let all = [
            drawn("year", "In which year was the harbour bridge of the town opened?", "1932"),
            drawn("who", "Who opened the harbour bridge of the town in 1932?", "The governor"),
            drawn("ferry", "What did the harbour bridge of the town replace?", "An old ferry"),
        ];
        let mut first = HashSet::new();
        for (seed, mode) in (0..40).flat_map(|seed| [(seed, Mode::Practice), (seed, Mode::Exam)]) {
            let filter = Filter::default();
            let options = Options { mode, filter, count: None, seed, picked: Vec::new(), minutes: None, pass: 80 };
            let (_, drawn) = draw(all.len(), &options, &History::default(), |at| all.get(at).cloned());
            let ids: HashSet<String> = drawn.iter().map(|drawn| drawn.id.question.to_string()).collect();
            assert_eq!(ids.len(), 2, "{ids:?}");
            assert!(ids.contains("ferry"), "what answers nothing is always drawn");
            first.extend(ids);
        }
        assert_eq!(first.len(), 3, "chance decides which of the two it is");
    }
}
