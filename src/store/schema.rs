//! The tables, and how an older store becomes a newer one.

use rusqlite::Connection;

/// What tells a store of ibid from other databases: "ibid" in ASCII.
pub(super) const APPLICATION: i32 = 0x6962_6964;

/// The steps from each schema to the next; a store's schema is the number of steps it has taken. A step that was
/// released is never changed.
pub(super) const STEPS: &[&str] = &[FIRST, DERIVED, ROOMS, TOTALS];

/// The tables and views, so ordered that each can be dropped before what it refers to.
pub(super) const DROP: &str = "DROP TABLE room_events; DROP TABLE rooms; DROP TABLE totals; DROP TABLE tracks; DROP TABLE steps; DROP TABLE days; DROP TABLE derived; DROP VIEW standing; DROP TABLE events;
    DROP TABLE sittings; DROP TABLE versions; DROP TABLE questions; DROP TABLE device;";

/// `events` holds each record whole in `payload`; the columns after `kind` are what queries look for:
/// `target` of a void the record it takes back; `outcome` of a response `right`, `wrong` or, when its answer had been
/// shown before, `seen`; of a flag `on` or `off`; of an end how it ended. The event `begin` has its sitting's id and
/// holds its plan; `sittings` lists the same ones.
const FIRST: &str = "
CREATE TABLE device (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL,
    marker BLOB NOT NULL,
    file_made INTEGER
) STRICT;

CREATE TABLE questions (
    key INTEGER PRIMARY KEY,
    bank TEXT NOT NULL,
    question TEXT NOT NULL,
    UNIQUE (bank, question)
) STRICT;

CREATE TABLE versions (
    digest TEXT PRIMARY KEY,
    question INTEGER NOT NULL REFERENCES questions,
    json TEXT NOT NULL
) STRICT;

CREATE TABLE sittings (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    mode TEXT NOT NULL,
    deadline INTEGER
) STRICT;
CREATE INDEX deadlines ON sittings (deadline) WHERE deadline IS NOT NULL;

CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    offset_min INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sitting BLOB REFERENCES sittings (id),
    question INTEGER REFERENCES questions,
    place INTEGER,
    target BLOB,
    outcome TEXT,
    payload TEXT NOT NULL,
    UNIQUE (device, seq)
) STRICT;
CREATE INDEX of_sitting ON events (sitting, kind, place, position) WHERE sitting IS NOT NULL;
CREATE INDEX of_question ON events (question, kind, position) WHERE question IS NOT NULL;
CREATE INDEX ends ON events (sitting, kind, position, id, outcome) WHERE kind = 'end';
CREATE INDEX faults ON events (position) WHERE kind = 'fault';
CREATE INDEX voids ON events (target) WHERE target IS NOT NULL;
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE VIEW standing AS SELECT * FROM events AS event WHERE NOT EXISTS (
    SELECT 1 FROM events AS void
    WHERE void.target = event.id AND void.kind = 'void' AND void.sitting IS event.sitting
);
";

/// What is derived from events, and can be made anew from them at any time: `tracks` has what is known of each question
/// now, `steps` what each of its days did to it, `days` the sums of `steps` by day. `derived` says by which rules; where
/// they are others than the program's, all is made anew.
const DERIVED: &str = "
CREATE TABLE derived (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    rules TEXT NOT NULL
) STRICT;

CREATE TABLE tracks (
    question INTEGER PRIMARY KEY REFERENCES questions,
    asked INTEGER NOT NULL,
    last_right INTEGER,
    flagged INTEGER NOT NULL,
    suspended INTEGER NOT NULL,
    buried INTEGER NOT NULL,
    due INTEGER,
    lapses INTEGER NOT NULL,
    track TEXT
) STRICT;
CREATE INDEX due ON tracks (due, suspended, buried, lapses) WHERE due IS NOT NULL;

CREATE TABLE steps (
    question INTEGER NOT NULL REFERENCES questions,
    day INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    took INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    correct INTEGER,
    guessed INTEGER NOT NULL,
    choices INTEGER NOT NULL,
    predicted REAL,
    grade INTEGER,
    elapsed INTEGER NOT NULL,
    PRIMARY KEY (question, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX on_day ON steps (day);
CREATE INDEX exams ON sittings (id) WHERE mode = 'exam';
CREATE INDEX guesses ON steps (choices, correct) WHERE guessed = 1;

CREATE TABLE days (
    day INTEGER PRIMARY KEY,
    answers INTEGER NOT NULL,
    took INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    recalled INTEGER NOT NULL,
    predicted REAL NOT NULL
) STRICT;
CREATE INDEX fits ON events (position) WHERE kind = 'fit';
CREATE INDEX notes ON events (id) WHERE kind = 'note';
";

/// Rooms, each with its events numbered from 1: `payload` holds an event whole, `answer` is 1 where it is a learner's
/// answer. They may be deleted, for they have other people's names.
const ROOMS: &str = "
CREATE TABLE rooms (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    opened_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room_events (
    room BLOB NOT NULL REFERENCES rooms,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    answer INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX turns ON room_events (room, seq) WHERE answer = 0;
CREATE TRIGGER room_events_stay BEFORE UPDATE ON room_events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
";

/// `totals` counts each bank's questions by `tracks`, so that a start need not read all of these; a track is kept in so many
/// bytes, which are read faster than words; and the guesses of the first days are found without the others.
const TOTALS: &str = "
CREATE TABLE totals (
    bank TEXT PRIMARY KEY,
    asked INTEGER NOT NULL,
    missed INTEGER NOT NULL,
    flagged INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
DROP TABLE tracks;
CREATE TABLE tracks (
    question INTEGER PRIMARY KEY REFERENCES questions,
    asked INTEGER NOT NULL,
    last_right INTEGER,
    flagged INTEGER NOT NULL,
    suspended INTEGER NOT NULL,
    buried INTEGER NOT NULL,
    due INTEGER,
    lapses INTEGER NOT NULL,
    track BLOB
) STRICT;
CREATE INDEX due ON tracks (due, suspended, buried, lapses) WHERE due IS NOT NULL;
DROP INDEX guesses;
CREATE INDEX guesses ON steps (day, question, choices, correct) WHERE guessed = 1;
";

/// The schema of a database: 0 when it is empty, none when it is not a store.
pub(super) fn version(db: &Connection) -> rusqlite::Result<Option<usize>> {
    let pragma = |name| db.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let version = usize::try_from(pragma("user_version")?).unwrap_or(0);
    if pragma("application_id")? == APPLICATION {
        return Ok(Some(version).filter(|&version| version > 0));
    }
    let empty = db.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
    Ok(Some(0).filter(|_| empty && version == 0))
}

/// Takes the steps that are still to be taken, all or none.
pub(super) fn migrate(db: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let tx = super::writing(db)?;
    // Another ibid may have been faster.
    let taken = version(&tx)?.unwrap_or(steps.len());
    take(&tx, steps, taken)?;
    tx.commit()
}

/// Takes the steps after the first `taken`.
pub(super) fn take(db: &Connection, steps: &[&str], taken: usize) -> rusqlite::Result<()> {
    for step in steps.iter().skip(taken) {
        db.execute_batch(step)?;
    }
    if taken < steps.len() {
        db.pragma_update(None, "application_id", APPLICATION)?;
        db.pragma_update(None, "user_version", i32::try_from(steps.len()).unwrap_or(i32::MAX))?;
    }
    Ok(())
}
