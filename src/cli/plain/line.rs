//! What a line that somebody typed means.

use std::collections::BTreeSet;
use std::io::{self, BufRead};

use super::deeds::Deed;
use crate::session::{Confidence, Mode};
use crate::text;

/// The most bytes of a line that are looked at; the rest of it is passed over.
const LONGEST: usize = 4_096;

/// What was said in answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// These choices, by their order as shown, from 0.
    Picks(BTreeSet<usize>, Confidence),
    /// "I don't know."
    DontKnow,
    /// Nothing any more, where an exam had an answer.
    Blank,
    /// On to the next.
    Skip,
    /// Back to the one before.
    Previous,
    /// All questions at once.
    List,
    /// Take the last thing back.
    Undo,
    /// Flag the question, or take the flag off.
    Flag,
    /// Report a fault of the question.
    Fault(String),
    /// Something to be done to the question before.
    Deed(Deed),
    /// The rationales of the question before.
    Rationales,
    /// What can be typed.
    Help,
    /// Leave.
    Leave,
    /// Nothing that has a meaning here; why.
    Nothing(String),
}

/// Reads a line as an answer to a question of so many choices; `several` may be right where it is "choose all".
#[must_use]
pub fn answer(line: &str, choices: usize, several: bool, mode: Mode) -> Said {
    if let Some(words) = line.trim().strip_prefix('!') {
        return Said::Fault(text::clean(words.trim()).into_owned());
    }
    let folded = text::fold(line);
    let exam = mode == Mode::Exam;
    if let Some(deed) = Deed::of(line).filter(|_| !exam) {
        return Said::Deed(deed);
    }
    // A letter that a choice has is that choice; the command is then written out.
    let (f_is_a_choice, g_is_a_choice) = (choices >= 6, choices >= 7);
    match folded.as_str() {
        "" => {
            return Said::Nothing(
                "There is no answer on that line. Type the number of a choice, or ? for help.".into(),
            );
        }
        "?" | "help" => return Said::Help,
        "q" | "quit" => return Said::Leave,
        "u" | "undo" => return Said::Undo,
        "s" | "skip" => return Said::Skip,
        "flag" => return Said::Flag,
        "f" if !f_is_a_choice => return Said::Flag,
        "w" | "why" if !exam => return Said::Rationales,
        "p" | "previous" if exam => return Said::Previous,
        "l" | "list" if exam => return Said::List,
        "-" | "blank" if exam => return Said::Blank,
        "0" if exam => {
            return Said::Nothing(
                "An exam has no “I don't know”: a blank earns the same as a wrong answer, so guess, or go on with s."
                    .into(),
            );
        }
        "0" => return Said::DontKnow,
        _ => {}
    }
    let (confidence, rest) = match guess(&folded, g_is_a_choice) {
        Some("") => return Said::Nothing("A guess goes with an answer, as in g2.".into()),
        Some(rest) => (Confidence::Guess, rest),
        None => (Confidence::Sure, folded.as_str()),
    };
    match picks(rest, line, choices) {
        Err(why) => Said::Nothing(why),
        Ok(picks) if picks.len() > 1 && !several => {
            Said::Nothing("This question has one answer. Type one number.".into())
        }
        Ok(picks) => Said::Picks(picks, confidence),
    }
}

/// What is left of a line that marks its answer as a guess: `g2`, `2g`, `g 1 3`, `guess 2`. Where `g` is a choice's
/// letter too, it marks a guess only beside numbers.
fn guess(line: &str, g_is_a_choice: bool) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("guess").or_else(|| line.strip_suffix("guess")) {
        return Some(rest.trim());
    }
    let rest = line.strip_prefix('g').or_else(|| line.strip_suffix('g'))?.trim();
    let numbers = !rest.is_empty() && !rest.contains(char::is_alphabetic);
    (numbers || !g_is_a_choice).then_some(rest)
}

fn picks(rest: &str, line: &str, choices: usize) -> Result<BTreeSet<usize>, String> {
    let last = char::from(b'a' + choices.saturating_sub(1).min(25) as u8);
    let mut picks = BTreeSet::new();
    for c in rest.chars() {
        let place = match c {
            ' ' | ',' => continue,
            '1'..='9' => c as usize - '1' as usize,
            'a'..='z' => c as usize - 'a' as usize,
            _ => choices,
        };
        if place >= choices {
            let line = text::clean(line.trim());
            let shown = text::clip(&line, 40);
            return Err(format!(
                "“{shown}” is no answer here: the choices are 1 to {choices}, or a to {last}. Type ? for help."
            ));
        }
        picks.insert(place);
    }
    if picks.is_empty() { Err("Type the number of a choice, or ? for help.".to_owned()) } else { Ok(picks) }
}

/// What was said once every question of an exam has been gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// To the question of this place, from 0.
    Go(usize),
    /// Hand it in.
    Submit,
    /// Give it up.
    Abandon,
    /// All questions at once.
    List,
    /// Take the last thing back.
    Undo,
    /// What can be typed.
    Help,
    /// Leave.
    Leave,
    /// Nothing that has a meaning here; why.
    Nothing(String),
}

/// Reads a line as what to do with an exam of so many places.
#[must_use]
pub fn overview(line: &str, places: usize) -> Told {
    let folded = text::fold(line);
    match folded.as_str() {
        "s" | "submit" => Told::Submit,
        "a" | "abandon" => Told::Abandon,
        "l" | "list" => Told::List,
        "u" | "undo" => Told::Undo,
        "?" | "help" => Told::Help,
        "q" | "quit" => Told::Leave,
        other => match other.parse::<usize>() {
            Ok(number) if (1..=places).contains(&number) => Told::Go(number - 1),
            _ => Told::Nothing(format!("Type a number from 1 to {places}, s to submit, a to abandon, or ? for help.")),
        },
    }
}

