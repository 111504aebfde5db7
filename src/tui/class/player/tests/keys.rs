//! Keys, and what they say to the room.

use super::*;
use crate::room::RoundId;
use crate::room::posed::Picks;
use crate::room::rules::{Ranking, Scoring, Teams};

#[test]
fn a_name_given_on_the_command_line_is_not_asked_for() {
    let mut desk = Desk::new();
    desk.shows("You are in, Ana.").shows("5 in the room");
    assert_eq!(desk.orders, [Order::Join { name: Name::new("Ana").ok(), team: None }]);
}

#[test]
fn a_name_is_typed_with_every_letter_and_mended_where_it_is_none() {
    let mut desk = Desk::of(Rules::default(), vec![fuel()], Setting::default());
    desk.shows("Your name:").keys("Enter");
    assert_eq!(desk.notice(), "A name has at least one letter or digit.");
    desk.types("quick 1").keys("Enter").shows("You are in, quick 1.");
}

#[test]
fn a_team_is_chosen_before_one_comes_in() {
    let teams = Teams::Chosen(vec![Name::new("Red").unwrap(), Name::new("Blue").unwrap()]);
    let mut desk = Desk::rules(Rules { teams, ..Rules::default() });
    assert_eq!(desk.notice(), "Choose a team with ↑↓.");
    desk.keys("Down Down Enter").shows("Your team is Blue.");
    assert_eq!(desk.orders, [Order::Join { name: Name::new("Ana").ok(), team: Some(1) }]);
}

#[test]
fn where_names_are_dealt_enter_is_enough() {
    let mut desk = Desk::of(Rules { nicknames: true, ..Rules::default() }, vec![fuel()], Setting::default());
    desk.shows("dealt a name").keys("Enter").shows("You are in, ");
}

#[test]
fn a_refusal_at_the_door_is_told_and_may_be_tried_again() {
    let mut desk = Desk::of(Rules::default(), vec![fuel()], Setting::default());
    desk.played.must(Command::Lock(true));
    desk.types("Ana").keys("Enter");
    assert_eq!(desk.notice(), "the teacher has locked the door");
    desk.played.must(Command::Lock(false));
    desk.keys("Enter").shows("You are in, Ana.");
}

#[test]
fn a_choice_is_picked_by_number_letter_arrow_or_mouse_and_sent_by_enter() {
    for keys in ["2 Enter", "b Enter", "B Enter", "Down Down Enter", "4 Up Up Enter", "4 b Enter", "Space Down Enter"] {
        let mut desk = Desk::new();
        desk.does(Command::Ask).keys(keys);
        assert_eq!(desk.answered(), [[1]], "{keys}");
        desk.shows("✓ Your answer is in.").keys("3 Enter");
        assert_eq!(desk.answered().len(), 1, "an answer stands");
    }
    let mut desk = Desk::new();
    desk.does(Command::Ask);
    let screen = desk.screen();
    let row = screen.lines().position(|line| line.contains("Coal gas")).unwrap() as u16;
    desk.event(Event::Click { column: 10, row });
    assert_eq!(desk.answered().len(), 0);
    desk.event(Event::Click { column: 10, row });
    assert_eq!(desk.answered(), [[3]]);
}

#[test]
fn several_choices_are_marked_and_taken_back() {
    let mut desk =
        Desk::of(Rules::default(), vec![duties()], Setting { name: Some("Ana".into()), ..Setting::default() });
    desk.does(Command::Ask).shows("Choose all that apply.").keys("a 3 b c Enter");
    assert_eq!(desk.answered(), [[0, 1]]);
}

#[test]
fn nothing_is_sent_where_nothing_is_chosen_or_open() {
    let mut desk = Desk::new();
    desk.keys("1 Enter").does(Command::Ask).keys("Enter");
    assert_eq!(desk.notice(), "Choose first: 1–4, or a letter.");
    desk.keys("2").does(Command::Close).keys("Enter").shows("you gave no answer");
    desk.does(Command::Reveal).keys("Enter 1 Enter").does(Command::Ask).keys("Enter");
    assert_eq!(desk.answered().len(), 0, "what was chosen for one question is not sent to the next");
}

#[test]
fn nothing_of_the_answer_is_seen_before_the_reveal() {
    let mut desk = Desk::new();
    desk.does(Command::Ask).keys("2 Enter w");
    desk.hides("┃").does(Command::Close).hides("┃").shows("The answers are in.");
    desk.does(Command::Reveal).shows("✓ Right.").shows("┃ From 1822").shows("your answer");
}

#[test]
fn the_second_vote_is_a_new_one_and_the_first_is_remembered() {
    let mut desk = Desk::new();
    desk.does(Command::Ask).keys("1 Enter").others(&[0, 0, 1, 2]).does(Command::VoteAgain);
    desk.shows("second vote").shows("Your first vote: A").keys("2 Enter").others(&[1, 1, 1, 1]).does(Command::Reveal);
    desk.shows("✓ Right.").shows("1 →  5");
    assert_eq!(desk.answered(), [[0], [1]]);
}

