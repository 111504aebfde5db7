//! The learner's screen as a learner meets it: a room stands behind it, and what it tells goes through the messages that
//! a host sends.

mod keys;
mod pictures;

use ratatui::buffer::Buffer;

use super::{Effect, Outcome, Player, Setting};
use crate::clock::{Millis, Moment};
use crate::host::client::message::{Door, Message};
use crate::host::client::{Heard, Order};
use crate::room::rules::{Feedback, Pace};
use crate::room::sample::{Played, START, cited};
use crate::room::view::{Alone, You};
use crate::room::{Audience, Code, Command, Key, Link, Name, Opening, Phase, PlayerId, Posed, RoomId, Rules, View};
use crate::tui::event::Event;
use crate::tui::key::{Code as KeyCode, Key as Press};
use crate::tui::page::Notice;
use crate::tui::run::Application;
use crate::tui::tests::{drawn, has, lacks, words};

fn posed(id: &str, stem: &str, choices: &[(&str, &str)], keys: &[u8], passage: (&str, &str)) -> Posed {
    cited(("Keepers", "Keepers of the coast · Duties · line 12"), (id, stem), choices, keys, passage)
}

fn fuel() -> Posed {
    let choices = [
        ("Peat, cut on the moor behind the tower by the keepers themselves", "Peat was burned on one island only."),
        ("Colza oil, pressed from rape seed", "So the passage says."),
        ("Paraffin, which came in barrels by ship", "Paraffin came forty years later."),
        ("Coal gas", ""),
    ];
    let words = "From 1822 the lamps of all the towers along the coast burned colza oil, pressed from rape seed, of which \
                 a large tower used up to nine hundred gallons a year.";
    posed("fuel", "What did the lamps along the coast burn after 1822?", &choices, &[1], (words, "colza oil"))
}

fn duties() -> Posed {
    let choices =
        [("Trimming the wicks", "Yes."), ("Winding the clockwork", "Yes."), ("Collecting tolls", "Harbours did.")];
    let words = "The keeper trimmed the wicks every four hours and wound the clockwork every half hour.";
    posed("duties", "What did a keeper do in the night?", &choices, &[0, 1], (words, "trimmed the wicks"))
}

/// All that somebody could write into a bank.
fn hostile() -> Posed {
    let long = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenantragsformularausfüllhilfe ".repeat(6);
    let choices = [
        ("\u{1b}[2J\u{202e}evil\u{200b}", "\u{1b}]0;title\u{7}"),
        (long.as_str(), "漢字"),
        ("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", ""),
        ("مرحبا بالعالم", ""),
        ("👩‍👩‍👧‍👦🏳️‍🌈", ""),
        ("", ""),
        ("g", ""),
        ("h", ""),
        ("i", ""),
    ];
    posed("hostile", &format!("{long}\n\u{1b}[31m red? {}", "a\u{335}".repeat(40)), &choices, &[3], (&long, "Donau"))
}

fn opening(rules: Rules, posed: Vec<Posed>) -> Opening {
    Opening {
        id: RoomId(uuid::Uuid::nil()),
        title: "Lighthouses and their keepers".into(),
        code: Code::read("K7F 4P4").unwrap(),
        link: Link::read("K7F4P4CDFHJK").unwrap(),
        rules,
        seed: 7,
        posed,
    }
}

fn key() -> Key {
    Key::of([0x5A; 16])
}

/// A learner before a screen.
struct Desk {
    played: Played,
    player: Player,
    me: Option<PlayerId>,
    /// Whether the link is up: what the room tells is heard.
    up: bool,
    orders: Vec<Order>,
    seq: u64,
}

impl Desk {
    fn of(rules: Rules, posed: Vec<Posed>, setting: Setting) -> Self {
        let played = Played::of(opening(Rules { close_when_all: false, ..rules }, posed));
        let mut desk = Self { played, player: Player::new(setting), me: None, up: true, orders: Vec::new(), seq: 0 };
        desk.event(Event::Resize(80, 24));
        let teams = desk.played.room.rules().teams.names().iter().map(Name::to_string).collect();
        let nicknames = desk.played.room.rules().nicknames;
        let door = Door { title: desk.played.room.opening().title.clone(), nicknames, teams, ..Door::default() };
        desk.hear(Heard::Door(door));
        desk
    }

    fn rules(rules: Rules) -> Self {
        Self::of(rules, vec![fuel(), duties(), fuel()], Setting { name: Some("Ana".into()), ..Setting::default() })
    }

    /// Ana, in a room where four others are.
    fn new() -> Self {
        let mut desk = Self::rules(Rules::default());
        for name in ["Bo", "Cy", "Di", "Ed"] {
            desk.played.joins(name);
        }
        desk.tell();
        desk
    }

    fn alone(feedback: Feedback) -> Self {
        let deadline = START + Millis::minutes(600);
        Self::rules(Rules { pace: Pace::Own { deadline, feedback }, ..Rules::default() })
    }

