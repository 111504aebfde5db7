//! The floor of `startup`: a program that draws one paragraph with the same toolkit and waits for a key.

use std::io::{IsTerminal, stdin, stdout};

use ratatui::crossterm::event;
use ratatui::widgets::{Paragraph, Wrap};

/// What it draws.
const PARAGRAPH: &str = "A bare program draws one paragraph and does nothing else. It reads no file and keeps no \
    history. It knows no question, no document and no answer. What it needs to show this, and how long that takes, is \
    what every program of the toolkit needs at the least, up to the floor.";

fn main() -> std::io::Result<()> {
    if !(stdin().is_terminal() && stdout().is_terminal()) {
        println!("bare: started by the bench `startup`, in a terminal");
        return Ok(());
    }
    let mut terminal = ratatui::init();
    terminal.draw(|frame| {
        frame.render_widget(Paragraph::new(PARAGRAPH).wrap(Wrap { trim: true }), frame.area());
    })?;
    event::read()?;
    ratatui::restore();
    Ok(())
}
