//! A room with those who look at it: what they ask becomes events, and once these are kept, each is told their part.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::address::Reach;
use super::news::{News, Reply, why};
use super::outbox::{Line, Slot};
use super::telling::{Since, Telling};
use super::wire::{self, Answer, Said};
use crate::clock::{Millis, Timestamp};
use crate::id::Digest;
use crate::room::rules::{GRACE, Pace};
use crate::room::{Command, Happened, Name, Phase, PlayerId, Refusal, Room, RoomId};

/// Screens are told of answers this often at most.
const OFTEN: Millis = Millis(250);
/// Who was there so short a time ago is waited for: a phone that changes networks, or a whole class whose host was lost.
const BLINK: Millis = Millis(10_000);

/// The end of a connection that may try again (RFC 6455 §7.4, registered since).
const TRY_AGAIN: u16 = 1013;

/// A room and its connections.
pub struct Hall {
    room: Arc<Room>,
    seats: HashMap<u64, Seat>,
    /// The connections of each player who has one.
    lines: HashMap<PlayerId, Vec<u64>>,
    here: Arc<HashSet<PlayerId>>,
    /// When those who were there were last seen.
    missed: HashMap<PlayerId, Timestamp>,
    screens: usize,
    /// When a learner who goes alone was first shown a question.
    since: Since,
    news: News,
    screens_told: Timestamp,
    screens_late: bool,
    over_told: bool,
    reach: Arc<Reach>,
    /// Where phones reach the host; told to screens.
    address: String,
}

/// One connection in a hall.
struct Seat {
    line: Arc<Line>,
    who: Who,
    /// The question that a learner who goes alone looks at.
    place: u32,
}

#[derive(Clone, Copy)]
enum Who {
    Door(Digest),
    Player(PlayerId),
    Screen,
}

impl Hall {
    /// A hall for a room, empty. Who is in the room is about to come back.
    pub fn new(room: Room, reach: Arc<Reach>, now: Timestamp) -> Self {
        Self {
            missed: room.present().map(|(player, _)| (player, now)).collect(),
            address: reach.best(),
            reach,
            room: Arc::new(room),
            seats: HashMap::new(),
            lines: HashMap::new(),
            here: Arc::default(),
            screens: 0,
            since: HashMap::new(),
            news: News::default(),
            screens_told: Timestamp(0),
            screens_late: false,
            over_told: false,
        }
    }

    /// The room.
    pub const fn room(&self) -> &Arc<Room> {
        &self.room
    }

    /// Its id.
    pub fn id(&self) -> RoomId {
        self.room.opening().id
    }

    /// The players with a connection.
    pub const fn here(&self) -> &Arc<HashSet<PlayerId>> {
        &self.here
    }

    /// How many screens look on.
    pub const fn screens(&self) -> usize {
        self.screens
    }

    /// Does what is commanded; what happened is added to `events`.
    ///
    /// # Errors
    /// As the room decides.
    pub fn does(&mut self, command: Command, now: Timestamp, events: &mut Events) -> Result<(), Refusal> {
        let happened = self.room.decide(command, now)?;
        if happened.is_empty() {
            return Ok(());
        }
        let id = self.id();
        let room = Arc::make_mut(&mut self.room);
        for event in happened {
            self.news.of(&event, room);
            let happened = Happened { at: now, event };
            room.apply(&happened);
            events.push((id, happened));
        }
        Ok(())
    }

    /// A connection says something. The first thing must be who it is.
    pub fn hears(&mut self, line: &Arc<Line>, said: Said, now: Timestamp, events: &mut Events) {
        let id = line.id;
        let who = self.seats.get(&id).map(|seat| seat.who);
        let reply = match (said, who) {
            (Said::Player(key), None) => self.enters(line, key.digest()),
            (Said::Screen, None) => {
                self.sits(line, Who::Screen);
                self.address = self.reach.best(); // the network may be another one by now
                Reply::Screen
            }
            (Said::Join { name, team }, Some(Who::Door(key))) => self.joins(name, team, key, now, events),
            (Said::Answer(answer), Some(Who::Player(player))) => self.answers(player, answer, now, events),
            (Said::Answer(answer), _) => Reply::No(Refusal::Unknown.name(), Some(answer.id)),
            (Said::Place(place), Some(Who::Player(player))) if (place as usize) < self.room.opening().posed.len() => {
                if let Some(seat) = self.seats.get_mut(&id) {
                    seat.place = place;
                }
                Reply::Alone(player)
            }
            (Said::Leave, Some(Who::Player(player))) => match self.does(Command::Leave(player), now, events) {
                Ok(()) => return,
                Err(refusal) => Reply::No(refusal.name(), None),
            },
            _ => Reply::No("malformed", None),
        };
        if let (Reply::No(why, id), None) = (&reply, who) {
            return line.push(wire::no(why, *id)); // of whom nothing is known
        }
        self.news.replies.push((id, reply));
    }

