//! Words that are nearly what somebody typed, and the letters of a text that are.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::index::words_of;
use crate::text;

/// The longest word that is looked at whole, in bytes.
const LONGEST: usize = 48;

/// The beginning of a word, as much of it as is looked at.
pub(super) fn head(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    let end = (0..=LONGEST).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0);
    word.get(..end).unwrap_or_default()
}

/// A word with its near misses: a slip or two of the fingers, or some of its letters in their order.
pub(super) struct Near {
    letters: Vec<char>,
    /// How many slips are forgiven.
    slips: usize,
    /// Whether letters may be left out.
    scatters: bool,
}

impl Near {
    pub(super) fn new(word: &str) -> Self {
        let letters: Vec<char> = head(word).chars().collect();
        // In a short word one slip makes another word; a number with a slip is always another.
        let number = letters.iter().any(char::is_ascii_digit);
        let slips = match letters.len() {
            4..8 if !number => 1,
            8.. if !number => 2,
            _ => 0,
        };
        let scatters = letters.len() >= 3 && !number;
        Self { letters, slips, scatters }
    }

    /// How well a word fits, if it does.
    pub(super) fn quality(&self, word: &str) -> Option<u32> {
        // Few slip on the first letter, and looking at every word for them would be slow.
        let first = word.chars().next();
        if first.is_none() || !self.letters.iter().take(2).any(|letter| Some(*letter) == first) {
            return None;
        }
        if self.slips > 0 && slipped(&self.letters, word, self.slips) {
            return Some(3);
        }
        self.scattered(word).then_some(1)
    }

    /// Whether a word has all letters in their order, the first one first.
    fn scattered(&self, word: &str) -> bool {
        let mut letters = word.chars();
        self.scatters
            && letters.next() == self.letters.first().copied()
            && self.letters.iter().skip(1).all(|wanted| letters.any(|letter| letter == *wanted))
    }
}

/// Whether a word begins like what was typed but for so many slips: a letter too many, too few or another, or two
/// neighbours in each other's place.
fn slipped(typed: &[char], word: &str, slips: usize) -> bool {
    let width = typed.len();
    if word.len() + slips < width {
        return false;
    }
    // Rows of the table of distances between the typed letters and the word's beginnings.
    let mut before: [u8; LONGEST + 1] = [0; LONGEST + 1];
    let mut above: [u8; LONGEST + 1] = std::array::from_fn(|at| at as u8);
    let mut last = None;
    if usize::from(above[width]) <= slips {
        return true;
    }
    for (row, letter) in word.chars().take(width + slips).enumerate() {
        let mut here = [0; LONGEST + 1];
        here[0] = row as u8 + 1;
        let mut least = here[0];
        for at in 1..=width {
            let same = typed[at - 1] == letter; // at most `width`, which is at most LONGEST; so below
            let mut slip = (above[at - 1] + u8::from(!same)).min(above[at] + 1).min(here[at - 1] + 1);
            if at > 1 && Some(typed[at - 1]) == last && typed[at - 2] == letter {
                slip = slip.min(before[at - 2] + 1);
            }
            here[at] = slip;
            least = least.min(slip);
        }
        if usize::from(here[width]) <= slips {
            return true;
        }
        if usize::from(least) > slips {
            return false;
        }
        (before, above, last) = (above, here, Some(letter));
    }
    false
}

/// The letters of a text that what was typed was found by, in order, as ranges of bytes; and how many of the typed words
/// they make up.
#[must_use]
pub fn marks(typed: &str, shown: &str) -> (Vec<Range<usize>>, usize) {
    let typed = words_of(typed);
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut held = vec![false; typed.len()];
    for word in runs(shown) {
        let letters = letters(shown, word.clone());
        let folded: String = letters.iter().map(|(letter, _)| *letter).collect();
        // Longer ones first, so that what is typed on is what is marked.
        let exact = typed.iter().enumerate().filter_map(|(n, wanted)| Some((n, wanted, fits(&folded, wanted)?)));
        let exact = exact.max_by_key(|(_, wanted, _)| wanted.len());
        if let Some((n, wanted, at)) = exact {
            held[n] = true; // one of the typed words
            let first = folded.get(..at).unwrap_or_default().chars().count();
            let of = letters.iter().skip(first).take(wanted.chars().count());
            push(&mut marks, of.map(|(_, range)| range.clone()));
        }
    }
    for (n, wanted) in typed.iter().enumerate().filter(|(n, _)| !held[*n]).collect::<Vec<_>>() {
        let near = Near::new(wanted);
        let best = runs(shown).filter_map(|word| {
            let letters = letters(shown, word);
            let folded: String = letters.iter().map(|(letter, _)| *letter).collect();
            Some((near.quality(&folded)?, letters))
        });
        let Some((_, letters)) = best.max_by_key(|(quality, _)| *quality) else { continue };
        held[n] = true;
        push(&mut marks, alike(&near.letters, &letters).into_iter());
    }
    marks.sort_by_key(|mark| mark.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match apart.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => apart.push(mark),
        }
    }
    (apart, held.into_iter().filter(|held| *held).count())
}

