//! The screens as a person meets them: keys go in, and what is seen and kept is looked at.

mod banks;
mod exam;
mod listed;
mod long;
mod practice;
mod progress;
mod properties;
mod review;
mod rivals;
mod roads;
mod screens;
mod search;

use std::fmt::Write as _;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::app::App;
use super::desk::{Desk, Effect, Told};
use super::event::Event;
use super::key::Key;
use super::keymap::Keymap;
use super::page::Notice;
use super::perform::Performer;
use super::run::Application;
use super::theme::Theme;
use super::{Defaults, First};
use crate::bank::Library;
use crate::clock::{Millis, Moment, Stamps, Timestamp};
use crate::id::QuestionId;
use crate::question::Question;
use crate::rng::Chance;
use crate::session::{Filter, Mode, Options, Sitting, What};
use banks::Shelf;

const START: Moment = Moment { at: Timestamp(1_795_348_800_000), offset: 0 };

/// A person before a screen: the application, a store in memory, and a clock that goes on a second with every key.
struct Seat {
    app: App,
    performer: Performer,
    now: Moment,
    /// What went to the editor, the clipboard and the terminal.
    outside: Vec<Effect>,
    shelves: Vec<Shelf>,
    /// What was kept of sittings and questions.
    kept: Vec<What>,
}

/// How a seat is set up.
struct Setting {
    first: First,
    keymap: Keymap,
    theme: Theme,
    defaults: Defaults,
    data: Option<std::path::PathBuf>,
    now: Moment,
    /// What the ids of this program's records are made from.
    chance: u64,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            first: First::Home,
            keymap: Keymap::default(),
            theme: Theme::default(),
            defaults: Defaults { practice: 3, exam: 4, minutes: 30, pass: 75, ..Defaults::default() },
            data: None,
            now: START,
            chance: 1,
        }
    }
}

impl Setting {
    fn over(self, shelves: Vec<Shelf>) -> Seat {
        let library = Library::new(shelves.iter().map(Shelf::open).collect()).unwrap();
        let stamps = |purpose| Stamps::new(Chance::new(self.chance, purpose));
        let performer = Performer::new(self.data, 4, library.banks().to_vec(), stamps("performer"));
        let seeds = {
            let mut next = 6;
            move || {
                next += 1;
                next
            }
        };
        let desk = Desk::new(library, self.keymap, self.theme, self.defaults, stamps("desk"), seeds);
        let app = App::new(desk, self.first);
        let mut seat = Seat { app, performer, now: self.now, outside: Vec::new(), shelves, kept: Vec::new() };
        seat.event(Event::Resize(80, 24));
        seat.event(Event::Tick);
        seat
    }

    fn open(self) -> Seat {
        self.over(vec![banks::lighthouses()])
    }
}

fn options(mode: Mode, picked: &str) -> Options {
    Options {
        mode,
        filter: Filter::default(),
        count: None,
        seed: 7,
        picked: picked.split_whitespace().map(|id| QuestionId::new(id).unwrap()).collect(),
        minutes: (mode == Mode::Exam).then_some(30),
        pass: 75,
    }
}

/// A practice of these questions, in this order.
fn practice(picked: &str) -> Seat {
    Setting { first: First::Sitting(options(Mode::Practice, picked)), ..Setting::default() }.open()
}

/// An exam of these questions, in this order, of half an hour.
fn exam(picked: &str) -> Seat {
    Setting { first: First::Sitting(options(Mode::Exam, picked)), ..Setting::default() }.open()
}

fn home() -> Seat {
    Setting::default().open()
}

impl Seat {
    fn event(&mut self, event: Event) {
        let mut pending = std::collections::VecDeque::from([event]);
        while let Some(event) = pending.pop_front() {
            // That nothing is kept on a disk is how most tests want it.
            if matches!(&event, Event::Told(Told::Notice(Notice::Warning(words))) if words.contains("no home folder")) {
                continue;
            }
            for effect in self.app.update(event, self.now) {
                if let Effect::Append(records) = &effect {
                    self.kept.extend(records.iter().map(|record| record.what.clone()));
                }
                match effect {
                    Effect::Edit(_)
                    | Effect::Write(..)
                    | Effect::Copy(_)
                    | Effect::Suspend
                    | Effect::Reenter
                    | Effect::Redraw => {
                        self.outside.push(effect);
                    }
                    effect => pending.extend(self.performer.perform(effect, self.now)),
                }
            }
        }
    }

