//! A fault of a question, reported in the learner's words and kept for its author.

use ratatui::text::Line;

use super::Screen;
use crate::question::Drawn;
use crate::session::{Record, What};
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Page, Row, Scroll};
use crate::tui::widgets::{FieldStyles, field, paragraph};

/// The report of a fault.
pub struct Report {
    drawn: Drawn,
    field: Field,
}

impl Report {
    /// A report on a question.
    #[must_use]
    pub fn new(drawn: &Drawn) -> Self {
        Self { drawn: drawn.clone(), field: Field::default() }
    }
}

impl Screen for Report {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let stem = text::clean(&self.drawn.question.stem).into_owned();
        let mut rows: Vec<Row> = paragraph(&stem, theme.quiet, room.width).into_iter().map(Row::new).collect();
        rows.push(Row::blank());
        rows.push(Row::new(Line::styled("What is wrong?", theme.accent)));
        let styles = FieldStyles { label: theme.accent, value: theme.plain };
        rows.push(field("›", self.field.value(), self.field.cursor(), room.width, styles));
        let focus = rows.len() - 2..rows.len();
        Page {
            title: Line::styled("Report a fault", theme.selected),
            asides: vec![Line::styled("kept on this machine, for the author", theme.quiet)],
            rows,
            scroll: Scroll { offset: 0, focus: Some(focus) },
            hints: vec![
                Hint::new(keymap, &[Action::Enter], "keep the report"),
                Hint::new(keymap, &[Action::Back], "never mind"),
            ],
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back => Go::Back,
            Action::Enter => {
                let (question, version) = (self.drawn.id.clone(), self.drawn.version);
                let what = What::Fault { question, version, text: self.field.value().trim().to_owned() };
                let sitting = desk.at_hand();
                let record = Record { stamp: desk.stamp(), sitting, what };
                desk.keep(vec![record]);
                desk.say("Reported. Thank you.");
                Go::Back
            }
            _ => Go::Stay,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }
}
