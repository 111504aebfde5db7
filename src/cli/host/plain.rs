//! A drill led by lines: for screen readers, and for scripts.
//!
//! What happens is told in sentences as it happens; a command is a line of words.

mod said;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::cli::Exit;
use crate::cli::plain::line;
use crate::cli::plain::paper::Paper;
use crate::cli::sit::columns;
use crate::clock::Moment;
use crate::room::rules::{Ranking, Scoring};
use crate::room::state::Stage;
use crate::room::view::{Ask, Reveal, Shown, Standings};
use crate::room::{Audience, Command, Name, Phase, PlayerId, Room, RoomId, View};
use crate::tui::class::hall::Hall;
use crate::tui::class::show::{Door, worth};

use said::Said;

/// What wakes the dialogue.
enum Told {
    Line(String),
    News,
    Over,
}

/// Leads the drill until the input ends or the teacher leaves.
///
/// # Errors
/// Those of input and output.
pub fn hold(hall: &dyn Hall, ids: Vec<RoomId>, doors: &[(RoomId, Door)], hands: bool) -> anyhow::Result<Exit> {
    let (sender, told) = mpsc::channel();
    let news = sender.clone();
    hall.watch(Box::new(move || {
        let _ = news.send(Told::News); // the dialogue is over
    }));
    thread::Builder::new().name("lines".to_owned()).spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(line)) = line::next(&mut input) {
            if sender.send(Told::Line(line)).is_err() {
                return;
            }
        }
        let _ = sender.send(Told::Over);
    })?;
    let mut paper = Paper::new(io::stdout().lock(), columns());
    for (id, door) in doors {
        let Some(room) = hall.glance(*id).map(|glance| glance.room) else { continue };
        paper.say(&format!("Room: {}, {} questions.", room.opening().title, room.opening().posed.len()))?;
        if !door.address.is_empty() {
            let code = room.opening().code.halves();
            paper.say(&format!(
                "Learners open {} and type the code {code}, or run: ibid join {} {code}",
                door.address, door.address
            ))?;
            paper.say(&format!("The projector’s page: {}/s/{}", door.address, room.opening().link))?;
        }
    }
    paper.say("Type next to go on, help for all commands.")?;
    let mut dialogue = Dialogue { hall, ids, at: 0, hands, seen: BTreeMap::new(), paper };
    match dialogue.run(&told) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Left),
        other => Ok(other?),
    }
}

/// What was told of a room.
#[derive(Debug, Default)]
struct Seen {
    names: BTreeMap<PlayerId, Name>,
    stands: Option<(Phase, Option<(Stage, usize)>)>,
    answered: usize,
    trouble: Option<String>,
}

struct Dialogue<'a, W: Write> {
    hall: &'a dyn Hall,
    ids: Vec<RoomId>,
    at: usize,
    hands: bool,
    seen: BTreeMap<usize, Seen>,
    paper: Paper<W>,
}

