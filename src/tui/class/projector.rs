//! A projector's screen, on any terminal that reaches the host: what everybody sees, and nothing else.

use ratatui::text::Line;

use super::show::{Door, Show};
use crate::clock::{Millis, Moment, Timestamp};
use crate::host::client::seat::Reach;
use crate::host::client::{Heard, Order, Seat};
use crate::room::view::Shown;
use crate::tui::event::{Event, Signal};
use crate::tui::keymap::{Action, Keymap};
use crate::tui::page::{Hint, Hit, Notice, Page, Room as Area, Row, Scroll};
use crate::tui::run::Application;
use crate::tui::theme::Theme;

pub use super::player::Effect;

/// A link that is down is told of after so long: most come back sooner.
const HICCUP: Millis = Millis(1_000);

/// A projector's screen.
pub struct Projector {
    seat: Seat,
    door: Door,
    keymap: Keymap,
    theme: Theme,
    scroll: usize,
    size: (u16, u16),
    now: Moment,
    done: bool,
}

impl Projector {
    /// A screen that has heard nothing yet. The door is how learners come in.
    #[must_use]
    pub fn new(door: Door, keymap: Keymap, theme: Theme) -> Self {
        let (size, now) = ((0, 0), Moment::default());
        Self { seat: Seat::default(), door, keymap, theme, scroll: 0, size, now, done: false }
    }

    /// What is known of the room.
    #[must_use]
    pub const fn seat(&self) -> &Seat {
        &self.seat
    }

    fn area(&self) -> Area {
        Area::of(self.size).unwrap_or(Area { width: 38, height: 9, roomy: false })
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let step = isize::try_from(self.area().height.saturating_sub(2)).unwrap_or(1);
        let by = match action {
            Action::Quit => {
                self.done = true;
                return;
            }
            Action::Suspend => return effects.push(Effect::Suspend),
            Action::Redraw => return effects.push(Effect::Redraw),
            Action::Enter => return effects.push(Effect::Order(Order::Now)),
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -step,
            Action::PageDown => step,
            Action::Top => isize::MIN,
            Action::Bottom => isize::MAX,
            _ => return,
        };
        self.scroll_by(by);
    }

    fn scroll_by(&mut self, by: isize) {
        self.scroll = self.scroll.saturating_add_signed(by).min(self.page().max_offset(self.size));
    }

    fn take(&mut self, heard: Heard) {
        let sight = |seat: &Seat| {
            let shown = seat.view.as_ref().map(|view| &view.shown);
            (shown.map(std::mem::discriminant), shown.and_then(crate::host::client::seat::asked).map(|ask| ask.round))
        };
        let before = sight(&self.seat);
        self.seat.take(heard, self.now.at);
        if sight(&self.seat) != before {
            self.scroll = 0;
        }
    }

    fn host_now(&self) -> Moment {
        Moment { at: self.seat.host_time(self.now.at), ..self.now }
    }
}

impl Application for Projector {
    type Effect = Effect;

    fn update(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        match event {
            Event::Resize(columns, rows) => self.size = (columns, rows),
            Event::Key(key) => {
                if let Some(action) = self.keymap.action(key) {
                    self.act(action, &mut effects);
                }
            }
            Event::Click { column, row } => {
                if let Some(Hit::Action(action)) = self.page().hit(self.size, column, row) {
                    self.act(action, &mut effects);
                }
            }
            Event::Wheel { up } => self.scroll_by(if up { -3 } else { 3 }),
            Event::Heard(heard) => self.take(*heard),
            Event::Signal(Signal::Suspend) => effects.push(Effect::Suspend),
            Event::Signal(Signal::Continue) => effects.push(Effect::Reenter),
            Event::Paste(_)
            | Event::Tick
            | Event::Worker(_)
            | Event::Signal(Signal::Stop(_))
            | Event::Redraw
            | Event::Closed
            | Event::Told(_)
            | Event::News
            | Event::Glance(..) => {}
        }
        effects
    }

    fn page(&self) -> Page {
        let words = |words: String| Page { rows: vec![Row::new(Line::from(words))], ..Page::default() };
        let mut page = match (&self.seat.broken, &self.seat.view) {
            (Some(why), _) => words(format!("This host was left: {why}.")),
            (None, None) => words("Waiting for the room…".to_owned()),
            (None, Some(view)) => {
                let area = self.area();
                Show { view, door: &self.door, now: self.host_now(), area, theme: &self.theme }.page()
            }
        };
        let ended = self.seat.view.as_ref().is_some_and(|view| matches!(view.shown, Shown::Ended(_)));
        if let Reach::Down { since, .. } = &self.seat.reach
            && !ended
            && self.now.at - *since >= HICCUP
        {
            page.notice = Some(Notice::Warning("Reconnecting…".to_owned()));
        }
        page.scroll = Scroll { offset: self.scroll, focus: None };
        page.hints = vec![Hint::of(&self.keymap, Action::Quit)];
        page
    }

    fn theme(&self) -> &Theme {
        &self.theme
    }

    fn wake(&self) -> Option<Timestamp> {
        let told = match &self.seat.reach {
            Reach::Down { since, .. } => Some(*since + HICCUP).filter(|at| *at > self.now.at),
            Reach::Up => None,
        };
        let host = self.host_now().at;
        let count = self.seat.view.as_ref().and_then(|view| Show::wake(view, host)).map(|at| self.seat.our_time(at));
        [told, count].into_iter().flatten().min()
    }

    fn finished(&self) -> bool {
        self.done
    }
}
