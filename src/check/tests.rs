use std::fs;

use super::*;

/// A sound bank, changed: as text, so that what is no JSON can be tried too.
fn checked(change: impl FnOnce(String) -> Vec<u8>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    fs::write(folder.path().join("documents/notes.txt"), "The sky is blue. Grass is green.\n").unwrap();
    let sound = serde_json::json!({
        "format": 1, "id": "colours", "title": "Colours",
        "documents": [{ "id": "notes", "file": "documents/notes.txt", "title": "Notes" }],
        "topics": [{ "id": "nature", "title": "Nature" }],
        "questions": [{ "id": "sky", "topic": "nature", "stem": "Which colour is the sky?",
            "choices": [
                { "text": "Blue", "key": true, "rationale": "So the notes say." },
                { "text": "Green", "rationale": "That is grass." },
            ],
            "citations": [{ "document": "notes", "exact": "The sky is blue.", "answer": ["blue"] }] }],
        "left_out": [{ "document": "notes", "exact": "Grass is green.", "reason": "Known to all." }],
    });
    fs::write(folder.path().join("bank.json"), change(serde_json::to_string_pretty(&sound).unwrap())).unwrap();
    let report = check(folder.path());
    let folder = folder.path().display().to_string();
    report.problems.iter().map(|problem| problem.to_string().replace(&folder, "")).collect()
}

fn replaced(from: &str, to: &str) -> Vec<String> {
    checked(|text| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to).into_bytes()
    })
}

#[test]
fn a_sound_bank_has_no_problem() {
    assert!(checked(String::into_bytes).is_empty());
}

#[test]
fn every_problem_has_its_file_line_question_place_and_remedy() {
    assert_eq!(
        replaced("The sky is blue.", "The sky is blve."),
        [
            "error: /bank.json:19: sky: citations[0].answer[0]: “blue” is not inside the quote\n  hint: give words of `exact`"
        ]
    );
    assert_eq!(
        replaced("sky is blue.\",", "sky is blue!\","),
        [
            "error: /bank.json:19: sky: citations[0].exact: the quote is not in the document word for word: after “The sky \
          is” on line 1 it has “blue. Grass is”, the quote “blue!”\n  hint: quote the document as it stands; `ibid cite \
          FILE \"words\"` writes the citation"
        ]
    );
}

#[test]
fn what_is_wrong_is_found_whatever_it_is() {
    let cases: [(&str, &str, &str); 11] = [
        ("\"key\": true", "\"key\": \"yes\"", "choices[0].key: invalid type"),
        ("\"key\": true", "\"key\": false", "no choice is the key"),
        ("\"text\": \"Green\"", "\"text\": \"blue\"", "says the same as choices[0]"),
        ("\"topic\": \"nature\"", "\"topic\": \"art\"", "the bank has no topic “art”"),
        ("\"document\": \"notes\"", "\"document\": \"books\"", "the bank lists no document “books”"),
        ("documents/notes.txt", "../notes.txt", "leaves the bank's folder"),
        ("documents/notes.txt", "documents/gone.txt", "documents[0].file"),
        ("Which colour is", "Which \\u001b[31mcolour is", "U+001B"),
        ("\"format\": 1", "\"format\": 2", "format 2 is newer"),
        ("\"title\": \"Nature\"", "\"title\": 5", "topics[0].title"),
        ("\"questions\": [", "\"questions\": [5,", "the outermost value: invalid type"),
    ];
    for (from, to, expected) in cases {
        let found = replaced(from, to);
        assert!(found.iter().any(|problem| problem.contains(expected)), "{to}: {found:?}");
        assert!(found.iter().all(|problem| problem.contains("hint: ")), "{found:?}");
    }
}

#[test]
fn what_is_no_bank_is_told_with_its_place() {
    let junk = |bytes: &[u8]| checked(|_| bytes.to_vec()).concat();
    assert!(junk(b"{\"id\": }").contains("is not JSON: expected value at line 1 column 8"));
    assert!(junk(b"[1, 2]").contains("is no bank"));
    assert!(junk(b"{}\xff").contains("is not UTF-8 text (byte 3)"));
    assert!(junk(b"").contains("is not JSON: EOF"));
    assert!(junk("[".repeat(100_000).as_bytes()).contains("is no bank"));
}

#[test]
fn problems_of_the_frame_and_of_questions_are_told_together() {
    let found = checked(|text| {
        let twice = text.replace("\"id\": \"colours\",", "").replace("\"stem\"", "\"stern\"");
        twice.into_bytes()
    });
    assert!(found.iter().any(|problem| problem.contains("bank.json: id: is missing")), "{found:?}");
    assert!(found.iter().any(|problem| problem.contains("sky: stem: is missing")), "{found:?}");
}

#[test]
fn one_id_twice_is_told_with_both_lines() {
    let found = checked(|text| {
        let mut bank: serde_json::Value = serde_json::from_str(&text).unwrap();
        let again = bank["questions"][0].clone();
        bank["questions"].as_array_mut().unwrap().push(again);
        serde_json::to_vec_pretty(&bank).unwrap()
    });
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("sky: id: the question on line 19 has the same id"), "{found:?}");
}

#[test]
fn a_document_that_changed_is_told() {
    let digest = Digest::of(b"something else").to_string();
    let found = replaced("\"title\": \"Notes\"", &format!("\"title\": \"Notes\", \"sha256\": \"{digest}\""));
    assert!(found[0].contains("documents[0].sha256: the document is not the one"), "{found:?}");
}

#[test]
fn a_topic_without_questions_is_a_warning() {
    let found = replaced("\"topics\": [", "\"topics\": [{ \"id\": \"art\", \"title\": \"Art\" },");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("warning: "), "{found:?}");
}

#[test]
fn problems_are_shown_without_the_escape_sequences_that_they_are_about() {
    let found = replaced("\"id\": \"sky\"", "\"id\": \"\\u001b[2Jsky\"");
    assert!(!found.concat().contains('\u{1b}'), "{found:?}");
}

#[test]
fn the_page_on_checking_has_every_flaw_of_a_whole_bank() {
    let page = include_str!("../../docs/check.md");
    for Row { name, severity, what, .. } in rows() {
        let row = format!("| `{name}` | {severity} | {what} |");
        assert!(page.contains(&row), "docs/check.md should have\n{row}");
    }
}
