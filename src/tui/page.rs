//! A screen as a value: what it says and what a click on it means, laid out for any size.
//!
//! A screen builds a [`Page`] for the [`Room`] it is given. Drawing, the mouse and the text cursor read one layout,
//! so that what is clicked is what is seen.

mod layout;
mod render;

pub(super) use layout::small;

use std::ops::Range;

use ratatui::text::{Line, Span};

use super::keymap::{Action, Keymap};

/// The least that a screen needs.
pub const LEAST: (u16, u16) = (40, 12);

/// The room that a screen has for its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Columns of text.
    pub width: u16,
    /// Rows between the header and the message line, pinned rows among them.
    pub height: u16,
    /// Whether rows may be spent on white space.
    pub roomy: bool,
}

/// What a click means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hit {
    /// The same as the key for this action.
    Action(Action),
    /// Cursor to this item of the list, and open it.
    Item(usize),
}

/// One row of a screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// What it says.
    pub line: Line<'static>,
    /// A mark in the margin before it: the cursor.
    pub mark: Option<Span<'static>>,
    /// What clicks mean, by columns of the line.
    pub hits: Vec<(Range<u16>, Hit)>,
    /// The column of the line where the text cursor stands, if it is in this row.
    pub cursor: Option<u16>,
}

impl Row {
    /// A row that says this.
    #[must_use]
    pub fn new(line: impl Into<Line<'static>>) -> Self {
        Self { line: line.into(), ..Self::default() }
    }

    /// An empty row.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// The row with a mark in the margin.
    #[must_use]
    pub fn mark(mut self, mark: impl Into<Span<'static>>) -> Self {
        self.mark = Some(mark.into());
        self
    }

    /// The row with a meaning for clicks anywhere in it.
    #[must_use]
    pub fn hit(self, hit: Hit) -> Self {
        self.hit_in(0..u16::MAX, hit)
    }

    /// The row with a meaning for clicks in these columns; what was given first counts.
    #[must_use]
    pub fn hit_in(mut self, columns: Range<u16>, hit: Hit) -> Self {
        self.hits.push((columns, hit));
        self
    }

    /// The row with the text cursor in it.
    #[must_use]
    pub const fn cursor(mut self, column: u16) -> Self {
        self.cursor = Some(column);
        self
    }
}

impl<T: Into<Line<'static>>> From<T> for Row {
    fn from(line: T) -> Self {
        Self::new(line)
    }
}

/// Where the rows are scrolled to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The first row that is shown, unless that hides the focus or leaves rows empty.
    pub offset: usize,
    /// Rows that must be in sight (their first ones, if they are more than fit).
    pub focus: Option<Range<usize>>,
}

impl Scroll {
    /// With the row of a list's cursor in the middle, so that what comes before and after it is seen.
    #[must_use]
    pub fn around(row: usize, room: Room) -> Self {
        Self { offset: row.saturating_sub(usize::from(room.height) / 2), focus: Some(row..row + 1) }
    }

    /// The first row that is shown, of `total` rows in `height`: the offset, moved as little as the focus needs.
    #[must_use]
    pub fn start(&self, total: usize, height: usize) -> usize {
        let last = total.saturating_sub(height);
        let mut start = self.offset.min(last);
        if let Some(focus) = &self.focus {
            if focus.end > start.saturating_add(height) {
                start = focus.end - height;
            }
            start = start.min(focus.start);
        }
        start.min(last)
    }
}

/// Keys that work now, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The keys as shown, each with what a click on it does.
    pub keys: Vec<(String, Option<Action>)>,
    /// What they do.
    pub label: String,
}

impl Hint {
    /// The keys of these actions, with a label of the screen's own. Choices whose keys follow each other are a range.
    #[must_use]
    pub fn new(keymap: &Keymap, actions: &[Action], label: impl Into<String>) -> Self {
        let mut keys: Vec<(String, Option<Action>)> = Vec::new();
        if let Some(range) = range(keymap, actions) {
            keys.push((range, None));
        } else {
            for action in actions {
                let label = keymap.label(*action);
                // Arrows stand side by side; names would run into one word.
                if label.chars().count() > 1 && !keys.is_empty() {
                    keys.push(("/".to_owned(), None));
                }
                keys.push((label, Some(*action)));
            }
        }
        Self { keys, label: label.into() }
    }

    /// The keys alone.
    #[must_use]
    pub fn shown(&self) -> String {
        self.keys.iter().map(|(key, _)| key.as_str()).collect()
    }

    /// The key of one action, with the label from the table.
    #[must_use]
    pub fn of(keymap: &Keymap, action: Action) -> Self {
        Self::new(keymap, &[action], action.hint())
    }
}

/// `1–4`, where the keys of the choices are neighbours.
fn range(keymap: &Keymap, actions: &[Action]) -> Option<String> {
    let [first @ Action::Pick(_), .., last @ Action::Pick(_)] = actions else { return None };
    let letter = |action: &Action| match keymap.keys(*action).first().map(|key| key.printable()) {
        Some(Some(letter)) => Some(u32::from(letter)),
        _ => None,
    };
    let neighbours = actions.windows(2).all(|pair| match pair {
        [one, next] => letter(one).is_some_and(|one| letter(next) == Some(one + 1)),
        _ => false,
    });
    neighbours.then(|| format!("{}–{}", keymap.label(*first), keymap.label(*last)))
}

/// A message to the person, above the hints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Good to know.
    Info(String),
    /// Something did not go as it should.
    Warning(String),
}

/// A whole screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Where the person is.
    pub title: Line<'static>,
    /// What stands at the right of the title, the widest first; the first that fits is shown.
    pub asides: Vec<Line<'static>>,
    /// Rows above the others that do not scroll: the search field of a list.
    pub pinned: Vec<Row>,
    /// The rows, or those of them that are in sight.
    pub rows: Vec<Row>,
    /// How many rows come before `rows` that were not built.
    pub first: usize,
    /// How many rows there are in all. Less than `first + rows.len()` means that all were built.
    pub total: usize,
    /// Where the rows are scrolled to.
    pub scroll: Scroll,
    /// The keys that work now. The last one is always shown.
    pub hints: Vec<Hint>,
    /// A message to the person.
    pub notice: Option<Notice>,
}

#[cfg(test)]
mod tests;
