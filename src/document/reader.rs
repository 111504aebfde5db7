//! The first look at a document: which lines are headings by their marks, which are no content, how the text is laid
//! out. What is left open goes to `blocks`.

use std::ops::Range;

use super::lines::{
    self, FULL, Line, after_pictographs, in_capitals, is_labelled, is_rule, is_table, list_marker, title_like,
};
use super::rules::{self, Reach};
use super::{Kind, Reason, blocks};
use crate::text::{ends_sentence, squeeze};

/// A piece of a document in ranges of its decoded text. Parts are in order and hold all that is not white space.
#[derive(Debug)]
pub(super) enum Part {
    Heading { span: Range<usize>, title: Range<usize>, level: u8 },
    Passage { kind: Kind, span: Range<usize>, block: usize },
    Dropped { span: Range<usize>, reason: Reason },
}

impl Part {
    /// The part where something else stands before it in the text.
    pub(super) fn shifted(self, by: usize) -> Self {
        let shift = |range: Range<usize>| range.start + by..range.end + by;
        match self {
            Self::Heading { span, title, level } => Self::Heading { span: shift(span), title: shift(title), level },
            Self::Passage { kind, span, block } => Self::Passage { kind, span: shift(span), block },
            Self::Dropped { span, reason } => Self::Dropped { span: shift(span), reason },
        }
    }
}

/// What has been decided about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing yet: it is content, or a heading by its place.
    Open,
    /// A heading of a level; where its title stands without the marks.
    Heading {
        level: u8,
        title: Range<usize>,
    },
    /// The line drawn under a heading, which it belongs to.
    Underline,
    Dropped(Reason),
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// Wiki text: headings are marked, and short lines without a full stop are captions.
    pub(super) wiki: bool,
    /// A paragraph goes on over several lines.
    pub(super) wrapped: bool,
    /// The line that ends the lead: the first heading below the title.
    pub(super) lead: usize,
}

/// Reads a decoded text.
pub(super) fn read(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let from = front(text, &mut parts);
    let lines = lines::lines(text, from);
    let wiki = lines.iter().any(|line| wiki_heading(line.words).is_some() || without_edit(line.words).is_some());
    let mut fates = marks(&lines, wiki);
    furniture(&lines, &mut fates);
    let title = title(&lines, &mut fates);
    deepen(&mut fates, title);
    let lead = fates
        .iter()
        .enumerate()
        .position(|(i, fate)| matches!(fate, Fate::Heading { .. }) && Some(i) != title)
        .unwrap_or(lines.len());
    if let Some(title) = title {
        repeated_title(&lines, &mut fates, title, lead);
    }
    appendices(&lines, &mut fates, wiki);
    let layout = Layout { wiki, wrapped: is_wrapped(&lines, &fates, wiki), lead };
    blocks::arrange(&lines, &fates, layout, &mut parts);
    parts
}

/// Drops what stands in front of the first line's words and gives where they begin.
fn front(text: &str, parts: &mut Vec<Part>) -> usize {
    let mut from = 0;
    if text.starts_with('\u{FEFF}') {
        from = '\u{FEFF}'.len_utf8();
        parts.push(Part::Dropped { span: 0..from, reason: Reason::ByteOrderMark });
    }
    let rest = text.get(from..).unwrap_or_default();
    let start = text.len() - rest.trim_start().len();
    let line = rest.trim_start().lines().next().unwrap_or_default();
    if let Some(length) = rules::address(line)
        && title_like(line.get(length..).unwrap_or_default().trim())
    {
        from = start + length;
        parts.push(Part::Dropped { span: start..from, reason: Reason::Address });
    }
    from
}

/// Finds the headings that are marked as such.
fn marks(lines: &[Line], wiki: bool) -> Vec<Fate> {
    let mut fates = vec![Fate::Open; lines.len()];
    let inside = |line: &Line, title: &str| {
        let start = line.start + (title.as_ptr().addr() - line.words.as_ptr().addr());
        start..start + title.len()
    };
    for (i, line) in lines.iter().enumerate() {
        let next = lines.get(i + 1);
        let alone = line.apart && next.is_none_or(|next| next.apart);
        let found = wiki_heading(line.words)
            .or_else(|| without_edit(line.words).map(|title| (2, title)))
            .or_else(|| markdown_heading(line.words).filter(|_| !wiki))
            .or_else(|| {
                after_pictographs(line.words).filter(|title| alone && title_like(title)).map(|title| (2, title))
            })
            .map(|(level, title)| (level, title, false))
            .or_else(|| {
                let level = next.filter(|next| line.apart && !next.apart).and_then(|next| underline(next.words))?;
                title_like(line.words).then_some((level, line.words, true))
            });
        if let Some((level, title, underlined)) = found
            && let Some(fate) = fates.get_mut(i)
            && *fate == Fate::Open
        {
            *fate = Fate::Heading { level, title: inside(line, title) };
            if underlined && let Some(fate) = fates.get_mut(i + 1) {
                *fate = Fate::Underline;
            }
        }
    }
    fates
}

