//! What may be shown to whom. Everything that leaves the host is one of these values: key, rationale and passage of a
//! question are in it only where that person may see them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::posed::{Picks, Posed, Quote};
use super::roll::PlayerId;
use super::rules::{Feedback, GRACE, Pace, Ranking, Scoring};
use super::score::{Placed, Score, TeamPlaced};
use super::state::{Phase, Room, Round, RoundId, Stage};
use super::{Code, Name};
use crate::clock::Timestamp;

/// How many of the ranking are shown; everybody is told their own place.
const TOP: usize = 5;

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// All players of the room; one value for all of them.
    Players,
    /// A projector.
    Screen,
}

/// What everybody of an audience sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// What the room is called.
    pub title: String,
    /// The code to join by.
    pub code: Code,
    /// How many players are in the room.
    pub players: usize,
    /// How many questions the room has.
    pub of: usize,
    /// How scores are told.
    pub scoring: Scoring,
    /// What is going on.
    #[serde(flatten)]
    pub shown: Shown,
}

/// What is going on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "kebab-case")]
pub enum Shown {
    /// Before the first question.
    Lobby {
        /// Who is there; told to screens.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        names: Vec<Name>,
        /// Whether nobody new comes in.
        locked: bool,
    },
    /// A question takes answers.
    Open {
        /// What is asked.
        ask: Ask,
        /// When its time is up.
        until: Option<Timestamp>,
        /// Whether the time stands still.
        paused: bool,
        /// How many have answered; told to screens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answered: Option<usize>,
    },
    /// A question takes no more answers, and nothing is shown yet.
    Closed {
        /// What was asked.
        ask: Ask,
        /// How many answered; told to screens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answered: Option<usize>,
    },
    /// The answer.
    Revealed {
        /// What was asked.
        ask: Ask,
        /// The answer and where it is written.
        reveal: Reveal,
    },
    /// A question that counts for nothing.
    Skipped,
    /// Who stands where.
    Ranked(Standings),
    /// It is over.
    Ended(Standings),
    /// Each learner goes alone.
    Alone {
        /// When no more answers are taken.
        deadline: Timestamp,
    },
}

/// The best, and the teams.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Standings {
    /// The first few; empty where no ranking is shown.
    pub top: Vec<Placed>,
    /// All teams.
    pub teams: Vec<TeamPlaced>,
}

/// What is asked, and nothing of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The round.
    pub round: RoundId,
    /// The first vote (1) or the second (2).
    pub vote: u8,
    /// Its number among those asked, from 1.
    pub number: usize,
    /// The title of its topic.
    pub topic: String,
    /// The stem; empty where phones do not show the words.
    pub stem: String,
    /// The choices; empty texts where phones do not show the words.
    pub choices: Vec<String>,
    /// Whether more than one choice may be right.
    pub all: bool,
}

/// A question's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The right choices.
    pub keys: Picks,
    /// How many picked each; empty where a learner goes alone.
    pub tally: Vec<u32>,
    /// How many picked each in the first vote, where there were two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Vec<u32>>,
    /// The wrong choice that was picked most, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub common: Option<u8>,
    /// Why each choice is right or wrong.
    pub rationales: Vec<String>,
    /// Where it is written.
    pub passages: Vec<Passage>,
}

/// A passage, word for word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its words in pieces, each with whether it holds the answer.
    pub parts: Vec<(String, bool)>,
    /// Where it stands.
    pub source: String,
}

/// What one player alone is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct You {
    /// Who they are.
    pub player: PlayerId,
    /// What they are called.
    pub name: Name,
    /// Their team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Name>,
    /// What they picked in the vote that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picks: Option<Picks>,
    /// What they have got; none where there are no scores, or they are not told yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Their place in the ranking, while it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
}

/// One question of a learner who goes alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alone {
    /// What is asked.
    pub ask: Ask,
    /// What was picked, once it was answered.
    pub picks: Option<Picks>,
    /// The answer, once it may be seen.
    pub reveal: Option<Reveal>,
    /// How each question stands.
    pub places: Vec<Done>,
    /// When no more answers are taken.
    pub deadline: Timestamp,
    /// Whether that is over.
    pub over: bool,
}

