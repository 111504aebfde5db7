//! The settings file: what a person likes otherwise than usual. Documented in `docs/settings.md`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::memory::Retention;
use crate::session::Limits;
use crate::text;
use crate::tui::keymap::{Keymap, KeymapError};
use crate::tui::theme::{self, Theme};

/// What a person likes otherwise than usual.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Which key means what.
    pub keymap: Keymap,
    /// The theme's name, one that there is.
    pub theme: String,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// The hour at which a day turns over, 0 to 23.
    pub day_turns_at: u8,
    /// What study is like unless told otherwise.
    pub study: Study,
    /// What practice is like unless told otherwise.
    pub practice: Practice,
    /// What an exam is like unless told otherwise.
    pub exam: Exam,
}

/// What study is like unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Study {
    /// The share of questions that is to be recalled when they are asked.
    pub retention: Retention,
    /// How many new questions a day at most.
    #[serde(deserialize_with = "within::<0, 1_000_000, _>")]
    pub new: u32,
    /// How many questions that are due a day at most.
    #[serde(deserialize_with = "within::<0, 1_000_000, _>")]
    pub reviews: u32,
    /// How many minutes a sitting takes; 0 for as long as there is something to ask.
    #[serde(deserialize_with = "within::<0, 100_000, _>")]
    pub minutes: u32,
}

impl Study {
    /// What may be asked on a day.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        Limits { new: self.new as usize, reviews: self.reviews as usize }
    }
}

/// What practice is like unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Practice {
    /// How many questions.
    #[serde(deserialize_with = "within::<1, 1_000_000, _>")]
    pub count: u32,
}

/// What an exam is like unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exam {
    /// How many questions.
    #[serde(deserialize_with = "within::<1, 1_000_000, _>")]
    pub count: u32,
    /// The time limit in minutes; 0 for none.
    #[serde(deserialize_with = "within::<0, 100_000, _>")]
    pub minutes: u32,
    /// The pass mark in percent.
    #[serde(deserialize_with = "within::<1, 100, _>")]
    pub pass: u32,
}

impl Default for Study {
    fn default() -> Self {
        Self { retention: Retention::default(), new: 20, reviews: 200, minutes: 0 }
    }
}

impl Default for Practice {
    fn default() -> Self {
        Self { count: 20 }
    }
}

impl Default for Exam {
    fn default() -> Self {
        Self { count: 40, minutes: 30, pass: 80 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keymap: Keymap::default(),
            theme: "default".to_owned(),
            mouse: true,
            day_turns_at: 4,
            study: Study::default(),
            practice: Practice::default(),
            exam: Exam::default(),
        }
    }
}

/// Why the settings cannot be used: each message with its line, and what mends it.
#[derive(Debug, thiserror::Error)]
#[error("{}\nhint: mend or remove the line; docs/settings.md has every setting", .0.join("\n"))]
pub struct SettingsError(Vec<String>);

impl Settings {
    /// Reads the settings file; without one, everything is as usual.
    ///
    /// # Errors
    /// When it cannot be read, or something in it is not as it should be: nothing is passed over in silence.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, &file),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(Self::default())
            }
            Err(error) => Err(SettingsError(vec![format!("{file}: {error}")])),
        }
    }

    /// The settings that a text gives; `file` is how messages call it.
    ///
    /// # Errors
    /// All that is wrong with the keys at once, or else the first thing that is wrong.
    pub fn parse(text: &str, file: &str) -> Result<Self, SettingsError> {
        let line = |at: usize| 1 + text.get(..at).unwrap_or(text).matches('\n').count();
        let wrong = |at: usize, what: &str| format!("{file}:{}: {}", line(at), text::clean(what));
        let File { keys, theme, mouse, day_turns_at, study, practice, exam } =
            toml::from_str(text).map_err(|error: toml::de::Error| {
                SettingsError(vec![wrong(error.span().map_or(0, |span| span.start), error.message())])
            })?;
        let place = |name: &str| keys.keys().find(|key| key.get_ref() == name).map(|key| key.span().start);
        let plain = keys.iter().map(|(name, keys)| (name.get_ref().clone(), keys.clone())).collect();
        let keymap = Keymap::with(&plain).map_err(|errors| {
            let at = |error: &KeymapError| match error {
                KeymapError::UnknownAction { name: action }
                | KeymapError::BadKey { action, .. }
                | KeymapError::NoKey { action } => place(action),
                KeymapError::Taken { first, second, .. } => place(second).or_else(|| place(first)),
            };
            let told = |error: &KeymapError| wrong(at(error).unwrap_or(0), &error.to_string());
            SettingsError(errors.iter().map(told).collect())
        })?;
        Ok(Self { keymap, theme, mouse, day_turns_at: day_turns_at as u8, study, practice, exam })
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    keys: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(deserialize_with = "known_theme")]
    theme: String,
    mouse: bool,
    #[serde(deserialize_with = "within::<0, 23, _>")]
    day_turns_at: u32,
    study: Study,
    practice: Practice,
    exam: Exam,
}

