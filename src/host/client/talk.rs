//! What a client says and when: a pure value, told what was heard and what is wanted.

use std::collections::VecDeque;

use super::message::{Door, Message, Out, Role, Say, Sequence};
use crate::clock::Timestamp;
use crate::rng::Chance;
use crate::room::posed::Picks;
use crate::room::view::{Alone, View, You};
use crate::room::{Key, Name, Refusal, RoundId};

/// What a client's owner wants of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// To come in.
    Join {
        /// Under this name, where names are chosen.
        name: Option<Name>,
        /// In this team, where teams are.
        team: Option<u8>,
    },
    /// To answer.
    Answer {
        /// In this round.
        round: RoundId,
        /// In its first vote (1) or the second (2).
        vote: u8,
        /// With these choices.
        picks: Picks,
    },
    /// To be shown the question of this place, where each learner goes alone.
    Place(usize),
    /// To try again at once, where the link is down.
    Now,
}

/// What a client's owner is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// The host is there.
    Up,
    /// The link is down, for this reason; the client tries again by itself.
    Down(String),
    /// The host is left for good, for this reason.
    Broken(String),
    /// What it takes to come in.
    Door(Door),
    /// What everybody sees.
    View {
        /// Of which state of the room.
        at: Sequence,
        /// The host's clock.
        now: Timestamp,
        /// What is seen.
        view: Box<View>,
    },
    /// What this player alone is told.
    You {
        /// Of which state of the room.
        at: Sequence,
        /// What is told.
        you: Box<You>,
    },
    /// One question of a learner who goes alone.
    Alone {
        /// The host's clock.
        now: Timestamp,
        /// The question.
        alone: Box<Alone>,
    },
    /// The answer to this round's vote is safe with the host.
    Taken(RoundId, u8),
    /// Something was refused.
    Refused {
        /// Why, in words for the player.
        why: String,
        /// The round and vote, if it was an answer.
        answer: Option<(RoundId, u8)>,
    },
    /// The host closed the door.
    Out(Out),
}

/// Answers that wait to be acknowledged; more at once than a person gives.
const MOST_WAITING: usize = 64;
/// Whole numbers below this are the same in every language that programs speak.
const NUMBERS: u64 = 1 << 53;

/// A client's side of the conversation.
pub struct Talk {
    role: Role,
    key: Option<Key>,
    chance: Chance,
    seen: Option<Sequence>,
    told: Option<Sequence>,
    joining: Option<(Option<Name>, Option<u8>)>,
    waiting: VecDeque<Waiting>,
    place: Option<usize>,
    /// Whether the host has known this player since the link came up.
    known: bool,
}

/// An answer that was not acknowledged yet.
#[derive(Debug, Clone)]
struct Waiting {
    id: u64,
    round: RoundId,
    vote: u8,
    picks: Picks,
}

impl Waiting {
    fn say(&self) -> String {
        Say::Answer { id: self.id, round: self.round, vote: self.vote, picks: self.picks }.text()
    }
}

impl Talk {
    /// A conversation that has not begun. A screen has no key.
    #[must_use]
    pub fn new(role: Role, key: Option<Key>, chance: Chance) -> Self {
        let (seen, told, joining, place) = (None, None, None, None);
        Self { role, key, chance, seen, told, joining, waiting: VecDeque::new(), place, known: false }
    }

    /// A number for a wait, each below `bound` equally likely.
    pub fn chance(&mut self, bound: u64) -> u64 {
        self.chance.below(bound)
    }

    /// What is said first on every new link.
    pub fn hello(&mut self) -> String {
        self.known = false;
        Say::Hello { role: self.role, key: self.key.clone(), seen: self.seen }.text()
    }

    /// What is said for an order, if anything now.
    pub fn order(&mut self, order: Order) -> Option<String> {
        match order {
            Order::Join { name, team } => {
                self.joining = Some((name.clone(), team));
                Some(Say::Join { name, team }.text())
            }
            Order::Answer { round, vote, picks } => {
                if self.waiting.len() >= MOST_WAITING || self.waits(round, vote) {
                    return None;
                }
                let waiting = Waiting { id: self.chance.below(NUMBERS), round, vote, picks };
                let text = waiting.say();
                self.waiting.push_back(waiting);
                Some(text)
            }
            Order::Place(n) => {
                self.place = Some(n);
                Some(Say::Place { n }.text())
            }
            Order::Now => None,
        }
    }

