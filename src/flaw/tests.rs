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
    /// What it has and no rule finds.
    #[serde(default)]
    missed: BTreeSet<String>,
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

/// How often each flaw was planted and found, by name.
fn counts() -> BTreeMap<String, (usize, usize)> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for flawed in planted().questions {
        for flaw in &flawed.flaws {
            counts.entry(flaw.clone()).or_default().0 += 1;
        }
        for flaw in flawed.flaws.iter().chain(&flawed.missed) {
            counts.entry(flaw.clone()).or_default().1 += 1;
        }
    }
    counts
}

#[test]
fn every_flaw_is_planted_three_times_at_least() {
    let counts = counts();
    for flaw in table() {
        assert!(counts.get(flaw.name).is_some_and(|(_, planted)| *planted >= 3), "{}", flaw.name);
    }
    assert!(counts.keys().all(|name| named(name).is_some()), "every planted flaw is one of the table");
}

#[test]
fn the_page_on_flaws_is_in_step_with_the_table() {
    let (page, counts) = (include_str!("../../docs/check.md"), counts());
    let rows: Vec<String> = (table().iter())
        .map(|flaw| {
            let Flaw { name, severity, what, remedy, guideline, moore, .. } = flaw;
            let (found, planted) = counts[*name];
            let (guideline, moore) = (guideline.unwrap_or("–"), moore.unwrap_or("–"));
            format!("| `{name}` | {severity} | {what} | {remedy} | {guideline} | {moore} | {found} of {planted} |")
        })
        .collect();
    let missing: Vec<&str> = rows.iter().map(String::as_str).filter(|row| !page.contains(row)).collect();
    assert!(missing.is_empty(), "docs/check.md should have\n{}", missing.join("\n"));
}

#[test]
fn a_flaw_that_is_allowed_is_marked() {
    let allowed = question("Which of these is not a noble gas?", &["Argon", "*Nitrogen"], |json| {
        json["allow"] = json!([{ "flaw": "negative-stem", "reason": "The exception is what matters." }]);
    });
    let found = flaws_of(&allowed, &Surroundings::default());
    assert_eq!(
        found.iter().map(|found| (found.flaw.name, found.allowed)).collect::<Vec<_>>(),
        [("negative-stem", true)]
    );
}

#[test]
fn english_words_mean_nothing_in_another_language() {
    let asked = question("Who was not there?", &["*All of these", "Ann", "Bob"], |_| ());
    let in_language = |language| names(&asked, &Surroundings { language: Some(language), aliases: &[] });
    assert!(in_language("en-GB").contains("negative-stem"));
    assert!(in_language("de").is_empty());
}

/// What looks like a flaw and is none; each was accused once.
#[test]
fn what_only_looks_like_a_flaw_is_left_alone() {
    let sound: [(&str, &[&str]); 16] = [
        ("Why was the harbour not rebuilt?", &["*Money ran out", "Stone ran out", "Trade moved"]),
        ("Which body decides when members do not agree?", &["*The Council", "The Court", "The Assembly"]),
        ("Who is named in the first list and not in the second?", &["*Ann", "Bob", "Cy"]),
        ("Had the budget not been frozen, which post would have been filled?", &["*Clerk", "Cook", "Guard"]),
        ("Who sang “Don’t Look Back” first?", &["*Ann", "Bob", "Cy"]),
        ("Not surprisingly, he was alone. Where did he sleep?", &["*In a barn", "In a boat", "In a tent"]),
        ("How many moons has Venus?", &["*None", "One", "Two"]),
        ("Which song did she write?", &["*Never Say Never Again", "Always on My Mind", "Forever Young"]),
        ("Which city is the largest?", &["York", "*New York", "Boston"]),
        ("Which language is it?", &["*C", "C++", "C#"]),
        ("Whom does the General Assembly appoint?", &["*The Secretary-General", "The speaker", "The clerk"]),
        ("What is measured by the current that flows?", &["*Charge", "Mass", "Heat"]),
        ("What do the two names stand for?", &["*One body", "A body and its part", "Two rivals"]),
        ("Name the first head of the office.", &["*Ann", "Bob", "Cy"]),
        ("What was laid down in 1992?", &["*A rule for all members", "A rule for new members", "A rule for guests"]),
        ("Which method is used to date fossils?", &["*Counting layers", "Weighing them", "Heating them"]),
    ];
    for (stem, choices) in sound {
        let found = names(&question(stem, choices, |_| ()), &Surroundings::default());
        assert!(found.is_empty(), "{stem}: {found:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_question_makes_a_rule_panic(
        stem in "\\PC{1,60}",
        choices in proptest::collection::vec("\\PC{1,30}", 2..6),
        alias in "\\PC{0,10}",
    ) {
        let choice = |(n, text): (usize, &String)| json!({ "text": text, "key": n == 0 });
        let json = json!({
            "id": "q", "topic": "t", "stem": stem,
            "choices": choices.iter().enumerate().map(choice).collect::<Vec<_>>(),
            "citations": [{ "document": "d", "exact": stem }],
        });
        if let Ok(question) = Question::from_json(&json.to_string()) {
            let aliases = [vec![alias, "x".to_owned()]];
            let _ = flaws_of(&question, &Surroundings { language: None, aliases: &aliases });
        }
    }
}
