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
    let mut told = terminal.size()?;
    let mut pending = vec![Event::Resize(told.width, told.height)];
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
                Event::Resize(width, height) => told = Size { width, height },
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
        let drawn = match draw(terminal, application) {
            Ok(size) => size,
            Err(error) => {
                // Most often the terminal was closed, and the word of it is on its way.
                pending.push(last_word(input).ok_or(error)?);
                continue;
            }
        };
        pending.push(if drawn == told {
            wait(input, application, &mut clock)
        } else {
            Event::Resize(drawn.width, drawn.height)
        });
    }
}

/// Forgets what the terminal shows. `Terminal::clear` would ask the terminal where its cursor is, and wait for an answer
/// that the input thread may take.
fn redraw<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let size = terminal.size()?;
    terminal.resize(size.into())
}

/// Draws the screen and tells for which size; the terminal may have changed it since it was last told.
fn draw<B: Backend, A: Application>(terminal: &mut Terminal<B>, application: &A) -> Result<Size, B::Error> {
    let page = application.page();
    let drawn = terminal.draw(|frame| {
        let area = frame.area();
        page.render(area, frame.buffer_mut(), application.theme());
        if let Some((x, y)) = page.cursor((area.width, area.height)) {
            frame.set_cursor_position(Position { x, y });
        }
    });
    drawn.map(|drawn| drawn.area.as_size())
}

/// The event that ends the loop, if one comes soon.
fn last_word(input: &mut impl Input) -> Option<Event> {
    loop {
        let event = input.next(Some(Duration::from_secs(1)))?;
        if matches!(event, Event::Closed | Event::Signal(Signal::Stop(_))) {
            return Some(event);
        }
    }
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

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use ratatui::backend::TestBackend;
    use ratatui::text::Line;

    use super::*;
    use crate::clock::Millis;
    use crate::tui::key::{Code, Key};
    use crate::tui::page::Row;

    /// Counts keys, and remembers what it was told.
    #[derive(Default)]
    struct Counter {
        seen: Vec<Event>,
        size: (u16, u16),
        wake: Option<Timestamp>,
        done: bool,
        theme: Theme,
    }

    impl Application for Counter {
        type Effect = char;

        fn update(&mut self, event: Event, _: Moment) -> Vec<char> {
            self.seen.push(event.clone());
            match event {
                Event::Resize(width, height) => self.size = (width, height),
                Event::Tick => self.wake = None,
                Event::Key(Key { code: Code::Char('q'), .. }) => self.done = true,
                Event::Key(Key { code: Code::Char(letter), .. }) => return vec![letter],
                _ => {}
            }
            Vec::new()
        }

        fn page(&self) -> Page {
            let row = format!("{} events at {}x{}", self.seen.len(), self.size.0, self.size.1);
            Page { title: Line::from("count"), rows: vec![Row::new(row)], ..Page::default() }
        }

        fn theme(&self) -> &Theme {
            &self.theme
        }

        fn wake(&self) -> Option<Timestamp> {
            self.wake
        }

        fn finished(&self) -> bool {
            self.done
        }
    }

    /// A script; `None` is a wait that ran out. What follows the end is a closed terminal.
    struct Script {
        events: VecDeque<Option<Event>>,
        waits: Vec<Option<Duration>>,
    }

    impl Input for Script {
        fn next(&mut self, wait: Option<Duration>) -> Option<Event> {
            self.waits.push(wait);
            self.events.pop_front().unwrap_or(Some(Event::Closed))
        }
    }

    fn key(letter: char) -> Event {
        Event::Key(Key::plain(Code::Char(letter)))
    }

    fn drive(app: &mut Counter, events: Vec<Option<Event>>) -> (Ended, String, Script) {
        let mut terminal = Terminal::new(TestBackend::new(40, 12)).unwrap();
        let mut input = Script { events: events.into(), waits: Vec::new() };
        let mut time = 0;
        let clock = || {
            time += 1_000;
            Moment { at: Timestamp(time), offset: 0 }
        };
        let perform = |effects: Vec<char>| effects.iter().map(|letter| Event::Worker(letter.to_string())).collect();
        let ended = run(&mut terminal, &mut input, app, clock, perform).unwrap();
        let screen = terminal.backend().to_string();
        (ended, screen, input)
    }

    #[test]
    fn what_came_of_an_effect_is_told_before_the_next_event_and_before_drawing() {
        let mut app = Counter::default();
        let (ended, screen, _) = drive(&mut app, vec![Some(key('a')), Some(key('b')), Some(key('q'))]);
        assert_eq!(ended, Ended::Finished);
        let told =
            [Event::Resize(40, 12), key('a'), Event::Worker("a".into()), key('b'), Event::Worker("b".into()), key('q')];
        assert_eq!(app.seen, told);
        assert!(screen.contains("5 events at 40x12"), "{screen}");
    }

    #[test]
    fn an_idle_loop_waits_without_end() {
        let (_, _, input) = drive(&mut Counter::default(), vec![Some(key('q'))]);
        assert_eq!(input.waits, [None]);
    }

    #[test]
    fn a_wait_that_runs_out_early_is_waited_for_again_and_long_ones_are_cut() {
        let mut app = Counter { wake: Some(Timestamp(0) + Millis::minutes(2)), ..Counter::default() };
        let (ended, _, input) = drive(&mut app, vec![None; 500]);
        assert_eq!(ended, Ended::Closed);
        assert_eq!(input.waits.first(), Some(&Some(LONGEST_WAIT)));
        assert_eq!(app.seen.iter().filter(|event| **event == Event::Tick).count(), 1);
    }

    #[test]
    fn a_signal_or_a_lost_terminal_ends_the_loop_after_the_application_was_told() {
        let mut app = Counter::default();
        let (ended, _, _) = drive(&mut app, vec![Some(Event::Signal(Signal::Stop(15)))]);
        assert_eq!((ended, ended.exit_code()), (Ended::Signal(15), Some(143)));
        assert_eq!(app.seen.last(), Some(&Event::Signal(Signal::Stop(15))));
        let (ended, _, _) = drive(&mut app, vec![]);
        assert_eq!((ended, ended.exit_code()), (Ended::Closed, Some(129)));
    }
}
