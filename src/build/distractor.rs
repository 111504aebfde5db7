//! Wrong choices of the same type, shape and magnitude, from the same corpus; none that may also be right.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::corpus::{Corpus, Place};
use super::fact;
use super::mention::{DayShape, Mention, NumberShape, Slot, mentions};
use super::reading::is_name_stem;
use super::{ASKED, Candidate, Distractor, Quote, SPARE};
use crate::document::Kind;
use crate::flaw::words::Words;
use crate::value::{self, Interval};

mod life;
mod rationale;
mod similar;

pub use life::life;
pub use similar::{Similar, Similarity};

/// How many wrong choices are looked for: those that a question has, and spares.
const WANTED: usize = ASKED + SPARE;
/// How many different values are looked at on each side of the key.
const LOOKED_AT: usize = 24;
/// How many places of one value are looked at.
const PLACES: usize = 3;
/// A year in days, as [`value`] counts.
const YEAR: f64 = 372.0;

/// Every value of a corpus by its type, in order, and every passage that has one by its words.
#[derive(Debug, Default)]
pub struct Pool {
    values: BTreeMap<Slot, Vec<Entry>>,
    /// What is counted in which document, and how many.
    counted: HashSet<(usize, u64, u64)>,
    similarity: Similarity,
    /// The words of each document's title.
    titles: Vec<Words>,
}

/// A value at its place.
#[derive(Debug, Clone, Copy)]
struct Entry {
    value: Interval,
    source: u32,
    passage: u32,
    start: u32,
    end: u32,
}

impl Entry {
    fn place(&self) -> Place {
        Place { source: self.source as usize, passage: self.passage as usize }
    }

    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value that can stand against a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    /// Where it stands.
    pub place: Place,
    /// Its words, as a range of the passage's text.
    pub range: Range<usize>,
}

/// What is asked, as far as rivals need to know it.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The passage that has the key.
    pub place: Place,
    /// The key's type.
    pub slot: &'a Slot,
    /// The key.
    pub value: Interval,
    /// Whether the key is said to be about so much.
    pub about: bool,
    /// The date of the fact, if the stem shows it.
    pub dated: Option<Interval>,
    /// The values that the stem shows.
    pub shown: &'a [Mention],
    /// When the person that the document is about was born and died, as far as it says so.
    pub life: &'a [Interval],
}

