//! What is known of each question, as the store keeps it.

use proptest::prelude::*;

use super::*;
use crate::clock::Day;
use crate::memory::Retention;
use crate::progress::Daily;
use crate::session::{Agenda, Done, History, Totals, What};

/// The same time on a later day.
fn on(day: i64) -> Moment {
    Moment { at: Timestamp(START.at.0 + day * 86_400_000), ..START }
}

fn today(clock: &Clock) -> Day {
    clock.now.day(TURNOVER)
}

impl Clock {
    /// Answers a question in a sitting of its own, sure of it.
    fn answer(&mut self, store: &mut Store, n: usize, picks: &[u8]) -> Record {
        let drawn = [drawn(n)];
        let plan = self.plan(Mode::Study, None, &drawn);
        store.begin(&plan, &drawn).unwrap();
        let mut sitting = Sitting::begin(plan, drawn.to_vec());
        let answer = if picks.is_empty() { Answer::DontKnow } else { Answer::of(picks.iter().copied().collect()) };
        let record = sitting.respond(0, answer, Confidence::Sure, Millis(2_000), self.stamp()).unwrap();
        store.append(std::slice::from_ref(&record)).unwrap();
        record
    }

    fn note(&mut self, store: &mut Store, what: What) -> Record {
        let record = Record { stamp: self.stamp(), sitting: None, what };
        store.append(std::slice::from_ref(&record)).unwrap();
        record
    }
}

fn one_day(store: &mut Store, day: Day) -> Daily {
    store.days().unwrap().into_iter().find(|daily| daily.day == day).unwrap()
}

fn due(store: &mut Store, day: Day) -> Vec<String> {
    store.due(day, 99).unwrap().into_iter().map(|due| due.question.question.to_string()).collect()
}

#[test]
fn what_is_due_is_told_with_the_days_it_came_from() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    clock.answer(&mut store, 0, &[0]);
    clock.answer(&mut store, 2, &[1]);
    clock.answer(&mut store, 2, &[0]);
    let first = today(&clock);
    assert_eq!(due(&mut store, first), Vec::<String>::new());
    assert_eq!(
        due(&mut store, Day(first.0 + 1)),
        ["q2"],
        "failed today, asked tomorrow; the answer after it counts not"
    );
    let day = one_day(&mut store, first);
    assert_eq!(
        day,
        Daily { day: first, answers: 3, took: 6_000, fresh: 2, counted: 2, correct: 1, ..Daily::default() }
    );
    clock.now = on(1);
    clock.answer(&mut store, 2, &[0]);
    let day = one_day(&mut store, today(&clock));
    assert_eq!((day.reviews, day.recalled, day.fresh), (1, 1, 0));
    assert!((0.5..1.0).contains(&day.predicted), "{day:?}");
    assert_eq!(store.days().unwrap().len(), 2);
    let Agenda { done, tracked, pace, .. } = store.agenda(today(&clock), |_| true).unwrap();
    let done: Vec<Done> = done.into_values().collect();
    assert_eq!((done, tracked, pace), (vec![Done { fresh: 0, reviewed: 1 }], 2, Some(Millis(2_000))));
    assert_eq!(store.agenda(today(&clock), |_| false).unwrap().tracked, 0, "of banks that are open");
}

#[test]
fn put_aside_put_off_and_made_new_are_kept_and_taken_back() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    clock.answer(&mut store, 0, &[1]);
    let tomorrow = Day(today(&clock).0 + 1);
    let named = named(0);
    for what in [
        What::Suspend { question: named.clone(), on: true },
        What::Bury { question: named.clone(), until: Day(tomorrow.0 + 1) },
        What::Reset { question: named.clone() },
    ] {
        assert_eq!(due(&mut store, tomorrow), ["q0"], "before {what:?}");
        let record = clock.note(&mut store, what.clone());
        assert_eq!(due(&mut store, tomorrow), Vec::<String>::new(), "{what:?}");
        clock.note(&mut store, What::Void { record: record.stamp.id, seen: false });
    }
    assert_eq!(due(&mut store, tomorrow), ["q0"]);
    assert!(store.history().unwrap().of(&named).asked, "its answers stay in the history");
    assert_eq!(store.notes().unwrap().get(&named), None);
    clock.note(&mut store, What::Note { question: named.clone(), text: "Mind the year.".to_owned() });
    assert_eq!(store.notes().unwrap().get(&named).map(String::as_str), Some("Mind the year."));
}

#[test]
fn an_answer_from_before_the_clock_was_set_back_still_comes_first() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    clock.now = on(3);
    clock.answer(&mut store, 0, &[1]);
    let mut back = Clock::new(2);
    back.stamps.follow(store.latest().unwrap().unwrap());
    back.answer(&mut store, 0, &[0]);
    let track = store.tracks().unwrap().remove(0).track;
    assert!(track.last_right, "{track:?}");
    assert_eq!(store.history().unwrap().of(&named(0)).last_fully_right, Some(true));
}

#[test]
fn what_figures_are_made_from_stands_in_the_order_of_ids() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    for n in [4, 0, 2] {
        clock.answer(&mut store, n, &[0]);
    }
    clock.note(&mut store, What::Suspend { question: named(6), on: true });
    clock.note(&mut store, What::Suspend { question: named(2), on: true });
    let standing = store.standing(today(&clock)).unwrap();
    let tracks: Vec<_> = standing.tracks.iter().map(|of| (of.question.clone(), of.suspended)).collect();
    assert_eq!(tracks, [(named(0), false), (named(2), true), (named(4), false)]);
    assert_eq!(standing.suspended, [named(2), named(6)], "also what was never answered");
    assert_eq!((standing.days, standing.guess), (store.days().unwrap(), store.guess().unwrap()));
}

