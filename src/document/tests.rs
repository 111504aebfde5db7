use std::fmt::Write as _;

use super::*;

mod any;
mod bombs;
mod files;
mod formats;

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

/// The outline of a text without its line numbers.
fn parts(text: &str) -> Vec<String> {
    let document = Document::read(text.as_bytes().to_vec());
    outline(&document).lines().map(|row| row.trim_start().split_once(' ').unwrap().1.to_owned()).collect()
}

#[test]
fn markdown_headings_lists_and_tables_are_read() {
    let text = "# Peacekeeping\n\nWhat it is. And is not.\n\n## Kinds ##\n\n* observers\n* troops\n  of many kinds\n\n1. police\n\n\
        | Year | Missions |\n|---|---|\n| 2010 | 16 |\n\n***\n\nSetext\n------\nIt ends.\n";
    assert_eq!(
        parts(text),
        [
            "# Peacekeeping",
            "Sentence 1: What it is.",
            "Sentence 1: And is not.",
            "## Kinds",
            "Entry 2: * observers",
            "Entry 2: * troops of many kinds",
            "Entry 2: 1. police",
            "Header 3: | Year | Missions |",
            "- rule: |---|---|",
            "Row 3: | 2010 | 16 |",
            "- rule: ***",
            "## Setext",
            "Sentence 4: It ends.",
        ]
    );
}

#[test]
fn chapters_of_one_level_are_no_title() {
    let text = "# One\n\nIt begins.\n\n## Part\n\nIt goes on.\n\n# Two\n\nIt ends.\n";
    let document = Document::read(text.as_bytes());
    let levels: Vec<u8> = document.sections().iter().map(|section| section.level).collect();
    assert_eq!(levels, [2, 3, 2]);
}

#[test]
fn wrapped_paragraphs_are_joined() {
    let text = "The mandate of the secretariat is a wide one. It has creative\ncapacity, and it can introduce new ideas to \
        the members of the\norganization. It can take initiatives.\n\nA second paragraph that goes on over the end of its \
        line and\nends here.\n\n- an entry that is longer than a line of this text can be, so\n  that it goes on\n- another\n\n\
        The people of the country and all the others of the world who\nshare on average two of them, protected in two steps: (1) for\n\
        all, and after that for each of the others, which is the step\n(2) of them.\n";
    assert_eq!(
        parts(text),
        [
            " (lead)",
            "Sentence 1: The mandate of the secretariat is a wide one.",
            "Sentence 1: It has creative capacity, and it can introduce new ideas to the members of the organization.",
            "Sentence 1: It can take initiatives.",
            "Sentence 2: A second paragraph that goes on over the end of its line and ends here.",
            "Entry 3: - an entry that is longer than a line of this text can be, so that it goes on",
            "Entry 3: - another",
            "Sentence 4: The people of the country and all the others of the world who share on average two of them, \
             protected in two steps: (1) for all, and after that for each of the others, which is the step (2) of them.",
        ]
    );
}

#[test]
fn lines_that_are_paragraphs_are_not_joined() {
    let text = "One line is one thought here.\nThe next line is another thought.\n\nThe end.";
    assert_eq!(
        parts(text),
        [
            " (lead)",
            "Sentence 1: One line is one thought here.",
            "Sentence 2: The next line is another thought.",
            "Sentence 3: The end.",
        ]
    );
}

#[test]
fn short_lines_above_content_are_headings_and_others_content() {
    let text =
        "Annual report\n\nCHAPTER ONE\n\nThe Beginning\n\nIt began in 1948.\n\n2. Growth\n\nIt grew.\n\nKofi Annan\n";
    assert_eq!(
        parts(text),
        [
            "# Annual report",
            "## CHAPTER ONE",
            "## The Beginning",
            "Sentence 1: It began in 1948.",
            "### 2. Growth",
            "Sentence 2: It grew.",
            "Sentence 3: Kofi Annan",
        ]
    );
    assert_eq!(parts("Hello"), [" (lead)", "Sentence 1: Hello"]);
}

#[test]
fn page_furniture_is_dropped_and_sentences_about_it_are_not() {
    let text = "Advertisement\n\nShare on Facebook\n\nWe use cookies to improve your visit.\n\nhttp://www.un.org/\n\n\
        Subscribe to our newsletter\n\n© 2020 United Nations\n\n[[Category:Peace]]\n\nNext »\n\nPage 3 of 10\n\n\
        The advertisement of 1948 called for observers.\n\nA menu is a list. Search and rescue is another thing.\n\n\
        « Le mandat »\n";
    assert_eq!(
        parts(text),
        [
            " (lead)",
            "- advert: Advertisement",
            "- share: Share on Facebook",
            "- cookies: We use cookies to improve your visit.",
            "- address: http://www.un.org/",
            "- subscribe: Subscribe to our newsletter",
            "- copyright: © 2020 United Nations",
            "- navigation: [[Category:Peace]]",
            "- navigation: Next »",
            "- page number: Page 3 of 10",
            "Sentence 1: The advertisement of 1948 called for observers.",
            "Sentence 2: A menu is a list.",
            "Sentence 2: Search and rescue is another thing.",
            "Sentence 3: « Le mandat »",
        ]
    );
}

