//! The loop: an event, a decision, its effects, a screen.
//!
//! It is generic over the terminal and the input, so that tests drive it with a script and read the screen as text.

use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::{Position, Size};

use super::event::{Event, Signal};
use super::page::Page;
use super::theme::Theme;
use crate::clock::{Moment, Timestamp};

/// What the loop drives. Everything in it is pure.
pub trait Application {
    /// What must be done, for the caller's `perform`.
    type Effect;

    /// Takes in what happened and says what must be done.
    fn update(&mut self, event: Event, now: Moment) -> Vec<Self::Effect>;

    /// The screen as it should be now.
    fn page(&self) -> Page;

    /// What it is drawn in.
    fn theme(&self) -> &Theme;

    /// When to be woken with [`Event::Tick`], if nothing happens before. Asked again after every event.
    fn wake(&self) -> Option<Timestamp>;

    /// Whether the person is done.
    fn finished(&self) -> bool;
}

/// Where events come from.
pub trait Input {
    /// Blocks until something happens, or for so long. None when the time is up.
    fn next(&mut self, wait: Option<Duration>) -> Option<Event>;
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The application was finished.
    Finished,
    /// A signal asked for it; the exit code is 128 and its number.
    Signal(i32),
    /// The terminal is gone.
    Closed,
}

impl Ended {
    /// The exit code that others expect, where the end was not the person's own.
    #[must_use]
    pub const fn exit_code(self) -> Option<i32> {
        match self {
            Self::Finished => None,
            Self::Signal(number) => Some(128 + number),
            Self::Closed => Some(128 + HANGUP),
        }
    }
}

/// SIGHUP, which has this number everywhere.
const HANGUP: i32 = 1;
/// A wait may not be longer, because a computer that slept does not count the time.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Runs the application until it is finished or must go.
///
/// `perform` does what `update` asked for and gives back what came of it, which is taken in before anything is drawn.
///
/// # Errors
/// Those of the terminal. The caller leaves the terminal either way.
pub fn run<B, I, A>(
    terminal: &mut Terminal<B>,
    input: &mut I,
    application: &mut A,
    mut clock: impl FnMut() -> Moment,
    mut perform: impl FnMut(Vec<A::Effect>) -> Vec<Event>,
) -> Result<Ended, B::Error>
where
    B: Backend,
    I: Input,
    A: Application,
{
    let Size { width, height } = terminal.size()?;
    let mut pending = vec![Event::Resize(width, height)];
    loop {
        let mut ended = None;
        // Taken from the end, so that what came of an effect is told in its order.
        pending.reverse();
        while let Some(event) = pending.pop() {
            match event {
                Event::Redraw => {
                    redraw(terminal)?;
                    continue;
                }
                Event::Closed => ended = Some(Ended::Closed),
                Event::Signal(Signal::Stop(number)) => ended = Some(Ended::Signal(number)),
                _ => {}
            }
            let effects = application.update(event, clock());
            if !effects.is_empty() {
                pending.extend(perform(effects).into_iter().rev());
            }
        }
        if application.finished() {
            ended = ended.or(Some(Ended::Finished));
        }
        if let Some(ended) = ended {
            return Ok(ended);
        }
        draw(terminal, application)?;
        pending.push(wait(input, application, &mut clock));
    }
}

/// Forgets what the terminal shows. `Terminal::clear` would ask the terminal where its cursor is, and wait for an answer
/// that the input thread may take.
fn redraw<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let size = terminal.size()?;
    terminal.resize(size.into())
}

fn draw<B: Backend, A: Application>(terminal: &mut Terminal<B>, application: &A) -> Result<(), B::Error> {
    let page = application.page();
    let drawn = terminal.draw(|frame| {
        let area = frame.area();
        page.render(area, frame.buffer_mut(), application.theme());
        if let Some((x, y)) = page.cursor((area.width, area.height)) {
            frame.set_cursor_position(Position { x, y });
        }
    });
    drawn.map(|_| ())
}

/// What happens next; a tick when the application wanted to be woken.
fn wait<A: Application>(input: &mut impl Input, application: &A, clock: &mut impl FnMut() -> Moment) -> Event {
    loop {
        let left = application.wake().map(|at| at - clock().at);
        if left.is_some_and(|left| left.0 <= 0) {
            return Event::Tick;
        }
        let wait = left.map(|left| Duration::from_millis(left.0.unsigned_abs()).min(LONGEST_WAIT));
        if let Some(event) = input.next(wait) {
            return event;
        }
    }
}
