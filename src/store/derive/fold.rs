//! What happened to a question, folded into what is known of it.

use std::collections::BTreeMap;

use rusqlite::Row;
use serde::Deserialize;

use super::Rules;
use crate::clock::{Day, Millis};
use crate::memory::{Answered, Grade, Track};
use crate::session::{Answer, Confidence, What};

/// The choices of an answer that does not say how many there were.
const CHOICES: u8 = 4;

/// What happened to questions, each question's records together and in order; whether each stands; and whether an answer
/// counts: not after it was shown, and in an exam the last to its place before the first time that it was submitted.
///
/// What comes later is told by a device's own numbers, and between devices by ids, so that any two stores with the same
/// events agree, whichever they learnt of first.
const EVENTS: &str = "
SELECT event.question, event.id, event.kind, event.outcome, event.day, event.payload,
    NOT EXISTS (
        SELECT 1 FROM events AS void
        WHERE void.target = event.id AND void.kind = 'void' AND void.sitting IS event.sitting
    ),
    event.kind = 'response' AND coalesce(event.outcome <> 'seen' AND (
        sitting.mode <> 'exam'
        OR EXISTS (
            SELECT 1 FROM (
                SELECT device, seq, id FROM standing
                WHERE sitting = event.sitting AND kind = 'end' AND outcome IN ('submitted', 'overdue')
                ORDER BY id LIMIT 1
            ) AS end
            WHERE iif(event.device = end.device, event.seq < end.seq, event.id < end.id)
            AND NOT EXISTS (
                SELECT 1 FROM standing AS later
                WHERE later.sitting = event.sitting AND later.kind = 'response' AND later.place = event.place
                    AND iif(later.device = event.device, later.seq > event.seq, later.id > event.id)
                    AND iif(later.device = end.device, later.seq < end.seq, later.id < end.id)
            )
        )
    ), 0)
FROM events AS event LEFT JOIN sittings AS sitting ON sitting.id = event.sitting
WHERE event.question IS NOT NULL AND event.kind IN ('response', 'flag', 'suspend', 'bury', 'reset')";

/// Asks for what happened to the questions of this condition.
pub(super) fn events(condition: &str) -> String {
    format!("{EVENTS} {condition} ORDER BY event.question, event.id")
}

/// Something that happened to a question.
pub(super) struct Happened {
    kind: Kind,
    /// Whether it was not taken back.
    stands: bool,
}

enum Kind {
    Answer { given: Option<Given>, day: Day, counts: bool },
    Flag(bool),
    Suspend(bool),
    Bury(Option<Day>),
    Reset,
}

/// What is read of an answer.
#[derive(Deserialize)]
struct Given {
    answer: Answer,
    confidence: Confidence,
    took: Millis,
    fully_right: bool,
    #[serde(default)]
    choices: u8,
}

impl Happened {
    /// Reads a row of [`EVENTS`].
    pub(super) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let on = || row.get_ref(3).map(|outcome| outcome.as_str_or_null() == Ok(Some("on")));
        let payload = || row.get_ref(5)?.as_str().map_err(rusqlite::Error::from);
        let kind = match row.get_ref(2)?.as_str()? {
            "response" => Kind::Answer {
                given: serde_json::from_str(payload()?).ok(),
                day: Day(row.get(4)?),
                counts: row.get(7)?,
            },
            "flag" => Kind::Flag(on()?),
            "suspend" => Kind::Suspend(on()?),
            "bury" => Kind::Bury(match serde_json::from_str(payload()?) {
                Ok(What::Bury { until, .. }) => Some(until),
                _ => None,
            }),
            _ => Kind::Reset,
        };
        Ok(Self { kind, stands: row.get(6)? })
    }
}

/// What one day did to a question.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Daily {
    pub answers: u32,
    pub took: i64,
    pub fresh: bool,
    pub correct: Option<bool>,
    pub guessed: bool,
    pub choices: u8,
    pub predicted: Option<f32>,
    pub grade: Option<Grade>,
    pub elapsed: u32,
}

/// What a question's events come to.
#[derive(Default)]
pub(super) struct Folded {
    pub track: Option<Track>,
    pub last_right: Option<bool>,
    /// Whether it was answered, also by an answer that was taken back, but not before it was made new.
    pub asked: bool,
    pub flagged: bool,
    pub suspended: bool,
    pub buried: Option<Day>,
    pub days: BTreeMap<i32, Daily>,
}

impl Folded {
    /// Folds a question's events, in their order.
    pub(super) fn of(rules: &Rules, events: &[Happened]) -> Self {
        let mut folded = Self::default();
        let made_new = events.iter().rposition(|event| event.stands && matches!(event.kind, Kind::Reset));
        for (at, event) in events.iter().enumerate() {
            let current = made_new.is_none_or(|reset| at > reset);
            match &event.kind {
                Kind::Answer { given, day, counts } => {
                    folded.asked |= current;
                    if let Some(given) = given.as_ref().filter(|_| event.stands) {
                        folded.take(rules, *day, given, *counts, current);
                    }
                }
                _ if !event.stands => {}
                Kind::Flag(on) => folded.flagged = *on,
                Kind::Suspend(on) => folded.suspended = *on,
                Kind::Bury(until) => folded.buried = *until,
                Kind::Reset => {}
            }
        }
        folded
    }

    fn take(&mut self, rules: &Rules, day: Day, given: &Given, counts: bool, current: bool) {
        let daily = self.days.entry(day.0).or_default();
        daily.answers += 1;
        daily.took = daily.took.saturating_add(given.took.0.max(0));
        if !counts {
            return;
        }
        self.last_right = Some(given.fully_right).filter(|_| current);
        let sure = given.confidence == Confidence::Sure && given.answer.picks().is_some();
        let choices = if given.choices == 0 { CHOICES } else { given.choices };
        let answered = Answered { day, right: given.fully_right, sure, choices, took: given.took };
        let before = self.track.filter(|_| current);
        let (track, step) = Track::after(before.as_ref(), &rules.scheduler, &answered, rules.guess.chance(choices));
        if before.is_some_and(|before| before.reviews == track.reviews) {
            return;
        }
        if daily.correct.is_none() {
            daily.fresh = self.track.is_none();
            daily.correct = Some(given.fully_right);
            daily.guessed = given.confidence == Confidence::Guess;
            daily.choices = choices;
            (daily.predicted, daily.grade, daily.elapsed) = (step.predicted, step.grade, step.days);
        }
        self.track = Some(track).filter(|_| current);
    }
}
