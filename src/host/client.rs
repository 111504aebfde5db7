//! The client that joins a room: over the same protocol as the phones, on a thread of its own.
//!
//! [`talk`] says what is said and when, [`message`] reads what a host says, [`wire`] is the connection; [`seat`] is what
//! a player knows by all of it. The client comes back by itself when the link breaks, says an answer again until it is
//! acknowledged, and leaves a host that sends rubbish.

pub mod address;
pub mod message;
pub mod seat;
pub mod talk;
pub mod wire;

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

pub use address::Address;
pub use message::{Door, Entry, Out, Role};
pub use seat::Seat;
pub use talk::{Heard, Order};
pub use wire::{NoLink, ask_for_link};

use message::Message;
use talk::Talk;
use wire::{Incoming, Reader, Writer};

use crate::rng::Chance;
use crate::room::{Key, Link};

/// What was not answered for so long is said again.
const AGAIN: Duration = Duration::from_secs(3);
/// After so long without a word the host is asked for a sign of life.
const QUIET: Duration = Duration::from_secs(20);
/// The first wait before the link is tried again; each is twice as long as the one before, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(300);
const LONGEST_WAIT: Duration = Duration::from_secs(8);
/// A link that held for so long was a good one: the next wait is the first again.
const GOOD: Duration = Duration::from_secs(5);

/// A client at work. It hangs up when this is dropped.
pub struct Client {
    inbox: Sender<Inbox>,
    over: Receiver<()>,
}

enum Inbox {
    Order(Order),
    Stop,
    /// From the reader of the link of this number.
    Came(u64, Incoming),
}

/// To whom a client tells what it hears.
type Tell = Box<dyn FnMut(Heard) + Send>;

impl Client {
    /// Connects to a room, and stays connected. `tell` is called for everything that is heard, from the client's thread.
    ///
    /// # Errors
    /// When the room cannot be reached now.
    pub fn open(
        address: Address,
        link: Link,
        role: Role,
        key: Option<Key>,
        chance: Chance,
        tell: impl FnMut(Heard) + Send + 'static,
    ) -> Result<Self, NoLink> {
        let first = wire::connect(&address, &link)?;
        let (inbox, received) = mpsc::channel();
        let (done, over) = mpsc::channel();
        let work = Work {
            address,
            link,
            talk: Talk::new(role, key, chance),
            tell: Box::new(tell),
            inbox: inbox.clone(),
            received,
            links: 0,
            failed: 0,
        };
        let run = move || {
            work.run(first);
            drop(done);
        };
        // A system without a thread to spare has no use for the link.
        let started = thread::Builder::new().name("client".to_owned()).spawn(run);
        started.map_err(|error| NoLink::Nobody("this computer".to_owned(), error))?;
        Ok(Self { inbox, over })
    }

    /// Has the client say something.
    pub fn order(&self, order: Order) {
        let _ = self.inbox.send(Inbox::Order(order)); // a client that is done has nobody to say it to
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.inbox.send(Inbox::Stop);
        // What was ordered before is sent first; a link that is being made is not waited for.
        let _ = self.over.recv_timeout(Duration::from_secs(1));
    }
}

struct Work {
    address: Address,
    link: Link,
    talk: Talk,
    tell: Tell,
    inbox: Sender<Inbox>,
    received: Receiver<Inbox>,
    /// The number of the link that is up, or was last.
    links: u64,
    /// How often the link was tried in vain, or broke at once.
    failed: u32,
}

/// Why a link is not used any more.
enum Ended {
    /// It broke.
    Broke(String),
    /// Nobody wants it any more.
    Done,
}

impl Work {
    fn run(mut self, first: (Reader, Writer)) {
        let mut link = Some(first);
        loop {
            let ended = match link.take() {
                Some((reader, writer)) => self.hold(reader, writer),
                None => match wire::connect(&self.address, &self.link) {
                    Ok(made) => {
                        link = Some(made);
                        continue;
                    }
                    Err(error) => Ended::Broke(error.to_string()),
                },
            };
            match ended {
                Ended::Done => return,
                Ended::Broke(why) => (self.tell)(Heard::Down(why)),
            }
            if self.wait() {
                return;
            }
        }
    }

