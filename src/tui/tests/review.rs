//! The author's review: what is shown of a question, and what each verdict leaves behind.

use std::fs;
use std::sync::Arc;

use super::screens::pictures;
use super::*;
use crate::bank::Bank;
use crate::clock::Timestamp;
use crate::review::{Folder, Opened, Report};

fn over(shelf: Shelf, reports: Vec<Report>) -> Seat {
    let bank = shelf.open();
    let Opened { review, .. } = Folder::of(&bank).unwrap().open(bank, reports);
    Setting { first: First::Review(Box::new(review)), ..Setting::default() }.over(vec![shelf])
}

/// A review of four questions: one in conflict, one stale, one of a doubtful family, one by hand.
fn review() -> Seat {
    over(banks::drafts(), Vec::new())
}

fn bank(seat: &Seat) -> Bank {
    seat.shelves[0].open()
}

fn journal(seat: &Seat) -> Vec<String> {
    let text = fs::read_to_string(seat.shelves[0].folder().join("review.jsonl")).unwrap_or_default();
    let field = |line: &serde_json::Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let line = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {} {}", field(&line, "id"), field(&line, "verdict"), field(&line, "reason")).trim().to_owned()
    };
    text.lines().map(line).collect()
}

#[test]
fn conflict() {
    pictures("review-conflict", &mut review());
}

#[test]
fn stale() {
    pictures("review-stale", review().keys("s"));
}

#[test]
fn draft() {
    let mut seat = review();
    pictures("review-draft", seat.keys("s s 3"));
    pictures("review-by-hand", seat.keys("s"));
}

#[test]
fn rejecting() {
    pictures("review-reject", review().keys("r").types("both are right: q"));
}

#[test]
fn reported() {
    let report = Report {
        question: QuestionId::new("watch").unwrap(),
        at: Timestamp(START.at.0 - 5000),
        words: "Some watches were \u{1b}[1mshorter.".to_owned(),
    };
    let mut seat = over(banks::drafts(), vec![report]);
    pictures("review-reported", seat.keys("s s"));
}

#[test]
fn nothing_left() {
    let mut seat = review();
    pictures("review-done", seat.keys("r x Enter a a a"));
}

#[test]
fn every_verdict_is_kept_before_the_next_question() {
    hold(&[
        ("what matters most comes first", review, "", &["conflict · 0 of 4 judged", "What could nobody do"]),
        (
            "accepting goes on",
            review,
            "a",
            &["Accepted. u takes it back.", "1 of 4 judged", "What did the first lamps"],
        ),
        ("rejecting asks why", review, "r", &["Why is it rejected?", "Enter reject", "Esc never mind"]),
        ("it needs a reason", review, "r Enter", &["Say why, in a few words", "Why is it rejected?"]),
        ("it can be thought over", review, "r x Esc", &["!Why is it rejected?", "0 of 4 judged"]),
        ("it goes on", review, "r x Enter", &["Rejected. u takes it back.", "1 of 4 judged"]),
        ("a reason takes every letter", review, "r a s u q", &["asuq", "0 of 4 judged"]),
        ("skipping goes on", review, "s", &["Left for later.", "0 of 4 judged", "What did the first lamps"]),
        ("what was skipped comes round", review, "s s s s", &["What could nobody do"]),
        ("undo comes back", review, "a a u", &["Taken back: stale", "1 of 4 judged", "What did the first lamps"]),
        (
            "undo comes back to what was skipped",
            review,
            "a s u",
            &["it was skipped", "1 of 4", "What did the first lamps"],
        ),
        ("and then to what was judged", review, "a s u u", &["Taken back: rival", "0 of 4", "What could nobody do"]),
        ("undo has an end", review, "u", &["There is nothing to take back."]),
        ("a new answer is taken", review, "s", &["The documents now say: Wood", "Its answer changed"]),
        ("a distractor is chosen first", review, "s s d", &["Choose the distractor that is to go by its number"]),
        ("and gives way", review, "s s 1 d", &["Another distractor.", "1844", "!1698"]),
        ("the key is no distractor", review, "s s 2 d", &["Choose the distractor"]),
        ("a family needs a record", review, "s s B", &["Family “count”: 0 of 0 judged", "it takes 20"]),
        ("by hand there is no family", review, "B", &["written by hand, and has no family"]),
        ("the document is open beside it", review, "o", &["Keepers of the coast", "Nobody was to sleep"]),
        ("and leads back", review, "o Esc", &["0 of 4 judged"]),
        ("back is home", review, "Esc", &["Practice", "Exam"]),
    ]);
}

#[test]
fn the_journal_and_the_bank_hold_what_was_decided() {
    let mut seat = review();
    seat.keys("a r x y Enter u a s");
    assert_eq!(journal(&seat), ["rival accept", "stale reject xy", "stale undo", "stale accept", "year skip"]);
    let bank = bank(&seat);
    assert_eq!(bank.len(), 4);
    let stale = bank.original(1).unwrap();
    assert_eq!((stale.status, stale.choices[0].text.as_str()), (None, "Wood"));
    assert!(bank.ask(0, false).is_ok(), "it is asked from now on");
    drop(seat);
}

#[test]
fn what_is_quit_is_gone_on_with() {
    let mut seat = review();
    seat.keys("a r n o Enter q");
    let again = over(seat.shelves.remove(0), Vec::new());
    again.shows("2 of 4 judged").shows("In which year was the tower at Bell Rock");
}

