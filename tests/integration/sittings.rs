//! Whole sittings with the real program in a real terminal: begun, ended, killed, gone on with.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::Signal;
use tempfile::TempDir;

use super::pty::{Start, Terminal};

/// A bank of six questions in the home folder. The key of each is “the right word”.
fn bank(home: &Path) {
    let folder = home.join("bank");
    fs::create_dir(&folder).unwrap();
    let words = ["apple", "bread", "cheese", "dates", "endive", "figs"];
    let lines: Vec<String> = words.iter().map(|word| format!("For {word} the right word is in this line.\n")).collect();
    fs::write(folder.join("words.txt"), lines.join("\n")).unwrap();
    let question = |word: &&str| {
        serde_json::json!({ "id": word, "topic": "words", "stem": format!("Which word is right for {word}?"),
            "choices": [{ "text": "the right word", "key": true }, { "text": "a wrong word" }, { "text": "no word at all" }],
            "citations": [{ "document": "words", "exact": format!("For {word} the right word is in this line."),
                "answer": ["the right word"] }] })
    };
    let bank = serde_json::json!({ "format": 1, "id": "words", "title": "Words",
        "documents": [{ "id": "words", "file": "words.txt", "title": "A list of words" }],
        "topics": [{ "id": "words", "title": "Words" }],
        "questions": words.iter().map(question).collect::<Vec<_>>() });
    fs::write(folder.join("bank.json"), bank.to_string()).unwrap();
}

fn home() -> TempDir {
    let home = TempDir::new().unwrap();
    bank(home.path());
    home
}

/// The program over that bank.
fn ibid(home: &Path, arguments: &[&str]) -> Terminal {
    Start::ibid(&[&["--bank", "bank"], arguments].concat()).home(home).spawn()
}

/// The program over that bank, without a terminal.
fn lines(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
    command.args(["--bank", "bank"]).args(arguments);
    command.current_dir(home).env("HOME", home).env("XDG_DATA_HOME", home.join("data"));
    command
}

/// Chooses the answer that reads so.
fn choose(terminal: &mut Terminal, answer: &str) {
    let number = terminal.wait_for(answer, |screen| {
        let contents = screen.contents();
        let line = contents.lines().find(|line| line.contains(answer))?;
        line.chars().find(char::is_ascii_digit)
    });
    terminal.key(&number.to_string());
}

/// Answers a question of a practice, sees the answer, and goes on.
fn answer(terminal: &mut Terminal, place: &str, answer: &str) {
    terminal.wait_text(place);
    terminal.wait_text("I don’t know");
    choose(terminal, answer);
    terminal.key("Enter");
    terminal.wait_text("your answer");
    terminal.wait_text("A list of words · lead · line");
    terminal.key("Enter");
}