impl Default for File {
    fn default() -> Self {
        let Settings { theme, mouse, day_turns_at, study, practice, exam, .. } = Settings::default();
        Self { keys: BTreeMap::new(), theme, mouse, day_turns_at: day_turns_at.into(), study, practice, exam }
    }
}

fn within<'de, const LOW: u32, const HIGH: u32, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let number = i64::deserialize(deserializer)?;
    let fits = u32::try_from(number).ok().filter(|number| (LOW..=HIGH).contains(number));
    fits.ok_or_else(|| D::Error::custom(format!("{number} is not between {LOW} and {HIGH}")))
}

fn known_theme<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    if Theme::named(&name).is_some() {
        return Ok(name);
    }
    let names: Vec<_> = theme::names().collect();
    Err(D::Error::custom(format!("there is no theme “{name}”; the themes are {}", names.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Action;

    fn error(text: &str) -> String {
        Settings::parse(text, "s.toml").unwrap_err().to_string()
    }

    #[test]
    fn what_is_not_written_is_as_usual() {
        assert_eq!(Settings::parse("", "s.toml").unwrap(), Settings::default());
        let settings =
            Settings::parse("mouse = false\n[exam]\ncount = 10\n[keys]\nskip = [\"J\"]\n", "s.toml").unwrap();
        assert!(!settings.mouse);
        assert_eq!(settings.exam, Exam { count: 10, ..Exam::default() });
        assert_eq!(settings.keymap.action("J".parse().unwrap()), Some(Action::Skip));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, expected) in [
            ("\nmouze = true\n", "s.toml:2: unknown field `mouze`"),
            ("mouse = 1\n", "s.toml:1: invalid type"),
            ("[exam]\npass = 101\n", "s.toml:2: 101 is not between 1 and 100"),
            ("[practice]\ncount = 0\n", "s.toml:2: 0 is not between 1"),
            ("day_turns_at = 24\n", "s.toml:1: 24 is not between 0 and 23"),
            ("theme = \"pink\"\n", "s.toml:1: there is no theme “pink”; the themes are default"),
            ("[keys]\nskip = [\"n\"]\nfly = [\"y\"]\n", "s.toml:3: keys: there is no action “fly”"),
            ("[keys]\n\nskip = [\"u\"]\n", "s.toml:3: keys: u means both"),
            ("a = = b\n", "s.toml:1: "),
        ] {
            let error = error(text);
            assert!(error.contains(expected), "{text:?}: {error}");
            assert!(error.contains("\nhint: "), "{error}");
        }
    }

    #[test]
    fn the_documented_settings_are_the_usual_ones() {
        let page = include_str!("../../docs/settings.md");
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        assert_eq!(Settings::parse(example, "docs/settings.md").unwrap(), Settings::default());
        for name in ["theme", "mouse", "day_turns_at", "[practice]", "count", "[exam]", "minutes", "pass", "[keys]"] {
            assert!(example.contains(name), "{name}");
        }
        for theme in theme::names() {
            assert!(page.contains(&format!("`{theme}`")), "{theme}");
        }
        for row in crate::tui::keymap::table() {
            assert!(page.contains(&format!("`{}`", row.name)), "{}", row.name);
        }
    }
}
