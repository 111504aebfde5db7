//! A run of row passages read as a table: cells under their headings, and the column that names the rows.

use std::collections::HashMap;
use std::ops::Range;

use super::form::{self, Form};
use super::heading::Heading;
use crate::build::corpus::{Corpus, Place};
use crate::build::family::rivals::Said;
use crate::build::family::shape::{Shape, bare, folded, is_person};
use crate::document::Kind;

/// A cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// What it says, marks around it left out.
    pub words: String,
    /// Where, in its row's passage.
    pub range: Range<usize>,
    /// What it holds.
    pub shape: Shape,
    /// The same as a choice.
    pub said: Said,
    /// How it looks beside the others of its column.
    pub form: Form,
}

/// A row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Its passage.
    pub place: Place,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether no other row has its name.
    pub own: bool,
}

/// A column that can be asked for.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// Which of the cells.
    pub at: usize,
    /// Its heading.
    pub heading: Heading,
    /// The shape that four fifths of its cells share.
    pub shape: Shape,
}

/// A table.
#[derive(Debug)]
pub(super) struct Grid {
    /// The passages of its header.
    pub header: Vec<Place>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Which column names the rows.
    pub name: usize,
    /// What stands above the names.
    pub head: Heading,
    /// Whether the rows are people.
    pub people: bool,
    /// What a row is, if the heading above the names is the word for one.
    pub kind: Option<String>,
    /// The columns that can be asked for.
    pub columns: Vec<Column>,
    /// Which column numbers the rows from one on.
    pub numbered: bool,
}

/// The fewest rows of a table.
const ROWS: usize = 4;
/// The most columns that are looked at.
const COLUMNS: usize = 60;

/// The tables of a corpus.
pub(super) fn grids(corpus: &Corpus) -> Vec<Grid> {
    let mut grids = Vec::new();
    let mut run: Vec<Place> = Vec::new();
    let block = |place: Place| (place.source, corpus.passage(place).section, corpus.passage(place).block);
    let tabular = corpus.places().filter(|place| matches!(corpus.passage(*place).kind, Kind::Row | Kind::Header));
    for place in tabular {
        if run.last().is_some_and(|last| block(*last) != block(place)) {
            grids.extend(Grid::read(corpus, &run));
            run.clear();
        }
        run.push(place);
    }
    grids.extend(Grid::read(corpus, &run));
    grids
}

/// How many rows on each side of one are read to tell what its cells are.
const AROUND: usize = 60;

/// The table that a row stands in, or the part of it around the row; none if it cannot be read.
pub(super) fn around(corpus: &Corpus, place: Place) -> Option<Grid> {
    let block = |place: Place| (corpus.passage(place).section, corpus.passage(place).block);
    let at = |passage: usize| Place { passage, ..place };
    let count = corpus.source(place).document.passages().len();
    let of_it = |place: &Place| matches!(corpus.passage(*place).kind, Kind::Row | Kind::Header);
    let own = block(place);
    let mut run: Vec<Place> =
        (0..place.passage).rev().map(at).take_while(|other| block(*other) == own).filter(of_it).collect();
    run.reverse();
    let header = run.iter().filter(|other| corpus.passage(**other).kind == Kind::Header).copied();
    let far = run.len().saturating_sub(AROUND);
    let mut near: Vec<Place> = header.filter(|other| !run.iter().skip(far).any(|it| it == other)).collect();
    near.extend(run.iter().skip(far));
    near.extend((place.passage..count).map(at).take_while(|other| block(*other) == own).filter(of_it).take(AROUND));
    Grid::read(corpus, &near)
}

