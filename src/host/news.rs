//! Whom an event concerns.

use std::collections::HashSet;

use crate::room::Gone;
use crate::room::{Event, Phase, PlayerId, Room};

/// What is to be told once the events behind it are kept.
#[derive(Default)]
pub struct News {
    /// Who asked is answered.
    pub replies: Vec<(u64, Reply)>,
    /// Everybody sees something else.
    pub all: bool,
    /// Screens see something else.
    pub screens: bool,
    /// Players of whom something else changed.
    pub yous: HashSet<PlayerId>,
    /// Players who are not in the room any more.
    pub gone: Vec<(PlayerId, Gone)>,
    /// Whether the teacher's screen may show something else.
    pub glance: bool,
}

/// What one connection is told.
#[derive(Clone, Copy)]
pub enum Reply {
    /// Whoever sits there is this player.
    Welcome(PlayerId),
    /// Nobody has this key.
    Door,
    /// A screen looks on.
    Screen,
    /// The answer of this number is kept.
    Ack(u64),
    /// It is refused.
    No(&'static str, Option<u64>),
    /// A learner who goes alone is shown a question.
    Alone(PlayerId),
    /// Whoever sits there is sent out.
    Out(&'static str),
}

impl News {
    /// Adds what an event changes for whom; the room is as it was before it.
    pub fn of(&mut self, event: &Event, room: &Room) {
        self.glance = true;
        let listed = matches!(room.phase(), Phase::Ranked | Phase::Ended);
        match event {
            Event::Joined { .. } | Event::Counted { .. } => self.screens = true,
            Event::Answered { player, .. } => {
                self.screens = true;
                if room.phase() == Phase::Alone {
                    self.yous.insert(*player);
                }
            }
            Event::Renamed { player, .. } | Event::Moved { player, .. } => {
                self.all |= listed;
                self.screens = true;
                self.yous.insert(*player);
            }
            Event::Left(player) => self.went(*player, Gone::Left, listed),
            Event::Kicked(player) => self.went(*player, Gone::Kicked, listed),
            Event::Banned(player) => self.went(*player, Gone::Banned, listed),
            _ => self.all = true,
        }
    }

    fn went(&mut self, player: PlayerId, gone: Gone, listed: bool) {
        self.gone.push((player, gone));
        self.all |= listed;
        self.screens = true;
    }
}

/// What it is called to be gone.
pub const fn why(gone: Gone) -> &'static str {
    match gone {
        Gone::Left => "left",
        Gone::Kicked => "kicked",
        Gone::Banned => "banned",
    }
}
