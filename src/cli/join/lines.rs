//! A room in lines: for screen readers, pipes and scripts.

mod told;

use std::io::{self, Write};

use crate::cli::Exit;
use crate::cli::plain::line::{self, Said};
use crate::cli::plain::paper::Paper;
use crate::clock::Moment;
use crate::host::client::seat::asked;
use crate::host::client::{Door, Entry, Heard, Order, Out, Seat};
use crate::room::posed::Picks;
use crate::room::view::{Ask, Shown};
use crate::room::{Name, RoundId};
use crate::session::Mode;
use crate::text;

const HELP: &str = "\
Answer with the number of a choice, or its letter: a is 1, b is 2.
Where all that apply are to be chosen, give all their numbers: 1 3
q: leave; the same command brings you back.";

/// What happens to a room in lines.
#[derive(Debug)]
pub enum Happening {
    /// Something was heard of the host.
    Heard(Box<Heard>),
    /// A line was typed; none at the end of input.
    Typed(Option<String>),
}

/// What a line that is typed now is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Prompt {
    Name,
    Team,
    Answer(RoundId, u8),
}

/// A room in lines.
pub struct Lines {
    seat: Seat,
    name: Option<String>,
    team: Option<u8>,
    own_link: String,
    prompt: Option<Prompt>,
    /// Whether a prompt's line is open on the paper.
    open: bool,
    orders: Vec<Order>,
    /// The last thing that was told of the room, so that nothing is told twice.
    told: Option<Told>,
    down: bool,
}

/// What was told last.
#[derive(Debug, Clone, PartialEq)]
enum Told {
    Lobby,
    Asked(RoundId, u8),
    Closed(RoundId),
    Revealed(RoundId, u8),
    Skipped,
    Ranked,
}

impl Lines {
    /// A room of which nothing was heard yet.
    #[must_use]
    pub fn new(name: Option<String>, team: Option<u8>, own_link: String) -> Self {
        Self {
            seat: Seat::default(),
            name,
            team,
            own_link,
            prompt: None,
            open: false,
            orders: Vec::new(),
            told: None,
            down: false,
        }
    }

