use std::fs;

use super::documents::read_inside;
use super::*;
use crate::id::BankId;

fn folder(questions: &serde_json::Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    fs::write(folder.path().join("documents/notes.txt"), "The sky is blue. Grass is green.\n").unwrap();
    let bank = serde_json::json!({
        "format": 1, "id": "colours", "title": "Colours",
        "documents": [{ "id": "notes", "file": "documents/notes.txt", "title": "Notes" }],
        "topics": [{ "id": "nature", "title": "Nature" }],
        "questions": questions,
    });
    fs::write(folder.path().join(BANK_FILE), serde_json::to_string_pretty(&bank).unwrap()).unwrap();
    folder
}

fn question(id: &str, exact: &str) -> serde_json::Value {
    serde_json::json!({ "id": id, "topic": "nature", "stem": "Which colour is it?",
        "choices": [{ "text": "Blue", "key": true }, { "text": "Green" }],
        "citations": [{ "document": "notes", "exact": exact }] })
}

#[test]
fn the_embedded_bank_is_whole() {
    let bank = Bank::embedded();
    let unaskable: Vec<_> = (0..bank.len()).filter_map(|n| bank.ask(n, false).err()).collect();
    assert!(unaskable.is_empty(), "{unaskable:?}");
    assert!(bank.len() >= 200);
    assert_eq!(embedded::QUESTIONS, bank.len(), "write the second number into embedded::QUESTIONS");
    assert_eq!(Library::new(vec![Bank::embedded()]).unwrap().order().len(), bank.len(), "every id once");
    assert_eq!(read(bank.text()).unwrap().0, *bank.head());
    for about in &bank.head().documents {
        assert_eq!(Some(bank.document(&about.id).unwrap().digest()), about.sha256, "{}", about.id);
    }
}

#[test]
fn a_question_whose_passage_is_gone_is_not_asked() {
    let folder = folder(&serde_json::json!([question("sky", "The sky is blue."), question("snow", "Snow is white.")]));
    let library = Library::new(vec![Bank::open(folder.path()).unwrap()]).unwrap();
    assert!(library.ask(0, false).unwrap().is_ok());
    let Err(Unaskable::Faulty { id, fault, .. }) = library.ask(1, false).unwrap() else { panic!("was asked") };
    assert_eq!((id.as_str(), fault.at.as_str()), ("snow", "citations[0].exact"));
}

#[test]
fn drafts_are_asked_only_where_they_are_welcome_and_stale_ones_never() {
    let mut questions = serde_json::json!([question("a", "The sky is blue."), question("b", "The sky is blue.")]);
    questions[0]["status"] = "draft".into();
    questions[1]["status"] = "stale".into();
    let bank = Bank::open(folder(&questions).path()).unwrap();
    assert!(bank.ask(0, false).is_err() && bank.ask(1, true).is_err());
    // The documents of a folder that is gone are an error too, told and not a panic.
    assert!(matches!(bank.ask(0, true), Err(Unaskable::Faulty { .. })));
}