    fn enters(&mut self, line: &Arc<Line>, key: Digest) -> Reply {
        self.sits(line, Who::Door(key));
        match self.room.roll().with_key(key) {
            Some(player) => match self.room.player(player).and_then(|player| player.gone) {
                None => Reply::Welcome(player),
                Some(gone) => Reply::Out(why(gone)),
            },
            None => Reply::Door,
        }
    }

    fn sits(&mut self, line: &Arc<Line>, who: Who) {
        self.seats.insert(line.id, Seat { line: Arc::clone(line), who, place: 0 });
    }

    fn joins(
        &mut self,
        name: Option<Box<str>>,
        team: Option<u8>,
        key: Digest,
        now: Timestamp,
        events: &mut Events,
    ) -> Reply {
        if let Some(player) = self.room.roll().with_key(key) {
            // Asked twice, as the first welcome was not heard.
            return match self.room.player(player).and_then(|player| player.gone) {
                None => Reply::Welcome(player),
                Some(gone) => Reply::Out(why(gone)),
            };
        }
        let Ok(name) = name.map(|name| Name::new(&name)).transpose() else {
            return Reply::No(Refusal::Nameless.name(), None);
        };
        match self.does(Command::Join { name, team, key }, now, events) {
            Ok(()) => Reply::Welcome(PlayerId(self.room.players().len() as u32 - 1)), // who joins is the last
            Err(refusal) => Reply::No(refusal.name(), None),
        }
    }

    fn answers(&mut self, player: PlayerId, answer: Answer, now: Timestamp, events: &mut Events) -> Reply {
        let Answer { id, round, vote, picks } = answer;
        let since = self.since.get(&(player, round)).copied();
        match self.does(Command::Answer { player, round, vote, picks, since, answer: id }, now, events) {
            Ok(()) => Reply::Ack(id),
            Err(refusal) => Reply::No(refusal.name(), Some(id)),
        }
    }

    /// A connection ended.
    pub fn leaves(&mut self, line: u64, now: Timestamp) {
        let Some(seat) = self.seats.remove(&line) else { return };
        match seat.who {
            Who::Door(_) => {}
            Who::Screen => self.screens -= usize::from(seat.line.seated()),
            Who::Player(player) => {
                let Some(lines) = self.lines.get_mut(&player) else { return };
                lines.retain(|other| *other != line);
                if lines.is_empty() {
                    self.lines.remove(&player);
                    Arc::make_mut(&mut self.here).remove(&player);
                    self.missed.insert(player, now);
                }
            }
        }
        self.news.glance = true;
    }

    /// The open question closes if it is time.
    pub fn closes(&mut self, now: Timestamp, events: &mut Events) {
        self.missed.retain(|_, seen| now - *seen < BLINK);
        if self.is_to_close(now) {
            let _ = self.does(Command::Close, now, events); // it was open just now
        }
    }

    /// Whether the open question closes now by itself.
    pub fn is_to_close(&self, now: Timestamp) -> bool {
        let Some((_, round)) = self.room.current() else { return false };
        let Some((_, vote)) = round.vote() else { return false };
        let timed = vote.until.is_some_and(|until| now >= until + GRACE);
        // Who is there need not be looked through before enough answers are in.
        let counted = vote.answered >= self.here.len();
        (timed || counted) && self.room.closes(now, || self.here.iter().copied().chain(self.missing(now)).collect())
    }

    /// Who was there a moment ago, and did not leave.
    fn missing(&self, now: Timestamp) -> impl Iterator<Item = PlayerId> {
        let missing = self.missed.iter().filter(move |(_, seen)| now - **seen < BLINK);
        let stays = |player: &PlayerId| self.room.player(*player).is_some_and(|player| player.gone.is_none());
        missing.map(|(player, _)| *player).filter(move |player| stays(player) && !self.here.contains(player))
    }

    /// When something happens by itself.
    pub fn next_moment(&self) -> Option<Timestamp> {
        let screens = self.screens_late.then(|| self.screens_told + OFTEN);
        let vote = self.room.current().and_then(|(_, round)| round.vote());
        let open = self.room.paused().is_none();
        let closing =
            vote.and_then(|(_, vote)| vote.until).filter(|_| open && self.is_open()).map(|until| until + GRACE);
        let over = match self.room.rules().pace {
            Pace::Own { deadline, .. } if !self.over_told && self.room.phase() == Phase::Alone => {
                Some(deadline + GRACE + Millis(1))
            }
            _ => None,
        };
        let counts = self.is_open() && self.room.rules().close_when_all;
        let missed = self.missed.values().filter(|_| counts).min().map(|seen| *seen + BLINK);
        [screens, closing, over, missed].into_iter().flatten().min()
    }

    fn is_open(&self) -> bool {
        self.room.current().is_some_and(|(_, round)| round.stage == crate::room::state::Stage::Open)
    }

