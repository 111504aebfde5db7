//! What became of each passage: known, missed, not yet tested, not asked about, or left out with a reason.

use std::collections::BTreeMap;

use ratatui::style::Style;
use ratatui::text::Line;

use crate::bank::Bank;
use crate::check::coverage;
use crate::document::Document;
use crate::id::DocumentId;
use crate::question::Drawn;
use crate::session::History;
use crate::tui::screens::count;
use crate::tui::theme::Theme;
use crate::tui::widgets::paragraph;

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tested {
    /// Every question on it was answered fully right the last time.
    Known,
    /// A question on it was not.
    Missed,
    /// A question on it is still to be answered.
    Untested,
    /// No question is on it.
    NotAsked,
    /// The bank says why.
    LeftOut,
}

impl Tested {
    const ALL: [Self; 5] = [Self::Known, Self::Missed, Self::Untested, Self::NotAsked, Self::LeftOut];

    /// Reads it from the questions on a passage.
    pub fn of(asking: &[(usize, Drawn)], left_out: bool, history: &History) -> Self {
        let last = |(_, drawn): &(usize, Drawn)| history.of(&drawn.id).last_fully_right;
        if asking.is_empty() {
            if left_out { Self::LeftOut } else { Self::NotAsked }
        } else if asking.iter().any(|asked| last(asked) == Some(false)) {
            Self::Missed
        } else if asking.iter().all(|asked| last(asked) == Some(true)) {
            Self::Known
        } else {
            Self::Untested
        }
    }

    /// The sign before a passage.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Known => "✓ ",
            Self::Missed => "✗ ",
            Self::Untested => "· ",
            Self::NotAsked => "○ ",
            Self::LeftOut => "– ",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Missed => "missed",
            Self::Untested => "not tested yet",
            Self::NotAsked => "not asked",
            Self::LeftOut => "left out",
        }
    }

    /// How its sign and words are shown.
    pub const fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Known => theme.right,
            Self::Missed => theme.wrong,
            Self::Untested => theme.plain,
            Self::NotAsked | Self::LeftOut => theme.quiet,
        }
    }
}

/// The questions that cite each passage of a document, in the order of passages.
pub fn asked(bank: &Bank, document: &Document, id: &DocumentId) -> Vec<(usize, Drawn)> {
    let mut asked: Vec<(usize, Drawn)> = Vec::new();
    for drawn in (0..bank.len()).filter_map(|index| bank.ask(index, true).ok()) {
        for citation in drawn.question.citations.iter().filter(|citation| citation.document == *id) {
            let passages = bank.find(citation).map(|found| document.passages_in(found.span)).unwrap_or_default();
            asked.extend(passages.map(|passage| (passage, drawn.clone())));
        }
    }
    asked.sort_by_key(|(passage, _)| *passage);
    asked.dedup_by(|a, b| a.0 == b.0 && a.1.id == b.1.id);
    asked
}

/// The passages that a bank leaves out, with their reasons.
pub fn left_out(bank: &Bank, document: &Document, id: &DocumentId) -> BTreeMap<usize, String> {
    let found = coverage::left_out(document, id, &bank.tail().left_out);
    found.into_iter().map(|(passage, (_, left_out))| (passage, left_out.reason.clone())).collect()
}

/// What the signs mean.
pub fn legend(theme: &Theme, width: u16) -> Vec<Line<'static>> {
    let words = Tested::ALL.map(|tested| format!("{}{}", tested.sign(), tested.name())).join("   ");
    paragraph(&words, theme.quiet, width)
}

/// What became of one passage, in words.
pub fn told(asking: &[(usize, Drawn)], reason: Option<&String>, history: &History) -> String {
    if asking.is_empty() {
        return reason.map_or_else(|| "Not asked about.".to_owned(), |reason| format!("Left out: {reason}"));
    }
    let last = |wanted: Option<bool>| {
        asking.iter().filter(|(_, drawn)| history.of(&drawn.id).last_fully_right == wanted).count()
    };
    let parts = [(last(Some(true)), "known"), (last(Some(false)), "missed"), (last(None), "not tested yet")];
    let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    format!("{}: {}", count(asking.len(), "question"), parts.join(", "))
}