/// Each bank's totals, those of which there is something to say.
fn totals(history: &History) -> Vec<(String, Totals)> {
    let some = history.totals().filter(|(_, totals)| **totals != Totals::default());
    some.map(|(bank, totals)| (bank.to_string(), *totals)).collect()
}

#[test]
fn of_a_long_history_the_totals_are_told_without_it() {
    let (mut store, mut clock) = (memory(), Clock::new(1));
    clock.answer(&mut store, 0, &[0]);
    clock.answer(&mut store, 2, &[1]);
    clock.note(&mut store, What::Flag { question: named(2), on: true });
    assert_eq!(store.history_within(2).unwrap(), store.history().unwrap());
    let history = store.history_within(1).unwrap();
    assert!(history.is_awaited() && history.iter().next().is_none());
    assert_eq!(totals(&history), [("b".to_owned(), Totals { asked: 2, missed: 1, flagged: 1 })]);
}

/// What guesses say of luck is heeded in steps, and in the end no more.
#[test]
fn guesses_are_heeded_at_20_40_80_and_so_on() {
    let mut store = memory();
    let heeded = |store: &mut Store, guesses: i64| {
        let put = "INSERT INTO questions (bank, question) VALUES ('b', ?1)";
        let known: i64 = store.db.query_row("SELECT count(*) FROM steps", [], |row| row.get(0)).unwrap();
        for n in known..guesses {
            store.db.execute(put, [format!("g{n}")]).unwrap();
            let step = "INSERT INTO steps (question, day, answers, took, fresh, correct, guessed, choices, elapsed)
                VALUES (?1, ?1, 1, 1, 0, 1, 1, 4, 0)";
            store.db.execute(step, [store.db.last_insert_rowid()]).unwrap();
        }
        let chance = derive::heeded(&store.db).unwrap().chance(4);
        // Of so many right guesses, beside a prior of twenty, of which five are right.
        (20.0 * chance - 5.0) / (1.0 - chance)
    };
    for (guesses, taken) in
        [(19, 0.0), (20, 20.0), (39, 20.0), (40, 40.0), (1_279, 640.0), (1_280, 1_280.0), (2_600, 1_280.0)]
    {
        let heeded = heeded(&mut store, guesses);
        assert!((heeded - taken).abs() < 1.0, "{guesses}: {heeded}, not {taken}");
    }
}

#[derive(Debug, Clone)]
enum Act {
    Answer(usize, bool),
    TakeBack(usize),
    Aside(usize, bool),
    Anew(usize),
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let one = || 0..4_usize;
    prop_oneof![
        6 => (one(), any::<bool>()).prop_map(|(n, right)| Act::Answer(n, right)),
        2 => any::<usize>().prop_map(Act::TakeBack),
        1 => (one(), any::<bool>()).prop_map(|(n, on)| Act::Aside(n, on)),
        1 => one().prop_map(Act::Anew),
        3 => (-1..9_i64).prop_map(Act::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever happens: what is kept in step is what would be made anew.
    #[test]
    fn what_is_kept_in_step_is_what_is_made_anew(acts in proptest::collection::vec(act(), 0..40)) {
        let (mut store, mut clock) = (memory(), Clock::new(1));
        let mut records: Vec<Record> = Vec::new();
        for act in acts {
            match act {
                Act::Answer(n, right) => records.push(clock.answer(&mut store, n * 2, &[u8::from(!right)])),
                Act::TakeBack(n) => {
                    let Some(record) = records.get(n % records.len().max(1)) else { continue };
                    let what = What::Void { record: record.stamp.id, seen: true };
                    let void = Record { stamp: clock.stamp(), sitting: record.sitting, what };
                    store.append(&[void]).unwrap();
                }
                Act::Aside(n, on) => drop(clock.note(&mut store, What::Suspend { question: named(n * 2), on })),
                Act::Anew(n) => drop(clock.note(&mut store, What::Reset { question: named(n * 2) })),
                Act::Wait(days) => clock.now.at = clock.now.at + Millis(days * 86_400_000),
            }
        }
        let all = |store: &mut Store| (store.tracks().unwrap(), store.days().unwrap(), store.history().unwrap());
        prop_assert_eq!(totals(&store.history_within(0).unwrap()), totals(&store.history().unwrap()));
        let kept = all(&mut store);
        for share in [0.8, 0.9] {
            store.aim_at(Retention::new(share).unwrap());
            store.rules().unwrap();
        }
        let anew = all(&mut store);
        prop_assert_eq!(&kept.0, &anew.0);
        prop_assert_eq!(&kept.2, &anew.2);
        prop_assert_eq!(kept.1.len(), anew.1.len());
        for (kept, anew) in kept.1.iter().zip(&anew.1) {
            // Sums of fractions differ in their last digits.
            prop_assert!((kept.predicted - anew.predicted).abs() < 1e-6);
            prop_assert_eq!(Daily { predicted: 0.0, ..*kept }, Daily { predicted: 0.0, ..*anew });
        }
    }
}
