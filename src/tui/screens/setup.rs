//! What a sitting is to be about, before it begins.

use ratatui::text::{Line, Span};

use super::{Ask, Screen, moved};
use crate::bank::Bank;
use crate::question::Level;
use crate::session::{Mode, Options, Which};
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Row, Scroll};

/// The choices of one setting, and which one is taken.
struct Setting {
    name: &'static str,
    values: Vec<(String, Value)>,
    at: usize,
}

/// What one choice does to the options.
#[derive(Clone)]
enum Value {
    Count(Option<usize>),
    Topic(Option<crate::id::TopicId>),
    Document(Option<crate::id::DocumentId>),
    Level(Option<Level>),
    Which(Option<Which>),
    Minutes(Option<u32>),
    Pass(u8),
}

/// The set-up of a practice or an exam.
pub struct Setup {
    mode: Mode,
    settings: Vec<Setting>,
    cursor: usize,
}

impl Setup {
    /// Begins with the usual sizes, over everything.
    #[must_use]
    pub fn new(desk: &Desk, mode: Mode) -> Self {
        let defaults = desk.defaults;
        let usual = if mode == Mode::Exam { defaults.exam } else { defaults.practice };
        let mut settings = vec![
            Setting::new("Questions", counts(usual), Some(usual)),
            Setting::all("Topic", banks(desk).flat_map(topics)),
            Setting::all("Document", banks(desk).flat_map(documents)),
            Setting::all("Level", levels()),
            Setting::all("Which", which()),
        ];
        if mode == Mode::Exam {
            settings.push(Setting::new("Time", minutes(defaults.minutes), Some(defaults.minutes as usize)));
            settings.push(Setting::new("Pass mark", passes(defaults.pass), Some(usize::from(defaults.pass))));
        }
        Self { mode, settings, cursor: 0 }
    }

    fn options(&self, desk: &mut Desk) -> Options {
        let mut options = super::home::usual(desk, self.mode);
        for setting in &self.settings {
            match setting.values.get(setting.at).map(|(_, value)| value.clone()) {
                Some(Value::Count(count)) => options.count = count,
                Some(Value::Topic(topic)) => options.filter.topics = topic.into_iter().collect(),
                Some(Value::Document(document)) => options.filter.documents = document.into_iter().collect(),
                Some(Value::Level(level)) => options.filter.levels = level.into_iter().collect(),
                Some(Value::Which(which)) => options.filter.which = which,
                Some(Value::Minutes(minutes)) => options.minutes = minutes,
                Some(Value::Pass(pass)) => options.pass = pass,
                None => {}
            }
        }
        options
    }

    fn turn(&mut self, by: isize) {
        if let Some(setting) = self.settings.get_mut(self.cursor) {
            let many = setting.values.len().max(1);
            setting.at = (setting.at + many).saturating_add_signed(by) % many;
        }
    }
}

impl Setting {
    /// A setting whose number `usual` is taken first.
    fn new(name: &'static str, values: Vec<(String, Value)>, usual: Option<usize>) -> Self {
        let number = |value: &Value| match value {
            Value::Count(count) => *count,
            Value::Minutes(minutes) => Some(minutes.unwrap_or(0) as usize),
            Value::Pass(pass) => Some(usize::from(*pass)),
            _ => None,
        };
        let at = values.iter().position(|(_, value)| usual.is_some() && number(value) == usual).unwrap_or(0);
        Self { name, values, at }
    }

    /// A setting that takes all first.
    fn all(name: &'static str, values: impl Iterator<Item = (String, Value)>) -> Self {
        let mut values: Vec<_> = values.collect();
        let all = match values.first() {
            Some((_, Value::Topic(_))) => Value::Topic(None),
            Some((_, Value::Document(_))) => Value::Document(None),
            Some((_, Value::Level(_))) => Value::Level(None),
            _ => Value::Which(None),
        };
        values.insert(0, ("all".to_owned(), all));
        Self { name, values, at: 0 }
    }
}

fn banks(desk: &Desk) -> impl Iterator<Item = &Bank> {
    desk.library.banks().iter().map(|bank| &**bank)
}

