//! The subcommands, over the real program.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::program::{Home, bank, question};

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");
const DOCUMENTS: [&str; 5] = ["dossier-secretariat", "un-mission", "wikimd-dpo", "wikipedia-dpko", "wikipedia-dpo"];

fn document(name: &str) -> String {
    format!("{REPOSITORY}/questions/un-peace-operations/documents/{name}.txt")
}

#[test]
fn a_sound_bank_has_no_error() {
    let home = Home::new();
    home.bank("questions/colours", &bank("colours"));
    let checked = home.run(&["check"], "").ends(0);
    assert!(!checked.out.contains("error: "), "{checked:?}");
    let found = "questions/colours/bank.json: 2 questions, 1 document: 4 warnings, 1 note (--notes)\n";
    assert!(checked.out.replace('\\', "/").contains(found), "{checked:?}");
    home.run(&["check", &format!("{REPOSITORY}/questions/un-peace-operations")], "").ends(0).prints("no problem");
    let empty = Home::new();
    empty.run(&["check"], "").ends(2).says("there is no bank below questions/");
}

/// Each kind of bad input: what is wrong with the bank, and the words that must be told of it.
#[test]
fn whatever_is_wrong_with_a_bank_is_told_with_its_place_and_remedy() {
    type Break = fn(&mut Value);
    let cases: &[(&str, Break, &[&str])] = &[
        ("wrong-type", |b| b["questions"][0]["stem"] = json!(7), &["sky: stem: invalid type"]),
        ("wrong-frame", |b| b["topics"] = json!("none"), &["topics: invalid type"]),
        ("twice", |b| b["questions"][1]["id"] = json!("sky"), &["sky: id: the question on line", "same id"]),
        ("no-key", |b| b["questions"][0]["choices"][0]["key"] = json!(false), &["sky: choices: no choice is the key"]),
        ("all-keys", |b| b["questions"][0]["choices"][1]["key"] = json!(true), &["every choice is a key"]),
        (
            "one-choice",
            |b| b["questions"][0]["choices"] = json!([{ "text": "Right", "key": true }]),
            &["sky: choices: 1 of them"],
        ),
        (
            "equal",
            |b| b["questions"][0]["choices"][1]["text"] = json!(" right"),
            &["sky: choices[1].text: says the same as choices[0]"],
        ),
        (
            "unknown-document",
            |b| b["questions"][0]["citations"][0]["document"] = json!("x"),
            &["sky: citations[0].document: the bank lists no document “x”"],
        ),
        ("unknown-topic", |b| b["questions"][0]["topic"] = json!("x"), &["sky: topic: the bank has no topic “x”"]),
        (
            "gone",
            |b| b["questions"][0]["citations"][0]["exact"] = json!("The sky is blve."),
            &["sky: citations[0].exact: the quote is not in the document", "“blue.", "the quote “blve.”"],
        ),
        ("no-citation", |b| b["questions"][0]["citations"] = json!([]), &["sky: citations: no citation"]),
        (
            "outside",
            |b| b["documents"][0]["file"] = json!("../secret.txt"),
            &["“../secret.txt” leaves the bank's folder"],
        ),
        ("absolute", |b| b["documents"][0]["file"] = json!("/etc/passwd"), &["leaves the bank's folder"]),
        ("missing", |b| b["documents"][0]["file"] = json!("documents/x.txt"), &["documents[0].file: "]),
        (
            "digest",
            |b| b["documents"][0]["sha256"] = json!("0".repeat(64)),
            &["documents[0].sha256: the document is not the one"],
        ),
        ("escape", |b| b["questions"][0]["stem"] = json!("Which\u{1b}[2J?"), &["sky: stem: "]),
        ("bad-id", |b| b["questions"][0]["id"] = json!("../up"), &["id: an id is 1 to 80 of a-z"]),
        ("newer", |b| b["format"] = json!(99), &["format: format 99 is newer", "use a newer ibid"]),
    ];
    for (name, break_it, expected) in cases {
        let home = Home::new();
        let mut broken = bank("colours");
        break_it(&mut broken);
        home.bank(name, &broken);
        let checked = home.run(&["check", name], "").ends(2);
        for words in *expected {
            assert!(checked.out.contains(words), "{name}: {words:?} is not in {checked:?}");
        }
        assert!(checked.out.starts_with(&format!("error: {name}")), "{name}: {checked:?}");
        assert!(checked.out.contains("\n  hint: "), "{name}: {checked:?}");
    }
}

