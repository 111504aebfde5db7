//! Small drills for tests.

use proptest::prelude::*;
use serde_json::json;

use super::posed::{Offer, Quote};
use super::view::You;
use super::*;
use crate::clock::{Millis, Timestamp};
use crate::id::{BankId, Digest, QuestionId, QuestionRef};

pub(crate) const START: Timestamp = Timestamp(1_000_000);

pub(crate) fn posed(n: usize, choices: usize, keys: &[u8]) -> Posed {
    let id = QuestionId::new(format!("q{n}")).unwrap();
    let offer = |place: u8| Offer {
        place,
        text: format!("choice {n}.{place}"),
        key: keys.contains(&place),
        rationale: format!("SECRET-rationale {n}.{place}"),
    };
    Posed {
        question: QuestionRef { bank: BankId::new("b").unwrap(), question: id },
        version: Digest::of(b"v"),
        topic: "Topic".into(),
        stem: format!("stem {n}?"),
        choices: (0..choices as u8).map(offer).collect(),
        passages: vec![Quote {
            words: format!("SECRET-passage {n} says so."),
            answers: std::iter::once(7..14).collect(),
            source: "SECRET-source".into(),
        }],
    }
}

/// A question of a topic, its choices with their rationales, and a passage with the words that hold its answer.
pub(crate) fn cited(
    (topic, source): (&str, &str),
    (id, stem): (&str, &str),
    choices: &[(&str, &str)],
    keys: &[u8],
    (words, answer): (&str, &str),
) -> Posed {
    let offer = |(place, (text, rationale)): (u8, &(&str, &str))| Offer {
        place,
        text: (*text).to_owned(),
        key: keys.contains(&place),
        rationale: (*rationale).to_owned(),
    };
    let start = words.find(answer).unwrap();
    Posed {
        question: QuestionRef { bank: BankId::new("b").unwrap(), question: QuestionId::new(id).unwrap() },
        version: Digest::of(b"v"),
        topic: topic.into(),
        stem: stem.to_owned(),
        choices: (0..).zip(choices).map(offer).collect(),
        passages: vec![Quote {
            words: words.to_owned(),
            answers: std::iter::once(start..start + answer.len()).collect(),
            source: source.into(),
        }],
    }
}

pub(crate) fn opening(rules: Rules) -> Opening {
    Opening {
        id: RoomId(uuid::Uuid::nil()),
        title: "Drill".into(),
        code: Code::of([1; 16]),
        link: Link::of([2; 16]),
        rules,
        seed: 7,
        posed: vec![posed(0, 4, &[1]), posed(1, 4, &[0, 2]), posed(2, 3, &[2])],
    }
}

/// A room with its events, driven as a host would.
pub(crate) struct Played {
    pub(crate) room: Room,
    pub(crate) now: Timestamp,
    pub(crate) events: Vec<Happened>,
}

impl Played {
    pub(crate) fn new(rules: Rules) -> Self {
        Self::of(opening(rules))
    }

    pub(crate) fn of(opening: Opening) -> Self {
        let first = Happened { at: START, event: Event::Opened(Box::new(opening.clone())) };
        let mut played = Self { room: Room::open(opening, START), now: START, events: vec![first] };
        played.must(Command::Host);
        played
    }

    pub(crate) fn does(&mut self, command: Command) -> Result<usize, Refusal> {
        let events = self.room.decide(command, self.now)?;
        let count = events.len();
        for event in events {
            let happened = Happened { at: self.now, event };
            self.room.apply(&happened);
            self.events.push(happened);
        }
        Ok(count)
    }

    pub(crate) fn must(&mut self, command: Command) {
        let told = format!("{command:?}");
        self.does(command).unwrap_or_else(|refusal| panic!("{told}: {refusal}"));
    }

    pub(crate) fn after(&mut self, millis: i64) -> &mut Self {
        self.now = self.now + Millis(millis);
        self
    }

    pub(crate) fn joins(&mut self, name: &str) -> PlayerId {
        let key = Key::of((self.room.players().len() as u128 + 1).to_be_bytes()).digest();
        self.must(Command::Join { name: Name::new(name).ok(), team: Some(0), key });
        PlayerId(self.room.players().len() as u32 - 1)
    }

    pub(crate) fn answers(&mut self, player: PlayerId, picks: &[u8]) -> Result<usize, Refusal> {
        let (round, vote) = self.room.current().map(|(id, round)| (id, round.votes.len() as u8)).unwrap();
        let answer = u64::from(player.0) * 1_000 + self.events.len() as u64;
        let picks = Picks::of(picks.iter().copied());
        self.does(Command::Answer { player, round, vote, picks, since: None, answer })
    }

    pub(crate) fn bytes(&self) -> String {
        let views = [Audience::Players, Audience::Screen].map(|audience| View::of(&self.room, audience));
        let ranks = self.room.ranks_told();
        let yous: Vec<_> = self.room.present().map(|(id, _)| You::of(&self.room, id, ranks.as_ref())).collect();
        serde_json::to_string(&json!([views, yous])).unwrap()
    }
}

/// Anything that may be asked of a room.
pub(crate) fn command() -> impl Strategy<Value = Command> {
    let player = (0_u32..4).prop_map(PlayerId);
    let picks = prop::collection::vec(0_u8..5, 0..3).prop_map(Picks::from);
    let answer =
        (player.clone(), 0_u32..5, 0_u8..4, picks, 0_u64..3).prop_map(|(player, round, vote, picks, answer)| {
            Command::Answer { player, round: RoundId(round), vote, picks, since: None, answer }
        });
    let join = (0_u8..6, any::<bool>()).prop_map(|(key, team)| Command::Join {
        name: Name::new(&format!("N{}", key % 3)).ok(),
        team: team.then_some(key),
        key: Key::of([key; 16]).digest(),
    });
    prop_oneof![
        4 => join,
        8 => answer,
        1 => player.clone().prop_map(Command::Leave),
        1 => player.clone().prop_map(Command::Kick),
        1 => player.clone().prop_map(Command::Ban),
        1 => (player, 0_u8..3).prop_map(|(player, team)| Command::Move(player, team)),
        6 => Just(Command::Ask),
        2 => Just(Command::Close),
        2 => Just(Command::VoteAgain),
        4 => Just(Command::Reveal),
        1 => Just(Command::Back),
        1 => Just(Command::Rank),
        1 => Just(Command::Pause),
        1 => Just(Command::Resume),
        1 => Just(Command::Extend(5)),
        1 => Just(Command::Skip),
        1 => Just(Command::Later),
        1 => Just(Command::Lock(false)),
        1 => prop::collection::vec(0_u32..9, 3..5).prop_map(Command::Hands),
    ]
}
