//! How one comes from screen to screen: keys, mouse, text fields, sizes.

use super::*;

#[test]
fn one_key_leads_from_a_first_start_to_the_first_question() {
    let mut seat = home();
    seat.shows("Press Enter for your first question.");
    seat.keys("Enter");
    seat.shows("1 of 3").shows("I don’t know");
}

#[test]
fn the_first_frame_does_not_wait_for_the_store() {
    let library = Library::new(vec![banks::lighthouses().open()]).unwrap();
    let desk = Desk::new(
        library,
        Keymap::default(),
        Theme::default(),
        Defaults::default(),
        Stamps::new(Chance::new(1, "desk")),
        || 1,
    );
    let mut app = App::new(desk, First::Home);
    assert_eq!(app.update(Event::Resize(80, 24), START), []);
    assert_eq!(app.wake(), Some(START.at), "but is loaded right after");
    assert_eq!(app.update(Event::Tick, START), [Effect::Load]);
}

#[test]
fn escape_leads_home_from_everywhere_and_continue_leads_back() {
    let roads: &[(&str, Before, &str)] = &[
        ("practice asked", || practice("fuel lens"), "2"),
        ("practice answered", || practice("fuel lens"), "0"),
        ("reader", || practice("fuel lens"), "0 o"),
        ("reader searching", || practice("fuel lens"), "0 o /"),
        ("explore", || practice("fuel lens"), "0 x"),
        ("a card from explore", || practice("fuel year lens"), "0 x Down Enter"),
        ("help", || practice("fuel lens"), "?"),
        ("report", || practice("fuel lens"), "! a b"),
        ("exam", || exam("fuel lens"), "1 Enter"),
        ("overview", || exam("fuel lens"), "Tab"),
        ("setup", home, "Right"),
        ("browse filtered", home, "@browse l e n s"),
        ("a card from browse", home, "@browse Enter"),
        ("search", home, "/ l e n s"),
        ("a card from search", home, "/ l e n s Enter"),
        ("a note", || practice("fuel lens"), "0 n a b"),
        ("banks", home, "b"),
        ("a document from banks", home, "b Enter"),
        ("results", || practice("fuel"), "0 Enter"),
        ("review", || practice("fuel"), "0 Enter Enter"),
    ];
    for (from, before, keys) in roads {
        let mut seat = before();
        seat.keys(keys);
        let open = seat.app.desk().sitting.is_some();
        let mut presses = 0;
        while seat.title() != "ibid" {
            seat.keys("Esc");
            presses += 1;
            assert!(presses < 6, "{from}:\n{}", seat.screen());
        }
        assert_eq!(seat.screen().contains("Continue"), open, "{from}");
        if open {
            seat.keys("Enter");
            assert!(seat.screen().contains(" of "), "{from}");
        }
        seat.keys("Ctrl-c");
        assert!(seat.app.finished(), "{from}");
    }
}

#[test]
fn q_quits_from_everywhere_but_a_text_field() {
    for keys in ["", "Right", "b", "?", "Enter", "Enter 0", "Enter 0 o", "Enter 0 x"] {
        let mut seat = home();
        seat.keys(keys).keys("q");
        assert!(seat.app.finished(), "after {keys}:\n{}", seat.screen());
    }
}

#[test]
fn text_fields_take_every_printable_key() {
    let all = "q?/ue!0189 wxofgsSA-bé";
    let mut browse = home();
    browse.keys("@browse").types(all).shows(&format!("/ {all}"));
    let mut search = home();
    search.keys("/").types(all).shows(&format!("/ {all}"));
    let mut note = practice("fuel");
    note.keys("0 n").types(all).shows(all);
    let mut reader = practice("fuel");
    reader.keys("0 o /").types(all).shows(&format!("/ {all}"));
    let mut report = practice("fuel");
    report.keys("!").types(all).shows(all);
    for seat in [&mut browse, &mut search, &mut note, &mut reader, &mut report] {
        assert!(!seat.app.finished());
        seat.event(Event::Paste("pasted\ntext\u{1b}[2J".to_owned()));
        seat.shows("pasted text");
    }
}

