//! Tables: the cell of a row, the row of a cell, and the row that comes next.

use std::ops::Range;

use super::near::{Mark, neighbours};
use super::rivals::{WANTED, fit, leaks};
use super::shape::{Shape, in_sentence, with_article};
use super::{Family, Where, settle};
use crate::build::corpus::{Corpus, Place};
use crate::build::fact::Frame;
use crate::build::mention::Slot;
use crate::build::{Candidate, Distractor, Fact, Quote};
use crate::value;

mod form;
mod grid;
mod heading;
mod infobox;
mod office;
mod subject;

pub(super) use heading::{on, span};

use grid::{Cell, Column, Grid, Row, grids};
use heading::At;
use subject::Subject;

/// The rows of one table that are asked about, and those that wrong choices are taken from: one long table should not
/// fill a bank.
const ASKED: usize = 40;
const NEAR: usize = 200;

/// How many times as much as the next number the largest of a column may be, if it is asked for.
const FAR: f64 = 1.4;
/// And how many times as much as the key a wrong one may be.
const BELIEVED: f64 = 5.0;

/// The most words of a cell that is a choice, and of one that is quoted in a stem.
const CHOICE: usize = 6;
const QUOTED: usize = 14;

/// What a row has in a column.
pub(super) fn cells(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("table-cell") else { return Vec::new() };
    let tables = Tables { corpus, family };
    let grids = grids(corpus);
    let mut all = infobox::cells(corpus, family);
    all.extend(grids.iter().flat_map(|grid| tables.each(grid, |at, row, column| tables.cell(grid, at, row, column))));
    settle(all)
}

/// Which row has a cell.
pub(super) fn rows(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("table-row") else { return Vec::new() };
    let tables = Tables { corpus, family };
    let grids = grids(corpus);
    settle(
        grids.iter().flat_map(|grid| tables.each(grid, |at, row, column| tables.row(grid, at, row, column))).collect(),
    )
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

/// What a row says with one of its values, in words.
pub(super) fn says(corpus: &Corpus, place: Place, value: &Range<usize>) -> Option<String> {
    let grid = grid::around(corpus, place)?;
    let row = grid.rows.iter().find(|row| row.place == place && row.own)?;
    let name = row.cells.get(grid.name).filter(|name| fit(&name.words, &name.shape))?;
    let within = |cell: &Cell| cell.range.start <= value.start && value.end <= cell.range.end;
    let column = grid.columns.iter().find(|column| row.cells.get(column.at).is_some_and(within))?;
    let cell = row.cells.get(column.at)?;
    let at = Where::of(corpus, place).named("table");
    let is = column.heading.is_what(&Subject::of(&grid, name), &cell.shape);
    Some(format!("In {at} it is {is}."))
}

struct Tables<'a> {
    corpus: &'a Corpus,
    family: &'static Family,
}

