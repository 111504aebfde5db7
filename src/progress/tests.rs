//! Every figure against a case that was computed by hand.

use std::fs;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::bank::Bank;
use crate::clock::Millis;
use crate::id::QuestionId;
use crate::memory::{Memory, Parameters, Retention};

const TODAY: Day = Day(1000);

const ONE: &str = "The lamp burned oil. The lens was made of glass.\n";
const TWO: &str = "The tower is white. The door is green. The stair is steep.\n";

fn named(id: &str) -> QuestionRef {
    QuestionRef { bank: BankId::new("b").unwrap(), question: QuestionId::new(id).unwrap() }
}

fn question(id: &str, topic: &str, choices: usize, cited: &[(&str, &str)]) -> Value {
    let choices: Vec<Value> = (0..choices).map(|n| json!({ "text": format!("{n}"), "key": n == 0 })).collect();
    let cited: Vec<Value> = cited.iter().map(|(id, exact)| json!({ "document": id, "exact": exact })).collect();
    json!({ "id": id, "topic": topic, "stem": format!("What of {id}?"), "choices": choices, "citations": cited })
}

/// Five questions, two topics, two documents, five passages.
fn library(folder: &std::path::Path) -> Library {
    fs::write(folder.join("one.txt"), ONE).unwrap();
    fs::write(folder.join("two.txt"), TWO).unwrap();
    let about = |id: &str| json!({ "id": id, "file": format!("{id}.txt"), "title": id.to_uppercase() });
    let (oil, lens) = (("one", "The lamp burned oil."), ("one", "The lens was made of glass."));
    let (white, green, steep) =
        (("two", "The tower is white."), ("two", "The door is green."), ("two", "The stair is steep."));
    let questions = [
        question("q1", "a", 4, &[oil, white]),
        question("q2", "a", 4, &[oil]),
        question("q3", "b", 2, &[lens]),
        question("q4", "b", 4, &[green]),
        question("q5", "b", 4, &[steep, steep]),
    ];
    let topics = [json!({ "id": "a", "title": "A" }), json!({ "id": "b", "title": "B" })];
    let bank = json!({ "format": 1, "id": "b", "title": "Bank", "documents": [about("one"), about("two")],
        "topics": topics, "questions": questions });
    Library::new(vec![Bank::of_text(folder.join("bank.json"), bank.to_string()).unwrap()]).unwrap()
}

/// A track whose memory has come down to 0.9 today, last answered so many days ago.
fn tracked(id: &str, reviews: u32, due: i32) -> Tracked {
    let track = Track {
        memory: Some(Memory { stability: 10.0, difficulty: 5.0 }),
        moved: TODAY.plus(-10),
        last: TODAY.plus(-10),
        due: Day(due),
        reviews,
        lapses: 0,
        right_in_a_row: 1,
        return_on: None,
        last_right: true,
        last_sure: true,
        luck: 0.0,
    };
    Tracked { question: named(id), track, suspended: false, flagged: false, buried: Day(i32::MIN) }
}

fn day(day: i32, answers: u32, seconds: i64, (reviews, recalled, predicted): (u32, u32, f64)) -> Daily {
    let took = seconds * 1000;
    Daily { day: Day(day), answers, took, reviews, recalled, predicted, ..Daily::default() }
}

fn standing() -> Standing {
    // Wrong and sure today: fresh in memory, and yet no knowledge to build on.
    let mut wrong = tracked("q2", 2, 1001);
    wrong.track = Track { moved: TODAY, last: TODAY, last_right: false, lapses: 2, ..wrong.track };
    let mut guessed = tracked("q3", 3, 1001);
    guessed.track.last_sure = false;
    guessed.buried = Day(1003);
    let mut leech = tracked("q5", 1, 1000);
    leech.track.lapses = 8;
    Standing {
        today: TODAY,
        scheduler: Scheduler::new(&Parameters::default(), Retention::default()),
        guess: Guess::default(),
        tracks: vec![tracked("q1", 4, 995), wrong, guessed, leech, tracked("gone", 1, 1000)],
        suspended: vec![named("q4")],
        days: vec![
            day(1, 1, 1, (0, 0, 0.0)),
            day(950, 20, 600, (20, 15, 18.0)),
            day(980, 12, 300, (10, 10, 8.9)),
            day(999, 10, 120, (10, 9, 9.1)),
            day(1000, 4, 60, (0, 0, 0.0)),
        ],
    }
}

fn figures() -> Figures {
    let folder = tempfile::tempdir().unwrap();
    Figures::of(&library(folder.path()), &standing())
}

#[track_caller]
fn near(one: f32, other: f32) {
    assert!((one - other).abs() < 1e-4, "{one} is not {other}");
}

