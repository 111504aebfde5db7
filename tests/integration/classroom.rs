//! A class over real sockets: what each is told, and what nobody is told too early.

pub(super) mod kit;

use ibid::room::{Command, Rules};
use serde_json::json;

use kit::Class;

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