impl Pool {
    /// All values of a corpus.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Self {
        let mut values: BTreeMap<Slot, Vec<Entry>> = BTreeMap::new();
        let mut counted = HashSet::new();
        for place in corpus.places() {
            let text = corpus.text(place);
            for mention in corpus.mentions(place) {
                if let Some(unit) = mention.slot.unit() {
                    counted.insert((place.source, numbered(unit), mention.value.low.to_bits()));
                }
                if mention.value.low.is_infinite() || mention.value.high.is_infinite() {
                    continue;
                }
                let mut add = |slot: Slot, range: Range<usize>, value: Interval| {
                    values.entry(slot).or_default().push(Entry {
                        value,
                        source: place.source as u32,
                        passage: place.passage as u32,
                        start: range.start as u32,
                        end: range.end as u32,
                    });
                };
                for (slot, range) in coarser(text, mention) {
                    if let Some(value) = text.get(range.clone()).and_then(value::interval) {
                        add(slot, range, value);
                    }
                }
                if mention.slot != Slot::Span {
                    add(mention.slot.class(), mention.range.clone(), mention.value);
                }
            }
        }
        for entries in values.values_mut() {
            entries.sort_by(|a, b| {
                let by_value = a.value.low.total_cmp(&b.value.low).then(a.value.high.total_cmp(&b.value.high));
                by_value.then((a.source, a.passage, a.start).cmp(&(b.source, b.passage, b.start)))
            });
            entries.shrink_to_fit();
        }
        let titles = corpus.sources().iter().map(|source| Words::of(&source.title)).collect();
        Self { values, counted, similarity: Similarity::of(corpus), titles }
    }

    /// Which passages speak of the same things.
    #[must_use]
    pub fn similarity(&self) -> &Similarity {
        &self.similarity
    }

    /// Gives a candidate the wrong choices that it lacks, the nearest values first.
    pub fn complete(&self, corpus: &Corpus, candidate: &mut Candidate) {
        if candidate.distractors.len() >= ASKED {
            return;
        }
        let Some(value) = value::interval(&candidate.key) else { return };
        let shown = mentions(&candidate.stem);
        let own = mentions(corpus.text(candidate.fact.place));
        let shown: Vec<Mention> = shown.into_iter().chain(own).collect();
        let asked = Asked {
            place: candidate.fact.place,
            slot: &candidate.fact.slot,
            value,
            about: false,
            dated: candidate.as_of.as_deref().and_then(value::interval),
            shown: &shown,
            life: &[],
        };
        let Some(similar) = self.similarity.like(corpus, candidate.fact.place) else { return };
        let mut taken: Vec<Interval> = candidate.distractors.iter().filter_map(|d| value::interval(&d.text)).collect();
        for rival in self.rivals(corpus, &asked, &similar) {
            let rival = distractor(corpus, &rival);
            let value = value::interval(&rival.text);
            let new = value.is_some_and(|value| !taken.iter().any(|other| same(other, &value)));
            if candidate.distractors.len() < WANTED && new {
                taken.extend(value);
                candidate.distractors.push(rival);
            }
        }
    }

    /// The best rivals of a key: the nearest that are believable and surely wrong.
    #[must_use]
    pub fn rivals(&self, corpus: &Corpus, asked: &Asked<'_>, similar: &[Similar]) -> Vec<Rival> {
        let class = asked.slot.class();
        let Some(entries) = self.values.get(&class) else { return Vec::new() };
        let barred = Self::barred(corpus, asked, similar);
        let is_barred = |value: &Interval| {
            same(value, &asked.value) || barred.iter().any(|other| same(other, value)) || out_of_order(asked, value)
        };
        let mut found: Vec<(f64, Entry)> = Vec::new();
        let middle = entries.partition_point(|entry| entry.value.low < asked.value.low);
        let mut look = |group: &[Entry]| {
            let Some(first) = group.first() else { return };
            let Some(distance) = distance(asked, &first.value).filter(|_| !is_barred(&first.value)) else { return };
            // Its places in the same document first.
            let own = group.partition_point(|entry| (entry.source as usize) < asked.place.source);
            let places = group.iter().skip(own).take(PLACES).chain(group.iter().take(PLACES));
            let fits = |entry: &&Entry| self.may_stand(corpus, asked, entry, similar);
            let weigh = |entry: &Entry| {
                let elsewhere = if entry.source as usize == asked.place.source { 0.0 } else { 0.35 };
                let unquoted = if corpus.passage(entry.place()).kind == Kind::Sentence { 0.0 } else { 0.1 };
                let own =
                    elsewhere == 0.0 && corpus.passage(entry.place()).section == corpus.passage(asked.place).section;
                distance + elsewhere + unquoted - if own { 0.05 } else { 0.0 }
            };
            let best = places.filter(fits).map(|entry| (weigh(entry), *entry));
            found.extend(best.min_by(|a, b| a.0.total_cmp(&b.0)));
        };
        let (mut left, mut right) = (middle, middle);
        for _ in 0..LOOKED_AT {
            if let Some(entry) = left.checked_sub(1).and_then(|at| entries.get(at)) {
                let from = entries.partition_point(|other| order(other, entry).is_lt());
                look(entries.get(from..left).unwrap_or_default());
                left = from;
            }
            if let Some(entry) = entries.get(right) {
                let to = entries.partition_point(|other| order(other, entry).is_le());
                look(entries.get(right..to).unwrap_or_default());
                right = to;
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(order(&a.1, &b.1)));
        let mut chosen: Vec<Entry> = Vec::new();
        for (_, entry) in found {
            let apart = chosen.iter().all(|other| apart(&class, &other.value, &entry.value));
            if chosen.len() < WANTED && apart {
                chosen.push(entry);
            }
        }
        chosen.into_iter().map(|entry| Rival { place: entry.place(), range: entry.range() }).collect()
    }

    /// Every value that may be right too: what the stem shows, and what is said where the same things are spoken of.
    fn barred(corpus: &Corpus, asked: &Asked<'_>, similar: &[Similar]) -> Vec<Interval> {
        let mut barred: Vec<Interval> = asked.shown.iter().map(|mention| mention.value).collect();
        for other in similar.iter().filter(|other| !dated_apart(corpus, asked, other.place)) {
            let values = corpus.mentions(other.place).iter().filter(|mention| mention.slot.comparable(asked.slot));
            barred.extend(values.map(|mention| mention.value));
        }
        barred
    }

    /// Whether two documents are about one thing, as their titles tell, or two of their passages are.
    fn akin(&self, corpus: &Corpus, one: Place, other: Place) -> bool {
        let titles = self.titles.get(one.source).zip(self.titles.get(other.source));
        let stems = |place| corpus.readings().stems(place);
        // As they are written: Albert Einstein has nothing to do with Alberta.
        let shared = |one: &Words, other: &Words| {
            let mut said = one.0.iter().filter(|word| word.content);
            said.any(|word| other.0.iter().any(|other| other.folded == word.folded))
        };
        titles.is_some_and(|(one, other)| shared(one, other)) || share_names(stems(one), stems(other))
    }

    fn may_stand(&self, corpus: &Corpus, asked: &Asked<'_>, entry: &Entry, similar: &[Similar]) -> bool {
        let place = entry.place();
        if place == asked.place || corpus.text(place).len() > 1_500 {
            return false;
        }
        // Dates of lives are beside the point, and so are the days and months of other documents, and the years of those
        // that are about something else.
        let told = matches!(corpus.passage(place).kind, Kind::Sentence | Kind::Row);
        let near = || {
            place.source == asked.place.source || (*asked.slot == Slot::Year && self.akin(corpus, asked.place, place))
        };
        if asked.slot.is_date() && !(told && near()) {
            return false;
        }
        let apart = || dated_apart(corpus, asked, place);
        if similar.binary_search_by_key(&place, |other| other.place).is_ok() && !apart() {
            return false;
        }
        let Some(unit) = asked.slot.unit() else { return true };
        let own = corpus.mentions(place).iter().find(|mention| mention.range == entry.range());
        if own.and_then(|mention| mention.slot.unit()) == Some(unit) {
            return apart();
        }
        !self.counted.contains(&(asked.place.source, numbered(unit), entry.value.low.to_bits()))
    }
}

