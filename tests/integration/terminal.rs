//! The terminal is taken, lent and given back: a small application over the real loop, in a real pseudo-terminal.
//!
//! The application is a test of its own that is only run by the others, in a process for each.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use ibid::clock::{Moment, Timestamp};
use ibid::tui::event::{Event, Signal};
use ibid::tui::keymap::{Action, Keymap};
use ibid::tui::page::{Hint, Page, Row};
use ibid::tui::run::{Application, run};
use ibid::tui::terminal::{self, LiveInput};
use ibid::tui::theme::Theme;
use rustix::process::{Signal as Raise, kill_process};
use tempfile::TempDir;

use super::pty::{Start, Terminal};

/// Counts what happens and shows it.
#[derive(Default)]
struct Demo {
    keys: usize,
    size: (u16, u16),
    said: Vec<String>,
    done: bool,
    theme: Theme,
}

enum Effect {
    Suspend,
    Reenter,
    Edit,
    Copy,
    PanicHere,
    PanicElsewhere,
}

impl Application for Demo {
    type Effect = Effect;

    fn update(&mut self, event: Event, _: Moment) -> Vec<Effect> {
        let effect = match event {
            Event::Key(key) => {
                self.keys += 1;
                match key.to_string().as_str() {
                    "q" => self.done = true,
                    "x" => self.said.clear(),
                    _ => {}
                }
                match key.to_string().as_str() {
                    "e" => Some(Effect::Edit),
                    "y" => Some(Effect::Copy),
                    "p" => Some(Effect::PanicHere),
                    "w" => Some(Effect::PanicElsewhere),
                    "Ctrl-z" => Some(Effect::Suspend),
                    _ => None,
                }
            }
            Event::Signal(Signal::Suspend) => Some(Effect::Suspend),
            Event::Signal(Signal::Continue) => Some(Effect::Reenter),
            Event::Resize(columns, rows) => {
                self.size = (columns, rows);
                None
            }
            other => {
                self.said.push(format!("{other:?}"));
                None
            }
        };
        effect.into_iter().collect()
    }

    fn page(&self) -> Page {
        let (columns, rows) = self.size;
        let counts = Row::new(format!("ready: {} keys, {columns}x{rows}", self.keys));
        Page {
            title: "demo".into(),
            rows: [counts].into_iter().chain(self.said.iter().map(|text| Row::new(text.clone()))).collect(),
            hints: vec![Hint::of(&Keymap::default(), Action::Help)],
            ..Page::default()
        }
    }

    fn theme(&self) -> &Theme {
        &self.theme
    }

    fn wake(&self) -> Option<Timestamp> {
        None
    }

    fn finished(&self) -> bool {
        self.done
    }
}

fn perform(effect: &Effect, file: &Path) -> Vec<Event> {
    match effect {
        Effect::Suspend => match terminal::suspend() {
            Ok(true) => vec![Event::Redraw],
            other => vec![Event::Worker(format!("not suspended: {other:?}"))],
        },
        // A terminal that closes continues the program too, and cannot be taken again.
        Effect::Reenter => terminal::reenter().map_or_else(|_| Vec::new(), |()| vec![Event::Redraw]),
        Effect::Edit => {
            let ended = terminal::edit(file, 7);
            vec![Event::Redraw, Event::Worker(format!("{ended:?}"))]
        }
        Effect::Copy => {
            terminal::copy("ibid.").unwrap();
            Vec::new()
        }
        Effect::PanicHere => panic!("a panic while drawing"),
        Effect::PanicElsewhere => {
            let worker = thread::spawn(|| panic!("a panic of a worker"));
            assert!(worker.join().is_err());
            Vec::new()
        }
    }
}

#[test]
#[ignore = "run by the tests below, in a terminal"]
fn demo() {
    let mut input = LiveInput::new().unwrap();
    terminal::catch_panics(input.mailbox());
    let screen = terminal::enter(true).unwrap();
    let mut canvas = terminal::canvas().unwrap();
    let file = std::env::var_os("DEMO_FILE").map(PathBuf::from).unwrap_or_default();
    let act = |effects: Vec<Effect>| effects.iter().flat_map(|effect| perform(effect, &file)).collect();
    let ended = run(&mut canvas, &mut input, &mut Demo::default(), Moment::now, act);
    drop(screen);
    std::process::exit(ended.map_or(99, |ended| ended.exit_code().unwrap_or(0)));
}

const DEMO: [&str; 6] = ["terminal::demo", "--exact", "--ignored", "--nocapture", "--test-threads=1", "--quiet"];

fn start() -> Start {
    Start::program(std::env::current_exe().unwrap(), &DEMO)
}

fn ready(start: Start) -> Terminal {
    let terminal = start.spawn();
    terminal.wait_text("ready: 0 keys");
    terminal
}

