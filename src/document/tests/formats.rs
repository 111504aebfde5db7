use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::*;
use super::DOCUMENTS;

/// A document as a person sees it: headings, passages and what was dropped, in the order of the file.
pub(super) fn outline(document: &Document) -> Vec<String> {
    let mut rows: Vec<(usize, String)> = Vec::new();
    for section in document.sections().iter().filter(|section| section.title.is_some()) {
        let title = section.title.as_deref().unwrap_or_default();
        rows.push((section.heading.start, format!("{} {title}", "#".repeat(usize::from(section.level)))));
    }
    for (n, passage) in document.passages().iter().enumerate() {
        rows.push((passage.span.start, format!("{:?}: {}", passage.kind, document.words_of(n))));
    }
    for dropped in document.dropped().iter().filter(|dropped| dropped.reason != Reason::Markup) {
        let mut row = String::new();
        let _ = write!(row, "- {}: {}", dropped.reason, document.words(dropped.span.clone()));
        rows.push((dropped.span.start, row));
    }
    rows.sort_by_key(|&(at, _)| at);
    rows.into_iter().map(|(_, row)| row).collect()
}

pub(super) fn open(name: &str, text: impl Into<Vec<u8>>) -> Document {
    let document = Document::open(name, text.into()).unwrap();
    whole(&document);
    document
}

/// What holds for every document of every format.
pub(super) fn whole(document: &Document) {
    let source = document.source().len();
    let mut spans: Vec<Range<usize>> = document.passages().iter().map(|passage| passage.span.clone()).collect();
    for (n, pair) in spans.windows(2).enumerate() {
        let words = || [document.words_of(n), document.words_of(n + 1)];
        assert!(pair[0].end <= pair[1].start, "{pair:?} are not in order: {:?}", words());
    }
    let dropped = document.dropped();
    assert!(dropped.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "what is dropped is in order");
    spans.extend(dropped.iter().map(|dropped| dropped.span.clone()));
    spans.extend(document.sections().iter().map(|section| section.heading.clone()).filter(|span| !span.is_empty()));
    spans.sort_by_key(|span| span.start);
    let mut at = 0;
    for span in spans {
        assert!(span.start >= at && span.start < span.end && span.end <= source, "{span:?} is behind {at}");
        assert!(document.words(at..span.start).is_empty(), "nothing is left between");
        at = span.end;
    }
    assert!(document.words(at..source).is_empty(), "nothing is left behind");

    let mut text = String::new();
    for (n, passage) in document.passages().iter().enumerate() {
        let words = document.words_of(n);
        assert!(!words.is_empty() && crate::text::squeeze(words) == words, "{words:?}");
        assert_eq!(document.bytes_of(document.text_of(n)), passage.span, "{words}");
        assert_eq!(document.passages_in(passage.span.clone()), n..n + 1);
        assert!(!document.place(passage.span.start).is_empty());
        text.push_str(if n > 0 { " " } else { "" });
        text.push_str(words);
    }
    assert_eq!(document.text(), text);
}

