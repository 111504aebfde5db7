//! What a drill leaves behind for the teacher: what each learner did, what each question was worth, what to teach again.
//!
//! Only rounds that count are in it ([`Room::counting`]), and everybody who answered, whether they stayed or not, so that
//! it adds up: the answers of all learners are the answers of all questions.

use std::collections::HashMap;

use serde::Serialize;

use super::posed::{Picks, Posed};
use super::roll::{Player, PlayerId};
use super::rules::{Pace, Scoring};
use super::score::TeamPlaced;
use super::state::{Given, Room, RoomId, Round};
use super::view::Passage;
use super::{Code, Name};
use crate::analysis::{self, Analysis, Figures, Scores};
use crate::clock::{Millis, Timestamp};

mod sheet;

pub use sheet::{Sheet, Told};

/// From so many learners on, who is good at the rest says something of a question.
pub const ENOUGH: usize = 20;
/// Below this facility a question's passages are to be taught again.
pub const AGAIN: f64 = 0.6;

/// What a room came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The room.
    pub room: RoomId,
    /// What it is called.
    pub title: String,
    /// The code that was shown.
    pub code: Code,
    /// When it was opened.
    pub opened: Timestamp,
    /// Whether it is over.
    pub ended: bool,
    /// Whether each learner went alone.
    pub alone: bool,
    /// What answers were worth.
    pub scoring: Scoring,
    /// How many questions it has.
    pub of: usize,
    /// Rounds that count for nothing: skipped, never shown, or asked again.
    pub uncounted: usize,
    /// How the learners who answered did: each one's mean mark, no answer being 0.
    pub scores: Scores,
    /// How far the questions measure one thing, from [`ENOUGH`] learners on who answered all of them.
    pub reliability: Option<f64>,
    /// How far a score may be off by chance, by the same learners.
    pub error: Option<f64>,
    /// Whether [`ENOUGH`] learners answered.
    pub enough: bool,
    /// The questions that count, in the order of asking.
    pub questions: Vec<Asked>,
    /// The learners, best first; then those who are gone but answered.
    pub learners: Vec<Learner>,
    /// The teams, best first.
    pub teams: Vec<TeamPlaced>,
    /// The topics, in the order in which they came.
    pub topics: Vec<Topic>,
    /// The passages to teach again, hardest first.
    pub again: Vec<Again>,
}

/// What one learner did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learner {
    /// Who.
    pub player: PlayerId,
    /// Under which name.
    pub name: Name,
    /// In which team.
    pub team: Option<Name>,
    /// Whether they are gone.
    pub gone: bool,
    /// Their place, from 1; none for those who are gone, and where there are no scores.
    pub rank: Option<u32>,
    /// Questions answered.
    pub answered: u32,
    /// Questions fully right.
    pub right: u32,
    /// The sum of the marks.
    pub marks: f64,
    /// Points, where speed counts.
    pub points: u32,
    /// The time taken over all answers.
    pub took: Millis,
    /// What was picked, question by question.
    pub picks: Vec<Option<Picks>>,
}

/// One question that was asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// Its number, from 1.
    pub number: usize,
    /// How the bank knows it.
    pub question: String,
    /// The title of its topic.
    pub topic: String,
    /// What was asked.
    pub stem: String,
    /// The choices, as they were shown.
    pub choices: Vec<Choice>,
    /// The count per choice in each vote.
    pub tallies: Vec<Vec<u32>>,
    /// Learners who answered.
    pub answers: u32,
    /// Hands that were counted at last.
    pub hands: u32,
    /// Learners and hands that were fully right; hands tell it only where one choice is right.
    pub right: u32,
    /// The sum of the learners' marks.
    pub marks: f64,
    /// The mean mark of all who answered, hands too where one choice is right; unlike Moodle's, for whom no answer is 0:
    /// who was not there when it was asked does not make it harder.
    pub facility: Option<f64>,
    /// How far those who are good at the rest are good at it, from [`ENOUGH`] learners on who
    /// answered it and another one: the correlation of its mark with the mean of their others. Where all answered all,
    /// that is Moodle's discrimination index.
    pub discrimination: Option<f64>,
    /// The median time of an answer.
    pub took: Option<Millis>,
    /// The wrong choice that was picked most.
    pub common: Option<Wrong>,
}

/// One choice of a question that was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// Whether it is right.
    pub key: bool,
}

/// A wrong choice that many picked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// Its place.
    pub place: u8,
    /// How many picked it in the end.
    pub count: u32,
    /// Why it is wrong.
    pub rationale: String,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Topic {
    /// Its title.
    pub title: String,
    /// How many of its questions count.
    pub questions: usize,
    /// How many answers they had, hands among them where they tell a mark.
    pub answers: u32,
    /// The mean mark of those answers.
    pub facility: Option<f64>,
}

