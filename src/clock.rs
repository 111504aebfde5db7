//! Time as an argument: moments, a person's days, and how both are written.
//!
//! Only [`Moment::now`] reads the clock; everything else is told the time.

use std::fmt;
use std::ops::{Add, Sub};
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::rng::Chance;

/// A point in time: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The point in time of a clock on the wall, in this machine's time zone: `2026-11-30 18:00`, or a day alone for its
    /// end.
    #[must_use]
    pub fn of_wall(text: &str) -> Option<Self> {
        let text = text.trim();
        let wall = text.parse::<jiff::civil::DateTime>().ok()?;
        let whole_day = text.len() <= 10; // `2026-11-30`
        let wall = if whole_day { wall.date().at(23, 59, 0, 0) } else { wall };
        wall.to_zoned(zone()).ok().map(|at| Self(at.timestamp().as_millisecond()))
    }

    /// The point in time that a text of RFC 3339 tells.
    #[must_use]
    pub fn of_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>().ok().map(|at| Self(at.as_millisecond()))
    }
}

/// A span of time in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Millis(pub i64);

impl Millis {
    /// So many minutes.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self(minutes as i64 * 60_000)
    }

    /// Whole seconds, rounded up, never below 0: what a countdown shows.
    #[must_use]
    pub const fn seconds_left(self) -> i64 {
        if self.0 <= 0 { 0 } else { (self.0 + 999) / 1000 }
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;
    fn add(self, span: Millis) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub for Timestamp {
    type Output = Millis;
    fn sub(self, earlier: Self) -> Millis {
        Millis(self.0.saturating_sub(earlier.0))
    }
}

/// A day in a person's calendar: days since 1970-01-01.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day so many days later, or earlier where that is below 0.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Which day of the week it is: 0 for Monday, 6 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        (self.0 as i64 + 3).rem_euclid(7) as u8 // 1970 began on a Thursday
    }

    /// Its month and the day in it, counted from 1; none for a day that no calendar has.
    #[must_use]
    pub fn month(self) -> Option<(u8, u8)> {
        let date = self.date()?;
        Some((u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?))
    }

    fn date(self) -> Option<jiff::civil::Date> {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().try_days(self.0).ok()?).ok()
    }
}

/// `2026-11-22`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => f.pad(&date.to_string()),
            None => f.pad("unknown day"),
        }
    }
}

/// A point in time and the offset of the clock on the wall there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When, in UTC.
    pub at: Timestamp,
    /// The wall clock's offset from UTC in minutes, east positive.
    pub offset: i16,
}

impl Moment {
    /// The time now, by this machine's clock and time zone.
    #[must_use]
    pub fn now() -> Self {
        Self::here(Timestamp(jiff::Timestamp::now().as_millisecond()))
    }

    /// A point in time on the wall clock of this machine's time zone.
    #[must_use]
    pub fn here(at: Timestamp) -> Self {
        static ZONE: LazyLock<TimeZone> = LazyLock::new(zone);
        let known = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        Self { at, offset: i16::try_from(ZONE.to_offset(known).seconds() / 60).unwrap_or(0) }
    }

    /// The person's day, which turns over at `hour` (0 to 23) on the wall clock.
    #[must_use]
    pub fn day(self, hour: u8) -> Day {
        let wall = self.at.0.saturating_add((i64::from(self.offset) - i64::from(hour) * 60) * 60_000);
        Day(i32::try_from(wall.div_euclid(86_400_000)).unwrap_or(i32::MAX))
    }

    /// `2026-11-22T14:05:09.123+02:00`, as RFC 3339 writes it; none for a time that no calendar has.
    #[must_use]
    pub fn rfc3339(self) -> Option<String> {
        let wall = self.wall()?;
        let millis = self.at.0.rem_euclid(1000);
        let (sign, offset) = (if self.offset < 0 { '-' } else { '+' }, self.offset.unsigned_abs());
        let (hours, minutes) = (offset / 60, offset % 60);
        Some(format!("{}.{millis:03}{sign}{hours:02}:{minutes:02}", wall.strftime("%Y-%m-%dT%H:%M:%S")))
    }

    fn wall(self) -> Option<jiff::civil::DateTime> {
        let millis = self.at.0.checked_add(i64::from(self.offset) * 60_000)?;
        let utc = jiff::Timestamp::from_millisecond(millis).ok()?;
        Some(jiff::tz::Offset::UTC.to_datetime(utc))
    }
}

/// This machine's time zone.
///
/// Where the environment does not name it, the system's own file is read as it stands: to find it by its name, every
/// name that there is would be read, which takes longer than all else before the first frame.
fn zone() -> TimeZone {
    let named = std::env::var_os("TZ").is_some();
    let file = Some("/etc/localtime").filter(|_| cfg!(unix) && !named);
    let own = file.and_then(|file| TimeZone::tzif("", &std::fs::read(file).ok()?).ok());
    own.unwrap_or_else(TimeZone::system)
}

/// `2026-11-22 14:05`, on the wall clock.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wall() {
            Some(wall) => f.pad(&wall.strftime("%Y-%m-%d %H:%M").to_string()),
            None => f.pad("unknown time"),
        }
    }
}

/// The id of one record: a version 7 UUID, so that ids sort by time and two machines never make the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StampId(pub Uuid);

impl fmt::Display for StampId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for StampId {
    type Error = uuid::Error;
    fn try_from(text: String) -> Result<Self, uuid::Error> {
        Uuid::try_parse(&text).map(Self)
    }
}

