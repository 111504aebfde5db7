//! The tables of what is derived.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::fold::{Daily, Folded};
use super::grade;
use crate::clock::Day;
use crate::memory::Grade;
use crate::progress;
use crate::store::packed;

/// What `days` has of a day, the day first.
const DAYS: &str = "day, answers, took, fresh, counted, correct, reviews, recalled, predicted";
/// What `steps` has of what a day did to a question, the day first.
const STEPS: &str = "day, answers, took, fresh, correct, guessed, choices, predicted, grade, elapsed";
/// The parts of one in which chances of recall are summed up.
const FINE: f64 = (1_u64 << 30) as f64;

/// Forgets all that was derived.
pub(super) fn clear(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("DELETE FROM tracks; DELETE FROM steps; DELETE FROM days; DELETE FROM totals;")
}

/// Counts each bank's questions anew.
pub(super) fn sum_up(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "INSERT INTO totals (bank, asked, missed, flagged)
        SELECT bank, sum(asked), coalesce(sum(last_right = 0), 0), sum(flagged)
        FROM tracks JOIN questions ON key = tracks.question GROUP BY bank",
    )
}

/// What is written of questions, and what that does to the sums of days.
#[derive(Default)]
pub(super) struct Changes {
    days: BTreeMap<i32, Sums>,
}

impl Changes {
    /// Writes a question of which nothing is there.
    pub(super) fn write(&mut self, db: &Connection, question: i64, folded: &Folded) -> rusqlite::Result<()> {
        track(db, question, folded)?;
        for (day, daily) in &folded.days {
            insert(db, question, *day, daily)?;
            self.days.entry(*day).or_default().add(daily, 1);
        }
        Ok(())
    }

    /// Puts a question in the place of what was derived of it before.
    pub(super) fn replace(&mut self, db: &Connection, question: i64, folded: &Folded) -> rusqlite::Result<()> {
        let known = Counts::of(db, question)?;
        track(db, question, folded)?;
        known.to(&Counts::now(folded), db, question)?;
        let before = dailies(db, question)?;
        for (day, daily) in &before {
            if folded.days.get(day) != Some(daily) {
                let sql = "DELETE FROM steps WHERE question = ?1 AND day = ?2";
                db.prepare_cached(sql)?.execute(params![question, day])?;
                self.days.entry(*day).or_default().add(daily, -1);
            }
        }
        for (day, daily) in &folded.days {
            if before.get(day) != Some(daily) {
                insert(db, question, *day, daily)?;
                self.days.entry(*day).or_default().add(daily, 1);
            }
        }
        Ok(())
    }

    /// Writes the sums of the days.
    pub(super) fn finish(self, db: &Connection) -> rusqlite::Result<()> {
        let more: Vec<String> = DAYS.split(", ").skip(1).map(|sum| format!("{sum} = {sum} + excluded.{sum}")).collect();
        let sql = format!(
            "INSERT INTO days ({DAYS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (day) DO UPDATE SET {}",
            more.join(", ")
        );
        let mut add = db.prepare_cached(&sql)?;
        for (day, sums) in self.days {
            let Sums { answers, took, fresh, counted, correct, reviews, recalled, predicted } = sums;
            add.execute(params![day, answers, took, fresh, counted, correct, reviews, recalled, predicted])?;
        }
        Ok(())
    }
}

/// What is added to the sums of a day.
#[derive(Default)]
struct Sums {
    answers: i64,
    took: i64,
    fresh: i64,
    counted: i64,
    correct: i64,
    reviews: i64,
    recalled: i64,
    predicted: f64,
}

impl Sums {
    /// Adds what a question's day did, or takes it away again.
    fn add(&mut self, daily: &Daily, times: i64) {
        let (right, review) = (daily.correct == Some(true), daily.predicted.is_some());
        let one = |yes: bool| i64::from(yes) * times;
        self.answers += i64::from(daily.answers) * times;
        self.took = self.took.saturating_add(daily.took.saturating_mul(times));
        self.fresh += one(daily.fresh);
        self.counted += one(daily.correct.is_some());
        self.correct += one(right);
        self.reviews += one(review);
        self.recalled += one(review && right);
        // In parts so coarse that their sums are exact, in whatever order they are added and taken away.
        self.predicted += (f64::from(daily.predicted.unwrap_or(0.0)) * FINE).round() / FINE * times as f64;
    }
}

