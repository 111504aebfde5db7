//! The classroom's pages: what they weigh, what they say, and a drill played in a real browser.

mod cdp;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ibid::clock::{Millis, Moment};
use ibid::host::{Config, Host};
use ibid::id::{BankId, Digest, QuestionId, QuestionRef};
use ibid::room::posed::{Offer, Quote};
use ibid::room::rules::{Feedback, Pace};
use ibid::room::{Code, Command, Link, Opening, PlayerId, Posed, Room, RoomId, Rules};
use ibid::store::Store;
use serde_json::Value;

use cdp::{Browser, Page};

const PHONE: (u32, u32) = (390, 844);
const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/host/page").join(name)
}

fn text(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap()
}

/// What a page loads, by its own words.
fn loads(page: &str) -> Vec<String> {
    let html = text(page);
    let quoted = html.split('"').filter(|quoted| [".js", ".css"].iter().any(|end| quoted.ends_with(end)));
    quoted.map(|path| path.trim_start_matches('/').to_owned()).collect()
}

#[test]
fn the_first_load_of_each_page_stays_small() {
    for page in ["page.html", "screen.html"] {
        for language in LANGUAGES {
            let all = [page.to_owned(), format!("lang/{language}.json")].into_iter().chain(loads(page));
            let bytes: u64 = all.map(|name| fs::metadata(file(&name)).unwrap().len()).sum();
            assert!(bytes < 60_000, "{page} in {language} weighs {bytes} bytes");
        }
    }
}

/// The policy that they are served with lets nothing else run.
#[test]
fn pages_hold_no_script_and_no_style_and_ask_nobody_else() {
    for page in ["page.html", "screen.html"] {
        let html = text(page);
        assert!(!html.contains("<style") && !html.contains("style="), "{page}");
        assert!(html.matches("<script").count() == html.matches("<script src=\"/").count(), "{page}");
        assert!(html.matches("></script>").count() == html.matches("<script").count(), "{page}");
        assert!(
            !html.contains(" on") || !html.split_whitespace().any(|word| word.starts_with("on") && word.contains('='))
        );
        for name in loads(page).iter().map(String::as_str).chain([page]) {
            let own = text(name).replace("http://www.w3.org/2000/svg", "");
            for other in ["http://", "https://", "//cdn", "@import", "innerHTML", "insertAdjacentHTML", "eval("] {
                assert!(!own.contains(other), "{name} has {other}");
            }
        }
    }
}

#[test]
fn languages_say_the_same_things_with_the_same_slots() {
    let words = |language: &str| -> Value { serde_json::from_str(&text(&format!("lang/{language}.json"))).unwrap() };
    let english = words("en");
    for language in LANGUAGES {
        let other = words(language);
        let names = |words: &Value| words.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&english), names(&other), "{language}");
        for (name, said) in other.as_object().unwrap() {
            let forms: Vec<&str> = match said {
                Value::Object(forms) => {
                    let mut needed = vec!["one", "other"];
                    if language == "ar" {
                        needed = vec!["zero", "one", "two", "few", "many", "other"];
                    }
                    let there: Vec<&str> = forms.keys().map(String::as_str).collect();
                    assert_eq!(there, needed, "{language}: {name}");
                    forms.values().map(|form| form.as_str().unwrap()).collect()
                }
                said => vec![said.as_str().unwrap()],
            };
            let known = slots(&last(&english[name]));
            assert_eq!(slots(forms.last().unwrap()), known, "{language}: {name}");
            // A form for one or two may be a word in place of the number.
            assert!(forms.iter().all(|form| slots(form).is_subset(&known)), "{language}: {name}");
        }
    }
}

fn last(said: &Value) -> String {
    said["other"].as_str().or(said.as_str()).unwrap().to_owned()
}

