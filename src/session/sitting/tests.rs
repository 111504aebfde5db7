#![allow(clippy::float_cmp, reason = "these marks are halves and wholes")]

use super::*;
use crate::clock::{Moment, Stamps};
use crate::id::{BankId, QuestionRef};
use crate::rng::Chance;
use crate::session::form::{Filter, Options, lay_out};

const START: Moment = Moment { at: Timestamp(1_795_348_800_000), offset: 0 };

fn question(n: usize, keys: &[usize]) -> Drawn {
    let choices: Vec<_> = (0..4)
        .map(|c| serde_json::json!({ "text": format!("choice {}", ["a", "b", "c", "d"][c]), "key": keys.contains(&c) }))
        .collect();
    let json = serde_json::json!({ "id": format!("q{n}"), "topic": if n < 2 { "one" } else { "two" }, "stem": "Which?",
        "choices": choices, "citations": [{ "document": "d", "exact": "words" }] });
    let question = Question::from_json(&json.to_string()).unwrap();
    let id = QuestionRef { bank: BankId::new("b").unwrap(), question: question.id.clone() };
    Drawn { id, version: question.digest(), question: Arc::new(question) }
}

struct Table {
    sitting: Sitting,
    stamps: Stamps,
    now: Moment,
}

impl Table {
    fn new(mode: Mode, minutes: Option<u32>) -> Self {
        Self::of(mode, minutes, vec![question(0, &[0]), question(1, &[1]), question(2, &[0, 2]), question(3, &[3])])
    }

    fn of(mode: Mode, minutes: Option<u32>, drawn: Vec<Drawn>) -> Self {
        let mut stamps = Stamps::new(Chance::new(1, "test"));
        let options =
            Options { mode, filter: Filter::default(), count: None, seed: 1, picked: Vec::new(), minutes, pass: 80 };
        let plan = Plan::new(stamps.next(START).id, START, options, lay_out(&drawn, 1));
        Self { sitting: Sitting::begin(plan, drawn), stamps, now: START }
    }

    fn stamp(&mut self) -> Stamp {
        self.now.at = self.now.at + Millis(1_000);
        self.stamps.next(self.now)
    }

    fn pick(&mut self, place: usize, picks: &[u8]) -> Option<Record> {
        let stamp = self.stamp();
        let answer = Answer::of(picks.iter().copied().collect());
        self.sitting.respond(place, answer, Confidence::Sure, Millis(1), stamp)
    }

    /// The place that taking back leads to, or why there is none.
    fn undo(&mut self) -> Result<usize, &'static str> {
        let stamp = self.stamp();
        let undone = self.sitting.undo(stamp).ok_or("nothing to take back")?;
        undone.place.ok_or("the end was taken back")
    }

    fn finish(&mut self, how: End) -> usize {
        let Self { sitting, stamps, now } = self;
        sitting.finish(how, || stamps.next(*now)).len()
    }
}

#[test]
fn practice_takes_one_answer_each_and_scores_what_was_answered() {
    let mut table = Table::new(Mode::Practice, None);
    assert!(table.pick(0, &[0]).is_some());
    assert!(table.pick(0, &[1]).is_none(), "answered already");
    assert!(table.pick(1, &[0, 1]).is_none(), "one key takes one pick");
    assert!(table.pick(1, &[4]).is_none(), "no such choice");
    table.pick(2, &[0]);
    let score = table.sitting.score();
    assert_eq!((score.total.got, score.total.of), (1.5, 2));
    assert_eq!((score.right, score.wrong, score.blank, score.uncounted), (1, 1, 2, 0));
    assert_eq!(table.sitting.next_open(3), Some(3));
    assert_eq!(table.sitting.next_open(4), Some(1), "and round to the start");
}

#[test]
fn an_undone_answer_that_was_shown_asks_again_and_counts_for_nothing() {
    let mut table = Table::new(Mode::Practice, None);
    table.pick(0, &[3]);
    assert_eq!(table.undo(), Ok(0));
    assert!(table.sitting.open(0) && table.sitting.revealed(0));
    let record = table.pick(0, &[0]).unwrap();
    assert!(matches!(record.what, What::Response(ref r) if r.after_reveal && r.fully_right));
    let score = table.sitting.score();
    assert_eq!((score.total.of, score.right, score.uncounted), (0, 0, 1));
}

