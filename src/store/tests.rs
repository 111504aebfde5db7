use std::sync::Arc;

use super::*;
use crate::clock::{Millis, Stamp, Stamps, Timestamp};
use crate::id::{BankId, QuestionRef};
use crate::question::{Drawn, Question};
use crate::rng::Chance;
use crate::session::form::lay_out;
use crate::session::{Answer, Confidence, End, Filter, Mode, Options, Plan, Record, Sitting};

mod history;
mod keeping;
mod moving;
mod opening;
mod rooms;
mod study;

const START: Moment = Moment { at: Timestamp(1_795_348_800_000), offset: -90 };
const TURNOVER: u8 = 4;

fn open(folder: &tempfile::TempDir) -> Store {
    Store::open(folder.path(), TURNOVER, START).unwrap()
}

fn memory() -> Store {
    Store::in_memory(TURNOVER).unwrap()
}

fn named(n: usize) -> QuestionRef {
    drawn(n).id
}

/// A question whose key is its first choice; with an odd number also its third.
fn drawn(n: usize) -> Drawn {
    let choice =
        |c: usize| serde_json::json!({ "text": format!("choice {c}"), "key": c == 0 || (n % 2 == 1 && c == 2) });
    let json = serde_json::json!({ "id": format!("q{n}"), "topic": "t", "stem": "Which?", "later": [1.5, null],
        "choices": (0..4).map(choice).collect::<Vec<_>>(), "citations": [{ "document": "d", "exact": "words" }] });
    let question = Question::from_json(&json.to_string()).unwrap();
    let id = QuestionRef { bank: BankId::new("b").unwrap(), question: question.id.clone() };
    Drawn { id, version: question.digest(), question: Arc::new(question) }
}

/// A clock and the stamps it gives.
struct Clock {
    stamps: Stamps,
    now: Moment,
}

impl Clock {
    fn new(seed: u64) -> Self {
        Self { stamps: Stamps::new(Chance::new(seed, "test")), now: START }
    }

    fn stamp(&mut self) -> Stamp {
        self.now.at = self.now.at + Millis(1_000);
        self.stamps.next(self.now)
    }

    fn plan(&mut self, mode: Mode, minutes: Option<u32>, drawn: &[Drawn]) -> Plan {
        let filter = Filter::default();
        let options = Options { mode, filter, count: None, seed: 1, picked: Vec::new(), minutes, pass: 80 };
        let Stamp { id, moment } = self.stamp();
        Plan::new(id, moment, options, lay_out(drawn, 1))
    }

    /// Begins a sitting of the questions `0..count`.
    fn begin(&mut self, store: &mut Store, mode: Mode, minutes: Option<u32>, count: usize) -> Sitting {
        let drawn: Vec<_> = (0..count).map(drawn).collect();
        let plan = self.plan(mode, minutes, &drawn);
        store.begin(&plan, &drawn).unwrap();
        Sitting::begin(plan, drawn)
    }

    fn pick(&mut self, store: &mut Store, sitting: &mut Sitting, place: usize, picks: &[u8]) -> Option<Record> {
        let answer = Answer::of(picks.iter().copied().collect());
        let record = sitting.respond(place, answer, Confidence::Guess, Millis(7), self.stamp())?;
        store.append(std::slice::from_ref(&record)).unwrap();
        Some(record)
    }

    fn undo(&mut self, store: &mut Store, sitting: &mut Sitting) {
        let undone = sitting.undo(self.stamp()).unwrap();
        store.append(&[undone.record]).unwrap();
    }

    fn finish(&mut self, store: &mut Store, sitting: &mut Sitting, how: End) {
        let records = sitting.finish(how, || self.stamp());
        store.append(&records).unwrap();
    }
}

/// The device and sequence number of every event, in order.
fn sequence(store: &Store) -> Vec<([u8; 16], i64)> {
    let mut find = store.db.prepare("SELECT device, seq FROM events ORDER BY position").unwrap();
    find.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// The device that the store goes on with.
fn device_of(store: &Store) -> [u8; 16] {
    device::id(&store.db).unwrap()
}
