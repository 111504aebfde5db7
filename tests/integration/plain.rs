//! Sittings through a pipe.

use std::io::{BufReader, Read, Write};
use std::process::Child;

use serde_json::{Value, json};

use super::program::{Home, Run, bank, number, question};

#[test]
fn practice_is_driven_by_a_pipe_and_the_same_seed_asks_the_same() {
    let asked = || Home::new().run(&["practice", "--plain", "--count", "3", "--seed", "7"], "1\n1\n1\n").ends(0).out;
    let out = asked();
    for words in
        ["Practice of 3, seed 7.", "Question 3 of 3.", "Answer: 1\n", "The answer", "From ", "line ", "Score: "]
    {
        assert!(out.contains(words), "{words:?} is not in\n{out}");
    }
    assert_eq!(out, asked());
    assert!(out.lines().all(|line| line.chars().count() <= 80), "wrapped for a pipe");
    let other = Home::new().run(&["practice", "--count", "3", "--seed", "8"], "1\n1\n1\n").ends(0).out;
    assert_ne!(out, other);
}

#[test]
fn rubbish_and_the_end_of_input_leave() {
    let home = Home::new();
    let rubbish = "x y z\n".repeat(5_000);
    home.run(&["practice", "--count", "2"], &rubbish).ends(3).prints("Left with 0 of 2 done.");
    home.run(&["practice", "--count", "2"], "").ends(3);
    home.run(&["practice", "--count", "2"], "q\n1\n").ends(3).prints("--continue");
    home.run(&["exam", "--count", "2"], "1\n1\n").ends(3);
}

/// The questions of a bank whose key is always called "Right", answered rightly or wrongly.
fn exam(home: &Home, right: [bool; 2]) -> Run {
    let seed = ["exam", "--bank", "colours", "--count", "2", "--minutes", "0", "--seed", "3", "--json"];
    let shown = home.run(&seed, "s\n").err;
    let numbers = shown.split("Question 1").nth(1).map(|asked| {
        let (first, second) = asked.split_once("Question 2").unwrap();
        [first.split("Answer:").next().unwrap(), second.split("Answer:").next().unwrap()]
    });
    let typed: String = (numbers.unwrap().iter().zip(right))
        .map(|(asked, right)| number(asked, if right { "Right" } else { "Wrong" }) + "\n")
        .collect();
    home.run(&seed, &(typed + "s\n"))
}

#[test]
fn an_exam_ends_with_0_when_passed_and_1_when_not() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let passed = exam(&home, [true, true]).ends(0).says("Passed; the pass mark is 80 %.").json();
    assert_eq!((&passed["passed"], &passed["score"]["percent"]), (&json!(true), &json!(100.0)));
    let failed = exam(&home, [true, false]).ends(1).says("Not passed").json();
    assert_eq!(
        (&failed["passed"], &failed["score"]["got"], &failed["end"]),
        (&json!(false), &json!(1.0), &json!("submitted"))
    );
}

#[test]
fn json_is_alone_on_standard_output_and_holds_the_whole_result() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let run =
        home.run(&["practice", "--bank", "colours", "--seed", "5", "--json"], "g1\n0\n").ends(0).says("Question 2");
    let result = run.json();
    for (name, expected) in
        [("mode", json!("practice")), ("seed", json!(5)), ("finished", json!(true)), ("end", json!("finished"))]
    {
        assert_eq!(result[name], expected, "{name}");
    }
    assert!(result["sitting"].is_string() && result["options"].is_object() && result["passed"].is_null());
    assert_eq!(result["score"]["of"], 2);
    assert!(result["score"]["margin"]["high"].is_u64());
    assert_eq!(result["topics"][0]["title"], "Nature");
    let [first, second] = result["responses"].as_array().unwrap().as_slice() else { panic!("{result}") };
    assert_eq!((&first["confidence"], &first["answer"]), (&json!("guess"), &json!("picks")));
    assert_eq!((&first["keys"], &first["question"]["bank"]), (&json!([0]), &json!("colours")));
    let picked = first["picks"][0] == 0;
    assert_eq!((&first["fully_right"], &first["mark"]), (&json!(picked), &json!(if picked { 1.0 } else { 0.0 })));
    assert_eq!(first["texts"][0], if picked { "Right" } else { "Wrong" });
    assert!(first["took_ms"].is_i64());
    assert_eq!(
        (&second["answer"], &second["picks"], &second["mark"]),
        (&json!("dont-know"), &Value::Null, &json!(0.0))
    );
}