#[test]
fn a_document_that_is_called_notes_is_read() {
    let read = parts("= Notes =\n\nThe sky is blue by day.\n\n== Notes ==\n\n1. A source.\n");
    assert!(read.iter().any(|part| part.contains("The sky is blue")), "{read:?}");
    assert!(!read.iter().any(|part| part.contains("Sentence") && part.contains("A source")), "{read:?}");
}

#[test]
fn wiki_source_is_read_too() {
    let text = "= DPO =\n\nIt directs.\n\n{| class=\"wikitable\"\n! Name !! Year\n|-\n| Annan || 1993\n|}\n\n\
        === Deeper ===\n*one\n*two\n\n[[File:Flag.svg|thumb|A flag]]\n{{Stub}}\n\n== References ==\nSmith, J. A book. Oxford.\n\n\
        == After ==\nIt ends.\n";
    assert_eq!(
        parts(text),
        [
            "# DPO",
            "Sentence 1: It directs.",
            "- rule: {| class=\"wikitable\"",
            "Header 2: ! Name !! Year",
            "- rule: |-",
            "Row 2: | Annan || 1993",
            "- rule: |}",
            "### Deeper",
            "Entry 3: *one",
            "Entry 3: *two",
            "- image: [[File:Flag.svg|thumb|A flag]]",
            "- placeholder: {{Stub}}",
            "- reference: == References ==",
            "- reference: Smith, J. A book. Oxford.",
            "## After",
            "Sentence 4: It ends.",
        ]
    );
}

#[test]
fn labels_with_values_are_lines() {
    let text = "The department was formed long ago.\n\nFormation: March 1992\nHead: Jean-Pierre Lacroix\n\nNote: it changed.\n";
    assert_eq!(
        parts(text),
        [
            " (lead)",
            "Sentence 1: The department was formed long ago.",
            "Line 2: Formation: March 1992",
            "Line 2: Head: Jean-Pierre Lacroix",
            "Sentence 3: Note: it changed.",
        ]
    );
}

#[test]
fn nothing_is_one_empty_section() {
    for bytes in [&b""[..], b" \n\n\t", b"\xEF\xBB\xBF"] {
        let document = Document::read(bytes);
        assert_eq!(document.sections().len(), 1);
        assert!(document.passages().is_empty() && document.text().is_empty());
    }
    assert_eq!(Document::read(&b"\xEF\xBB\xBFText."[..]).dropped()[0].reason, Reason::ByteOrderMark);
}

#[test]
fn text_leads_back_to_bytes_over_gaps_and_bad_encoding() {
    let document = Document::read(&b"Gu\xC3\xA9henno  \t led. \n\nAd spacer\n\nIt \xFF\xFEgrew\x80.\r\n"[..]);
    assert_eq!(document.text(), "Guéhenno led. It \u{fffd}\u{fffd}grew\u{fffd}.");
    let spans = |words: &str| {
        let at = document.text().find(words).unwrap();
        document.words(document.bytes_of(at..at + words.len()))
    };
    for words in ["Guéhenno", "led.", "enno led", "It", "\u{fffd}grew", "grew\u{fffd}", "ew", "."] {
        assert_eq!(spans(words), words);
    }
    let whole = document.bytes_of(0..usize::MAX);
    assert_eq!(whole, 0..document.bytes().len() - 2);
    assert_eq!(document.words(document.bytes_of(5..5)), "");
}

#[test]
fn lines_are_counted_from_one() {
    let text = "a\n".repeat(10_000);
    let document = Document::read(text.into_bytes());
    for byte in [0, 1, 2, 4095, 4096, 4097, 12_345, 20_000, usize::MAX] {
        assert_eq!(document.line(byte), byte.min(20_000) / 2 + 1, "{byte}");
    }
}

#[test]
fn a_span_finds_the_passages_it_touches() {
    let document = Document::read(&b"One. Two.\n\nAd spacer\n\nThree."[..]);
    assert_eq!(document.passages_in(0..1), 0..1);
    assert_eq!(document.passages_in(2..6), 0..2);
    assert_eq!(document.passages_in(4..5), 1..1);
    assert_eq!(document.passages_in(11..20), 2..2);
    assert_eq!(document.passages_in(6..6), 1..2);
    assert_eq!(document.passages_in(0..usize::MAX), 0..3);
    assert_eq!(document.text_of(2), 10..16);
    assert_eq!(document.text_of(3), 0..0);
}

#[test]
fn every_reason_has_a_name_of_its_own_and_says_why() {
    let names: std::collections::HashSet<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
    assert_eq!(names.len(), Reason::ALL.len());
    assert!(Reason::ALL.iter().all(|reason| reason.explanation().ends_with('.')));
}
