//! Chance as an argument: a seeded generator whose results are part of a form's identity.
//!
//! The shuffle is our own Fisher-Yates over ChaCha, so that no update of a crate changes a form.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// The number of this algorithm; written into every form. A change of results is a new number.
pub const ALGORITHM: u32 = 1;

/// A seeded stream of chance.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream for a seed and a purpose; other purposes get independent streams from one seed.
    #[must_use]
    pub fn new(seed: u64, purpose: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(purpose.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// A whole number below `bound`, each equally likely (Lemire's method: multiply, reject the uneven rest).
    /// 0 when `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        let uneven = bound.wrapping_neg().checked_rem(bound).unwrap_or(0);
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            let (high, low) = ((product >> 64) as u64, product as u64);
            if low >= uneven {
                return high;
            }
        }
    }

    /// Shuffles in place, every order equally likely.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }

    /// Random bytes, for ids.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_order_for_ever() {
        let mut items: Vec<u32> = (0..10).collect();
        Chance::new(7, "form").shuffle(&mut items);
        assert_eq!(items, [8, 0, 9, 2, 3, 1, 5, 6, 4, 7]);
    }

    #[test]
    fn purposes_are_independent() {
        let order = |purpose| {
            let mut items: Vec<u32> = (0..20).collect();
            Chance::new(7, purpose).shuffle(&mut items);
            items
        };
        assert_ne!(order("form"), order("choices"));
    }

    /// Each of the 24 orders of four things comes up about as often: chi-squared with 23 degrees of freedom stays
    /// below 49.7, which a uniform shuffle passes 999 times in 1,000; the seeds are fixed.
    #[test]
    fn the_shuffle_is_uniform() {
        let mut seen = std::collections::BTreeMap::new();
        let rounds = 24_000;
        for seed in 0..rounds {
            let mut items = [0, 1, 2, 3];
            Chance::new(seed, "uniform").shuffle(&mut items);
            *seen.entry(items).or_insert(0_u32) += 1;
        }
        let expected = rounds as f64 / 24.0;
        let chi: f64 = seen.values().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum();
        assert_eq!(seen.len(), 24);
        assert!(chi < 49.7, "chi-squared {chi}");
    }
}