    /// Waits before the link is tried again; orders are taken meanwhile. Whether it is to stop.
    fn wait(&mut self) -> bool {
        let until = Instant::now() + back_off(self.failed, |bound| self.talk.chance(bound));
        self.failed = self.failed.saturating_add(1);
        loop {
            match self.received.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Inbox::Stop) | Err(RecvTimeoutError::Disconnected) => return true,
                Ok(Inbox::Order(Order::Now)) | Err(RecvTimeoutError::Timeout) => return false,
                // It is kept, and said when the link is up.
                Ok(Inbox::Order(order)) => drop(self.talk.order(order)),
                Ok(Inbox::Came(..)) => {}
            }
        }
    }

    /// Talks over a link until it ends.
    fn hold(&mut self, mut reader: Reader, mut writer: Writer) -> Ended {
        self.links += 1;
        let (number, inbox, since) = (self.links, self.inbox.clone(), Instant::now());
        let read = move || {
            loop {
                let came = reader.read();
                let last = matches!(came, Incoming::Gone(_) | Incoming::Rubbish(_));
                if inbox.send(Inbox::Came(number, came)).is_err() || last {
                    return;
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("link".to_owned()).spawn(read) {
            return Ended::Broke(error.to_string());
        }
        let ended = self.talk_over(&mut writer, number);
        writer.hang_up();
        if since.elapsed() >= GOOD {
            self.failed = 0;
        }
        ended
    }

    fn talk_over(&mut self, writer: &mut Writer, number: u64) -> Ended {
        let broke = || Ended::Broke("the link broke".to_owned());
        let mut up = false;
        let (mut said, mut asked) = (Instant::now(), false);
        if !writer.send(&self.talk.hello()) {
            return broke();
        }
        loop {
            let wait = if self.talk.is_waiting() { AGAIN } else { QUIET };
            let came = match self.received.recv_timeout(wait) {
                Err(RecvTimeoutError::Disconnected) | Ok(Inbox::Stop) => return Ended::Done,
                Err(RecvTimeoutError::Timeout) => {
                    // A second silence in a row ends the link by the reader's own patience.
                    if !std::mem::replace(&mut asked, true) && !writer.ping() {
                        return broke();
                    }
                    None
                }
                Ok(Inbox::Order(order)) => {
                    if let Some(text) = self.talk.order(order) {
                        said = Instant::now();
                        if !writer.send(&text) {
                            return broke();
                        }
                    }
                    None
                }
                Ok(Inbox::Came(from, _)) if from != number => None,
                Ok(Inbox::Came(_, came)) => Some(came),
            };
            match came {
                None => {}
                Some(Incoming::Alive) => asked = false,
                Some(Incoming::Gone(why)) => return Ended::Broke(why),
                Some(Incoming::Rubbish(why)) => return self.leave(why.to_owned()),
                Some(Incoming::Text(text)) => {
                    asked = false;
                    let message = match Message::read(&text) {
                        Ok(message) => message,
                        Err(rubbish) => return self.leave(rubbish.to_string()),
                    };
                    if !std::mem::replace(&mut up, true) {
                        (self.tell)(Heard::Up);
                    }
                    let (heard, replies) = self.talk.hear(message);
                    let out = matches!(heard, Some(Heard::Out(out)) if out != Out::Closing);
                    heard.into_iter().for_each(&mut self.tell);
                    if out {
                        return Ended::Done;
                    }
                    if !replies.iter().all(|text| writer.send(text)) {
                        return broke();
                    }
                }
            }
            if self.talk.is_waiting() && said.elapsed() >= AGAIN {
                said = Instant::now();
                if !self.talk.again().iter().all(|text| writer.send(text)) {
                    return broke();
                }
            }
        }
    }

    fn leave(&mut self, why: String) -> Ended {
        (self.tell)(Heard::Broken(why));
        Ended::Done
    }
}

/// The wait after so many failures, between a half and the whole of its length: a class must not come back all at once.
fn back_off(failed: u32, mut chance: impl FnMut(u64) -> u64) -> Duration {
    let whole = FIRST_WAIT.saturating_mul(1 << failed.min(8)).min(LONGEST_WAIT).as_millis() as u64;
    Duration::from_millis(whole / 2 + chance(whole / 2 + 1))
}

#[cfg(test)]
mod tests;
