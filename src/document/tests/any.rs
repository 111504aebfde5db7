//! Any bytes at all.

use proptest::prelude::*;

use super::*;

/// What holds for every document, whatever its bytes.
fn check(bytes: Vec<u8>) {
    let document = Document::read(bytes);
    let bytes = document.bytes().to_vec();
    let mut spans: Vec<Range<usize>> = document.passages().iter().map(|passage| passage.span.clone()).collect();
    for list in [&spans, &document.dropped().iter().map(|dropped| dropped.span.clone()).collect()] {
        assert!(list.windows(2).all(|pair| pair[0].end <= pair[1].start), "in order");
    }
    spans.extend(document.dropped().iter().map(|dropped| dropped.span.clone()));
    spans.extend(document.sections().iter().map(|section| section.heading.clone()).filter(|span| !span.is_empty()));
    spans.sort_by_key(|span| span.start);
    let mut at = 0;
    for span in spans {
        assert!(span.start >= at && span.start < span.end, "disjoint and not empty");
        assert!(document.words(at..span.start).is_empty(), "nothing is left between");
        at = span.end;
    }
    assert!(document.words(at..bytes.len()).is_empty(), "nothing is left behind");

    let mut text = String::new();
    for (i, passage) in document.passages().iter().enumerate() {
        let words = document.words(passage.span.clone());
        let range = document.text_of(i);
        assert!(!words.is_empty());
        assert_eq!(document.text()[range.clone()], words, "the file has the passage's words");
        assert_eq!(document.bytes_of(range), passage.span);
        assert!(document.passages_in(passage.span.clone()) == (i..i + 1));
        assert!(document.sections()[passage.section].passages.contains(&i));
        text.push_str(if i > 0 { " " } else { "" });
        text.push_str(&words);
    }
    assert_eq!(document.text(), text);
    let mut next = 0;
    for section in document.sections() {
        assert_eq!(section.passages.start, next);
        next = section.passages.end;
    }
    assert_eq!(next, document.passages().len());
}

/// Text with much of what the reader looks for.
fn marked_text() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "\n",
        "\n\n",
        " ",
        "  ",
        "== ",
        " ==",
        "[edit]",
        "# ",
        "- ",
        "* ",
        "1. ",
        "| ",
        " | ",
        "|-",
        "{|",
        "! a !! b",
        "----",
        "====",
        "Word",
        "word.",
        "Ad.Word",
        "⭐ ",
        "?",
        "!",
        ":",
        ";",
        "Label: value",
        "Formation1992",
        "See also",
        "References",
        "1. ^ ",
        "\u{feff}",
        "\u{a0}",
        "é",
        "平和。",
        "[2]",
        "\"",
        "CAPITALS",
        "http://a.org/b.htmlTHE",
        "↓ ",
        ">>>",
        "<<<",
        ".svg",
        "This article is a stub",
        "A line of words that is long enough to be a full line of prose",
        "\r\n",
        "\t",
        "\0",
    ]);
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_whole(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check(bytes);
    }

    #[test]
    fn any_text_is_read_whole(text in marked_text()) {
        check(text.into_bytes());
    }

    #[test]
    fn damaged_documents_are_read_whole(
        which in 0..DOCUMENTS.len(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..40), 1..12),
    ) {
        let mut bytes = source(DOCUMENTS[which]);
        for (place, byte, cut) in damage {
            let at = place.index(bytes.len());
            bytes[at] = byte;
            if cut > 20 {
                bytes.drain(at..(at + cut).min(bytes.len() - 1).max(at));
            }
        }
        check(bytes);
    }

    #[test]
    fn any_range_is_safe(bytes in proptest::collection::vec(any::<u8>(), 0..60), a in 0usize..99, b in 0usize..99) {
        let document = Document::read(bytes);
        for range in [a..b, b..a, a..usize::MAX] {
            let _ = document.words(document.bytes_of(range.clone()));
            let _ = document.passages_in(range.clone());
            let _ = document.words(range);
        }
        let _ = (document.line(a), document.text_of(b));
    }
}
