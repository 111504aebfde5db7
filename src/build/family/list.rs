//! Lists whose entries share a shape: people with their years, terms with what they mean.

use std::ops::Range;

use super::near::{Mark, neighbours};
use super::rivals::{WANTED, distance, leaks, pick};
use super::shape::Shape;
use super::table::{on, span};
use super::{Family, Where, settle};
use crate::build::corpus::{Corpus, Place};
use crate::build::fact::Frame;
use crate::build::mention::Slot;
use crate::build::{Candidate, Distractor, Fact, Quote};
use crate::document::Kind;
use crate::flaw::words::Words;
use crate::value;

mod entry;
mod field;
mod role;

use entry::{Life, Term, begins_with_article, has_calling};
use role::{is_acronym, is_clear, is_of_one_land, is_role, may_be, predicate};

/// The fewest entries of a list.
const ENTRIES: usize = 4;
/// The entries of one list that are asked about, and those that wrong choices are taken from.
const ASKED: usize = 40;
const NEAR: usize = 200;
/// How far dates of people of one time may be from each other, in days as `value` counts them, and from the next one.
const ERA: f64 = 30.0 * 372.0;
const BESIDE: f64 = 12.0 * 372.0;

/// When people of a biographical list were born and died.
pub(super) fn lives(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("life") else { return Vec::new() };
    let lists = Lists { corpus, family };
    settle(lists.lives().iter().flat_map(|list| lists.dates(list)).collect())
}

/// Who of a biographical list is described so.
pub(super) fn described(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("described") else { return Vec::new() };
    let lists = Lists { corpus, family };
    settle(lists.lives().iter().flat_map(|list| lists.described(list)).collect())
}

/// A description without the nationality that it begins with, which a name mostly tells too.
fn beyond_nationality(text: &str, description: Range<usize>) -> Range<usize> {
    let words = text.get(description.clone()).unwrap_or_default();
    let (first, rest) = words.split_once(' ').unwrap_or_default();
    let endings = ["ian", "ean", "an", "ish", "ese", "ch", "i", "ic", "ss"];
    let nationality = first.starts_with(char::is_uppercase) && endings.iter().any(|ending| first.ends_with(ending));
    if nationality && !rest.is_empty() { description.end - rest.len()..description.end } else { description }
}

/// Which term of a list is described so.
pub(super) fn defined(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("definition") else { return Vec::new() };
    let lists = Lists { corpus, family };
    let mut glossaries = lists.of(&[Kind::Entry, Kind::Line], Term::read);
    // What a term is begins with an article; what is new in it, or what to do with it, does not.
    glossaries.retain(|list| {
        let words = |(place, term): &(Place, Term)| lists.words(*place, &term.description);
        list.iter().filter_map(words).filter(|words| begins_with_article(words)).count() * 5 >= list.len() * 4
    });
    settle(glossaries.iter().flat_map(|list| lists.terms(list)).collect())
}

/// The entries of one list that share the shape, each with its place.
type List<T> = Vec<(Place, T)>;

struct Lists<'a> {
    corpus: &'a Corpus,
    family: &'static Family,
}