#[test]
fn markdown_is_read_without_its_marks() {
    let text = "---\ntitle: x\n---\n# The *Moon*\n\nIt is **bright** &amp; [round](http://a.b/c). It has\nno air[^1].\n\n\
        ![A picture](moon.png)\n\n## Seas\n\n- *Mare* Imbrium\n- Mare `Nubium`\n  - a part\n\n  More of it.\n\n1. one\n\n\
        ```\ncode();\n```\n\n| Sea | Size |\n|---|--:|\n| Imbrium | 1,145 km |\n| Nubium | |\n\n<div>\nraw\n</div>\n\n\
        Apollo\n: A programme.\n\n[^1]: A source.\n\n## External links\n\n- [there](http://a.b)\n";
    let document = open("moon.md", text);
    insta::assert_snapshot!(outline(&document).join("\n"), @"
    - metadata: --- title: x ---
    # The Moon
    Sentence: It is bright & round.
    Sentence: It has no air.
    - image: ![A picture](moon.png)
    ## Seas
    Entry: Mare Imbrium
    Entry: Mare Nubium
    Entry: a part
    Sentence: More of it.
    Entry: one
    - code: ``` code(); ```
    Header: Sea | Size
    Row: Imbrium | 1,145 km
    Row: Nubium |
    Line: Apollo: A programme.
    - reference: [^1]: A source.
    - links: External links
    - links: there
    ");
    assert_eq!(document.format(), Format::Markdown);
    let at = document.text().find("round").unwrap();
    assert!(document.words(document.bytes_of(at..at + 5)).starts_with("round"));
}

#[test]
fn a_page_is_read_for_its_content() {
    let text = "<!DOCTYPE html><html><head><title>Moon</title><script>if (a < b) {}</script></head><body>\n\
        <nav><ul><li><a href=/>Home</a><li><a href=/a>About</a></ul></nav>\n<header><h1>The Moon</h1></header>\n\
        <div class=\"content-area\"><p>The Moon is <b>the</b> only natural satellite of the Earth &amp; the nearest. It has \
        no air to speak of.<p>Its mass is 7.3&#160;&times; 10<sup>22</sup> kilograms, as measured by many.\n\
        <div class=\"ad\">Buy now</div>\n<h2>Seas<span class=\"mw-editsection\">[edit]</span></h2>\n\
        <ul><li>Mare <i>Imbrium</i>, the largest of those<ul><li>a part</ul><li>Mare Nubium</ul>\n\
        <pre>code</pre>\n<table><tr><th>Sea<th>Size<tr><td rowspan=2>Imbrium<td>1,145 km<tr><td>715 | mi</table>\n\
        <table class=infobox><tr><th>Age<td>4.5 bn<tr><th>Air<td>none</table>\n<dl><dt>Mare<dd>A plain of lava.</dl>\n\
        <figure><img src=x><figcaption>A sea.</figcaption></figure></div>\n\
        <footer>© 2020 Moon</footer></body></html>";
    let document = open("moon.html", text);
    insta::assert_snapshot!(outline(&document).join("\n"), @r#"
    - metadata: <head><title>Moon</title><script>if (a < b) {}</script></head>
    - navigation: <nav><ul><li><a href=/>Home</a><li><a href=/a>About</a></ul></nav>
    # The Moon
    Sentence: The Moon is the only natural satellite of the Earth & the nearest.
    Sentence: It has no air to speak of.
    Sentence: Its mass is 7.3 × 10²² kilograms, as measured by many.
    - advert: <div class="ad">Buy now</div>
    ## Seas
    - navigation: <span class="mw-editsection">[edit]</span>
    Entry: Mare Imbrium, the largest of those
    Entry: a part
    Entry: Mare Nubium
    - code: <pre>code</pre>
    Header: Sea | Size
    Row: Imbrium | 1,145 km
    Row: Imbrium | 715 / mi
    Line: Age: 4.5 bn
    Line: Air: none
    Line: Mare: A plain of lava.
    - image: <figure><img src=x><figcaption>A sea.</figcaption></figure>
    - footer: <footer>© 2020 Moon</footer>
    "#);
    assert_eq!(document.format(), Format::Html);
}

#[test]
fn old_pages_are_read_in_their_encoding() {
    let mut page = b"<meta content='text/html; charset=iso-8859-1'><p>The caf\xE9 is called ".to_vec();
    page.extend(b"\x93Caf\xE9\x94 by all. Another sentence is here.</p>");
    let document = open("old.htm", page);
    assert_eq!(document.words_of(0), "The café is called “Café” by all.");
    assert_eq!(document.passages()[1].span.end, document.bytes().len() - 4);
}

#[test]
fn wiki_markup_is_read_as_its_page_shows_it() {
    let text = "{{Short description|x}}\n{{Infobox moon\n| name = Moon\n| mean_radius = {{convert|1737|km|mi}}<ref>A.</ref>\n\
        | discovered = {{start date|1610|1|7}}\n| image = [[File:M.jpg]]\n}}\n\
        The '''Moon''' ({{IPAc-en|m}}) is [[Earth]]'s only [[natural satellite|satellite]].<ref name=\"a\">{{cite web|url=x}}\n\
        </ref> It is {{convert|384|to|400|km}} away.{{cn}} It has {{strange|x}} seas. It [http://a.b shines] at 10<sup>4</sup>&nbsp;K.\n\
        [[File:A.jpg|thumb|A [[sea]] of it]]\n\n== Seas ==\n* [[Mare Imbrium]]\n** ''Nubium''\n; Mare : A plain.\n\n\
        {| class=\"wikitable\"\n|+ Seas\n! Sea !! Size\n|-\n| rowspan=\"2\" | [[Imbrium]] || 1,145\n|-\n| 715 [[a|b]]\n|-\n| Nubium\n| 12\n|}\n\n\
        <!-- note -->\n== See also ==\n* [[Sun]]\n[[Category:Moons]]\n";
    for name in ["moon.wiki", "moon.txt", "moon"] {
        let document = open(name, text);
        assert_eq!(document.format(), Format::Wiki);
    }
    insta::assert_snapshot!(outline(&open("moon.wiki", text)).join("\n"), @r#"
    - template: {{Short description|x}}
    - template: {{Infobox moon | name = Moon |
    Line: Mean radius: 1737 km
    - template: <ref>A.</ref> |
    Line: Discovered: 7 January 1610
    - template: | image = [[File:M.jpg]] }}
    Sentence: The Moon is Earth's only satellite.
    - reference: <ref name="a">{{cite web|url=x}} </ref>
    Sentence: It is 384 to 400 km away.
    - template: {{cn}}
    - template: It has {{strange|x}} seas.
    Sentence: It shines at 10⁴ K.
    - image: [[File:A.jpg|thumb|A [[sea]] of it]]
    ## Seas
    Entry: Mare Imbrium
    Entry: Nubium
    Line: Mare: A plain.
    - caption: |+ Seas
    Header: Sea | Size
    Row: Imbrium | 1,145
    Row: Imbrium | 715 b
    Row: Nubium | 12
    - links: See also
    - links: Sun
    - navigation: [[Category:Moons]]
    "#);
}

#[test]
fn a_text_stays_a_text() {
    for name in DOCUMENTS {
        assert_eq!(Format::of(&format!("{name}.txt"), &super::source(name)), Format::Text, "{name}");
    }
    assert_eq!(Format::of("a.txt", b"In wiki markup [[a]] is a link and '''b''' is bold."), Format::Text);
}

#[test]
fn a_printed_man_page_is_read() {
    let text = "LS(1)                 User Commands                LS(1)\n\nN\u{8}NA\u{8}AM\u{8}ME\u{8}E\n       ls - list directory contents\n\n\
        SYNOPSIS\n       ls [OPTION]...\n\nDESCRIPTION\n       List  information  about  the _\u{8}F_\u{8}I_\u{8}L_\u{8}Es. It sorts en\u{2010}\n       \
        tries alphabetically.\n\n       \u{1b}[1m-a\u{1b}[0m, --all\n              do not ignore entries that\n              start with a dot\n\n       \
        -B     do not list\n              backups\n\n   Exit status:\n       0      if OK,\n       1      if minor problems.\n\n       \
        $ ls -l\n\nGNU coreutils 9.1       September 2022                LS(1)\n";
    let document = open("ls.txt", text);
    assert_eq!(document.format(), Format::Man);
    insta::assert_snapshot!(outline(&document).join("\n"), @"
    - running head: LS(1) User Commands LS(1)
    ## NAME
    Sentence: ls - list directory contents
    ## SYNOPSIS
    - code: ls [OPTION]...
    ## DESCRIPTION
    Sentence: List information about the FILEs.
    Sentence: It sorts entries alphabetically.
    Line: -a, --all: do not ignore entries that start with a dot
    Line: -B: do not list backups
    ### Exit status:
    Line: 0: if OK,
    Line: 1: if minor problems.
    - code: $ ls -l
    - running head: GNU coreutils 9.1 September 2022 LS(1)
    ");
}

/// Pieces of every kind of markup, to be put together at random.
#[allow(clippy::too_many_lines)] // a list
fn markup() -> impl Strategy<Value = String> {
    let pieces = vec![
        "\n",
        "\n\n",
        " ",
        "Word",
        "A sentence of words. ",
        "é平",
        "|",
        "||",
        "!",
        "!!",
        "\n|",
        "\n!",
        "\n|-\n",
        "\n|}\n",
        "\n{|\n",
        "{{",
        "}}",
        "{{convert|5|km}}",
        "{{nowrap|",
        "{{infobox\n|a=b\n|",
        "[[",
        "]]",
        "[[File:a|",
        "'''",
        "''",
        "=",
        "\n== ",
        " ==\n",
        "<ref>",
        "</ref>",
        "<ref name=a/>",
        "<!--",
        "-->",
        "<nowiki>",
        "</nowiki>",
        "\n* ",
        "\n; ",
        ": ",
        "\n# ",
        "\n- ",
        "\n1. ",
        "[http://a ",
        "]",
        "](b)",
        "![",
        "`",
        "\n```\n",
        "**",
        "_",
        "\n> ",
        "\n---\n",
        "| a | b |\n|---|---|\n",
        "[^1]",
        "\n[^1]: ",
        "&amp;",
        "&nbsp;",
        "&#x41;",
        "&#0;",
        "&nGt;",
        "<p>",
        "</p>",
        "<div class=ad>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td rowspan=2 colspan=3>",
        "<th>",
        "</table>",
        "<ul><li>",
        "</ul>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<script>",
        "</script>",
        "<a href=\"",
        "\">",
        "<sup>2</sup>",
        "<br>",
        "<dl><dt>",
        "<dd>",
        "<nav>",
        "<main>",
        "</main>",
        "<pre>",
        "LS(1)   x   LS(1)\n",
        "\nNAME\n",
        "a\u{8}a",
        "_\u{8}",
        "\u{1b}[1m",
        "       ",
        "\u{2010}\n",
        "\t",
        "\r\n",
        "\u{a0}",
        "(",
        ")",
        "10",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..50).prop_map(|pieces| pieces.concat())
}

fn check(format: Format, bytes: Vec<u8>) {
    if let Ok(document) = Document::open(&format!("a.{}", format.endings()[0]), bytes) {
        whole(&document);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_safe_in_any_format(
        format in proptest::sample::select(Format::ALL),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        check(format, bytes);
    }

    #[test]
    fn any_markup_is_read_whole(
        format in proptest::sample::select(Format::ALL),
        text in markup(),
        broken in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = text.into_bytes();
        if let Some(at) = broken.filter(|_| !bytes.is_empty()) {
            let at = at.index(bytes.len());
            bytes[at] = 0xFF;
        }
        check(format, bytes);
    }
}

#[test]
fn nothing_takes_long_however_it_is_nested() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(20_000), close.repeat(20_000));
    for (name, text) in [
        ("a.html", deep("<div>", "</div>")),
        ("a.html", deep("<table><tr><td>", "</table>")),
        ("a.html", deep("<ul><li>", "</ul>")),
        ("a.html", "<a href=\"".repeat(50_000)),
        ("a.html", "<!--".repeat(50_000)),
        ("a.wiki", deep("{{", "}}")),
        ("a.wiki", deep("[[", "]]")),
        ("a.wiki", "{{a|".repeat(50_000)),
        ("a.wiki", "<ref>".repeat(50_000)),
        ("a.wiki", "\n{|\n| a".repeat(20_000)),
        ("a.md", deep("> ", "")),
        ("a.md", deep("[", "](a)")),
        ("a.md", "*a_ ".repeat(50_000)),
        ("a.man", "a\u{8}a".repeat(100_000)),
        ("a.txt", "word ".repeat(200_000)),
        ("a.html", "word ".repeat(200_000)),
    ] {
        whole(&Document::open(name, text.into_bytes()).unwrap());
    }
}
