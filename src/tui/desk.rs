//! What lies before every screen: the banks, the person's history, the sitting at hand, and the way out to the effects.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::bank::{Bank, Library};
use crate::clock::{Moment, Stamp, StampId, Stamps};
use crate::id::QuestionRef;
use crate::progress::{Figures, Lately};
use crate::question::Drawn;
use crate::search::Index;
use crate::session::form::{Which, draw, draw_in_order, lay_out};
use crate::session::queue;
use crate::session::{Agenda, End, History, Limits, Mode, Options, Plan, Record, Sitting, SittingId, What};
use crate::store::Summary;

use super::keymap::{Action, Keymap};
use super::page::{Notice, Room};
use super::theme::Theme;

mod deeds;
mod effect;

pub use effect::{Effect, Shelf, Told};

/// The usual sizes of sittings, from the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defaults {
    /// Questions of a practice.
    pub practice: usize,
    /// Questions of an exam.
    pub exam: usize,
    /// An exam's time limit in minutes; none when 0.
    pub minutes: u32,
    /// An exam's pass mark in percent.
    pub pass: u8,
    /// What study may ask on a day.
    pub limits: Limits,
    /// How many minutes a study sitting takes; as long as there is something to ask when 0.
    pub study: u32,
}

impl Default for Defaults {
    fn default() -> Self {
        Self { practice: 20, exam: 40, minutes: 30, pass: 80, limits: Limits { new: 20, reviews: 200 }, study: 0 }
    }
}

/// Everything that screens look at and act on.
pub struct Desk {
    /// The open banks.
    pub library: Library,
    /// Each question's past.
    pub history: History,
    /// The latest sittings, newest first.
    pub sittings: Vec<Summary>,
    /// The sitting at hand: the one on the screen, or the one to go on with.
    pub sitting: Option<Sitting>,
    /// Whether this ibid holds the sitting at hand; otherwise it must be opened before it goes on.
    pub held: bool,
    /// The sitting that was given up last, as long as nothing was looked at since: it can be taken up again.
    pub given_up: Option<Sitting>,
    /// What study has to ask today.
    pub agenda: Agenda,
    /// What was done in the last days.
    pub lately: Lately,
    /// The figures, once they were asked for.
    pub figures: Option<Box<Figures>>,
    /// The person's own notes.
    pub notes: HashMap<QuestionRef, String>,
    /// Everything that can be searched, once it was read.
    pub index: Option<Arc<Index>>,
    /// Whether it is being read.
    pub indexing: bool,
    /// The hour at which the person's day turns over.
    pub turnover: u8,
    /// Whether the store has told what it holds.
    pub loaded: bool,
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: Theme,
    /// The usual sizes of sittings.
    pub defaults: Defaults,
    /// The terminal's size: columns, rows.
    pub size: (u16, u16),
    /// When the last event happened.
    pub now: Moment,
    /// A message to the person, until the next key.
    pub notice: Option<Notice>,
    /// What must be done.
    pub effects: Vec<Effect>,
    /// What was done to questions since the last answer, to be taken back.
    deeds: Vec<deeds::Deed>,
    /// The question that is in the editor, and what its answer was.
    edited: Option<(QuestionRef, BTreeSet<String>)>,
    stamps: Stamps,
    seed: Box<dyn FnMut() -> u64>,
}

impl Desk {
    /// A desk over some banks. `seed` gives the seeds of sittings that were not asked for with one.
    pub fn new(
        library: Library,
        keymap: Keymap,
        theme: Theme,
        defaults: Defaults,
        stamps: Stamps,
        seed: impl FnMut() -> u64 + 'static,
    ) -> Self {
        Self {
            library,
            history: History::default(),
            sittings: Vec::new(),
            sitting: None,
            held: false,
            given_up: None,
            agenda: Agenda::default(),
            lately: Lately::default(),
            figures: None,
            notes: HashMap::new(),
            index: None,
            indexing: false,
            turnover: 4,
            loaded: false,
            keymap,
            theme,
            defaults,
            size: (80, 24),
            now: Moment::default(),
            notice: None,
            effects: Vec::new(),
            deeds: Vec::new(),
            edited: None,
            stamps,
            seed: Box::new(seed),
        }
    }

    /// The room for a screen's rows; that of the smallest terminal where it is too small to draw.
    #[must_use]
    pub fn room(&self) -> Room {
        Room::of(self.size).or_else(|| Room::of(super::page::LEAST)).unwrap_or(Room {
            width: 38,
            height: 9,
            roomy: false,
        })
    }

    /// Lets what happens from now on sort after what the store holds.
    pub fn follow(&mut self, latest: Option<StampId>) {
        if let Some(latest) = latest {
            self.stamps.follow(latest);
        }
    }

    /// A stamp for what happens now.
    pub fn stamp(&mut self) -> Stamp {
        self.stamps.next(self.now)
    }

