//! What study and progress ask the store.

use rusqlite::{OptionalExtension as _, Row, params};

use super::derive::{self, Rules};
use super::{Store, StoreError};
use crate::clock::{Day, Millis};
use crate::id::{BankId, QuestionId, QuestionRef};
use crate::memory::{Guess, Retention, Review, Scheduler, Track};
use crate::progress::{Daily, Standing, Tracked};
use crate::session::{Agenda, Due, What};

/// So many of the questions that are due are looked at for a sitting: more than anyone answers in one.
const DUE: usize = 2_000;
/// Up to so many questions what is known of them is summed up at every start.
const KNOWN: usize = 5_000;

impl Store {
    /// What study has to ask on a day, of the banks that are open.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn agenda(&mut self, day: Day, open: impl Fn(&BankId) -> bool) -> Result<Agenda, StoreError> {
        let scheduler = self.scheduler()?;
        let open = |tracked: &Tracked| open(&tracked.question.bank);
        let due = self.due(day, DUE)?.into_iter().filter(open);
        let due = due.map(|due| Due { recall: due.track.recall(&scheduler, day), question: due.question }).collect();
        let today = self.day(day)?;
        let tracks = self.tracks_within(KNOWN)?.unwrap_or_default();
        let tracks = || tracks.iter().filter(|tracked| open(tracked));
        Ok(Agenda {
            day,
            due,
            fresh: today.fresh as usize,
            reviewed: today.counted.saturating_sub(today.fresh) as usize,
            tracked: tracks().count(),
            known: tracks().map(|tracked| tracked.track.known(&scheduler, day)).sum(),
            pace: self.pace()?,
        })
    }

    /// Sets the share that is to be recalled, before anything is asked of memory.
    pub fn aim_at(&mut self, retention: Retention) {
        if self.retention != retention {
            (self.retention, self.rules) = (retention, None);
        }
    }

    /// The scheduler by which everything is derived.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn scheduler(&mut self) -> Result<Scheduler, StoreError> {
        Ok(self.rules()?.scheduler().clone())
    }

    /// The chance of a lucky guess, from the answers given as guesses.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn guess(&mut self) -> Result<Guess, StoreError> {
        self.rules()?;
        derive::guess(&self.db).map_err(|error| self.told(error))
    }

    /// The questions to ask again by a day, the longest due first, as many as `limit`: none that is put aside or off,
    /// and no leech.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn due(&mut self, today: Day, limit: usize) -> Result<Vec<Tracked>, StoreError> {
        let sql = "SELECT bank, questions.question, track, suspended, flagged, buried FROM tracks JOIN questions ON key = tracks.question
            WHERE due <= ?1 AND suspended = 0 AND buried <= ?1 AND lapses < ?2 ORDER BY due LIMIT ?3";
        self.rules()?;
        self.tracked(sql, params![today.0, Track::LEECH, limit as i64])
    }

    /// How many questions are due by a day.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn due_count(&mut self, today: Day) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM tracks WHERE due <= ?1 AND suspended = 0 AND buried <= ?1 AND lapses < ?2";
        self.rules()?;
        let count = self.db.prepare_cached(sql).and_then(|mut find| {
            find.query_row(params![today.0, Track::LEECH], |row| row.get::<_, i64>(0))
        });
        count.map(|count| usize::try_from(count).unwrap_or(0)).map_err(|error| self.told(error))
    }

    /// Every question that has a track.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn tracks(&mut self) -> Result<Vec<Tracked>, StoreError> {
        let sql = "SELECT bank, questions.question, track, suspended, flagged, buried FROM tracks JOIN questions ON key = tracks.question
            WHERE track IS NOT NULL";
        self.rules()?;
        self.tracked(sql, [])
    }

    /// All that figures are made from.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn standing(&mut self, today: Day) -> Result<Standing, StoreError> {
        let (scheduler, guess) = (self.scheduler()?, self.guess()?);
        let sql = "SELECT bank, questions.question FROM tracks JOIN questions ON key = tracks.question WHERE suspended <> 0";
        let suspended = self.db.prepare_cached(sql).and_then(|mut find| {
            let rows = find.query_map([], |row| Ok(named(row)))?;
            rows.filter_map(Result::transpose).collect()
        });
        let suspended = suspended.map_err(|error| self.told(error))?;
        Ok(Standing { today, scheduler, guess, tracks: self.tracks()?, suspended, days: self.days()? })
    }

    /// Every question that has a track; none when there are more than so many.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn tracks_within(&mut self, limit: usize) -> Result<Option<Vec<Tracked>>, StoreError> {
        let sql = "SELECT bank, questions.question, track, suspended, flagged, buried FROM tracks JOIN questions ON key = tracks.question
            WHERE track IS NOT NULL LIMIT ?1";
        self.rules()?;
        let tracks = self.tracked(sql, [limit as i64 + 1])?;
        Ok(Some(tracks).filter(|tracks| tracks.len() <= limit))
    }

    /// How long an answer takes on the whole, over the last thirty days with answers; none without any.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn pace(&mut self) -> Result<Option<Millis>, StoreError> {
        self.rules()?;
        let sql = "SELECT sum(took) / sum(answers) FROM
            (SELECT took, answers FROM days WHERE answers > 0 ORDER BY day DESC LIMIT 30)";
        let pace = self.db.prepare_cached(sql).and_then(|mut find| find.query_row([], |row| row.get::<_, Option<i64>>(0)));
        pace.map(|pace| pace.map(Millis)).map_err(|error| self.told(error))
    }

    /// The sums of every day on which something was answered, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn days(&mut self) -> Result<Vec<Daily>, StoreError> {
        self.rules()?;
        let sql = "SELECT day, answers, took, fresh, counted, correct, reviews, recalled, predicted FROM days
            WHERE answers > 0 ORDER BY day";
        let days = self.db.prepare_cached(sql).and_then(|mut find| find.query_map([], daily)?.collect());
        days.map_err(|error| self.told(error))
    }

    /// The sums of one day.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn day(&mut self, day: Day) -> Result<Daily, StoreError> {
        self.rules()?;
        let sql = "SELECT day, answers, took, fresh, counted, correct, reviews, recalled, predicted FROM days WHERE day = ?1";
        let found = self.db.prepare_cached(sql).and_then(|mut find| find.query_row([day.0], daily).optional());
        found.map(|found| found.unwrap_or(Daily { day, ..Daily::default() })).map_err(|error| self.told(error))
    }

    /// What moved each question's memory, question by question, to fit the schedule to.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn reviews(&mut self) -> Result<Vec<Vec<Review>>, StoreError> {
        self.rules()?;
        let sql = "SELECT question, grade, elapsed, day FROM steps WHERE grade IS NOT NULL ORDER BY question, day";
        let read = self.db.prepare_cached(sql).and_then(|mut find| {
            let mut all: Vec<Vec<Review>> = Vec::new();
            let (mut rows, mut last) = (find.query([])?, None);
            while let Some(row) = rows.next()? {
                let question: i64 = row.get(0)?;
                let Some(grade) = derive::grade(row.get(1)?) else { continue };
                if last != Some(question) {
                    (last, ()) = (Some(question), all.push(Vec::new()));
                }
                if let Some(reviews) = all.last_mut() {
                    reviews.push(Review { grade, days: row.get(2)?, day: Day(row.get(3)?) });
                }
            }
            Ok(all)
        });
        read.map_err(|error| self.told(error))
    }

    /// The learner's own note on a question.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn note(&self, question: &QuestionRef) -> Result<Option<String>, StoreError> {
        let sql = "SELECT payload FROM standing JOIN questions ON key = standing.question
            WHERE bank = ?1 AND questions.question = ?2 AND kind = 'note' ORDER BY id DESC LIMIT 1";
        let names = [question.bank.as_str(), question.question.as_str()];
        let found = self.db.prepare_cached(sql).and_then(|mut find| {
            find.query_row(names, |row| row.get::<_, String>(0)).optional()
        });
        let note = found.map_err(|error| self.told(error))?.and_then(|payload| match serde_json::from_str(&payload).ok()? {
            What::Note { text, .. } => Some(text),
            _ => None,
        });
        Ok(note.filter(|text| !text.is_empty()))
    }

    /// The rules by which everything is derived, once it is.
    pub(super) fn rules(&mut self) -> Result<&Rules, StoreError> {
        if self.rules.is_none() {
            let file = self.name();
            let told = |error| StoreError::sqlite(std::path::Path::new(&file), error);
            let rules = Rules::of(&self.db, self.retention).map_err(told)?;
            if !derive::is_settled(&self.db, &rules).map_err(told)? {
                let tx = super::writing(&mut self.db).map_err(told)?;
                derive::settle(&tx, &rules).and_then(|()| tx.commit()).map_err(told)?;
            }
            self.rules = Some(rules);
        }
        self.rules.as_ref().ok_or_else(|| StoreError::Foreign { file: self.name() })
    }

    fn tracked(&self, sql: &str, of: impl rusqlite::Params) -> Result<Vec<Tracked>, StoreError> {
        let read = self.db.prepare_cached(sql).and_then(|mut find| {
            let (mut rows, mut all) = (find.query(of)?, Vec::new());
            while let Some(row) = rows.next()? {
                all.extend(tracked(row));
            }
            Ok(all)
        });
        read.map_err(|error| self.told(error))
    }
}

/// The question of a row of bank and question; none when it cannot be one.
fn named(row: &Row<'_>) -> Option<QuestionRef> {
    let word = |column| row.get_ref(column).ok()?.as_str().ok();
    Some(QuestionRef { bank: BankId::new(word(0)?).ok()?, question: QuestionId::new(word(1)?).ok()? })
}

/// A row of bank, question, track, suspended, flagged, buried; none when it cannot be read.
fn tracked(row: &Row<'_>) -> Option<Tracked> {
    let question = named(row)?;
    let track = serde_json::from_str(row.get_ref(2).ok()?.as_str().ok()?).ok()?;
    let (suspended, flagged, buried) = (row.get(3).ok()?, row.get(4).ok()?, Day(row.get(5).ok()?));
    Some(Tracked { question, track, suspended, flagged, buried })
}

fn daily(row: &Row<'_>) -> rusqlite::Result<Daily> {
    Ok(Daily {
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
}
