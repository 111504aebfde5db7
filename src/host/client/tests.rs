//! The client against a stand-in host, which does what hosts do and what none should.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};
use tungstenite::WebSocket;
use tungstenite::protocol::Message as Frame;

use super::message::tests::examples;
use super::*;
use crate::room::posed::Picks;
use crate::room::{Code, Name, RoundId};

const LINK: &str = "CDFHJKMNPRTV";

/// A host that does this with each link in turn.
struct StandIn {
    address: Address,
    work: JoinHandle<()>,
}

type Socket = WebSocket<TcpStream>;

impl StandIn {
    fn new(links: Vec<Box<dyn FnOnce(Socket) + Send>>) -> Self {
        Self::raw(move |listener| {
            for link in links {
                link(tungstenite::accept(listener.accept().unwrap().0).unwrap());
            }
        })
    }

    fn raw(work: impl FnOnce(TcpListener) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string().parse().unwrap();
        Self { address, work: thread::spawn(move || work(listener)) }
    }

    /// Answers one request with this, whatever it is.
    fn answering(answer: &'static str) -> Self {
        Self::raw(move |listener| {
            let mut stream = listener.accept().unwrap().0;
            let _ = stream.read(&mut [0; 4096]).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        })
    }

    fn join(&self) -> (Result<Client, NoLink>, Receiver<Heard>) {
        let (sender, heard) = mpsc::channel();
        let key = Some(Key::of([7; 16]));
        let tell = move |heard| drop(sender.send(heard));
        (Client::open(self.address.clone(), link(), Role::Player, key, Chance::new(1, "client"), tell), heard)
    }
}

fn link() -> Link {
    Link::read(LINK).unwrap()
}

fn hear(socket: &mut Socket) -> Value {
    loop {
        match socket.read().unwrap() {
            Frame::Text(text) => return serde_json::from_str(&text).unwrap(),
            Frame::Close(_) => panic!("the client hung up"),
            _ => {}
        }
    }
}

fn say(socket: &mut Socket, message: &Value) {
    socket.send(Frame::text(message.to_string())).unwrap();
}

fn you(seq: u64) -> Value {
    json!({"t": "you", "epoch": 1, "seq": seq, "player": 0, "name": "Ana"})
}

fn open(seq: u64) -> Value {
    let mut view: Value = serde_json::from_str(&examples()[2]).unwrap();
    view["seq"] = json!(seq);
    view
}

/// Waits until something of this kind is heard.
#[track_caller]
fn until<T>(heard: &Receiver<Heard>, mut wanted: impl FnMut(Heard) -> Option<T>) -> T {
    let mut passed = Vec::new();
    loop {
        match heard.recv_timeout(Duration::from_secs(20)) {
            Ok(word) => {
                passed.push(format!("{word:?}").chars().take(40).collect::<String>());
                if let Some(found) = wanted(word) {
                    return found;
                }
            }
            Err(error) => panic!("waited in vain ({error}), after {passed:?}"),
        }
    }
}

#[test]
fn an_answer_reaches_the_host_once_though_the_link_breaks_before_it_is_acknowledged() {
    let (tell, numbers) = mpsc::channel();
    let again = tell.clone();
    let host = StandIn::new(vec![
        Box::new(move |mut socket| {
            assert_eq!(hear(&mut socket), json!({"t": "hello", "role": "player", "key": "07".repeat(16)}));
            say(&mut socket, &json!({"t": "door", "title": "Drill", "state": "open"}));
            assert_eq!(hear(&mut socket), json!({"t": "join", "name": "Ana"}));
            say(&mut socket, &open(12));
            say(&mut socket, &you(12));
            tell.send(hear(&mut socket)["id"].clone()).unwrap();
            // Gone without a word.
        }),
        Box::new(move |mut socket| {
            assert_eq!(hear(&mut socket)["seen"], json!([1, 12]));
            say(&mut socket, &open(12));
            say(&mut socket, &you(12));
            let id = hear(&mut socket)["id"].clone();
            say(&mut socket, &json!({"t": "ack", "id": id}));
            again.send(id).unwrap();
            let _ = socket.read();
        }),
    ]);
    let (client, heard) = host.join();
    let client = client.unwrap();
    until(&heard, |heard| matches!(heard, Heard::Door(_)).then_some(()));
    client.order(Order::Join { name: Name::new("Ana").ok(), team: None });
    until(&heard, |heard| matches!(heard, Heard::You { .. }).then_some(()));
    client.order(Order::Answer { round: RoundId(3), vote: 1, picks: Picks::of([1]) });
    until(&heard, |heard| matches!(heard, Heard::Down(_)).then_some(()));
    until(&heard, |heard| matches!(heard, Heard::Up).then_some(()));
    until(&heard, |heard| matches!(heard, Heard::Taken(RoundId(3), 1)).then_some(()));
    assert_eq!(numbers.recv().unwrap(), numbers.recv().unwrap());
    drop(client);
    host.work.join().unwrap();
}

