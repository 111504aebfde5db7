//! What the answers of a room are worth, and who stands where.

use serde::{Deserialize, Serialize};

use super::roll::PlayerId;
use super::rules::{Pace, Scoring};
use super::state::{Given, Room, Round, Stage};
use super::{Name, Picks};
use crate::clock::Millis;

/// The points of a right answer that took no time.
const FULL: f64 = 1_000.0;
/// An answer this fast has full points.
const AT_ONCE: Millis = Millis(500);
/// The time for which speed counts where there is no limit.
const UNTIMED: Millis = Millis(20_000);
/// The points for each right answer before this one in a row, up to five.
const STREAK: u32 = 100;

/// What a player has got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Questions fully right.
    pub right: u32,
    /// Questions answered.
    pub answered: u32,
    /// Questions that count.
    pub of: u32,
    /// The sum of the marks, each 0 to 1.
    pub marks: f64,
    /// Points, where speed counts.
    pub points: u32,
    /// The time taken over right answers.
    pub took: Millis,
    /// Right answers in a row, up to the last question.
    pub streak: u32,
}

/// A player's place in the ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// The place, from 1; equals share one.
    pub rank: u32,
    /// Who.
    pub player: PlayerId,
    /// Under which name.
    pub name: Name,
    /// With what.
    pub score: Score,
}

/// A team's place in the ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamPlaced {
    /// The place, from 1; equals share one.
    pub rank: u32,
    /// The team's name.
    pub name: Name,
    /// How many are in it.
    pub members: u32,
    /// The mean of its members' marks, or of their points where speed counts.
    pub mean: f64,
}

/// Kahoot's formula: all points for an answer within half a second, half of them for one in the last moment; a part of
/// them for one that is partly right.
#[must_use]
pub fn points(mark: f64, took: Millis, limit: Millis) -> u32 {
    let share = if took < AT_ONCE { 0.0 } else { (took.0 as f64 / limit.0.max(1) as f64).clamp(0.0, 1.0) };
    (mark * FULL * (1.0 - share / 2.0)).round() as u32
}

impl Room {
    /// The rounds that count: those whose answer was shown, and of a question that was asked twice the first one; all
    /// of them where each learner goes alone.
    pub fn counting(&self) -> impl Iterator<Item = &Round> {
        let alone = matches!(self.rules().pace, Pace::Own { .. });
        let rounds = self.rounds();
        rounds
            .iter()
            .enumerate()
            .filter(move |(at, round)| {
                let shown = |round: &Round| round.stage == Stage::Revealed;
                let first = || !rounds.iter().take(*at).any(|other| other.place == round.place && shown(other));
                alone || (shown(round) && first())
            })
            .map(|(_, round)| round)
    }

    /// What a player has got so far.
    #[must_use]
    pub fn score(&self, player: PlayerId) -> Score {
        let mut score = Score::default();
        for round in self.counting() {
            let keys = self.posed(round).map(super::Posed::keys).unwrap_or_default();
            score.of += 1;
            match round.given(player) {
                Some(given) => self.add(&mut score, given, keys),
                None => score.streak = 0,
            }
        }
        score
    }

    fn add(&self, score: &mut Score, given: Given, keys: Picks) {
        let (mark, rules) = (given.picks.mark(keys), self.rules());
        score.answered += 1;
        score.marks += mark;
        if rules.scoring == Scoring::Speed {
            let limit = rules.seconds.map_or(UNTIMED, |seconds| Millis(i64::from(seconds) * 1_000));
            score.points += points(mark, given.took, limit);
        }
        if given.picks == keys {
            score.right += 1;
            score.took = Millis(score.took.0 + given.took.0);
            if rules.streaks && rules.scoring == Scoring::Speed {
                score.points += STREAK * score.streak.min(5);
            }
            score.streak += 1;
        } else {
            score.streak = 0;
        }
    }

    /// The players who are not gone, best first.
    #[must_use]
    pub fn ranking(&self) -> Vec<Placed> {
        let scoring = self.rules().scoring;
        let placed = |(player, who): (PlayerId, &super::Player)| Placed {
            rank: 0,
            player,
            name: who.name.clone(),
            score: self.score(player),
        };
        let mut all: Vec<Placed> = self.present().map(placed).collect();
        all.sort_by(|a, b| before(scoring, &b.score, &a.score).then(a.player.cmp(&b.player)));
        let mut rank = (0, None);
        for (at, placed) in (1_u32..).zip(&mut all) {
            if rank.1.is_none_or(|score| before(scoring, &score, &placed.score).is_ne()) {
                rank = (at, Some(placed.score));
            }
            placed.rank = rank.0;
        }
        all
    }

    /// The teams that have members, best first.
    #[must_use]
    pub fn teams(&self) -> Vec<TeamPlaced> {
        let speed = self.rules().scoring == Scoring::Speed;
        let mut all = Vec::new();
        for (team, name) in (0_u8..).zip(self.rules().teams.names()) {
            let members = self.present().filter(|(_, player)| player.team == Some(team));
            let worth = |(player, _)| {
                let score = self.score(player);
                if speed { f64::from(score.points) } else { score.marks }
            };
            let worths: Vec<f64> = members.map(worth).collect();
            if !worths.is_empty() {
                let mean = worths.iter().sum::<f64>() / worths.len() as f64;
                all.push(TeamPlaced { rank: 0, name: name.clone(), members: worths.len() as u32, mean });
            }
        }
        all.sort_by(|a, b| b.mean.total_cmp(&a.mean));
        let mut rank = (0, f64::NAN);
        for (at, team) in (1_u32..).zip(&mut all) {
            if rank.1.total_cmp(&team.mean).is_ne() {
                rank = (at, team.mean);
            }
            team.rank = rank.0;
        }
        all
    }
}

/// Greater where the first stands before the second.
fn before(scoring: Scoring, one: &Score, other: &Score) -> std::cmp::Ordering {
    match scoring {
        Scoring::Speed => one.points.cmp(&other.points),
        Scoring::Accuracy => one.marks.total_cmp(&other.marks).then(other.took.cmp(&one.took)),
        Scoring::None => std::cmp::Ordering::Equal,
    }
}
