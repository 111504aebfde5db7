//! What was appended reads back the same.

use proptest::prelude::*;

use super::*;
use crate::clock::StampId;
use crate::session::{Response, What};

#[test]
fn a_sitting_reads_back_as_it_stood() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut sitting = clock.begin(&mut store, Mode::Exam, Some(30), 3);
    clock.pick(&mut store, &mut sitting, 0, &[1]);
    clock.pick(&mut store, &mut sitting, 1, &[0, 2]);
    clock.pick(&mut store, &mut sitting, 0, &[0]);
    clock.undo(&mut store, &mut sitting);
    let stored = store.sitting(sitting.plan().id).unwrap().unwrap();
    assert_eq!(stored.resume(), sitting);
    clock.finish(&mut store, &mut sitting, End::Submitted);
    assert_eq!(store.sitting(sitting.plan().id).unwrap().unwrap().resume(), sitting);
    assert!(store.sitting(clock.stamp().id).unwrap().is_none());
}

#[test]
fn a_sitting_begun_in_one_ibid_goes_on_in_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let mut sitting = clock.begin(&mut open(&folder), Mode::Practice, None, 3);
    clock.pick(&mut open(&folder), &mut sitting, 0, &[1]);
    let store = open(&folder);
    assert_eq!(store.sitting(sitting.plan().id).unwrap().unwrap().resume(), sitting);
    let summary = store.latest_open(START, &|_| true).unwrap().unwrap();
    assert_eq!((summary.id, summary.done, summary.places), (sitting.plan().id, 1, 3));
    assert_eq!(store.path(), Some(folder.path().join(FILE).as_path()));
}

#[test]
fn the_order_is_that_of_appending_even_when_the_clock_is_set_back() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut sitting = clock.begin(&mut store, Mode::Exam, None, 1);
    clock.pick(&mut store, &mut sitting, 0, &[1]);
    let mut earlier = Clock::new(2);
    earlier.now.at = Timestamp(START.at.0 - 3_600_000);
    earlier.pick(&mut store, &mut sitting, 0, &[0]);
    earlier.finish(&mut store, &mut sitting, End::Submitted);
    let again = store.sitting(sitting.plan().id).unwrap().unwrap().resume();
    assert!(again.response(0).unwrap().fully_right);
    assert_eq!(store.history().unwrap().of(&named(0)).last_fully_right, Some(true));
}

#[test]
fn what_is_appended_twice_is_kept_once_and_takes_one_number() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 2);
    let plan = sitting.plan().clone();
    store.begin(&plan, &[drawn(0), drawn(1)]).unwrap();
    let first = clock.pick(&mut store, &mut sitting, 0, &[0]).unwrap();
    let second = sitting.skip(1, clock.stamp()).unwrap();
    store.append(&[first.clone(), second.clone(), first.clone()]).unwrap();
    assert_eq!(store.sitting(plan.id).unwrap().unwrap().log, [first, second]);
    let numbers: Vec<_> = sequence(&store).into_iter().map(|(_, seq)| seq).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn an_append_is_kept_whole_or_not_at_all() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 2);
    let good = sitting.skip(0, clock.stamp()).unwrap();
    let stray = Record { sitting: Some(clock.stamp().id), ..sitting.skip(1, clock.stamp()).unwrap() };
    let refused = store.append(&[good, stray]).unwrap_err();
    assert!(matches!(refused, StoreError::Forgotten { .. }), "{refused}");
    assert!(store.sitting(sitting.plan().id).unwrap().unwrap().log.is_empty());
}

#[test]
fn events_can_be_neither_changed_nor_deleted() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    clock.begin(&mut store, Mode::Practice, None, 1);
    for sql in ["UPDATE events SET day = 0", "DELETE FROM events"] {
        assert!(store.db.execute(sql, []).unwrap_err().to_string().contains("never"), "{sql}");
    }
}

#[test]
fn a_day_turns_over_at_the_hour_that_was_given() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    clock.now = Moment { at: START.at + Millis::minutes(14 * 60), offset: 0 };
    clock.begin(&mut store, Mode::Practice, None, 1);
    let day: i32 = store.db.query_row("SELECT day FROM events", [], |row| row.get(0)).unwrap();
    assert_eq!(day, clock.now.day(0).0 - 1, "two in the night belongs to the day before");
}