#[test]
fn files_that_are_no_bank_are_told() {
    let home = Home::new();
    for (name, bytes, expected) in [
        ("not-json", b"questions: none".as_slice(), "is not JSON"),
        ("cut-off", b"{ \"format\": 1, ".as_slice(), "is not JSON"),
        ("list", b"[]".as_slice(), "is no bank"),
        ("empty", b"".as_slice(), "is not JSON"),
        ("latin", b"{ \"id\": \"caf\xe9\" }".as_slice(), "is not UTF-8 text (byte 13)"),
        ("nested", "[".repeat(100_000).as_bytes(), "error: "),
    ] {
        home.write(&format!("{name}/bank.json"), bytes);
        home.run(&["check", name], "").ends(2).prints(expected).prints("hint: ");
        home.run(&["practice", "--bank", name], "").ends(2).says("error: ");
    }
    home.run(&["check", "nowhere"], "").ends(2).prints("cannot be read");
    let junk = fs::File::create(home.path().join("junk.json")).unwrap();
    junk.set_len(200 << 20).unwrap();
    home.run(&["check", "junk.json"], "").ends(2).prints("is not JSON");
}

#[test]
fn all_problems_are_told_at_once() {
    let home = Home::new();
    let mut broken = bank("colours");
    broken["questions"][0]["topic"] = json!("x");
    broken["questions"][0]["citations"][0]["exact"] = json!("The sky is grey.");
    broken["questions"][1]["choices"] = json!([]);
    home.bank("colours", &broken);
    let report = home.run(&["check", "colours", "--json"], "").ends(2).json();
    let problems = report[0]["problems"].as_array().unwrap();
    let found: Vec<_> = problems.iter().map(|p| (p["question"].as_str(), p["at"].as_str().unwrap())).collect();
    for expected in [(Some("sky"), "topic"), (Some("sky"), "citations[0].exact"), (Some("grass"), "choices")] {
        assert!(found.contains(&expected), "{found:?}");
    }
    assert!(problems.iter().filter(|p| p["question"].is_string()).all(|p| p["line"].is_u64()), "{problems:?}");
}

