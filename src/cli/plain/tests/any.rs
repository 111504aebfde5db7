//! Whatever is typed.

use super::*;

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever is typed, the dialogue ends with its input, and the records are the sitting.
    #[test]
    fn any_input_ends_and_leaves_a_valid_sitting(lines: Vec<String>, exam: bool) {
        let mode = if exam { Mode::Exam } else { Mode::Practice };
        let spoken = speak(mode, &lines.join("\n"));
        let questions = (0..3).map(|place| spoken.sitting.question(place).cloned()).collect();
        let again = Sitting::resume(spoken.sitting.plan().clone(), questions, spoken.list.records);
        proptest::prop_assert_eq!(again.end(), spoken.sitting.end());
        proptest::prop_assert_eq!(again.score(), spoken.sitting.score());
        proptest::prop_assert!(!spoken.text.bytes().any(|byte| byte == 27));
    }

    /// The same with lines that mean something.
    #[test]
    fn any_dialogue_ends_and_leaves_a_valid_sitting(typed in "([1-3abfgulpsw0?q-]{1,2}\n){0,25}", exam: bool) {
        let mode = if exam { Mode::Exam } else { Mode::Practice };
        let spoken = speak(mode, &typed);
        let questions = (0..3).map(|place| spoken.sitting.question(place).cloned()).collect();
        let again = Sitting::resume(spoken.sitting.plan().clone(), questions, spoken.list.records);
        proptest::prop_assert_eq!(again.end(), spoken.sitting.end());
        proptest::prop_assert_eq!(again.score(), spoken.sitting.score());
        proptest::prop_assert_eq!(spoken.exit == Exit::Left, again.end().is_none_or(|end| end == crate::session::End::Abandoned));
    }
}
