//! Who joined a room: found by number, by key, and by what their names are read as.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Name;
use crate::id::Digest;

/// A player of a room: the number in which they joined, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlayerId(pub u32);

/// Somebody who joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// Their name now.
    pub name: Name,
    /// What it is read as.
    plain: String,
    /// Their team: a place in the rules' list.
    pub team: Option<u8>,
    /// The digest of their key.
    pub key: Digest,
    /// Why they are not there any more, if so.
    pub gone: Option<Gone>,
}

/// Why a player is not in a room any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// By themselves.
    Left,
    /// Sent out; may join again.
    Kicked,
    /// Sent out for good.
    Banned,
}

/// Everybody who ever joined. A class joins in a rush, and each of them is looked up among all others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Roll {
    players: Vec<Player>,
    keys: HashMap<Digest, PlayerId>,
    /// How many of those present have a name that is read so.
    names: HashMap<String, u32>,
}

impl Roll {
    /// Adds somebody.
    pub(super) fn add(&mut self, name: Name, team: Option<u8>, key: Digest) {
        let plain = name.plain();
        *self.names.entry(plain.clone()).or_default() += 1;
        self.keys.entry(key).or_insert(PlayerId(self.players.len() as u32));
        self.players.push(Player { name, plain, team, key, gone: None });
    }

    /// Gives a player another name.
    pub(super) fn rename(&mut self, id: PlayerId, name: Name) {
        let Some(player) = self.players.get_mut(id.0 as usize) else { return };
        let before = std::mem::replace(&mut player.plain, name.plain());
        player.name = name;
        if player.gone.is_none() {
            *self.names.entry(player.plain.clone()).or_default() += 1;
            self.frees(&before);
        }
    }

    /// Puts a player into a team.
    pub(super) fn deal(&mut self, id: PlayerId, team: u8) {
        if let Some(player) = self.players.get_mut(id.0 as usize) {
            player.team = Some(team);
        }
    }

    /// A player is not there any more.
    pub(super) fn let_go(&mut self, id: PlayerId, gone: Gone) {
        let Some(player) = self.players.get_mut(id.0 as usize) else { return };
        if player.gone.replace(gone).is_none() {
            let plain = player.plain.clone();
            self.frees(&plain);
        }
    }

    fn frees(&mut self, plain: &str) {
        if let Some(count) = self.names.get_mut(plain) {
            *count -= 1;
            if *count == 0 {
                self.names.remove(plain);
            }
        }
    }

    /// All players, by their numbers.
    #[must_use]
    pub fn players(&self) -> &[Player] {
        &self.players
    }

    /// A player.
    #[must_use]
    pub fn get(&self, id: PlayerId) -> Option<&Player> {
        self.players.get(id.0 as usize)
    }

    /// The player with this key.
    #[must_use]
    pub fn with_key(&self, key: Digest) -> Option<PlayerId> {
        self.keys.get(&key).copied()
    }

    /// Whether somebody who is there, other than `but`, has a name that is read like this one.
    #[must_use]
    pub fn has_name(&self, name: &Name, but: Option<PlayerId>) -> bool {
        let plain = name.plain();
        let own = but.and_then(|id| self.get(id)).is_some_and(|but| but.gone.is_none() && but.plain == plain);
        self.names.get(&plain).is_some_and(|&count| count > u32::from(own))
    }

    /// Whether somebody who was sent out for good had a name that is read like this one.
    #[must_use]
    pub fn has_banned(&self, name: &Name) -> bool {
        let plain = name.plain();
        self.players.iter().any(|player| player.gone == Some(Gone::Banned) && player.plain == plain)
    }
}
