//! What a room's events come to.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Rules;
use super::event::{Event, Happened, Opening};
use super::posed::{Picks, Posed};
use super::roll::{Gone, Player, PlayerId, Roll};
use super::rules::Pace;
use crate::clock::{Millis, Timestamp};

/// A room's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoomId(pub Uuid);

impl TryFrom<String> for RoomId {
    type Error = uuid::Error;
    fn try_from(text: String) -> Result<Self, uuid::Error> {
        Uuid::parse_str(&text).map(Self)
    }
}

impl From<RoomId> for String {
    fn from(id: RoomId) -> Self {
        id.0.to_string()
    }
}

/// A round of a room: its number, from 0. Where each learner goes alone, it is the question's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RoundId(pub u32);

/// A player's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// What was picked.
    pub picks: Picks,
    /// How long it took.
    pub took: Millis,
    /// The number that the player's program gave to it.
    pub answer: u64,
}

/// One time that the class answers a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vote {
    /// When it was opened.
    pub opened: Timestamp,
    /// When it closes by itself.
    pub until: Option<Timestamp>,
    /// How many answered.
    pub answered: usize,
    /// Hands that were counted, for each choice as shown.
    pub hands: Vec<u32>,
    /// The answers, by player.
    given: Vec<Option<Given>>,
}

impl Vote {
    /// A player's answer.
    #[must_use]
    pub fn given(&self, player: PlayerId) -> Option<Given> {
        self.given.get(player.0 as usize).copied().flatten()
    }

    /// All answers.
    pub fn answers(&self) -> impl Iterator<Item = (PlayerId, Given)> {
        (0..).zip(&self.given).filter_map(|(player, given)| given.map(|given| (PlayerId(player), given)))
    }

    fn take(&mut self, player: PlayerId, given: Given) {
        let at = player.0 as usize;
        if self.given.len() <= at {
            self.given.resize(at + 1, None);
        }
        if let Some(slot @ None) = self.given.get_mut(at) {
            *slot = Some(given);
            self.answered += 1;
        }
    }

    /// How many picked each of so many choices.
    #[must_use]
    pub fn tally(&self, choices: usize) -> Vec<u32> {
        let mut tally = vec![0; choices];
        for (_, given) in self.answers() {
            for place in given.picks.places() {
                if let Some(count) = tally.get_mut(usize::from(place)) {
                    *count += 1;
                }
            }
        }
        for (count, hands) in tally.iter_mut().zip(&self.hands) {
            *count += hands;
        }
        tally
    }
}

/// How far a round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It takes answers.
    Open,
    /// It takes no more, and nothing of them is shown.
    Closed,
    /// Tally, key and passage were shown.
    Revealed,
    /// It counts for nothing.
    Skipped,
}

/// One question's life in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The question's place in the room's list.
    pub place: usize,
    /// How far it is.
    pub stage: Stage,
    /// The first vote, and the second where the class voted again.
    pub votes: Vec<Vote>,
}

impl Round {
    /// The vote that is open, or was last, and its number (1 or 2).
    #[must_use]
    pub fn vote(&self) -> Option<(u8, &Vote)> {
        (1..).zip(&self.votes).last()
    }

    /// What a player answered in the end: in the last vote in which they did.
    #[must_use]
    pub fn given(&self, player: PlayerId) -> Option<Given> {
        self.votes.iter().rev().find_map(|vote| vote.given(player))
    }
}

/// What everybody is looking at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was asked yet.
    Lobby,
    /// This round; its stage says what of it.
    Round(RoundId),
    /// The ranking.
    Ranked,
    /// Each learner goes alone.
    Alone,
    /// It is over.
    Ended,
}

/// A room as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    opening: Opening,
    opened: Timestamp,
    roll: Roll,
    rounds: Vec<Round>,
    queue: VecDeque<usize>,
    phase: Phase,
    locked: bool,
    paused: Option<Timestamp>,
    epoch: u32,
    seq: u64,
}

impl Room {
    /// The room that these events come to; none unless the first one opens it.
    pub fn of(events: impl IntoIterator<Item = Happened>) -> Option<Self> {
        let mut events = events.into_iter();
        let first = events.next()?;
        let Event::Opened(opening) = first.event else { return None };
        let mut room = Self::open(*opening, first.at);
        events.for_each(|happened| room.apply(&happened));
        Some(room)
    }

    /// A room that is opened now. Its first event is [`Event::Opened`] with this opening.
    #[must_use]
    pub fn open(opening: Opening, at: Timestamp) -> Self {
        let alone = matches!(opening.rules.pace, Pace::Own { .. });
        let places = 0..opening.posed.len();
        let round = |place| {
            let vote = Vote { opened: at, ..Vote::default() };
            Round { place, stage: Stage::Open, votes: vec![vote] }
        };
        Self {
            opened: at,
            roll: Roll::default(),
            rounds: if alone { places.clone().map(round).collect() } else { Vec::new() },
            queue: if alone { VecDeque::new() } else { places.collect() },
            phase: if alone { Phase::Alone } else { Phase::Lobby },
            locked: false,
            paused: None,
            epoch: 0,
            seq: 1,
            opening,
        }
    }

