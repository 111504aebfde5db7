//! A citation found in its document, or not: the check that everything else stands on.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use crate::document::Document;
use crate::id::DocumentId;
use crate::question::Citation;
use crate::text;

mod refind;

pub use refind::{How, Refinder, Refound};

/// A citation's quote, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The quote in the document's bytes.
    pub span: Range<usize>,
    /// The quote as it is shown: each run of white space one space.
    pub quote: String,
    /// The words of `answer` inside `quote`, ascending and apart.
    pub answers: Vec<Range<usize>>,
}

/// Why a citation was not found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Lost {
    /// The document does not hold these words.
    #[error("the quote is not in the document word for word{}", divergence(.0.as_ref()))]
    Gone(Option<Divergence>),
    /// The words are there, but not between this prefix and suffix.
    #[error("the quote is in the document, but not between this prefix and suffix")]
    Elsewhere,
    /// The words are there more than once.
    #[error("the quote is in the document {0} times")]
    Ambiguous(usize),
}

impl Lost {
    /// What mends it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Gone(_) => "quote the document as it stands; `ibid cite FILE \"words\"` writes the citation",
            Self::Elsewhere => "give the words right before and after it as `prefix` and `suffix`",
            Self::Ambiguous(_) => "add a `prefix` or `suffix`; `ibid cite FILE \"words\"` writes them",
        }
    }
}

/// Where a quote and its document part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divergence {
    /// The place in the document.
    pub place: String,
    /// The last words that both have.
    pub common: String,
    /// What the quote goes on with.
    pub quote: String,
    /// What the document goes on with.
    pub document: String,
}

fn divergence(at: Option<&Divergence>) -> String {
    at.map_or_else(String::new, |Divergence { place, common, quote, document }| {
        format!(": after “{common}” on {place} it has “{document}”, the quote “{quote}”")
    })
}

/// Finds a citation in its document.
///
/// # Errors
/// [`Lost`] when the quote is not there word for word, or not exactly once between its prefix and suffix.
pub fn find(document: &Document, citation: &Citation) -> Result<Found, Lost> {
    let exact = text::squeeze(&citation.exact);
    if exact.is_empty() {
        return Err(Lost::Gone(None));
    }
    let all: Vec<Range<usize>> = occurrences(document.text(), &exact).collect();
    let prefix = citation.prefix.as_deref().map(text::squeeze).unwrap_or_default();
    let suffix = citation.suffix.as_deref().map(text::squeeze).unwrap_or_default();
    let mut fitting = all.iter().filter(|range| stands_between(document.text(), range, &prefix, &suffix));
    match (fitting.next(), fitting.count()) {
        (Some(range), 0) => Ok(Found {
            span: document.bytes_of(range.clone()),
            answers: answers(&exact, &citation.answer),
            quote: exact.into_owned(),
        }),
        (Some(_), more) => Err(Lost::Ambiguous(more + 1)),
        (None, _) if all.is_empty() => Err(Lost::Gone(diverge(document, &exact))),
        (None, _) => Err(Lost::Elsewhere),
    }
}

/// The citations of some words, one for each place where the document has them, each with as much prefix or suffix as
/// tells it from the others.
///
/// # Errors
/// [`Lost::Gone`] when the document does not have them word for word.
pub fn cite(document: &Document, id: &DocumentId, words: &str) -> Result<Vec<Citation>, Lost> {
    let exact = text::squeeze(words);
    let all: Vec<_> = occurrences(document.text(), &exact).collect();
    if exact.is_empty() || all.is_empty() {
        return Err(Lost::Gone(diverge(document, &exact)));
    }
    Ok(all.iter().map(|range| cite_at(document, id, range, &all)).collect())
}

/// The citation of one of all the places where a document has the same words, as ranges of its text.
#[must_use]
pub fn cite_at(document: &Document, id: &DocumentId, range: &Range<usize>, all: &[Range<usize>]) -> Citation {
    let (prefix, suffix) = context(document.text(), range, all);
    Citation {
        document: id.clone(),
        exact: document.text().get(range.clone()).unwrap_or_default().to_owned(),
        prefix,
        suffix,
        answer: Vec::new(),
        extra: serde_json::Map::new(),
    }
}

fn occurrences<'a>(text: &'a str, exact: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let finder = memmem::Finder::new(exact.as_bytes()).into_owned();
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + finder.find(text.as_bytes().get(from..)?)?;
        from = start + 1;
        Some(start..start + exact.len())
    })
}

fn stands_between(text: &str, range: &Range<usize>, prefix: &str, suffix: &str) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]); // a match starts and ends on characters
    before.trim_end().ends_with(prefix) && after.trim_start().starts_with(suffix)
}

/// The shortest run of whole words before a place, or else after it, that no other place of the same words has.
fn context(text: &str, range: &Range<usize>, all: &[Range<usize>]) -> (Option<String>, Option<String>) {
    if all.len() < 2 {
        return (None, None);
    }
    let alone = |prefix: &str, suffix: &str| {
        all.iter().filter(|range| stands_between(text, range, prefix, suffix)).count() == 1
    };
    let (before, after) = (text[..range.start].trim_end(), text[range.end..].trim_start());
    let longest = 30;
    let starts = before.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]).take(longest);
    if let Some(prefix) = starts.map(|at| &before[at..]).find(|prefix| alone(prefix, "")) {
        return (Some(prefix.to_owned()), None);
    }
    let ends = after.match_indices(' ').map(|(at, _)| at).chain([after.len()]).take(longest);
    let suffix = ends.map(|at| &after[..at]).find(|suffix| alone("", suffix));
    (None, suffix.map(ToOwned::to_owned))
}

