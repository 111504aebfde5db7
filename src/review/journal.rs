//! The journal: every verdict of a bank, one JSON object a line, appended and never changed.
//!
//! A verdict stands until it is taken back by an `undo` of the same question, and the last one that stands counts. It
//! names the version that was judged, so that a question that has changed since is judged again.

use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::clock::{Moment, Timestamp};
use crate::id::{Digest, QuestionId};
use crate::question::fields::Fields;
use crate::question::{Fault, Question, Status};

/// What the author decides on a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is asked from now on.
    Accept {
        /// The status that it had.
        status: Option<Status>,
        /// What it said before, where its new answer was accepted.
        was: Option<Box<Question>>,
    },
    /// It was changed by hand.
    Edit {
        /// What it said before.
        was: Option<Box<Question>>,
    },
    /// It leaves the bank.
    Reject {
        /// Why.
        reason: String,
        /// What it said.
        was: Option<Box<Question>>,
        /// Where it stood among the bank's questions, from 0.
        place: usize,
    },
    /// One of its distractors gave way to a spare.
    Distractor {
        /// What it said before.
        was: Option<Box<Question>>,
    },
    /// It is left for another time, which decides nothing.
    Skip,
    /// The last verdict on it that stands is taken back.
    Undo,
}

impl Verdict {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::Edit { .. } | Self::Distractor { .. } => "edit",
            Self::Reject { .. } => "reject",
            Self::Skip => "skip",
            Self::Undo => "undo",
        }
    }

    /// Whether nothing more is to be decided on that version.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Accept { .. } | Self::Reject { .. })
    }
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The question.
    pub id: QuestionId,
    /// The version that was judged.
    pub version: Digest,
    /// What was decided.
    pub verdict: Verdict,
    /// When.
    pub at: Moment,
    /// The family that made the question; none for one that was written by hand.
    pub family: Option<String>,
    /// Whether it was one of many, none of them read: it tells nothing about its family.
    pub bulk: bool,
}

impl Line {
    /// The line as it is written, without its end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        put("id", self.id.as_str().into());
        put("version", self.version.to_string().into());
        put("verdict", self.verdict.name().into());
        if let Verdict::Reject { reason, .. } = &self.verdict {
            put("reason", reason.as_str().into());
        }
        put("at", self.at.rfc3339().unwrap_or_default().into());
        if let Some(family) = &self.family {
            put("family", family.as_str().into());
        }
        if self.bulk {
            put("bulk", true.into());
        }
        match &self.verdict {
            Verdict::Accept { status: Some(status), .. } => {
                put("status", serde_json::to_value(status).unwrap_or_default());
            }
            Verdict::Reject { place, .. } => {
                put("place", (*place).into());
            }
            Verdict::Distractor { .. } => {
                put("distractor", true.into());
            }
            _ => {}
        }
        if let Verdict::Accept { was: Some(was), .. }
        | Verdict::Edit { was: Some(was) }
        | Verdict::Reject { was: Some(was), .. }
        | Verdict::Distractor { was: Some(was) } = &self.verdict
        {
            put("was", serde_json::to_value(was).unwrap_or_default());
        }
        Value::Object(fields).to_string()
    }

    /// Reads a line.
    ///
    /// # Errors
    /// The first fault of it.
    pub fn of_json(json: &str) -> Result<Self, Fault> {
        let mut faults = Vec::new();
        let line = Self::read(json, &mut faults);
        let unread = || Fault::new("the line", "cannot be read", "mend or remove it");
        line.filter(|_| faults.is_empty()).ok_or_else(|| faults.into_iter().next().unwrap_or_else(unread))
    }

    fn read(json: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        let mut fields = Fields::of(json, "", faults)?;
        let id = fields.need("id", faults);
        let version = fields.need("version", faults);
        let name: Option<String> = fields.need("verdict", faults);
        let reason = fields.take("reason", faults).unwrap_or_default();
        let at: Option<String> = fields.need("at", faults);
        let family = fields.take("family", faults);
        let bulk = fields.take("bulk", faults).unwrap_or_default();
        let status = fields.take("status", faults);
        let place = fields.take("place", faults).unwrap_or(usize::MAX);
        let distractor: Option<bool> = fields.take("distractor", faults);
        let was: Option<&RawValue> = fields.take("was", faults);
        // What it said before is needed only to take the verdict back.
        let was = was.and_then(|json| Question::from_json(json.get()).ok()).map(Box::new);
        let moment =
            at.as_deref().map(|text| Timestamp::of_rfc3339(text).map(|at| Moment { at, offset: offset(text) }));
        if moment == Some(None) {
            faults.push(Fault::new("at", "is no time", "write it as 2026-11-22T14:05:00Z"));
        }
        let verdict = match name?.as_str() {
            "accept" => Verdict::Accept { status, was },
            "edit" if distractor == Some(true) => Verdict::Distractor { was },
            "edit" => Verdict::Edit { was },
            "reject" => Verdict::Reject { reason, was, place },
            "skip" => Verdict::Skip,
            "undo" => Verdict::Undo,
            other => {
                let known = "a verdict is accept, edit, reject, skip or undo";
                faults.push(Fault::new("verdict", format!("there is none called “{other}”"), known));
                return None;
            }
        };
        Some(Self { id: id?, version: version?, verdict, at: moment??, family, bulk })
    }
}