    /// A fresh seed.
    pub fn seed(&mut self) -> u64 {
        (self.seed)()
    }

    /// Tells the person something.
    pub fn say(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Info(words.into()));
    }

    /// Tells the person that something did not go as it should.
    pub fn warn(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Warning(words.into()));
    }

    /// Keeps records, and what they mean for the history.
    pub fn keep(&mut self, records: Vec<Record>) {
        for record in &records {
            match &record.what {
                What::Flag { question, on } => self.history.change(question.clone(), |past| past.flagged = *on),
                What::Suspend { question, on } => self.history.change(question.clone(), |past| past.suspended = *on),
                What::Bury { question, until } => self.history.change(question.clone(), |past| past.buried = *until),
                What::Reset { question } => self.history.change(question.clone(), |past| {
                    (past.asked, past.last_fully_right) = (false, None);
                }),
                What::Note { question, text } => {
                    self.notes.remove(question);
                    if !text.is_empty() {
                        self.notes.insert(question.clone(), text.clone());
                    }
                }
                What::Response(_) | What::Skip { .. } | What::Void { .. } | What::End { .. } => self.deeds.clear(),
                _ => {}
            }
            let tells = self.sitting.as_ref().is_some_and(|sitting| sitting.mode().tells());
            if let (true, What::Response(response)) = (tells, &record.what) {
                self.history.change(response.question.clone(), |past| {
                    past.asked = true;
                    if !response.after_reveal {
                        past.last_fully_right = Some(response.fully_right);
                    }
                });
            }
        }
        if !records.is_empty() {
            self.effects.push(Effect::Append(records));
        }
    }

    /// The sitting that what happens now belongs to.
    #[must_use]
    pub fn at_hand(&self) -> Option<SittingId> {
        self.sitting.as_ref().filter(|_| self.held).map(|sitting| sitting.plan().id)
    }

    /// Whether a sitting is study of an earlier day: what it had still to ask is asked by the next one.
    pub(in crate::tui) fn is_past(&self, sitting: &Sitting) -> bool {
        sitting.mode() == Mode::Study && sitting.plan().begun.day(self.turnover) < self.now.day(self.turnover)
    }

    /// Flags a question for later, or takes the flag off.
    pub fn flag(&mut self, question: &QuestionRef) {
        let on = !self.history.of(question).flagged;
        let sitting = self.at_hand();
        let what = What::Flag { question: question.clone(), on };
        let record = Record { stamp: self.stamp(), sitting, what };
        self.keep(vec![record]);
        self.say(if on { "Flagged for later." } else { "Flag taken off." });
    }

    /// Draws a sitting and begins it. Says why when there is nothing to ask.
    pub fn begin(&mut self, options: Options) -> bool {
        if let Some(why) = self.closed().filter(|_| options.mode.tells()) {
            self.warn(why);
            return false;
        }
        let (form, drawn, left_out) = self.draw(&options);
        if drawn.is_empty() {
            let flag = self.keymap.label(Action::Flag);
            self.warn(match options.filter.which {
                None if options.mode == Mode::Study => self.nothing_due(),
                Some(Which::Missed) => "Nothing missed: every last answer was right.".to_owned(),
                Some(Which::Flagged) => format!("Nothing is flagged. {flag} flags a question for later."),
                Some(Which::New) => "Every question has been asked before.".to_owned(),
                None => "There is no question to ask here. ibid check tells what is wrong with a bank.".to_owned(),
            });
            return false;
        }
        let (drawn_count, options_count) = (drawn.len(), options.count);
        let stamp = self.stamp();
        let plan = Plan::new(stamp.id, self.now, options, form);
        self.effects.push(Effect::Begin(Box::new(plan.clone()), drawn.clone()));
        (self.sitting, self.held) = (Some(Sitting::begin(plan, drawn)), true);
        let asked = options_count.map_or(0, |count| count.min(self.library.len()));
        if drawn_count < asked {
            self.say(format!("{drawn_count} questions: no others fit, or they would give these away."));
        }
        if let Some(first) = left_out.first() {
            let more = left_out.len() - 1;
            let others = if more == 0 { String::new() } else { format!(" and {more} more") };
            self.warn(format!("Left out: {first}{others}. ibid check tells why."));
        }
        true
    }

    /// Why study has nothing to ask.
    fn nothing_due(&self) -> String {
        let left = self.agenda.left(self.defaults.limits);
        if left.general.new == 0 && self.defaults.limits.new > 0 {
            "Done for today: nothing more is due, and the day's new questions are asked. Practice asks more.".to_owned()
        } else {
            "Nothing is due today, and every question has been asked before.".to_owned()
        }
    }

    fn draw(&self, options: &Options) -> (crate::session::Form, Vec<Drawn>, Vec<String>) {
        let mut left_out = Vec::new();
        let drafts = options.mode == Mode::Practice;
        let mut load = |position| match self.library.ask(position, drafts)? {
            Ok(drawn) => Some(drawn),
            Err(crate::bank::Unaskable::Status(..)) => None,
            Err(crate::bank::Unaskable::Faulty { id, .. }) => {
                left_out.push(id);
                None
            }
        };
        if options.mode == Mode::Study && options.picked.is_empty() {
            let limits = self.agenda.left(self.defaults.limits);
            let order = queue::of(&self.library, options, &self.history, &self.agenda, limits);
            let load = |id: &QuestionRef| load(self.library.position(id)?);
            let (form, drawn) = draw_in_order(order, options, &self.history, load);
            return (form, drawn, left_out);
        }
        if options.picked.is_empty() {
            let (form, drawn) = draw(self.library.len(), options, &self.history, load);
            return (form, drawn, left_out);
        }
        let banks = self.library.banks();
        let positions = options.picked.iter().filter_map(|question| {
            let question = |bank: &Bank| QuestionRef { bank: bank.head().id.clone(), question: question.clone() };
            banks.iter().find_map(|bank| self.library.position(&question(bank)))
        });
        let drawn: Vec<Drawn> = positions.filter_map(&mut load).collect();
        (lay_out(&drawn, options.seed), drawn, left_out)
    }

    /// Ends the sitting at hand and hands it over; what it was is kept.
    pub fn finish(&mut self, how: End) -> Option<Sitting> {
        let mut sitting = self.sitting.take()?;
        self.held = false;
        // Where the store cannot be written, this is all that tells that it ended.
        let id = sitting.plan().id;
        self.sittings.iter_mut().filter(|summary| summary.id == id).for_each(|summary| summary.end = Some(how));
        let Self { stamps, now, .. } = self;
        let records = sitting.finish(how, || stamps.next(*now));
        self.keep(records);
        // What is given up may be taken up again.
        self.effects.extend((how != End::Abandoned).then_some(Effect::Release));
        self.effects.push(Effect::Shelve);
        Some(sitting)
    }

    /// Gives the sitting at hand up.
    pub fn abandon(&mut self) {
        let Some(sitting) = self.finish(End::Abandoned) else { return };
        let done = (0..sitting.len()).filter(|&place| sitting.answered(place)).count();
        let (undo, answers) = (self.keymap.label(Action::Undo), if done == 1 { "answer" } else { "answers" });
        self.say(format!("Abandoned after {done} {answers}. {undo} takes it up again."));
        self.given_up = Some(sitting);
    }

    /// Takes back that a sitting was given up.
    pub fn take_up_again(&mut self) {
        let Some(mut sitting) = self.given_up.take() else { return self.say("There is nothing to take back.") };
        let stamp = self.stamp();
        if let Some(undone) = sitting.undo(stamp) {
            (self.sitting, self.held) = (Some(sitting), true);
            self.keep(vec![undone.record]);
            self.effects.push(Effect::Shelve);
            self.say("Taken up again.");
        }
    }

    /// Whether an exam is open, so that nothing may show an answer.
    #[must_use]
    pub fn exam_open(&self) -> bool {
        let at_hand = self.sitting.as_ref().is_some_and(|s| s.mode() == Mode::Exam && s.end().is_none());
        // An exam of a bank that is not open has no answer that could be shown.
        let shows = |summary: &Summary| summary.banks.iter().any(|bank| self.library.bank(bank).is_some());
        let open = |summary: &Summary| summary.mode() == Mode::Exam && summary.end.is_none() && shows(summary);
        at_hand || self.sittings.iter().any(open)
    }

    /// Whether a question is the open one of a practice that waits to be gone on with; says so if it is.
    pub fn locked(&mut self, question: &QuestionRef) -> bool {
        let locked = self.waits(question);
        if locked {
            self.say("This question waits for your answer in the practice that is open.");
        }
        locked
    }

    /// Whether a question is the open one of a practice that waits to be gone on with.
    #[must_use]
    pub fn waits(&self, question: &QuestionRef) -> bool {
        let Some(sitting) = self.sitting.as_ref().filter(|sitting| sitting.end().is_none()) else { return false };
        let place = sitting.next_open(0).and_then(|place| sitting.place(place));
        place.is_some_and(|place| place.question == *question)
    }

    /// What closes everything that shows answers now, if anything does: browse, search, documents, reviews, practice.
    #[must_use]
    pub fn closed(&self) -> Option<&'static str> {
        self.exam_open().then_some("Closed while an exam is open: submit or abandon it first (it stands in Sittings).")
    }

    /// The title shown for the open banks.
    #[must_use]
    pub fn bank_title(&self) -> String {
        match self.library.banks() {
            [] => "no bank".to_owned(),
            [bank] => self.library.title(&bank.head().id),
            banks => format!("{} banks", banks.len()),
        }
    }
}
