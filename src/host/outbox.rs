//! What waits to be sent to one connection. A view that was not sent yet gives way to the next one, so that who is slow
//! gets less, but never old news; whoever lets too much else wait is let go, and comes back for a whole view.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::frame::Frame;

/// The most messages that wait, besides the views.
const MOST: usize = 64;

/// A connection, as the hub knows it.
#[derive(Debug)]
pub struct Line {
    /// Its number.
    pub id: u64,
    /// Whether a player or a screen is at its other end.
    seated: AtomicBool,
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    small: Vec<Frame>,
    view: Option<Frame>,
    you: Option<Frame>,
    alone: Option<Frame>,
    end: Option<u16>,
    waker: Option<Waker>,
}

/// A message whose newer one takes its place.
#[derive(Debug, Clone, Copy)]
pub enum Slot {
    /// What everybody sees.
    View,
    /// What one player is told.
    You,
    /// A question of a learner who goes alone.
    Alone,
}

impl Line {
    /// A connection with this number.
    #[must_use]
    pub fn new(id: u64) -> Self {
        Self { id, seated: AtomicBool::new(false), queue: Mutex::default() }
    }

    /// Somebody sits at its other end from now on.
    pub fn seat(&self) {
        self.seated.store(true, Ordering::Relaxed);
    }

    /// Whether somebody does.
    #[must_use]
    pub fn seated(&self) -> bool {
        self.seated.load(Ordering::Relaxed)
    }

    /// Lets a message wait.
    pub fn push(&self, frame: Frame) {
        self.change(|queue| {
            if queue.small.len() < MOST {
                queue.small.push(frame);
            } else {
                queue.end = Some(1008);
            }
        });
    }

    /// Lets these wait in the place of older ones of their kind.
    pub fn put(&self, frames: impl IntoIterator<Item = (Slot, Frame)>) {
        self.change(|queue| {
            for (slot, frame) in frames {
                match slot {
                    Slot::View => queue.view = Some(frame),
                    Slot::You => queue.you = Some(frame),
                    Slot::Alone => queue.alone = Some(frame),
                }
            }
        });
    }

    /// Ends the connection once all was sent, with a code of RFC 6455 §7.4.
    pub fn end(&self, code: u16) {
        self.change(|queue| queue.end = Some(code));
    }

    /// Takes what waits, in the order of sending, and whether it is the last; registers to be woken when there is none.
    pub fn poll_take(&self, context: &Context<'_>, into: &mut impl Extend<Frame>) -> Poll<Option<u16>> {
        let mut queue = self.lock();
        if queue.small.is_empty()
            && queue.view.is_none()
            && queue.you.is_none()
            && queue.alone.is_none()
            && queue.end.is_none()
        {
            if queue.waker.as_ref().is_none_or(|waker| !waker.will_wake(context.waker())) {
                queue.waker = Some(context.waker().clone());
            }
            return Poll::Pending;
        }
        let queue = &mut *queue;
        into.extend(queue.small.drain(..));
        into.extend([&mut queue.view, &mut queue.you, &mut queue.alone].into_iter().filter_map(Option::take));
        Poll::Ready(queue.end.take())
    }

    fn change(&self, change: impl FnOnce(&mut Queue)) {
        let mut queue = self.lock();
        change(&mut queue);
        let waker = queue.waker.take();
        drop(queue);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
