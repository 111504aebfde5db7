//! Too much, too slow, and rubbish: whoever sends it gets nowhere, and the others do not notice.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use ibid::host::{Config, Limits, Rate, Waits};
use ibid::room::{Command, Rules};
use serde_json::json;
use tungstenite::Message;

use super::kit::{Class, Client};

const SHORT: Duration = Duration::from_millis(100);

fn class(limits: Limits) -> Class {
    Class::with(Rules { close_when_all: false, ..Rules::default() }, Config { limits, ..Config::default() })
}

/// What comes until the other side ends the connection.
fn rest(mut stream: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer); // a connection that is torn down is an end as well
    answer
}

#[test]
fn rubbish_ends_only_its_own_connection() {
    let class = class(Limits::default());
    let mut ana = class.joins(1, "Ana");
    let raw = |bytes: &[u8]| {
        let mut eve = class.connects();
        let _ = eve.socket.get_mut().write_all(bytes);
        assert!(eve.ends(), "{bytes:?}");
    };
    raw(&[0x81, 0x03, b'a', b'b', b'c']); // not masked
    raw(&[0xF1, 0x80, 0, 0, 0, 0]); // bits that nobody agreed on
    raw(&[0x83, 0x80, 0, 0, 0, 0]); // a kind that there is not
    raw(&[0x80, 0x80, 0, 0, 0, 0]); // the rest of nothing
    raw(&[0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]); // longer than can be
    raw(&[0x89, 0xFE, 0x01, 0x00, 0, 0, 0, 0]); // a long ping
    let deep = "[".repeat(4_000);
    for words in
        ["", "{", "null", "[]", "{}", "\"t\"", r#"{"t":1}"#, r#"{"t":"hello"}"#, r#"{"t":"answer","id":-1}"#, &deep]
    {
        let mut eve = class.connects();
        eve.socket.send(Message::text(words)).unwrap();
        assert_eq!(eve.next("no")["why"], "malformed", "{words}");
    }
    let mut eve = class.connects();
    eve.socket.send(Message::binary(vec![0xFF, 0xFE, 0x00])).unwrap();
    assert_eq!(eve.next("no")["why"], "malformed");
    for _ in 0..30 {
        let _ = eve.socket.send(Message::text("again"));
    }
    assert!(eve.ends(), "patience has an end");
    class.does(Command::Ask);
    ana.view("open");
    ana.answers(1, 0, 1, &[1]);
    ana.next("ack");
}

#[test]
fn what_is_too_big_is_not_taken_in() {
    let class = class(Limits::default());
    let mut ana = class.joins(1, "Ana");
    let big = "x".repeat(5_000_000);
    let mut eve = class.connects();
    let _ = eve.socket.send(Message::text(big.as_str())); // it may be torn down meanwhile
    assert!(eve.ends(), "a frame of 5 MB");
    let mut eve = class.connects();
    let parts = "y".repeat(3_000);
    for opcode in [0x01, 0x00, 0x00] {
        let mut frame = vec![opcode, 0xFE, 0x0B, 0xB8, 0, 0, 0, 0];
        frame.extend_from_slice(parts.as_bytes());
        let _ = eve.socket.get_mut().write_all(&frame);
    }
    assert!(eve.ends(), "and one of several frames");
    let mut stream = class.tcp();
    let head =
        format!("POST /door HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: {}\r\n\r\n", class.port, big.len());
    stream.write_all(head.as_bytes()).unwrap();
    let _ = stream.write_all(&big.as_bytes()[..100_000]);
    assert!(rest(stream).starts_with(b"HTTP/1.1 413"), "a body of 5 MB");
    let mut stream = class.tcp();
    let chunked =
        format!("POST /door HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nTransfer-Encoding: chunked\r\n\r\n", class.port);
    stream.write_all(chunked.as_bytes()).unwrap();
    for _ in 0..20 {
        let _ = stream.write_all(format!("400\r\n{}\r\n", &big[..0x400]).as_bytes());
    }
    assert!(rest(stream).starts_with(b"HTTP/1.1 413"), "and one of which nobody says how long it is");
    let mut stream = class.tcp();
    let _ = stream.write_all(format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", &big[..100_000]).as_bytes());
    assert!(!rest(stream).starts_with(b"HTTP/1.1 200"), "a head of 100 kB");
    let mut stream = class.tcp();
    let _ = stream.write_all(format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(1_000)).as_bytes());
    assert!(!rest(stream).starts_with(b"HTTP/1.1 200"), "a thousand headers");
    ana.all();
}

#[test]
fn who_keeps_us_waiting_is_let_go() {
    let waits = Waits {
        head: SHORT,
        pages: 5 * SHORT,
        hello: SHORT,
        door: SHORT,
        quiet: SHORT / 2,
        dead: 4 * SHORT,
        ..Waits::default()
    };
    let messages = Rate { burst: 1e9, second: 0.0 };
    let class = class(Limits { waits, messages, ..Limits::default() });
    let head = class.tcp();
    (&head).write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    assert!(!rest(head).starts_with(b"HTTP/1.1 200"), "a head that does not come");
    assert!(rest(class.tcp()).is_empty(), "nothing at all");
    let body = class.tcp();
    (&body)
        .write_all(
            format!("POST /door HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: 20\r\n\r\n{{", class.port).as_bytes(),
        )
        .unwrap();
    assert!(rest(body).is_empty(), "a body that does not come");
    assert!(class.connects().ends(), "nobody says who it is");
    let mut door = class.connects();
    door.hello(5);
    assert!(door.ends(), "nobody chooses a name");
    let mut ana = class.joins(1, "Ana");
    let half_open = class.joins(2, "Bo");
    // Ana's program answers when it is asked whether it is there; Bo's is never heard of again.
    class.until("Bo is seen to be gone", |glance| {
        ana.is_there();
        glance.here.len() == 1
    });
    assert!(class.host.glance(class.id).unwrap().here.contains(&ibid::room::PlayerId(0)));
    drop(half_open);
}

#[test]
fn a_flood_leaves_room_for_those_who_are_in() {
    let rate = Rate { burst: 3.0, second: 0.0 };
    let class = class(Limits { sockets: 12, unjoined: 4, joins: rate, ..Limits::default() });
    let mut ana = class.joins(1, "Ana");
    let mut bo = class.joins(2, "Bo");
    let doors: Vec<Client> = (0..4).map(|_| class.connects()).collect();
    let refused = Client::new(class.port, &class.link).err().unwrap();
    assert!(refused.contains("503"), "too many at the door: {refused}");
    drop(doors);
    class.until("the door is free again", |_| Client::new(class.port, &class.link).is_ok());
    let mut cy = class.connects();
    cy.hello(3);
    cy.next("door");
    cy.says(&json!({"t": "join", "name": "Cy"}));
    cy.next("you");
    let mut dora = class.connects();
    dora.hello(4);
    dora.next("door");
    dora.says(&json!({"t": "join", "name": "Dora"}));
    assert_eq!(dora.next("no")["why"], "try-again", "too many joins at once");
    assert_eq!(class.room().players().len(), 3);
    let idle: Vec<TcpStream> = (0..40).map(|_| class.tcp()).collect();
    for stream in idle.iter().skip(12).map(|stream| stream.try_clone().unwrap()) {
        assert!(rest(stream).is_empty(), "turned away");
    }
    class.does(Command::Ask);
    for (id, player) in (0..).zip([&mut ana, &mut bo, &mut cy]) {
        player.view("open");
        player.answers(id, 0, 1, &[0]);
        player.next("ack");
    }
}

#[test]
fn who_talks_too_much_is_told_and_then_let_go() {
    let class = class(Limits { messages: Rate { burst: 10.0, second: 0.0 }, ..Limits::default() });
    let mut ana = class.joins(1, "Ana");
    let mut eve = class.joins(2, "Eve");
    for n in 0..100 {
        let message = json!({"t": "answer", "id": n, "round": 0, "vote": 1, "picks": [1]}).to_string();
        if eve.socket.send(Message::text(message)).is_err() {
            break;
        }
    }
    assert!(eve.ends());
    let why = |why: &str| eve.heard.iter().filter(|text| text.contains(why)).count();
    assert!(why("closed") <= 10 && why("too-fast") > 0, "{:?}", eve.heard);
    class.does(Command::Ask);
    ana.view("open");
}