/// Whether two passages name the same together: one word of a name, as “Spanish”, tells little.
fn share_names(one: &[u32], other: &[u32]) -> bool {
    one.iter().filter(|stem| is_name_stem(**stem) && other.binary_search(stem).is_ok()).count() > 1
}

/// Whether another passage gives its values for another time, and the stem tells its own.
fn dated_apart(corpus: &Corpus, asked: &Asked<'_>, place: Place) -> bool {
    let Some(own) = asked.dated else { return false };
    let text = corpus.text(place);
    let all = corpus.mentions(place);
    let value = all.iter().find(|mention| !mention.slot.is_date());
    let date = value.and_then(|value| fact::as_of(text, all, value));
    date.is_some_and(|date| !same(&date.value, &own))
}

/// Whether a date cannot be for the dates that the stem or a life tells: what came before another stays before it.
fn out_of_order(asked: &Asked<'_>, value: &Interval) -> bool {
    let side = |date: &Interval, of: &Interval| match () {
        () if of.high < date.low => -1,
        () if of.low > date.high => 1,
        () => 0,
    };
    let dates = asked.shown.iter().filter(|mention| mention.slot.is_date()).map(|mention| &mention.value);
    let told = dates.chain(asked.life).filter(|date| side(date, &asked.value) != 0);
    asked.slot.is_date() && told.into_iter().any(|date| side(date, value) != side(date, &asked.value))
}

