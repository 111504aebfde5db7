use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::*;
use super::formats::{open, outline, whole};

/// An archive of some files.
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn book() -> Vec<u8> {
    zip(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"O/p.opf\"/></rootfiles></container>"),
        (
            "O/p.opf",
            "<package><manifest><item id=\"n\" href=\"n.xhtml\" properties=\"nav\"/><item id=\"b\" href=\"t/b%201.xhtml\"/>\
             <item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"n\"/><itemref idref=\"a\"/>\
             <itemref idref=\"b\"/></spine></package>",
        ),
        ("O/n.xhtml", "<nav><p>Contents of the book.</p></nav>"),
        (
            "O/a.xhtml",
            "<html><head><title/></head><body><h1>One</h1><p>It begins. It goes on.</p>\
             <pre>let a = 1;</pre><p hidden>Nobody sees &amp; reads it.</p></body></html>",
        ),
        ("O/t/b 1.xhtml", "<html><body><h1>Two</h1><p>It ends with R&amp;D.</p></body></html>"),
    ])
}

/// What is no content, each with its place and reason.
fn left_out(document: &Document) -> Vec<String> {
    let told =
        |it: &Dropped| format!("{}, {}: {}", document.place(it.span.start), it.reason, document.words(it.span.clone()));
    document.dropped().iter().map(told).collect()
}

