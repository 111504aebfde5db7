//! What a drill leaves behind for one learner.

use serde::Serialize;

use super::super::Name;
use super::super::posed::{Picks, Posed};
use super::super::roll::{Gone, PlayerId};
use super::super::rules::Pace;
use super::super::state::{Room, Round, Stage};
use super::super::view::{Alone, Passage};
use crate::clock::Timestamp;

/// A learner's own answers, with where each right one is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// What the room is called.
    pub title: String,
    /// When it was opened.
    pub opened: Timestamp,
    /// Whose it is.
    pub name: Name,
    /// Questions that are on it.
    pub of: usize,
    /// Questions of the room that are not: not asked yet, or not to be told yet.
    pub hidden: usize,
    /// Fully right ones among those that are on it.
    pub right: usize,
    /// The questions: those that were not fully right first, each part in the order of asking.
    pub questions: Vec<Told>,
}

/// One question on a sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Its number among those asked, from 1.
    pub number: usize,
    /// The title of its topic.
    pub topic: String,
    /// What was asked.
    pub stem: String,
    /// The choices: what each says, whether it is right, and why.
    pub choices: Vec<(String, bool, String)>,
    /// What the learner picked; none where they did not answer.
    pub picks: Option<Picks>,
    /// Whether that was fully right.
    pub right: bool,
    /// Where it is written.
    pub passages: Vec<Passage>,
}

impl Sheet {
    /// A learner's sheet as far as they may see it now: nothing of a question that is open to them. None where there is no
    /// such learner, or the teacher sent them out.
    #[must_use]
    pub fn of(room: &Room, player: PlayerId, now: Timestamp) -> Option<Self> {
        let who = room.player(player).filter(|who| matches!(who.gone, None | Some(Gone::Left)))?;
        let alone = matches!(room.rules().pace, Pace::Own { .. });
        let open = room.current().filter(|(_, round)| matches!(round.stage, Stage::Open | Stage::Closed));
        let open = open.map(|(_, round)| round.place);
        let shown = |round: &Round| {
            if alone {
                Alone::of(room, player, round.place, now).is_some_and(|alone| alone.reveal.is_some())
            } else {
                open != Some(round.place)
            }
        };
        let mut questions = Vec::new();
        for (number, round) in (1..).zip(room.counting()).filter(|(_, round)| shown(round)) {
            questions.extend(room.posed(round).map(|posed| Told::of(number, round, posed, player)));
        }
        questions.sort_by_key(|told| (told.right, told.number));
        Some(Self {
            title: room.opening().title.clone(),
            opened: room.opened(),
            name: who.name.clone(),
            of: questions.len(),
            hidden: room.opening().posed.len().saturating_sub(questions.len()),
            right: questions.iter().filter(|told| told.right).count(),
            questions,
        })
    }
}

impl Told {
    fn of(number: usize, round: &Round, posed: &Posed, player: PlayerId) -> Self {
        let picks = round.given(player).map(|given| given.picks);
        let choices = posed.choices.iter();
        Self {
            number,
            topic: posed.topic.clone(),
            stem: posed.stem.clone(),
            choices: choices.map(|choice| (choice.text.clone(), choice.key, choice.rationale.clone())).collect(),
            picks,
            right: picks == Some(posed.keys()),
            passages: posed.passages.iter().map(Passage::of).collect(),
        }
    }
}
