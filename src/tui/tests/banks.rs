//! The banks that the tests sit: a small one about lighthouses, and one that makes everything as hard as it may.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bank::{BANK_FILE, Bank};

const TOWERS: &str = "\
A lighthouse is a tower with a lamp that shows ships the way at night. Its keeper lived beside it.

== Lamps ==

The first lamps burned wood, and later coal. Whale oil gave a steadier flame[2], and gas came after it.
In 1822 a ring-shaped lens was built that sends nearly all of the light out to sea. Such a lens weighs a fraction of a
solid one of the same strength, because everything but its surface is left away.

== Towers ==

* The tower at Eddystone was first lit in 1698.
* The tower at Bell Rock was first lit in 1810.
* The tower at Skerryvore was first lit in 1844.

A tower on a rock is built of stones that are cut to lock into each other.
";

const KEEPERS: &str = "\
Keepers wound the clockwork, trimmed the wick and cleaned the lens. They also kept a log of the weather.

== Watches ==

A night was divided into watches of four hours. Nobody was to sleep while the lamp was lit, and by day the lens was
covered. Keepers knew that everything but the surface of a solid lens can be left away.

== The end of the trade ==

The last lamps were made to run by themselves at the end of the twentieth century.
";

const HOSTILE: &str = "\
The lamp is \u{1b}[31mred\u{1b}[0m and \u{7}loud at \u{202e}night\u{202c} here.

灯台は船に夜の道を示す塔である。灯台守は隣に住んでいた。

المنارة برج يرشد السفن في الليل إلى الميناء.

The e\u{301}te\u{301} lamp 🏴‍☠️ shines 👩‍👩‍👧‍👦 for all 🙂.
";

/// A bank in a folder of its own, which lives as long as the bank is used.
pub struct Shelf {
    folder: TempDir,
    path: PathBuf,
}

impl Shelf {
    fn of(
        id: &str,
        title: &str,
        topics: &[(&str, &str)],
        documents: &[(&str, &str, &str)],
        questions: &[Value],
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(BANK_FILE);
        let about = |(id, title, text): &(&str, &str, &str)| {
            fs::write(folder.path().join(format!("{id}.txt")), text).unwrap();
            json!({ "id": id, "file": format!("{id}.txt"), "title": title, "publisher": "Harbour Library" })
        };
        let documents: Vec<Value> = documents.iter().map(about).collect();
        let topics: Vec<Value> = topics.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect();
        let bank = json!({ "format": 1, "id": id, "title": title, "documents": documents, "topics": topics,
            "questions": questions });
        fs::write(&path, bank.to_string()).unwrap();
        Self { folder, path }
    }

    /// The bank, read anew.
    pub fn open(&self) -> Bank {
        Bank::open(&self.path).unwrap()
    }

    /// The folder that it is in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Changes the bank's file.
    pub fn change(&self, from: &str, to: &str) {
        change(&self.path, from, to);
    }

    /// Changes a document.
    pub fn change_document(&self, id: &str, from: &str, to: &str) {
        change(&self.path.with_file_name(format!("{id}.txt")), from, to);
    }
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replace(from, to)).unwrap();
}

fn question(id: &str, topic: &str, stem: &str, choices: &[(&str, bool, &str)], citations: &Value) -> Value {
    let choice = |(text, key, why): &(&str, bool, &str)| json!({ "text": text, "key": key, "rationale": why });
    let choices: Vec<Value> = choices.iter().map(choice).collect();
    json!({ "id": id, "topic": topic, "stem": stem, "choices": choices, "citations": citations })
}

fn cite(document: &str, exact: &str, answer: &str) -> Value {
    let answer: Vec<&str> = Some(answer).filter(|answer| !answer.is_empty()).into_iter().collect();
    json!([{ "document": document, "exact": exact, "answer": answer }])
}