impl Grid {
    /// The table of some passages of one block; none if it cannot be told what its cells say of what.
    fn read(corpus: &Corpus, run: &[Place]) -> Option<Self> {
        let (header, body): (Vec<Place>, Vec<Place>) =
            run.iter().partition(|place| corpus.passage(**place).kind == Kind::Header);
        if header.is_empty() || header.len() > 2 || body.len() < ROWS {
            return None;
        }
        let edges = Edges::of(&run.iter().map(|place| corpus.text(*place)).collect::<Vec<_>>());
        let heads: Vec<Vec<String>> = header
            .iter()
            .map(|place| edges.cells(corpus.text(*place)).into_iter().map(|cell| cell.words).collect())
            .collect();
        let mut rows: Vec<Row> = body
            .iter()
            .map(|place| Row { place: *place, cells: edges.cells(corpus.text(*place)), own: true })
            .filter(|row| !heads.iter().any(|head| head.iter().eq(row.cells.iter().map(|cell| &cell.words))))
            .collect();
        let width = most_common(rows.iter().map(|row| row.cells.len()))?;
        let whole = rows.len();
        rows.retain(|row| row.cells.len() == width && !row.cells.iter().any(|cell| is_total(&cell.words)));
        if rows.len() < ROWS || rows.len() * 5 < whole * 4 || !(2..=COLUMNS).contains(&width) {
            return None;
        }
        let shapes: Vec<Option<Shape>> = (0..width).map(|at| shared(&rows, at)).collect();
        let (mut headings, aligned) = align(&heads, &shapes)?;
        let name = naming(&headings, &rows, &shapes, aligned)?;
        let people = are_people(&rows, name);
        if !people {
            // What has no people is not born and takes no office.
            headings.iter_mut().for_each(Heading::forget_people);
        }
        let kind = headings.get(name).and_then(Heading::one).filter(|_| !people);
        mark_own(&mut rows, name);
        form::mark(&mut rows, width);
        // Where other names stand before the people, what is no part of a life is said of those.
        let lives = headings.iter().zip(&shapes).take(name).any(|(heading, shape)| {
            matches!(shape, Some(Shape::Name | Shape::Acronym | Shape::Phrase)) && !heading.numbers()
        });
        let columns = headings
            .iter()
            .zip(&shapes)
            .enumerate()
            .filter(|(at, (heading, _))| {
                *at != name
                    && heading.asked()
                    && (!lives || heading.of_people())
                    && (aligned || heading.expects().is_some())
            })
            .filter_map(|(at, (heading, shape))| Some(Column { at, heading: heading.clone(), shape: shape.clone()? }))
            .filter(|column| !matches!(column.shape, Shape::Code | Shape::Nothing))
            .collect();
        let numbered = headings.iter().enumerate().any(|(at, heading)| heading.numbers() && counts(&rows, at));
        let head = headings.get(name).cloned().unwrap_or_else(|| Heading::of(""));
        Some(Self { header, rows, name, head, people, kind, columns, numbered })
    }
}

/// How the rows of a table begin and end: with a bar each, or with a cell.
struct Edges {
    first: bool,
    last: bool,
    double: bool,
}

impl Edges {
    fn of(rows: &[&str]) -> Self {
        let first = rows.iter().all(|row| row.starts_with(['|', '!']));
        let last = rows.iter().all(|row| row.ends_with('|'));
        let double = first && !last && rows.iter().all(|row| row.contains("||") || row.contains("!!"));
        Self { first, last, double }
    }

    /// A row's cells; none if it holds markup that nobody has read.
    fn cells(&self, row: &str) -> Vec<Cell> {
        if ["[[", "{{", "<", "style=", "\\|"].iter().any(|debris| row.contains(debris)) {
            return Vec::new();
        }
        let start = usize::from(self.first);
        let end = row.len() - usize::from(self.last && row.len() > start);
        let inner = row.get(start..end).unwrap_or_default();
        let separator = match (self.double, row.starts_with('!')) {
            (true, true) => "!!",
            (true, false) => "||",
            _ => "|",
        };
        let cell = |piece: &str| {
            let words = bare(piece);
            let from = words.as_ptr().addr() - row.as_ptr().addr();
            let (shape, value) = Shape::read(words);
            Cell {
                range: from..from + words.len(),
                shape,
                said: Said::with(words, value),
                words: words.to_owned(),
                form: Form::default(),
            }
        };
        inner.split(separator).map(cell).collect()
    }
}

fn is_total(words: &str) -> bool {
    let lower = folded(words);
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(first, "total" | "totals" | "subtotal" | "sum" | "average" | "mean" | "median" | "overall")
}

fn most_common(counts: impl Iterator<Item = usize>) -> Option<usize> {
    let mut seen: HashMap<usize, usize> = HashMap::new();
    for count in counts {
        *seen.entry(count).or_default() += 1;
    }
    seen.into_iter().max_by_key(|(count, times)| (*times, *count)).map(|(count, _)| count)
}

/// The shape that four fifths of a column's filled cells share, if at least half of them are filled.
fn shared(rows: &[Row], at: usize) -> Option<Shape> {
    let mut seen: HashMap<&Shape, usize> = HashMap::new();
    for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
        if cell.shape != Shape::Nothing {
            *seen.entry(&cell.shape).or_default() += 1;
        }
    }
    let filled: usize = seen.values().sum();
    let (shape, times) = seen.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(b.0)))?;
    (times * 5 >= filled * 4 && filled * 2 >= rows.len()).then(|| shape.clone())
}

