//! One web socket: what comes in goes to the hub, what waits in its line goes out.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Sender;
use tokio::time::{Instant, Sleep, sleep, timeout};

use super::frame::{Frame, Inbound, Received};
use super::guard::{Bucket, Ticket};
use super::hub::Input;
use super::outbox::Line;
use super::wire::{self, Said};

/// For so long the other side may take to end.
const FAREWELL: Duration = Duration::from_secs(2);
/// Those who keep us waiting are looked after so often.
const TICK: Duration = Duration::from_secs(5);
/// So many messages that are none, or too many at once, are borne.
const PATIENCE: u32 = 20;

/// A web socket and what is on its way.
pub struct Socket {
    stream: TcpStream,
    line: Arc<Line>,
    hall: usize,
    ticket: Arc<Ticket>,
    hub: Sender<Input>,
    inbound: Inbound,
    sending: VecDeque<Frame>,
    /// How much of the first one was sent.
    sent: usize,
    /// When the connection was made, last heard of, and last took something.
    began: Instant,
    heard: Instant,
    moved: Instant,
    spoken: bool,
    messages: Bucket,
    faults: u32,
    /// Nothing more is read.
    deaf: bool,
    /// The end is among what is sent.
    last: bool,
}

/// Why a connection is over.
enum Over {
    /// The other side is gone, or does not do as it should.
    Gone,
    /// All was said.
    Said,
}

impl Socket {
    /// A web socket in the hall of this number.
    pub fn new(stream: TcpStream, hall: usize, line: Arc<Line>, ticket: Arc<Ticket>, hub: Sender<Input>) -> Self {
        let now = Instant::now();
        Self {
            stream,
            line,
            hall,
            ticket,
            hub,
            inbound: Inbound::default(),
            sending: VecDeque::new(),
            sent: 0,
            began: now,
            heard: now,
            moved: now,
            spoken: false,
            messages: Bucket::new(now),
            faults: 0,
            deaf: false,
            last: false,
        }
    }

    /// Adds what was read before it was a web socket.
    pub fn early(&mut self, bytes: &[u8]) {
        self.inbound.add(bytes);
    }

    /// Works until the connection is over.
    pub async fn run(mut self) {
        let waits = self.ticket.limits().waits;
        let tick = TICK.min(waits.quiet).min(waits.hello);
        let mut timer = pin!(sleep(tick));
        let over = poll_fn(|context| self.poll(context, timer.as_mut(), tick)).await;
        let gone = Input::Gone(self.hall, self.line.id);
        if self.spoken {
            let _ = self.hub.send(gone).await; // without a hub nobody needs to know
        }
        if matches!(over, Over::Said) {
            self.farewell().await;
        }
    }

    fn poll(&mut self, context: &mut Context<'_>, mut timer: Pin<&mut Sleep>, tick: Duration) -> Poll<Over> {
        if self.hears(context).is_ready() {
            return Poll::Ready(Over::Gone);
        }
        while timer.as_mut().poll(context).is_ready() {
            let now = Instant::now();
            if self.tick(now) {
                return Poll::Ready(Over::Gone);
            }
            timer.as_mut().reset(now + tick);
        }
        self.speaks(context)
    }

    /// Reads what has come; ready when nothing more can.
    fn hears(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while !self.deaf {
            match self.inbound.next() {
                Ok(Some(received)) => self.takes(received),
                Err(broken) => self.ends(broken.code()),
                Ok(None) => {
                    let mut space = [MaybeUninit::uninit(); 1_024];
                    let mut space = ReadBuf::uninit(&mut space);
                    let read = ready!(Pin::new(&mut self.stream).poll_read(context, &mut space));
                    if read.is_err() || space.filled().is_empty() {
                        return Poll::Ready(());
                    }
                    self.heard = Instant::now();
                    self.inbound.add(space.filled());
                }
            }
        }
        Poll::Pending // what still comes is of no interest
    }