/// The ranges of the answer's words in a quote; those that overlap are united.
fn answers(quote: &str, answers: &[String]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = (answers.iter())
        .filter_map(|answer| {
            let answer: Cow<'_, str> = text::squeeze(answer);
            quote.find(&*answer).filter(|_| !answer.is_empty()).map(|start| start..start + answer.len())
        })
        .collect();
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, first| {
        let overlap = next.start <= first.end;
        if overlap {
            first.end = first.end.max(next.end);
        }
        overlap
    });
    ranges
}

/// Where the longest beginning of a quote that the document holds ends, if that is long enough to mean anything.
fn diverge(document: &Document, exact: &str) -> Option<Divergence> {
    let text = document.text();
    let ends: Vec<usize> = exact.char_indices().map(|(at, _)| at).chain([exact.len()]).collect();
    let held = ends.partition_point(|&end| memmem::find(text.as_bytes(), &exact.as_bytes()[..end]).is_some());
    let end = *ends.get(held.checked_sub(1)?)?;
    let common = &exact[..end]; // ends on a character, by char_indices
    if common.chars().count() < 8 {
        return None;
    }
    let at = memmem::find(text.as_bytes(), common.as_bytes())? + end;
    let word_start = common.rfind(' ').map_or(0, |space| space + 1);
    let back = end - word_start;
    Some(Divergence {
        place: document.place(document.bytes_of(at.saturating_sub(1)..at).start),
        common: last_words(common[..word_start].trim_end()),
        quote: first_words(&exact[word_start..]),
        document: first_words(text.get(at - back..).unwrap_or_default()),
    })
}

fn last_words(text: &str) -> String {
    let start = text.rmatch_indices(' ').nth(3).map_or(0, |(at, _)| at + 1);
    text[start..].to_owned()
}

fn first_words(text: &str) -> String {
    let end = text.match_indices(' ').nth(2).map_or(text.len(), |(at, _)| at);
    text.chars().take(80.min(text[..end].chars().count())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn document() -> Document {
        Document::read(
            "The sky is blue. It has been blue for long.\n\nThe sky is blue\nat noon, and black at night.\n".as_bytes(),
        )
    }

    fn citation(exact: &str, prefix: &str, suffix: &str) -> Citation {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Citation {
            document: DocumentId::new("sky").unwrap(),
            exact: exact.to_owned(),
            prefix: some(prefix),
            suffix: some(suffix),
            answer: vec!["sky is".to_owned(), "is blue".to_owned()],
            extra: serde_json::Map::new(),
        }
    }

    #[test]
    fn white_space_is_forgiven_and_nothing_else() {
        let document = document();
        let found = find(&document, &citation("sky is  blue at\nnoon", "", "")).unwrap();
        assert_eq!(document.words(found.span.clone()), "sky is blue at noon");
        assert_eq!(document.line(found.span.start), 3);
        assert_eq!(found.answers, vec![0..11; 1], "answers that overlap are one");
        let lost = find(&document, &citation("and black at nigth.", "", "")).unwrap_err();
        let Lost::Gone(Some(at)) = &lost else { panic!("{lost}") };
        assert_eq!((at.place.as_str(), at.common.as_str(), at.document.as_str()), ("line 4", "and black at", "night."));
        assert!(find(&document, &citation("and Black at night.", "", "")).is_err());
        assert!(find(&document, &citation("", "", "")).is_err());
    }

    #[test]
    fn words_that_occur_twice_need_their_surroundings() {
        let document = document();
        assert_eq!(find(&document, &citation("sky is blue", "", "")), Err(Lost::Ambiguous(2)));
        assert_eq!(find(&document, &citation("sky is blue", "a", "")), Err(Lost::Elsewhere));
        let second = find(&document, &citation("sky is blue", "", "at noon")).unwrap();
        assert_eq!(document.line(second.span.start), 3);
        assert!(find(&document, &citation("sky is blue", "for long. The", "")).is_ok());
    }

    #[test]
    fn citations_that_we_write_are_found_again() {
        let document = document();
        let id = DocumentId::new("sky").unwrap();
        for words in ["sky is blue", "blue", "The", "at  night"] {
            for citation in cite(&document, &id, words).unwrap() {
                assert!(find(&document, &citation).is_ok(), "{citation:?}");
            }
        }
        assert_eq!(cite(&document, &id, "blue").unwrap().len(), 3);
        assert!(cite(&document, &id, "green").is_err());
    }

    /// Every passage can be cited and is found again where it stands.
    fn citable(document: &Document) {
        let id = DocumentId::new("some").unwrap();
        for (n, passage) in document.passages().iter().enumerate() {
            let citations = cite(document, &id, document.words_of(n)).unwrap();
            let spans: Vec<_> =
                citations.iter().filter_map(|citation| Some(find(document, citation).ok()?.span)).collect();
            // Where the words stand too often, nothing tells the places apart.
            assert!(spans.len() < citations.len() || spans.contains(&passage.span), "{}", document.words_of(n));
        }
    }

    proptest! {
        #[test]
        fn passages_of_marked_up_text_are_found_again(
            ending in proptest::sample::select(vec!["txt", "md", "html", "wiki", "man"]),
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "Words. ", "More words ", "**", "<b>", "</b>", "<p>", "'''", "[[a|b]]", "{{cn}}", "{{nowrap|x y}}", "&amp;",
                "[c](d)", "\n\n", "\n* ", "\n| a | b |\n|---|---|\n| 1 | 2 |\n", "\n{|\n! a\n|-\n| b || c\n|}\n",
                "<table><tr><th>a<td>b</table>", "a\u{8}a", "é平。",
            ]), 0..30),
        ) {
            citable(&Document::open(&format!("a.{ending}"), pieces.concat().into_bytes()).unwrap());
        }
    }
}