/// How a question stands for a learner who goes alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// Not answered.
    Open,
    /// Answered; whether rightly is not told yet.
    Answered,
    /// Fully right.
    Right,
    /// Not fully right.
    Wrong,
}

impl View {
    /// What an audience sees now.
    #[must_use]
    pub fn of(room: &Room, audience: Audience) -> Self {
        let opening = room.opening();
        Self {
            title: opening.title.clone(),
            code: opening.code.clone(),
            players: room.present().count(),
            of: opening.posed.len(),
            scoring: opening.rules.scoring,
            shown: Shown::of(room, audience),
        }
    }
}

impl Shown {
    fn of(room: &Room, audience: Audience) -> Self {
        let screen = audience == Audience::Screen;
        match room.phase() {
            Phase::Lobby => {
                let names = room.present().filter(|_| screen).map(|(_, player)| player.name.clone());
                Self::Lobby { names: names.collect(), locked: room.locked() }
            }
            Phase::Round(id) => Self::of_round(room, id, screen).unwrap_or(Self::Skipped),
            Phase::Ranked => Self::Ranked(Standings::of(room)),
            Phase::Ended if room.rules().ranking == Ranking::Never => Self::Ended(Standings::default()),
            Phase::Ended => Self::Ended(Standings::of(room)),
            Phase::Alone => match room.rules().pace {
                Pace::Own { deadline, .. } => Self::Alone { deadline },
                Pace::Teacher => Self::Skipped,
            },
        }
    }

    fn of_round(room: &Room, id: RoundId, screen: bool) -> Option<Self> {
        let round = room.round(id)?;
        let (_, vote) = round.vote()?;
        let answered = screen.then(|| vote.answered + vote.hands.iter().sum::<u32>() as usize);
        let words = screen || room.rules().words;
        Some(match round.stage {
            Stage::Open => Self::Open {
                ask: Ask::of(room, id, words)?,
                until: vote.until,
                paused: room.paused().is_some(),
                answered,
            },
            Stage::Closed => Self::Closed { ask: Ask::of(room, id, words)?, answered },
            Stage::Revealed => Self::Revealed { ask: Ask::of(room, id, true)?, reveal: Reveal::of(room, round)? },
            Stage::Skipped => Self::Skipped,
        })
    }
}

impl Standings {
    fn of(room: &Room) -> Self {
        if room.rules().scoring == Scoring::None {
            return Self::default();
        }
        let mut top = room.ranking();
        top.truncate(TOP);
        Self { top, teams: room.teams() }
    }
}

impl Ask {
    fn of(room: &Room, id: RoundId, words: bool) -> Option<Self> {
        let round = room.round(id)?;
        let posed = room.posed(round)?;
        let shown = |text: &String| if words { text.clone() } else { String::new() };
        let counted = |round: &&Round| round.stage != Stage::Skipped;
        Some(Self {
            round: id,
            vote: round.vote().map_or(1, |(number, _)| number),
            number: room.rounds().iter().take(id.0 as usize).filter(counted).count() + 1,
            topic: posed.topic.clone(),
            stem: shown(&posed.stem),
            choices: posed.choices.iter().map(|choice| shown(&choice.text)).collect(),
            all: posed.chooses_all(),
        })
    }
}

impl Reveal {
    fn of(room: &Room, round: &Round) -> Option<Self> {
        let posed = room.posed(round)?;
        let tallies: Vec<Vec<u32>> = round.votes.iter().map(|vote| vote.tally(posed.choices.len())).collect();
        let tally = tallies.last().cloned().unwrap_or_default();
        let before = (tallies.len() > 1).then(|| tallies.first().cloned()).flatten();
        Some(Self { common: common(&tally, posed.keys()), tally, before, ..Self::without_tally(posed) })
    }

