//! `ibid rooms`: the drills that this store has, and how one is forgotten.

use std::fs;
use std::io::Write;

use anyhow::{Context as _, anyhow, bail};
use serde_json::{Value, json};

use super::args::Rooms;
use super::{Exit, Setup, open, tell};
use crate::clock::Moment;
use crate::room::page::many;
use crate::room::{Code, RoomId};
use crate::store::{RoomSummary, Store};
use crate::text;

/// Lists rooms, the newest first, or forgets one.
///
/// # Errors
/// When the store cannot be opened, or there is no such room.
pub fn rooms(out: &mut impl Write, setup: &Setup, what: Option<&Rooms>, as_json: bool) -> anyhow::Result<Exit> {
    let mut store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, Moment::now())?;
    if let Some(Rooms::Forget { room }) = what {
        forget(setup, &mut store, room)?;
        return Ok(Exit::Finished);
    }
    let rooms = store.rooms()?;
    if as_json {
        writeln!(out, "{:#}", Value::Array(rooms.iter().map(summary).collect()))?;
        return Ok(Exit::Finished);
    }
    if rooms.is_empty() {
        tell("note", "there is no room yet\nhint: `ibid host` opens one");
    }
    let rows: Vec<[String; 6]> = rooms.iter().map(row).collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| text::width(cell)).max();
    let widths: Vec<usize> = (0..6).map(|column| width(column).unwrap_or_default()).collect();
    for row in &rows {
        let pad = |(cell, width): (&String, &usize)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(text::width(cell)) + 2))
        };
        let line: String = row.iter().zip(&widths).map(pad).collect();
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Exit::Finished)
}

fn row(room: &RoomSummary) -> [String; 6] {
    [
        Moment::here(room.opened).to_string(),
        room.code.halves(),
        text::clip(&text::clean(&room.title), 40).into_owned(),
        many(room.players, "learner"),
        format!("{} of {}", room.asked, many(room.of, "question")),
        if room.ended { "over".to_owned() } else { "not over".to_owned() },
    ]
}

fn summary(room: &RoomSummary) -> Value {
    json!({ "room": room.id, "code": room.code, "title": text::clean(&room.title), "opened_ms": room.opened,
        "learners": room.players, "asked": room.asked, "questions": room.of, "ended": room.ended })
}

/// The room that is meant: by its code, its id or the end of that; the newest one where nothing is given.
///
/// # Errors
/// When there is none, or several.
pub fn find(store: &Store, given: Option<&str>) -> anyhow::Result<RoomId> {
    let rooms = store.rooms()?;
    let Some(given) = given else {
        let newest = rooms.first().map(|room| room.id);
        return newest.context("there is no room yet\nhint: `ibid host` opens one");
    };
    let code = Code::read(given).ok();
    let wanted = given.trim().to_lowercase();
    let id = |room: &RoomSummary| String::from(room.id);
    let fits =
        |room: &&RoomSummary| Some(&room.code) == code.as_ref() || (wanted.len() > 3 && id(room).ends_with(&wanted));
    let fitting: Vec<&RoomSummary> = rooms.iter().filter(fits).collect();
    match fitting.as_slice() {
        [one] => Ok(one.id),
        [] => bail!("there is no room “{}”\nhint: `ibid rooms` lists them", text::clean(given)),
        several => {
            let ids: Vec<String> = several.iter().map(|room| id(room)).collect();
            bail!("several rooms are “{}”\nhint: give one of {}", text::clean(given), ids.join(", "))
        }
    }
}

fn forget(setup: &Setup, store: &mut Store, given: &str) -> anyhow::Result<()> {
    let id = find(store, Some(given))?;
    let _hold = store
        .hold_room(id)?
        .ok_or_else(|| anyhow!("this room is being hosted\nhint: end the drill first, where its host runs"))?;
    store.forget_room(id)?;
    let place = store.path().map_or_else(|| "memory".to_owned(), |path| path.display().to_string());
    tell("note", &format!("its names and answers are deleted from {place}"));
    let backups = setup.paths.data.as_deref().map(|data| data.join("backups"));
    let files = backups.as_ref().and_then(|folder| fs::read_dir(folder).ok());
    let many = files.map_or(0, |files| files.flatten().count());
    if let (Some(folder), 1..) = (backups, many) {
        tell("note", &format!("backups that were made before still have them: see {}", folder.display()));
    }
    Ok(())
}