impl From<StampId> for String {
    fn from(id: StampId) -> Self {
        id.to_string()
    }
}

/// What every record carries: its own id, and when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The record's id.
    pub id: StampId,
    /// When it was made.
    #[serde(flatten)]
    pub moment: Moment,
}

/// Makes stamps: time and chance come in as arguments, ids go out in order.
pub struct Stamps {
    chance: Chance,
    last: (i64, u16),
}

impl Stamps {
    /// Stamps whose random bits come from `chance`.
    #[must_use]
    pub const fn new(chance: Chance) -> Self {
        Self { chance, last: (i64::MIN, 0) }
    }

    /// Makes the next ones sort after this one, which may be from before the clock was set back.
    pub fn follow(&mut self, last: StampId) {
        let millis = last.0.get_timestamp().map_or(0, |at| {
            let (seconds, nanos) = at.to_unix();
            i64::try_from(seconds).unwrap_or(i64::MAX / 1000).saturating_mul(1000) + i64::from(nanos / 1_000_000)
        });
        // No count of that millisecond is left.
        self.last = self.last.max((millis, 0x0fff));
    }

    /// The next stamp. Stamps made within one millisecond, or after the clock was set back, still sort in the order
    /// they were made (RFC 9562 §6.2, a counter in `rand_a`).
    pub fn next(&mut self, moment: Moment) -> Stamp {
        let (millis, count) = self.last;
        self.last = if moment.at.0 > millis {
            (moment.at.0, 0)
        } else if count < 0x0fff {
            (millis, count + 1)
        } else {
            (millis + 1, 0)
        };
        let mut random: [u8; 10] = self.chance.bytes();
        random[..2].copy_from_slice(&self.last.1.to_be_bytes());
        let millis = u64::try_from(self.last.0).unwrap_or(0);
        Stamp { id: StampId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()), moment }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment { at: Timestamp(1_795_348_800_000), offset: 0 };

    #[test]
    fn a_day_turns_over_at_the_hour_that_was_set() {
        let day = NOON.day(0);
        let late = Moment { at: NOON.at + Millis::minutes(15 * 60), ..NOON };
        assert_eq!(late.day(0), Day(day.0 + 1), "three in the night is the next day");
        assert_eq!(late.day(4), day, "but still the same day for one whose day turns over at four");
        assert_eq!(Moment { at: Timestamp(i64::MIN), offset: -1 }.day(23), Day(i32::MAX), "a broken clock is no panic");
        let east = Moment { offset: 13 * 60, ..NOON };
        assert_eq!(east.day(0), Day(day.0 + 1));
    }

    #[test]
    fn a_day_knows_its_place_in_week_and_month() {
        let day = NOON.day(0);
        assert_eq!((day.to_string().as_str(), day.weekday(), day.month()), ("2026-11-22", 6, Some((11, 22))));
        assert_eq!((day.plus(1).weekday(), Day(-1).weekday()), (0, 2));
        assert_eq!((Day(i32::MAX).to_string().as_str(), Day(i32::MIN).month()), ("unknown day", None));
    }

    #[test]
    fn a_moment_is_written_as_the_wall_clock_shows_it() {
        assert_eq!(NOON.to_string(), "2026-11-22 12:00");
        assert_eq!(Moment { offset: -330, ..NOON }.to_string(), "2026-11-22 06:30");
        assert_eq!(Moment { at: Timestamp(i64::MAX), offset: 0 }.to_string(), "unknown time");
    }

    #[test]
    fn a_moment_is_read_again_as_it_was_written() {
        for (offset, text) in [(0, "2026-11-22T12:00:00.007+00:00"), (-330, "2026-11-22T06:30:00.007-05:30")] {
            let moment = Moment { at: Timestamp(NOON.at.0 + 7), offset };
            assert_eq!(moment.rfc3339().as_deref(), Some(text));
            assert_eq!(Timestamp::of_rfc3339(text), Some(moment.at));
        }
        assert_eq!(Timestamp::of_rfc3339("yesterday"), None);
        assert_eq!(Moment { at: Timestamp(i64::MAX), offset: 0 }.rfc3339(), None);
    }

    #[test]
    fn stamps_sort_as_they_were_made_even_when_the_clock_is_set_back() {
        let mut stamps = Stamps::new(Chance::new(1, "stamps"));
        let back = Moment { at: Timestamp(NOON.at.0 - 60_000), ..NOON };
        let ids: Vec<_> = [NOON, NOON, back, NOON].into_iter().map(|m| stamps.next(m).id).collect();
        assert!(ids.is_sorted());
        assert_eq!(ids[0].0.get_version_num(), 7);
    }

    #[test]
    fn stamps_sort_after_those_of_an_earlier_run_with_a_later_clock() {
        let last = Stamps::new(Chance::new(1, "stamps")).next(NOON).id;
        let mut stamps = Stamps::new(Chance::new(2, "stamps"));
        stamps.follow(last);
        let back = Moment { at: Timestamp(NOON.at.0 - 60_000), ..NOON };
        let next = stamps.next(back);
        assert!(next.id > last);
        assert_eq!(next.moment, back, "when it happened is told as the clock says");
        let later = Moment { at: Timestamp(NOON.at.0 + 60_000), ..NOON };
        assert!(stamps.next(later).id > next.id);
    }

    #[test]
    fn a_countdown_rounds_up() {
        assert_eq!(Millis(1).seconds_left(), 1);
        assert_eq!(Millis(-5).seconds_left(), 0);
        assert_eq!(Millis::minutes(2).seconds_left(), 120);
    }
}
