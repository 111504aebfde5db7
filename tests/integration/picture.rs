//! The picture in the README, drawn from the program itself.

use std::fmt::Write as _;
use std::path::Path;

use ibid::bank::{Bank, Library};
use ibid::clock::{Moment, Stamps, Timestamp};
use ibid::id::QuestionId;
use ibid::rng::Chance;
use ibid::session::{Filter, Mode, Options};
use ibid::tui::app::{App, First};
use ibid::tui::desk::{Defaults, Desk, Told};
use ibid::tui::event::Event;
use ibid::tui::keymap::Keymap;
use ibid::tui::run::Application;
use ibid::tui::theme::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

const SIZE: (u16, u16) = (100, 30);
/// A cell's width and height.
const CELL: (f64, f64) = (9.0, 20.0);

/// `IBID_WRITE_PICTURE=1 cargo test picture` draws it anew.
#[test]
fn the_picture_in_the_readme_is_what_the_program_shows() {
    let picture = svg(&answered());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/question.svg");
    if std::env::var_os("IBID_WRITE_PICTURE").is_some() {
        std::fs::write(&path, &picture).unwrap();
    }
    let drawn = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(drawn == picture, "docs/question.svg is out of date: IBID_WRITE_PICTURE=1 cargo test picture");
}

/// The question that the first document opens with, answered wrongly.
fn answered() -> Buffer {
    let library = Library::new(vec![Bank::embedded()]).unwrap();
    let options = Options {
        mode: Mode::Practice,
        filter: Filter::default(),
        count: None,
        seed: 7,
        picked: vec![QuestionId::new("dpo-function").unwrap()],
        minutes: None,
        pass: 80,
    };
    let stamps = Stamps::new(Chance::new(1, "picture"));
    let desk = Desk::new(library, Keymap::default(), Theme::default(), Defaults::default(), stamps, || 7);
    let mut app = App::new(desk, First::Sitting(options));
    let now = Moment { at: Timestamp(1_795_348_800_000), offset: 0 };
    app.update(Event::Resize(SIZE.0, SIZE.1), now);
    app.update(Event::Told(Told::Shelf(Box::default())), now);
    let wrong = place_of(&app, "Publishing all of the treaties");
    for key in [wrong.as_str(), "Enter"] {
        app.update(Event::Key(key.parse().unwrap()), now);
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    app.page().render(buffer.area, &mut buffer, app.theme());
    buffer
}

/// The number that a choice has on the screen.
fn place_of(app: &App, words: &str) -> String {
    let rows = app.page().rows;
    let texts = rows.iter().map(|row| row.line.spans.iter().map(|span| span.content.as_ref()).collect::<String>());
    let row = texts.into_iter().find(|text| text.contains(words)).unwrap();
    row.trim().chars().next().unwrap().to_string()
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (f64::from(SIZE.0) * CELL.0, f64::from(SIZE.1) * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"DejaVu Sans Mono, \
         Menlo, Consolas, monospace\" font-size=\"15\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"#12131a\"/>\n"
    );
    for y in 0..SIZE.1 {
        let mut x = 0;
        while x < SIZE.0 {
            let first = &buffer[(x, y)];
            let same = (x..SIZE.0).take_while(|&at| look(&buffer[(at, y)]) == look(first)).count();
            let end = x + u16::try_from(same).unwrap();
            let text: String = (x..end).map(|at| buffer[(at, y)].symbol()).collect();
            run(&mut svg, x, y, &text, first);
            x = end;
        }
    }
    svg + "</svg>\n"
}

fn look(cell: &Cell) -> (Color, Modifier) {
    (cell.fg, cell.modifier)
}

/// One run of text in one style.
fn run(svg: &mut String, x: u16, y: u16, text: &str, cell: &Cell) {
    let lead = text.len() - text.trim_start().len();
    let words = text.trim();
    if words.is_empty() {
        return;
    }
    let columns = words.chars().count() as f64;
    let (left, base) = ((f64::from(x) + lead as f64) * CELL.0, f64::from(y) * CELL.1 + 15.0);
    let colour = match cell.fg {
        Color::Cyan => "#42b3c2",
        Color::Green => "#8cc265",
        Color::Red => "#e05561",
        Color::Yellow => "#d18f52",
        _ => "#d7dae0",
    };
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.55\""),
    ] {
        if cell.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let wide = columns * CELL.0;
    writeln!(
        svg,
        "<text x=\"{left}\" y=\"{base}\" textLength=\"{wide}\" fill=\"{colour}\"{style} xml:space=\"preserve\">{words}</text>"
    )
    .unwrap();
}
