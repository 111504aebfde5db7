//! The banks that open by themselves: listed, added, removed.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::Banks;
use super::open::{EMBEDDED, questions};
use super::{Exit, Setup, tell};
use crate::bank::{Bank, List, Listed};
use crate::id::BankId;
use crate::session::Limits;
use crate::text;

/// `ibid banks`.
///
/// # Errors
/// When the list cannot be read or written, or the bank cannot be opened or is not on it.
pub fn banks(out: &mut impl Write, setup: &Setup, what: Option<&Banks>) -> anyhow::Result<Exit> {
    let data = setup.paths.data.as_deref();
    let data =
        data.context("there is no home folder to keep a list in\nhint: give a folder with --data DIR, or set HOME")?;
    let mut list = List::read(data).map_err(anyhow::Error::msg)?;
    match what {
        None => show(out, &list)?,
        Some(Banks::Add { path, new, reviews }) => {
            let listed = Listed { new: *new, reviews: *reviews, ..opened(path)?.1 };
            let id = listed.id.clone();
            list.add(listed);
            list.write(data).with_context(|| data.display().to_string())?;
            writeln!(out, "{id}")?;
        }
        Some(Banks::Remove { id }) => {
            let known = BankId::new(id).ok().filter(|id| list.remove(id));
            let Some(id) = known else {
                bail!("no bank “{}” is on the list\nhint: `ibid banks` shows it", text::clean(id));
            };
            list.write(data).with_context(|| data.display().to_string())?;
            tell("note", &format!("{id} no longer opens by itself; its file and its history stay as they are"));
        }
    }
    Ok(Exit::Finished)
}

/// A bank that is to be added, and how the list names it.
///
/// # Errors
/// When it cannot be opened.
fn opened(path: &Path) -> anyhow::Result<(Bank, Listed)> {
    let (bank, path) = if path.as_os_str() == EMBEDDED {
        (Bank::embedded(), None)
    } else {
        (Bank::open(path)?, Some(std::path::absolute(path)?))
    };
    let listed = Listed { id: bank.head().id.clone(), path, new: None, reviews: None };
    Ok((bank, listed))
}

fn show(out: &mut impl Write, list: &List) -> anyhow::Result<()> {
    let embedded = Bank::embedded();
    let limits = |listed: Option<&Listed>| {
        let limit = |limit: Option<u32>, noun: &str| limit.map(|limit| format!(", {limit} {noun} a day"));
        let words = listed.map(|listed| [limit(listed.new, "new"), limit(listed.reviews, "reviews")]);
        words.into_iter().flatten().flatten().collect::<String>()
    };
    if list.embedded {
        let own = list.banks.iter().find(|listed| listed.path.is_none());
        let id = &embedded.head().id;
        writeln!(out, "{id}  {}{}, part of the program", questions(embedded.len()), limits(own))?;
    }
    for (listed, path) in list.paths() {
        let path = path.display().to_string();
        match Bank::open(Path::new(&path)) {
            Ok(bank) => {
                let about = questions(bank.len());
                writeln!(out, "{}  {about}{}, {}", bank.head().id, limits(Some(listed)), text::clean(&path))?;
            }
            Err(error) => {
                writeln!(out, "{}  not there{}, {}", listed.id, limits(Some(listed)), text::clean(&path))?;
                tell("warning", &error.to_string());
            }
        }
    }
    Ok(())
}

/// The limits of the banks that have their own; what they do not say is as usual.
#[must_use]
pub fn own_limits(list: &List, usual: Limits) -> BTreeMap<BankId, Limits> {
    let own = list.banks.iter().filter(|listed| listed.new.is_some() || listed.reviews.is_some());
    let limit = |own: Option<u32>, usual: usize| own.map_or(usual, |own| own as usize);
    own.map(|listed| {
        let limits = Limits { new: limit(listed.new, usual.new), reviews: limit(listed.reviews, usual.reviews) };
        (listed.id.clone(), limits)
    })
    .collect()
}
