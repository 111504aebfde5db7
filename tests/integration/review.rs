//! The author's review with the real program: in a pipe, and in a terminal with an editor.

use std::fs;

use serde_json::{Value, json};

use super::program::{Home, bank, question};

/// A bank of three drafts.
fn drafts() -> Value {
    let mut bank = bank("colours");
    let mut snow = question("snow", "Snow is white.");
    snow["mood"] = json!({ "kept": [1, 2] });
    bank["questions"].as_array_mut().unwrap().push(snow);
    for question in bank["questions"].as_array_mut().unwrap() {
        question["status"] = "draft".into();
    }
    bank
}

fn home() -> Home {
    let home = Home::new();
    home.bank("colours", &drafts());
    home
}

fn read(home: &Home, file: &str) -> String {
    fs::read_to_string(home.path().join("colours").join(file)).unwrap_or_default()
}

fn statuses(home: &Home) -> Vec<String> {
    let bank: Value = serde_json::from_str(&read(home, "bank.json")).unwrap();
    let told = |question: &Value| {
        format!("{} {}", question["id"].as_str().unwrap(), question["status"].as_str().unwrap_or("asked"))
    };
    bank["questions"].as_array().unwrap().iter().map(told).collect()
}

#[test]
fn a_review_is_driven_by_a_pipe_and_gone_on_with() {
    let home = home();
    let run = home.run(&["review", "colours"], "a\nr two are right\nx\nq\n").ends(3);
    let run = run.prints("sky: new.").prints("1  Right (the answer)").prints("From On colours, lead, line 1:");
    run.prints("Accepted: sky.")
        .prints("Rejected: grass.")
        .prints("Type a, r REASON")
        .prints("Verdict (2 of 3 judged): q");
    assert_eq!(statuses(&home), ["sky asked", "snow draft"]);
    home.run(&["review", "colours", "--plain"], "u\nr dull\na\n").ends(0).prints("Taken back: grass.");
    assert_eq!(statuses(&home), ["sky asked", "snow asked"]);
    let lines: Vec<Value> =
        read(&home, "review.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> =
        lines.iter().map(|line| (line["id"].as_str().unwrap(), line["verdict"].as_str().unwrap())).collect();
    let expected = [("sky", "accept"), ("grass", "reject"), ("grass", "undo"), ("grass", "reject"), ("snow", "accept")];
    assert_eq!(told, expected);
    assert_eq!(lines[3]["reason"], "dull");
    assert!(read(&home, "bank.json").contains("\"mood\""), "what is not known survives");
    home.run(&["review", "colours"], "").ends(0).prints("Nothing left to review; 3 judged.");
    home.run(&["check", "colours"], "").ends(0);
}

#[test]
fn drafts_are_in_practice_and_not_in_exams() {
    let home = home();
    home.run(&["exam", "--bank", "colours", "--count", "3"], "q\n").ends(2).says("3 questions, each a draft");
    home.run(&["practice", "--bank", "colours", "--count", "3"], "q\n").prints("Question 1 of 3").prints("Draft.");
    home.run(&["review", "colours"], "a\nq\n");
    home.run(&["exam", "--bank", "colours", "--count", "3"], "q\n").prints("Question 1 of 1");
}

#[test]
fn what_a_learner_reported_is_judged_again() {
    let home = home();
    home.run(&["review", "colours"], "a\na\na\n").ends(0);
    home.run(&["practice", "--bank", "colours", "--ids", "grass"], "! some grass is brown\nq\n");
    let run = home.run(&["review", "colours"], "a\n").ends(0);
    run.prints("grass: reported.").prints("Reported by a learner: some grass is brown").prints("Nothing left");
}

#[test]
fn what_cannot_be_reviewed_is_told() {
    let home = home();
    home.run(&["review", "embedded"], "").ends(2).says("is not changed").says("hint: ");
    home.run(&["review", "nowhere"], "").ends(2).says("nowhere");
    home.write("colours/review.jsonl", "{\"id\":\n");
    home.run(&["review", "colours"], "q\n").ends(3).says("review.jsonl:1: ").prints("0 of 3 judged");
}

#[cfg(unix)]
mod terminal {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::pty::{Start, Terminal};

    fn ibid(home: &Home, arguments: &[&str]) -> Start {
        Start::ibid(arguments).home(home.path())
    }

    /// An editor that replaces some words in the file that it is given.
    fn editor(home: &Home, name: &str, script: &str) -> String {
        let path = home.write(name, format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    }

    #[test]
    fn each_verdict_is_kept_before_the_next_question_is_drawn() {
        let home = home();
        let mut terminal = ibid(&home, &["review", "colours"]).spawn();
        terminal.wait_text("0 of 3 judged");
        terminal.wait_text("Which is it in sky?");
        terminal.key("a");
        terminal.wait_text("1 of 3 judged");
        terminal.kill9();
        assert_eq!(statuses(&home), ["sky asked", "grass draft", "snow draft"]);

        let mut again = ibid(&home, &["review", "colours"]).spawn();
        again.wait_text("Which is it in grass?");
        again.key("r");
        again.wait_text("Why is it rejected?");
        again.send("two are right");
        again.key("Enter");
        again.wait_text("2 of 3 judged");
        assert_eq!(statuses(&home), ["sky asked", "snow draft"]);
        again.key("u");
        again.wait_text("Taken back: grass");
        assert_eq!(statuses(&home), ["sky asked", "grass draft", "snow draft"]);
        again.key("q");
        assert_eq!(again.exit_code(), 0);
        again.assert_given_back();
        assert_eq!(read(&home, "review.jsonl").lines().count(), 3);
    }

    #[test]
    fn an_edit_is_checked_on_return() {
        let home = home();
        let editor = editor(&home, "edit", "sed -i.old 's/Which is it in sky/What is the colour of the sky/' \"$1\"");
        let mut terminal = ibid(&home, &["review", "colours"]).env("EDITOR", editor).spawn();
        terminal.wait_text("Which is it in sky?");
        terminal.key("e");
        terminal.wait_text("What is the colour of the sky?");
        terminal.wait_text("Read again and checked");
        terminal.key("a");
        terminal.wait_text("1 of 3 judged");
        let lines = read(&home, "review.jsonl");
        assert!(lines.contains("\"edit\"") && lines.contains("\"accept\""), "{lines}");
    }

    /// From home to the document of the first question.
    fn reader(terminal: &mut Terminal) {
        terminal.wait_text("Browse");
        for key in ["Down", "Down", "Enter"] {
            terminal.key(key);
        }
        terminal.wait_text("Esc back");
        terminal.key("Enter");
        terminal.wait_text("Esc back");
        terminal.key("o");
        terminal.wait_text("passage 2 of 3");
    }

    #[test]
    fn a_question_is_written_on_a_passage() {
        let home = home();
        let write = "sed -i.old 's/(what is asked)/What is the colour of a lawn?/; s/(the right answer)/Green/; s/(a wrong answer)/Red/' \"$1\"";
        let first = editor(&home, "first", write);
        let mut terminal = ibid(&home, &["--bank", "colours"]).size(120, 40).env("EDITOR", first).spawn();
        reader(&mut terminal);
        terminal.key("a");
        terminal.wait_text("Not added yet");
        terminal.wait_text("is still the template's");
        terminal.key("q");
        terminal.exit_code();
        let waiting = read(&home, "new-grass-green.json");
        assert!(waiting.contains("\"exact\": \"Grass is green.\"") && waiting.contains("Green"), "{waiting}");

        let second = editor(&home, "second", "sed -i.old 's/(another wrong answer)/Blue/' \"$1\"");
        let mut terminal = ibid(&home, &["--bank", "colours"]).size(120, 40).env("EDITOR", second).spawn();
        reader(&mut terminal);
        terminal.key("a");
        terminal.wait_text("Added as a draft");
        terminal.wait_text("What is the colour of a lawn?");
        terminal.key("q");
        assert_eq!(terminal.exit_code(), 0);
        assert_eq!(statuses(&home).last().unwrap(), "grass-green draft");
        assert_eq!(read(&home, "new-grass-green.json"), "");
    }

    #[test]
    fn the_embedded_bank_takes_no_question() {
        let home = Home::new();
        let mut terminal = ibid(&home, &[]).size(120, 40).env("EDITOR", "false").spawn();
        terminal.wait_text("Browse");
        for key in ["Down", "Down", "Enter"] {
            terminal.key(key);
        }
        terminal.wait_text("Esc back");
        terminal.key("Enter");
        terminal.wait_text("Esc back");
        terminal.key("o");
        terminal.wait_text("passage ");
        terminal.key("a");
        terminal.wait_text("This bank is part of the program");
    }
}
