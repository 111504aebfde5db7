//! What opens a room's doors: a short code to type, a longer one in the link, and each player's own key.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::Digest;

/// The signs of a code: none looks like another, and without vowels they make no words.
const SIGNS: &[u8; 18] = b"CDFHJKMNPRTVWX3479";
/// The signs of a short code: 25 bits, to be guarded by a budget of attempts.
const SHORT: usize = 6;
/// The signs of a link: 50 bits.
const LONG: usize = 12;

/// The code that is shown, to be typed: six signs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// The code in the link and the QR code, which nobody types: twelve signs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Link(String);

/// Why a text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a room’s code is {SHORT} letters and digits, as the teacher’s screen shows it")]
pub struct NotACode;

impl Code {
    /// The code that these random bytes stand for.
    #[must_use]
    pub fn of(bytes: [u8; 16]) -> Self {
        Self(signs(bytes, SHORT))
    }

    /// Reads a code as people type it: in any case, with spaces or hyphens.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn read(text: &str) -> Result<Self, NotACode> {
        read(text, SHORT).map(Self)
    }

    /// The code in two halves, as it is shown and said.
    #[must_use]
    pub fn halves(&self) -> String {
        let (first, second) = self.0.split_at(SHORT / 2); // signs are ASCII
        format!("{first} {second}")
    }
}

impl Link {
    /// The link that these random bytes stand for.
    #[must_use]
    pub fn of(bytes: [u8; 16]) -> Self {
        Self(signs(bytes, LONG))
    }

    /// Reads a link.
    ///
    /// # Errors
    /// When it cannot be one.
    pub fn read(text: &str) -> Result<Self, NotACode> {
        read(text, LONG).map(Self)
    }
}

/// So many signs from 128 random bits, of which the remainders take little enough that no sign is seen to be likelier.
fn signs(bytes: [u8; 16], count: usize) -> String {
    let mut rest = u128::from_le_bytes(bytes);
    let base = SIGNS.len() as u128;
    let mut next = || {
        let sign = SIGNS[(rest % base) as usize]; // a remainder is below the length
        rest /= base;
        char::from(sign)
    };
    (0..count).map(|_| next()).collect()
}

fn read(text: &str, count: usize) -> Result<String, NotACode> {
    let signs = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase());
    let signs: String = signs.take(count + 1).collect();
    let fits = signs.len() == count && signs.bytes().all(|sign| SIGNS.contains(&sign));
    if fits { Ok(signs) } else { Err(NotACode) }
}

/// What lets a player, and nobody else, come back: 128 random bits, as 32 hexadecimal digits. The room knows its digest
/// alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key(u128);

impl Key {
    /// The key of these random bytes.
    #[must_use]
    pub const fn of(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// What the room keeps of it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0.to_be_bytes())
    }
}

impl TryFrom<String> for Key {
    type Error = NotAKey;
    fn try_from(text: String) -> Result<Self, NotAKey> {
        let fits = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if fits { u128::from_str_radix(&text, 16).map(Self).map_err(|_| NotAKey) } else { Err(NotAKey) }
    }
}

/// Why a text is no player's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no player’s key")]
pub struct NotAKey;

impl From<Key> for String {
    fn from(key: Key) -> Self {
        format!("{:032x}", key.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)") // never in a log
    }
}

macro_rules! codes {
    ($($name:ident)*) => {$(
        impl TryFrom<String> for $name {
            type Error = NotACode;
            fn try_from(text: String) -> Result<Self, NotACode> {
                Self::read(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )*};
}

codes! { Code Link }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = Code::of([7; 16]);
        assert_eq!(Code::read(&code.halves().to_lowercase()), Ok(code.clone()));
        assert_eq!(Code::read(&format!(" {}-{} ", &code.0[..2], &code.0[2..])), Ok(code));
        for bad in ["", "CDFHJ", "CDFHJKM", "CDFHJ0", "CDFHJÉ", "ЖDFHJK"] {
            assert_eq!(Code::read(bad), Err(NotACode), "{bad}");
        }
    }

    #[test]
    fn other_chance_gives_other_codes_of_all_signs() {
        let mut seen = std::collections::BTreeSet::new();
        for n in 0..2_000_u64 {
            let mut chance = crate::rng::Chance::new(n, "code");
            seen.insert(Link::of(chance.bytes()).0);
        }
        assert_eq!(seen.len(), 2_000);
        let signs: std::collections::BTreeSet<u8> = seen.iter().flat_map(|link| link.bytes()).collect();
        assert_eq!(signs.len(), SIGNS.len());
    }

    #[test]
    fn a_key_is_read_back_and_never_shown() {
        let key = Key::of([0xAB; 16]);
        assert_eq!(Key::try_from(String::from(key.clone())).map(|key| key.digest()), Ok(key.digest()));
        assert_eq!(format!("{key:?}"), "Key(…)");
        for bad in ["", "+b", &"g".repeat(32), &"a".repeat(31), &"a".repeat(33), "+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            assert!(Key::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
