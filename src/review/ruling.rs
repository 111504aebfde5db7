//! What a verdict leads to: lines for the journal, and changes to the bank.

use serde_json::Value;

use super::patch::Change;
use super::{GOOD, Item, Line, MANY, Record, Review, Verdict, Why, flaws, line, places, position};
use crate::bank::Bank;
use crate::clock::Moment;
use crate::id::QuestionId;
use crate::question::{Citation, Question, Status};
use crate::text;
use crate::value;

/// A verdict, or several that are given at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ruling {
    /// What the journal takes.
    pub lines: Vec<Line>,
    /// What changes in the bank.
    pub changes: Vec<Change>,
    /// The question that was skipped and comes back; nothing is kept of that.
    pub back: Option<QuestionId>,
}

impl Ruling {
    fn one(line: Line, change: Option<Change>) -> Self {
        Self { lines: vec![line], changes: change.into_iter().collect(), back: None }
    }
}

/// Why there is no ruling, ready to be shown.
type Refused = String;

impl Review {
    fn judged_now(&self, bank: &Bank) -> Result<Question, Refused> {
        match self.question(bank) {
            None => Err("Nothing is left to review.".to_owned()),
            Some(Ok(question)) => Ok(question),
            Some(Err(faults)) => {
                let fault = faults.first().map(ToString::to_string).unwrap_or_default();
                Err(format!("It cannot be read ({fault}): edit it first."))
            }
        }
    }

    /// The question is asked from now on; one whose answer changed, with its new answer.
    ///
    /// # Errors
    /// When it cannot be asked as it stands; so below, why there is no such verdict.
    pub fn accept(&self, bank: &Bank, now: Moment) -> Result<Ruling, Refused> {
        let question = self.judged_now(bank)?;
        let asked = self.proposed(bank, &question).unwrap_or_else(|| question.clone());
        if let Some(fault) = bank.faults_of(&asked).first() {
            return Err(format!("Not accepted: {fault}. Edit or reject it."));
        }
        let was = (asked != question).then(|| Box::new(question.clone()));
        let mut parts = (*asked).clone();
        parts.status = None;
        let asked = Question::new(parts).map_err(|_| "It cannot be read: edit it first.")?;
        let change = (asked != question).then(|| Change::Put(question.digest(), Box::new(asked)));
        Ok(Ruling::one(line(&question, Verdict::Accept { status: question.status, was }, now), change))
    }

    /// A question whose answer changed in the documents, as it would be with the new one.
    #[must_use]
    pub fn proposed(&self, bank: &Bank, question: &Question) -> Option<Question> {
        let fresh = self.built.proposed(&question.id).filter(|_| question.status == Some(Status::Stale))?;
        let mut parts = (*fresh).clone();
        parts.id = question.id.clone();
        parts.status = question.status;
        parts.revision = question.revision;
        let fresh = Question::new(parts).ok()?;
        bank.faults_of(&fresh).is_empty().then_some(fresh)
    }

    /// What contradicts a question, as the builder found it.
    #[must_use]
    pub fn against(&self, question: &Question) -> Option<Citation> {
        self.built.against(&question.id).filter(|_| question.status == Some(Status::Conflict))
    }

    /// The question leaves the bank, and stays out.
    ///
    /// # Errors
    /// Without a reason, or a question.
    pub fn reject(&self, bank: &Bank, reason: &str, now: Moment) -> Result<Ruling, Refused> {
        let question = self.judged_now(bank)?;
        let reason = text::clean(&text::squeeze(reason)).into_owned();
        if reason.is_empty() {
            return Err("Say why, in a few words: the reason stays with the question.".to_owned());
        }
        let place = position(bank, &question.id).unwrap_or_default();
        let change = Change::Drop(question.digest(), question.id.clone());
        let verdict = Verdict::Reject { reason, place, was: Some(Box::new(question.clone())) };
        Ok(Ruling::one(line(&question, verdict, now), Some(change)))
    }

    /// The question is left for later.
    ///
    /// # Errors
    /// When there is none.
    pub fn skip(&self, bank: &Bank, now: Moment) -> Result<Ruling, Refused> {
        let question = self.judged_now(bank)?;
        Ok(Ruling::one(line(&question, Verdict::Skip, now), None))
    }

    /// The question was changed by hand; `was` is what it said before.
    #[must_use]
    pub fn edited(&self, was: &Question, now: Moment) -> Ruling {
        Ruling::one(line(was, Verdict::Edit { was: Some(Box::new(was.clone())) }, now), None)
    }

    /// The distractor at a place gives way to the next spare.
    ///
    /// # Errors
    /// When there is no distractor at this place, or no spare.
    pub fn distractor(&self, bank: &Bank, place: usize, now: Moment) -> Result<Ruling, Refused> {
        let question = self.judged_now(bank)?;
        if question.choices.get(place).is_none_or(|choice| choice.key) {
            return Err("That is no distractor.".to_owned());
        }
        let spares = self.built.spares(&question.id);
        if spares.is_empty() {
            return Err("The builder kept no other distractor for it: edit it instead.".to_owned());
        }
        let next = swapped(bank, &question, place, spares).ok_or("No other distractor of the builder fits.")?;
        let was = Some(Box::new(question.clone()));
        let change = Change::Put(question.digest(), Box::new(next));
        Ok(Ruling::one(line(&question, Verdict::Distractor { was }, now), Some(change)))
    }

