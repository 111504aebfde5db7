//! The real terminal: entered, left, given to others for a while, and always given back.

mod colours;
mod editor;
mod input;

use std::io::{self, Stdout, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

pub use colours::Sixteen;
pub use editor::{EditError, edit};
pub use input::{LiveInput, Mailbox};

use super::event::Event;

/// Whether the screen is ours. The terminal belongs to the process, and a panic hook can be handed nothing, so this
/// cannot be a value that is passed around.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// Whether the mouse is wanted, for the way back in.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Whether another program has the terminal: signals that its keys cause are not meant for us.
static LENT: AtomicBool = AtomicBool::new(false);

/// The screen, ours for as long as this lives.
#[derive(Debug)]
#[must_use = "the terminal is given back when this is dropped"]
pub struct Screen(());

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Takes the screen: raw mode, the alternate screen, pasted text told from typed, and the mouse if it is wanted.
///
/// # Errors
/// Those of the terminal; it is as it was then.
pub fn enter(mouse: bool) -> io::Result<Screen> {
    MOUSE.store(mouse, Ordering::SeqCst);
    let screen = Screen(());
    take()?;
    Ok(screen)
}

/// A terminal to draw on.
///
/// # Errors
/// When its size cannot be read.
pub fn canvas() -> io::Result<Terminal<CrosstermBackend<Sixteen<Stdout>>>> {
    Terminal::new(CrosstermBackend::new(Sixteen::new(io::stdout())))
}

/// Takes the screen again after something may have changed its modes, such as a `SIGCONT`. The next frame must be drawn
/// whole: give [`Event::Redraw`] to the loop.
///
/// # Errors
/// Those of the terminal.
pub fn reenter() -> io::Result<()> {
    leave();
    take()
}

fn take() -> io::Result<()> {
    // Set first: what is taken only in part must be given back too.
    ENTERED.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout().lock();
    queue!(out, EnterAlternateScreen, cursor::Hide)?;
    if !cfg!(windows) {
        queue!(out, EnableBracketedPaste)?;
    }
    if MOUSE.load(Ordering::SeqCst) {
        mouse(&mut out, true)?;
    }
    out.flush()
}

/// Gives the terminal back. What fails is not told: there is nowhere left to tell it.
fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout().lock();
    let _ = mouse(&mut out, false);
    if !cfg!(windows) {
        let _ = queue!(out, DisableBracketedPaste);
    }
    let _ = execute!(out, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}

/// Clicks and the wheel, but not motion: a moving mouse must not wake the program.
#[cfg(unix)]
fn mouse(out: &mut impl Write, on: bool) -> io::Result<()> {
    out.write_all(if on { b"\x1b[?1000h\x1b[?1006h" } else { b"\x1b[?1006l\x1b[?1000l" })
}

#[cfg(not(unix))]
fn mouse(out: &mut impl Write, on: bool) -> io::Result<()> {
    use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
    if on { queue!(out, EnableMouseCapture) } else { queue!(out, DisableMouseCapture) }
}

/// Makes panics leave a whole terminal. A panic of this thread gives the screen back before its message is printed; that
/// of any other thread becomes an [`Event::Worker`], and the screen stays as it is.
pub fn catch_panics(mailbox: Mailbox) {
    let drawing = thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() != drawing && ENTERED.load(Ordering::SeqCst) {
            let payload = info.payload();
            let message = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let message = message.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
            let place = info.location().map_or_else(String::new, |place| format!(" ({place})"));
            mailbox.send(Event::Worker(message + &place));
        } else {
            leave();
            usual(info);
        }
    }));
}

/// Goes to the background, with all of the job that this process is part of, and comes back when it is continued. Tells
/// whether it did: where no shell waits for the job, nothing would ever bring it back.
///
/// # Errors
/// Those of the terminal on the way back.
pub fn suspend() -> io::Result<bool> {
    if !system::has_a_shell() {
        return Ok(false);
    }
    lend(system::stop)?.map(|()| true)
}

#[cfg(unix)]
mod system {
    use std::io;
    use std::sync::{Condvar, Mutex, PoisonError};
    use std::time::Duration;

    use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
    use signal_hook::consts::SIGWINCH;
    use signal_hook::low_level::raise;

    /// Rung by the thread that takes signals.
    pub struct Bell(Mutex<bool>, Condvar);

    /// The process was continued.
    pub static CONTINUED: Bell = Bell(Mutex::new(false), Condvar::new());
    /// A new size was taken in, and every signal that came before it.
    pub static RESIZED: Bell = Bell(Mutex::new(false), Condvar::new());

    impl Bell {
        pub fn ring(&self) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
            self.1.notify_all();
        }

        /// Does something that rings the bell, and waits until it has rung; but not for ever, should no thread be there to
        /// ring it.
        fn wait_after(&self, act: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
            let mut rung = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            *rung = false;
            act()?;
            let _ = self.1.wait_timeout_while(rung, Duration::from_secs(1), |rung| !*rung);
            Ok(())
        }
    }

    /// A job-control shell puts each job into a process group of its own; a group that has the session's number is the
    /// shell's own, or there is no shell.
    pub fn has_a_shell() -> bool {
        getsid(None).is_ok_and(|session| session != getpgrp())
    }

    /// Stops the whole group: `cargo run` waits for us in it, and the shell waits for both. `SIGSTOP` rather than
    /// `SIGTSTP`, because our own handler would catch that. Returns when the process was continued, for the signal may
    /// take effect a little after the call.
    pub fn stop() -> io::Result<()> {
        CONTINUED.wait_after(|| Ok(kill_current_process_group(Signal::STOP)?))
    }

    /// Waits until the signals that came so far have been looked at. They are, in the order of their numbers, of which
    /// this one's is the highest.
    pub fn settle() {
        let _ = RESIZED.wait_after(|| raise(SIGWINCH));
    }
}

#[cfg(not(unix))]
mod system {
    use std::io;

    pub fn has_a_shell() -> bool {
        false
    }

    pub fn stop() -> io::Result<()> {
        Ok(())
    }

    pub fn settle() {}
}

/// Runs `other` while the terminal is as it was before us.
fn lend<T>(other: impl FnOnce() -> T) -> io::Result<T> {
    let ours = ENTERED.load(Ordering::SeqCst);
    LENT.store(true, Ordering::SeqCst);
    leave();
    let result = other();
    let back = if ours { take() } else { Ok(()) };
    if ours {
        // A signal that was meant for the other program must not be taken for one to us because it is looked at late.
        system::settle();
    }
    LENT.store(false, Ordering::SeqCst);
    back.map(|()| result)
}

/// Puts text on the clipboard of the terminal, which may be on another machine (OSC 52). Terminals that do not know it
/// ignore it.
///
/// # Errors
/// Those of writing to the terminal.
pub fn copy(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(clipboard_sequence(text).as_bytes())?;
    out.flush()
}

fn clipboard_sequence(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(chunk.get(at).copied().unwrap_or(0)));
        for place in 0..4 {
            let letter = LETTERS.get(bits >> (18 - 6 * place) & 63).copied().unwrap_or(b'=');
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_text_is_sent_as_the_terminal_expects_it() {
        // The test vectors of RFC 4648.
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(clipboard_sequence("ü"), "\x1b]52;c;w7w=\x07");
    }
}
