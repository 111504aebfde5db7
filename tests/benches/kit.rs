//! What several benches need: a bank of any size, an application over it, a terminal that counts, ratios.
#![allow(dead_code, reason = "not every bench uses all of it")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

/// Documents of a made bank.
const DOCUMENTS: usize = 5;
/// Passages of each of its documents.
const PASSAGES: usize = 200;
/// Characters of a passage, about.
const PASSAGE: usize = 600;

/// Where the benches keep what they make.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

/// A bank of so many questions of about 1.5 kB, each citing a passage of 600 characters; made once.
pub fn bank(questions: usize) -> io::Result<PathBuf> {
    let folder = folder().join(format!("bank-{questions}"));
    let file = folder.join("bank.json");
    if file.exists() {
        return Ok(file);
    }
    fs::create_dir_all(folder.join("documents"))?;
    for document in 0..DOCUMENTS {
        fs::write(folder.join(format!("documents/{document}.txt")), self::document(document))?;
    }
    // Under another name until it is whole.
    let fresh = folder.join("bank.new");
    let mut out = BufWriter::new(File::create(&fresh)?);
    let about =
        |n| json!({ "id": format!("d{n}"), "file": format!("documents/{n}.txt"), "title": format!("Report {n}") });
    let documents: Vec<_> = (0..DOCUMENTS).map(about).collect();
    writeln!(out, "{{\n  \"format\": 1,\n  \"id\": \"made\",\n  \"title\": \"A made bank\",")?;
    writeln!(out, "  \"documents\": {},", json!(documents))?;
    writeln!(out, "  \"topics\": [{{ \"id\": \"all\", \"title\": \"All\" }}],\n  \"questions\": [")?;
    for n in 0..questions {
        let comma = if n + 1 < questions { "," } else { "" };
        let question = serde_json::to_string_pretty(&question(n))?.replace('\n', "\n    ");
        writeln!(out, "    {question}{comma}")?;
    }
    writeln!(out, "  ]\n}}")?;
    out.into_inner()?.sync_all()?;
    fs::rename(fresh, &file)?;
    Ok(file)
}

fn question(n: usize) -> serde_json::Value {
    let (document, passage) = (n % DOCUMENTS, n / DOCUMENTS % PASSAGES);
    let exact = self::passage(document, passage);
    let answer = exact.split(' ').nth(3).unwrap_or_default();
    let choice = |c: usize| {
        json!({
            "text": format!("The {} of the {} before the next session", word(n + 3 * c), word(7 * n + c + 1)),
            "key": c == 0,
            "rationale": format!("Report {document} gives this to the {} and not to the {}.", word(n + c), word(n + c + 5)),
        })
    };
    json!({
        "id": format!("q{n:06}"), "topic": "all", "level": "understand",
        "stem": format!("By what report {document} says in its part {passage}, which of these did the {} leave to the {}?",
            word(n + 1), word(3 * n + 2)),
        "choices": (0..4).map(choice).collect::<Vec<_>>(),
        "citations": [{ "document": format!("d{document}"), "exact": exact, "answer": [answer] }],
    })
}

/// The text of a document: paragraphs under headings.
pub fn document(number: usize) -> String {
    let mut text = format!("Report {number}\n\n");
    for n in 0..PASSAGES {
        if n % 10 == 0 {
            let _ = write!(text, "== Part {} ==\n\n", n / 10 + 1);
        }
        let _ = write!(text, "{}\n\n", passage(number, n));
    }
    text
}

/// A passage of a few sentences that no other place has.
fn passage(document: usize, number: usize) -> String {
    let mut text = format!("In paragraph {number} the {} of report {document}", word(number + document));
    let mut chance = (document * PASSAGES + number + 1) as u64;
    let mut words = 8;
    while text.len() < PASSAGE {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let next = word((chance >> 33) as usize);
        if words % 17 == 0 {
            let (first, rest) = next.split_at(1);
            let _ = write!(text, ". {}{rest}", first.to_uppercase());
        } else {
            let _ = write!(text, " {next}");
        }
        words += 1;
    }
    text + "."
}

fn word(n: usize) -> &'static str {
    const WORDS: [&str; 32] = [
        "office",
        "council",
        "of",
        "the",
        "mission",
        "and",
        "budget",
        "observers",
        "for",
        "support",
        "mandate",
        "in",
        "planning",
        "to",
        "review",
        "with",
        "personnel",
        "command",
        "by",
        "logistics",
        "troops",
        "from",
        "assembly",
        "transfer",
        "civilian",
        "its",
        "field",
        "reform",
        "political",
        "was",
        "division",
        "training",
    ];
    WORDS[n % WORDS.len()]
}

/// Prints the medians that criterion measured in this run, as ratios to the first of them.
pub fn ratios(group: &str, names: &[&str]) {
    let median = |name: &str| {
        let file = criterion_folder().join(group).join(name).join("new/estimates.json");
        let estimates: serde_json::Value = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
        estimates.pointer("/median/point_estimate")?.as_f64()
    };
    let Some((first, others)) = names.split_first() else { return };
    for name in others {
        if let (Some(floor), Some(ours)) = (median(first), median(name)) {
            println!("{group}: {name} {:.3} ms, {first} {:.3} ms, ratio {:.3}", ours / 1e6, floor / 1e6, ours / floor);
        }
    }
}

/// The instructions of one whole run of this program with other arguments, counted by valgrind.
pub fn instructions(arguments: &[&str]) -> Result<u64, Box<dyn Error>> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(std::env::current_exe()?).args(arguments);
    let told = String::from_utf8(valgrind.output()?.stderr)?;
    let count = told.lines().find_map(|line| line.split_once("Collected :")).ok_or("valgrind counted nothing")?.1;
    Ok(count.trim().parse()?)
}

/// What stands after the name of the bench on the command line.
pub fn arguments() -> Vec<String> {
    std::env::args().skip(1).filter(|word| word != "--bench").collect()
}

/// Where criterion writes.
pub fn criterion_folder() -> PathBuf {
    folder().join("criterion")
}
