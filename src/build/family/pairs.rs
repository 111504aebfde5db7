//! Enumerations whose members each have a value in brackets: “A (x), B (y) and C (z)”.

use std::ops::Range;

use super::near::{Mark, neighbours};
use super::rivals::{clash, fit, leaks};
use super::shape::{Shape, bare, is_name, with_article};
use super::{Family, Where, settle};
use crate::build::corpus::{Corpus, Place};
use crate::build::fact::Frame;
use crate::build::mention::Slot;
use crate::build::{Candidate, Distractor, Fact, Quote};
use crate::document::Kind;
use crate::flaw::words::Words;
use crate::value;

mod deed;

use deed::Deed;

/// A name and its value, as ranges of their passage.
type Pair = (Range<usize>, Range<usize>);

/// The fewest pairs.
const PAIRS: usize = 3;

/// How many times the least value the next may be, if it is asked for.
const NEAR: f64 = 1.3;

/// What stands beside a name.
pub(super) fn values(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("pair") else { return Vec::new() };
    each(corpus, |list| (0..list.pairs.len()).filter_map(|at| list.value(family, at)).collect())
}

/// Which name a value stands beside.
pub(super) fn names(corpus: &Corpus) -> Vec<Candidate> {
    let Some(family) = super::named("pair-name") else { return Vec::new() };
    each(corpus, |list| (0..list.pairs.len()).filter_map(|at| list.name(family, at)).collect())
}

fn each(corpus: &Corpus, ask: impl Fn(&Listing) -> Vec<Candidate>) -> Vec<Candidate> {
    let prose = corpus.places().filter(|place| matches!(corpus.passage(*place).kind, Kind::Sentence | Kind::Entry));
    settle(prose.filter_map(|place| Listing::read(corpus, place)).flat_map(|list| ask(&list)).collect())
}

/// An enumeration in a passage.
struct Listing<'a> {
    corpus: &'a Corpus,
    place: Place,
    text: &'a str,
    /// What the enumeration is of: “The top 5 providers of …”.
    lead: &'a str,
    /// Each name and its value.
    pairs: Vec<Pair>,
    shape: Shape,
}

impl<'a> Listing<'a> {
    fn read(corpus: &'a Corpus, place: Place) -> Option<Self> {
        let text = corpus.text(place);
        if text.matches('(').count() < PAIRS {
            return None;
        }
        let (lead, pairs) = pairs(text)?;
        let get = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        let shape = Shape::of(get(&pairs.first()?.1));
        let alike = pairs.iter().all(|(name, value)| {
            let (name, value) = (get(name), get(value));
            Shape::of(value) == shape && fit(name, &Shape::of(name)) && fit(value, &shape) && !leaks(name, value)
        });
        let apart = pairs.iter().enumerate().all(|(n, (name, value))| {
            pairs.iter().skip(n + 1).all(|other| !clash(get(name), get(&other.0)) && !clash(get(value), get(&other.1)))
        });
        let kind = shape.is_value() || shape == Shape::Name;
        (alike && apart && kind && pairs.len() >= PAIRS).then_some(Self { corpus, place, text, lead, pairs, shape })
    }

    fn get(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// What the values are called.
    fn what(&self) -> &'static str {
        match &self.shape {
            Shape::Date(form) if form == "9" => "year",
            Shape::Date(_) => "date",
            Shape::Money(_) => "amount",
            Shape::Percent => "percentage",
            Shape::Number(_) => "number",
            _ => "name",
        }
    }

    /// Whether a member's value is neither the most nor the least by far: those can often be told without having read it.
    fn inner(&self, at: usize) -> bool {
        let low = |pair: &Pair| value::interval(self.get(&pair.1)).map(|value| value.low);
        let Some(own) = self.pairs.get(at).and_then(low) else { return true };
        let others = || self.pairs.iter().filter_map(low);
        let least = others().all(|other| other >= own);
        others().any(|other| other > own) && (!least || others().any(|other| other > own && other < own * NEAR))
    }

