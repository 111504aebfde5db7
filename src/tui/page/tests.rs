use std::fmt::Write as _;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Stylize};

use super::*;
use crate::tui::theme::Theme;

fn draw(page: &Page, size: (u16, u16)) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    page.render(buffer.area, &mut buffer, &Theme::default());
    buffer
}

fn text(page: &Page, size: (u16, u16)) -> String {
    let buffer = draw(page, size);
    let mut out = String::new();
    for y in 0..size.1 {
        let line: String = (0..size.0).map(|x| buffer[(x, y)].symbol()).collect();
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out.trim_end().to_owned()
}

/// Where some text stands.
fn find(page: &Page, size: (u16, u16), needle: &str) -> (u16, u16) {
    let buffer = draw(page, size);
    for y in 0..size.1 {
        let cells: Vec<&str> = (0..size.0).map(|x| buffer[(x, y)].symbol()).collect();
        if let Some(x) = (0..cells.len()).find(|x| cells[*x..].concat().starts_with(needle)) {
            return (u16::try_from(x).unwrap(), y);
        }
    }
    panic!("{needle} is not on the screen:\n{}", text(page, size));
}

fn choices(rows: usize) -> Page {
    let keymap = Keymap::default();
    let row = |at: usize| Row::new(format!("choice {}", at + 1)).hit(Hit::Item(at));
    Page {
        title: Line::from("Mandate"),
        asides: vec![Line::from("question 7 of 20, 5 right and 1 wrong"), Line::from("7 of 20")],
        rows: (0..rows).map(row).collect(),
        hints: vec![
            Hint::new(&keymap, &[Action::Up, Action::Down], "choose"),
            Hint::of(&keymap, Action::Enter),
            Hint::of(&keymap, Action::Document),
            Hint::of(&keymap, Action::Help),
        ],
        ..Page::default()
    }
}

#[test]
fn a_small_screen_spends_no_row_on_white_space_and_shows_which_page_it_is() {
    let page = Page { scroll: Scroll { offset: 9, focus: None }, ..choices(20) };
    insta::assert_snapshot!(text(&page, (40, 12)), @r"
     Mandate                  7 of 20   2/3
     choice 10
     choice 11
     choice 12
     choice 13
     choice 14
     choice 15
     choice 16
     choice 17
     choice 18

     ↑↓ choose   Enter open   ? keys
    ");
}

#[test]
fn a_large_screen_is_centred_with_room_around_it() {
    let page = Page { notice: Some(Notice::Info("The passage was copied.".to_owned())), ..choices(2) };
    assert_eq!(find(&page, (100, 30), "Mandate"), (6, 1));
    assert_eq!(find(&page, (100, 30), "choice 1"), (6, 4));
    assert_eq!(find(&page, (100, 30), "The passage"), (6, 27));
    assert_eq!(find(&page, (100, 30), "↑↓"), (6, 28));
    assert_eq!(Room::of((100, 30)), Some(Room { width: 88, height: 23, roomy: true }));
    assert_eq!(Room::of((40, 12)), Some(Room { width: 38, height: 9, roomy: false }));
}

#[test]
fn below_the_least_size_it_says_what_is_needed() {
    let page = choices(2);
    assert_eq!(Room::of((39, 12)), None);
    let lines = "\nTerminal too small: 37x5. ibid needs\n               40x12.";
    assert_eq!(text(&page, (37, 5)), lines);
    assert_eq!(page.hit((37, 5), 3, 3), None);
    assert_eq!(text(&page, (3, 1)), "Ter");
}

#[test]
fn the_widest_aside_that_fits_is_shown_and_a_long_title_gives_way_to_the_shortest() {
    let page = choices(1);
    assert!(text(&page, (80, 24)).contains("5 right and 1 wrong"));
    let small = text(&page, (40, 12));
    assert!(small.contains("7 of 20") && !small.contains("question"));
    let long = Page { title: Line::from("A title that is longer than the screen is wide"), ..page };
    let header = text(&long, (40, 12)).lines().next().unwrap().to_owned();
    assert!(header.starts_with(" A title that is") && header.ends_with(" 7 of 20"), "{header}");
}

#[test]
fn hints_go_from_the_end_but_the_last_stays() {
    let page = choices(1);
    assert!(text(&page, (80, 24)).contains("o open the document here   ? keys"));
    let small = text(&page, (40, 12));
    assert!(small.ends_with("Enter open   ? keys"));
}

#[test]
fn what_is_clicked_is_what_is_seen() {
    let page = Page { scroll: Scroll { offset: 5, focus: None }, ..choices(20) };
    let size = (40, 12);
    let hit = |needle| {
        let (x, y) = find(&page, size, needle);
        page.hit(size, x, y)
    };
    assert_eq!(hit("choice 9"), Some(Hit::Item(8)));
    assert_eq!(hit("↓"), Some(Hit::Action(Action::Down)));
    assert_eq!(hit("choose"), None, "a label for two keys means neither");
    assert_eq!(hit("open"), Some(Hit::Action(Action::Enter)));
    assert_eq!(hit("Mandate"), None);
    assert_eq!(page.hit(size, 0, 1), Some(Hit::Item(5)), "the margin belongs to its row");
    assert_eq!(page.hit(size, 500, 500), None);
}

#[test]
fn the_focus_is_brought_into_sight_with_as_little_motion_as_it_needs() {
    let start = |offset, focus| Scroll { offset, focus }.start(100, 10);
    assert_eq!(start(20, Some(25..26)), 20);
    assert_eq!(start(20, Some(30..32)), 22);
    assert_eq!(start(20, Some(18..19)), 18);
    assert_eq!(start(20, Some(40..70)), 40, "of too much, the beginning");
    assert_eq!(start(99, None), 90, "no empty rows at the end");
}

#[test]
fn rows_that_were_not_built_count_and_pinned_ones_stay() {
    let rows = (5_000..5_010).map(|at| Row::new(format!("question {at}")).hit(Hit::Item(at))).collect();
    let scroll = Scroll { offset: 5_000, focus: Some(5_003..5_004) };
    let field = Row::new("/ peace").cursor(7);
    let page = Page { pinned: vec![field], rows, first: 5_000, total: 100_000, scroll, ..choices(0) };
    let size = (40, 12);
    assert_eq!(find(&page, size, "/ peace"), (1, 1));
    assert_eq!(find(&page, size, "question 5000"), (1, 2));
    assert_eq!(page.hit(size, 5, 3), Some(Hit::Item(5_001)));
    assert_eq!(page.cursor(size), Some((8, 1)));
    assert_eq!(page.max_offset(size), 100_000 - 8);
}

#[test]
fn a_long_message_takes_the_lines_it_needs_from_the_rows() {
    let message = "The data folder cannot be written: your answers are kept in memory until you quit.";
    let page = Page { notice: Some(Notice::Warning(message.to_owned())), ..choices(20) };
    let screen = text(&page, (40, 12));
    let shown: Vec<&str> = screen.lines().skip(8).take(3).map(str::trim).collect();
    assert_eq!(shown.join(" "), format!("! {message}"));
    assert!(screen.contains("choice 7") && !screen.contains("choice 8"));
    let endless = Page { notice: Some(Notice::Info("word ".repeat(90))), ..choices(1) };
    assert!(text(&endless, (40, 12)).contains('…'));
}

#[test]
fn keys_are_strong_labels_quiet_and_the_mark_stands_in_the_margin() {
    let mut page = choices(2);
    page.rows[1] = Row::new("picked").mark("▌".bold());
    let buffer = draw(&page, (100, 30));
    let style = |needle| buffer[find(&page, (100, 30), needle)].modifier;
    assert_eq!((style("Enter"), style("open")), (Modifier::BOLD, Modifier::DIM));
    assert_eq!(find(&page, (100, 30), "▌"), (4, 5));
    assert_eq!(find(&page, (40, 12), "▌"), (0, 2));
}

#[test]
fn choices_are_hinted_as_a_range_and_named_keys_do_not_run_together() {
    let keymap = Keymap::default();
    let keys =
        |actions: &[Action]| Hint::new(&keymap, actions, "").keys.into_iter().map(|(key, _)| key).collect::<String>();
    assert_eq!(keys(&[Action::Pick(1), Action::Pick(2), Action::Pick(3), Action::Pick(4)]), "1–4");
    assert_eq!(keys(&[Action::Up, Action::Down]), "↑↓");
    assert_eq!(keys(&[Action::Enter, Action::Space]), "Enter/Space");
}

proptest! {
    #[test]
    fn any_page_is_drawn_and_clicked_at_any_size(
        size in (0u16..130, 0u16..50),
        lines in proptest::collection::vec("\\PC{0,60}", 0..30),
        pinned in 0usize..30,
        (first, total, offset) in (0usize..200, 0usize..300, 0usize..400),
        focus in proptest::option::of((0usize..300, 0usize..40)),
        cursor in proptest::option::of(any::<u16>()),
        notice in proptest::option::of("\\PC{0,200}"),
        click in (any::<u16>(), 0u16..60),
    ) {
        let keymap = Keymap::default();
        let row = |line: &String| Row { cursor, ..Row::new(line.clone()).mark(line.clone()).hit(Hit::Item(1)) };
        let page = Page {
            title: Line::from(lines.concat()),
            asides: lines.iter().map(|line| Line::from(line.clone())).collect(),
            pinned: lines.iter().take(pinned).map(row).collect(),
            rows: lines.iter().map(row).collect(),
            first,
            total,
            scroll: Scroll { offset, focus: focus.map(|(start, length)| start..start + length) },
            hints: lines.iter().map(|line| Hint::new(&keymap, &[Action::Enter], line.clone())).collect(),
            notice: notice.map(Notice::Warning),
        };
        draw(&page, size);
        let _ = page.hit(size, click.0, click.1);
        prop_assert!(page.start(size) <= page.max_offset(size));
        if let Some((x, y)) = page.cursor(size) {
            prop_assert!(x < size.0 && y < size.1);
        }
    }
}
