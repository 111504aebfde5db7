//! The keys of the rooms that were joined: what brings a player back.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::room::{Key, Link};

/// The file's name in the data folder.
const FILE: &str = "rooms-joined.json";
/// The most rooms whose keys are kept; the oldest go.
const MOST: usize = 200;
/// A file larger than this was not written here.
const LARGEST: u64 = 1 << 20;

/// The rooms, the latest first.
#[derive(Debug, Default)]
pub struct Kept {
    path: Option<PathBuf>,
    rooms: Vec<Joined>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Joined {
    link: Link,
    key: Key,
}

impl Kept {
    /// The keys in this data folder; none where there is no folder, or no file that can be read.
    #[must_use]
    pub fn read(data: Option<&Path>) -> Self {
        let path = data.map(|data| data.join(FILE));
        let small = |path: &&PathBuf| fs::metadata(path).is_ok_and(|file| file.len() <= LARGEST);
        let text = path.as_ref().filter(small).and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
        Self { path, rooms: serde_json::from_str(&text).unwrap_or_default() }
    }

    /// The key of a room, if it was joined.
    #[must_use]
    pub fn key(&self, link: &Link) -> Option<Key> {
        self.rooms.iter().find(|joined| joined.link == *link).map(|joined| joined.key.clone())
    }

    /// Keeps a room's key.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&mut self, link: &Link, key: &Key) -> io::Result<()> {
        self.rooms.retain(|joined| joined.link != *link);
        self.rooms.insert(0, Joined { link: link.clone(), key: key.clone() });
        self.rooms.truncate(MOST);
        self.write()
    }

    /// Forgets a room's key: it opens nothing any more.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget(&mut self, link: &Link) -> io::Result<()> {
        self.rooms.retain(|joined| joined.link != *link);
        self.write()
    }

    fn write(&self) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let fresh = path.with_extension(format!("json.{}", std::process::id()));
        let text = serde_json::to_string_pretty(&self.rooms)?;
        private(&fresh).and_then(|mut file| file.write_all(text.as_bytes()))?;
        fs::rename(&fresh, path)
    }
}

/// A new file that nobody else reads, where the system can do that.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(n: u8) -> Link {
        Link::of([n; 16])
    }

    #[test]
    fn a_key_is_found_again_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("new");
        let key = Key::of([3; 16]);
        let mut kept = Kept::read(Some(&data));
        kept.keep(&link(1), &key).unwrap();
        kept.keep(&link(2), &Key::of([4; 16])).unwrap();
        let mut again = Kept::read(Some(&data));
        assert!(again.key(&link(1)) == Some(key) && again.key(&link(3)).is_none());
        again.forget(&link(1)).unwrap();
        assert!(Kept::read(Some(&data)).key(&link(1)).is_none());
        assert_eq!(fs::read_dir(&data).unwrap().count(), 1, "nothing is left beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(data.join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_broken_file_is_as_none_and_the_oldest_rooms_go() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "[{\"link\": 3}").unwrap();
        let mut kept = Kept::read(Some(folder.path()));
        for n in 0..=u8::MAX {
            kept.keep(&link(n), &Key::of([n; 16])).unwrap();
        }
        let kept = Kept::read(Some(folder.path()));
        assert!(kept.rooms.len() == MOST && kept.key(&link(255)).is_some() && kept.key(&link(0)).is_none());
        let mut nowhere = Kept::read(None);
        assert!(nowhere.keep(&link(1), &Key::of([1; 16])).is_ok() && nowhere.key(&link(1)).is_some());
    }
}
