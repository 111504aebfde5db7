//! Any bytes in any format: the first byte chooses it.
#![no_main]

use ibid::document::{Document, Format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let format = Format::ALL[usize::from(first) % Format::ALL.len()];
    let Ok(document) = Document::open(&format!("a.{}", format.endings()[0]), bytes.to_vec()) else { return };
    let mut end = 0;
    for (n, passage) in document.passages().iter().enumerate() {
        assert!(passage.span.start >= end && passage.span.start < passage.span.end, "passages are in order");
        assert_eq!(document.bytes_of(document.text_of(n)), passage.span, "text leads to bytes");
        assert!(!document.words_of(n).is_empty());
        end = passage.span.end;
    }
    end = 0;
    for dropped in document.dropped() {
        assert!(dropped.span.start >= end && dropped.span.start < dropped.span.end, "what is dropped is in order");
        end = dropped.span.end;
    }
});
