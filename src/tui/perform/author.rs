//! The author's work: verdicts kept, and questions written on a passage.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::{Performer, told_if};
use crate::bank::{Bank, Origin};
use crate::id::{BankId, DocumentId};
use crate::review::{Change, Folder, Ruling, flaws, template};
use crate::tui::desk::Told;
use crate::tui::event::Event;
use crate::tui::page::Notice;
use crate::tui::terminal;

impl Performer {
    /// Keeps a ruling, and tells the bank that it led to.
    pub(super) fn rule(&mut self, id: &BankId, ruling: Box<Ruling>) -> Vec<Event> {
        let Some(bank) = self.banks.iter().find(|bank| bank.head().id == *id).cloned() else { return Vec::new() };
        if self.folder.as_ref().is_none_or(|(open, _)| open != id) {
            self.folder = Folder::of(&bank).map(|folder| (id.clone(), folder));
        }
        let Some((_, folder)) = &mut self.folder else { return told_if(Some(EMBEDDED.to_owned())) };
        match folder.keep(&bank, &ruling) {
            Err(why) => told_if(Some(why)),
            Ok((fresh, notice)) => {
                let fresh = Arc::new(fresh);
                self.replace(&fresh);
                vec![Event::Told(Told::Ruled(fresh, ruling, notice.map(Notice::Warning)))]
            }
        }
    }

    /// Opens the editor at a new question on a passage, and takes it into the bank once it is whole.
    pub(super) fn write(&mut self, id: &BankId, document: &DocumentId, passage: usize) -> Vec<Event> {
        let Some(bank) = self.banks.iter().find(|bank| bank.head().id == *id).cloned() else { return Vec::new() };
        let Origin::File(file) = bank.origin() else { return told_if(Some(EMBEDDED.to_owned())) };
        let mut events = vec![Event::Redraw];
        match written(&bank, file, document, passage) {
            Ok((fresh, notice)) => {
                let fresh = Arc::new(fresh);
                self.replace(&fresh);
                events.push(Event::Told(Told::Bank(fresh, notice)));
            }
            Err(notice) => events.push(Event::Told(Told::Notice(notice))),
        }
        events
    }
}

const EMBEDDED: &str =
    "This bank is part of the program and is not changed; `ibid new` makes one of your own over your documents.";

/// What came of a question that was begun: the bank with it, or why there is none.
fn written(bank: &Bank, file: &Path, document: &DocumentId, passage: usize) -> Result<(Bank, Notice), Notice> {
    let warn = |words: String| Notice::Warning(words);
    let parts = template::citation(bank, document, passage).and_then(|citation| template::question(bank, citation));
    let parts = parts.ok_or_else(|| warn("This passage cannot be cited word for word.".to_owned()))?;
    let begun = serde_json::to_string_pretty(&parts).unwrap_or_default() + "\n"; // strings and numbers only
    let path = file.with_file_name(format!("new-{}.json", parts.id));
    let told = |error: &dyn std::fmt::Display| warn(format!("{}: {error}", path.display()));
    // What was begun before and had a fault is gone on with.
    if !path.exists() {
        fs::write(&path, &begun).map_err(|error| told(&error))?;
    }
    let text = fs::read_to_string(&path).map_err(|error| told(&error))?;
    let stem = text.lines().position(|line| line.trim_start().starts_with("\"stem\"")).map_or(1, |at| at + 1);
    let edited = terminal::edit(&path, stem).map_err(|error| warn(error.to_string()));
    let text = fs::read_to_string(&path).map_err(|error| told(&error))?;
    if text == begun {
        // Nothing is lost that the passage would not bring again.
        let _ = fs::remove_file(&path);
        return edited.and(Err(Notice::Info("Nothing was written, so no question was added.".to_owned())));
    }
    edited?;
    let bank = Bank::open(file).map_err(|error| warn(error.to_string()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let changes = template::changes(&bank, &text).map_err(|faults| {
        let fault = faults.first().map(|fault| format!("{fault}; {}", fault.remedy)).unwrap_or_default();
        warn(format!("Not added yet: {fault}. It waits in {name}; the same key opens it again."))
    })?;
    let folder = Folder::of(&bank).ok_or_else(|| warn(EMBEDDED.to_owned()))?;
    let fresh = folder.add(&changes).map_err(warn)?;
    fs::remove_file(&path).map_err(|error| told(&error))?;
    let added = changes.iter().find_map(|change| match change {
        Change::Insert(_, question) => Some(question),
        _ => None,
    });
    let flaws = added.map(|question| flaws(&fresh, question)).unwrap_or_default();
    let words = match flaws.first() {
        None => "Added as a draft, and checked: no fault.".to_owned(),
        Some(found) => format!("Added as a draft. It has a flaw: {} ({}).", found.spot.what, found.flaw.remedy),
    };
    Ok((fresh, Notice::Info(words)))
}
