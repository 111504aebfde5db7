//! Words that are names wherever they stand.

/// Nations and their tongues, which keep their capital.
#[rustfmt::skip] // a list is read as a paragraph
pub const TONGUES: &[&str] = &[
    "african", "american", "arabic", "asian", "australian", "babylonian", "british", "canadian", "chinese", "dutch",
    "egyptian", "english", "european", "french", "german", "greek", "hebrew", "hindi", "indian", "irish", "italian",
    "japanese", "korean", "latin", "persian", "polish", "portuguese", "roman", "russian", "sanskrit", "scottish",
    "spanish", "swedish", "turkish", "welsh",
];

/// Acronyms that need no telling.
#[rustfmt::skip] // a list is read as a paragraph
pub const KNOWN: &[&str] = &[
    "ad", "ai", "bbc", "bc", "bce", "ce", "cia", "dna", "eu", "fbi", "gdp", "hms", "nasa", "nato", "tv", "uk", "un",
    "unesco", "us", "usa", "uss", "ussr", "utc", "ww1", "ww2", "wwi", "wwii",
];
