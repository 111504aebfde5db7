//! The real program in a room of a real host: joined, lost, found again, in a terminal and in lines.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command as Process, Stdio};

use ibid::clock::{Millis, Moment};
use ibid::host::{Config, Host};
use ibid::room::rules::{Feedback, Pace};
use ibid::room::{Command, Room, RoomId, Rules};
use tempfile::TempDir;

use super::classroom::kit::{PATIENCE, opening};
use super::pty::{Start, Terminal};

/// A host on this machine, which can be lost and found again.
struct Class {
    host: Option<Host>,
    id: RoomId,
    code: String,
    port: u16,
}

impl Class {
    fn new(rules: Rules) -> Self {
        let opening = opening(1, Rules { close_when_all: false, ..rules });
        let (id, code) = (opening.id, opening.code.halves());
        let room = Room::open(opening, Moment::now().at);
        let host = Host::start(Config { port: 0, ..Config::default() }, vec![room], None).unwrap();
        Self { port: host.port(), host: Some(host), id, code }
    }

    fn does(&self, command: Command) {
        self.host.as_ref().unwrap().send(self.id, command);
    }

    fn room(&self) -> Room {
        Room::clone(&self.host.as_ref().unwrap().glance(self.id).unwrap().room)
    }

    /// The host goes, and what happened stays.
    fn goes(&mut self) -> Room {
        let room = self.room();
        self.host = None;
        room
    }

    /// Another host takes the room up, at the same place.
    fn comes_back(&mut self, room: Room) {
        let config = Config { port: self.port, ..Config::default() };
        self.host = Some(Host::start(config, vec![room], None).unwrap());
        assert_eq!(self.host.as_ref().unwrap().port(), self.port);
    }

    fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn joins(&self, home: &TempDir, more: &[&str]) -> Terminal {
        let address = self.address();
        Start::ibid(&[&["join", &address, &self.code], more].concat()).home(home.path()).spawn()
    }

