//! Each screen as a picture at three sizes, with its styles.

use std::fmt::Write as _;

use super::*;
use crate::room::rules::{Feedback, Pace, Ranking, Scoring, Teams};

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (120, 40)];

#[track_caller]
fn pictures(name: &str, lesson: &mut Lesson) {
    let mut pictures = String::new();
    for size in SIZES {
        let buffer = lesson.draw_at(size);
        let _ = writeln!(pictures, "━━━ {}x{}", size.0, size.1);
        pictures += &crate::tui::tests::picture(&buffer, lesson.teacher.page().cursor(size));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("class-{name}"), pictures));
}

#[test]
fn lobby() {
    pictures("lobby", Lesson::new().join(&NAMES));
}

#[test]
fn lobby_of_many() {
    let mut lesson = Lesson::new();
    for n in 0..200 {
        lesson.played.joins(&format!("Learner {n}"));
    }
    pictures("lobby-many", lesson.keys("D"));
}

#[test]
fn question() {
    pictures("open", Lesson::new().join(&NAMES).keys("Enter").answer(&[(5, 1), (2, 0)]));
}

#[test]
fn question_in_its_last_minute() {
    let mut lesson = Lesson::timed();
    lesson.join(&NAMES).keys("Enter").answer(&[(5, 1)]).wait(48_000);
    pictures("open-last-minute", &mut lesson);
}

#[test]
fn question_paused() {
    pictures("open-paused", Lesson::timed().join(&NAMES).keys("Enter p"));
}

#[test]
fn question_closed() {
    pictures("closed", Lesson::new().join(&NAMES).keys("Enter").answer(&[(13, 1)]).keys("Enter"));
}

#[test]
fn tally() {
    pictures(
        "tally",
        Lesson::new().join(&NAMES).keys("Enter").answer(&[(4, 0), (8, 1), (1, 2), (1, 3)]).keys("Enter Enter"),
    );
}

#[test]
fn tally_after_peer_instruction() {
    let mut lesson = Lesson::new();
    lesson.join(&NAMES).keys("Enter").answer(&[(6, 0), (5, 1), (3, 2)]).keys("V");
    lesson.answer(&[(2, 0), (12, 1)]).keys("Enter Enter");
    pictures("tally-twice", &mut lesson);
}

#[test]
fn ranking() {
    let rules =
        Rules { ranking: Ranking::Each, teams: Teams::Dealt(vec![name("Red"), name("Blue")]), ..Rules::default() };
    let mut lesson = Lesson::of(rules, vec![dpo(), dpo()], Setting::default());
    lesson.join(&NAMES).keys("Enter").answer(&[(6, 1), (4, 0)]).keys("Enter Enter Enter");
    pictures("ranking", &mut lesson);
}

#[test]
fn end() {
    let mut lesson = Lesson::new();
    lesson.join(&NAMES).keys("Enter").answer(&[(4, 0), (8, 1)]).keys("Enter Enter Enter").answer(&[(3, 0), (1, 2)]);
    pictures("end", lesson.keys("Enter Enter Enter").answer(&[(12, 1)]).keys("Enter Enter Enter"));
}

#[test]
fn private_question() {
    let notes = [(dpo().question, "They mix it up with Political Affairs.".to_owned())].into();
    let setting = Setting { private: true, notes, ..Setting::default() };
    let mut lesson = Lesson::of(Rules { seconds: Some(20), ..Rules::default() }, vec![dpo(), dpo()], setting);
    lesson.join(&NAMES).keys("Enter").answer(&[(4, 0), (6, 1)]);
    lesson.here.remove(&PlayerId(12));
    lesson.event(Event::News);
    pictures("private-open", &mut lesson);
}

#[test]
fn private_lobby() {
    let mut lesson = Lesson::of(Rules::default(), vec![dpo()], Setting { private: true, ..Setting::default() });
    pictures("private-lobby", lesson.join(&NAMES[..3]));
}

#[test]
fn learners() {
    let mut lesson = Lesson::new();
    lesson.join(&NAMES).keys("Enter").answer(&[(4, 0)]).here.remove(&PlayerId(2));
    lesson.event(Event::News);
    pictures("learners", lesson.keys("c Down Down"));
}

#[test]
fn learners_renamed() {
    pictures("learners-rename", Lesson::new().join(&NAMES).keys("c Down N"));
}

#[test]
fn hands() {
    let mut lesson = Lesson::of(Rules::default(), vec![dpo()], Setting { hands: true, ..Setting::default() });
    pictures("hands-lobby", &mut lesson);
    pictures("hands", lesson.keys("Enter Enter 6 Space 1 3"));
    pictures("hands-tally", lesson.keys("Space 3 Space 1 Enter Enter"));
}

#[test]
fn self_paced() {
    let deadline = crate::clock::Timestamp(1_796_061_600_000);
    let rules = Rules { pace: Pace::Own { deadline, feedback: Feedback::Each }, ..Rules::default() };
    pictures("alone", Lesson::of(rules, vec![dpo(), duties()], Setting::default()).join(&NAMES));
}

#[test]
fn help() {
    pictures("help", Lesson::new().keys("?"));
}

#[test]
fn hostile_names_and_words() {
    let rules = Rules { scoring: Scoring::Speed, ..Rules::default() };
    let mut lesson = Lesson::of(rules, vec![hostile()], Setting::default());
    lesson.join(&["漢漢漢漢漢漢漢漢漢漢漢漢", "A\u{202E}na\u{1b}[31m", "=1+1", "مرحبا", "👩‍👩‍👧‍👦a", "<img onerror>"]);
    pictures("hostile-lobby", &mut lesson);
    pictures("hostile-open", lesson.keys("Enter").answer(&[(3, 1), (2, 3)]));
    pictures("hostile-tally", lesson.keys("Enter Enter"));
    pictures("hostile-end", lesson.keys("Enter"));
}

#[test]
fn without_colour() {
    let theme = crate::tui::theme::Theme::named("mono").unwrap();
    let mut lesson = Lesson::of(Rules::default(), vec![dpo()], Setting { theme, ..Setting::default() });
    lesson.join(&NAMES).keys("Enter").answer(&[(4, 0), (8, 1), (1, 2), (1, 3)]);
    pictures("mono-tally", lesson.keys("Enter Enter"));
}
