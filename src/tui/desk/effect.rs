//! What must be done outside, and what came of it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bank::Bank;
use crate::clock::StampId;
use crate::id::{BankId, DocumentId, QuestionRef};
use crate::progress::{Lately, Standing};
use crate::question::Drawn;
use crate::review::Ruling;
use crate::search::Index;
use crate::session::{Agenda, History, Plan, Record, Sitting, SittingId};
use crate::store::Summary;
use crate::tui::page::Notice;

/// What must be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Open the store and tell what is in it.
    Load,
    /// Keep a sitting that begins.
    Begin(Box<Plan>, Vec<Drawn>),
    /// Keep what happened.
    Append(Vec<Record>),
    /// Tell the history and the sittings again.
    Shelve,
    /// Tell all of the history, of which only the totals were told.
    History,
    /// Tell all that the figures are made from.
    Progress,
    /// The same, with all past sittings that are listed.
    Past,
    /// Read a sitting, to go on with it or to look at it.
    Open(SittingId),
    /// Let another ibid go on with the sitting.
    Release,
    /// Put the bank at a path on the list of those that open by themselves, and open it.
    AddBank(String),
    /// Take a bank off that list, and close it.
    RemoveBank(BankId),
    /// Open the editor at a question.
    Edit(QuestionRef),
    /// Keep a ruling of the review of a bank.
    Rule(BankId, Box<Ruling>),
    /// Open the editor at a new question on a passage of a bank's document.
    Write(BankId, DocumentId, usize),
    /// Read all questions and documents, to be searched.
    Index,
    /// Put text on the clipboard.
    Copy(String),
    /// Go to the background.
    Suspend,
    /// Take the terminal again, after the program was continued.
    Reenter,
    /// Draw the screen anew.
    Redraw,
}

/// What came of an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// What the store holds.
    Shelf(Box<Shelf>),
    /// All of the history.
    History(Box<History>),
    /// What the figures are made from.
    Standing(Box<Standing>),
    /// A sitting that was asked for.
    Opened(Box<Sitting>),
    /// A bank that was edited, read again, and what there is to say about it.
    Bank(Arc<Bank>, Notice),
    /// The banks that are open from now on, and what there is to say about them.
    Banks(Vec<Arc<Bank>>, Notice),
    /// A ruling that was kept, the bank that it led to, and what there is to say about it.
    Ruled(Arc<Bank>, Box<Ruling>, Option<Notice>),
    /// All questions and documents, read to be searched.
    Index(Arc<Index>),
    /// Something to tell the person.
    Notice(Notice),
}

/// What the store holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shelf {
    /// Each question's past, or the totals of a long one.
    pub history: History,
    /// The latest sittings, newest first, and every exam that is open.
    pub sittings: Vec<Summary>,
    /// The sitting to go on with.
    pub open: Option<Box<Sitting>>,
    /// What study has to ask today.
    pub agenda: Agenda,
    /// The person's own notes.
    pub notes: HashMap<QuestionRef, String>,
    /// The last id in the store: what happens now is to sort after it.
    pub latest: Option<StampId>,
    /// What was done in the last days.
    pub lately: Lately,
}