    fn now(&self) -> Moment {
        Moment { at: self.played.now, offset: 0 }
    }

    fn hear(&mut self, heard: Heard) -> &mut Self {
        self.event(Event::Heard(Box::new(heard)));
        self
    }

    /// What the room tells this learner, as a host would send it and a client read it.
    fn tell(&mut self) -> &mut Self {
        let Some(me) = self.me.filter(|_| self.up) else { return self };
        self.seq += 1;
        let (room, seq, now) = (&self.played.room, self.seq, self.played.now.0);
        let write = |kind: &str, value: serde_json::Value| {
            let mut message = serde_json::json!({"t": kind, "epoch": 1, "seq": seq, "now": now});
            message.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
            Message::read(&message.to_string()).unwrap()
        };
        let view = write("view", serde_json::to_value(View::of(room, Audience::Players)).unwrap());
        let you = You::of(room, me, room.ranks_told().as_ref()).unwrap();
        let you = write("you", serde_json::to_value(you).unwrap());
        for message in [view, you] {
            match message {
                Message::View { epoch, seq, now, view } => self.hear(Heard::View { at: (epoch, seq), now, view }),
                Message::You { epoch, seq, you } => self.hear(Heard::You { at: (epoch, seq), you }),
                other => panic!("{other:?}"),
            };
        }
        self
    }

    fn show(&mut self, me: PlayerId, place: usize) {
        let alone = Alone::of(&self.played.room, me, place, self.played.now).unwrap();
        let alone = serde_json::from_str(&serde_json::to_string(&alone).unwrap()).unwrap();
        self.hear(Heard::Alone { now: self.played.now, alone });
    }

    fn event(&mut self, event: Event) {
        for effect in self.player.update(event, self.now()) {
            let Effect::Order(order) = effect else { continue };
            self.orders.push(order.clone());
            if !self.up {
                continue;
            }
            match order {
                Order::Join { name, team } => {
                    let joins = Command::Join { name, team, key: key().digest() };
                    match self.played.does(joins) {
                        Ok(_) => self.me = self.played.room.roll().with_key(key().digest()),
                        Err(why) => drop(self.hear(Heard::Refused { why: why.to_string(), answer: None })),
                    }
                    self.tell();
                }
                Order::Answer { round, vote, picks } => {
                    let player = self.me.unwrap();
                    let answers = Command::Answer { player, round, vote, picks, since: None, answer: 1 };
                    match self.played.does(answers) {
                        Ok(_) => self.hear(Heard::Taken(round, vote)),
                        Err(why) => self.hear(Heard::Refused { why: why.to_string(), answer: Some((round, vote)) }),
                    };
                    if self.played.room.phase() == Phase::Alone {
                        self.show(player, round.0 as usize);
                    }
                }
                Order::Place(place) => self.show(self.me.unwrap(), place),
                Order::Now => {}
            }
        }
    }

    /// The teacher does this.
    fn does(&mut self, command: Command) -> &mut Self {
        self.played.must(command);
        self.tell()
    }

    /// The others pick these, in turn.
    fn others(&mut self, picks: &[u8]) -> &mut Self {
        for (player, pick) in (1..).zip(picks) {
            self.played.answers(PlayerId(player), &[*pick]).unwrap();
        }
        self
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.played.after(1_000);
            self.event(Event::Key(key.parse().unwrap()));
        }
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.event(Event::Key(Press::plain(KeyCode::Char(letter))));
        }
        self
    }

    fn wait(&mut self, millis: i64) -> &mut Self {
        self.played.after(millis);
        self.event(Event::Tick);
        self
    }

    /// The link breaks; what is said meanwhile is said when it is back.
    fn breaks(&mut self) -> &mut Self {
        self.up = false;
        self.hear(Heard::Down("the link broke".into()))
    }

    fn draw_at(&mut self, size: (u16, u16)) -> Buffer {
        self.event(Event::Resize(size.0, size.1));
        drawn(&self.player, size)
    }

    fn screen(&mut self) -> String {
        words(&self.draw_at((80, 24)))
    }

    #[track_caller]
    fn shows(&mut self, text: &str) -> &mut Self {
        has(&self.screen(), text);
        self
    }

    #[track_caller]
    fn hides(&mut self, text: &str) -> &mut Self {
        lacks(&self.screen(), text);
        self
    }

    fn notice(&self) -> String {
        match self.player.page().notice {
            Some(Notice::Info(words) | Notice::Warning(words)) => words,
            None => String::new(),
        }
    }

    /// What was answered, by the places that were picked.
    fn answered(&self) -> Vec<Vec<u8>> {
        let picks = |order: &Order| match order {
            Order::Answer { picks, .. } => Some((*picks).into()),
            _ => None,
        };
        self.orders.iter().filter_map(picks).collect()
    }
}
