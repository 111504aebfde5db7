//! A learner's screen in a class: what was heard of the room, and what the keys say to it.

mod alone;
mod answer;
mod page;
mod question;

use crate::clock::{Millis, Moment, Timestamp};
use crate::host::client::seat::Reach;
use crate::host::client::{Entry, Heard, Order, Seat};
use crate::room::posed::Picks;
use crate::room::view::{Ask, Shown};
use crate::room::{Name, RoundId};
use crate::tui::event::{Event, Signal};
use crate::tui::field::Field;
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Keymap};
use crate::tui::page::{Hint, Hit, Notice, Page, Room as Area};
use crate::tui::run::Application;
use crate::tui::theme::Theme;

/// A link that is down is told of after so long: most come back sooner.
const HICCUP: Millis = Millis(1_000);

/// What must be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Have the client say it.
    Order(Order),
    /// Draw everything anew.
    Redraw,
    /// To the background.
    Suspend,
    /// Back from there.
    Reenter,
}

/// How the screen is set up.
#[derive(Debug, Default)]
pub struct Setting {
    /// The name to come in under, if it was given.
    pub name: Option<String>,
    /// The team to come into, by its place in the list.
    pub team: Option<u8>,
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: Theme,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The drill is over, or all is answered.
    Ended,
    /// The player left before.
    Left,
    /// The host is none.
    Broken,
}

/// A learner's screen.
pub struct Player {
    setting: Setting,
    seat: Seat,
    over: Over,
    name: Field,
    team: Option<usize>,
    /// Whether the host was asked to be let in.
    joining: bool,
    /// The choice under the cursor.
    cursor: Option<usize>,
    /// What is chosen and not sent.
    chosen: Picks,
    /// Whether all rationales are shown.
    all: bool,
    scroll: usize,
    size: (u16, u16),
    now: Moment,
    notice: Option<Notice>,
    done: bool,
}

/// What lies over the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    Help,
    /// All questions of one who goes alone, and the cursor.
    Places(usize),
}

/// What is looked at, so far as a change of it begins a new page.
type Sight = (std::mem::Discriminant<Shown>, Option<(RoundId, u8)>, bool);

impl Player {
    /// A screen that has heard nothing yet.
    #[must_use]
    pub fn new(setting: Setting) -> Self {
        let mut name = Field::default();
        name.insert(setting.name.as_deref().unwrap_or_default());
        Self {
            team: setting.team.map(usize::from),
            setting,
            seat: Seat::default(),
            over: Over::Nothing,
            name,
            joining: false,
            cursor: None,
            chosen: Picks::default(),
            all: false,
            scroll: 0,
            size: (0, 0),
            now: Moment::default(),
            notice: None,
            done: false,
        }
    }

    /// What the player knows.
    #[must_use]
    pub const fn seat(&self) -> &Seat {
        &self.seat
    }

