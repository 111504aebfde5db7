//! What happened: at the terminal, to the process, or in a thread that worked for it.

use super::class::hall::Glance;
use super::desk::Told;
use super::key::Key;
use crate::host::client::Heard;
use crate::room::RoomId;

/// What the loop hands to the application.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was clicked at this place.
    Click {
        /// Columns from the left.
        column: u16,
        /// Rows from the top.
        row: u16,
    },
    /// The wheel was turned.
    Wheel {
        /// Away from the person, towards the beginning of the text.
        up: bool,
    },
    /// The terminal has this size (columns, rows) now; also told before the first frame.
    Resize(u16, u16),
    /// The moment came that the application asked to be woken at.
    Tick,
    /// The system asks something of the process.
    Signal(Signal),
    /// A thread that worked for the application panicked, with this message. The screen is whole.
    Worker(String),
    /// The screen may hold what others wrote on it: the next frame is drawn whole. For the loop alone.
    Redraw,
    /// What came of an effect.
    Told(Told),
    /// There is something newer to be seen of a class.
    News,
    /// How a room stands.
    Glance(RoomId, Glance),
    /// What the client of a room heard.
    Heard(Box<Heard>),
    /// The terminal is gone; the loop ends after this.
    Closed,
}

/// What the system asks of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Leave, with the number of the signal; the loop ends after this, whatever the application answers.
    Stop(i32),
    /// Go to the background.
    Suspend,
    /// The process was continued: the terminal may have been used by others, and must be entered again.
    Continue,
}
