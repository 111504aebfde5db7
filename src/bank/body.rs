//! What a bank's file holds after its frame: where each question stands, and the tail.

use std::ops::Range;

use super::file::{self, Head, Tail};
use crate::question::Fault;

#[derive(Default)]
pub struct Body {
    pub entries: Vec<Entry>,
    pub tail: Tail,
}

/// Where a question stands in the bank's text.
pub struct Entry {
    pub span: Range<usize>,
    pub id: Option<Range<usize>>,
}

/// Reads a bank's frame and finds its questions.
pub fn read(text: &str) -> Result<(Head, Body), Fault> {
    let outline = file::outline(text)?;
    if let Some(first) = outline.faults.into_iter().next() {
        return Err(first);
    }
    let entries = outline
        .questions
        .iter()
        .map(|json| Entry { span: within(text, json.get()), id: file::peek_id(json.get()).map(|id| within(text, id)) });
    let entries = entries.collect();
    let head = outline.head.ok_or_else(|| Fault::new("the bank", "has no frame", "add id and title"))?;
    Ok((head, Body { entries, tail: outline.tail }))
}

/// The range of a part that was borrowed from a text.
fn within(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}
