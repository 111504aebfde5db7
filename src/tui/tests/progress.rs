//! The progress screen, over months of a learner's answers.

use super::screens::pictures;
use super::*;

const DAY: Millis = Millis(86_400_000);

/// Answers whatever is asked until the sitting is over: wrong, as a guess or right, by turns.
fn answer(seat: &mut Seat, turn: &mut usize) {
    let first = *turn;
    while seat.app.desk().sitting.as_ref().is_some_and(|sitting| sitting.end().is_none()) {
        *turn += 1;
        assert!(*turn < first + 60, "{}", seat.screen());
        seat.wait(Millis(9_000)).keys(match *turn % 11 {
            0 => "@wrong Enter Enter",
            5 => "@key g Enter",
            8 => "0 Enter",
            _ => "@key Enter Enter",
        });
    }
    seat.keys("Esc");
    assert_eq!(seat.title(), "ibid");
}

/// A learner who studied on most days of some months.
fn learner() -> Seat {
    let start = Moment { at: START.at + Millis(-40 * DAY.0), ..START };
    let mut seat = Setting { now: start, ..Setting::default() }.open();
    let mut turn = 0;
    for day in 0..40 {
        seat.wait(DAY);
        // Home looks again at what is due when one comes back to it.
        seat.keys("? Esc");
        if day % 6 != 5 {
            seat.keys("Home Enter");
            answer(&mut seat, &mut turn);
        }
        seat.now.at = Timestamp(start.at.0 + (day + 1) * DAY.0);
    }
    seat.keys("? Esc");
    seat
}

/// One who was sure and wrong about the fuel today, and guessed the lens.
fn mistaken() -> Seat {
    let mut seat = practice("fuel lens");
    seat.keys("@wrong Enter Enter @key g Enter Esc Home");
    seat
}

fn to_progress(seat: &mut Seat) -> &mut Seat {
    to(seat, "▸ Progress").keys("Enter")
}

fn to<'a>(seat: &'a mut Seat, row: &str) -> &'a mut Seat {
    for _ in 0..9 {
        if !seat.screen().contains(row) {
            seat.keys("Down");
        }
    }
    seat.shows(row);
    seat
}

#[test]
fn months_of_study() {
    let mut seat = learner();
    pictures("home-progress", &mut seat);
    to_progress(&mut seat);
    pictures("progress-known", &mut seat);
    seat.resize((40, 12));
    pictures("progress-known-end", seat.keys("End"));
    pictures("progress-ahead", seat.keys("Right"));
    pictures("progress-year", seat.keys("Right"));
    pictures("progress-work", seat.keys("Right"));
}

#[test]
fn a_first_mistake() {
    let mut seat = mistaken();
    to_progress(&mut seat);
    pictures("progress-first", &mut seat);
    pictures("progress-first-work", seat.keys("Right Right Right Down Down"));
}

#[test]
fn what_is_to_be_worked_on_leads_to_it() {
    hold(&[
        ("the row comes with the first answer", home, "End", &["!Progress"]),
        ("and leads to the figures", mistaken, "", &["Progress"]),
    ]);
    let work = || {
        let mut seat = mistaken();
        to_progress(&mut seat).keys("Right Right Right");
        seat
    };
    hold(&[
        ("misconceptions are listed", work, "", &["Misconceptions   1", "Lucky guesses    1", "sure, and wrong"]),
        ("the passage under the cursor is whole", work, "Down Down", &["The first lamps burned wood"]),
        ("Enter reads it in its document", work, "Down Down Enter", &["Notes on lighthouses", "line 5"]),
        ("and o does", work, "Down Down o", &["line 5"]),
        ("from which Esc leads back", work, "Down Down Enter Esc", &["▸ Work on", "Read again"]),
        ("Enter practises misconceptions", work, "Enter", &["1 of 1", "burn"]),
        ("and lucky guesses", work, "Down Enter", &["1 of 1", "lens"]),
        ("what was mended is gone", work, "Enter @key Enter Enter Esc", &["▸ Work on"]),
        ("a click turns the sheet", work, "Left Left Left Left", &["▸ Known"]),
        ("and no sheet comes after the last", work, "Right Right", &["▸ Work on"]),
    ]);
    let mut seat = work();
    seat.click("Ahead").shows("▸ Ahead");
    seat.click("Work on").click("Lucky").shows("1 of 1");
}

#[test]
fn nothing_shows_the_answer_of_an_open_question() {
    let mut seat = mistaken();
    seat.keys("? Esc");
    to(&mut seat, "▸ Exam").keys("Enter Esc Esc");
    to_progress(&mut seat).keys("Right Right Right");
    seat.hides("burned wood");
    seat.shows("Closed while an exam is open");
    seat.keys("Enter").hides("1 of 1");
    let mut seat = mistaken();
    to_progress(&mut seat).keys("Right Right Right").shows("burned wood");
    seat.keys("Enter Esc").hides("burned wood");
    seat.shows("Lucky guesses");
}

#[test]
fn study_of_an_earlier_day_is_not_gone_on_with() {
    let mut seat = practice("fuel");
    seat.keys("@wrong Enter Enter Esc").wait(DAY);
    to(seat.keys("? Esc"), "▸ Study").keys("Enter Esc");
    seat.shows("Continue").shows("Study · question 1 of 6");
    seat.wait(DAY).keys("? Esc");
    seat.hides("Continue");
    to(&mut seat, "▸ Study").keys("Enter s Esc").shows("question 2 of");
    to(&mut seat, "▸ Sittings").keys("Enter").shows("open, 0 of 6 done");
}

#[test]
fn what_comes_back_is_told_so_and_stands_once_in_the_results() {
    let mut seat = practice("fuel");
    seat.keys("@wrong Enter Enter Esc").wait(DAY);
    to(seat.keys("? Esc"), "▸ Study").keys("Enter @wrong Enter Enter");
    seat.hides("again · ");
    seat.keys("@key Enter Enter @key Enter Enter @key Enter Enter @key Enter Enter @key Enter Enter");
    seat.shows("again · 7 of 7");
    seat.keys("@key Enter Enter");
    seat.shows("6 questions").shows("5 of 6").hides("not counted");
}