    fn waits(&self, round: RoundId, vote: u8) -> bool {
        self.waiting.iter().any(|other| (other.round, other.vote) == (round, vote))
    }

    /// Whether something was said that the host has not answered.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.joining.is_some() || !self.waiting.is_empty()
    }

    /// What was said and not answered, said again: with the same numbers, so that nothing is counted twice.
    #[must_use]
    pub fn again(&self) -> Vec<String> {
        let join = self.joining.iter().map(|(name, team)| Say::Join { name: name.clone(), team: *team }.text());
        join.chain(self.waiting.iter().filter(|_| self.known).map(Waiting::say)).collect()
    }

    /// What the owner is told of a message, and what is said at once.
    pub fn hear(&mut self, message: Message) -> (Option<Heard>, Vec<String>) {
        let mut replies = Vec::new();
        let heard = match message {
            Message::Door(door) => {
                replies = self.again(); // where the link broke between asking to come in and being told
                Some(Heard::Door(door))
            }
            Message::View { epoch, seq, now, view } => {
                let at = (epoch, seq);
                let newer = self.seen.is_none_or(|seen| at >= seen);
                newer.then(|| {
                    self.seen = Some(at);
                    Heard::View { at, now, view }
                })
            }
            Message::You { epoch, seq, you } => {
                self.joining = None;
                if !std::mem::replace(&mut self.known, true) {
                    replies = self.again();
                    replies.extend(self.place.map(|n| Say::Place { n }.text()));
                }
                let at = (epoch, seq);
                let newer = self.told.is_none_or(|told| at >= told);
                newer.then(|| {
                    self.told = Some(at);
                    Heard::You { at, you }
                })
            }
            // On a new link the host begins with the first question, until it is told which one is looked at.
            Message::Alone { alone, .. } if self.place.is_some_and(|place| alone.ask.round.0 as usize != place) => None,
            Message::Alone { now, alone } => Some(Heard::Alone { now, alone }),
            Message::Ack { id } => self.answered(id).map(|done| Heard::Taken(done.round, done.vote)),
            // Said again after a while.
            Message::No { why, .. } if matches!(why.as_str(), "try-again" | "too-fast") => None,
            Message::No { why, id: Some(id) } => {
                let done = self.answered(id);
                done.map(|done| Heard::Refused { why: words(&why), answer: Some((done.round, done.vote)) })
            }
            Message::No { why, id: None } => {
                self.joining = None;
                Some(Heard::Refused { why: words(&why), answer: None })
            }
            Message::Out { why } => Some(Heard::Out(why)),
            Message::Unknown => None,
        };
        (heard, replies)
    }

    fn answered(&mut self, id: u64) -> Option<Waiting> {
        let at = self.waiting.iter().position(|waiting| waiting.id == id)?;
        self.waiting.remove(at)
    }
}

