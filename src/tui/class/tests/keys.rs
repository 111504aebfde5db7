//! What the keys do.

use proptest::prelude::*;

use super::*;
use crate::room::Phase;
use crate::room::rules::{Feedback, Pace, Ranking, Scoring, Teams};

#[test]
fn enter_leads_through_a_drill() {
    let mut lesson =
        Lesson::of(Rules { ranking: Ranking::Each, ..Rules::default() }, vec![dpo(), duties()], Setting::default());
    lesson.join(&NAMES).keys("Enter Space Enter Enter Enter Enter Enter Enter");
    let through = [Command::Ask, Command::Close, Command::Reveal, Command::Rank];
    let through = through.into_iter().chain([Command::Ask, Command::Close, Command::Reveal, Command::End]);
    assert_eq!(lesson.sent(), through.collect::<Vec<_>>());
    assert_eq!(lesson.played.room.phase(), Phase::Ended);
    lesson.keys("Enter");
    assert!(lesson.notice().contains("ibid report"), "{}", lesson.notice());
    assert_eq!(lesson.sent(), []);
}

#[test]
fn nothing_of_the_answer_is_shown_before_its_reveal() {
    let mut lesson = Lesson::new();
    lesson.join(&NAMES).keys("Enter").answer(&[(9, 1)]);
    lesson.shows("9 of 14 answered").hides("✓").hides("charged with").hides("So the passage").keys("Enter");
    lesson.shows("Answers are in").hides("✓").hides("charged with").keys("V").hides("✓");
    lesson.shows("second vote").keys("Enter Enter").shows("✓").shows("charged with").shows("again");
}

#[test]
fn what_each_key_sends() {
    let rules = Rules { seconds: Some(30), ..Rules::default() };
    let mut lesson = Lesson::of(rules, vec![dpo(), dpo(), dpo()], Setting::default());
    lesson.join(&NAMES).keys("D D Enter p p + = s Enter Enter Enter L T Left");
    let sent = [
        Command::Lock(true),
        Command::Lock(false),
        Command::Ask,
        Command::Pause,
        Command::Resume,
        Command::Extend(30),
        Command::Extend(30),
        Command::Skip,
        Command::Ask,
        Command::Close,
        Command::Reveal,
        Command::Later,
        Command::Rank,
        Command::Back,
    ];
    assert_eq!(lesson.sent(), sent);
}

#[test]
fn what_cannot_be_done_now_is_said_and_not_sent() {
    let mut lesson = Lesson::new();
    for key in ["V", "p", "s", "L", "Left", "+"] {
        lesson.keys(key);
        assert_eq!(lesson.notice(), "This cannot be done now.", "{key}");
    }
    lesson.keys("Enter +");
    assert!(lesson.notice().contains("no end to its time"));
    assert_eq!(lesson.sent(), [Command::Ask]);
}

#[test]
fn a_drill_that_is_not_through_ends_when_asked_twice() {
    let mut lesson = Lesson::new();
    lesson.keys("Enter E");
    assert!(lesson.notice().contains("E once more"), "{}", lesson.notice());
    lesson.keys("p E");
    assert_eq!(lesson.sent(), [Command::Ask, Command::Pause], "another key between them calls it off");
    lesson.keys("E");
    assert_eq!(lesson.sent(), [Command::End]);
}

#[test]
fn learners_are_sent_out_called_otherwise_and_moved() {
    let rules = Rules { teams: Teams::Chosen(vec![name("Red"), name("Blue")]), ..Rules::default() };
    let mut lesson = Lesson::of(rules, vec![dpo()], Setting::default());
    lesson.join(&["Ana", "Bob", "Cy"]).keys("c Down K").shows("Bob is out").hides("Bob  Red");
    lesson.keys("Down X Up N Ctrl-u Z e d Enter M Esc");
    let sent = [
        Command::Kick(PlayerId(1)),
        Command::Ban(PlayerId(2)),
        Command::Rename(PlayerId(0), name("Zed")),
        Command::Move(PlayerId(0), 1),
    ];
    assert_eq!(lesson.sent(), sent);
    lesson.shows("1 in the room").shows("Zed").keys("c N Ctrl-u ! Enter");
    assert!(lesson.notice().contains("at least one letter"), "{}", lesson.notice());
}

#[test]
fn hands_are_counted_where_there_is_no_network() {
    let mut lesson = Lesson::of(Rules::default(), vec![dpo(), dpo()], Setting { hands: true, ..Setting::default() });
    lesson.hides("http").hides("K7F").keys("Enter Enter 6 Space 1 3 Enter");
    assert!(lesson.notice().starts_with("Type 4 numbers"), "{}", lesson.notice());
    lesson.keys("Space 3 Space 1 Enter Enter");
    let counts = Command::Hands(vec![6, 13, 3, 1]);
    assert_eq!(lesson.sent(), [Command::Ask, counts.clone(), Command::Close, Command::Reveal]);
    lesson.shows("13 · 57 %").shows("6 chose A").shows("charged with");
    lesson.keys("Enter 6 Space 1 3 Space 3 Space 1 Enter");
    assert_eq!(lesson.sent(), [Command::Ask, counts, Command::Close], "a digit begins the count");
}

