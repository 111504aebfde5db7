//! A question as its rules read it: its parts as words, prepared once for all of them.

use super::words::Words;
use super::{Spot, Surroundings};
use crate::question::Question;
use crate::{text, value};

/// A question, read.
pub struct Reading<'a> {
    /// The question itself.
    pub question: &'a Question,
    /// What the bank says that a rule must know.
    pub around: &'a Surroundings<'a>,
    /// The stem.
    pub stem: Words,
    /// The sentence of the stem that asks, without what stands in quotes.
    pub asked: Words,
    /// Each choice.
    pub choices: Vec<Words>,
    /// The place of the key, if there is one only.
    pub key: Option<usize>,
    /// Whether every choice is a value.
    pub values: bool,
}

impl<'a> Reading<'a> {
    /// Reads a question.
    #[must_use]
    pub fn new(question: &'a Question, around: &'a Surroundings<'a>) -> Self {
        let keys: Vec<usize> = (0..).zip(&question.choices).filter(|(_, c)| c.key).map(|(n, _)| n).collect();
        Self {
            question,
            around,
            stem: Words::of(&question.stem),
            asked: Words::of(asking(&without_quotes(&question.stem))),
            choices: question.choices.iter().map(|choice| Words::of(&choice.text)).collect(),
            key: if let [key] = *keys { Some(key) } else { None },
            values: question.choices.iter().all(|choice| value::kind(&choice.text).is_some()),
        }
    }

    /// The text of a choice.
    #[must_use]
    pub fn text(&self, place: usize) -> &str {
        self.question.choices.get(place).map_or("", |choice| &choice.text)
    }

    /// The choices with their places.
    pub fn each(&self) -> impl Iterator<Item = (usize, &Words)> + Clone {
        self.choices.iter().enumerate()
    }

    /// The choices that are wrong, with their places.
    pub fn distractors(&self) -> impl Iterator<Item = (usize, &Words)> + Clone {
        self.each().filter(|(place, _)| self.question.choices.get(*place).is_some_and(|choice| !choice.key))
    }

    /// The only key, with its place.
    #[must_use]
    pub fn key(&self) -> Option<(usize, &Words)> {
        let key = self.key?;
        Some((key, self.choices.get(key)?))
    }

    /// The first choice that fits, as a spot.
    pub fn choice(&self, fits: impl Fn(&Words) -> bool) -> Option<Spot> {
        let (place, _) = self.each().find(|(_, words)| fits(words))?;
        Some(Spot::choice(place, format!("“{}”", self.text(place))))
    }
}

/// The sentence that asks: the last that ends with a question mark, or else the last.
fn asking(stem: &str) -> &str {
    let sentences = text::sentences(stem);
    let mut all = sentences.iter().rev().filter_map(|range| stem.get(range.clone()));
    all.clone().find(|sentence| sentence.ends_with('?')).or_else(|| all.next()).unwrap_or_default()
}

/// A text without its quotations, which are other people's words.
fn without_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = None;
    for c in text.chars() {
        match (inside, c) {
            (None, '“' | '"' | '„' | '«') => inside = Some(if c == '“' || c == '„' { '”' } else { c }),
            (Some(_), '”' | '"' | '»') => inside = None,
            (None, c) => out.push(c),
            (Some(_), _) => {}
        }
    }
    // A quote that is never closed was none.
    if inside.is_some() { text.to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_is_found_behind_what_leads_to_it() {
        let asked = |stem: &str| asking(&without_quotes(stem)).to_owned();
        assert_eq!(asked("It rained. Why was it not dry?"), "Why was it not dry?");
        assert_eq!(asked("Who wrote this? It is a long poem."), "Who wrote this?");
        assert_eq!(asked("Who sang \"Why not?\" first?"), "Who sang  first?");
        assert_eq!(asked("Who sang \"Why not first"), "Who sang \"Why not first");
    }
}
