//! Each screen as a picture at three sizes, with its styles.

use std::fmt::Write as _;

use super::*;
use crate::room::rules::Teams;

#[track_caller]
fn pictures(name: &str, desk: &mut Desk) {
    let mut pictures = String::new();
    for size in [(80, 24), (40, 12), (120, 40)] {
        let buffer = desk.draw_at(size);
        let _ = writeln!(pictures, "━━━ {}x{}", size.0, size.1);
        pictures += &crate::tui::tests::picture(&buffer, desk.player.page().cursor(size));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("player-{name}"), pictures));
}

#[test]
fn door() {
    let teams = Teams::Chosen(vec![Name::new("Red").unwrap(), Name::new("Blue").unwrap()]);
    let mut desk = Desk::of(Rules { teams, ..Rules::default() }, vec![fuel()], Setting::default());
    pictures("door", desk.types("Ana").keys("Down"));
}

#[test]
fn lobby() {
    pictures("lobby", &mut Desk::new());
}

#[test]
fn asked() {
    let mut desk = Desk::rules(Rules { seconds: Some(30), ..Rules::default() });
    pictures("asked", desk.does(Command::Ask).keys("Down Down"));
}

#[test]
fn choose_all() {
    pictures("choose-all", Desk::new().does(Command::Ask).does(Command::Reveal).does(Command::Ask).keys("1 2"));
}

#[test]
fn sent() {
    pictures("sent", Desk::new().does(Command::Ask).keys("3 Enter"));
}

#[test]
fn reconnecting() {
    pictures("reconnecting", Desk::new().does(Command::Ask).breaks().keys("3 Enter").wait(4_000));
}

#[test]
fn closed() {
    pictures("closed", Desk::new().does(Command::Ask).keys("3 Enter").does(Command::Close));
}

#[test]
fn revealed() {
    let mut desk = Desk::new();
    pictures("revealed-wrong", desk.does(Command::Ask).keys("1 Enter").others(&[1, 1, 0, 2]).does(Command::Reveal));
    pictures("revealed-why", desk.keys("w"));
}

#[test]
fn revealed_after_two_votes() {
    let mut desk = Desk::new();
    desk.does(Command::Ask).keys("1 Enter").others(&[0, 1, 0, 2]).does(Command::VoteAgain);
    pictures("second-vote", desk.keys("Down"));
    pictures("revealed-two", desk.keys("2 Enter").others(&[1, 1, 0, 1]).does(Command::Reveal));
}

#[test]
fn ended() {
    let mut desk = Desk::new();
    desk.does(Command::Ask).keys("2 Enter").others(&[0, 1, 2, 3]).does(Command::Reveal).does(Command::End);
    pictures("ended", &mut desk);
}

#[test]
fn alone() {
    let mut desk = Desk::alone(Feedback::Each);
    pictures("alone-asked", desk.keys("Down"));
    pictures("alone-answered", desk.keys("2 Enter"));
    pictures("alone-places", desk.keys("Right Right 1 Enter Tab"));
}

#[test]
fn hostile_questions() {
    let setting = Setting { name: Some("Ana".into()), ..Setting::default() };
    let mut desk = Desk::of(Rules::default(), vec![hostile()], setting);
    pictures("hostile", desk.does(Command::Ask).keys("2"));
    pictures("hostile-revealed", desk.keys("Enter").does(Command::Reveal));
}

#[test]
fn help() {
    pictures("help", Desk::new().keys("?"));
}
