//! A note of one's own on a question, shown with its explanation from then on.

use ratatui::text::Line;

use super::Screen;
use crate::question::Drawn;
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Page, Row, Scroll};
use crate::tui::widgets::{FieldStyles, field, paragraph};

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
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let stem = text::clean(&self.drawn.question.stem).into_owned();
        let mut rows: Vec<Row> = paragraph(&stem, theme.quiet, room.width).into_iter().map(Row::new).collect();
        rows.push(Row::blank());
        rows.push(Row::new(Line::styled("Your note", theme.accent)));
        let styles = FieldStyles { label: theme.accent, value: theme.plain };
        rows.push(field("›", self.field.value(), self.field.cursor(), room.width, styles));
        let focus = rows.len() - 2..rows.len();
        Page {
            title: Line::styled("Note", theme.selected),
            asides: vec![Line::styled("shown with the explanation", theme.quiet)],
            rows,
            scroll: Scroll { offset: 0, focus: Some(focus) },
            hints: vec![
                Hint::new(keymap, &[Action::Enter], if room.narrow() { "keep" } else { "keep; nothing takes it away" }),
                Hint::new(keymap, &[Action::Back], "never mind"),
            ],
            ..Page::default()
        }
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
