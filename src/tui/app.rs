//! The application: what happened goes to the screen on top, which says where to go and what must be done.
//!
//! `update` decides and `page` shows; both are pure. Only `perform` touches the store, the disk and the terminal.

use crate::clock::{Moment, Timestamp};
use crate::review::Review;
use crate::session::{End, Mode, Options, SittingId};
use crate::store::Summary;

use super::desk::{Desk, Effect};
use super::event::{Event, Signal};
use super::field::Field;
use super::keymap::{Action, Keymap};
use super::page::{Hit, Page, Room};
use super::run::Application;
use super::screens::{self, Screen};
use super::theme::Theme;

mod told;

/// Where a screen leads to.
pub enum Go {
    /// Nowhere.
    Stay,
    /// To another screen, and back from it.
    To(Box<dyn Screen>),
    /// To another screen in its place.
    Instead(Box<dyn Screen>),
    /// Back to where it came from.
    Back,
    /// Out of the program.
    Quit,
}

impl Go {
    /// To another screen, and back from it.
    pub fn to(screen: impl Screen + 'static) -> Self {
        Self::To(Box::new(screen))
    }

    /// To another screen in the place of this one.
    pub fn instead(screen: impl Screen + 'static) -> Self {
        Self::Instead(Box::new(screen))
    }
}

/// What the program begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum First {
    /// The home screen.
    Home,
    /// A new sitting.
    Sitting(Options),
    /// A past sitting of this mode, to be gone on with.
    Open(SittingId, Mode),
    /// All questions.
    Browse,
    /// Questions and documents by what is typed.
    Search,
    /// Past sittings.
    Sittings,
    /// How far the person is.
    Progress,
    /// The review of a bank.
    Review(Box<Review>),
}

/// The application.
pub struct App {
    desk: Desk,
    screens: Vec<Box<dyn Screen>>,
    first: Option<First>,
    quit: bool,
}

impl App {
    /// An application that begins with `first`.
    #[must_use]
    pub fn new(desk: Desk, first: First) -> Self {
        let home: Box<dyn Screen> = Box::<screens::Home>::default();
        Self { desk, screens: vec![home], first: Some(first), quit: false }
    }

    /// What lies before the screens.
    #[must_use]
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    fn top(&mut self) -> Option<(&mut Box<dyn Screen>, &mut Desk)> {
        Some((self.screens.last_mut()?, &mut self.desk))
    }

    fn go(&mut self, go: Go) {
        match go {
            Go::Stay => {}
            Go::To(screen) => {
                if !screen.is_help() {
                    self.desk.given_up = None;
                }
                self.screens.push(screen);
            }
            Go::Instead(screen) => {
                self.screens.pop();
                self.screens.push(screen);
            }
            Go::Back => {
                if self.screens.len() > 1 {
                    self.screens.pop();
                }
                if let Some((screen, desk)) = self.top() {
                    screen.returned(desk);
                }
            }
            Go::Quit => self.quit = true,
        }
    }

    fn act(&mut self, action: Action) {
        let go = match action {
            Action::Quit => Go::Quit,
            Action::Suspend => {
                self.desk.effects.push(Effect::Suspend);
                Go::Stay
            }
            Action::Redraw => {
                self.desk.effects.push(Effect::Redraw);
                Go::Stay
            }
            Action::Help if !self.screens.last().is_some_and(|screen| screen.is_help()) => {
                Go::to(screens::Help::default())
            }
            Action::Search if !self.screens.last().is_some_and(|screen| screen.searches(&self.desk)) => self.search(),
            action => match self.top() {
                Some((screen, desk)) => screen.act(action, desk),
                None => Go::Stay,
            },
        };
        self.go(go);
    }

    fn search(&mut self) -> Go {
        let desk = &mut self.desk;
        match desk.closed() {
            Some(why) => {
                desk.warn(why);
                Go::Stay
            }
            None => Go::to(screens::Search::new(desk)),
        }
    }

    fn key(&mut self, key: super::key::Key) {
        self.desk.notice = None;
        let typed = self.top().is_some_and(|(screen, desk)| {
            let taken = screen.field().is_some_and(|field: &mut Field| field.take(key));
            if taken {
                screen.typed(desk);
            }
            taken
        });
        let typing = self.top().is_some_and(|(screen, _)| screen.field().is_some());
        // A text field takes every printable key, so that none of them means anything else there. Whoever gave letters
        // to the keys that lead out of it finds the usual ones there.
        let usual = || Keymap::default().action(key).filter(|_| typing);
        let action = self.desk.keymap.action(key).or_else(usual);
        if let Some(action) = action.filter(|_| !(typed || typing && key.printable().is_some())) {
            self.act(action);
        }
    }

    fn click(&mut self, column: u16, row: u16) {
        self.desk.notice = None;
        match self.page().hit(self.desk.size, column, row) {
            Some(Hit::Action(action)) => self.act(action),
            Some(Hit::Item(item)) => {
                let go = self.top().map_or(Go::Stay, |(screen, desk)| screen.open(item, desk));
                self.go(go);
            }
            None => {}
        }
    }

