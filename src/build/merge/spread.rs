//! The questions of one table, list or enumeration: a few of each row, and of all kinds.

use std::collections::{BTreeMap, HashMap};

use super::{Passed, What};
use crate::build::corpus::{Corpus, Place};
use crate::build::proposal;
use crate::document::Kind;

/// The most questions of one table or list, so that none fills a bank.
const BLOCK: usize = 24;
/// The most questions of one row, of one entry, and of one enumeration, for two of a passage.
const ROW: usize = 4;
const ENTRY: usize = 4;
const ENUMERATION: usize = 8;

/// Which of the candidates stay, by their places among them.
pub(super) fn spread(corpus: &Corpus, passed: &[Passed], per_passage: usize) -> Vec<bool> {
    let mut stays = vec![true; passed.len()];
    let mut blocks: BTreeMap<(usize, usize, usize), Vec<usize>> = BTreeMap::new();
    for (n, one) in passed.iter().enumerate().filter(|(_, one)| is_part(one)) {
        let passage = corpus.passage(one.place);
        // An enumeration is one passage.
        let block = if passage.kind == Kind::Sentence { usize::MAX - one.place.passage } else { passage.block };
        blocks.entry((one.place.source, passage.section, block)).or_default().push(n);
    }
    for block in blocks.values() {
        for n in block {
            if let Some(stay) = stays.get_mut(*n) {
                *stay = false;
            }
        }
        for n in chosen(corpus, passed, block, per_passage) {
            if let Some(stay) = stays.get_mut(n) {
                *stay = true;
            }
        }
    }
    stays
}

/// Whether a candidate is one of several that a row, an entry or an enumeration gives.
pub(super) fn is_part(one: &Passed) -> bool {
    matches!(one.what, What::Whole(_)) && !one.subject.is_empty() && one.family.name != proposal::FAMILY
}

/// Those of one block that stay: row by row, each time of the family and the column that had the fewest, and not the
/// reverse of what the row was asked for already.
fn chosen(corpus: &Corpus, passed: &[Passed], block: &[usize], per_passage: usize) -> Vec<usize> {
    let mut rows: BTreeMap<Place, Vec<(usize, &Passed)>> = BTreeMap::new();
    for (n, one) in block.iter().filter_map(|n| Some((*n, passed.get(*n)?))) {
        rows.entry(one.place).or_default().push((n, one));
    }
    let mut rows: Vec<(Place, Vec<(usize, &Passed)>)> = rows.into_iter().collect();
    if rows.len() > BLOCK {
        // Not the first ones, but any of them, and the same ones however many there are.
        rows.sort_by_cached_key(|(_, all)| all.iter().map(|(_, one)| by_content(one)).min());
    }
    let mut families: HashMap<&str, usize> = HashMap::new();
    let mut columns: HashMap<String, usize> = HashMap::new();
    let mut stay: Vec<usize> = Vec::new();
    let most = |place: Place| match corpus.passage(place).kind {
        Kind::Entry | Kind::Line => ENTRY,
        Kind::Sentence => ENUMERATION,
        _ => ROW,
    };
    for round in 0..ENUMERATION.max(ENTRY) * per_passage / 2 {
        for (place, left) in &mut rows {
            if stay.len() >= BLOCK || round >= most(*place) * per_passage / 2 {
                continue;
            }
            let asked: Vec<&Passed> =
                stay.iter().filter_map(|n| passed.get(*n)).filter(|one| one.place == *place).collect();
            let worth = |(_, one): &(usize, &Passed)| {
                let column = format!("{:?}", one.slot);
                let told = |other: &&&Passed| other.slot == one.slot && other.subject == one.subject;
                let reverse = asked.iter().filter(told).count();
                let count = |of: Option<&usize>| of.copied().unwrap_or_default();
                let (family, column) = (count(families.get(one.family.name)), count(columns.get(&column)));
                (one.conflict.is_none(), reverse, family, column, by_content(one).to_owned())
            };
            // A row may be asked for a third thing, but for none of them twice as long as others are to be had.
            let enough = round == per_passage && corpus.passage(*place).kind == Kind::Row;
            let new = |(_, one): &(usize, &Passed)| !enough || asked.iter().all(|other| other.slot != one.slot);
            let fitting = (0..left.len()).filter(|at| left.get(*at).is_some_and(new));
            let Some(at) = fitting.min_by_key(|at| left.get(*at).map(worth)) else { continue };
            let (n, one) = left.swap_remove(at);
            *families.entry(one.family.name).or_default() += 1;
            *columns.entry(format!("{:?}", one.slot)).or_default() += 1;
            stay.push(n);
        }
    }
    stay
}

/// The part of an id that is made of the fact.
fn by_content(one: &Passed) -> &str {
    one.id.as_str().rsplit('-').next().unwrap_or_default()
}
