//! What `startup` measures, by what Linux tells of a process.

use std::error::Error;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{MasterPty, PtySize, native_pty_system};

pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The word that a frame of `bare` ends with, and one of ibid’s home screen. One word: blanks are not written.
const BARE_END: &str = "floor.";
const HOME_END: &str = "keys";
/// What stands on the answered screen only.
const ANSWERED: &str = "rationales";
/// How many starts of each are measured.
const ROUNDS: usize = 301;
/// How long an idle screen is watched.
const IDLE: Duration = Duration::from_secs(3);
/// A program that says nothing for so long is broken.
const LIMIT: Duration = Duration::from_secs(20);

/// Measures and prints.
pub fn main() -> Outcome<()> {
    let rounds = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let home = tempfile::tempdir()?;
    let bare = Program { path: bare()?, home: home.path().to_owned(), end: BARE_END };
    let ibid = Program { path: env!("CARGO_BIN_EXE_ibid").into(), home: home.path().to_owned(), end: HOME_END };

    // The first start of each makes the store and fills the disk's cache.
    let (mut of_bare, mut of_ibid) = (Samples::default(), Samples::default());
    bare.measure(&mut Samples::default())?;
    ibid.measure(&mut Samples::default())?;
    for round in 0..rounds {
        // Each goes first as often as the other.
        if round % 2 == 0 {
            bare.measure(&mut of_bare)?;
            ibid.measure(&mut of_ibid)?;
        } else {
            ibid.measure(&mut of_ibid)?;
            bare.measure(&mut of_bare)?;
        }
    }
    println!("medians of {rounds} starts each, in turn, 80x24");
    report("first frame", "µs", &of_bare.micros, &of_ibid.micros);
    report("peak memory at that frame", "KB", &of_bare.at_frame, &of_ibid.at_frame);
    report("peak memory at rest", "KB", &of_bare.at_rest, &of_ibid.at_rest);
    report("size of the program", "KB", &[size(&bare.path)?], &[size(&ibid.path)?]);
    idle(&ibid)
}

/// Watches the home screen and an answered question while nobody does anything.
fn idle(ibid: &Program) -> Outcome<()> {
    let mut running = ibid.start()?;
    running.wait_for(HOME_END)?;
    running.settle()?;
    running.report_idle("home")?;
    running.input.write_all(b"\r")?;
    running.settle()?;
    running.input.write_all(b"1\r")?;
    running.wait_for(ANSWERED)?;
    running.settle()?;
    running.report_idle("answered")
}

/// A program under measurement.
struct Program {
    path: PathBuf,
    home: PathBuf,
    end: &'static str,
}

/// What was measured of one program.
#[derive(Default)]
struct Samples {
    /// To the last row of the first frame.
    micros: Vec<u64>,
    /// The peak of memory when that row was seen.
    at_frame: Vec<u64>,
    /// The peak when nothing was left to do: in ibid, when the store was open.
    at_rest: Vec<u64>,
}

impl Program {
    fn start(&self) -> Outcome<Running> {
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
        let mut command = Command::new(&self.path);
        command.env_clear().env("HOME", &self.home).env("TERM", "xterm-256color");
        command.stdin(terminal.try_clone()?).stdout(terminal.try_clone()?).stderr(Stdio::null());
        drop(terminal);
        let started = Instant::now();
        let child = command.spawn()?;
        drop(pair.slave);
        Ok(Running { child, started, chunks, input, seen: Vec::new(), _terminal: pair.master })
    }

    fn measure(&self, samples: &mut Samples) -> Outcome<()> {
        let mut running = self.start()?;
        let end = running.wait_for(self.end)?;
        samples.at_frame.push(running.peak()?);
        samples.micros.push(end.duration_since(running.started).as_micros().try_into()?);
        running.settle()?;
        samples.at_rest.push(running.peak()?);
        Ok(())
    }
}

/// A program in its terminal; it is ended when this is dropped.
struct Running {
    child: Child,
    started: Instant,
    chunks: Receiver<(Instant, Vec<u8>)>,
    input: Box<dyn Write + Send>,
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
    /// When the terminal got these words.
    fn wait_for(&mut self, words: &str) -> Outcome<Instant> {
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
    fn settle(&mut self) -> Outcome<()> {
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
    fn written_within(&mut self, time: Duration) -> Outcome<usize> {
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

    fn report_idle(&mut self, screen: &str) -> Outcome<()> {
        let before = self.nanos()?;
        let bytes = self.written_within(IDLE)?;
        let nanos = self.nanos()? - before;
        println!("idle {IDLE:?}, {screen}: {bytes} bytes written, {nanos} ns of processor time");
        Ok(())
    }

    /// The processor time of all threads so far.
    fn nanos(&self) -> Outcome<u64> {
        let mut sum = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let times = fs::read_to_string(task?.path().join("schedstat"))?;
            sum += times.split_whitespace().next().ok_or("no time in schedstat")?.parse::<u64>()?;
        }
        Ok(sum)
    }

    /// The most memory that was resident so far, in KB.
    fn peak(&self) -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM in status")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

/// Builds `bare` with the same settings and tells where it is.
fn bare() -> Outcome<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let build = ["bench", "--bench", "bare", "--no-run", "--quiet", "--message-format=json"];
    let built = Command::new(cargo).args(build).stderr(Stdio::inherit()).output()?;
    let artefacts = serde_json::Deserializer::from_slice(&built.stdout).into_iter::<serde_json::Value>();
    let path = artefacts.filter_map(Result::ok).find_map(|line| {
        let bare = line.pointer("/target/name")?.as_str()? == "bare";
        line.get("executable")?.as_str().filter(|_| bare).map(PathBuf::from)
    });
    Ok(path.ok_or("cargo did not build the bench `bare`")?)
}

fn size(path: &Path) -> Outcome<u64> {
    Ok(fs::metadata(path)?.len() / 1024)
}

fn median(samples: &[u64]) -> u64 {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn report(what: &str, unit: &str, bare: &[u64], ibid: &[u64]) {
    let (bare, ibid) = (median(bare), median(ibid));
    println!("{what:<26} bare {bare:>5} {unit}   ibid {ibid:>5} {unit}   ratio {:.2}", ibid as f64 / bare as f64);
}
