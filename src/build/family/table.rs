//! Tables: the cell of a row, the row of a cell, and the row that comes next.

use super::rivals::{fit, leaks, pick};
use super::shape::Shape;
use super::{Family, Where, settle};
use crate::build::corpus::{Corpus, Place};
use crate::build::fact::Frame;
use crate::build::mention::Slot;
use crate::build::{Candidate, Distractor, Fact, Quote};
use crate::value;

mod grid;
mod heading;
mod infobox;

pub(super) use heading::on;

use grid::{Cell, Column, Grid, Row, grids};

/// The rows of one table that are asked about, and those that wrong choices are taken from: one long table should not
/// fill a bank.
const ASKED: usize = 40;
const NEAR: usize = 200;

/// The most words of a cell that is a choice, and of one that is quoted in a stem.
const CHOICE: usize = 6;
const QUOTED: usize = 14;

/// What a row has in a column.
pub(super) fn cells(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("table-cell") else { return Vec::new() };
    let tables = Tables { corpus, family };
    let grids = grids(corpus);
    let mut all = infobox::cells(corpus, family);
    all.extend(grids.iter().flat_map(|grid| each(grid, |row, column| tables.cell(grid, row, column))));
    settle(all)
}

/// Which row has a cell.
pub(super) fn rows(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("table-row") else { return Vec::new() };
    let tables = Tables { corpus, family };
    let grids = grids(corpus);
    settle(grids.iter().flat_map(|grid| each(grid, |row, column| tables.row(grid, row, column))).collect())
}

/// Which row comes next.
pub(super) fn next(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("table-next") else { return Vec::new() };
    let tables = Tables { corpus, family };
    let grids = grids(corpus);
    let ordered = grids.iter().filter(|grid| in_order(grid));
    let pairs = |grid: &Grid| -> Vec<Candidate> {
        grid.rows.windows(2).take(ASKED).filter_map(|pair| tables.next(grid, pair)).collect()
    };
    settle(ordered.flat_map(pairs).collect())
}

struct Tables<'a> {
    corpus: &'a Corpus,
    family: &'static Family,
}

/// Asks every row for every column.
fn each(grid: &Grid, ask: impl Fn(&Row, &Column) -> Option<Candidate>) -> Vec<Candidate> {
    let columns: Vec<&Column> = grid.columns.iter().filter(|column| telling(grid, column)).collect();
    let rows = grid.rows.iter().filter(|row| row.own).take(ASKED);
    rows.flat_map(|row| columns.iter().filter_map(|column| ask(row, column)).collect::<Vec<_>>()).collect()
}

impl Tables<'_> {
    fn cell(&self, grid: &Grid, row: &Row, column: &Column) -> Option<Candidate> {
        let (name, cell) = pair(grid, row, column)?;
        if words(cell) > CHOICE || leaks(&name.words, &cell.words) {
            return None;
        }
        let table = Where::of(self.corpus, row.place).named("table");
        let fits = |other: &Rival| words(other.cell) <= CHOICE && !leaks(&name.words, &other.cell.words);
        let pool = rivals(grid, row, column, cell).filter(fits).map(|other| Distractor {
            text: other.cell.words.clone(),
            rationale: column.heading.says(&other.name.words, &other.cell.words, &column.shape),
            quote: self.quote(other.place, Some(other.cell)),
        });
        let stem = column.heading.ask_cell(&table, &name.words, &column.shape);
        self.candidate(grid, (row, name, cell), column, (stem, cell), pick(&cell.words, pool))
    }

    fn row(&self, grid: &Grid, row: &Row, column: &Column) -> Option<Candidate> {
        let (name, cell) = pair(grid, row, column)?;
        let only = grid.rows.iter().filter(|other| other.place != row.place).all(|other| {
            other
                .cells
                .get(column.at)
                .is_some_and(|other| other.shape == Shape::Nothing || !cell.said.clash(&other.said))
        });
        // A name that looks like no other is no row among rows.
        if !only || name.shape.is_value() || leaks(&name.words, &cell.words) {
            return None;
        }
        let table = Where::of(self.corpus, row.place).named("table");
        let fits = |other: &Rival| other.name.shape == name.shape && !leaks(&other.name.words, &cell.words);
        let pool = rivals(grid, row, column, cell).filter(fits).map(|other| Distractor {
            text: other.name.words.clone(),
            rationale: column.heading.says(&other.name.words, &other.cell.words, &column.shape),
            quote: self.quote(other.place, Some(other.cell)),
        });
        let stem = column.heading.ask_row(&table, &cell.words, &column.shape);
        self.candidate(grid, (row, name, cell), column, (stem, name), pick(&name.words, pool))
    }

    fn candidate(
        &self,
        grid: &Grid,
        (row, name, cell): (&Row, &Cell, &Cell),
        column: &Column,
        (stem, key): (String, &Cell),
        distractors: Vec<Distractor>,
    ) -> Option<Candidate> {
        if distractors.len() < 2 {
            return None;
        }
        let place = Where::of(self.corpus, row.place);
        let mut quotes = vec![self.quote(row.place, Some(key))];
        quotes.extend(grid.header.iter().map(|header| self.quote(*header, None)));
        Some(Candidate {
            family: self.family,
            fact: Fact {
                slot: Slot::Named(column.heading.key()),
                subject: name.words.clone(),
                frame: if column.heading.lasts() { Frame::default() } else { place.frame() },
                answer: key.words.clone(),
                as_of: None,
                place: row.place,
            },
            stem,
            key: key.words.clone(),
            rationale: format!(
                "{} {}",
                column.heading.says(&name.words, &cell.words, &column.shape),
                place.so("table")
            ),
            distractors,
            quotes,
            as_of: None,
        })
    }

    fn next(&self, grid: &Grid, rows: &[Row]) -> Option<Candidate> {
        let [before, row] = rows else { return None };
        let first = before.cells.get(grid.name).filter(|cell| before.own && fit(&cell.words, &cell.shape))?;
        let name = row.cells.get(grid.name).filter(|cell| row.own && fit(&cell.words, &cell.shape))?;
        if leaks(&first.words, &name.words) {
            return None;
        }
        let at = grid.rows.iter().position(|other| other.place == row.place)?;
        let mut rivals: Vec<(usize, &Row, &Cell)> = Vec::new();
        for (n, other) in grid.rows.iter().enumerate().take(at + NEAR).skip(at.saturating_sub(NEAR)) {
            let cell = other.cells.get(grid.name).filter(|cell| other.own && fit(&cell.words, &cell.shape));
            if let Some(cell) = cell.filter(|cell| n != at && n + 1 != at && !leaks(&first.words, &cell.words)) {
                rivals.push((n, other, cell));
            }
        }
        rivals.sort_by_key(|(n, ..)| n.abs_diff(at));
        let before_it = |n: usize| n.checked_sub(1).and_then(|n| grid.rows.get(n)?.cells.get(grid.name));
        let pool = rivals.into_iter().map(|(n, other, cell)| Distractor {
            text: cell.words.clone(),
            rationale: match before_it(n) {
                Some(before) => format!("{} came after {}.", cell.words, before.words),
                None => format!("{} was the first.", cell.words),
            },
            quote: self.quote(other.place, Some(cell)),
        });
        let distractors = pick(&name.words, pool);
        let place = Where::of(self.corpus, row.place);
        let who = if grid.people { "Who" } else { "Which of these" };
        (distractors.len() > 1).then(|| Candidate {
            family: self.family,
            fact: Fact {
                slot: Slot::Named("next".to_owned()),
                subject: first.words.clone(),
                frame: place.frame(),
                answer: name.words.clone(),
                as_of: None,
                place: row.place,
            },
            stem: format!("{who} comes next after {} in {}?", first.words, place.named("table")),
            key: name.words.clone(),
            rationale: format!("{} came after {}. {}", name.words, first.words, place.so("table")),
            distractors,
            quotes: vec![self.quote(row.place, Some(name)), self.quote(before.place, None)],
            as_of: None,
        })
    }

    fn quote(&self, place: Place, answer: Option<&Cell>) -> Quote {
        Quote {
            place,
            range: 0..self.corpus.text(place).len(),
            answers: answer.map(|cell| cell.range.clone()).into_iter().collect(),
        }
    }
}

