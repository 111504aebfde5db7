//! The hall by the clock, and a store that fails.

use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::address::Reach;
use super::frame::Frame;
use super::hall::{Events, Hall};
use super::keeper::Keep;
use super::outbox::Line;
use super::wire::Said;
use super::{Config, Host};
use crate::clock::{Millis, Timestamp};
use crate::room::rules::{Feedback, Pace};
use crate::room::sample::{Played, START, opening};
use crate::room::{Command, Room, RoomId, Rules};
use crate::store::{Store, StoreError};

/// A hall whose events are kept at once.
struct Kept {
    hall: Hall,
    now: Timestamp,
    lines: u64,
}

impl Kept {
    fn new(rules: Rules) -> Self {
        let reach = Reach { bound: ([127, 0, 0, 1], 4242).into(), name: None };
        Self { hall: Hall::new(Played::new(rules).room, Arc::new(reach), START), now: START, lines: 0 }
    }

    fn after(&mut self, millis: i64) -> &mut Self {
        self.now = self.now + Millis(millis);
        self.settles();
        self
    }

    fn settles(&mut self) {
        let mut events = Events::new();
        self.hall.closes(self.now, &mut events);
        self.hall.tells(self.now);
    }

    fn does(&mut self, command: Command) {
        self.hall.does(command, self.now, &mut Events::new()).unwrap();
        self.settles();
    }

    fn says(&mut self, line: &Arc<Line>, words: &Value) {
        let said = Said::read(words.to_string().as_bytes()).unwrap();
        self.hall.hears(line, said, self.now, &mut Events::new());
        self.settles();
    }

    fn screen(&mut self) -> Arc<Line> {
        let line = self.line();
        self.says(&line, &json!({"t": "hello", "role": "screen"}));
        heard(&line);
        line
    }

    fn line(&mut self) -> Arc<Line> {
        self.lines += 1;
        Arc::new(Line::new(self.lines))
    }

    fn player(&mut self, key: u128) -> Arc<Line> {
        let line = self.line();
        self.says(&line, &json!({"t": "hello", "role": "player", "key": format!("{key:032x}")}));
        self.says(&line, &json!({"t": "join", "name": format!("P{key}")}));
        heard(&line);
        line
    }

    fn answers(&mut self, line: &Arc<Line>, round: u32) {
        self.says(line, &json!({"t": "answer", "id": 1, "round": round, "vote": 1, "picks": [0]}));
    }

    fn is_open(&self) -> bool {
        self.hall.room().current().is_some_and(|(_, round)| round.stage == crate::room::state::Stage::Open)
    }
}

/// What waits in a line.
fn heard(line: &Line) -> Vec<Value> {
    let mut frames: Vec<Frame> = Vec::new();
    let _ = line.poll_take(&Context::from_waker(Waker::noop()), &mut frames);
    let text = |frame: &Frame| {
        let bytes = frame.bytes();
        let head = if bytes[1] < 126 { 2 } else { 4 };
        serde_json::from_slice(&bytes[head..]).unwrap()
    };
    frames.iter().map(text).collect()
}

#[test]
fn screens_are_told_four_times_a_second_and_players_only_of_what_changes_for_them() {
    let mut kept = Kept::new(Rules::default());
    let players: Vec<_> = (1..=40).map(|key| kept.player(key)).collect();
    let screen = kept.screen();
    kept.does(Command::Ask);
    assert_eq!(heard(&screen).len(), 1);
    for line in &players {
        assert_eq!(heard(line).len(), 2, "what is asked, and what they have");
    }
    let (mut told, mut last) = (0, json!(null));
    for line in &players[..39] {
        kept.answers(line, 0);
        kept.after(25);
        for view in heard(&screen) {
            told += 1;
            last = view["answered"].clone();
        }
        assert_eq!(heard(line), [json!({"t": "ack", "id": 1})]);
    }
    assert!((3..=4).contains(&told), "{told} in 975 ms");
    kept.after(250);
    let views = heard(&screen);
    assert_eq!(views.first().map_or(last, |view| view["answered"].clone()), 39, "the last count comes as well");
    kept.after(10_000);
    assert!(heard(&screen).is_empty() && players.iter().all(|line| heard(line).is_empty()), "then it is quiet");
}

#[test]
fn a_question_closes_when_its_time_and_the_hidden_grace_are_over() {
    let mut kept = Kept::new(Rules { seconds: Some(20), close_when_all: false, ..Rules::default() });
    let ana = kept.player(1);
    kept.does(Command::Ask);
    assert_eq!(kept.hall.next_moment(), Some(START + Millis(22_000)));
    assert!(kept.after(21_999).is_open());
    kept.answers(&ana, 0);
    assert!(heard(&ana).contains(&json!({"t": "ack", "id": 1})));
    assert!(!kept.after(1).is_open());
    assert_eq!(kept.hall.next_moment(), None);
}

#[test]
fn a_question_closes_when_all_have_answered_but_not_under_who_reloads() {
    let mut kept = Kept::new(Rules::default());
    let [ana, bo, cy] = [1, 2, 3].map(|key| kept.player(key));
    kept.does(Command::Ask);
    kept.answers(&ana, 0);
    kept.hall.leaves(bo.id, kept.now);
    kept.answers(&cy, 0);
    assert!(kept.after(5_000).is_open(), "Bo may be back in a moment");
    let bo = kept.player(2);
    assert!(kept.after(60_000).is_open(), "and is");
    kept.hall.leaves(bo.id, kept.now);
    assert_eq!(kept.hall.next_moment(), Some(kept.now + Millis(10_000)));
    assert!(!kept.after(10_000).is_open(), "but who stays away is not waited for");
}

