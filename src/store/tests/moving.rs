//! Two machines, backups, and the way back.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::session::{Past, What};
use crate::store::Kept;

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join(FILE)
}

/// An event: its id, device, number, payload and question.
type Told = (Vec<u8>, Vec<u8>, i64, String, Option<String>);

/// Every event, whatever its position.
fn events(store: &Store) -> Vec<Told> {
    let sql = "SELECT id, device, seq, payload, questions.question FROM events
        LEFT JOIN questions ON key = events.question ORDER BY id";
    let mut find = store.db.prepare(sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    find.query_map([], row).unwrap().map(Result::unwrap).collect()
}

/// All that a person sees of a store.
fn seen(store: &mut Store) -> String {
    let mut tracks = store.tracks().unwrap();
    tracks.sort_by(|a, b| a.question.cmp(&b.question));
    let history = store.history().unwrap();
    let mut history: Vec<(&QuestionRef, &Past)> = history.iter().collect();
    history.sort_by_key(|(question, _)| *question);
    let sittings = store.sittings(99).unwrap();
    let logs: Vec<_> = sittings.iter().map(|sitting| store.sitting(sitting.id).unwrap().unwrap().resume()).collect();
    let open = store.latest_open(START, &|_| true).unwrap();
    format!("{tracks:?}\n{:?}\n{history:?}\n{sittings:?}\n{logs:?}\n{open:?}", store.days().unwrap())
}

fn merge(store: &mut Store, other: &tempfile::TempDir) -> Merged {
    store.merge(other.path(), START).unwrap()
}

#[test]
fn a_merge_brings_in_what_is_missing_and_nothing_twice() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut one, mut two) = (open(&here), open(&there));
    let (mut clock, mut other) = (Clock::new(1), Clock::new(2));
    let mut sitting = clock.begin(&mut one, Mode::Practice, None, 2);
    clock.pick(&mut one, &mut sitting, 0, &[0]);
    let mut elsewhere = other.begin(&mut two, Mode::Practice, None, 3);
    other.pick(&mut two, &mut elsewhere, 1, &[0]);
    other.pick(&mut two, &mut elsewhere, 2, &[0]);
    let device = device_of(&two);

    let merged = merge(&mut one, &there);
    assert_eq!((merged.sittings, merged.answers, merged.records), (1, 2, 3));
    let backup = merged.backup.unwrap();
    assert!(backup.ends_with("backups/auto-2026-11-22-1030-before-merge.sqlite") && backup.exists(), "{backup:?}");
    assert_eq!(merge(&mut one, &there), Merged::default());
    assert_eq!(merge(&mut two, &here).records, 2);
    assert_eq!(events(&one), events(&two));
    assert_eq!(seen(&mut one), seen(&mut two));
    let numbers: Vec<_> = sequence(&one).into_iter().filter(|(of, _)| *of == device).map(|(_, seq)| seq).collect();
    assert_eq!(numbers, [1, 2, 3], "each event keeps its device and its number");
    assert_eq!(one.sitting(elsewhere.plan().id).unwrap().unwrap().resume(), elsewhere);
    clock.pick(&mut one, &mut sitting, 1, &[0]);
    assert_eq!(merge(&mut two, &here).answers, 1);
    let left: Vec<_> = fs::read_dir(here.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("reading")), "{left:?}");
}

#[test]
fn the_other_store_is_only_read_even_while_it_is_open() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut one, mut two) = (open(&here), open(&there));
    Clock::new(2).begin(&mut two, Mode::Practice, None, 3);
    let bytes = || {
        let mut files: Vec<_> = fs::read_dir(there.path()).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files.into_iter().filter(|file| file.is_file()).map(|file| (fs::read(&file).unwrap(), file)).collect::<Vec<_>>()
    };
    let before = bytes();
    assert_eq!(merge(&mut one, &there).sittings, 1, "what only the log has comes in too");
    assert!(before == bytes());
    drop(two);
    let backup = open(&there).backup(&there.path().join("b.sqlite"), &[]).unwrap();
    assert_eq!(one.merge(&backup, START).unwrap().records, 0, "a backup will do as well");
}