fn topics(bank: &Bank) -> Vec<(String, Value)> {
    let topic = |topic: &crate::bank::Topic| (topic.title.clone(), Value::Topic(Some(topic.id.clone())));
    bank.head().topics.iter().map(topic).collect()
}

fn documents(bank: &Bank) -> Vec<(String, Value)> {
    let document = |about: &crate::bank::About| (about.title.clone(), Value::Document(Some(about.id.clone())));
    bank.head().documents.iter().map(document).collect()
}

fn levels() -> impl Iterator<Item = (String, Value)> {
    [("remember", Level::Remember), ("understand", Level::Understand), ("apply", Level::Apply)]
        .into_iter()
        .map(|(name, level)| (name.to_owned(), Value::Level(Some(level))))
}

fn which() -> impl Iterator<Item = (String, Value)> {
    [("missed", Which::Missed), ("flagged", Which::Flagged), ("never asked", Which::New)]
        .into_iter()
        .map(|(name, which)| (name.to_owned(), Value::Which(Some(which))))
}

fn counts(usual: usize) -> Vec<(String, Value)> {
    let mut numbers = vec![5, 10, 20, 40, 60, 100, usual];
    numbers.sort_unstable();
    numbers.dedup();
    let all = ("all".to_owned(), Value::Count(None));
    numbers.into_iter().map(|n| (n.to_string(), Value::Count(Some(n)))).chain([all]).collect()
}

fn minutes(usual: u32) -> Vec<(String, Value)> {
    let mut numbers = vec![5, 10, 15, 20, 30, 45, 60, 90, 120, usual];
    numbers.retain(|n| *n > 0);
    numbers.sort_unstable();
    numbers.dedup();
    let none = ("no limit".to_owned(), Value::Minutes(None));
    numbers.into_iter().map(|n| (format!("{n} min"), Value::Minutes(Some(n)))).chain([none]).collect()
}

fn passes(usual: u8) -> Vec<(String, Value)> {
    let mut numbers = vec![50, 60, 70, 75, 80, 85, 90, 95, 100, usual];
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|n| (format!("{n} %"), Value::Pass(n))).collect()
}

impl Screen for Setup {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let mut rows = Vec::new();
        for (n, setting) in self.settings.iter().enumerate() {
            let here = n == self.cursor;
            let value = setting.values.get(setting.at).map_or("", |(name, _)| name);
            let value = text::clip(&text::clean(value), usize::from(room.width).saturating_sub(18)).into_owned();
            let name = format!("{:<12}", setting.name);
            let spans = if here {
                vec![
                    Span::styled(name, theme.selected),
                    Span::styled("‹ ", theme.quiet),
                    Span::styled(value, theme.selected),
                    Span::styled(" ›", theme.quiet),
                ]
            } else {
                vec![Span::styled(name, theme.plain), Span::raw("  "), Span::styled(value, theme.quiet)]
            };
            let row = Row::new(Line::from(spans)).hit(Hit::Item(n));
            rows.push(if here { row.mark(Span::styled("▌", theme.selected)) } else { row });
            if room.roomy {
                rows.push(Row::blank());
            }
        }
        let title = self.mode.title();
        let step = if room.roomy { 2 } else { 1 };
        Page {
            title: Line::styled(title, theme.selected),
            asides: vec![Line::styled(text::clip(&desk.bank_title(), 40).into_owned(), theme.quiet)],
            rows,
            scroll: Scroll { offset: 0, focus: Some(self.cursor * step..self.cursor * step + 1) },
            hints: vec![
                Hint::new(keymap, &[Action::Enter], "begin"),
                Hint::new(keymap, &[Action::Left, Action::Right], "change"),
                Hint::new(keymap, &[Action::Up, Action::Down], "setting"),
                Hint::of(keymap, Action::Back),
                Hint::of(keymap, Action::Help),
            ],
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back => return Go::Back,
            Action::Left => self.turn(-1),
            Action::Right | Action::Space => self.turn(1),
            Action::Enter => {
                let options = self.options(desk);
                if desk.begin(options) {
                    return Go::Instead(Ask::go_on(desk));
                }
            }
            action => self.cursor = moved(self.cursor, action, self.settings.len(), 5),
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, _desk: &mut Desk) -> Go {
        if self.cursor == item {
            self.turn(1);
        }
        self.cursor = item;
        Go::Stay
    }
}
