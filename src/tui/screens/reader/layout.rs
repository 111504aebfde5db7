//! Rows around the text: headings, and the list of sections beside it.

use ratatui::text::{Line, Span};

use super::SIDE;
use crate::document::Document;
use crate::text;
use crate::tui::desk::Desk;
use crate::tui::page::{Hit, Room, Row, Scroll};
use crate::tui::widgets::paragraph;

/// The rows of a section's heading; none where it has none.
pub fn heading(desk: &Desk, room: Room, document: &Document, section: usize, space: bool) -> Vec<Row> {
    let title = document.sections().get(section).and_then(|section| section.title.as_deref());
    let Some(title) = title else { return Vec::new() };
    let mut rows = Vec::new();
    if space && !room.roomy {
        rows.push(Row::blank());
    }
    let title = text::clean(title).into_owned();
    rows.extend(paragraph(&title, desk.theme.strong, room.width).into_iter().map(Row::new));
    if room.roomy {
        rows.push(Row::blank());
    }
    rows
}

/// Puts the sections beside the rows that are in sight.
pub fn beside(rows: &mut Vec<Row>, side: &[(Line<'static>, usize)], scroll: &Scroll, first: usize, height: usize) {
    if rows.len() < height {
        rows.resize_with(height, Row::blank);
    }
    let top = scroll.start(first + rows.len(), height).saturating_sub(first);
    for (n, row) in rows.iter_mut().enumerate() {
        let entry = n.checked_sub(top).and_then(|n| side.get(n));
        let line = entry.map(|(line, _)| line.clone()).unwrap_or_default();
        for (columns, _) in &mut row.hits {
            *columns = columns.start.saturating_add(SIDE)..columns.end.saturating_add(SIDE);
        }
        row.hits.extend(entry.map(|(_, passage)| (0..SIDE - 1, Hit::Item(*passage))));
        let pad = usize::from(SIDE).saturating_sub(line.width());
        let style = line.style;
        let mut spans: Vec<Span<'static>> =
            line.spans.into_iter().map(|s| Span { style: style.patch(s.style), ..s }).collect();
        // The mark of the cursor belongs beside the text, not beside the sections.
        let mark = row.mark.take();
        spans.push(Span::raw(" ".repeat(pad.saturating_sub(1))));
        spans.push(mark.unwrap_or_else(|| Span::raw(" ")));
        spans.append(&mut row.line.spans);
        row.line = Line::from(spans);
    }
}