impl<W: Write> Dialogue<'_, W> {
    fn run(&mut self, told: &Receiver<Told>) -> io::Result<Exit> {
        loop {
            self.look()?;
            self.paper.flush()?;
            match told.recv() {
                Ok(Told::News) => {}
                Ok(Told::Line(line)) => {
                    let ended = self.room().is_some_and(|room| room.phase() == Phase::Ended);
                    match said::read(&line) {
                        Said::Quit => break,
                        Said::Next if ended => break,
                        said => self.does(said)?,
                    }
                }
                Ok(Told::Over) | Err(_) => break,
            }
        }
        let ended = self.room().is_some_and(|room| room.phase() == Phase::Ended);
        if !ended {
            self.paper.say("Left; `ibid host --resume` goes on.")?;
        }
        self.paper.flush()?;
        Ok(if ended { Exit::Finished } else { Exit::Left })
    }

    fn room(&self) -> Option<std::sync::Arc<Room>> {
        let id = self.ids.get(self.at)?;
        self.hall.glance(*id).map(|glance| glance.room)
    }

    fn does(&mut self, said: Said) -> io::Result<()> {
        let Some(room) = self.room() else { return Ok(()) };
        let command = match said {
            Said::Next => match next(&room, self.hands) {
                Ok(command) => command,
                Err(why) => return self.paper.say(why),
            },
            Said::Command(command) => command,
            Said::Kick(name) | Said::Ban(name) | Said::Rename(name, _) | Said::Team(name, _)
                if !named(&room, &name).1 =>
            {
                return self.paper.say(&format!("Nobody here is called “{name}”; who lists all."));
            }
            Said::Kick(name) => Command::Kick(named(&room, &name).0),
            Said::Ban(name) => Command::Ban(named(&room, &name).0),
            Said::Rename(name, new) => match Name::new(&new) {
                Ok(new) => Command::Rename(named(&room, &name).0, new),
                Err(why) => return self.paper.say(&why.to_string()),
            },
            Said::Team(name, team) => {
                let teams = room.rules().teams.names();
                match teams.iter().position(|other| other.as_str().eq_ignore_ascii_case(&team)) {
                    Some(at) => Command::Move(named(&room, &name).0, at as u8),
                    None => return self.paper.say(&format!("There is no team “{team}”.")),
                }
            }
            Said::Room(number) if (1..=self.ids.len()).contains(&number) => {
                self.at = number - 1;
                self.seen.remove(&self.at);
                return Ok(());
            }
            Said::Room(_) => return self.paper.say(&format!("There are {} rooms.", self.ids.len())),
            Said::Who => return self.who(&room),
            Said::Help => return self.paper.note(said::HELP),
            Said::Quit => return Ok(()),
            Said::Nothing(line) => {
                return self.paper.say(&format!("“{line}” is no command here; help lists them."));
            }
        };
        if let Err(why) = room.decide(command.clone(), Moment::now().at) {
            return self.paper.say(&format!("Not now: {why}."));
        }
        if let Some(id) = self.ids.get(self.at) {
            self.hall.send(*id, command);
        }
        Ok(())
    }

    fn who(&mut self, room: &Room) -> io::Result<()> {
        let here = self.ids.get(self.at).and_then(|id| self.hall.glance(*id)).map(|glance| glance.here);
        for (id, player) in room.present() {
            let away = if here.as_ref().is_some_and(|here| !here.contains(&id)) { ", away" } else { "" };
            let answered = room.current().and_then(|(_, round)| round.vote()?.1.given(id)).is_some();
            let answered = if answered { ", answered" } else { "" };
            let team = player.team.and_then(|team| room.rules().teams.names().get(usize::from(team)));
            let team = team.map_or_else(String::new, |team| format!(" ({team})"));
            self.paper.say(&format!("{}{team}{answered}{away}", player.name))?;
        }
        self.paper.say(&format!("{} in the room.", room.present().count()))
    }

    /// Tells what is new.
    fn look(&mut self) -> io::Result<()> {
        let Some(glance) = self.ids.get(self.at).and_then(|id| self.hall.glance(*id)) else { return Ok(()) };
        let room = &*glance.room;
        let seen = self.seen.entry(self.at).or_default();
        if glance.trouble != seen.trouble {
            seen.trouble.clone_from(&glance.trouble);
            self.paper
                .say(&glance.trouble.map_or_else(|| "It goes on.".to_owned(), |words| format!("Trouble: {words}")))?;
        }
        let names: BTreeMap<PlayerId, Name> = room.present().map(|(id, player)| (id, player.name.clone())).collect();
        for (id, name) in &names {
            match seen.names.get(id) {
                None => self.paper.say(&format!("{name} has joined; {} in the room.", names.len()))?,
                Some(before) if before != name => self.paper.say(&format!("{before} is called {name} now."))?,
                Some(_) => {}
            }
        }
        for (_, name) in seen.names.iter().filter(|(id, _)| !names.contains_key(id)) {
            self.paper.say(&format!("{name} is gone; {} in the room.", names.len()))?;
        }
        seen.names = names;
        let stands = (room.phase(), room.current().map(|(_, round)| (round.stage, round.votes.len())));
        let view = View::of(room, Audience::Screen);
        let counted = match &view.shown {
            Shown::Open { answered, .. } | Shown::Closed { answered, .. } => answered.unwrap_or_default(),
            _ => 0,
        };
        let changed = seen.stands != Some(stands);
        let more = seen.answered != counted && counted > 0;
        (seen.stands, seen.answered) = (Some(stands), counted);
        if changed {
            self.tell(&view, room)?;
        } else if more {
            self.paper.say(&format!("{counted} of {} answered.", view.players.max(counted)))?;
        }
        Ok(())
    }

    fn tell(&mut self, view: &View, room: &Room) -> io::Result<()> {
        let paper = &mut self.paper;
        match &view.shown {
            Shown::Lobby { .. } => Ok(()),
            Shown::Open { ask, .. } => asked(paper, view, ask),
            Shown::Closed { answered, .. } => paper.say(&format!("Closed; {} answered.", answered.unwrap_or_default())),
            Shown::Revealed { ask, reveal } => revealed(paper, ask, reveal),
            Shown::Skipped => paper.say("Skipped: it counts for nothing."),
            Shown::Ranked(standings) => standing(paper, view.scoring, "Ranking:", standings),
            Shown::Ended(standings) => {
                standing(paper, view.scoring, "The drill is over.", standings)?;
                paper.say("`ibid report` shows what came of it.")
            }
            Shown::Alone { deadline } => {
                let until = Moment { at: *deadline, offset: Moment::now().offset };
                let of = room.rounds().len();
                paper.say(&format!("Everyone goes through {of} questions at their own pace until {until}."))
            }
        }
    }
}