    /// All drafts of the family at hand are accepted unread, if its record is good.
    ///
    /// # Errors
    /// With the figures, when it is not.
    pub fn accept_family(&self, bank: &Bank, now: Moment) -> Result<Ruling, Refused> {
        let family = self.current().and_then(|item| item.family.as_deref());
        let family = family.ok_or("It was written by hand, and has no family to accept with it.")?;
        if !self.is_good(family) {
            let Record { judged, accepted, .. } = self.journal.records().of(family);
            return Err(format!(
                "Family “{family}”: {accepted} of {judged} judged were acceptable as made; it takes {MANY} judged and {:.0} %.",
                GOOD * 100.0
            ));
        }
        let fits = |item: &&Item| matches!(item.why, Why::New | Why::Unsure) && item.family.as_deref() == Some(family);
        let (mut ruling, places) = (Ruling::default(), places(bank));
        for item in self.items.iter().filter(fits) {
            let question = places.get(item.id.as_str()).and_then(|index| bank.original(*index).ok());
            let Some(question) = question.filter(|question| flaws(bank, question).is_empty()) else { continue };
            let verdict = Verdict::Accept { status: question.status, was: None };
            ruling.lines.push(Line { bulk: true, ..line(&question, verdict, now) });
            ruling.changes.extend(with_status(&question, None));
        }
        if ruling.lines.is_empty() {
            return Err(format!("No question of family “{family}” is left that is without a flaw."));
        }
        Ok(ruling)
    }

    /// The last verdict that stands is taken back, or all that were given at once with it.
    ///
    /// # Errors
    /// When there is none, or the journal does not hold what it changed.
    pub fn undo(&self, bank: &Bank, now: Moment) -> Result<Ruling, Refused> {
        if let Some(skipped) = self.skips.last() {
            return Ok(Ruling { back: Some(skipped.clone()), ..Ruling::default() });
        }
        let (mut ruling, places) = (Ruling::default(), places(bank));
        for last in self.journal.last() {
            let Line { id, version, family, .. } = last.clone();
            let question = places.get(id.as_str()).and_then(|index| bank.original(*index).ok());
            let lost = || format!("“{id}” cannot be brought back: the journal does not hold what it said.");
            let gone = || format!("“{id}” cannot be brought back: the bank no longer holds it.");
            let change = match &last.verdict {
                Verdict::Accept { status, was: None } => with_status(&question.ok_or_else(gone)?, *status),
                Verdict::Reject { was, place, .. } => Some(Change::Insert(*place, was.clone().ok_or_else(lost)?)),
                Verdict::Accept { was, .. } | Verdict::Edit { was } | Verdict::Distractor { was } => {
                    let now = question.ok_or_else(gone)?.digest();
                    Some(Change::Put(now, was.clone().ok_or_else(lost)?))
                }
                Verdict::Skip | Verdict::Undo => None,
            };
            ruling.lines.push(Line { id, version, verdict: Verdict::Undo, at: now, family, bulk: last.bulk });
            ruling.changes.extend(change);
        }
        if ruling.lines.is_empty() { Err("There is nothing to take back.".to_owned()) } else { Ok(ruling) }
    }

    /// What the last verdicts should have changed in the bank and did not, because the program was killed in between.
    #[must_use]
    pub fn unfinished(&self, bank: &Bank) -> Vec<Change> {
        let change = |last: &Line| {
            let question = position(bank, &last.id).and_then(|index| bank.original(index).ok())?;
            (question.digest() == last.version).then_some(())?;
            match last.verdict {
                Verdict::Accept { was: None, .. } => with_status(&question, None),
                Verdict::Reject { .. } => Some(Change::Drop(last.version, last.id.clone())),
                _ => None,
            }
        };
        self.journal.last().into_iter().filter_map(change).collect()
    }
}

/// The question with another status; nothing if it has that already.
fn with_status(question: &Question, status: Option<Status>) -> Option<Change> {
    if question.status == status {
        return None;
    }
    let mut parts = (**question).clone();
    parts.status = status;
    Some(Change::Put(question.digest(), Box::new(Question::new(parts).ok()?)))
}

/// The question with the next spare in the place of a choice that does no harm; numbers and dates still stand in order.
fn swapped(bank: &Bank, question: &Question, place: usize, spares: &[Value]) -> Option<Question> {
    let said = |value: &Value| value.get("text").and_then(Value::as_str).map(text::fold);
    let out = text::fold(&question.choices.get(place)?.text);
    let after = spares.iter().position(|spare| said(spare).as_deref() == Some(&out)).map_or(0, |at| at + 1);
    let taken: Vec<String> = question.choices.iter().map(|choice| text::fold(&choice.text)).collect();
    let free = |spare: &&Value| said(spare).is_some_and(|words| !taken.contains(&words));
    let (faults, flawed) = (bank.faults_of(question).len(), flaws(bank, question).len());
    spares.iter().skip(after).filter(free).find_map(|spare| {
        let mut whole = serde_json::to_value(question).ok()?;
        let choices = whole.get_mut("choices")?.as_array_mut()?;
        *choices.get_mut(place)? = spare.clone();
        let texts: Vec<String> =
            choices.iter().filter_map(|choice| Some(choice.get("text")?.as_str()?.to_owned())).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        if let Some(order) = value::ascending(&texts) {
            *choices = order.iter().filter_map(|at| choices.get(*at).cloned()).collect();
        }
        let mut next = Question::from_json(&whole.to_string()).ok()?;
        let mut parts = (*next).clone();
        parts.revision = Some(parts.revision.unwrap_or(1).saturating_add(1));
        next = Question::new(parts).ok()?;
        // A spare may not be a key, its passage may be gone, and beside the other choices it may be a cue.
        let same_keys = next.keys().len() == question.keys().len();
        let sound = bank.faults_of(&next).len() <= faults && flaws(bank, &next).len() <= flawed;
        (same_keys && sound).then_some(next)
    })
}
