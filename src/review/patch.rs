//! Changes to a bank's text that leave everything else in it as it stands, byte for byte.

use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::bank::{Topic, file};
use crate::id::{Digest, QuestionId};
use crate::question::Question;

/// A change to a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// This question in the place of the one with its id, which is this version.
    Put(Digest, Box<Question>),
    /// The question of this id, which is this version, leaves.
    Drop(Digest, QuestionId),
    /// A question comes in at this place, from 0.
    Insert(usize, Box<Question>),
    /// A topic comes in behind the others.
    Topic(Topic),
}

/// Why a bank's text cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// It is no bank any more.
    #[error("the bank's file cannot be read: {0}")]
    Unreadable(String),
    /// Somebody removed the question meanwhile.
    #[error("the bank no longer holds “{0}”")]
    Gone(QuestionId),
    /// Somebody changed the question meanwhile.
    #[error("“{0}” was changed meanwhile by something else; look at it again")]
    Changed(QuestionId),
    /// The bank has a question of this id already.
    #[error("the bank has a question “{0}” already")]
    There(QuestionId),
}

/// The text with all of the changes, or none of them.
///
/// # Errors
/// [`Clash`] for the first change that does not fit.
pub fn apply(text: &str, changes: &[Change]) -> Result<String, Clash> {
    let mut text = text.to_owned();
    let mut rest = changes;
    while !rest.is_empty() {
        let (puts, others) = rest.split_at(rest.iter().take_while(|change| matches!(change, Change::Put(..))).count());
        text = put(&text, puts)?;
        let Some((change, others)) = others.split_first() else { break };
        text = one(&text, change)?;
        rest = others;
    }
    Ok(text)
}

/// Puts questions in the place of others, in one pass.
fn put(text: &str, puts: &[Change]) -> Result<String, Clash> {
    if puts.is_empty() {
        return Ok(text.to_owned());
    }
    let list = List::of(text, "questions")?;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for change in puts {
        let Change::Put(version, question) = change else { continue };
        let span = list.span(list.find(&question.id, *version)?);
        let json = list.written(question.to_json(), &span);
        edits.push((span, json));
    }
    edits.sort_by_key(|(span, _)| span.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (span, json) in edits {
        out.push_str(text.get(from..span.start).unwrap_or_default());
        out.push_str(&json);
        from = span.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Ok(out)
}

fn one(text: &str, change: &Change) -> Result<String, Clash> {
    let list = List::of(text, if matches!(change, Change::Topic(_)) { "topics" } else { "questions" })?;
    match change {
        Change::Put(..) => Ok(text.to_owned()),
        Change::Drop(version, id) => Ok(list.without(list.find(id, *version)?)),
        Change::Insert(place, question) => match list.position(&question.id) {
            Some(_) => Err(Clash::There(question.id.clone())),
            None => Ok(list.with(*place, question.to_json())),
        },
        Change::Topic(topic) => Ok(list.with(usize::MAX, serde_json::to_string_pretty(topic).unwrap_or_default())),
    }
}

/// A list of the bank's outermost object, where it stands in the text.
struct List<'a> {
    text: &'a str,
    /// What stands between its brackets.
    inside: Range<usize>,
    items: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(borrow)]
    questions: &'a RawValue,
    #[serde(borrow)]
    topics: &'a RawValue,
}

impl<'a> List<'a> {
    fn of(text: &'a str, name: &str) -> Result<Self, Clash> {
        let unreadable = |error: serde_json::Error| Clash::Unreadable(error.to_string());
        let frame: Frame<'a> = serde_json::from_str(text).map_err(unreadable)?;
        let list = if name == "topics" { frame.topics } else { frame.questions };
        let items: Vec<&'a RawValue> = serde_json::from_str(list.get()).map_err(unreadable)?;
        let start = within(text, list.get());
        let inside = start.start + 1..start.end - 1; // a list that was read has two brackets
        Ok(Self { text, inside, items: items.into_iter().map(RawValue::get).collect() })
    }

