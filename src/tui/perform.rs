//! The effects: the only part of the interface that touches the store, the disk and the terminal.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crate::bank::{Bank, Edit, Library, Origin, edits};
use crate::clock::{Moment, Stamps};
use crate::id::{BankId, QuestionRef};
use crate::memory::Retention;
use crate::progress::Lately;
use crate::question::{Drawn, Fault};
use crate::review::Folder;
use crate::search::Index;
use crate::session::{Agenda, Limits, Plan, Record, SittingId};
use crate::store::{Hold, Store, StoreError, Summary};

use super::desk::{Effect, Shelf, Told};
use super::event::Event;
use super::page::Notice;
use super::terminal::{self, Mailbox};

mod author;
mod banks;

/// How many past sittings are listed.
const PAST: usize = 200;
/// How many of them are read where the list is not looked at.
const LATEST: usize = 5;
/// Of how many questions the past is told at once; that of more is told after the home screen was drawn.
const AT_ONCE: usize = 2_000;

/// Does what the application asked for.
pub struct Performer {
    /// The folder that holds the person's data; none when there is no home for one.
    data: Option<PathBuf>,
    turnover: u8,
    retention: Retention,
    own_limits: BTreeMap<BankId, Limits>,
    banks: Vec<Arc<Bank>>,
    /// Where long work tells what came of it; without one it is waited for.
    mailbox: Option<Mailbox>,
    stamps: Stamps,
    store: Option<Store>,
    hold: Option<(SittingId, Hold)>,
    /// Where the review of a bank is kept.
    folder: Option<(BankId, Folder)>,
    /// What could not be kept yet, in order; it is tried again with whatever comes next.
    unkept: VecDeque<Unkept>,
}

/// Something to be kept.
enum Unkept {
    Begin(Box<Plan>, Vec<Drawn>),
    Records(Vec<Record>),
}

impl Performer {
    /// A performer for the person whose data is in this folder.
    #[must_use]
    pub fn new(data: Option<PathBuf>, turnover: u8, banks: Vec<Arc<Bank>>, stamps: Stamps) -> Self {
        let (retention, own_limits, unkept) = (Retention::default(), BTreeMap::new(), VecDeque::new());
        let (store, hold, folder, mailbox) = (None, None, None, None);
        Self { data, turnover, retention, own_limits, banks, mailbox, stamps, store, hold, folder, unkept }
    }

    /// The same for a person who wants to recall this share of what is asked.
    #[must_use]
    pub const fn aiming_at(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }

    /// The same with long work done meanwhile, and told here.
    #[must_use]
    pub fn telling(mut self, mailbox: Mailbox) -> Self {
        self.mailbox = Some(mailbox);
        self
    }

    /// The same with banks that have limits of their own.
    #[must_use]
    pub fn limited(mut self, own_limits: BTreeMap<BankId, Limits>) -> Self {
        self.own_limits = own_limits;
        self
    }

    /// Performs one effect and tells what came of it.
    pub fn perform(&mut self, effect: Effect, now: Moment) -> Vec<Event> {
        let done = match effect {
            Effect::Load => return self.load(now),
            Effect::Begin(plan, drawn) => self.begin(plan, drawn),
            Effect::Append(records) => self.keep(Unkept::Records(records)),
            Effect::Shelve => self.shelve(now, LATEST),
            Effect::Past => self.shelve(now, PAST),
            Effect::History => self.history(),
            Effect::Progress => self.progress(now),
            Effect::Open(id) => self.open(id),
            Effect::Release => {
                self.hold = None;
                Ok(Vec::new())
            }
            Effect::AddBank(path) => return self.add_bank(&path),
            Effect::RemoveBank(id) => return self.remove_bank(&id),
            Effect::Edit(question) => return self.edit(&question),
            Effect::Rule(bank, ruling) => return self.rule(&bank, ruling),
            Effect::Write(bank, document, passage) => return self.write(&bank, &document, passage),
            Effect::Index => return self.index(),
            Effect::Copy(text) => return told_if(terminal::copy(&text).err().map(|error| error.to_string())),
            Effect::Suspend => {
                return match terminal::suspend() {
                    Ok(_) => vec![Event::Redraw],
                    Err(error) => told_if(Some(error.to_string())),
                };
            }
            Effect::Reenter => {
                return match terminal::reenter() {
                    Ok(()) => vec![Event::Redraw],
                    Err(error) => told_if(Some(error.to_string())),
                };
            }
            Effect::Redraw => return vec![Event::Redraw],
        };
        done.unwrap_or_else(|error| {
            let meanwhile = if self.unkept.is_empty() { "" } else { " Until then what you do is kept in memory." };
            told_if(Some(one_line(&error) + meanwhile))
        })
    }