/// A passage to teach again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Again {
    /// The numbers of the questions that showed it.
    pub questions: Vec<usize>,
    /// The lowest facility of these.
    pub facility: f64,
    /// The passage, word for word.
    pub passage: Passage,
}

impl Report {
    /// What a room came to so far.
    #[must_use]
    pub fn of(room: &Room) -> Self {
        let rounds: Vec<&Round> = room.counting().collect();
        let mut learners = learners(room, &rounds);
        learners.sort_by_key(|learner| (learner.gone, learner.rank.unwrap_or(u32::MAX)));
        let keys: Vec<Picks> =
            rounds.iter().map(|round| room.posed(round).map(Posed::keys).unwrap_or_default()).collect();
        let mark = |(picks, keys): (&Option<Picks>, &Picks)| picks.map(|picks| picks.mark(*keys));
        let answered = learners.iter().filter(|learner| learner.answered > 0);
        let marks: Vec<Vec<Option<f64>>> =
            answered.map(|learner| learner.picks.iter().zip(&keys).map(mark).collect()).collect();
        let of = rounds.len() as f64;
        let scores = Scores::of(marks.iter().map(|row| row.iter().flatten().sum::<f64>() / of).collect());
        let whole: Vec<Vec<f64>> = marks.iter().filter_map(|row| row.iter().copied().collect()).collect();
        let whole = if whole.len() >= ENOUGH { Analysis::of(&whole, rounds.len()) } else { Analysis::default() };
        let mut questions = Vec::new();
        let mut again: Vec<Again> = Vec::new();
        let mut hard = Vec::new();
        for (number, round) in (1..).zip(&rounds) {
            let Some(posed) = room.posed(round) else { continue };
            let discrimination = discrimination(&marks, number - 1);
            let asked = Asked { number, discrimination, ..Asked::of(room, round, posed) };
            hard.extend(asked.facility.filter(|facility| *facility < AGAIN).map(|facility| (facility, number, posed)));
            questions.push(asked);
        }
        hard.sort_by(|(a, one, _), (b, other, _)| a.total_cmp(b).then(one.cmp(other)));
        for (facility, number, posed) in hard {
            for passage in posed.passages.iter().map(Passage::of) {
                let same =
                    |other: &&mut Again| (other.words(), &other.passage.source) == (words(&passage), &passage.source);
                match again.iter_mut().find(same) {
                    Some(other) => other.questions.push(number),
                    None => again.push(Again { questions: vec![number], facility, passage }),
                }
            }
        }
        let opening = room.opening();
        let scoring = opening.rules.scoring;
        Self {
            room: opening.id,
            title: opening.title.clone(),
            code: opening.code.clone(),
            opened: room.opened(),
            ended: room.phase() == super::Phase::Ended,
            alone: matches!(opening.rules.pace, Pace::Own { .. }),
            scoring,
            of: opening.posed.len(),
            uncounted: room.rounds().len() - rounds.len(),
            scores,
            reliability: whole.reliability,
            error: whole.error,
            enough: marks.len() >= ENOUGH,
            topics: topics(&questions),
            questions,
            learners,
            teams: if scoring == Scoring::None { Vec::new() } else { room.teams() },
            again,
        }
    }
}

/// How far those who are good at the rest are good at a question, by those who answered it and another one: what somebody
/// does know cannot be told from questions that they were not there for.
fn discrimination(marks: &[Vec<Option<f64>>], question: usize) -> Option<f64> {
    let both = marks.iter().filter_map(|row| {
        let own = row.get(question).copied().flatten()?;
        let others = row.iter().enumerate().filter(|(at, _)| *at != question).filter_map(|(_, mark)| *mark);
        let (sum, count) = others.fold((0.0, 0_u32), |(sum, count), mark| (sum + mark, count + 1));
        (count > 0).then(|| (own, sum / f64::from(count)))
    });
    let (own, rest): (Vec<f64>, Vec<f64>) = both.unzip();
    if own.len() < ENOUGH { None } else { Figures::of(own, rest).discrimination }
}

fn learners(room: &Room, rounds: &[&Round]) -> Vec<Learner> {
    let ranks: HashMap<PlayerId, u32> = match room.rules().scoring {
        Scoring::None => HashMap::new(),
        _ => room.ranking().into_iter().map(|placed| (placed.player, placed.rank)).collect(),
    };
    let teams = room.rules().teams.names();
    let learner = |(player, who): (PlayerId, &Player)| {
        let given: Vec<Option<Given>> = rounds.iter().map(|round| round.given(player)).collect();
        let gone = who.gone.is_some();
        if gone && given.iter().all(Option::is_none) {
            return None;
        }
        let score = room.score(player);
        Some(Learner {
            player,
            name: who.name.clone(),
            team: who.team.and_then(|team| teams.get(usize::from(team)).cloned()),
            gone,
            rank: ranks.get(&player).copied(),
            answered: score.answered,
            right: score.right,
            marks: score.marks,
            points: score.points,
            took: Millis(given.iter().flatten().map(|given| given.took.0).sum()),
            picks: given.into_iter().map(|given| given.map(|given| given.picks)).collect(),
        })
    };
    (0..).map(PlayerId).zip(room.players()).filter_map(learner).collect()
}