fn slots(said: &str) -> BTreeSet<String> {
    said.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

/// What pages ask for by name is said in every language.
#[test]
fn whatever_is_said_has_words() {
    let english: Value = serde_json::from_str(&text("lang/en.json")).unwrap();
    for script in ["shared.js", "scenes.js", "page.js", "screen.js"] {
        for rest in text(script).split("say('").skip(1) {
            let name = rest.split('\'').next().unwrap();
            assert!(!english[name].is_null(), "{script} says {name}");
        }
    }
    for refusal in
        ["locked", "begun", "full", "banned", "nameless", "teamless", "unknown", "closed", "answered", "invalid"]
    {
        assert!(!english[refusal].is_null(), "{refusal}");
    }
}

fn posed(n: usize, keys: &[u8]) -> Posed {
    let offer = |place: u8| Offer {
        place,
        text: format!("choice {n}.{place}"),
        key: keys.contains(&place),
        rationale: format!("because {n}.{place}"),
    };
    let words = format!("<b>It</b> is written in passage {n}, word for word.");
    Posed {
        question: QuestionRef { bank: BankId::new("b").unwrap(), question: QuestionId::new(format!("q{n}")).unwrap() },
        version: Digest::of(b"v"),
        topic: "Topic".into(),
        stem: format!("What is asked {n}?"),
        choices: (0..4).map(offer).collect(),
        passages: vec![Quote { answers: std::iter::once(13..20).collect(), words, source: format!("Source {n}") }],
    }
}

/// A room of two questions: the first has one right choice, the second has two.
fn opening(rules: Rules) -> Opening {
    Opening {
        id: RoomId(uuid::Uuid::from_u128(1)),
        title: "A drill".into(),
        code: Code::of([1; 16]),
        link: Link::of([2; 16]),
        rules,
        seed: 7,
        posed: vec![posed(0, &[1]), posed(1, &[0, 2])],
    }
}

fn config(port: u16) -> Config {
    Config { port, ..Config::default() }
}

fn browser() -> Option<Browser> {
    let browser = Browser::start();
    if browser.is_none() {
        // Not by a macro, whose words are kept back where a test passes.
        let _ = writeln!(io::stderr(), "\nNOT RUN: no Chromium was found, so no drill was played in a browser");
    }
    browser
}

/// Joins as somebody who scanned the picture.
fn joins(b: &mut Browser, url: &str, name: &str) -> Page {
    let page = b.open(url, PHONE);
    b.taps(&page, "#name");
    b.types(&page, name);
    b.taps(&page, ".go");
    page
}

#[test]
fn two_learners_and_a_projector_play_a_drill_in_a_browser() {
    let Some(mut browser) = browser() else { return };
    let opening = opening(Rules::default());
    let (id, link, code) = (opening.id, opening.link.to_string(), opening.code.halves());
    let host = Host::start(config(0), vec![Room::open(opening, Moment::now().at)], None).unwrap();
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", host.port());
    let b = &mut browser;

    let wall = b.open(&at(&format!("/s/{link}")), (1280, 720));
    b.reads(&wall, &code);
    // One types the code, in their own way; the other scanned the picture.
    let ana = b.open(&at("/"), PHONE);
    b.until(&ana, "document.activeElement.id === 'code'");
    b.types(&ana, &code.to_lowercase());
    b.presses(&ana, "Enter");
    b.taps(&ana, "#name");
    b.types(&ana, "!!!");
    b.presses(&ana, "Enter");
    b.reads(&ana, "Write a name");
    b.until(&ana, "(document.getElementById('name').select(), true)");
    b.types(&ana, "Ana");
    b.presses(&ana, "Enter");
    b.reads(&ana, "You are in, Ana");
    let bo = joins(b, &at(&format!("/r/{link}")), "<img src=x>");
    b.reads(&bo, "You are in, <img src=x>");
    b.reads(&wall, "<img src=x>");

    host.send(id, Command::Ask);
    for page in [&ana, &bo] {
        b.reads(page, "What is asked 0?");
    }
    b.taps(&bo, "#pick-3");
    b.reloads(&bo); // what was picked and not sent is to be picked again
    b.until(&bo, "document.getElementById('ask') && !document.querySelector('.picked')");
    b.presses(&ana, "b");
    b.until(&ana, "document.getElementById('pick-1').checked");
    b.presses(&ana, "Enter");
    b.until(&ana, "document.querySelector('.sent.in')");
    b.reads(&wall, "1 of 2 answered");
    // Back at the same place, with the answer that the host has.
    b.reloads(&ana);
    b.until(&ana, "document.querySelector('.sent.in')");
    b.until(&ana, "document.querySelector('.picked').innerText.includes('choice 0.1')");
    b.until(&ana, "!document.documentElement.innerHTML.includes('because')");
    b.taps(&bo, "#pick-0");
    b.taps(&bo, ".go");
    b.reads(&bo, "Answers are closed");

    host.send(id, Command::Reveal);
    b.until(&ana, "document.querySelector('.verdict.right')");
    b.until(&bo, "document.querySelector('.verdict.wrong')");
    b.reads(&bo, "because 0.0");
    for page in [&ana, &bo, &wall] {
        b.until(page, "document.querySelector('.key .said').innerText === 'choice 0.1'");
        b.until(page, "[...document.querySelectorAll('.count')].map(c => c.innerText).join() === '1,1,0,0'");
        b.until(
            page,
            "document.querySelector('blockquote').innerText === '<b>It</b> is written in passage 0, word for word.'",
        );
        b.until(page, "document.querySelector('mark').innerText === 'written'");
        b.reads(page, "Source 0");
    }

    host.send(id, Command::Ask);
    b.reads(&ana, "there may be several");
    for key in ["1", "2", "2", "3", "Enter"] {
        b.presses(&ana, key);
    }
    b.until(&ana, "document.querySelector('.sent.in')");
    b.taps(&bo, "#pick-2");
    b.taps(&bo, ".go");
    b.reads(&bo, "Answers are closed");
    host.send(id, Command::Reveal);
    b.until(&ana, "document.querySelector('.verdict.right')");
    b.until(&bo, "document.querySelector('.verdict.partly')");
    host.send(id, Command::End);
    b.reads(&ana, "The drill is over");
    b.reads(&ana, "Place 1 of 2");
    b.reads(&ana, "2 of 2");
    b.reads(&bo, "Place 2 of 2");
    b.reads(&bo, "0.5 of 2");
    b.reads(&wall, "0.5 of 2");
    // And who comes back later finds the end, and their score.
    b.reloads(&bo);
    b.reads(&bo, "0.5 of 2");
    assert_eq!(b.complaints, Vec::<String>::new());
}

#[test]
fn pages_outlive_their_host_and_who_is_sent_out_joins_anew() {
    let Some(mut browser) = browser() else { return };
    let b = &mut browser;
    let folder = tempfile::tempdir().unwrap();
    let store = || Store::open(folder.path(), 4, Moment::now()).unwrap();
    let opening = opening(Rules { close_when_all: false, ..Rules::default() });
    let (id, now) = (opening.id, Moment::now().at);
    let link = format!("/r/{}", opening.link);
    let mut first = store();
    first.open_room(&opening, now).unwrap();
    let host = Host::start(config(0), vec![Room::open(opening, now)], Some(first)).unwrap();
    let port = host.port();
    let url = format!("http://127.0.0.1:{port}{link}");
    let ana = joins(b, &url, "Ana");
    let bo = joins(b, &url, "Bo");
    b.reads(&ana, "You are in");
    b.reads(&bo, "You are in");
    host.send(id, Command::Ask);
    b.until(&ana, "document.getElementById('ask')");
    b.presses(&ana, "b");
    b.presses(&ana, "Enter");
    b.until(&ana, "document.querySelector('.sent.in')");
    b.until(&bo, "document.getElementById('ask')");
    b.presses(&bo, "a");

    host.stop();
    b.reads(&ana, "Reconnecting");
    b.reads(&bo, "Reconnecting");
    b.presses(&bo, "Enter"); // an answer while nobody is there to take it
    b.reads(&bo, "Sending your answer");
    let second = store();
    let room = second.room(id).unwrap().unwrap();
    let host = Host::start(config(port), vec![room], Some(second)).unwrap();
    b.until(&bo, "document.querySelector('.sent.in')");
    b.until(&ana, "!document.getElementById('status').innerText && document.querySelector('.sent.in')");

    host.send(id, Command::Kick(PlayerId(1)));
    b.reads(&bo, "The teacher has sent you out");
    host.send(id, Command::Reveal);
    b.until(&ana, "document.querySelector('.verdict.right')");
    b.reads(&ana, "1 of 1");
    b.taps(&bo, ".go");
    b.until(&bo, "document.getElementById('name').value === 'Bo'"); // nobody types it twice
    b.taps(&bo, ".go");
    b.until(&bo, "document.querySelector('.verdict.none')");
    host.send(id, Command::Ban(PlayerId(2)));
    b.reads(&bo, "for good");
    host.send(id, Command::End);
    b.reads(&ana, "Place 1 of 1");
}

#[test]
fn somebody_goes_alone_and_goes_on_with_another_device() {
    let Some(mut browser) = browser() else { return };
    let b = &mut browser;
    let deadline = Moment::now().at + Millis::minutes(60 * 24);
    let opening = opening(Rules { pace: Pace::Own { deadline, feedback: Feedback::Each }, ..Rules::default() });
    let (id, link) = (opening.id, opening.link.to_string());
    let host = Host::start(config(0), vec![Room::open(opening, Moment::now().at)], None).unwrap();
    let ana = joins(b, &format!("http://127.0.0.1:{}/r/{link}", host.port()), "Ana");
    b.reads(&ana, "2 questions");
    b.presses(&ana, "Enter");
    b.until(&ana, "document.getElementById('ask')");
    b.presses(&ana, "a");
    b.presses(&ana, "Enter");
    b.until(&ana, "document.querySelector('.verdict.wrong')");
    b.reads(&ana, "Source 0");
    b.presses(&ana, "Enter");
    b.reads(&ana, "What is asked 1?");
    b.reloads(&ana);
    b.reads(&ana, "What is asked 1?");
    // The address with the key in it is hidden once it was read.
    let own = b.until(&ana, "document.getElementById('own-link').value");
    let other = b.open(own.as_str().unwrap(), (768, 1024));
    b.until(&other, "!location.hash && document.querySelector('.go')");
    b.presses(&other, "Enter");
    b.reads(&other, "What is asked 1?");
    for key in ["1", "3", "Enter"] {
        b.presses(&other, key);
    }
    b.until(&other, "document.querySelector('.verdict.right')");
    b.presses(&other, "Enter");
    b.reads(&other, "You have answered everything");
    b.reads(&other, "1 of 2 right");
    host.send(id, Command::End);
    b.reads(&ana, "The drill is over");
    b.reads(&ana, "1 of 2");
    assert_eq!(b.complaints, Vec::<String>::new());
}
