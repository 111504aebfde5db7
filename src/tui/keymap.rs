//! What the keys mean: one table that the loop, the hint lines, the help screen and the README all read.

use std::collections::BTreeMap;
use std::fmt;

use thiserror::Error;

use super::key::{Key, NotAKey};

/// What the person meant. A key means one thing on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the table below says what each one does")]
pub enum Action {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Top,
    Bottom,
    /// One of the nine choices, from 1.
    Pick(u8),
    DontKnow,
    Enter,
    Space,
    Guess,
    Skip,
    Flag,
    Fault,
    Undo,
    Document,
    Rationales,
    Explore,
    Coverage,
    Copy,
    Note,
    Aside,
    Tomorrow,
    Anew,
    Edit,
    Search,
    Help,
    Back,
    Quit,
    Overview,
    Submit,
    Abandon,
    Banks,
    Add,
    Reject,
    Distractor,
    Family,
    VoteAgain,
    Pause,
    Extend,
    Later,
    Ranking,
    Learners,
    Lock,
    Rename,
    Team,
    SendOut,
    Ban,
    EndDrill,
    NextRoom,
    Suspend,
    Redraw,
}

/// The heading that an action stands under in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Moving the cursor and the text.
    Moving,
    /// Answering a question.
    Answering,
    /// What can be done once the answer is shown.
    Reading,
    /// A sitting as a whole.
    Sitting,
    /// The work on a bank.
    Author,
    /// A drill for many.
    Class,
    /// The program.
    Program,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Moving => "Moving",
            Self::Answering => "Answering",
            Self::Reading => "After the answer",
            Self::Sitting => "Sitting",
            Self::Author => "For authors",
            Self::Class => "For teachers",
            Self::Program => "Program",
        })
    }
}

/// One row of the table of actions.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// What is done.
    pub action: Action,
    /// Its name in the settings file.
    pub name: &'static str,
    /// The keys that mean it unless the settings say otherwise.
    pub keys: &'static [&'static str],
    /// One or two words for the hint line.
    pub hint: &'static str,
    /// A line for the help screen.
    pub help: &'static str,
    /// Where the help lists it.
    pub group: Group,
}

const fn row(
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    help: &'static str,
    group: Group,
) -> Binding {
    Binding { action, name, keys, hint, help, group }
}