    /// How it ended, as far as it did.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let alone = self.seat.alone.as_ref();
        let answered = alone.is_some_and(|alone| alone.over || self.seat.next_open(0).is_none());
        match () {
            () if self.seat.broken.is_some() => Outcome::Broken,
            () if self.seat.ended() || answered => Outcome::Ended,
            () => Outcome::Left,
        }
    }

    fn area(&self) -> Area {
        Area::of(self.size).unwrap_or(Area { width: 38, height: 9, roomy: false })
    }

    fn say(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Info(words.into()));
    }

    fn warn(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Warning(words.into()));
    }

    /// Whether the player stands before the door, and may come in.
    fn at_door(&self) -> bool {
        let door = self.seat.door.as_ref();
        self.over == Over::Nothing && self.gone().is_none() && door.is_some_and(|door| door.state != Entry::Ended)
    }

    /// Why there is nothing more to come, if so.
    fn gone(&self) -> Option<&'static str> {
        use crate::host::client::Out;
        match self.seat.out? {
            Out::Kicked => Some("The teacher has sent you out. You may come back: start `ibid join` again."),
            Out::Banned => Some("The teacher has sent you out for good."),
            Out::Left => Some("You have left the room."),
            Out::Closing => None,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        let dealt = self.seat.door.as_ref().is_some_and(|door| door.nicknames);
        if self.at_door() && !dealt { Some(&mut self.name) } else { None }
    }

    fn sight(&self) -> Option<Sight> {
        let shown = &self.seat.view.as_ref()?.shown;
        let asked = self.ask().map(|ask| (ask.round, ask.vote));
        let told = self.seat.alone.as_ref().is_some_and(|alone| alone.reveal.is_some());
        Some((std::mem::discriminant(shown), asked, told))
    }

    /// The question that is looked at.
    fn ask(&self) -> Option<&Ask> {
        match &self.seat.view.as_ref()?.shown {
            Shown::Alone { .. } => self.seat.alone.as_ref().map(|alone| &alone.ask),
            shown => crate::host::client::seat::asked(shown),
        }
    }

    fn is_alone(&self) -> bool {
        matches!(self.seat.view.as_ref().map(|view| &view.shown), Some(Shown::Alone { .. }))
    }

    fn take(&mut self, heard: Heard, effects: &mut Vec<Effect>) {
        let before = self.sight();
        let (knew, was_inside) = (self.seat.alone.is_some(), self.seat.inside());
        let (door, refused) = (matches!(heard, Heard::Door(_)), matches!(heard, Heard::Refused { .. }));
        if let Heard::Refused { why, .. } = &heard {
            self.warn(why.clone());
        }
        self.seat.take(heard, self.now.at);
        if self.sight() != before {
            (self.cursor, self.chosen, self.all, self.scroll) = (None, Picks::default(), false, 0);
            if !refused {
                self.notice = None;
            }
        }
        if refused && !self.seat.inside() {
            self.joining = false;
        }
        if self.seat.inside() && !was_inside {
            (self.joining, self.notice) = (false, None);
        }
        // Whoever gave a name on the command line need not give it again.
        if door && !self.joining && self.at_door() && self.setting.name.take().is_some() {
            self.join(effects);
        }
        if self.is_alone() && self.seat.inside() {
            self.go_alone(knew, effects);
        }
    }

    /// Leads one who goes alone to the first question that is not answered.
    fn go_alone(&mut self, knew: bool, effects: &mut Vec<Effect>) {
        match &self.seat.alone {
            None => effects.push(Effect::Order(Order::Place(0))),
            Some(alone) if !knew && alone.picks.is_some() => match self.seat.next_open(0) {
                Some(place) => effects.push(Effect::Order(Order::Place(place))),
                None => self.over = Over::Places(0),
            },
            Some(_) => {}
        }
    }

    fn join(&mut self, effects: &mut Vec<Effect>) {
        let Some(door) = &self.seat.door else { return };
        let name = if door.nicknames { Ok(None) } else { Name::new(self.name.value()).map(Some) };
        let team = self.team.filter(|team| *team < door.teams.len());
        let teamless = !door.teams.is_empty() && team.is_none();
        match name {
            Err(why) => self.warn(format!("{why}.").replacen("a name", "A name", 1)),
            Ok(_) if teamless => {
                let keys = Hint::new(&self.setting.keymap, &[Action::Up, Action::Down], "").shown();
                self.say(format!("Choose a team with {keys}."));
            }
            Ok(name) => {
                self.joining = true;
                let team = team.and_then(|team| u8::try_from(team).ok());
                effects.push(Effect::Order(Order::Join { name, team }));
            }
        }
    }

    fn key(&mut self, key: Key, effects: &mut Vec<Effect>) {
        self.notice = None;
        let typing = self.field().is_some();
        if self.field().is_some_and(|field| field.take(key)) {
            return;
        }
        // Whoever gave letters to the keys that lead out of a field finds the usual ones there.
        let usual = || Keymap::default().action(key).filter(|_| typing);
        let action = self.setting.keymap.action(key).or_else(usual);
        if let Some(action) = action.filter(|action| typing || question::OURS.contains(action)) {
            if !(typing && key.printable().is_some()) {
                self.act(action, effects);
            }
        } else if let Some(place) = key.printable().and_then(|letter| self.lettered(letter)) {
            self.choose(place);
        }
    }

    /// The choice that has this letter, where a question is open: choices are shown by their letters.
    fn lettered(&self, letter: char) -> Option<usize> {
        let choices = self.seat.asked().filter(|_| self.over == Over::Nothing)?.choices.len();
        let place = (letter.to_ascii_lowercase() as usize).checked_sub('a' as usize)?;
        (place < choices).then_some(place)
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Quit => self.done = true,
            Action::Suspend => effects.push(Effect::Suspend),
            Action::Redraw => effects.push(Effect::Redraw),
            Action::PageUp => self.scroll_by(-self.step()),
            Action::PageDown => self.scroll_by(self.step()),
            // Whoever waits for the host may ask it again at once.
            Action::Enter if matches!(self.seat.reach, Reach::Down { .. }) => {
                effects.push(Effect::Order(Order::Now));
                self.act_room(action, effects);
            }
            _ => match self.over {
                Over::Help => self.act_help(action),
                Over::Places(cursor) => self.act_places(cursor, action, effects),
                Over::Nothing => self.act_room(action, effects),
            },
        }
    }

    fn act_room(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if action == Action::Help {
            (self.over, self.scroll) = (Over::Help, 0);
        } else if self.gone().is_some() || self.seat.broken.is_some() {
            // There is nobody to say anything to.
        } else if self.at_door() {
            self.act_door(action, effects);
        } else if self.seat.asked().is_some() {
            self.act_asked(action, effects);
        } else {
            self.act_reading(action, effects);
        }
    }

    fn act_door(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let teams = self.seat.door.as_ref().map_or(0, |door| door.teams.len());
        match action {
            Action::Enter if !self.joining => self.join(effects),
            Action::Up | Action::Down if teams > 0 => {
                self.team = Some(match (self.team, action) {
                    (None, Action::Up) => teams - 1,
                    (None, _) => 0,
                    (Some(team), Action::Up) => team.saturating_sub(1),
                    (Some(team), _) => (team + 1).min(teams - 1),
                });
            }
            Action::Pick(n) if usize::from(n) <= teams => self.team = Some(usize::from(n) - 1),
            _ => {}
        }
    }

    fn act_help(&mut self, action: Action) {
        match action {
            Action::Back | Action::Help | Action::Enter => (self.over, self.scroll) = (Over::Nothing, 0),
            action => self.scroll_action(action),
        }
    }

    /// What is done where nothing is to be answered.
    fn act_reading(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Rationales => self.all = !self.all,
            Action::Enter | Action::Space | Action::Left | Action::Right | Action::Overview if self.is_alone() => {
                self.act_alone(action, effects);
            }
            action => self.scroll_action(action),
        }
    }

    fn scroll_action(&mut self, action: Action) {
        match action {
            Action::Up => self.scroll_by(-1),
            Action::Down => self.scroll_by(1),
            Action::Top => self.scroll_by(isize::MIN),
            Action::Bottom => self.scroll_by(isize::MAX),
            _ => {}
        }
    }

    fn step(&self) -> isize {
        isize::try_from(self.area().height.saturating_sub(2)).unwrap_or(1)
    }

    fn scroll_by(&mut self, by: isize) {
        // Reading on is worth more than keeping the cursor in sight.
        self.cursor = None;
        self.scroll = self.scroll.saturating_add_signed(by).min(self.page().max_offset(self.size));
    }

    fn click(&mut self, column: u16, row: u16, effects: &mut Vec<Effect>) {
        self.notice = None;
        match self.page().hit(self.size, column, row) {
            Some(Hit::Action(action)) => self.act(action, effects),
            Some(Hit::Item(item)) if self.at_door() => self.team = Some(item),
            Some(Hit::Item(item)) => match self.over {
                Over::Places(_) => self.go_to(item, effects),
                _ if self.cursor == Some(item) && !self.chosen.is_empty() && self.is_single() => self.send(effects),
                _ => self.choose(item),
            },
            None => {}
        }
    }

    /// When a countdown shows something else: by the minute, and in the last minute by the second.
    fn countdown(&self) -> Option<Timestamp> {
        let until = match &self.seat.view.as_ref()?.shown {
            Shown::Open { until, paused: false, .. } => (*until)?,
            Shown::Alone { deadline } => return Some(self.seat.our_time(*deadline)).filter(|at| *at > self.now.at),
            _ => return None,
        };
        let left = (until - self.seat.host_time(self.now.at)).0;
        let step = if left > 60_000 { 60_000 } else { 1_000 };
        (left > 0).then(|| self.now.at + Millis((left - 1).rem_euclid(step) + 1))
    }
}

