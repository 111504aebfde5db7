//! What an open question must not give away, in any byte that leaves the host.

use ibid::clock::{Millis, Moment};
use ibid::room::rules::{Feedback, Pace};
use ibid::room::{Command, Rules};
use proptest::prelude::*;
use serde_json::json;

use super::kit::{Class, Client, SECRETS};

/// What only a reveal has, besides the secrets themselves.
const TOLD_LATER: [&str; 4] = ["\"tally\"", "\"rationales\"", "\"passages\"", "\"common\""];

fn gives_nothing_away(bytes: &[String]) {
    for text in bytes {
        for secret in SECRETS.iter().chain(&TOLD_LATER) {
            assert!(!text.contains(secret), "`{secret}` in {text}");
        }
    }
}

/// Every way to ask for something over HTTP.
fn pages(class: &Class) -> Vec<String> {
    let link = &class.link;
    let gets = ["/", "/page.js", "/lang/en.json", "/screen.js", "/rooms", "/report", "/sheet", "/ws", "/door"];
    let mut pages: Vec<String> = gets.iter().map(|path| class.get(path)).collect();
    pages.extend(
        [format!("/r/{link}"), format!("/s/{link}"), format!("/qr/{link}.svg")].iter().map(|path| class.get(path)),
    );
    pages.push(class.post("/door", &json!({"code": class.code}).to_string()));
    let sheet = json!({"link": link, "key": format!("{:032x}", 1)});
    pages.push(class.post("/sheet", &sheet.to_string()));
    pages
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn an_open_question_gives_nothing_away(picks in prop::collection::vec(0..4_u8, 6), words in any::<bool>()) {
        let class = Class::new(Rules { words, close_when_all: false, seconds: Some(600), ..Rules::default() });
        let mut players: Vec<Client> = (0..3).map(|n| class.joins(n, &format!("Player {n}"))).collect();
        let mut screen = class.connects();
        screen.says(&json!({"t": "hello", "role": "screen"}));
        let mut outside = class.connects();
        outside.hello(99);
        class.does(Command::Ask);
        for (n, player) in players.iter_mut().enumerate() {
            player.view("open");
            player.answers(n as u64, 0, 1, &[picks[n]]);
            player.next("ack");
        }
        for command in [Command::Pause, Command::Resume, Command::Extend(30), Command::Close, Command::VoteAgain] {
            class.does(command);
            class.room();
        }
        for (n, player) in players.iter_mut().enumerate() {
            player.answers(9, 0, 2, &[picks[n + 3]]);
            player.next("ack");
            player.answers(10, 0, 2, &[picks[n]]);
            assert_eq!(player.next("no")["why"], "answered");
            player.hello(n as u128);
            player.next("no");
        }
        let mut late = class.joins(7, "Late");
        gives_nothing_away(&late.all());
        class.does(Command::Close);
        gives_nothing_away(&pages(&class));
        screen.view("closed");
        for client in players.iter_mut().chain([&mut screen, &mut outside]) {
            client.all();
            gives_nothing_away(&client.heard);
        }
        class.does(Command::Reveal);
        let shown = players[0].view("revealed").to_string();
        assert!(SECRETS.iter().all(|secret| shown.contains(secret)), "and what is shown has it all: {shown}");
        class.does(Command::Ask);
        let second = players[1].view("open").to_string();
        gives_nothing_away(&[second]);
    }
}

#[test]
fn an_answer_is_taken_with_the_same_bytes_whatever_it_is() {
    let class = Class::new(Rules { close_when_all: false, ..Rules::default() });
    let mut players: Vec<Client> = (0..4).map(|n| class.joins(n, &format!("Player {n}"))).collect();
    class.does(Command::Ask);
    for (pick, player) in (0..).zip(&mut players) {
        player.view("open");
        player.all();
        player.answers(4_242, 0, 1, &[pick]);
        assert_eq!(player.all(), [r#"{"t":"ack","id":4242}"#], "and nothing else comes");
    }
}

fn alone(feedback: Feedback) -> Class {
    let deadline = Moment::now().at + Millis::minutes(60);
    Class::new(Rules { pace: Pace::Own { deadline, feedback }, ..Rules::default() })
}

#[test]
fn a_learner_who_goes_alone_is_told_of_their_own_answers_only() {
    let class = alone(Feedback::Each);
    let mut ana = class.joins(1, "Ana");
    let mut bo = class.joins(2, "Bo");
    assert_eq!(ana.next("alone")["ask"]["stem"], "stem 0?");
    ana.answers(1, 0, 1, &[3]);
    ana.next("ack");
    let told = ana.next("alone");
    assert_eq!((&told["places"][0], &told["reveal"]["keys"]), (&json!("wrong"), &json!([1])));
    ana.says(&json!({"t": "place", "n": 1}));
    assert_eq!(ana.next("alone")["ask"]["stem"], "stem 1?");
    for n in [7, -1, 4_000_000_000_i64] {
        ana.says(&json!({"t": "place", "n": n}));
        assert_eq!(ana.next("no")["why"], "malformed");
    }
    bo.all();
    gives_nothing_away(&bo.heard);
    for (text, other) in ana.heard.iter().flat_map(|text| [(text, 1), (text, 2)]) {
        assert!(!text.contains(&format!("SECRET-rationale {other}")) && !text.contains(&format!(" {other} says so")));
    }
}

#[test]
fn feedback_that_comes_later_does_not_come_before() {
    let class = alone(Feedback::End);
    let mut ana = class.joins(1, "Ana");
    for (round, picks) in [(0, vec![1]), (1, vec![0])] {
        ana.answers(u64::from(round), round, 1, &picks);
        ana.next("ack");
    }
    ana.all();
    gives_nothing_away(&ana.heard);
    ana.answers(2, 2, 1, &[2]);
    ana.next("ack");
    assert_eq!(ana.next("alone")["places"], json!(["right", "wrong", "right"]), "once all are answered");

    let class = alone(Feedback::Deadline);
    let mut bo = class.joins(1, "Bo");
    for round in 0..3 {
        bo.answers(u64::from(round), round, 1, &[0]);
        bo.next("ack");
    }
    bo.all();
    gives_nothing_away(&bo.heard);
    gives_nothing_away(&pages(&class));
    class.does(Command::End);
    bo.view("ended");
    assert_eq!(bo.next("alone")["over"], true);
}
