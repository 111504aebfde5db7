//! Sentences hold all that is not white space, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut at = 0;
    for sentence in ibid::text::sentences(text) {
        assert!(sentence.start >= at && sentence.start < sentence.end);
        assert!(text[at..sentence.start].trim().is_empty());
        at = sentence.end;
    }
    assert!(text[at..].trim().is_empty());
});