    fn takes(&mut self, received: Received) {
        match received {
            Received::Message(message) => self.message(&message),
            Received::Ping(words) => {
                if self.messages.take(self.ticket.limits().messages, self.heard) {
                    self.line.push(Frame::pong(&words));
                } else {
                    self.fault("too-fast", None);
                }
            }
            Received::Pong => {}
            Received::Close => self.ends(1000),
        }
    }

    fn message(&mut self, message: &[u8]) {
        if !self.messages.take(self.ticket.limits().messages, self.heard) {
            return self.fault("too-fast", None);
        }
        let Some(said) = Said::read(message) else { return self.fault("malformed", None) };
        let id = if let Said::Answer(answer) = &said { Some(answer.id) } else { None };
        if matches!(said, Said::Join { .. }) && !self.line.seated() && !self.ticket.joins(self.heard) {
            return self.fault("try-again", None);
        }
        self.spoken = true;
        if self.hub.try_send(Input::Said(self.hall, Arc::clone(&self.line), said)).is_err() {
            self.line.push(wire::no("try-again", id));
        }
    }

    fn fault(&mut self, why: &'static str, id: Option<u64>) {
        self.faults += 1;
        if self.faults > PATIENCE {
            self.ends(1008);
        } else {
            self.line.push(wire::no(why, id));
        }
    }

    fn ends(&mut self, code: u16) {
        self.line.end(code);
        self.deaf = true;
    }

    /// Whether the connection is to be given up.
    fn tick(&mut self, now: Instant) -> bool {
        let waits = &self.ticket.limits().waits;
        let late = match (self.spoken, self.line.seated()) {
            (false, _) => waits.hello,
            (true, false) => waits.door,
            (true, true) => Duration::MAX,
        };
        if now - self.began > late || now - self.heard > waits.dead {
            return true;
        }
        if !self.sending.is_empty() {
            return now - self.moved > waits.stalled;
        }
        if now - self.heard > waits.quiet {
            self.line.push(Frame::ping());
        }
        false
    }

    /// Sends what waits.
    fn speaks(&mut self, context: &mut Context<'_>) -> Poll<Over> {
        loop {
            if self.sending.is_empty() {
                let end = ready!(self.line.poll_take(context, &mut self.sending));
                if self.line.seated() {
                    self.ticket.seats();
                }
                if let Some(code) = end {
                    (self.deaf, self.last) = (true, true);
                    self.sending.push_back(Frame::close(code));
                }
                self.moved = Instant::now();
            }
            let mut slices = [IoSlice::new(&[]); 8];
            let mut skip = self.sent;
            for (slice, frame) in slices.iter_mut().zip(&self.sending) {
                *slice = IoSlice::new(frame.bytes().get(std::mem::take(&mut skip)..).unwrap_or_default());
            }
            match ready!(Pin::new(&mut self.stream).poll_write_vectored(context, &slices)) {
                Ok(written) if written > 0 => self.went(written),
                _ => return Poll::Ready(Over::Gone),
            }
            if self.sending.is_empty() && self.last {
                return Poll::Ready(Over::Said);
            }
        }
    }

    /// So many bytes went out.
    fn went(&mut self, mut bytes: usize) {
        while let Some(first) = self.sending.front() {
            let left = first.bytes().len() - self.sent;
            if bytes < left {
                self.sent += bytes;
                return;
            }
            bytes -= left;
            self.sent = 0;
            self.sending.pop_front();
        }
    }

    /// The other side gets what was said before the connection is torn down.
    async fn farewell(mut self) {
        let waits = poll_fn(|context| {
            let _ = ready!(Pin::new(&mut self.stream).poll_shutdown(context)); // it may be gone already
            let mut space = [0; 256];
            loop {
                let mut space = ReadBuf::new(&mut space);
                let read = ready!(Pin::new(&mut self.stream).poll_read(context, &mut space));
                if read.is_err() || space.filled().is_empty() {
                    return Poll::Ready(());
                }
            }
        });
        let _ = timeout(FAREWELL, waits).await; // or it is torn down
    }
}
