//! What the cells of a column look like beside one another: “Spirit of the …”, “…koya”. Only rows that look alike are set
//! against each other, or the form of a choice would tell it from the rest.

use std::collections::HashMap;

use super::grid::Row;
use crate::build::family::shape::folded;

/// The letters of an ending.
const ENDING: usize = 4;

/// Which habits of its column a cell follows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Form {
    begins: bool,
    ends: bool,
}

/// Marks the cells that begin or end as most of their column do.
pub(super) fn mark(rows: &mut [Row], width: usize) {
    for at in 0..width {
        let words = |row: &Row| {
            let cell = row.cells.get(at).filter(|cell| !cell.shape.is_value())?;
            Some(folded(&cell.words))
        };
        let all: Vec<Option<String>> = rows.iter().map(words).collect();
        let habit = |of: fn(&str) -> Option<&str>| {
            let mut seen: HashMap<&str, usize> = HashMap::new();
            for part in all.iter().flatten().filter_map(|words| of(words)) {
                *seen.entry(part).or_default() += 1;
            }
            let (part, times) = seen.into_iter().max_by_key(|(part, times)| (*times, *part))?;
            (times > 2 && times * 2 > all.iter().flatten().count()).then(|| part.to_owned())
        };
        let (beginning, ending) = (habit(first), habit(last));
        for (row, words) in rows.iter_mut().zip(&all) {
            let Some((cell, words)) = row.cells.get_mut(at).zip(words.as_deref()) else { continue };
            cell.form = Form {
                begins: beginning.as_deref().is_some_and(|it| first(words) == Some(it)),
                ends: ending.as_deref().is_some_and(|it| last(words) == Some(it)),
            };
        }
    }
}

/// The first of several words.
fn first(words: &str) -> Option<&str> {
    words.split_once(' ').map(|(first, _)| first)
}

/// The ending of a word that has more than it.
fn last(words: &str) -> Option<&str> {
    let start = words.char_indices().rev().nth(ENDING - 1)?.0;
    words.get(start..).filter(|ending| start > 0 && ending.chars().all(char::is_alphabetic))
}
