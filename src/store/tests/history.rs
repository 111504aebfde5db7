//! What counts for the filters.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::session::{History, Past, What};

fn past(store: &mut Store, n: usize) -> (bool, Option<bool>) {
    let Past { asked, last_fully_right, .. } = store.history().unwrap().of(&named(n));
    (asked, last_fully_right)
}

#[test]
fn a_practice_response_counts_at_once() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 3);
    clock.pick(&mut store, &mut sitting, 0, &[0]);
    clock.pick(&mut store, &mut sitting, 1, &[0]);
    assert_eq!(past(&mut store, 0), (true, Some(true)));
    assert_eq!(past(&mut store, 1), (true, Some(false)), "half of the keys is not fully right");
    assert_eq!(past(&mut store, 2), (false, None), "drawn, but not yet answered");
    clock.finish(&mut store, &mut sitting, End::Abandoned);
    assert_eq!(past(&mut store, 0), (true, Some(true)), "and still when the sitting is given up");
    let mut again = clock.begin(&mut store, Mode::Practice, None, 1);
    clock.pick(&mut store, &mut again, 0, &[1]);
    assert_eq!(past(&mut store, 0), (true, Some(false)), "the last one is what counts");
}

#[test]
fn an_undone_response_and_the_one_after_it_leave_the_past_as_it_was() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut first = clock.begin(&mut store, Mode::Practice, None, 2);
    clock.pick(&mut store, &mut first, 0, &[1]);
    let mut second = clock.begin(&mut store, Mode::Practice, None, 2);
    clock.pick(&mut store, &mut second, 0, &[0]);
    clock.undo(&mut store, &mut second);
    assert_eq!(past(&mut store, 0), (true, Some(false)));
    clock.pick(&mut store, &mut second, 0, &[0]);
    assert_eq!(past(&mut store, 0), (true, Some(false)), "its answer had been seen");
    clock.pick(&mut store, &mut second, 1, &[0, 2]);
    clock.undo(&mut store, &mut second);
    assert_eq!(past(&mut store, 1), (true, None), "asked, though nothing counts");
}

#[test]
fn an_exam_counts_with_its_last_responses_once_it_is_submitted() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut exam = clock.begin(&mut store, Mode::Exam, None, 3);
    clock.pick(&mut store, &mut exam, 0, &[1]);
    clock.pick(&mut store, &mut exam, 0, &[0]);
    clock.pick(&mut store, &mut exam, 1, &[0, 2]);
    clock.pick(&mut store, &mut exam, 1, &[1]);
    clock.undo(&mut store, &mut exam);
    assert_eq!(past(&mut store, 0), (true, None), "open");
    clock.finish(&mut store, &mut exam, End::Submitted);
    assert_eq!([0, 1, 2].map(|n| past(&mut store, n).1), [Some(true), Some(true), Some(false)], "a blank is missed");
}

#[test]
fn an_exam_that_ran_out_of_time_counts_and_one_given_up_does_not() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut late = clock.begin(&mut store, Mode::Exam, Some(1), 1);
    clock.pick(&mut store, &mut late, 0, &[1]);
    clock.finish(&mut store, &mut late, End::Overdue);
    assert_eq!(past(&mut store, 0), (true, Some(false)));
    let mut given_up = clock.begin(&mut store, Mode::Exam, None, 1);
    clock.pick(&mut store, &mut given_up, 0, &[0]);
    clock.finish(&mut store, &mut given_up, End::Abandoned);
    assert_eq!(past(&mut store, 0), (true, Some(false)));
    clock.undo(&mut store, &mut given_up);
    clock.finish(&mut store, &mut given_up, End::Submitted);
    assert_eq!(past(&mut store, 0), (true, Some(true)), "taken up again and submitted");
}

