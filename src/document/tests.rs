use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

const DOCUMENTS: [&str; 5] = ["dossier-secretariat", "wikimd-dpo", "wikipedia-dpko", "wikipedia-dpo", "un-mission"];

fn source(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/questions/un-peace-operations/documents");
    std::fs::read(format!("{folder}/{name}.txt")).unwrap()
}

/// A document as a reader sees it: headings, passages with their blocks, dropped lines, in the order of the file.
fn outline(document: &Document) -> String {
    let mut rows: Vec<(usize, String)> = Vec::new();
    for section in document.sections() {
        let row =
            format!("{} {}", "#".repeat(usize::from(section.level)), section.title.as_deref().unwrap_or("(lead)"));
        rows.push((section.heading.start, row));
    }
    let mut blocks = Vec::new();
    for passage in document.passages() {
        if blocks.last() != Some(&passage.block) {
            blocks.push(passage.block);
        }
        let row = format!("{:?} {}: {}", passage.kind, blocks.len(), document.words(passage.span.clone()));
        rows.push((passage.span.start, row));
    }
    for dropped in document.dropped() {
        rows.push((dropped.span.start, format!("- {}: {}", dropped.reason, document.words(dropped.span.clone()))));
    }
    rows.sort_by_key(|&(at, _)| at); // stable: an untitled lead stays ahead of its first passage
    let mut out = String::new();
    for (at, row) in rows {
        let _ = writeln!(out, "{:>3} {row}", document.line(at));
    }
    out
}

#[test]
fn the_five_documents_are_read_as_a_reader_would() {
    for name in DOCUMENTS {
        insta::assert_snapshot!(name, outline(&Document::read(source(name))));
    }
}