#[test]
fn a_text_field_can_always_be_left() {
    let overrides = [("back", "b"), ("enter", "i"), ("quit", "Z"), ("banks", "J")];
    let overrides = overrides.map(|(name, key)| (name.to_owned(), vec![key.to_owned()])).into();
    let keymap = Keymap::with(&overrides).unwrap();
    let mut seat = Setting { keymap, ..Setting::default() }.open();
    seat.keys("@browse").types("lens").keys("Enter");
    seat.shows("ring-shaped");
    seat.keys("b Esc Esc");
    assert_eq!(seat.title(), "ibid");
    seat.keys("@browse").types("b").keys("Ctrl-c");
    assert!(seat.app.finished());
}

#[test]
fn browse_finds_what_is_typed_whatever_its_case() {
    let mut seat = home();
    seat.keys("@browse").types("LENS ring");
    seat.shows("1 of 7 questions");
    seat.keys("Ctrl-u").shows("7 questions");
    seat.types("harpoon");
    seat.shows("No question has all of these words.");
    seat.keys("Enter Down Up PageDown").shows("0 of 7");
    seat.keys("Esc").shows("7 questions");
}

#[test]
fn a_list_shows_what_comes_before_and_after_its_cursor() {
    let mut seat = home();
    seat.resize((40, 12)).keys("@browse Down Down Down");
    let (_, before) = seat.find("▌");
    seat.keys("End Up Up Up");
    assert!(before > 2 && seat.find("▌").1 < 9, "{}", seat.screen());
}

#[test]
fn keys_of_ones_own_are_shown_wherever_a_key_is_told() {
    let keys = [("skip", "J"), ("enter", "Tab"), ("overview", "U"), ("pick-1", "i"), ("dont-know", "Z"), ("flag", "F")];
    let keys = keys.map(|(name, key)| (name.to_owned(), vec![key.to_owned()])).into();
    let keymap = || Keymap::with(&keys).unwrap();
    let at = |first| Setting { first, keymap: keymap(), ..Setting::default() }.open();
    let mut seat = at(First::Home);
    seat.shows("Press Tab for your first question").shows("Tab open").hides("Enter");
    seat.keys("?").shows("Tab ").hides("1–9");
    let mut seat = at(First::Sitting(options(Mode::Practice, "fuel")));
    seat.shows("i234 choose").shows("J skip").shows("Z  I don’t know").shows("F flag");
    seat.keys("Tab").shows("Choose first: i234, or Z");
    seat.keys("i Tab").shows("your answer");
    let options = Options {
        filter: Filter { which: Some(crate::session::Which::Flagged), ..Filter::default() },
        ..options(Mode::Practice, "")
    };
    at(First::Sitting(options)).shows("F flags a question for later");
}

#[test]
fn choices_and_hints_are_clicked() {
    let mut seat = practice("fuel lens");
    seat.click("Whale oil").shows("▌");
    seat.click("Whale oil").shows("your answer");
    seat.click("Enter next");
    seat.shows("2 of 2");
    seat.click("I don’t know").shows("You said that you don’t know");
    seat.click("rationales").shows("less of it");
    seat.click("? keys").shows("Moving");
    seat.click("Esc back").shows("less of it");
    let mut seat = practice("duties");
    seat.click("They sold").click("They wound").click("They sold");
    assert_eq!(seat.screen().matches("[●]").count(), 1, "a second click takes the mark away");
    let mut seat = exam("fuel lens");
    seat.click("Peat").shows("●");
    seat.click("Tab");
    seat.click("Why does").shows("2 of 2");
    let mut seat = home();
    seat.click("Exam").shows("1 of 4");
    let mut seat = home();
    seat.click("set up").shows("Questions");
    seat.click("Topic").click("Topic").shows("Lamps and towers");
    let mut seat = home();
    seat.click("Browse").click("How long was").shows("Four hours");
    seat.event(Event::Click { column: 79, row: 0 });
    seat.event(Event::Click { column: 500, row: 500 });
    seat.shows("Four hours");
}

#[test]
fn in_the_reader_a_sentence_and_a_section_are_clicked() {
    let mut seat = practice("fuel");
    seat.keys("0 o").click("came after it. In").shows("passage 4 of 10");
    seat.click("Towers").shows("passage 7 of 10");
    seat.click("lead").shows("passage 1 of 10");
}

