//! What holds whatever is pressed, clicked, turned and resized.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::tui::keymap;

/// Something that a person or a terminal does.
#[derive(Debug, Clone)]
enum Step {
    Key(Key),
    Click(u16, u16),
    Wheel(bool),
    Resize(u16, u16),
    Paste(String),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let table: Vec<Key> = keymap::table().iter().flat_map(|row| row.keys).map(|key| key.parse().unwrap()).collect();
    let often: Vec<Key> = ["Enter", "1", "2", "Down", "Esc", "Tab", "u"].map(|key| key.parse().unwrap()).into();
    let key = prop_oneof![prop::sample::select(table), prop::sample::select(often)];
    prop_oneof![
        12 => key.prop_map(Step::Key),
        2 => (0_u16..200, 0_u16..80).prop_map(|(x, y)| Step::Click(x, y)),
        1 => any::<bool>().prop_map(Step::Wheel),
        1 => (0_u16..200, 0_u16..80).prop_map(|(x, y)| Step::Resize(x, y)),
        1 => "\\PC{0,12}".prop_map(Step::Paste),
        1 => (-1_000_i64..400_000).prop_map(Step::Wait),
    ]
}

fn begun() -> impl Strategy<Value = (First, bool)> {
    let first = prop_oneof![
        Just(First::Home),
        Just(First::Browse),
        Just(First::Sitting(options(Mode::Practice, ""))),
        Just(First::Sitting(options(Mode::Exam, ""))),
    ];
    (first, any::<bool>())
}

/// Whether two sittings stand the same.
fn same(one: &Sitting, other: &Sitting) -> bool {
    let place = |place: usize| {
        (one.response(place), one.skipped(place), one.revealed(place), one.question(place))
            == (other.response(place), other.skipped(place), other.revealed(place), other.question(place))
    };
    one.plan() == other.plan() && one.end() == other.end() && (0..one.len()).all(place)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_is_drawn_and_kept((first, hostile) in begun(), steps in vec(step(), 1..60)) {
        let banks = if hostile { vec![banks::hostile()] } else { vec![banks::lighthouses()] };
        let mut seat = Setting { first, ..Setting::default() }.over(banks);
        for step in steps {
            let event = match step {
                Step::Key(key) => Event::Key(key),
                Step::Click(column, row) => Event::Click { column, row },
                Step::Wheel(up) => Event::Wheel { up },
                Step::Resize(columns, rows) => Event::Resize(columns, rows),
                Step::Paste(text) => Event::Paste(text),
                Step::Wait(span) => {
                    seat.wait(Millis(span));
                    Event::Tick
                }
            };
            seat.wait(Millis(700)).event(event);

            let buffer = seat.draw();
            let unseemly = |symbol: &str| symbol.chars().any(char::is_control);
            prop_assert!(buffer.content.iter().all(|cell| !unseemly(cell.symbol())));
            prop_assert_eq!(seat.app.page(), seat.app.page(), "a picture has no effects");
            if let Some((x, y)) = seat.app.page().cursor(seat.app.desk().size) {
                prop_assert!(x < buffer.area.width && y < buffer.area.height);
            }
            let desk = seat.app.desk();
            let counts = desk.sitting.as_ref().is_some_and(|open| open.end().is_none() && open.plan().deadline.is_some());
            prop_assert_eq!(seat.app.wake().is_some(), counts, "only a deadline wakes anybody");
            if desk.exam_open() {
                let screen = words(&buffer);
                prop_assert!(!screen.contains('┃') && !screen.contains("your answer"), "{}", screen);
            }
        }

        let Some(id) = seat.app.desk().at_hand() else { return Ok(()) };
        let told = seat.performer.perform(Effect::Open(id), seat.now);
        let [Event::Told(Told::Opened(kept))] = told.as_slice() else { panic!("{told:?}") };
        prop_assert!(same(kept, seat.sitting()), "{:?}", seat.sitting());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_screen_is_drawn_at_any_size(size in (0_u16..200, 0_u16..80)) {
        let roads: &[(&str, Before)] = &[
            ("", home),
            ("Right", home),
            ("b", home),
            ("?", home),
            ("/", home),
            ("/ l e n s Down", home),
            ("/ f u e l Enter", home),
            ("@browse Enter", home),
            ("0 n", || practice("duties")),
            ("", || practice("duties")),
            ("0", || practice("duties fuel")),
            ("0 w", || practice("duties fuel")),
            ("0 o", || practice("fuel lens")),
            ("0 o /", || practice("fuel lens")),
            ("0 x", || practice("fuel lens")),
            ("!", || practice("fuel lens")),
            ("0 Enter", || practice("fuel")),
            ("1", || exam("fuel duties")),
            ("Tab", || exam("fuel duties")),
            ("Tab S", || exam("fuel duties")),
            ("Tab S Enter", || exam("fuel duties")),
            ("Tab Esc End Enter", || exam("fuel duties")),
        ];
        for (keys, before) in roads {
            let mut seat = before();
            seat.keys(keys).resize(size);
            let title = seat.app.page().title.to_string();
            let screen = seat.screen();
            if size.0 >= 40 && size.1 >= 12 {
                let begin: String = title.chars().take(4).collect();
                prop_assert!(screen.contains(&begin), "{} after {}", title, keys);
                let keys_shown = seat.app.page().hints.last().map(|hint| hint.label.clone()).unwrap_or_default();
                prop_assert!(screen.contains(&keys_shown), "{} at {:?}:\n{}", title, size, screen);
            } else if size.0 > 8 && size.1 > 5 {
                prop_assert!(screen.contains("Terminal"), "{}", screen);
            }
        }
    }
}
