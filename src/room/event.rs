//! What is asked of a room, and what happens in it.

use serde::{Deserialize, Serialize};

use super::posed::{Picks, Posed};
use super::roll::PlayerId;
use super::state::{RoomId, RoundId};
use super::{Code, Link, Name, Rules};
use crate::clock::Timestamp;
use crate::id::Digest;

/// What is fixed when a room is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The room's id.
    pub id: RoomId,
    /// What it is called.
    pub title: String,
    /// The code that is shown.
    pub code: Code,
    /// The code in the link.
    pub link: Link,
    /// How it is played.
    pub rules: Rules,
    /// What its chance begins with.
    pub seed: u64,
    /// The questions, in the order of asking.
    pub posed: Vec<Posed>,
}

/// An event and when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// When, by the host's clock.
    pub at: Timestamp,
    /// What.
    pub event: Event,
}

/// What happened in a room. Appended to the store before anybody is told, and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It was opened.
    Opened(Box<Opening>),
    /// A host took it up: the first, or one that came after a host was lost.
    Hosted,
    /// Somebody joined.
    Joined {
        /// Who from now on.
        player: PlayerId,
        /// Under this name.
        name: Name,
        /// In this team: a place in the rules' list.
        team: Option<u8>,
        /// The digest of the key that lets them come back.
        key: Digest,
    },
    /// A player is called otherwise.
    Renamed {
        /// Who.
        player: PlayerId,
        /// The new name.
        name: Name,
    },
    /// A player is in another team.
    Moved {
        /// Who.
        player: PlayerId,
        /// The team.
        team: u8,
    },
    /// A player left by themselves.
    Left(PlayerId),
    /// A player was sent out and may join again.
    Kicked(PlayerId),
    /// A player was sent out for good: neither the key nor the name comes in again.
    Banned(PlayerId),
    /// Nobody new comes in, or they do again.
    Locked(bool),
    /// A question is open.
    Asked {
        /// The round that begins.
        round: RoundId,
        /// The question's place in the room's list.
        place: u16,
        /// When it closes by itself.
        until: Option<Timestamp>,
    },
    /// A player answered.
    Answered {
        /// Who.
        player: PlayerId,
        /// In which round.
        round: RoundId,
        /// In its first vote (1) or the second (2).
        vote: u8,
        /// What was picked.
        picks: Picks,
        /// How long it took, in milliseconds.
        took: u32,
        /// The number that the player's program gave to the answer.
        answer: u64,
    },
    /// Hands were counted; the last count of a vote stands, beside the answers.
    Counted {
        /// In which round.
        round: RoundId,
        /// In its first vote (1) or the second (2).
        vote: u8,
        /// How many for each choice, as the choices are shown.
        hands: Vec<u32>,
    },
    /// The open question takes no more answers.
    Closed(RoundId),
    /// The class talked, and votes again, with nothing shown.
    Again {
        /// The round.
        round: RoundId,
        /// When it closes by itself.
        until: Option<Timestamp>,
    },
    /// Tally, key and passage are shown; also of an earlier round.
    Revealed(RoundId),
    /// The ranking is shown.
    Ranked,
    /// The time stands still.
    Paused,
    /// It runs again.
    Resumed {
        /// When the open question closes by itself.
        until: Option<Timestamp>,
    },
    /// There is more time.
    Extended {
        /// When the open question closes by itself.
        until: Timestamp,
    },
    /// A round counts for nothing.
    Skipped(RoundId),
    /// A round's question is asked again at the end.
    Later(RoundId),
    /// It is over.
    Ended,
}

/// What somebody wants of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A host takes it up.
    Host,
    /// To join under a name, if one was chosen.
    Join {
        /// The name.
        name: Option<Name>,
        /// The team that was chosen.
        team: Option<u8>,
        /// The digest of the new player's key.
        key: Digest,
    },
    /// A learner's answer.
    Answer {
        /// Who.
        player: PlayerId,
        /// In which round.
        round: RoundId,
        /// In its first vote (1) or the second (2).
        vote: u8,
        /// What was picked.
        picks: Picks,
        /// Since when the player has had the question, where that is not the round's own beginning.
        since: Option<Timestamp>,
        /// The number that the player's program gave to the answer.
        answer: u64,
    },
    /// A learner leaves.
    Leave(PlayerId),
    /// The teacher calls a player otherwise.
    Rename(PlayerId, Name),
    /// The teacher puts a player into another team.
    Move(PlayerId, u8),
    /// The teacher sends a player out.
    Kick(PlayerId),
    /// The teacher sends a player out for good.
    Ban(PlayerId),
    /// The teacher locks the door, or opens it.
    Lock(bool),
    /// The teacher asks the next question.
    Ask,
    /// The open question takes no more answers.
    Close,
    /// The class is to talk and vote again.
    VoteAgain,
    /// Tally, key and passage are to be shown.
    Reveal,
    /// The reveal of the round before the one that is shown.
    Back,
    /// The ranking is to be shown.
    Rank,
    /// The time is to stand still.
    Pause,
    /// It is to run again.
    Resume,
    /// So many seconds more.
    Extend(u32),
    /// The round is to count for nothing.
    Skip,
    /// The round's question is to be asked again at the end.
    Later,
    /// It is to be over.
    End,
    /// Hands were counted: so many for each choice; counted again, the last count stands.
    Hands(Vec<u32>),
}
