//! What a model replied, kept beside the bank: one JSON object a line, by the digest of prompt and model.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::build::proposal::{Proposal, Unfit};
use crate::id::Digest;

/// The file's name in the bank's folder.
const FILE: &str = "model.jsonl";
/// The most bytes of it that are read.
const MAX: u64 = 256 << 20;

/// A line of the file: a proposal, or why there is none.
#[derive(Serialize, Deserialize)]
struct Line {
    prompt: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<Proposal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unfit: Option<Unfit>,
}

/// The replies that are known.
pub(super) struct Cache {
    path: PathBuf,
    replies: BTreeMap<Digest, Result<Proposal, Unfit>>,
    /// How many lines could not be read.
    broken: usize,
    /// What new replies are appended to while they come.
    file: Option<File>,
}

impl Cache {
    /// Reads what is kept in a folder; nothing is written.
    ///
    /// # Errors
    /// When there is something that cannot be read.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let mut text = Vec::new();
        match File::open(&path) {
            Ok(file) => drop(file.take(MAX).read_to_end(&mut text).with_context(|| path.display().to_string())?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
        let mut cache = Self { path, replies: BTreeMap::new(), broken: 0, file: None };
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
            match serde_json::from_slice(line) {
                Ok(Line { prompt, proposal: Some(proposal), unfit: None }) => {
                    cache.replies.insert(prompt, Ok(proposal));
                }
                Ok(Line { prompt, proposal: None, unfit: Some(unfit) }) => {
                    cache.replies.insert(prompt, Err(unfit));
                }
                _ => cache.broken += 1,
            }
        }
        Ok(cache)
    }

    /// What is to be said of the file.
    pub(super) fn notice(&self) -> Option<String> {
        let count = self.broken;
        (count > 0).then(|| format!("{FILE}: {count} of its lines cannot be read; what they held is asked again"))
    }

    /// What was replied to a prompt.
    pub(super) fn get(&self, prompt: &Digest) -> Option<&Result<Proposal, Unfit>> {
        self.replies.get(prompt)
    }

    /// Takes a reply, and writes it down at once if it is to be kept: asking takes long, and may be ended at any time.
    pub(super) fn put(&mut self, prompt: Digest, reply: Result<Proposal, Unfit>, keep: bool) -> anyhow::Result<()> {
        let written = if keep { self.append(&line(prompt, &reply)) } else { Ok(()) };
        self.replies.insert(prompt, reply);
        written.with_context(|| self.path.display().to_string())
    }

    fn append(&mut self, line: &str) -> io::Result<()> {
        if self.file.is_none() {
            if let Some(folder) = self.path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
            // The last line may have been cut off.
            file.write_all(b"\n")?;
            self.file = Some(file);
        }
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(line.as_bytes()))
    }

    /// Puts the lines in order, so that the file does not show which reply came first. Without new ones nothing is done.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn close(&mut self, keep: bool) -> anyhow::Result<()> {
        if self.file.take().is_none() || !keep {
            return Ok(());
        }
        let text: String = self.replies.iter().map(|(prompt, reply)| line(*prompt, reply)).collect();
        let new = self.path.with_extension("jsonl.new");
        let written = fs::write(&new, text).and_then(|()| fs::rename(&new, &self.path));
        written.with_context(|| self.path.display().to_string())
    }
}

fn line(prompt: Digest, reply: &Result<Proposal, Unfit>) -> String {
    let (proposal, unfit) = match reply {
        Ok(proposal) => (Some(proposal.clone()), None),
        Err(unfit) => (None, Some(*unfit)),
    };
    let mut text = serde_json::to_string(&Line { prompt, proposal, unfit }).unwrap_or_default(); // strings only
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_replied_is_known_again_whatever_else_the_file_holds() {
        let folder = tempfile::tempdir().unwrap();
        let bank = folder.path().join("bank");
        let (one, two) = (Digest::of(b"1"), Digest::of(b"2"));
        let mut cache = Cache::open(&bank).unwrap();
        assert!(!bank.exists());
        cache.put(two, Err(Unfit::Declined), true).unwrap();
        cache.put(one, Err(Unfit::Shapeless), true).unwrap();
        // Ended here, the file still has both, and a line that was cut off costs that line only.
        let path = bank.join(FILE);
        fs::write(&path, [fs::read(&path).unwrap(), b"{\"prompt\":\"12".to_vec()].concat()).unwrap();
        let mut cache = Cache::open(&bank).unwrap();
        assert_eq!(cache.get(&two), Some(&Err(Unfit::Declined)));
        assert!(cache.notice().unwrap().contains("1 of its lines"));
        cache.put(Digest::of(b"3"), Err(Unfit::TooLong), true).unwrap();
        cache.close(true).unwrap();
        let cache = Cache::open(&bank).unwrap();
        assert_eq!((cache.replies.len(), cache.notice()), (3, None));
        let first = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = first.lines().collect();
        assert!(lines.is_sorted() && lines.len() == 3, "{first}");
    }

    #[test]
    fn nothing_is_kept_that_should_not_be() {
        let folder = tempfile::tempdir().unwrap();
        let mut cache = Cache::open(folder.path()).unwrap();
        cache.put(Digest::of(b"1"), Err(Unfit::Declined), false).unwrap();
        cache.close(false).unwrap();
        assert!(!folder.path().join(FILE).exists());
    }
}
