//! The teacher's screen: the rooms as they stand, and what the keys do to them.
//!
//! It is fit to be projected: it shows what a projector is told. With `private` the projector has a page of its own, and
//! this screen shows the teacher more.

mod deeds;
mod learners;
mod page;

use std::collections::HashMap;

use super::hall::Glance;
use super::show::{Door, Show};
use crate::clock::{Moment, Timestamp};
use crate::id::QuestionRef;
use crate::room::rules::{Pace, Ranking, Scoring};
use crate::room::state::Stage;
use crate::room::{Audience, Command, Phase, Room, RoomId, View};
use crate::tui::event::{Event, Signal};
use crate::tui::field::Field;
use crate::tui::key::Key;
use crate::tui::keymap::{Action, Keymap};
use crate::tui::page::{Hit, Notice, Page, Room as Area};
use crate::tui::run::Application;
use crate::tui::theme::Theme;

/// What must be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Tell the host.
    Send(RoomId, Command),
    /// See how a room stands.
    Look(RoomId),
    /// Put text on the clipboard.
    Copy(String),
    /// Draw everything anew.
    Redraw,
    /// To the background.
    Suspend,
    /// Back from there.
    Reenter,
}

/// How the teacher's screen is set up.
#[derive(Debug, Default)]
pub struct Setting {
    /// The rooms, and the ways into them.
    pub rooms: Vec<(RoomId, Door)>,
    /// Whether the screen is for the teacher alone.
    pub private: bool,
    /// Whether hands are counted, and nobody joins.
    pub hands: bool,
    /// The teacher's own notes on questions.
    pub notes: HashMap<QuestionRef, String>,
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: Theme,
    /// What the teacher should know at once.
    pub notice: Option<String>,
}

/// The teacher's screen.
pub struct Teacher {
    setting: Setting,
    seen: Vec<Option<Glance>>,
    /// Which room is shown.
    at: usize,
    over: Over,
    scroll: usize,
    size: (u16, u16),
    now: Moment,
    notice: Option<Notice>,
    /// Whether the end was asked for where questions are left: asked again, it comes.
    ending: bool,
    done: bool,
}

/// What lies over the room.
#[derive(Debug, Default)]
enum Over {
    #[default]
    Nothing,
    Help,
    /// The class: the cursor, and the new name of whom it is on.
    Learners(usize, Option<Field>),
    /// Counts of hands.
    Hands(Field),
}

impl Teacher {
    /// A screen that has not seen its rooms yet.
    #[must_use]
    pub fn new(mut setting: Setting) -> Self {
        let notice = setting.notice.take().map(Notice::Warning);
        let seen = setting.rooms.iter().map(|_| None).collect();
        Self {
            setting,
            seen,
            at: 0,
            over: Over::Nothing,
            scroll: 0,
            size: (0, 0),
            now: Moment::default(),
            notice,
            ending: false,
            done: false,
        }
    }

    fn area(&self) -> Area {
        Area::of(self.size).unwrap_or(Area { width: 38, height: 9, roomy: false })
    }

    fn glance(&self) -> Option<&Glance> {
        self.seen.get(self.at)?.as_ref()
    }

    fn room(&self) -> Option<&Room> {
        self.glance().map(|glance| &*glance.room)
    }

    fn id(&self) -> Option<RoomId> {
        self.setting.rooms.get(self.at).map(|(id, _)| *id)
    }

    /// The stage of the question that everybody is looking at.
    fn stage(&self) -> Option<Stage> {
        self.room()?.current().map(|(_, round)| round.stage)
    }

    /// What comes next by itself: what Enter does.
    fn next(&self) -> Option<Command> {
        let room = self.room()?;
        let rules = room.rules();
        let ranked = rules.ranking == Ranking::Each && rules.scoring != Scoring::None;
        let onwards = if room.left() > 0 { Command::Ask } else { Command::End };
        match (room.phase(), self.stage()) {
            (Phase::Lobby | Phase::Ranked, _) | (_, Some(Stage::Skipped)) => Some(onwards),
            (_, Some(Stage::Open)) => Some(Command::Close),
            (_, Some(Stage::Closed)) => Some(Command::Reveal),
            // After the last question the end has the ranking.
            (_, Some(Stage::Revealed)) if ranked && room.left() > 0 => Some(Command::Rank),
            (_, Some(Stage::Revealed)) => Some(onwards),
            (Phase::Alone | Phase::Ended | Phase::Round(_), _) => None,
        }
    }

