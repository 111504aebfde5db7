//! What a small file may make of itself: streams that unpack to gigabytes, pages that draw themselves, and tables of
//! letters without an end are found before the extractor meets them, which has no bounds of its own.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document as File, LoadOptions, Object, ObjectId, Stream};
use weezl::BitOrder;

use crate::document::format::FormatError;

/// The most bytes that one stream may unpack to, all of them, and those that hold objects, which take many times as much.
const STREAM_MAX: usize = 16 << 20;
const STREAMS_MAX: usize = 256 << 20;
const OBJECTS_MAX: usize = 16 << 20;
/// The most bytes of one page, with all that it draws, each as often as it is drawn.
const PAGE_MAX: usize = 32 << 20;
/// How deep what is drawn may stand in one another, and pages below one another.
const DEPTH_MAX: usize = 24;
/// The most letters that one table may name.
const LETTERS_MAX: u64 = 1 << 20;
/// How a stream that is too large is marked.
const LARGE: &str = "IbidTooLarge";

thread_local! {
    /// How many bytes streams of objects may still unpack to.
    static LEFT: Cell<usize> = const { Cell::new(OBJECTS_MAX) };
}

/// It is more than may be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

impl From<TooLarge> for FormatError {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// Loads a file whose tables and objects are within bounds.
pub(super) fn load(bytes: &[u8]) -> Result<File, FormatError> {
    references(bytes)?;
    LEFT.set(OBJECTS_MAX);
    let options = LoadOptions::with_filter(|id, object| {
        look(object);
        // A stream is in no other, and stays where it is.
        Some((id, if object.as_stream().is_ok() { Object::Null } else { object.clone() }))
    });
    File::load_mem_with_options(bytes, options).map_err(|_| FormatError::Broken("it is no whole PDF"))
}

/// Looks at all streams of a file that is open.
pub(super) fn check(file: &mut File) -> Result<(), TooLarge> {
    let mut left = STREAMS_MAX;
    for object in file.objects.values_mut() {
        // Of a file that was locked this was not done yet.
        look(object);
        let Object::Stream(stream) = object else { continue };
        if stream.dict.has(LARGE.as_bytes()) {
            return Err(TooLarge);
        }
        if let Some(words) = unpacked(stream, STREAM_MAX)? {
            left = left.checked_sub(words.len()).ok_or(TooLarge)?;
            letters(&words)?;
        }
    }
    Ok(())
}

/// Looks at an object before the objects in it are read. What nobody reads is taken out: pictures, files, metadata.
fn look(object: &mut Object) {
    let Object::Stream(stream) = object else { return };
    let unread = [b"EmbeddedFile".as_slice(), b"Metadata"].iter().any(|kind| stream.dict.has_type(kind));
    if unread || is_image(stream) {
        stream.content = Vec::new();
        stream.dict.remove(b"Filter");
    } else if stream.dict.has_type(b"ObjStm") && LEFT.get() > 0 {
        let length = unpacked(stream, LEFT.get()).map(|words| words.map_or(stream.content.len(), |words| words.len()));
        if let Some(left) = length.ok().and_then(|length| LEFT.get().checked_sub(length)) {
            LEFT.set(left);
        } else {
            stream.content = Vec::new();
            stream.dict.set(LARGE, true);
        }
    }
}

fn is_image(stream: &Stream) -> bool {
    stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
}

/// The tables of where objects stand are unpacked before anything can look at them: here they are, as they stand in the
/// file. Every word `stream` may begin one.
fn references(bytes: &[u8]) -> Result<(), TooLarge> {
    let mut before = 0;
    let mut left = OBJECTS_MAX;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let head = bytes.get(before..at).unwrap_or_default();
        before = at;
        let escaped = || memchr::memchr(b'#', head).is_some() && names(head, b"XRef");
        if memchr::memmem::find(head, b"XRef").is_none() && !escaped() {
            continue;
        }
        let body = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let mut words = inflated(body.trim_ascii_start(), left)?;
        left -= words.len();
        // One that is packed again.
        for _ in 0..DEPTH_MAX {
            words = inflated(&words, left)?;
            if words.is_empty() {
                break;
            }
            left -= words.len();
        }
    }
    Ok(())
}

