//! What a host says, read with suspicion: bounded, cleaned, and never a panic.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::room::posed::Picks;
use crate::room::score::Score;
use crate::room::view::{Alone, Ask, Reveal, Shown, Standings, View, You};
use crate::room::{Key, Name, RoundId};
use crate::text;

/// The largest message that is taken in: the names of a full lobby fit into it.
pub const LARGEST: usize = 1 << 20;

/// Which of a room's states a message tells of: how often a host took the room up, and how many events there were.
pub type Sequence = (u32, u64);

/// What a client says.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "t", rename_all = "kebab-case")]
pub(super) enum Say {
    /// The first message.
    Hello {
        role: Role,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<Key>,
        #[serde(skip_serializing_if = "Option::is_none")]
        seen: Option<Sequence>,
    },
    /// To come in.
    Join {
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<Name>,
        #[serde(skip_serializing_if = "Option::is_none")]
        team: Option<u8>,
    },
    /// An answer.
    Answer { id: u64, round: RoundId, vote: u8, picks: Picks },
    /// To be shown a question, where each learner goes alone.
    Place { n: usize },
}

impl Say {
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() // a value of plain fields is always written
    }
}

/// What a client is to the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// One who answers.
    Player,
    /// A projector.
    Screen,
}

/// What a host says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "t", rename_all = "kebab-case")]
pub enum Message {
    /// Who is not in the room yet is told what it takes to come in.
    Door(Door),
    /// What everybody sees.
    View {
        /// How often a host took the room up.
        epoch: u32,
        /// How many events there were.
        seq: u64,
        /// The host's clock.
        now: Timestamp,
        /// What is seen.
        #[serde(flatten)]
        view: Box<View>,
    },
    /// What this player alone is told.
    You {
        /// How often a host took the room up.
        epoch: u32,
        /// How many events there were.
        seq: u64,
        /// What is told.
        #[serde(flatten)]
        you: Box<You>,
    },
    /// One question of a learner who goes alone.
    Alone {
        /// The host's clock.
        now: Timestamp,
        /// The question.
        #[serde(flatten)]
        alone: Box<Alone>,
    },
    /// An answer was taken.
    Ack {
        /// The number that the answer was given.
        id: u64,
    },
    /// Something was refused.
    No {
        /// Why, in a word.
        why: String,
        /// The answer's number, if it was one.
        #[serde(default)]
        id: Option<u64>,
    },
    /// The host closes the door.
    Out {
        /// Why.
        why: Out,
    },
    /// What only a newer host says.
    #[serde(other)]
    Unknown,
}

/// A room, as it is shown before one is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Door {
    /// What the room is called.
    pub title: String,
    /// Whether one may come in.
    pub state: Entry,
    /// Whether names are dealt rather than chosen.
    #[serde(default)]
    pub nicknames: bool,
    /// The teams to choose from.
    #[serde(default)]
    pub teams: Vec<String>,
}

/// Whether one may come in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Yes.
    #[default]
    Open,
    /// The teacher locked the door.
    Locked,
    /// The drill has begun, and nobody joins it late.
    Begun,
    /// There are too many already.
    Full,
    /// It is over.
    Ended,
}

/// Why a host closes the door on somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Out {
    /// Sent out; may join again.
    Kicked,
    /// Sent out for good.
    Banned,
    /// By themselves.
    Left,
    /// The host itself goes.
    Closing,
}

/// Why a message is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rubbish {
    /// It is not what a host says.
    #[error("it does not speak as an ibid host of this version does")]
    Form,
    /// It is larger than anything that a host has to say.
    #[error("it sends more than a host has to say")]
    Large,
}

impl Message {
    /// Reads a message; all words in it are fit to be drawn then.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, Rubbish> {
        if text.len() > LARGEST {
            return Err(Rubbish::Large);
        }
        let mut message: Self = serde_json::from_str(text).map_err(|_| Rubbish::Form)?;
        let fits = match &mut message {
            Self::Door(door) => {
                tidy(&mut door.title);
                door.teams.iter_mut().for_each(tidy);
                door.teams.len() <= MOST_TEAMS
            }
            Self::View { now, view, .. } => {
                tidy(&mut view.title);
                calendar(*now)
                    && view.of <= MOST_QUESTIONS
                    && view.players <= MOST_PEOPLE as usize
                    && shown(&mut view.shown)
            }
            Self::You { you, .. } => you.score.as_ref().is_none_or(score),
            Self::Alone { now, alone } => {
                ask(&mut alone.ask)
                    && alone.reveal.as_mut().is_none_or(reveal)
                    && alone.places.len() <= MOST_QUESTIONS
                    && calendar(*now)
                    && calendar(alone.deadline)
            }
            Self::No { why, .. } => {
                tidy(why);
                why.len() < 100
            }
            Self::Ack { .. } | Self::Out { .. } | Self::Unknown => true,
        };
        if fits { Ok(message) } else { Err(Rubbish::Form) }
    }
}

