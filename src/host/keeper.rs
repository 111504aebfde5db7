//! The events are kept by a thread of its own, so that no socket waits for a disk.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::hall::Events;
use crate::room::{Room, RoomId};
use crate::store::{Store, StoreError};

/// What keeps events.
pub trait Keep: Send + 'static {
    /// Keeps these, all or none; they stay when this returns.
    ///
    /// # Errors
    /// When it cannot.
    fn append(&mut self, events: &Events) -> Result<(), StoreError>;

    /// A room as it is kept.
    ///
    /// # Errors
    /// When it cannot be read.
    fn room(&mut self, id: RoomId) -> Result<Option<Room>, StoreError>;
}

impl Keep for Store {
    fn append(&mut self, events: &Events) -> Result<(), StoreError> {
        self.append_rooms(events)
    }

    fn room(&mut self, id: RoomId) -> Result<Option<Room>, StoreError> {
        Self::room(self, id)
    }
}

/// The keeping thread, seen from the hub.
pub struct Keeper {
    jobs: mpsc::Sender<Job>,
    thread: Option<JoinHandle<()>>,
}

enum Job {
    Append(Events, oneshot::Sender<(Events, Result<(), String>)>),
    Read(RoomId, oneshot::Sender<Result<Option<Room>, String>>),
}

impl Keeper {
    /// Begins to keep.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn new(mut keep: Box<dyn Keep>) -> std::io::Result<Self> {
        let (jobs, waiting) = mpsc::channel();
        let work = move || {
            for job in waiting {
                match job {
                    Job::Append(events, done) => {
                        let result = keep.append(&events).map_err(|error| error.to_string());
                        let _ = done.send((events, result)); // nobody waits only when the host stops
                    }
                    Job::Read(id, done) => {
                        let _ = done.send(keep.room(id).map_err(|error| error.to_string())); // as above
                    }
                }
            }
        };
        let thread = thread::Builder::new().name("keeper".to_owned()).spawn(work)?;
        Ok(Self { jobs, thread: Some(thread) })
    }

    /// Keeps these events, and gives their list back, empty.
    ///
    /// # Errors
    /// When none of them is kept; says why.
    pub async fn append(&self, events: &mut Events) -> Result<(), String> {
        let (done, result) = oneshot::channel();
        let _ = self.jobs.send(Job::Append(std::mem::take(events), done)); // told by `result`
        let (mut list, result) = result.await.map_err(|_| GONE.to_owned())?;
        list.clear();
        *events = list;
        result
    }

    /// A room as it is kept.
    ///
    /// # Errors
    /// When it cannot be read; says why.
    pub async fn room(&self, id: RoomId) -> Result<Option<Room>, String> {
        let (done, result) = oneshot::channel();
        let _ = self.jobs.send(Job::Read(id, done)); // told by `result`
        result.await.map_err(|_| GONE.to_owned())?
    }
}

const GONE: &str = "what happens in the room is not kept any more";

/// All that was taken is kept before the host is gone.
impl Drop for Keeper {
    fn drop(&mut self) {
        let (closed, _) = mpsc::channel();
        self.jobs = closed;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // it panicked: there is nothing left to wait for
        }
    }
}