#[test]
fn past_sittings_are_listed_newest_first_with_what_they_came_to() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut exam = clock.begin(&mut store, Mode::Exam, Some(30), 3);
    clock.pick(&mut store, &mut exam, 0, &[0]);
    clock.pick(&mut store, &mut exam, 1, &[0]);
    clock.finish(&mut store, &mut exam, End::Submitted);
    let mut practice = clock.begin(&mut store, Mode::Practice, None, 4);
    clock.pick(&mut store, &mut practice, 0, &[3]);
    let skip = practice.skip(1, clock.stamp()).unwrap();
    store.append(&[skip]).unwrap();

    let list = store.sittings(9).unwrap();
    let [open, ended] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!((open.id, open.mode(), open.end), (practice.plan().id, Mode::Practice, None));
    assert_eq!((open.places, open.answered, open.done), (4, 1, 2));
    assert_eq!((ended.id, ended.begun, ended.deadline), (exam.plan().id, exam.plan().begun, exam.plan().deadline));
    assert_eq!((ended.end, ended.answered, ended.score.total.got), (Some(End::Submitted), 2, 1.5));
    assert_eq!(ended.banks, [BankId::new("b").unwrap()]);
    assert_eq!(ended.score, exam.score());
    assert_eq!(store.sittings(1).unwrap(), list[..1]);
}

#[test]
fn the_latest_open_sitting_is_the_one_to_go_on_with() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    assert_eq!(store.latest_open(START, &|_| true).unwrap(), None);
    let first = clock.begin(&mut store, Mode::Practice, None, 1);
    let mut second = clock.begin(&mut store, Mode::Exam, None, 1);
    clock.pick(&mut store, &mut second, 0, &[0]);
    clock.finish(&mut store, &mut second, End::Abandoned);
    assert_eq!(store.latest_open(START, &|_| true).unwrap().unwrap().id, first.plan().id);
    clock.undo(&mut store, &mut second);
    assert_eq!(
        store.latest_open(START, &|_| true).unwrap().unwrap().id,
        second.plan().id,
        "giving it up was taken back"
    );
}

#[test]
fn of_study_only_the_latest_sitting_of_the_day_is_gone_on_with() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let open = |store: &Store, now| store.latest_open(now, &|_| true).unwrap().map(|latest| latest.id);
    let practice = clock.begin(&mut store, Mode::Practice, None, 1).plan().id;
    let first = clock.begin(&mut store, Mode::Study, None, 1).plan().id;
    assert_eq!(open(&store, clock.now), Some(first));
    let mut second = clock.begin(&mut store, Mode::Study, None, 1);
    assert_eq!(open(&store, clock.now), Some(second.plan().id));
    let late = Moment { at: clock.now.at + Millis(86_400_000), ..clock.now };
    assert_eq!(open(&store, late), Some(practice), "on the next day what it had to ask is asked by another");
    clock.finish(&mut store, &mut second, End::Finished);
    assert_eq!(open(&store, clock.now), Some(practice), "the second asked what the first had left");
    assert_eq!(store.latest_open(late, &|open| open.mode() == Mode::Study).unwrap(), None);
}

#[test]
fn an_open_exam_whose_deadline_has_come_is_overdue() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut ended = clock.begin(&mut store, Mode::Exam, Some(1), 1);
    clock.finish(&mut store, &mut ended, End::Submitted);
    clock.begin(&mut store, Mode::Exam, None, 1);
    clock.begin(&mut store, Mode::Practice, Some(1), 1);
    let late = clock.begin(&mut store, Mode::Exam, Some(1), 1);
    let deadline = late.plan().deadline.unwrap();
    assert_eq!(store.overdue(Timestamp(deadline.0 - 1)).unwrap(), []);
    assert_eq!(store.overdue(deadline).unwrap(), [late.plan().id]);
}

#[test]
fn fault_reports_reach_the_author_unless_taken_back() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut report = |text: &str| {
        let what = What::Fault { question: named(0), version: drawn(0).version, text: text.to_owned() };
        Record { stamp: clock.stamp(), sitting: None, what }
    };
    let (stays, goes) = (report("the key is wrong\0\u{1b}[31m"), report(""));
    let void = What::Void { record: goes.stamp.id, seen: false };
    let void = Record { what: void, ..report("") };
    store.append(&[stays.clone(), goes, void]).unwrap();
    assert_eq!(store.faults().unwrap(), [stays]);
}

