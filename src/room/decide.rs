//! What a command leads to, by the rules of the room.

use super::event::{Command, Event};
use super::roll::{Gone, PlayerId};
use super::rules::{GRACE, MOST, Pace, Teams};
use super::state::{Phase, Room, Round, RoundId, Stage};
use super::{Name, Picks};
use crate::clock::{Millis, Timestamp};
use crate::id::Digest;

/// Why a command leads to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody new comes in.
    #[error("the teacher has locked the door")]
    Locked,
    /// The first question was asked, and those who come late are not let in.
    #[error("the drill has begun, and nobody joins it any more")]
    Begun,
    /// There is no more room.
    #[error("the room is full")]
    Full,
    /// Sent out for good.
    #[error("the teacher has sent you out")]
    Banned,
    /// A name is needed.
    #[error("choose a name")]
    Nameless,
    /// A team is needed.
    #[error("choose a team")]
    Teamless,
    /// There is no such player, or not any more.
    #[error("you are not in this room")]
    Unknown,
    /// The question takes no answers, or it is another one.
    #[error("this question takes no more answers")]
    Closed,
    /// Somebody who answered answers again.
    #[error("you have answered this question")]
    Answered,
    /// An answer picks nothing, what there is not, or several where one is right.
    #[error("pick a choice")]
    Invalid,
    /// It cannot be done now.
    #[error("this cannot be done now")]
    NotNow,
    /// It is over.
    #[error("the drill is over")]
    Ended,
}

impl Refusal {
    /// What it is called in messages to a player's program.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Begun => "begun",
            Self::Full => "full",
            Self::Banned => "banned",
            Self::Nameless => "nameless",
            Self::Teamless => "teamless",
            Self::Unknown => "unknown",
            Self::Closed => "closed",
            Self::Answered => "answered",
            Self::Invalid => "invalid",
            Self::NotNow => "not-now",
            Self::Ended => "ended",
        }
    }
}

type Decision = Result<Vec<Event>, Refusal>;

impl Room {
    /// What a command leads to now; nothing when it is already so.
    ///
    /// # Errors
    /// When the rules or the state of the room do not allow it.
    pub fn decide(&self, command: Command, now: Timestamp) -> Decision {
        if self.phase() == Phase::Ended && !matches!(command, Command::Host | Command::Rename(..) | Command::Back) {
            return Err(Refusal::Ended);
        }
        match command {
            Command::Host => Ok(vec![Event::Hosted]),
            Command::Join { name, team, key } => self.join(name, team, key),
            Command::Answer { player, round, vote, picks, since, answer } => {
                self.answer(player, (round, vote), picks, since, answer, now)
            }
            Command::Leave(player) => self.known(player).map(|()| vec![Event::Left(player)]),
            Command::Rename(player, name) => {
                self.known(player)?;
                Ok(vec![Event::Renamed { player, name: self.unlike_others(name, Some(player)) }])
            }
            Command::Move(player, team) if usize::from(team) < self.rules().teams.names().len() => {
                self.known(player).map(|()| vec![Event::Moved { player, team }])
            }
            Command::Move(..) => Err(Refusal::Teamless),
            Command::Kick(player) => self.known(player).map(|()| vec![Event::Kicked(player)]),
            Command::Ban(player) => self.known(player).map(|()| vec![Event::Banned(player)]),
            Command::Lock(locked) if locked == self.locked() => Ok(Vec::new()),
            Command::Lock(locked) => Ok(vec![Event::Locked(locked)]),
            Command::Ask => self.ask(now),
            Command::Close => self.at(Stage::Open).map(|(id, _)| vec![Event::Closed(id)]),
            Command::VoteAgain => self.vote_again(now),
            Command::Reveal => self.reveal(),
            Command::Back => self.back(),
            Command::Rank if self.settled() => Ok(vec![Event::Ranked]),
            Command::Rank => Err(Refusal::NotNow),
            Command::Pause if self.paused().is_some() => Ok(Vec::new()),
            Command::Pause => self.at(Stage::Open).map(|_| vec![Event::Paused]),
            Command::Resume => Ok(self.resumes(now).into_iter().collect()),
            Command::Extend(seconds) => self.extend(seconds, now),
            Command::Skip => self.unfinished().map(|(id, _)| vec![Event::Skipped(id)]),
            Command::Later => {
                let (id, round) = self.current().ok_or(Refusal::NotNow)?;
                let waiting = self.waits(round.place);
                if round.stage == Stage::Skipped || waiting { Err(Refusal::NotNow) } else { Ok(vec![Event::Later(id)]) }
            }
            Command::End => Ok(vec![Event::Ended]),
            Command::Hands(hands) => self.hands(hands),
        }
    }