/// `== Title ==`
fn wiki_heading(words: &str) -> Option<(u8, &str)> {
    let title = words.trim_matches('=');
    let before = words.bytes().take_while(|&b| b == b'=').count();
    let after = words.len() - before - title.len();
    let level = u8::try_from(before.min(after)).ok().filter(|level| (1..=6).contains(level))?;
    let title = title.trim();
    (!title.is_empty() && words.len() <= 400).then_some((level, without_edit(title).unwrap_or(title)))
}

/// `Title[edit]`, `Title[edit | edit source]`
fn without_edit(words: &str) -> Option<&str> {
    let (title, link) = words.strip_suffix(']')?.rsplit_once('[')?;
    let link = link.trim();
    let edit = link.eq_ignore_ascii_case("edit") || link.eq_ignore_ascii_case("edit source") || {
        let mut ends = link.split('|').map(str::trim);
        ends.next() == Some("edit") && ends.next() == Some("edit source") && ends.next().is_none()
    };
    let title = title.trim_end();
    (edit && !title.is_empty() && words.len() <= 400).then_some(title)
}

/// `## Title`
fn markdown_heading(words: &str) -> Option<(u8, &str)> {
    let title = words.trim_start_matches('#');
    let level = u8::try_from(words.len() - title.len()).ok().filter(|level| (1..=6).contains(level))?;
    let title = title.strip_prefix([' ', '\t'])?.trim_end_matches('#').trim();
    (!title.is_empty() && words.len() <= 400).then_some((level, title))
}

/// The level of the heading that this line is drawn under.
fn underline(words: &str) -> Option<u8> {
    match words.chars().next()? {
        '=' if is_rule(words) => Some(1),
        '-' if is_rule(words) => Some(2),
        _ => None,
    }
}

/// Drops the lines that are no content by the table of rules.
fn furniture(lines: &[Line], fates: &mut [Fate]) {
    let mut footer = false;
    let mut block = None;
    let mut above: Option<&Line> = None;
    for (line, fate) in lines.iter().zip(fates) {
        let above = above.replace(line).filter(|_| !line.apart);
        block = block.filter(|_| !line.apart);
        if *fate != Fate::Open {
            footer = false;
            continue;
        }
        // Not the middle of a sentence that only begins like furniture.
        let goes_on = line.words.starts_with(char::is_lowercase)
            && above.is_some_and(|above| above.words.len() >= FULL && !ends_sentence(above.words));
        if goes_on {
            continue;
        }
        match rules::furniture(line.words, footer) {
            Some((reason, reach)) => {
                *fate = Fate::Dropped(reason);
                footer |= reach == Reach::Footer;
                block = block.or((reach == Reach::Block).then_some(reason));
            }
            None => match block {
                Some(reason) => *fate = Fate::Dropped(reason),
                // What reads like content after a footer shows that it was none.
                None => footer = false,
            },
        }
    }
}

/// Finds the document's title: its first line, if that looks like one and more follows.
fn title(lines: &[Line], fates: &mut [Fate]) -> Option<usize> {
    let first = fates.iter().position(|fate| !matches!(fate, Fate::Dropped(_)))?;
    let line = lines.get(first)?;
    let top = |fate: &Fate| matches!(fate, Fate::Heading { level: 1, .. });
    if matches!(fates.get(first)?, Fate::Heading { .. }) {
        let only = fates.iter().filter(|fate| top(fate)).count() == 1;
        return (only && fates.get(first).is_some_and(top)).then_some(first);
    }
    let below = fates.get(first + 1..)?;
    let next = lines.get(first + 1)?;
    let alone = next.apart || below.first() != Some(&Fate::Open) || in_capitals(line.words);
    let more = below.contains(&Fate::Open);
    let plain = !is_table(line.words) && list_marker(line.words, false).is_none() && !is_labelled(line.words);
    if !(alone && more && plain && title_like(line.words)) {
        return None;
    }
    *fates.get_mut(first)? = Fate::Heading { level: 1, title: line.start..line.end };
    Some(first)
}

/// Keeps level 1 for the document's title: where several headings have it, all that are marked stand a level deeper.
fn deepen(fates: &mut [Fate], title: Option<usize>) {
    let top = |fate: &Fate| matches!(fate, Fate::Heading { level: 1, .. });
    let others = fates.iter().enumerate().any(|(i, fate)| top(fate) && Some(i) != title);
    for (i, fate) in fates.iter_mut().enumerate() {
        if others
            && Some(i) != title
            && let Fate::Heading { level, .. } = fate
        {
            *level += 1;
        }
    }
}