    fn value(&self, family: &'static Family, at: usize) -> Option<Candidate> {
        let (name, value) = self.pairs.get(at).filter(|_| self.inner(at))?;
        let title = Where::of(self.corpus, self.place).title;
        let (what, name) = (self.what(), with_article(self.get(name)));
        let stem = match Deed::of(self.lead).filter(|_| self.shape == Shape::Percent) {
            Some(deed) => format!("According to “{title}”, what percentage of {} did {name} {}?", deed.of, deed.base),
            None => format!("Which {what} does “{title}” give for {name} among {}?", uncapital(self.lead)),
        };
        self.candidate(family, at, stem, value, |pair| &pair.1)
    }

    fn name(&self, family: &'static Family, at: usize) -> Option<Candidate> {
        let (name, value) = self.pairs.get(at).filter(|_| self.inner(at))?;
        let title = Where::of(self.corpus, self.place).title;
        let (value, lead) = (self.get(value), uncapital(self.lead));
        let stem = match Deed::of(self.lead).filter(|_| self.shape == Shape::Percent) {
            Some(deed) => format!("According to “{title}”, which of {lead} {} {value}?", deed.past),
            None => format!("According to “{title}”, for which of {lead} is {value} given?"),
        };
        self.candidate(family, at, stem, name, |pair| &pair.0)
    }

    fn candidate(
        &self,
        family: &'static Family,
        at: usize,
        stem: String,
        answer: &Range<usize>,
        side: impl Fn(&Pair) -> &Range<usize>,
    ) -> Option<Candidate> {
        let key = self.get(answer);
        let quote =
            |range: &Range<usize>| Quote { place: self.place, range: 0..self.text.len(), answers: vec![range.clone()] };
        let mark = |n: usize, pair: &Pair| {
            value::interval(self.get(&pair.1)).map_or_else(|| Mark::nth(n), |value| Mark::of(&value))
        };
        let own = mark(at, self.pairs.get(at)?);
        let pool = self.pairs.iter().enumerate().filter(|(n, _)| *n != at).map(|(n, pair)| {
            let (name, value) = (self.get(&pair.0), self.get(&pair.1));
            let (text, rationale) =
                (self.get(side(pair)).to_owned(), format!("{value} is given for {}.", with_article(name)));
            (mark(n, pair), Distractor { text, rationale, quote: quote(side(pair)) })
        });
        let distractors = neighbours(key, own, pool);
        let (name, value) = self.pairs.get(at)?;
        (distractors.len() > 1).then(|| Candidate {
            family,
            fact: Fact {
                slot: Slot::Named("pair".to_owned()),
                subject: self.get(name).to_owned(),
                frame: Frame(Words::of(self.lead).content().map(ToOwned::to_owned).collect()),
                answer: key.to_owned(),
                as_of: None,
                place: self.place,
            },
            stem,
            key: key.to_owned(),
            rationale: format!("The passage gives {} for {}.", self.get(value), with_article(self.get(name))),
            distractors,
            quotes: vec![quote(answer)],
            as_of: None,
        })
    }
}

/// What the members of an enumeration are, and each with what stands in brackets behind it. Only an enumeration that
/// says what it is of can be asked about.
fn pairs(text: &str) -> Option<(&str, Vec<Pair>)> {
    let within = |words: &str| {
        let start = words.as_ptr().addr() - text.as_ptr().addr();
        start..start + words.len()
    };
    let mut pairs = Vec::new();
    let mut lead = None;
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('(') {
        let Some((value, after)) = inside.split_once(')') else { break };
        let name = if pairs.is_empty() {
            let (head, name) = first(before)?;
            lead = Some(head);
            name
        } else {
            match follows(before) {
                Some(name) => name,
                None => break,
            }
        };
        let (name, value) = (bare(name), bare(value));
        if !is_name(name) || value.is_empty() {
            break;
        }
        pairs.push((within(name), within(value)));
        rest = after;
    }
    // More brackets behind would be more members, or other things.
    let ended = rest.trim().trim_end_matches(['.', ';']).is_empty();
    Some((lead.filter(|_| ended)?, pairs))
}