#[test]
fn what_is_known_is_the_mean_over_all_questions() {
    let figures = figures();
    // 0.9 of q1 and of q5; nothing of q2 which was just failed, q3 which was guessed and q4 which is new.
    assert_eq!((figures.all.questions, figures.all.begun), (5, 4));
    near(figures.all.known(), 1.8 / 5.0);
    let known = |parts: &[Part]| -> Vec<(String, usize, f32)> {
        parts.iter().map(|part| (part.title.clone(), part.share.questions, part.share.known())).collect()
    };
    let topics = known(&figures.topics);
    assert_eq!((topics[0].0.as_str(), topics[0].1, topics[1].0.as_str(), topics[1].1), ("A", 2, "B", 3));
    near(topics[0].2, 0.9 / 2.0);
    near(topics[1].2, 0.9 / 3.0);
    let documents = known(&figures.documents);
    assert_eq!((documents[0].1, documents[1].1), (3, 3), "q1 cites both");
    near(documents[0].2, 0.9 / 3.0);
    near(documents[1].2, 1.8 / 3.0);
}

#[test]
fn what_is_due_is_foretold() {
    let figures = figures();
    let mut days = [0; AHEAD];
    (days[0], days[1], days[3]) = (1, 1, 1); // q1 was due before, q2 tomorrow, q3 was put off; a leech is not asked
    assert_eq!((figures.forecast, figures.overdue), (days, 1));
}

#[test]
fn answers_are_laid_out_over_the_year_and_the_last_days() {
    let figures = figures();
    let with: Vec<(usize, u32)> = (0..YEAR).zip(figures.year.clone()).filter(|(_, answers)| *answers > 0).collect();
    assert_eq!((figures.year.len(), with), (365, vec![(314, 20), (344, 12), (363, 10), (364, 4)]));
    let mut answers = [0; 14];
    (answers[12], answers[13]) = (10, 4);
    assert_eq!(figures.lately, Lately { answers, days: 3, row: 2 });
}

#[test]
fn a_row_is_not_over_before_the_day_is() {
    let days = [day(997, 1, 0, (0, 0, 0.0)), day(998, 1, 0, (0, 0, 0.0)), day(999, 1, 0, (0, 0, 0.0))];
    assert_eq!(Lately::of(&days, Day(999)).row, 3);
    assert_eq!(Lately::of(&days, Day(1000)).row, 3, "today is still to come");
    assert_eq!(Lately::of(&days, Day(1001)).row, 0);
    assert_eq!(Lately::of(&days, Day(998)).row, 2, "a day that the clock dreamt of does not count");
    assert_eq!(Lately::of(&days, Day(1001)).days, 3, "and what was done stays");
}

#[test]
fn retention_is_measured_without_luck_beside_what_was_foretold() {
    let figures = figures();
    // Luck, weighed by answers: 4 and 2 and 1 with four choices, 3 with two: (7 × 0.25 + 3 × 0.5) / 10 = 0.325.
    let [month, quarter] = figures.retained;
    assert_eq!((month.days, month.reviews, month.right), (30, 20, 19));
    near(month.measured.unwrap(), (0.95 - 0.325) / 0.675);
    near(month.predicted.unwrap(), 0.9);
    assert_eq!((quarter.days, quarter.reviews, quarter.right), (90, 40, 34));
    near(quarter.measured.unwrap(), (0.85 - 0.325) / 0.675);
    near(quarter.predicted.unwrap(), 0.9);
    near(figures.wanted, 0.9);
    let none = Retained::of(&[], TODAY, 30, 0.25);
    assert_eq!((none.measured, none.predicted), (None, None), "nothing is said of nothing");
}

#[test]
fn time_is_summed_up() {
    let seconds = |seconds: i64| Millis(seconds * 1000);
    let spent = Spent { today: seconds(60), week: seconds(180), month: seconds(480), all: seconds(1081) };
    assert_eq!(figures().spent, spent);
}

#[test]
fn a_passage_is_known_when_every_question_on_it_is() {
    // Of q1 alone and of q5; oil and lens are shaky; that of q4 was never tested.
    assert_eq!(figures().passages, Passages { known: 2, shaky: 2, untested: 1 });
}

#[test]
fn the_weakest_passages_come_first_with_what_was_failed_on_them() {
    let figures = figures();
    let weakest: Vec<_> = (figures.weakest.iter())
        .map(|weak| (weak.citation.exact.as_str(), weak.questions.clone(), weak.lapses, weak.misconceived))
        .collect();
    // 1 + 2/8 + 1 for q2, 1 for q3. The leech is known now, and q1 was never failed.
    let oil = ("The lamp burned oil.", vec![named("q2")], 2, true);
    assert_eq!(weakest, [oil, ("The lens was made of glass.", vec![named("q3")], 0, false)]);
    assert_eq!((figures.weakest[0].title.as_str(), figures.weakest[0].place.as_str()), ("ONE", "line 1"));
    near(figures.weakest[0].known, 0.0);
}

