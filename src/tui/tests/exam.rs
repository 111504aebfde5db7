//! Exams, rule by rule.

use super::*;
use crate::session::{Answer, Confidence, End};

fn four() -> Seat {
    exam("fuel duties lens year")
}

#[test]
fn an_exam_is_moved_through_freely_and_answers_change_until_it_ends() {
    hold(&[
        ("a number answers, and nothing is told of it", four, "@wrong", &["●", "1 of 4", "!✗", "!your answer"]),
        ("Enter goes on", four, "@key Enter", &["2 of 4"]),
        ("without an answer too", four, "Enter", &["2 of 4"]),
        ("s leaves a question", four, "s", &["2 of 4"]),
        ("to the right", four, "Right l", &["3 of 4"]),
        ("and back", four, "Right Right Left h", &["1 of 4"]),
        ("not before the first", four, "Left", &["1 of 4"]),
        ("past the last lies the overview", four, "Right Right Right Right", &["S submit", "4 blank"]),
        ("so it does behind Tab and Esc", four, "Tab Tab Esc", &["S submit"]),
        ("the answer stands when one comes back", four, "@key Right Left", &["●"]),
        (
            "there is no I don’t know",
            four,
            "0",
            &["An exam has no “I don’t know”: a blank earns the same.", "!0  I don’t"],
        ),
        ("f flags, and the overview shows it", four, "Right f Tab", &["flagged", "4 blank"]),
        ("! reports", four, "! x Enter", &["Reported.", "1 of 4"]),
        ("the overview opens a question", four, "Tab Down Down Enter", &["3 of 4"]),
        ("and counts the blanks", four, "@key Enter 1 Enter Tab", &["2 blank"]),
        ("unmarked again it is blank", || exam("duties fuel"), "1 1 Tab", &["2 blank"]),
        ("home, and on again", four, "@key Tab Esc Enter", &["2 of 4"]),
    ]);
}

#[test]
fn nothing_shows_an_answer_until_the_exam_is_submitted() {
    let closed: &[&str] = &["Closed until the exam is submitted.", "1 of 4"];
    let shut: &[&str] = &["Closed while an exam is open", "Continue"];
    hold(&[
        ("o", four, "@key o", closed),
        ("w", four, "@key w", closed),
        ("x", four, "@key x", closed),
        ("e", four, "@key e", closed),
        ("/", four, "@key /", closed),
        ("y", four, "@key y", &["!clipboard"]),
        ("search", four, "Esc Esc /", shut),
        ("browse", four, "Esc Esc Down Down Down Enter", shut),
        ("practice, which shows answers", four, "Esc Esc Down Enter", shut),
        ("documents", four, "Esc Esc b Enter", &["Closed while an exam is open"]),
        ("once submitted all is searched", four, "Tab S Esc / l e n s", &["Search", "found"]),
        ("once submitted it is open", four, "Tab S Esc @browse", &["Browse", "7 questions"]),
    ]);
}

#[test]
fn the_review_of_an_earlier_sitting_is_shut_while_an_exam_is_open() {
    let mut seat = practice("fuel lens");
    seat.keys("0 Enter 0 Enter Esc Down Down Enter");
    seat.shows("1 of 4");
    seat.keys("Esc Esc End Enter End Enter");
    seat.shows("0 of 2");
    seat.keys("Enter");
    seat.shows("Closed while an exam is open").hides("burned wood");
    seat.keys("Right");
    seat.shows("Closed while an exam is open");
}

#[test]
fn an_exam_is_submitted_passed_or_not_with_the_wrong_ones_first() {
    hold(&[
        ("passed", || exam("fuel lens"), "@key Enter @key Tab S", &["✓ Passed", "2 of 2 (100 %)", "ass mark 75 %"]),
        ("not passed", || exam("fuel lens"), "@wrong Enter @key Tab S", &["✗ Not passed", "1 of 2 (50 %)"]),
        ("a blank earns nothing", || exam("fuel lens"), "@key Enter Tab S", &["1 of 2 (50 %)", "1 left blank"]),
        ("the score has its margin", || exam("fuel lens"), "@wrong Enter @key Tab S", &["nineteen times in twenty"]),
        ("by topic", || exam("fuel duties"), "@wrong Enter @key Tab S", &["Lamps and towers", "0 of 1", "1 of 1"]),
        (
            "the review shows the passage",
            || exam("fuel"),
            "@wrong Tab S Enter",
            &["burned wood, and later", "your answer"],
        ),
        ("and of a blank that there was none", || exam("fuel"), "Tab S Enter", &["You gave no answer."]),
    ]);
    let mut seat = exam("fuel duties lens year");
    seat.keys("@key Enter @key @wrong Enter @wrong Tab S");
    let order = ["What did keepers do?", "Why does a ring", "In which year", "What did the first"];
    let rows: Vec<u16> = order.iter().map(|stem| seat.find(stem).1).collect();
    assert!(rows.is_sorted(), "{}", seat.screen());
    seat.keys("Right");
    assert_eq!(seat.sitting().len(), 3, "again with the missed");
}

#[test]
fn only_the_last_response_to_each_question_counts() {
    let mut seat = exam("fuel lens");
    seat.keys("@wrong @key Enter @key @wrong Tab S");
    seat.shows("1 of 2 (50 %)");
}

