//! The program without a terminal: in a home folder of its own, with what it says and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// An empty home folder.
pub struct Home(TempDir);

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("data/ibid")
    }

    /// The program with these arguments, ready to be started here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(arguments).current_dir(self.path());
        for name in ["NO_COLOR", "TERM", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        command.env("HOME", self.path()).env("APPDATA", self.path().join("data"));
        command.env("XDG_DATA_HOME", self.path().join("data")).env("XDG_CONFIG_HOME", self.path().join("config"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program with this on its standard input.
    pub fn run(&self, arguments: &[&str], input: &str) -> Run {
        Run::of(assert_cmd::Command::from_std(self.command(arguments)).write_stdin(input).output().unwrap())
    }

    /// Writes a file here, with the folders above it.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes a bank here, in a folder of this name, over one document.
    pub fn bank(&self, folder: &str, bank: &Value) {
        self.write(&format!("{folder}/documents/colours.txt"), COLOURS);
        self.write(&format!("{folder}/bank.json"), serde_json::to_string_pretty(bank).unwrap());
    }
}

impl Run {
    pub fn of(Output { status, stdout, stderr }: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("everything said is UTF-8");
        let run = Self { code: status.code(), out: text(stdout), err: text(stderr) };
        assert!(!run.err.contains("panicked"), "{run:?}");
        assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "an escape sequence got through: {run:?}");
        run
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "{words:?} is not in {self:?}");
        self
    }

    #[track_caller]
    pub fn prints(self, words: &str) -> Self {
        assert!(self.out.contains(words), "{words:?} is not in {self:?}");
        self
    }
}

const COLOURS: &str = "The sky is blue. Grass is green. Snow is white.\n";

/// A sound question on a sentence of the document; its key is the first choice.
pub fn question(id: &str, exact: &str) -> Value {
    json!({
        "id": id, "topic": "nature", "stem": format!("Which is it in {id}?"),
        "choices": [{ "text": "Right", "key": true }, { "text": "Wrong" }],
        "citations": [{ "document": "colours", "exact": exact }],
    })
}

/// A sound bank of two questions.
pub fn bank(id: &str) -> Value {
    json!({
        "format": 1, "id": id, "title": "Colours",
        "documents": [{ "id": "colours", "file": "documents/colours.txt", "title": "On colours" }],
        "topics": [{ "id": "nature", "title": "Nature" }],
        "questions": [question("sky", "The sky is blue."), question("grass", "Grass is green.")],
    })
}

/// The number under which a choice is shown in what was printed last.
pub fn number(text: &str, choice: &str) -> String {
    let lines = text.lines().rev().filter_map(|line| line.split_once("  "));
    let found = lines.into_iter().find(|(_, words)| words.starts_with(choice));
    found.unwrap_or_else(|| panic!("{choice} is not in {text}")).0.to_owned()
}