#[test]
fn what_to_work_on_is_listed() {
    let figures = figures();
    let ids = |named: &[QuestionRef]| named.iter().map(|named| named.question.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(&figures.misconceptions), ["q2"]);
    assert_eq!(ids(&figures.lucky), ["q3"]);
    assert_eq!(ids(&figures.leeches), ["q5"]);
    assert_eq!(ids(&figures.suspended), ["q4"]);
}

#[test]
fn nothing_answered_gives_figures_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let standing = Standing { tracks: Vec::new(), suspended: Vec::new(), days: Vec::new(), ..standing() };
    let figures = Figures::of(&library(folder.path()), &standing);
    assert_eq!((figures.all.begun, figures.passages.untested, figures.weakest.len()), (0, 5, 0));
    assert!(figures.retained.iter().all(|retained| retained.measured.is_none()));
    let empty = Figures::of(&Library::new(Vec::new()).unwrap(), &standing);
    near(empty.all.known(), 0.0);
}

/// Whatever is known, and in whatever order the tracks stand: the same as by the words of the definitions.
#[test]
fn figures_are_what_their_definitions_say() {
    let folder = tempfile::tempdir().unwrap();
    let library = library(folder.path());
    let cited = [
        ("q1", "a", &["oil", "white"][..]),
        ("q2", "a", &["oil"]),
        ("q3", "b", &["lens"]),
        ("q4", "b", &["green"]),
        ("q5", "b", &["steep"]),
    ];
    let given = (any::<bool>(), any::<bool>(), 0..12_u32, 0..90_i32, any::<bool>());
    let given = proptest::collection::hash_map(0..cited.len(), given, 0..=cited.len());
    proptest!(|(given in given)| {
        let scheduler = Scheduler::new(&Parameters::default(), Retention::default());
        // As the map has them: in any order.
        let tracks: Vec<Tracked> = (given.iter())
            .map(|(&n, &(last_right, last_sure, lapses, days, suspended))| {
                let of = tracked(cited[n].0, 3, 1001);
                let day = TODAY.plus(-days);
                let track = Track { last_right, last_sure, lapses, moved: day, last: day, ..of.track };
                Tracked { track, suspended, ..of }
            })
            .collect();
        let of = |id: &str| tracks.iter().find(|tracked| tracked.question == named(id));
        let known = |id: &str| of(id).map_or(0.0, |tracked| tracked.track.known(&scheduler, TODAY));
        let firm = |id: &str| if of(id).is_some_and(|of| of.track.last_right) { known(id) } else { 0.0 };
        let figures = Figures::of(&library, &Standing { tracks: tracks.clone(), suspended: Vec::new(), ..standing() });
        for (part, topic) in figures.topics.iter().zip(["a", "b"]) {
            let sum: f32 = cited.iter().filter(|(_, of, _)| *of == topic).map(|(id, ..)| known(id)).sum();
            prop_assert!((part.share.sum - sum).abs() < 1e-5);
        }
        prop_assert_eq!(figures.all.begun, tracks.len());
        let mut passages = Passages::default();
        let mut weak = 0;
        for passage in ["oil", "white", "lens", "green", "steep"] {
            let asking = || cited.iter().filter(|(.., cited)| cited.contains(&passage)).map(|(id, ..)| *id);
            if asking().all(|id| firm(id) >= KNOWN) {
                passages.known += 1;
            } else if asking().any(|id| of(id).is_some()) {
                passages.shaky += 1;
            } else {
                passages.untested += 1;
            }
            let failed = |id: &str| of(id).is_some_and(|of| {
                let failed = !of.track.last_right || of.track.lapses > 0 || of.track.guessed();
                failed && !of.suspended && firm(id) < KNOWN
            });
            weak += usize::from(asking().any(failed));
        }
        prop_assert_eq!(figures.passages, passages);
        prop_assert_eq!(figures.weakest.len(), weak);
        prop_assert!(figures.weakest.iter().all(|weak| weak.questions.is_sorted()));
        let listed = |fits: fn(&Track) -> bool| tracks.iter().filter(|of| fits(&of.track)).count();
        prop_assert_eq!(figures.misconceptions.len(), listed(Track::misconceived));
        prop_assert_eq!(figures.lucky.len(), listed(Track::guessed));
    });
}
