//! The banks that open by themselves: a file in the data folder, written whole.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Bank;
use crate::id::BankId;

/// The list's file in the data folder.
pub const FILE: &str = "banks.json";

/// The banks that open where none is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// Whether the one that is part of the program is among them.
    pub embedded: bool,
    /// The others, and what is limited of any.
    pub banks: Vec<Listed>,
}

/// A bank of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its id when it was added.
    pub id: BankId,
    /// Its file or folder; none for the one that is part of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// How many of its questions are new on a day at most; as the settings say when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<u32>,
    /// How many of its questions are asked on a day at most; as the settings say when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviews: Option<u32>,
}

impl Default for List {
    fn default() -> Self {
        Self { embedded: true, banks: Vec::new() }
    }
}

impl List {
    /// The list of a data folder; without one, the bank that is part of the program opens alone.
    ///
    /// # Errors
    /// What is wrong with the file, and what mends it.
    pub fn read(data: &Path) -> Result<Self, String> {
        let file = data.join(FILE);
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Self::default());
            }
            Err(error) => return Err(format!("{}: {error}", file.display())),
        };
        let told = |error| {
            format!("{}: {error}\nhint: mend it or delete it; `ibid banks add PATH` makes it again", file.display())
        };
        serde_json::from_str(&text).map_err(told)
    }

    /// Writes the list, whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, data: &Path) -> io::Result<()> {
        std::fs::create_dir_all(data)?;
        let (file, fresh) = (data.join(FILE), data.join("banks.new"));
        std::fs::write(&fresh, serde_json::to_string_pretty(self)? + "\n")?;
        std::fs::rename(fresh, file)
    }

    /// Puts a bank on the list, in the place of what it said of that bank. Limits that are not given stay as they were.
    pub fn add(&mut self, listed: Listed) {
        self.embedded |= listed.path.is_none();
        match self.banks.iter_mut().find(|other| other.id == listed.id) {
            Some(old) => {
                let (new, reviews) = (listed.new.or(old.new), listed.reviews.or(old.reviews));
                *old = Listed { new, reviews, ..listed };
            }
            None => self.banks.push(listed),
        }
        self.banks.retain(|listed| listed.path.is_some() || listed.new.is_some() || listed.reviews.is_some());
    }

    /// Takes a bank off the list; false if it was not on it.
    pub fn remove(&mut self, id: &BankId) -> bool {
        let embedded = self.embedded && Bank::embedded().head().id == *id;
        let before = self.banks.len();
        self.banks.retain(|listed| listed.id != *id);
        self.embedded &= !embedded;
        embedded || self.banks.len() < before
    }

    /// The banks of the list that are files.
    pub fn paths(&self) -> impl Iterator<Item = (&Listed, &Path)> {
        self.banks.iter().filter_map(|listed| Some((listed, listed.path.as_deref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(id: &str, path: Option<&str>) -> Listed {
        Listed { id: BankId::new(id).unwrap(), path: path.map(PathBuf::from), new: None, reviews: None }
    }

    #[test]
    fn a_list_reads_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("inner");
        let mut list = List::read(&data).unwrap();
        assert_eq!(list, List::default());
        list.add(Listed { new: Some(5), ..listed("a", Some("/banks/a")) });
        list.add(listed("b", Some("/banks/b")));
        list.add(Listed { reviews: Some(9), ..listed("a", Some("/elsewhere/a")) });
        list.write(&data).unwrap();
        assert_eq!(List::read(&data).unwrap(), list);
        let a = &list.banks[0];
        assert_eq!((a.path.as_deref(), a.new, a.reviews), (Some(Path::new("/elsewhere/a")), Some(5), Some(9)));
        assert!(list.remove(&a.id.clone()) && !list.remove(&BankId::new("a").unwrap()));
        std::fs::write(data.join(FILE), "{\"banks\": 5}").unwrap();
        assert!(List::read(&data).unwrap_err().contains("hint: "));
    }

    #[test]
    fn the_embedded_bank_can_be_left_out_and_taken_in_again() {
        let mut list = List::default();
        let id = Bank::embedded().head().id.clone();
        assert!(list.remove(&id) && !list.embedded && !list.remove(&id));
        list.add(listed(id.as_str(), None));
        assert_eq!(list, List::default());
        list.add(Listed { new: Some(3), ..listed(id.as_str(), None) });
        assert_eq!(list.banks.len(), 1);
        assert!(list.remove(&id) && list.banks.is_empty() && !list.embedded);
    }
}