    #[track_caller]
    fn until(&self, what: &str, there: impl Fn(&Room) -> bool) {
        let end = std::time::Instant::now() + PATIENCE;
        while !there(&self.room()) {
            assert!(std::time::Instant::now() < end, "in vain waited for: {what}");
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_drill_in_a_terminal_through_a_lost_host() {
    let mut class = Class::new(Rules::default());
    let home = TempDir::new().unwrap();
    let mut ana = class.joins(&home, &[]);
    ana.wait_text("Your name:");
    ana.send("Ana");
    ana.key("Enter");
    ana.wait_text("You are in, Ana.");
    class.does(Command::Ask);
    ana.wait_text("stem 0?");
    ana.key("b");
    ana.key("Enter");
    ana.wait_text("Your answer is in.");
    assert!(!ana.contents().contains("SECRET"));

    let room = class.goes();
    ana.wait_text("Reconnecting");
    class.comes_back(room);
    ana.wait_gone("Reconnecting");
    ana.wait_text("Your answer is in.");
    class.does(Command::Reveal);
    ana.wait_text("Right.");
    ana.wait_text("SECRET-passage 0 says so.");

    // An answer that is given while the host is gone reaches it once.
    class.does(Command::Ask);
    ana.wait_text("stem 1?");
    let room = class.goes();
    ana.wait_text("Reconnecting");
    ana.send("ac");
    ana.key("Enter");
    ana.wait_text("Your answer is sent once the host is back.");
    class.comes_back(room);
    ana.wait_text("Your answer is in.");
    class.does(Command::Reveal);
    ana.wait_text("Right.");
    class.does(Command::End);
    ana.wait_text("place 1 of 1");
    ana.key("q");
    assert_eq!(ana.exit_code(), 0);
    ana.assert_given_back();
    let room = class.room();
    assert_eq!(room.rounds().iter().map(|round| round.votes[0].answered).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn the_same_command_brings_back_the_same_player() {
    let class = Class::new(Rules::default());
    let home = TempDir::new().unwrap();
    let mut ana = class.joins(&home, &["--name", "Ana"]);
    ana.wait_text("You are in, Ana.");
    class.does(Command::Ask);
    ana.wait_text("stem 0?");
    ana.send("2");
    ana.key("Enter");
    ana.wait_text("Your answer is in.");
    ana.key("q");
    assert_eq!(ana.exit_code(), 3);
    let output = String::from_utf8_lossy(&ana.output()).into_owned();
    let link = output.split("another device: ").nth(1).expect("the own link").split_whitespace().next().unwrap();
    assert!(link.contains("/r/") && link.contains("#key="), "{link}");

    let mut again = class.joins(&home, &[]);
    again.wait_text("Your answer is in.");
    // And the own link does it on another device.
    let elsewhere = TempDir::new().unwrap();
    let other = Start::ibid(&["join", link]).home(elsewhere.path()).spawn();
    other.wait_text("Your answer is in.");
    assert_eq!(class.room().players().len(), 1);
    again.key("q");
    again.exit_code();
}

#[test]
fn whoever_is_sent_out_is_told_and_may_come_back() {
    let class = Class::new(Rules::default());
    let home = TempDir::new().unwrap();
    let mut ana = class.joins(&home, &["--name", "Ana"]);
    ana.wait_text("You are in, Ana.");
    class.does(Command::Kick(ibid::room::PlayerId(0)));
    ana.wait_text("sent you out");
    ana.key("q");
    assert_eq!(ana.exit_code(), 3);
    let again = class.joins(&home, &["--name", "Ana"]);
    again.wait_text("You are in, Ana.");
    assert_eq!(class.room().players().len(), 2);
}

#[test]
fn a_projector_shows_what_everybody_sees() {
    let class = Class::new(Rules::default());
    let home = TempDir::new().unwrap();
    let address = class.address();
    let mut screen = Start::ibid(&["screen", &address, &class.code]).home(home.path()).size(120, 40).spawn();
    screen.wait_text(&address);
    let ana = class.joins(&home, &["--name", "Ana"]);
    screen.wait_text("Ana");
    class.does(Command::Ask);
    screen.wait_text("stem 0?");
    screen.wait_text("0 of 1 answered");
    assert!(!screen.contents().contains("SECRET"));
    class.does(Command::Reveal);
    screen.wait_text("SECRET-passage");
    drop(ana);
    screen.key("q");
    assert_eq!(screen.exit_code(), 0);
    screen.assert_given_back();
}

/// The program with these lines to read.
fn in_lines(home: &TempDir, arguments: &[&str], lines: &str) -> std::process::Child {
    let mut child = Process::new(env!("CARGO_BIN_EXE_ibid"))
        .args(arguments)
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    child
}

#[test]
fn a_drill_in_a_pipe() {
    let class = Class::new(Rules::default());
    let home = TempDir::new().unwrap();
    // The lines are all there before the first question is.
    let lines = format!("wrong\n{}\nBo\nb\n1 3\n", class.code);
    let mut bo = in_lines(&home, &["join", &class.address(), "--plain"], &lines);
    let mut out = BufReader::new(bo.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut written = |text: &str| assert!(out.any(|line| line.contains(text)), "no “{text}”");
    written("You are in as Bo.");
    written(&format!("http://{}/r/", class.address()));
    for (stem, answer) in
        [("stem 0?", "Right. The answer is 2: choice 0.1"), ("stem 1?", "Right. The answers are 1 and 3.")]
    {
        class.does(Command::Ask);
        written(stem);
        written("Taken.");
        class.does(Command::Reveal);
        written(answer);
        written("SECRET-passage");
    }
    class.does(Command::End);
    written("The drill is over.");
    written("Place 1 of 1. You have 2 of 2.");
    let output = bo.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(err.contains("a room’s code is 6 letters"), "a wrong code is told of: {err}");
}

#[test]
fn a_pipe_that_ends_leaves() {
    let class = Class::new(Rules::default());
    let home = TempDir::new().unwrap();
    let cy = in_lines(&home, &["join", &class.address(), &class.code, "--name", "Cy"], "");
    class.until("Cy", |room| room.players().len() == 1);
    class.does(Command::Ask);
    let output = cy.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn one_who_goes_alone_in_a_pipe() {
    let pace = Pace::Own { deadline: Moment::now().at + Millis::minutes(60), feedback: Feedback::Each };
    let class = Class::new(Rules { pace, ..Rules::default() });
    let home = TempDir::new().unwrap();
    let di = in_lines(&home, &["join", &class.address(), &class.code, "--name", "Di"], "b\n1 3\nc\n");
    let output = di.wait_with_output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert_eq!(out.matches("Right.").count(), 3, "{out}");
    assert!(out.contains("All questions are answered."), "{out}");
}

#[test]
fn what_cannot_be_joined_is_told_with_what_mends_it() {
    let class = Class::new(Rules::default());
    let home = TempDir::new().unwrap();
    for (arguments, words) in [
        (vec!["join", "not an address"], "is no address of a room"),
        (vec!["join", &class.address(), "CDF"], "a room’s code is 6 letters"),
        (vec!["join", &class.address(), "CDFHJK"], "the host has no such room"),
        (vec!["join", "127.0.0.1:1", "CDFHJK"], "nobody answers at 127.0.0.1:1"),
        (vec!["screen", &class.address(), &class.code], "there is no terminal to draw on"),
    ] {
        let output = in_lines(&home, &arguments, "").wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && err.contains(words), "{arguments:?}: {err}");
    }
}
