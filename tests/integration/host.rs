//! A drill led by lines with the real program: by hands, and by learners over a socket, through a kill.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::program::{Home, bank};

#[test]
fn hands_are_counted_without_a_network() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let host = ["host", "--hands", "--plain", "--bank", "colours", "--count", "1", "--seed", "3"];
    let run = home.run(&host, "next\n1 2 3\n3 1\nreveal\nend\n").ends(0);
    run.prints("Question 1 of 1").prints("Not now: pick a choice.").prints(", right: Right").prints("is over");
    home.run(&host, "next\n").ends(3).prints("ibid host --resume");
    home.run(&["host", "--hands", "--plain", "--resume"], "end\n").ends(0).prints("Question 1 of 1").prints("over");
    home.run(&["host", "--hands", "--plain", "--resume"], "").ends(2).says("no room waits");
}

#[test]
fn what_cannot_be_hosted_is_said() {
    let home = Home::new();
    home.run(&["host", "--self-paced", "--until", "soon"], "").ends(2).says("write it like 2026-11-30 18:00");
    home.run(&["host", "--self-paced", "--until", "2001-01-01 00:00"], "").ends(2).says("is over");
    home.run(&["host", "--topic", "nothing"], "").ends(2).says("there is no topic");
    home.run(&["host", "--resume", "CDFHJK"], "").ends(2).says("there is no room");
    home.run(&["host", "--teams", "Red,\u{200b}"], "").ends(2);
    home.run(&["host", "--name", "http://x"], "").ends(2);
    let preview = home.run(&["host", "--preview", "--count", "2", "--seed", "7"], "").ends(0).prints("   A  ");
    assert_eq!(preview.out, home.run(&["host", "--preview", "--count", "2", "--seed", "7"], "").out);
}

/// The program as it hosts a room, led by lines.
struct Hosted {
    program: Child,
    input: ChildStdin,
    out: BufReader<ChildStdout>,
    told: String,
}

impl Hosted {
    fn start(home: &Home, more: &[&str]) -> Self {
        let host = ["host", "--plain", "--local", "--port", "0"];
        let mut program = home.command(&[&host, more].concat()).spawn().unwrap();
        let (input, out) = (program.stdin.take().unwrap(), BufReader::new(program.stdout.take().unwrap()));
        let mut hosted = Self { program, input, out, told: String::new() };
        hosted.until("Type next");
        hosted
    }

    fn says(&mut self, line: &str) -> &mut Self {
        writeln!(self.input, "{line}").unwrap();
        self
    }

    /// Reads until a line has these words.
    fn until(&mut self, words: &str) -> &mut Self {
        let before = self.told.len();
        while !self.told[before..].contains(words) {
            let read = self.out.read_line(&mut self.told).unwrap();
            assert!(read > 0, "“{words}” never came:\n{}", self.told);
        }
        self
    }

    fn after(&self, words: &str) -> String {
        let rest = self.told.split(words).nth(1).unwrap_or_default();
        rest.chars().take_while(|c| !c.is_whitespace()).collect()
    }

    /// The port and the link.
    fn place(&self) -> (u16, String) {
        let (_, port) =
            self.after("open http://").rsplit_once(':').map(|(host, port)| (host.to_owned(), port.to_owned())).unwrap();
        (port.parse().unwrap(), self.after("/s/"))
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A learner's program.
struct Learner(WebSocket<TcpStream>);

impl Learner {
    fn comes((port, link): &(u16, String), key: u128) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", *port)).unwrap();
        let (mut socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}/ws?link={link}"), stream).unwrap();
        socket
            .send(Message::text(json!({"t": "hello", "role": "player", "key": format!("{key:032x}")}).to_string()))
            .unwrap();
        Self(socket)
    }

    fn says(&mut self, value: &Value) {
        self.0.send(Message::text(value.to_string())).unwrap();
    }

    fn until(&mut self, there: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Message::Text(text) = self.0.read().unwrap() {
                let value: Value = serde_json::from_str(&text).unwrap();
                if there(&value) {
                    return value;
                }
            }
        }
    }

    fn joins(place: &(u16, String), key: u128, name: &str) -> Self {
        let mut learner = Self::comes(place, key);
        learner.until(|value| value["t"] == "door");
        learner.says(&json!({"t": "join", "name": name}));
        learner.until(|value| value["t"] == "you");
        learner
    }

    fn answers(&mut self, round: u32, pick: u8) {
        self.says(&json!({"t": "answer", "id": 7 + round, "round": round, "vote": 1, "picks": [pick]}));
        self.until(|value| value["t"] == "ack");
    }
}

#[test]
fn a_host_that_is_killed_in_a_question_goes_on_with_all_that_was_acknowledged() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let mut host = Hosted::start(&home, &["--bank", "colours", "--count", "2", "--seed", "3", "--stay-open"]);
    let place = host.place();
    let mut ana = Learner::joins(&place, 1, "Ana");
    let mut bo = Learner::joins(&place, 2, "Bo");
    host.until("2 in the room").says("rename Bo to Bob").until("is called Bob").says("next").until("Question 1 of 2");
    ana.until(|value| value["phase"] == "open");
    ana.answers(0, 0);
    host.program.kill().unwrap();
    host.program.wait().unwrap();

    let mut host = Hosted::start(&home, &["--resume"]);
    let place = host.place();
    let mut ana = Learner::comes(&place, 1);
    assert_eq!(ana.until(|value| value["t"] == "you")["picks"], json!([0]), "what was acknowledged is there");
    let mut bo_again = Learner::comes(&place, 2);
    bo_again.until(|value| value["t"] == "you" && value["name"] == "Bob");
    bo_again.answers(0, 1);
    host.until("Question 1 of 2").says("close").until("Closed; 2 answered").says("reveal").until("right");
    ana.until(|value| value["phase"] == "revealed");
    host.says("kick bob").until("Bob is gone").says("end").until("The drill is over").until("1. Ana");
    bo_again.until(|value| value["t"] == "out" && value["why"] == "kicked");
    drop(bo);
    bo = Learner::comes(&place, 2);
    bo.until(|value| value["t"] == "out");
}