fn words(cell: &Cell) -> usize {
    cell.words.split_whitespace().count()
}

/// A row's name and its cell in a column, if both can be told.
fn pair<'a>(grid: &Grid, row: &'a Row, column: &Column) -> Option<(&'a Cell, &'a Cell)> {
    let (name, cell) = (row.cells.get(grid.name)?, row.cells.get(column.at)?);
    let fits = row.own && cell.shape == column.shape && fit(&cell.words, &cell.shape) && fit(&name.words, &name.shape);
    fits.then_some((name, cell))
}

/// Another row's cell of a column.
struct Rival<'a> {
    place: Place,
    name: &'a Cell,
    cell: &'a Cell,
}

/// The cells of a column in the rows around one, those nearest to its own first.
fn rivals<'a>(grid: &'a Grid, row: &Row, column: &Column, own: &Cell) -> impl Iterator<Item = Rival<'a>> {
    let at = grid.rows.iter().position(|other| other.place == row.place).unwrap_or_default();
    let mut rivals: Vec<(f64, Rival)> = Vec::new();
    for other in grid.rows.iter().take(at + NEAR).skip(at.saturating_sub(NEAR)).filter(|it| it.place != row.place) {
        if let Some((name, cell)) = pair(grid, other, column) {
            rivals.push((own.said.distance(&cell.said), Rival { place: other.place, name, cell }));
        }
    }
    rivals.sort_by(|a, b| a.0.total_cmp(&b.0));
    rivals.into_iter().map(|(_, rival)| rival)
}

/// Whether a column tells something that the names do not.
fn telling(grid: &Grid, column: &Column) -> bool {
    let pairs: Vec<(&Cell, &Cell)> = grid
        .rows
        .iter()
        .take(NEAR)
        .filter_map(|row| Some((row.cells.get(grid.name)?, row.cells.get(column.at)?)))
        .filter(|(_, cell)| cell.shape == column.shape)
        .collect();
    let open = pairs.iter().filter(|(name, cell)| leaks(&name.words, &cell.words)).count();
    let long = pairs.iter().filter(|(_, cell)| words(cell) > QUOTED).count();
    // What a code or a constant means, its letters tell.
    let coded = column.shape == Shape::Phrase
        && pairs.iter().filter(|(name, _)| name.shape != Shape::Name).count() * 5 > pairs.len();
    open * 5 < pairs.len() && long * 5 < pairs.len() && !coded
}

/// Whether a table's rows follow one another in time, and it says so: by dates that ascend.
fn in_order(grid: &Grid) -> bool {
    let dated = grid.columns.iter().find(|column| column.heading.begins() || matches!(column.shape, Shape::Date(_)));
    let Some(column) = dated else { return false };
    let low = |row: &Row| value::interval(&row.cells.get(column.at)?.words).map(|value| value.low);
    let known: Vec<f64> = grid.rows.iter().filter_map(low).collect();
    let ascending = known.windows(2).all(|pair| matches!(pair, [one, next] if one < next));
    ascending && known.len() == grid.rows.len() && (grid.numbered || column.heading.begins())
}

#[cfg(test)]
mod tests;
