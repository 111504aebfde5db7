//! What is derived from events, kept in step with them.
//!
//! Each question's answers are folded by themselves, so that a new record costs no more than the answers to its
//! question. Answers are taken in the order of their ids, which is that of time, and not in that in which the store
//! learnt of them: two stores with the same events derive the same.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::clock::{Day, Millis};
use crate::memory::{Answered, Grade, Guess, Parameters, Retention, Scheduler, Track};
use crate::session::{Confidence, Response, What};

/// The number of the rules by which events are folded; a change of them makes a new one.
const RULES: u32 = 1;
/// The choices of an answer that does not say how many there were.
const CHOICES: u8 = 4;

/// A question's answers, and whether each counts: not after its answer was shown, in an exam the last to its place once
/// that was submitted, and none from before the question was last made new.
const ANSWERS: &str = "
SELECT answer.day, answer.payload, coalesce(answer.outcome <> 'seen' AND (
        sitting.mode <> 'exam'
        OR (
            SELECT outcome FROM standing WHERE sitting = answer.sitting AND kind = 'end' ORDER BY position DESC LIMIT 1
        ) IN ('submitted', 'overdue')
        AND NOT EXISTS (
            SELECT 1 FROM standing AS later
            WHERE later.sitting = answer.sitting AND later.kind = 'response' AND later.place = answer.place
                AND later.position > answer.position
        )
    ), 0),
    NOT EXISTS (SELECT 1 FROM standing AS reset WHERE reset.question = ?1 AND reset.kind = 'reset' AND reset.id > answer.id)
FROM standing AS answer CROSS JOIN sittings AS sitting ON sitting.id = answer.sitting
WHERE answer.question = ?1 AND answer.kind = 'response'
ORDER BY answer.id";

/// A question's last record of a kind.
const LAST: &str = "SELECT outcome, payload FROM standing WHERE question = ?1 AND kind = ?2 ORDER BY id DESC LIMIT 1";

/// By what everything is derived.
pub(super) struct Rules {
    parameters: Parameters,
    scheduler: Scheduler,
    /// As `derived` keeps it.
    text: String,
}

impl Rules {
    /// The rules for a desired retention, with the parameters that were fitted last.
    pub(super) fn of(db: &Connection, retention: Retention) -> rusqlite::Result<Self> {
        let sql = "SELECT payload FROM standing WHERE kind = 'fit' ORDER BY id DESC LIMIT 1";
        let fit = db.prepare_cached(sql)?.query_row([], |row| row.get::<_, String>(0)).optional()?;
        let parameters = fit.and_then(|fit| match serde_json::from_str(&fit).ok()? {
            What::Fit { parameters } => Some(*parameters),
            _ => None,
        });
        let parameters = parameters.unwrap_or_default();
        let (scheduler, text) = (Scheduler::new(&parameters, retention), text(&parameters, retention));
        Ok(Self { parameters, scheduler, text })
    }

    /// The parameters.
    pub(super) const fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The scheduler.
    pub(super) const fn scheduler(&self) -> &Scheduler {
        &self.scheduler
    }
}

fn text(parameters: &Parameters, retention: Retention) -> String {
    format!("{RULES} {} {:?}", retention.share(), parameters.values())
}

/// Makes everything anew if it was derived by other rules. Call it inside a transaction that may write.
pub(super) fn settle(db: &Connection, rules: &Rules) -> rusqlite::Result<()> {
    if is_settled(db, rules)? {
        return Ok(());
    }
    db.execute_batch("DELETE FROM tracks; DELETE FROM steps; DELETE FROM days;")?;
    let keys: BTreeSet<i64> =
        db.prepare("SELECT key FROM questions")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    refold(db, rules, &keys)?;
    let sql = "INSERT INTO derived (one, rules) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET rules = ?1";
    db.execute(sql, [&rules.text]).map(drop)
}

