//! The host of a classroom: a server with its pages, the rooms, and the one writer of what happens in them.
//!
//! [`Host::start`] has a runtime of its own on a thread of its own, and another thread keeps the events. The teacher
//! commands through [`Host`] in this process; nothing that comes over the network can do what a teacher does.

mod address;
mod assets;
pub mod client;
mod door;
mod frame;
mod guard;
mod hall;
mod hub;
mod keeper;
mod limits;
mod news;
mod origin;
mod outbox;
mod server;
mod socket;
mod telling;
mod wire;

use std::collections::HashSet;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

pub use address::Address;
use address::Reach;
use guard::Guard;
use hub::{Doors, Hub, Order};
use keeper::{Keep, Keeper};
pub use limits::{Limits, Rate, Waits};
use server::App;

use crate::room::{Command, PlayerId, Room, RoomId};
use crate::store::Store;

/// The port that is asked for first.
pub const PORT: u16 = 4242;
/// When a port is taken, so many behind it are tried.
const PORTS: u16 = 20;
/// Connections that wait to be accepted.
const BACKLOG: u32 = 4_096;
/// What a teacher reads when nobody could reach the host.
const LONELY: &str = "no other device has reached this address yet: guest networks often keep devices apart";

/// How a host is reached.
#[derive(Debug, Clone)]
pub struct Config {
    /// The port, or the next one that is free; 0 for any.
    pub port: u16,
    /// Whether other machines reach it.
    pub lan: bool,
    /// A name that leads to it, besides its addresses.
    pub name: Option<String>,
    /// How much others may have of it.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self { port: PORT, lan: false, name: None, limits: Limits::default() }
    }
}

/// Why there is no host.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// No port is to be had.
    #[error("port {port} cannot be listened on: {error}\nhint: give another one with --port")]
    Port {
        /// The port.
        port: u16,
        /// Why.
        error: io::Error,
    },
    /// The system gives no thread.
    #[error("the host cannot work: {0}")]
    Thread(io::Error),
    /// The rooms cannot be kept.
    #[error("what happens in the room cannot be kept: {0}")]
    Store(String),
    /// It has stopped.
    #[error("the host has stopped")]
    Stopped,
}

/// How a room stands, for the teacher's screen.
#[derive(Debug, Clone)]
pub struct Glance {
    /// The room, with all of what happened.
    pub room: Arc<Room>,
    /// The players who have a connection.
    pub here: Arc<HashSet<PlayerId>>,
    /// How many projectors look on.
    pub screens: usize,
    /// Why nothing goes on, when what happens cannot be kept.
    pub trouble: Option<String>,
    /// What a teacher may want to know when nobody comes.
    pub hint: Option<&'static str>,
}

/// A host that runs. It ends when this is dropped.
#[derive(Debug)]
pub struct Host {
    orders: mpsc::UnboundedSender<Order>,
    thread: Option<JoinHandle<()>>,
    reach: Arc<Reach>,
}

impl Host {
    /// Begins to host these rooms, which the store already has, if there is one.
    ///
    /// # Errors
    /// When no port is to be had, or the store cannot be written.
    pub fn start(config: Config, rooms: Vec<Room>, store: Option<Store>) -> Result<Self, HostError> {
        Self::kept_by(config, rooms, store.map(|store| Box::new(store) as Box<dyn Keep>))
    }

