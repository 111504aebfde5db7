//! The hub: it alone changes rooms. All that waits is taken together; what happens is kept in one go, and only then is
//! anybody told.

use std::collections::HashMap;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};

use super::Glance;
use super::address::Reach;
use super::hall::{Events, Hall};
use super::keeper::Keeper;
use super::outbox::Line;
use super::wire::Said;
use crate::clock::{Millis, Moment, Timestamp};
use crate::id::Digest;
use crate::room::{Code, Command, Link, PlayerId, Room, RoomId};

/// The most messages from sockets that wait; whoever comes then is told to try again.
pub const WAITING: usize = 8_192;
/// The teacher's screen is told of changes this often at most.
const WATCH: Millis = Millis(100);
/// What sockets say within so long is taken together: a class answers in a rush, and to keep each answer by itself would
/// cost far more than to keep forty. Nobody feels so short a wait.
const GATHER: Duration = Duration::from_millis(40);
/// While the store fails, this often it is tried again.
const AGAIN: Duration = Duration::from_secs(2);
/// A lobby that nobody from outside reached for so long may be on a network that keeps devices apart.
const ALONE: Millis = Millis(60_000);

/// Who waits for what a sheet is made of.
pub type Sheets = oneshot::Sender<(Arc<Room>, PlayerId)>;

/// What comes from the sockets.
pub enum Input {
    /// Somebody says something in the hall of this number.
    Said(usize, Arc<Line>, Said),
    /// A connection of the hall of this number ended.
    Gone(usize, u64),
    /// Somebody wants their sheet: the room, and who they are in it.
    Sheet(usize, Digest, Sheets),
}

/// What comes from the teacher's program.
pub enum Order {
    /// A room is there from now on.
    Open(Box<Room>, oneshot::Sender<Result<(), String>>),
    /// The teacher commands.
    Command(RoomId, Command),
    /// How a room stands.
    Glance(RoomId, SyncSender<Glance>),
    /// Whom to call when there is something new.
    Watch(Box<dyn Fn() + Send>),
    /// Somebody from another machine has come.
    Reached,
    /// The end.
    Stop,
}

/// Which hall a code or a link opens.
#[derive(Default)]
pub struct Doors(RwLock<(HashMap<Link, usize>, HashMap<Code, Link>)>);

impl Doors {
    /// The hall behind a link.
    pub fn hall(&self, link: &Link) -> Option<usize> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).0.get(link).copied()
    }

    /// The link that a code stands for.
    pub fn link(&self, code: &Code) -> Option<Link> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).1.get(code).cloned()
    }

    fn add(&self, room: &Room, hall: usize) {
        let mut doors = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let (code, link) = (room.opening().code.clone(), room.opening().link.clone());
        doors.0.insert(link.clone(), hall);
        doors.1.insert(code, link);
    }
}

/// All rooms of the host.
pub struct Hub {
    halls: Vec<Hall>,
    doors: Arc<Doors>,
    keeper: Option<Keeper>,
    watcher: Option<Box<dyn Fn() + Send>>,
    watched: Timestamp,
    watch_late: bool,
    trouble: Option<String>,
    reach: Arc<Reach>,
    /// Since when nobody from another machine has come, where one should.
    unreached: Option<Timestamp>,
    lonely: bool,
    /// A room could not be read again after something could not be kept.
    stale: bool,
    events: Events,
    /// When something from sockets was taken last.
    took: Instant,
    glances: Vec<(RoomId, SyncSender<Glance>)>,
    sheets: Vec<(usize, Digest, Sheets)>,
}

impl Hub {
    /// A hub with no rooms.
    pub fn new(doors: Arc<Doors>, keeper: Option<Keeper>, reach: Arc<Reach>) -> Self {
        Self {
            halls: Vec::new(),
            doors,
            keeper,
            watcher: None,
            watched: Timestamp(0),
            watch_late: false,
            trouble: None,
            unreached: (!reach.bound.ip().is_loopback()).then(|| Moment::now().at),
            reach,
            lonely: false,
            stale: false,
            events: Vec::new(),
            took: Instant::now(),
            glances: Vec::new(),
            sheets: Vec::new(),
        }
    }

