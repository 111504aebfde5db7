//! A fault of a question, reported in the learner's words and kept for its author.

use super::Screen;
use super::words::{self, Around};
use crate::question::Drawn;
use crate::session::{Record, What};
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::Page;

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
        let around = Around {
            title: "Report a fault",
            aside: "kept on this machine, for the author",
            prompt: "What is wrong?",
            keep: "keep the report",
        };
        words::page(desk, &self.drawn, &self.field, &around)
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
