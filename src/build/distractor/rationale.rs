//! Whose value a wrong choice is.

use super::Rival;
use crate::build::corpus::Corpus;
use crate::build::family;
use crate::build::shown::part;
use crate::document::Kind;

/// The most characters of a sentence that is told whole.
const WHOLE: usize = 150;
/// How many words are told on each side of a value in a longer one.
const AROUND: usize = 9;

/// The rationale of a value that stands elsewhere.
pub(super) fn of(corpus: &Corpus, rival: &Rival) -> String {
    let text = corpus.text(rival.place);
    let title = &corpus.source(rival.place).title;
    if corpus.passage(rival.place).kind == Kind::Row {
        let told = family::row_says(corpus, rival.place, &rival.range);
        return told.unwrap_or_else(|| format!("It stands in a table of “{title}”, where it is another thing's."));
    }
    let what = if corpus.passage(rival.place).kind == Kind::Sentence { "another sentence" } else { "another entry" };
    format!("In “{title}” it stands in {what}: “{}”.", quoted(text, rival).trim_end_matches('.'))
}

fn quoted(text: &str, rival: &Rival) -> String {
    if text.chars().count() <= WHOLE {
        return part(text);
    }
    let before = text.get(..rival.range.start).unwrap_or_default();
    let after = text.get(rival.range.end..).unwrap_or_default();
    let start = before.rmatch_indices(' ').nth(AROUND).map_or(0, |(at, _)| at + 1);
    let end = after.match_indices(' ').nth(AROUND).map_or(after.len(), |(at, _)| at);
    let (open, close) = (if start > 0 { "… " } else { "" }, if end < after.len() { " …" } else { "" });
    let words = text.get(start..rival.range.end + end).unwrap_or(text);
    part(&format!("{open}{words}{close}"))
}
