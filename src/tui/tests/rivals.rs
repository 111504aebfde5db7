//! What outlives a program, and what two of them on one data folder do to each other.

use std::path::Path;

use super::*;
use crate::session::End;
use crate::store::Store;

/// A program on this data folder, so many minutes after the beginning.
fn program(data: &Path, minutes: u32, first: First) -> Seat {
    let now = Moment { at: START.at + Millis::minutes(minutes), ..START };
    // Two programs do not make the same ids.
    let chance = u64::from(minutes);
    Setting { first, data: Some(data.to_owned()), now, chance, ..Setting::default() }.open()
}

fn begin(data: &Path, mode: Mode, picked: &str) -> Seat {
    program(data, 0, First::Sitting(options(mode, picked)))
}

/// The sitting that was left in this data folder.
fn left(data: &Path) -> First {
    let open = Store::open(data, 4, START).unwrap().latest_open(START, &|_| true).unwrap().unwrap();
    First::Open(open.id, open.mode())
}

#[test]
fn a_practice_is_gone_on_with_where_it_was_left() {
    let data = tempfile::tempdir().unwrap();
    begin(data.path(), Mode::Practice, "fuel lens year").keys("@wrong Enter Enter s 2");
    let mut later = program(data.path(), 5, First::Home);
    later.shows("Continue    Practice · question 3 of 3");
    later.keys("Enter");
    later.shows("3 of 3").shows("0 ✓ 1 ✗").shows("1698");
    later.keys("@key Enter Enter").shows("1 of 2 (50 %)").shows("1 passed over");
    program(data.path(), 9, First::Home).hides("Continue");
}

#[test]
fn an_exam_is_gone_on_with_and_its_clock_ran_on() {
    let data = tempfile::tempdir().unwrap();
    begin(data.path(), Mode::Exam, "fuel lens year").keys("@key Enter @wrong g 2 1");
    let mut later = program(data.path(), 12, left(data.path()));
    later.shows("18 min left");
    later.shows("every question is answered");
    later.keys("S").shows("1 of 3 (33 %)");
}

#[test]
fn an_exam_whose_deadline_passed_while_away_is_submitted() {
    let data = tempfile::tempdir().unwrap();
    begin(data.path(), Mode::Exam, "fuel lens").keys("@key Enter");
    let mut later = program(data.path(), 31, First::Home);
    later.shows("An exam ran out of time while you were away");
    later.hides("Continue");
    later.keys("End Enter");
    later.shows("1 of 2, not passed");
}

#[test]
fn a_sitting_is_held_by_one_program_at_a_time() {
    let data = tempfile::tempdir().unwrap();
    let mut one = begin(data.path(), Mode::Practice, "fuel lens year");
    one.keys("@key Enter Enter");
    let mut other = program(data.path(), 1, First::Home);
    other.shows("question 2 of 3");
    other.keys("Enter");
    other.shows("Another ibid has this sitting open: go on there, or quit it first.");
    other.keys("End Enter Enter").shows("Another ibid has this sitting open");
    other.keys("Esc");
    one.keys("@wrong Enter Enter q");
    drop(one);
    other.keys("Enter");
    other.shows("3 of 3").shows("1 ✓ 1 ✗");
    let mut third = program(data.path(), 2, left(data.path()));
    third.shows("Another ibid has this sitting open");
    third.keys("Enter").hides("3 of 3  ");
}

#[test]
fn an_exam_that_another_program_holds_is_submitted_there_and_once() {
    let data = tempfile::tempdir().unwrap();
    let mut one = begin(data.path(), Mode::Exam, "fuel lens");
    one.keys("@key Enter");
    let mut other = program(data.path(), 1, First::Home);
    other.shows("Continue");
    other.wait(Millis::minutes(40)).tick();
    other.hides("Time is up").hides("Continue");
    assert_eq!(other.app.wake(), None);
    one.wait(Millis::minutes(40)).tick();
    one.shows("Time is up").shows("1 of 2 (50 %)");
    other.keys("End Enter").shows("1 of 2, not passed");
    let store = Store::open(data.path(), 4, START).unwrap();
    let [summary] = store.sittings(9).unwrap().try_into().unwrap();
    let log = store.sitting(summary.id).unwrap().unwrap().log;
    let ends = log.iter().filter(|record| matches!(record.what, crate::session::What::End { .. }));
    assert_eq!((summary.end, ends.count()), (Some(End::Overdue), 1));
}

#[test]
fn an_exam_taken_up_again_is_held_all_along() {
    let data = tempfile::tempdir().unwrap();
    let mut one = begin(data.path(), Mode::Exam, "fuel lens");
    one.keys("@key Enter Tab A u");
    let other = program(data.path(), 1, left(data.path()));
    other.shows("Another ibid has this sitting open");
    one.keys("Enter").shows("2 of 2");
}

#[test]
fn where_nothing_can_be_written_the_sitting_goes_on_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a file");
    std::fs::write(&data, "in the way").unwrap();
    let mut seat = program(&data, 0, First::Home);
    seat.resize((120, 40)).shows("What you do is kept in memory only.");
    seat.keys("Enter @key Enter Esc").shows("Continue");
    seat.keys("Enter @key Enter Enter @key Enter Enter").shows("3 of 3 (100 %)");
    seat.keys("Esc End Enter").shows("Practice  3 of 3");
}

#[test]
fn a_history_that_was_reset_meanwhile_does_not_stand_in_the_way_of_a_new_sitting() {
    let data = tempfile::tempdir().unwrap();
    let mut seat = begin(data.path(), Mode::Practice, "fuel lens");
    seat.keys("0");
    Store::open(data.path(), 4, START).unwrap().reset(START).unwrap();
    seat.resize((120, 40)).keys("Enter 0");
    seat.shows("is no longer there, since it was").shows("forgotten meanwhile; begin a new one.");
    seat.keys("Esc Down Enter 0").hides("forgotten meanwhile");
    drop(seat);
    program(data.path(), 1, First::Home).shows("Continue");
}

#[test]
fn a_sitting_over_a_bank_that_is_not_open_waits_for_it() {
    let data = tempfile::tempdir().unwrap();
    begin(data.path(), Mode::Exam, "fuel lens").keys("1");
    let setting = Setting { data: Some(data.path().to_owned()), ..Setting::default() };
    let mut other = setting.over(vec![banks::hostile()]);
    other.hides("Continue");
    other.keys("End Enter Enter");
    other.shows("It asks questions of the bank “lighthouses”, which is not open");
    other.keys("Esc /").shows("Search");
}

#[test]
fn a_question_whose_passage_is_gone_is_withdrawn_from_an_open_sitting() {
    let data = tempfile::tempdir().unwrap();
    begin(data.path(), Mode::Exam, "fuel lens").keys("1");
    let shelf = banks::lighthouses();
    shelf.change_document("towers", "burned wood, and later coal.", "burned wood, and never coal.");
    let setting = Setting { first: left(data.path()), data: Some(data.path().to_owned()), ..Setting::default() };
    let mut later = setting.over(vec![shelf]);
    later.shows("2 of 2");
    later.keys("Left");
    later.shows("This question can no longer be asked").shows("1 of 2").shows("30 min left");
    later.keys("Enter @key Tab").shows("its passage is gone, so it does not count");
    later.keys("S").shows("1 of 1 (100 %)").shows("1 not counted");
}