/// The next line, without its end; none at the end of input. What is not UTF-8 is replaced.
///
/// # Errors
/// Those of the input.
pub fn next(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line: Vec<u8> = Vec::new();
    let mut any = false;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', chunk);
        let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        let room = LONGEST.saturating_sub(line.len()).min(part.len());
        line.extend_from_slice(part.get(..room).unwrap_or_default());
        let used = end.map_or(chunk.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    Ok(any.then(|| String::from_utf8_lossy(&line).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picks_of(line: &str, choices: usize, several: bool) -> Option<(Vec<usize>, bool)> {
        match answer(line, choices, several, Mode::Practice) {
            Said::Picks(picks, confidence) => {
                Some((picks.into_iter().map(|pick| pick + 1).collect(), confidence == Confidence::Guess))
            }
            _ => None,
        }
    }

    #[test]
    fn an_answer_is_a_number_or_a_letter() {
        for line in ["2", " 2 ", "b", "B", "2\r", "２", "b,"] {
            assert_eq!(picks_of(line, 4, false), Some((vec![2], false)), "{line:?}");
        }
        for line in ["5", "e", "10", "1 2", "ab", "zwei", "2!", "", " , ", "-1", "\u{1b}[A"] {
            assert_eq!(picks_of(line, 4, false), None, "{line:?}");
        }
    }

    #[test]
    fn choose_all_takes_several_in_any_way_of_writing() {
        for line in ["1 3", "1,3", "1, 3", "13", "ac", "a c", "c,a", "3 1 3"] {
            assert_eq!(picks_of(line, 4, true), Some((vec![1, 3], false)), "{line:?}");
        }
        assert_eq!(picks_of("103", 4, true), None);
    }

    #[test]
    fn a_guess_is_marked_before_or_after() {
        for line in ["g2", "2g", "g 2", "2 g", "gb", "bg", "guess 2", "G2", "2 guess"] {
            assert_eq!(picks_of(line, 4, false), Some((vec![2], true)), "{line:?}");
        }
        assert_eq!(picks_of("g", 4, false), None);
        assert_eq!(picks_of("g0", 4, false), None);
    }

    #[test]
    fn letters_that_choices_have_are_the_choices() {
        assert_eq!(picks_of("f", 6, false), Some((vec![6], false)));
        assert_eq!(picks_of("g", 7, false), Some((vec![7], false)));
        assert_eq!(picks_of("g2", 7, false), Some((vec![2], true)));
        assert_eq!(picks_of("ga", 7, true), Some((vec![1, 7], false)));
        assert_eq!(answer("f", 5, false, Mode::Practice), Said::Flag);
        assert_eq!(answer("flag", 9, false, Mode::Practice), Said::Flag);
    }

    #[test]
    fn an_exam_has_no_i_dont_know() {
        assert_eq!(answer("0", 4, false, Mode::Practice), Said::DontKnow);
        assert!(matches!(answer("0", 4, false, Mode::Exam), Said::Nothing(why) if why.contains("guess")));
        assert_eq!(answer("-", 4, false, Mode::Exam), Said::Blank);
        assert!(matches!(answer("w", 4, false, Mode::Exam), Said::Nothing(_)), "rationales would give answers away");
    }

    #[test]
    fn what_is_done_to_a_question_is_said_in_words() {
        let said = |line: &str| answer(line, 4, false, Mode::Practice);
        assert_eq!(said(" note  Not the 2\u{7}nd. "), Said::Deed(Deed::Note("Not the 2␇nd.".into())));
        assert_eq!((said("note"), said("Bury")), (Said::Deed(Deed::Note(String::new())), Said::Deed(Deed::Tomorrow)));
        assert_eq!((said("suspend"), said("reset")), (Said::Deed(Deed::Aside), Said::Deed(Deed::Anew)));
        assert!(matches!(said("notes"), Said::Nothing(_)) && matches!(said("bury it"), Said::Nothing(_)));
        assert!(matches!(answer("note a", 4, false, Mode::Exam), Said::Nothing(_)), "nothing has been explained yet");
    }

    #[test]
    fn a_fault_is_reported_in_the_words_that_follow() {
        assert_eq!(answer("! Two are right\u{7}.", 4, false, Mode::Exam), Said::Fault("Two are right␇.".into()));
    }

    #[test]
    fn lines_end_with_the_input_and_are_bounded() {
        let mut input = io::Cursor::new([b"1\n\xff\n".as_slice(), &[b'x'; 3 * LONGEST], b"\nlast"].concat());
        let mut lines = Vec::new();
        while let Some(line) = next(&mut input).unwrap() {
            lines.push(line);
        }
        assert_eq!(lines[..2], ["1", "\u{fffd}"]);
        assert_eq!((lines[2].len(), lines[3].as_str(), lines.len()), (LONGEST, "last", 4));
    }

    proptest::proptest! {
        #[test]
        fn no_line_means_a_choice_that_is_not_there(line: String, choices in 2..=9_usize, several: bool) {
            if let Said::Picks(picks, _) = answer(&line, choices, several, Mode::Exam) {
                proptest::prop_assert!(!picks.is_empty() && picks.iter().all(|&pick| pick < choices));
                proptest::prop_assert!(several || picks.len() == 1);
            }
        }
    }
}
