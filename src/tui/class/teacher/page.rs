//! The teacher's screen as it looks.

use ratatui::text::{Line, Span};

use super::super::show::{Show, bare, people, questions};
use super::{Over, Teacher};
use crate::room::posed::Posed;
use crate::room::state::{Round, Stage};
use crate::room::view::{Passage, Reveal, Shown};
use crate::room::{Phase, Report, Room};
use crate::text;
use crate::tui::keymap::{Action, Group};
use crate::tui::page::{Hint, Notice, Page, Row, Scroll};
use crate::tui::screens::help;
use crate::tui::widgets::{self, FieldStyles, paragraph, wrap_spans};

impl Teacher {
    pub(super) fn draw(&self) -> Page {
        let mut page = match &self.over {
            Over::Help => self.help_page(),
            Over::Learners(cursor, field) => self.learners_page(*cursor, field.as_ref()),
            Over::Nothing | Over::Hands(_) => self.room_page(),
        };
        let trouble = self.glance().and_then(|glance| glance.trouble.clone());
        let trouble = trouble.map(|words| Notice::Warning(text::clean(&words).into_owned()));
        let hint = self.glance().and_then(|glance| glance.hint).map(|words| Notice::Info(super::sentence(words)));
        page.notice = self.notice.clone().or(trouble).or(hint);
        page
    }

    fn help_page(&self) -> Page {
        let Self { setting, .. } = self;
        let wanted = |group| matches!(group, Group::Class | Group::Moving | Group::Program);
        let mut rows = vec![
            Row::new(Line::from(vec![
                Span::styled(format!("{:<12}", setting.keymap.label(Action::Enter)), setting.theme.strong),
                Span::raw("ask, close, show the answer, go on"),
            ])),
            Row::new(Line::from(vec![
                Span::styled(format!("{:<12}", setting.keymap.label(Action::Left)), setting.theme.strong),
                Span::raw("the answer before this one"),
            ])),
            Row::new(Line::from(vec![
                Span::styled(format!("{:<12}", setting.keymap.label(Action::Skip)), setting.theme.strong),
                Span::raw("this question counts for nothing"),
            ])),
            Row::new(Line::from(vec![
                Span::styled(format!("{:<12}", "0–9"), setting.theme.strong),
                Span::raw("count hands: a number for each choice"),
            ])),
            Row::blank(),
        ];
        rows.extend(help::keys(&setting.keymap, &setting.theme, self.area(), wanted));
        Page {
            title: Line::from(Span::styled("Keys", setting.theme.selected)),
            rows,
            scroll: Scroll { offset: self.scroll, focus: None },
            hints: vec![
                Hint::new(&setting.keymap, &[Action::Up, Action::Down], "scroll"),
                Hint::of(&setting.keymap, Action::Back),
            ],
            ..Page::default()
        }
    }

    fn room_page(&self) -> Page {
        let (theme, mut area) = (&self.setting.theme, self.area());
        let Some(room) = self.room() else {
            let rows = vec![Row::new(Line::styled("Opening the room…", theme.quiet))];
            return Page { rows, hints: vec![Hint::of(&self.setting.keymap, Action::Quit)], ..Page::default() };
        };
        let mut pinned = Vec::new();
        if let Over::Hands(field) = &self.over {
            let styles = FieldStyles { label: theme.quiet, value: theme.strong };
            let letters: Vec<String> =
                (b'A'..).take(choices(room)).map(|letter| char::from(letter).to_string()).collect();
            let label = format!("hands for {}:", letters.join(" "));
            pinned.push(widgets::field(&label, field.value(), field.cursor(), area.width, styles));
            area.height = area.height.saturating_sub(1);
        }
        let mut view = Self::view(room);
        let more = self.more(room);
        let extra = more.len();
        area.height = area.height.saturating_sub(extra as u16).max(1);
        if self.setting.private {
            disclose(room, &mut view.shown);
        }
        let empty = super::Door::default();
        let door = self.setting.rooms.get(self.at).map_or(&empty, |(_, door)| door);
        let mut page = Show { view: &view, door, now: self.now, area, theme }.page();
        if self.setting.private && matches!(room.phase(), Phase::Round(_)) {
            page.rows.splice(0..0, more); // what the teacher looks for first
        } else {
            page.rows.extend(more);
        }
        if self.seen.len() > 1 {
            page.title.push_span(Span::styled(format!("  room {} of {}", self.at + 1, self.seen.len()), theme.quiet));
        }
        page.pinned = pinned;
        page.scroll = Scroll { offset: self.scroll, focus: None };
        page.hints = self.hints(room);
        page
    }

