//! The house holds: a module imports only from those above it in `src/lib.rs`, and each tool stays in its room.

use std::fs;
use std::path::{Path, PathBuf};

/// What may be used in some places only: the word, where it may stand, and why it is kept there.
const ROOMS: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["store"], "only the store speaks SQL"),
    ("ratatui", &["tui"], "only the interface draws"),
    ("crossterm", &["tui"], "only the interface knows the terminal"),
    ("jiff", &["clock"], "time is an argument; only the clock reads it"),
    ("axum", &["host"], "only the host is a server"),
    ("tokio", &["host"], "only the host has a runtime"),
    ("hyper", &["host"], "only the host is a server"),
    ("tungstenite", &["host"], "only the host speaks over web sockets"),
    ("if_addrs", &["host"], "only the host asks for addresses"),
    ("ureq", &["cli"], "only the command line talks to a model"),
    ("println!", &["cli", "main"], "only the command line prints"),
    ("print!", &["cli", "main"], "only the command line prints"),
    ("eprintln!", &["cli", "main"], "only the command line prints"),
    ("eprint!", &["cli", "main"], "only the command line prints"),
];

/// A file of `src/`, and the top-level module it belongs to.
struct Source {
    path: PathBuf,
    module: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&root).unwrap();
                let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
                let module = first.trim_end_matches(".rs").to_owned();
                sources.push(Source { module, text: fs::read_to_string(&path).unwrap(), path });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// The top-level modules, from the ground up.
fn order() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = fs::read_to_string(root).unwrap();
    let name = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    text.lines().filter_map(name).collect()
}

/// The text without its comments and what stands in quotes, its lines kept.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let bytes: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len()),
            ['r', '"', ..] | ['r', '#', '"' | '#', ..] => raw_string(rest),
            ['"', ..] => {
                let mut end = 1;
                while end < rest.len() && rest[end] != '"' {
                    end += if rest[end] == '\\' { 2 } else { 1 };
                }
                (end + 1).min(rest.len())
            }
            ['\'', '\\', _, '\'', ..] => 4,
            ['\'', _, '\'', ..] => 3,
            [letter, ..] => {
                out.push(*letter);
                at += 1;
                continue;
            }
            [] => break,
        };
        out.extend(rest[..length].iter().filter(|letter| **letter == '\n'));
        at += length;
    }
    out
}

/// The length of a raw string that begins here.
fn raw_string(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|letter| **letter == '#').count();
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = hashes + 2;
    let inside = rest.get(body..).unwrap_or_default();
    let end = inside.windows(close.len()).position(|window| window == close.as_slice());
    // A raw identifier such as `r#type` ends with its own line at the latest.
    end.filter(|_| rest.get(body - 1) == Some(&'"')).map_or(body - 1, |end| body + end + close.len())
}

/// The line of a byte of the text.
fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The modules that the code names behind `crate::`, each with the byte where; `crate::{a, b::c}` names two.
fn named(code: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        let word = |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let Some(group) = rest.strip_prefix('{') else {
            named.push((at, word(rest)));
            continue;
        };
        let mut depth = 1;
        let mut fresh = true;
        for (offset, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => fresh = true,
                _ if letter.is_whitespace() => {}
                _ if fresh => {
                    named.push((at + found.len() + 1 + offset, word(&group[offset..])));
                    fresh = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    named
}

/// Where a word stands by itself.
fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        !code[..*at].ends_with(part) && (word.ends_with('!') || !code[at + word.len()..].starts_with(part))
    })
}

#[test]
fn a_module_imports_only_from_those_above_it() {
    let order = order();
    assert!(order.len() > 5, "src/lib.rs lists its modules as `pub mod name;` lines, from the ground up");
    let height = |module: &str| order.iter().position(|name| name == module);
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !["lib", "main"].contains(&source.module.as_str())) {
        let Some(own) = height(&source.module) else {
            wrong.push(format!("{}:1: `{}` is not in src/lib.rs", source.path.display(), source.module));
            continue;
        };
        let code = code(&source.text);
        for (at, module) in named(&code) {
            if height(&module).is_none_or(|other| other > own) {
                let place = format!("{}:{}", source.path.display(), line(&code, at));
                wrong.push(format!("{place}: `{}` may not use `{module}`, which is not above it", source.module));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn each_tool_stays_in_its_room() {
    let mut wrong = Vec::new();
    for source in sources() {
        let code = code(&source.text);
        for (word, rooms, reason) in ROOMS {
            if rooms.contains(&source.module.as_str()) {
                continue;
            }
            for at in words(&code, word) {
                wrong.push(format!("{}:{}: `{word}`: {reason}", source.path.display(), line(&code, at)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn imports_are_found_where_they_are_and_only_there() {
    let text = "// crate::nowhere\nuse crate::{\n    alpha,\n    beta::{inner, other},\n};\nlet s = \"crate::text \\\" \";\nlet r = r#\"crate::raw \" \"#;\nlet q = '\"'; crate::gamma::f();";
    let code = code(text);
    let found: Vec<_> = named(&code).into_iter().map(|(at, module)| (line(&code, at), module)).collect();
    assert_eq!(found, [(3, "alpha".to_owned()), (4, "beta".to_owned()), (8, "gamma".to_owned())]);
    assert_eq!(words("eprintln!(1); println!(2)", "println!").count(), 1);
}
