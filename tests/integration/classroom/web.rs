//! Other sites, other names, and the door.

use std::time::Duration;

use ibid::host::{Config, Limits, Rate, Waits};
use ibid::room::Rules;
use serde_json::json;

use super::kit::Class;

fn upgrade(class: &Class, host: &str, more: &str) -> String {
    class.http(&format!(
        "GET /ws?link={} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n",
        class.link
    ))
}

#[test]
fn other_sites_and_other_names_are_refused() {
    let short = Duration::from_millis(200);
    let waits = Waits { hello: short, head: short, ..Waits::default() };
    let limits = Limits { waits, ..Limits::default() };
    let class =
        Class::with(Rules::default(), Config { name: Some("quiz.example".into()), limits, ..Config::default() });
    let host = format!("127.0.0.1:{}", class.port);
    let ours = format!("Origin: http://{host}\r\n");
    let accepted = upgrade(&class, &host, &ours);
    assert!(accepted.starts_with("HTTP/1.1 101") && accepted.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "{accepted}");
    assert!(upgrade(&class, &host, "").starts_with("HTTP/1.1 101"), "no browser");
    assert!(upgrade(&class, "quiz.example", "").starts_with("HTTP/1.1 101"), "its name");
    for origin in ["http://evil.example", "null", "http://127.0.0.1", "http://localhost:1"] {
        let answer = upgrade(&class, &host, &format!("Origin: {origin}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 403"), "{origin}: {answer}");
    }
    let code = json!({"code": class.code}).to_string();
    let door = |host: &str, more: &str| {
        let length = code.len();
        class.http(&format!(
            "POST /door HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}Content-Length: {length}\r\n\r\n{code}"
        ))
    };
    assert!(door(&host, &ours).starts_with("HTTP/1.1 200"));
    assert!(door(&host, "Origin: http://evil.example\r\n").starts_with("HTTP/1.1 403"));
    assert!(door(&host, "Sec-Fetch-Site: cross-site\r\n").starts_with("HTTP/1.1 403"));
    for name in ["evil.example", "rebound.example:80", "10.9.9.9", "127.0.0.1.evil.example"] {
        assert!(door(name, "").starts_with("HTTP/1.1 421"), "{name}");
        assert!(upgrade(&class, name, "").starts_with("HTTP/1.1 421"), "{name}");
        assert!(
            class
                .http(&format!("GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"))
                .starts_with("HTTP/1.1 421")
        );
    }
    assert!(class.http("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 421"), "no host at all");
}

#[test]
fn every_answer_says_what_browsers_may_do_with_it() {
    let class = Class::new(Rules::default());
    let link = &class.link;
    let answers = [
        class.get("/"),
        class.get("/page.js"),
        class.get("/nothing"),
        class.get(&format!("/r/{link}")),
        class.get(&format!("/s/{link}")),
        class.get("/r/CCCCCCCCCCCC"),
        class.get(&format!("/qr/{link}.svg")),
        class.post("/door", "{}"),
        class.http("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
    ];
    for answer in &answers {
        let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
        for line in [
            "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
        ] {
            assert!(head.lines().any(|other| other == line), "{line} not in {head}");
        }
        assert!(
            !head.contains("access-control") && !head.contains("set-cookie") && !head.contains("server:"),
            "{head}"
        );
    }
    let status: Vec<&str> = answers.iter().map(|answer| &answer[9..12]).collect();
    assert_eq!(status, ["200", "200", "404", "200", "200", "404", "200", "400", "421"]);
    assert!(
        answers[5].contains("<!doctype html>") || answers[5].contains("<!DOCTYPE html>"),
        "the page tells it in words"
    );
    assert!(answers[6].contains("<svg"));
}

#[test]
fn a_code_opens_its_door_and_guessing_has_an_end() {
    let wrong_each = Rate { burst: 4.0, second: 0.0 };
    let limits = Limits { wrong_each, ..Limits::default() };
    let class = Class::with(Rules::default(), Config { limits, ..Config::default() });
    let tries = |code: &str| class.post("/door", &json!({"code": code}).to_string());
    let spaced = format!(" {} {}", &class.code[..3].to_lowercase(), &class.code[3..]);
    for code in [&class.code, &spaced] {
        assert!(tries(code).ends_with(&format!(r#"{{"link":"{}"}}"#, class.link)), "as people type it");
    }
    for wrong in ["CCCCCC", "", "no code", "FFFFFF"] {
        assert!(tries(wrong).starts_with("HTTP/1.1 404"), "{wrong}");
    }
    assert!(tries("DDDDDD").starts_with("HTTP/1.1 429"));
    assert!(
        tries(&class.code).starts_with("HTTP/1.1 429"),
        "or else a guess that is refused could be told from a wrong one"
    );
    assert!(class.connects().socket.can_write(), "the link still leads in");
}
