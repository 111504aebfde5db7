//! What is said over a socket, in JSON: see `docs/classroom.md`.

use std::borrow::Cow;
use std::io::Write as _;

use serde::{Deserialize, Serialize};

use super::frame::Frame;
use crate::clock::Timestamp;
use crate::room::view::{Alone, You};
use crate::room::{Key, Name, Picks, Room, RoundId, View};

/// What a player's or a screen's program says.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// Who it is.
    Player(Key),
    /// It is a screen.
    Screen,
    /// It wants to join.
    Join {
        /// Under this name.
        name: Option<Box<str>>,
        /// In this team.
        team: Option<u8>,
    },
    /// An answer.
    Answer(Answer),
    /// It wants to see this question.
    Place(u32),
    /// It leaves.
    Leave,
}

/// A learner's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The number that the learner's program gave to it.
    pub id: u64,
    /// To which round.
    pub round: RoundId,
    /// In which vote.
    pub vote: u8,
    /// What was picked.
    pub picks: Picks,
}

/// All that a message may have; flat, so that it is read in one go.
#[derive(Deserialize)]
struct Flat<'a> {
    #[serde(borrow)]
    t: Cow<'a, str>,
    role: Option<String>,
    key: Option<Key>,
    name: Option<Box<str>>,
    team: Option<u8>,
    id: Option<u64>,
    round: Option<RoundId>,
    vote: Option<u8>,
    picks: Option<Picks>,
    n: Option<u32>,
}

impl Said {
    /// Reads a message; none when it is not one.
    #[must_use]
    pub fn read(message: &[u8]) -> Option<Self> {
        let said: Flat<'_> = serde_json::from_slice(message).ok()?;
        Some(match &*said.t {
            "hello" => match said.role.as_deref() {
                Some("player") => Self::Player(said.key?),
                Some("screen") => Self::Screen,
                _ => return None,
            },
            "join" => Self::Join { name: said.name, team: said.team },
            "answer" => {
                let id = said.id.filter(|id| *id < 1 << 53)?;
                Self::Answer(Answer { id, round: said.round?, vote: said.vote?, picks: said.picks? })
            }
            "place" => Self::Place(said.n?),
            "leave" => Self::Leave,
            _ => return None,
        })
    }
}

/// What those are told who are not in a room.
#[derive(Serialize)]
pub struct Door<'a> {
    t: &'static str,
    title: &'a str,
    state: &'static str,
    nicknames: bool,
    teams: &'a [Name],
}

impl<'a> Door<'a> {
    /// The door of a room that stands so.
    pub fn of(room: &'a Room, state: &'static str) -> Self {
        let rules = room.rules();
        let teams = match &rules.teams {
            crate::room::rules::Teams::Chosen(names) => &names[..],
            _ => &[],
        };
        Self { t: "door", title: &room.opening().title, state, nicknames: rules.nicknames, teams }
    }

    /// The message.
    #[must_use]
    pub fn frame(&self) -> Frame {
        Frame::text(|out| json(out, self))
    }
}

/// What everybody of an audience sees of a room, and for screens where phones reach the host.
#[must_use]
pub fn view(room: &Room, now: Timestamp, view: &View, address: Option<&str>) -> Frame {
    let (id, epoch, seq, now) = (room.opening().id.0, room.epoch(), room.seq(), now.0);
    Frame::text(|out| {
        let _ = write!(out, r#"{{"t":"view","room":"{id}","epoch":{epoch},"seq":{seq},"now":{now},"#); // into memory
        if let Some(address) = address {
            out.extend_from_slice(br#""address":"#);
            json(out, &address);
            out.push(b',');
        }
        rest(out, view);
    })
}

/// What one player is told of themselves.
#[must_use]
pub fn you((epoch, seq): (u32, u64), you: &You) -> Frame {
    Frame::text(|out| {
        let _ = write!(out, r#"{{"t":"you","epoch":{epoch},"seq":{seq},"#); // into memory
        rest(out, you);
    })
}

/// A question of a learner who goes alone.
#[must_use]
pub fn alone(now: Timestamp, alone: &Alone) -> Frame {
    Frame::text(|out| {
        let _ = write!(out, r#"{{"t":"alone","now":{},"#, now.0); // into memory
        rest(out, alone);
    })
}

/// An answer is taken; the same whatever it was.
#[must_use]
pub fn ack(id: u64) -> Frame {
    Frame::text(|out| {
        let _ = write!(out, r#"{{"t":"ack","id":{id}}}"#); // into memory
    })
}

/// Something cannot be; `id` is the answer's number where it was one.
#[must_use]
pub fn no(why: &'static str, id: Option<u64>) -> Frame {
    Frame::text(|out| {
        let id = id.map_or_else(String::new, |id| format!(r#","id":{id}"#));
        let _ = write!(out, r#"{{"t":"no","why":"{why}"{id}}}"#); // into memory
    })
}

/// The end, for this one.
#[must_use]
pub fn out(why: &'static str) -> Frame {
    Frame::text(|out| {
        let _ = write!(out, r#"{{"t":"out","why":"{why}"}}"#); // into memory
    })
}

/// The rest of an object that was begun.
fn rest(out: &mut Vec<u8>, value: &impl Serialize) {
    let from = out.len();
    json(out, value);
    if out.get(from) == Some(&b'{') {
        out.remove(from);
    }
}

fn json(out: &mut Vec<u8>, value: &impl Serialize) {
    // Our own values, into memory: their maps have strings for keys, so that nothing can fail.
    let _ = serde_json::to_writer(out, value);
}
