//! `ibid check`: every problem of banks at once.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::Exit;
use super::open::questions;
use crate::bank::BANK_FILE;
use crate::check::{Report, Severity};
use crate::text;

/// Where banks are looked for when none is given.
const USUAL: &str = "questions";

/// Checks the banks at `paths`, or else those opened by --bank, or else every one below `questions/`.
///
/// # Errors
/// When there is nothing to check.
pub fn check(out: &mut impl Write, paths: &[PathBuf], banks: &[PathBuf], as_json: bool) -> anyhow::Result<Exit> {
    let paths = match (paths, banks) {
        ([], []) => below(Path::new(USUAL)),
        ([], banks) => banks.to_vec(),
        (paths, _) => paths.to_vec(),
    };
    if paths.is_empty() {
        bail!("there is no bank below {USUAL}/ here\nhint: give the path of a bank, or of its folder");
    }
    let reports: Vec<Report> = paths.iter().map(|path| crate::check::check(path)).collect();
    if as_json {
        writeln!(out, "{}", serde_json::to_string_pretty(&reports)?)?;
    } else {
        for report in &reports {
            for problem in &report.problems {
                writeln!(out, "{problem}")?;
            }
            writeln!(out, "{}", summary(report))?;
        }
    }
    Ok(if reports.iter().any(Report::has_errors) { Exit::Wrong } else { Exit::Finished })
}

/// The folders below one that hold a bank, sorted.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut banks: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.join(BANK_FILE).is_file()).collect();
    banks.sort();
    banks
}

fn summary(report: &Report) -> String {
    let count = |severity| report.problems.iter().filter(|problem| problem.severity == severity).count();
    let told = |count: usize, name: &str| match count {
        0 => None,
        1 => Some(format!("1 {name}")),
        count => Some(format!("{count} {name}s")),
    };
    let found = [told(count(Severity::Error), "error"), told(count(Severity::Warning), "warning")];
    let found: Vec<_> = found.into_iter().flatten().collect();
    let found = if found.is_empty() { "no problem".to_owned() } else { found.join(", ") };
    let documents = told(report.documents, "document").unwrap_or_else(|| "no document".to_owned());
    format!("{}: {}, {documents}: {found}", text::clean(&report.file), questions(report.questions))
}