    fn join(&self, name: Option<Name>, team: Option<u8>, key: Digest) -> Decision {
        if let Some(player) = self.roll().with_key(key) {
            // A program that did not hear that it joined, and asks again.
            let banned = self.player(player).is_some_and(|player| player.gone == Some(Gone::Banned));
            return if banned { Err(Refusal::Banned) } else { Err(Refusal::NotNow) };
        }
        if self.locked() {
            return Err(Refusal::Locked);
        }
        if !self.rules().late && matches!(self.phase(), Phase::Round(_) | Phase::Ranked) {
            return Err(Refusal::Begun);
        }
        if self.players().len() >= MOST {
            return Err(Refusal::Full);
        }
        let name = if self.rules().nicknames {
            Name::dealt(self.opening().seed, self.players().len())
        } else {
            name.ok_or(Refusal::Nameless)?
        };
        if self.roll().has_banned(&name) {
            return Err(Refusal::Banned);
        }
        let team = match &self.rules().teams {
            Teams::None => None,
            Teams::Chosen(names) => {
                Some(team.filter(|team| usize::from(*team) < names.len()).ok_or(Refusal::Teamless)?)
            }
            Teams::Dealt(names) => self.smallest_of(names.len()),
        };
        let player = PlayerId(self.players().len() as u32);
        Ok(vec![Event::Joined { player, name: self.unlike_others(name, None), team, key }])
    }

    /// The name, or with a number behind it where somebody else has one that looks like it.
    fn unlike_others(&self, name: Name, but: Option<PlayerId>) -> Name {
        let free = |name: &Name| !self.roll().has_name(name, but);
        if free(&name) {
            return name;
        }
        (2..=MOST + 1).map(|number| name.numbered(number)).find(free).unwrap_or(name)
    }

    fn smallest_of(&self, teams: usize) -> Option<u8> {
        let size = |team: &u8| self.present().filter(|(_, player)| player.team == Some(*team)).count();
        (0..teams as u8).min_by_key(size)
    }

    fn known(&self, player: PlayerId) -> Result<(), Refusal> {
        let player = self.player(player).ok_or(Refusal::Unknown)?;
        match player.gone {
            None => Ok(()),
            Some(Gone::Banned) => Err(Refusal::Banned),
            Some(Gone::Left | Gone::Kicked) => Err(Refusal::Unknown),
        }
    }

    fn answer(
        &self,
        player: PlayerId,
        (id, vote): (RoundId, u8),
        picks: Picks,
        since: Option<Timestamp>,
        answer: u64,
        now: Timestamp,
    ) -> Decision {
        self.known(player)?;
        let round = self.round(id).ok_or(Refusal::Closed)?;
        let posed = self.posed(round).ok_or(Refusal::Closed)?;
        let (number, open) = round.vote().ok_or(Refusal::Closed)?;
        let earlier = round.votes.get(usize::from(vote).wrapping_sub(1)).and_then(|vote| vote.given(player));
        if let Some(given) = earlier {
            // The same answer sent twice is one answer; it is acknowledged again.
            return if given.answer == answer { Ok(Vec::new()) } else { Err(Refusal::Answered) };
        }
        let in_time = match self.rules().pace {
            Pace::Own { deadline, .. } => now <= deadline + GRACE,
            Pace::Teacher => self.is_current(id) && open.until.is_none_or(|until| now <= until + GRACE),
        };
        if round.stage != Stage::Open || number != vote || !in_time || self.paused().is_some() {
            return Err(Refusal::Closed);
        }
        let beyond = picks.places().any(|place| usize::from(place) >= posed.choices.len());
        if picks.is_empty() || beyond || (picks.len() > 1 && !posed.chooses_all()) {
            return Err(Refusal::Invalid);
        }
        let took = (now - since.unwrap_or(open.opened)).0.clamp(0, i64::from(u32::MAX)) as u32;
        Ok(vec![Event::Answered { player, round: id, vote, picks, took, answer }])
    }

    fn is_current(&self, id: RoundId) -> bool {
        self.phase() == Phase::Round(id)
    }

