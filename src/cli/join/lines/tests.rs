//! A room in lines, as somebody reads and types them.

use super::*;
use crate::clock::Millis;
use crate::room::rules::{Feedback, Pace, Teams};
use crate::room::sample::{Played, START};
use crate::room::view::{Alone, You};
use crate::room::{Audience, Command, Key, PlayerId, Rules, View};

/// A learner before lines, with a room behind them.
struct Sheet {
    played: Played,
    lines: Lines,
    paper: Paper<Vec<u8>>,
    me: Option<PlayerId>,
    exit: Option<Exit>,
    seq: u64,
}

impl Sheet {
    fn new(rules: Rules, name: Option<&str>) -> Self {
        let lines = Lines::new(name.map(str::to_owned), None, "http://host/r/LINK#key=KEY".into());
        let played = Played::new(Rules { close_when_all: false, ..rules });
        let paper = Paper::new(Vec::new(), 100);
        let mut sheet = Self { played, lines, paper, me: None, exit: None, seq: 0 };
        let teams = sheet.played.room.rules().teams.names().iter().map(Name::to_string).collect();
        sheet.hear(Heard::Up);
        sheet.hear(Heard::Door(Door { title: "Drill".into(), teams, ..Door::default() }));
        sheet
    }

    fn happens(&mut self, happening: Happening) -> &mut Self {
        let now = Moment { at: self.played.now, offset: 0 };
        let exit = self.lines.take(happening, now, true, &mut self.paper).unwrap();
        self.exit = self.exit.or(exit);
        for order in self.lines.orders() {
            match order {
                Order::Join { name, team } => {
                    let key = Key::of([9; 16]).digest();
                    self.played.must(Command::Join { name, team, key });
                    self.me = self.played.room.roll().with_key(key);
                    self.tell();
                }
                Order::Answer { round, vote, picks } => {
                    let player = self.me.unwrap();
                    let answers = Command::Answer { player, round, vote, picks, since: None, answer: 1 };
                    match self.played.does(answers) {
                        Ok(_) => self.hear(Heard::Taken(round, vote)),
                        Err(why) => self.hear(Heard::Refused { why: why.to_string(), answer: Some((round, vote)) }),
                    };
                    if self.played.room.phase() == crate::room::Phase::Alone {
                        self.show(round.0 as usize);
                    }
                }
                Order::Place(place) => self.show(place),
                Order::Now => {}
            }
        }
        self
    }

    fn hear(&mut self, heard: Heard) -> &mut Self {
        self.happens(Happening::Heard(Box::new(heard)))
    }

    fn show(&mut self, place: usize) {
        let alone = Alone::of(&self.played.room, self.me.unwrap(), place, self.played.now).unwrap();
        self.hear(Heard::Alone { now: self.played.now, alone: Box::new(alone) });
    }

    fn tell(&mut self) -> &mut Self {
        self.seq += 1;
        let (at, now) = ((1, self.seq), self.played.now);
        let view = Box::new(View::of(&self.played.room, Audience::Players));
        let you = You::of(&self.played.room, self.me.unwrap(), self.played.room.ranks_told().as_ref()).unwrap();
        self.hear(Heard::View { at, now, view });
        self.hear(Heard::You { at, you: Box::new(you) })
    }

    fn does(&mut self, command: Command) -> &mut Self {
        self.played.must(command);
        self.tell()
    }

    fn types(&mut self, line: &str) -> &mut Self {
        self.happens(Happening::Typed(Some(line.to_owned())))
    }

    fn text(self) -> String {
        String::from_utf8(self.paper.into_inner()).unwrap()
    }
}

#[test]
fn a_drill_in_lines() {
    let mut sheet = Sheet::new(Rules::default(), None);
    sheet.types("Ana").does(Command::Ask).types("7").types("b").does(Command::Close).does(Command::Reveal);
    sheet
        .does(Command::Ask)
        .types("1 2")
        .hear(Heard::Down("the link broke".into()))
        .hear(Heard::Up)
        .does(Command::Reveal);
    sheet.does(Command::End);
    assert_eq!(sheet.exit, Some(Exit::Finished));
    insta::assert_snapshot!(sheet.text());
}

#[test]
fn a_team_is_asked_for_by_its_number() {
    let teams = Teams::Chosen(vec![Name::new("Red").unwrap(), Name::new("Blue").unwrap()]);
    let mut sheet = Sheet::new(Rules { teams, ..Rules::default() }, Some("Ana"));
    sheet.types("3").types("2");
    let text = sheet.text();
    assert!(text.contains("Type a number from 1 to 2.") && text.contains("You are in as Ana, in team Blue."), "{text}");
}

#[test]
fn a_line_typed_where_nothing_is_asked_answers_nothing() {
    let mut sheet = Sheet::new(Rules::default(), Some("Ana"));
    sheet.types("2").does(Command::Ask).does(Command::Close).types("2").does(Command::Reveal);
    assert_eq!(sheet.played.room.rounds()[0].votes[0].answered, 0);
    assert!(!sheet.lines.prompts());
    let text = sheet.text();
    assert_eq!(text.matches("No question is open").count(), 2, "{text}");
    assert!(text.contains("You gave no answer. The answer is 2: choice 0.1"), "{text}");
}

#[test]
fn whoever_leaves_before_the_end_has_left() {
    let mut sheet = Sheet::new(Rules::default(), Some("Ana"));
    sheet.does(Command::Ask).types("q");
    assert_eq!(sheet.exit, Some(Exit::Left));
    let mut sheet = Sheet::new(Rules::default(), Some("Ana"));
    sheet.does(Command::Ask).happens(Happening::Typed(None));
    assert_eq!(sheet.exit, Some(Exit::Left));
    let mut sheet = Sheet::new(Rules::default(), Some("Ana"));
    sheet.hear(Heard::Out(Out::Kicked));
    assert_eq!(sheet.exit, Some(Exit::Left));
    assert!(sheet.text().contains("You may come back"));
}

#[test]
fn one_who_goes_alone_in_lines() {
    let pace = Pace::Own { deadline: START + Millis::minutes(60), feedback: Feedback::Each };
    let mut sheet = Sheet::new(Rules { pace, ..Rules::default() }, Some("Ana"));
    sheet.types("2").types("1").types("3");
    assert_eq!(sheet.exit, Some(Exit::Finished));
    insta::assert_snapshot!(sheet.text());
}
