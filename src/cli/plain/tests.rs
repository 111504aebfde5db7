//! Dialogues as (what is typed, what is written).

use std::fs;
use std::io::{self, Write};

use super::*;
use crate::bank::{Bank, Library};
use crate::clock::Timestamp;
use crate::id::QuestionId;
use crate::question::Drawn;
use crate::rng::Chance;
use crate::session::form::lay_out;
use crate::session::{Filter, Options, Plan};

mod any;
mod exam;

const START: Moment = Moment { at: Timestamp(1_795_348_800_000), offset: 60 };

/// Keeps records in a list, and fails to from the `fails`th call on.
#[derive(Default)]
struct List {
    records: Vec<Record>,
    fails: Option<usize>,
    calls: usize,
}

impl Keep for List {
    fn keep(&mut self, records: &[Record]) -> Option<String> {
        self.calls += 1;
        self.records.extend_from_slice(records);
        (Some(self.calls) == self.fails).then(|| "the disk is full\nhint: free some space".to_owned())
    }

    fn lasting(&self) -> bool {
        self.fails.is_none()
    }
}

fn library() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    let notes =
        "= Colours =\n\n== Sky ==\n\nThe sky is blue. Clouds are white and grey.\n\n== Ground ==\n\nGrass is green.\n";
    fs::write(folder.path().join("documents/notes.txt"), notes).unwrap();
    let choice = |text: &str, key: bool, rationale: &str| serde_json::json!({ "text": text, "key": key, "rationale": rationale });
    let cite =
        |exact: &str, answer: &[&str]| serde_json::json!([{ "document": "notes", "exact": exact, "answer": answer }]);
    let bank = serde_json::json!({
        "format": 1, "id": "colours", "title": "Colours",
        "documents": [{ "id": "notes", "file": "documents/notes.txt", "title": "Notes", "publisher": "A. Painter" }],
        "topics": [{ "id": "sky", "title": "The sky" }, { "id": "ground", "title": "The ground" }],
        "questions": [
            { "id": "a-sky", "topic": "sky", "stem": "Which colour is the sky?",
              "choices": [choice("Blue", true, "The notes say so."), choice("Green", false, "That is the grass.")],
              "citations": cite("The sky is blue.", &["blue"]) },
            { "id": "b-clouds", "topic": "sky", "stem": "Which colours do clouds have?",
              "choices": [choice("White", true, ""), choice("Grey", true, ""), choice("Purple", false, "No cloud is.")],
              "citations": cite("Clouds are white and grey.", &["white", "grey"]) },
            { "id": "c-grass", "topic": "ground", "stem": "Which colour is grass?", "status": "draft",
              "choices": [choice("Green", true, ""), choice("Red", false, "")],
              "citations": cite("Grass is green.", &[]) },
        ],
    });
    fs::write(folder.path().join("bank.json"), bank.to_string()).unwrap();
    let library = Library::new(vec![Bank::open(folder.path()).unwrap()]).unwrap();
    (folder, library)
}

/// A sitting over the three questions with their choices in the order of the bank.
fn sitting(library: &Library, mode: Mode, minutes: Option<u32>) -> Sitting {
    let drawn: Vec<Drawn> = (0..3).map(|position| library.ask(position, true).unwrap().unwrap()).collect();
    let mut form = lay_out(&drawn, 7);
    for place in &mut form.places {
        place.order.sort_unstable();
    }
    let picked = drawn.iter().map(|drawn| QuestionId::new(drawn.id.question.as_str()).unwrap()).collect();
    let options = Options { mode, filter: Filter::default(), count: None, seed: 7, picked, minutes, pass: 60 };
    let id = Stamps::new(Chance::new(1, "plan")).next(START).id;
    Sitting::begin(Plan::new(id, START, options, form), drawn)
}

struct Spoken {
    text: String,
    exit: Exit,
    sitting: Sitting,
    list: List,
}

/// Holds a sitting in which these lines are typed.
fn hold(
    library: &Library,
    sitting: Sitting,
    (keeper, clock): (&mut dyn Keep, &mut dyn FnMut() -> Moment),
    typed: &str,
    paper: Paper<impl Write>,
) -> (io::Result<Exit>, Sitting) {
    let (history, notes) = (&History::default(), &Notes::new());
    let stamps = &mut Stamps::new(Chance::new(2, "records"));
    let world = World { library, history, notes, turnover: 4, keeper, clock, stamps };
    let mut plain = Plain::new(sitting, world, io::Cursor::new(typed), paper, true);
    let exit = plain.run();
    let sitting = plain.sitting().clone();
    (exit, sitting)
}

/// What is written when these lines are typed; each look at the clock finds it `step` milliseconds on.
fn speak_with(mode: Mode, minutes: Option<u32>, step: i64, mut list: List, typed: &str) -> Spoken {
    let (_folder, library) = library();
    let sitting = sitting(&library, mode, minutes);
    let mut now = START;
    let mut clock = || {
        now.at = now.at + Millis(step);
        now
    };
    let mut out = Vec::new();
    let held = hold(&library, sitting, (&mut list, &mut clock), typed, Paper::new(&mut out, 72));
    let (exit, sitting) = (held.0.unwrap(), held.1);
    Spoken { text: String::from_utf8(out).unwrap(), exit, sitting, list }
}

fn speak(mode: Mode, typed: &str) -> Spoken {
    speak_with(mode, None, 1_000, List::default(), typed)
}