    fn position(&self, id: &QuestionId) -> Option<usize> {
        self.items.iter().position(|json| file::peek_id(json) == Some(id.as_str()))
    }

    /// Where the question of an id stands, if it is this version.
    fn find(&self, id: &QuestionId, version: Digest) -> Result<usize, Clash> {
        let at = self.position(id).ok_or_else(|| Clash::Gone(id.clone()))?;
        let same = self.items.get(at).and_then(|json| Question::from_json(json).ok()).map(|now| now.digest());
        if same == Some(version) { Ok(at) } else { Err(Clash::Changed(id.clone())) }
    }

    fn span(&self, at: usize) -> Range<usize> {
        self.items.get(at).map(|json| within(self.text, json)).unwrap_or_default()
    }

    /// JSON as it is written at a place: on one line where what is there is, or else as deep as that.
    fn written(&self, json: String, like: &Range<usize>) -> String {
        let flat = self.text.get(like.clone()).is_some_and(|there| !there.contains('\n'));
        let before = self.text.get(..like.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let alone = line.len() < before.len() && line.chars().all(|c| c == ' ' || c == '\t');
        if flat && !like.is_empty() {
            return compact(json);
        }
        if alone { json.replace('\n', &format!("\n{line}")) } else { json }
    }

    fn without(&self, at: usize) -> String {
        let span = self.span(at);
        let cut = match (at.checked_sub(1), self.items.len()) {
            (_, 0 | 1) => self.inside.clone(),
            (None, _) => span.start..self.span(1).start,
            (Some(before), _) => self.span(before).end..span.end,
        };
        self.replaced(cut, "")
    }

    fn with(&self, at: usize, json: String) -> String {
        let last = self.items.len().saturating_sub(1);
        if self.items.is_empty() {
            let flat = !self.text.trim_end().contains('\n');
            let inner = if flat { compact(json) } else { format!("\n    {}\n  ", json.replace('\n', "\n    ")) };
            return self.replaced(self.inside.clone(), &inner);
        }
        let beside = self.span(at.min(last));
        let json = self.written(json, &beside);
        // Between two items stands what stands before this one.
        let space = self.text.get(..beside.start).unwrap_or_default();
        let space = space.get(space.trim_end().len()..).unwrap_or_default();
        if at > last {
            self.replaced(beside.end..beside.end, &format!(",{space}{json}"))
        } else {
            self.replaced(beside.start..beside.start, &format!("{json},{space}"))
        }
    }

    fn replaced(&self, cut: Range<usize>, by: &str) -> String {
        let (before, after) = (self.text.get(..cut.start), self.text.get(cut.end..));
        format!("{}{by}{}", before.unwrap_or_default(), after.unwrap_or_default())
    }
}

fn compact(json: String) -> String {
    serde_json::from_str::<Value>(&json).map_or(json, |value| value.to_string())
}

/// The range of a part that was borrowed from a text.
fn within(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bank::file::outline;
    use crate::bank::{BankFile, Tail};
    use crate::id::TopicId;

    fn question(id: &str, stem: &str) -> Question {
        let json = serde_json::json!({ "id": id, "topic": "t", "stem": stem,
            "choices": [{ "text": "é", "key": true, "odd": 1 }, { "text": "b", "rationale": "“no”" }],
            "citations": [{ "document": "d", "exact": "x" }], "mood": { "a": [1, 2] } });
        Question::from_json(&json.to_string()).unwrap()
    }

    fn bank(questions: &[Question]) -> String {
        let head = r#"{"format":1,"id":"b","title":"B","documents":[],"topics":[],"questions":[]}"#;
        let head = outline(head).unwrap().head.unwrap();
        let mut tail = Tail::default();
        tail.extra.insert("later".to_owned(), serde_json::json!({ "kept": true }));
        let parts = questions.iter().map(|question| (**question).clone()).collect();
        BankFile { head, questions: parts, tail }.to_json()
    }

    fn many(count: usize) -> Vec<Question> {
        (0..count).map(|n| question(&format!("q{n}"), &format!("What is {n}?"))).collect()
    }

    fn put(old: &Question, stem: &str) -> Change {
        Change::Put(old.digest(), Box::new(question(old.id.as_str(), stem)))
    }

    #[test]
    fn a_file_that_was_written_by_hand_keeps_its_hand() {
        let text = "{ \"format\":1, \"id\":\"b\",\n \"topics\": [], \"questions\" :[\n\n   {\"id\":\"a\", \"x\": 1} ,\n   \
            QQ\n ],\n \"documents\":[] }\n";
        let old = question("q", "Old?");
        let text = text.replace("QQ", &compact(old.to_json()));
        let changed = apply(&text, &[put(&old, "New?")]).unwrap();
        assert_eq!(changed, text.replace("Old?", "New?"));
        let dropped = apply(&text, &[Change::Drop(old.digest(), old.id.clone())]).unwrap();
        assert!(dropped.ends_with("{\"id\":\"a\", \"x\": 1}\n ],\n \"documents\":[] }\n"), "{dropped}");
    }

    #[test]
    fn what_changed_meanwhile_is_not_overwritten() {
        let old = question("q", "Old?");
        let text = bank(&[question("q", "Newer?")]);
        assert_eq!(apply(&text, &[put(&old, "Mine?")]), Err(Clash::Changed(old.id.clone())));
        assert_eq!(apply(&bank(&[]), &[put(&old, "Mine?")]), Err(Clash::Gone(old.id.clone())));
        assert_eq!(apply(&text, &[Change::Insert(0, Box::new(old.clone()))]), Err(Clash::There(old.id.clone())));
        assert!(matches!(apply("{", &[Change::Insert(0, Box::new(question("r", "R?")))]), Err(Clash::Unreadable(_))));
    }

    #[test]
    fn a_topic_comes_in_behind_the_others() {
        let topic =
            |id: &str| Topic { id: TopicId::new(id).unwrap(), title: id.to_owned(), extra: serde_json::Map::new() };
        let text = apply(&bank(&[]), &[Change::Topic(topic("a")), Change::Topic(topic("b"))]).unwrap();
        let outline = outline(&text).unwrap();
        assert_eq!(outline.head.unwrap().topics, [topic("a"), topic("b")]);
        assert!(text.contains("\n    {\n      \"id\": \"a\",\n"), "{text}");
    }

    proptest! {
        #[test]
        fn a_bank_in_the_stable_form_stays_in_it(count in 0usize..5, at in 0usize..6, other in 0usize..6) {
            let questions = many(count);
            let text = bank(&questions);
            let mut wanted = questions.clone();
            let mut changes = Vec::new();
            if at < count {
                changes.push(put(&questions[at], "Changed?"));
                wanted[at] = question(questions[at].id.as_str(), "Changed?");
            }
            if other < count && other != at {
                changes.push(Change::Drop(questions[other].digest(), questions[other].id.clone()));
                wanted.retain(|question| question.id != questions[other].id);
            }
            let place = at.min(wanted.len());
            changes.push(Change::Insert(at, Box::new(question("new", "New?"))));
            wanted.insert(place, question("new", "New?"));
            prop_assert_eq!(apply(&text, &changes).unwrap(), bank(&wanted));
        }

        #[test]
        fn any_text_is_refused_without_a_panic(text: String, at in 0usize..600) {
            let old = question("q", "Old?");
            let whole = bank(&[old.clone(), question("r", "R?")]);
            let cut: String = whole.chars().take(at).collect::<String>() + &text;
            let _ = apply(&cut, &[put(&old, "New?"), Change::Insert(1, Box::new(question("s", "S?")))]);
        }
    }
}
