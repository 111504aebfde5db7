//! Histories so long that the home screen does not wait for them.

use super::*;
use crate::id::{BankId, QuestionRef};
use crate::session::{History, Totals};
use crate::tui::desk::Shelf;

fn bank(seat: &Seat) -> BankId {
    seat.app.desk().library.banks()[0].head().id.clone()
}

/// What the store tells of a long history at first.
fn totals(bank: &BankId) -> Event {
    let history = History::awaited([(bank.clone(), Totals { asked: 3, missed: 2, flagged: 1 })].into());
    Event::Told(Told::Shelf(Box::new(Shelf { history, ..Shelf::default() })))
}

fn whole(bank: &BankId) -> Event {
    let mut history = History::default();
    let question = QuestionRef { bank: bank.clone(), question: QuestionId::new("fuel").unwrap() };
    history.change(question, |past| (past.asked, past.last_fully_right) = (true, Some(false)));
    Event::Told(Told::History(Box::new(history)))
}

#[test]
fn the_home_screen_is_drawn_by_the_totals_and_then_the_rest_is_asked_for_once() {
    let mut seat = home();
    let bank = bank(&seat);
    assert_eq!(seat.app.update(totals(&bank), START), []);
    seat.shows("2 missed · 1 flagged").shows("Study");
    assert_eq!(seat.app.wake(), Some(START.at));
    assert_eq!(seat.app.update(Event::Tick, START), [Effect::History]);
    assert_eq!((seat.app.update(Event::Tick, START), seat.app.wake()), (Vec::new(), None));
    seat.app.update(whole(&bank), START);
    seat.shows("1 missed").hides("flagged");
}

#[test]
fn what_else_the_program_begins_with_waits_for_the_whole() {
    let mut seat = home();
    let (bank, now) = (bank(&seat), START);
    let library = Library::again(seat.app.desk().library.banks().to_vec());
    let stamps = Stamps::new(Chance::new(1, "desk"));
    let desk = Desk::new(library, Keymap::default(), Theme::default(), Defaults::default(), stamps, || 7);
    let options = Options {
        filter: Filter { which: Some(crate::session::Which::Missed), ..Filter::default() },
        ..options(Mode::Practice, "")
    };
    seat.app = App::new(desk, First::Sitting(options));
    assert_eq!(seat.app.update(Event::Resize(80, 24), now), [Effect::Load]);
    assert_eq!(seat.app.update(totals(&bank), now), [Effect::History]);
    assert!(seat.app.desk().sitting.is_none());
    assert!(matches!(seat.app.update(whole(&bank), now).as_slice(), [Effect::Begin(..)]));
    assert_eq!(seat.sitting().len(), 1, "one was missed");
}