#[test]
fn practice_gives_verdict_key_rationale_and_passage_after_each_answer() {
    let spoken = speak(Mode::Practice, "2\nac\ng1\n");
    insta::assert_snapshot!(spoken.text, @"
    Practice of 3, seed 7. Type ? for help, q to leave.

    Question 1 of 3. Topic: The sky.
    Which colour is the sky?
    1  Blue
    2  Green
    Answer: 2
    Wrong. The answer is 1: Blue
    About 2: That is the grass.
    From Notes, A. Painter, Sky, line 5:
      The sky is blue.
    The words that hold it: “blue”

    Question 2 of 3. Topic: The sky.
    Which colours do clouds have?
    Choose all that apply.
    1  White
    2  Grey
    3  Purple
    Answer: ac
    Wrong. The answers are 1 and 2.
    About 3: No cloud is.
    From Notes, A. Painter, Sky, line 5:
      Clouds are white and grey.
    The words that hold it: “white”, “grey”

    Question 3 of 3. Topic: The ground. Draft.
    Which colour is grass?
    1  Green
    2  Red
    Answer: g1
    Right. It was a guess. The answer is 1: Green
    From Notes, A. Painter, Ground, line 9:
      Grass is green.

    Score: 1 of 3 (33 %). Someone who truly knows 33 % scores 0 to 2
    nineteen times in twenty.
    Questions: 1 right, 2 not fully right.
    By topic:
      The sky: 0 of 2 (0 %)
      The ground: 1 of 1 (100 %)
    ");
    assert_eq!(spoken.exit, Exit::Finished);
}

#[test]
fn what_is_no_answer_is_said_and_asked_again_until_the_input_ends() {
    let spoken = speak(Mode::Practice, "blue\n5\n1 2\n\n\u{1b}[2J\n");
    insta::assert_snapshot!(spoken.text, @r#"
    Practice of 3, seed 7. Type ? for help, q to leave.

    Question 1 of 3. Topic: The sky.
    Which colour is the sky?
    1  Blue
    2  Green
    Answer: blue
    “blue” is no answer here: the choices are 1 to 2, or a to b. Type ? for
    help.
    Answer: 5
    “5” is no answer here: the choices are 1 to 2, or a to b. Type ? for
    help.
    Answer: 1 2
    This question has one answer. Type one number.
    Answer: 
    There is no answer on that line. Type the number of a choice, or ? for
    help.
    Answer: ␛[2J
    “␛[2J” is no answer here: the choices are 1 to 2, or a to b. Type ? for
    help.
    Answer: 

    Left with 0 of 3 done. `ibid practice --continue` goes on.
    "#);
    assert_eq!((spoken.exit, spoken.list.records.len()), (Exit::Left, 0));
}

#[test]
fn an_undone_answer_is_asked_again_and_does_not_count() {
    let spoken = speak(Mode::Practice, "2\nu\n1\ns\nu\nw\n1 2\nf\n! Red grass exists.\n0\n");
    let text = &spoken.text;
    for words in [
        "Taken back. The answer has been shown, so the question is asked again\nwithout counting.",
        "Right. The answer is 1: Blue\nIt does not count, since the answer had been shown before.",
        "Answer: u\nTaken back.\n",
        "About the question before: Which colour is the sky?\nAbout 2: That is the grass.",
        "Question 3 of 3. Topic: The ground. Draft.",
        "Flagged for later.",
        "Reported; the question's author will see it.",
        "You did not know. The answer is 1: Green",
        "Questions: 1 right, 1 not fully right, 1 not counted.",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    assert!(
        spoken
            .list
            .records
            .iter()
            .any(|record| { matches!(&record.what, What::Fault { text, .. } if text == "Red grass exists.") })
    );
    assert_eq!(spoken.exit, Exit::Finished);
}

#[test]
fn every_answer_is_kept_before_its_feedback_is_written() {
    /// Output that breaks as soon as feedback is written.
    struct Breaks;
    impl Write for Breaks {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let broken = bytes.windows(6).any(|word| word == b"Right.");
            if broken { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(bytes.len()) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (_folder, library) = library();
    let mut list = List::default();
    let sitting = sitting(&library, Mode::Practice, None);
    let (exit, _) = hold(&library, sitting, (&mut list, &mut || START), "1\n", Paper::new(Breaks, 80));
    assert_eq!(exit.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(list.records.len(), 1);
}

#[test]
fn a_store_that_fails_is_told_and_the_sitting_goes_on() {
    let list = List { fails: Some(2), ..List::default() };
    let spoken = speak_with(Mode::Practice, None, 1_000, list, "1\n1\n");
    assert!(spoken.text.contains("the disk is full\nhint: free some space\nPartly right"), "{}", spoken.text);
    assert!(spoken.text.contains("Left; this sitting was kept in memory only."), "{}", spoken.text);
}

#[test]
fn what_is_done_to_a_question_is_kept_shown_and_taken_back() {
    let spoken = speak(Mode::Practice, "note too soon\n2\nnote Look up.\nsuspend\nu\nu\nu\n1\n12\nbury\n");
    for words in [
        "No question has been answered before this one.",
        "Noted, on the question before.",
        "Put aside: study does not ask it.\nAnswer: u\nTaken back.\nAnswer: u\nTaken back.\nAnswer: u\nTaken back.",
        "Put off until tomorrow.",
    ] {
        assert!(spoken.text.contains(words), "{words:?} is not in\n{}", spoken.text);
    }
    assert!(!spoken.text.contains("Your note"), "it was taken back");
    let spoken = speak(Mode::Practice, "2\nnote Look up.\nbury\nu\n12\nu\nu\n1\n");
    assert!(spoken.text.contains("About 1: The notes say so.\nYour note: Look up.\nFrom Notes"), "{}", spoken.text);
}