#[test]
fn a_host_that_was_lost_waits_for_its_class() {
    let mut played = Played::new(Rules::default());
    let [ana, _bo] = ["Ana", "Bo"].map(|name| played.joins(name));
    played.must(Command::Ask);
    played.answers(ana, &[1]).unwrap();
    let reach = Reach { bound: ([127, 0, 0, 1], 4242).into(), name: None };
    let hall = Hall::new(played.room, Arc::new(reach), START);
    let mut kept = Kept { hall, now: START, lines: 0 };
    kept.player(1);
    assert!(kept.after(9_000).is_open());
    assert!(!kept.after(1_000).is_open());
}

#[test]
fn whoever_goes_alone_is_told_when_it_is_over_and_their_time_begins_when_they_look() {
    let deadline = START + Millis(100_000);
    let pace = Pace::Own { deadline, feedback: Feedback::Deadline };
    let mut kept = Kept::new(Rules { pace, ..Rules::default() });
    let ana = kept.player(1);
    kept.after(50_000).says(&ana, &json!({"t": "place", "n": 1}));
    kept.after(3_000).answers(&ana, 1);
    let round = &kept.hall.room().rounds()[1];
    assert_eq!(round.given(crate::room::PlayerId(0)).unwrap().took, Millis(3_000));
    heard(&ana);
    assert_eq!(kept.hall.next_moment(), Some(deadline + Millis(2_001)));
    kept.after(49_001);
    let told = heard(&ana);
    assert!(told.iter().any(|said| said["over"] == true && said["reveal"]["keys"] == json!([0, 2])), "{told:?}");
    assert_eq!(kept.hall.next_moment(), None, "once");
}

/// A store that fails when it is told to.
struct Flaky(Arc<AtomicBool>, Store);

impl Keep for Flaky {
    fn append(&mut self, events: &Events) -> Result<(), StoreError> {
        if self.0.load(Ordering::SeqCst) {
            return Err(StoreError::Full { file: "ibid.db".into() });
        }
        self.1.append_rooms(events)
    }

    fn room(&mut self, id: RoomId) -> Result<Option<Room>, StoreError> {
        self.1.room(id)
    }
}

#[test]
fn what_cannot_be_kept_is_told_to_nobody() {
    let fails = Arc::new(AtomicBool::new(false));
    let mut store = Store::in_memory(0).unwrap();
    let opening = opening(Rules { close_when_all: false, ..Rules::default() });
    let (id, link) = (opening.id, opening.link.clone());
    store.open_room(&opening, START).unwrap();
    let keep = Box::new(Flaky(Arc::clone(&fails), store));
    let host =
        Host::kept_by(Config { port: 0, ..Config::default() }, vec![Room::open(opening, START)], Some(keep)).unwrap();
    let connects = || {
        let stream = TcpStream::connect(("127.0.0.1", host.port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        tungstenite::client(format!("ws://127.0.0.1:{}/ws?link={link}", host.port()), stream).unwrap().0
    };
    let hello = json!({"t": "hello", "role": "player", "key": format!("{:032x}", 1)});
    let mut socket = connects();
    let says = |socket: &mut WebSocket<TcpStream>, words: Value| socket.send(Message::text(words.to_string())).unwrap();
    let hears = |socket: &mut WebSocket<TcpStream>| loop {
        if let Message::Text(text) = socket.read().unwrap() {
            break serde_json::from_str::<Value>(&text).unwrap();
        }
    };
    says(&mut socket, hello.clone());
    assert_eq!(hears(&mut socket)["t"], "door");
    fails.store(true, Ordering::SeqCst);
    says(&mut socket, json!({"t": "join", "name": "Ana"}));
    assert!(matches!(socket.read(), Ok(Message::Close(_))), "who is at the door comes back by itself");
    fails.store(false, Ordering::SeqCst);
    let mut socket = connects();
    says(&mut socket, hello);
    assert_eq!(hears(&mut socket)["t"], "door", "nobody joined");
    says(&mut socket, json!({"t": "join", "name": "Ana"}));
    assert_eq!(hears(&mut socket)["t"], "view");
    assert_eq!(hears(&mut socket)["name"], "Ana");
    host.send(id, Command::Ask);
    assert_eq!(hears(&mut socket)["phase"], "open");
    hears(&mut socket);
    fails.store(true, Ordering::SeqCst);
    let answer = json!({"t": "answer", "id": 5, "round": 0, "vote": 1, "picks": [1]});
    says(&mut socket, answer.clone());
    assert_eq!(hears(&mut socket), json!({"t": "no", "why": "try-again", "id": 5}));
    let glance = host.glance(id).unwrap();
    assert!(glance.trouble.as_ref().is_some_and(|why| why.contains("no room left")), "{:?}", glance.trouble);
    assert_eq!(glance.room.rounds()[0].votes[0].answered, 0);
    host.send(id, Command::Reveal);
    assert_eq!(host.glance(id).unwrap().room.rounds()[0].stage, crate::room::state::Stage::Open);
    fails.store(false, Ordering::SeqCst);
    says(&mut socket, answer);
    assert_eq!(hears(&mut socket), json!({"t": "ack", "id": 5}));
    let glance = host.glance(id).unwrap();
    assert_eq!((glance.room.rounds()[0].votes[0].answered, glance.trouble), (1, None));
}
