//! What the keys do to a room.

use super::{Effect, Over, Teacher};
use crate::clock::Timestamp;
use crate::room::rules::{Pace, Scoring};
use crate::room::state::Stage;
use crate::room::{Command, Phase, Room};
use crate::tui::field::Field;
use crate::tui::keymap::Action;

/// The seconds that a key adds to the time for an answer.
const MORE: u32 = 30;
/// The most hands that can be counted for a choice.
const MOST_HANDS: u32 = 100_000;

impl Teacher {
    pub(super) fn act_room(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Up => self.scroll_by(-1),
            Action::Down => self.scroll_by(1),
            Action::Top => self.scroll_by(isize::MIN),
            Action::Bottom => self.scroll_by(isize::MAX),
            Action::Help => (self.over, self.scroll) = (Over::Help, 0),
            Action::Learners if self.setting.hands => self.warn("Nobody joins where hands are counted."),
            Action::Learners => self.over = Over::Learners(0, None),
            Action::Enter | Action::Space => self.go_on(effects),
            Action::VoteAgain => self.send(Command::VoteAgain, effects),
            Action::Pause => {
                let paused = self.room().is_some_and(|room| room.paused().is_some());
                self.send(if paused { Command::Resume } else { Command::Pause }, effects);
            }
            Action::Extend if self.stage() == Some(Stage::Open) && self.until().is_none() => {
                self.say("This question has no end to its time.");
            }
            Action::Extend => self.send(Command::Extend(MORE), effects),
            Action::Skip => self.send(Command::Skip, effects),
            Action::Left => self.send(Command::Back, effects),
            Action::Later => self.send(Command::Later, effects),
            Action::Ranking if self.room().is_some_and(|room| room.rules().scoring == Scoring::None) => {
                self.say("This drill has no scores.");
            }
            Action::Ranking => self.send(Command::Rank, effects),
            Action::Lock => self.lock(effects),
            Action::EndDrill => self.end(effects),
            Action::NextRoom if self.seen.len() > 1 => {
                (self.at, self.scroll) = ((self.at + 1) % self.seen.len(), 0);
                effects.extend(self.id().map(Effect::Look));
            }
            Action::Copy => {
                if let Some(link) = self.setting.rooms.get(self.at).and_then(|(_, door)| door.link.clone()) {
                    effects.push(Effect::Copy(link));
                    self.say("The link is on the clipboard.");
                }
            }
            _ => {}
        }
    }

    pub(super) fn until(&self) -> Option<Timestamp> {
        self.room()?.current()?.1.vote()?.1.until
    }

    pub(super) fn go_on(&mut self, effects: &mut Vec<Effect>) {
        if self.setting.hands && self.stage() == Some(Stage::Open) {
            self.over = Over::Hands(Field::default());
        } else if let Some(command) = self.next() {
            self.send(command, effects);
        } else if self.room().is_some_and(|room| room.phase() == Phase::Ended) {
            let quit = self.setting.keymap.label(Action::Quit);
            self.say(format!("The drill is over. {quit} leaves; `ibid report` shows all of it again."));
        } else {
            let end = self.setting.keymap.label(Action::EndDrill);
            self.say(format!("Everyone goes at their own pace. {end} ends it before its time."));
        }
    }

    pub(super) fn lock(&mut self, effects: &mut Vec<Effect>) {
        let locked = self.room().is_some_and(Room::locked);
        self.send(Command::Lock(!locked), effects);
        if self.notice.is_none() {
            self.say(if locked { "The door is open again." } else { "The door is locked: nobody new comes in." });
        }
    }

    /// What cannot be taken back is asked for twice where something would be cut short.
    pub(super) fn end(&mut self, effects: &mut Vec<Effect>) {
        let Some(room) = self.room() else { return };
        let early = match room.rules().pace {
            Pace::Own { deadline, .. } => self.now.at < deadline,
            Pace::Teacher => room.left() > 0 || self.counts(),
        };
        if early && !self.ending && room.phase() != Phase::Ended {
            self.ending = true;
            let end = self.setting.keymap.label(Action::EndDrill);
            return self.warn(format!("The drill is not through. {end} once more ends it all the same."));
        }
        self.ending = false;
        self.send(Command::End, effects);
    }

    pub(super) fn act_help(&mut self, action: Action) {
        match action {
            Action::Up => self.scroll_by(-1),
            Action::Down => self.scroll_by(1),
            Action::Top => self.scroll_by(isize::MIN),
            Action::Bottom => self.scroll_by(isize::MAX),
            Action::Back | Action::Help | Action::Enter => (self.over, self.scroll) = (Over::Nothing, 0),
            _ => {}
        }
    }

    pub(super) fn act_hands(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Back => self.over = Over::Nothing,
            Action::Enter => {
                let Over::Hands(field) = &self.over else { return };
                let Some(posed) = self.room().and_then(|room| room.posed(room.current()?.1)) else { return };
                match hands(field.value(), posed.choices.len()) {
                    Ok(hands) => {
                        self.over = Over::Nothing;
                        self.send(Command::Hands(hands), effects);
                        if self.stage() == Some(Stage::Open) && self.setting.hands {
                            self.send(Command::Close, effects);
                        }
                    }
                    Err(why) => self.warn(why),
                }
            }
            _ => {}
        }
    }
}

/// Counts as they are typed: `6 13 3 1`, a number for each choice.
fn hands(typed: &str, choices: usize) -> Result<Vec<u32>, String> {
    let parts = typed.split(|c: char| c.is_whitespace() || c == ',' || c == '/').filter(|part| !part.is_empty());
    let counts: Result<Vec<u32>, _> = parts.map(str::parse).collect();
    match counts {
        Ok(counts) if counts.len() == choices && counts.iter().all(|count| *count <= MOST_HANDS) => Ok(counts),
        _ => Err(format!("Type {choices} numbers with spaces between them, one for each choice from A on.")),
    }
}
