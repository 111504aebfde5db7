//! A list under a line in which is typed what it shows: the line, the cursor, and the frame of the screen.

use std::ops::Range;

use ratatui::text::Line;

use super::moved;
use crate::tui::desk::Desk;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Page, Row, Scroll};
use crate::tui::widgets::{FieldStyles, field};

/// What is typed, and where the cursor is.
#[derive(Debug, Default)]
pub(super) struct Typing {
    pub field: Field,
    pub cursor: usize,
}

/// What a key meant.
pub(super) enum Meant {
    /// The line was emptied.
    Emptied,
    /// To leave.
    Leave,
    /// To open what the cursor stands on.
    Open,
    /// Nothing more than the cursor's move.
    Moved,
}

impl Typing {
    /// Takes a key, over so many items.
    pub fn act(&mut self, action: Action, items: usize, desk: &Desk) -> Meant {
        match action {
            Action::Back if !self.field.value().is_empty() => {
                self.field.clear();
                return Meant::Emptied;
            }
            Action::Back => return Meant::Leave,
            Action::Enter => return Meant::Open,
            action => self.cursor = moved(self.cursor, action, items, usize::from(desk.room().height)),
        }
        Meant::Moved
    }

    /// Keeps the cursor in a list that is another now.
    pub fn keep_within(&mut self, cursor: usize, items: usize) {
        self.cursor = cursor.min(items.saturating_sub(1));
    }

    /// The items that may be in sight.
    pub fn in_sight(&self, desk: &Desk, items: usize) -> Range<usize> {
        let height = usize::from(desk.room().height);
        let first = self.cursor.saturating_sub(height).min(items);
        first..items.min(first + height * 2 + 1)
    }

    /// The screen around these rows, which are those of the items in sight.
    pub fn page(&self, desk: &Desk, title: &str, aside: String, items: usize, rows: Vec<Row>) -> Page {
        let (theme, room) = (&desk.theme, desk.room());
        let styles = FieldStyles { label: theme.accent, value: theme.plain };
        let label = desk.keymap.label(Action::Search);
        let mut pinned = vec![field(&label, self.field.value(), self.field.cursor(), room.width, styles)];
        if room.roomy {
            pinned.push(Row::blank());
        }
        Page {
            title: Line::styled(title.to_owned(), theme.selected),
            asides: vec![Line::styled(aside, theme.quiet)],
            pinned,
            rows,
            first: self.in_sight(desk, items).start,
            total: items,
            scroll: Scroll::around(self.cursor, room),
            ..Page::default()
        }
    }
}

/// The keys: what typing is for, and what Enter opens, if anything.
pub(super) fn hints(desk: &Desk, to: &str, enter: Option<&str>) -> Vec<Hint> {
    let keymap = &desk.keymap;
    let mut hints = vec![Hint { keys: vec![("type".to_owned(), None)], label: to.to_owned() }];
    hints.extend((!desk.room().narrow()).then(|| Hint::new(keymap, &[Action::Up, Action::Down], "choose")));
    hints.extend(enter.map(|enter| Hint::new(keymap, &[Action::Enter], enter)));
    hints.push(Hint::of(keymap, Action::Back));
    hints
}