/// Seven questions, one of each kind, over two documents and two topics.
pub fn lighthouses() -> Shelf {
    let mut fuel = question(
        "fuel",
        "lamps",
        "What did the first lamps of lighthouses burn, before coal was brought to them?",
        &[
            ("Wood", true, "Wood came first, and coal after it."),
            ("Gas", false, "Gas came after whale oil, so it was among the last."),
            ("Whale oil", false, "Whale oil came after coal; its flame was steadier."),
            ("Peat", false, "The notes name no lighthouse that burned peat."),
        ],
        &cite("towers", "The first lamps burned wood, and later coal.", "burned wood"),
    );
    fuel["choices"][2]["citations"] = cite("towers", "Whale oil gave a steadier flame[2], and gas came after it.", "");
    let lens = question(
        "lens",
        "lamps",
        "Why does a ring-shaped lens weigh only a fraction of a solid one of the same strength?",
        &[
            ("Everything but its surface is left away", true, "Only the surface bends the light."),
            ("It is made of a lighter kind of glass", false, "The glass is the same; there is less of it."),
            ("It is smaller than the solid one", false, "It is of the same strength, and as wide."),
            ("It stands on a bath of mercury", false, "That would make it turn more easily, not weigh less."),
        ],
        &cite(
            "towers",
            "Such a lens weighs a fraction of a solid one of the same strength, because everything but its surface is left away.",
            "everything but its surface is left away",
        ),
    );
    let year = question(
        "year",
        "lamps",
        "In which year was the tower at Bell Rock first lit?",
        &[("1844", false, ""), ("1698", false, "That is Eddystone."), ("1810", true, ""), ("1822", false, "")],
        &cite("towers", "The tower at Bell Rock was first lit in 1810.", "1810"),
    );
    let duties = question(
        "duties",
        "keepers",
        "What did keepers do?",
        &[
            ("They wound the clockwork", true, "It turned the lens."),
            ("They trimmed the wick", true, "An untrimmed wick smokes."),
            ("They piloted ships", false, "Pilots did that; keepers stayed at the lamp."),
            ("They kept a log of the weather", true, ""),
            ("They sold whale oil", false, "They burned it."),
        ],
        &json!([
            { "document": "keepers", "exact": "Keepers wound the clockwork, trimmed the wick and cleaned the lens.",
              "answer": ["wound the clockwork", "trimmed the wick"] },
            { "document": "keepers", "exact": "They also kept a log of the weather.", "answer": ["log of the weather"] },
        ]),
    );
    let sleep = question(
        "sleep",
        "keepers",
        "When was a keeper on watch free to sleep?",
        &[("Once the lamp was out", true, ""), ("Whenever no ship was near", false, "")],
        &cite("keepers", "Nobody was to sleep while the lamp was lit", "while the lamp was lit"),
    );
    let mut watch = question(
        "watch",
        "keepers",
        "How long was a watch?",
        &[("Four hours", true, ""), ("Six hours", false, ""), ("Eight hours", false, "")],
        &cite("keepers", "A night was divided into watches of four hours.", "four hours"),
    );
    watch["status"] = "draft".into();
    let mut stones = question(
        "stones",
        "lamps",
        "What holds the stones of a tower on a rock together?",
        &[("Their own shape", true, ""), ("Iron clamps", false, ""), ("Mortar alone", false, "")],
        &cite("towers", "A tower on a rock is built of stones that are cut to lock into each other.", "cut to lock"),
    );
    stones["weight"] = "detail".into();
    Shelf::of(
        "lighthouses",
        "Lighthouses and their keepers",
        &[("lamps", "Lamps and towers"), ("keepers", "Keepers")],
        &[("towers", "Notes on lighthouses", TOWERS), ("keepers", "Keepers of the coast", KEEPERS)],
        &[fuel, lens, year, duties, sleep, watch, stones],
    )
}

