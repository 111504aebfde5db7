//! A learner's screen as it looks, but for the questions.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::show::{Door as Entrance, Show, people, worth};
use super::{HICCUP, Over, Player};
use crate::clock::{Millis, Moment, Timestamp};
use crate::host::client::seat::Reach;
use crate::host::client::{Door, Entry, Out};
use crate::room::view::{Shown, View};
use crate::text;
use crate::tui::keymap::{Action, Group};
use crate::tui::page::{Hint, Hit, Notice, Page, Row, Scroll};
use crate::tui::screens::help;
use crate::tui::widgets::{self, FieldStyles, paragraph};

impl Player {
    pub(super) fn draw(&self) -> Page {
        let mut page = match (self.over, &self.seat.alone) {
            (Over::Help, _) => self.help_page(),
            (Over::Places(cursor), Some(alone)) => self.places_page(alone, cursor),
            _ => self.room_page(),
        };
        page.notice = self.link_notice().or_else(|| self.notice.clone());
        page
    }

    fn room_page(&self) -> Page {
        if let Some(why) = &self.seat.broken {
            let words = format!("This host was left: {why}. It may be another version of ibid, or no ibid at all.");
            return self.words_page(&[&words]);
        }
        if let Some(gone) = self.gone() {
            return self.words_page(&[gone]);
        }
        if let Some(door) = &self.seat.door {
            return self.door_page(door);
        }
        let Some(view) = self.seat.view.as_ref().filter(|_| self.seat.inside()) else {
            return self.words_page(&["Coming in…"]);
        };
        match &view.shown {
            Shown::Lobby { .. } => self.lobby_page(view),
            Shown::Open { ask, until, paused, .. } => self.open_page(ask, *until, *paused),
            Shown::Closed { ask, .. } => self.closed_page(ask),
            Shown::Revealed { ask, reveal } => self.revealed_page(ask, reveal),
            Shown::Skipped => {
                self.words_page(&["This question counts for nothing.", "The next one comes when the teacher asks it."])
            }
            Shown::Ranked(_) | Shown::Ended(_) => self.standings_page(view),
            Shown::Alone { .. } => match &self.seat.alone {
                Some(alone) => self.alone_page(alone),
                None => self.words_page(&["Getting your questions…"]),
            },
        }
    }

    /// That the host is not there, once it is sure to be more than a hiccup.
    fn link_notice(&self) -> Option<Notice> {
        let Reach::Down { since, why } = &self.seat.reach else { return None };
        let final_word = self.seat.ended() || self.gone().is_some() || self.seat.broken.is_some();
        if final_word || self.now.at - *since < HICCUP {
            return None;
        }
        let key = self.setting.keymap.label(Action::Enter);
        let why = if self.seat.out == Some(Out::Closing) { "the host closed" } else { why };
        Some(Notice::Warning(format!("Reconnecting… ({}). Nothing is lost. {key} tries now.", text::clean(why))))
    }

    /// The title, and what stands beside it.
    pub(super) fn frame(&self) -> Page {
        let theme = &self.setting.theme;
        let title = match (&self.seat.view, &self.seat.door) {
            (Some(view), _) => view.title.clone(),
            (None, Some(door)) => door.title.clone(),
            (None, None) => "ibid".to_owned(),
        };
        let asides = self.who().map(|who| Line::styled(who, theme.quiet)).into_iter().collect();
        Page { title: Line::from(Span::styled(title, theme.selected)), asides, ..Page::default() }
    }

    /// The player's name and team.
    pub(super) fn who(&self) -> Option<String> {
        let you = self.seat.you.as_ref()?;
        let team = you.team.as_ref().map(|team| format!(" · {team}"));
        Some(format!("{}{}", you.name, team.unwrap_or_default()))
    }

    pub(super) fn quit_hints(&self) -> Vec<Hint> {
        [Action::Help, Action::Quit].map(|action| Hint::of(&self.setting.keymap, action)).into()
    }

    pub(super) fn paragraph(&self, words: &str, style: Style) -> Vec<Row> {
        paragraph(words, style, self.area().width).into_iter().map(Row::new).collect()
    }

    fn words_page(&self, paragraphs: &[&str]) -> Page {
        let mut rows = Vec::new();
        for (n, words) in paragraphs.iter().enumerate() {
            if n > 0 {
                rows.push(Row::blank());
            }
            let style = if n == 0 { self.setting.theme.plain } else { self.setting.theme.quiet };
            rows.extend(self.paragraph(&text::clean(words), style));
        }
        Page { rows, hints: self.quit_hints(), ..self.frame() }
    }

    fn door_page(&self, door: &Door) -> Page {
        let (theme, keymap, area) = (&self.setting.theme, &self.setting.keymap, self.area());
        let told = match door.state {
            Entry::Open => None,
            Entry::Locked => Some("The teacher has locked the door. Ask to be let in, then try again."),
            Entry::Begun => Some("The drill has begun, and nobody joins it late."),
            Entry::Full => Some("The room is full."),
            Entry::Ended => return self.words_page(&["The drill is over."]),
        };
        let mut rows = Vec::new();
        let gap = |rows: &mut Vec<Row>| rows.extend(area.roomy.then(Row::blank));
        if let Some(told) = told {
            rows.extend(self.paragraph(told, theme.warn));
            gap(&mut rows);
        }
        if door.nicknames {
            rows.extend(self.paragraph("Everybody is dealt a name here.", theme.plain));
        } else {
            let styles = FieldStyles { label: theme.quiet, value: theme.strong };
            rows.push(widgets::field("Your name:", self.name.value(), self.name.cursor(), area.width, styles));
        }
        let mut focus = None;
        if !door.teams.is_empty() {
            gap(&mut rows);
            rows.push(Row::new(Line::styled("Your team:", theme.quiet)));
            for (n, team) in door.teams.iter().enumerate() {
                let here = self.team == Some(n);
                let style = if here { theme.selected } else { theme.plain };
                let line = Line::styled(format!("  {}", text::clip(team, usize::from(area.width) - 2)), style);
                let row = Row::new(line).hit(Hit::Item(n));
                if here {
                    focus = Some(rows.len()..rows.len() + 1);
                }
                rows.push(if here { row.mark(Span::styled("▸", theme.selected)) } else { row });
            }
        }
        if self.joining {
            gap(&mut rows);
            rows.push(Row::new(Line::styled("Coming in…", theme.quiet)));
        }
        let mut hints = vec![Hint::new(keymap, &[Action::Enter], "come in")];
        if !door.teams.is_empty() {
            hints.push(Hint::new(keymap, &[Action::Up, Action::Down], "team"));
        }
        // A letter would be typed.
        hints.push(Hint { keys: vec![("Ctrl-c".to_owned(), Some(Action::Quit))], label: "quit".to_owned() });
        Page { rows, hints, scroll: Scroll { offset: 0, focus }, ..self.frame() }
    }

