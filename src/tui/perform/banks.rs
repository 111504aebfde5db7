//! Banks are added to the list of those that open by themselves, and removed from it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bank::{Bank, List, Listed, edits};
use crate::id::BankId;
use crate::tui::desk::Told;
use crate::tui::event::Event;
use crate::tui::page::Notice;

use super::{Performer, told_if};

/// What stands for the bank that is part of the program.
const EMBEDDED: &str = "embedded";

impl Performer {
    /// Puts a bank on the list and opens it.
    pub(super) fn add_bank(&mut self, typed: &str) -> Vec<Event> {
        self.try_to_add(typed.trim()).unwrap_or_else(|why| told_if(Some(why)))
    }

    fn try_to_add(&mut self, typed: &str) -> Result<Vec<Event>, String> {
        let (bank, path) = if typed == EMBEDDED {
            let mut bank = Bank::embedded();
            let laid = self.data.as_deref().map(|data| edits::load(data, &bank.head().id).0);
            bank.set_edits(laid.unwrap_or_default());
            (bank, None)
        } else {
            let path = std::path::absolute(at_home(typed)).map_err(|error| format!("{typed}: {error}"))?;
            let bank = Bank::open(&path).map_err(|error| error.to_string().replace("\nhint: ", "; ") + ".")?;
            (bank, Some(path))
        };
        let id = bank.head().id.clone();
        if let Some(open) = self.bank(&id).filter(|open| open.text() != bank.text()) {
            return Err(format!("{} is open with the same id “{id}”; change the id of one.", open.name()));
        }
        self.change_list(|list| {
            list.add(Listed { id: id.clone(), path, new: None, reviews: None });
            true
        })?;
        self.banks.retain(|open| open.head().id != id);
        self.banks.push(Arc::new(bank));
        Ok(vec![self.told_banks(format!("Added: {id} opens by itself from now on."))])
    }

    /// Takes a bank off the list and closes it.
    pub(super) fn remove_bank(&mut self, id: &BankId) -> Vec<Event> {
        if self.banks.len() < 2 {
            return told_if(Some("One bank stays open: add another first.".to_owned()));
        }
        let path = self.bank(id).map(|bank| match bank.origin() {
            crate::bank::Origin::Embedded => EMBEDDED.to_owned(),
            crate::bank::Origin::File(path) => path.display().to_string(),
        });
        match self.change_list(|list| list.remove(id)) {
            Ok(_) => {
                self.banks.retain(|open| open.head().id != *id);
                let again = path.map_or_else(String::new, |path| format!(" Add {path} to have it again."));
                vec![self.told_banks(format!("Removed: {id}. Its file and history stay.{again}"))]
            }
            Err(why) => told_if(Some(why)),
        }
    }

    fn change_list(&self, change: impl FnOnce(&mut List) -> bool) -> Result<bool, String> {
        let data = self.data.as_deref();
        let data = data.ok_or("There is no data folder to keep a list in; give one with --data DIR.")?;
        let mut list = List::read(data).map_err(|error| error.replace("\nhint: ", "; ") + ".")?;
        let changed = change(&mut list);
        if changed {
            list.write(data).map_err(|error| format!("{}: {error}", data.display()))?;
        }
        Ok(changed)
    }

    fn told_banks(&self, words: String) -> Event {
        Event::Told(Told::Banks(self.banks.clone(), Notice::Info(words)))
    }
}

/// A path as a shell would take it.
fn at_home(typed: &str) -> PathBuf {
    let home = || std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    match typed.strip_prefix("~/").and_then(|rest| Some(Path::new(&home()?).join(rest))) {
        Some(path) => path,
        None => PathBuf::from(typed),
    }
}