#[test]
fn a_bank_with_warnings_alone_passes() {
    let home = Home::new();
    let mut spare = bank("colours");
    spare["topics"].as_array_mut().unwrap().push(json!({ "id": "spare", "title": "Spare" }));
    home.bank("colours", &spare);
    home.run(&["check", "colours"], "").ends(0).prints("warning: ").prints("topics[1]").prints(": 5 warnings");
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_a_banks_folder() {
    let home = Home::new();
    home.bank("colours", &bank("colours"));
    let secret = home.write("secret.txt", "The sky is blue. Grass is green.");
    fs::remove_file(home.path().join("colours/documents/colours.txt")).unwrap();
    std::os::unix::fs::symlink(secret, home.path().join("colours/documents/colours.txt")).unwrap();
    home.run(&["check", "colours"], "").ends(2).prints("leaves the bank's folder");
}

#[test]
fn one_letter_changed_in_one_quote_fails_with_the_questions_id() {
    let home = Home::new();
    let source = Path::new(REPOSITORY).join("questions/un-peace-operations");
    for file in fs::read_dir(source.join("documents")).unwrap() {
        let file = file.unwrap().path();
        home.write(&format!("un/documents/{}", file.file_name().unwrap().to_str().unwrap()), fs::read(&file).unwrap());
    }
    let text = fs::read_to_string(source.join("bank.json")).unwrap();
    let broken = text.replacen("\"exact\": \"The secretariat is", "\"exact\": \"The secretariat iz", 1);
    assert_ne!(text, broken, "the quote is still in the bank");
    home.write("un/bank.json", broken);
    home.run(&["check", "un"], "").ends(2).prints("dpo-function").prints("1 error");
}

#[test]
fn every_line_of_a_document_is_explained() {
    let home = Home::new();
    for name in DOCUMENTS {
        let path = document(name);
        let shown = home.run(&["document", &path], "").ends(0).out;
        assert!(shown.len() > 500, "{name}");
        let explained = home.run(&["document", &path, "--explain"], "").ends(0).out;
        assert!(explained.contains("\nline "), "{name}");
        let read = home.run(&["document", &path, "--json"], "").ends(0).json();
        let bytes = fs::read(&path).unwrap();
        let passages = read["sections"].as_array().unwrap().iter().flat_map(|s| s["passages"].as_array().unwrap());
        let dropped = read["dropped"].as_array().unwrap();
        for part in passages.chain(dropped) {
            let at = |n: usize| usize::try_from(part["span"][n].as_u64().unwrap()).unwrap();
            let slice = String::from_utf8_lossy(&bytes[at(0)..at(1)]).into_owned();
            let words: Vec<_> = slice.split_whitespace().collect();
            assert_eq!(Some(words.join(" ").as_str()), part["words"].as_str(), "{name}");
        }
        for piece in dropped {
            let line = format!("line {}, bytes {}..", piece["line"], piece["span"][0]);
            let told = explained.lines().find(|told| told.starts_with(&line)).unwrap();
            assert!(told.contains(&format!(", dropped, {}: ", piece["reason"].as_str().unwrap())), "{told}");
        }
    }
    home.run(&["document", "nowhere.txt"], "").ends(2).says("nowhere.txt");
}

#[test]
fn a_citation_is_printed_ready_to_be_pasted() {
    let home = Home::new();
    let path = document("wikipedia-dpo");
    let cited = home.run(&["cite", &path, "traces its roots  to 1948"], "").ends(0).says("found on line ");
    assert_eq!(cited.json(), json!({ "document": "wikipedia-dpo", "exact": "traces its roots to 1948" }));
    let cited = home.run(&["cite", &path, "peacekeeping operations", "--document", "dpo"], "").ends(0).says("places");
    let several = cited.json();
    let several = several.as_array().unwrap();
    assert!(several.len() > 1 && several.iter().all(|one| one["document"] == "dpo"));
    assert!(several.iter().all(|one| one["prefix"].is_string() || one["suffix"].is_string()), "{several:?}");
    home.run(&["cite", &path, "traces its roots to 1949"], "").ends(2).says("after “").says("1948").says("hint: ");
    home.run(&["cite", &path, "traces", "--document", "No Slug"], "").ends(2).says("an id is 1 to 80");
}

#[test]
fn a_new_bank_passes_its_check_and_takes_a_citation() {
    let home = Home::new();
    home.write("in/The Colours.txt", "The sky is blue.\n");
    home.write("in/raw.bin", b"Caf\xe9 is French.\n");
    home.write("in/rubbish.bin", b"\xff\x00\xfe");
    let refused = home.run(&["new", "my-bank", "in/The Colours.txt", "in/rubbish.bin"], "").ends(2);
    refused.says("in/rubbish.bin: it is not a text");
    assert!(!home.path().join("my-bank").exists());
    let made = home.run(&["new", "my-bank", "in/The Colours.txt", "in/raw.bin", "--title", "Colours"], "").ends(0);
    assert_eq!(made.out.trim_end().replace('\\', "/"), "my-bank/bank.json");
    home.run(&["check", "my-bank"], "").ends(0).prints("0 questions, 2 documents: no problem");
    assert_eq!(fs::read(home.path().join("my-bank/documents/raw.bin")).unwrap(), b"Caf\xe9 is French.\n");
    home.run(&["new", "my-bank", "in/raw.bin"], "").ends(2).says("is there already");
    let cited = home.run(&["cite", "my-bank/documents/the-colours.txt", "sky is blue"], "").ends(0).json();
    let path = home.path().join("my-bank/bank.json");
    let mut bank: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    bank["topics"] = json!([{ "id": "nature", "title": "Nature" }]);
    let mut asked = question("sky", "");
    asked["citations"] = json!([cited]);
    bank["questions"] = json!([asked]);
    fs::write(&path, bank.to_string()).unwrap();
    home.run(&["check", "my-bank"], "").ends(0);
    home.run(&["practice", "--bank", "my-bank"], "1\n").ends(0).prints("  sky is blue\n").prints("line 1");
}

#[test]
fn help_completions_and_man_pages_are_there() {
    let home = Home::new();
    home.run(&["--version"], "").ends(0).prints("ibid ");
    for line in
        ["--help", "practice --help", "exam --help", "check --help", "cite --help", "document --help", "new --help"]
    {
        home.run(&line.split(' ').collect::<Vec<_>>(), "").ends(0).prints("Examples:");
    }
    home.run(&["--help"], "").ends(0).prints("settings.toml").prints("Exit codes").prints("day_turns_at");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        home.run(&["completions", shell], "").ends(0).prints("practice");
    }
    home.run(&["man"], "").ends(0).prints(".TH ibid").prints("practice");
    home.run(&["man", "exam"], "").ends(0).prints("minutes");
    home.run(&["man", "fly"], "").ends(2).says("there is no command “fly”");
}