#[test]
fn undo_takes_the_last_change_back() {
    hold(&[
        ("nothing to take back", four, "u", &["There is nothing to take back."]),
        ("nor in the overview", four, "Tab u", &["There is nothing to take back."]),
        ("the last change", four, "@key u", &["Taken back.", "!●", "!no longer counts"]),
        ("from another question", four, "@key Enter u", &["1 of 4", "Taken back."]),
        ("in the overview", four, "@key Tab u", &["4 blank", "Taken back."]),
    ]);
    let mut seat = four();
    seat.keys("1 2 u");
    let first = seat.sitting().plan().form.places[0].order[0];
    assert_eq!(seat.sitting().response(0).unwrap().answer, Answer::Picks([first].into()));
}

#[test]
fn a_guess_stays_a_guess_when_one_passes_by() {
    let mut seat = four();
    seat.keys("@key g");
    assert_eq!(seat.place(), 1);
    seat.keys("Left Enter Left");
    assert_eq!(seat.sitting().response(0).unwrap().confidence, Confidence::Guess);
    seat.keys("@key");
    assert_eq!(seat.sitting().response(0).unwrap().confidence, Confidence::Sure, "until it is chosen anew");
}

#[test]
fn an_exam_is_abandoned_and_taken_up_again() {
    let mut seat = four();
    seat.keys("@key Enter Tab A");
    seat.shows("Abandoned after 1 answer. u takes it up again.").hides("Continue");
    seat.keys("u");
    seat.shows("Taken up again.").shows("Exam · 1 of 4 answered");
    seat.keys("Enter");
    seat.shows("2 of 4");
    assert_eq!((seat.sitting().end(), seat.app.desk().sittings[0].end), (None, None));
}

#[test]
fn what_was_abandoned_and_then_looked_at_is_not_taken_up_again() {
    let mut seat = four();
    seat.keys("@key Enter Tab A / Enter Esc Esc u");
    seat.hides("Taken up again").hides("Continue");
    assert_eq!(seat.app.desk().sittings[0].end, Some(End::Abandoned));
}

#[test]
fn an_abandoned_exam_does_not_hide_the_practice_that_waits() {
    let mut seat = practice("fuel lens");
    seat.keys("0 Esc Down Down Down Enter Tab A");
    seat.shows("Continue    Practice · question 2 of 2");
    seat.keys("u");
    seat.shows("Continue    Exam");
}

#[test]
fn the_deadline_submits_what_is_there_on_any_screen() {
    type Go = fn(&mut Seat);
    let screens: &[(&str, Go)] = &[
        ("the question", |_| {}),
        ("the overview", |seat| _ = seat.keys("Tab")),
        ("home", |seat| _ = seat.keys("Esc Esc")),
        ("help", |seat| _ = seat.keys("?")),
        ("a report", |seat| _ = seat.keys("!").types("half a wo")),
        ("banks", |seat| _ = seat.keys("Esc Esc b")),
        ("sittings", |seat| _ = seat.keys("Esc Esc End Enter")),
        ("a terminal that is too small", |seat| _ = seat.resize((20, 5))),
    ];
    for (screen, go) in screens {
        let mut seat = four();
        seat.keys("@key Enter");
        go(&mut seat);
        seat.wait(Millis::minutes(31)).tick().resize((80, 24));
        let now = seat.screen();
        assert!(now.contains("1 of 4 (25 %)") && now.contains("3 left blank"), "{screen}:\n{now}");
        assert!(now.contains("Time is up: what was there has been submitted."), "{screen}:\n{now}");
        assert_eq!(seat.app.desk().sittings[0].end, Some(End::Overdue), "{screen}");
    }
}

#[test]
fn a_key_pressed_as_the_time_runs_out_does_nothing_to_the_results() {
    for key in ["Enter", "Right", "q", "1", "S", "A", "Esc"] {
        let mut seat = four();
        seat.keys("@wrong").wait(Millis::minutes(30)).keys(key);
        seat.shows("Time is up").shows("✗ Not passed");
        assert!(!seat.app.finished() && seat.app.desk().sitting.is_none(), "{key}");
    }
}

#[test]
fn the_countdown_is_drawn_by_the_minute_and_at_last_by_the_second() {
    let mut seat = four();
    let begun = seat.sitting().plan().begun.at;
    let mut woken = Vec::new();
    while let Some(at) = seat.app.wake() {
        woken.push((at - begun).0);
        seat.now.at = at;
        seat.tick();
    }
    let minutes = (1..=29).map(|minute| minute * 60_000);
    let seconds = (1..=60).map(|second| 29 * 60_000 + second * 1_000);
    assert_eq!(woken, minutes.chain(seconds).collect::<Vec<_>>());
    seat.shows("Time is up");
    assert_eq!(seat.app.wake(), None, "then it is idle");
}

#[test]
fn time_left_is_told_in_minutes_and_then_in_seconds() {
    let mut seat = four();
    seat.shows("30 min left");
    seat.wait(Millis::minutes(28)).tick();
    seat.shows("2 min left");
    seat.wait(Millis::minutes(1)).tick();
    seat.shows("60 s left");
    seat.wait(Millis(59_001)).tick();
    seat.shows("1 s left");
}

#[test]
fn what_does_not_count_down_wakes_nobody() {
    let idle: &[(&str, Before)] = &[
        ("home", home),
        ("practice", || practice("fuel lens")),
        ("an exam without a limit", || {
            let options = Options { minutes: None, ..options(Mode::Exam, "fuel") };
            Setting { first: First::Sitting(options), ..Setting::default() }.open()
        }),
    ];
    for (what, before) in idle {
        let mut seat = before();
        for keys in ["", "?", "Esc 1", "Esc"] {
            seat.keys(keys);
            assert_eq!(seat.app.wake(), None, "{what} after {keys}");
        }
    }
}
