//! What `startup` measures, by what Linux tells of a process.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::running::{Outcome, Running};

/// The word that a frame of `bare` ends with, and one of ibid’s home screen. One word: blanks are not written.
const BARE_END: &str = "floor.";
const HOME_END: &str = "keys";
/// What stands on the answered screen only.
const ANSWERED: &str = "rationales";
/// How many starts of each are measured.
const ROUNDS: usize = 301;
/// How long an idle screen is watched.
const IDLE: Duration = Duration::from_secs(3);

/// Measures and prints.
pub fn main() -> Outcome<()> {
    let rounds = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let home = tempfile::tempdir()?;
    let bare = Program {
        path: built("bare", &["bench", "--no-run", "--bench"])?,
        home: home.path().to_owned(),
        end: BARE_END,
    };
    let ibid =
        Program { path: built("ibid", &["build", "--release", "--bin"])?, home: home.path().to_owned(), end: HOME_END };

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
    report_idle(&mut running, "home")?;
    running.input.write_all(b"\r")?;
    running.settle()?;
    running.input.write_all(b"1\r")?;
    running.wait_for(ANSWERED)?;
    running.settle()?;
    report_idle(&mut running, "answered")
}

/// Watches a screen while nobody does anything.
fn report_idle(running: &mut Running, screen: &str) -> Outcome<()> {
    let before = running.nanos()?;
    let bytes = running.written_within(IDLE)?;
    let nanos = running.nanos()? - before;
    println!("idle {IDLE:?}, {screen}: {bytes} bytes written, {nanos} ns of processor time");
    Ok(())
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
        Running::start(Command::new(&self.path), &self.home)
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

/// Builds a program and tells where it is: `ibid` as its users build it, since what the tests need beside switches on
/// parts of other crates, which makes another program of it; and `bare` with the same settings.
fn built(name: &str, build: &[&str]) -> Outcome<PathBuf> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(build).args([name, "--quiet", "--message-format=json"]).stderr(Stdio::inherit());
    // What cargo tells this bench of itself would have crates built anew that ask for it.
    let told = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars().filter(|(name, _)| told(name)) {
        command.env_remove(name);
    }
    let built = command.output()?;
    let artefacts = serde_json::Deserializer::from_slice(&built.stdout).into_iter::<serde_json::Value>();
    let path = artefacts.filter_map(Result::ok).find_map(|line| {
        let ours = line.pointer("/target/name")?.as_str()? == name;
        line.get("executable")?.as_str().filter(|_| ours).map(PathBuf::from)
    });
    Ok(path.ok_or_else(|| format!("cargo did not build `{name}`"))?)
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