#[test]
fn an_open_exam_gives_nothing_away_in_json() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let open = home.run(&["exam", "--bank", "colours", "--json"], "1\nq\n").ends(3).json();
    assert_eq!((&open["score"], &open["passed"], &open["end"]), (&Value::Null, &Value::Null, &Value::Null));
    for response in open["responses"].as_array().unwrap() {
        assert!(["keys", "mark", "fully_right"].iter().all(|name| response[name].is_null()), "{response}");
    }
    let id = open["sitting"].as_str().unwrap();
    let shown = home.run(&["sittings", id, "--bank", "colours"], "").ends(0).prints("It is open");
    assert!(!shown.out.contains("The answer"), "{shown:?}");
    let left = home.run(&["practice", "--bank", "colours", "--json"], "1\nq\n").ends(3).json();
    let keys: Vec<bool> = left["responses"].as_array().unwrap().iter().map(|r| r["keys"].is_null()).collect();
    assert_eq!(keys, [false, true], "of practice only what was answered has been shown");
}

#[test]
fn a_sitting_that_was_left_is_told_and_gone_on_with() {
    let home = Home::new();
    home.run(&["practice", "--count", "3", "--seed", "7"], "1\nq\n").ends(3);
    home.run(&["practice", "--count", "1"], "1\n").ends(0).says("question 2 of 3").says("`ibid practice --continue`");
    home.run(&["exam", "--continue"], "").ends(2).says("there is no exam to continue");
    let went_on = home.run(&["practice", "--continue"], "1\n1\n").ends(0).prints("Question 2 of 3").prints("Score: ");
    assert!(!went_on.out.contains("Question 1 of 3"), "{went_on:?}");
    home.run(&["practice", "--continue"], "").ends(2).says("there is no practice to continue");
    let listed = home.run(&["sittings"], "").ends(0).out;
    assert_eq!(listed.lines().count(), 2, "{listed}");
    let id = listed.lines().last().unwrap().split(' ').next().unwrap();
    home.run(&["sittings", id], "").ends(0).prints("seed 7").prints("Question 3 of 3").prints("From ");
    assert_eq!(home.run(&["sittings", id, "--json"], "").ends(0).json()["seed"], 7);
    home.run(&["practice", "--continue", id], "").ends(2).says("this sitting has ended");
    home.run(&["sittings", "nothing"], "").ends(2).says("there is no sitting “nothing”");
}

/// Reads what a child prints until these words come.
fn read_until(out: &mut impl Read, words: &str) -> String {
    let mut read = String::new();
    while !read.contains(words) {
        let mut byte = [0];
        assert_eq!(out.read(&mut byte).unwrap(), 1, "{words:?} did not come: {read}");
        read.push(char::from(byte[0]));
    }
    read
}

fn started(home: &Home, arguments: &[&str]) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = home.command(arguments).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (child, out)
}

#[test]
fn a_killed_sitting_has_lost_nothing_that_was_answered() {
    let home = Home::new();
    let (mut child, mut out) = started(&home, &["practice", "--count", "3", "--seed", "7"]);
    read_until(&mut out, "Question 1 of 3");
    child.stdin.as_mut().unwrap().write_all(b"1\n").unwrap();
    read_until(&mut out, "The answer");
    child.kill().unwrap();
    child.wait().unwrap();
    home.run(&["practice", "--continue"], "1\n1\n").ends(0).prints("Question 2 of 3");
}

#[test]
fn a_sitting_is_held_by_one_ibid_at_a_time() {
    let home = Home::new();
    let (mut child, mut out) = started(&home, &["practice", "--count", "2"]);
    read_until(&mut out, "Answer:");
    home.run(&["practice", "--continue"], "1\n").ends(2).says("another ibid has this sitting open");
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(3));
    home.run(&["practice", "--continue"], "1\n1\n").ends(0);
}

#[test]
fn whoever_stops_reading_leaves_the_sitting_quietly() {
    let home = Home::new();
    let mut child = home.command(&["practice", "--count", "2"]).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"1\n1\n").ok();
    let run = Run::of(child.wait_with_output().unwrap()).ends(3);
    assert_eq!(run.err, "");
}

#[test]
fn the_past_filters_what_is_asked() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let ask = |arguments: &[&str], typed: &str| {
        let all: Vec<&str> = [&["practice", "--bank", "colours"], arguments].concat();
        home.run(&all, typed)
    };
    ask(&["--missed"], "").ends(2).says("there is no missed question");
    ask(&["--flagged"], "").ends(2).says("there is no flagged question");
    ask(&["--ids", "sky"], "0\n").ends(0);
    ask(&["--ids", "grass"], "f\nq\n").ends(3);
    ask(&["--missed"], "q\n").ends(3).prints("Practice of 1").prints("in sky?");
    ask(&["--flagged"], "q\n").ends(3).prints("Practice of 1").prints("in grass?");
    ask(&["--new"], "q\n").ends(3).prints("in grass?").prints("Flagged.");
    let both = ask(&["--ids", "sky,colours/grass"], "1\nq\n").ends(3).out;
    assert!(both.find("in sky?").unwrap() < both.find("in grass?").unwrap(), "picked questions come in their order");
}