#[test]
fn an_edit_is_checked_and_noted() {
    let mut seat = review();
    seat.keys("s s e");
    assert!(matches!(seat.outside.first(), Some(Effect::Edit(question)) if question.question.as_str() == "year"));
    seat.shelves[0].change("tower at Bell Rock first lit?", "lamp at Bell Rock first lit?");
    let fresh = Told::Bank(Arc::new(bank(&seat)), Notice::Info("Read again.".to_owned()));
    seat.event(Event::Told(fresh));
    seat.shows("was the lamp at Bell Rock").shows("Read again and checked: no fault").shows("0 of 4 judged");
    assert_eq!(journal(&seat).last().unwrap(), "year edit");
    seat.keys("u").shows("was the tower at Bell Rock");
    seat.keys("e");
    seat.shelves[0].change("was first lit in 1810.\",\"answer\"", "was first lit in 1811.\",\"answer\"");
    let fresh = Told::Bank(Arc::new(bank(&seat)), Notice::Info("Read again.".to_owned()));
    seat.event(Event::Told(fresh));
    seat.shows("cannot be read").shows("is not inside the quote");
    seat.keys("a").shows("edit it first");
}

#[test]
fn where_nothing_can_be_written_it_goes_on_in_memory() {
    let shelf = banks::drafts();
    fs::create_dir(shelf.folder().join("review.jsonl")).unwrap();
    let mut seat = over(shelf, Vec::new());
    seat.resize((120, 40)).keys("a");
    seat.shows("What you decide is kept").shows("1 of 4 judged");
    seat.keys("a").shows("Accepted.").shows("2 of 4 judged");
    assert_eq!(bank(&seat).original(0).unwrap().status, Some(crate::question::Status::Conflict));
}

#[test]
fn it_is_closed_while_an_exam_is_open() {
    let data = tempfile::tempdir().unwrap();
    let shelf = banks::drafts();
    shelf.change("\"status\":\"draft\"", "\"mood\":1");
    let first = First::Sitting(options(Mode::Exam, "watch year"));
    let mut exam = Setting { first, data: Some(data.path().to_owned()), ..Setting::default() }.over(vec![shelf]);
    exam.keys("1 q");
    let shelf = exam.shelves.remove(0);
    drop(exam);
    let bank = shelf.open();
    let Opened { review, .. } = Folder::of(&bank).unwrap().open(bank, Vec::new());
    let first = First::Review(Box::new(review));
    let chance = 2;
    let setting = Setting { first, data: Some(data.path().to_owned()), chance, ..Setting::default() };
    setting.over(vec![shelf]).resize((120, 40)).shows("Closed while an exam is open").hides("judged");
}

#[test]
fn the_open_question_of_a_practice_is_not_given_away() {
    let data = tempfile::tempdir().unwrap();
    let first = First::Sitting(options(Mode::Practice, "watch"));
    let mut seat =
        Setting { first, data: Some(data.path().to_owned()), ..Setting::default() }.over(vec![banks::drafts()]);
    seat.keys("1 q");
    let shelf = seat.shelves.remove(0);
    drop(seat);
    let bank = shelf.open();
    let Opened { review, .. } = Folder::of(&bank).unwrap().open(bank, Vec::new());
    let first = First::Review(Box::new(review));
    let setting = Setting { first, data: Some(data.path().to_owned()), chance: 2, ..Setting::default() };
    let mut seat = setting.over(vec![shelf]);
    seat.keys("s s s").shows("waits for your answer").hides("Four hours");
    seat.keys("a").shows("waits for your answer").shows("0 of 4");
}

#[test]
fn a_question_is_begun_on_the_passage_under_the_cursor() {
    let mut seat = practice("fuel lens");
    seat.keys("@key Enter o Down a");
    let Some(Effect::Write(bank, document, passage)) = seat.outside.first().cloned() else { panic!() };
    assert_eq!((bank.as_str(), document.as_str(), passage), ("lighthouses", "towers", 3));
    seat.shows("0 questions");
    let fresh = "{\"id\":\"flame\",\"topic\":\"lamps\",\"stem\":\"What did oil give?\",\"choices\":[{\"text\":\"A steady flame\",\
        \"key\":true},{\"text\":\"Smoke\"}],\"citations\":[{\"document\":\"towers\",\"exact\":\"Whale oil gave a steadier \
        flame[2], and gas came after it.\"}]}";
    seat.shelves[0].change("\"questions\":[", &format!("\"questions\":[{fresh},"));
    let added = Told::Bank(Arc::new(seat.shelves[0].open()), Notice::Info("Added as a draft.".to_owned()));
    seat.event(Event::Told(added));
    seat.shows("1 question").shows("What did oil give?").shows("Added as a draft.");
}

#[test]
fn an_exam_asks_only_what_was_accepted() {
    let first = First::Sitting(Options { picked: Vec::new(), ..options(Mode::Exam, "") });
    let seat = Setting { first, ..Setting::default() }.over(vec![banks::drafts()]);
    seat.shows("There is no question to ask here");
    let first = First::Sitting(Options { picked: Vec::new(), ..options(Mode::Practice, "") });
    let seat = Setting { first, ..Setting::default() }.over(vec![banks::drafts()]);
    seat.shows("1 of 2").shows("draft · ");
    let mut seat = review();
    seat.keys("s s a Esc Down Enter");
    seat.shows("1 of 1").shows("In which year was the tower at Bell Rock").hides("draft");
}