    fn kept_by(config: Config, rooms: Vec<Room>, keep: Option<Box<dyn Keep>>) -> Result<Self, HostError> {
        more_handles();
        let runtime =
            Builder::new_current_thread().enable_all().event_interval(128).build().map_err(HostError::Thread)?;
        let listener = listens(&runtime, &config)?;
        let bound = listener.local_addr().map_err(|error| HostError::Port { port: config.port, error })?;
        let reach = Arc::new(Reach { bound, name: config.name });
        let keeper = keep.map(Keeper::new).transpose().map_err(HostError::Thread)?;
        let (orders, ordered) = mpsc::unbounded_channel();
        let (input, inputs) = mpsc::channel(hub::WAITING);
        let doors = Arc::<Doors>::default();
        let guard = Guard::new(config.limits, Instant::now());
        let app = App {
            doors: Arc::clone(&doors),
            guard: Arc::clone(&guard),
            hub: input,
            orders: orders.clone(),
            reach: Arc::clone(&reach),
            next: AtomicU64::new(0),
            reached: AtomicBool::new(false),
        };
        let hub = Hub::new(doors, keeper, Arc::clone(&reach));
        let work = move || {
            runtime.block_on(async {
                let server = tokio::spawn(server::serve(listener, Arc::new(app)));
                hub.run(ordered, inputs).await;
                server.abort();
                guard.empties(Instant::now() + FAREWELL).await;
            });
        };
        let thread = thread::Builder::new().name("host".to_owned()).spawn(work).map_err(HostError::Thread)?;
        let host = Self { orders, thread: Some(thread), reach };
        for room in rooms {
            host.open(room)?;
        }
        Ok(host)
    }

    /// Takes up another room, which the store already has, if there is one.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn open(&self, room: Room) -> Result<(), HostError> {
        let (opened, result) = oneshot::channel();
        let _ = self.orders.send(Order::Open(Box::new(room), opened)); // told by `result`
        result.blocking_recv().map_err(|_| HostError::Stopped)?.map_err(HostError::Store)
    }

    /// Where it is reached, the likeliest first; never empty.
    #[must_use]
    pub fn addresses(&self) -> Vec<Address> {
        self.reach.all()
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.reach.bound.port()
    }

    /// The teacher commands. What cannot be done now leads to nothing.
    pub fn send(&self, room: RoomId, command: Command) {
        let _ = self.orders.send(Order::Command(room, command)); // it has stopped, as `glance` tells
    }

    /// How a room stands now; none when the host has no such room, or has stopped. Waits for the host, so that it must not
    /// be called by a watcher.
    #[must_use]
    pub fn glance(&self, room: RoomId) -> Option<Glance> {
        let (reply, glance) = std::sync::mpsc::sync_channel(1);
        self.orders.send(Order::Glance(room, reply)).ok()?;
        glance.recv().ok()
    }

    /// Has `watcher` called, by the host's thread, when there is something new to glance at.
    pub fn watch(&self, watcher: impl Fn() + Send + 'static) {
        let _ = self.orders.send(Order::Watch(Box::new(watcher))); // it has stopped: there is nothing new
    }

    /// Ends it. Everybody is told, and all that happened is kept.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Stop); // it may have stopped
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // it panicked: there is nothing left to wait for
        }
    }
}

/// Those who are told the end have so long to hear it.
const FAREWELL: Duration = Duration::from_secs(1);

fn listens(runtime: &Runtime, config: &Config) -> Result<TcpListener, HostError> {
    let ip = if config.lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let listen = |port: u16| {
        let _inside = runtime.enter();
        let socket = TcpSocket::new_v4()?;
        #[cfg(unix)]
        socket.set_reuseaddr(true)?; // so that a host that was lost comes back at the same port at once
        socket.bind((ip, port).into())?;
        socket.listen(BACKLOG)
    };
    let mut port = config.port;
    loop {
        match listen(port) {
            Err(error)
                if error.kind() == io::ErrorKind::AddrInUse
                    && port != 0
                    && port < config.port.saturating_add(PORTS) =>
            {
                port += 1;
            }
            listener => return listener.map_err(|error| HostError::Port { port, error }),
        }
    }
}

/// A connection needs a file handle, and systems begin with few.
fn more_handles() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        const MANY: u64 = 10_240;
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let wanted = maximum.map_or(MANY, |maximum| maximum.min(MANY));
        if current.is_some_and(|current| current < wanted) {
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum }); // then there are fewer
        }
    }
}

#[cfg(test)]
mod tests;