#[test]
fn an_answer_given_while_the_host_is_gone_is_kept_and_told_of() {
    let mut desk = Desk::new();
    desk.does(Command::Ask).breaks().hides("Reconnecting");
    assert_eq!(desk.player.wake(), Some(desk.now().at + Millis(1_000)));
    desk.wait(1_000).shows("Reconnecting… (the link broke). Nothing is lost.");
    desk.keys("2 Enter").shows("Your answer is sent once the host is back.");
    let answer = Order::Answer { round: RoundId(0), vote: 1, picks: Picks::of([1]) };
    assert_eq!(desk.orders[desk.orders.len() - 2..], [Order::Now, answer]);
    desk.up = true;
    desk.hear(Heard::Up).hides("Reconnecting").shows("Sending your answer…");
    desk.hear(Heard::Taken(RoundId(0), 1)).shows("✓ Your answer is in.");
}

#[test]
fn a_countdown_goes_by_the_clock_of_the_host() {
    let mut desk = Desk::rules(Rules { seconds: Some(90), ..Rules::default() });
    desk.does(Command::Ask).shows("2 min left");
    assert_eq!(desk.player.wake(), Some(desk.now().at + Millis(30_000)));
    desk.wait(35_500).shows("55 s left");
    assert_eq!(desk.player.wake(), Some(desk.now().at + Millis(500)));
    desk.does(Command::Pause).shows("paused");
    assert_eq!(desk.player.wake(), None);
    desk.does(Command::Resume).wait(60_000).shows("time is up");
    assert_eq!(desk.player.wake(), None);
}

#[test]
fn where_phones_show_no_words_there_are_letters() {
    let mut desk = Desk::rules(Rules { words: false, ..Rules::default() });
    desk.does(Command::Ask).shows("The question is on the big screen.").shows("2 B ◆").hides("Colza");
    desk.keys("b Enter").does(Command::Reveal).shows("Colza oil").shows("✓ Right.");
}

#[test]
fn the_end_tells_place_and_score_and_leaving_it_is_no_leaving() {
    let mut desk = Desk::new();
    desk.does(Command::Ask).keys("2 Enter").others(&[0, 1, 2, 3]).does(Command::Reveal).does(Command::End);
    desk.shows("Ana: place 1 of 5 · 1 of 1").shows("Bo").keys("q");
    assert!(desk.player.finished() && desk.player.outcome() == Outcome::Ended);
    let mut desk = Desk::new();
    desk.does(Command::Ask).keys("q");
    assert!(desk.player.finished() && desk.player.outcome() == Outcome::Left);
}

#[test]
fn no_score_is_told_where_there_is_none() {
    let rules = Rules { scoring: Scoring::None, ranking: Ranking::Never, ..Rules::default() };
    let mut desk = Desk::rules(rules);
    desk.does(Command::Ask).keys("2 Enter").does(Command::Reveal).hides("1 right").does(Command::End);
    desk.shows("Thank you for taking part.").hides("place");
}

#[test]
fn who_is_sent_out_is_told_what_it_means() {
    let mut desk = Desk::new();
    desk.hear(Heard::Out(crate::host::client::Out::Kicked)).hear(Heard::Down("the host hung up".into())).wait(5_000);
    desk.shows("You may come back").hides("Reconnecting").keys("q");
    assert_eq!(desk.player.outcome(), Outcome::Left);
    let mut desk = Desk::new();
    desk.hear(Heard::Broken("it does not speak".into())).shows("This host was left").keys("q");
    assert_eq!(desk.player.outcome(), Outcome::Broken);
}

#[test]
fn one_who_goes_alone_goes_from_question_to_question() {
    let mut desk = Desk::alone(Feedback::Each);
    desk.shows("1 of 3").keys("2 Enter").shows("✓ Right.").shows("┃ From 1822").keys("Enter").shows("2 of 3");
    desk.keys("Right").shows("3 of 3").keys("1 Enter").shows("✗ Not right.").keys("Tab").shows("One question is open.");
    desk.shows("Question 2").keys("Up Enter").shows("2 of 3").keys("q");
    assert_eq!(desk.player.outcome(), Outcome::Left);
    desk.keys("a b Enter").shows("✓ Right.").keys("Enter").shows("All questions are answered; you can leave.");
    assert_eq!(desk.player.outcome(), Outcome::Ended);
}

#[test]
fn one_who_goes_alone_sees_what_is_right_only_when_it_is_time() {
    let mut desk = Desk::alone(Feedback::Deadline);
    desk.keys("2 Enter").shows("✓ Your answer is in. What is right is shown later.").hides("┃");
    desk.keys("Left").shows("1 of 3").keys("Tab").shows("answered").hides("right");
}

#[test]
fn help_opens_and_closes_and_a_letter_in_it_chooses_nothing() {
    let mut desk = Desk::new();
    desk.does(Command::Ask).keys("?").shows("choose by letter").keys("b Esc Enter");
    assert_eq!(desk.answered().len(), 0);
}

#[test]
fn nothing_that_a_host_says_makes_a_screen_panic() {
    use crate::host::client::message::tests::examples;
    use crate::host::client::talk::Talk;
    use crate::rng::Chance;
    // Every message after every other, on every size.
    let all: Vec<String> = examples();
    for (n, first) in all.iter().enumerate() {
        let mut desk = Desk::of(Rules::default(), vec![fuel()], Setting::default());
        for text in std::iter::once(first).chain(all.iter().cycle().skip(n * 7).take(all.len() * 2)) {
            let mut talk = Talk::new(crate::host::client::Role::Player, None, Chance::new(1, "x"));
            if let (Some(heard), _) = talk.hear(Message::read(text).unwrap()) {
                desk.up = false;
                desk.hear(heard);
                for size in [(80, 24), (40, 12), (120, 40), (10, 3)] {
                    desk.draw_at(size);
                }
                desk.keys("1 w Down Enter");
            }
        }
    }
}