/// Whether bytes hold a name, some letters of which may be written as `#52`.
fn names(bytes: &[u8], name: &[u8]) -> bool {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, more)) = rest.split_first() {
        let code = more.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.filter(|_| first == b'#').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(code.unwrap_or(first));
        rest = if code.is_some() { more.get(2..).unwrap_or_default() } else { more };
    }
    memchr::memmem::find(&plain, name).is_some()
}

/// What a stream holds, as the extractor unpacks it; none if it cannot.
fn unpacked(stream: &Stream, most: usize) -> Result<Option<Vec<u8>>, TooLarge> {
    let Ok(filters) = stream.filters() else { return within(stream.content.clone(), most).map(Some) };
    let parameters = stream.dict.get(b"DecodeParms").and_then(Object::as_dict).ok();
    let mut words = stream.content.clone();
    for filter in filters {
        words = match filter {
            b"FlateDecode" => inflated(&words, most)?,
            b"LZWDecode" => {
                let early = parameters.and_then(|it| it.get(b"EarlyChange").ok()).and_then(|it| it.as_i64().ok());
                without_lzw(&words, early != Some(0), most)?
            }
            b"ASCII85Decode" => {
                // Four letters for five; a lone `z` stands for four.
                let zeros = memchr::memchr_iter(b'z', &words).count();
                if words.len() + 4 * zeros > most {
                    return Err(TooLarge);
                }
                let mut dictionary = Dictionary::new();
                dictionary.set("Filter", Object::Name(filter.to_vec()));
                match Stream::new(dictionary, words).decompressed_content() {
                    Ok(words) => words,
                    Err(_) => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
    }
    within(words, most).map(Some)
}

fn within(words: Vec<u8>, most: usize) -> Result<Vec<u8>, TooLarge> {
    if words.len() > most { Err(TooLarge) } else { Ok(words) }
}

/// What was deflated, with its head or, where that is broken, without; as far as it can be read.
fn inflated(bytes: &[u8], most: usize) -> Result<Vec<u8>, TooLarge> {
    let limit = most as u64 + 1;
    let mut words = Vec::new();
    let failed = ZlibDecoder::new(bytes).take(limit).read_to_end(&mut words).is_err();
    if failed && words.is_empty() {
        let _ = DeflateDecoder::new(bytes.get(2..).unwrap_or_default()).take(limit).read_to_end(&mut words);
    }
    within(words, most)
}

fn without_lzw(bytes: &[u8], early: bool, most: usize) -> Result<Vec<u8>, TooLarge> {
    const BITS: u8 = 8;
    let mut decoder = if early {
        weezl::decode::Decoder::with_tiff_size_switch(BitOrder::Msb, BITS)
    } else {
        weezl::decode::Decoder::new(BitOrder::Msb, BITS)
    };
    let (mut words, mut rest, mut part) = (Vec::new(), bytes, [0; 4096]);
    loop {
        let result = decoder.decode_bytes(rest, &mut part);
        words.extend_from_slice(part.get(..result.consumed_out).unwrap_or_default());
        rest = rest.get(result.consumed_in..).unwrap_or_default();
        if words.len() > most {
            return Err(TooLarge);
        }
        let on = matches!(result.status, Ok(weezl::LzwStatus::Ok)) && result.consumed_in + result.consumed_out > 0;
        if !on {
            return Ok(words);
        }
    }
}

/// Tables of letters name them in ranges, which the extractor writes out.
fn letters(words: &[u8]) -> Result<(), TooLarge> {
    let mut count = 0_u64;
    for at in memchr::memmem::find_iter(words, b"beginbfrange") {
        let rest = words.get(at + b"beginbfrange".len()..).unwrap_or_default();
        let table = rest.get(..memchr::memmem::find(rest, b"endbfrange").unwrap_or(rest.len())).unwrap_or_default();
        let mut codes = codes(table);
        while let (Some(low), Some(high), Some(_)) = (codes.next(), codes.next(), codes.next()) {
            count = count.saturating_add(high.saturating_sub(low));
        }
        if count > LETTERS_MAX {
            return Err(TooLarge);
        }
    }
    Ok(())
}

/// The codes of a table of letters: `<0041>`; a list of them counts as one.
fn codes(table: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let mut rest = table;
    std::iter::from_fn(move || {
        loop {
            let (&first, more) = rest.split_first()?;
            let to = |sign| memchr::memchr(sign, more).unwrap_or(more.len());
            let (end, code) = match first {
                b'<' => {
                    let end = to(b'>');
                    let digits = more.get(..end).unwrap_or_default().iter();
                    let digits = digits.filter_map(|&digit| char::from(digit).to_digit(16));
                    (end, Some(digits.fold(0_u64, |code, digit| (code << 4) | u64::from(digit))))
                }
                b'[' => (to(b']'), Some(0)),
                b'%' => (to(b'\n'), None),
                _ => (0, None),
            };
            rest = more.get(end..).unwrap_or_default();
            if code.is_some() {
                return code;
            }
        }
    })
}

/// Whether a page can be drawn within bounds.
pub(super) fn page(file: &File, page: ObjectId) -> Result<(), TooLarge> {
    let resources = inherited(file, page)?;
    let mut content = Vec::new();
    for id in file.get_page_contents(page) {
        if let Ok(stream) = file.get_object(id).and_then(Object::as_stream) {
            content.extend(unpacked(stream, STREAM_MAX)?.unwrap_or_else(|| stream.content.clone()));
            content = within(content, STREAM_MAX)?;
        }
    }
    let mut left = PAGE_MAX;
    drawn(file, &content, resources, DEPTH_MAX, &mut left, &mut HashMap::new())
}

/// The resources of a page, its own or those of the pages above it.
fn inherited(file: &File, page: ObjectId) -> Result<Option<&Dictionary>, TooLarge> {
    let mut resources = None;
    let mut at = Some(page);
    for _ in 0..DEPTH_MAX * 10 {
        let Some(node) = at.and_then(|at| file.get_dictionary(at).ok()) else { return Ok(resources) };
        resources = resources.or_else(|| node.get_deref(b"Resources", file).and_then(Object::as_dict).ok());
        at = node.get(b"Parent").and_then(Object::as_reference).ok();
    }
    Err(TooLarge)
}

/// Follows what a content draws, as the extractor does.
fn drawn<'f>(
    file: &'f File,
    content: &[u8],
    resources: Option<&'f Dictionary>,
    depth: usize,
    left: &mut usize,
    forms: &mut HashMap<*const Stream, Vec<u8>>,
) -> Result<(), TooLarge> {
    // What is drawn costs something, however short it is.
    *left = left.checked_sub(content.len() + 256).ok_or(TooLarge)?;
    let objects = resources.and_then(|it| it.get_deref(b"XObject", file).and_then(Object::as_dict).ok());
    let form = |name: &[u8]| {
        let stream = objects?.get_deref(name, file).and_then(Object::as_stream).ok()?;
        (!is_image(stream)).then_some(stream)
    };
    let any = objects.is_some_and(|it| it.iter().any(|(name, _)| form(name).is_some()));
    if !any || memchr::memmem::find(content, b"Do").is_none() {
        return Ok(());
    }
    let Ok(content) = Content::decode(content) else { return Ok(()) };
    for operation in content.operations.iter().filter(|operation| operation.operator == "Do") {
        let name = operation.operands.first().and_then(|name| name.as_name().ok());
        let Some(stream) = name.and_then(form) else { continue };
        let depth = depth.checked_sub(1).ok_or(TooLarge)?;
        let key = std::ptr::from_ref(stream);
        let words = match forms.get(&key) {
            Some(words) => words.clone(),
            None => unpacked(stream, STREAM_MAX)?.unwrap_or_else(|| stream.content.clone()),
        };
        let own = stream.dict.get_deref(b"Resources", file).and_then(Object::as_dict).ok();
        drawn(file, &words, own.or(resources), depth, left, forms)?;
        forms.insert(key, words);
    }
    Ok(())
}
