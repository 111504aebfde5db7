//! All keys, from the table that gives them their meaning.

use ratatui::text::{Line, Span};

use super::Screen;
use crate::text;
use crate::tui::app::{Go, page_step, scrolled};
use crate::tui::desk::Desk;
use crate::tui::keymap::{self, Action, Group, Keymap};
use crate::tui::page::{Hint, Page, Room, Row, Scroll};
use crate::tui::theme::Theme;
use crate::tui::widgets::wrap_spans;

/// The help.
#[derive(Debug, Default)]
pub struct Help {
    scroll: usize,
}

impl Screen for Help {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room) = (&desk.theme, desk.room());
        let rows = keys(&desk.keymap, theme, room, |_| true);
        Page {
            title: Line::from(Span::styled("Keys", theme.selected)),
            asides: vec![Line::styled("the settings file can change them", theme.quiet)],
            rows,
            scroll: Scroll { offset: self.scroll, focus: None },
            hints: vec![
                Hint::new(&desk.keymap, &[Action::Up, Action::Down], "scroll"),
                Hint::of(&desk.keymap, Action::Back),
            ],
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page_step(desk.room()),
            Action::PageDown | Action::Space => page_step(desk.room()),
            Action::Top => isize::MIN,
            Action::Bottom => isize::MAX,
            Action::Back | Action::Help | Action::Enter => return Go::Back,
            _ => return Go::Stay,
        };
        self.scroll = scrolled(&self.page(desk), desk, self.scroll, by);
        Go::Stay
    }

    fn is_help(&self) -> bool {
        true
    }
}

/// The keys of the wanted groups, as rows.
pub(in crate::tui) fn keys(keymap: &Keymap, theme: &Theme, room: Room, wanted: impl Fn(Group) -> bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut group = None;
    for binding in keymap::table().iter().filter(|binding| wanted(binding.group)) {
        // Nine rows that say the same of nine digits tell less than one.
        let keys = match binding.action {
            Action::Pick(1) => Hint::new(keymap, &(1..=9).map(Action::Pick).collect::<Vec<_>>(), "").shown(),
            Action::Pick(_) => continue,
            action => keymap.keys(action).iter().map(|key| key.label()).collect::<Vec<_>>().join(" "),
        };
        if group != Some(binding.group) {
            if group.is_some() {
                rows.push(Row::blank());
            }
            rows.push(Row::new(Line::styled(binding.group.to_string(), theme.accent)));
            group = Some(binding.group);
        }
        let help = if binding.action == Action::Pick(1) { "choose by number" } else { binding.help };
        let lead = format!("{keys}{}", " ".repeat(12_usize.saturating_sub(text::width(&keys)).max(1)));
        let rest = " ".repeat(12);
        for (n, mut line) in
            wrap_spans(&[(help.to_owned(), theme.plain)], room.width, &lead, &rest).into_iter().enumerate()
        {
            if let (0, Some(first)) = (n, line.spans.first_mut()) {
                first.style = theme.strong;
            }
            rows.push(Row::new(line));
        }
    }
    rows
}
