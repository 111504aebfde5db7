//! A program in a pseudo-terminal, watched by what Linux tells of a process.
#![allow(dead_code, reason = "not every bench uses all of it")]

use std::error::Error;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{MasterPty, PtySize, native_pty_system};

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// A program that says nothing for so long is broken.
const LIMIT: Duration = Duration::from_secs(20);

/// A program in its terminal; it is ended when this is dropped.
pub struct Running {
    pub child: Child,
    pub started: Instant,
    chunks: Receiver<(Instant, Vec<u8>)>,
    pub input: Box<dyn Write + Send>,
    seen: Vec<u8>,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Starts a program with an environment of `HOME` and `TERM` only, on a terminal of 80x24.
    pub fn start(mut command: Command, home: &Path) -> Outcome<Self> {
        let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
        let pair = native_pty_system().openpty(size)?;
        let mut output = pair.master.try_clone_reader()?;
        let input = pair.master.take_writer()?;
        let terminal = pair.master.tty_name().ok_or("the terminal has no name")?;
        let terminal = fs::File::options().read(true).write(true).open(terminal)?;
        let (sender, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 1 << 13];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let chunk = buffer.get(..length).unwrap_or_default().to_vec();
                if sender.send((Instant::now(), chunk)).is_err() {
                    return;
                }
            }
        });
        command.env_clear().env("HOME", home).env("TERM", "xterm-256color");
        command.stdin(terminal.try_clone()?).stdout(terminal.try_clone()?).stderr(Stdio::null());
        drop(terminal);
        let started = Instant::now();
        let child = command.spawn()?;
        drop(pair.slave);
        Ok(Running { child, started, chunks, input, seen: Vec::new(), _terminal: pair.master })
    }

    /// When the terminal got these words.
    pub fn wait_for(&mut self, words: &str) -> Outcome<Instant> {
        loop {
            let (at, chunk) = self.chunks.recv_timeout(LIMIT).map_err(|_| format!("“{words}” is not drawn"))?;
            self.answer(&chunk)?;
            self.seen.extend(chunk);
            if memchr::memmem::find(&self.seen, words.as_bytes()).is_some() {
                self.seen.clear();
                return Ok(at);
            }
        }
    }

    /// Answers as a terminal does when it is asked for its cursor or its kind.
    fn answer(&mut self, chunk: &[u8]) -> Outcome<()> {
        for (question, answer) in [("\x1b[6n", "\x1b[1;1R"), ("\x1b[c", "\x1b[?62;22c")] {
            if memchr::memmem::find(chunk, question.as_bytes()).is_some() {
                self.input.write_all(answer.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Waits until the program has nothing to do any more: five looks in a row at which it used no processor time.
    pub fn settle(&mut self) -> Outcome<()> {
        let (mut before, mut quiet) = (self.nanos()?, 0);
        while quiet < 5 {
            thread::sleep(Duration::from_millis(4));
            let now = self.nanos()?;
            quiet = if now == before { quiet + 1 } else { 0 };
            before = now;
        }
        self.written_within(Duration::ZERO)?;
        Ok(())
    }

    /// How many bytes the program writes in the time to come.
    pub fn written_within(&mut self, time: Duration) -> Outcome<usize> {
        let (end, mut count) = (Instant::now() + time, 0);
        loop {
            match self.chunks.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok((_, chunk)) => {
                    self.answer(&chunk)?;
                    count += chunk.len();
                }
                Err(RecvTimeoutError::Timeout) => return Ok(count),
                Err(RecvTimeoutError::Disconnected) => return Err("the program is gone".into()),
            }
        }
    }

    /// The processor time of all threads so far.
    pub fn nanos(&self) -> Outcome<u64> {
        let mut sum = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let times = fs::read_to_string(task?.path().join("schedstat"))?;
            sum += times.split_whitespace().next().ok_or("no time in schedstat")?.parse::<u64>()?;
        }
        Ok(sum)
    }

    /// The most memory that was resident so far, in KB.
    pub fn peak(&self) -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM in status")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}
