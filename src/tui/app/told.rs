//! What came of effects, taken in.

use super::{App, First, Go};
use crate::bank::Library;
use crate::progress::Figures;
use crate::tui::desk::{Effect, Told};
use crate::tui::keymap::Action;
use crate::tui::page::Notice;
use crate::tui::screens::{self, Screen};

impl App {
    /// Takes in what came of an effect.
    pub(super) fn told(&mut self, told: Told) {
        match told {
            Told::Shelf(shelf) => {
                let desk = &mut self.desk;
                desk.history.renew(shelf.history);
                desk.agenda = shelf.agenda;
                desk.notes = shelf.notes;
                desk.follow(shelf.latest);
                desk.lately = shelf.lately;
                desk.sittings = shelf.sittings;
                desk.loaded = true;
                // A study sitting of an earlier day that nobody sits before is left as if the program had ended.
                let left =
                    self.screens.len() == 1 && desk.sitting.as_ref().is_some_and(|sitting| desk.is_past(sitting));
                if left {
                    desk.effects.push(Effect::Release);
                }
                if !desk.held || left {
                    (desk.sitting, desk.held) = (shelf.open.map(|sitting| *sitting), false);
                }
                // The home screen is drawn by the totals first; whatever else the program begins with needs it all.
                let home = self.first.as_ref().is_none_or(|first| *first == First::Home);
                if !home && desk.history.ask() {
                    desk.effects.push(Effect::History);
                } else if let Some(first) = self.first.take() {
                    self.begin(first);
                }
            }
            Told::History(history) => {
                self.desk.history = *history;
                if let Some(first) = self.first.take() {
                    self.begin(first);
                }
            }
            Told::Standing(standing) => {
                self.desk.figures = Some(Box::new(Figures::of(&self.desk.library, &standing)));
            }
            Told::Opened(sitting) => {
                let screen: Box<dyn Screen> = if sitting.end().is_none() {
                    (self.desk.sitting, self.desk.held) = (Some(*sitting), true);
                    screens::Ask::go_on(&mut self.desk)
                } else {
                    Box::new(screens::Results::new(*sitting))
                };
                self.go(Go::To(screen));
            }
            Told::Bank(bank, notice) => {
                self.desk.library.replace(bank);
                (self.desk.index, self.desk.indexing) = (None, false);
                let anew = self.desk.was_edited();
                // A sitting marks by the version that it asked, so it goes on showing that one.
                self.desk.notice = Some(match notice {
                    Notice::Info(_) if anew => {
                        let undo = self.desk.keymap.label(Action::Undo);
                        Notice::Info(format!("Its answer is another now, so it is new again. {undo} takes that back."))
                    }
                    Notice::Info(words) if self.desk.at_hand().is_some() => {
                        Notice::Info(format!("{words} This sitting keeps what it asked."))
                    }
                    notice => notice,
                });
                if let Some((screen, desk)) = self.top() {
                    screen.returned(desk);
                }
            }
            Told::Banks(banks, notice) => {
                self.desk.library = Library::of(banks);
                self.desk.effects.push(Effect::Shelve);
                self.desk.notice = Some(notice);
                if let Some((screen, desk)) = self.top() {
                    screen.returned(desk);
                }
            }
            Told::Ruled(bank, ruling, notice) => {
                self.desk.library.replace(bank);
                (self.desk.index, self.desk.indexing) = (None, false);
                if let Some((screen, desk)) = self.top() {
                    screen.ruled(&ruling, desk);
                }
                self.desk.notice = notice.or(self.desk.notice.take());
            }
            Told::Index(index) => {
                let desk = &mut self.desk;
                desk.indexing = false;
                // What was edited meanwhile is read again when it is wanted.
                desk.index = Some(index).filter(|index| index.is_of(desk.library.banks()));
                if let Some((screen, desk)) = self.top() {
                    screen.indexed(desk);
                }
            }
            Told::Notice(notice) => self.desk.notice = Some(notice),
        }
    }
}