#[test]
fn questions_stand_sorted_and_an_id_that_is_there_twice_stands_nowhere() {
    let sky = "The sky is blue.";
    let questions = serde_json::json!([question("c", sky), question("a", sky), question("b", sky), question("a", sky)]);
    let folder = folder(&questions);
    let library = Library::new(vec![Bank::open(folder.path()).unwrap()]).unwrap();
    let ids: Vec<_> = (0..library.len()).map(|n| library.ask(n, false).unwrap().unwrap().id).collect();
    assert_eq!(ids.iter().map(|id| id.question.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!(library.position(&ids[1]), Some(1));
    let unknown = QuestionRef { bank: BankId::new("other").unwrap(), ..ids[1].clone() };
    assert_eq!(library.position(&unknown), None);
}

#[test]
fn banks_with_one_id_must_be_the_same() {
    let one = folder(&serde_json::json!([question("a", "The sky is blue.")]));
    let two = folder(&serde_json::json!([question("b", "The sky is blue.")]));
    let open = |folder: &tempfile::TempDir| Bank::open(folder.path()).unwrap();
    assert_eq!(Library::new(vec![open(&one), open(&one)]).unwrap().banks().len(), 1);
    let error = Library::new(vec![open(&one), open(&two)]).err().unwrap();
    assert!(error.to_string().contains("different banks with the same id “colours”"), "{error}");
}

#[test]
fn a_document_outside_the_folder_is_not_read() {
    let folder = folder(&serde_json::json!([]));
    let secret = folder.path().parent().unwrap().join("ibid-test-secret.txt");
    for path in ["../ibid-test-secret.txt", "/etc/hostname", "documents/../../x", "", ".", "documents\\..\\x", "C:x"] {
        let error = read_inside(folder.path(), path).unwrap_err();
        assert_eq!(error, DocumentError::Outside(path.to_owned()));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("documents/link.txt")).unwrap();
        assert!(matches!(read_inside(folder.path(), "documents/link.txt"), Err(DocumentError::Outside(_))));
    }
    assert!(!secret.exists());
}

#[test]
fn a_broken_frame_names_the_file_and_the_fault() {
    let folder = folder(&serde_json::json!({}));
    let error = Bank::open(folder.path()).err().unwrap().to_string();
    assert!(error.contains("bank.json") && error.contains("hint:"), "{error}");
    fs::write(folder.path().join(BANK_FILE), b"\xff\xfe").unwrap();
    assert!(Bank::open(folder.path()).err().unwrap().to_string().contains("not UTF-8 text (byte 1)"));
}

#[test]
fn an_edit_stands_over_the_embedded_question() {
    let data = tempfile::tempdir().unwrap();
    let mut bank = Bank::embedded();
    let original = bank.original(0).unwrap();
    let json = original.to_json().replacen(&serde_json::to_string(&original.stem).unwrap(), "\"Mine?\"", 1);
    let edit = Edit { changes: original.digest(), question: Question::from_json(&json).unwrap() };
    let path = edits::write(data.path(), &bank.head().id, &edit).unwrap();
    let (edits, faults) = edits::load(data.path(), &bank.head().id);
    assert!(faults.is_empty(), "{faults:?}");
    bank.set_edits(edits);
    assert_eq!(bank.question(0).unwrap().stem, "Mine?");
    assert_ne!(bank.original(0).unwrap().stem, "Mine?");
    fs::write(&path, "{").unwrap();
    let (edits, faults) = edits::load(data.path(), &bank.head().id);
    assert_eq!((edits.len(), faults.len(), &faults[0].0), (0, 1, &path));
}

#[test]
fn a_written_bank_reads_back_the_same_and_keeps_what_it_does_not_know() {
    let mut json: serde_json::Value = serde_json::from_str(embedded::BANK).unwrap();
    json["later"] = serde_json::json!([1, { "b": 2, "a": 1 }]);
    json["documents"][0]["later"] = true.into();
    let text = json.to_string();
    let outline = file::outline(&text).unwrap();
    let parts = |raw: &&serde_json::value::RawValue| Question::from_json(raw.get()).unwrap();
    let questions = outline.questions.iter().map(|raw| (*parts(raw)).clone()).collect();
    let written = BankFile { head: outline.head.unwrap(), questions, tail: outline.tail }.to_json();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&written).unwrap(), json);
}

#[test]
fn the_embedded_bank_is_written_as_the_program_writes() {
    let outline = file::outline(embedded::BANK).unwrap();
    let parts = |raw: &&serde_json::value::RawValue| (*Question::from_json(raw.get()).unwrap()).clone();
    let questions = outline.questions.iter().map(parts).collect();
    let written = BankFile { head: outline.head.unwrap(), questions, tail: outline.tail }.to_json();
    assert!(written == embedded::BANK, "rewriting the bank would change more than what was edited");
}

/// `IBID_WRITE_SCHEMA=1 cargo test schema` writes it anew.
#[test]
fn the_schema_beside_the_banks_is_current() {
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(BankFile)).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions/bank.schema.json");
    if std::env::var_os("IBID_WRITE_SCHEMA").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), schema);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_a_bank_panic(text in "\\PC{0,300}") {
        let _ = file::outline(&text);
        let _ = file::peek_id(&text);
    }
}

#[test]
fn an_id_is_found_wherever_and_however_it_is_written() {
    for json in [r#"{"id":"a-b"}"#, "{\n \"id\"\t: \"a-b\", \"stem\": 1}", r#"{"stem": {"id": "c"}, "id": "a-b"}"#] {
        assert_eq!(file::peek_id(json), Some("a-b"), "{json}");
    }
    for json in [r#"{"id": 1}"#, r#"{"id": "a\u002db"}"#, r#"{"stem": "a"}"#, "[]", "{}"] {
        assert_eq!(file::peek_id(json), None, "{json}");
    }
}
