//! What a build tells: progress, what became of the bank, the families and their record.

use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::Done;
use crate::build::family::{self, Family};
use crate::build::rebuild::{Change, Outcome, Side};
use crate::build::record::{ENOUGH, GOOD, confidence, is_poor};
use crate::journal::Records;
use crate::text;

/// Whether a line of progress stands on the terminal.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// What stands there stays, and what the terminal shows next has a line of its own.
pub fn interrupted() {
    if SHOWN.load(Ordering::Relaxed) {
        let _ = writeln!(io::stderr());
    }
}

/// One line that is written again and again, where somebody can see it.
pub struct Progress {
    shown: bool,
    length: Cell<usize>,
}

impl Progress {
    /// On standard error, if that is a terminal.
    pub fn new(wanted: bool) -> Self {
        let smart = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { shown: wanted && smart && io::stderr().is_terminal(), length: Cell::new(0) }
    }

    /// Says what is being done.
    pub fn step(&self, words: &str) {
        if self.shown {
            let words = text::clean(words);
            let words = text::clip(&words, 78);
            let blank = " ".repeat(self.length.get().saturating_sub(text::width(&words)));
            let _ = write!(io::stderr(), "\r{words}{blank}");
            SHOWN.store(true, Ordering::Relaxed);
            self.length.set(text::width(&words));
        }
    }

    /// Leaves no trace.
    pub fn end(&self) {
        if self.shown && self.length.get() > 0 {
            SHOWN.store(false, Ordering::Relaxed);
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(self.length.replace(0)));
        }
    }
}

/// `1 question`, `2 questions`.
pub fn many(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

/// How many questions became what, what matters least last, those that are as they were left out.
fn counts(changes: &[Change]) -> Vec<(Outcome, usize)> {
    let count = |outcome: &Outcome| changes.iter().filter(|change| change.outcome == *outcome).count();
    let all = Outcome::ALL.iter().rev().filter(|outcome| **outcome != Outcome::Kept);
    all.map(|outcome| (*outcome, count(outcome))).filter(|(_, count)| *count > 0).collect()
}

/// The whole in one line.
pub fn line(done: &Done) -> String {
    let counts: Vec<String> =
        counts(&done.rebuilt.changes).iter().map(|(outcome, count)| format!("{count} {}", outcome.name())).collect();
    let counts = if counts.is_empty() { "nothing changed".to_owned() } else { counts.join(", ") };
    let (questions, documents) =
        (many(done.rebuilt.bank.questions.len(), "question"), many(done.documents, "document"));
    format!("{questions} from {documents}: {counts}")
}

/// What was made of the documents, and what waits for the author.
pub fn summary(err: &mut impl Write, done: &Done) -> io::Result<()> {
    writeln!(err, "{}", line(done))?;
    for (family, made, refused) in by_family(done) {
        let reasons: Vec<String> = refused.iter().map(|(why, count)| format!("{count} {why}")).collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" (refused: {})", reasons.join(", ")) };
        writeln!(err, "  {:12} {made:5}{reasons}", family.name)?;
    }
    if done.rebuilt.kept_out > 0 {
        writeln!(err, "  {} stay out, rejected or removed by you", done.rebuilt.kept_out)?;
    }
    let waiting = done.rebuilt.changes.iter().filter(|change| change.outcome.bars());
    waiting.into_iter().try_for_each(|change| diff(err, change))
}

/// A family, how many questions it made, and why others were refused.
type Yield = (&'static Family, usize, Vec<(&'static str, usize)>);

/// What each family came to.
fn by_family(done: &Done) -> Vec<Yield> {
    let row = |family: &'static Family| {
        let made = done.made.get(family.name).copied().unwrap_or_default();
        let refused = done.refused.iter().filter(|((name, _), _)| *name == family.name);
        let refused: Vec<_> = refused.map(|((_, why), count)| (why.name(), *count)).collect();
        (family, made, refused)
    };
    family::TABLE.iter().map(row).filter(|(_, made, refused)| *made > 0 || !refused.is_empty()).collect()
}

/// Every question that changed, what stood there and what stands there now.
pub fn changes(out: &mut impl Write, done: &Done) -> io::Result<()> {
    for outcome in Outcome::ALL.iter().rev().filter(|outcome| **outcome != Outcome::Kept) {
        for change in done.rebuilt.changes.iter().filter(|change| change.outcome == *outcome) {
            diff(out, change)?;
        }
    }
    writeln!(out, "{}", line(done))
}