    fn lobby_page(&self, view: &View) -> Page {
        let theme = &self.setting.theme;
        let name = self.seat.you.as_ref().map(|you| you.name.to_string()).unwrap_or_default();
        let mut rows = self.paragraph(&format!("You are in, {name}."), theme.strong);
        if let Some(team) = self.seat.you.as_ref().and_then(|you| you.team.as_ref()) {
            rows.extend(self.paragraph(&format!("Your team is {team}."), theme.plain));
        }
        rows.push(Row::blank());
        let questions = if view.of == 1 { "1 question".to_owned() } else { format!("{} questions", view.of) };
        rows.extend(self.paragraph(&format!("{} · {questions}", people(view.players)), theme.plain));
        rows.extend(self.paragraph("The first one comes when the teacher begins.", theme.quiet));
        Page { rows, hints: self.quit_hints(), ..self.frame() }
    }

    /// The ranking, with this player's own place above it.
    fn standings_page(&self, view: &View) -> Page {
        let (theme, ended) = (&self.setting.theme, self.seat.ended());
        let mut own: Vec<Row> = Vec::new();
        if let Some(you) = &self.seat.you {
            let got = you
                .score
                .as_ref()
                .map(|score| (worth(view.scoring, score), score.right))
                .filter(|(got, _)| !got.is_empty());
            let place = you.rank.map(|rank| format!("place {rank} of {}", view.players.max(rank as usize)));
            let parts: Vec<String> = [place, got.map(|(got, _)| got)].into_iter().flatten().collect();
            if !parts.is_empty() {
                own.extend(self.paragraph(&format!("{}: {}", you.name, parts.join(" · ")), theme.strong));
                own.push(Row::blank());
            }
        }
        let mut area = self.area();
        area.height = area.height.saturating_sub(own.len() as u16).max(1);
        let now = Moment { at: self.seat.host_time(self.now.at), ..self.now };
        let page = Show { view, door: &Entrance::default(), now, area, theme }.page();
        let rows = own.into_iter().chain(page.rows).collect();
        let mut hints = self.quit_hints();
        if ended {
            hints = vec![Hint::of(&self.setting.keymap, Action::Quit)];
        }
        Page {
            rows,
            hints,
            scroll: Scroll { offset: self.scroll, focus: None },
            title: page.title,
            asides: page.asides,
            ..Page::default()
        }
    }

    fn help_page(&self) -> Page {
        let (theme, keymap) = (&self.setting.theme, &self.setting.keymap);
        let row = |keys: String, words: &'static str| {
            Row::new(Line::from(vec![Span::styled(format!("{keys:<12}"), theme.strong), Span::raw(words)]))
        };
        let picks = Hint::new(keymap, &(1..=9).map(Action::Pick).collect::<Vec<_>>(), "").shown();
        let mut rows = vec![
            row(picks, "choose by number"),
            row("a–i".to_owned(), "choose by letter, while a question is open"),
            row(keymap.label(Action::Enter), "send what is chosen; go on"),
            row(keymap.label(Action::Rationales), "why each choice is right or wrong"),
            row(keymap.label(Action::Overview), "all questions, where you go at your own pace"),
            Row::blank(),
        ];
        rows.extend(help::keys(keymap, theme, self.area(), |group| matches!(group, Group::Moving)));
        rows.push(Row::blank());
        rows.push(row(keymap.label(Action::Quit), "leave; the same command brings you back"));
        Page {
            title: Line::from(Span::styled("Keys", theme.selected)),
            rows,
            scroll: Scroll { offset: self.scroll, focus: None },
            hints: vec![Hint::new(keymap, &[Action::Up, Action::Down], "scroll"), Hint::of(keymap, Action::Back)],
            ..Page::default()
        }
    }

    /// How much time a question has, in words; nothing where there is no end to it.
    pub(super) fn time(&self, until: Option<Timestamp>, paused: bool) -> Option<(String, Style)> {
        let theme = &self.setting.theme;
        if paused {
            return Some(("paused".to_owned(), theme.warn));
        }
        let left: Millis = until? - self.seat.host_time(self.now.at);
        let seconds = left.seconds_left();
        let words = match seconds {
            0 => "time is up".to_owned(),
            1..=60 => format!("{seconds} s left"),
            _ => format!("{} min left", (seconds + 59) / 60),
        };
        Some((words, if seconds <= 10 { theme.warn } else { theme.quiet }))
    }

    /// A time of the host's clock, as the clock on the wall here shows it.
    pub(super) fn wall(&self, at: Timestamp) -> String {
        Moment { at: self.seat.our_time(at), offset: self.now.offset }.to_string()
    }
}
