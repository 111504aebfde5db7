//! Where everything of a page stands, for one size: the one answer that drawing, the mouse and the cursor share.

use std::ops::Range;

use ratatui::text::Line;

use super::{Hint, LEAST, Notice, Page, Room, Row};
use crate::text;
use crate::tui::keymap::Action;

/// Columns of text at most; longer lines tire the eye.
const WIDEST: u16 = 88;
/// Columns between two hints, and between a title and what stands beside it.
const GAP: u16 = 3;
/// A title may be shortened to this for what stands beside it: a countdown must never give way to a long title.
const SHORT_TITLE: u16 = 12;
/// Lines that a message may take.
const NOTICE_LINES: usize = 3;

/// The parts of the screen, which depend on its size alone.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub x: u16,
    pub width: u16,
    /// Where marks in the margin stand.
    pub mark_x: u16,
    pub header: u16,
    pub body: Range<u16>,
    pub hints: u16,
    roomy: bool,
}

impl Frame {
    pub fn of((columns, rows): (u16, u16)) -> Option<Self> {
        if columns < LEAST.0 || rows < LEAST.1 {
            return None;
        }
        let margin = match columns {
            0..60 => 1,
            60..80 => 2,
            _ => 4,
        };
        let width = (columns - 2 * margin).min(WIDEST);
        let x = (columns - width) / 2;
        let roomy = rows >= 20;
        let header = u16::from(roomy);
        let below_header = match rows {
            0..16 => 0,
            16..26 => 1,
            _ => 2,
        };
        let hints = if roomy { rows - 2 } else { rows - 1 };
        // The line above the hints is kept for messages, so that nothing moves when one comes.
        let body = header + 1 + below_header..hints - 1;
        Some(Self { x, width, mark_x: x - margin.min(2), header, body, hints, roomy })
    }
}

impl Room {
    /// The room on a screen of this size (columns, rows); none where it is too small to use.
    #[must_use]
    pub fn of(size: (u16, u16)) -> Option<Self> {
        let frame = Frame::of(size)?;
        Some(Self { width: frame.width, height: frame.body.end - frame.body.start, roomy: frame.roomy })
    }

    /// Whether there is room for the fewest words only.
    #[must_use]
    pub const fn narrow(self) -> bool {
        self.width < 60
    }
}

/// A piece of the hint line.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub x: u16,
    pub width: u16,
    pub text: &'a str,
    pub is_key: bool,
    pub action: Option<Action>,
}

/// A page laid out.
pub(super) struct Placed<'a> {
    pub frame: Frame,
    pub title_width: u16,
    pub aside: Option<(u16, &'a Line<'static>)>,
    /// Which page of pages is shown, where the rows do not fit.
    pub counter: Option<(u16, String)>,
    pub rows: Vec<(u16, &'a Row)>,
    /// Rows before the first that is shown.
    pub start: usize,
    pub max_start: usize,
    /// The lines of the message; they end above the hints.
    pub notice: Vec<String>,
    pub hints: Vec<Piece<'a>>,
}

impl Page {
    pub(super) fn place(&self, size: (u16, u16)) -> Option<Placed<'_>> {
        let mut frame = Frame::of(size)?;
        let notice = self.notice_lines(frame.width);
        frame.body.end -= small(notice.len().saturating_sub(1));

        let height = usize::from(frame.body.end - frame.body.start);
        // A row is left for what scrolls, however much is pinned.
        let pinned = self.pinned.len().min(height.saturating_sub(1));
        let height = height - pinned;
        let total = self.total.max(self.first + self.rows.len());
        let start = self.scroll.start(total, height);

        let shown = self.rows.iter().skip(start.saturating_sub(self.first)).take(height);
        let rows = frame.body.clone().zip(self.pinned.iter().take(pinned).chain(shown)).collect();