    fn without_tally(posed: &Posed) -> Self {
        Self {
            keys: posed.keys(),
            tally: Vec::new(),
            before: None,
            common: None,
            rationales: posed.choices.iter().map(|choice| choice.rationale.clone()).collect(),
            passages: posed.passages.iter().map(Passage::of).collect(),
        }
    }
}

/// The wrong choice with the most picks, the first of equals; none where nobody picked one.
fn common(tally: &[u32], keys: Picks) -> Option<u8> {
    let wrong = (0_u8..).zip(tally).filter(|(place, count)| !keys.has(*place) && **count > 0);
    wrong.max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a))).map(|(place, _)| place)
}

impl Passage {
    /// A quote in pieces.
    #[must_use]
    pub fn of(quote: &Quote) -> Self {
        let mut parts = Vec::new();
        let mut from = 0;
        let mut add = |range: std::ops::Range<usize>, answer| {
            if let Some(words) = quote.words.get(range).filter(|words| !words.is_empty()) {
                parts.push((words.to_owned(), answer));
            }
        };
        for answer in &quote.answers {
            add(from..answer.start, false);
            add(answer.clone(), true);
            from = answer.end;
        }
        add(from..quote.words.len(), false);
        Self { parts, source: quote.source.clone() }
    }
}

impl You {
    /// What this player is told, by what [`Room::ranks_told`] gave; nothing if there is no such player any more.
    #[must_use]
    pub fn of(room: &Room, player: PlayerId, ranks: Option<&HashMap<PlayerId, u32>>) -> Option<Self> {
        let who = room.player(player).filter(|player| player.gone.is_none())?;
        let rules = room.rules();
        let told = rules.scoring != Scoring::None && room.phase() != Phase::Alone;
        Some(Self {
            player,
            name: who.name.clone(),
            team: who.team.and_then(|team| rules.teams.names().get(usize::from(team)).cloned()),
            picks: room.current().and_then(|(_, round)| Some(round.vote()?.1.given(player)?.picks)),
            score: told.then(|| room.score(player)),
            rank: ranks.and_then(|ranks| ranks.get(&player).copied()),
        })
    }
}

impl Room {
    /// The ranks that players may be told now; none while no ranking is shown.
    #[must_use]
    pub fn ranks_told(&self) -> Option<HashMap<PlayerId, u32>> {
        let shown = matches!(self.phase(), Phase::Ranked | Phase::Ended);
        let told = shown && self.rules().scoring != Scoring::None && self.rules().ranking != Ranking::Never;
        told.then(|| self.ranking().iter().map(|placed| (placed.player, placed.rank)).collect())
    }
}

impl Alone {
    /// A question of a learner who goes alone; none where there is no such question, or nobody goes alone.
    #[must_use]
    pub fn of(room: &Room, player: PlayerId, place: usize, now: Timestamp) -> Option<Self> {
        let Pace::Own { deadline, feedback } = room.rules().pace else { return None };
        let over = room.phase() == Phase::Ended || now > deadline + GRACE;
        let id = RoundId(u32::try_from(place).ok()?);
        let round = room.round(id)?;
        let given = round.given(player);
        let finished = room.rounds().iter().all(|round| round.given(player).is_some());
        let shows = |answered: bool| match feedback {
            Feedback::Each => answered || over,
            Feedback::End => (answered && finished) || over,
            Feedback::Deadline => over,
        };
        let done = |round: &Round| match round.given(player) {
            None => Done::Open,
            Some(_) if !shows(true) => Done::Answered,
            Some(given) => {
                let keys = room.posed(round).map(Posed::keys);
                if keys == Some(given.picks) { Done::Right } else { Done::Wrong }
            }
        };
        Some(Self {
            ask: Ask::of(room, id, true)?,
            picks: given.map(|given| given.picks),
            reveal: shows(given.is_some()).then(|| room.posed(round).map(Reveal::without_tally)).flatten(),
            places: room.rounds().iter().map(done).collect(),
            deadline,
            over,
        })
    }
}
