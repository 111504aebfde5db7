//! Practice, rule by rule.

use super::*;
use crate::session::{Confidence, End};

fn fuel_and_lens() -> Seat {
    practice("fuel lens")
}

fn duties() -> Seat {
    practice("duties fuel")
}

#[test]
fn a_question_is_answered_and_gone_on_from() {
    hold(&[
        ("a number chooses and does not answer", fuel_and_lens, "2", &["I don’t know", "!your answer"]),
        ("Enter answers", fuel_and_lens, "@key Enter", &["your answer", "1 ✓ 0 ✗", "The first lamps burned wood"]),
        ("the answer can be changed before", fuel_and_lens, "@wrong @key Enter", &["1 ✓ 0 ✗"]),
        ("Enter goes on", fuel_and_lens, "@key Enter Enter", &["2 of 2", "ring-shaped", "!your answer"]),
        ("so does Space", fuel_and_lens, "@key Enter Space", &["2 of 2", "!your answer"]),
        ("g answers as a guess", fuel_and_lens, "@wrong g", &["your guess", "0 ✓ 1 ✗"]),
        ("0 is shown the answer", fuel_and_lens, "0", &["You said that you don’t know.", "✓ ", "0 ✓ 1 ✗"]),
        ("Enter without a choice answers nothing", fuel_and_lens, "Enter", &["Choose first: 1–4, or 0", "!✗"]),
        ("nor does a guess", fuel_and_lens, "g", &["Choose first", "!your guess"]),
        ("a number without a choice is no choice", fuel_and_lens, "7 Enter", &["Choose first"]),
        ("what Enter answers is under the cursor", fuel_and_lens, "Down j Up k Enter", &["your answer"]),
        ("s goes on without an answer", fuel_and_lens, "s", &["2 of 2", "!✓"]),
        ("f flags", fuel_and_lens, "f", &["flagged", "Flagged for later."]),
        ("f again takes the flag off", fuel_and_lens, "f f", &["Flag taken off.", "!flagged"]),
        ("f flags after the answer too", fuel_and_lens, "0 f", &["flagged"]),
        ("! reports", fuel_and_lens, "! x Enter", &["Reported. Thank you.", "1 of 2"]),
        ("and may think better of it", fuel_and_lens, "! x Esc", &["1 of 2", "!Reported"]),
        (
            "w shows the other rationales",
            fuel_and_lens,
            "@key Enter w",
            &["Whale oil came after coal", "no lighthouse that"],
        ),
        ("and hides them", fuel_and_lens, "@key Enter w w", &["!Whale oil came after coal"]),
        ("a wrong answer shows why it is wrong", fuel_and_lens, "@wrong Enter", &["The notes name no lighthouse"]),
        ("the end is the results", fuel_and_lens, "@key Enter Enter @wrong Enter Enter", &["1 of 2 (50 %)"]),
        ("a skip is told there", fuel_and_lens, "s @key Enter Enter", &["1 of 1 (100 %)", "1 passed over"]),
        ("nothing answered, nothing scored", fuel_and_lens, "s s", &["Nothing was answered that counts."]),
    ]);
}

#[test]
fn several_keys_are_chosen_one_by_one() {
    hold(&[
        ("each number adds", duties, "1 2", &["1 [●]", "2 [●]", "3 [ ]"]),
        ("and takes away", duties, "1 2 1", &["1 [ ]", "2 [●]"]),
        ("Space marks what is under the cursor", duties, "Down Down Space", &["1 [ ]", "2 [●]"]),
        ("moving marks nothing", duties, "Down Down Enter", &["Choose first"]),
        ("how many is not told", duties, "1", &["Choose all that apply.", "!3 of"]),
        ("all keys are fully right", duties, "@key Enter", &["1 ✓ 0 ✗", "!Partly"]),
        ("wrong ones count against", duties, "@key @wrong Enter", &["0 ✓ 1 ✗", "Partly right: 0.67 of a mark."]),
        ("as guesses too", duties, "@key g", &["your guess", "1 ✓ 0 ✗"]),
        ("the ones that were missed are told", duties, "@wrong Enter", &["missed"]),
    ]);
}