    /// Adds what happened. What cannot be (an unknown player or round) changes nothing but the sequence.
    pub fn apply(&mut self, Happened { at, event }: &Happened) {
        self.seq += 1;
        match event {
            Event::Opened(_) => {}
            Event::Hosted => self.epoch += 1,
            Event::Joined { name, team, key, .. } => self.roll.add(name.clone(), *team, *key),
            Event::Renamed { player, name } => self.roll.rename(*player, name.clone()),
            Event::Moved { player, team } => self.roll.deal(*player, *team),
            Event::Left(player) => self.roll.let_go(*player, Gone::Left),
            Event::Kicked(player) => self.roll.let_go(*player, Gone::Kicked),
            Event::Banned(player) => self.roll.let_go(*player, Gone::Banned),
            Event::Locked(locked) => self.locked = *locked,
            Event::Asked { place, until, .. } => {
                let place = usize::from(*place);
                self.queue.retain(|other| *other != place);
                let vote = Vote { opened: *at, until: *until, ..Vote::default() };
                self.phase = Phase::Round(RoundId(self.rounds.len() as u32));
                self.rounds.push(Round { place, stage: Stage::Open, votes: vec![vote] });
                self.paused = None;
            }
            Event::Answered { player, round, vote, picks, took, answer } => {
                let given = Given { picks: *picks, took: Millis(i64::from(*took)), answer: *answer };
                if let Some(vote) = self.vote_mut(*round, *vote) {
                    vote.take(*player, given);
                }
            }
            Event::Counted { round, vote, hands } => {
                if let Some(vote) = self.vote_mut(*round, *vote) {
                    vote.hands.clone_from(hands);
                }
            }
            Event::Closed(round) => {
                self.set(*round, Stage::Closed);
                self.paused = None;
            }
            Event::Again { round, until } => {
                self.set(*round, Stage::Open);
                if let Some(round) = self.rounds.get_mut(round.0 as usize) {
                    round.votes.push(Vote { opened: *at, until: *until, ..Vote::default() });
                }
            }
            Event::Revealed(round) => {
                self.set(*round, Stage::Revealed);
                self.phase = Phase::Round(*round);
            }
            Event::Ranked => self.phase = Phase::Ranked,
            Event::Paused => self.paused = Some(*at),
            Event::Resumed { until } => {
                self.paused = None;
                self.set_until(*until);
            }
            Event::Extended { until } => self.set_until(Some(*until)),
            Event::Skipped(round) => self.set(*round, Stage::Skipped),
            Event::Later(round) => {
                if let Some(place) = self.round(*round).map(|round| round.place) {
                    self.queue.push_back(place);
                    if self.round(*round).is_some_and(|round| round.stage != Stage::Revealed) {
                        self.set(*round, Stage::Skipped);
                    }
                }
            }
            Event::Ended => self.phase = Phase::Ended,
        }
    }

    fn set(&mut self, round: RoundId, stage: Stage) {
        if let Some(round) = self.rounds.get_mut(round.0 as usize) {
            round.stage = stage;
        }
    }

    fn set_until(&mut self, until: Option<Timestamp>) {
        if let Phase::Round(round) = self.phase
            && let Some(vote) = self.rounds.get_mut(round.0 as usize).and_then(|round| round.votes.last_mut())
        {
            vote.until = until;
        }
    }

    fn vote_mut(&mut self, round: RoundId, vote: u8) -> Option<&mut Vote> {
        self.rounds.get_mut(round.0 as usize)?.votes.get_mut(usize::from(vote).checked_sub(1)?)
    }

    /// What was fixed when it was opened.
    #[must_use]
    pub const fn opening(&self) -> &Opening {
        &self.opening
    }

    /// How it is played.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.opening.rules
    }

    /// When it was opened.
    #[must_use]
    pub const fn opened(&self) -> Timestamp {
        self.opened
    }

    /// Who joined.
    #[must_use]
    pub const fn roll(&self) -> &Roll {
        &self.roll
    }

    /// Everybody who ever joined, by their numbers.
    #[must_use]
    pub fn players(&self) -> &[Player] {
        self.roll.players()
    }

    /// A player.
    #[must_use]
    pub fn player(&self, id: PlayerId) -> Option<&Player> {
        self.roll.get(id)
    }

    /// The players who are not gone.
    pub fn present(&self) -> impl Iterator<Item = (PlayerId, &Player)> {
        (0..).map(PlayerId).zip(self.players()).filter(|(_, player)| player.gone.is_none())
    }

    /// The rounds so far.
    #[must_use]
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// A round.
    #[must_use]
    pub fn round(&self, id: RoundId) -> Option<&Round> {
        self.rounds.get(id.0 as usize)
    }

    /// A round's question.
    #[must_use]
    pub fn posed(&self, round: &Round) -> Option<&Posed> {
        self.opening.posed.get(round.place)
    }

    /// The round that everybody is looking at, if they are.
    #[must_use]
    pub fn current(&self) -> Option<(RoundId, &Round)> {
        let Phase::Round(id) = self.phase else { return None };
        self.round(id).map(|round| (id, round))
    }

    /// What everybody is looking at.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// How many questions are still to be asked.
    #[must_use]
    pub fn left(&self) -> usize {
        self.queue.len()
    }

    /// The places of the questions still to be asked, in order.
    pub fn waiting(&self) -> impl Iterator<Item = usize> {
        self.queue.iter().copied()
    }

    /// The place of the question that is asked next.
    #[must_use]
    pub fn next_place(&self) -> Option<usize> {
        self.queue.front().copied()
    }

    /// Whether nobody new comes in.
    #[must_use]
    pub const fn locked(&self) -> bool {
        self.locked
    }

    /// Since when the time stands still, if it does.
    #[must_use]
    pub const fn paused(&self) -> Option<Timestamp> {
        self.paused
    }

    /// How often a host took it up.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// How many events there were.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }
}