#[test]
fn on_a_first_start_one_key_leads_to_the_first_question() {
    let mut terminal = Start::ibid::<&str>(&[]).spawn();
    terminal.wait_text("Press Enter for your first question.");
    terminal.key("Enter");
    terminal.wait_text("1 of 20");
    terminal.wait_text("I don’t know");
    terminal.key("0");
    terminal.wait_text("┃");
    terminal.key("q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_practice_goes_to_its_results() {
    let home = home();
    let mut terminal = ibid(home.path(), &["practice", "--count", "3", "--seed", "7"]);
    answer(&mut terminal, "1 of 3", "the right word");
    answer(&mut terminal, "2 of 3", "a wrong word");
    answer(&mut terminal, "3 of 3", "the right word");
    terminal.wait_text("2 of 3 (67 %)");
    terminal.key("Enter");
    terminal.wait_text("review · 1 of 3");
    terminal.key("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn an_exam_is_passed_and_failed() {
    for (second, outcome) in [("the right word", "✓ Passed  4 of 4"), ("a wrong word", "✗ Not passed  3 of 4")] {
        let home = home();
        let mut terminal = ibid(home.path(), &["exam", "--count", "4", "--seed", "7", "--minutes", "9"]);
        for (place, word) in
            [("1 of 4", "the right word"), ("2 of 4", second), ("3 of 4", "the right"), ("4 of 4", "the right")]
        {
            terminal.wait_text(place);
            choose(&mut terminal, word);
            terminal.wait_text("●");
            terminal.key("Enter");
        }
        terminal.wait_text("every question is answered · 9 min left");
        terminal.key("S");
        terminal.wait_text(outcome);
        terminal.key("q");
        terminal.exit_code();
        terminal.assert_given_back();
    }
}

#[test]
fn a_practice_that_was_killed_goes_on_where_it_was() {
    let home = home();
    let mut terminal = ibid(home.path(), &["practice", "--count", "3", "--seed", "7"]);
    answer(&mut terminal, "1 of 3", "a wrong word");
    terminal.wait_text("2 of 3");
    choose(&mut terminal, "the right word");
    terminal.wait_text("▌");
    let asked = question(&terminal);
    terminal.kill9();

    let mut again = ibid(home.path(), &[]);
    again.wait_text("Continue");
    again.wait_text("Practice · question 2 of 3");
    again.key("Enter");
    again.wait_text("0 ✓ 1 ✗");
    assert_eq!(question(&again), asked, "nothing but what was chosen on the screen is lost");
    answer(&mut again, "2 of 3", "the right word");
    answer(&mut again, "3 of 3", "the right word");
    again.wait_text("2 of 3 (67 %)");
}

/// The question on the screen.
fn question(terminal: &Terminal) -> String {
    terminal.wait_for("a question", |screen| {
        screen.contents().lines().find(|line| line.contains("Which word")).map(|line| line.trim().to_owned())
    })
}

#[test]
fn an_exam_that_was_killed_goes_on_with_all_its_answers() {
    let home = home();
    let mut terminal = ibid(home.path(), &["exam", "--count", "3", "--seed", "7", "--minutes", "20"]);
    terminal.wait_text("1 of 3");
    choose(&mut terminal, "the right word");
    terminal.wait_text("●");
    terminal.key("Enter");
    terminal.wait_text("2 of 3");
    choose(&mut terminal, "the right word");
    terminal.wait_text("●");
    terminal.kill9();

    let mut again = ibid(home.path(), &[]);
    again.wait_text("Exam · 2 of 3 answered");
    again.key("Enter");
    again.wait_text("3 of 3");
    again.wait_text("min left");
    again.key("Tab");
    again.wait_text("1 blank");
    again.key("S");
    again.wait_text("✗ Not passed  2 of 3");
}

#[test]
fn a_signal_to_end_gives_the_terminal_back_and_keeps_the_answers() {
    let home = home();
    let mut terminal = ibid(home.path(), &["practice", "--count", "3", "--seed", "7"]);
    answer(&mut terminal, "1 of 3", "the right word");
    terminal.wait_text("2 of 3");
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.exit_code(), 143);
    terminal.assert_given_back();

    let mut again = ibid(home.path(), &[]);
    again.wait_text("Practice · question 2 of 3");
    again.key("Enter");
    again.wait_text("1 ✓ 0 ✗");
    again.hang_up("j");
    assert_eq!(again.exit_code(), 129);
    ibid(home.path(), &[]).wait_text("Practice · question 2 of 3");
}

#[test]
fn a_question_follows_the_size_of_its_terminal() {
    let home = home();
    let mut terminal = ibid(home.path(), &["practice", "--count", "2", "--seed", "7"]);
    terminal.wait_text("s skip");
    choose(&mut terminal, "the right word");
    terminal.wait_text("▌");
    terminal.resize(40, 12);
    terminal.wait_gone("s skip");
    terminal.wait_text("? keys");
    terminal.resize(30, 8);
    terminal.wait_text("too small");
    terminal.resize(100, 30);
    terminal.wait_text("s skip");
    terminal.wait_text("▌");
    terminal.key("Enter");
    terminal.wait_text("your answer");
}

#[test]
fn two_programs_on_one_data_folder_do_not_share_a_sitting() {
    let home = home();
    let mut one = ibid(home.path(), &["practice", "--count", "3", "--seed", "7"]);
    answer(&mut one, "1 of 3", "the right word");
    one.wait_text("2 of 3");
    let mut other = ibid(home.path(), &[]);
    other.wait_text("Practice · question 2 of 3");
    other.key("Enter");
    other.wait_text("Another ibid has this sitting open");
    answer(&mut one, "2 of 3", "the right word");
    one.key("q");
    assert_eq!(one.exit_code(), 0);
    other.key("Enter");
    other.wait_text("3 of 3");
    other.wait_text("2 ✓ 0 ✗");
}

#[test]
fn an_older_sitting_is_gone_on_with_by_its_id() {
    let home = home();
    for places in ["3", "2"] {
        let mut terminal = ibid(home.path(), &["practice", "--count", places, "--seed", "7"]);
        answer(&mut terminal, &format!("1 of {places}"), "the right word");
        terminal.wait_text(&format!("2 of {places}"));
        terminal.key("q");
        assert_eq!(terminal.exit_code(), 0);
    }
    let sittings = lines(home.path(), &["sittings", "--json"]).output().unwrap().stdout;
    let sittings: serde_json::Value = serde_json::from_slice(&sittings).unwrap();
    let older = sittings[1]["sitting"].as_str().unwrap();
    ibid(home.path(), &["practice", "--continue", older]).wait_text("2 of 3");
    ibid(home.path(), &["practice", "--continue"]).wait_text("2 of 2");
    ibid(home.path(), &["exam", "--continue"]).wait_text("there is no exam to continue");
}

#[test]
fn without_a_terminal_a_practice_is_lines() {
    let home = home();
    let mut command = lines(home.path(), &["practice", "--count", "2", "--seed", "7"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"0\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("Which word is right for") && said.contains("the right word is in this line."), "{said}");
    assert!(!said.contains('\u{1b}'), "no escape sequence: {said:?}");
    assert_eq!(output.status.code(), Some(3), "left unfinished");
    ibid(home.path(), &[]).wait_text("Practice · question 2 of 2");
}