    /// The current round, if it stands at this stage.
    fn at(&self, stage: Stage) -> Result<(RoundId, &Round), Refusal> {
        self.current().filter(|(_, round)| round.stage == stage).ok_or(Refusal::NotNow)
    }

    /// The current round, if its answer was not shown.
    fn unfinished(&self) -> Result<(RoundId, &Round), Refusal> {
        let unfinished = |round: &Round| matches!(round.stage, Stage::Open | Stage::Closed);
        self.current().filter(|(_, round)| unfinished(round)).ok_or(Refusal::NotNow)
    }

    /// Whether no question is open or waits for its reveal.
    fn settled(&self) -> bool {
        self.unfinished().is_err() && self.phase() != Phase::Alone
    }

    fn until(&self, now: Timestamp) -> Option<Timestamp> {
        self.rules().seconds.map(|seconds| now + Millis(i64::from(seconds) * 1_000))
    }

    fn ask(&self, now: Timestamp) -> Decision {
        if !self.settled() {
            return Err(Refusal::NotNow);
        }
        let place = self.next_place().ok_or(Refusal::NotNow)?;
        let round = RoundId(self.rounds().len() as u32);
        Ok(vec![Event::Asked { round, place: place as u16, until: self.until(now) }])
    }

    fn vote_again(&self, now: Timestamp) -> Decision {
        let (id, round) = self.unfinished()?;
        if round.votes.len() > 1 {
            return Err(Refusal::NotNow);
        }
        let close = (round.stage == Stage::Open).then_some(Event::Closed(id));
        Ok(close.into_iter().chain([Event::Again { round: id, until: self.until(now) }]).collect())
    }

    fn reveal(&self) -> Decision {
        let (id, round) = self.unfinished()?;
        let close = (round.stage == Stage::Open).then_some(Event::Closed(id));
        Ok(close.into_iter().chain([Event::Revealed(id)]).collect())
    }

    fn back(&self) -> Decision {
        if self.unfinished().is_ok() || self.phase() == Phase::Ended {
            return Err(Refusal::NotNow);
        }
        let before = self.current().map_or(self.rounds().len(), |(id, _)| id.0 as usize);
        let earlier = self.rounds().iter().take(before).rposition(|round| round.stage == Stage::Revealed);
        earlier.map(|at| vec![Event::Revealed(RoundId(at as u32))]).ok_or(Refusal::NotNow)
    }

    /// The time runs again, if it stands still.
    fn resumes(&self, now: Timestamp) -> Option<Event> {
        let since = self.paused()?;
        let until = self.current().and_then(|(_, round)| round.vote()?.1.until);
        Some(Event::Resumed { until: until.map(|until| until + (now - since)) })
    }

    fn extend(&self, seconds: u32, now: Timestamp) -> Decision {
        let (_, round) = self.at(Stage::Open)?;
        let until = round.vote().and_then(|(_, vote)| vote.until).ok_or(Refusal::NotNow)?;
        Ok(vec![Event::Extended { until: until.max(now) + Millis(i64::from(seconds) * 1_000) }])
    }

    fn hands(&self, hands: Vec<u32>) -> Decision {
        let (id, round) = self.unfinished()?;
        let choices = self.posed(round).map_or(0, |posed| posed.choices.len());
        let (vote, _) = round.vote().ok_or(Refusal::NotNow)?;
        if hands.len() != choices || hands.iter().any(|&count| count as usize > MOST) {
            return Err(Refusal::Invalid);
        }
        Ok(vec![Event::Counted { round: id, vote, hands }])
    }

    /// Whether the open question closes now by itself: its time and the grace are over, or everybody of `present` has
    /// answered.
    pub fn closes(&self, now: Timestamp, present: impl FnOnce() -> Vec<PlayerId>) -> bool {
        let Ok((_, round)) = self.at(Stage::Open) else { return false };
        let Some((_, vote)) = round.vote() else { return false };
        if self.paused().is_some() {
            return false;
        }
        if vote.until.is_some_and(|until| now >= until + GRACE) {
            return true;
        }
        // Counting who is there is worth it only when enough answers are in.
        self.rules().close_when_all && vote.answered > 0 && {
            let present = present();
            !present.is_empty() && present.into_iter().all(|player| vote.given(player).is_some())
        }
    }

    /// Whether a question waits to be asked.
    fn waits(&self, place: usize) -> bool {
        self.waiting().any(|other| other == place)
    }
}