/// Where a folded word holds a typed one, as the index finds it.
fn fits(folded: &str, wanted: &str) -> Option<usize> {
    if wanted.is_ascii() && wanted.len() < 3 { folded.starts_with(wanted).then_some(0) } else { folded.find(wanted) }
}

fn push(marks: &mut Vec<Range<usize>>, letters: impl Iterator<Item = Range<usize>>) {
    for letter in letters {
        match marks.last_mut() {
            Some(last) if last.end == letter.start => last.end = letter.end,
            _ => marks.push(letter),
        }
    }
}

/// The letters of a word that were typed, in their order, a slip passed over.
fn alike(typed: &[char], letters: &[(char, Range<usize>)]) -> Vec<Range<usize>> {
    let (mut at, mut found) = (0, Vec::new());
    for (letter, range) in letters {
        let ahead = (at..typed.len().min(at + 3)).find(|at| typed.get(*at) == Some(letter));
        if let Some(here) = ahead {
            found.push(range.clone());
            at = here + 1;
        }
    }
    found
}

/// The words of a text as it is shown.
fn runs(shown: &str) -> impl Iterator<Item = Range<usize>> {
    let part = |c: char| c.is_alphanumeric() || is_combining_mark(c) || text::is_invisible(c);
    let start = shown.as_ptr() as usize;
    shown.split(move |c| !part(c)).filter(|word| !word.is_empty()).map(move |word| {
        let from = word.as_ptr() as usize - start;
        from..from + word.len()
    })
}

/// The letters of a word as they are compared, each with where it stands in the text.
fn letters(shown: &str, word: Range<usize>) -> Vec<(char, Range<usize>)> {
    let base = word.start;
    let mut letters: Vec<(char, Range<usize>)> = Vec::new();
    for (at, c) in shown.get(word).unwrap_or_default().char_indices() {
        let range = base + at..base + at + c.len_utf8();
        let folded = text::fold(c.encode_utf8(&mut [0; 4]));
        if folded.is_empty() {
            if let Some((_, last)) = letters.last_mut() {
                last.end = range.end;
            }
            continue;
        }
        letters.extend(folded.chars().filter(|c| c.is_alphanumeric()).map(|letter| (letter, range.clone())));
    }
    letters
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(typed: &str, shown: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for mark in marks(typed, shown).0 {
            out.extend([&shown[from..mark.start], "[", &shown[mark.clone()], "]"]);
            from = mark.end;
        }
        out + &shown[from..]
    }

    #[test]
    fn the_letters_that_were_typed_are_marked() {
        assert_eq!(
            marked("peace oper", "Peace operations and peacekeeping"),
            "[Peace] [oper]ations and [peace]keeping"
        );
        assert_eq!(marked("guehenno", "Jean-Marie Gue\u{301}henno’s"), "Jean-Marie [Gue\u{301}henno]’s");
        assert_eq!(marked("a", "a bank"), "[a] bank", "one letter begins a word");
        assert_eq!(marked("台", "灯台は"), "灯[台]は");
        assert_eq!(marked("", "nothing"), "nothing");
    }

    #[test]
    fn slips_and_scattered_letters_are_marked_where_they_agree() {
        assert_eq!(marked("peacekeping", "the peacekeeping"), "the [peaceke]e[ping]");
        assert_eq!(marked("pkpg", "the peacekeeping"), "the [p]eace[k]ee[p]in[g]");
        assert_eq!(marks("peace bridge", "peace operations").1, 1, "one of two words");
    }

    #[test]
    fn slips_are_forgiven_by_the_length_of_the_word() {
        let near = |typed: &str, word| Near::new(typed).quality(word);
        assert_eq!(near("genral", "general"), Some(3));
        assert_eq!(near("gnereal", "general"), None, "two slips in seven letters");
        assert_eq!(near("sercetar", "secretariat"), Some(3), "of a word that is not yet whole");
        assert_eq!(near("cat", "cot"), None);
        assert_eq!(near("19922", "19923"), None, "a number is that number");
    }

    proptest! {
        #[test]
        fn marks_can_be_cut_from_the_text(typed in "\\PC{0,12}", shown in "\\PC{0,40}") {
            let (marks, held) = marks(&typed, &shown);
            prop_assert!(marks.iter().all(|mark| shown.get(mark.clone()).is_some_and(|words| !words.is_empty())));
            prop_assert!(marks.windows(2).all(|pair| pair[0].end < pair[1].start));
            prop_assert!(held <= words_of(&typed).len());
        }
    }
}