#[test]
fn what_cannot_be_merged_is_refused_and_nothing_comes_in() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut one = open(&here);
    let mut clock = Clock::new(2);
    for _ in 0..9 {
        clock.begin(&mut open(&there), Mode::Practice, None, 9);
    }
    let refused = |one: &mut Store, words: &str| {
        let error = one.merge(there.path(), START).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains("\nhint: "), "{error}");
        assert!(events(one).is_empty());
        assert!(Store::restore(here.path(), there.path(), &[], TURNOVER, START).is_err());
    };
    let sound = fs::read(file(&there)).unwrap();
    Connection::open(file(&there)).unwrap().pragma_update(None, "user_version", 9).unwrap();
    refused(&mut one, "schema 9");
    fs::write(file(&there), "a shopping list").unwrap();
    refused(&mut one, "is not a store of ibid");
    let mut bytes = sound.clone();
    let pages = sound.len() / 4096;
    bytes[4096 * (pages / 2)..4096 * (pages / 2 + 2)].fill(0xA5);
    fs::write(file(&there), bytes).unwrap();
    refused(&mut one, "is damaged");
    fs::remove_file(file(&there)).unwrap();
    refused(&mut one, "there is no such file");

    fs::write(file(&there), sound).unwrap();
    Connection::open(file(&there)).unwrap().execute_batch(
        "DROP TABLE room_events; DROP TABLE rooms; DROP TABLE totals; DROP TABLE tracks; DROP TABLE steps; DROP TABLE days; DROP TABLE derived; DROP INDEX fits; DROP INDEX exams; DROP INDEX notes; PRAGMA user_version = 1",
    ).unwrap();
    assert_eq!(merge(&mut one, &there).sittings, 9, "an older one is made newer in a copy");
    assert_eq!(schema::version(&Connection::open(file(&there)).unwrap()).unwrap(), Some(1));
}

#[test]
fn a_sitting_that_went_on_on_two_machines_is_sound() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut clock = Clock::new(1);
    let mut one = open(&here);
    let mut study = clock.begin(&mut one, Mode::Study, None, 4);
    let mut exam = clock.begin(&mut one, Mode::Exam, None, 3);
    let mut two = open(&there);
    merge(&mut two, &here);
    let (mut study_there, mut exam_there) = (study.clone(), exam.clone());
    clock.pick(&mut one, &mut study, 0, &[1]);
    clock.pick(&mut two, &mut study_there, 2, &[1]);
    clock.pick(&mut two, &mut study_there, 1, &[1]);
    // What came back there stands at a place that is another question's here.
    let place = (4..6).find(|&place| study_there.place(place).unwrap().question == named(2)).unwrap();
    clock.pick(&mut two, &mut study_there, place, &[0]);
    clock.pick(&mut one, &mut exam, 0, &[0]);
    clock.finish(&mut one, &mut exam, End::Submitted);
    clock.pick(&mut two, &mut exam_there, 0, &[1]);
    clock.finish(&mut two, &mut exam_there, End::Submitted);
    merge(&mut one, &there);
    merge(&mut two, &here);
    assert_eq!(seen(&mut one), seen(&mut two));
    let exam = one.sitting(exam.plan().id).unwrap().unwrap().resume();
    assert!(exam.response(0).unwrap().fully_right, "as it was handed in first");
    assert_eq!(one.history().unwrap().of(&named(0)).last_fully_right, Some(true));
    let study = one.sitting(study.plan().id).unwrap().unwrap().resume();
    for place in 0..study.len() {
        let response = study.response(place);
        assert!(response.is_none_or(|r| r.place == place && r.question == study.place(place).unwrap().question));
    }
    let returned = (4..study.len()).find(|&place| study.place(place).unwrap().question == named(2)).unwrap();
    assert!(study.response(returned).unwrap().fully_right);
}

#[test]
fn a_number_that_two_events_have_loses_neither() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut clock = Clock::new(1);
    let (mut one, mut two) = (open(&here), open(&there));
    clock.begin(&mut one, Mode::Practice, None, 1);
    // As if the folder had been copied where no file tells when it was made.
    two.db.execute("UPDATE device SET id = ?1", [device_of(&one)]).unwrap();
    clock.begin(&mut two, Mode::Practice, None, 1);
    merge(&mut one, &there);
    merge(&mut two, &here);
    merge(&mut one, &there);
    let ids = |store: &Store| events(store).into_iter().map(|event| event.0).collect::<Vec<_>>();
    assert_eq!((ids(&one).len(), ids(&one)), (2, ids(&two)));
    assert_eq!(seen(&mut one), seen(&mut two));
}