#[test]
fn the_wheel_scrolls_what_is_read_and_moves_in_lists() {
    let mut seat = practice("fuel lens");
    seat.resize((40, 12)).keys("0");
    seat.shows("What did the first lamps");
    seat.event(Event::Wheel { up: false });
    seat.hides("What did the first lamps").shows("burned wood");
    seat.event(Event::Wheel { up: true });
    seat.shows("What did the first lamps");
    let mut seat = home();
    seat.event(Event::Wheel { up: false });
    seat.shows("▸ Exam");
}

#[test]
fn a_resize_while_typing_keeps_what_was_typed() {
    let mut seat = practice("fuel");
    seat.keys("!").types("The wood was ");
    for size in [(40, 12), (10, 3), (120, 40), (80, 24)] {
        seat.resize(size);
    }
    seat.types("peat").shows("The wood was peat");
    let mut seat = practice("duties fuel");
    seat.keys("2 4").resize((40, 12)).resize((0, 0)).resize((80, 24));
    seat.shows("2 [●]").shows("4 [●]");
}

#[test]
fn what_is_written_stays_in_sight_below_a_long_question() {
    let first = First::Sitting(options(Mode::Practice, "long"));
    let mut seat = Setting { first, ..Setting::default() }.over(vec![banks::hostile()]);
    seat.resize((40, 12)).keys("!").types("too long");
    seat.shows("too long");
    assert!(seat.app.page().cursor((40, 12)).is_some());
}

#[test]
fn a_long_quote_is_scrolled_to_its_end() {
    let first = First::Sitting(options(Mode::Practice, "long"));
    let mut seat = Setting { first, ..Setting::default() }.over(vec![banks::hostile()]);
    seat.resize((40, 12)).keys("@wrong Enter End");
    seat.shows("Harbour Library").shows("line 1");
    seat.keys("Home").shows("Which lamp is it");
    seat.keys("PageDown PageDown PageUp PageUp").shows("Which lamp is it");
}

#[test]
fn the_reader_marks_where_it_is_without_colour_too() {
    let first = First::Sitting(options(Mode::Practice, "fuel"));
    let theme = Theme::named("mono").unwrap();
    let mut seat = Setting { first, theme, ..Setting::default() }.open();
    seat.keys("0 o");
    let (_, row) = seat.find("The first lamps burned");
    assert_eq!(seat.find("▌").1, row);
}

#[test]
fn the_reader_leads_to_the_questions_that_are_asked_of_a_passage() {
    let mut seat = practice("fuel");
    seat.keys("0 o Enter");
    seat.shows("What did the first lamps").shows("asked here");
    seat.keys("Esc /").types("eddystone").shows("1698");
    seat.keys("Ctrl-u").types("zebra").shows("No passage has all of these words.");
}

#[test]
fn setup_narrows_what_is_asked() {
    let mut seat = home();
    seat.keys("Right Down Right Right Enter");
    seat.shows("Keepers").shows("1 of 3");
    let mut seat = home();
    seat.keys("Right Down Down Down Down Right Enter");
    seat.shows("Nothing missed: every last answer was right.").shows("Practice");
}

#[test]
fn an_edited_question_is_read_again() {
    let mut seat = home();
    seat.keys("@browse").types("watch how").keys("Enter");
    seat.shows("Four hours");
    seat.shelves[0].change("Four hours", "240 minutes");
    let bank = std::sync::Arc::new(seat.shelves[0].open());
    let notice = Notice::Info("Read again and checked: no fault.".to_owned());
    seat.event(Event::Told(Told::Bank(bank, notice)));
    seat.shows("240 minutes").shows("no fault");
    let mut seat = practice("fuel");
    seat.keys("0 e");
    let notice = Notice::Info("Read again and checked: no fault.".to_owned());
    let bank = std::sync::Arc::new(seat.shelves[0].open());
    seat.event(Event::Told(Told::Bank(bank, notice)));
    seat.shows("This sitting keeps what it asked.");
}

#[test]
fn what_others_do_is_told_and_survived() {
    let mut seat = practice("fuel");
    seat.event(Event::Worker("index out of bounds".to_owned()));
    seat.shows("Something went wrong in the background: index out of bounds");
    seat.keys("Ctrl-z Ctrl-l");
    seat.event(Event::Signal(super::super::event::Signal::Continue));
    assert_eq!(seat.outside, [Effect::Suspend, Effect::Redraw, Effect::Reenter]);
}
