//! A class over real sockets: what each is told, and what nobody is told too early.

mod flood;
mod identity;
pub(super) mod kit;
mod secrets;
mod web;

use ibid::room::{Command, Rules};
use serde_json::json;

use ibid::host::{Config, Host};
use ibid::room::{Picks, PlayerId, Room};
use ibid::store::Store;
use kit::{Class, Client, opening};

#[test]
fn a_question_is_asked_answered_and_shown() {
    let class = Class::new(Rules { close_when_all: false, ..Rules::default() });
    let mut ana = class.joins(1, "Ana");
    let mut bo = class.joins(2, "Bo");
    let mut screen = class.connects();
    screen.says(&json!({"t": "hello", "role": "screen"}));
    assert_eq!(screen.view("lobby")["names"], json!(["Ana", "Bo"]));
    class.does(Command::Ask);
    let open = ana.view("open");
    assert_eq!((&open["ask"]["stem"], &open["ask"]["round"]), (&json!("stem 0?"), &json!(0)));
    ana.answers(7, 0, 1, &[1]);
    assert_eq!(ana.next("ack"), json!({"t": "ack", "id": 7}));
    bo.answers(8, 0, 1, &[3]);
    bo.next("ack");
    while screen.view("open")["answered"] != 2 {}
    class.does(Command::Reveal);
    let shown = bo.view("revealed");
    assert_eq!(shown["reveal"]["keys"], json!([1]));
    assert_eq!(shown["reveal"]["tally"], json!([0, 1, 0, 1]));
    assert_eq!(bo.next("you")["picks"], json!([3]));
    let you = ana.next("you");
    assert_eq!(you["score"]["right"], 1, "{you}");
    class.does(Command::Kick(ibid::room::PlayerId(1)));
    assert_eq!(bo.next("out")["why"], "kicked");
    assert!(bo.ends());
    class.host.stop();
    assert_eq!(ana.next("out")["why"], "closing");
    assert!(ana.ends());
}

#[test]
fn a_host_that_was_lost_is_found_again_with_all_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let opening = opening(1, Rules { close_when_all: false, ..Rules::default() });
    let (id, link) = (opening.id, opening.link.to_string());
    let now = ibid::clock::Moment::now().at;
    let mut store = Store::open(folder.path(), 0, ibid::clock::Moment::now()).unwrap();
    store.open_room(&opening, now).unwrap();
    let config = Config { port: 0, ..Config::default() };
    let host = Host::start(config.clone(), vec![Room::open(opening, now)], Some(store)).unwrap();
    let mut ana = Client::new(host.port(), &link).unwrap();
    ana.hello(1);
    ana.next("door");
    ana.says(&json!({"t": "join", "name": "Ana"}));
    assert_eq!(ana.next("view")["epoch"], 1);
    host.send(id, Command::Ask);
    ana.view("open");
    ana.answers(9, 0, 1, &[2]);
    ana.next("ack");
    // As after a kill: another program opens the store beside the first one, and reads what is kept there.
    let store = Store::open(folder.path(), 0, ibid::clock::Moment::now()).unwrap();
    let kept = store.room(id).unwrap().unwrap();
    let again = Host::start(config, vec![kept], Some(store)).unwrap();
    let mut ana = Client::new(again.port(), &link).unwrap();
    ana.hello(1);
    let view = ana.view("open");
    assert_eq!((&view["epoch"], &view["ask"]["stem"]), (&json!(2), &json!("stem 0?")));
    assert_eq!(ana.next("you")["picks"], json!([2]));
    ana.answers(9, 0, 1, &[2]);
    assert_eq!(ana.next("ack")["id"], 9, "acknowledged again, counted once");
    let room = again.glance(id).unwrap().room;
    let vote = &room.rounds()[0].votes[0];
    assert_eq!((vote.answered, vote.given(PlayerId(0)).map(|given| given.picks)), (1, Some(Picks::of([2]))));
}

#[test]
fn a_learner_keeps_their_sheet_and_nobody_elses() {
    let class = Class::new(Rules::default());
    let mut ana = class.joins(1, "Ana");
    class.does(Command::Ask);
    ana.view("open");
    ana.answers(1, 0, 1, &[0]);
    class.does(Command::Reveal);
    ana.view("revealed");
    class.does(Command::Ask);
    ana.view("open");
    let sheet =
        |key: u128| class.post("/sheet", &json!({"link": class.link, "key": format!("{key:032x}")}).to_string());
    let mine = sheet(1);
    assert!(
        mine.starts_with("HTTP/1.1 200") && mine.contains("SECRET-<mark>passage</mark>") && mine.contains("stem 0?"),
        "{mine}"
    );
    assert!(!mine.contains("SECRET-rationale 1") && !mine.contains("choice 1.0"), "an open question is not on it");
    assert!(sheet(2).starts_with("HTTP/1.1 404"));
    assert!(class.post("/sheet", "{}").starts_with("HTTP/1.1 400"));
}
