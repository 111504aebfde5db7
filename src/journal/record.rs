//! What became of the builder's questions, family by family.

use std::collections::BTreeMap;

/// What became of a family's questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record {
    /// How many were accepted or rejected, one by one.
    pub judged: usize,
    /// How many of these were accepted as the builder made them.
    pub accepted: usize,
    /// How many were accepted once they had been changed.
    pub mended: usize,
}

impl Record {
    /// The share of acceptable questions, 0 to 1, if any were judged.
    #[must_use]
    pub fn rate(self) -> Option<f64> {
        (self.judged > 0).then(|| self.accepted as f64 / self.judged as f64)
    }
}

/// The record of each family that was judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records(pub BTreeMap<String, Record>);

impl Records {
    /// The record of a family.
    #[must_use]
    pub fn of(&self, family: &str) -> Record {
        self.0.get(family).copied().unwrap_or_default()
    }
}