/// Whether everything was derived by these rules.
pub(super) fn is_settled(db: &Connection, rules: &Rules) -> rusqlite::Result<bool> {
    let found =
        db.prepare_cached("SELECT rules FROM derived")?.query_row([], |row| row.get::<_, String>(0)).optional()?;
    Ok(found.is_some_and(|found| found == rules.text))
}

/// Folds the answers of some questions again.
pub(super) fn refold(db: &Connection, rules: &Rules, questions: &BTreeSet<i64>) -> rusqlite::Result<()> {
    if questions.is_empty() {
        return Ok(());
    }
    let guess = guess(db)?;
    for &question in questions {
        let folded = Folded::of(db, rules, &guess, question)?;
        folded.keep(db, question)?;
    }
    Ok(())
}

/// The chance of a lucky guess, from the answers given as guesses.
pub(super) fn guess(db: &Connection) -> rusqlite::Result<Guess> {
    let mut guess = Guess::default();
    let sql = "SELECT choices, coalesce(correct, 0), count(*) FROM steps WHERE guessed = 1 GROUP BY 1, 2";
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        for _ in 0..row.get::<_, u32>(2)? {
            guess.add(row.get(0)?, row.get(1)?);
        }
    }
    Ok(guess)
}

/// What one day did to a question.
#[derive(Debug, Default, PartialEq)]
struct Daily {
    answers: u32,
    took: i64,
    fresh: bool,
    correct: Option<bool>,
    guessed: bool,
    choices: u8,
    predicted: Option<f32>,
    grade: Option<Grade>,
    elapsed: u32,
}

/// What a question's events come to.
struct Folded {
    track: Option<Track>,
    last_right: Option<bool>,
    days: BTreeMap<i32, Daily>,
}

impl Folded {
    fn of(db: &Connection, rules: &Rules, guess: &Guess, question: i64) -> rusqlite::Result<Self> {
        let mut folded = Self { track: None, last_right: None, days: BTreeMap::new() };
        let mut find = db.prepare_cached(ANSWERS)?;
        let mut rows = find.query([question])?;
        while let Some(row) = rows.next()? {
            let (day, payload): (i32, String) = (row.get(0)?, row.get(1)?);
            let (counts, current): (bool, bool) = (row.get(2)?, row.get(3)?);
            let Ok(What::Response(response)) = serde_json::from_str(&payload) else { continue };
            folded.take(rules, guess, Day(day), &response, counts, current);
        }
        Ok(folded)
    }

    fn take(&mut self, rules: &Rules, guess: &Guess, day: Day, response: &Response, counts: bool, current: bool) {
        let daily = self.days.entry(day.0).or_default();
        daily.answers += 1;
        daily.took = daily.took.saturating_add(response.took.0.max(0));
        if !counts {
            return;
        }
        self.last_right = Some(response.fully_right).filter(|_| current);
        let sure = response.confidence == Confidence::Sure && response.answer.picks().is_some();
        let choices = if response.choices == 0 { CHOICES } else { response.choices };
        let answered = Answered { day, right: response.fully_right, sure, choices, took: Millis(response.took.0) };
        let before = self.track.filter(|_| current);
        let (track, step) = Track::after(before.as_ref(), &rules.scheduler, &answered, guess.chance(choices));
        if before.is_some_and(|before| before.reviews == track.reviews) {
            return;
        }
        if daily.correct.is_none() {
            daily.fresh = self.track.is_none();
            daily.correct = Some(response.fully_right);
            daily.guessed = response.confidence == Confidence::Guess;
            daily.choices = choices;
            (daily.predicted, daily.grade, daily.elapsed) = (step.predicted, step.grade, step.days);
        }
        self.track = Some(track).filter(|_| current);
    }

