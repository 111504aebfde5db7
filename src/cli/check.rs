//! `ibid check`: every problem of banks at once, and what becomes of every passage.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use serde_json::{Value, json};

use super::Exit;
use super::args::{Check, Deny};
use super::open::questions;
use crate::bank::BANK_FILE;
use crate::check::coverage::{Coverage, State};
use crate::check::{Figures, Problem, Report, Severity};
use crate::text;

/// Where banks are looked for when none is given.
const USUAL: &str = "questions";
/// The most columns of a passage in the list of all.
const WORDS: usize = 96;

/// Checks the banks that were given, or else those opened by --bank, or else every one below `questions/`.
///
/// # Errors
/// When there is nothing to check.
pub fn check(out: &mut impl Write, asked: &Check, banks: &[PathBuf]) -> anyhow::Result<Exit> {
    let paths = match (&*asked.paths, banks) {
        ([], []) => below(Path::new(USUAL)),
        ([], banks) => banks.to_vec(),
        (paths, _) => paths.to_vec(),
    };
    if paths.is_empty() {
        bail!("there is no bank below {USUAL}/ here\nhint: give the path of a bank, or of its folder");
    }
    let mut reports: Vec<Report> = paths.iter().map(|path| crate::check::check(path)).collect();
    if asked.coverage {
        reports.iter_mut().for_each(Report::hold_to_coverage);
    }
    let denied = match asked.deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Notes) => Severity::Note,
    };
    if asked.json {
        let all: Vec<Value> = reports.iter().map(|report| to_json(report, asked.coverage)).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
    } else {
        let shown = if asked.notes { Severity::Note } else { denied.max(Severity::Warning) };
        for report in &reports {
            tell(out, report, shown, asked.coverage)?;
        }
    }
    let wrong = |report: &Report| report.problems.iter().any(|problem| problem.severity <= denied);
    Ok(if reports.iter().any(wrong) { Exit::Wrong } else { Exit::Finished })
}

/// The folders below one that hold a bank, sorted.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut banks: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.join(BANK_FILE).is_file()).collect();
    banks.sort();
    banks
}

fn to_json(report: &Report, coverage: bool) -> Value {
    let mut value = json!(report);
    if let Value::Object(fields) = &mut value
        && !coverage
    {
        fields.remove("coverage");
    }
    value
}

/// Errors one by one, then the flaws, those of one kind together under their remedy, then what the bank is.
fn tell(out: &mut impl Write, report: &Report, shown: Severity, coverage: bool) -> io::Result<()> {
    let (flaws, faults): (Vec<&Problem>, Vec<&Problem>) =
        report.problems.iter().filter(|problem| problem.severity <= shown).partition(|problem| problem.flaw.is_some());
    for fault in faults {
        writeln!(out, "{fault}")?;
    }
    let mut kinds: Vec<(Severity, &str)> = Vec::new();
    for kind in flaws.iter().filter_map(|flaw| Some((flaw.severity, flaw.flaw?))) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort_by_key(|(severity, _)| *severity);
    for (severity, name) in kinds {
        writeln!(out, "{severity}: {name}")?;
        let mut remedy = "";
        for flaw in flaws.iter().filter(|flaw| (flaw.severity, flaw.flaw) == (severity, Some(name))) {
            writeln!(out, "  {}", flaw.place())?;
            remedy = &flaw.remedy;
        }
        writeln!(out, "  hint: {}", text::clean(remedy))?;
    }
    if coverage {
        for document in &report.coverage {
            map(out, document)?;
        }
    }
    summary(out, report, shown)
}

/// What becomes of every passage of a document.
fn map(out: &mut impl Write, document: &Coverage) -> io::Result<()> {
    writeln!(out, "{}", text::clean(&document.title))?;
    for passage in &document.passages {
        let (name, why) = match &passage.state {
            State::Asked { questions } => {
                let ids: Vec<&str> = questions.iter().map(crate::id::QuestionId::as_str).collect();
                ("asked", ids.join(", "))
            }
            State::LeftOut { reason } => ("left out", reason.clone()),
            State::NotAsked => ("not asked", String::new()),
        };
        let words = text::clean(&passage.words);
        writeln!(out, "  {name:9}  {:<9}  {}", passage.place, text::clip(&words, WORDS))?;
        if !why.is_empty() {
            writeln!(out, "{:24}{}", "", text::clean(&why))?;
        }
    }
    let Coverage { asked, left_out, not_asked, passages, .. } = document;
    writeln!(out, "  {}: {asked} asked, {left_out} left out, {not_asked} not asked", many(passages.len(), "passage"))
}

/// `1 passage`, `2 passages`.
fn many(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

fn summary(out: &mut impl Write, report: &Report, shown: Severity) -> io::Result<()> {
    let documents = if report.documents == 0 { "no document".to_owned() } else { many(report.documents, "document") };
    let count = |(severity, name)| Some(report.count(severity)).filter(|n| *n > 0).map(|n| many(n, name));
    let mut found: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning")].into_iter().filter_map(count).collect();
    if found.is_empty() {
        found.push("no problem".to_owned());
    }
    if let Some(notes) = count((Severity::Note, "note")) {
        found.push(if shown < Severity::Note { format!("{notes} (--notes)") } else { notes });
    }
    let found = found.join(", ");
    writeln!(out, "{}: {}, {documents}: {found}", text::clean(&report.file), questions(report.questions))?;
    if report.questions > 0 {
        let topics = report.topics.iter().map(|(title, count)| format!("{} {count}", text::clean(title)));
        writeln!(out, "  topics: {}", topics.collect::<Vec<_>>().join(", "))?;
        figures(out, &report.figures)?;
        let sum = |count: fn(&Coverage) -> usize| report.coverage.iter().map(count).sum::<usize>();
        let (asked, left_out, not_asked) = (sum(|c| c.asked), sum(|c| c.left_out), sum(|c| c.not_asked));
        let all = many(asked + left_out + not_asked, "passage");
        writeln!(out, "  coverage: {asked} asked, {left_out} left out, {not_asked} not asked of {all}")?;
    }
    Ok(())
}

fn figures(out: &mut impl Write, figures: &Figures) -> io::Result<()> {
    let [remember, understand, apply] = figures.levels;
    let [core, detail] = figures.weights;
    writeln!(
        out,
        "  levels: remember {remember}, understand {understand}, apply {apply}; core {core}, detail {detail}"
    )?;
    let shares = [("longest", figures.longest), ("shortest", figures.shortest)];
    let shares = shares
        .map(|(name, share)| format!("{name} choice {} of {} (chance {:.0})", share.count, share.of, share.chance));
    let places: Vec<String> = figures.places.iter().map(|share| share.count.to_string()).collect();
    let ordered = if places.is_empty() {
        "no choices stand in order".to_owned()
    } else {
        format!("by place {} in {} with choices in order", places.join("/"), questions(figures.in_order))
    };
    writeln!(out, "  keys: {}, {ordered}; {} choose all", shares.join(", "), figures.choose_all)
}