#[test]
fn an_undone_skip_was_not_seen() {
    let mut table = Table::new(Mode::Practice, None);
    let stamp = table.stamp();
    assert!(table.sitting.skip(0, stamp).is_some());
    assert!(!table.sitting.open(0));
    assert_eq!(table.undo(), Ok(0));
    assert!(table.sitting.open(0) && !table.sitting.revealed(0));
    assert_eq!(table.undo(), Err("nothing to take back"), "nothing is left to take back");
}

#[test]
fn an_exam_takes_changes_and_u_takes_back_the_last_one() {
    let mut table = Table::new(Mode::Exam, None);
    table.pick(0, &[1]);
    table.pick(1, &[1]);
    table.pick(0, &[0]);
    assert!(table.pick(0, &[0]).is_none(), "changes nothing");
    assert_eq!(table.undo(), Ok(0));
    assert_eq!(table.sitting.response(0).unwrap().answer, Answer::of([1].into()));
    assert!(!table.sitting.revealed(0), "an exam shows no answers");
    assert_eq!(table.undo(), Ok(1));
    assert!(table.sitting.open(1));
    let stamp = table.stamp();
    let refused = table.sitting.respond(1, Answer::DontKnow, Confidence::Sure, Millis(1), stamp);
    assert!(refused.is_none(), "an exam has no \"I don't know\"");
}

#[test]
fn a_submitted_exam_counts_blanks_as_wrong_and_takes_no_more() {
    let mut table = Table::new(Mode::Exam, None);
    table.pick(0, &[0]);
    table.pick(2, &[0, 2]);
    assert_eq!(table.finish(End::Submitted), 3, "two blanks and the end");
    let score = table.sitting.score();
    assert_eq!((score.total.got, score.total.of, score.blank), (2.0, 4, 2));
    let topics: Vec<_> = score.topics.iter().map(|(topic, tally)| (topic.as_str(), tally.got, tally.of)).collect();
    assert_eq!(topics, [("one", 1.0, 2), ("two", 1.0, 2)]);
    assert!(table.pick(1, &[1]).is_none());
    assert_eq!(table.undo(), Err("nothing to take back"), "its answers were shown");
    assert_eq!(table.finish(End::Submitted), 0);
}

#[test]
fn an_abandoned_exam_can_be_taken_up_again_until_its_deadline() {
    let mut table = Table::new(Mode::Exam, Some(1));
    table.pick(0, &[0]);
    table.finish(End::Abandoned);
    assert_eq!(table.undo(), Err("the end was taken back"));
    assert_eq!(table.sitting.end(), None);
    assert!(table.sitting.answered(0));
    table.finish(End::Abandoned);
    table.now.at = START.at + Millis::minutes(1);
    assert!(table.sitting.overdue(table.now.at));
    assert!(table.pick(1, &[1]).is_none());
}

#[test]
fn a_withdrawn_place_is_not_asked_and_does_not_count() {
    let table = Table::new(Mode::Exam, None);
    let mut questions: Vec<_> = (0..4).map(|place| table.sitting.question(place).cloned()).collect();
    questions[1] = None;
    let mut sitting = Sitting::resume(table.sitting.plan().clone(), questions, Vec::new());
    assert_eq!(sitting.next_open(1), Some(2));
    let mut stamps = table.stamps;
    assert_eq!(sitting.finish(End::Submitted, || stamps.next(START)).len(), 4);
    assert_eq!((sitting.score().total.of, sitting.score().uncounted), (3, 1));
}

#[derive(Debug, Clone)]
enum Act {
    Pick(usize, Vec<u8>),
    DontKnow(usize),
    Skip(usize),
    Undo,
    Finish(End),
}

fn act() -> impl proptest::strategy::Strategy<Value = Act> {
    use proptest::prelude::*;
    prop_oneof![
        6 => (0..5_usize, proptest::collection::vec(0..5_u8, 0..4)).prop_map(|(place, picks)| Act::Pick(place, picks)),
        1 => (0..5_usize).prop_map(Act::DontKnow),
        2 => (0..5_usize).prop_map(Act::Skip),
        3 => Just(Act::Undo),
        1 => prop_oneof![Just(End::Abandoned), Just(End::Submitted)].prop_map(Act::Finish),
    ]
}

