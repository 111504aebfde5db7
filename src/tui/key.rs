//! One key as it is pressed, written in the settings file and shown on the screen.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use thiserror::Error;

/// A key that was pressed, with the modifiers that matter. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// The keys that can be told apart in every terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the key that its name says")]
pub enum Code {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Keys that are written by name, and how the screen shows them where that differs.
const NAMES: &[(Code, &str, Option<&str>)] = &[
    (Code::Char(' '), "Space", None),
    (Code::Enter, "Enter", None),
    (Code::Esc, "Esc", None),
    (Code::Tab, "Tab", None),
    (Code::BackTab, "Shift-Tab", None),
    (Code::Backspace, "Backspace", None),
    (Code::Delete, "Delete", None),
    (Code::Insert, "Insert", None),
    (Code::Left, "Left", Some("←")),
    (Code::Right, "Right", Some("→")),
    (Code::Up, "Up", Some("↑")),
    (Code::Down, "Down", Some("↓")),
    (Code::Home, "Home", None),
    (Code::End, "End", None),
    (Code::PageUp, "PageUp", Some("PgUp")),
    (Code::PageDown, "PageDown", Some("PgDn")),
];

/// A key's name that is not one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}” is not a key; write one character or a name such as Enter, Esc, Space, Left, F1, Ctrl-r")]
pub struct NotAKey(pub String);

impl Key {
    /// The key alone, without modifiers.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// What the terminal reported, if it is a press (or a repeat) of a key that has a name here.
    #[must_use]
    pub fn of(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            // Caps lock must not turn Ctrl-c into another key.
            KeyCode::Char(letter) if ctrl => Code::Char(letter.to_ascii_lowercase()),
            KeyCode::Char(letter) => Code::Char(letter),
            KeyCode::F(number) => Code::F(number),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
            KeyCode::Tab => Code::Tab,
            KeyCode::BackTab => Code::BackTab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Insert => Code::Insert,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            _ => return None,
        };
        Some(Self { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
    }

    /// The character that a text field takes from this key, if it is one.
    #[must_use]
    pub fn printable(self) -> Option<char> {
        match self.code {
            Code::Char(letter) if !self.ctrl && !self.alt && !letter.is_control() => Some(letter),
            _ => None,
        }
    }

    /// The key as the screen shows it: as it is written, but arrows as arrows.
    #[must_use]
    pub fn label(self) -> String {
        let short = NAMES.iter().find(|row| row.0 == self.code).and_then(|row| row.2);
        match short {
            Some(short) => format!("{}{short}", self.modifiers()),
            None => self.to_string(),
        }
    }

    const fn modifiers(self) -> &'static str {
        match (self.ctrl, self.alt) {
            (false, false) => "",
            (true, false) => "Ctrl-",
            (false, true) => "Alt-",
            (true, true) => "Ctrl-Alt-",
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.modifiers())?;
        match (NAMES.iter().find(|row| row.0 == self.code), self.code) {
            (Some((_, name, _)), _) => f.write_str(name),
            (None, Code::F(number)) => write!(f, "F{number}"),
            (None, Code::Char(letter)) => write!(f, "{letter}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let (mut rest, mut ctrl, mut alt) = (text, false, false);
        loop {
            if let Some(after) = without_prefix(rest, "Ctrl-") {
                (rest, ctrl) = (after, true);
            } else if let Some(after) = without_prefix(rest, "Alt-") {
                (rest, alt) = (after, true);
            } else {
                break;
            }
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(letter), None) if !letter.is_control() => {
                Some(Code::Char(if ctrl { letter.to_ascii_lowercase() } else { letter }))
            }
            _ => NAMES.iter().find(|row| row.1.eq_ignore_ascii_case(rest)).map(|row| row.0).or_else(|| {
                let number = without_prefix(rest, "F")?.parse().ok()?;
                (1..=24).contains(&number).then_some(Code::F(number))
            }),
        };
        code.map(|code| Self { code, ctrl, alt }).ok_or_else(|| NotAKey(text.to_owned()))
    }
}

/// `text` after `prefix`, in any case, where something follows.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    (head.eq_ignore_ascii_case(prefix) && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    #[test]
    fn keys_are_read_as_they_are_shown() {
        for name in
            ["g", "G", "Enter", "Ctrl-c", "Esc", "Space", "Left", "?", "F1", "Ctrl-Alt-x", "-", "Ctrl--", "Shift-Tab"]
        {
            assert_eq!(key(name).to_string(), name);
        }
        assert_eq!(key("ctrl-C"), key("Ctrl-c"));
        assert_eq!(key("Left").label(), "←");
    }

    #[test]
    fn what_is_not_a_key_is_said_to_be_none() {
        for name in ["", "Ctrl-", "gg", "F0", "F99", "Hyper-x", "\u{1b}"] {
            assert_eq!(name.parse::<Key>(), Err(NotAKey(name.to_owned())));
        }
    }

    #[test]
    fn caps_lock_does_not_change_a_ctrl_key_and_releases_are_no_presses() {
        let upper = KeyEvent::new(KeyCode::Char('C'), KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        assert_eq!(Key::of(&upper), Some(key("Ctrl-c")));
        let release = KeyEvent::new_with_kind(KeyCode::Char('c'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(Key::of(&release), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic_and_what_it_reads_it_writes(text in "\\PC{0,8}") {
            if let Ok(key) = text.parse::<Key>() {
                prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
            }
        }
    }
}