fn diff(out: &mut impl Write, change: &Change) -> io::Result<()> {
    let fields = (!change.fields.is_empty()).then(|| change.fields.join(", "));
    let why = change.why.map(ToOwned::to_owned).or(fields).map(|why| format!(" ({why})")).unwrap_or_default();
    writeln!(out, "{} {}{why}: {}", change.outcome.name(), change.id, text::clean(&change.stem))?;
    let mut side = |sign: char, side: &Side| {
        let answer = if side.answer.is_empty() { String::new() } else { format!("{} | ", side.answer) };
        let words = format!("{answer}“{}” {}", side.quote, side.document);
        writeln!(out, "  {sign} {}", text::clean(&words))
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new => side(' ', old),
        (old, new) => {
            old.iter().try_for_each(|it| side('-', it))?;
            new.iter().try_for_each(|it| side('+', it))
        }
    }
}

/// All of it for scripts.
pub fn to_json(done: &Done) -> Value {
    let family = |(family, made, refused): Yield| {
        let refused: serde_json::Map<String, Value> =
            refused.into_iter().map(|(why, count)| (why.to_owned(), count.into())).collect();
        (family.name.to_owned(), json!({ "made": made, "refused": refused }))
    };
    let families: serde_json::Map<String, Value> = by_family(done).into_iter().map(family).collect();
    let outcomes: serde_json::Map<String, Value> =
        counts(&done.rebuilt.changes).into_iter().map(|(it, count)| (it.name().to_owned(), count.into())).collect();
    let changes: Vec<&Change> = done.rebuilt.changes.iter().filter(|it| it.outcome != Outcome::Kept).collect();
    json!({
        "bank": done.bank.display().to_string(),
        "written": done.written,
        "documents": done.documents,
        "questions": done.rebuilt.bank.questions.len(),
        "outcomes": outcomes,
        "kept_out": done.rebuilt.kept_out,
        "families": families,
        "changes": changes,
        "left_out": done.left_out,
        "model": done.proposed.to_json(),
    })
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// The table of families.
pub fn families(out: &mut impl Write) -> io::Result<()> {
    for Family { name, what, on, accepted, .. } in family::TABLE {
        writeln!(out, "{name:12} {:3} {:>6}  {what}", if *on { "on" } else { "off" }, percent(*accepted))?;
    }
    writeln!(
        out,
        "\nThe share is that of acceptable questions when they were judged. What cannot reach {} is off.\n\
         --family NAME makes questions of that family alone, --no-family NAME none of it.",
        percent(GOOD)
    )
}

/// The table of families as JSON.
pub fn families_json() -> Value {
    let family = |it: &Family| json!({ "name": it.name, "what": it.what, "on": it.on, "accepted": it.accepted });
    family::TABLE.iter().map(family).collect()
}

/// What the author made of each family's questions.
pub fn record(out: &mut impl Write, records: &Records) -> io::Result<()> {
    writeln!(out, "{:12} {:>6} {:>8} {:>5} {:>8}", "family", "judged", "accepted", "share", "at first")?;
    for family in family::TABLE {
        let record = records.of(family.name);
        let share = record.rate().map_or_else(|| "–".to_owned(), percent);
        let Family { name, accepted, .. } = family;
        let first = percent(*accepted);
        writeln!(out, "{name:12} {:6} {:8} {share:>5} {first:>8}", record.judged, record.accepted)?;
    }
    writeln!(
        out,
        "From {ENOUGH} verdicts on, a family is trusted by its share; before, by the figure that it had at first."
    )?;
    for family in family::TABLE.iter().filter(|family| is_poor(records.of(family.name))) {
        let record = records.of(family.name);
        writeln!(
            out,
            "{}: {} of {} were acceptable, which is below {}; --no-family {0} leaves it out",
            family.name,
            record.accepted,
            record.judged,
            percent(GOOD)
        )?;
    }
    Ok(())
}

/// The same for scripts.
pub fn record_json(records: &Records) -> Value {
    let family = |it: &Family| {
        let record = records.of(it.name);
        json!({
            "family": it.name, "judged": record.judged, "accepted": record.accepted, "share": record.rate(),
            "at_first": it.accepted, "confidence": confidence(records, it),
            "poor": is_poor(record),
        })
    };
    family::TABLE.iter().map(family).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_docs_list_the_families_as_they_are() {
        let row = |Family { name, what, on, accepted, .. }: &Family| {
            format!("| `{name}` | {what} | {} | {} |\n", if *on { "on" } else { "off" }, percent(*accepted))
        };
        let rows: String = family::TABLE.iter().map(row).collect();
        let page = include_str!("../../../docs/building.md");
        let head = "| family | asks for | by default | acceptable at first |\n| --- | --- | --- | --- |\n";
        assert!(page.contains(&format!("{head}{rows}\n")), "docs/building.md should have:\n{head}{rows}");
    }
}
