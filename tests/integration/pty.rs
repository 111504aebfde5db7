//! A program in a real pseudo-terminal. Everything waits for a condition; nothing sleeps.
#![allow(dead_code, reason = "a harness offers more than one file of tests uses")]

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Screen};

/// Long enough for a busy machine; a test that waits this long has failed.
const LIMIT: Duration = Duration::from_secs(20);

/// A program to be started in a terminal.
pub struct Start {
    command: CommandBuilder,
    size: (u16, u16),
    home: Option<TempDir>,
}

impl Start {
    /// The program under test, in an empty home folder of its own.
    pub fn ibid<S: AsRef<OsStr>>(arguments: &[S]) -> Self {
        Self::program(env!("CARGO_BIN_EXE_ibid"), arguments)
    }

    /// Any program, in an empty home folder of its own.
    pub fn program<S: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: &[S]) -> Self {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        for name in ["NO_COLOR", "VISUAL", "EDITOR", "ENV", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        let home = TempDir::new().expect("a temporary folder");
        let start = Self { command, size: (80, 24), home: None }.home(home.path());
        Self { home: Some(home), ..start }
    }

    /// With this home folder, which outlives the program.
    pub fn home(mut self, home: &Path) -> Self {
        self.command.env("HOME", home);
        self.command.env("XDG_DATA_HOME", home.join("data"));
        self.command.cwd(home);
        Self { home: None, ..self }
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// In a terminal of so many columns and rows.
    pub fn size(self, columns: u16, rows: u16) -> Self {
        Self { size: (columns, rows), ..self }
    }

    /// Without the terminal as its controlling one: the system sends no SIGHUP when it is closed.
    pub fn without_control(mut self) -> Self {
        self.command.set_controlling_tty(false);
        self
    }

    pub fn spawn(self) -> Terminal {
        let (columns, rows) = self.size;
        let pair = native_pty_system().openpty(pty_size(columns, rows)).expect("a pseudo-terminal");
        let mut child = pair.slave.spawn_command(self.command).expect("the program starts");
        drop(pair.slave);
        let state = State {
            parser: vt100::Parser::new(one_or_more(rows), one_or_more(columns), 1_000),
            output: Vec::new(),
            over: false,
            status: None,
            deaf: false,
        };
        let shared = Arc::new((Mutex::new(state), Condvar::new()));
        let pid = child.process_id().and_then(|id| Pid::from_raw(id.cast_signed())).expect("a process id");
        let reader = {
            let (shared, mut output) = (Arc::clone(&shared), pair.master.try_clone_reader().expect("a reader"));
            thread::spawn(move || listen(&shared, output.as_mut()))
        };
        let waiting = Arc::clone(&shared);
        thread::spawn(move || {
            let status = child.wait().expect("a child can be waited for");
            lock(&waiting).status = Some(status);
            waiting.1.notify_all();
        });
        let input = pair.master.take_writer().expect("a writer");
        Terminal { shared, pid, open: Some(Open { master: pair.master, input, reader }), _home: self.home }
    }
}

struct State {
    parser: vt100::Parser,
    output: Vec<u8>,
    /// All ends of the terminal on the program's side are closed.
    over: bool,
    status: Option<ExitStatus>,
    /// The reader ends with the next output.
    deaf: bool,
}

type Shared = (Mutex<State>, Condvar);

struct Open {
    master: Box<dyn MasterPty + Send>,
    input: Box<dyn Write + Send>,
    reader: JoinHandle<()>,
}

/// A terminal and the program that runs in it, which ends with it.
pub struct Terminal {
    shared: Arc<Shared>,
    pid: Pid,
    open: Option<Open>,
    _home: Option<TempDir>,
}

impl Terminal {
    /// Waits until `found` finds something on the screen.
    #[track_caller]
    pub fn wait_for<T>(&self, what: &str, found: impl Fn(&Screen) -> Option<T>) -> T {
        self.wait(what, |state| found(state.parser.screen()))
    }

    /// Waits until this text is on the screen, within one line.
    #[track_caller]
    pub fn wait_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text).then_some(()));
    }

    /// Waits until this text is not on the screen.
    #[track_caller]
    pub fn wait_gone(&self, text: &str) {
        self.wait_for(&format!("no {text}"), |screen| (!screen.contents().contains(text)).then_some(()));
    }

    /// The screen as text.
    pub fn contents(&self) -> String {
        lock(&self.shared).parser.screen().contents()
    }

    /// Everything that the program wrote so far, as it wrote it.
    pub fn output(&self) -> Vec<u8> {
        lock(&self.shared).output.clone()
    }

    /// Types these characters.
    pub fn send(&mut self, text: &str) {
        let input = &mut self.open().input;
        input.write_all(text.as_bytes()).and_then(|()| input.flush()).expect("the terminal takes input");
    }

    /// Presses a key, named as in the settings file.
    pub fn key(&mut self, name: &str) {
        let sequence = match name {
            "Enter" => "\r".to_owned(),
            "Esc" => "\x1b".to_owned(),
            "Tab" => "\t".to_owned(),
            "Space" => " ".to_owned(),
            "Backspace" => "\x7f".to_owned(),
            "Up" => "\x1b[A".to_owned(),
            "Down" => "\x1b[B".to_owned(),
            "Right" => "\x1b[C".to_owned(),
            "Left" => "\x1b[D".to_owned(),
            "Home" => "\x1b[H".to_owned(),
            "End" => "\x1b[F".to_owned(),
            "PageUp" => "\x1b[5~".to_owned(),
            "PageDown" => "\x1b[6~".to_owned(),
            _ => match name.strip_prefix("Ctrl-").map(str::as_bytes) {
                Some([letter]) => char::from(letter & 0x1f).to_string(),
                _ => name.to_owned(),
            },
        };
        self.send(&sequence);
    }

    /// Clicks at a column and a row, from 0.
    pub fn click(&mut self, column: u16, row: u16) {
        let (x, y) = (column + 1, row + 1);
        self.send(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        lock(&self.shared).parser.set_size(one_or_more(rows), one_or_more(columns));
        self.open().master.resize(pty_size(columns, rows)).expect("the terminal is resized");
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).expect("the program runs");
    }

    /// Kills the program without a warning, and waits until it is gone.
    #[track_caller]
    pub fn kill9(&self) {
        self.signal(Signal::KILL);
        self.wait("the end", |state| state.status.clone());
    }

    /// Closes the terminal, as when its window is closed. `wake` is typed to make the program write once more.
    pub fn hang_up(&mut self, wake: &str) {
        lock(&self.shared).deaf = true;
        self.send(wake);
        let Open { master, input, reader } = self.open.take().expect("the terminal is open");
        reader.join().expect("the reader ends");
        lock(&self.shared).over = true;
        drop((master, input));
    }

    /// Waits for the end of the program and all its output, and tells its exit code; 1 for a signal that killed it.
    #[track_caller]
    pub fn exit_code(&self) -> u32 {
        self.wait("the end", |state| state.status.clone().filter(|_| state.over)).exit_code()
    }

    /// Checks that the terminal is as it was: main screen, a cursor, no modes left on.
    #[track_caller]
    pub fn assert_given_back(&self) {
        self.assert_screen_given_back();
        assert!(!lock(&self.shared).parser.screen().bracketed_paste(), "bracketed paste is on");
        assert!(self.echoes(), "the terminal is raw");
    }

    /// The same but for the modes that many shells turn on for themselves while they wait for a command.
    #[track_caller]
    pub fn assert_screen_given_back(&self) {
        self.wait_for("the main screen", |screen| (!screen.alternate_screen()).then_some(()));
        let state = lock(&self.shared);
        let screen = state.parser.screen();
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None, "the mouse is captured");
    }

    /// Whether the terminal shows what is typed, as it does unless it is raw.
    pub fn echoes(&self) -> bool {
        /// `ECHO` of termios, which has this value on Linux, macOS and the BSDs.
        const ECHO: u64 = 8;
        let modes = self.open.as_ref().and_then(|open| open.master.get_termios()).expect("the terminal's modes");
        #[allow(clippy::useless_conversion, reason = "the modes are 32 bits wide on some systems, 64 on others")]
        let local = u64::from(modes.local_flags.bits());
        local & ECHO != 0
    }

    /// The process group in the foreground of the terminal, by its leader: the job that a shell runs.
    pub fn foreground(&self) -> Pid {
        let leader = self.open.as_ref().and_then(|open| open.master.process_group_leader());
        leader.and_then(Pid::from_raw).expect("a process in the foreground")
    }

    fn open(&mut self) -> &mut Open {
        self.open.as_mut().expect("the terminal is open")
    }

    #[track_caller]
    fn wait<T>(&self, what: &str, found: impl Fn(&State) -> Option<T>) -> T {
        let until = Instant::now() + LIMIT;
        let mut state = lock(&self.shared);
        loop {
            if let Some(result) = found(&state) {
                return result;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited in vain for: {what}\nprogram: {:?}\nscreen:\n{}",
                state.status,
                state.parser.screen().contents()
            );
            state = self.shared.1.wait_timeout(state, left).expect("no thread panics with the screen in hand").0;
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let state = lock(&self.shared);
        // Once it was waited for, its number may be another's.
        if state.status.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

fn listen(shared: &Shared, output: &mut dyn Read) {
    let mut buffer = [0; 4096];
    loop {
        let count = output.read(&mut buffer).unwrap_or(0);
        let mut state = lock(shared);
        state.parser.process(&buffer[..count]);
        state.output.extend_from_slice(&buffer[..count]);
        state.over |= count == 0;
        let ended = state.over || state.deaf;
        drop(state);
        shared.1.notify_all();
        if ended {
            return;
        }
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn one_or_more(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}
