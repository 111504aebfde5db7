//! What keeps a question from being asked until its author has decided.

use super::change::{Change, Outcome};
use super::conflict;
use super::matches::key;
use crate::build::ledger::{Barred, Entry, Why, mark};
use crate::id::DocumentId;
use crate::question::{Parts, Status};

/// Another document gives the same fact another value.
pub(super) fn bar_conflict(mine: &mut Parts, entry: &mut Entry, other: &conflict::Other, change: &mut Change) {
    let told = mark(&format!("conflict\n{}\n{}", key(mine), other.side.answer));
    change.new = Some(other.side.clone());
    change.why = Some("two documents give different values");
    bar(mine, entry, Why::Conflict, Some((other.document.clone(), other.side.quote.clone())), told, change);
}

/// The documents now answer something else.
pub(super) fn stale(mine: &mut Parts, entry: &mut Entry, fresh: Option<&Parts>, change: &mut Change) {
    let answer = change.new.as_ref().map(|side| format!("{}\n{}", side.answer, side.quote)).unwrap_or_default();
    let told = mark(&format!("answer\n{answer}"));
    if entry.told.contains(&told) {
        change.outcome = if mine.status == Some(Status::Stale) { Outcome::Stale } else { Outcome::Kept };
        change.again = true;
        return;
    }
    mine.revision = Some(mine.revision.unwrap_or(1).saturating_add(1));
    entry.proposed = fresh.map(|fresh| {
        let proposed = Parts { id: mine.id.clone(), revision: mine.revision, ..fresh.clone() };
        serde_json::to_value(proposed).unwrap_or_default() // strings and numbers only: cannot fail
    });
    bar(mine, entry, Why::Stale, None, told, change);
}

/// Keeps a question from being asked until the author has decided; of one reason once.
pub(super) fn bar(
    mine: &mut Parts,
    entry: &mut Entry,
    why: Why,
    quote: Option<(DocumentId, String)>,
    told: String,
    change: &mut Change,
) {
    if !entry.told.insert(told) {
        // The author has seen it: what the question says now stands.
        change.again = true;
        change.outcome = if mine.status == Some(why.status()) { why.outcome() } else { Outcome::Kept };
        return;
    }
    let before = entry.before(mine.status);
    entry.barred =
        Some(Barred { why, before, document: quote.as_ref().map(|it| it.0.clone()), exact: quote.map(|it| it.1) });
    mine.status = Some(why.status());
    change.outcome = why.outcome();
}