    /// What the client is to say; each is given once.
    pub fn orders(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.orders)
    }

    /// Whether a line is waited for.
    #[must_use]
    pub const fn prompts(&self) -> bool {
        self.prompt.is_some()
    }

    /// What is known in the end.
    #[must_use]
    pub fn into_seat(self) -> Seat {
        self.seat
    }

    /// Takes in what happened; the exit once it is over. `echo` writes out what was read.
    ///
    /// # Errors
    /// Those of the output.
    pub fn take<W: Write>(
        &mut self,
        happening: Happening,
        now: Moment,
        echo: bool,
        paper: &mut Paper<W>,
    ) -> io::Result<Option<Exit>> {
        let exit = match happening {
            Happening::Heard(heard) => self.hear(*heard, now, paper)?,
            Happening::Typed(typed) => {
                match &typed {
                    Some(typed) if echo && self.open => paper.echo(typed)?,
                    None if self.open => paper.gap()?,
                    _ => {}
                }
                self.open = false;
                self.typed(typed.as_deref(), paper)?
            }
        };
        if exit.is_none()
            && let Some(prompt) = self.prompt.clone().filter(|_| !self.open)
        {
            paper.prompt(match prompt {
                Prompt::Name => "Your name:",
                Prompt::Team => "Your team:",
                Prompt::Answer(..) => "Answer:",
            })?;
            self.open = true;
        }
        paper.flush()?;
        Ok(exit)
    }

    /// Ends the line of a prompt that something else comes after.
    fn aside<W: Write>(&mut self, paper: &mut Paper<W>) -> io::Result<()> {
        if std::mem::take(&mut self.open) { paper.gap() } else { Ok(()) }
    }

    fn say<W: Write>(&mut self, words: &str, paper: &mut Paper<W>) -> io::Result<()> {
        self.aside(paper)?;
        paper.say(words)
    }

    fn hear<W: Write>(&mut self, heard: Heard, now: Moment, paper: &mut Paper<W>) -> io::Result<Option<Exit>> {
        let was_inside = self.seat.inside();
        let word = heard.clone();
        self.seat.take(heard, now.at);
        match word {
            Heard::Up if std::mem::take(&mut self.down) => self.say("The host is back.", paper)?,
            Heard::Down(why) if !self.seat.ended() && !std::mem::replace(&mut self.down, true) => {
                self.say(&format!("The host is not there ({why}). Reconnecting; nothing is lost."), paper)?;
            }
            Heard::Broken(_) => {
                self.aside(paper)?;
                return Ok(Some(Exit::Wrong));
            }
            Heard::Door(door) => return self.door(&door, paper),
            Heard::Refused { why, answer } => {
                self.say(&why, paper)?;
                if answer.is_none() && !self.seat.inside() {
                    return self.come_in(paper);
                }
            }
            Heard::Taken(..) => self.say("Taken.", paper)?,
            Heard::Out(out @ (Out::Kicked | Out::Banned | Out::Left)) => {
                let words = match out {
                    Out::Banned => "The teacher has sent you out for good.",
                    Out::Left => "You have left the room.",
                    Out::Kicked | Out::Closing => {
                        "The teacher has sent you out. You may come back: start `ibid join` again."
                    }
                };
                self.say(words, paper)?;
                return Ok(Some(Exit::Left));
            }
            Heard::Up
            | Heard::Down(_)
            | Heard::Out(Out::Closing)
            | Heard::View { .. }
            | Heard::You { .. }
            | Heard::Alone { .. } => {}
        }
        if !self.seat.inside() {
            return Ok(None);
        }
        if !was_inside {
            self.prompt = None;
            let you = self.seat.you.as_ref();
            let name = you.map(|you| you.name.to_string()).unwrap_or_default();
            let team = you.and_then(|you| you.team.as_ref()).map(|team| format!(", in team {team}"));
            self.say(&format!("You are in as {name}{}.", team.unwrap_or_default()), paper)?;
            paper.say("Your own link, to go on from another device:")?;
            paper.whole(&self.own_link)?;
        }
        self.look(now, paper)
    }

    fn door<W: Write>(&mut self, door: &Door, paper: &mut Paper<W>) -> io::Result<Option<Exit>> {
        if self.prompt.is_some() {
            return Ok(None); // it was told before the link broke
        }
        self.say(&format!("Room: {}", door.title), paper)?;
        let why = match door.state {
            Entry::Open => return self.come_in(paper),
            Entry::Locked => "The teacher has locked the door.",
            Entry::Begun => "The drill has begun, and nobody joins it late.",
            Entry::Full => "The room is full.",
            Entry::Ended => "The drill is over.",
        };
        paper.say(why)?;
        Ok(Some(if door.state == Entry::Ended { Exit::Finished } else { Exit::Wrong }))
    }

    /// Comes in, or asks for what is needed for it.
    fn come_in<W: Write>(&mut self, paper: &mut Paper<W>) -> io::Result<Option<Exit>> {
        let Some(door) = self.seat.door.clone() else { return Ok(None) };
        let team = self.team.filter(|team| usize::from(*team) < door.teams.len());
        let mut name = None;
        if !door.nicknames {
            match self.name.take().map(|typed| Name::new(&typed)) {
                None => {
                    self.prompt = Some(Prompt::Name);
                    return Ok(None);
                }
                Some(Err(why)) => {
                    self.say(&format!("{why}."), paper)?;
                    self.prompt = Some(Prompt::Name);
                    return Ok(None);
                }
                Some(Ok(chosen)) => name = Some(chosen),
            }
        }
        if !door.teams.is_empty() && team.is_none() {
            self.aside(paper)?;
            for (n, team) in door.teams.iter().enumerate() {
                paper.hung(&format!("{}  ", n + 1), team)?;
            }
            self.name = name.map(String::from);
            self.prompt = Some(Prompt::Team);
            return Ok(None);
        }
        self.prompt = None;
        self.orders.push(Order::Join { name, team });
        Ok(None)
    }

    /// Tells what is new of the room.
    fn look<W: Write>(&mut self, now: Moment, paper: &mut Paper<W>) -> io::Result<Option<Exit>> {
        // A line cannot be drawn anew: it is written once all of it is known.
        let Some(view) = self.seat.view.clone().filter(|_| self.seat.settled()) else { return Ok(None) };
        let told = match &view.shown {
            Shown::Lobby { .. } => Told::Lobby,
            Shown::Open { ask, .. } => Told::Asked(ask.round, ask.vote),
            Shown::Closed { ask, .. } => Told::Closed(ask.round),
            Shown::Revealed { ask, .. } => Told::Revealed(ask.round, ask.vote),
            Shown::Skipped => Told::Skipped,
            Shown::Ranked(_) | Shown::Ended(_) => Told::Ranked,
            Shown::Alone { .. } => return self.look_alone(now, paper),
        };
        let ended = matches!(view.shown, Shown::Ended(_));
        if self.told.as_ref() == Some(&told) && !ended {
            self.put_prompt();
            return Ok(None);
        }
        self.told = Some(told);
        self.prompt = None;
        self.aside(paper)?;
        match &view.shown {
            Shown::Lobby { .. } => {
                let people = view.players;
                paper.say(&format!("{people} in the room. The first question comes when the teacher begins."))?;
            }
            Shown::Open { ask, until, .. } => {
                paper.gap()?;
                told::question(paper, ask, view.of)?;
                if let Some(until) = until {
                    let seconds = (*until - self.seat.host_time(now.at)).seconds_left();
                    paper.say(&format!("{seconds} seconds."))?;
                }
                if let Some(own) = self.seat.own(ask) {
                    paper.say(&format!("Your answer is in: {}.", told::numbers(own.picks)))?;
                }
            }
            Shown::Closed { .. } => paper.say("Closed.")?,
            Shown::Revealed { ask, reveal } => {
                paper.gap()?;
                told::answer(paper, ask, self.seat.own_before(ask).map(|own| own.picks), reveal)?;
            }
            Shown::Skipped => paper.say("This question counts for nothing.")?,
            Shown::Ranked(standings) => told::standings(paper, &view, standings, self.seat.you.as_ref())?,
            Shown::Ended(standings) => {
                paper.gap()?;
                paper.say("The drill is over.")?;
                told::standings(paper, &view, standings, self.seat.you.as_ref())?;
                return Ok(Some(Exit::Finished));
            }
            Shown::Alone { .. } => {}
        }
        self.put_prompt();
        Ok(None)
    }

    /// Asks for an answer where one is wanted, and only there.
    fn put_prompt(&mut self) {
        self.prompt = self.seat.asked().map(|ask| Prompt::Answer(ask.round, ask.vote));
    }

    /// Leads one who goes alone from question to question.
    fn look_alone<W: Write>(&mut self, now: Moment, paper: &mut Paper<W>) -> io::Result<Option<Exit>> {
        let Some(alone) = self.seat.alone.clone() else {
            self.orders.push(Order::Place(0));
            return Ok(None);
        };
        let (round, vote) = (alone.ask.round, alone.ask.vote);
        if self.seat.asked().is_some() {
            if self.told != Some(Told::Asked(round, vote)) {
                self.told = Some(Told::Asked(round, vote));
                self.aside(paper)?;
                paper.gap()?;
                told::question(paper, &alone.ask, alone.places.len())?;
                let until = Moment { at: self.seat.our_time(alone.deadline), offset: now.offset };
                paper.say(&format!("Until {until}."))?;
            }
            self.put_prompt();
            return Ok(None);
        }
        if alone.picks.is_none() && !alone.over {
            return Ok(None); // on its way
        }
        self.prompt = None;
        if let Some(reveal) = &alone.reveal
            && self.told == Some(Told::Asked(round, vote))
        {
            self.told = Some(Told::Revealed(round, vote));
            told::answer(paper, &alone.ask, alone.picks, reveal)?;
        }
        if let Some(place) = self.seat.next_open(round.0 as usize).filter(|_| !alone.over) {
            self.orders.push(Order::Place(place));
            return Ok(None);
        }
        let words = if alone.over { "The time for answers is over." } else { "All questions are answered." };
        self.say(words, paper)?;
        Ok(Some(Exit::Finished))
    }

    fn typed<W: Write>(&mut self, typed: Option<&str>, paper: &mut Paper<W>) -> io::Result<Option<Exit>> {
        let Some(typed) = typed else { return self.leave(paper) };
        let folded = text::fold(typed);
        let name = self.prompt == Some(Prompt::Name);
        match folded.as_str() {
            "q" | "quit" if !name => return self.leave(paper),
            "?" | "help" if !name => {
                paper.note(HELP)?;
                return Ok(None);
            }
            _ => {}
        }
        match self.prompt.clone() {
            None => {
                paper.say("No question is open. q leaves.")?;
                Ok(None)
            }
            Some(Prompt::Name) => {
                self.name = Some(typed.to_owned());
                self.prompt = None;
                self.come_in(paper)
            }
            Some(Prompt::Team) => {
                let teams = self.seat.door.as_ref().map_or(0, |door| door.teams.len());
                match folded.parse::<u8>() {
                    Ok(team) if team > 0 && usize::from(team) <= teams => {
                        (self.team, self.prompt) = (Some(team - 1), None);
                        self.come_in(paper)
                    }
                    _ => {
                        paper.say(&format!("Type a number from 1 to {teams}."))?;
                        Ok(None)
                    }
                }
            }
            Some(Prompt::Answer(..)) => {
                if let Some(ask) = self.seat.asked().cloned() {
                    self.answer(typed, &ask, paper)?;
                }
                Ok(None)
            }
        }
    }

    fn answer<W: Write>(&mut self, typed: &str, ask: &Ask, paper: &mut Paper<W>) -> io::Result<()> {
        match line::answer(typed, ask.choices.len(), ask.all, Mode::Exam) {
            Said::Picks(picks, _) => {
                let picks = Picks::of(picks.into_iter().map(|place| place as u8));
                self.seat.answers(ask, picks);
                self.prompt = None;
                self.orders.push(Order::Answer { round: ask.round, vote: ask.vote, picks });
                Ok(())
            }
            Said::Nothing(why) if text::fold(typed) != "0" => paper.say(&why),
            _ => paper.say("Type the number of a choice, or ? for help."),
        }
    }

    fn leave<W: Write>(&mut self, paper: &mut Paper<W>) -> io::Result<Option<Exit>> {
        if self.seat.inside() {
            paper.say("Left. The same command brings you back as the same player.")?;
        }
        // Whoever was answering when the input ended has not seen the end.
        let over = self.seat.view.as_ref().is_some_and(|view| asked(&view.shown).is_none()) && self.seat.ended();
        Ok(Some(if over { Exit::Finished } else { Exit::Left }))
    }
}

#[cfg(test)]
mod tests;