impl Application for Player {
    type Effect = Effect;

    fn update(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        match event {
            Event::Resize(columns, rows) => self.size = (columns, rows),
            Event::Key(key) => self.key(key, &mut effects),
            Event::Paste(text) => {
                if let Some(field) = self.field() {
                    field.insert(&text);
                }
            }
            Event::Click { column, row } => self.click(column, row, &mut effects),
            Event::Wheel { up } => self.scroll_by(if up { -3 } else { 3 }),
            Event::Heard(heard) => self.take(*heard, &mut effects),
            Event::Signal(Signal::Suspend) => effects.push(Effect::Suspend),
            Event::Signal(Signal::Continue) => effects.push(Effect::Reenter),
            Event::Worker(message) => self.warn(format!("Something went wrong in the background: {message}")),
            Event::Tick
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
        self.draw()
    }

    fn theme(&self) -> &Theme {
        &self.setting.theme
    }

    fn wake(&self) -> Option<Timestamp> {
        let told = match &self.seat.reach {
            Reach::Down { since, .. } => Some(*since + HICCUP).filter(|at| *at > self.now.at),
            Reach::Up => None,
        };
        [told, self.countdown()].into_iter().flatten().min()
    }

    fn finished(&self) -> bool {
        self.done
    }
}

#[cfg(test)]
mod tests;