    /// The events could not be kept: the room is as the store has it.
    pub fn remade(&mut self, room: Room) {
        self.room = Arc::new(room);
        self.takes_back();
    }

    /// Nothing of what waits to be told is true; who waited is told to try again.
    pub fn takes_back(&mut self) {
        for (line, reply) in std::mem::take(&mut self.news).replies {
            let Some(seat) = self.seats.get(&line) else { continue };
            match reply {
                Reply::Ack(id) | Reply::No(_, Some(id)) => seat.line.push(wire::no("try-again", Some(id))),
                Reply::No(_, None) | Reply::Alone(_) => seat.line.push(wire::no("try-again", None)),
                // They come back by themselves.
                Reply::Welcome(_) | Reply::Door | Reply::Screen | Reply::Out(_) => seat.line.end(TRY_AGAIN),
            }
        }
        self.news.glance = true;
    }

    /// Nothing can be kept now: whoever says something is told to try again.
    pub fn refuses(line: &Line, said: &Said) {
        match said {
            Said::Player(_) | Said::Screen => line.end(TRY_AGAIN),
            Said::Answer(answer) => line.push(wire::no("try-again", Some(answer.id))),
            Said::Join { .. } | Said::Place(_) | Said::Leave => line.push(wire::no("try-again", None)),
        }
    }

    /// Everybody is told their part of what happened. Says whether the teacher's screen may show something else.
    pub fn tells(&mut self, now: Timestamp) -> bool {
        let mut news = std::mem::take(&mut self.news);
        if let Pace::Own { deadline, .. } = self.room.rules().pace
            && now > deadline + GRACE
            && !std::mem::replace(&mut self.over_told, true)
        {
            news.all = true;
        }
        let mut telling = Telling::new(Arc::clone(&self.room), now, self.address.clone());
        for (line, reply) in news.replies {
            self.replies(line, reply, &mut telling);
        }
        for (player, gone) in news.gone {
            for line in self.lines.get(&player).cloned().unwrap_or_default() {
                self.sends_out(line, why(gone), now);
            }
        }
        let screens = news.all || news.screens || self.screens_late;
        if news.all {
            for seat in self.seats.values_mut() {
                match seat.who {
                    Who::Player(player) => seat.line.put(telling.all(player, seat.place, &mut self.since)),
                    Who::Door(_) => seat.line.push(telling.door()),
                    Who::Screen => {}
                }
            }
        } else {
            for player in &news.yous {
                for line in self.lines.get(player).into_iter().flatten() {
                    if let Some(seat) = self.seats.get(line) {
                        seat.line.put(telling.own(*player, seat.place, &mut self.since));
                    }
                }
            }
        }
        if screens {
            self.screens_late = !news.all && now - self.screens_told < OFTEN;
            if !self.screens_late {
                self.screens_told = now;
                for seat in self.seats.values().filter(|seat| matches!(seat.who, Who::Screen)) {
                    seat.line.put([(Slot::View, telling.screen())]);
                }
            }
        }
        news.glance | std::mem::take(&mut self.news.glance)
    }

    fn replies(&mut self, line: u64, reply: Reply, telling: &mut Telling) {
        let Some(seat) = self.seats.get_mut(&line) else { return };
        match reply {
            Reply::Ack(id) => seat.line.push(wire::ack(id)),
            Reply::No(why, id) => seat.line.push(wire::no(why, id)),
            Reply::Door => seat.line.push(telling.door()),
            Reply::Out(why) => self.sends_out(line, why, telling.now()),
            Reply::Screen => {
                seat.line.seat();
                self.screens += 1;
                self.news.glance = true;
                seat.line.put([(Slot::View, telling.screen())]);
            }
            Reply::Alone(player) => seat.line.put(telling.alone(player, seat.place, &mut self.since)),
            Reply::Welcome(player) => {
                seat.line.seat();
                seat.who = Who::Player(player);
                seat.line.put(telling.all(player, seat.place, &mut self.since));
                let lines = self.lines.entry(player).or_default();
                if !lines.contains(&line) {
                    lines.push(line);
                }
                if !self.here.contains(&player) {
                    Arc::make_mut(&mut self.here).insert(player);
                }
                self.news.glance = true;
            }
        }
    }

    fn sends_out(&mut self, line: u64, why: &'static str, now: Timestamp) {
        if let Some(seat) = self.seats.get(&line) {
            seat.line.push(wire::out(why));
            seat.line.end(1000);
        }
        self.leaves(line, now);
    }

    /// The host ends: everybody is told.
    pub fn shuts(&mut self, now: Timestamp) {
        for line in self.seats.keys().copied().collect::<Vec<_>>() {
            self.sends_out(line, "closing", now);
        }
    }
}

/// What happened, by room.
pub type Events = Vec<(RoomId, Happened)>;
