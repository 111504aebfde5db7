//! A sitting on its way into the store: begun, answered, taken up again, shut when its time ran out.

use anyhow::{Context as _, anyhow, bail};

use crate::bank::Library;
use crate::clock::{Moment, StampId};
use crate::question::Drawn;
use crate::session::{Mode, Plan, Record, Sitting, SittingId};
use crate::store::{Hold, Store, Summary};

/// How many past sittings are looked through, the newest first.
pub const PAST: usize = 1_000;

/// Where the records of a sitting go.
pub trait Keep {
    /// Keeps records before anything is shown of them. What it returns is to be said to the person, once.
    fn keep(&mut self, records: &[Record]) -> Option<String>;
    /// Whether the sitting will be there again after the program has ended.
    fn lasting(&self) -> bool;
}

/// The store as the keeper of one sitting.
pub struct Keeper {
    store: Store,
    /// Nobody else may write the sitting meanwhile.
    _hold: Option<Hold>,
    /// What could not be written; it is tried again with what comes next, so that no record is missing in the middle.
    pending: Vec<Record>,
    /// Whether the store has the sitting.
    begun: bool,
}

impl Keeper {
    /// Begins a sitting. What it returns beside the keeper is to be said to the person.
    #[must_use]
    pub fn begin(mut store: Store, plan: &Plan, drawn: &[Drawn]) -> (Self, Option<String>) {
        let kept = store.hold(plan.id).and_then(|hold| store.begin(plan, drawn).map(|()| hold));
        let notice = kept.as_ref().err().map(|error| format!("{error}\n{MEMORY_ONLY}"));
        let begun = kept.is_ok();
        (Self { store, _hold: kept.ok().flatten(), pending: Vec::new(), begun }, notice)
    }

    /// Takes up a sitting that was left.
    ///
    /// # Errors
    /// When it is not there, another ibid has it, it has ended, or one of its banks is not open.
    pub fn resume(store: Store, id: SittingId, library: &Library) -> anyhow::Result<(Self, Sitting)> {
        let hold = store.hold(id)?.ok_or_else(|| anyhow!("another ibid has this sitting open\nhint: go on there"))?;
        let stored = store.sitting(id)?.with_context(|| format!("there is no sitting {id}"))?;
        let sitting = stored.revive(|id| library.bank(id)).map_err(|id| {
            anyhow!("the sitting asks questions of the bank “{id}”, which is not open\nhint: give it with --bank PATH")
        })?;
        if sitting.end().is_some() {
            bail!("this sitting has ended\nhint: `ibid sittings {}` shows it", short(id));
        }
        Ok((Self { store, _hold: Some(hold), pending: Vec::new(), begun: true }, sitting))
    }
}

/// What is said of a sitting that the store cannot take.
pub const MEMORY_ONLY: &str = "This sitting is kept in memory only, and forgotten at its end.";

impl Keep for Keeper {
    fn keep(&mut self, records: &[Record]) -> Option<String> {
        if !self.begun {
            return None;
        }
        let first = self.pending.is_empty();
        self.pending.extend_from_slice(records);
        match self.store.append(&self.pending) {
            Ok(()) => {
                self.pending.clear();
                None
            }
            Err(error) => first.then(|| {
                format!("{error}\nThe sitting goes on; what you do is kept in memory until it can be written.")
            }),
        }
    }

    fn lasting(&self) -> bool {
        self.begun && self.store.path().is_some()
    }
}

/// The sitting that `--continue` means: the one of this id, or the newest of this kind that was left and can be
/// gone on with.
///
/// # Errors
/// When there is none.
pub fn left(store: &Store, mode: Mode, id: Option<&str>, now: Moment) -> anyhow::Result<SittingId> {
    let name = mode.name();
    if let Some(id) = id {
        let summary = find(store, id)?;
        if summary.mode() != mode {
            let other = summary.mode().name();
            bail!("sitting {} is no {name}\nhint: `ibid {other} --continue {}`", short(summary.id), short(summary.id));
        }
        return Ok(summary.id);
    }
    let open = store.latest_open(now, &|latest| latest.mode() == mode)?;
    open.map(|open| open.id).ok_or_else(|| anyhow!("there is no {name} to continue\nhint: `ibid {name}` begins one"))
}

/// A past sitting by its id or the end of it.
///
/// # Errors
/// When there is none, or several.
pub fn find(store: &Store, id: &str) -> anyhow::Result<Summary> {
    let past = store.sittings(PAST)?;
    let wanted = id.to_lowercase();
    let mut fitting = past.into_iter().filter(|past| !wanted.is_empty() && past.id.to_string().ends_with(&wanted));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => bail!("there is no sitting “{}”\nhint: `ibid sittings` lists them", crate::text::clean(id)),
        _ => bail!("several sittings end with “{}”\nhint: give more of the id", crate::text::clean(id)),
    }
}

/// The end of an id, enough to tell sittings apart.
#[must_use]
pub fn short(id: StampId) -> String {
    let id = id.to_string();
    id.get(id.len().saturating_sub(8)..).unwrap_or(&id).to_owned()
}

/// Nothing may show answers while an exam over the open banks is going on.
///
/// # Errors
/// When one is.
pub fn no_exam_open(store: &Store, library: &Library) -> anyhow::Result<()> {
    let shown = |exam: &Summary| exam.banks.iter().any(|bank| library.bank(bank).is_some());
    if store.open_exams().unwrap_or_default().iter().any(shown) {
        bail!(
            "an exam is open, and nothing may show its answers meanwhile\nhint: submit or abandon it: `ibid exam --continue`"
        );
    }
    Ok(())
}

/// What is said of exams whose deadline passed while nobody was there.
#[must_use]
pub fn overdue_notices(ended: &[Sitting]) -> Vec<String> {
    let notice = |sitting: &Sitting| {
        format!(
            "the exam of {} ran out of time while you were away; what was there is submitted\nhint: `ibid sittings {}` shows it",
            sitting.plan().begun,
            short(sitting.plan().id)
        )
    };
    ended.iter().map(notice).collect()
}

/// What is said of a sitting that was left open, when a new one begins.
#[must_use]
pub fn open_notice(summary: &Summary, library: &Library) -> String {
    let name = summary.mode().name();
    format!(
        "an unfinished {name} of {} is open ({}, question {} of {})\nhint: `ibid {name} --continue` goes on with it",
        summary.begun,
        scope(summary, library),
        (summary.done + 1).min(summary.places),
        summary.places
    )
}

/// What a sitting was about, in few words: its filters, or else its banks.
#[must_use]
pub fn scope(summary: &Summary, library: &Library) -> String {
    let filter = &summary.options.filter;
    let titles = |id| summary.banks.iter().map(|bank| library.topic_title(bank, id)).next();
    let mut parts: Vec<String> = filter.topics.iter().filter_map(titles).collect();
    parts.extend(filter.tags.iter().map(|tag| crate::text::clean(tag).into_owned()));
    parts.extend(filter.documents.iter().map(ToString::to_string));
    parts.extend(filter.levels.iter().map(|level| format!("{level:?}").to_lowercase()));
    parts.extend(filter.which.map(|which| format!("{which:?}").to_lowercase()));
    if !summary.options.picked.is_empty() {
        parts.push("picked by hand".to_owned());
    }
    if parts.is_empty() {
        parts = summary.banks.iter().map(|bank| library.title(bank)).collect();
    }
    parts.join(", ")
}
