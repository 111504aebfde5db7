//! The messages of one moment, each made once, and only if somebody is told it.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::frame::Frame;
use super::outbox::Slot;
use super::wire::{self, Door};
use crate::clock::Timestamp;
use crate::room::rules::MOST;
use crate::room::view::{Alone, You};
use crate::room::{Audience, Phase, PlayerId, Room, RoundId, View};

/// Since when a learner who goes alone has had each question.
pub type Since = HashMap<(PlayerId, RoundId), Timestamp>;

/// What is told of a room at one moment.
pub struct Telling {
    room: Arc<Room>,
    now: Timestamp,
    address: String,
    players: Option<Frame>,
    screens: Option<Frame>,
    door: Option<Frame>,
    ranks: OnceCell<Option<HashMap<PlayerId, u32>>>,
}

impl Telling {
    /// Of a room as it stands now.
    pub const fn new(room: Arc<Room>, now: Timestamp, address: String) -> Self {
        Self { room, now, address, players: None, screens: None, door: None, ranks: OnceCell::new() }
    }

    /// The moment.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// What a screen is told.
    pub fn screen(&mut self) -> Frame {
        let (room, now, address) = (&self.room, self.now, &self.address);
        let view = || wire::view(room, now, &View::of(room, Audience::Screen), Some(address));
        self.screens.get_or_insert_with(view).clone()
    }

    /// What those are told who have not joined.
    pub fn door(&mut self) -> Frame {
        let room = &self.room;
        self.door.get_or_insert_with(|| Door::of(room, state(room)).frame()).clone()
    }

    /// All that a player is told.
    pub fn all(
        &mut self,
        player: PlayerId,
        place: u32,
        since: &mut Since,
    ) -> impl Iterator<Item = (Slot, Frame)> + use<> {
        let (room, now) = (&self.room, self.now);
        let view = || wire::view(room, now, &View::of(room, Audience::Players), None);
        let view = self.players.get_or_insert_with(view).clone();
        [(Slot::View, view)].into_iter().chain(self.own(player, place, since))
    }

    /// What a player is told of themselves.
    pub fn own(
        &mut self,
        player: PlayerId,
        place: u32,
        since: &mut Since,
    ) -> impl Iterator<Item = (Slot, Frame)> + use<> {
        let room = &self.room;
        let ranks = self.ranks.get_or_init(|| room.ranks_told()).as_ref();
        let you = You::of(room, player, ranks).map(|you| (Slot::You, wire::you((room.epoch(), room.seq()), &you)));
        let alone = self.alone(player, place, since);
        you.into_iter().chain(alone)
    }

    /// The question that a learner who goes alone looks at.
    pub fn alone(&self, player: PlayerId, place: u32, since: &mut Since) -> Option<(Slot, Frame)> {
        let alone = Alone::of(&self.room, player, place as usize, self.now)?;
        if alone.picks.is_none() && self.room.phase() == Phase::Alone {
            since.entry((player, RoundId(place))).or_insert(self.now);
        }
        Some((Slot::Alone, wire::alone(self.now, &alone)))
    }
}

/// Whether one can join.
fn state(room: &Room) -> &'static str {
    match room.phase() {
        Phase::Ended => "ended",
        _ if room.locked() => "locked",
        Phase::Round(_) | Phase::Ranked if !room.rules().late => "begun",
        _ if room.players().len() >= MOST => "full",
        _ => "open",
    }
}