#[test]
fn a_book_is_read_by_chapters() {
    let document = open("moon.epub", book());
    insta::assert_snapshot!(outline(&document).join("\n"), @"
    - navigation: Contents of the book.
    ## One
    Sentence: It begins.
    Sentence: It goes on.
    - code: let a = 1;
    - hidden: Nobody sees & reads it.
    ## Two
    Sentence: It ends with R&D.
    ");
    insta::assert_snapshot!(left_out(&document).join("\n"), @"
    contents, navigation: Contents of the book.
    chapter 1, One, code: let a = 1;
    chapter 1, One, hidden: Nobody sees & reads it.
    ");
    whole(&document);
    assert_eq!(document.place(document.passages()[2].span.start), "chapter 2, Two");
    assert_eq!(document.words(document.passages()[2].span.clone()), "It ends with R&D.");
}

#[test]
fn a_word_processors_document_is_read() {
    let p = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p("x", text));
    let body = format!(
        "<w:document><w:body>{}{}{}<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>An entry</w:t></w:r></w:p><w:p><w:r><w:t>Was \
         </w:t></w:r><w:del><w:r><w:delText>not at all</w:delText></w:r></w:del><w:r><w:tab/><w:t>here &lt; there.</w:t></w:r></w:p>\
         <w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl></w:body></w:document>",
        p("berschrift1", "The Moon"),
        p("x", "It is bright. It is round."),
        p("TOC1", "The Moon 1"),
        cell("Sea"),
        cell("Size"),
        cell("Imbrium"),
        cell("1,145"),
    );
    let styles = "<w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
        <w:style w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/></w:style>";
    let head = "<w:hdr><w:p><w:r><w:t>Draft of 1 May</w:t></w:r></w:p></w:hdr>";
    let document = open(
        "moon.docx",
        zip(&[("word/header1.xml", head), ("word/document.xml", &body), ("word/styles.xml", styles)]),
    );
    insta::assert_snapshot!(outline(&document).join("\n"), @"
    # The Moon
    Sentence: It is bright.
    Sentence: It is round.
    - navigation: The Moon 1
    Entry: An entry
    - hidden: not at all
    Sentence: Was here < there.
    Header: Sea | Size
    Row: Imbrium | 1,145
    - running head: Draft of 1 May
    ");
    insta::assert_snapshot!(left_out(&document).join("\n"), @"
    paragraph 3, navigation: The Moon 1
    paragraph 5, hidden: not at all
    paragraph 8, running head: Draft of 1 May
    ");
    whole(&document);
    let at = |n: usize| document.place(document.passages()[n].span.start);
    assert_eq!(
        (at(2), at(3)),
        ("paragraph 4".to_owned(), "paragraph 5".to_owned()),
        "the table of contents is one too"
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let why = |name: &str, bytes: Vec<u8>| Document::open(name, bytes).unwrap_err().to_string();
    let rubbish: Vec<u8> = (0..4000u32).map(|n| (n * 7919 % 251) as u8).collect();
    for (name, bytes, told) in [
        ("a.txt", rubbish.clone(), "it is not a text"),
        ("a.md", b"a\0b\0c\0".to_vec(), "it is not a text"),
        ("a.txt", b"\xFF\xFEa\0".to_vec(), "UTF-16"),
        ("a.epub", book()[..200].to_vec(), "it is broken"),
        ("a.docx", zip(&[("word/styles.xml", "")]), "it is broken: its text is missing"),
        ("a.docx", zip(&[("word/document.xml", "<w:p/>")]), "holds no text"),
        ("a.docx", zip(&[("word/document.xml", &" ".repeat(65 << 20))]), "unpacked it is larger"),
        ("a.zip", zip(&[("a", "b")]), "it is not a text"),
    ] {
        let error = why(name, bytes);
        assert!(error.contains(told) && !error.contains('\n'), "{name}: {error}");
    }
}

/// A PDF of pages, each of lines: how far up they stand, how large, and their words.
fn pdf(pages: &[&[(u32, u32, &str)]], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
    let kids = kids.join(" ");
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 600 800] >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (n, page) in pages.iter().enumerate() {
        let mut content = String::new();
        for (up, size, words) in *page {
            let _ = writeln!(content, "BT /F1 {size} Tf 72 {up} Td ({words}) Tj ET");
        }
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", n + 1);
    }
    let start = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ =
        write!(file, "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

fn report() -> Vec<u8> {
    let one: &[_] = &[
        (780, 8, "Report on the Moon 1"),
        (720, 20, "Seas of the Moon"),
        (
            690,
            10,
            "A sea of the Moon is a wide plain of dark lava. The largest is the ocean of storms, which is more than two thou-",
        ),
        (678, 10, "sand kilometres wide."),
        (
            650,
            10,
            "Another paragraph has words that go on over the end of the page, so that they must be put together,",
        ),
        (30, 8, "1"),
    ];
    let two: &[_] = &[
        (780, 8, "Report on the Moon 2"),
        (740, 10, "and that end here."),
        (700, 10, "- an entry"),
        (688, 10, "- another"),
    ];
    let three: &[_] = &[(780, 8, "Report on the Moon 3"), (740, 10, "The end was reached in 1972.")];
    pdf(&[one, two, three], "")
}

#[test]
fn a_pdf_is_read_by_pages() {
    let document = open("moon.pdf", report());
    insta::assert_snapshot!(outline(&document).join("\n"), @"
    - running head: Report on the Moon 1
    # Seas of the Moon
    Sentence: A sea of the Moon is a wide plain of dark lava.
    Sentence: The largest is the ocean of storms, which is more than two thousand kilometres wide.
    Sentence: Another paragraph has words that go on over the end of the page, so that they must be put together, and that end here.
    - page number: 1
    - running head: Report on the Moon 2
    Entry: an entry
    Entry: another
    - running head: Report on the Moon 3
    Sentence: The end was reached in 1972.
    ");
    insta::assert_snapshot!(left_out(&document).join("\n"), @"
    page 1, running head: Report on the Moon 1
    page 1, page number: 1
    page 2, running head: Report on the Moon 2
    page 3, running head: Report on the Moon 3
    ");
    whole(&document);
    let last = document.passages().last().unwrap();
    assert_eq!(document.place(last.span.start), "page 3");
    assert_eq!(document.digest(), crate::id::Digest::of(&report()));
}

#[test]
fn a_pdf_that_cannot_be_read_says_why() {
    let why = |bytes: Vec<u8>| Document::open("a.pdf", bytes).unwrap_err();
    assert_eq!(why(pdf(&[&[]], "")), FormatError::NoText);
    let locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (00000000000000000000000000000000) /U \
        (11111111111111111111111111111111) /P -4 >> /ID [(a) (a)]";
    assert_eq!(why(pdf(&[&[(700, 10, "Secret.")]], locked)), FormatError::Encrypted);
    assert!(matches!(why(b"%PDF-1.4\nrubbish".to_vec()), FormatError::Broken(_)));
    assert!(matches!(why(report()[..400].to_vec()), FormatError::Broken(_) | FormatError::NoText));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damaged_files_are_safe(
        which in 0..2usize,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let (name, mut bytes) = if which == 0 { ("a.pdf", report()) } else { ("a.epub", book()) };
        for (place, byte) in damage {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(document) = Document::open(name, bytes) {
            whole(&document);
        }
    }
}