#[rustfmt::skip] // a table is read by its columns
const TABLE: &[Binding] = {
    use Action as A;
    use Group::{Answering, Author, Class, Moving, Program, Reading, Sitting};
    &[
        row(A::Up, "up", &["Up", "k"], "up", "one up, or scroll up", Moving),
        row(A::Down, "down", &["Down", "j"], "down", "one down, or scroll down", Moving),
        row(A::Left, "left", &["Left", "h"], "left", "to the left, or the one before", Moving),
        row(A::Right, "right", &["Right", "l"], "right", "to the right, or the next one", Moving),
        row(A::PageUp, "page-up", &["PageUp"], "page up", "one page up", Moving),
        row(A::PageDown, "page-down", &["PageDown"], "page down", "one page down", Moving),
        row(A::Top, "top", &["Home"], "top", "to the beginning", Moving),
        row(A::Bottom, "bottom", &["End"], "end", "to the end", Moving),
        row(A::Pick(1), "pick-1", &["1"], "choose", "choose the first", Answering),
        row(A::Pick(2), "pick-2", &["2"], "choose", "choose the second", Answering),
        row(A::Pick(3), "pick-3", &["3"], "choose", "choose the third", Answering),
        row(A::Pick(4), "pick-4", &["4"], "choose", "choose the fourth", Answering),
        row(A::Pick(5), "pick-5", &["5"], "choose", "choose the fifth", Answering),
        row(A::Pick(6), "pick-6", &["6"], "choose", "choose the sixth", Answering),
        row(A::Pick(7), "pick-7", &["7"], "choose", "choose the seventh", Answering),
        row(A::Pick(8), "pick-8", &["8"], "choose", "choose the eighth", Answering),
        row(A::Pick(9), "pick-9", &["9"], "choose", "choose the ninth", Answering),
        row(A::DontKnow, "dont-know", &["0"], "I don’t know", "say that you do not know and be shown (not in an exam)", Answering),
        row(A::Enter, "enter", &["Enter"], "open", "answer, open, or go on", Answering),
        row(A::Space, "space", &["Space"], "go on", "mark a choice, or go on", Answering),
        row(A::Guess, "guess", &["g"], "as a guess", "answer, and say that it is a guess", Answering),
        row(A::Skip, "skip", &["s"], "skip", "leave this question and go on", Answering),
        row(A::Flag, "flag", &["f"], "flag", "flag this question for later, or take the flag away", Answering),
        row(A::Undo, "undo", &["u"], "undo", "take the last thing back", Answering),
        row(A::Document, "document", &["o"], "open the document here", "open the document at the passage", Reading),
        row(A::Rationales, "rationales", &["w"], "other rationales", "why each of the other choices is right or wrong", Reading),
        row(A::Explore, "explore", &["x"], "explore", "related questions, passages and documents", Reading),
        row(A::Coverage, "coverage", &["v"], "coverage", "in a document: which passages are asked, known, missed", Reading),
        row(A::Copy, "copy", &["y"], "copy", "copy the passage with its source", Reading),
        row(A::Note, "note", &["n"], "note", "write a note of your own, shown with the explanation", Reading),
        row(A::Aside, "put-aside", &["z"], "put aside", "put the question aside, so that study does not ask it, or take it up again", Reading),
        row(A::Tomorrow, "tomorrow", &["t"], "tomorrow", "put the question off until tomorrow", Reading),
        row(A::Anew, "anew", &["R"], "new again", "make the question new: study asks it as if for the first time", Reading),
        row(A::Edit, "edit", &["e"], "edit", "edit the question in $EDITOR", Reading),
        row(A::Fault, "fault", &["!"], "report", "report a fault of this question; kept for its author", Reading),
        row(A::Overview, "overview", &["Tab"], "overview", "all questions of the exam at once", Sitting),
        row(A::Submit, "submit", &["S"], "submit", "hand the exam in and see the score", Sitting),
        row(A::Abandon, "abandon", &["A"], "abandon", "end the sitting without a score", Sitting),
        row(A::Add, "add", &["a"], "accept", "take a reviewed question into the bank; in a document, add one on the passage; in Banks, add a bank", Author),
        row(A::Reject, "reject", &["r"], "reject", "in a review: the question leaves the bank, with a reason; in Banks, the bank leaves the list", Author),
        row(A::Distractor, "distractor", &["d"], "next distractor", "in a review: another distractor in the place of the chosen one", Author),
        row(A::Family, "family", &["B"], "accept family", "in a review: accept all of its family, if the record is good", Author),
        row(A::VoteAgain, "vote-again", &["V"], "vote again", "the class talks, and votes again before anything is shown", Class),
        row(A::Pause, "pause", &["p"], "pause", "let the time stand still, or run again", Class),
        row(A::Extend, "extend", &["+", "="], "30 s more", "half a minute more for the open question", Class),
        row(A::Later, "later", &["L"], "later", "ask this question again at the end", Class),
        row(A::Ranking, "ranking", &["T"], "ranking", "show who stands where", Class),
        row(A::Learners, "learners", &["c"], "class", "the class: who is there and who has answered", Class),
        row(A::Lock, "lock", &["D"], "lock", "lock the door, so that nobody new comes in, or open it", Class),
        row(A::Rename, "rename", &["N"], "rename", "in the class: call a learner otherwise", Class),
        row(A::Team, "team", &["M"], "team", "in the class: put a learner into the next team", Class),
        row(A::SendOut, "send-out", &["K"], "send out", "in the class: send a learner out, who may come back", Class),
        row(A::Ban, "ban", &["X"], "ban", "in the class: send a learner out for good", Class),
        row(A::EndDrill, "end-drill", &["E"], "end", "end the drill; its report stays", Class),
        row(A::NextRoom, "next-room", &[">"], "next room", "the next of several rooms", Class),
        row(A::Banks, "banks", &["b"], "banks", "the banks that are open", Program),
        row(A::Search, "search", &["/"], "search", "search questions and documents; in a document, search that", Program),
        row(A::Help, "help", &["?"], "keys", "show all keys", Program),
        row(A::Back, "back", &["Esc"], "back", "back to where you came from", Program),
        row(A::Quit, "quit", &["q", "Ctrl-c"], "quit", "quit; nothing is lost", Program),
        row(A::Suspend, "suspend", &["Ctrl-z"], "suspend", "back to the shell; fg returns", Program),
        row(A::Redraw, "redraw", &["Ctrl-l"], "redraw", "draw the screen anew", Program),
    ]
};

/// Every action with its name, default keys and help, in the order that the help shows.
#[must_use]
pub const fn table() -> &'static [Binding] {
    TABLE
}

impl Action {
    /// The action's row in the table.
    #[must_use]
    pub fn binding(self) -> Option<&'static Binding> {
        TABLE.iter().find(|row| row.action == self)
    }

    /// One or two words for the hint line; screens that know better say it in their own words.
    #[must_use]
    pub fn hint(self) -> &'static str {
        self.binding().map_or("", |row| row.hint)
    }
}

/// Something wrong with the keys in the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what each one is")]
pub enum KeymapError {
    #[error("keys: there is no action “{name}”; the actions are {}", names())]
    UnknownAction { name: String },
    #[error("keys: {action}: {fault}")]
    BadKey { action: String, fault: NotAKey },
    #[error("keys: {action} has no key; give it at least one, or leave the line out for the usual ones")]
    NoKey { action: String },
    #[error("keys: {key} means both {first} and {second}; give one of them another key")]
    Taken { key: Key, first: String, second: String },
}

fn names() -> String {
    TABLE.iter().map(|row| row.name).collect::<Vec<_>>().join(", ")
}

/// Which key means what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// The keys of each row of the table, in its order; the first is the one that is shown.
    keys: Vec<(Action, Vec<Key>)>,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = |row: &Binding| row.keys.iter().filter_map(|key| key.parse().ok()).collect();
        Self { keys: TABLE.iter().map(|row| (row.action, keys(row))).collect() }
    }
}