#[test]
fn a_closed_vote_is_counted_and_then_shown_or_counted_again() {
    let mut lesson = Lesson::of(Rules::default(), vec![dpo()], Setting { hands: true, ..Setting::default() });
    lesson.keys("Enter 6 Space 1 Space 0 Space 0 Enter V 1 Space 6 Space 0 Space 0 Enter Enter");
    lesson.shows("first").shows("again").shows("6 · 86 %");
}

#[test]
fn a_question_without_scores_has_no_ranking() {
    let mut lesson = Lesson::of(Rules { scoring: Scoring::None, ..Rules::default() }, vec![dpo()], Setting::default());
    lesson.keys("Enter Enter Enter T");
    assert!(lesson.notice().contains("no scores"));
    lesson.keys("Enter").shows("The drill is over").shows("ibid report");
}

#[test]
fn the_clock_wakes_the_screen_by_the_second_in_the_last_minute() {
    let mut lesson = Lesson::timed();
    assert_eq!(lesson.teacher.wake(), None);
    lesson.join(&NAMES).keys("Enter");
    let asked = lesson.played.now;
    assert_eq!(lesson.teacher.wake(), Some(asked + millis(30)));
    lesson.wait(30_000).shows("60 s left");
    assert_eq!(lesson.teacher.wake(), Some(asked + millis(31)));
    lesson.keys("p");
    assert_eq!(lesson.teacher.wake(), None, "time that stands still needs no clock");
}

#[test]
fn a_class_that_goes_alone_is_seen_until_its_deadline() {
    let deadline = crate::room::sample::START + millis(3_600);
    let pace = Pace::Own { deadline, feedback: Feedback::Each };
    let mut lesson = Lesson::of(Rules { pace, ..Rules::default() }, vec![dpo(), duties()], Setting::default());
    lesson.join(&["Ana", "Bob"]).shows("1970-01-01 01:16").shows("0 finished · 0 of 4 answers");
    assert_eq!(lesson.teacher.wake(), Some(deadline));
    lesson.keys("Enter y");
    assert_eq!(lesson.copied, ["http://192.168.1.20:4242/r/K7F4P4CDFHJK"]);
    lesson.keys("E E");
    assert_eq!(lesson.sent(), [Command::End]);
}

#[test]
fn trouble_of_the_host_is_told_until_it_is_over() {
    let mut lesson = Lesson::new();
    lesson.trouble = Some("the disk is full\u{1b}[2J".into());
    lesson.event(Event::News);
    lesson.shows("! the disk is full␛[2J").keys("Down").shows("the disk is full");
    lesson.trouble = None;
    lesson.event(Event::News);
    lesson.hides("the disk is full");
}

#[test]
fn several_rooms_are_gone_through() {
    let other = RoomId(uuid::Uuid::max());
    let rooms = vec![(RoomId(uuid::Uuid::nil()), door()), (other, door())];
    let mut teacher = Teacher::new(Setting { rooms, ..Setting::default() });
    let key = |key: &str| Event::Key(key.parse().unwrap());
    let now = Moment::default();
    teacher.update(Event::Resize(80, 24), now);
    assert_eq!(teacher.update(key(">"), now), [Effect::Look(other)]);
    let room = crate::room::Room::open(Opening { id: other, ..opening(Rules::default(), vec![dpo()]) }, now.at);
    let glance = Glance { room: Arc::new(room), here: Arc::default(), screens: 0, trouble: None, hint: None };
    teacher.update(Event::Glance(other, glance), now);
    assert!(teacher.page().title.to_string().ends_with("room 2 of 2"));
    assert_eq!(teacher.update(key("Enter"), now), [Effect::Send(other, Command::Ask), Effect::Look(other)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_at_any_size_panic(
        keys in proptest::collection::vec("[A-Za-z0-9?+>!]|Enter|Esc|Space|Up|Down|Left|Tab|PageDown|End", 1..40),
        size in (1u16..130, 1u16..50),
        private: bool,
        hands: bool,
    ) {
        let setting = Setting { private, hands, ..Setting::default() };
        let mut lesson = Lesson::of(Rules { seconds: Some(20), ..Rules::default() }, vec![hostile(), duties()], setting);
        lesson.join(&NAMES[..4]);
        for key in keys {
            lesson.keys(&key);
            lesson.draw_at(size);
        }
    }
}