/// More than any room has; what is shown stays bounded.
const MOST_QUESTIONS: usize = 20_000;
const MOST_TEAMS: usize = 256;
const MOST_CHOICES: usize = 9;
const MOST_PASSAGES: usize = 64;
const MOST_PARTS: usize = 1_024;
const MOST_MARKS: f64 = 100_000.0;
const MOST_PEOPLE: u32 = 1_000_000;

fn tidy(words: &mut String) {
    if let std::borrow::Cow::Owned(clean) = text::clean(words) {
        *words = clean;
    }
}

/// Whether a calendar has this time, so that sums with it are sums.
fn calendar(at: Timestamp) -> bool {
    const LAST: i64 = 253_402_300_799_999; // the end of the year 9999
    (0..=LAST).contains(&at.0)
}

fn shown(shown: &mut Shown) -> bool {
    match shown {
        Shown::Lobby { .. } | Shown::Skipped => true,
        Shown::Open { ask: asked, until, answered, .. } => {
            ask(asked) && until.is_none_or(calendar) && answered.is_none_or(|count| count <= MOST_PEOPLE as usize)
        }
        Shown::Closed { ask: asked, answered } => {
            ask(asked) && answered.is_none_or(|count| count <= MOST_PEOPLE as usize)
        }
        Shown::Revealed { ask: asked, reveal: told } => ask(asked) && reveal(told),
        Shown::Ranked(all) | Shown::Ended(all) => standings(all),
        Shown::Alone { deadline } => calendar(*deadline),
    }
}

fn ask(ask: &mut Ask) -> bool {
    tidy(&mut ask.topic);
    tidy(&mut ask.stem);
    ask.choices.iter_mut().for_each(tidy);
    (2..=MOST_CHOICES).contains(&ask.choices.len()) && ask.number <= MOST_QUESTIONS
}

fn reveal(reveal: &mut Reveal) -> bool {
    reveal.rationales.iter_mut().for_each(tidy);
    for passage in &mut reveal.passages {
        tidy(&mut passage.source);
        passage.parts.iter_mut().for_each(|(words, _)| tidy(words));
    }
    let tallies = [Some(&reveal.tally), reveal.before.as_ref()];
    let counts = |tally: &Vec<u32>| tally.len() <= MOST_CHOICES && tally.iter().all(|count| *count <= MOST_PEOPLE);
    tallies.into_iter().flatten().all(counts)
        && reveal.rationales.len() <= MOST_CHOICES
        && reveal.passages.len() <= MOST_PASSAGES
        && reveal.passages.iter().all(|passage| passage.parts.len() <= MOST_PARTS)
}

fn standings(standings: &Standings) -> bool {
    standings.top.len() <= 100
        && standings.top.iter().all(|placed| score(&placed.score))
        && standings.teams.len() <= MOST_TEAMS
        && standings.teams.iter().all(|team| (0.0..=1e9).contains(&team.mean))
}