    /// Presses keys, written with spaces between them. `@key` chooses what is right, `@wrong` one thing that is not;
    /// `@browse` leads from home to all questions.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            let names = match name {
                "@key" => self.numbers(true),
                "@wrong" => self.numbers(false).into_iter().take(1).collect(),
                "@browse" => {
                    self.click("Browse");
                    continue;
                }
                name => vec![name.to_owned()],
            };
            for name in names {
                self.wait(Millis(1_000));
                self.event(Event::Key(name.parse().unwrap()));
            }
        }
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.event(Event::Key(Key::plain(super::key::Code::Char(letter))));
        }
        self
    }

    /// Lets time pass, without anything happening.
    fn wait(&mut self, span: Millis) -> &mut Self {
        self.now.at = self.now.at + span;
        self
    }

    fn tick(&mut self) -> &mut Self {
        self.event(Event::Tick);
        self
    }

    fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.event(Event::Resize(size.0, size.1));
        self
    }

    /// Clicks on the first letter of some text.
    fn click(&mut self, text: &str) -> &mut Self {
        let (column, row) = self.find(text);
        self.event(Event::Click { column, row });
        self
    }

    fn find(&self, text: &str) -> (u16, u16) {
        let buffer = self.draw();
        for y in 0..buffer.area.height {
            let cells: Vec<&str> = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
            if let Some(x) = (0..cells.len()).find(|x| cells[*x..].concat().starts_with(text)) {
                return (u16::try_from(x).unwrap(), y);
            }
        }
        panic!("{text} is not on the screen:\n{}", self.screen());
    }

    fn sitting(&self) -> &Sitting {
        self.app.desk().sitting.as_ref().expect("a sitting at hand")
    }

    /// The place that is on the screen, from 0.
    fn place(&self) -> usize {
        let aside = self.app.page().asides[0].to_string();
        aside.split(" of ").next().unwrap().split(' ').next_back().unwrap().parse::<usize>().unwrap() - 1
    }

    fn question(&self) -> &Question {
        self.sitting().question(self.place()).unwrap()
    }

    /// The numbers under which the keys of the question on the screen stand, or those of its distractors.
    fn numbers(&self, key: bool) -> Vec<String> {
        let (question, order) = (self.question(), &self.sitting().place(self.place()).unwrap().order);
        let numbered = (1..).zip(order).filter(|(_, at)| question.choices[usize::from(**at)].key == key);
        numbered.map(|(number, _): (u8, _)| number.to_string()).collect()
    }

    fn title(&self) -> String {
        self.app.page().title.to_string()
    }

    fn notice(&self) -> String {
        match self.app.page().notice {
            Some(Notice::Info(words) | Notice::Warning(words)) => words,
            None => String::new(),
        }
    }

    fn draw(&self) -> Buffer {
        let size = self.app.desk().size;
        drawn(&self.app, size)
    }

    fn screen(&self) -> String {
        words(&self.draw())
    }

    #[track_caller]
    fn shows(&self, text: &str) -> &Self {
        has(&self.screen(), text);
        self
    }

    #[track_caller]
    fn hides(&self, text: &str) -> &Self {
        lacks(&self.screen(), text);
        self
    }
}

/// What an application draws on a screen of this size.
pub(super) fn drawn(application: &impl Application, size: (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let (page, theme) = (application.page(), application.theme());
    terminal.draw(|frame| page.render(frame.area(), frame.buffer_mut(), theme)).unwrap();
    terminal.backend().buffer().clone()
}

/// A screen must say this.
#[track_caller]
pub(super) fn has(screen: &str, text: &str) {
    assert!(screen.contains(text), "no “{text}” here:\n{screen}");
}

/// A screen must not say this.
#[track_caller]
pub(super) fn lacks(screen: &str, text: &str) {
    assert!(!screen.contains(text), "“{text}” is here:\n{screen}");
}

/// What a buffer says, line by line.
pub(super) fn words(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let (mut line, mut skip) = (String::new(), 0);
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                line.push_str(symbol);
            }
            skip = crate::text::width(symbol).max(skip).saturating_sub(1);
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// A style in words; nothing for the terminal's own.
fn style_words(style: Style) -> String {
    let mut words = Vec::new();
    for (modifier, name) in [(Modifier::BOLD, "bold"), (Modifier::DIM, "dim"), (Modifier::UNDERLINED, "underlined")] {
        if style.add_modifier.contains(modifier) {
            words.push(name.to_owned());
        }
    }
    match style.fg {
        None | Some(Color::Reset) => {}
        Some(colour) => words.push(colour.to_string().to_lowercase()),
    }
    words.join(" ")
}

/// A picture: the text, and below it what stands in another style than the terminal's own.
pub(super) fn picture(buffer: &Buffer, cursor: Option<(u16, u16)>) -> String {
    let mut out = words(buffer);
    let _ = writeln!(out, "{}", "╌".repeat(usize::from(buffer.area.width)));
    for y in 0..buffer.area.height {
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let style = style_words(cell.style());
            match runs.last_mut() {
                Some((_, end, same)) if *same == style && *end + 1 == x => *end = x,
                _ => runs.push((x, x, style)),
            }
        }
        let runs: Vec<String> = (runs.into_iter())
            .filter(|(.., style)| !style.is_empty())
            .map(|(start, end, style)| format!("{start}-{end} {style}"))
            .collect();
        if !runs.is_empty() {
            let _ = writeln!(out, "{y:>2}: {}", runs.join(", "));
        }
    }
    if let Some((x, y)) = cursor {
        let _ = writeln!(out, "cursor at {x} in {y}");
    }
    out
}

/// A rule: where one starts, the keys, and what is seen then (after `!` what is not).
type Rule = (&'static str, Before, &'static str, &'static [&'static str]);
/// How one comes to where a rule begins.
type Before = fn() -> Seat;

fn hold(rules: &[Rule]) {
    for (rule, before, keys, after) in rules {
        let mut seat = before();
        seat.keys(keys);
        let screen = seat.screen();
        for text in *after {
            let (text, wanted) = text.strip_prefix('!').map_or((*text, true), |text| (text, false));
            assert_eq!(screen.contains(text), wanted, "{rule}: “{text}” after {keys}:\n{screen}");
        }
    }
}
