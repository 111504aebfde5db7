//! One file a screen. A screen is a value: what is typed, where the cursor is; all else lies on the [`Desk`].

mod ask;
mod banks;
mod browse;
mod card;
mod explore;
pub(super) mod help;
mod home;
mod note;
mod overview;
mod progress;
mod reader;
mod report;
mod results;
mod review;
mod search;
mod setup;
mod sittings;
mod typing;
mod words;

pub use ask::Ask;
pub use banks::Banks;
pub use browse::Browse;
pub use card::Card;
pub use explore::Explore;
pub use help::Help;
pub use home::Home;
pub use note::Note;
pub use overview::Overview;
pub use progress::Progress;
pub use reader::Reader;
pub use report::Report;
pub use results::Results;
pub use review::Review;
pub use search::Search;
pub use setup::Setup;
pub use sittings::Sittings;

use super::app::Go;
use super::desk::{Desk, Effect};
use super::field::Field;
use super::keymap::{Action, Keymap};
use super::page::{Hint, Page, Room};
use crate::review::Ruling;
use crate::session::SittingId;

/// What every screen can do.
pub trait Screen {
    /// The screen as it should be now.
    fn page(&self, desk: &Desk) -> Page;

    /// Does what the person meant.
    fn act(&mut self, action: Action, desk: &mut Desk) -> Go;

    /// Cursor to an item that was clicked, and open it.
    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        let _ = (item, desk);
        Go::Stay
    }

    /// The wheel was turned.
    fn wheel(&mut self, up: bool, desk: &mut Desk) {
        // A list moves its cursor; nothing that moves a cursor leads to another screen.
        let _ = self.act(if up { Action::Up } else { Action::Down }, desk);
    }

    /// The text field that takes what is typed, if one does now.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// Something was typed into the field.
    fn typed(&mut self, desk: &mut Desk) {
        let _ = desk;
    }

    /// The person came back to this screen.
    fn returned(&mut self, desk: &mut Desk) {
        let _ = desk;
    }

    /// A ruling was kept, and the bank is as it led to.
    fn ruled(&mut self, ruling: &Ruling, desk: &mut Desk) {
        let _ = (ruling, desk);
    }

    /// Whether the screen has its own way to search, or its own reason not to.
    fn searches(&self, desk: &Desk) -> bool {
        let _ = desk;
        false
    }

    /// Everything was read, to be searched.
    fn indexed(&mut self, desk: &mut Desk) {
        let _ = desk;
    }

    /// Whether this is the help, which cannot be opened from itself.
    fn is_help(&self) -> bool {
        false
    }
}

/// The keys of a list. Where there is little room the arrows go without saying.
fn list_hints(keymap: &Keymap, room: Room, enter: &str) -> Vec<Hint> {
    let arrows = (!room.narrow()).then(|| Hint::new(keymap, &[Action::Up, Action::Down], "choose"));
    let others =
        [Hint::new(keymap, &[Action::Enter], enter), Hint::of(keymap, Action::Back), Hint::of(keymap, Action::Help)];
    arrows.into_iter().chain(others).collect()
}

/// Goes on with the sitting at hand. One that this ibid does not hold is opened first: another may be at it.
pub(super) fn go_on(desk: &mut Desk) -> Go {
    let Some(sitting) = &desk.sitting else { return Go::Stay };
    let (id, practice) = (sitting.plan().id, sitting.mode().tells());
    if let Some(why) = desk.closed().filter(|_| practice) {
        desk.warn(why);
    } else if desk.held {
        return Go::To(Ask::go_on(desk));
    } else {
        desk.effects.push(Effect::Open(id));
    }
    Go::Stay
}

/// Opens a past sitting. One that tells its answers waits while an exam is open.
pub(super) fn open(desk: &mut Desk, id: SittingId, tells: bool) -> Go {
    if desk.at_hand() == Some(id) {
        return go_on(desk);
    }
    match desk.closed().filter(|_| tells) {
        Some(why) => desk.warn(why),
        None => desk.effects.push(Effect::Open(id)),
    }
    Go::Stay
}

/// A cursor that moved inside a list of so many items.
fn moved(cursor: usize, action: Action, items: usize, page: usize) -> usize {
    let last = items.saturating_sub(1);
    match action {
        Action::Up => cursor.saturating_sub(1),
        Action::Down => (cursor + 1).min(last),
        Action::PageUp => cursor.saturating_sub(page.max(1)),
        Action::PageDown => (cursor + page.max(1)).min(last),
        Action::Top => 0,
        Action::Bottom => last,
        _ => cursor.min(last),
    }
}

/// `1 question`, `2 questions`.
fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// The rest of what fits of an exam's time, as a countdown shows it.
fn time_left(left: crate::clock::Millis) -> String {
    let seconds = left.seconds_left();
    if seconds > 60 { format!("{} min left", (seconds + 59) / 60) } else { format!("{seconds} s left") }
}