/// Drops the title where the lead has it once more.
fn repeated_title(lines: &[Line], fates: &mut [Fate], title: usize, lead: usize) {
    let plain = |words: &str| squeeze(words.trim_matches(['=', '#', ' '])).to_lowercase();
    let Some(words) = lines.get(title).map(|line| plain(line.words)) else { return };
    for (line, fate) in lines.iter().zip(fates).take(lead).skip(title + 1) {
        if *fate == Fate::Open && line.words.len() <= words.len() + 16 && plain(line.words) == words {
            *fate = Fate::Dropped(Reason::RepeatedTitle);
        }
    }
}

/// Headings of parts that only lead elsewhere, in lower case, and what their parts are.
const APPENDICES: &[(&str, Reason)] = &[
    ("see also", Reason::Links),
    ("external links", Reason::Links),
    ("further reading", Reason::Reference),
    ("references", Reason::Reference),
    ("notes", Reason::Reference),
    ("notes and references", Reason::Reference),
    ("footnotes", Reason::Reference),
    ("citations", Reason::Reference),
    ("bibliography", Reason::Reference),
];

/// What the part below a heading is, if it only leads elsewhere.
pub(super) fn appendix(title: &str, wiki: bool) -> Option<Reason> {
    let title = title.trim_end_matches(':');
    let found = APPENDICES.iter().find(|(name, _)| name.eq_ignore_ascii_case(title));
    found.filter(|(name, _)| wiki || *name != "notes").map(|&(_, reason)| reason)
}

/// Drops the parts at the end that only lead elsewhere, with their headings. Long sentences among links are kept: a
/// heading may have been lost.
fn appendices(lines: &[Line], fates: &mut [Fate], wiki: bool) {
    let mut open: Option<(u8, Reason)> = None;
    // A document that is called “Notes” is no list of notes.
    let mut titled = false;
    for (line, fate) in lines.iter().zip(fates) {
        if let Fate::Heading { level, title } = fate {
            let words = line.words.get(title.start - line.start..title.end - line.start).unwrap_or_default();
            let named = std::mem::replace(&mut titled, true);
            match appendix(words, wiki) {
                Some(reason) if named => open = Some((*level, reason)),
                _ if open.is_some_and(|(outer, _)| *level > outer) => {}
                _ => open = None,
            }
            if let Some((_, reason)) = open {
                *fate = Fate::Dropped(reason);
            }
        } else if let Some((_, reason)) = open {
            let sentence =
                line.words.len() >= 80 && ends_sentence(line.words) && list_marker(line.words, wiki).is_none();
            match fate {
                Fate::Open if reason == Reason::Links && sentence => {}
                Fate::Open | Fate::Underline => *fate = Fate::Dropped(reason),
                Fate::Heading { .. } | Fate::Dropped(_) => {}
            }
        }
    }
}

/// The longest line of wrapped text, in characters.
const WRAPPED_CHARS: usize = 160;

/// Whether paragraphs go on over several lines: hardly any line is long, and the lines above another one in a block are
/// mostly full (its first word would not have fitted) and often end inside a sentence.
fn is_wrapped(lines: &[Line], fates: &[Fate], wiki: bool) -> bool {
    let prose: Vec<(&Line, usize)> = lines
        .iter()
        .zip(fates)
        .filter(|(line, fate)| **fate == Fate::Open && !is_table(line.words))
        .map(|(line, _)| (line, line.words.chars().take(WRAPPED_CHARS + 1).count()))
        .collect();
    let mut lengths: Vec<usize> = prose.iter().map(|&(_, chars)| chars).collect();
    lengths.sort_unstable();
    let long = lengths.len() - lengths.partition_point(|&chars| chars <= WRAPPED_CHARS);
    let Some(&full) = lengths.get(lengths.len() * 9 / 10) else { return false };
    if long * 50 > lengths.len() || full < FULL {
        return false;
    }
    let (mut pairs, mut filled, mut running) = (0usize, 0usize, 0usize);
    for pair in prose.windows(2) {
        let [(line, chars), (next, _)] = pair else { continue };
        if next.apart || list_marker(next.words, wiki).is_some() {
            continue;
        }
        let word = next.words.split_whitespace().next().map_or(0, |word| word.chars().take(WRAPPED_CHARS).count());
        pairs += 1;
        filled += usize::from((chars + 1 + word) * 20 > full * 17);
        running += usize::from(!ends_sentence(line.words));
    }
    pairs > 0 && filled * 10 >= pairs * 6 && running * 10 >= pairs * 4
}
