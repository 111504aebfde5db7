//! Events from the real terminal and from the system, each read by a thread of its own.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use crossterm::event::{self as raw, MouseButton, MouseEventKind};

use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::run::Input;

/// Takes events from other threads to the loop.
#[derive(Debug, Clone)]
pub struct Mailbox(Sender<Delivery>);

impl Mailbox {
    /// Tells the loop. After the loop has ended there is nobody to tell, and nothing happens.
    pub fn send(&self, event: Event) {
        let _ = self.0.send(Delivery { event, typed: false });
    }
}

#[derive(Debug)]
struct Delivery {
    event: Event,
    /// From the terminal: its thread reads on when it is told to.
    typed: bool,
}

/// The terminal, the system and the program's own threads as one source of events.
///
/// The thread that reads the terminal hands over one event and waits until the loop asks for the next, so that it never
/// takes what is typed into an editor.
#[derive(Debug)]
pub struct LiveInput {
    deliveries: Receiver<Delivery>,
    mailbox: Mailbox,
    /// Until the first wait.
    signals: Option<system::Signals>,
    reader: Option<Reader>,
}

#[derive(Debug)]
struct Reader {
    go_on: Sender<()>,
    waits: bool,
}

impl LiveInput {
    /// A source that takes signals from now on, so make it before the terminal is entered; its threads start when it is
    /// first asked, which is after the first frame.
    ///
    /// # Errors
    /// When the system does not let signals be taken.
    pub fn new() -> io::Result<Self> {
        let (sender, deliveries) = mpsc::channel();
        Ok(Self { deliveries, mailbox: Mailbox(sender), signals: Some(system::take_signals()?), reader: None })
    }

    /// The way for other threads to tell the loop something.
    #[must_use]
    pub fn mailbox(&self) -> Mailbox {
        self.mailbox.clone()
    }

    fn start(&mut self) -> io::Result<()> {
        let Some(signals) = self.signals.take() else { return Ok(()) };
        let (go_on, told) = mpsc::channel();
        let Mailbox(sender) = self.mailbox();
        system::watch(signals, self.mailbox())?;
        thread::Builder::new().name("input".to_owned()).spawn(move || read(&sender, &told))?;
        self.reader = Some(Reader { go_on, waits: false });
        Ok(())
    }
}

impl Input for LiveInput {
    fn next(&mut self, wait: Option<Duration>) -> Option<Event> {
        if self.start().is_err() {
            return Some(Event::Closed);
        }
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.waits) {
            reader.waits = false;
            // Fails only after the reader told that the terminal is gone.
            let _ = reader.go_on.send(());
        }
        let delivery = match wait {
            None => self.deliveries.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => self.deliveries.recv_timeout(wait),
        };
        match delivery {
            Ok(delivery) => {
                if let Some(reader) = self.reader.as_mut().filter(|_| delivery.typed) {
                    reader.waits = true;
                }
                Some(delivery.event)
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Event::Closed),
        }
    }
}

fn read(sender: &Sender<Delivery>, told: &Receiver<()>) {
    loop {
        let event = match system::wait_for_input().and_then(|()| raw::read()) {
            Ok(event) => match translate(event) {
                Some(event) => event,
                None => continue,
            },
            Err(_) => Event::Closed,
        };
        let over = event == Event::Closed;
        if sender.send(Delivery { event, typed: true }).is_err() || over || told.recv().is_err() {
            return;
        }
    }
}

/// What a terminal event means here, if anything.
fn translate(event: raw::Event) -> Option<Event> {
    match event {
        raw::Event::Key(key) => Key::of(&key).map(Event::Key),
        raw::Event::Paste(text) => Some(Event::Paste(text)),
        raw::Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Event::Click { column: mouse.column, row: mouse.row }),
            MouseEventKind::ScrollUp => Some(Event::Wheel { up: true }),
            MouseEventKind::ScrollDown => Some(Event::Wheel { up: false }),
            _ => None,
        },
        // Elsewhere the signal thread tells it, which does not wait for the loop.
        raw::Event::Resize(columns, rows) => cfg!(windows).then_some(Event::Resize(columns, rows)),
        raw::Event::FocusGained | raw::Event::FocusLost => None,
    }
}

#[cfg(unix)]
mod system {
    use std::fs::File;
    use std::io::{self, IsTerminal};
    use std::os::fd::AsFd;
    use std::sync::atomic::Ordering;
    use std::thread;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH};
    pub use signal_hook::iterator::Signals;
    use signal_hook::low_level::raise;

    use super::{Mailbox, raw};
    use crate::tui::event::{Event, Signal};
    use crate::tui::terminal::LENT;
    use crate::tui::terminal::system::{CONTINUED, RESIZED};

    /// Blocks until an event can be read at once. The terminal is asked itself each time, because reading one that has
    /// hung up would go round in circles for ever.
    pub fn wait_for_input() -> io::Result<()> {
        let stdin = io::stdin();
        if stdin.is_terminal() { wait_on(&stdin) } else { wait_on(&File::open("/dev/tty")?) }
    }

    fn wait_on(terminal: &impl AsFd) -> io::Result<()> {
        /// With less it would not even look into its own buffer.
        const LOOK: Duration = Duration::from_millis(1);
        const AT_ONCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
        // What was read together with the event before is not seen by the system any more.
        let mut timeout = Some(&AT_ONCE);
        loop {
            let mut fds = [PollFd::new(terminal, PollFlags::IN)];
            match poll(&mut fds, timeout) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let [terminal] = fds;
            if terminal.revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if raw::poll(LOOK)? {
                return Ok(());
            }
            timeout = None;
        }
    }

    /// From here on signals wait for the thread below.
    pub fn take_signals() -> io::Result<Signals> {
        Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
    }

    /// Turns signals into events, in a thread that lives as long as the process.
    pub fn watch(mut signals: Signals, mailbox: Mailbox) -> io::Result<()> {
        let watch = move || {
            for signal in signals.forever() {
                let lent = LENT.load(Ordering::SeqCst);
                let event = match signal {
                    SIGWINCH => crossterm::terminal::size().ok().map(|(columns, rows)| Event::Resize(columns, rows)),
                    // An editor that goes to the background takes its whole job along.
                    SIGTSTP if lent => {
                        let _ = raise(SIGSTOP);
                        None
                    }
                    SIGINT | SIGQUIT | SIGCONT if lent => None,
                    SIGTSTP => Some(Event::Signal(Signal::Suspend)),
                    SIGCONT => Some(Event::Signal(Signal::Continue)),
                    _ => Some(Event::Signal(Signal::Stop(signal))),
                };
                if let Some(event) = event {
                    mailbox.send(event);
                }
                match signal {
                    SIGCONT => CONTINUED.ring(),
                    SIGWINCH => RESIZED.ring(),
                    _ => {}
                }
            }
        };
        thread::Builder::new().name("signals".to_owned()).spawn(watch).map(|_| ())
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;

    use super::Mailbox;

    pub fn wait_for_input() -> io::Result<()> {
        Ok(())
    }

    pub type Signals = ();

    pub fn take_signals() -> io::Result<Signals> {
        Ok(())
    }

    pub fn watch((): Signals, _: Mailbox) -> io::Result<()> {
        Ok(())
    }
}