/// A unit as a number, so that looking it up costs no copy.
fn numbered(unit: &str) -> u64 {
    unit.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A rival as a choice.
#[must_use]
pub fn distractor(corpus: &Corpus, rival: &Rival) -> Distractor {
    let text = corpus.text(rival.place);
    let words = text.get(rival.range.clone()).unwrap_or_default();
    Distractor {
        text: choice(words),
        rationale: rationale::of(corpus, rival),
        quote: Quote { place: rival.place, range: 0..text.len(), answers: vec![rival.range.clone()] },
    }
}

/// A value as a choice says it: a number that opens a sentence has a capital only there, and no comma tells one month
/// from the others.
#[must_use]
pub fn choice(words: &str) -> String {
    if let Some((month, year)) = words.split_once(", ").filter(|(month, _)| value::is_month(&month.to_lowercase())) {
        return format!("{month} {year}");
    }
    if value::digits(&words.to_lowercase()).is_some() { words.to_lowercase() } else { words.to_owned() }
}

fn order(a: &Entry, b: &Entry) -> std::cmp::Ordering {
    a.value.low.total_cmp(&b.value.low).then(a.value.high.total_cmp(&b.value.high))
}

/// Whether one value may be the other.
fn same(one: &Interval, other: &Interval) -> bool {
    one.holds(other) || other.holds(one)
}

/// The month and the year inside a fuller date, where they stand in a row.
fn coarser(text: &str, mention: &Mention) -> Vec<(Slot, Range<usize>)> {
    let range = mention.range.clone();
    let Some(words) = text.get(range.clone()) else { return Vec::new() };
    let year = || range.end.checked_sub(4).map(|start| (Slot::Year, start..range.end));
    match mention.slot {
        Slot::Day(DayShape::DayFirst) => {
            let month = words.find(' ').map(|at| (Slot::Month, range.start + at + 1..range.end));
            month.into_iter().chain(year()).collect()
        }
        Slot::Day(DayShape::MonthFirst) | Slot::Month => year().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// How far a value is from the key, 0 to 1 and a little more; nothing if nobody would believe it, or if it is so near that
/// it is unfair.
fn distance(asked: &Asked<'_>, value: &Interval) -> Option<f64> {
    let key = &asked.value;
    let apart = (value.low - key.low).abs();
    let ratio = |least: f64, most: f64| {
        let positive = key.low > 0.0 && value.low > 0.0;
        let ratio = if value.low > key.low { value.low / key.low } else { key.low / value.low };
        (positive && ratio >= least && ratio <= most).then(|| (ratio - 1.0) / (most - 1.0))
    };
    let about = |least: f64| if asked.about { least.max(1.3) } else { least };
    match asked.slot {
        Slot::Year | Slot::Month | Slot::Day(_) => {
            // The further back, the coarser what people know.
            let share = if *asked.slot == Slot::Year { 0.35 } else { 0.1 };
            let span = YEAR * ((2040.0 - key.low / YEAR) * share).clamp(10.0, 100.0);
            let least = match asked.slot {
                Slot::Year => YEAR,
                Slot::Month => 31.0,
                _ => 3.0,
            };
            // Next door is believable, but a little further tests more.
            let near = if apart < 2.0 * YEAR && *asked.slot == Slot::Year { 0.1 } else { 0.0 };
            (apart >= least && apart <= span).then(|| apart / span + near)
        }
        Slot::Percent { .. } => {
            ratio(about(1.1), 6.0).filter(|_| apart >= 1.0 && value.high <= 100.0_f64.max(key.high))
        }
        Slot::Money { .. } => ratio(about(1.12), 8.0),
        Slot::Count { shape: NumberShape::Words, .. } => (1.0..=8.0).contains(&apart).then(|| apart / 8.0),
        Slot::Count { .. } if key.low <= 30.0 => {
            (apart >= 1.0 && apart <= key.low.max(4.0) && value.low > 1.0).then(|| apart / key.low.max(4.0))
        }
        Slot::Count { .. } => ratio(about(1.08), 5.0),
        Slot::Span | Slot::Named(_) => None,
    }
}

/// Whether two rivals are far enough apart to be two choices.
fn apart(class: &Slot, one: &Interval, other: &Interval) -> bool {
    let near = match class {
        Slot::Money { .. } | Slot::Percent { .. } => {
            let (least, most) = (one.low.min(other.low), one.low.max(other.low));
            most < least * 1.04
        }
        _ => false,
    };
    !same(one, other) && !near
}
