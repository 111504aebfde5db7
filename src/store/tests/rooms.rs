//! Rooms: written down before anybody is told, and forgotten whole.

use std::fs;

use super::*;
use crate::room::sample::{self, Played};
use crate::room::{Command, Event, Happened, Room, RoomId, Rules};

/// Three learners, a question answered and shown, and another one open.
fn drill(n: u128) -> Played {
    let mut opening = sample::opening(Rules { close_when_all: false, ..Rules::default() });
    opening.id = RoomId(uuid::Uuid::from_u128(n));
    opening.title = format!("Drill {n}");
    let mut drill = Played::of(opening);
    drill.now = drill.now + Millis(i64::try_from(n).unwrap());
    let [ana, bo, _] = ["Ana Unforgettable", "Bo", "Cy"].map(|name| drill.joins(name));
    drill.must(Command::Ask);
    drill.after(1_000).answers(ana, &[1]).unwrap();
    drill.answers(bo, &[2]).unwrap();
    drill.must(Command::Reveal);
    drill.must(Command::Ask);
    drill.answers(bo, &[0, 2]).unwrap();
    drill
}

fn of(drill: &Played, events: &[Happened]) -> Vec<(RoomId, Happened)> {
    events.iter().map(|happened| (drill.room.opening().id, happened.clone())).collect()
}

/// Keeps a drill's events from its opening on.
fn keep(store: &mut Store, drill: &Played) {
    let opening = drill.room.opening();
    store.open_room(opening, drill.room.opened()).unwrap();
    store.append_rooms(&of(drill, &drill.events[1..])).unwrap();
}

fn read(store: &Store, drill: &Played) -> Option<Room> {
    store.room(drill.room.opening().id).unwrap()
}

#[test]
fn a_room_is_read_back_as_it_was_even_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let drills = [drill(1), drill(2)];
    let [one, two] = &drills;
    let mut store = open(&folder);
    for drill in &drills {
        store.open_room(drill.room.opening(), drill.room.opened()).unwrap();
    }
    // Batches as a host has them: events of both rooms in turn.
    let both = one.events[1..].iter().zip(&two.events[1..]);
    let mixed: Vec<_> =
        both.flat_map(|(a, b)| [(one, a), (two, b)]).map(|(of, x)| (of.room.opening().id, x.clone())).collect();
    let (early, late) = mixed.split_at(9);
    store.append_rooms(early).unwrap();
    std::mem::forget(store);

    let mut store = open(&folder);
    let half: Vec<Happened> = one.events.iter().take(1 + 5).cloned().collect();
    assert_eq!(read(&store, one), Room::of(half));
    store.append_rooms(late).unwrap();
    store.open_room(one.room.opening(), one.now).unwrap();
    drop(store);
    let store = open(&folder);
    for drill in &drills {
        let room = read(&store, drill).unwrap();
        assert_eq!((&room, room.seq()), (&drill.room, drill.events.len() as u64));
    }
    assert_eq!(store.room(RoomId(uuid::Uuid::max())).unwrap(), None);
    assert_eq!(
        store.db.execute("UPDATE room_events SET at_ms = 0", []).unwrap_err().to_string(),
        "events are never changed"
    );
}

#[test]
fn rooms_are_listed_newest_first_in_few_words() {
    let mut store = memory();
    let mut drills = [drill(1), drill(2)];
    drills[1].must(Command::Skip);
    drills[1].must(Command::Kick(crate::room::PlayerId(0)));
    drills[1].must(Command::End);
    for (n, drill) in drills.iter_mut().enumerate() {
        let at = Timestamp(n as i64 * 1_000);
        drill.events[0].at = at;
        store.open_room(drill.room.opening(), at).unwrap();
        store.append_rooms(&of(drill, &drill.events[1..])).unwrap();
    }
    let told: Vec<_> =
        store.rooms().unwrap().into_iter().map(|x| (x.title, x.opened.0, x.players, x.asked, x.of, x.ended)).collect();
    assert_eq!(told, [("Drill 2".to_owned(), 1_000, 2, 1, 3, true), ("Drill 1".to_owned(), 0, 3, 2, 3, false)]);
    store.db.execute("DELETE FROM room_events WHERE seq = 1 AND at_ms = 0", []).unwrap();
    assert_eq!(store.rooms().unwrap().len(), 1, "a damaged one hides no other");
    assert!(matches!(store.room(drills[0].room.opening().id), Err(StoreError::Corrupt { .. })));
}

