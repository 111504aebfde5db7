//! A row as sentences speak of it: by its name where that is the name of somebody or something, else by what stands in
//! it under which heading. “The population of Canadian” is no English, whatever the table means by it.

use super::grid::{Cell, Grid};
use super::heading::Heading;
use crate::build::family::shape::{Shape, in_sentence, with_article};
use crate::build::shown::inner;

/// What a row is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// By its name: “Ghana”.
    Named(String),
    /// By its cell: “where the ethnic origin is “Canadian””.
    Where(String),
}

impl Subject {
    /// The row of a name in a table.
    pub(super) fn of(grid: &Grid, name: &Cell) -> Self {
        let name_like = matches!(name.shape, Shape::Name | Shape::Acronym);
        if name_like && (grid.head.is_of_names() || (grid.people && !grid.head.is_of_kinds())) {
            return Self::Named(with_article(&in_sentence(&name.words, &name.shape)));
        }
        let cell = if name.shape.is_value() { name.words.clone() } else { format!("“{}”", inner(&name.words)) };
        let Heading { words, .. } = &grid.head;
        Self::Where(match grid.head.reads_as_one() {
            Some(noun) => format!("where the {noun} is {cell}"),
            None if words.is_empty() => format!("in the row {cell}"),
            None => format!("where “{}” is {cell}", inner(words)),
        })
    }

    /// Its name, if it has one.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Where(_) => None,
        }
    }

    /// `for Ghana`, `where the ethnic origin is “Canadian”`.
    pub(super) fn row(&self) -> String {
        match self {
            Self::Named(name) => format!("for {name}"),
            Self::Where(place) => place.clone(),
        }
    }
}