/// Each column's heading, and whether the header has as many columns as the rows. A second row of the header either
/// stands under the first one's gaps or divides one of its cells; which, the cells below must show.
fn align(heads: &[Vec<String>], shapes: &[Option<Shape>]) -> Option<(Vec<Heading>, bool)> {
    let mut readings: Vec<Vec<String>> = Vec::new();
    match heads {
        [only] => readings.push(only.clone()),
        [first, second] => {
            let under: Vec<&String> = second.iter().filter(|cell| !cell.is_empty()).collect();
            if first.len() == second.len() {
                let clear = first.iter().zip(second).all(|(above, below)| {
                    above == below || above.is_empty() || below.is_empty() || is_spread(first, above)
                });
                let merged =
                    first.iter().zip(second).map(|(above, below)| if below.is_empty() { above } else { below });
                let merged: Vec<String> = merged.cloned().collect();
                if clear {
                    // With a heading over every column there is nothing to guess.
                    let (score, aligned, headings) = judge(merged.clone(), shapes);
                    if aligned && score >= 0 && merged.iter().skip(1).all(|cell| !cell.is_empty()) {
                        return Some((headings, true));
                    }
                    readings.push(merged);
                }
            }
            for (at, _) in first.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let mut divided = first.clone();
                divided.splice(at..=at, under.iter().map(|cell| (*cell).clone()));
                readings.push(divided);
            }
        }
        _ => return None,
    }
    let mut judged: Vec<_> = readings.into_iter().map(|reading| judge(reading, shapes)).collect();
    judged.sort_by_key(|(score, aligned, _)| (-score, !aligned));
    let mut judged = judged.into_iter();
    let (score, aligned, headings) = judged.next()?;
    let rival = judged.next().map(|(score, ..)| score);
    // One row of as many cells as the rows have needs no proof.
    let plain = heads.len() == 1 && aligned;
    (plain || (score >= 2 && rival.is_none_or(|rival| rival < score))).then_some((headings, aligned))
}

/// How well a reading of the header goes with the cells below it, whether it has as many columns, and its headings.
fn judge(mut reading: Vec<String>, shapes: &[Option<Shape>]) -> (i32, bool, Vec<Heading>) {
    while reading.len() > shapes.len() && reading.last().is_some_and(String::is_empty) {
        reading.pop();
    }
    let headings: Vec<Heading> = reading.iter().take(shapes.len()).map(|words| Heading::of(words)).collect();
    let known = headings.iter().zip(shapes).filter_map(|(heading, shape)| {
        heading.expects()?;
        Some(if heading.fits(shape.as_ref()?) { 1 } else { -3 })
    });
    (known.sum(), reading.len() == shapes.len(), headings)
}

/// Whether a cell stands for several columns: it comes again, or gaps follow it.
fn is_spread(first: &[String], cell: &String) -> bool {
    first.iter().filter(|other| *other == cell).count() > 1
        || first.windows(2).any(|pair| matches!(pair, [one, next] if one == cell && next.is_empty()))
}

/// The column that names the rows. In a table that tells of terms and lives it is the one with the people; else the
/// first that is no number, if it holds names or dates and each only once: what stands further right is said of that.
fn naming(headings: &[Heading], rows: &[Row], shapes: &[Option<Shape>], aligned: bool) -> Option<usize> {
    let unique = |at: usize| {
        let mut names: Vec<String> =
            rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| folded(&cell.words)).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        names.len() * 5 >= all * 4
    };
    let shape = |at: usize| shapes.get(at).and_then(Option::as_ref);
    let heading = |at: usize, is: fn(&Heading) -> bool| headings.get(at).is_some_and(is);
    let named = |at: usize| matches!(shape(at), Some(Shape::Name | Shape::Acronym)) && unique(at);
    let mut all = 0..headings.len();
    if headings.iter().any(Heading::of_people) {
        let person = all.clone().find(|at| named(*at) && are_people(rows, *at) && heading(*at, Heading::names));
        let person = person.or_else(|| all.clone().find(|at| aligned && named(*at) && are_people(rows, *at)));
        if person.is_some() {
            return person;
        }
    }
    let first = all.find(|at| {
        shape(*at).is_some() && !heading(*at, Heading::numbers) && (heading(*at, Heading::asked) || named(*at))
    })?;
    if named(first) {
        return (aligned || heading(first, Heading::names)).then_some(first);
    }
    let dates = matches!(shape(first), Some(Shape::Date(_))) && unique(first);
    let work = all.find(|at| named(*at) && heading(*at, Heading::titles));
    work.or(dates.then_some(first)).filter(|_| aligned)
}

/// Whether four fifths of a column's filled cells can be people's names.
fn are_people(rows: &[Row], at: usize) -> bool {
    let cells = rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| cell.shape != Shape::Nothing);
    let people = cells.clone().filter(|cell| is_person(&cell.words)).count();
    people * 5 >= cells.count() * 4
}

/// Marks the rows whose name another one has too, or that have none.
fn mark_own(rows: &mut [Row], name: usize) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let key = |row: &Row| row.cells.get(name).map(|cell| folded(&cell.words)).unwrap_or_default();
    for row in rows.iter() {
        *seen.entry(key(row)).or_default() += 1;
    }
    for row in rows {
        let nameless = row.cells.get(name).is_none_or(|cell| matches!(cell.shape, Shape::Nothing | Shape::Code));
        row.own = !nameless && seen.get(&key(row)) == Some(&1);
    }
}

/// Whether a column counts the rows one by one.
fn counts(rows: &[Row], at: usize) -> bool {
    let number = |row: &Row| row.cells.get(at)?.words.trim_end_matches(['.', ')']).parse::<u32>().ok();
    rows.windows(2).all(|pair| match pair {
        [one, next] => number(one).is_some_and(|n| number(next) == n.checked_add(1)),
        _ => true,
    })
}
