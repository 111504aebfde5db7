//! A learner's or a projector's screen on a real terminal, with the client behind it.

use std::io;

use super::player::Effect;
use crate::clock::Moment;
use crate::host::client::{Client, Heard, NoLink};
use crate::tui::event::Event;
use crate::tui::run::{Application, Ended, run};
use crate::tui::terminal;

/// Makes a client that tells what it hears to this.
pub type Connect<'a> = Box<dyn FnOnce(Box<dyn FnMut(Heard) + Send>) -> Result<Client, NoLink> + 'a>;

/// Why a screen did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum OnlineError {
    /// The room cannot be reached.
    #[error(transparent)]
    Link(#[from] NoLink),
    /// The terminal fails.
    #[error(transparent)]
    Terminal(#[from] io::Error),
}

/// Shows a screen until the person leaves it. The room is reached before anything is drawn.
///
/// # Errors
/// When it cannot be, and those of the terminal, which has been given back then.
pub fn online<A>(connect: Connect<'_>, application: &mut A, mouse: bool) -> Result<Ended, OnlineError>
where
    A: Application<Effect = Effect>,
{
    let mut input = terminal::LiveInput::new()?;
    let mailbox = input.mailbox();
    let told = mailbox.clone();
    let client = connect(Box::new(move |heard| told.send(Event::Heard(Box::new(heard)))))?;
    terminal::catch_panics(mailbox);
    let screen = terminal::enter(mouse)?;
    let mut canvas = terminal::canvas()?;
    let perform = |effects: Vec<Effect>| effects.into_iter().flat_map(|effect| perform(&client, effect)).collect();
    let ended = run(&mut canvas, &mut input, application, Moment::now, perform);
    drop(screen);
    if canvas.show_cursor().is_err() {
        // Dropped, it would say on a terminal that is gone that it is gone, which is a panic.
        std::mem::forget(canvas);
    }
    Ok(ended?)
}

fn perform(client: &Client, effect: Effect) -> Vec<Event> {
    match effect {
        Effect::Order(order) => {
            client.order(order);
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
