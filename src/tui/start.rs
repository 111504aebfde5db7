//! The interface on a real terminal.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::bank::Library;
use crate::clock::{Moment, Stamps};
use crate::id::BankId;
use crate::memory::Retention;
use crate::rng::Chance;
use crate::session::Limits;

use super::app::{App, First};
use super::desk::{Defaults, Desk, Effect};
use super::event::Event;
use super::keymap::Keymap;
use super::perform::Performer;
use super::run::{Ended, run};
use super::terminal;
use super::theme::Theme;

/// What the interface needs to begin.
pub struct Start {
    /// The open banks.
    pub library: Library,
    /// The folder that holds the person's data; none when there is no home for one.
    pub data: Option<PathBuf>,
    /// The hour at which a day turns over.
    pub turnover: u8,
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: Theme,
    /// Whether the mouse is wanted.
    pub mouse: bool,
    /// The usual sizes of sittings.
    pub defaults: Defaults,
    /// The share of questions that is to be recalled when they are asked.
    pub retention: Retention,
    /// The limits of the banks that have their own.
    pub own_limits: BTreeMap<BankId, Limits>,
    /// The seed of every sitting, if one was asked for.
    pub seed: Option<u64>,
    /// What to begin with.
    pub first: First,
    /// What the person should know at once.
    pub notice: Option<String>,
}

/// Runs the interface until the person leaves.
///
/// # Errors
/// Those of the terminal; it has been given back then.
pub fn start(start: Start) -> io::Result<Ended> {
    let Start { library, data, turnover, keymap, theme, mouse, defaults, retention, own_limits, seed, first, notice } =
        start;
    let stamps = |purpose| Stamps::new(Chance::new(rand::random(), purpose));
    let mut performer = Performer::new(data, turnover, library.banks().to_vec(), stamps("performer"));
    performer = performer.aiming_at(retention).limited(own_limits);
    // Six digits, so that a seed can be told to someone else.
    let seeds = move || seed.unwrap_or_else(|| rand::random_range(100_000..1_000_000));
    let mut desk = Desk::new(library, keymap, theme, defaults, stamps("desk"), seeds);
    if let Some(notice) = notice {
        desk.warn(notice);
    }
    desk.turnover = turnover;
    let mut app = App::new(desk, first);
    let mut input = terminal::LiveInput::new()?;
    performer = performer.telling(input.mailbox());
    terminal::catch_panics(input.mailbox());
    let screen = terminal::enter(mouse)?;
    let mut canvas = terminal::canvas()?;
    let perform = |effects: Vec<Effect>| -> Vec<Event> {
        effects.into_iter().flat_map(|effect| performer.perform(effect, Moment::now())).collect()
    };
    let ended = run(&mut canvas, &mut input, &mut app, Moment::now, perform);
    drop(screen);
    if canvas.show_cursor().is_err() {
        // Dropped, it would say on a terminal that is gone that it is gone, which is a panic.
        std::mem::forget(canvas);
    }
    ended
}