/// A refusal in words for the player.
fn words(why: &str) -> String {
    const ALL: [Refusal; 12] = [
        Refusal::Locked,
        Refusal::Begun,
        Refusal::Full,
        Refusal::Banned,
        Refusal::Nameless,
        Refusal::Teamless,
        Refusal::Unknown,
        Refusal::Closed,
        Refusal::Answered,
        Refusal::Invalid,
        Refusal::NotNow,
        Refusal::Ended,
    ];
    let known = ALL.into_iter().find(|refusal| refusal.name() == why);
    let plain = known.map_or_else(|| format!("the host refused it ({why})"), |refusal| refusal.to_string());
    let mut letters = plain.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::message::tests::examples;
    use super::*;

    fn talk() -> Talk {
        Talk::new(Role::Player, Some(Key::of([7; 16])), Chance::new(1, "talk"))
    }

    fn message(text: &str) -> Message {
        Message::read(text).unwrap()
    }

    fn you(seq: u64) -> Message {
        message(&format!(r#"{{"t":"you","epoch":1,"seq":{seq},"player":0,"name":"Ana"}}"#))
    }

    fn answer(round: u32) -> Order {
        Order::Answer { round: RoundId(round), vote: 1, picks: Picks::of([1]) }
    }

    fn id_of(text: &str) -> u64 {
        serde_json::from_str::<serde_json::Value>(text).unwrap()["id"].as_u64().unwrap()
    }

    #[test]
    fn an_answer_is_said_again_with_its_number_until_it_is_acknowledged() {
        let mut talk = talk();
        talk.hello();
        talk.hear(you(1));
        let said = talk.order(answer(0)).unwrap();
        assert_eq!(talk.order(answer(0)), None, "one vote has one answer");
        assert_eq!(talk.again(), std::slice::from_ref(&said));
        // The link breaks and comes back.
        assert!(talk.hello().contains("hello"));
        assert_eq!(talk.again(), [] as [&str; 0], "nothing before the host knows the player");
        assert_eq!(talk.hear(you(1)).1, std::slice::from_ref(&said));
        assert_eq!(talk.hear(message(r#"{"t":"no","why":"try-again"}"#)), (None, vec![]));
        assert_eq!(talk.hear(message(r#"{"t":"ack","id":1}"#)), (None, vec![]), "of somebody else’s number");
        let ack = format!(r#"{{"t":"ack","id":{}}}"#, id_of(&said));
        assert_eq!(talk.hear(message(&ack)).0, Some(Heard::Taken(RoundId(0), 1)));
        assert!(!talk.is_waiting() && talk.again().is_empty());
    }

    #[test]
    fn a_refused_answer_is_not_said_again() {
        let mut talk = talk();
        talk.hear(you(1));
        let said = talk.order(answer(4)).unwrap();
        let no = format!(r#"{{"t":"no","why":"closed","id":{}}}"#, id_of(&said));
        let (heard, _) = talk.hear(message(&no));
        let why = "This question takes no more answers.".to_owned();
        assert_eq!(heard, Some(Heard::Refused { why, answer: Some((RoundId(4), 1)) }));
        assert!(talk.again().is_empty());
    }

    #[test]
    fn coming_in_is_said_again_on_a_new_link_until_one_is_in() {
        let mut talk = talk();
        talk.hello();
        let join = talk.order(Order::Join { name: Name::new("Ana").ok(), team: None }).unwrap();
        talk.hello();
        assert_eq!(talk.hear(message(&examples()[0])).1, [join]);
        talk.hear(you(3));
        talk.hello();
        assert!(talk.hear(message(&examples()[0])).1.is_empty());
    }

    #[test]
    fn what_is_older_than_what_was_seen_is_passed_over() {
        let mut talk = talk();
        let lobby = |seq: u64| message(&examples()[1].replace("\"seq\":12", &format!("\"seq\":{seq}")));
        assert!(talk.hear(lobby(5)).0.is_some());
        assert!(talk.hear(lobby(4)).0.is_none());
        assert!(talk.hello().contains(r#""seen":[1,5]"#));
        assert!(talk.hear(you(5)).0.is_some() && talk.hear(you(4)).0.is_none());
        let next_host = examples()[1].replace("\"epoch\":1,\"seq\":12", "\"epoch\":2,\"seq\":1");
        assert!(talk.hear(message(&next_host)).0.is_some(), "a later host counts on");
    }

    #[test]
    fn one_who_goes_alone_is_shown_the_same_question_again_on_a_new_link() {
        let mut talk = talk();
        talk.order(Order::Place(3));
        talk.hello();
        assert_eq!(talk.hear(you(1)).1, [r#"{"t":"place","n":3}"#]);
        let alone = |round: u32| message(&examples()[11].replace("\"round\":3", &format!("\"round\":{round}")));
        assert_eq!(talk.hear(alone(0)), (None, vec![]), "what the host begins with");
        assert!(talk.hear(alone(3)).0.is_some());
    }
}
