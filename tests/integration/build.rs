//! `ibid build` as an author uses it: a bank from documents, and again after they changed.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::program::Home;

const HISTORY: &str = "Ayr Library was founded in 1912 by a group of teachers. \
    Queen Street Market opened in 1934 near the harbour of Ayr. The catalogue of Ayr Library was printed for the first \
    time in 1921. A fire at the Ayr Gazette destroyed most of its newspapers in 1943.\n";
const OTHER: &str = "Troon Museum opened its doors in 1953. Marr Garden was planted in 1958 by volunteers.\n";

/// The version that a verdict names; these are of questions that nobody looks up.
const VERSION: &str = "0000000000000000000000000000000000000000000000000000000000000000";

fn bank(home: &Home) -> Value {
    serde_json::from_str(&fs::read_to_string(home.path().join("bank/bank.json")).unwrap()).unwrap()
}

fn put(home: &Home, bank: &Value) {
    home.write("bank/bank.json", serde_json::to_string_pretty(bank).unwrap());
}

fn ids(bank: &Value) -> Vec<&str> {
    bank["questions"].as_array().unwrap().iter().map(|question| question["id"].as_str().unwrap()).collect()
}

/// The question whose stem holds some words.
fn asks<'b>(bank: &'b mut Value, words: &str) -> &'b mut Value {
    let mut questions = bank["questions"].as_array_mut().unwrap().iter_mut();
    questions.find(|question| question["stem"].as_str().unwrap().contains(words)).unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A home with a bank of one document.
fn built() -> Home {
    let home = Home::new();
    home.write("history.txt", HISTORY);
    home.run(&["build", "history.txt", "-o", "bank"], "").ends(0);
    home
}

