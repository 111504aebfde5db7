//! What a player knows of the room, by all that was heard: a value for screens and for lines alike.

use std::collections::BTreeMap;

use super::message::{Door, Out, Sequence};
use super::talk::Heard;
use crate::clock::{Millis, Timestamp};
use crate::room::RoundId;
use crate::room::posed::Picks;
use crate::room::view::{Alone, Ask, Done, Shown, View, You};

/// What a player did about a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// What was picked.
    pub picks: Picks,
    /// Whether the host has it.
    pub taken: bool,
}

/// Whether the host is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// It is.
    Up,
    /// Not since this time, for this reason.
    Down {
        /// Since when.
        since: Timestamp,
        /// Why.
        why: String,
    },
}

/// What a player knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    /// What it takes to come in, while one is not in.
    pub door: Option<Door>,
    /// What everybody sees.
    pub view: Option<View>,
    /// What this player alone is told.
    pub you: Option<You>,
    /// The question of one who goes alone.
    pub alone: Option<Alone>,
    /// Whether the host is there.
    pub reach: Reach,
    /// How the host closed the door, if it did.
    pub out: Option<Out>,
    /// Why the host was left for good, if it was.
    pub broken: Option<String>,
    own: BTreeMap<(RoundId, u8), Own>,
    /// How far the host's clock is before ours.
    ahead: Millis,
    seen: Sequence,
    told: Sequence,
}

/// Votes whose answers are remembered; a drill has fewer.
const MOST: usize = 40_000;

impl Default for Seat {
    fn default() -> Self {
        Self {
            door: None,
            view: None,
            you: None,
            alone: None,
            reach: Reach::Up,
            out: None,
            broken: None,
            own: BTreeMap::new(),
            ahead: Millis(0),
            seen: (0, 0),
            told: (0, 0),
        }
    }
}

impl Seat {
    /// Takes in what was heard at this time of our clock.
    pub fn take(&mut self, heard: Heard, now: Timestamp) {
        match heard {
            Heard::Up => (self.reach, self.out) = (Reach::Up, None),
            Heard::Down(why) => {
                let since = match &self.reach {
                    Reach::Down { since, .. } => *since,
                    Reach::Up => now,
                };
                self.reach = Reach::Down { since, why };
            }
            Heard::Broken(why) => self.broken = Some(why),
            Heard::Door(door) => self.door = Some(door),
            Heard::View { at, now: theirs, view } => {
                (self.seen, self.ahead) = (at, theirs - now);
                self.view = Some(*view);
                self.remember();
            }
            Heard::You { at, you } => {
                (self.told, self.door) = (at, None);
                self.you = Some(*you);
                self.remember();
            }
            Heard::Alone { now: theirs, alone } => {
                self.ahead = theirs - now;
                let asked = (alone.ask.round, alone.ask.vote);
                if let Some(picks) = alone.picks {
                    self.put(asked, Own { picks, taken: true });
                }
                self.alone = Some(*alone);
            }
            Heard::Taken(round, vote) => {
                if let Some(own) = self.own.get_mut(&(round, vote)) {
                    own.taken = true;
                }
            }
            Heard::Refused { answer: Some(asked), .. } => {
                // One that the host has from elsewhere stays.
                if self.own.get(&asked).is_some_and(|own| !own.taken) {
                    self.own.remove(&asked);
                }
            }
            Heard::Refused { .. } => {}
            Heard::Out(out) => self.out = Some(out),
        }
    }

    /// What the host knows of this player's answer to the vote that is shown. What it told before that vote is of another.
    fn remember(&mut self) {
        let asked = self.view.as_ref().and_then(|view| asked(&view.shown)).map(|ask| (ask.round, ask.vote));
        let picks = self.you.as_ref().and_then(|you| you.picks);
        if let (Some(asked), Some(picks)) = (asked, picks)
            && self.settled()
        {
            self.put(asked, Own { picks, taken: true });
        }
    }

    fn put(&mut self, asked: (RoundId, u8), own: Own) {
        if self.own.len() < MOST || self.own.contains_key(&asked) {
            self.own.insert(asked, own);
        }
    }

    /// Remembers an answer that is on its way.
    pub fn answers(&mut self, ask: &Ask, picks: Picks) {
        self.put((ask.round, ask.vote), Own { picks, taken: false });
    }

    /// What this player answered to a vote.
    #[must_use]
    pub fn own(&self, ask: &Ask) -> Option<Own> {
        self.own.get(&(ask.round, ask.vote)).copied()
    }

    /// Whether there is more than this vote's answer to go by at a reveal: one who answered the first vote only has that.
    #[must_use]
    pub fn own_before(&self, ask: &Ask) -> Option<Own> {
        self.own(ask).or_else(|| self.own.get(&(ask.round, ask.vote.checked_sub(1)?)).copied())
    }

    /// The question that waits for this player's answer now.
    #[must_use]
    pub fn asked(&self) -> Option<&Ask> {
        let open = match &self.view.as_ref()?.shown {
            Shown::Open { ask, .. } => Some(ask),
            Shown::Alone { .. } => {
                let alone = self.alone.as_ref().filter(|alone| alone.picks.is_none() && !alone.over)?;
                Some(&alone.ask)
            }
            _ => None,
        }?;
        self.own(open).is_none().then_some(open)
    }