/// The offset that a time of RFC 3339 ends with, in minutes.
fn offset(text: &str) -> i16 {
    let tail = text.len().checked_sub(6).and_then(|at| text.get(at..)).unwrap_or_default();
    let number = |at: std::ops::Range<usize>| tail.get(at).and_then(|digits| digits.parse::<i16>().ok());
    let sign = match tail.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return 0,
    };
    sign * (number(1..3).unwrap_or(0) * 60 + number(4..6).unwrap_or(0))
}

/// What became of a family's questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record {
    /// How many were accepted or rejected, one by one.
    pub judged: usize,
    /// How many of these were accepted as the builder made them.
    pub accepted: usize,
    /// How many were accepted once they had been changed.
    pub mended: usize,
}

impl Record {
    /// The share that was acceptable as it was made, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        self.accepted as f64 / self.judged.max(1) as f64
    }
}

/// A bank's verdicts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    lines: Vec<Line>,
    /// Each question's lines that stand, by their position.
    standing: HashMap<QuestionId, Vec<usize>>,
    /// The questions that were left for another time, each with the version.
    skipped: HashMap<QuestionId, Digest>,
}

impl Journal {
    /// Reads a journal. What cannot be read is told with the number of its line, and passed over.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<(usize, Fault)>) {
        let (mut journal, mut faults) = (Self::default(), Vec::new());
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match Line::of_json(line) {
                Ok(line) => journal.add(line),
                Err(fault) => faults.push((number, fault)),
            }
        }
        (journal, faults)
    }

    /// Takes a line in.
    pub fn add(&mut self, line: Line) {
        if line.verdict == Verdict::Skip {
            self.skipped.insert(line.id.clone(), line.version);
        } else {
            self.skipped.remove(&line.id);
            let standing = self.standing.entry(line.id.clone()).or_default();
            if line.verdict == Verdict::Undo {
                standing.pop();
            } else {
                standing.push(self.lines.len());
            }
        }
        self.lines.push(line);
    }

    /// Every line, those that were taken back too.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The verdict on a question that counts.
    #[must_use]
    pub fn verdict(&self, id: &QuestionId) -> Option<&Line> {
        self.lines.get(*self.standing.get(id)?.last()?)
    }

    /// The version in which a question was left for another time, if that was the last of it.
    #[must_use]
    pub fn skipped(&self, id: &QuestionId) -> Option<Digest> {
        self.skipped.get(id).copied()
    }

    /// Why a question was rejected, if it was.
    #[must_use]
    pub fn rejected(&self, id: &QuestionId) -> Option<&str> {
        match &self.verdict(id)?.verdict {
            Verdict::Reject { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// The verdict that was given last and stands, or all that were given at once with it.
    #[must_use]
    pub fn last(&self) -> Vec<&Line> {
        let mut at: Vec<usize> = self.standing.values().flatten().copied().collect();
        at.sort_unstable();
        let lines: Vec<&Line> = at.iter().filter_map(|at| self.lines.get(*at)).collect();
        let Some(last) = lines.last() else { return Vec::new() };
        let together = |line: &&&Line| last.bulk && line.bulk && line.at == last.at;
        let many = lines.iter().rev().take_while(together).count().max(1);
        lines.into_iter().skip(at.len().saturating_sub(many)).collect()
    }

    /// How many questions are judged for good.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.standing.keys().filter(|id| self.verdict(id).is_some_and(|line| line.verdict.is_final())).count()
    }

    /// What became of each family's questions.
    #[must_use]
    pub fn records(&self) -> BTreeMap<String, Record> {
        let mut records: BTreeMap<String, Record> = BTreeMap::new();
        for (id, standing) in &self.standing {
            let Some(line) = self.verdict(id).filter(|line| line.verdict.is_final() && !line.bulk) else { continue };
            let Some(family) = &line.family else { continue };
            let record = records.entry(family.clone()).or_default();
            record.judged += 1;
            let changed = standing
                .iter()
                .filter_map(|at| self.lines.get(*at))
                .any(|line| matches!(line.verdict, Verdict::Edit { .. } | Verdict::Distractor { .. }));
            match line.verdict {
                Verdict::Accept { .. } if changed => record.mended += 1,
                Verdict::Accept { .. } => record.accepted += 1,
                _ => {}
            }
        }
        records
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(id: &str, verdict: Verdict, seconds: i64) -> Line {
        Line {
            id: QuestionId::new(id).unwrap(),
            version: Digest::of(id.as_bytes()),
            verdict,
            at: Moment { at: Timestamp(1_795_348_800_000 + seconds * 1000), offset: 60 },
            family: Some("year".to_owned()),
            bulk: false,
        }
    }

    fn accept() -> Verdict {
        Verdict::Accept { status: Some(Status::Draft), was: None }
    }

    fn reject(reason: &str) -> Verdict {
        Verdict::Reject { reason: reason.to_owned(), was: None, place: 3 }
    }

    fn journal(lines: &[Line]) -> Journal {
        let text: String = lines.iter().map(|line| line.to_json() + "\n").collect();
        let (journal, faults) = Journal::read(&text);
        assert_eq!(faults, []);
        assert_eq!(journal.lines(), lines, "{text}");
        journal
    }

    #[test]
    fn a_line_says_who_what_and_when() {
        let json = line("q", reject("two are right"), 0).to_json();
        let version = Digest::of(b"q");
        assert_eq!(
            json,
            format!(
                r#"{{"id":"q","version":"{version}","verdict":"reject","reason":"two are right","at":"2026-11-22T13:00:00.000+01:00","family":"year","place":3}}"#
            )
        );
    }

    #[test]
    fn the_last_verdict_that_stands_counts() {
        let journal = journal(&[
            line("q", accept(), 0),
            line("q", reject("unclear"), 1),
            line("q", Verdict::Undo, 2),
            line("r", reject("dull"), 3),
            line("s", accept(), 4),
            line("s", Verdict::Undo, 5),
            line("q", Verdict::Skip, 6),
        ]);
        let id = |id| QuestionId::new(id).unwrap();
        assert_eq!(journal.verdict(&id("q")).unwrap().verdict, accept());
        assert_eq!(journal.rejected(&id("r")), Some("dull"));
        assert_eq!(journal.verdict(&id("s")), None);
        assert_eq!(journal.last().iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), ["r"]);
        assert_eq!(journal.judged(), 2);
    }

    #[test]
    fn a_broken_line_is_told_and_the_others_count() {
        let good = line("q", accept(), 0).to_json();
        let newer = good.replace("\"id\"", "\"mood\":[1],\"id\"");
        let text = format!("{good}\n\n{{\"id\":\"q\"\n{newer}\n{}\n", good.replace("accept", "adore"));
        let (journal, faults) = Journal::read(&text);
        assert_eq!(journal.lines().len(), 2, "fields that are not known do not matter");
        let told: Vec<_> = faults.iter().map(|(number, fault)| (*number, fault.at.as_str())).collect();
        assert_eq!(told, [(3, "the outermost value"), (5, "verdict")]);
    }

    #[test]
    fn a_family_is_known_by_what_was_judged_one_by_one() {
        let mut lines = vec![
            line("a", accept(), 0),
            line("b", Verdict::Edit { was: None }, 1),
            line("b", accept(), 2),
            line("c", reject("x"), 3),
            line("d", Verdict::Skip, 4),
            line("e", accept(), 5),
        ];
        lines[5].bulk = true;
        let record = journal(&lines).records()["year"];
        assert_eq!(record, Record { judged: 3, accepted: 1, mended: 1 });
        assert!((record.share() - 1.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn what_was_decided_at_once_is_taken_back_at_once() {
        let mut lines: Vec<Line> = ["a", "b", "c", "d"].iter().map(|id| line(id, accept(), 0)).collect();
        lines.iter_mut().skip(1).for_each(|line| line.bulk = true);
        assert_eq!(journal(&lines).last().len(), 3);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text: String, from in 0usize..80) {
            let _ = Journal::read(&text);
            let good = line("q", accept(), 0).to_json();
            let _ = Line::of_json(good.get(from..).unwrap_or_default());
            let (_, faults) = Journal::read(&format!("{good}\n{text}"));
            prop_assert!(faults.iter().all(|(number, _)| *number > 1));
        }
    }
}
