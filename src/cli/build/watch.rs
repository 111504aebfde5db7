//! Building again whenever a document is saved. Nothing is done in between: the system tells when a file changes.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use notify::{EventKind, RecursiveMode, Watcher as _};

use super::super::Exit;
use super::gather::{Gathered, gather};
use super::{Job, tell};
use crate::clock::Moment;

/// Programs save a file in several steps; it is read when they have been quiet for so long.
const QUIET: Duration = Duration::from_millis(100);

/// Builds, and again after each change, until a signal ends the program.
///
/// # Errors
/// When files cannot be watched here. What a build cannot do is told, and the next change awaited.
pub fn watch(out: &mut impl Write, job: &Job<'_>) -> anyhow::Result<Exit> {
    let (send, changed) = mpsc::channel();
    let tell_us = move |event: notify::Result<notify::Event>| {
        // Reading a file is no change of it.
        if !event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
            let _ = send.send(());
        }
    };
    let mut watcher = notify::recommended_watcher(tell_us).context("files cannot be watched here")?;
    let mut watched = BTreeSet::new();
    let mut told = false;
    loop {
        let gathered = job.gathered();
        for folder in job.folders(&gathered) {
            if watched.insert(folder.clone())
                && let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive)
            {
                super::super::tell("warning", &format!("{}: {error}", folder.display()));
            }
        }
        let before = prints(&gathered, job);
        match job.run() {
            Ok(done) => {
                for left_out in &done.left_out {
                    super::super::tell("warning", &format!("{}: {}", left_out.file, left_out.why));
                }
                done.proposed.tell();
                if !told {
                    writeln!(out, "{}", done.bank.display())?;
                    out.flush()?;
                    told = true;
                }
                super::super::tell("built", &format!("{}  {}", Moment::now(), tell::line(&done)));
            }
            Err(error) => super::super::tell("error", &format!("{error:#}")),
        }
        loop {
            changed.recv().context("files are not watched any more")?;
            while changed.recv_timeout(QUIET) != Err(RecvTimeoutError::Timeout) {}
            if prints(&job.gathered(), job) != before {
                break;
            }
        }
    }
}

/// What tells one state of the documents from another without reading them.
fn prints(gathered: &Gathered, job: &Job<'_>) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let own =
        if job.args.documents.is_empty() { gather(&[job.own_documents()], &job.folder).documents } else { Vec::new() };
    let print = |path: &PathBuf| {
        let data = std::fs::metadata(path).ok();
        (path.clone(), data.as_ref().map_or(0, std::fs::Metadata::len), data.and_then(|data| data.modified().ok()))
    };
    gathered.documents.iter().chain(&own).map(|given| print(&given.path)).collect()
}
