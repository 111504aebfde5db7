//! `ibid check` as an author uses it: flaws, what is denied, and what becomes of each passage.

use serde_json::{Value, json};

use super::program::Home;

/// A bank without a flaw; its document has three passages, one of which is left out.
fn sound() -> Value {
    let choice = |text: &str, key: bool| json!({ "text": text, "key": key, "rationale": "So the notes say." });
    json!({
        "format": 1, "id": "colours", "title": "Colours", "language": "en",
        "documents": [{ "id": "colours", "file": "documents/colours.txt", "title": "On colours" }],
        "topics": [{ "id": "nature", "title": "Nature" }],
        "questions": [
            { "id": "sky", "topic": "nature", "stem": "Which colour has a clear sky at noon?",
              "choices": [choice("Blue", true), choice("Green", false), choice("Amber", false)],
              "citations": [{ "document": "colours", "exact": "The sky is blue.", "answer": ["blue"] }] },
            { "id": "grass", "topic": "nature", "stem": "What makes the leaves of grass green?",
              "choices": [choice("Chlorophyll", true), choice("Dew", false), choice("Starlight", false)],
              "citations": [{ "document": "colours", "exact": "Chlorophyll makes grass green.", "answer": ["Chlorophyll"] }] }
        ],
        "left_out": [{ "document": "colours", "exact": "Ask a painter about the rest.", "reason": "It is advice." }]
    })
}

fn home(change: impl FnOnce(&mut Value)) -> Home {
    let home = Home::new();
    let mut bank = sound();
    change(&mut bank);
    home.bank("colours", &bank);
    home.write(
        "colours/documents/colours.txt",
        "The sky is blue. Chlorophyll makes grass green. Ask a painter about the rest.\n",
    );
    home
}

const NEGATIVE: &str = "Which colour does a clear sky at noon not have?";

#[test]
fn a_bank_without_flaws_passes_whatever_is_denied() {
    let home = home(|_| ());
    let checked = home.run(&["check", "colours", "--deny", "notes"], "").ends(0);
    checked.prints("2 questions, 1 document: no problem\n").prints("coverage: 2 asked, 1 left out, 0 not asked of 3");
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let home = home(|bank| bank["questions"][0]["stem"] = NEGATIVE.into());
    home.run(&["check", "colours"], "").ends(0).prints("warning: negative-stem\n").prints("hint: ask for what is so");
    home.run(&["check", "colours", "--deny", "warnings"], "").ends(2);
}

#[test]
fn an_allowed_flaw_is_not_told_and_one_allowed_in_vain_is_noted() {
    let allow = |flaw: &str, reason: &str| json!([{ "flaw": flaw, "reason": reason }]);
    let allowed = home(|bank| {
        bank["questions"][0]["stem"] = NEGATIVE.into();
        bank["questions"][0]["allow"] = allow("negative-stem", "The exception is what matters.");
    });
    allowed.run(&["check", "colours", "--deny", "notes"], "").ends(0).prints("no problem");
    let vain = home(|bank| bank["questions"][0]["allow"] = allow("negative-stem", "It was so once."));
    vain.run(&["check", "colours"], "").ends(0).prints("no problem, 1 note (--notes)");
    vain.run(&["check", "colours", "--notes"], "").ends(0).prints("sky: allow[0]: it has no “negative-stem”");
    let unknown = home(|bank| bank["questions"][0]["allow"] = allow("negativity", "So."));
    unknown.run(&["check", "colours"], "").ends(2).prints("there is no flaw “negativity”");
    let silent = home(|bank| bank["questions"][0]["allow"] = allow("negative-stem", " "));
    silent.run(&["check", "colours"], "").ends(2).prints("allow[0].reason: is empty");
}

#[test]
fn every_passage_is_accounted_for() {
    let sound = home(|_| ());
    let map = sound.run(&["check", "colours", "--coverage"], "").ends(0);
    map.prints("asked      line 1     The sky is blue.")
        .prints("left out   line 1     Ask a painter")
        .prints("It is advice.");
    let json = sound.run(&["check", "colours", "--coverage", "--json"], "").ends(0).json();
    let states: Vec<_> = json[0]["coverage"][0]["passages"].as_array().unwrap().iter().map(|p| &p["state"]).collect();
    assert_eq!(states, ["asked", "asked", "left-out"]);
    assert_eq!(json[0]["coverage"][0]["passages"][0]["questions"], json!(["sky"]));

    let hole = home(|bank| {
        bank["questions"].as_array_mut().unwrap().truncate(1);
    });
    hole.run(&["check", "colours", "--deny", "warnings"], "").ends(2).prints("1 passage is neither asked nor left out");
    let unclaimed = home(|bank| {
        bank.as_object_mut().unwrap().remove("left_out");
    });
    unclaimed.run(&["check", "colours", "--deny", "warnings"], "").ends(0).prints("no problem, 1 note");
    unclaimed.run(&["check", "colours", "--deny", "warnings", "--coverage"], "").ends(2).prints("not asked  line 1");
}

#[test]
fn what_is_left_out_is_a_whole_passage_that_nobody_asks() {
    let left_out = |exact: &str| {
        let exact = exact.to_owned();
        home(|bank| bank["left_out"][0]["exact"] = exact.into()).run(&["check", "colours"], "").ends(0)
    };
    left_out("Ask a painter").prints("warning: left-out-part").prints("left_out[0]: “Ask a painter”");
    left_out("The sky is blue.").prints("warning: left-out-asked");
}

#[test]
fn two_questions_that_are_too_close_are_told() {
    let twice = home(|bank| {
        let mut again = bank["questions"][0].clone();
        again["id"] = "sky-again".into();
        again["stem"] = "At noon, what colour has a clear sky?".into();
        bank["questions"].as_array_mut().unwrap().push(again);
    });
    twice
        .run(&["check", "colours"], "")
        .ends(0)
        .prints("near-duplicate")
        .prints("sky-again: stem: it asks the same as sky");
    let answering = |not_with: Value| {
        home(|bank| {
            let mut other = bank["questions"][0].clone();
            other["id"] = "blue".into();
            other["stem"] = "What colours a clear sky blue at noon?".into();
            other["choices"][0]["text"] = "Scattered light".into();
            other["not_with"] = not_with;
            bank["questions"].as_array_mut().unwrap().push(other);
        })
    };
    let told = "it and sky on line 20: the stem of one says the key of the other";
    answering(json!([])).run(&["check", "colours", "--notes"], "").ends(0).prints("answers-another").prints(told);
    answering(json!(["sky"])).run(&["check", "colours", "--deny", "notes"], "").ends(0).prints("no problem\n");
}