    /// Puts it in the place of what was derived before.
    fn keep(self, db: &Connection, question: i64) -> rusqlite::Result<()> {
        let last = |kind: &str| {
            let mut find = db.prepare_cached(LAST)?;
            let pair = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?));
            find.query_row(params![question, kind], pair).optional()
        };
        let on = |found: Option<(Option<String>, String)>| {
            found.is_some_and(|(outcome, _)| outcome.as_deref() == Some("on"))
        };
        let until = last("bury")?.and_then(|(_, payload)| match serde_json::from_str(&payload).ok()? {
            What::Bury { until, .. } => Some(until.0),
            _ => None,
        });
        // Also by an answer that was taken back, but not before it was made new.
        let asked = "SELECT EXISTS (SELECT 1 FROM events AS answer WHERE question = ?1 AND kind = 'response' AND NOT EXISTS (
                SELECT 1 FROM standing AS reset WHERE reset.question = ?1 AND reset.kind = 'reset' AND reset.id > answer.id
            ))";
        let asked: bool = db.prepare_cached(asked)?.query_row([question], |row| row.get(0))?;
        let track = self.track.as_ref().and_then(|track| serde_json::to_string(track).ok());
        let sql = "INSERT OR REPLACE INTO tracks
            (question, asked, last_right, flagged, suspended, buried, due, lapses, track)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        db.prepare_cached(sql)?.execute(params![
            question,
            asked,
            self.last_right,
            on(last("flag")?),
            on(last("suspend")?),
            until.unwrap_or(i32::MIN),
            self.track.map(|track| track.due.0),
            self.track.map_or(0, |track| track.lapses),
            track
        ])?;
        let before = dailies(db, question)?;
        for (day, daily) in &before {
            if self.days.get(day) != Some(daily) {
                db.prepare_cached("DELETE FROM steps WHERE question = ?1 AND day = ?2")?
                    .execute(params![question, day])?;
                add(db, *day, daily, -1)?;
            }
        }
        for (day, daily) in &self.days {
            if before.get(day) != Some(daily) {
                insert(db, question, *day, daily)?;
                add(db, *day, daily, 1)?;
            }
        }
        Ok(())
    }
}

/// What was derived of a question's days.
fn dailies(db: &Connection, question: i64) -> rusqlite::Result<BTreeMap<i32, Daily>> {
    let sql = "SELECT day, answers, took, fresh, correct, guessed, choices, predicted, grade, elapsed
        FROM steps WHERE question = ?1";
    let mut find = db.prepare_cached(sql)?;
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

/// The grade of a number, as FSRS counts them.
pub(super) fn grade(number: u32) -> Option<Grade> {
    [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy].into_iter().find(|grade| grade.number() == number)
}

fn insert(db: &Connection, question: i64, day: i32, daily: &Daily) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO steps (question, day, answers, took, fresh, correct, guessed, choices, predicted, grade, elapsed)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let Daily { answers, took, fresh, correct, guessed, choices, predicted, grade, elapsed } = daily;
    let grade = grade.map(Grade::number);
    let values = params![question, day, answers, took, fresh, correct, guessed, choices, predicted, grade, elapsed];
    db.prepare_cached(sql)?.execute(values).map(drop)
}

/// Adds what a question's day did to the day's sums, or takes it away again.
fn add(db: &Connection, day: i32, daily: &Daily, times: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO days (day, answers, took, fresh, counted, correct, reviews, recalled, predicted)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (day) DO UPDATE SET
            answers = answers + ?2, took = took + ?3, fresh = fresh + ?4, counted = counted + ?5, correct = correct + ?6,
            reviews = reviews + ?7, recalled = recalled + ?8, predicted = predicted + ?9";
    let right = daily.correct == Some(true);
    let review = daily.predicted.is_some();
    let one = |yes: bool| i64::from(yes) * times;
    db.prepare_cached(sql)?
        .execute(params![
            day,
            i64::from(daily.answers) * times,
            daily.took * times,
            one(daily.fresh),
            one(daily.correct.is_some()),
            one(right),
            one(review),
            one(review && right),
            f64::from(daily.predicted.unwrap_or(0.0)) * times as f64,
        ])
        .map(drop)
}
