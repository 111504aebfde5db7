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
/// What each question begins with.
const QUESTION: &str = "\n    {\n      \"id\"";

const FRAME_END: usize = match places(BANK, BEGIN, 0) {
    (1, end) => end,
    _ => panic!("the embedded bank is not written as ibid writes banks"),
};

/// How many questions it holds. Counted when the program is built, so that the first frame can say it before any is read.
pub const QUESTIONS: usize = places(BANK, QUESTION, FRAME_END).0;

/// The bank's file with its frame alone.
pub fn frame() -> String {
    let frame = BANK.get(..FRAME_END).unwrap_or_default();
    format!("{frame},\n  \"questions\": []\n}}")
}

/// How often a text has a mark, and where last.
#[allow(long_running_const_eval, reason = "a look at each byte of the bank")]
const fn places(text: &str, mark: &str, from: usize) -> (usize, usize) {
    let (text, mark) = (text.as_bytes(), mark.as_bytes());
    let (mut count, mut last, mut at) = (0, 0, from);
    while at + mark.len() <= text.len() {
        let mut same = 0;
        while same < mark.len() && text[at + same] == mark[same] {
            same += 1;
        }
        if same == mark.len() {
            count += 1;
            last = at;
        }
        at += 1;
    }
    (count, last)
}

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