    /// Sends a command, if the rules allow it; says why where they do not.
    fn send(&mut self, command: Command, effects: &mut Vec<Effect>) {
        let (Some(id), Some(room)) = (self.id(), self.room()) else { return };
        match room.decide(command.clone(), self.now.at) {
            Ok(_) => {
                self.scroll = 0;
                effects.extend([Effect::Send(id, command), Effect::Look(id)]);
            }
            Err(why) => self.warn(sentence(&why.to_string())),
        }
    }

    fn warn(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Warning(words.into()));
    }

    fn say(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Info(words.into()));
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.over {
            Over::Hands(field) | Over::Learners(_, Some(field)) => Some(field),
            _ => None,
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
        let Some(action) = action.filter(|_| !(typing && key.printable().is_some())) else { return };
        // A count begins with its first digit.
        if let (Some(digit @ '0'..='9'), Over::Nothing) = (key.printable(), &self.over)
            && self.counts()
        {
            let mut field = Field::default();
            field.insert(&digit.to_string());
            self.over = Over::Hands(field);
            return;
        }
        self.act(action, effects);
    }

    /// Whether hands can be counted now.
    fn counts(&self) -> bool {
        matches!(self.stage(), Some(Stage::Open | Stage::Closed))
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if action != Action::EndDrill {
            self.ending = false;
        }
        match action {
            Action::Quit => self.done = true,
            Action::Suspend => effects.push(Effect::Suspend),
            Action::Redraw => effects.push(Effect::Redraw),
            Action::PageUp => self.scroll_by(-self.step()),
            Action::PageDown => self.scroll_by(self.step()),
            _ => match &self.over {
                Over::Nothing => self.act_room(action, effects),
                Over::Help => self.act_help(action),
                Over::Learners(..) => self.act_learners(action, effects),
                Over::Hands(_) => self.act_hands(action, effects),
            },
        }
    }

    fn step(&self) -> isize {
        isize::try_from(self.area().height.saturating_sub(2)).unwrap_or(1)
    }

    fn scroll_by(&mut self, by: isize) {
        self.scroll = self.scroll.saturating_add_signed(by).min(self.page().max_offset(self.size));
    }

    fn view(room: &Room) -> View {
        View::of(room, Audience::Screen)
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}

impl Application for Teacher {
    type Effect = Effect;

    fn update(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        match event {
            Event::Resize(columns, rows) => {
                self.size = (columns, rows);
                if self.glance().is_none() {
                    effects.extend(self.setting.rooms.iter().map(|(id, _)| Effect::Look(*id)));
                }
            }
            Event::Key(key) => self.key(key, &mut effects),
            Event::Paste(text) => {
                if let Some(field) = self.field() {
                    field.insert(&text);
                }
            }
            Event::Click { column, row } => {
                self.notice = None;
                match self.page().hit(self.size, column, row) {
                    Some(Hit::Action(action)) => self.act(action, &mut effects),
                    Some(Hit::Item(item)) => self.point(item),
                    None => {}
                }
            }
            Event::Wheel { up } => self.scroll_by(if up { -3 } else { 3 }),
            Event::News => effects.extend(self.id().map(Effect::Look)),
            Event::Glance(id, glance) => self.take(id, glance),
            Event::Signal(Signal::Suspend) => effects.push(Effect::Suspend),
            Event::Signal(Signal::Continue) => effects.push(Effect::Reenter),
            Event::Worker(message) => self.warn(format!("Something went wrong in the background: {message}")),
            Event::Tick
            | Event::Signal(Signal::Stop(_))
            | Event::Redraw
            | Event::Closed
            | Event::Told(_)
            | Event::Heard(_) => {}
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
        let room = self.room()?;
        match room.rules().pace {
            Pace::Own { deadline, .. } => Some(deadline).filter(|deadline| *deadline > self.now.at),
            Pace::Teacher => Show::wake(&Self::view(room), self.now.at),
        }
    }

    fn finished(&self) -> bool {
        self.done
    }
}

impl Teacher {
    /// How a room stands now. What was said to another question is no longer said.
    fn take(&mut self, id: RoomId, glance: Glance) {
        let Some(at) = self.setting.rooms.iter().position(|(room, _)| *room == id) else { return };
        let stood = |glance: &Glance| (glance.room.phase(), glance.room.current().map(|(_, round)| round.votes.len()));
        if at == self.at && self.seen.get(at).and_then(Option::as_ref).map(stood) != Some(stood(&glance)) {
            self.scroll = 0;
            if matches!(self.over, Over::Hands(_)) && !self.counts() {
                self.over = Over::Nothing;
            }
        }
        if let Some(seen) = self.seen.get_mut(at) {
            *seen = Some(glance);
        }
    }
}
