//! Any text on a screen of any width, and as a value.
#![no_main]

use ibid::{text, value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (most, words) = (usize::from(input.0), input.1);
    let clean = text::clean(words);
    assert_eq!(text::clean(&clean), clean, "what is clean stays");
    let squeezed = text::squeeze(&clean);
    assert_eq!(text::squeeze(&squeezed), squeezed);
    assert!(text::width(&text::clip(&clean, most)) <= most);
    let mut at = 0;
    for line in text::wrap(&clean, most) {
        assert!(line.start >= at && clean.get(line.clone()).is_some(), "lines are in order");
        at = line.end;
    }
    let folded = text::fold(words);
    let _ = (text::words(&folded).count(), value::kind(words));
    if let Some(value) = value::interval(words) {
        assert!(value.holds(&value), "{value:?}");
    }
});