/// The lighthouses as a builder left them: drafts, one that went stale, one in conflict, with spares.
pub fn drafts() -> Shelf {
    let mut year = question(
        "year",
        "lamps",
        "In which year was the tower at Bell Rock first lit?",
        &[
            ("1698", false, "That is Eddystone."),
            ("1810", true, "It is what the passage says."),
            ("1822", false, "That is the lens."),
        ],
        &cite("towers", "The tower at Bell Rock was first lit in 1810.", "1810"),
    );
    year["choices"][0]["citations"] = cite("towers", "The tower at Eddystone was first lit in 1698.", "");
    year["origin"] = "build: count".into();
    year["status"] = "draft".into();
    let mut rival = question(
        "rival",
        "keepers",
        "What could nobody do while the lamp was lit?",
        &[("Sleep", true, "Nobody was to sleep."), ("Eat", false, "Nothing is said of it."), ("Read", false, "")],
        &cite("keepers", "Nobody was to sleep while the lamp was lit", "sleep"),
    );
    rival["status"] = "conflict".into();
    let mut stale = question(
        "stale",
        "lamps",
        "What did the first lamps burn?",
        &[("Peat", true, "It was at hand."), ("Gas", false, "Gas came last."), ("Oil", false, "Oil came later.")],
        &cite("towers", "The first lamps burned wood, and later coal.", "coal"),
    );
    stale["status"] = "stale".into();
    stale["origin"] = "build: name".into();
    let mut watch = question(
        "watch",
        "keepers",
        "How long was a watch?",
        &[("Four hours", true, "So it was."), ("Six hours", false, "Too long."), ("Eight hours", false, "Too long.")],
        &cite("keepers", "A night was divided into watches of four hours.", "four hours"),
    );
    watch["status"] = "draft".into();
    watch["origin"] = "written by hand".into();
    let mut fresh = stale.clone();
    fresh["choices"][0]["text"] = "Wood".into();
    fresh["citations"] = cite("towers", "The first lamps burned wood, and later coal.", "wood");
    let spare = |text: &str| json!({ "text": text, "rationale": "That is another tower." });
    let shelf = Shelf::of(
        "lighthouses",
        "Lighthouses and their keepers",
        &[("lamps", "Lamps and towers"), ("keepers", "Keepers")],
        &[("towers", "Notes on lighthouses", TOWERS), ("keepers", "Keepers of the coast", KEEPERS)],
        &[rival, stale, watch, year],
    );
    let built = json!({ "format": 1, "questions": {
        "year": { "family": "year", "spare": [spare("1822"), spare("1844")] }, "stale": { "proposed": fresh },
        "rival": { "barred": { "why": "conflict", "document": "towers", "exact": "Its keeper lived beside it." } } } });
    fs::write(shelf.path.with_file_name("build.json"), built.to_string()).unwrap();
    shelf
}

/// Long, wide, joined, combining, right to left, with escape sequences; and questions that cannot be asked.
pub fn hostile() -> Shelf {
    let long = question(
        "long",
        "odd",
        &format!(
            "Which lamp is it{}?",
            ", of all the lamps that were ever lit on a coast where nobody lived".repeat(16)
        ),
        &[
            (
                &"the one whose flame is steadier than that of any other lamp ".repeat(4),
                true,
                &"because it is ".repeat(40),
            ),
            (&"unbreakable".repeat(14), false, ""),
        ],
        &cite("odd", "The lamp is \u{1b}[31mred\u{1b}[0m and \u{7}loud at \u{202e}night\u{202c} here.", "loud"),
    );
    let many: Vec<(String, bool)> = (1..=9).map(|n| (format!("choice {} 🙂", "I".repeat(n)), n % 2 == 1)).collect();
    let many: Vec<(&str, bool, &str)> =
        many.iter().map(|(text, key)| (text.as_str(), *key, "e\u{301}te\u{301}")).collect();
    let nine = question("nine", "odd", "Which of 👩‍👩‍👧‍👦 shines?", &many, &cite("odd", "for all", ""));
    let cjk = question(
        "wide",
        "odd",
        "灯台は何を示すか。船に夜の道を示す塔である灯台の役目について答えよ。",
        &[
            ("船に夜の道", true, "道である。"),
            ("灯台守の家", false, "家ではない。"),
            ("昼の天気", false, ""),
            ("魚", false, ""),
        ],
        &cite("odd", "灯台は船に夜の道を示す塔である。", "夜の道"),
    );
    let arabic = question(
        "arabic",
        "odd",
        "إلى أين ترشد المنارة السفن؟",
        &[("إلى الميناء", true, "نعم"), ("إلى الجبل", false, "لا"), ("إلى القمر", false, "")],
        &cite("odd", "المنارة برج يرشد السفن في الليل إلى الميناء.", "الميناء"),
    );
    let orphan = question(
        "orphan",
        "odd",
        "What is gone?",
        &[("It", true, ""), ("Not it", false, "")],
        &cite("odd", "Gone.", ""),
    );
    let mut stale = question(
        "stale",
        "odd",
        "What is stale?",
        &[("It", true, ""), ("Not it", false, "")],
        &cite("odd", "for all", ""),
    );
    stale["status"] = "stale".into();
    let broken = json!({ "id": "broken", "topic": "odd", "stem": "\u{1b}[2J", "choices": [] });
    Shelf::of(
        "hostile",
        "灯台 \u{1b}[1m🏴‍☠️\u{202e} المنارة, a title that is longer than any screen ought to have to bear",
        &[("odd", "奇妙な\u{7} topic of more than usual length, as topics go")],
        &[(
            "odd",
            "A document \u{1b}]0;with\u{7} a title that never ends 灯台灯台灯台灯台灯台灯台灯台灯台灯台灯台",
            HOSTILE,
        )],
        &[long, nine, cjk, arabic, orphan, stale, broken],
    )
}
