//! What a player is called on everybody's screen.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::rng::Chance;
use crate::text;

/// The most columns of a name.
pub const WIDEST: usize = 24;
/// The most characters of a name: marks that are put over one another take no columns.
pub const LONGEST: usize = 40;

/// A player's name: what is visible of 1 to [`WIDEST`] columns on one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAName {
    /// Nothing of it is visible.
    #[error("a name has at least one letter or digit")]
    Empty,
    /// It would not fit.
    #[error("a name has at most {WIDEST} letters")]
    Long,
}

impl Name {
    /// Cleans what was typed: one line, one space between words, nothing that steers how others are drawn.
    ///
    /// # Errors
    /// When nothing is left of it, or too much.
    pub fn new(typed: &str) -> Result<Self, NotAName> {
        if typed.len() > 16 * LONGEST {
            return Err(NotAName::Long);
        }
        let visible: String = typed.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        let composed: String = text::clean(&visible).nfc().collect();
        let name = composed.trim();
        if !name.chars().any(char::is_alphanumeric) {
            return Err(NotAName::Empty);
        }
        if text::width(name) > WIDEST || name.chars().count() > LONGEST {
            return Err(NotAName::Long);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as it is shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name with a number behind it, its end cut where that would be too long.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        let number = format!(" {number}");
        let kept = text::clip(&self.0, WIDEST.saturating_sub(number.len()));
        Self(format!("{kept}{number}"))
    }

    /// What people read it as: names that look alike have the same.
    #[must_use]
    pub fn plain(&self) -> String {
        text::fold(&self.0.nfkc().collect::<String>())
    }

    /// A name that is dealt, the `n`th of a room with this seed; the first 1,600 differ.
    #[must_use]
    pub fn dealt(seed: u64, n: usize) -> Self {
        let mut order: Vec<usize> = (0..KINDS.len() * BEASTS.len()).collect();
        Chance::new(seed, "nicknames").shuffle(&mut order);
        let at = order.get(n % order.len()).copied().unwrap_or_default();
        let (kind, beast) = (KINDS[at % KINDS.len()], BEASTS[at / KINDS.len() % BEASTS.len()]);
        let name = Self(format!("{kind} {beast}"));
        if n < order.len() { name } else { name.numbered(n / order.len() + 1) }
    }
}

impl TryFrom<String> for Name {
    type Error = NotAName;
    fn try_from(text: String) -> Result<Self, NotAName> {
        Self::new(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

const KINDS: [&str; 40] = [
    "Agile", "Amber", "Bold", "Brave", "Bright", "Brisk", "Calm", "Clear", "Clever", "Coral", "Curious", "Daring",
    "Deft", "Eager", "Fair", "Fleet", "Gentle", "Golden", "Happy", "Honest", "Jolly", "Keen", "Kind", "Lively",
    "Loyal", "Lucky", "Merry", "Noble", "Patient", "Plucky", "Proud", "Quick", "Quiet", "Ruby", "Silver", "Steady",
    "Sunny", "Swift", "Warm", "Wise",
];
const BEASTS: [&str; 40] = [
    "Badger", "Bear", "Beaver", "Bison", "Bittern", "Camel", "Condor", "Crane", "Curlew", "Dolphin", "Eagle", "Egret",
    "Elk", "Falcon", "Finch", "Gecko", "Gibbon", "Hare", "Heron", "Ibex", "Ibis", "Jaguar", "Kestrel", "Koala", "Lark",
    "Lemur", "Lion", "Lynx", "Marten", "Moose", "Narwhal", "Ocelot", "Osprey", "Otter", "Owl", "Panda", "Puffin",
    "Stork", "Tiger", "Wren",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cleaned_to_one_visible_line() {
        let name = |typed: &str| Name::new(typed).map(String::from);
        assert_eq!(name("  Ana\t María \n"), Ok("Ana María".to_owned()));
        assert_eq!(name("A\u{202E}na\u{200B}\u{7}"), Ok("Ana".to_owned()));
        assert_eq!(name("\u{1b}[31mBob"), Ok("[31mBob".to_owned()));
        assert_eq!(name("e\u{301}va"), Ok("éva".to_owned()));
        assert_eq!(name(" \u{200B}\u{2060} "), Err(NotAName::Empty));
        assert_eq!(name("!!!"), Err(NotAName::Empty));
        assert_eq!(name(&"a".repeat(25)), Err(NotAName::Long));
        assert_eq!(name(&"漢".repeat(13)), Err(NotAName::Long));
        assert_eq!(name(&format!("a{}", "\u{335}".repeat(60))), Err(NotAName::Long));
        assert_eq!(name(&"\u{200B}".repeat(100_000)), Err(NotAName::Long));
    }

    #[test]
    fn names_that_look_alike_are_told_apart_by_a_number() {
        let name = |typed: &str| Name::new(typed).unwrap();
        assert_eq!(name("ANA").plain(), name("ana").plain());
        assert_eq!(name("Ａna").plain(), name("Ana").plain());
        assert_ne!(name("Ana").plain(), name("Anna").plain());
        assert_eq!(name("Ana").numbered(2).as_str(), "Ana 2");
        assert!(text::width(name(&"漢".repeat(12)).numbered(12).as_str()) <= WIDEST);
    }

    #[test]
    fn dealt_names_differ_and_are_names() {
        let dealt: std::collections::BTreeSet<String> = (0..1_600).map(|n| Name::dealt(3, n).into()).collect();
        assert_eq!(dealt.len(), 1_600);
        assert!(dealt.iter().all(|name| Name::new(name).is_ok()));
        assert_eq!(Name::dealt(3, 1_600).as_str(), format!("{} 2", Name::dealt(3, 0)));
    }
}