proptest::proptest! {
    /// Whatever is done, the records alone give back the same sitting, and its figures add up.
    #[test]
    fn the_records_are_the_sitting(exam: bool, acts in proptest::collection::vec(act(), 0..40)) {
        let mut table = Table::new(if exam { Mode::Exam } else { Mode::Practice }, None);
        let mut records = Vec::new();
        for act in acts {
            let stamp = table.stamp();
            match act {
                Act::Pick(place, picks) => records.extend(table.pick(place, &picks)),
                Act::DontKnow(place) => records.extend(
                    table.sitting.respond(place, Answer::DontKnow, Confidence::Guess, Millis(1), stamp)),
                Act::Skip(place) => records.extend(table.sitting.skip(place, stamp)),
                Act::Undo => records.extend(table.sitting.undo(stamp).map(|undone| undone.record)),
                Act::Finish(how) => {
                    let Table { sitting, stamps, now } = &mut table;
                    records.extend(sitting.finish(how, || stamps.next(*now)));
                }
            }
        }
        let questions = (0..4).map(|place| table.sitting.question(place).cloned()).collect();
        let again = Sitting::resume(table.sitting.plan().clone(), questions, records);
        proptest::prop_assert_eq!(&again, &table.sitting);
        let score = again.score();
        proptest::prop_assert!(score.total.got <= f64::from(score.total.of) + 1e-9);
        proptest::prop_assert_eq!(score.topics.iter().map(|(_, t)| t.of).sum::<u32>(), score.total.of);
        if exam { proptest::prop_assert_eq!(score.total.of, 4); }
        proptest::prop_assert_eq!(score.right + score.wrong + score.blank + score.uncounted, 4);
    }
}

/// Ten questions whose key is their first choice.
fn study(minutes: Option<u32>) -> Table {
    Table::of(Mode::Study, minutes, (0..10).map(|n| question(n, &[0])).collect())
}

/// The questions asked from here on, each answered rightly, until none is left.
fn asked(table: &mut Table) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(place) = table.sitting.next_open(0) {
        names.push(table.sitting.place(place).unwrap().question.question.to_string());
        table.pick(place, &[0]);
    }
    names
}

#[test]
fn a_failed_question_comes_back_after_five_others_until_it_is_right_once() {
    let mut table = study(None);
    table.pick(0, &[1]);
    for place in 1..6 {
        assert_eq!(table.sitting.next_open(0), Some(place));
        table.pick(place, &[0]);
    }
    assert_eq!(table.sitting.next_open(0), Some(10), "five others were asked");
    assert_eq!((table.sitting.position(10), table.sitting.is_return(10)), (6, true));
    table.pick(10, &[2]);
    assert_eq!(asked(&mut table), ["q6", "q7", "q8", "q9", "q0"], "as late as there are others, and then no more");
    let score = table.sitting.score();
    assert_eq!((table.sitting.len(), score.total), (12, Tally { got: 9.0, of: 10 }));
    assert_eq!((score.right, score.wrong, score.blank, score.uncounted), (9, 1, 0, 0), "each question once");
}

#[test]
fn what_comes_back_has_its_choices_in_another_order() {
    let orders: HashSet<Vec<u8>> = (0..6)
        .map(|_| ())
        .scan(study(None), |table, ()| {
            let place = table.sitting.places().iter().rposition(|place| place.question.question.as_str() == "q0")?;
            table.pick(place, &[1]);
            Some(table.sitting.place(place)?.order.clone())
        })
        .collect();
    assert!(orders.len() > 2, "{orders:?}");
}

#[test]
fn a_failure_that_is_taken_back_brings_nothing_back_and_a_sitting_reads_back_as_it_stood() {
    let mut table = study(None);
    table.pick(0, &[1]);
    table.pick(1, &[1]);
    assert_eq!(table.undo(), Ok(1));
    assert_eq!(table.sitting.len(), 11);
    table.pick(1, &[0]);
    assert!(table.sitting.response(1).unwrap().after_reveal);
    let Table { sitting, .. } = &table;
    let questions = sitting.questions[..10].to_vec();
    assert_eq!(&Sitting::resume(sitting.plan.clone(), questions, sitting.log.clone()), sitting);
}

#[test]
fn a_study_sitting_ends_when_its_answers_took_its_time() {
    let mut table = study(Some(1));
    let stamp = table.stamp();
    let answer = Answer::of([0].into());
    table.sitting.respond(0, answer, Confidence::Sure, Millis(59_999), stamp).unwrap();
    assert!(!table.sitting.time_is_up());
    table.pick(1, &[0]);
    assert!(table.sitting.time_is_up());
    assert!(table.sitting.plan().deadline.is_none(), "nothing is cut off");
}
