//! An exam at a glance: what is answered, blank and flagged; where it is submitted or abandoned.

use ratatui::text::{Line, Span};

use super::{Ask, Results, Screen, moved, time_left};
use crate::session::{End, Sitting};
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Row, Scroll};

/// The overview of the exam at hand.
#[derive(Debug, Default)]
pub struct Overview {
    cursor: usize,
}

impl Overview {
    /// With the cursor on a place.
    #[must_use]
    pub const fn at(place: usize) -> Self {
        Self { cursor: place }
    }
}

impl Screen for Overview {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let Some(sitting) = &desk.sitting else { return Page::default() };
        let blank = (0..sitting.len()).filter(|&place| sitting.open(place)).count();
        let state = if blank == 0 { "every question is answered".to_owned() } else { format!("{blank} blank") };
        let mut asides = vec![state.clone()];
        if let Some(deadline) = sitting.plan().deadline {
            let left = time_left(deadline - desk.now.at);
            asides = vec![format!("{state} · {left}"), left];
        }
        let first = self.cursor.saturating_sub(usize::from(room.height));
        let rows = (first..sitting.len())
            .take(usize::from(room.height) * 2 + 1)
            .map(|place| row(desk, sitting, place, place == self.cursor, usize::from(room.width)))
            .collect();
        let leave = Hint::new(keymap, &[Action::Back], "home");
        let mut hints = vec![Hint::new(keymap, &[Action::Enter], "open"), Hint::of(keymap, Action::Submit)];
        if room.narrow() {
            hints.push(leave);
        } else {
            hints.extend([Action::Abandon, Action::Flag].map(|action| Hint::of(keymap, action)));
            hints.push(leave);
        }
        hints.push(Hint::of(keymap, Action::Help));
        Page {
            title: Line::styled("Exam", theme.selected),
            asides: asides.into_iter().map(|aside| Line::styled(aside, theme.quiet)).collect(),
            rows,
            first,
            total: sitting.len(),
            scroll: Scroll::around(self.cursor, room),
            hints,
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        let places = desk.sitting.as_ref().map_or(0, Sitting::len);
        match action {
            Action::Enter | Action::Space | Action::Overview | Action::Right => {
                return Go::instead(Ask::at(self.cursor, desk));
            }
            Action::Back | Action::Left => return Go::Back,
            Action::Submit => {
                if let Some(sitting) = desk.finish(End::Submitted) {
                    return Go::instead(Results::new(sitting));
                }
            }
            Action::Abandon => {
                desk.abandon();
                return Go::Back;
            }
            Action::Flag => {
                let place = desk.sitting.as_ref().and_then(|sitting| sitting.place(self.cursor));
                if let Some(id) = place.map(|place| place.question.clone()) {
                    desk.flag(&id);
                }
            }
            Action::Undo => {
                let stamp = desk.stamp();
                match desk.sitting.as_mut().and_then(|sitting| sitting.undo(stamp)) {
                    Some(undone) => {
                        self.cursor = undone.place.unwrap_or(self.cursor);
                        desk.keep(vec![undone.record]);
                        desk.say("Taken back.");
                    }
                    None => desk.say("There is nothing to take back."),
                }
            }
            action => self.cursor = moved(self.cursor, action, places, usize::from(desk.room().height)),
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        Go::instead(Ask::at(item, desk))
    }
}

fn row(desk: &Desk, sitting: &Sitting, place: usize, here: bool, width: usize) -> Row {
    let theme = &desk.theme;
    let flagged = (sitting.place(place)).is_some_and(|at| desk.history.of(&at.question).flagged);
    let state = match (sitting.question(place).is_some(), sitting.answered(place)) {
        (false, _) => "  gone",
        (true, true) => "● answered",
        (true, false) => "  blank",
    };
    let words = if desk.room().narrow() { state.chars().take(1).collect() } else { format!("{state:<11}") };
    let lead = format!("{:>3}  {words}  ", place + 1);
    let note = if flagged { "  flagged" } else { "" };
    let gone = || "its passage is gone, so it does not count".to_owned();
    let stem = sitting.question(place).map_or_else(gone, |question| text::clean(&question.stem).into_owned());
    let stem = text::clip(&stem, width.saturating_sub(text::width(&lead) + note.len())).into_owned();
    let style = if here { theme.selected } else { theme.plain };
    let lead_style = if here { theme.selected } else { theme.quiet };
    let row = Row::new(Line::from(vec![
        Span::styled(lead, lead_style),
        Span::styled(stem, style),
        Span::styled(note, theme.quiet),
    ]));
    let row = row.hit(Hit::Item(place));
    if here { row.mark(Span::styled("▌", theme.selected)) } else { row }
}