#[test]
fn rows_that_nobody_of_us_wrote_are_passed_over() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 2);
    clock.pick(&mut store, &mut sitting, 0, &[1]);
    let id = sitting.plan().id.0.into_bytes();
    let payloads =
        ["", "{", "[]", "{\"kind\":\"dance\"}", "{\"kind\":\"response\",\"place\":-1}", "{\"kind\":\"skip\"}"];
    for (n, payload) in (1_u8..).zip(payloads) {
        let sql = "INSERT INTO events (id, device, seq, at_ms, offset_min, day, kind, sitting, payload)
            VALUES (?1, zeroblob(3), ?2, ?3, ?3, 0, 'skip', ?4, ?5)";
        store.db.execute(sql, rusqlite::params![[n; 16], n, i64::MAX - i64::from(n), id, payload]).unwrap();
    }
    let strange = "UPDATE versions SET json = '{\"id\": 5}';
        INSERT INTO questions (bank, question) VALUES ('B A D', '../..');
        INSERT INTO sittings (id, mode) VALUES (zeroblob(16), 'dance');
        INSERT INTO events (id, device, seq, at_ms, offset_min, day, kind, sitting, payload)
            VALUES (zeroblob(16), x'', 1, 0, 0, 0, 'begin', zeroblob(16), '[1]');";
    store.db.execute_batch(strange).unwrap();
    let stored = store.sitting(sitting.plan().id).unwrap().unwrap();
    assert_eq!((stored.log.len(), stored.versions), (1, vec![None, None]));
    let damaged = StampId(uuid::Uuid::nil());
    assert!(matches!(store.sitting(damaged), Err(StoreError::Corrupt { .. })));
    assert_eq!(store.sittings(9).unwrap().len(), 1);
    assert_eq!(store.latest_open(START, &|_| true).unwrap().unwrap().id, sitting.plan().id);
    assert_eq!(store.history().unwrap().iter().count(), 1);
}

fn what() -> impl Strategy<Value = What> {
    let question = || (0..3_usize).prop_map(named);
    let record = || any::<[u8; 16]>().prop_map(|bytes| StampId(uuid::Uuid::from_bytes(bytes)));
    let picks = proptest::collection::btree_set(any::<u8>(), 0..9);
    let answer = prop_oneof![picks.prop_map(Answer::of), Just(Answer::DontKnow)];
    let confidence = prop_oneof![Just(Confidence::Sure), Just(Confidence::Guess)];
    let response = (any::<usize>(), question(), answer, confidence, any::<(i64, bool, bool)>());
    let how = prop_oneof![Just(End::Finished), Just(End::Submitted), Just(End::Overdue), Just(End::Abandoned)];
    prop_oneof![
        response.prop_map(|(place, question, answer, confidence, (took, fully_right, after_reveal))| {
            let (took, version) = (Millis(took), drawn(0).version);
            What::Response(Response {
                place,
                question,
                version,
                answer,
                confidence,
                took,
                fully_right,
                after_reveal,
                choices: 4,
            })
        }),
        any::<usize>().prop_map(|place| What::Skip { place }),
        (record(), any::<bool>()).prop_map(|(record, seen)| What::Void { record, seen }),
        (question(), any::<bool>()).prop_map(|(question, on)| What::Flag { question, on }),
        (question(), any::<String>()).prop_map(|(question, text)| What::Fault {
            question,
            version: drawn(1).version,
            text
        }),
        how.prop_map(|how| What::End { how }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_records_read_back_the_same(
        whats in proptest::collection::vec((what(), 0..1_i64 << 47, -1_440..1_440_i16), 0..20), parts in 1..5_usize,
    ) {
        let (mut store, mut clock) = (memory(), Clock::new(1));
        let sitting = clock.begin(&mut store, Mode::Practice, None, 1);
        let records: Vec<_> = whats.into_iter().map(|(what, at, offset)| {
            let stamp = Stamp { id: clock.stamp().id, moment: Moment { at: Timestamp(at), offset } };
            Record { stamp, sitting: Some(sitting.plan().id), what }
        }).collect();
        for part in records.chunks(parts) {
            store.append(part).unwrap();
        }
        prop_assert_eq!(store.sitting(sitting.plan().id).unwrap().unwrap().log, records);
        let _ = (store.sittings(9).unwrap(), store.latest_open(START, &|_| true).unwrap(), store.history().unwrap());
    }
}
