//! Exams.

use super::*;

#[test]
fn an_exam_gives_nothing_away_until_it_is_handed_in() {
    let spoken = speak(Mode::Exam, "2\n0\n1 2\ns\n1\n1\ns\n");
    insta::assert_snapshot!(spoken.text, @"
    Exam of 3, seed 7. Pass mark 60 %. No time limit. Type ? for help, q to
    leave.

    Question 1 of 3. Topic: The sky.
    Which colour is the sky?
    1  Blue
    2  Green
    Answer: 2

    Question 2 of 3. Topic: The sky.
    Which colours do clouds have?
    Choose all that apply.
    1  White
    2  Grey
    3  Purple
    Answer: 0
    An exam has no “I don't know”: a blank earns the same as a wrong answer,
    so guess, or go on with s.
    Answer: 1 2

    Question 3 of 3. Topic: The ground. Draft.
    Which colour is grass?
    1  Green
    2  Red
    Answer: s

    1 blank: 3. None is flagged.
    Number to go to, s to submit, a to abandon, l to list, q to leave: 1

    Question 1 of 3. Topic: The sky.
    Which colour is the sky?
    1  Blue
    2  Green
    Your answer so far: 2.
    Answer: 1

    1 blank: 3. None is flagged.
    Number to go to, s to submit, a to abandon, l to list, q to leave: s

    Score: 2 of 3 (67 %). Someone who truly knows 67 % scores 1 to 3
    nineteen times in twenty.
    Passed; the pass mark is 60 %.
    Questions: 2 right, 0 not fully right, 1 blank.
    By topic:
      The sky: 2 of 2 (100 %)
      The ground: 0 of 1 (0 %)

    Question 3 of 3. Topic: The ground. Draft.
    Which colour is grass?
    1  Green (right)
    2  Red
    Blank. The answer is 1: Green
    From Notes, A. Painter, Ground, line 9:
      Grass is green.

    Question 1 of 3. Topic: The sky.
    Which colour is the sky?
    1  Blue (right, your answer)
    2  Green
    Right. The answer is 1: Blue
    About 1: The notes say so.
    From Notes, A. Painter, Sky, line 5:
      The sky is blue.
    The words that hold it: “blue”

    Question 2 of 3. Topic: The sky.
    Which colours do clouds have?
    Choose all that apply.
    1  White (right, your answer)
    2  Grey (right, your answer)
    3  Purple
    Right. The answers are 1 and 2.
    From Notes, A. Painter, Sky, line 5:
      Clouds are white and grey.
    The words that hold it: “white”, “grey”
    ");
    assert_eq!(spoken.exit, Exit::Finished);
}

#[test]
fn an_exam_that_is_failed_says_so() {
    let spoken = speak(Mode::Exam, "2\n3\n2\ns\n");
    assert!(spoken.text.contains("Not passed; the pass mark is 60 %."), "{}", spoken.text);
    assert_eq!(spoken.exit, Exit::NotPassed);
}

#[test]
fn an_exam_is_gone_over_freely() {
    let spoken = speak(Mode::Exam, "1\np\n2\nf\nl\nu\n1\n3\n-\n2\n1\nl\nx\n99\n");
    let text = &spoken.text;
    for words in [
        "Your answer so far: 1.",
        "Flagged for later.",
        "2 blank: 2, 3. 1 flagged: 2.",
        "Taken back: question 1.",
        "Left blank.",
        "2  (1, flagged) Which colours do clouds have?",
        "Type a number from 1 to 3, s to submit, a to abandon, or ? for help.",
        "Left with 2 of 3 done. `ibid exam --continue` goes on.",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    for hint in ["Right", "Wrong", "The answer", "From Notes"] {
        assert!(!text.contains(hint), "{hint}");
    }
    assert_eq!(spoken.exit, Exit::Left);
}

#[test]
fn an_abandoned_exam_counts_for_nothing_and_can_be_taken_back() {
    let spoken = speak(Mode::Exam, "1\n1\n1\na\nu\na\n");
    assert_eq!((spoken.exit, spoken.sitting.end()), (Exit::Left, Some(crate::session::End::Abandoned)));
    assert_eq!(spoken.text.matches("Abandoned; it counts for nothing.").count(), 2);
    assert!(!spoken.text.contains("Score"));
}

#[test]
fn time_that_is_up_submits_what_was_there() {
    let spoken = speak_with(Mode::Exam, Some(1), 11_000, List::default(), "1\n1 2\n1\n1\n1\n");
    assert!(spoken.text.contains("Time until 2026-11-22 13:01."), "{}", spoken.text);
    assert!(spoken.text.contains("Less than a minute left."), "{}", spoken.text);
    assert!(spoken.text.contains("Time is up. What was there is submitted."), "{}", spoken.text);
    assert_eq!(spoken.sitting.end(), Some(crate::session::End::Overdue));
    assert!(spoken.sitting.answered(0) && !spoken.sitting.answered(2));
}
