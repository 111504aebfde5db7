//! Tables: cells that reach over several rows and columns, headers, and boxes of labels and values.

use super::{Clean, Run};
use crate::document::Kind;

/// A table's row, cell by cell.
#[derive(Debug, Clone, Default)]
pub(in crate::document) struct Cell {
    pub(in crate::document) run: Run,
    pub(in crate::document) header: bool,
    /// How many columns and rows it takes.
    pub(in crate::document) columns: usize,
    pub(in crate::document) rows: usize,
}

/// The most columns and rows that one cell may take, and that a row may have.
const SPAN_MAX: usize = 1000;
const COLUMNS_MAX: usize = 200;
/// The longest cell that is repeated in the rows that it reaches over.
const REPEATED_MAX: usize = 300;

/// A whole table: what becomes of its rows is decided when all are known.
#[derive(Debug, Default)]
pub(in crate::document) struct Table {
    pub(in crate::document) rows: Vec<Vec<Cell>>,
    /// A box of labels and values.
    pub(in crate::document) labels: bool,
}

impl Clean {
    /// A table's rows, their cells joined by `|`. Cells that reach over several rows or columns are written out.
    pub(in crate::document) fn table(&mut self, table: &Table) {
        self.begin();
        let pairs = |row: &&Vec<Cell>| row.len() == 2 && row.first().is_some_and(|cell| cell.header);
        let all_pairs = table
            .rows
            .iter()
            .filter(|row| row.len() > 1)
            .all(|row| pairs(&row) && row.get(1).is_some_and(|value| !value.header));
        let labels = table.labels || (all_pairs && table.rows.iter().any(|row| row.len() == 2));
        let headers = header_rows(&table.rows);
        let mut above: Vec<Option<(usize, Run)>> = Vec::new();
        for (i, row) in table.rows.iter().enumerate() {
            if labels && let [label, value] = row.as_slice() {
                self.labelled(&label.run, &value.run);
                continue;
            }
            let line = write_out(row, &mut above);
            let all_headers = row.len() > 1 && row.iter().all(|cell| cell.header);
            let kind = if i < headers || all_headers { Kind::Header } else { Kind::Row };
            self.passage(kind, &line);
        }
    }
}

/// A row as one run. `above` holds what reaches down from the rows before.
fn write_out(row: &[Cell], above: &mut Vec<Option<(usize, Run)>>) -> Run {
    let mut line = Run::default();
    let mut column = 0;
    let Some(mut at) = row.iter().find(|cell| !cell.run.is_empty()).map(|cell| cell.run.map.get(0)) else {
        return line;
    };
    let part = |line: &mut Run, column: usize, at: usize| {
        if column > 0 {
            line.space();
            line.put("|", at..at);
            line.space();
        }
    };
    let mut cells = row.iter();
    while column < COLUMNS_MAX {
        if above.len() <= column {
            above.resize_with(column + 1, || None);
        }
        let Some(slot) = above.get_mut(column) else { break };
        if let Some((left, run)) = slot {
            part(&mut line, column, at);
            line.put(run.text(), at..at);
            *left -= 1;
            if *left == 0 {
                *slot = None;
            }
            column += 1;
            continue;
        }
        let Some(cell) = cells.next() else { break };
        if cell.run.is_empty() {
            part(&mut line, column, at);
        } else {
            at = at.max(line.end());
            part(&mut line, column, at);
            line.join(&cell.run);
            at = cell.run.end();
        }
        let more = cell.rows.clamp(1, SPAN_MAX) - 1;
        let wide = cell.columns.clamp(1, COLUMNS_MAX);
        for extra in 0..wide {
            if extra > 0 {
                column += 1;
                part(&mut line, column, at);
            }
            if above.len() <= column {
                above.resize_with(column + 1, || None);
            }
            if more > 0
                && cell.run.text.len() <= REPEATED_MAX
                && let Some(slot) = above.get_mut(column)
            {
                let mut run = Run::default();
                if extra == 0 {
                    run.put(cell.run.text(), 0..0);
                }
                *slot = Some((more, run));
            }
        }
        column += 1;
    }
    line
}

/// How many rows at the top are a table's header: those marked so; else the first, if it holds no digit and a row below
/// does.
fn header_rows(rows: &[Vec<Cell>]) -> usize {
    let marked = rows.iter().take_while(|row| row.iter().all(|cell| cell.header)).count();
    if marked > 0 {
        return if marked < rows.len() { marked } else { 0 };
    }
    let digit = |row: &Vec<Cell>| row.iter().any(|cell| cell.run.text.contains(|c: char| c.is_ascii_digit()));
    let (Some(first), more) = (rows.first(), rows.get(1..).unwrap_or_default()) else { return 0 };
    let full = first.len() > 1 && first.iter().all(|cell| !cell.run.is_empty() && !cell.header);
    usize::from(full && !digit(first) && more.iter().any(digit))
}