impl Lists<'_> {
    /// The lists of which four fifths of the entries can be read so.
    fn of<T>(&self, kinds: &[Kind], read: impl Fn(&str) -> Option<T>) -> Vec<List<T>> {
        let mut lists = Vec::new();
        let mut run: Vec<Place> = Vec::new();
        let block = |place: Place| {
            let passage = self.corpus.passage(place);
            (place.source, passage.section, passage.block)
        };
        let mut close = |run: &mut Vec<Place>| {
            let all = run.len();
            let list: List<T> =
                run.drain(..).filter_map(|place| Some((place, read(self.corpus.text(place))?))).collect();
            if list.len() >= ENTRIES && list.len() * 5 >= all * 4 {
                lists.push(list);
            }
        };
        for place in self.corpus.places().filter(|place| kinds.contains(&self.corpus.passage(*place).kind)) {
            if run.last().is_some_and(|last| block(*last) != block(place)) {
                close(&mut run);
            }
            run.push(place);
        }
        close(&mut run);
        lists
    }

    /// The lists of people.
    fn lives(&self) -> Vec<List<Life>> {
        let mut lists = self.of(&[Kind::Entry, Kind::Line], Life::read);
        lists.retain(|list| self.are_people(list));
        lists
    }

    /// Whether a list with names and years is one of people, and the years are those of their lives: some are only
    /// born, or most have a calling; and they do not follow on one another as reigns do.
    fn are_people(&self, list: &List<Life>) -> bool {
        let born = list.iter().any(|(_, life)| life.born.is_some() != life.died.is_some());
        let callings = list.iter().filter(|(place, _)| has_calling(self.corpus.text(*place))).count();
        let ended = |(place, life): &(Place, Life)| self.words(*place, life.died.as_ref()?).map(ToOwned::to_owned);
        let began = |(place, life): &(Place, Life)| self.words(*place, life.born.as_ref()?).map(ToOwned::to_owned);
        let chained = list
            .windows(2)
            .filter(|pair| matches!(pair, [one, next] if ended(one).is_some_and(|end| Some(end) == began(next))))
            .count();
        (born || callings * 2 >= list.len()) && chained * 4 < list.len()
    }

    fn dates(&self, list: &List<Life>) -> Vec<Candidate> {
        let born = list.iter().take(ASKED).filter_map(|one| {
            let asks = |name: &str, list: &str| format!("According to {list}, when was {name} born?");
            self.date(list, one, ("born", "was born"), |life| life.born.clone(), asks)
        });
        let died = list.iter().take(ASKED).filter_map(|one| {
            let asks = |name: &str, list: &str| format!("According to {list}, when did {name} die?");
            self.date(list, one, ("died", "died"), |life| life.died.clone(), asks)
        });
        born.chain(died).collect()
    }

    fn date(
        &self,
        list: &List<Life>,
        (place, life): &(Place, Life),
        (what, did): (&str, &str),
        date: impl Fn(&Life) -> Option<Range<usize>>,
        asks: impl Fn(&str, &str) -> String,
    ) -> Option<Candidate> {
        let of = |place: Place, life: &Life| {
            let range = date(life)?;
            Some((self.words(place, &life.name)?, self.words(place, &range)?, range))
        };
        let (name, key, range) = of(*place, life)?;
        let shape = Shape::of(key);
        let mark = |date: &str| value::interval(date).as_ref().map(Mark::of);
        let own = mark(key)?;
        let rivals = near(list, *place).filter_map(|(place, life)| {
            let (other, date, range) = of(*place, life)?;
            let at = mark(date).filter(|at| Shape::of(date) == shape && other != name && at.distance(own) <= ERA)?;
            let (text, rationale) = (date.to_owned(), format!("{other} {did} {}.", on(date)));
            Some((at, Distractor { text, rationale, quote: self.quote(*place, Some(range)) }))
        });
        let pool: Vec<_> = rivals.collect();
        // A date that stands apart from all others gives itself away.
        if !pool.iter().any(|(at, one)| one.text != key && at.distance(own) <= BESIDE) {
            return None;
        }
        let stem = asks(name, &Where::of(self.corpus, *place).named("list"));
        let fact = Fact {
            slot: Slot::Named(what.to_owned()),
            subject: name.to_owned(),
            frame: Frame::default(),
            answer: key.to_owned(),
            as_of: None,
            place: *place,
        };
        let says = format!("The list gives {key} as {} {name} {did}.", span(key));
        self.candidate(fact, stem, says, neighbours(key, own, pool), range)
    }

    /// Asks who is described so, for each thing that is said of somebody.
    fn described(&self, list: &List<Life>) -> Vec<Candidate> {
        let explained = |word: &str| {
            let named = |set: &Vec<String>| set.iter().any(|name| name == word);
            self.corpus.readings().is_explained(word) || self.corpus.readings().aliases().sets().iter().any(named)
        };
        let role = |place: Place, part: &Range<usize>| {
            let part = beyond_nationality(self.corpus.text(place), part.clone());
            // “IDF Lieutenant-Colonel”: what nobody explains says nothing to who reads it.
            let unknown = |first: &str, rest: &str| is_acronym(first) && !explained(first) && !rest.is_empty();
            let (first, rest) = self.words(place, &part)?.split_once(' ').unwrap_or_default();
            let part = if unknown(first, rest) { part.end - rest.len()..part.end } else { part };
            Some(part).filter(|part| self.words(place, part).is_some_and(is_role))
        };
        let first = |(place, life): &(Place, Life)| {
            let description = life.descriptions.iter().find_map(|part| role(*place, part))?;
            Some((*place, Term { name: life.name.clone(), description }))
        };
        let firsts: List<Term> = list.iter().filter_map(first).collect();
        if firsts.len() < ENTRIES {
            return Vec::new();
        }
        let asks = |list: &str, words: &str| format!("According to {list}, who {}?", predicate(words));
        let of_one = |(place, life): &(Place, Life)| {
            let roles = life.descriptions.iter().filter_map(|part| role(*place, part));
            let alone = self.nationality(*place, life).filter(|own| {
                let others = list.iter().filter(|(other, _)| other != place);
                others.filter_map(|(place, life)| self.nationality(*place, life)).all(|other| other != *own)
            });
            let roles = roles.filter(|part| {
                let words = self.words(*place, part).unwrap_or_default();
                alone.is_none_or(|own| !is_of_one_land(words, own)) && is_clear(words, explained)
            });
            let ask = |description| {
                let one = Term { name: life.name.clone(), description };
                let own = self.words(*place, &one.description)?.to_owned();
                let words = Words::of(&own);
                let rivals = near(&firsts, *place).filter(|(place, _)| {
                    let text = self.corpus.text(*place);
                    !may_be(&own, text) && !text.split([',', ';']).any(|part| tells_much(&words, part))
                });
                // Of those who do what the description tells of, one is not told by it alone.
                let akin = |place: Place| field::share(&own, self.corpus.text(place));
                // Two would leave too much to a guess among people of whom little is said.
                self.term(&firsts, rivals, (*place, &one), asks, predicate, akin)
                    .filter(|one| one.distractors.len() >= WANTED)
            };
            roles.filter_map(ask).collect::<Vec<_>>()
        };
        list.iter().take(ASKED).flat_map(of_one).collect()
    }

    /// The nationality that an entry begins with.
    fn nationality(&self, place: Place, life: &Life) -> Option<&str> {
        let first = life.descriptions.first()?;
        let rest = beyond_nationality(self.corpus.text(place), first.clone());
        self.words(place, &(first.start..rest.start)).map(str::trim).filter(|words| !words.is_empty())
    }

    /// Asks which term is described so.
    fn terms(&self, list: &List<Term>) -> Vec<Candidate> {
        let asks = |list: &str, words: &str| format!("In {list}, which entry is described as “{words}”?");
        let quoted = |words: &str| format!("is described as “{words}”");
        let one = |(place, term): &(Place, Term)| {
            let words = Words::of(self.words(*place, &term.description)?);
            let rivals = near(list, *place).filter(|(place, _)| !tells_much(&words, self.corpus.text(*place)));
            self.term(list, rivals, (*place, term), asks, quoted, |_| true)
                .filter(|one| one.distractors.len() >= WANTED)
        };
        list.iter().take(ASKED).filter_map(one).collect()
    }

    fn term<'t>(
        &self,
        list: &List<Term>,
        rivals: impl Iterator<Item = &'t (Place, Term)>,
        (place, term): (Place, &Term),
        asks: impl Fn(&str, &str) -> String,
        shown: impl Fn(&str) -> String,
        akin: impl Fn(Place) -> bool,
    ) -> Option<Candidate> {
        let of = |place: Place, term: &Term| {
            Some((self.words(place, &term.name)?, self.words(place, &term.description)?, term.name.clone()))
        };
        let (name, description, range) = of(place, term)?;
        let words = Words::of(description);
        // What it says must be said of no other, nor give the name away.
        let alone = list.iter().filter(|(other, _)| *other != place).all(|(other, _)| {
            let other = Words::of(self.corpus.text(*other));
            let shared = words.content().filter(|word| other.has(word)).count();
            shared * 4 < words.content().count() * 3
        });
        if !alone || words.content().count() < 2 || leaks(name, description) {
            return None;
        }
        let mut rivals: Vec<_> = rivals
            .filter_map(|(place, term)| of(*place, term).map(|found| (*place, found)))
            .filter(|(_, (other, ..))| !leaks(other, description))
            .collect();
        rivals.sort_by(|a, b| distance(name, a.1.0).total_cmp(&distance(name, b.1.0)));
        rivals.sort_by_cached_key(|(place, _)| !akin(*place));
        let pool = rivals.into_iter().map(|(place, (name, description, range))| Distractor {
            text: name.to_owned(),
            rationale: format!("{name} {}.", shown(description)),
            quote: self.quote(place, Some(range)),
        });
        let at = Where::of(self.corpus, place);
        let fact = Fact {
            slot: Slot::Named("described".to_owned()),
            subject: name.to_owned(),
            frame: Frame(at.frame().0.into_iter().chain(words.content().map(ToOwned::to_owned)).collect()),
            answer: name.to_owned(),
            as_of: None,
            place,
        };
        let says = format!("In the list, {name} {}.", shown(description));
        let mut wrong = pick(name, description, pool);
        wrong.sort_by_cached_key(|one| !akin(one.quote.place));
        self.candidate(fact, asks(&at.named("list"), description), says, wrong, range)
    }

    fn candidate(
        &self,
        fact: Fact,
        stem: String,
        rationale: String,
        distractors: Vec<Distractor>,
        answer: Range<usize>,
    ) -> Option<Candidate> {
        let place = fact.place;
        (distractors.len() > 1).then(|| Candidate {
            family: self.family,
            key: fact.answer.clone(),
            fact,
            stem,
            rationale,
            distractors,
            quotes: vec![self.quote(place, Some(answer))],
            as_of: None,
        })
    }

    fn words(&self, place: Place, range: &Range<usize>) -> Option<&str> {
        self.corpus.text(place).get(range.clone())
    }

    fn quote(&self, place: Place, answer: Option<Range<usize>>) -> Quote {
        Quote { place, range: 0..self.corpus.text(place).len(), answers: answer.into_iter().collect() }
    }
}

/// Whether a text tells so much of a description that it may be true of whom the text is about.
fn tells_much(description: &Words, text: &str) -> bool {
    let other = Words::of(text);
    description.content().filter(|word| other.has(word)).count() * 2 >= description.content().count()
}

/// The entries around one.
fn near<T>(list: &List<T>, place: Place) -> impl Iterator<Item = &(Place, T)> {
    let at = list.iter().position(|(other, _)| *other == place).unwrap_or_default();
    list.iter().take(at + NEAR).skip(at.saturating_sub(NEAR)).filter(move |(other, _)| *other != place)
}

#[cfg(test)]
mod tests;