impl Keymap {
    /// The usual keys, but for the actions named in `overrides`, which get exactly the keys given there.
    ///
    /// # Errors
    /// All that is wrong with the overrides, at once.
    pub fn with(overrides: &BTreeMap<String, Vec<String>>) -> Result<Self, Vec<KeymapError>> {
        let mut keymap = Self::default();
        let mut errors = Vec::new();
        for (name, texts) in overrides {
            let Some(action) = TABLE.iter().find(|row| row.name == name).map(|row| row.action) else {
                errors.push(KeymapError::UnknownAction { name: name.clone() });
                continue;
            };
            if texts.is_empty() {
                errors.push(KeymapError::NoKey { action: name.clone() });
            }
            let mut keys = Vec::new();
            for text in texts {
                match text.parse() {
                    Ok(key) => keys.push(key),
                    Err(fault) => errors.push(KeymapError::BadKey { action: name.clone(), fault }),
                }
            }
            if let Some(entry) = keymap.keys.iter_mut().find(|entry| entry.0 == action) {
                entry.1 = keys;
            }
        }
        errors.extend(keymap.clashes());
        if errors.is_empty() { Ok(keymap) } else { Err(errors) }
    }

    fn clashes(&self) -> Vec<KeymapError> {
        let mut first: BTreeMap<Key, Action> = BTreeMap::new();
        let mut clashes = Vec::new();
        for (action, key) in self.keys.iter().flat_map(|(action, keys)| keys.iter().map(|key| (*action, *key))) {
            let earlier = *first.entry(key).or_insert(action);
            if earlier != action {
                let name = |action: Action| action.binding().map_or("", |row| row.name).to_owned();
                clashes.push(KeymapError::Taken { key, first: name(earlier), second: name(action) });
            }
        }
        clashes
    }

    /// What the key means.
    #[must_use]
    pub fn action(&self, key: Key) -> Option<Action> {
        self.keys.iter().find(|(_, keys)| keys.contains(&key)).map(|(action, _)| *action)
    }

    /// All keys that mean this, the one that is shown first.
    #[must_use]
    pub fn keys(&self, action: Action) -> &[Key] {
        self.keys.iter().find(|entry| entry.0 == action).map_or(&[], |(_, keys)| keys)
    }

    /// The key that is shown for this, as the screen shows it: `↑`, `Esc`, `g`.
    #[must_use]
    pub fn label(&self, action: Action) -> String {
        self.keys(action).first().map_or_else(String::new, |key| key.label())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn overrides(rows: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        rows.iter().map(|(name, keys)| ((*name).to_owned(), keys.iter().map(|&key| key.to_owned()).collect())).collect()
    }

    fn action(keymap: &Keymap, key: &str) -> Option<Action> {
        keymap.action(key.parse().unwrap())
    }

    #[test]
    fn every_default_key_is_a_key_and_means_one_thing() {
        let keymap = Keymap::default();
        for row in table() {
            assert_eq!(keymap.keys(row.action).len(), row.keys.len(), "{}", row.name);
            assert!(!row.keys.is_empty(), "{}", row.name);
        }
        assert_eq!(keymap.clashes(), []);
    }

    #[test]
    fn every_name_and_action_stands_in_the_table_once() {
        let names: BTreeSet<_> = table().iter().map(|row| row.name).collect();
        let actions: BTreeSet<_> = table().iter().map(|row| row.action).collect();
        assert_eq!((names.len(), actions.len()), (table().len(), table().len()));
    }

    #[test]
    fn keys_are_shown_as_a_person_finds_them_on_the_keyboard() {
        let keymap = Keymap::default();
        let label = |action| keymap.label(action);
        assert_eq!(
            (label(Action::Up), label(Action::Back), label(Action::Quit)),
            ("↑".into(), "Esc".into(), "q".into())
        );
    }

    #[test]
    fn settings_change_keys_and_leave_the_others() {
        let keymap = Keymap::with(&overrides(&[("skip", &["J"]), ("quit", &["Q", "Ctrl-c"])])).unwrap();
        assert_eq!(action(&keymap, "J"), Some(Action::Skip));
        assert_eq!(action(&keymap, "s"), None, "the usual key of a changed action is free");
        assert_eq!(action(&keymap, "Ctrl-c"), Some(Action::Quit));
        assert_eq!(action(&keymap, "g"), Some(Action::Guess));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let wrong = overrides(&[("skip", &["gg"]), ("fly", &["f"]), ("copy", &["u"]), ("edit", &[])]);
        let errors = Keymap::with(&wrong).unwrap_err();
        let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 4, "{texts:?}");
        assert!(texts.iter().any(|text| text.contains("no action “fly”; the actions are up, down")));
        assert!(texts.iter().any(|text| text.contains("skip: “gg” is not a key")));
        assert!(texts.iter().any(|text| text.contains("u means both undo and copy")));
        assert!(texts.iter().any(|text| text.contains("edit has no key")));
    }
}