/// What stands between two members: “, ”, “ and ”, then a name.
fn follows(before: &str) -> Option<&str> {
    let rest = before.trim_start();
    let after = rest.strip_prefix([',', ';']).map(str::trim_start);
    let joined = after.unwrap_or(rest).strip_prefix("and ");
    joined.or(after)
}

/// The lead of an enumeration and the name of its first member: “The … were: A”, “The … are A”.
fn first(before: &str) -> Option<(&str, &str)> {
    let verbs = [" were", " are", " include", " included"];
    let (head, name) = before.split_once(": ").or_else(|| {
        let (at, verb) = verbs.iter().filter_map(|verb| Some((before.rfind(&format!("{verb} "))?, verb))).max()?;
        Some((before.get(..at + verb.len())?, before.get(at + verb.len() + 1..)?))
    })?;
    let lead = verbs.iter().find_map(|verb| head.strip_suffix(verb))?;
    let opened = ["The ", "Its ", "Their "].iter().any(|word| lead.starts_with(word));
    let words = lead.split_whitespace().count();
    // Only what is named in full can be asked about.
    (opened && lead.starts_with("The ") && (3..=25).contains(&words) && !lead.contains(['.', '(', ';', ',']))
        .then_some((lead, name))
}

/// A lead as it goes on in a sentence.
fn uncapital(lead: &str) -> String {
    lead.strip_prefix("The ").map_or_else(|| lead.to_owned(), |rest| format!("the {rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enumeration_is_of_something_and_has_a_value_for_each() {
        let text = "The top 3 givers for 2020-2021 were: United States (27.89%), China (15.21%), and Japan (8.56%).";
        let (lead, found) = pairs(text).unwrap();
        assert_eq!(lead, "The top 3 givers for 2020-2021");
        let words: Vec<_> = found.iter().map(|(name, value)| (&text[name.clone()], &text[value.clone()])).collect();
        assert_eq!(words, [("United States", "27.89%"), ("China", "15.21%"), ("Japan", "8.56%")]);
        for other in [
            "They came from Norway (4), Sweden (5) and Denmark (6).",
            "The towns were Oslo (4), which is big (5) and so on (6).",
            "The parts are (a), (b), (c)",
        ] {
            assert!(pairs(other).is_none_or(|(_, pairs)| pairs.len() < PAIRS), "{other}");
        }
    }

    #[test]
    fn each_name_is_asked_for_its_value_and_each_value_for_its_name() {
        let text = "The top 4 givers of aid for 2020-2021 were: United States (27.89%), China (15.21%), Japan (8.56%) and Germany (6.09%).\n";
        let source = crate::build::Source {
            id: crate::id::DocumentId::new("d").unwrap(),
            title: "Money".to_owned(),
            document: crate::document::Document::read(text.as_bytes().to_vec()),
        };
        let corpus = Corpus::new(vec![source]);
        let (values, names) = (values(&corpus), names(&corpus));
        let stem = "According to “Money”, what percentage of aid for 2020-2021 did China give?";
        let one = values.iter().find(|one| one.stem == stem).unwrap();
        assert_eq!(one.key, "15.21%");
        assert!(one.distractors.iter().any(|other| other.rationale == "27.89% is given for the United States."));
        let stem = "According to “Money”, which of the top 4 givers of aid for 2020-2021 gave 8.56% of them?";
        assert!(names.iter().all(|one| one.stem != stem), "aid is not many");
        let stem = "According to “Money”, which of the top 4 givers of aid for 2020-2021 gave 8.56%?";
        assert_eq!(names.iter().find(|one| one.stem == stem).unwrap().key, "Japan");
        assert_eq!((values.len(), names.len()), (2, 2), "neither the most nor the least");
    }

    proptest::proptest! {
        #[test]
        fn no_sentence_makes_it_panic(text in "\\PC{0,60}", made in "The [a-z]{1,4} are(: )?([A-Zé][a-z ]{0,4}[()0-9é,]{1,6}){0,5}") {
            for text in [&text, &made] {
                let _ = pairs(text);
            }
        }
    }
}