#[test]
fn the_last_flag_is_what_stands() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    let mut flag = |n, on| {
        let record = Record { stamp: clock.stamp(), sitting: None, what: What::Flag { question: named(n), on } };
        store.append(&[record]).unwrap();
    };
    flag(0, true);
    flag(1, true);
    flag(1, false);
    let history = store.history().unwrap();
    assert_eq!([0, 1, 2].map(|n| history.of(&named(n)).flagged), [true, false, false]);
    assert!(!history.of(&named(0)).asked);
}

/// The same rules, told over the list of records.
fn expected(modes: &HashMap<crate::session::SittingId, Mode>, records: &[Record]) -> History {
    let voids: HashSet<_> = (records.iter())
        .filter_map(|record| match record.what {
            What::Void { record, .. } => Some(record),
            _ => None,
        })
        .collect();
    let standing: Vec<_> = records.iter().filter(|record| !voids.contains(&record.stamp.id)).collect();
    let mut history = History::default();
    for record in records {
        if let What::Response(response) = &record.what {
            history.change(response.question.clone(), |past| past.asked = true);
        }
    }
    for (n, record) in standing.iter().enumerate() {
        let What::Response(response) = &record.what else { continue };
        let same = |other: &&&Record| other.sitting == record.sitting;
        let end = standing.iter().filter(same).rev().find_map(|other| match other.what {
            What::End { how } => Some(how),
            _ => None,
        });
        let last = !standing[n + 1..].iter().filter(same).any(|other| match &other.what {
            What::Response(other) => other.place == response.place,
            _ => false,
        });
        let counts = match modes[&record.sitting.unwrap()] {
            Mode::Practice | Mode::Study => true,
            Mode::Exam => matches!(end, Some(End::Submitted | End::Overdue)) && last,
        };
        if counts && !response.after_reveal {
            history.change(response.question.clone(), |past| past.last_fully_right = Some(response.fully_right));
        }
    }
    history
}

#[derive(Debug, Clone)]
enum Act {
    Pick(usize, Vec<u8>),
    Undo,
    Finish(End),
    Anew,
}

fn act() -> impl Strategy<Value = Act> {
    let how = prop_oneof![Just(End::Submitted), Just(End::Overdue), Just(End::Abandoned), Just(End::Finished)];
    prop_oneof![
        8 => (0..3_usize, proptest::collection::vec(0..4_u8, 0..3)).prop_map(|(place, picks)| Act::Pick(place, picks)),
        3 => Just(Act::Undo),
        2 => how.prop_map(Act::Finish),
        1 => Just(Act::Anew),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Two sittings at once, one of each kind, whatever is done in them.
    #[test]
    fn the_index_tells_what_the_records_tell(acts in proptest::collection::vec((any::<bool>(), act()), 0..60)) {
        let (mut store, mut clock) = (memory(), Clock::new(1));
        let mode = |exam| if exam { Mode::Exam } else { Mode::Practice };
        let mut tables = [false, true].map(|exam| clock.begin(&mut store, mode(exam), None, 3));
        let mut modes: HashMap<_, _> = tables.iter().map(|sitting| (sitting.plan().id, sitting.mode())).collect();
        let mut records = Vec::new();
        for (exam, act) in acts {
            let sitting = &mut tables[usize::from(exam)];
            let stamp = clock.stamp();
            let new = match act {
                Act::Pick(place, picks) => {
                    let answer = Answer::of(picks.into_iter().collect());
                    sitting.respond(place, answer, Confidence::Sure, Millis(1), stamp).into_iter().collect()
                }
                Act::Undo => sitting.undo(stamp).map(|undone| undone.record).into_iter().collect(),
                Act::Finish(how) => sitting.finish(how, || clock.stamp()),
                Act::Anew => {
                    *sitting = clock.begin(&mut store, mode(exam), None, 3);
                    modes.insert(sitting.plan().id, sitting.mode());
                    Vec::new()
                }
            };
            store.append(&new).unwrap();
            records.extend(new);
        }
        prop_assert_eq!(store.history().unwrap(), expected(&modes, &records));
    }
}
