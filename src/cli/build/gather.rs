//! The documents that were named on the command line: files, folders and patterns, and what cannot be taken of them.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::bank::DOCUMENT_MAX;
use crate::document::Document;
use crate::text;

/// How deep folders are walked.
const DEPTH: usize = 32;

/// A document that was named, or found in a folder that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its name: that of the file, or its path below the folder.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// What is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// The file or folder, ready to be shown.
    pub file: String,
    /// Why.
    pub why: String,
}

impl LeftOut {
    /// Why a file is left out.
    pub fn new(file: &Path, why: impl Into<String>) -> Self {
        Self { file: shown(file), why: why.into() }
    }
}

/// A path, ready to be shown.
pub fn shown(path: &Path) -> String {
    text::clean(&path.display().to_string()).into_owned()
}

/// Documents in the order in which they were named, those of a folder sorted; each once.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The documents.
    pub documents: Vec<Given>,
    /// What is left out.
    pub left_out: Vec<LeftOut>,
    /// How many hidden files and folders were passed over.
    pub hidden: usize,
    /// Every folder in which a document may appear or change.
    pub folders: Vec<PathBuf>,
}

/// Gathers documents; nothing is taken out of the bank's own folder by walking past it.
pub fn gather(named: &[PathBuf], bank: &Path) -> Gathered {
    let bank = bank.canonicalize().ok();
    let mut gathered = Gathered::default();
    let mut seen = HashSet::new();
    for path in named {
        let pattern = path.to_string_lossy();
        if fs::metadata(path).is_err() && pattern.contains(['*', '?', '[']) {
            match expanded(&pattern) {
                Ok(paths) if paths.is_empty() => gathered.leave(path, "no file is called like this"),
                Ok(paths) => paths.iter().for_each(|path| gathered.take(path, bank.as_deref(), &mut seen)),
                Err(why) => gathered.leave(path, why),
            }
        } else {
            gathered.take(path, bank.as_deref(), &mut seen);
        }
    }
    gathered
}

/// The paths that a pattern means, sorted.
fn expanded(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let paths = glob::glob(pattern).map_err(|error| format!("is no pattern: {error}"))?;
    Ok(paths.filter_map(Result::ok).collect())
}

impl Gathered {
    fn leave(&mut self, path: &Path, why: impl Into<String>) {
        self.left_out.push(LeftOut::new(path, why));
    }

    fn take(&mut self, path: &Path, bank: Option<&Path>, seen: &mut HashSet<PathBuf>) {
        match fs::metadata(path) {
            Err(error) => self.leave(path, error.to_string()),
            Ok(data) if data.is_dir() => {
                let before = (self.documents.len(), self.left_out.len());
                self.walk(path, path, bank, seen, DEPTH);
                if before == (self.documents.len(), self.left_out.len()) {
                    self.leave(path, "there is no document in it");
                }
            }
            Ok(_) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                self.file(path, name, seen);
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                self.folders.push(folder.unwrap_or(Path::new(".")).to_owned());
            }
        }
    }

    fn file(&mut self, path: &Path, name: String, seen: &mut HashSet<PathBuf>) {
        if path.canonicalize().is_ok_and(|real| seen.insert(real)) {
            self.documents.push(Given { name, path: path.to_owned() });
        }
    }

    fn walk(&mut self, root: &Path, folder: &Path, bank: Option<&Path>, seen: &mut HashSet<PathBuf>, depth: usize) {
        if depth == 0 {
            return self.leave(folder, format!("folders are read to a depth of {DEPTH}"));
        }
        self.folders.push(folder.to_owned());
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.leave(folder, error.to_string()),
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                self.hidden += 1;
                continue;
            }
            match fs::metadata(&path) {
                Err(error) => self.leave(&path, error.to_string()),
                // A link to a folder may lead back to where it stands.
                Ok(data) if data.is_dir() && path.is_symlink() => {
                    self.leave(&path, "a link to a folder is not followed; name the folder itself");
                }
                Ok(data) if data.is_dir() => {
                    let own = bank.is_some_and(|bank| path.canonicalize().is_ok_and(|real| real == bank));
                    if !own {
                        self.walk(root, &path, bank, seen, depth - 1);
                    }
                }
                Ok(data) if data.is_file() => {
                    let below = path.strip_prefix(root).unwrap_or(&path);
                    let names: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                    self.file(&path, names.join("/"), seen);
                }
                Ok(_) => self.leave(&path, "is neither a file nor a folder"),
            }
        }
    }
}

/// Reads a file's bytes, if a document may have so many.
///
/// # Errors
/// Why it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > DOCUMENT_MAX {
        return Err(format!("{size} bytes is more than a document may have; split it"));
    }
    fs::read(path).map_err(|error| error.to_string())
}

/// Opens a document, if there is text in it.
///
/// # Errors
/// Why it is none.
pub fn open(name: &str, bytes: Vec<u8>) -> Result<Document, String> {
    let document = Document::open(name, bytes).map_err(|error| error.to_string())?;
    if document.passages().is_empty() { Err("no passage was found in it".to_owned()) } else { Ok(document) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(gathered: &Gathered) -> Vec<&str> {
        gathered.documents.iter().map(|given| given.name.as_str()).collect()
    }

    #[test]
    fn folders_are_walked_in_order_and_what_is_passed_over_is_told() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path();
        for folder in ["notes/deep", "notes/.git", "notes/bank", "empty"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in ["notes/b.txt", "notes/a.md", "notes/deep/c.txt", "notes/.git/d", "notes/.e", "notes/bank/f.txt"] {
            fs::write(root.join(file), "The sky is blue.").unwrap();
        }
        let bank = root.join("notes/bank");
        let gathered = gather(&[root.join("notes"), root.join("notes/a.md")], &bank);
        assert_eq!(names(&gathered), ["a.md", "b.txt", "deep/c.txt"], "each once");
        assert_eq!((gathered.hidden, gathered.left_out.len()), (2, 0));
        let gathered = gather(&[root.join("empty"), root.join("missing.txt"), root.join("notes/*.x")], &bank);
        let why: Vec<_> = gathered.left_out.iter().map(|left_out| left_out.why.as_str()).collect();
        assert_eq!((why[0], why[2]), ("there is no document in it", "no file is called like this"));
        assert_eq!(names(&gather(&[root.join("notes/*.txt")], &bank)), ["b.txt"]);
    }

    #[test]
    fn what_is_no_text_is_no_document() {
        assert!(open("a", b"The sky is blue.".to_vec()).is_ok());
        assert!(open("a", b"\x7fELF\0\0".to_vec()).is_err());
        assert!(open("a", Vec::new()).is_err());
    }
}