    /// What stands below what everybody sees.
    fn more(&self, room: &Room) -> Vec<Row> {
        let mut lines: Vec<Line<'static>> = Vec::new();
        match room.phase() {
            Phase::Ended => self.end_lines(room, &mut lines),
            Phase::Alone => self.alone_lines(room, &mut lines),
            Phase::Round(_) if self.setting.private => self.private_lines(room, &mut lines),
            Phase::Lobby if self.setting.private => {
                let screens = self.glance().map_or(0, |glance| glance.screens);
                let (theme, width) = (&self.setting.theme, self.area().width);
                lines.extend(paragraph(
                    &format!("For the projector ({screens} connected), or `ibid screen`:"),
                    theme.quiet,
                    width,
                ));
                lines.push(Line::styled(self.screen_address(room), theme.plain));
            }
            _ => {}
        }
        lines.into_iter().map(Row::new).collect()
    }

    fn screen_address(&self, room: &Room) -> String {
        let door = self.setting.rooms.get(self.at).map(|(_, door)| door.address.clone()).unwrap_or_default();
        format!("{}/s/{}", bare(&door), room.opening().link)
    }

    fn private_lines(&self, room: &Room, lines: &mut Vec<Line<'static>>) {
        let theme = &self.setting.theme;
        let width = self.area().width;
        let Some((_, round)) = room.current() else { return };
        let (Some(posed), Some((_, vote))) = (room.posed(round), round.vote()) else { return };
        let right = vote.answers().filter(|(_, given)| given.picks == posed.keys()).count();
        let share = (right * 100).checked_div(vote.answered);
        let share = share.map_or_else(String::new, |share| format!(" · {share} % right"));
        let until = vote.until.filter(|_| round.stage == Stage::Open);
        let left =
            until.map_or_else(String::new, |until| format!(" · {} s left", (until - self.now.at).seconds_left()));
        let stage = match round.stage {
            Stage::Open if room.paused().is_some() => "paused",
            Stage::Open => "open",
            Stage::Closed => "closed, nothing shown yet",
            Stage::Revealed => "the answer is shown",
            Stage::Skipped => "skipped",
        };
        let words = format!("{stage} · {} of {} answered{share}{left}", vote.answered, room.present().count());
        lines.extend(paragraph(&words, theme.strong, width));
        let here = |id| self.glance().is_none_or(|glance| glance.here.contains(&id));
        let names = |wanted: &dyn Fn(crate::room::PlayerId) -> bool| -> Vec<String> {
            let found = room.present().filter(|(id, _)| wanted(*id));
            found.map(|(_, player)| text::clean(player.name.as_str()).into_owned()).collect()
        };
        let missing = names(&|id| here(id) && vote.given(id).is_none());
        let away = names(&|id| !here(id));
        for (label, names) in [("no answer yet", missing), ("dropped out", away)] {
            if !names.is_empty() {
                let parts = [(format!("{label} ({}): ", names.len()), theme.quiet), (names.join(", "), theme.plain)];
                lines.extend(wrap_spans(&parts, width, "", "  "));
            }
        }
        if let Some(note) = self.setting.notes.get(&posed.question) {
            let parts = [("your note  ".to_owned(), theme.accent), (text::clean(note).into_owned(), theme.plain)];
            lines.extend(wrap_spans(&parts, width, "", "  "));
        }
        lines.push(Line::default());
    }

    fn alone_lines(&self, room: &Room, lines: &mut Vec<Line<'static>>) {
        let of = room.rounds().len();
        let answered = |id| room.rounds().iter().filter(|round| round.given(id).is_some()).count();
        let finished = room.present().filter(|(id, _)| answered(*id) == of).count();
        let given: usize = room.present().map(|(id, _)| answered(id)).sum();
        let words = format!("{finished} finished · {given} of {} answers", room.present().count() * of);
        lines.extend(paragraph(&words, self.setting.theme.plain, self.area().width));
    }