/// What a question adds to the counts of its bank.
#[derive(Default, PartialEq, Eq)]
struct Counts {
    asked: bool,
    missed: bool,
    flagged: bool,
}

impl Counts {
    fn of(db: &Connection, question: i64) -> rusqlite::Result<Self> {
        let sql = "SELECT asked, coalesce(last_right = 0, 0), flagged FROM tracks WHERE question = ?1";
        let counts =
            |row: &rusqlite::Row<'_>| Ok(Self { asked: row.get(0)?, missed: row.get(1)?, flagged: row.get(2)? });
        db.prepare_cached(sql)?.query_row([question], counts).optional().map(Option::unwrap_or_default)
    }

    fn now(folded: &Folded) -> Self {
        Self { asked: folded.asked, missed: folded.last_right == Some(false), flagged: folded.flagged }
    }

    fn to(&self, now: &Self, db: &Connection, question: i64) -> rusqlite::Result<()> {
        if self == now {
            return Ok(());
        }
        let more = |now: bool, before: bool| i64::from(now) - i64::from(before);
        let sql =
            "INSERT INTO totals (bank, asked, missed, flagged) SELECT bank, ?2, ?3, ?4 FROM questions WHERE key = ?1
            ON CONFLICT (bank) DO UPDATE SET asked = asked + ?2, missed = missed + ?3, flagged = flagged + ?4";
        let by = (more(now.asked, self.asked), more(now.missed, self.missed), more(now.flagged, self.flagged));
        db.prepare_cached(sql)?.execute(params![question, by.0, by.1, by.2]).map(drop)
    }
}

/// The sums of every day with answers, oldest first.
pub(in crate::store) fn days(db: &Connection) -> rusqlite::Result<Vec<progress::Daily>> {
    let mut find = db.prepare_cached(&format!("SELECT {DAYS} FROM days WHERE answers > 0 ORDER BY day"))?;
    let days = find.query_map([], |row| {
        Ok(progress::Daily {
            day: Day(row.get(0)?),
            answers: row.get(1)?,
            took: row.get(2)?,
            fresh: row.get(3)?,
            counted: row.get(4)?,
            correct: row.get(5)?,
            reviews: row.get(6)?,
            recalled: row.get(7)?,
            predicted: row.get(8)?,
        })
    })?;
    days.collect()
}

/// Writes what is known of a question now.
fn track(db: &Connection, question: i64, folded: &Folded) -> rusqlite::Result<()> {
    let Folded { track, last_right, asked, flagged, suspended, buried, .. } = folded;
    let sql = "INSERT OR REPLACE INTO tracks
        (question, asked, last_right, flagged, suspended, buried, due, lapses, track)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let buried = buried.map_or(i32::MIN, |until| until.0);
    let (due, lapses) = (track.map(|track| track.due.0), track.map_or(0, |track| track.lapses));
    let track = track.as_ref().map(packed::pack);
    let values = params![question, asked, last_right, flagged, suspended, buried, due, lapses, track];
    db.prepare_cached(sql)?.execute(values).map(drop)
}

/// What was derived of a question's days.
fn dailies(db: &Connection, question: i64) -> rusqlite::Result<BTreeMap<i32, Daily>> {
    let mut find = db.prepare_cached(&format!("SELECT {STEPS} FROM steps WHERE question = ?1"))?;
    let days = find.query_map([question], |row| {
        let daily = Daily {
            answers: row.get(1)?,
            took: row.get(2)?,
            fresh: row.get(3)?,
            correct: row.get(4)?,
            guessed: row.get(5)?,
            choices: row.get(6)?,
            predicted: row.get(7)?,
            grade: row.get::<_, Option<u32>>(8)?.and_then(grade),
            elapsed: row.get(9)?,
        };
        Ok((row.get(0)?, daily))
    })?;
    days.collect()
}

fn insert(db: &Connection, question: i64, day: i32, daily: &Daily) -> rusqlite::Result<()> {
    let sql = format!("INSERT INTO steps (question, {STEPS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    let Daily { answers, took, fresh, correct, guessed, choices, predicted, grade, elapsed } = daily;
    let grade = grade.map(Grade::number);
    let values = params![question, day, answers, took, fresh, correct, guessed, choices, predicted, grade, elapsed];
    db.prepare_cached(&sql)?.execute(values).map(drop)
}
