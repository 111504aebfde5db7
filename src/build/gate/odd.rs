//! Whether the key is told from all wrong choices by its form alone: who sees the choices would take it unread.

/// How many letters of an ending are looked at.
const ENDING: usize = 4;

/// Whether the key alone has a digit, a capital, a hyphen or a word in capitals, or has none where all others have; or
/// whether all others share a beginning or an ending that it lacks.
pub(super) fn one_out(key: &str, wrong: &[&str]) -> bool {
    let alone = |has: fn(&str) -> bool| wrong.iter().all(|other| has(other) != has(key));
    let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let capital = |text: &str| text.starts_with(char::is_uppercase);
    let acronym =
        |text: &str| text.len() > 1 && !text.contains(char::is_lowercase) && text.contains(char::is_alphabetic);
    // Names of people have hyphens or have none, whoever they are.
    let single = wrong.iter().chain([&key]).all(|text| !text.contains(' '));
    let hyphen = |text: &str| text.contains('-');
    if alone(digit) || alone(capital) || alone(acronym) || (single && alone(hyphen)) {
        return true;
    }
    let shared = |of: fn(&str) -> Option<&str>| {
        let mut all = wrong.iter().map(|other| of(other));
        let first = all.next().flatten();
        first.is_some() && all.all(|other| other == first) && of(key) != first
    };
    wrong.len() > 1 && (shared(beginning) || shared(ending))
}

/// The first of several words.
fn beginning(text: &str) -> Option<&str> {
    text.split_once(' ').map(|(first, _)| first).filter(|first| first.contains(char::is_alphabetic))
}

/// The last letters of a text that has more of them.
fn ending(text: &str) -> Option<&str> {
    let start = text.char_indices().rev().nth(ENDING - 1)?.0;
    text.get(start..).filter(|ending| start > 0 && ending.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_unlike_all_others_is_told() {
        for (key, wrong) in [
            ("Mabukuli", ["Hithikoya", "Kamodokoya", "Kibiwarhakoya"]),
            ("Shining star", ["Spirit of the jaguar", "Spirit of the gun", "Spirit of a tortoise"]),
            ("Apollo 11", ["Skylab", "Gemini", "Mir"]),
            ("the mill", ["Newport", "Bern", "Kelly Bay"]),
            ("seven", ["12", "15", "19"]),
            ("north-west", ["north", "west", "south"]),
            ("UNMIK", ["Minusma", "Monusco", "Unmil"]),
        ] {
            assert!(one_out(key, &wrong), "{key}");
        }
        for (key, wrong) in [
            ("Jean-Marie Guéhenno", ["Kofi Annan", "Bernard Miyet", "Alain Le Roy"]),
            ("1912", ["1921", "1934", "1943"]),
            ("Spirit of the jaguar", ["Spirit of the gun", "Shining star", "Spirit of a tortoise"]),
            ("4 May 1912", ["5 June 1912", "6 May 1912", "7 May 1912"]),
        ] {
            assert!(!one_out(key, &wrong), "{key}");
        }
    }
}