    fn load(&mut self, now: Moment) -> Vec<Event> {
        let mut events = Vec::new();
        let opened = match &self.data {
            Some(data) => Store::open(data, self.turnover, now).map_err(|error| one_line(&error)),
            None => Err("There is no home folder to keep a history in; give one with --data DIR.".to_owned()),
        };
        self.store = match opened {
            Ok(store) => Some(store),
            Err(why) => {
                let store = Store::in_memory(self.turnover).ok();
                events.extend(told_if(Some(format!("{why} What you do is kept in memory only."))));
                store
            }
        };
        if let Some(store) = &mut self.store {
            store.aim_at(self.retention);
            if let Ok(Some(latest)) = store.latest() {
                self.stamps.follow(latest);
            }
        }
        // Even an empty shelf must be told: what the program begins with waits for it.
        let mut all = self.shelve(now, LATEST).unwrap_or_else(|error| {
            let shelf = Event::Told(Told::Shelf(Box::default()));
            [vec![shelf], told_if(Some(one_line(&error)))].concat()
        });
        all.append(&mut events);
        all
    }

    fn begin(&mut self, plan: Box<Plan>, drawn: Vec<Drawn>) -> Result<Vec<Event>, StoreError> {
        let id = plan.id;
        // A new sitting has no rival: without a lock it is kept all the same.
        let hold = self.store.as_ref().map(|store| store.hold(id));
        self.hold = hold.and_then(Result::ok).flatten().map(|hold| (id, hold));
        self.keep(Unkept::Begin(plan, drawn))
    }

    fn keep(&mut self, what: Unkept) -> Result<Vec<Event>, StoreError> {
        self.unkept.push_back(what);
        self.keep_up().map(|()| Vec::new())
    }

    /// Keeps what is not kept yet, in its order.
    fn keep_up(&mut self) -> Result<(), StoreError> {
        let Some(store) = &mut self.store else { return Ok(()) };
        while let Some(next) = self.unkept.front() {
            let kept = match next {
                Unkept::Begin(plan, drawn) => store.begin(plan, drawn),
                Unkept::Records(records) => store.append(records),
            };
            // What belongs to a sitting that was forgotten can never be kept, and must not stand in the way.
            if kept.is_ok() || matches!(kept, Err(StoreError::Forgotten { .. })) {
                self.unkept.pop_front();
            }
            kept?;
        }
        Ok(())
    }

    /// Tells what the store holds, but nothing while it lacks what just happened: the desk knows better then.
    fn shelve(&mut self, now: Moment, past: usize) -> Result<Vec<Event>, StoreError> {
        if self.keep_up().is_err() {
            return Ok(Vec::new());
        }
        let ended = self.store.as_mut().and_then(|store| store.end_overdue(&mut self.stamps, now).ok());
        let ended = ended.map_or(0, |ended| ended.len());
        let mut events = vec![Event::Told(Told::Shelf(Box::new(self.shelf(now, past)?)))];
        if ended > 0 {
            let exams = if ended == 1 { "An exam" } else { "Exams" };
            let words = format!("{exams} ran out of time while you were away; what was there is submitted.");
            events.push(Event::Told(Told::Notice(Notice::Info(words))));
        }
        Ok(events)
    }

