//! A note of one's own on a question, shown with its explanation from then on.

use super::Screen;
use super::words::{self, Around};
use crate::question::Drawn;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::Page;

/// The note on a question.
pub struct Note {
    drawn: Drawn,
    field: Field,
}

impl Note {
    /// The note on a question, with what it says so far.
    #[must_use]
    pub fn new(desk: &Desk, drawn: &Drawn) -> Self {
        let mut field = Field::default();
        field.insert(desk.note_on(&drawn.id).unwrap_or_default());
        Self { drawn: drawn.clone(), field }
    }
}

impl Screen for Note {
    fn page(&self, desk: &Desk) -> Page {
        let around = Around {
            title: "Note",
            aside: "shown with the explanation",
            prompt: "Your note",
            keep: if desk.room().narrow() { "keep" } else { "keep; nothing takes it away" },
        };
        words::page(desk, &self.drawn, &self.field, &around)
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back => Go::Back,
            Action::Enter => {
                desk.note(&self.drawn.id, self.field.value().trim());
                Go::Back
            }
            _ => Go::Stay,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }
}