impl Asked {
    fn of(room: &Room, round: &Round, posed: &Posed) -> Self {
        let (keys, single) = (posed.keys(), !posed.chooses_all());
        let players = (0..room.players().len() as u32).map(PlayerId);
        let given: Vec<Given> = players.filter_map(|player| round.given(player)).collect();
        let hands = round.votes.iter().rev().map(|vote| &vote.hands[..]).find(|hands| !hands.is_empty());
        let hands = hands.unwrap_or_default();
        let mut counts = vec![0_u32; posed.choices.len()];
        let picked = given.iter().flat_map(|given| given.picks.places()).map(|place| (place, 1));
        for (place, count) in picked.chain((0..).zip(hands.iter().copied())) {
            if let Some(counted) = counts.get_mut(usize::from(place)) {
                *counted = counted.saturating_add(count);
            }
        }
        let raised = hands.iter().fold(0_u32, |sum, count| sum.saturating_add(*count));
        let raised_right = (0..).zip(hands).filter(|(place, _)| single && keys.has(*place)).map(|(_, count)| *count);
        let raised_right: u32 = raised_right.sum();
        let marks: f64 = given.iter().map(|given| given.picks.mark(keys)).sum();
        let right = given.iter().filter(|given| given.picks == keys).count() as u32;
        let of = given.len() as f64 + if single { f64::from(raised) } else { 0.0 };
        let mut took: Vec<f64> = given.iter().map(|given| given.took.0 as f64).collect();
        let wrong = (0_u8..).zip(&counts).filter(|(place, count)| !keys.has(*place) && **count > 0);
        let common = wrong.max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a))).and_then(|(place, count)| {
            let rationale = posed.choices.get(usize::from(place))?.rationale.clone();
            Some(Wrong { place, count: *count, rationale })
        });
        let choice = |choice: &super::posed::Offer| Choice { text: choice.text.clone(), key: choice.key };
        Self {
            number: 0,
            question: posed.question.to_string(),
            topic: posed.topic.clone(),
            stem: posed.stem.clone(),
            choices: posed.choices.iter().map(choice).collect(),
            tallies: round.votes.iter().map(|vote| vote.tally(posed.choices.len())).collect(),
            answers: given.len() as u32,
            hands: raised,
            right: right.saturating_add(raised_right),
            marks,
            facility: (of > 0.0).then(|| (marks + f64::from(raised_right)) / of),
            discrimination: None,
            took: analysis::median(&mut took).map(|took| Millis(took.round() as i64)),
            common,
        }
    }

    /// Whether these picks are fully right.
    #[must_use]
    pub fn is_right(&self, picks: Picks) -> bool {
        picks == Picks::of((0..).zip(&self.choices).filter(|(_, choice)| choice.key).map(|(place, _)| place))
    }

    /// The answers that tell a mark.
    fn marked(&self) -> u32 {
        let single = self.choices.iter().filter(|choice| choice.key).count() == 1;
        self.answers.saturating_add(if single { self.hands } else { 0 })
    }
}

fn topics(questions: &[Asked]) -> Vec<Topic> {
    let mut topics: Vec<(Topic, f64)> = Vec::new();
    for asked in questions {
        let at = topics.iter().position(|(topic, _)| topic.title == asked.topic).unwrap_or_else(|| {
            let topic = Topic { title: asked.topic.clone(), questions: 0, answers: 0, facility: None };
            topics.push((topic, 0.0));
            topics.len() - 1
        });
        let Some((topic, marks)) = topics.get_mut(at) else { continue };
        topic.questions += 1;
        topic.answers = topic.answers.saturating_add(asked.marked());
        *marks += asked.facility.unwrap_or(0.0) * f64::from(asked.marked());
    }
    let told = |(topic, marks): (Topic, f64)| Topic {
        facility: (topic.answers > 0).then(|| marks / f64::from(topic.answers)),
        ..topic
    };
    topics.into_iter().map(told).collect()
}

impl Again {
    fn words(&self) -> String {
        words(&self.passage)
    }
}

fn words(passage: &Passage) -> String {
    passage.parts.iter().map(|(words, _)| words.as_str()).collect()
}

#[cfg(test)]
mod tests;
