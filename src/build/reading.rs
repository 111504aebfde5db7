//! A corpus read once: the mentions of every passage, and for those that have some, what they are about.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use super::alias::Aliases;
use super::corpus::{Place, Source};
use super::english;
use super::mention::{Mention, Token, mentions_in, tokens};
use super::parallel;
use crate::document::Kind;
use crate::flaw::words;
use crate::value;

/// The fewest words of a sentence whose capitals are taken for names.
const FEW: usize = 4;
/// How many passages are read by one thread at a time.
const CHUNK: usize = 4096;

/// What was read of a corpus.
#[derive(Debug, Default)]
pub struct Readings {
    sources: Vec<OfSource>,
    /// Words that stand with a capital inside a sentence, and words that stand without one anywhere.
    names: HashSet<u32>,
    common: HashSet<u32>,
    /// Words that stand behind another name as surnames do.
    surnames: HashSet<u32>,
    /// Acronyms that stand in brackets somewhere, behind what they stand for.
    acronyms: HashSet<u32>,
    aliases: Aliases,
}

#[derive(Debug, Default)]
struct OfSource {
    mentions: Vec<Mention>,
    stems: Vec<u32>,
    /// For each passage, where its mentions and its stems end.
    ends: Vec<(u32, u32)>,
}

impl Readings {
    /// Reads all documents.
    #[must_use]
    pub fn of(sources: &[Source]) -> Self {
        let text = |source: usize, passage: usize| {
            let document = &sources[source].document; // of the sources below
            document.text().get(document.text_of(passage)).unwrap_or_default()
        };
        let all = |source: usize| (0..sources[source].document.passages().len()).map(move |n| text(source, n));
        let aliases = Aliases::of((0..sources.len()).flat_map(all));
        let mut readings = Self { aliases, ..Self::default() };
        for (at, source) in sources.iter().enumerate() {
            let passages = source.document.passages();
            let parts = parallel::map(passages.len(), CHUNK, |range| {
                let mut part = (OfSource::default(), Names::default());
                for n in range {
                    let kind = passages[n].kind; // a range of passages
                    read(text(at, n), kind, &readings.aliases, &mut part.0, &mut part.1);
                }
                part
            });
            let mut whole = OfSource::default();
            for (part, names) in parts {
                let (mentions, stems) = (whole.mentions.len() as u32, whole.stems.len() as u32);
                whole.ends.extend(part.ends.into_iter().map(|(m, s)| (m + mentions, s + stems)));
                whole.mentions.extend(part.mentions);
                whole.stems.extend(part.stems);
                readings.names.extend(names.proper);
                readings.common.extend(names.common);
                readings.surnames.extend(names.surnames);
                readings.acronyms.extend(names.acronyms);
            }
            whole.mentions.shrink_to_fit();
            whole.stems.shrink_to_fit();
            readings.sources.push(whole);
        }
        readings
    }

    /// The mentions of a passage, in order.
    #[must_use]
    pub fn mentions(&self, place: Place) -> &[Mention] {
        let Some(source) = self.sources.get(place.source) else { return &[] };
        let (from, to) = source.bounds(place.passage);
        source.mentions.get(from.0..to.0).unwrap_or_default()
    }

    /// What a passage is about, if it has mentions: its stems as numbers, ascending, values and function words left out
    /// and aliases united.
    #[must_use]
    pub fn stems(&self, place: Place) -> &[u32] {
        let Some(source) = self.sources.get(place.source) else { return &[] };
        let (from, to) = source.bounds(place.passage);
        source.stems.get(from.1..to.1).unwrap_or_default()
    }

    /// Whether a word stands with a capital inside a sentence somewhere, and nowhere without one.
    #[must_use]
    pub fn is_name(&self, word: &str) -> bool {
        let word = bare(word);
        self.names.contains(&hash(word)) && !self.common.contains(&hash(&*word.to_lowercase()))
    }

    /// Whether a word stands behind another name somewhere, as a surname does.
    #[must_use]
    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(&hash(bare(word))) && self.is_name(word)
    }

    /// Whether a word stands without a capital somewhere.
    #[must_use]
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(&hash(&*word.to_lowercase()))
    }

    /// Whether a word stands behind another name somewhere, whether or not it is only ever a name.
    #[must_use]
    pub fn ends_name(&self, word: &str) -> bool {
        self.surnames.contains(&hash(bare(word)))
    }

    /// Whether an acronym stands in brackets somewhere.
    #[must_use]
    pub fn is_explained(&self, acronym: &str) -> bool {
        self.acronyms.contains(&hash(acronym))
    }

    /// The names of one thing that the documents give.
    #[must_use]
    pub fn aliases(&self) -> &Aliases {
        &self.aliases
    }
}

impl OfSource {
    fn bounds(&self, passage: usize) -> ((usize, usize), (usize, usize)) {
        let wide = |(m, s): (u32, u32)| (m as usize, s as usize);
        let end = |n: Option<usize>| n.and_then(|n| self.ends.get(n)).copied().map_or((0, 0), wide);
        (end(passage.checked_sub(1)), end(Some(passage)))
    }
}

#[derive(Default)]
struct Names {
    proper: HashSet<u32>,
    common: HashSet<u32>,
    surnames: HashSet<u32>,
    acronyms: HashSet<u32>,
}

