//! Past sittings: open ones go on, ended ones show their results again.

use ratatui::text::{Line, Span};

use super::{Screen, list_hints, moved};
use crate::session::score::marks;
use crate::session::{End, Mode};
use crate::store::Summary;
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Action;
use crate::tui::page::{Hit, Page, Row, Scroll};
use crate::tui::widgets::paragraph;

/// Past sittings.
#[derive(Debug, Default)]
pub struct Sittings {
    cursor: usize,
}

fn outcome(summary: &Summary) -> String {
    let score = &summary.score;
    let figures = format!("{} of {}", marks(score.total.got), score.total.of);
    match (summary.end, summary.mode()) {
        (None, _) => format!("open, {} of {} done", summary.done, summary.places),
        (Some(End::Abandoned), _) => "abandoned".to_owned(),
        (Some(_), Mode::Practice | Mode::Study) => figures,
        (Some(_), Mode::Exam) => {
            let pass = if score.passes(summary.options.pass) { "passed" } else { "not passed" };
            format!("{figures}, {pass}")
        }
    }
}

impl Screen for Sittings {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room) = (&desk.theme, desk.room());
        let row = |(n, summary): (usize, &Summary)| {
            let here = n == self.cursor;
            let mode = summary.mode().title();
            let style = if here { theme.selected } else { theme.plain };
            let narrow = room.narrow();
            let begun = summary.begun.to_string();
            // Where there is little room the day is enough.
            let begun = if narrow { begun.split(' ').next().unwrap_or_default().to_owned() } else { begun };
            let mode = if narrow { format!("{mode} ") } else { format!("{mode:<10}") };
            let space = usize::from(room.width).saturating_sub(text::width(&begun) + text::width(&mode) + 2);
            let outcome = text::clip(&outcome(summary), space).into_owned();
            let spans = vec![
                Span::styled(format!("{begun}  "), theme.quiet),
                Span::styled(mode, style),
                Span::styled(outcome, style),
            ];
            let row = Row::new(Line::from(spans)).hit(Hit::Item(n));
            if here { row.mark(Span::styled("▌", theme.selected)) } else { row }
        };
        let mut rows: Vec<Row> = desk.sittings.iter().enumerate().map(row).collect();
        if rows.is_empty() {
            let words = "No sitting yet. What you practise will stand here.";
            rows.extend(paragraph(words, theme.quiet, room.width).into_iter().map(Row::new));
        }
        Page {
            title: Line::styled("Sittings", theme.selected),
            rows,
            scroll: Scroll::around(self.cursor, room),
            hints: list_hints(&desk.keymap, room, "open"),
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back | Action::Left => return Go::Back,
            Action::Enter | Action::Space | Action::Right => {
                let Some(summary) = desk.sittings.get(self.cursor) else { return Go::Stay };
                let (id, tells) = (summary.id, summary.mode().tells() && summary.end.is_none());
                return super::open(desk, id, tells);
            }
            action => {
                self.cursor = moved(self.cursor, action, desk.sittings.len(), usize::from(desk.room().height));
            }
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.cursor = item;
        self.act(Action::Enter, desk)
    }

    fn returned(&mut self, desk: &mut Desk) {
        desk.effects.push(Effect::Past);
    }
}
