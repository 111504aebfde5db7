//! What a drill leaves behind, over the real program: it adds up, and it can be deleted.
#![allow(clippy::float_cmp, reason = "these marks are halves and wholes")]

use std::fs;

use ibid::bank::{Bank, Library};
use ibid::clock::{Millis, Moment, Timestamp};
use ibid::room::rules::{Scoring, Teams};
use ibid::room::{
    Code, Command, Event, Happened, Key, Link, Name, Opening, Picks, PlayerId, Posed, Room, RoomId, Rules,
};
use ibid::store::Store;
use serde_json::Value;

use super::program::{Home, bank};

/// How many take part: enough for discrimination.
const CLASS: u32 = 24;

/// A drill as a host plays it, written down as a host does.
struct Drill {
    store: Store,
    room: Room,
    now: Timestamp,
}

impl Drill {
    fn new(home: &Home, bank: Bank, questions: usize, rules: Rules) -> Self {
        let library = Library::new(vec![bank]).unwrap();
        let drawn = (0..library.len()).filter_map(|at| library.ask(at, true)?.ok()).take(questions);
        let order = |choices: usize| (0..choices as u8).collect::<Vec<u8>>();
        let posed = drawn.map(|x| Posed::of(library.bank(&x.id.bank).unwrap(), &x, &order(x.question.choices.len())));
        let opening = Opening {
            id: RoomId::try_from("0192f0c1-0000-7000-8000-00000000abcd".to_owned()).unwrap(),
            title: "Drill of <b>bold</b> questions".to_owned(),
            code: Code::read("CDFHJK").unwrap(),
            link: Link::of([3; 16]),
            rules,
            seed: 5,
            posed: posed.collect(),
        };
        let now = Timestamp(1_795_348_800_000);
        let mut store = Store::open(&home.data(), 4, Moment::here(now)).unwrap();
        store.open_room(&opening, now).unwrap();
        Self { room: Room::open(opening, now), store, now }
    }

    fn does(&mut self, command: Command) {
        let id = self.room.opening().id;
        let told = format!("{command:?}");
        let events = self.room.decide(command, self.now).unwrap_or_else(|why| panic!("{told}: {why}"));
        let happened = |event: Event| (id, Happened { at: self.now, event });
        let batch: Vec<_> = events.into_iter().map(happened).collect();
        self.store.append_rooms(&batch).unwrap();
        for (_, happened) in &batch {
            self.room.apply(happened);
        }
    }

    fn joins(&mut self, n: u32, name: &str) {
        let key = Key::of(u128::from(n).to_be_bytes()).digest();
        self.does(Command::Join { name: Name::new(name).ok(), team: None, key });
    }

    /// A learner answers the open question, after so many milliseconds of its own.
    fn answers(&mut self, n: u32, picks: Picks, took: i64) {
        let (round, state) = self.room.current().unwrap();
        let vote = state.votes.len() as u8;
        let since = Some(self.now + Millis(-took));
        self.does(Command::Answer { player: PlayerId(n), round, vote, picks, since, answer: u64::from(n) });
    }

    /// A whole class, of which the first know most.
    fn played(home: &Home) -> Self {
        let teams = Teams::Dealt(["Red", "Blue"].map(|name| Name::new(name).unwrap()).to_vec());
        let rules = Rules { teams, scoring: Scoring::Accuracy, close_when_all: false, ..Rules::default() };
        let mut drill = Self::new(home, Bank::embedded(), 6, rules);
        for n in 0..CLASS {
            let name = match n {
                3 => "=HYPERLINK(1)".to_owned(),
                4 => "<script>x</script>".to_owned(),
                5 => "محمد 学生".to_owned(),
                n => format!("Learner {n}"),
            };
            drill.joins(n, &name);
        }
        for question in 0..6 {
            drill.does(Command::Ask);
            let keys = drill.room.current().and_then(|(_, round)| drill.room.posed(round)).unwrap().keys();
            let wrong = Picks::of((0..9).filter(|place| !keys.has(*place)).take(1));
            let gone = |n: u32| question == 5 && n == 7;
            for n in (0..CLASS).filter(|n| (*n > 1 || *n != question) && !gone(*n)) {
                let knows = n + 3 * question < CLASS;
                drill.answers(n, if knows { keys } else { wrong }, i64::from(1_000 * (n + 1)));
            }
            if question == 2 {
                drill.does(Command::VoteAgain);
                (6..CLASS).for_each(|n| drill.answers(n, keys, 2_000));
            }
            if question == 4 {
                drill.does(Command::Kick(PlayerId(7)));
            }
            drill.does(Command::Reveal);
        }
        drill.does(Command::End);
        drill
    }
}

