//! Small files that would unpack, draw or name more than any machine holds.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::super::*;

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// So many zeros, deflated without having them all at hand.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..megabytes << 10 {
        encoder.write_all(&[b' '; 1 << 10]).unwrap();
    }
    encoder.finish().unwrap()
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len()).into_bytes();
    object.extend_from_slice(bytes);
    object.extend_from_slice(b"\nendstream");
    object
}

/// A PDF of objects: the first is the catalogue, the second the pages.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", n + 1).into_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    file.extend(trailer.into_bytes());
    file
}

/// A page of a content, with more objects from the sixth on.
fn page(content: Vec<u8>, resources: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 600 800] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        &format!(
            "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 3 0 R /F2 6 0 R >> {resources} >> >>"
        ),
    ]
    .map(|object| object.as_bytes().to_vec())
    .into();
    objects.push(content);
    objects.extend(more);
    pdf(&objects)
}

const WORDS: &str = "BT /F1 12 Tf 72 700 Td (The moon is far away.) Tj ET\n";

fn read(bytes: Vec<u8>) -> Result<Vec<String>, FormatError> {
    assert!(bytes.len() < 1 << 20, "a small file");
    let document = Document::open("a.pdf", bytes)?;
    Ok((0..document.passages().len()).map(|n| document.words_of(n).to_owned()).collect())
}

fn sound() -> Vec<String> {
    vec!["The moon is far away.".to_owned()]
}

#[test]
fn streams_that_unpack_to_too_much_are_refused() {
    let content = |dictionary: &str, bytes: &[u8]| page(stream(dictionary, bytes), "", Vec::new());
    assert_eq!(read(content("/Filter /FlateDecode", &deflated(WORDS.as_bytes()))), Ok(sound()));
    let twice = "/Filter [/FlateDecode /FlateDecode]";
    assert_eq!(read(content(twice, &deflated(&deflated(WORDS.as_bytes())))), Ok(sound()));
    for (dictionary, bytes) in [
        ("/Filter /FlateDecode", zeros(20)),
        ("/Filter [/FlateDecode]", zeros(20)),
        ("/Filter /Fl#61teDecode", zeros(20)),
        (twice, deflated(&zeros(20))),
        ("/Filter [/FlateDecode /ASCII85Decode]", deflated(&vec![b'z'; 5 << 20])),
    ] {
        assert_eq!(read(content(dictionary, &bytes)), Err(FormatError::TooLarge), "{dictionary}");
    }
    let objects = stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &zeros(20));
    assert_eq!(read(page(stream("", WORDS.as_bytes()), "", vec![objects])), Err(FormatError::TooLarge));
    // What nobody reads may be as large as it likes.
    let picture = stream("/Subtype /Image /Filter /FlateDecode", &zeros(20));
    let drawn = format!("{WORDS}/P Do\n");
    assert_eq!(read(page(stream("", drawn.as_bytes()), "/XObject << /P 6 0 R >>", vec![picture])), Ok(sound()));
}

#[test]
fn a_table_of_places_that_unpacks_to_too_much_is_refused() {
    for name in ["XRef", "X#52ef"] {
        let mut file = b"%PDF-1.5\n".to_vec();
        let start = file.len();
        file.extend_from_slice(b"1 0 obj\n");
        let dictionary = format!("/Type /{name} /Size 2 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode");
        file.extend(stream(&dictionary, &zeros(20)));
        file.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").into_bytes());
        assert_eq!(read(file), Err(FormatError::TooLarge), "{name}");
    }
}

#[test]
fn pages_that_draw_themselves_are_refused() {
    let form = |resources: &str, content: &str| {
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {resources}"), content.as_bytes())
    };
    let with = |forms: Vec<Vec<u8>>| page(stream("", b"/A Do\n"), "/XObject << /A 6 0 R /B 7 0 R >>", forms);
    assert_eq!(read(with(vec![form("", "/B Do"), form("", WORDS)])), Ok(sound()));
    assert_eq!(read(with(vec![form("", "/A Do")])), Err(FormatError::TooLarge), "by the page's names");
    let own = "/Resources << /XObject << /C 7 0 R >> >>";
    assert_eq!(read(with(vec![form(own, "/C Do"), form(own, "/#43 Do")])), Err(FormatError::TooLarge), "in turn");
    // Each draws the next one ten times.
    let many = (0..12).map(|n| {
        let next = format!("/Resources << /XObject << /N {} 0 R >> >>", n + 7);
        form(&next, &"/N Do ".repeat(10))
    });
    let many: Vec<Vec<u8>> = many.chain([form("", WORDS)]).collect();
    assert_eq!(read(with(many)), Err(FormatError::TooLarge));
}

#[test]
fn a_table_of_letters_without_an_end_is_refused() {
    let font = |range: &str| {
        let table = format!("1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange {range} endbfrange");
        let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>";
        page(stream("", WORDS.replace("F1", "F2").as_bytes()), "", vec![font.into(), stream("", table.as_bytes())])
    };
    assert_eq!(read(font("<20> <7E> <0020>")), Ok(sound()));
    assert_eq!(read(font("<00000000> <FFFFFFFF> <00000000>")), Err(FormatError::TooLarge));
    assert_eq!(read(font("<00> % <01>\n <FF FFFF> [<00> <01>]")), Err(FormatError::TooLarge));
}

#[test]
fn pages_below_themselves_do_not_matter() {
    let catalogue = b"<< /Type /Catalog /Pages 2 0 R >>".to_vec();
    let ring = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 /Parent 2 0 R >>".to_vec();
    let page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>".to_vec();
    let content = stream("", WORDS.as_bytes());
    assert!(read(pdf(&[catalogue.clone(), ring, page, content])).is_err());
    // A tree that is one long branch.
    let mut objects = vec![catalogue];
    for n in 2..2000 {
        objects.push(format!("<< /Type /Pages /Kids [{} 0 R] /Count 1 /Parent {} 0 R >>", n + 1, n - 1).into_bytes());
    }
    objects.push(b"<< /Type /Page /Parent 1999 0 R /Contents 2001 0 R >>".to_vec());
    objects.push(stream("", WORDS.as_bytes()));
    assert!(read(pdf(&objects)).is_err());
    // Objects that are nothing but one another, and brackets without an end.
    let selves = vec![b"2 0 R".to_vec(), b"3 0 R".to_vec(), b"2 0 R".to_vec()];
    assert!(read(pdf(&selves)).is_err());
    let brackets = [b"<< /Type /Catalog /Pages ".to_vec(), vec![b'['; 500_000]].concat();
    assert!(read(pdf(&[brackets])).is_err());
}