impl Tables<'_> {
    /// Asks every row for every column.
    fn each(&self, grid: &Grid, ask: impl Fn(&At, &Row, &Column) -> Option<Candidate>) -> Vec<Candidate> {
        let Some(first) = grid.rows.first() else { return Vec::new() };
        let place = Where::of(self.corpus, first.place);
        let table = place.named("table");
        let office = grid.header.first().and_then(|header| office::office(self.corpus, *header));
        // Whether “Canadian” is an origin or a language is not to be guessed.
        let head = || grid.head.reads_as_one().filter(|_| !grid.people && !grid.head.is_of_names());
        let which = match grid.kind.clone().or_else(head) {
            Some(kind) => format!("which {kind}"),
            None => "which of these".to_owned(),
        };
        let at = At { table: &table, title: place.title, office: office.filter(|_| grid.people), which: &which };
        let asked = |column: &&Column| column.heading.can_ask(&column.shape, place.section) && telling(grid, column);
        let columns: Vec<&Column> = grid.columns.iter().filter(asked).collect();
        let rows = grid.rows.iter().filter(|row| row.own).take(ASKED);
        rows.flat_map(|row| columns.iter().filter_map(|column| ask(&at, row, column)).collect::<Vec<_>>()).collect()
    }

    fn cell(&self, grid: &Grid, at: &At, row: &Row, column: &Column) -> Option<Candidate> {
        let (name, cell) = pair(grid, row, column)?;
        if words(cell) > CHOICE || leaks(&name.words, &cell.words) || is_row(grid, cell) || apart(grid, row, column) {
            return None;
        }
        // Singapore is the capital of Singapore, and of nothing else.
        let fits = |other: &Rival| {
            words(other.cell) <= CHOICE && !leaks(&name.words, &other.cell.words) && !is_row(grid, other.cell)
        };
        let pool = rivals(grid, row, column).filter(fits).map(|other| {
            let text = other.cell.words.clone();
            (other.mark, self.wrong(grid, column, &other, text, other.cell))
        });
        let stem = column.heading.ask_cell(at, &Subject::of(grid, name), &column.shape);
        let distractors = neighbours(&cell.words, mark(grid, row, cell), pool);
        // Between two wrong cells there is too little to know.
        if distractors.len() < WANTED {
            return None;
        }
        self.candidate(grid, (row, name, cell), column, (stem, cell), distractors)
    }

    fn row(&self, grid: &Grid, at: &At, row: &Row, column: &Column) -> Option<Candidate> {
        let (name, cell) = pair(grid, row, column)?;
        let only = grid.rows.iter().filter(|other| other.place != row.place).all(|other| {
            other
                .cells
                .get(column.at)
                .is_some_and(|other| other.shape == Shape::Nothing || !cell.said.clash(&other.said))
        });
        // A name that looks like no other is no row among rows.
        if !only || name.shape.is_value() || leaks(&name.words, &cell.words) || apart(grid, row, column) {
            return None;
        }
        let fits = |other: &Rival| other.name.shape == name.shape && !leaks(&other.name.words, &cell.words);
        let pool = rivals(grid, row, column).filter(fits).map(|other| {
            let text = other.name.words.clone();
            (other.mark.hidden(), self.wrong(grid, column, &other, text, other.cell))
        });
        let stem = column.heading.ask_row(at, &cell.words, &column.shape);
        let distractors = neighbours(&name.words, mark(grid, row, cell), pool);
        self.candidate(grid, (row, name, cell), column, (stem, name), distractors)
    }

    /// What another row has, as a wrong choice.
    fn wrong(&self, grid: &Grid, column: &Column, other: &Rival, text: String, quoted: &Cell) -> Distractor {
        Distractor {
            text,
            rationale: column.heading.says(&Subject::of(grid, other.name), &other.cell.words, &column.shape),
            quote: self.quote(other.place, Some(quoted)),
        }
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
            rationale: column.heading.gives(&Subject::of(grid, name), &cell.words, &column.shape),
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
        let near = grid.rows.iter().enumerate().take(at + NEAR).skip(at.saturating_sub(NEAR));
        let before_it = |n: usize| n.checked_sub(1).and_then(|n| grid.rows.get(n)?.cells.get(grid.name));
        let pool = near.filter(|(n, _)| *n != at && n + 1 != at).filter_map(|(n, other)| {
            let cell = other.cells.get(grid.name).filter(|cell| other.own && fit(&cell.words, &cell.shape))?;
            let wrong = Distractor {
                text: cell.words.clone(),
                rationale: match before_it(n) {
                    Some(before) => format!("{} followed {}.", cell.words, before.words),
                    None => format!("{} stands first in the table.", cell.words),
                },
                quote: self.quote(other.place, Some(cell)),
            };
            (!leaks(&first.words, &cell.words)).then_some((Mark::nth(n), wrong))
        });
        let distractors = neighbours(&name.words, Mark::nth(at), pool);
        let place = Where::of(self.corpus, row.place);
        let office = grid.header.first().and_then(|header| office::office(self.corpus, *header));
        let stem = match office.filter(|_| grid.people) {
            Some(office) => {
                format!("According to “{}”, who directly followed {} as {office}?", place.title, first.words)
            }
            None if grid.people => format!("In {}, who directly followed {}?", place.named("table"), first.words),
            None => format!("In {}, what comes directly after {}?", place.named("table"), spoken(first)),
        };
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
            stem,
            key: name.words.clone(),
            rationale: format!("The table has {} directly after {}.", name.words, first.words),
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

/// A row's name as it stands in a sentence.
fn spoken(name: &Cell) -> String {
    with_article(&in_sentence(&name.words, &name.shape))
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

/// Whether a cell is the name of a row too.
fn is_row(grid: &Grid, cell: &Cell) -> bool {
    let names = || grid.rows.iter().take(NEAR).filter_map(|row| row.cells.get(grid.name));
    cell.shape == Shape::Name && names().any(|name| name.words == cell.words)
}

/// What a cell says, if it is a number that is more than nothing.
fn number(cell: &Cell) -> Option<f64> {
    let value = cell.said.value().filter(|value| value.kind != value::Kind::Date)?;
    (value.low > 0.0).then_some(value.low)
}

/// Whether a row's number is the largest or the smallest of its column by far: that is known without the table.
fn apart(grid: &Grid, row: &Row, column: &Column) -> bool {
    let of = |row: &Row| row.cells.get(column.at).and_then(number);
    let Some(own) = of(row) else { return false };
    let others = || grid.rows.iter().filter(|other| other.place != row.place).filter_map(of);
    let (least, most) =
        others().fold((f64::INFINITY, 0.0_f64), |(least, most), other| (least.min(other), most.max(other)));
    own > most * FAR || own * FAR < least
}

/// Another row's cell of a column.
struct Rival<'a> {
    place: Place,
    name: &'a Cell,
    cell: &'a Cell,
    mark: Mark,
}

/// Where a row's cell stands among those of its column: by its value, else by its row.
fn mark(grid: &Grid, row: &Row, cell: &Cell) -> Mark {
    let nth = || grid.rows.iter().position(|other| other.place == row.place).unwrap_or_default();
    cell.said.value().map_or_else(|| Mark::nth(nth()), Mark::of)
}

/// The cells of a column in the rows around one.
fn rivals<'a>(grid: &'a Grid, row: &Row, column: &Column) -> impl Iterator<Item = Rival<'a>> {
    let at = grid.rows.iter().position(|other| other.place == row.place).unwrap_or_default();
    let near = grid.rows.iter().take(at + NEAR).skip(at.saturating_sub(NEAR)).filter(move |it| it.place != row.place);
    let own = row.cells.get(column.at).and_then(number);
    let form = |row: &Row| Some((row.cells.get(grid.name)?.form, row.cells.get(column.at)?.form));
    let looks = form(row);
    near.filter_map(move |other| {
        let (name, cell) = pair(grid, other, column).filter(|_| form(other) == looks)?;
        // What is of another order of magnitude is believed by nobody.
        if own.zip(number(cell)).is_some_and(|(one, other)| one.max(other) > one.min(other) * BELIEVED) {
            return None;
        }
        Some(Rival { place: other.place, name, cell, mark: mark(grid, other, cell) })
    })
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