#[test]
fn what_is_taken_back_is_asked_again_and_no_longer_counts() {
    hold(&[
        ("nothing to take back", fuel_and_lens, "u", &["There is nothing to take back."]),
        (
            "the answer goes",
            fuel_and_lens,
            "@wrong Enter u",
            &["It is asked again, but no longer counts.", "!your answer"],
        ),
        ("also from the next question", fuel_and_lens, "@wrong Enter Enter u", &["1 of 2", "burn", "!✗"]),
        ("answered again it is not counted", fuel_and_lens, "@wrong Enter u @key Enter", &["Not counted", "!1 ✓"]),
        ("the results say so", fuel_and_lens, "0 u @key Enter Enter @key Enter Enter", &["1 of 1", "1 not counted"]),
        ("a skip is taken back as if nothing was", fuel_and_lens, "s u @key Enter", &["1 ✓ 0 ✗", "!Not counted"]),
        ("step by step", fuel_and_lens, "@key Enter Enter @key Enter u u", &["1 of 2", "!✓"]),
    ]);
    let mut seat = fuel_and_lens();
    seat.keys("@wrong Enter u");
    assert!(seat.sitting().revealed(0) && seat.sitting().open(0));
    let past = seat.app.desk().history.of(&seat.sitting().plan().form.places[0].question);
    assert_eq!((past.asked, past.last_fully_right), (true, None), "it feeds no filter either");
}

#[test]
fn while_a_question_is_open_nothing_shows_its_answer() {
    let closed: &[&str] = &["Closed until this question is answered.", "I don’t know"];
    hold(&[
        ("o", fuel_and_lens, "o", closed),
        ("w", fuel_and_lens, "w", closed),
        ("x", fuel_and_lens, "x", closed),
        ("e", fuel_and_lens, "e", closed),
        ("/", fuel_and_lens, "/", closed),
        ("y copies nothing", fuel_and_lens, "y", &["I don’t know", "!clipboard"]),
        (
            "in browse it stays shut",
            fuel_and_lens,
            "Esc @browse f u e l Enter",
            &["This question waits for your answer"],
        ),
        ("and others lead past it", fuel_and_lens, "Esc @browse Down Enter Right Right", &["!burned wood"]),
        ("in search it stays shut", fuel_and_lens, "Esc / f u e l Enter", &["This question waits for your answer"]),
        ("from the reader it stays shut", fuel_and_lens, "0 Enter 0 o Left Right", &["Lamps"]),
        ("once answered all is open", fuel_and_lens, "0 o", &["line 5", "section"]),
        ("explore", fuel_and_lens, "0 x", &["Questions on the same topic"]),
    ]);
    // The next question is open while the answer of the one before is on the screen.
    let mut seat = practice("lens fuel");
    seat.keys("0 x").click("What did the first lamps");
    assert_eq!(seat.notice(), "This question waits for your answer in the practice that is open.");
    let mut seat = practice("lens fuel");
    seat.keys("0 o / b u r n e d Esc 1");
    seat.shows("This question waits for your answer");
    assert_eq!(seat.outside, []);
}

#[test]
fn a_question_that_waits_stays_shut_in_the_review_of_an_earlier_sitting() {
    let mut seat = fuel_and_lens();
    seat.keys("0 Enter 0 Enter Right");
    seat.shows("1 of 2");
    seat.keys("Esc End Enter End Enter Enter");
    seat.shows("This question waits for your answer").hides("burned wood");
}

