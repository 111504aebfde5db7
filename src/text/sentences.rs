use std::ops::Range;

use super::abbreviations::{Abbreviation, abbreviation, starts_sentence};

/// The sentences of one paragraph as byte ranges: trimmed, in order, together holding all that is not white space.
///
/// Closing quotes and brackets and reference marks (`[2]`, `[citation needed]`) belong to the sentence they follow.
/// Where it is doubtful whether a full stop ends a sentence or an abbreviation, it is taken for an abbreviation.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = text.len() - text.trim_start().len();
    let mut at = start;
    while let Some(stop) = next_stop(text, at) {
        at = stop.after;
        if !is_end(text, start, &stop) {
            continue;
        }
        found.push(start..stop.after);
        start = stop.next;
        at = start;
    }
    let end = text.trim_end().len();
    if start < end {
        found.push(start..end);
    }
    found
}

/// Whether a line of text ends as a sentence, a clause or a lead-in does, not as a heading or caption does.
#[must_use]
pub fn ends_sentence(text: &str) -> bool {
    let mut text = text.trim_end();
    loop {
        let shorter = text.trim_end_matches(is_closer);
        let shorter = before_reference(shorter).unwrap_or(shorter).trim_end();
        if shorter.len() == text.len() {
            break;
        }
        text = shorter;
    }
    // A bracket can hold a reference that `is_closer` has already cut open: `[2` is read as if it were `[2]`.
    text.chars().next_back().is_some_and(|c| is_stop(c) || matches!(c, ':' | ';' | ',' | '：' | '；' | '，'))
}

/// The text before a reference mark at its end.
fn before_reference(text: &str) -> Option<&str> {
    let open = text.rfind('[')?;
    let mark = text.get(open + 1..)?;
    is_reference(mark.strip_suffix(']').unwrap_or(mark)).then(|| text.get(..open)).flatten()
}

/// A place where a sentence may end.
struct Stop {
    /// Where its first sign stands, and which it is.
    at: usize,
    sign: char,
    /// Whether it is one full stop alone, as abbreviations have it.
    single: bool,
    /// Whether a reference mark follows it.
    referenced: bool,
    /// Behind all that belongs to it: more signs, closing quotes and brackets, reference marks.
    after: usize,
    /// Where the next thing that is not white space stands.
    next: usize,
}

fn next_stop(text: &str, from: usize) -> Option<Stop> {
    let rest = text.get(from..)?;
    let (offset, sign) = rest.char_indices().find(|&(_, c)| is_stop(c))?;
    let at = from + offset;
    let tail = |from: usize| text.get(from..).unwrap_or_default();
    let mut after = at + sign.len_utf8();
    let more = tail(after).trim_start_matches(is_stop);
    let single = sign == '.' && text.len() - more.len() == after;
    after = text.len() - more.len();
    let mut referenced = false;
    let mut next;
    loop {
        let rest = tail(after).trim_start_matches(is_closer);
        after = text.len() - rest.len();
        let rest = rest.trim_start();
        next = text.len() - rest.len();
        let Some(mark) = reference_at(rest) else { break };
        referenced = true;
        after = next + mark;
    }
    Some(Stop { at, sign, single, referenced, after, next })
}

fn is_end(text: &str, start: usize, stop: &Stop) -> bool {
    let rest = text.get(stop.next..).unwrap_or_default();
    if rest.is_empty() {
        return true;
    }
    let apart = stop.next > stop.after;
    if is_full_width(stop.sign) {
        return true;
    }
    let Some(first) = rest.trim_start_matches(is_opener).chars().next() else { return false };
    if first.is_lowercase() || !(apart || (stop.referenced && first.is_uppercase())) {
        return false;
    }
    if !first.is_alphanumeric() && !rest.starts_with(is_opener) && !crate::text::is_pictograph(first) {
        // A dash, a comma or a sign goes on with the same sentence.
        return is_stop(stop.sign) && matches!(first, '$' | '€' | '£' | '¥' | '#' | '@' | '•' | '*' | '¿' | '¡');
    }
    if !stop.single {
        return true;
    }
    let word = text.get(start..stop.at).unwrap_or_default();
    let word = word.rsplit(|c: char| c.is_whitespace() || is_opener(c) || matches!(c, '–' | '—' | '/')).next();
    let word = word.unwrap_or_default();
    let opens = stop.at - start == word.len();
    match abbreviation(word, opens) {
        Abbreviation::None => true,
        Abbreviation::BeforeNumber => !first.is_numeric(),
        Abbreviation::BeforeName => false,
        Abbreviation::Unsure => starts_sentence(rest.trim_start_matches(is_opener)),
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '။' | '។') || is_full_width(c)
}

/// Stops of scripts that put no space behind them.
fn is_full_width(c: char) -> bool {
    matches!(c, '。' | '．' | '！' | '？' | '｡')
}