    /// Works until it is told to stop.
    pub async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>, mut inputs: mpsc::Receiver<Input>) {
        let mut batch = Vec::new();
        loop {
            let gathered = self.took + GATHER;
            let gathering = Instant::now() < gathered;
            let wait = if gathering { self.wait().min(gathered) } else { self.wait() };
            let mut ordered = Vec::new();
            tokio::select! {
                biased;
                order = orders.recv() => match order {
                    Some(order) => ordered.push(order),
                    None => return, // the host was dropped
                },
                _ = inputs.recv_many(&mut batch, WAITING), if !gathering => self.took = Instant::now(),
                () = sleep_until(wait) => {}
            }
            ordered.extend(std::iter::from_fn(|| orders.try_recv().ok()));
            let now = Moment::now().at;
            if self.stale {
                self.remakes(now).await;
            }
            for order in ordered {
                match order {
                    Order::Stop => {
                        self.settles(now).await;
                        for hall in &mut self.halls {
                            hall.shuts(now);
                        }
                        return;
                    }
                    Order::Open(room, opened) => self.opens(*room, opened, now).await,
                    order => self.heeds(order, now),
                }
            }
            for input in batch.drain(..) {
                self.takes(input, now);
            }
            self.settles(now).await;
            self.answers();
        }
    }

    fn heeds(&mut self, order: Order, now: Timestamp) {
        match order {
            Order::Command(id, command) => {
                let hall = self.halls.iter_mut().find(|hall| hall.id() == id);
                if let Some(hall) = hall.filter(|_| !self.stale) {
                    let _ = hall.does(command, now, &mut self.events); // the screen shows what can be done
                }
            }
            Order::Glance(id, reply) => self.glances.push((id, reply)),
            Order::Watch(watcher) => self.watcher = Some(watcher),
            Order::Reached => self.unreached = None,
            Order::Open(..) | Order::Stop => {}
        }
    }

    fn takes(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Said(hall, line, said) => {
                if let Some(hall) = self.halls.get_mut(hall) {
                    if self.stale {
                        Hall::refuses(&line, &said);
                    } else {
                        hall.hears(&line, said, now, &mut self.events);
                    }
                }
            }
            Input::Gone(hall, line) => {
                if let Some(hall) = self.halls.get_mut(hall) {
                    hall.leaves(line, now);
                }
            }
            Input::Sheet(hall, key, reply) => self.sheets.push((hall, key, reply)),
        }
    }

    /// Keeps what happened, then tells it; and what follows of that by itself, likewise.
    async fn settles(&mut self, now: Timestamp) {
        loop {
            if !self.stale {
                for hall in &mut self.halls {
                    hall.closes(now, &mut self.events);
                }
            }
            let mut news = false;
            if !self.events.is_empty() {
                let kept = self.keeps().await;
                news |= kept.as_ref().err() != self.trouble.as_ref();
                self.trouble = kept.err();
                if self.trouble.is_some() {
                    self.remakes(now).await;
                }
            }
            for hall in self.halls.iter_mut().filter(|_| !self.stale) {
                news |= hall.tells(now);
            }
            let lonely = self.unreached.is_some_and(|began| now - began > ALONE);
            news |= lonely != self.lonely;
            self.lonely = lonely;
            self.calls(news, now);
            if self.trouble.is_some() || !self.halls.iter().any(|hall| hall.is_to_close(now)) {
                return;
            }
        }
    }

    async fn keeps(&mut self) -> Result<(), String> {
        if let Some(keeper) = &self.keeper {
            return keeper.append(&mut self.events).await;
        }
        self.events.clear();
        Ok(())
    }

    /// The rooms are again as they are kept, and who waited for something else is told to try again. Until that can be
    /// read nothing is taken.
    async fn remakes(&mut self, now: Timestamp) {
        self.stale = false;
        let Some(keeper) = &self.keeper else { return };
        for hall in &mut self.halls {
            match keeper.room(hall.id()).await {
                Ok(Some(room)) => hall.remade(room),
                Ok(None) => hall.shuts(now), // somebody deleted it
                Err(trouble) => {
                    hall.takes_back();
                    self.trouble = Some(trouble);
                    self.stale = true;
                }
            }
        }
    }

    /// Answers those who asked how things stand; now it is kept.
    fn answers(&mut self) {
        for (id, reply) in std::mem::take(&mut self.glances) {
            if let Some(glance) = self.glance(id) {
                let _ = reply.send(glance); // whoever asked may be gone
            }
        }
        for (hall, key, reply) in std::mem::take(&mut self.sheets) {
            let Some(room) = self.halls.get(hall).map(Hall::room) else { continue };
            if let Some(player) = room.roll().with_key(key) {
                let _ = reply.send((Arc::clone(room), player)); // whoever asked may be gone
            }
        }
    }

    async fn opens(&mut self, room: Room, opened: oneshot::Sender<Result<(), String>>, now: Timestamp) {
        let mut hall = Hall::new(room, Arc::clone(&self.reach), now);
        let mut events = Vec::new();
        let _ = hall.does(Command::Host, now, &mut events); // it always can be
        let kept = match &self.keeper {
            Some(keeper) => keeper.append(&mut events).await,
            None => Ok(()),
        };
        if kept.is_ok() {
            self.doors.add(hall.room(), self.halls.len());
            self.halls.push(hall);
        }
        let _ = opened.send(kept); // whoever asked may be gone
    }

    fn calls(&mut self, glance: bool, now: Timestamp) {
        self.watch_late |= glance;
        if self.watch_late && now - self.watched >= WATCH {
            self.watch_late = false;
            self.watched = now;
            if let Some(watcher) = &self.watcher {
                watcher();
            }
        }
    }

    fn glance(&self, id: RoomId) -> Option<Glance> {
        let hall = self.halls.iter().find(|hall| hall.id() == id)?;
        Some(Glance {
            room: Arc::clone(hall.room()),
            here: Arc::clone(hall.here()),
            screens: hall.screens(),
            trouble: self.trouble.clone(),
            hint: self.lonely.then_some(super::LONELY),
        })
    }

    /// When something happens by itself.
    fn wait(&self) -> Instant {
        let halls = self.halls.iter().filter_map(Hall::next_moment);
        let watch = self.watch_late.then(|| self.watched + WATCH);
        let lonely = self.unreached.filter(|_| !self.lonely).map(|began| began + ALONE + Millis(1));
        let now = Moment::now().at;
        let next = halls.chain(watch).chain(lonely).min();
        let wait = next.map_or(3_600_000, |next| (next - now).0.clamp(0, 3_600_000)) as u64;
        let wait = Duration::from_millis(wait);
        Instant::now() + if self.trouble.is_some() { wait.max(AGAIN) } else { wait }
    }
}
