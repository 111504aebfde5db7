//! A classroom: who joined a drill, what was asked, who answered what, and what each may see of it.
//!
//! A room is the sum of its [events](event::Event): [`decide`](Room::decide) says which events a
//! [command](event::Command) leads to, or why none, and [`apply`](Room::apply) adds one. Whoever keeps the room writes
//! its events down between the two, so that nobody is told what could be lost; [`Room::of`] makes it again from them.
//! [`view`] is all that may ever be sent to anybody: it is made per person, and has the key, the rationales and the
//! passage of a question only once that person may see them.

pub mod code;
pub mod decide;
pub mod event;
pub mod name;
pub mod page;
pub mod posed;
pub mod report;
pub mod roll;
pub mod rules;
pub mod score;
pub mod state;
pub mod view;

pub use code::{Code, Key, Link};
pub use decide::Refusal;
pub use event::{Command, Event, Happened, Opening};
pub use name::Name;
pub use posed::{Picks, Posed};
pub use report::{Report, Sheet};
pub use roll::{Gone, Player, PlayerId, Roll};
pub use rules::Rules;
pub use state::{Phase, Room, RoomId, Round, RoundId};
pub use view::{Audience, View};

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
