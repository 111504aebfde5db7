//! What is derived from events, kept in step with them.
//!
//! Each question's answers are folded by themselves, so that a new record costs no more than the answers to its
//! question. Answers are taken in the order of their ids, which is that of time, and not in that in which the store
//! learnt of them: two stores with the same events derive the same.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _};

use crate::memory::{Grade, Guess, Parameters, Retention, Scheduler};
use crate::session::What;

mod fold;
mod tables;

use fold::{Folded, Happened};
use tables::Changes;
pub(super) use tables::days;

/// The number of the rules by which events are folded; a change of them makes a new one.
const RULES: u32 = 3;
/// As many answers given as guesses must there be before what they say of luck is heeded, and twice as many each time
/// before it is asked again: whatever is scheduled by it is then scheduled anew.
const GUESSES: i64 = 20;
/// From so many on it stays as it is: by then the chance is known to about one part in a hundred.
const MOST_GUESSES: i64 = 1_280;

/// By what everything is derived.
pub(super) struct Rules {
    parameters: Parameters,
    scheduler: Scheduler,
    guess: Guess,
    /// As `derived` keeps it.
    text: String,
}

impl Rules {
    /// The rules for a desired retention, with the parameters that were fitted last and what guesses said of luck.
    fn of(db: &Connection, retention: Retention) -> rusqlite::Result<Self> {
        let sql = "SELECT payload FROM standing WHERE kind = 'fit' ORDER BY id DESC LIMIT 1";
        let fit = db.prepare_cached(sql)?.query_row([], |row| row.get::<_, String>(0)).optional()?;
        let parameters = fit.and_then(|fit| match serde_json::from_str(&fit).ok()? {
            What::Fit { parameters } => Some(*parameters),
            _ => None,
        });
        let parameters = parameters.unwrap_or_default();
        let guess = heeded(db)?;
        let text = format!("{RULES} {} {:?} {guess:?}", retention.share(), parameters.values());
        Ok(Self { parameters, scheduler: Scheduler::new(&parameters, retention), guess, text })
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

/// The rules by which everything is derived, and with it everything if it was derived by others. Call it inside a
/// transaction that may write, unless it is settled.
pub(super) fn settle(db: &Connection, retention: Retention) -> rusqlite::Result<Rules> {
    let mut rules = Rules::of(db, retention)?;
    // Guesses are known once all was derived, by whatever rules: the second time nothing else comes out.
    for _ in 0..2 {
        if is_settled(db, &rules)? {
            break;
        }
        anew(db, &rules)?;
        let sql = "INSERT INTO derived (one, rules) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET rules = ?1";
        db.execute(sql, [&rules.text])?;
        rules = Rules::of(db, retention)?;
    }
    Ok(rules)
}

/// The rules, where everything was derived by them.
pub(super) fn settled(db: &Connection, retention: Retention) -> rusqlite::Result<Option<Rules>> {
    let rules = Rules::of(db, retention)?;
    Ok(is_settled(db, &rules)?.then_some(rules))
}

/// Whether everything was derived by these rules.
pub(super) fn is_settled(db: &Connection, rules: &Rules) -> rusqlite::Result<bool> {
    let found =
        db.prepare_cached("SELECT rules FROM derived")?.query_row([], |row| row.get::<_, String>(0)).optional()?;
    Ok(found.is_some_and(|found| found == rules.text))
}

/// Derives everything, in one pass over what happened.
fn anew(db: &Connection, rules: &Rules) -> rusqlite::Result<()> {
    tables::clear(db)?;
    let mut changes = Changes::default();
    let mut find = db.prepare(&fold::events(""))?;
    let mut rows = find.query([])?;
    let mut of: Option<(i64, Vec<Happened>)> = None;
    loop {
        let next =
            rows.next()?.map(|row| Ok::<(i64, _), rusqlite::Error>((row.get(0)?, Happened::of(row)?))).transpose()?;
        let question = next.as_ref().map(|(question, _)| *question);
        if let Some((done, events)) = of.take_if(|(of, _)| Some(*of) != question) {
            changes.write(db, done, &Folded::of(rules, &events))?;
        }
        let Some((question, happened)) = next else { break };
        of.get_or_insert_with(|| (question, Vec::new())).1.push(happened);
    }
    changes.finish(db)?;
    tables::sum_up(db)
}

/// The grade of a number, as FSRS counts them.
pub(super) fn grade(number: u32) -> Option<Grade> {
    [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy].into_iter().find(|grade| grade.number() == number)
}

/// Folds the answers of some questions again.
pub(super) fn refold(db: &Connection, rules: &Rules, questions: &BTreeSet<i64>) -> rusqlite::Result<()> {
    let mut changes = Changes::default();
    for &question in questions {
        let mut find = db.prepare_cached(&fold::events("AND event.question = ?1"))?;
        let events = find.query_map([question], Happened::of)?.collect::<Result<Vec<_>, _>>()?;
        changes.replace(db, question, &Folded::of(rules, &events))?;
    }
    changes.finish(db)
}

/// The chance of a lucky guess, from the answers given as guesses.
pub(super) fn guess(db: &Connection) -> rusqlite::Result<Guess> {
    let mut guess = Guess::default();
    // Counted here: to group them, the database would sort them first.
    let mut find = db.prepare_cached("SELECT choices, coalesce(correct, 0) FROM steps WHERE guessed = 1")?;
    let mut rows = find.query([])?;
    while let Some(row) = rows.next()? {
        guess.add(row.get(0)?, row.get(1)?);
    }
    Ok(guess)
}

/// The chance of a lucky guess by which everything is scheduled: that of the first so many guesses, so that it seldom
/// changes and never hangs on when it was looked at.
pub(super) fn heeded(db: &Connection) -> rusqlite::Result<Guess> {
    let mut guess = Guess::default();
    let sql = "SELECT count(*) FROM (SELECT 1 FROM steps WHERE guessed = 1 LIMIT ?1)";
    let count: i64 = db.prepare_cached(sql)?.query_row([MOST_GUESSES], |row| row.get(0))?;
    if count < GUESSES {
        return Ok(guess);
    }
    let taken = GUESSES << (count / GUESSES).ilog2();
    // By the index from the first day on, so that no more is read than is taken.
    let sql = "SELECT choices, coalesce(correct, 0) FROM steps INDEXED BY guesses CROSS JOIN questions ON key = steps.question
        WHERE guessed = 1 ORDER BY day, bank, questions.question LIMIT ?1";
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query([taken])?;
    while let Some(row) = rows.next()? {
        guess.add(row.get(0)?, row.get(1)?);
    }
    Ok(guess)
}
