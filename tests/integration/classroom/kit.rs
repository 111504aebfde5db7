//! Rooms to host, and programs that come to them over a real socket.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use ibid::host::{Config, Host};
use ibid::id::{BankId, Digest, QuestionId, QuestionRef};
use ibid::room::posed::{Offer, Quote};
use ibid::room::{Code, Command, Link, Opening, Posed, Room, RoomId, Rules};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// For so long something that must come is waited for.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What no open question may give away.
pub const SECRETS: [&str; 3] = ["SECRET-rationale", "SECRET-", "\"keys\""];

/// A question; what must not be seen before its reveal is marked.
pub fn posed(n: usize, choices: usize, keys: &[u8]) -> Posed {
    let offer = |place: u8| Offer {
        place,
        text: format!("choice {n}.{place}"),
        key: keys.contains(&place),
        rationale: format!("SECRET-rationale {n}.{place}"),
    };
    Posed {
        question: QuestionRef { bank: BankId::new("b").unwrap(), question: QuestionId::new(format!("q{n}")).unwrap() },
        version: Digest::of(b"v"),
        topic: "Topic".into(),
        stem: format!("stem {n}?"),
        choices: (0..choices as u8).map(offer).collect(),
        passages: vec![Quote {
            words: format!("SECRET-passage {n} says so."),
            answers: std::iter::once(7..14).collect(),
            source: "SECRET-source".into(),
        }],
    }
}

/// What a room of three questions begins with; `n` tells rooms apart.
pub fn opening(n: u8, rules: Rules) -> Opening {
    Opening {
        id: RoomId(uuid::Uuid::from_u128(u128::from(n))),
        title: "Drill".into(),
        code: Code::of([n; 16]),
        link: Link::of([n.wrapping_add(100); 16]),
        rules,
        seed: 7,
        posed: vec![posed(0, 4, &[1]), posed(1, 4, &[0, 2]), posed(2, 3, &[2])],
    }
}

/// A host on this machine with one room.
pub struct Class {
    pub host: Host,
    pub id: RoomId,
    pub link: String,
    pub code: String,
    pub port: u16,
}

impl Class {
    pub fn new(rules: Rules) -> Self {
        Self::with(rules, Config::default())
    }

    pub fn with(rules: Rules, config: Config) -> Self {
        let opening = opening(1, rules);
        let (id, link, code) = (opening.id, opening.link.to_string(), opening.code.to_string());
        let room = Room::open(opening, ibid::clock::Moment::now().at);
        let host = Host::start(Config { port: 0, ..config }, vec![room], None).unwrap();
        Self { port: host.port(), host, id, link, code }
    }

    /// The teacher commands.
    pub fn does(&self, command: Command) {
        self.host.send(self.id, command);
    }

    pub fn room(&self) -> std::sync::Arc<Room> {
        self.host.glance(self.id).unwrap().room
    }

    /// Waits until the room is as it should be.
    pub fn until(&self, what: &str, mut there: impl FnMut(&ibid::host::Glance) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !there(&self.host.glance(self.id).unwrap()) {
            assert!(Instant::now() < end, "in vain waited for: {what}");
            std::thread::yield_now();
        }
    }

    pub fn connects(&self) -> Client {
        Client::new(self.port, &self.link).unwrap()
    }

    /// A player with this key, who joined.
    pub fn joins(&self, key: u128, name: &str) -> Client {
        let mut client = self.connects();
        client.hello(key);
        client.next("door");
        client.says(&json!({"t": "join", "name": name}));
        client.next("view");
        client.next("you");
        client
    }

    /// What an HTTP request is answered: the whole answer, as it came.
    pub fn http(&self, request: &str) -> String {
        let mut stream = self.tcp();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn get(&self, path: &str) -> String {
        self.http(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port))
    }

    pub fn post(&self, path: &str, body: &str) -> String {
        let (port, length) = (self.port, body.len());
        self.http(&format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }

    pub fn tcp(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
}

/// A program at the other end of a socket, which remembers every byte it was sent.
pub struct Client {
    pub socket: WebSocket<TcpStream>,
    pub heard: Vec<String>,
}

impl Client {
    pub fn new(port: u16, link: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|error| error.to_string())?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        let url = format!("ws://127.0.0.1:{port}/ws?link={link}");
        let (socket, _) = tungstenite::client(url, stream).map_err(|error| error.to_string())?;
        Ok(Self { socket, heard: Vec::new() })
    }

    pub fn says(&mut self, message: &Value) {
        self.socket.send(Message::text(message.to_string())).unwrap();
    }

    pub fn hello(&mut self, key: u128) {
        self.says(&json!({"t": "hello", "role": "player", "key": format!("{key:032x}")}));
    }

    pub fn answers(&mut self, id: u64, round: u32, vote: u8, picks: &[u8]) {
        self.says(&json!({"t": "answer", "id": id, "round": round, "vote": vote, "picks": picks}));
    }

    /// What comes until the host has answered all that was said: the frames' texts.
    pub fn all(&mut self) -> Vec<String> {
        let from = self.heard.len();
        // Whoever said who they are is told that they did.
        self.says(&json!({"t": "hello", "role": "screen"}));
        loop {
            let message = self.any().unwrap_or_else(|| panic!("ended: {:?}", self.heard));
            if message["why"] == "malformed" {
                self.heard.pop();
                return self.heard[from..].to_vec();
            }
        }
    }

    /// Answers the host's question whether anybody is there.
    pub fn is_there(&mut self) {
        self.socket.send(Message::Ping("?".into())).unwrap();
        while !matches!(self.socket.read().unwrap(), Message::Pong(_)) {}
    }

    /// The next message, whatever it is; none at the end.
    pub fn any(&mut self) -> Option<Value> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    self.heard.push(text.to_string());
                    return Some(serde_json::from_str(&text).unwrap());
                }
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
        panic!("in vain waited for a message: {:?}", self.heard)
    }

    /// The next message of a kind; others before it are passed over.
    pub fn next(&mut self, kind: &str) -> Value {
        loop {
            let message = self.any().unwrap_or_else(|| panic!("ended before `{kind}`: {:?}", self.heard));
            if message["t"] == kind {
                return message;
            }
        }
    }

    /// The next view of a phase.
    pub fn view(&mut self, phase: &str) -> Value {
        loop {
            let view = self.next("view");
            if view["phase"] == phase {
                return view;
            }
        }
    }

    /// Whether the connection ends, whatever is said before.
    pub fn ends(&mut self) -> bool {
        while self.any().is_some() {}
        true
    }
}
