//! Where a person's data and settings live. What belongs to one system stands here and nowhere else.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The settings file's name in its folder.
pub const SETTINGS_FILE: &str = "settings.toml";

/// The systems whose customs differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Linux and its kin: the XDG base directories.
    Xdg,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
}

impl System {
    /// The one that the program was built for.
    pub const HERE: Self = if cfg!(windows) {
        Self::Windows
    } else if cfg!(target_os = "macos") {
        Self::Mac
    } else {
        Self::Xdg
    };
}

/// The two folders; none where the environment names no home.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// The store, and a person's edits.
    pub data: Option<PathBuf>,
    /// The settings file, there or not.
    pub settings: Option<PathBuf>,
}

impl Paths {
    /// The folders of this process. `given` is the data folder that was asked for; settings in it stand instead of the
    /// usual ones.
    #[must_use]
    pub fn here(given: Option<&Path>) -> Self {
        let mut paths = Self::of(System::HERE, |name| std::env::var_os(name));
        if let Some(folder) = given {
            let own = folder.join(SETTINGS_FILE);
            if own.is_file() {
                paths.settings = Some(own);
            }
            paths.data = Some(folder.to_owned());
        }
        paths
    }

    /// The folders by a system's customs and an environment.
    #[must_use]
    pub fn of(system: System, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        // A relative path would mean another folder in each working directory; the XDG specification says to ignore it.
        let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.has_root());
        let below_home = |path: &str| folder("HOME").map(|home| home.join(path));
        let (data, config) = match system {
            System::Xdg => (
                folder("XDG_DATA_HOME").or_else(|| below_home(".local/share")),
                folder("XDG_CONFIG_HOME").or_else(|| below_home(".config")),
            ),
            System::Mac => {
                let support = below_home("Library/Application Support");
                (folder("XDG_DATA_HOME").or_else(|| support.clone()), folder("XDG_CONFIG_HOME").or(support))
            }
            System::Windows => (folder("APPDATA"), folder("APPDATA")),
        };
        Self {
            data: data.map(|folder| folder.join("ibid")),
            settings: config.map(|folder| folder.join("ibid").join(SETTINGS_FILE)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(system: System, variables: &[(&str, &str)]) -> (Option<String>, Option<String>) {
        let find = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value));
        let Paths { data, settings } = Paths::of(system, find);
        let text = |path: PathBuf| path.display().to_string().replace('\\', "/");
        (data.map(text), settings.map(text))
    }

    fn some(data: &str, settings: &str) -> (Option<String>, Option<String>) {
        (Some(data.to_owned()), Some(settings.to_owned()))
    }

    #[test]
    fn each_system_has_its_folders() {
        let home = ("HOME", "/home/a");
        assert_eq!(
            paths(System::Xdg, &[home]),
            some("/home/a/.local/share/ibid", "/home/a/.config/ibid/settings.toml")
        );
        assert_eq!(
            paths(System::Xdg, &[home, ("XDG_DATA_HOME", "/data"), ("XDG_CONFIG_HOME", "relative")]),
            some("/data/ibid", "/home/a/.config/ibid/settings.toml")
        );
        let support = "/home/a/Library/Application Support/ibid";
        assert_eq!(paths(System::Mac, &[home]), some(support, &format!("{support}/settings.toml")));
        assert_eq!(
            paths(System::Windows, &[home, ("APPDATA", "/u/Roaming")]),
            some("/u/Roaming/ibid", "/u/Roaming/ibid/settings.toml")
        );
    }

    #[test]
    fn without_a_home_there_is_no_folder() {
        assert_eq!(paths(System::Xdg, &[("HOME", "")]), (None, None));
        assert_eq!(paths(System::Windows, &[("HOME", "/home/a")]), (None, None));
    }
}