fn is_closer(c: char) -> bool {
    "\"'”’)]}»›」』）】》〉〕".contains(c) || matches!(c, '¹' | '²' | '³' | '⁰'..='⁹')
}

fn is_opener(c: char) -> bool {
    "\"'“‘„([{«‹「『（【《〈〔".contains(c)
}

/// The length of a reference mark at the start of `text`.
fn reference_at(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let close = inner.bytes().take(REFERENCE_MAX + 1).position(|b| b == b']')?;
    is_reference(inner.get(..close)?).then_some(close + 2)
}

const REFERENCE_MAX: usize = 40;

/// Whether the words between square brackets are a reference or an editor's remark, not part of the sentence.
fn is_reference(inner: &str) -> bool {
    let marks = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–');
    if inner.is_empty() || inner.len() > REFERENCE_MAX {
        return false;
    }
    (inner.len() <= 16 && inner.starts_with(|c: char| c.is_ascii_digit()) && inner.chars().all(marks))
        || (inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase()))
        || inner.ends_with(" needed")
        || inner.ends_with('?')
        || ["note ", "nb ", "n "].iter().any(|start| inner.starts_with(start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    /// Each text is one sentence or several with ` | ` between them.
    fn check(marked: &str) {
        let expected: Vec<&str> = marked.split(" | ").collect();
        assert_eq!(split(&expected.join(" ")), expected);
    }

    #[test]
    fn full_stops_questions_and_calls_end_sentences() {
        check("It has creative capacity. | It can introduce new ideas. | Can it? | It can! | Really?! | Yes…");
        check("It grew in 2020. | 13 missions remain. | \"So it is.\" | (It was.) | The end");
        check("Is it \"mutually reinforcing\"? | The UN thinks so.");
        check("was one of his first decisions. | $6.5 billion followed.");
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        check("the first U.N. peacekeeping force of the U.N. Security Council.");
        check("He served the U.N. | The department grew.");
        check("bodies (i.e., the Assembly, e.g. Council), cf. Annex.");
        check("Mr. Annan met Dr. J. R. Smith and Gen. Baril of St. Lucia. | He left.");
        check("See No. 5 and Art. 43. | He said no. | They agreed.");
        check("led by J. A. Smith. | It went on.");
        check("tanks, etc. and so on. | End.");
        check("Smith et al. Proposed it. | Then it ended.");
        check("1. The first of them. | 2. The second.");
        check("It is plan B. | The others failed.");
    }

    #[test]
    fn numbers_stay_whole() {
        check("It cost US$6.38 billion, i.e. 27.89% of 1.5 units.");
    }

    #[test]
    fn quotes_brackets_and_references_belong_to_what_they_follow() {
        check("which findings influence their actions\". | The next.");
        check("\"It is so.\" | \"It is not.\"");
        check("and Marrack Goulding.[2] | From the beginning it did.");
        check("strategic directions.[citation needed] | It grew.[3][4] | Again. [12] | So.");
        check("(It was so.) | It is.");
        assert_eq!(split("of choices.[4]The bulk"), ["of choices.[4]", "The bulk"]);
        check("He said [sic] so. | [He] left.");
    }

    #[test]
    fn what_goes_on_in_lower_case_goes_on() {
        check("\"Why?\" asked the general. | Because!");
        check("He went ... and came. | Good.");
        check("www.un.org is its site. | See it.");
    }

    #[test]
    fn scripts_without_spaces_are_split_too() {
        assert_eq!(split("平和です。「はい。」次は？ はい"), ["平和です。", "「はい。」", "次は？", "はい"]);
        assert_eq!(split("यह है। वह है।"), ["यह है।", "वह है।"]);
    }

    #[test]
    fn nothing_is_no_sentence() {
        assert!(sentences("").is_empty() && sentences(" \n ").is_empty());
    }

    #[test]
    fn a_line_ends_as_a_sentence_even_before_references() {
        for text in
            ["It is.", "It is.[4]", "so.[citation needed]", "\"It is.\"", "lead:", "entry;", "平和。", "(is.)[1] [2]"]
        {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["A Caption", "Kofi Annan 2012 (cropped)", "Formation1992 [1]", "", "\"The Surge\""] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_character_is_in_one_sentence(text in "[A-C a-c.!?\\[\\]0-9\"'()。…\n]{0,80}") {
            let mut at = 0;
            for range in sentences(&text) {
                prop_assert!(range.start >= at && !range.is_empty());
                prop_assert!(text[at..range.start].trim().is_empty());
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                at = range.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }

        #[test]
        fn any_text_has_sentences(text in any::<String>()) {
            let kept: usize = sentences(&text).len();
            prop_assert_eq!(kept == 0, text.trim().is_empty());
        }
    }
}