#[test]
fn wrong_usage_ends_with_2() {
    let home = Home::new();
    for line in ["fly", "practice --level hard", "practice --count 0", "exam --pass 0", "practice --ids a --missed"] {
        home.run(&line.split(' ').collect::<Vec<_>>(), "").ends(2).says("error: ");
    }
    home.run(&["practice", "--topic", "mandat"], "").ends(2).says("there is no topic “mandat”").says("mandate");
    home.run(&["practice", "--document", "x"], "").ends(2).says("un-mission");
    home.run(&["practice", "--tag", "x"], "").ends(2).says("hint: ");
    home.run(&["practice", "--ids", "dpo-functoin"], "").ends(2).says("the nearest are dpo-function");
}

#[test]
fn wrong_settings_are_told_with_file_and_line() {
    let home = Home::new();
    let path = if cfg!(windows) { "data/ibid/settings.toml" } else { "config/ibid/settings.toml" };
    home.write(path, "[exam]\ncount = 2\nminute = 1\n");
    home.run(&["exam"], "").ends(2).says("settings.toml:3: unknown field `minute`").says("hint: ");
    home.write(path, "[exam]\ncount = 2\nminutes = 0\npass = 50\n");
    home.run(&["exam"], "").ends(3).prints("Exam of 2").prints("Pass mark 50 %. No time limit.");
    home.write("mine/settings.toml", "[practice]\ncount = 1\n");
    home.run(&["practice", "--data", "mine"], "").ends(3).prints("Practice of 1");
}

#[test]
fn a_reset_forgets_the_history_and_leaves_a_backup() {
    let home = Home::new();
    home.run(&["practice", "--count", "2"], "1\n1\n").ends(0);
    home.run(&["sittings"], "").ends(0).prints("practice");
    let reset = home.run(&["reset"], "").ends(0).says("forgotten");
    let backup = Path::new(reset.out.trim_end());
    assert!(backup.starts_with(home.data()) && fs::metadata(backup).unwrap().len() > 0, "{reset:?}");
    assert_eq!(home.run(&["sittings"], "").ends(0).out, "");
    fs::create_dir(home.path().join("old")).unwrap();
    fs::copy(backup, home.path().join("old/ibid.sqlite")).unwrap();
    home.run(&["sittings", "--data", "old"], "").ends(0).prints("practice");
}

#[test]
fn browse_lists_the_questions_that_hold_the_words_but_not_during_an_exam() {
    let home = Home::new();
    let all = home.run(&["browse"], "").ends(0).out;
    assert!(all.lines().count() >= 200 && all.lines().all(|line| line.split('\t').count() == 3));
    let some = home.run(&["browse", "ROOTS", "1948"], "").ends(0).out;
    assert!((1..200).contains(&some.lines().count()), "{some}");
    home.run(&["exam", "--count", "2"], "1\n").ends(3);
    home.run(&["browse"], "").ends(2).says("an exam is open");
    home.run(&["search", "roots"], "").ends(2).says("an exam is open");
}

#[test]
fn whoever_stops_reading_a_document_hears_no_complaint() {
    let home = Home::new();
    let mut command = home.command(&["document", &document("wikipedia-dpo"), "--explain"]);
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let run = super::program::Run::of(child.wait_with_output().unwrap()).ends(0);
    assert_eq!(run.err, "");
}
