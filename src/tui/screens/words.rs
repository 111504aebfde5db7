//! A line of words on a question, typed below its stem.

use ratatui::text::Line;

use crate::question::Drawn;
use crate::text;
use crate::tui::desk::Desk;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Page, Row, Scroll};
use crate::tui::widgets::{FieldStyles, field, paragraph};

/// What stands around the line.
pub(super) struct Around<'a> {
    pub title: &'a str,
    pub aside: &'a str,
    /// Above the line.
    pub prompt: &'a str,
    /// What the key does that keeps it.
    pub keep: &'a str,
}

/// The screen on which the words are typed.
pub(super) fn page(desk: &Desk, drawn: &Drawn, typed: &Field, around: &Around<'_>) -> Page {
    let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
    let line = |words: &str, style| Line::styled(words.to_owned(), style);
    let stem = text::clean(&drawn.question.stem);
    let mut rows: Vec<Row> = paragraph(&stem, theme.quiet, room.width).into_iter().map(Row::new).collect();
    rows.push(Row::blank());
    rows.push(Row::new(line(around.prompt, theme.accent)));
    let styles = FieldStyles { label: theme.accent, value: theme.plain };
    rows.push(field("›", typed.value(), typed.cursor(), room.width, styles));
    let focus = rows.len() - 2..rows.len();
    Page {
        title: line(around.title, theme.selected),
        asides: vec![line(around.aside, theme.quiet)],
        rows,
        scroll: Scroll { offset: 0, focus: Some(focus) },
        hints: vec![Hint::new(keymap, &[Action::Enter], around.keep), Hint::new(keymap, &[Action::Back], "never mind")],
        ..Page::default()
    }
}
