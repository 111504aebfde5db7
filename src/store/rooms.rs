//! Rooms: each the sum of the events that the host of a drill writes down before it tells anybody of them.
//!
//! They are apart from the person's own history. A backup has them, a restore and a reset put them away with the rest,
//! and a merge brings in each room that is not here, whole.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::{Hold, Store, StoreError};
use crate::clock::Timestamp;
use crate::room::{Code, Event, Happened, Opening, Phase, Room, RoomId, state::Stage};

const APPEND: &str = "INSERT INTO room_events (room, seq, at_ms, answer, payload) VALUES (?1, ?2, ?3, ?4, ?5)";

/// A room in few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSummary {
    /// Its id.
    pub id: RoomId,
    /// What it is called.
    pub title: String,
    /// The code that was shown.
    pub code: Code,
    /// When it was opened.
    pub opened: Timestamp,
    /// How many players are in it.
    pub players: usize,
    /// How many questions were asked; all of them where each learner goes alone.
    pub asked: usize,
    /// How many questions it has.
    pub of: usize,
    /// Whether it is over.
    pub ended: bool,
}

impl RoomSummary {
    fn of(room: &Room) -> Self {
        let opening = room.opening();
        let counts = room.rounds().iter().filter(|round| round.stage != Stage::Skipped);
        let asked: std::collections::HashSet<usize> = counts.map(|round| round.place).collect();
        Self {
            id: opening.id,
            title: opening.title.clone(),
            code: opening.code.clone(),
            opened: room.opened(),
            players: room.present().count(),
            asked: asked.len(),
            of: opening.posed.len(),
            ended: room.phase() == Phase::Ended,
        }
    }
}

impl Store {
    /// Keeps a room that is opened, with its first event. One that is there already stays as it is.
    ///
    /// # Errors
    /// When it cannot be written; then nothing was.
    pub fn open_room(&mut self, opening: &Opening, at: Timestamp) -> Result<(), StoreError> {
        let opened = (|| {
            let tx = super::writing(&mut self.db)?;
            let sql = "INSERT INTO rooms (id, opened_ms) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            if tx.execute(sql, params![opening.id.0.into_bytes(), at.0])? > 0 {
                let event = Event::Opened(Box::new(opening.clone()));
                Pages::new(&tx).append(opening.id, &Happened { at, event })?;
            }
            tx.commit()
        })();
        opened.map_err(|error| self.told(error))
    }

    /// Appends what happened in rooms, all or nothing; it is durable when this returns.
    ///
    /// # Errors
    /// When it cannot be written, or a room is no longer there; then nothing was.
    pub fn append_rooms(&mut self, happened: &[(RoomId, Happened)]) -> Result<(), StoreError> {
        if happened.is_empty() {
            return Ok(());
        }
        let appended = (|| {
            let tx = super::writing(&mut self.db)?;
            let mut pages = Pages::new(&tx);
            happened.iter().try_for_each(|(room, happened)| pages.append(*room, happened))?;
            tx.commit()
        })();
        appended.map_err(|error| self.told(error))
    }

    /// A room as its events make it; none where there is no such room.
    ///
    /// # Errors
    /// When the store cannot be read, or the room is damaged.
    pub fn room(&self, id: RoomId) -> Result<Option<Room>, StoreError> {
        let there = "SELECT 1 FROM rooms WHERE id = ?1";
        let there = self.db.query_row(there, [id.0.into_bytes()], |_| Ok(())).optional();
        if there.map_err(|error| self.told(error))?.is_none() {
            return Ok(None);
        }
        self.read_room(id, "SELECT at_ms, payload FROM room_events WHERE room = ?1 ORDER BY seq").map(Some)
    }

    /// All rooms, newest first; damaged ones are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rooms(&self) -> Result<Vec<RoomSummary>, StoreError> {
        let ids =
            self.db.prepare_cached("SELECT id FROM rooms ORDER BY opened_ms DESC, id DESC").and_then(|mut find| {
                let ids = find.query_map([], |row| row.get(0).map(Uuid::from_bytes))?;
                ids.collect::<Result<Vec<_>, _>>()
            });
        let mut rooms = Vec::new();
        for id in ids.map_err(|error| self.told(error))? {
            // Of a thousand answers a list tells nothing.
            let sql = "SELECT at_ms, payload FROM room_events WHERE room = ?1 AND answer = 0 ORDER BY seq";
            match self.read_room(RoomId(id), sql) {
                Ok(room) => rooms.push(RoomSummary::of(&room)),
                Err(StoreError::Corrupt { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(rooms)
    }

    /// Forgets a room with all names and answers in it, and says whether there was one. Backups of the store that were
    /// made before still have it.
    ///
    /// # Errors
    /// When the store cannot be written; then the room is still there.
    pub fn forget_room(&mut self, id: RoomId) -> Result<bool, StoreError> {
        let forgotten = (|| {
            let tx = super::writing(&mut self.db)?;
            let id = id.0.into_bytes();
            tx.execute("DELETE FROM room_events WHERE room = ?1", [id])?;
            let there = tx.execute("DELETE FROM rooms WHERE id = ?1", [id])?;
            tx.commit()?;
            Ok(there > 0)
        })();
        let forgotten = forgotten.map_err(|error| self.told(error))?;
        if forgotten {
            // It is gone; only its traces in unused pages are left, which another reader may keep in place.
            let _ = self.db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        }
        Ok(forgotten)
    }

    /// Takes hold of a room, for whoever hosts it; none when another ibid has it.
    ///
    /// # Errors
    /// When its lock cannot be made.
    pub fn hold_room(&self, id: RoomId) -> Result<Option<Hold>, StoreError> {
        self.hold_named(&format!("room-{}", id.0))
    }

    fn read_room(&self, id: RoomId, sql: &str) -> Result<Room, StoreError> {
        let damaged = |what: &str| StoreError::Corrupt { file: self.name(), detail: format!("room {}: {what}", id.0) };
        let read = self.db.prepare_cached(sql).and_then(|mut find| {
            let events = find.query_map([id.0.into_bytes()], |row| {
                let event = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default());
                Ok(event.map(|event| Happened { at: Timestamp(row.get(0).unwrap_or_default()), event }))
            })?;
            events.collect::<Result<Result<Vec<Happened>, serde_json::Error>, _>>()
        });
        let events = read.map_err(|error| self.told(error))?.map_err(|error| damaged(&error.to_string()))?;
        let room = Room::of(events).ok_or_else(|| damaged("it does not begin with its opening"))?;
        if room.opening().id == id { Ok(room) } else { Err(damaged("its events are another room’s")) }
    }
}

/// Writes events under the next numbers of their rooms.
struct Pages<'a> {
    db: &'a Connection,
    last: HashMap<RoomId, i64>,
    /// An event as it is written; kept for the next one.
    json: Vec<u8>,
}