        let counter = (total > height).then(|| counter(start, total, height));
        let counter_width = counter.as_deref().map_or(0, |text| small(text::width(text)) + GAP);
        let header = frame.width.saturating_sub(counter_width);
        let (aside, title_width) = self.place_aside(frame.x, header);
        let right = frame.x + frame.width;
        Some(Placed {
            title_width,
            aside,
            counter: counter.map(|text| (right.saturating_sub(counter_width - GAP), text)),
            rows,
            start,
            max_start: total.saturating_sub(height),
            notice,
            hints: place_hints(&self.hints, frame.x, frame.width),
            frame,
        })
    }

    fn place_aside(&self, x: u16, width: u16) -> (Option<(u16, &Line<'static>)>, u16) {
        let title = small(self.title.width());
        let beside = |title: u16| {
            let fits = |aside: &&Line<'_>| aside.width() + usize::from(title + GAP) <= usize::from(width);
            self.asides.iter().find(fits).map(|aside| (small(aside.width()), aside))
        };
        match beside(title).or_else(|| beside(title.min(SHORT_TITLE))) {
            Some((wide, aside)) if wide > 0 => (Some((x + width - wide, aside)), width - wide - GAP),
            _ => (None, width),
        }
    }

    fn notice_lines(&self, width: u16) -> Vec<String> {
        let message = match &self.notice {
            None => return Vec::new(),
            Some(Notice::Info(message)) => message.clone(),
            Some(Notice::Warning(message)) => format!("! {message}"),
        };
        let wrapped = text::wrap(&message, usize::from(width));
        let last = NOTICE_LINES.min(wrapped.len()).saturating_sub(1);
        let line = |(at, line): (usize, &Range<usize>)| {
            // The last line takes all that is left, and shows with an ellipsis what is too much.
            let end = if at == last { message.len() } else { line.end };
            text::clip(message.get(line.start..end).unwrap_or_default(), usize::from(width)).into_owned()
        };
        wrapped.iter().enumerate().take(NOTICE_LINES).map(line).collect()
    }
}

/// `2/3`: which screenful is shown, of how many; the last one is only called so when the end is in sight.
fn counter(start: usize, total: usize, height: usize) -> String {
    let height = height.max(1);
    let pages = total.div_ceil(height);
    let page = if start + height >= total { pages } else { (start / height + 1).min(pages.saturating_sub(1)).max(1) };
    let digits = pages.to_string().len();
    format!("{page:>digits$}/{pages}")
}

/// The hints that fit, the first ones before the others, and the last one always. They stand closer before one goes.
fn place_hints(hints: &[Hint], x: u16, width: u16) -> Vec<Piece<'_>> {
    let Some((last, others)) = hints.split_last() else { return Vec::new() };
    let fitting = |gap: u16| {
        let mut left = usize::from(width).saturating_sub(hint_width(last));
        let fits = |hint: &&Hint| {
            let wide = hint_width(hint) + usize::from(gap);
            let fits = wide <= left;
            left -= if fits { wide } else { 0 };
            fits
        };
        others.iter().filter(fits).chain([last]).collect::<Vec<&Hint>>()
    };
    let (loose, close) = (fitting(GAP), fitting(GAP - 1));
    let (gap, hints) = if close.len() > loose.len() { (GAP - 1, close) } else { (GAP, loose) };
    let mut pieces = Vec::new();
    let (mut at, right) = (x, x + width);
    for hint in hints {
        let only = match hint.keys.as_slice() {
            [(_, action)] => *action,
            _ => None,
        };
        let keys = hint.keys.iter().map(|(key, action)| (key.as_str(), true, *action));
        let label = [(" ", false, only), (hint.label.as_str(), false, only)];
        for (text, is_key, action) in keys.chain(label) {
            let wide = small(text::width(text)).min(right.saturating_sub(at));
            pieces.push(Piece { x: at, width: wide, text, is_key, action });
            at += wide;
        }
        at = (at + gap).min(right);
    }
    pieces
}

fn hint_width(hint: &Hint) -> usize {
    hint.keys.iter().map(|(key, _)| text::width(key)).sum::<usize>() + 1 + text::width(&hint.label)
}

/// A width or height as the terminal counts it.
pub(in crate::tui) fn small(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