#[test]
fn what_guesses_say_of_luck_is_the_same_on_both_machines() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut one, mut two) = (open(&here), open(&there));
    for (seed, store) in [(1, &mut one), (2, &mut two)] {
        let mut clock = Clock::new(seed);
        for day in 0..15 {
            clock.now.at = START.at + Millis::minutes(day * 1_440 + seed as u32);
            let mut sitting = clock.begin(store, Mode::Practice, None, 3);
            let place = (day as usize + seed as usize) % 3;
            clock.pick(store, &mut sitting, place, &[0]);
        }
    }
    let alone = seen(&mut one);
    merge(&mut one, &there);
    merge(&mut two, &here);
    let both = seen(&mut one);
    assert_eq!(both, seen(&mut two));
    drop(one);
    assert_eq!(both, seen(&mut open(&here)), "and once more when all is looked at again");
    assert_ne!(both, alone);
}

#[test]
fn a_backup_is_restored_whole_as_another_device_and_what_was_there_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut clock = Clock::new(1);
    let mut store = open(&folder);
    let mut sitting = clock.begin(&mut store, Mode::Practice, None, 2);
    clock.pick(&mut store, &mut sitting, 0, &[0]);
    let files = [Kept { path: "edits/b/q.json".to_owned(), bytes: b"{}".to_vec() }];
    let backup = store.backup(&store.backup_place(START).unwrap(), &files).unwrap();
    assert_eq!(backup, folder.path().join("backups").join("ibid-2026-11-22-1030.sqlite"));
    let (device, then) = (device_of(&store), (events(&store), seen(&mut store)));
    clock.pick(&mut store, &mut sitting, 1, &[0]);

    let restored = Store::restore(folder.path(), &backup, &[], TURNOVER, START).unwrap();
    assert_eq!(restored.files, files);
    let mut fresh = restored.store;
    assert_eq!((events(&fresh), seen(&mut fresh)), then);
    assert_eq!(events(&store), then.0, "another ibid goes on with what was restored");
    assert_ne!(device_of(&fresh), device);
    drop((store, fresh));
    assert_ne!(device_of(&open(&folder)), device);
    let before = restored.before.unwrap();
    assert_eq!(events(&Store::restore(folder.path(), &before, &[], TURNOVER, START).unwrap().store).len(), 3);
    assert_eq!(open(&folder).merge(&backup, START).unwrap().records, 0);
}

#[test]
fn a_damaged_store_is_moved_away_when_a_backup_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    Clock::new(1).begin(&mut store, Mode::Practice, None, 9);
    let backup = store.backup(&folder.path().join("b.sqlite"), &[]).unwrap();
    let then = events(&store);
    drop(store);
    let mut bytes = fs::read(file(&folder)).unwrap();
    bytes[4096..].fill(0xA5);
    fs::write(file(&folder), &bytes).unwrap();
    let restored = Store::restore(folder.path(), &backup, &[], TURNOVER, START).unwrap();
    assert_eq!(events(&restored.store), then);
    let aside = restored.before.unwrap();
    assert!(aside.ends_with("damaged-2026-11-22-1030.sqlite"));
    assert_eq!(fs::read(aside).unwrap(), bytes);
}

#[test]
fn only_the_latest_automatic_backups_are_kept() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut one, mut two, mut clock) = (open(&here), open(&there), Clock::new(1));
    let asked_for = one.backup(&one.backup_place(START).unwrap(), &[]).unwrap();
    let mut made = Vec::new();
    for minute in 0..8 {
        clock.begin(&mut two, Mode::Practice, None, 1);
        let now = Moment { at: START.at + Millis::minutes(minute), ..START };
        made.push(one.merge(there.path(), now).unwrap().backup.unwrap());
    }
    let there: Vec<bool> = made.iter().map(|backup| backup.exists()).collect();
    assert_eq!(there, [false, false, false, true, true, true, true, true]);
    assert!(asked_for.exists());
}