    fn shelf(&mut self, now: Moment, past: usize) -> Result<Shelf, StoreError> {
        let Some(store) = &mut self.store else { return Ok(Shelf::default()) };
        let open = |id: &BankId| self.banks.iter().any(|bank| bank.head().id == *id);
        let agenda = store.agenda(now.day(self.turnover), open)?;
        let lately = Lately::of(&store.days()?, now.day(self.turnover));
        let agenda = Agenda { own: self.own_limits.clone(), ..agenda };
        let mut sittings = store.sittings(past)?;
        // Whatever else is listed, an exam that is open closes what shows answers.
        let known = |exam: &Summary| sittings.iter().any(|summary| summary.id == exam.id);
        let exams: Vec<Summary> = store.open_exams()?.into_iter().filter(|exam| !known(exam)).collect();
        sittings.extend(exams);
        let history = store.history_within(AT_ONCE)?;
        let notes = store.notes()?;
        let Some(store) = &self.store else { return Ok(Shelf::default()) };
        // One that ran out of time is ended by whoever holds it; one of other banks is gone on with when these are open.
        let late = |latest: &Summary| latest.deadline.is_some_and(|deadline| deadline <= now.at);
        let asks = |latest: &Summary| latest.banks.iter().all(|id| self.bank(id).is_some());
        let latest = store.latest_open(now, &|latest| !late(latest) && asks(latest))?;
        let latest = latest.map(|latest| store.sitting(latest.id)).transpose()?.flatten();
        let open = latest.and_then(|stored| stored.revive(|id| self.bank(id)).ok()).map(Box::new);
        Ok(Shelf { history, sittings, open, agenda, lately, notes, latest: store.latest()? })
    }

    /// Tells every question's past.
    fn history(&mut self) -> Result<Vec<Event>, StoreError> {
        let Some(store) = &mut self.store else { return Ok(Vec::new()) };
        // With so much to tell, what its figures need of the banks is read meanwhile; otherwise when they are asked for.
        if self.mailbox.is_some() {
            let banks = self.banks.clone();
            let reading = move || {
                for bank in banks {
                    let _ = bank.outlines();
                }
            };
            let _ = thread::Builder::new().name("outlines".to_owned()).spawn(reading);
        }
        let history = store.history()?;
        Ok(vec![Event::Told(Told::History(Box::new(history)))])
    }

    /// Tells what the figures are made from.
    fn progress(&mut self, now: Moment) -> Result<Vec<Event>, StoreError> {
        self.keep_up()?;
        let Some(store) = &mut self.store else { return Ok(Vec::new()) };
        let standing = store.standing(now.day(self.turnover))?;
        Ok(vec![Event::Told(Told::Standing(Box::new(standing)))])
    }

    fn open(&mut self, id: SittingId) -> Result<Vec<Event>, StoreError> {
        let Some(store) = &self.store else { return Ok(Vec::new()) };
        let Some(stored) = store.sitting(id)? else { return Ok(told_if(Some("This sitting is gone.".to_owned()))) };
        // What ended is shown as it was asked, whatever became of its passages.
        let ended = stored.clone().resume();
        if ended.end().is_some() {
            return Ok(vec![Event::Told(Told::Opened(Box::new(ended)))]);
        }
        if let Some(bank) = stored.clone().revive(|id| self.bank(id)).err() {
            let words = format!("It asks questions of the bank “{bank}”, which is not open: give it with --bank PATH.");
            return Ok(told_if(Some(words)));
        }
        if self.hold.as_ref().is_none_or(|(held, _)| *held != id) {
            let Some(hold) = store.hold(id)? else {
                let words = "Another ibid has this sitting open: go on there, or quit it first.";
                return Ok(told_if(Some(words.to_owned())));
            };
            self.hold = Some((id, hold));
        }
        // Read again: until it was held, another ibid may have gone on with it.
        let sitting = store.sitting(id)?.and_then(|stored| stored.revive(|id| self.bank(id)).ok());
        Ok(sitting.map(|sitting| Event::Told(Told::Opened(Box::new(sitting)))).into_iter().collect())
    }

    fn bank(&self, id: &BankId) -> Option<&Bank> {
        self.banks.iter().find(|bank| bank.head().id == *id).map(|bank| &**bank)
    }

    pub(super) fn replace(&mut self, fresh: &Arc<Bank>) {
        self.banks.iter_mut().filter(|old| old.head().id == fresh.head().id).for_each(|old| *old = fresh.clone());
    }

