//! Full stops that do not end a sentence.

/// What a full stop behind a word may mean.
pub(super) enum Abbreviation {
    /// It is no abbreviation.
    None,
    /// Something always follows: "Mr.", "e.g."
    BeforeName,
    /// An abbreviation where a number follows, a word otherwise: "No. 5" but "he said no."
    BeforeNumber,
    /// May stand inside or at the end: "the U.N.", "etc.", "J."
    Unsure,
}

/// Words with a full stop that name what follows them. Titles are written with a capital, the others as they come.
const TITLES: &[&str] = &[
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "St", "Ste", "Gen", "Lt", "Col", "Maj", "Capt", "Cpt", "Cmdr", "Sgt", "Adm",
    "Brig", "Rev", "Hon", "Gov", "Sen", "Rep", "Pres", "Amb", "Messrs", "Mme", "Mlle", "Mt", "Ft", "Sr", "Sra", "Supt",
    "Asst",
];
const FOLLOWED: &[&str] =
    &["e.g", "i.e", "cf", "viz", "vs", "incl", "esp", "resp", "i.a", "b", "ca", "approx", "d.h", "z.b", "p.ex"];
const NUMBERED: &[&str] = &[
    "no", "nos", "nr", "art", "arts", "vol", "vols", "p", "pp", "para", "paras", "par", "ch", "chap", "sec", "sect",
    "fig", "figs", "tab", "eq", "c", "est", "op", "add", "res", "doc", "ser", "suppl", "ed", "pt", "r", "d", "fl", "§",
];
const TRAILING: &[&str] = &[
    "inc", "ltd", "co", "corp", "bros", "jr", "al", "ph.d", "phd", "dept", "univ", "assn", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ave", "blvd", "ibid",
];

/// What kind of abbreviation the word before a full stop is; whether it `opens` its sentence.
pub(super) fn abbreviation(word: &str, opens: bool) -> Abbreviation {
    if word.len() > 16 || word.is_empty() {
        return Abbreviation::None;
    }
    let letters = word.chars().count();
    if opens && letters <= 3 && word.chars().all(|c| c.is_ascii_digit()) {
        // The number of a list entry or a note is no sentence by itself.
        return Abbreviation::BeforeName;
    }
    let dotted =
        letters >= 3 && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    let initial = letters == 1 && word.chars().all(char::is_uppercase);
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    if TITLES.contains(&word) || (FOLLOWED.contains(&lower) && !initial) {
        return Abbreviation::BeforeName;
    }
    if dotted || initial || TRAILING.contains(&lower) {
        return Abbreviation::Unsure;
    }
    if NUMBERED.contains(&lower) { Abbreviation::BeforeNumber } else { Abbreviation::None }
}

/// Words that begin a sentence and hardly ever a name.
const STARTERS: &str = "\
    A According After All Also Although An And Another Any As At Because Before Both But By Despite Did Do \
    Does During Each Every For From He Her Here His How However I If In Is It Its Many Most My No Nor Not Of \
    On Once One Or Other Others Our Over She Since So Some Such Than That The Their Then There These They \
    This Those Though Through Thus To Today Under Until Up We What When Where Whereas Whether Which While Who \
    Why With Within Without Yet You Your";

/// Whether a text begins with a word that begins a sentence and is no initial.
pub(super) fn starts_sentence(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    STARTERS.split(' ').any(|starter| starter == word) && !after.starts_with('.')
}