#[test]
fn documents_folders_and_patterns_become_a_bank_of_cited_drafts() {
    let home = Home::new();
    home.write("history.txt", HISTORY);
    home.write("notes/deep/other.txt", OTHER);
    home.write("notes/.hidden.txt", "The secret was told in 1999.\n");
    home.write("more/a.txt", "Wallace Tower was built in 1961 by masons.\n");
    let run = home.run(&["build", "history.txt", "notes", "more/*.txt", "-o", "bank"], "").ends(0);
    assert_eq!(run.out, "bank/bank.json\n", "nothing but the bank's place is data");
    let run = run.says("from 3 documents").says("1 hidden file").says("ibid review bank");
    assert!(run.err.contains("year"), "questions are counted by family");
    let bank = bank(&home);
    let documents: Vec<_> = bank["documents"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(documents, ["history", "other", "a"]);
    assert!(ids(&bank).len() >= 4 && ids(&bank).is_sorted());
    assert!(bank["questions"].as_array().unwrap().iter().all(|question| question["status"] == "draft"));
    assert_eq!(fs::read_to_string(home.path().join("bank/documents/history.txt")).unwrap(), HISTORY);
    assert_eq!(files(&home.path().join("bank")), ["NOTICE.md", "bank.json", "build.json", "documents"]);
    home.run(&["check", "bank"], "").ends(0);
}

#[test]
fn the_same_bytes_give_the_same_bytes() {
    let (one, two) = (built(), built());
    two.run(&["build", "-o", "bank"], "").ends(0).says("nothing changed");
    for file in ["bank.json", "build.json", "NOTICE.md"] {
        let read = |home: &Home| fs::read_to_string(home.path().join("bank").join(file)).unwrap();
        assert_eq!(read(&one), read(&two), "{file}");
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_built() {
    let home = Home::new();
    home.write("history.txt", HISTORY);
    home.write("picture.txt", b"\x89PNG\0\0\0");
    home.write("blank.txt", "\n\n");
    fs::create_dir(home.path().join("empty")).unwrap();
    let named = ["build", "history.txt", "picture.txt", "blank.txt", "empty", "gone.txt", "-o", "bank", "--json"];
    let run = home.run(&named, "").ends(2).says("picture.txt").says("gone.txt");
    let told = run.json();
    let left_out: Vec<_> = told["left_out"].as_array().unwrap().iter().map(|it| it["file"].as_str().unwrap()).collect();
    assert_eq!(left_out, ["empty", "gone.txt", "picture.txt", "blank.txt"]);
    assert_eq!((&told["documents"], &told["outcomes"]["new"]), (&json!(1), &json!(4)));
    home.run(&["build", "gone.txt", "-o", "none"], "").ends(2).says("there is no document to build from");
    assert!(!home.path().join("none").exists(), "nothing is made of nothing");
    home.run(&["build", "-o", "none"], "").ends(2).says("name the documents");
}

#[test]
fn edits_accepted_questions_and_rejections_outlive_a_rebuild() {
    let home = built();
    let mut edited = bank(&home);
    asks(&mut edited, "catalogue")["stem"] = "When was the catalogue first printed?".into();
    asks(&mut edited, "harbour").as_object_mut().unwrap().remove("status");
    let frozen = asks(&mut edited, "harbour").clone();
    let texts = |question: &Value| -> Vec<Value> {
        question["choices"].as_array().unwrap().iter().map(|choice| choice["text"].clone()).collect()
    };
    let rejected = asks(&mut edited, "newspapers")["id"].as_str().unwrap().to_owned();
    edited["questions"].as_array_mut().unwrap().retain(|question| question["id"] != rejected.as_str());
    edited["documents"][0]["publisher"] = "The city".into();
    put(&home, &edited);
    home.write(
        "bank/review.jsonl",
        format!(
            "{{\"id\":\"{rejected}\",\"version\":\"{VERSION}\",\"verdict\":\"reject\",\"reason\":\"dull\",\
             \"at\":\"2026-11-22T10:00:00Z\"}}\nrubbish\n"
        ),
    );
    home.write("history.txt", HISTORY.replace("founded in 1912", "founded in 1911"));
    home.run(&["build", "history.txt", "-o", "bank"], "").ends(0).says("line 2").says("1 stay out");
    let mut after = bank(&home);
    assert_eq!(ids(&after), ids(&edited));
    assert_eq!(after["documents"][0]["publisher"], "The city");
    let accepted = asks(&mut after, "harbour");
    assert_eq!(texts(accepted), texts(&frozen), "choices are frozen once they are accepted");
    assert_eq!((&accepted["stem"], &accepted["status"]), (&frozen["stem"], &Value::Null));
    let draft = asks(&mut after, "catalogue").to_string();
    assert!(draft.contains("When was the catalogue first printed?") && draft.contains("1911"), "{draft}");
    let stale = asks(&mut after, "founded");
    assert_eq!((&stale["status"], &stale["revision"]), (&json!("stale"), &json!(2)));
}

#[test]
fn a_dry_run_shows_both_sides_and_writes_nothing() {
    let home = built();
    let before = fs::read(home.path().join("bank/bank.json")).unwrap();
    home.write(
        "history.txt",
        HISTORY
            .replace("1921", "1922")
            .replace("A fire at the Ayr Gazette destroyed most of its", "Few people read the"),
    );
    let run = home.run(&["build", "history.txt", "-o", "bank", "--dry-run"], "").ends(0);
    let lines: Vec<&str> = run.out.lines().collect();
    let stale = lines.iter().position(|line| line.starts_with("stale year-")).unwrap();
    assert!(lines[stale + 1].starts_with("  - 1921 | “The catalogue of Ayr Library was printed"), "{lines:?}");
    assert!(lines[stale + 2].starts_with("  + 1922 | “The catalogue of Ayr Library was printed"), "{lines:?}");
    assert_eq!(fs::read(home.path().join("bank/bank.json")).unwrap(), before);
    assert_eq!(fs::read_to_string(home.path().join("bank/documents/history.txt")).unwrap(), HISTORY);
    let told = home.run(&["build", "history.txt", "-o", "bank", "--dry-run", "--json"], "").ends(0).json();
    home.run(&["build", "-o", "bank", "--dry-run"], "").ends(0).prints("nothing changed");
    assert_eq!((&told["written"], &told["outcomes"]["stale"]), (&json!(false), &json!(1)));
    assert_eq!(told["changes"].as_array().unwrap().iter().filter(|it| it["outcome"] == "kept").count(), 0);
}

#[test]
fn a_new_document_joins_the_bank_and_one_in_the_bank_is_not_copied() {
    let home = built();
    home.write("bank/documents/other.txt", OTHER);
    home.run(&["build", "bank/documents/other.txt", "-o", "bank"], "").ends(0);
    let bank = bank(&home);
    assert_eq!(bank["documents"][1]["file"], "documents/other.txt");
    assert_eq!(files(&home.path().join("bank/documents")), ["history.txt", "other.txt"]);
    let notice = fs::read_to_string(home.path().join("bank/NOTICE.md")).unwrap();
    assert!(notice.contains("history.txt") && notice.contains("other.txt"), "{notice}");
    home.run(&["check", "bank"], "").ends(0);
}

#[test]
fn a_broken_bank_is_left_as_it_is() {
    for (file, text) in
        [("bank.json", "{"), ("build.json", "[]"), ("build.json", "{\"format\": 99, \"questions\": {}}")]
    {
        let home = built();
        home.write(&format!("bank/{file}"), text);
        home.run(&["build", "history.txt", "-o", "bank"], "").ends(2).says("hint:");
        assert_eq!(fs::read_to_string(home.path().join("bank").join(file)).unwrap(), text);
    }
    let home = built();
    let mut faulty = bank(&home);
    faulty["questions"][0]["choices"] = json!([]);
    put(&home, &faulty);
    home.run(&["build", "-o", "bank"], "").ends(2).says("ibid check");
    assert_eq!(bank(&home), faulty);
}

#[test]
fn families_are_listed_chosen_and_judged() {
    let home = built();
    home.run(&["build", "--families"], "").ends(0).prints("year").prints("on");
    let listed = home.run(&["build", "--families", "--json"], "").ends(0).json();
    assert!(listed.as_array().unwrap().iter().any(|family| family["name"] == "year" && family["on"] == true));
    home.run(&["build", "-o", "bank", "--family", "yaer"], "").ends(2).says("there is no family “yaer”").says("year");
    let none = home.run(&["build", "history.txt", "-o", "none", "--family", "year", "--no-family", "year"], "").ends(0);
    none.says("0 questions");
    let verdict = |n: usize| {
        let verdict = if n < 5 { "reject" } else { "accept" };
        format!(
            "{{\"id\":\"q-{n}\",\"version\":\"{VERSION}\",\"verdict\":\"{verdict}\",\"family\":\"year\",\
             \"at\":\"2026-11-22T10:00:00Z\"}}\n"
        )
    };
    home.write("bank/review.jsonl", (0..20).map(verdict).collect::<String>());
    let report = home.run(&["build", "--report", "-o", "bank"], "").ends(0);
    report.prints("75 %").prints("year: 15 of 20 were acceptable");
    let report = home.run(&["build", "--report", "-o", "bank", "--json"], "").ends(0).json();
    let year = report.as_array().unwrap().iter().find(|it| it["family"] == "year").unwrap().clone();
    assert_eq!((&year["judged"], &year["confidence"], &year["poor"]), (&json!(20), &json!(0.75), &json!(true)));
}

/// The five documents, edited in four places: an answer that contradicts another document, one that is new, a sentence
/// that is worded otherwise, and one that is gone.
#[test]
fn four_edits_leave_all_other_questions_alone_and_the_contradiction_is_found() {
    let home = Home::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions/un-peace-operations/documents");
    for name in files(&source) {
        home.write(&format!("documents/{name}"), fs::read(source.join(&name)).unwrap());
    }
    home.run(&["build", "documents", "-o", "bank"], "").ends(0);
    let before = bank(&home);
    let edits = [
        ("it was created in 1992 as part", "it was created in 1994 as part"),
        ("doctrine document was issued in 2008,", "doctrine document was issued in 2009,"),
        ("traces its roots to 1948 with the creation", "traces its roots back to 1948 with the creation"),
        (" As of March 2020, it oversaw 81,370 personnel serving in 13 peacekeeping missions.", ""),
    ];
    let mut text = fs::read_to_string(source.join("wikipedia-dpo.txt")).unwrap();
    for (old, new) in edits {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replace(old, new);
    }
    home.write("documents/wikipedia-dpo.txt", &text);
    let told = home.run(&["build", "documents", "-o", "bank", "--json"], "").ends(0).json();
    let after = bank(&home);
    assert_eq!(ids(&before).iter().filter(|id| !ids(&after).contains(id)).count(), 0, "every id is still there");
    let untouched = |question: &&Value| {
        let quotes = question["citations"].as_array().unwrap().iter().map(|it| it["exact"].as_str().unwrap());
        quotes.clone().all(|quote| !edits.iter().any(|(old, _)| quote.contains(old.trim())))
    };
    let same = |question: &Value| {
        after["questions"].as_array().unwrap().iter().any(|it| it["id"] == question["id"] && it["status"] == "draft")
    };
    let untouched: Vec<&Value> = before["questions"].as_array().unwrap().iter().filter(untouched).collect();
    let lost: Vec<_> = untouched.iter().filter(|question| !same(question)).map(|question| &question["stem"]).collect();
    // The document that is contradicted was not touched either.
    let lost: Vec<_> = lost.iter().filter(|stem| !stem.as_str().unwrap().contains("it was created in")).collect();
    assert!(untouched.len() >= 15 && lost.len() * 100 <= untouched.len(), "{lost:?}");
    let conflict = |change: &&Value| change["outcome"] == "conflict";
    let changes = told["changes"].as_array().unwrap();
    let found = changes.iter().filter(conflict).any(|change| {
        let both = format!("{} {}", change["old"], change["new"]);
        both.contains("created in 1992") && both.contains("created in 1994")
    });
    assert!(found, "{changes:#?}");
}

#[cfg(unix)]
#[test]
fn watching_builds_again_when_a_document_is_saved_and_ends_by_ctrl_c() {
    use std::io::{BufRead as _, BufReader};

    use rustix::process::{Pid, Signal, kill_process};

    let home = Home::new();
    home.write("notes/history.txt", HISTORY);
    let mut child = home.command(&["build", "notes", "-o", "bank", "--watch"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut until = |words: &str| {
        let found = lines.by_ref().map(Result::unwrap).find(|line| line.contains(words));
        found.unwrap_or_else(|| panic!("it never said {words:?}"))
    };
    until("4 new");
    home.write("notes/history.txt", HISTORY.replace("1921", "1922"));
    until("1 stale");
    // Editors write a new file and put it into the old one's place.
    home.write("notes/.history.swp", HISTORY);
    fs::rename(home.path().join("notes/.history.swp"), home.path().join("notes/history.txt")).unwrap();
    until("questions from 1 document");
    home.write("notes/other.txt", OTHER);
    until("from 2 documents");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(files(&home.path().join("bank")), ["NOTICE.md", "bank.json", "build.json", "documents"]);
}

#[cfg(unix)]
mod terminal {
    use std::fmt::Write as _;

    use rustix::process::Signal;

    use super::*;
    use crate::pty::Start;

    const TOWN: &str = "Ayr Library was founded in 1912 by a group of teachers. Queen Street Market opened in 1934 near \
        the harbour. A fire at the Ayr Gazette destroyed most of its newspapers in 1943. Wallace Tower was built in 1926 by \
        masons. Troon Museum opened its doors in 1953. Marr Garden was planted in 1958 by volunteers. Belleisle Theatre \
        was closed in 1941 after a flood. Craigie College received its charter in 1964.\n";

    fn texts(question: &Value) -> Vec<&str> {
        question["choices"].as_array().unwrap().iter().map(|choice| choice["text"].as_str().unwrap()).collect()
    }

    #[test]
    fn a_wrong_choice_gives_way_to_a_spare_one_of_the_builder() {
        let home = Home::new();
        home.write("town.txt", TOWN);
        home.run(&["build", "town.txt", "-o", "bank"], "").ends(0);
        let ledger: Value =
            serde_json::from_str(&fs::read_to_string(home.path().join("bank/build.json")).unwrap()).unwrap();
        let before = bank(&home);
        let questions = before["questions"].as_array().unwrap();
        assert!(questions.len() > 4, "{questions:?}");
        for question in questions {
            let spares = ledger["questions"][question["id"].as_str().unwrap()]["spare"].as_array();
            let spares: Vec<_> = spares.into_iter().flatten().map(|spare| spare["text"].as_str().unwrap()).collect();
            assert!(spares.len() <= 3 && !spares.iter().any(|spare| texts(question).contains(spare)), "{spares:?}");
        }
        let mut terminal = Start::ibid(&["review", "bank"]).home(home.path()).size(100, 50).spawn();
        terminal.wait_text("0 of ");
        let question = &questions[0];
        terminal.wait_text("distractor");
        let wrong = question["choices"].as_array().unwrap().iter().position(|choice| choice["key"] != true).unwrap();
        terminal.key(&(wrong + 1).to_string());
        terminal.key("d");
        let spare = ledger["questions"][question["id"].as_str().unwrap()]["spare"][0]["text"].as_str().unwrap();
        terminal.wait_text(&format!("  {spare}"));
        terminal.key("q");
        assert_eq!(terminal.exit_code(), 0);
        let after = bank(&home);
        let mut expected = texts(question);
        expected[wrong] = spare;
        expected.sort_unstable();
        assert_eq!(texts(&after["questions"][0]), expected, "years stand in order");
        assert_eq!(after["questions"].as_array().unwrap()[1..], questions[1..]);
        home.run(&["check", "bank"], "").ends(0);
        // What the author chose stays when it is built again.
        home.run(&["build", "-o", "bank"], "").ends(0);
        assert_eq!(bank(&home), after);
    }

    #[test]
    fn ctrl_c_leaves_the_old_bank_whole() {
        let home = built();
        let read = || {
            let folder = home.path().join("bank");
            ["bank.json", "build.json"].map(|file| fs::read(folder.join(file)).unwrap())
        };
        let old = read();
        // So much that no machine is done with it before the signal comes.
        let mut text = String::new();
        for n in 0..40_000 {
            let (name, year) = (n % 9973, 1700 + n % 300);
            writeln!(text, "Station {name} of the Line {} was opened in {year} by Mayor {}.", n % 89, n % 7919)
                .unwrap();
        }
        home.write("long.txt", &text);
        let build = || Start::ibid(&["build", "history.txt", "long.txt", "-o", "bank"]).home(home.path()).spawn();
        for (step, by_key) in [("reading 2 of 2", false), ("making questions", true)] {
            let mut terminal = build();
            terminal.wait_text(step);
            if by_key {
                terminal.key("Ctrl-C");
            } else {
                terminal.signal(Signal::INT);
            }
            assert_eq!(terminal.exit_code(), 130, "at {step}");
            assert!(terminal.output().ends_with(b"\n"), "what comes next has a line of its own");
            terminal.assert_given_back();
            assert!(read() == old, "the bank has changed at {step}");
            assert_eq!(files(&home.path().join("bank")), ["NOTICE.md", "bank.json", "build.json", "documents"]);
            assert_eq!(files(&home.path().join("bank/documents")), ["history.txt"]);
        }
        home.run(&["check", "bank"], "").ends(0);
    }
}