fn read(text: &str, kind: Kind, aliases: &Aliases, into: &mut OfSource, seen: &mut Names) {
    let words = tokens(text);
    let small = words.iter().filter(|token| token.word.starts_with(char::is_lowercase));
    seen.common.extend(small.map(|token| hash(token.word)));
    seen.acronyms.extend(words.iter().filter(|token| token.bracketed()).map(|token| hash(token.word)));
    if kind == Kind::Sentence && words.len() >= FEW {
        let inside = words.windows(2).filter(|pair| !ends(&pair[0])).map(|pair| &pair[1]); // windows of two
        let capital = |token: &&Token<'_>| token.capital() && token.lead.is_empty() && !is_calendar(token.word);
        let title = words.iter().filter(|token| token.capital()).count() * 2 > words.len();
        if !title {
            seen.proper.extend(inside.filter(capital).map(|token| hash(bare(token.word))));
            let behind = words.windows(2).filter(|pair| is_first_name(&pair[0]) && capital(&&pair[1])); // windows of two
            seen.surnames.extend(behind.map(|pair| hash(bare(pair[1].word))));
        }
    }
    let before = into.mentions.len();
    into.mentions.extend(mentions_in(text, &words));
    if into.mentions.len() > before {
        let found = into.mentions.get(before..).unwrap_or_default();
        let mut stems = stems(&words, found, aliases);
        stems.sort_unstable();
        // A word that is a name in one place of the passage is one.
        stems.dedup_by(|next, first| {
            let one = *next >> 1 == *first >> 1;
            *first |= if one { *next & 1 } else { 0 };
            one
        });
        into.stems.extend(stems);
    }
    into.ends.push((into.mentions.len() as u32, into.stems.len() as u32));
}

/// Whether a word may be a first name or a rank: no part of the world, no people and no function word.
fn is_first_name(token: &Token<'_>) -> bool {
    const PARTS: [&str; 16] = [
        "North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Central", "Great", "New",
        "United", "Upper", "Lower", "Old", "French",
    ];
    let word = token.word;
    let people = word.len() > 4 && ["ian", "ish", "ese", "can"].iter().any(|end| word.ends_with(end));
    let closed = english::has(english::CLOSED, word)
        || english::has(english::OPENERS, word)
        || english::has(english::POINTERS, word)
        || english::has(english::PRONOUNS, word);
    let initial = token.trail == "." && word.len() == 1;
    (token.open() && matches!(word, "de" | "van" | "von" | "der" | "bin"))
        || token.capital()
            && (token.open() || initial)
            && !closed
            && !people
            && !token.acronym()
            && !PARTS.contains(&word)
            && !is_calendar(word)
}

/// Whether a sentence or quotation ends here, so that a capital behind it says nothing.
fn ends(token: &Token<'_>) -> bool {
    token.trail.contains(['.', '!', '?', ':', '”', '"'])
}

/// Whether a word names a month or day of the week.
#[must_use]
pub fn is_calendar(word: &str) -> bool {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    DAYS.contains(&word) || (word.len() < 10 && word.is_ascii() && value::is_month(&word.to_ascii_lowercase()))
}

fn bare(word: &str) -> &str {
    word.trim_end_matches("'s").trim_end_matches("’s")
}

/// Stems of content words as numbers; odd for names, even for others.
fn stems(words: &[Token<'_>], mentions: &[Mention], aliases: &Aliases) -> Vec<u32> {
    let mut found = Vec::with_capacity(words.len());
    let mut at = 0;
    let mut values = mentions.iter().peekable();
    while let Some(token) = words.get(at) {
        while values.next_if(|mention| mention.range.end <= token.start).is_some() {}
        let valued = values.peek().is_some_and(|mention| mention.range.start <= token.start);
        if let Some((set, used)) = aliases.at(words, at).filter(|_| !valued) {
            found.push(hash(&("alias", set)) | 1);
            at += used;
            continue;
        }
        at += 1;
        let word = bare(token.word);
        let empty = valued
            || english::has(english::CLOSED, word)
            || english::has(english::PRONOUNS, word)
            || word.len() < 3
            || word.starts_with(|c: char| c.is_ascii_digit())
            || is_calendar(word);
        if !empty {
            let name = token.capital() && at > 1;
            found.push((hash(&spelling(&words::stem(&word.to_lowercase()))) & !1) | u32::from(name));
        }
    }
    found
}

/// One stem for `organise` and `organize`.
fn spelling(stem: &str) -> String {
    for (british, american) in [("isat", "izat"), ("is", "iz"), ("our", "or")] {
        if let Some(left) = stem.strip_suffix(british).filter(|left| left.len() > 3) {
            return format!("{left}{american}");
        }
    }
    stem.to_owned()
}

/// Whether a stem of [`Readings::stems`] is a name's.
#[must_use]
pub fn is_name_stem(stem: u32) -> bool {
    stem & 1 == 1
}

/// A number for a value, the same on every machine and in every run.
fn hash<T: Hash + ?Sized>(value: &T) -> u32 {
    let mut state = Fnv(0xcbf2_9ce4_8422_2325);
    value.hash(&mut state);
    let wide = state.finish();
    (wide ^ (wide >> 32)) as u32
}

struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.write(&(number as u64).to_le_bytes());
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