    /// Reads everything that can be searched.
    fn index(&self) -> Vec<Event> {
        let banks = self.banks.clone();
        let read = move || Event::Told(Told::Index(Arc::new(Index::new(Library::again(banks)))));
        let Some(mailbox) = self.mailbox.clone() else { return vec![read()] };
        let begun = thread::Builder::new().name("search".to_owned()).spawn(move || mailbox.send(read()));
        told_if(begun.err().map(|error| format!("Nothing can be searched: {error}")))
    }

    /// Opens the editor at a question, then reads it again and checks it.
    fn edit(&mut self, question: &QuestionRef) -> Vec<Event> {
        let Some(bank) = self.banks.iter().find(|bank| bank.head().id == question.bank).cloned() else {
            return Vec::new();
        };
        let Some(index) = (0..bank.len()).find(|n| bank.id_at(*n) == Some(question.question.as_str())) else {
            return told_if(Some("The bank no longer holds this question.".to_owned()));
        };
        let edited = match bank.origin() {
            Origin::File(path) => {
                terminal::edit(path, bank.line(index)).map_err(|error| error.to_string()).and_then(|()| {
                    let fresh = Bank::open(path).map_err(|error| error.to_string())?;
                    Ok((fresh, Vec::new()))
                })
            }
            Origin::Embedded => self.edit_embedded(&bank, question, index),
        };
        let mut events = vec![Event::Redraw];
        match edited {
            Ok((fresh, faults)) => {
                let notice = after_edit(&fresh, question, &faults);
                let fresh = Arc::new(fresh);
                self.replace(&fresh);
                events.push(Event::Told(Told::Bank(fresh, notice)));
            }
            Err(why) => events.extend(told_if(Some(why))),
        }
        events
    }

    /// A question of the embedded bank is edited in a file of its own, which lies over it from then on.
    fn edit_embedded(&self, bank: &Bank, question: &QuestionRef, index: usize) -> Result<(Bank, Vec<Fault>), String> {
        let data = self.data.as_ref().ok_or("There is no data folder to keep an edit in; give one with --data DIR.")?;
        let original = bank.original(index).map_err(|_| "The embedded question cannot be read.".to_owned())?;
        let path = edits::path(data, &question.bank, &question.question);
        if !path.exists() {
            let edit = Edit { changes: original.digest(), question: original.clone() };
            edits::write(data, &question.bank, &edit).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let stem = text.lines().position(|line| line.trim_start().starts_with("\"stem\"")).map_or(1, |at| at + 1);
        terminal::edit(&path, stem).map_err(|error| error.to_string())?;
        let faults = match edits::read(&path) {
            Ok(edit) if edit.question == original => {
                // Nothing was changed, so nothing lies over the bank.
                std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(faults) => faults,
        };
        let mut fresh = Bank::embedded();
        fresh.set_edits(edits::load(data, &question.bank).0);
        Ok((fresh, faults))
    }
}

/// What there is to say about a question that was edited.
fn after_edit(bank: &Bank, question: &QuestionRef, faults: &[Fault]) -> Notice {
    if let Some(fault) = faults.first() {
        return Notice::Warning(format!("The edit is not taken: {fault}. {}.", fault.remedy));
    }
    let index = (0..bank.len()).find(|n| bank.id_at(*n) == Some(question.question.as_str()));
    match index.map(|index| bank.ask(index, true)) {
        Some(Ok(_)) => Notice::Info("Read again and checked: no fault.".to_owned()),
        Some(Err(why)) => Notice::Warning(format!("No longer asked: {why}")),
        None => Notice::Warning(format!("The bank no longer holds “{}”.", question.question)),
    }
}

fn told_if(warning: Option<String>) -> Vec<Event> {
    warning.map(|words| Event::Told(Told::Notice(Notice::Warning(words)))).into_iter().collect()
}

/// An error that is told in several lines, as one message.
fn one_line(error: &StoreError) -> String {
    error.to_string().lines().map(|line| line.trim().trim_start_matches("hint: ")).collect::<Vec<_>>().join("; ") + "."
}
