//! The bank that is part of the program, and its documents.

macro_rules! folder {
    ($file:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/questions/un-peace-operations/", $file)
    };
}

/// The bank's file.
pub const BANK: &str = include_str!(folder!("bank.json"));

/// What stands between the bank's frame and its questions.
const BEGIN: &str = ",\n  \"questions\": [";
/// The bank's file with its frame alone.
pub fn frame() -> String {
    let frame = BANK.split_once(BEGIN).map_or(BANK, |(frame, _)| frame);
    format!("{frame},\n  \"questions\": []\n}}")
}

/// How many questions it holds, so that the first frame can tell without reading it.
pub const QUESTIONS: usize = 259;

macro_rules! documents {
    ($($file:literal),*) => {
        &[$(($file, include_bytes!(folder!($file)) as &[u8])),*]
    };
}

const DOCUMENTS: &[(&str, &[u8])] = documents![
    "documents/dossier-secretariat.txt",
    "documents/wikimd-dpo.txt",
    "documents/wikipedia-dpko.txt",
    "documents/wikipedia-dpo.txt",
    "documents/un-mission.txt"
];

/// The bytes of one of its documents, by the path in the bank.
pub fn document(file: &str) -> Option<&'static [u8]> {
    DOCUMENTS.iter().find(|(path, _)| *path == file).map(|(_, bytes)| *bytes)
}
