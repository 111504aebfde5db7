//! The teacher's screen on a real terminal.

use std::io;

use super::hall::Hall;
use super::teacher::{Effect, Teacher};
use crate::clock::Moment;
use crate::tui::event::Event;
use crate::tui::run::{Ended, run};
use crate::tui::terminal;

/// What a lesson on the screen needs.
pub struct Lesson {
    /// The rooms' host.
    pub hall: Box<dyn Hall>,
    /// The screen.
    pub teacher: Teacher,
    /// Whether the mouse is wanted.
    pub mouse: bool,
}

/// Shows the teacher's screen until the teacher leaves. The host goes on until it is dropped.
///
/// # Errors
/// Those of the terminal; it has been given back then.
pub fn teach(lesson: Lesson) -> io::Result<Ended> {
    let Lesson { hall, mut teacher, mouse } = lesson;
    let mut input = terminal::LiveInput::new()?;
    let mailbox = input.mailbox();
    terminal::catch_panics(mailbox.clone());
    hall.watch(Box::new(move || mailbox.send(Event::News)));
    let screen = terminal::enter(mouse)?;
    let mut canvas = terminal::canvas()?;
    let perform = |effects: Vec<Effect>| effects.into_iter().flat_map(|effect| perform(&*hall, effect)).collect();
    let ended = run(&mut canvas, &mut input, &mut teacher, Moment::now, perform);
    drop(screen);
    if canvas.show_cursor().is_err() {
        // Dropped, it would say on a terminal that is gone that it is gone, which is a panic.
        std::mem::forget(canvas);
    }
    ended
}

fn perform(hall: &dyn Hall, effect: Effect) -> Vec<Event> {
    match effect {
        Effect::Send(room, command) => {
            hall.send(room, command);
            Vec::new()
        }
        Effect::Look(room) => hall.glance(room).map(|glance| Event::Glance(room, glance)).into_iter().collect(),
        Effect::Copy(text) => {
            let _ = terminal::copy(&text); // a terminal that cannot do it says nothing either
            Vec::new()
        }
        Effect::Redraw => vec![Event::Redraw],
        Effect::Suspend => match terminal::suspend() {
            Ok(true) => vec![Event::Redraw],
            _ => Vec::new(),
        },
        Effect::Reenter => match terminal::reenter() {
            Ok(()) => vec![Event::Redraw],
            Err(_) => vec![Event::Closed],
        },
    }
}
