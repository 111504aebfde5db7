//! The application on a terminal of 120x40 that only counts what is written to it.
#![allow(dead_code, reason = "not every bench uses all of it")]

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use ibid::bank::Library;
use ibid::clock::{Moment, Stamps};
use ibid::rng::Chance;
use ibid::tui::First;
use ibid::tui::app::App;
use ibid::tui::desk::{Defaults, Desk, Effect, Told};
use ibid::tui::event::Event;
use ibid::tui::key::{Code, Key};
use ibid::tui::keymap::Keymap;
use ibid::tui::run::{Input, run};
use ibid::tui::terminal::Sixteen;
use ibid::tui::theme::Theme;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell as Symbol;
use ratatui::layout::{Position, Size};

/// Columns and rows.
pub const SIZE: Size = Size { width: 120, height: 40 };

/// What leads from the home screen to the first question of a practice.
pub fn to_first_question() -> Vec<Event> {
    vec![press(Code::Enter)]
}

/// A key, pressed.
pub fn press(code: Code) -> Event {
    Event::Key(Key::plain(code))
}

/// An application at its home screen.
pub fn application(library: Library) -> App {
    let stamps = Stamps::new(Chance::new(1, "bench"));
    let desk = Desk::new(library, Keymap::default(), Theme::default(), Defaults::default(), stamps, || 7);
    App::new(desk, First::Home)
}

/// A terminal to draw on.
pub fn terminal() -> io::Result<Terminal<Canvas>> {
    let count = Count::default();
    Terminal::new(Canvas { inner: CrosstermBackend::new(Sixteen::new(count.clone())), count })
}

/// Runs the loop over some events, each drawn.
pub fn drive(
    app: &mut App,
    terminal: &mut Terminal<Canvas>,
    events: impl IntoIterator<Item = Event>,
) -> io::Result<()> {
    let mut script = Script(events.into_iter());
    // As if the store were empty.
    let shelf = |effect| matches!(effect, Effect::Load).then(|| Event::Told(Told::Shelf(Box::default())));
    let perform = |effects: Vec<Effect>| effects.into_iter().filter_map(shelf).collect();
    run(terminal, &mut script, app, Moment::now, perform).map(|_| ())
}

struct Script<I>(I);

impl<I: Iterator<Item = Event>> Input for Script<I> {
    fn next(&mut self, _: Option<std::time::Duration>) -> Option<Event> {
        Some(self.0.next().unwrap_or(Event::Closed))
    }
}

/// Counts bytes, for itself and its copies.
#[derive(Clone, Default)]
struct Count(Rc<Cell<usize>>);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a terminal is sent, without a terminal to ask for its size.
pub struct Canvas {
    inner: CrosstermBackend<Sixteen<Count>>,
    count: Count,
}

impl Canvas {
    /// The bytes written so far.
    pub fn written(&self) -> usize {
        self.count.0.get()
    }
}

impl Backend for Canvas {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Symbol)>>(&mut self, content: I) -> io::Result<()> {
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, what: ClearType) -> io::Result<()> {
        self.inner.clear_region(what)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(SIZE)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: SIZE, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}