#[test]
fn what_was_ordered_last_is_sent_before_the_client_hangs_up() {
    let (tell, told) = mpsc::channel();
    let host = StandIn::new(vec![Box::new(move |mut socket| {
        hear(&mut socket);
        say(&mut socket, &you(12));
        tell.send(hear(&mut socket)["picks"].clone()).unwrap();
        assert!(matches!(socket.read(), Ok(Frame::Close(_))), "a goodbye");
    })]);
    let (client, heard) = host.join();
    let client = client.unwrap();
    until(&heard, |heard| matches!(heard, Heard::You { .. }).then_some(()));
    client.order(Order::Answer { round: RoundId(0), vote: 1, picks: Picks::of([2]) });
    drop(client);
    assert_eq!(told.recv().unwrap(), json!([2]));
    host.work.join().unwrap();
}

#[test]
fn a_host_that_sends_rubbish_is_told_of_and_left() {
    let rubbish: [fn(&mut Socket); 6] = [
        |socket| drop(socket.send(Frame::text("<html>"))),
        |socket| drop(socket.send(Frame::binary(vec![0; 10]))),
        |socket| drop(socket.send(Frame::text(" ".repeat(message::LARGEST + 1)))),
        |socket| drop(socket.get_mut().write_all(&[0xff; 64])),
        // Endless, until the client hangs up.
        |socket| while socket.send(Frame::text(examples()[1].clone())).is_ok() {},
        |socket| while socket.send(Frame::Ping(Vec::new().into())).is_ok() {},
    ];
    for (which, act) in rubbish.into_iter().enumerate() {
        let host = StandIn::new(vec![Box::new(move |mut socket| {
            hear(&mut socket);
            act(&mut socket);
            while socket.read().is_ok() {}
        })]);
        let (client, heard) = host.join();
        let _client = client.unwrap();
        let why = until(&heard, |heard| if let Heard::Broken(why) = heard { Some(why) } else { None });
        assert!(!why.is_empty(), "{which}");
        host.work.join().unwrap();
    }
}

#[test]
fn what_is_no_host_or_has_no_such_room_is_told_at_once() {
    for (answer, wanted) in [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "the host has no such room"),
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "does not go by this address"),
        ("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n", "busy"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "is no ibid host"),
        ("SSH-2.0-OpenSSH\r\n", "is no ibid host"),
        ("", "is no ibid host"),
    ] {
        let (client, _) = StandIn::answering(answer).join();
        let error = client.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(wanted), "{answer}: {error}");
    }
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let error = wire::connect(&gone.parse().unwrap(), &link()).err().unwrap();
    assert!(error.to_string().starts_with(&format!("nobody answers at {gone}: ")), "{error}");
}

#[test]
fn the_code_on_the_screen_leads_to_the_link() {
    let ask = |answer| ask_for_link(&StandIn::answering(answer).address, &Code::read("cdf hjk").unwrap());
    let opened = ask("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"link\":\"CDFHJKMNPRTV\"}");
    assert_eq!(opened.ok(), Some(link()));
    assert!(matches!(ask("HTTP/1.1 404 Not Found\r\n\r\n"), Err(NoLink::NoRoom)));
    assert!(matches!(ask("HTTP/1.1 429 Too Many Requests\r\n\r\n"), Err(NoLink::Busy)));
    for rubbish in ["", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n}{", "HTTP/1.1 xxx\r\n\r\n", "220 mail"] {
        assert!(matches!(ask(rubbish), Err(NoLink::Stranger(_))), "{rubbish}");
    }
}

#[test]
fn waits_grow_and_differ_from_one_client_to_the_next() {
    let wait = |failed, seed| {
        let mut chance = Chance::new(seed, "wait");
        back_off(failed, |bound| chance.below(bound)).as_millis()
    };
    assert!((150..=300).contains(&wait(0, 1)));
    assert!((4_000..=8_000).contains(&wait(40, 1)) && (4_000..=8_000).contains(&wait(u32::MAX, 2)));
    let waits: std::collections::BTreeSet<u128> = (0..50).map(|seed| wait(5, seed)).collect();
    assert!(waits.len() > 40);
}
