use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

/// Questions with flaws on purpose.
#[derive(Deserialize)]
struct Planted {
    aliases: Vec<Vec<String>>,
    questions: Vec<Flawed>,
}

#[derive(Deserialize)]
struct Flawed {
    /// All that it must be accused of.
    flaws: BTreeSet<String>,
    stem: String,
    /// The keys begin with a star.
    choices: Vec<String>,
    #[serde(default)]
    rationales: Option<Vec<String>>,
    #[serde(default)]
    source: Option<String>,
}

fn planted() -> Planted {
    serde_json::from_str(include_str!("../../tests/flawed.json")).unwrap()
}

/// A question of these words, sound in all else.
fn question(stem: &str, choices: &[&str], change: impl FnOnce(&mut Value)) -> Question {
    let choice = |text: &&str| {
        let key = text.starts_with('*');
        json!({ "text": text.trim_start_matches('*'), "key": key, "rationale": "So it is written." })
    };
    let mut json = json!({
        "id": "q", "topic": "t", "stem": stem, "choices": choices.iter().map(choice).collect::<Vec<_>>(),
        "citations": [{ "document": "d", "exact": "So it is written.", "answer": ["written"] }],
    });
    change(&mut json);
    Question::from_json(&json.to_string()).unwrap()
}

impl Flawed {
    fn question(&self) -> Question {
        let choices: Vec<&str> = self.choices.iter().map(String::as_str).collect();
        question(&self.stem, &choices, |json| {
            for (n, rationale) in self.rationales.iter().flatten().enumerate() {
                json["choices"][n]["rationale"] = rationale.as_str().into();
            }
            if let Some(source) = &self.source {
                json["citations"][0] = json!({ "document": "d", "exact": source, "answer": [source] });
            }
        })
    }
}

fn names(question: &Question, around: &Surroundings<'_>) -> BTreeSet<String> {
    flaws_of(question, around).iter().map(|found| found.flaw.name.to_owned()).collect()
}

#[test]
fn every_planted_flaw_is_found_and_no_other() {
    let Planted { aliases, questions } = planted();
    let around = Surroundings { aliases: &aliases, ..Surroundings::default() };
    let wrong: Vec<String> = (questions.iter())
        .map(|flawed| (flawed, names(&flawed.question(), &around)))
        .filter(|(flawed, found)| flawed.flaws != *found)
        .map(|(flawed, found)| format!("{}: {:?} found as {found:?}", flawed.stem, flawed.flaws))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_flaw_is_planted_three_times_at_least() {
    let mut planted_times: BTreeMap<String, usize> = BTreeMap::new();
    for flaw in planted().questions.into_iter().flat_map(|flawed| flawed.flaws) {
        *planted_times.entry(flaw).or_default() += 1;
    }
    for flaw in table() {
        assert!(planted_times.get(flaw.name).is_some_and(|times| *times >= 3), "{}", flaw.name);
    }
}