    /// The host's clock, by ours.
    #[must_use]
    pub fn host_time(&self, now: Timestamp) -> Timestamp {
        now + self.ahead
    }

    /// Our clock, when the host's shows this.
    #[must_use]
    pub fn our_time(&self, host: Timestamp) -> Timestamp {
        Timestamp(host.0.saturating_sub(self.ahead.0))
    }

    /// Whether this player is in the room.
    #[must_use]
    pub const fn inside(&self) -> bool {
        self.you.is_some()
    }

    /// Whether what this player is told belongs to what everybody sees: the one comes right after the other.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.told >= self.seen
    }

    /// Whether the drill is over for this player.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.view.as_ref().is_some_and(|view| matches!(view.shown, Shown::Ended(_)))
    }

    /// The first question that one who goes alone has not answered, from `from` on and then from the beginning.
    #[must_use]
    pub fn next_open(&self, from: usize) -> Option<usize> {
        let places = &self.alone.as_ref()?.places;
        let open = |at: &usize| places.get(*at) == Some(&Done::Open);
        (from..places.len()).chain(0..from.min(places.len())).find(open)
    }
}

/// What is asked, or was.
#[must_use]
pub fn asked(shown: &Shown) -> Option<&Ask> {
    match shown {
        Shown::Open { ask, .. } | Shown::Closed { ask, .. } | Shown::Revealed { ask, .. } => Some(ask),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::message::tests::examples;
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_348_798_000);

    fn view(which: usize, seq: u64, round: u32) -> Heard {
        let text = examples()[which]
            .replace("\"seq\":12", &format!("\"seq\":{seq}"))
            .replace("\"round\":3", &format!("\"round\":{round}"));
        match Message::read(&text).unwrap() {
            Message::View { epoch, seq, now, view } => Heard::View { at: (epoch, seq), now, view },
            other => panic!("{other:?}"),
        }
    }

    fn you(seq: u64, picks: &str) -> Heard {
        let text = format!(r#"{{"t":"you","epoch":1,"seq":{seq},"player":0,"name":"Ana"{picks}}}"#);
        match Message::read(&text).unwrap() {
            Message::You { epoch, seq, you } => Heard::You { at: (epoch, seq), you },
            other => panic!("{other:?}"),
        }
    }

    fn seat(all: Vec<Heard>) -> Seat {
        let mut seat = Seat::default();
        for heard in all {
            seat.take(heard, NOW);
        }
        seat
    }

    #[test]
    fn an_answer_to_one_question_is_never_taken_for_one_to_the_next() {
        let mut seat = seat(vec![view(2, 12, 3), you(13, r#","picks":[2]"#)]);
        assert!(seat.asked().is_none());
        seat.take(view(2, 20, 4), NOW);
        assert_eq!(
            seat.asked().map(|ask| ask.round),
            Some(RoundId(4)),
            "what was told before is of the question before"
        );
        seat.take(you(20, ""), NOW);
        assert_eq!(seat.asked().map(|ask| ask.round), Some(RoundId(4)));
        seat.take(view(3, 22, 4), NOW); // paused
        seat.take(you(21, r#","picks":[0]"#), NOW);
        assert!(seat.asked().is_some());
    }

    #[test]
    fn what_was_sent_is_taken_once_the_host_says_so_and_free_again_when_it_refuses() {
        let mut seat = seat(vec![you(12, ""), view(2, 12, 3)]);
        let ask = seat.asked().unwrap().clone();
        seat.answers(&ask, Picks::of([1]));
        assert_eq!(seat.own(&ask), Some(Own { picks: Picks::of([1]), taken: false }));
        assert!(seat.asked().is_none());
        let refused = || Heard::Refused { why: String::new(), answer: Some((ask.round, ask.vote)) };
        seat.take(refused(), NOW);
        assert!(seat.asked().is_some());
        seat.answers(&ask, Picks::of([1]));
        seat.take(Heard::Taken(ask.round, ask.vote), NOW);
        seat.take(refused(), NOW);
        assert_eq!(seat.own(&ask).map(|own| own.taken), Some(true));
    }

    #[test]
    fn the_countdown_goes_by_the_clock_of_the_host() {
        let seat = seat(vec![view(2, 12, 3)]);
        assert_eq!(seat.host_time(NOW), Timestamp(1_795_348_800_000));
        assert_eq!(seat.our_time(Timestamp(1_795_348_800_000)), NOW);
    }

    #[test]
    fn how_long_the_host_is_gone_is_counted_from_the_first_word_of_it() {
        let mut seat = Seat::default();
        seat.take(Heard::Down("a".into()), NOW);
        seat.take(Heard::Down("b".into()), NOW + Millis(5_000));
        assert_eq!(seat.reach, Reach::Down { since: NOW, why: "b".into() });
        seat.take(Heard::Up, NOW);
        assert_eq!(seat.reach, Reach::Up);
    }
}
