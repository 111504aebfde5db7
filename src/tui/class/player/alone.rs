//! What one who goes alone does: question after question, and all of them at once.

use ratatui::text::{Line, Span};

use super::{Effect, Over, Player};
use crate::host::client::Order;
use crate::room::view::{Alone, Done};
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Row, Scroll};
use crate::tui::widgets::spread;

impl Player {
    fn shown_place(&self) -> usize {
        self.seat.alone.as_ref().map_or(0, |alone| alone.ask.round.0 as usize)
    }

    /// To the question of a place.
    pub(super) fn go_to(&mut self, place: usize, effects: &mut Vec<Effect>) {
        let places = self.seat.alone.as_ref().map_or(0, |alone| alone.places.len());
        if place < places {
            (self.over, self.scroll) = (Over::Nothing, 0);
            effects.push(Effect::Order(Order::Place(place)));
        }
    }

    pub(super) fn act_alone(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let at = self.shown_place();
        match action {
            Action::Left if at > 0 => self.go_to(at - 1, effects),
            Action::Left => {}
            Action::Right => self.go_to(at + 1, effects),
            Action::Overview => (self.over, self.scroll) = (Over::Places(at), 0),
            _ => {
                if let Some(place) = self.seat.next_open(at) {
                    self.go_to(place, effects);
                } else {
                    (self.over, self.scroll) = (Over::Places(at), 0);
                }
            }
        }
    }

    pub(super) fn act_places(&mut self, cursor: usize, action: Action, effects: &mut Vec<Effect>) {
        let last = self.seat.alone.as_ref().map_or(0, |alone| alone.places.len()).saturating_sub(1);
        let cursor = match action {
            Action::Up => cursor.saturating_sub(1),
            Action::Down => (cursor + 1).min(last),
            Action::Top => 0,
            Action::Bottom => last,
            Action::Enter | Action::Space | Action::Right => return self.go_to(cursor, effects),
            Action::Back | Action::Overview | Action::Left => {
                self.over = Over::Nothing;
                return;
            }
            Action::Help => {
                (self.over, self.scroll) = (Over::Help, 0);
                return;
            }
            _ => return,
        };
        self.over = Over::Places(cursor);
    }

    pub(super) fn places_page(&self, alone: &Alone, cursor: usize) -> Page {
        let (theme, keymap, area) = (&self.setting.theme, &self.setting.keymap, self.area());
        let open = alone.places.iter().filter(|done| **done == Done::Open).count();
        let told = match open {
            _ if alone.over => "The time for answers is over.".to_owned(),
            0 => "All questions are answered; you can leave.".to_owned(),
            1 => "One question is open.".to_owned(),
            open => format!("{open} questions are open."),
        };
        let mut pinned = vec![Row::new(Line::styled(told, theme.strong))];
        if area.roomy {
            pinned.push(Row::blank());
        }
        let rows = alone.places.iter().enumerate().map(|(n, done)| {
            let (sign, words, style) = match done {
                Done::Open => (" ", "open", theme.quiet),
                Done::Answered => ("●", "answered", theme.plain),
                Done::Right => ("✓", "right", theme.right),
                Done::Wrong => ("✗", "not fully right", theme.wrong),
            };
            let here = n == cursor;
            let name = if here { theme.selected } else { theme.plain };
            let left = Line::from(vec![
                Span::styled(format!("{sign} "), style),
                Span::styled(format!("Question {}", n + 1), name),
            ]);
            let row = Row::new(spread(left, Line::styled(words, style), area.width.min(44))).hit(Hit::Item(n));
            if here { row.mark(Span::styled("▸", theme.selected)) } else { row }
        });
        Page {
            pinned,
            rows: rows.collect(),
            scroll: Scroll::around(cursor, area),
            hints: vec![
                Hint::new(keymap, &[Action::Up, Action::Down], "choose"),
                Hint::of(keymap, Action::Enter),
                Hint::of(keymap, Action::Back),
                Hint::of(keymap, Action::Quit),
            ],
            ..self.frame()
        }
    }
}
