//! The choices of a proposal: those that may be set against its key.

use super::{Proposal, Unfit, is_address, rationale, tidy, whole};
use crate::build::corpus::Corpus;
use crate::build::{Distractor, Quote};
use crate::flaw::{plain, words::Words};
use crate::text;
use crate::value;

/// The most characters of a choice.
const CHOICE_MAX: usize = 160;
/// How many of the proposed wrong choices are looked at.
const READ_MAX: usize = 8;
/// The fewest and the most wrong choices.
const COUNT: std::ops::RangeInclusive<usize> = 2..=3;

/// The key and the wrong choices, as they are written beside each other. A wrong choice that may be right, or that
/// stands for another, is left out.
pub(super) fn of(
    proposal: &Proposal,
    corpus: &Corpus,
    answer: &str,
    quotes: &[Quote],
    context: &Quote,
) -> Result<(String, Vec<Distractor>), Unfit> {
    let shown: Vec<String> = quotes.iter().map(|quote| text::fold(corpus.text(quote.place))).collect();
    let key = tidy(answer);
    if key.chars().count() > CHOICE_MAX {
        return Err(Unfit::TooLong);
    }
    if is_label(&key) || is_address(&key) {
        return Err(Unfit::Choices);
    }
    let mut kept: Vec<Distractor> = Vec::new();
    for wrong in proposal.distractors.iter().take(READ_MAX) {
        let words = unlabelled(&wrong.text, &key);
        let length = words.chars().count();
        let fits = (1..=CHOICE_MAX).contains(&length) && !is_label(&words) && !is_address(&words);
        let apart = !same(&words, &key)
            && !named_together(corpus, &words, &key)
            && !kept.iter().any(|other| same(&other.text, &words))
            && !shown.iter().any(|text| whole(text, &text::fold(&words)).is_some());
        if fits && apart && kept.len() < *COUNT.end() {
            let rationale = rationale(&wrong.rationale, &format!("The passage says “{key}”."));
            kept.push(Distractor { text: words, rationale, quote: context.clone() });
        }
    }
    if !COUNT.contains(&kept.len()) {
        return Err(Unfit::Choices);
    }
    Ok(level(key, kept))
}

/// A choice without the letter or number of its place, and without a full stop that the key does not have.
fn unlabelled(proposed: &str, key: &str) -> String {
    let words = tidy(proposed);
    let mut letters = words.chars();
    let label = letters.next().is_some_and(|c| c.is_ascii_alphanumeric()) && letters.next().is_some_and(|c| c == ')');
    let words = if label { letters.as_str().trim_start() } else { &words };
    let words = if key.ends_with('.') { words } else { words.trim_end_matches('.') };
    words.to_owned()
}

/// Whether a choice says nothing by itself, as “A” or “B and C”.
fn is_label(words: &str) -> bool {
    let bare = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut bare =
        bare.filter(|word| !matches!(word.to_lowercase().as_str(), "and" | "or" | "option" | "choice" | "answer"));
    bare.all(|word| word.chars().count() == 1 && word.chars().all(char::is_alphabetic))
}

/// Whether two choices may mean the same: the same words, one within the other, or values that one another can be.
fn same(one: &str, other: &str) -> bool {
    if let (Some(one), Some(other)) = (value::interval(one), value::interval(other)) {
        return one.kind != other.kind || (one.low <= other.high && other.low <= one.high);
    }
    let (first, second) = (plain(one), plain(other));
    let within = |part: &str, all: &str| part.split(' ').all(|word| all.split(' ').any(|other| other == word));
    within(&first, &second) || within(&second, &first) || initials(one, other) || initials(other, one)
}

/// Whether one is made of the other's initials.
fn initials(short: &str, long: &str) -> bool {
    let short: String = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let first =
        |words: &mut dyn Iterator<Item = &str>| words.filter_map(|word| word.chars().next()).collect::<String>();
    let all = first(&mut text::words(long));
    let capitals: String = all.chars().filter(|c| c.is_uppercase()).collect();
    let content = Words::of(long);
    let main = first(&mut content.0.iter().filter(|word| word.content).map(|word| word.folded.as_str()));
    short.chars().count() > 1
        && !short.chars().any(char::is_lowercase)
        && [all.to_uppercase(), capitals, main.to_uppercase()].contains(&short)
}

/// Whether the documents give the two as names of one thing, or name one in brackets behind the other.
fn named_together(corpus: &Corpus, one: &str, other: &str) -> bool {
    let (first, second) = (plain(one), plain(other));
    let has = |set: &[String], name: &str| set.iter().any(|other| plain(other) == name);
    if corpus.readings().aliases().sets().iter().any(|set| has(set, &first) && has(set, &second)) {
        return true;
    }
    let pairs = [format!("{one} ({other}"), format!("{other} ({one}")];
    let finders: Vec<_> = pairs.iter().map(|pair| memchr::memmem::Finder::new(pair.as_bytes())).collect();
    let texts = corpus.sources().iter().map(|source| source.document.text().as_bytes());
    texts.into_iter().any(|text| finders.iter().any(|finder| finder.find(text).is_some()))
}

/// Where some choices begin with a capital and some do not, all do: it must not tell the key.
fn level(key: String, mut wrong: Vec<Distractor>) -> (String, Vec<Distractor>) {
    let begins = |words: &str, test: fn(char) -> bool| words.chars().next().is_some_and(test);
    let any = |test: fn(char) -> bool| begins(&key, test) || wrong.iter().any(|one| begins(&one.text, test));
    if !(any(char::is_uppercase) && any(char::is_lowercase)) {
        return (key, wrong);
    }
    for one in &mut wrong {
        one.text = capital(&one.text);
    }
    (capital(&key), wrong)
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