/// The player of this name, and whether there is one.
fn named(room: &Room, name: &str) -> (PlayerId, bool) {
    let found = Name::new(name)
        .ok()
        .map(|name| name.plain())
        .and_then(|plain| room.present().find(|(_, player)| player.name.plain() == plain).map(|(id, _)| id));
    (found.unwrap_or(PlayerId(u32::MAX)), found.is_some())
}

/// What comes next by itself.
fn next(room: &Room, hands: bool) -> Result<Command, &'static str> {
    let onwards = if room.left() > 0 { Command::Ask } else { Command::End };
    let rules = room.rules();
    let ranked = rules.ranking == Ranking::Each && rules.scoring != Scoring::None && room.left() > 0;
    match (room.phase(), room.current().map(|(_, round)| round.stage)) {
        (_, Some(Stage::Open)) if hands && room.current().is_some_and(|(_, round)| uncounted(round)) => {
            Err("Type the counts first, a number for each choice from A on.")
        }
        (_, Some(Stage::Open)) => Ok(Command::Close),
        (_, Some(Stage::Closed)) => Ok(Command::Reveal),
        (_, Some(Stage::Revealed)) if ranked => Ok(Command::Rank),
        (Phase::Alone, _) => Err("Everyone goes at their own pace; end ends it."),
        _ => Ok(onwards),
    }
}

fn uncounted(round: &crate::room::Round) -> bool {
    round.vote().is_some_and(|(_, vote)| vote.hands.is_empty())
}

fn asked<W: Write>(paper: &mut Paper<W>, view: &View, ask: &Ask) -> io::Result<()> {
    paper.gap()?;
    let again = if ask.vote > 1 { ", second vote" } else { "" };
    paper.say(&format!("Question {} of {}{again}: {}", ask.number, view.of.max(ask.number), ask.stem))?;
    if ask.all {
        paper.say("Choose all that apply.")?;
    }
    for (letter, choice) in ('A'..).zip(&ask.choices) {
        paper.hung(&format!("  {letter}  "), choice)?;
    }
    Ok(())
}

fn revealed<W: Write>(paper: &mut Paper<W>, ask: &Ask, reveal: &Reveal) -> io::Result<()> {
    for (n, (letter, choice)) in ('A'..).zip(&ask.choices).enumerate() {
        let count = reveal.tally.get(n).copied().unwrap_or_default();
        let first = reveal.before.as_ref().and_then(|before| before.get(n));
        let first = first.map_or_else(String::new, |first| format!("first {first}, again "));
        let right = if reveal.keys.has(n as u8) { ", right" } else { "" };
        paper.hung(&format!("  {letter}  "), &format!("{first}{count}{right}: {choice}"))?;
    }
    let common = reveal.common.map(usize::from);
    if let Some((place, why)) =
        common.and_then(|at| Some((at, reveal.rationales.get(at)?))).filter(|(_, why)| !why.is_empty())
    {
        paper.say(&format!("Why not {}: {why}", char::from(b'A' + place.min(25) as u8)))?;
    }
    for passage in &reveal.passages {
        let words: String = passage.parts.iter().map(|(words, _)| words.as_str()).collect();
        paper.say(&format!("“{words}” {}", passage.source))?;
        let answers: Vec<&str> =
            passage.parts.iter().filter(|(_, answer)| *answer).map(|(words, _)| words.as_str()).collect();
        if !answers.is_empty() {
            paper.say(&format!("The answer in it: {}", answers.join(" … ")))?;
        }
    }
    Ok(())
}

fn standing<W: Write>(paper: &mut Paper<W>, scoring: Scoring, title: &str, standings: &Standings) -> io::Result<()> {
    paper.gap()?;
    paper.say(title)?;
    for placed in &standings.top {
        paper.say(&format!("{}. {}: {}", placed.rank, placed.name, worth(scoring, &placed.score)))?;
    }
    for team in &standings.teams {
        paper.say(&format!("Team {}. {}: {:.2} on average", team.rank, team.name, team.mean))?;
    }
    Ok(())
}
