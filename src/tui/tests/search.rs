//! Search over everything, and what can be done to a question that was found.

use std::sync::Arc;

use super::screens::pictures;
use super::*;

/// What happened to questions, in the order of happening; `void` where something was taken back.
fn deeds(seat: &Seat) -> Vec<&'static str> {
    let kept = seat.kept.iter().filter_map(|what| match what {
        What::Suspend { on: true, .. } => Some("aside"),
        What::Suspend { on: false, .. } => Some("up"),
        What::Bury { .. } => Some("tomorrow"),
        What::Reset { .. } => Some("anew"),
        What::Note { text, .. } if text.is_empty() => Some("no note"),
        What::Note { .. } => Some("note"),
        What::Void { .. } => Some("void"),
        _ => None,
    });
    kept.collect()
}

#[test]
fn questions_and_passages_are_found_and_open_where_they_belong() {
    hold(&[
        ("a question by its stem", home, "/ r i n g Enter", &["Why does a ring-shaped lens", "search · "]),
        ("and by a choice", home, "/ p i l o t e d Enter", &["What did keepers do?"]),
        ("and by its topic", home, "/ K e e p e r s Space s l e e p", &["When was a keeper on watch"]),
        ("a passage", home, "/ E d d y s t o n e Space 1 6 9 8 End Enter", &["Notes on lighthouses", "passage "]),
        ("a slip of the finger is forgiven", home, "/ m e r c r u y", &["…on a bath of mercury"]),
        ("so are letters left out", home, "/ c l k w r k", &["What did keepers do?"]),
        ("nothing", home, "/ s u b m a r i n e", &["Nothing in the bank has all of these words, or nearly."]),
        ("Esc empties the field", home, "/ f u e l Esc", &["Words of a question", "Search"]),
        ("and then leads back", home, "/ f u e l Esc Esc", &["Practice", "Exam"]),
        ("what was found is told", home, "/ l e n s", &[" found"]),
    ]);
}

#[test]
fn search_is_open_from_every_screen_that_is_no_text_field() {
    let roads: &[(&str, Before, &str)] = &[
        ("home", home, ""),
        ("banks", home, "b"),
        ("help", home, "?"),
        ("setup", home, "Down Right"),
        ("answered", || practice("fuel lens"), "0"),
        ("a card", home, "@browse Enter"),
        ("explore", || practice("fuel lens"), "0 x"),
        ("results", || practice("fuel"), "0 Enter"),
    ];
    for (name, before, keys) in roads {
        let mut seat = before();
        seat.keys(keys).keys("/");
        assert_eq!(seat.title(), "Search", "from {name}");
        let title = before().keys(keys).title();
        assert_eq!(seat.keys("Esc").title(), title, "back to {name}");
    }
}

#[test]
fn what_was_edited_is_searched_anew() {
    let mut seat = home();
    seat.keys("/").types("semaphore").shows("Nothing in the bank");
    seat.keys("Ctrl-u").types("watch").keys("Enter");
    seat.shelves[0].change("Six hours", "A semaphore");
    let bank = Arc::new(seat.shelves[0].open());
    seat.performer.replace(&bank);
    seat.event(Event::Told(Told::Bank(bank, Notice::Info("Read again.".to_owned()))));
    seat.keys("Esc Ctrl-u").types("semaphore").shows("How long was a watch?");
}

#[test]
fn what_is_done_to_a_question_is_kept_and_taken_back() {
    let mut seat = practice("fuel lens");
    seat.keys("@key Enter z").shows("put aside · 1 of 2").shows("u takes that back");
    seat.keys("z").shows("Taken up again.").hides("put aside ·");
    seat.keys("t").shows("tomorrow · 1 of 2");
    seat.keys("u").shows("Taken back.").hides("tomorrow ·");
    seat.keys("R").shows("New again");
    assert!(!seat.app.desk().history.of(&seat.sitting().places()[0].question).asked);
    seat.keys("u").shows("1 ✓ 0 ✗").shows("your answer");
    assert!(seat.app.desk().history.of(&seat.sitting().places()[0].question).asked);
    assert_eq!(deeds(&seat), ["aside", "up", "tomorrow", "void", "anew", "void"]);
    seat.keys("u").shows("put aside · 1 of 2");
    seat.keys("u").hides("put aside ·");
    seat.keys("u").shows("It is asked again");
    // The store says the same.
    seat.keys("Esc @browse f u e l Enter").hides("put aside").hides("tomorrow");
}

#[test]
fn a_note_is_shown_with_the_explanation_until_it_is_taken_away() {
    let mut seat = practice("fuel lens");
    seat.keys("@key Enter n").types("wood, like the stakes").keys("Enter");
    seat.shows("Your note  wood, like the stakes").shows("Noted.");
    seat.keys("Esc @browse").types("fuel").keys("Enter").shows("Your note  wood, like the stakes");
    seat.keys("n").shows("› wood, like the stakes");
    seat.keys("Ctrl-u Enter").hides("Your note");
    seat.keys("u").shows("Your note  wood, like the stakes");
    seat.keys("n x Esc").shows("Your note  wood, like the stakes");
    assert_eq!(deeds(&seat), ["note", "no note", "void"]);
}

#[test]
fn an_edit_that_changes_the_answer_asks_anew_and_another_does_not() {
    let edit = |seat: &mut Seat, from: &str, to: &str| {
        seat.keys("e");
        seat.shelves[0].change(from, to);
        let bank = Arc::new(seat.shelves[0].open());
        seat.performer.replace(&bank);
        seat.event(Event::Told(Told::Bank(bank, Notice::Info("Read again.".to_owned()))));
    };
    let mut seat = practice("watch");
    seat.keys("@key Enter Enter Esc @browse").types("watch how").keys("Enter");
    edit(&mut seat, "Six hours", "Seven hours");
    edit(&mut seat, "\"Four hours\"", "\"four hours!\"");
    assert_eq!(deeds(&seat), [""; 0], "what is right is the same");
    edit(&mut seat, "\"four hours!\"", "\"A quarter of an hour\"");
    seat.shows("Its answer is another now, so it is new again. u takes that back.");
    assert_eq!(deeds(&seat), ["anew"]);
    seat.keys("u").shows("Taken back.");
    let mut seat = home();
    seat.keys("@browse").types("watch how").keys("Enter");
    edit(&mut seat, "\"Four hours\"", "\"Six hours and a half\"");
    assert_eq!(deeds(&seat), [""; 0], "it was never asked, so nothing is to be forgotten");
}

#[test]
fn search_at_first() {
    pictures("search-first", home().keys("/"));
}

#[test]
fn search_with_results() {
    pictures("search", home().keys("/").types("lens").keys("Down"));
}

#[test]
fn search_that_found_choices_and_passages() {
    pictures("search-mixed", home().keys("/").types("whale oil"));
}

#[test]
fn search_with_nothing_found() {
    pictures("search-empty", home().keys("/").types("submarine"));
}

#[test]
fn a_note_being_written() {
    pictures("note", practice("fuel lens").keys("@key Enter n").types("wood, like the stakes"));
}

#[test]
fn an_answer_with_a_note() {
    let mut seat = practice("fuel lens");
    seat.keys("@wrong Enter n").types("wood, like the stakes of the tower before it; coal is heavier to carry");
    pictures("noted", seat.keys("Enter z"));
}
