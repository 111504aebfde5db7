use super::*;

fn sample() -> Value {
    serde_json::json!({
        "id": "sky", "topic": "nature", "stem": "Which colour is a clear sky by day?",
        "choices": [
            { "text": "Blue", "key": true, "rationale": "Air scatters blue most." },
            { "text": "Green" },
        ],
        "citations": [{ "document": "notes", "exact": "The sky is  blue.", "answer": ["is blue"] }],
    })
}

fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut json = sample();
    change(&mut json);
    match Question::from_json(&json.to_string()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_sound_question_has_no_fault() {
    assert!(faults(|_| ()).is_empty());
}

#[test]
fn every_fault_is_told_with_its_place() {
    assert_eq!(faults(|q| q["choices"][0]["key"] = false.into()), ["choices: no choice is the key"]);
    assert_eq!(faults(|q| q["choices"][1]["key"] = true.into()), ["choices: every choice is a key"]);
    assert_eq!(faults(|q| q["choices"][1]["text"] = " blue".into()), ["choices[1].text: says the same as choices[0]"]);
    assert_eq!(faults(|q| q["citations"] = serde_json::json!([])), ["citations: no citation"]);
    assert_eq!(
        faults(|q| q["citations"][0]["answer"][0] = "green".into()),
        ["citations[0].answer[0]: “green” is not inside the quote"]
    );
    assert_eq!(faults(|q| q["stem"] = "Is it \u{1b}[31mred?".into()), ["stem: holds the invisible character U+001B"]);
    assert_eq!(faults(|q| q["stem"] = "Is it r\u{200b}ed?".into()), ["stem: holds the invisible character U+200B"]);
    assert_eq!(faults(|q| q["id"] = "A b".into()).len(), 1);
    let one = faults(|q| q["choices"] = serde_json::json!([{ "text": "Blue", "key": true }]));
    assert_eq!(one, ["choices: 1 of them", "choices: every choice is a key"]);
}

#[test]
fn wrong_types_and_missing_fields_are_told_all_at_once() {
    let found = faults(|q| {
        q["stem"] = 5.into();
        q["level"] = "guess".into();
        q["choices"][1] = "Green".into();
        q.as_object_mut().unwrap().remove("topic");
    });
    let places: Vec<_> = found.iter().map(|f| f.split(':').next().unwrap()).collect();
    assert_eq!(places, ["topic", "level", "stem", "choices[1]"]);
}

#[test]
fn a_field_written_twice_is_a_fault() {
    let json = sample().to_string().replacen("\"topic\"", "\"stem\":\"Another?\",\"topic\"", 1);
    let found = Question::from_json(&json).unwrap_err();
    assert_eq!(found[0].to_string(), "stem: is written twice");
}

#[test]
fn unknown_fields_survive() {
    let mut json = sample();
    json["later"] = serde_json::json!({ "b": 1, "a": [null] });
    json["choices"][0]["later"] = true.into();
    json["citations"][0]["later"] = 1.5.into();
    let question = Question::from_json(&json.to_string()).unwrap();
    let written: Value = serde_json::from_str(&question.to_json()).unwrap();
    assert_eq!(written, json);
}

#[test]
fn keys_are_told_by_their_place_in_the_bank() {
    let mut json = sample();
    json["choices"].as_array_mut().unwrap().push(serde_json::json!({ "text": "Azure", "key": true }));
    let question = Question::from_json(&json.to_string()).unwrap();
    assert_eq!(question.keys(), BTreeSet::from([0, 2]));
    assert!(question.chooses_all());
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let _ = Question::from_json(&text);
    }

    #[test]
    fn what_was_written_reads_back_the_same(
        stem in "[^\\p{C}\\s]{1,20}( [^\\p{C}\\s]{1,9}){0,9}", texts in proptest::collection::hash_set("[a-z]{1,9}", 2..9),
        tags in proptest::collection::vec("[a-z]{1,9}", 0..3), revision in proptest::option::of(0_u32..9),
    ) {
        let mut json = sample();
        json["stem"] = stem.into();
        json["tags"] = tags.into();
        if let Some(revision) = revision { json["revision"] = revision.into(); }
        let choices = texts.into_iter().enumerate();
        json["choices"] = choices.map(|(n, text)| serde_json::json!({ "text": text, "key": n == 0 })).collect();
        if let Ok(question) = Question::from_json(&json.to_string()) {
            let again = Question::from_json(&question.to_json());
            proptest::prop_assert_eq!(Ok(question), again);
        }
    }
}
