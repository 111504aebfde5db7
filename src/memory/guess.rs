//! How often someone who does not know is right.

use serde::{Deserialize, Serialize};

/// The answers that the prior, one in as many as there are choices, weighs.
const PRIOR: f32 = 20.0;

/// The chance to be right without knowing, by the number of choices, learnt from the answers given as guesses. Where
/// distractors are weak it is more than one in as many as there are choices.
///
/// It only counts, so that the order of the answers does not matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// The guesses, by the number of choices.
    guesses: [u32; 10],
    /// Those of them that were right.
    right: [u32; 10],
}

impl Guess {
    /// Takes in a response given as a guess.
    pub fn add(&mut self, choices: u8, right: bool) {
        let at = slot(choices);
        if let (Some(guesses), Some(hits)) = (self.guesses.get_mut(at), self.right.get_mut(at)) {
            *guesses = guesses.saturating_add(1);
            *hits = hits.saturating_add(u32::from(right));
        }
    }

    /// The chance that a guess among so many choices is right.
    #[must_use]
    pub fn chance(&self, choices: u8) -> f32 {
        let at = slot(choices);
        let of = |counts: &[u32; 10]| counts.get(at).copied().unwrap_or(0) as f32;
        (PRIOR / at as f32 + of(&self.right)) / (PRIOR + of(&self.guesses))
    }
}

/// The share that was recalled, of a share that was right: what guessing added is taken away.
#[must_use]
pub fn recalled(right: f32, guess: f32) -> f32 {
    ((right - guess) / (1.0 - guess).max(f32::EPSILON)).clamp(0.0, 1.0)
}

/// Two choices at least, nine at most.
const fn slot(choices: u8) -> usize {
    match choices {
        0..=2 => 2,
        3..=8 => choices as usize,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_begins_at_one_in_k_and_follows_the_answers() {
        let mut guess = Guess::default();
        assert!((guess.chance(4) - 0.25).abs() < 1e-6);
        for n in 0..20 {
            guess.add(4, n % 2 == 0);
        }
        assert!((guess.chance(4) - 15.0 / 40.0).abs() < 1e-6, "5 of the prior's 20, 10 of 20");
        assert!((guess.chance(5) - 0.2).abs() < 1e-6, "other numbers of choices are not moved");
        assert!(guess.chance(0) <= 0.5 && guess.chance(255) > 0.1);
    }

    #[test]
    fn what_guessing_added_is_taken_away() {
        assert!((recalled(0.925, 0.25) - 0.9).abs() < 1e-6);
        assert!(recalled(0.2, 0.25).abs() < 1e-6);
        assert!(recalled(0.2, 1.0).abs() < 1e-6);
    }
}