fn score(score: &Score) -> bool {
    (0.0..=MOST_MARKS).contains(&score.marks)
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One message of every kind, as a host writes them.
    pub(crate) fn examples() -> Vec<String> {
        let ask = r#""ask":{"round":3,"vote":1,"number":4,"topic":"Mandate","stem":"Who?","choices":["One","Two","Three"],"all":false}"#;
        let reveal = r#""reveal":{"keys":[1],"tally":[2,5,1],"before":[4,3,1],"common":0,"rationales":["No.","Yes.",""],"passages":[{"parts":[["It was ",false],["two",true]],"source":"A list · line 3"}]}"#;
        let score = r#"{"right":2,"answered":3,"of":3,"marks":2.5,"points":0,"took":4000,"streak":1}"#;
        let view = |rest: &str| {
            format!(
                r#"{{"t":"view","room":"018f0000-0000-7000-8000-000000000001","epoch":1,"seq":12,"now":1795348800000,"title":"Drill","code":"CDFHJK","players":3,"of":10,"scoring":"accuracy",{rest}}}"#
            )
        };
        vec![
            r#"{"t":"door","title":"Drill","state":"open","nicknames":false,"teams":["Red","Blue"]}"#.to_owned(),
            view(r#""phase":"lobby","names":["Ana","Bo"],"locked":false"#),
            view(&format!(r#""phase":"open",{ask},"until":1795348830000,"paused":false,"answered":1"#)),
            view(&format!(r#""phase":"open",{ask},"until":null,"paused":true"#)),
            view(&format!(r#""phase":"closed",{ask}"#)),
            view(&format!(r#""phase":"revealed",{ask},{reveal}"#)),
            view(r#""phase":"skipped""#),
            view(&format!(
                r#""phase":"ranked","top":[{{"rank":1,"player":0,"name":"Ana","score":{score}}}],"teams":[{{"rank":1,"name":"Red","members":2,"mean":1.5}}]"#
            )),
            view(r#""phase":"ended","top":[],"teams":[]"#),
            view(r#""phase":"alone","deadline":1795999999000"#),
            format!(
                r#"{{"t":"you","epoch":1,"seq":12,"player":0,"name":"Ana","team":"Red","picks":[1],"score":{score},"rank":1}}"#
            ),
            format!(
                r#"{{"t":"alone","now":1795348800000,{ask},"picks":[0],{reveal},"places":["open","answered","right","wrong"],"deadline":1795999999000,"over":false}}"#
            ),
            r#"{"t":"ack","id":9007199254740991}"#.to_owned(),
            r#"{"t":"no","why":"closed","id":7}"#.to_owned(),
            r#"{"t":"no","why":"nameless"}"#.to_owned(),
            r#"{"t":"out","why":"kicked"}"#.to_owned(),
            r#"{"t":"news","what":{}}"#.to_owned(),
        ]
    }

    #[test]
    fn every_kind_of_message_is_read() {
        for example in examples() {
            assert!(Message::read(&example).is_ok(), "{example}: {:?}", serde_json::from_str::<Message>(&example));
        }
    }

    #[test]
    fn words_are_cleaned_where_they_come_in() {
        let door = r#"{"t":"door","title":"\u001b[2JDrill\u202e","state":"locked","teams":["a\u0007\nb"]}"#;
        let Ok(Message::Door(door)) = Message::read(door) else { panic!("a door") };
        assert_eq!((door.title.as_str(), door.teams[0].as_str(), door.state), ("␛[2JDrill", "a␇ b", Entry::Locked));
        let view = examples()[5].replace("It was ", "It\\u001b was ").replace("Who?", "Wh\\u202eo?");
        let Ok(Message::View { view, .. }) = Message::read(&view) else { panic!("a view") };
        let Shown::Revealed { ask, reveal } = view.shown else { panic!("a reveal") };
        assert_eq!((ask.stem.as_str(), reveal.passages[0].parts[0].0.as_str()), ("Who?", "It␛ was "));
    }

    #[test]
    fn what_no_host_says_is_rubbish() {
        let open = &examples()[2];
        let many: String = ["\"x\""; 10].join(",");
        for bad in [
            String::new(),
            "null".to_owned(),
            "[".repeat(100_000),
            open.replace("1795348830000", "9223372036854775807"),
            open.replace("1795348800000", "-1"),
            open.replace(r#""One","Two","Three""#, &many),
            open.replace(r#""One","Two","Three""#, r#""One""#),
            open.replace("\"phase\":\"open\"", "\"phase\":\"dance\""),
            open.replace("CDFHJK", "AAAAAA"),
            examples()[1].replace("Ana", ""),
            examples()[10].replace("2.5", "1e300"),
            examples()[5].replace("[2,5,1]", "[4294967295,4294967295]"),
        ] {
            assert_eq!(Message::read(&bad), Err(Rubbish::Form), "{}", bad.get(..80).unwrap_or(&bad));
        }
        assert_eq!(Message::read(&" ".repeat(LARGEST + 1)), Err(Rubbish::Large));
    }

    #[test]
    fn what_a_client_says_is_what_the_protocol_has() {
        let key = Key::of([0xAB; 16]);
        let hello = Say::Hello { role: Role::Player, key: Some(key), seen: Some((1, 12)) };
        assert_eq!(
            hello.text(),
            format!(r#"{{"t":"hello","role":"player","key":"{}","seen":[1,12]}}"#, "ab".repeat(16))
        );
        let hello = Say::Hello { role: Role::Screen, key: None, seen: None };
        assert_eq!(hello.text(), r#"{"t":"hello","role":"screen"}"#);
        let join = Say::Join { name: Name::new("Ana").ok(), team: Some(0) };
        assert_eq!(join.text(), r#"{"t":"join","name":"Ana","team":0}"#);
        let answer = Say::Answer { id: 5, round: RoundId(2), vote: 1, picks: Picks::of([0, 2]) };
        assert_eq!(answer.text(), r#"{"t":"answer","id":5,"round":2,"vote":1,"picks":[0,2]}"#);
        assert_eq!(Say::Place { n: 3 }.text(), r#"{"t":"place","n":3}"#);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
            let _ = Message::read(&text);
        }

        /// Messages as a host writes them, with something in them changed.
        #[test]
        fn no_broken_message_makes_the_reader_panic(
            which in 0..17usize, at in any::<prop::sample::Index>(), cut in 0..30usize, put in "[\"\\[\\]{}:,0-9a-z\u{202e}\u{1b}-]{0,12}",
        ) {
            let mut text = examples().swap_remove(which);
            let from = at.index(text.len());
            text.replace_range(text::clamp(&text, from..from + cut), &put);
            let _ = Message::read(&text);
        }
    }
}
