//! `ibid host`: a drill for a class, from the questions drawn to the screen that it is led from.

mod plain;
mod preview;

use std::io;

use anyhow::{Context as _, bail};
use rand::random;

use super::args::{FeedbackWhen, Hosting, RankingWhen, ScoringBy};
use super::print::{self, Paper};
use super::{Exit, Setup, open, tell, tell_all};
use crate::clock::{Moment, Timestamp};
use crate::host::{Config, Host, PORT};
use crate::room::rules::{Feedback, Pace, Ranking, Scoring, Teams};
use crate::room::{Code, Link, Opening, Room, RoomId, Rules};
use crate::store::{Hold, RoomSummary, Store};
use crate::text;
use crate::tui::class::hall::{Hall, Hands};
use crate::tui::class::show::Door;
use crate::tui::class::teacher::{Setting, Teacher};
use crate::tui::class::{Lesson, teach};
use crate::tui::theme::Theme;

/// The questions of a drill, unless told otherwise.
const COUNT: usize = 10;
/// What is said where phones might leave the network because it does not lead to the internet.
const STAY: &str = "A phone may warn that this network has no internet: stay connected, it is not needed.";

/// `ibid host`.
///
/// # Errors
/// When there is nothing to ask, the room cannot be kept, or no port is to be had.
pub fn host(setup: &Setup, hosting: &Hosting) -> anyhow::Result<Exit> {
    let now = Moment::now();
    let fresh = if hosting.resume.is_none() { Some(questions(setup, hosting)?) } else { None };
    if let Some(paper) = fresh.as_ref().filter(|_| hosting.preview) {
        return preview::preview(&mut io::stdout().lock(), paper);
    }
    let data = setup.paths.data.as_deref();
    let mut notices = Vec::new();
    let (mut store, notice) = open::store_or_memory(data, setup.settings.day_turns_at, now)?;
    notices.extend(notice.map(|notice| notice.replace("This sitting is", "The room is")));
    let rooms = match (&hosting.resume, fresh) {
        (Some(which), _) => vec![take_up(&store, which.as_deref())?],
        (None, Some(fresh)) => open_rooms(&mut store, hosting, fresh, now.at)?,
        (None, None) => bail!("there is no question to ask"),
    };
    let _holds = holds(&store, &rooms)?;
    let notes = store.notes().unwrap_or_default();
    let Stage { hall, doors, said } = stage(hosting, rooms.clone(), store)?;
    let plain = setup.plain();
    let rooms: Vec<(RoomId, Door)> = rooms.iter().map(|room| room.opening().id).zip(doors).collect();
    tell_all("warning", &notices);
    for words in &said {
        tell("note", words);
    }
    if plain {
        let ids = rooms.iter().map(|(id, _)| *id).collect();
        return plain::hold(&*hall, ids, &rooms, hosting.hands);
    }
    let no_color = std::env::var("NO_COLOR").ok();
    let teacher = Teacher::new(Setting {
        rooms,
        private: hosting.private,
        hands: hosting.hands,
        notes,
        keymap: setup.settings.keymap.clone(),
        theme: Theme::choose(&setup.settings.theme, no_color.as_deref()).unwrap_or_default(),
        notice: (!notices.is_empty()).then(|| text::clean(&notices.join(" ")).into_owned()),
    });
    let mouse = setup.settings.mouse && !setup.common.no_mouse;
    let ended = teach(Lesson { hall, teacher, mouse })?;
    tell("hint", "the room is kept: `ibid host --resume` goes on with it, `ibid report` shows what came of it");
    let code = ended.exit_code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(Exit::Finished, Exit::Taken))
}

/// What the rooms stand in, and how they are reached.
struct Stage {
    hall: Box<dyn Hall>,
    doors: Vec<Door>,
    said: Vec<String>,
}

fn stage(hosting: &Hosting, rooms: Vec<Room>, store: Store) -> anyhow::Result<Stage> {
    if hosting.hands {
        let doors = rooms.iter().map(|_| Door::default()).collect();
        return Ok(Stage { hall: Box::new(Hands::new(rooms, Some(store))), doors, said: Vec::new() });
    }
    let links: Vec<Link> = rooms.iter().map(|room| room.opening().link.clone()).collect();
    let config = Config {
        port: hosting.port.unwrap_or(PORT),
        lan: !hosting.local,
        name: hosting.name.clone(),
        ..Config::default()
    };
    let host = Host::start(config, rooms, Some(store))?;
    let addresses = host.addresses();
    let best = addresses.first().context("this machine has no address")?;
    let mut said = Vec::new();
    let where_to = if hosting.local { "this machine only" } else { "everybody on this machine’s networks" };
    said.push(format!("listening on port {} for {where_to}; learners reach http://{}", host.port(), best.typed));
    for address in addresses.iter().skip(1) {
        said.push(format!("also http://{}{}", address.typed, remark(address.note)));
    }
    said.extend(best.note.map(|note| format!("http://{}: {note}", best.typed)));
    let note = best.note.map_or_else(|| STAY.to_owned(), sentence);
    let door = |link: &Link| Door {
        address: format!("http://{}", best.typed),
        link: Some(best.link(link)),
        note: Some(note.clone()),
    };
    let doors = links.iter().map(door).collect();
    Ok(Stage { hall: Box::new(host), doors, said })
}