#[test]
fn the_document_opens_at_the_passage_the_editor_at_the_question_and_the_quote_goes_with_its_source() {
    let mut seat = fuel_and_lens();
    seat.keys("0 y e");
    let Some(Effect::Copy(copied)) = seat.outside.first() else { panic!("{:?}", seat.outside) };
    assert_eq!(
        copied,
        "“The first lamps burned wood, and later coal.”\n— Notes on lighthouses · Harbour Library · Lamps · line 5"
    );
    assert_eq!(seat.outside.get(1), Some(&Effect::Edit(seat.sitting().plan().form.places[0].question.clone())));
}

#[test]
fn what_was_answered_is_kept_with_what_was_sure_and_how_long_it_took() {
    let mut seat = fuel_and_lens();
    seat.wait(Millis(41_000)).keys("@wrong g");
    let response = seat.sitting().response(0).unwrap().clone();
    assert_eq!((response.confidence, response.took), (Confidence::Guess, Millis(43_000)));
    let mut back = fuel_and_lens();
    back.wait(Millis(-90_000)).keys("1 Enter");
    assert_eq!(back.sitting().response(0).unwrap().took, Millis(0), "a clock that was set back took no time");
}

#[test]
fn a_practice_left_after_its_last_answer_goes_on_to_its_results() {
    let mut seat = practice("fuel");
    seat.keys("@key Enter Esc").shows("Continue    Practice · to the results");
    seat.keys("Enter").shows("1 of 1 (100 %)");
}

#[test]
fn the_missed_are_asked_again_and_the_sitting_is_listed() {
    let mut seat = fuel_and_lens();
    seat.keys("@wrong Enter Enter @key Enter Enter Right");
    seat.shows("1 of 1").shows("burn");
    seat.keys("@key Enter Enter Esc End Enter");
    seat.shows("Practice  1 of 1").shows("Practice  1 of 2");
    seat.keys("Down Enter").shows("1 of 2 (50 %)");
    seat.keys("Enter").shows("your answer");
    assert_eq!(seat.app.desk().sittings.iter().filter(|past| past.end == Some(End::Finished)).count(), 2);
}

#[test]
fn whatever_the_seed_the_choice_that_is_marked_right_is_the_key() {
    for seed in 0..24 {
        let options = Options { seed, ..options(Mode::Practice, "fuel lens year duties") };
        let mut seat = Setting { first: First::Sitting(options), ..Setting::default() }.open();
        for _ in 0..4 {
            let keys: Vec<String> = (seat.question().choices.iter())
                .filter(|choice| choice.key)
                .map(|choice| format!("  {}", choice.text))
                .collect();
            seat.keys("0");
            let screen = seat.screen();
            let marked: Vec<&str> = screen.lines().filter(|line| line.trim_start().starts_with('✓')).collect();
            assert_eq!(marked.len(), keys.len(), "seed {seed}");
            assert!(keys.iter().all(|key| marked.iter().any(|line| line.ends_with(key))), "seed {seed}: {screen}");
            seat.keys("Enter");
        }
    }
}

#[test]
fn numbers_stand_in_order_whatever_the_seed() {
    for seed in 0..8 {
        let options = Options { seed, ..options(Mode::Practice, "year") };
        let seat = Setting { first: First::Sitting(options), ..Setting::default() }.open();
        let at = |year| seat.find(year).1;
        assert!(at("1698") < at("1810") && at("1810") < at("1822") && at("1822") < at("1844"));
    }
}

#[test]
fn a_question_whose_passage_is_gone_is_left_out_and_said_so() {
    let first = First::Sitting(Options { count: Some(20), ..options(Mode::Practice, "") });
    let seat = Setting { first, ..Setting::default() }.over(vec![banks::hostile()]);
    assert_eq!(seat.sitting().len(), 4);
    seat.shows("Left out: ").shows("and 1 more. ibid check tells why.");
}

#[test]
fn drafts_are_asked_in_practice_and_marked() {
    hold(&[
        ("in practice", || practice("watch"), "", &["draft", "How long was a watch?"]),
        ("not in an exam", || exam("watch fuel"), "", &["1 of 1", "burn"]),
    ]);
}