impl<'a> Pages<'a> {
    fn new(db: &'a Connection) -> Self {
        Self { db, last: HashMap::new(), json: Vec::new() }
    }

    fn append(&mut self, room: RoomId, Happened { at, event }: &Happened) -> rusqlite::Result<()> {
        let id = room.0.into_bytes();
        let seq = if let Some(last) = self.last.get(&room) {
            last + 1
        } else {
            let last = "SELECT coalesce(max(seq), 0) FROM room_events WHERE room = ?1";
            self.db.prepare_cached(last)?.query_row([id], |row| row.get::<_, i64>(0))? + 1
        };
        self.json.clear();
        let broken = |error: Box<dyn std::error::Error + Send + Sync>| rusqlite::Error::ToSqlConversionFailure(error);
        serde_json::to_writer(&mut self.json, event).map_err(|error| broken(error.into()))?;
        let json = str::from_utf8(&self.json).map_err(|error| broken(error.into()))?;
        let answer = matches!(event, Event::Answered { .. });
        self.db.prepare_cached(APPEND)?.execute(params![id, seq, at.0, answer, json])?;
        self.last.insert(room, seq);
        Ok(())
    }
}

/// Brings in each room of `other` that is not in `main`, whole, and tells how many.
pub(super) fn bring_in(db: &Connection) -> rusqlite::Result<usize> {
    let missing = "SELECT id FROM other.rooms EXCEPT SELECT id FROM main.rooms";
    let missing: Vec<[u8; 16]> = db.prepare(missing)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in &missing {
        let copy = |sql| db.execute(sql, [id]);
        copy("INSERT INTO main.rooms (id, opened_ms) SELECT id, opened_ms FROM other.rooms WHERE id = ?1")?;
        copy(
            "INSERT INTO main.room_events (room, seq, at_ms, answer, payload)
            SELECT room, seq, at_ms, answer, payload FROM other.room_events WHERE room = ?1 ORDER BY seq",
        )?;
    }
    Ok(missing.len())
}