    /// What the drill comes to, and what to teach again.
    fn end_lines(&self, room: &Room, lines: &mut Vec<Line<'static>>) {
        let theme = &self.setting.theme;
        let width = self.area().width;
        let report = Report::of(room);
        let marks: f64 =
            report.topics.iter().filter_map(|topic| Some(topic.facility? * f64::from(topic.answers))).sum();
        let answers: u32 = report.topics.iter().map(|topic| topic.answers).sum();
        let share =
            if answers == 0 { String::new() } else { format!(" · {:.0} % right", marks / f64::from(answers) * 100.0) };
        lines.push(Line::default());
        let words = format!("{} · {}{share}", questions(report.questions.len()), people(room.present().count()));
        lines.extend(paragraph(&words, theme.strong, width));
        if !report.again.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled("To teach again", theme.accent));
        }
        let most = if self.area().roomy { 4 } else { 2 };
        for again in report.again.iter().take(most) {
            let words: String = again.passage.parts.iter().map(|(words, _)| words.as_str()).collect();
            let parts = [
                (text::clip(&text::clean(&words), 120).into_owned(), theme.plain),
                (format!("  {}", text::clean(&again.passage.source)), theme.quiet),
            ];
            let lead = format!("{:>3.0} %  ", again.facility * 100.0);
            lines.extend(wrap_spans(&parts, width, &lead, "       "));
        }
        if report.again.len() > most {
            lines.push(Line::styled(format!("       and {} more", report.again.len() - most), theme.quiet));
        }
        lines.extend(paragraph("`ibid report` has all of it, to read, print or keep.", theme.quiet, width));
    }

    fn hints(&self, room: &Room) -> Vec<Hint> {
        let keymap = &self.setting.keymap;
        let hint = |action, label: &str| Hint::new(keymap, &[action], label);
        let of = |action| Hint::of(keymap, action);
        if matches!(self.over, Over::Hands(_)) {
            return vec![hint(Action::Enter, "count"), of(Action::Back)];
        }
        let class = (!self.setting.hands).then(|| of(Action::Learners));
        let onwards = if room.left() > 0 { "next" } else { "end" };
        let mut hints = match (room.phase(), self.stage()) {
            (Phase::Lobby, _) => {
                let lock = hint(Action::Lock, if room.locked() { "unlock" } else { "lock" });
                let lock = Some(lock).filter(|_| !self.setting.hands);
                [Some(hint(Action::Enter, "start")), class, lock].into_iter().flatten().collect()
            }
            (_, Some(Stage::Open)) if self.setting.hands => {
                vec![hint(Action::Enter, "count hands"), of(Action::VoteAgain), of(Action::Skip)]
            }
            (_, Some(Stage::Open)) => {
                let pause = hint(Action::Pause, if room.paused().is_some() { "go on" } else { "pause" });
                let more = self.until().map(|_| of(Action::Extend));
                let always = [hint(Action::Enter, "close"), of(Action::VoteAgain), pause];
                always.into_iter().chain(more).chain([of(Action::Skip)]).chain(class).collect()
            }
            (_, Some(Stage::Closed)) => {
                vec![hint(Action::Enter, "show the answer"), of(Action::VoteAgain), of(Action::Skip)]
            }
            (_, Some(Stage::Revealed)) => {
                let back = hint(Action::Left, "before");
                let next = if self.next() == Some(crate::room::Command::Rank) { "ranking" } else { onwards };
                let later = Some(of(Action::Later));
                let ranking = (next != "ranking").then(|| of(Action::Ranking));
                [Some(hint(Action::Enter, next)), later, ranking, Some(back)].into_iter().flatten().collect()
            }
            (Phase::Ended, _) => vec![of(Action::Quit)],
            (Phase::Alone, _) => class.into_iter().chain([of(Action::Copy), of(Action::EndDrill)]).collect(),
            _ => [Some(hint(Action::Enter, onwards)), class].into_iter().flatten().collect(),
        };
        if self.seen.len() > 1 {
            hints.push(of(Action::NextRoom));
        }
        hints.push(of(Action::Help));
        hints
    }
}

fn choices(room: &Room) -> usize {
    let posed = room.current().and_then(|(_, round)| room.posed(round));
    posed.map_or(0, |posed| posed.choices.len())
}

/// What the teacher alone sees while a question is open: its answer, and who chose what.
fn disclose(room: &Room, shown: &mut Shown) {
    let Some((_, round)) = room.current() else { return };
    let Some(posed) = room.posed(round) else { return };
    if let Shown::Open { ask, .. } | Shown::Closed { ask, .. } = shown {
        *shown = Shown::Revealed { ask: ask.clone(), reveal: so_far(round, posed) };
    }
}

/// The answer to a question and its tally as it grows.
fn so_far(round: &Round, posed: &Posed) -> Reveal {
    let mut tallies: Vec<Vec<u32>> = round.votes.iter().map(|vote| vote.tally(posed.choices.len())).collect();
    let tally = tallies.pop().unwrap_or_default();
    Reveal {
        keys: posed.keys(),
        tally,
        before: tallies.pop(),
        common: None,
        rationales: Vec::new(),
        passages: posed.passages.iter().map(Passage::of).collect(),
    }
}