#[test]
fn quitting_gives_the_terminal_back() {
    let mut terminal = ready(start());
    terminal.wait_for("the alternate screen", |screen| screen.alternate_screen().then_some(()));
    assert!(!terminal.echoes());
    terminal.key("q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn signals_that_end_a_program_end_it_in_order() {
    for (signal, code) in [(Raise::TERM, 143), (Raise::HUP, 129), (Raise::INT, 130), (Raise::QUIT, 131)] {
        let terminal = ready(start());
        terminal.signal(signal);
        assert_eq!(terminal.exit_code(), code);
        terminal.assert_given_back();
    }
}

#[test]
fn a_signal_before_the_first_frame_gives_the_terminal_back_too() {
    let terminal = start().spawn();
    terminal.wait_for("the alternate screen", |screen| screen.alternate_screen().then_some(()));
    terminal.signal(Raise::TERM);
    assert_eq!(terminal.exit_code(), 143);
    terminal.assert_given_back();
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_read_on_the_main_screen() {
    let mut terminal = ready(start());
    terminal.key("p");
    assert_ne!(terminal.exit_code(), 0);
    terminal.assert_given_back();
    assert!(terminal.contents().contains("a panic while drawing"), "{}", terminal.contents());
}

#[test]
fn a_panic_of_a_worker_is_told_and_draws_nothing() {
    let mut terminal = ready(start());
    terminal.key("w");
    terminal.wait_text("Worker(\"a panic of a worker");
    terminal.wait_for("the alternate screen", |screen| screen.alternate_screen().then_some(()));
    let output = String::from_utf8_lossy(&terminal.output()).into_owned();
    assert!(!output.contains("panicked at"), "the usual message was printed under the screen");
    terminal.key("q");
    assert_eq!(terminal.exit_code(), 0);
}

#[test]
fn a_new_size_is_told_and_drawn() {
    let mut terminal = ready(start());
    terminal.resize(100, 30);
    terminal.wait_text("ready: 0 keys, 100x30");
    terminal.resize(30, 8);
    terminal.wait_text("Terminal too small: 30x8.");
    terminal.resize(40, 12);
    terminal.wait_text("ready: 0 keys, 40x12");
}

#[test]
fn clicks_the_wheel_and_pasted_text_arrive() {
    let mut terminal = ready(start());
    terminal.click(7, 3);
    terminal.wait_text("Click { column: 7, row: 3 }");
    terminal.send("\x1b[<65;1;1M");
    terminal.wait_text("Wheel { up: false }");
    terminal.send("\x1b[200~two\nlines\x1b[201~");
    terminal.wait_text(r#"Paste("two\nlines")"#);
}

#[test]
fn no_key_of_many_is_lost() {
    let mut terminal = ready(start());
    for _ in 0..10 {
        terminal.send(&"j".repeat(300));
    }
    terminal.wait_text("ready: 3000 keys");
}

#[test]
fn copied_text_goes_to_the_terminals_clipboard() {
    let mut terminal = ready(start());
    terminal.key("y");
    terminal.wait_text("ready: 1 keys");
    let output = String::from_utf8_lossy(&terminal.output()).into_owned();
    assert!(output.contains("\x1b]52;c;aWJpZC4=\x07"));
}

#[test]
fn a_closed_terminal_ends_the_program() {
    let mut terminal = ready(start());
    terminal.hang_up("j");
    assert_eq!(terminal.exit_code(), 129);
}

#[test]
fn a_terminal_that_closes_without_a_signal_ends_the_program() {
    let mut terminal = ready(start().without_control());
    terminal.hang_up("j");
    assert_eq!(terminal.exit_code(), 129);
}

#[test]
fn ctrl_z_goes_to_the_shell_and_fg_comes_back() {
    let program = std::env::current_exe().unwrap();
    let mut terminal = Start::program("sh", &["-i"]).env("PS1", "shell$ ").env("DEMO", &program).size(100, 30).spawn();
    terminal.wait_text("shell$");
    terminal.send(&format!("\"$DEMO\" {}\n", DEMO.join(" ")));
    terminal.wait_text("ready: 0 keys");
    for by_signal in [false, true] {
        if by_signal {
            kill_process(terminal.foreground(), Raise::TSTP).unwrap();
        } else {
            terminal.key("Ctrl-z");
        }
        // A shell throws away what is typed before its prompt.
        terminal.wait_for("the prompt", |screen| {
            let text = screen.contents();
            (text.contains("Stopped") && text.trim_end().ends_with("shell$")).then_some(())
        });
        terminal.send("echo in the $((6 * 7)) shell\n");
        terminal.wait_text("in the 42 shell");
        terminal.assert_screen_given_back();
        terminal.send("clear; fg\n");
        terminal.wait_text("ready: 1 keys");
        terminal.wait_for("the alternate screen", |screen| screen.alternate_screen().then_some(()));
    }
    terminal.key("j");
    terminal.wait_text("ready: 2 keys");
    terminal.key("q");
    terminal.assert_screen_given_back();
}

#[test]
fn where_no_shell_waits_ctrl_z_does_not_stop_the_program_for_ever() {
    let mut terminal = ready(start());
    terminal.key("Ctrl-z");
    terminal.wait_text("not suspended: Ok(false)");
}

#[test]
fn an_editor_has_the_terminal_for_itself() {
    let folder = TempDir::new().unwrap();
    let editor = folder.path().join("vi");
    let script = r#"#!/bin/sh
trap 'echo interrupted' INT
echo "editing $1"
while [ -z "$words" ]; do read -r words; done
echo "$words" >"$2"
"#;
    fs::write(&editor, script).unwrap();
    let file = folder.path().join("bank.json");
    make_executable(&editor);
    let mut terminal = ready(start().env("EDITOR", format!("'{}'", editor.display())).env("DEMO_FILE", &file));
    terminal.key("e");
    terminal.wait_text("editing +7");
    assert!(terminal.echoes());
    terminal.key("Ctrl-c");
    // A signal that comes just before the shell reads is looked at when the read returns.
    terminal.send("\n");
    terminal.wait_text("interrupted");
    terminal.send("\nquestions\n");
    terminal.wait_text("Worker(\"Ok(())\")");
    assert_eq!(fs::read_to_string(&file).unwrap().trim(), "questions");
    terminal.key("x");
    terminal.wait_text("ready: 2 keys");
    terminal.key("q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn an_editor_that_is_not_there_is_told() {
    let mut terminal = ready(start().env("EDITOR", "no-such-editor"));
    terminal.key("e");
    terminal.wait_text("Err(Start");
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