#[derive(Debug, Clone)]
enum Act {
    Begin(u8, usize),
    Pick(usize, usize, u8, bool),
    Undo(usize),
    Finish(usize, End),
    Flag(usize, bool),
    Reset(usize),
    Wait(u8),
    Back(u8),
    Merge(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let how = prop_oneof![Just(End::Submitted), Just(End::Finished), Just(End::Abandoned)];
    prop_oneof![
        2 => (0..3_u8, 1..5_usize).prop_map(|(mode, count)| Act::Begin(mode, count)),
        12 => (0..4_usize, 0..6_usize, 0..3_u8, any::<bool>()).prop_map(|(s, at, pick, sure)| Act::Pick(s, at, pick, sure)),
        2 => (0..4_usize).prop_map(Act::Undo),
        1 => (0..4_usize, how).prop_map(|(sitting, how)| Act::Finish(sitting, how)),
        1 => (0..5_usize, any::<bool>()).prop_map(|(n, on)| Act::Flag(n, on)),
        1 => (0..5_usize).prop_map(Act::Reset),
        2 => (0..5_u8).prop_map(Act::Wait),
        1 => (0..5_u8).prop_map(Act::Back),
        2 => (0..3_usize).prop_map(Act::Merge),
    ]
}

/// Does something on one of the machines; sittings are taken up from the store, wherever they began.
fn perform(stores: &mut [Store], folders: &[tempfile::TempDir], clocks: &mut [Clock], at: usize, act: &Act) {
    let clock = &mut clocks[at];
    let taken_up = |store: &Store, n: usize| {
        let ids: Vec<_> = store.sittings(99).unwrap().into_iter().map(|sitting| sitting.id).collect();
        let id = *ids.get(n % ids.len().max(1))?;
        Some(store.sitting(id).unwrap().unwrap().resume())
    };
    match *act {
        Act::Begin(mode, count) => {
            let mode = [Mode::Practice, Mode::Study, Mode::Exam][usize::from(mode)];
            clock.begin(&mut stores[at], mode, None, count);
        }
        Act::Pick(sitting, place, pick, sure) => {
            let Some(mut sitting) = taken_up(&stores[at], sitting) else { return };
            let confidence = if sure { Confidence::Sure } else { Confidence::Guess };
            let answer = Answer::of([pick].into());
            let stamp = clock.stamp();
            let record = sitting.respond(place % sitting.len().max(1), answer, confidence, Millis(7), stamp);
            stores[at].append(&record.into_iter().collect::<Vec<_>>()).unwrap();
        }
        Act::Undo(sitting) => {
            let Some(mut sitting) = taken_up(&stores[at], sitting) else { return };
            let undone = sitting.undo(clock.stamp()).map(|undone| undone.record);
            stores[at].append(&undone.into_iter().collect::<Vec<_>>()).unwrap();
        }
        Act::Finish(sitting, how) => {
            let Some(mut sitting) = taken_up(&stores[at], sitting) else { return };
            let how = if sitting.mode() == Mode::Exam { how } else { End::Finished };
            let records = sitting.finish(how, || clock.stamp());
            stores[at].append(&records).unwrap();
        }
        Act::Flag(n, on) => {
            let what = What::Flag { question: named(n), on };
            stores[at].append(&[Record { stamp: clock.stamp(), sitting: None, what }]).unwrap();
        }
        Act::Reset(n) => {
            let what = What::Reset { question: named(n) };
            stores[at].append(&[Record { stamp: clock.stamp(), sitting: None, what }]).unwrap();
        }
        Act::Wait(days) => clock.now.at = clock.now.at + Millis::minutes(u32::from(days) * 1_440 + 600),
        Act::Back(hours) => {
            // The clock is set back, and the program started again.
            clock.now.at.0 -= i64::from(hours) * 3_600_000;
            clock.stamps = Stamps::new(Chance::new(clock.now.at.0.unsigned_abs(), "again"));
        }
        Act::Merge(from) => {
            let from = from % folders.len();
            stores[at].merge(folders[from].path(), START).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Two or three machines, whatever is done on them: once all have merged all, in any order, all are alike.
    #[test]
    fn merging_leads_to_one_history(
        machines in 2..4_usize,
        acts in proptest::collection::vec((0..3_usize, act()), 0..50),
        order in Just((0..3_usize).flat_map(|to| (0..3_usize).map(move |from| (to, from))).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let folders: Vec<_> = (0..machines).map(|_| tempfile::tempdir().unwrap()).collect();
        let mut stores: Vec<_> = folders.iter().map(open).collect();
        let mut clocks: Vec<_> = (0..machines as u64).map(Clock::new).collect();
        for (at, act) in &acts {
            perform(&mut stores, &folders, &mut clocks, at % machines, act);
        }
        // Everything reaches everyone when all pairs have met often enough.
        for _ in 0..2 {
            for &(to, from) in order.iter().filter(|(to, from)| *to < machines && *from < machines && to != from) {
                merge(&mut stores[to], &folders[from]);
            }
        }
        let all: Vec<_> = stores.iter_mut().map(|store| (events(store), seen(store))).collect();
        for other in &all[1..] {
            prop_assert_eq!(&all[0].0, &other.0);
            prop_assert_eq!(&all[0].1, &other.1);
        }
        for from in &folders {
            prop_assert_eq!(merge(&mut stores[0], from), Merged::default());
        }
        // What is kept in step equals what is made anew.
        stores[0].db.execute("DELETE FROM derived", []).unwrap();
        stores[0].rules = None;
        prop_assert_eq!(&all[0].1, &seen(&mut stores[0]));
    }
}