#[test]
fn a_report_adds_up_in_every_form() {
    let home = Home::new();
    drop(Drill::played(&home));
    let listed = home.run(&["rooms"], "").ends(0).prints("CDF HJK").prints("23 learners");
    assert!(listed.out.contains("6 of 6 questions") && listed.out.ends_with("over\n"), "{listed:?}");

    let json = home.run(&["report", "cdf hjk", "--json"], "").ends(0).json();
    let sum = |of: &str, field: &str| -> f64 {
        json[of].as_array().unwrap().iter().map(|x| x[field].as_f64().unwrap_or_default()).sum()
    };
    assert_eq!(sum("learners", "answered"), sum("questions", "answers"));
    assert_eq!(
        (sum("learners", "right"), sum("learners", "marks")),
        (sum("questions", "right"), sum("questions", "marks"))
    );
    assert_eq!((json["learners"].as_array().unwrap().len(), json["questions"].as_array().unwrap().len()), (24, 6));
    assert!(json["reliability"].as_f64().is_some() && json["questions"][5]["discrimination"].as_f64().unwrap() > 0.2);

    let csv = home.run(&["report", "--csv", "-"], "").ends(0).out;
    let rows: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(rows.len(), 1 + 24 + 6);
    assert!(csv.contains(",'=HYPERLINK(1),") && !csv.contains(",=HYPERLINK"), "{csv}");

    let text = home.run(&["report"], "").ends(0).out;
    let again = json["again"].as_array().unwrap();
    assert!(!again.is_empty() && text.contains("To teach again:") && text.contains("Most often wrong:"), "{text}");
    for asked in json["questions"].as_array().unwrap() {
        let low = asked["facility"].as_f64().unwrap() < 0.6;
        let taught = again.iter().any(|x| x["questions"].as_array().unwrap().contains(&asked["number"]));
        assert_eq!(low, taught, "{asked}");
    }

    home.run(&["report", "abcd", "--html", "r.html", "--csv", "r.csv"], "").ends(0).says("written: r.html");
    let html = fs::read_to_string(home.path().join("r.html")).unwrap();
    assert_eq!(fs::read_to_string(home.path().join("r.csv")).unwrap(), csv);
    assert!(html.contains("&lt;script&gt;x&lt;/script&gt;") && !html.contains("<script") && !html.contains("<b>"));
    let passage: String = again[0]["passage"]["parts"][0][0].as_str().unwrap().chars().take(20).collect();
    assert!(html.contains(&passage.replace('\'', "&#39;").replace('"', "&quot;")), "{passage}");
    home.run(&["report", "--html", "no/such/folder/r.html"], "").ends(2).says("hint:");
}

#[test]
fn a_room_can_be_forgotten() {
    let home = Home::new();
    home.run(&["rooms"], "").ends(0).says("there is no room yet");
    home.run(&["report"], "").ends(2).says("there is no room yet");
    let drill = Drill::played(&home);
    let hold = drill.store.hold_room(drill.room.opening().id).unwrap();
    home.run(&["rooms", "forget", "CDFHJK"], "").ends(2).says("is being hosted");
    drop((hold, drill));
    home.run(&["rooms", "forget", "MMMMMM"], "").ends(2).says("there is no room “MMMMMM”");
    home.run(&["backup"], "").ends(0);
    let forgotten = home.run(&["rooms", "forget", "CDFHJK"], "").ends(0).says("ibid.sqlite").says("backups");
    assert!(forgotten.out.is_empty());
    assert_eq!(home.run(&["rooms", "--json"], "").ends(0).json(), Value::Array(Vec::new()));
    let store = fs::read(home.data().join("ibid.sqlite")).unwrap();
    assert!(!store.windows(10).any(|words| words == b"Learner 11"));
}

#[test]
fn a_paper_has_questions_an_answer_sheet_and_the_key() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let printed = home.run(&["print", "colours", "--seed", "7"], "").ends(0);
    assert_eq!(printed.out, home.run(&["--bank", "colours", "print", "--seed", "7"], "").ends(0).out);
    let (questions, key) = printed.out.split_once("<h2>Key</h2>").unwrap();
    assert!(
        questions.contains("<h1 dir=\"auto\">Colours</h1>") && questions.contains("Which is it in sky?"),
        "{questions}"
    );
    assert!(!questions.contains("The sky is blue.") && key.contains("The sky is blue.") && key.contains("seed 7"));
    let picked = home.run(&["print", "colours", "--ids", "grass", "--title", "Week 3", "-o", "p.html"], "").ends(0);
    picked.says("--seed");
    let page = fs::read_to_string(home.path().join("p.html")).unwrap();
    assert!(page.contains(">Week 3</h1>") && page.contains("in grass?") && !page.contains("in sky?"));
    home.run(&["print", "colours", "--topic", "x"], "").ends(2).says("there is no topic “x”");
}
