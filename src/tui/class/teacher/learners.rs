//! The class: who is there, who has answered, and what can be done to them.

use ratatui::text::{Line, Span};

use super::super::show::worth;
use super::{Effect, Over, Teacher};
use crate::room::state::Stage;
use crate::room::{Command, Name, Player, PlayerId, Room};
use crate::text;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Row, Scroll};
use crate::tui::widgets::{self, FieldStyles, spread};

impl Teacher {
    pub(super) fn point(&mut self, item: usize) {
        if let Over::Learners(cursor, None) = &mut self.over {
            *cursor = item;
        }
    }

    /// Who is listed at the cursor.
    fn pointed(&self) -> Option<(PlayerId, &Player)> {
        let Over::Learners(cursor, _) = self.over else { return None };
        self.room()?.present().nth(cursor)
    }

    pub(super) fn act_learners(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let Over::Learners(cursor, field) = &self.over else { return };
        if let Some(field) = field {
            let (cursor, typed) = (*cursor, field.value().to_owned());
            match action {
                Action::Back => self.over = Over::Learners(cursor, None),
                Action::Enter => self.rename(cursor, &typed, effects),
                _ => {}
            }
            return;
        }
        let last = self.room().map_or(0, |room| room.present().count()).saturating_sub(1);
        let cursor = (*cursor).min(last);
        let to = |at| Over::Learners(at, None);
        match action {
            Action::Up => self.over = to(cursor.saturating_sub(1)),
            Action::Down => self.over = to((cursor + 1).min(last)),
            Action::Top => self.over = to(0),
            Action::Bottom => self.over = to(last),
            Action::Back | Action::Learners | Action::Enter => (self.over, self.scroll) = (Over::Nothing, 0),
            Action::Lock => self.lock(effects),
            Action::Help => (self.over, self.scroll) = (Over::Help, 0),
            Action::SendOut | Action::Ban | Action::Rename | Action::Team => {
                self.over = to(cursor);
                let Some((id, player)) = self.pointed() else { return };
                let (name, team) = (player.name.to_string(), player.team);
                match action {
                    Action::SendOut => self.send(Command::Kick(id), effects),
                    Action::Ban => self.send(Command::Ban(id), effects),
                    Action::Rename => {
                        let mut field = Field::default();
                        field.insert(&name);
                        self.over = Over::Learners(cursor, Some(field));
                    }
                    _ => {
                        let teams = self.room().map_or(0, |room| room.rules().teams.names().len());
                        if teams == 0 {
                            return self.say("This drill has no teams.");
                        }
                        let next = team.map_or(0, |team| (usize::from(team) + 1) % teams) as u8;
                        self.send(Command::Move(id, next), effects);
                    }
                }
                match action {
                    Action::SendOut => self.say(format!("{name} is out, and may come in again.")),
                    Action::Ban => self.say(format!("{name} is out for good.")),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn rename(&mut self, cursor: usize, typed: &str, effects: &mut Vec<Effect>) {
        let Some((id, _)) = self.pointed() else { return };
        match Name::new(typed) {
            Ok(name) => {
                self.over = Over::Learners(cursor, None);
                self.send(Command::Rename(id, name), effects);
            }
            Err(why) => self.warn(super::sentence(&why.to_string())),
        }
    }

    pub(super) fn learners_page(&self, cursor: usize, field: Option<&Field>) -> Page {
        let (theme, keymap, area) = (&self.setting.theme, &self.setting.keymap, self.area());
        let Some(room) = self.room() else { return Page::default() };
        let count = room.present().count();
        let cursor = cursor.min(count.saturating_sub(1));
        let mut rows = Vec::new();
        let mut pinned = Vec::new();
        if let Some(field) = field {
            let styles = FieldStyles { label: theme.quiet, value: theme.strong };
            pinned.push(widgets::field("called", field.value(), field.cursor(), area.width, styles));
        }
        for (n, (id, player)) in room.present().enumerate() {
            let here = n == cursor;
            let style = if here { theme.selected } else { theme.plain };
            let mut left = vec![Span::styled(text::clean(player.name.as_str()).into_owned(), style)];
            if let Some(team) = player.team.and_then(|team| room.rules().teams.names().get(usize::from(team))) {
                left.push(Span::styled(format!("  {}", text::clean(team.as_str())), theme.quiet));
            }
            let state = Line::styled(self.state(room, id), theme.quiet);
            let row = Row::new(spread(Line::from(left), state, area.width)).hit(Hit::Item(n));
            rows.push(if here { row.mark(Span::styled("▌", theme.selected)) } else { row });
        }
        if rows.is_empty() {
            rows.push(Row::new(Line::styled("Nobody is here yet.", theme.quiet)));
        }
        let hints = if field.is_some() {
            vec![Hint::new(keymap, &[Action::Enter], "call them so"), Hint::of(keymap, Action::Back)]
        } else {
            let mut hints = vec![Hint::of(keymap, Action::SendOut), Hint::of(keymap, Action::Ban)];
            hints.push(Hint::of(keymap, Action::Rename));
            if !room.rules().teams.names().is_empty() {
                hints.push(Hint::of(keymap, Action::Team));
            }
            hints.push(Hint::new(keymap, &[Action::Lock], if room.locked() { "unlock" } else { "lock" }));
            hints.push(Hint::of(keymap, Action::Back));
            hints
        };
        let locked = if room.locked() { " · the door is locked" } else { "" };
        Page {
            title: Line::from(Span::styled("The class", theme.selected)),
            asides: vec![Line::styled(format!("{count} in the room{locked}"), theme.quiet)],
            pinned,
            rows,
            scroll: Scroll::around(cursor, area),
            hints,
            ..Page::default()
        }
    }

    /// Whether somebody is connected and has answered; what they have got is for the teacher alone.
    fn state(&self, room: &Room, id: PlayerId) -> String {
        let mut words = Vec::new();
        if self.setting.private && room.counting().next().is_some() {
            words.push(worth(room.rules().scoring, &room.score(id)));
        }
        if let Some((_, round)) = room.current().filter(|(_, round)| matches!(round.stage, Stage::Open | Stage::Closed))
        {
            let answered = round.vote().is_some_and(|(_, vote)| vote.given(id).is_some());
            words.push(if answered { "answered" } else { "no answer yet" }.to_owned());
        }
        if self.glance().is_some_and(|glance| !glance.here.contains(&id)) {
            words.push("away".to_owned());
        }
        words.retain(|word| !word.is_empty());
        words.join(" · ")
    }
}