    fn begin(&mut self, first: First) {
        let desk = &mut self.desk;
        let screen: Box<dyn Screen> = match first {
            First::Home => return,
            First::Sitting(options) => {
                if !desk.begin(options) {
                    return;
                }
                screens::Ask::go_on(desk)
            }
            First::Open(id, mode) => {
                let go = screens::open(desk, id, mode.tells());
                return self.go(go);
            }
            First::Browse => match desk.closed() {
                Some(why) => return desk.warn(why),
                None => Box::new(screens::Browse::new(desk)),
            },
            First::Search => match desk.closed() {
                Some(why) => return desk.warn(why),
                None => Box::new(screens::Search::new(desk)),
            },
            First::Progress => screens::Progress::open(desk),
            First::Sittings => {
                desk.effects.push(Effect::Past);
                Box::<screens::Sittings>::default()
            }
            First::Review(review) => match desk.closed() {
                Some(why) => return desk.warn(why),
                None => Box::new(screens::Review::new(*review)),
            },
        };
        self.screens.push(screen);
    }

    /// Ends an exam whose deadline has come, wherever the person is, and tells whether it did.
    fn watch_deadline(&mut self) -> bool {
        let desk = &mut self.desk;
        let now = desk.now.at;
        // Those that are not at hand are ended in the store, by whoever holds them.
        let late = |summary: &&mut Summary| {
            summary.mode() == Mode::Exam && summary.end.is_none() && summary.deadline.is_some_and(|at| at <= now)
        };
        let at_hand = desk.at_hand();
        for summary in desk.sittings.iter_mut().filter(late).filter(|summary| Some(summary.id) != at_hand) {
            summary.end = Some(End::Overdue);
            desk.effects.push(Effect::Shelve);
        }
        let over = (desk.sitting.as_ref())
            .is_some_and(|sitting| sitting.mode() == Mode::Exam && sitting.end().is_none() && sitting.overdue(now));
        if over && !desk.held {
            desk.sitting = None;
        }
        if over && let Some(sitting) = desk.finish(End::Overdue) {
            self.screens.truncate(1);
            self.screens.push(Box::new(screens::Results::new(sitting)));
            self.desk.say("Time is up: what was there has been submitted.");
            return true;
        }
        false
    }
}

impl Application for App {
    type Effect = Effect;

    fn update(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.desk.now = now;
        let over = self.watch_deadline();
        match event {
            // It was meant for the question that is gone.
            Event::Key(_) | Event::Paste(_) | Event::Click { .. } | Event::Wheel { .. } if over => {}
            Event::Resize(columns, rows) => {
                self.desk.size = (columns, rows);
                // A program that begins with a sitting needs its history first; the home screen is drawn without.
                if self.first.as_ref().is_some_and(|first| *first != First::Home) {
                    self.desk.effects.push(Effect::Load);
                }
            }
            Event::Key(key) => self.key(key),
            Event::Paste(text) => {
                if let Some((screen, desk)) = self.top()
                    && let Some(field) = screen.field()
                {
                    field.insert(&text);
                    screen.typed(desk);
                }
            }
            Event::Click { column, row } => self.click(column, row),
            Event::Wheel { up } => {
                if let Some((screen, desk)) = self.top() {
                    screen.wheel(up, desk);
                }
            }
            Event::Tick => {
                if !self.desk.loaded && self.first.is_some() {
                    self.desk.effects.push(Effect::Load);
                }
                if self.desk.history.ask() {
                    self.desk.effects.push(Effect::History);
                }
            }
            Event::Signal(Signal::Suspend) => self.desk.effects.push(Effect::Suspend),
            Event::Signal(Signal::Continue) => self.desk.effects.push(Effect::Reenter),
            Event::Signal(Signal::Stop(_))
            | Event::Redraw
            | Event::Closed
            | Event::News
            | Event::Glance(..)
            | Event::Heard(_) => {}
            Event::Worker(message) => self.desk.warn(format!("Something went wrong in the background: {message}")),
            Event::Told(told) => self.told(told),
        }
        std::mem::take(&mut self.desk.effects)
    }

    fn page(&self) -> Page {
        let mut page = self.screens.last().map(|screen| screen.page(&self.desk)).unwrap_or_default();
        page.notice = page.notice.or_else(|| self.desk.notice.clone());
        page
    }

    fn theme(&self) -> &Theme {
        &self.desk.theme
    }

    fn wake(&self) -> Option<Timestamp> {
        if self.desk.history.is_awaited() || !self.desk.loaded && self.first == Some(First::Home) {
            return Some(self.desk.now.at); // right after the first frame
        }
        let sitting = self.desk.sitting.as_ref().filter(|sitting| sitting.end().is_none())?;
        let deadline = sitting.plan().deadline?;
        let left = (deadline - self.desk.now.at).0;
        // By the minute, and in the last minute by the second.
        let step = if left > 60_000 { 60_000 } else { 1_000 };
        let until = (left - 1).rem_euclid(step) + 1;
        Some(Timestamp(self.desk.now.at.0 + until.min(left.max(0))))
    }

    fn finished(&self) -> bool {
        self.quit
    }
}

/// The room of a screen, for those that scroll.
pub(super) fn scrolled(page: &Page, desk: &Desk, offset: usize, by: isize) -> usize {
    offset.saturating_add_signed(by).min(page.max_offset(desk.size))
}

/// The rows that a page key moves by.
pub(super) fn page_step(room: Room) -> isize {
    isize::try_from(room.height.saturating_sub(2)).unwrap_or(1)
}