fn remark(note: Option<&str>) -> String {
    note.map_or_else(String::new, |note| format!(" ({note})"))
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}

/// Draws the questions.
fn questions(setup: &Setup, hosting: &Hosting) -> anyhow::Result<Paper> {
    let paper = print::drawn(setup, &setup.common.bank, &hosting.choose, COUNT)?;
    let title = hosting.title.as_deref().unwrap_or(&paper.title);
    Ok(Paper { title: text::clip(&text::clean(title), 80).into_owned(), ..paper })
}

fn rules(hosting: &Hosting) -> anyhow::Result<Rules> {
    let feedback = match hosting.feedback.unwrap_or_default() {
        FeedbackWhen::Each => Feedback::Each,
        FeedbackWhen::End => Feedback::End,
        FeedbackWhen::Deadline => Feedback::Deadline,
    };
    let pace = match &hosting.until {
        None => Pace::Teacher,
        Some(until) => Pace::Own { deadline: deadline(until)?, feedback },
    };
    let teams = match (hosting.teams.is_empty(), hosting.deal) {
        (true, _) => Teams::None,
        (false, false) => Teams::Chosen(hosting.teams.clone()),
        (false, true) => Teams::Dealt(hosting.teams.clone()),
    };
    Ok(Rules {
        pace,
        scoring: match hosting.scoring {
            ScoringBy::Accuracy => Scoring::Accuracy,
            ScoringBy::Speed => Scoring::Speed,
            ScoringBy::None => Scoring::None,
        },
        streaks: hosting.streaks,
        ranking: match hosting.ranking {
            RankingWhen::Each => Ranking::Each,
            RankingWhen::End => Ranking::End,
            RankingWhen::Never => Ranking::Never,
        },
        late: !hosting.no_late,
        words: !hosting.letters_only,
        seconds: hosting.seconds,
        close_when_all: !hosting.stay_open,
        nicknames: hosting.nicknames,
        teams,
    })
}

fn deadline(until: &str) -> anyhow::Result<Timestamp> {
    let Some(at) = Timestamp::of_wall(until) else {
        bail!("“{}” is no time\nhint: write it like 2026-11-30 18:00", text::clean(until));
    };
    if at <= Moment::now().at {
        bail!("{} is over\nhint: give a time that is still to come", text::clean(until));
    }
    Ok(at)
}

fn open_rooms(
    store: &mut Store,
    hosting: &Hosting,
    Paper { title, posed, seed }: Paper,
    at: Timestamp,
) -> anyhow::Result<Vec<Room>> {
    let rules = rules(hosting)?;
    let several = hosting.rooms > 1;
    let open = |n: u8| {
        let opening = Opening {
            id: RoomId(uuid::Uuid::now_v7()),
            title: if several { format!("{title} · room {n}") } else { title.clone() },
            code: Code::of(random()),
            link: Link::of(random()),
            rules: rules.clone(),
            seed,
            posed: posed.clone(),
        };
        store.open_room(&opening, at)?;
        Ok(Room::open(opening, at))
    };
    (1..=hosting.rooms).map(open).collect()
}

/// The room that is gone on with: the one that was named, or the newest that has not ended.
fn take_up(store: &Store, which: Option<&str>) -> anyhow::Result<Room> {
    let rooms = store.rooms()?;
    let found = match which {
        None => rooms.iter().find(|room| !room.ended),
        Some(which) => rooms.iter().find(|room| is_called(room, which)),
    };
    let Some(found) = found else {
        match which {
            None => bail!("no room waits to be gone on with\nhint: `ibid host` opens one"),
            Some(which) => bail!("there is no room “{}”\nhint: `ibid rooms` lists them", text::clean(which)),
        }
    };
    store.room(found.id)?.context("the room is gone")
}

fn is_called(room: &RoomSummary, which: &str) -> bool {
    let id = room.id.0.to_string();
    Code::read(which).is_ok_and(|code| code == room.code) || (which.len() >= 4 && id.ends_with(&which.to_lowercase()))
}

/// One ibid hosts a room at a time.
fn holds(store: &Store, rooms: &[Room]) -> anyhow::Result<Vec<Hold>> {
    let hold = |room: &Room| {
        let hold = store.hold_room(room.opening().id)?;
        hold.with_context(|| format!("another ibid hosts the room {}", room.opening().code.halves()))
    };
    rooms.iter().map(hold).collect()
}