#[test]
fn what_happened_is_kept_whole_or_not_at_all() {
    let mut store = memory();
    let (here, gone) = (drill(1), drill(2));
    store.open_room(here.room.opening(), here.room.opened()).unwrap();
    let batch = [of(&here, &here.events[1..]), of(&gone, &gone.events[1..])].concat();
    let error = store.append_rooms(&batch).unwrap_err();
    assert!(matches!(error, StoreError::Forgotten { .. }) && error.to_string().contains("hint:"), "{error}");
    assert_eq!(read(&store, &here), Room::of(here.events[..1].to_vec()));
}

#[test]
fn a_room_that_is_forgotten_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    let (one, two) = (drill(1), drill(2));
    keep(&mut store, &one);
    keep(&mut store, &two);
    let id = one.room.opening().id;
    assert_eq!((store.forget_room(id).unwrap(), store.forget_room(id).unwrap()), (true, false));
    assert_eq!((read(&store, &one), read(&store, &two)), (None, Some(two.room.clone())));
    assert!(store.forget_room(two.room.opening().id).unwrap());
    for file in fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path()).filter(|file| file.is_file()) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(13).any(|words| words == b"Unforgettable"), "{}", file.display());
    }
    assert!(matches!(store.append_rooms(&of(&one, &one.events[1..2])), Err(StoreError::Forgotten { .. })));
}

#[test]
fn a_room_is_hosted_by_one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(&folder), open(&folder));
    let id = RoomId(uuid::Uuid::from_u128(5));
    let hold = one.hold_room(id).unwrap();
    assert!(hold.is_some() && two.hold_room(id).unwrap().is_none());
    drop(hold);
    assert!(two.hold_room(id).unwrap().is_some());
}

#[test]
fn an_older_store_gets_room_for_rooms() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder);
    let sitting = Clock::new(1).begin(&mut store, Mode::Practice, None, 2);
    let older = "DROP TABLE room_events; DROP TABLE rooms; DROP TABLE totals; PRAGMA user_version = 2";
    store.db.execute_batch(older).unwrap();
    drop(store);
    let mut store = open(&folder);
    keep(&mut store, &drill(1));
    assert_eq!((store.rooms().unwrap().len(), store.sittings(9).unwrap()[0].id), (1, sitting.plan().id));
}

#[test]
fn a_backup_has_the_rooms_and_a_merge_brings_in_those_that_are_missing() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut one, mut two) = (open(&here), open(&there));
    let (old, mine, yours) = (drill(1), drill(2), drill(3));
    keep(&mut one, &old);
    keep(&mut one, &mine);
    keep(&mut two, &yours);
    let early = Played { events: old.events[..4].to_vec(), ..drill(1) };
    keep(&mut two, &early);
    let merged = one.merge(there.path(), START).unwrap();
    assert_eq!((merged.rooms, merged.records), (1, 0));
    assert!(merged.backup.is_some());
    assert_eq!(one.merge(there.path(), START).unwrap(), Merged::default());
    assert_eq!(two.merge(here.path(), START).unwrap().rooms, 1);
    for drill in [&old, &mine, &yours] {
        assert_eq!(read(&one, drill).as_ref(), Some(&drill.room));
    }
    assert_eq!(read(&two, &old), Room::of(early.events), "a room that is here stays as it is");

    let backup = one.backup(&here.path().join("b.sqlite"), &[]).unwrap();
    one.forget_room(mine.room.opening().id).unwrap();
    let restored = Store::restore(here.path(), &backup, &[], TURNOVER, START).unwrap().store;
    assert_eq!(restored.rooms().unwrap().len(), 3);
    assert_eq!(read(&restored, &mine), Some(mine.room));
    one.reset(START).unwrap();
    assert!(one.rooms().unwrap().is_empty());
    let again = Happened { at: yours.now, event: Event::Ended };
    assert!(one.append_rooms(&[(yours.room.opening().id, again)]).is_err());
}
