//! What the teacher's screen stands before: the host of the rooms, or, where hands are counted, the room itself.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use crate::clock::Moment;
use crate::host::{self, Host};
use crate::room::{Command, Happened, PlayerId, Room, RoomId};
use crate::store::Store;

/// How a room stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// The room.
    pub room: Arc<Room>,
    /// Who of it is connected.
    pub here: Arc<HashSet<PlayerId>>,
    /// How many projectors are connected.
    pub screens: usize,
    /// What is wrong, if something is.
    pub trouble: Option<String>,
    /// What the teacher may want to know when nobody comes.
    pub hint: Option<&'static str>,
}

/// Where commands go, and where rooms are seen.
pub trait Hall {
    /// Says what the teacher wants of a room.
    fn send(&self, room: RoomId, command: Command);

    /// How a room stands now; none where there is no such room.
    fn glance(&self, room: RoomId) -> Option<Glance>;

    /// Has somebody told whenever a room stands otherwise than before.
    fn watch(&self, tell: Box<dyn Fn() + Send>);
}

impl Hall for Host {
    fn send(&self, room: RoomId, command: Command) {
        Self::send(self, room, command);
    }

    fn glance(&self, room: RoomId) -> Option<Glance> {
        let host::Glance { room, here, screens, trouble, hint } = Self::glance(self, room)?;
        Some(Glance { room, here, screens, trouble, hint })
    }

    fn watch(&self, tell: Box<dyn Fn() + Send>) {
        Self::watch(self, tell);
    }
}

/// Rooms without a network, where hands are counted. What happens is kept before it is shown, where there is a store.
pub struct Hands {
    inner: RefCell<Inner>,
}

struct Inner {
    rooms: Vec<Arc<Room>>,
    store: Option<Store>,
    trouble: Option<String>,
}

impl Hands {
    /// These rooms, whose openings the store has.
    #[must_use]
    pub fn new(rooms: Vec<Room>, store: Option<Store>) -> Self {
        let rooms = rooms.into_iter().map(Arc::new).collect();
        let hands = Self { inner: RefCell::new(Inner { rooms, store, trouble: None }) };
        let ids: Vec<RoomId> = hands.inner.borrow().rooms.iter().map(|room| room.opening().id).collect();
        for id in ids {
            hands.send(id, Command::Host);
        }
        hands
    }
}

impl Inner {
    fn does(&mut self, id: RoomId, command: Command) {
        let now = Moment::now().at;
        let Some(at) = self.rooms.iter().position(|room| room.opening().id == id) else { return };
        let Some(room) = self.rooms.get_mut(at) else { return };
        // What the rules do not allow is told where the key was pressed.
        let Ok(events) = room.decide(command, now) else { return };
        let happened: Vec<_> = events.into_iter().map(|event| (id, Happened { at: now, event })).collect();
        if let Some(store) = &mut self.store
            && let Err(error) = store.append_rooms(&happened)
        {
            self.trouble = Some(error.to_string());
            return;
        }
        self.trouble = None;
        let room = Arc::make_mut(room);
        for (_, happened) in &happened {
            room.apply(happened);
        }
    }
}

impl Hall for Hands {
    fn send(&self, room: RoomId, command: Command) {
        self.inner.borrow_mut().does(room, command);
    }

    fn glance(&self, room: RoomId) -> Option<Glance> {
        let inner = self.inner.borrow();
        let found = inner.rooms.iter().find(|other| other.opening().id == room)?;
        Some(Glance {
            room: Arc::clone(found),
            here: Arc::default(),
            screens: 0,
            trouble: inner.trouble.clone(),
            hint: None,
        })
    }

    /// Nothing happens but what the teacher does.
    fn watch(&self, _: Box<dyn Fn() + Send>) {}
}
