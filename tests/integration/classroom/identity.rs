//! Who may do what: nobody is a teacher over the network, and nobody is somebody else.

use ibid::room::{Command, Name, PlayerId, Rules};
use serde_json::json;

use super::kit::{Class, Client};

#[test]
fn nothing_that_is_said_does_what_a_teacher_does() {
    let class = Class::new(Rules::default());
    let mut ana = class.joins(1, "Ana");
    let before = class.room();
    let words = [
        "host", "rename", "move", "kick", "ban", "lock", "ask", "close", "reveal", "back", "rank", "pause", "resume",
        "extend", "skip", "later", "end", "hands", "Ask", "command",
    ];
    let mut player = class.joins(100, "Eve");
    for word in words {
        player.says(&json!({"t": word, "player": 0, "name": "x", "role": "host", "seconds": 9, "command": word}));
        assert_eq!(player.next("no")["why"], "malformed", "{word}");
        let path = format!("/{word}");
        for answer in [class.get(&path), class.post(&path, r#"{"player":0}"#)] {
            assert!(answer.starts_with("HTTP/1.1 404"), "{word}: {answer}");
        }
    }
    for role in ["host", "teacher", "admin"] {
        let mut eve = class.connects();
        eve.says(&json!({"t": "hello", "role": role, "key": format!("{:032x}", 5)}));
        assert_eq!(eve.next("no")["why"], "malformed");
    }
    let after = class.room();
    assert_eq!((after.phase(), after.locked(), after.players().len()), (before.phase(), false, 2));
    ana.all();
}

#[test]
fn nobody_answers_or_reads_as_another() {
    let class = Class::new(Rules { close_when_all: false, ..Rules::default() });
    let mut ana = class.joins(1, "Ana");
    let mut eve = class.joins(2, "Eve");
    class.does(Command::Ask);
    ana.view("open");
    let steals =
        json!({"t": "answer", "id": 5, "round": 0, "vote": 1, "picks": [3], "player": 0, "key": format!("{:032x}", 1)});
    eve.says(&steals);
    eve.next("ack");
    let mut outside = class.connects();
    outside.says(&steals);
    assert_eq!(outside.next("no")["why"], "unknown", "before anything else");
    outside.hello(77);
    outside.next("door");
    outside.says(&steals);
    assert_eq!(outside.next("no")["why"], "unknown", "at the door");
    let mut screen = class.connects();
    screen.says(&json!({"t": "hello", "role": "screen"}));
    screen.view("open");
    screen.says(&steals);
    assert_eq!(screen.next("no")["why"], "unknown", "as a screen");
    eve.hello(1);
    assert_eq!(eve.next("no")["why"], "malformed", "nobody becomes another");
    let room = class.room();
    let vote = &room.rounds()[0].votes[0];
    assert_eq!((vote.answered, vote.given(PlayerId(0)), vote.given(PlayerId(1)).is_some()), (1, None, true));
    for bad in ["", "1", "zz", &"f".repeat(33)] {
        let mut bad_key = class.connects();
        bad_key.says(&json!({"t": "hello", "role": "player", "key": bad}));
        assert_eq!(bad_key.next("no")["why"], "malformed");
    }
    ana.all();
    assert!(ana.heard.iter().all(|text| !text.contains("Eve")), "players are told of themselves alone");
}

#[test]
fn an_answer_sent_again_is_one_answer_over_any_connection() {
    let class = Class::new(Rules { close_when_all: false, ..Rules::default() });
    let mut ana = class.joins(1, "Ana");
    class.does(Command::Ask);
    ana.view("open");
    for _ in 0..3 {
        ana.answers(70, 0, 1, &[1]);
        assert_eq!(ana.next("ack")["id"], 70);
    }
    drop(ana);
    let mut again = class.connects();
    again.hello(1);
    assert_eq!(again.view("open")["ask"]["round"], 0);
    assert_eq!(again.next("you")["picks"], json!([1]), "the same place after a reload");
    again.answers(70, 0, 1, &[1]);
    assert_eq!(again.next("ack")["id"], 70);
    again.answers(71, 0, 1, &[2]);
    assert_eq!(again.next("no"), json!({"t": "no", "why": "answered", "id": 71}));
    let room = class.room();
    let vote = &room.rounds()[0].votes[0];
    assert_eq!((vote.answered, vote.tally(4)), (1, vec![0, 1, 0, 0]));
    assert_eq!(room.players().len(), 1);
}

#[test]
fn who_is_sent_out_is_out() {
    let class = Class::new(Rules::default());
    let mut ana = class.joins(1, "Ana");
    let mut bo = class.joins(2, "Bo");
    let mut second = class.connects();
    second.hello(2);
    second.next("you");
    class.does(Command::Ban(PlayerId(1)));
    for client in [&mut bo, &mut second] {
        assert_eq!(client.next("out")["why"], "banned", "on each device");
        assert!(client.ends());
    }
    let back = |key: u128| {
        let mut client = class.connects();
        client.hello(key);
        client
    };
    assert_eq!(back(2).next("out")["why"], "banned");
    let mut other = back(3);
    other.next("door");
    other.says(&json!({"t": "join", "name": "BO"}));
    assert_eq!(other.next("no")["why"], "banned", "nor by the name");
    ana.says(&json!({"t": "leave"}));
    assert_eq!(ana.next("out")["why"], "left");
    assert_eq!(back(1).next("out")["why"], "left");
    class.does(Command::Lock(true));
    assert_eq!(back(9).next("door")["state"], "locked");
    class.until("nobody here", |glance| glance.here.is_empty());
}

#[test]
fn hostile_names_are_shown_as_words_or_not_at_all() {
    let class = Class::new(Rules::default());
    let mut screen = class.connects();
    screen.says(&json!({"t": "hello", "role": "screen"}));
    let name = |key: u128, typed: &str| {
        let mut client: Client = class.connects();
        client.hello(key);
        client.next("door");
        client.says(&json!({"t": "join", "name": typed}));
        let heard = client.any().unwrap();
        if heard["t"] == "no" { heard["why"].clone() } else { client.next("you")["name"].clone() }
    };
    assert_eq!(name(1, "<img src=x onerror>"), "<img src=x onerror>", "a page writes it as text");
    assert_eq!(name(2, "A\u{202E}na\u{200B}\u{7}\u{1b}[31m"), "Ana[31m");
    assert_eq!(name(3, "ANA[31M"), "ANA[31M 2", "who looks alike has a number");
    assert_eq!(name(4, "\u{200B}\u{2060}"), "nameless");
    assert_eq!(name(5, &"x".repeat(3_000)), "nameless");
    assert_eq!(name(6, "\"},{\"t\":\"out"), "\"},{\"t\":\"out", "and no message is made of it");
    class.does(Command::Rename(PlayerId(0), Name::new("Ida").unwrap()));
    while screen.view("lobby")["names"] != json!(["Ida", "Ana[31m", "ANA[31M 2", "\"},{\"t\":\"out"]) {}
}