#[test]
fn a_bad_question_is_left_out_and_said() {
    let home = Home::new();
    let mut broken = bank("colours");
    broken["questions"][0]["citations"][0]["exact"] = json!("The sky is grey.");
    home.bank("colours", &broken);
    let run = home.run(&["practice", "--bank", "colours"], "1\n").ends(0).says("left out: sky: citations[0].exact: ");
    assert!(run.out.contains("Practice of 1") && !run.out.contains("in sky?"), "{run:?}");
    broken["questions"][1]["citations"][0]["exact"] = json!("Grass is grey.");
    home.bank("colours", &broken);
    home.run(&["practice", "--bank", "colours"], "1\n").ends(2).says("no question is left to ask");
    let many: Vec<Value> =
        (0..9).map(|n| question(&format!("q{n}"), "Nowhere.")).chain([question("snow", "Snow is white.")]).collect();
    broken["questions"] = json!(many);
    home.bank("colours", &broken);
    let run = home.run(&["practice", "--bank", "colours"], "1\n").ends(0).says("4 questions more that are faulty");
    assert_eq!(run.err.matches("left out: q").count(), 5, "{run:?}");
}

#[test]
fn several_banks_are_one_and_a_broken_one_is_left_out() {
    let home = Home::new();
    home.bank("one", &bank("one"));
    home.bank("two", &bank("two"));
    home.write("broken/bank.json", "{");
    let run = home.run(&["practice", "--bank", "one", "--bank", "two", "--bank", "broken", "--json"], "").ends(3);
    let result = run.says("broken").json();
    let banks: Vec<_> = result["responses"].as_array().unwrap().iter().map(|r| r["question"]["bank"].clone()).collect();
    assert_eq!(banks.len(), 4);
    assert!(banks.contains(&json!("one")) && banks.contains(&json!("two")));
    home.run(&["practice", "--bank", "one", "--bank", "two", "--ids", "sky"], "").ends(2).says("one/sky or two/sky");
    let mut other = bank("one");
    other["title"] = json!("Another");
    home.bank("other", &other);
    home.run(&["practice", "--bank", "one", "--bank", "other"], "")
        .ends(2)
        .says("different banks with the same id “one”");
    home.run(&["practice", "--bank", "one", "--bank", "one/bank.json"], "q\n").ends(3).prints("Practice of 2");
    home.run(&["practice", "--bank", "embedded", "--bank", "one", "--count", "99"], "q\n").ends(3);
}

#[test]
fn without_a_place_for_data_the_sitting_goes_on_in_memory() {
    let home = Home::new();
    home.write("file", "");
    home.run(&["practice", "--count", "1", "--data", "file/data"], "1\n").ends(0).says("kept in memory only");
    home.write("junk/ibid.sqlite", "this is no database at all, but it is long enough to be taken for one");
    home.run(&["practice", "--count", "1", "--data", "junk"], "1\n").ends(0).says("ibid.sqlite").says("hint: ");
    home.run(&["sittings", "--data", "junk"], "").ends(2).says("ibid.sqlite");
    let mut command = home.command(&["practice", "--count", "2"]);
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "APPDATA"] {
        command.env_remove(name);
    }
    let run = Run::of(assert_cmd::Command::from_std(command).write_stdin("1\n").output().unwrap()).ends(3);
    run.says("no home folder").says("--data DIR").prints("kept in memory only");
}

#[cfg(unix)]
#[test]
fn a_read_only_data_folder_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    // Whoever may write everywhere cannot be locked out by permissions.
    if rustix::process::geteuid().is_root() {
        return;
    }
    let home = Home::new();
    let folder = home.path().join("locked");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    home.run(&["practice", "--count", "1", "--data", "locked"], "1\n").ends(0).says("cannot be opened for writing");
}

#[test]
fn home_without_a_terminal_is_a_list_to_choose_from() {
    let home = Home::new();
    home.run(&[], "").ends(0).prints("1  Practice: 20 questions");
    home.run(&[], "9\nq\n").ends(0).prints("Type a number from 1 to 3");
    home.run(&[], "1\n1\nq\n").ends(3).prints("Question 2 of 20");
    home.run(&[], "1\nq\n")
        .ends(3)
        .prints("1  Continue the practice on UN Department of Peace Operations, question 2 of 20")
        .prints("2  Study: ")
        .prints("5  Progress: ");
    home.run(&[], "5\n").ends(0).prints("known of 259 questions");
}

#[test]
fn study_asks_again_what_was_failed_and_has_nothing_more_that_day() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let study = ["study", "--bank", "colours", "--seed", "3"];
    let run = home.run(&study, "0\n0\n0\n0\n0\n0\n").ends(3);
    run.prints("Study of 2").prints("Question 3 of 4.").prints("Left with");
    home.run(&["study", "--bank", "colours"], "").ends(2).says("nothing is due today");
    home.run(&["one", "--bank", "colours"], "").ends(0).prints("Nothing is due.");
    home.run(&["study", "--optimize"], "").ends(2).says("1000 are needed");
}
