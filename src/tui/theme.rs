//! Colours by role, from the terminal's own sixteen, so that light and dark terminals both stay readable.

use ratatui::style::{Color, Modifier, Style};

/// The styles that screens are drawn in, by what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The theme's name in the settings file.
    pub name: &'static str,
    /// Ordinary text.
    pub plain: Style,
    /// The one colour that leads the eye: titles, the bar of a quote, what is done of a progress bar.
    pub accent: Style,
    /// Where the cursor is.
    pub selected: Style,
    /// A key, and whatever is right.
    pub right: Style,
    /// Whatever is wrong.
    pub wrong: Style,
    /// Something to take note of.
    pub warn: Style,
    /// What need not be read. The default colour dimmed; bright black is invisible in some terminals.
    pub quiet: Style,
    /// What is read first: stems, keys in hints.
    pub strong: Style,
    /// The words of a quote that hold the answer.
    pub answer: Style,
}

const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const DIM: Style = Style::new().add_modifier(Modifier::DIM);
const UNDERLINED_BOLD: Style = BOLD.add_modifier(Modifier::UNDERLINED);

const THEMES: &[Theme] = &[
    coloured("default", Color::Cyan),
    coloured("blue", Color::Blue),
    coloured("magenta", Color::Magenta),
    coloured("yellow", Color::Yellow),
    Theme {
        name: "mono",
        plain: Style::new(),
        accent: BOLD,
        selected: BOLD,
        right: BOLD,
        wrong: Style::new(),
        warn: BOLD,
        quiet: DIM,
        strong: BOLD,
        answer: UNDERLINED_BOLD,
    },
];

const fn coloured(name: &'static str, accent: Color) -> Theme {
    Theme {
        name,
        plain: Style::new(),
        accent: Style::new().fg(accent),
        selected: BOLD.fg(accent),
        right: Style::new().fg(Color::Green),
        wrong: Style::new().fg(Color::Red),
        warn: Style::new().fg(Color::Yellow),
        quiet: DIM,
        strong: BOLD,
        answer: UNDERLINED_BOLD,
    }
}

impl Theme {
    /// The theme of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        THEMES.iter().find(|theme| theme.name == name).copied()
    }

    /// The theme to draw in: the one that was asked for, or no colours where the environment asks for none
    /// (`NO_COLOR` counts when it is set and not empty).
    #[must_use]
    pub fn choose(name: &str, no_color: Option<&str>) -> Option<Self> {
        let chosen = Self::named(name)?;
        if no_color.is_some_and(|value| !value.is_empty()) { Self::named("mono") } else { Some(chosen) }
    }
}

impl Default for Theme {
    fn default() -> Self {
        coloured("default", Color::Cyan)
    }
}

/// The names of all themes, the default one first.
pub fn names() -> impl Iterator<Item = &'static str> {
    THEMES.iter().map(|theme| theme.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(theme: &Theme) -> [Style; 9] {
        let Theme { plain, accent, selected, right, wrong, warn, quiet, strong, answer, .. } = *theme;
        [plain, accent, selected, right, wrong, warn, quiet, strong, answer]
    }

    #[test]
    fn every_theme_is_found_by_its_name_and_the_first_is_the_default() {
        for name in names() {
            assert_eq!(Theme::named(name).unwrap().name, name);
        }
        assert_eq!(names().next().and_then(Theme::named), Some(Theme::default()));
        assert_eq!(Theme::named("plaid"), None);
    }

    #[test]
    fn no_color_means_no_colour_at_all() {
        let mono = Theme::choose("default", Some("1")).unwrap();
        assert!(styles(&mono).iter().all(|style| style.fg.is_none() && style.bg.is_none()));
        assert_eq!(Theme::choose("default", Some("")), Some(Theme::default()), "an empty NO_COLOR asks for nothing");
    }

    #[test]
    fn no_theme_uses_a_colour_that_some_terminal_hides() {
        let hidden = [Color::Black, Color::White, Color::DarkGray, Color::Gray];
        for theme in THEMES {
            for style in styles(theme) {
                assert!(style.fg.is_none_or(|colour| !hidden.contains(&colour)), "{}", theme.name);
                assert_eq!(style.bg, None, "{}", theme.name);
            }
            assert!(theme.quiet.fg.is_none() && theme.quiet.add_modifier.contains(Modifier::DIM));
        }
    }
}
