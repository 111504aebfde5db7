//! The teacher's screen as a teacher meets it: a room stands behind it, as a host would keep it.

mod keys;
mod pictures;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use ratatui::buffer::Buffer;

use super::hall::Glance;
use super::show::Door;
use super::teacher::{Effect, Setting, Teacher};
use crate::clock::{Millis, Moment};
use crate::room::sample::{Played, cited};
use crate::room::{Code, Command, Link, Name, Opening, PlayerId, Posed, RoomId, Rules};
use crate::tui::event::Event;
use crate::tui::page::Notice;
use crate::tui::run::Application;
use crate::tui::tests::{drawn, has, lacks, words};

const STEM: &str = "In the context of the United Nations Secretariat, alongside the Department of Political Affairs, \
                    which function best describes the role of the Department of Peace Operations?";
const NAMES: [&str; 14] = [
    "Heron", "Otter", "Lynx", "Falcon", "Badger", "Ibis", "Marten", "Crane", "Dolphin", "Gecko", "Puffin", "Stork",
    "Wren", "Bison",
];

fn posed(id: &str, stem: &str, choices: &[(&str, &str)], keys: &[u8], passage: (&str, &str)) -> Posed {
    cited(
        ("Mandate", "United Nations Department of Peace Operations · Wikipedia · lead · line 12"),
        (id, stem),
        choices,
        keys,
        passage,
    )
}

fn dpo() -> Posed {
    let choices = [
        ("Publishing all of the treaties and international agreements", "This is work of the Secretariat as a whole."),
        ("Planning, preparing, managing and directing peacekeeping", "So the passage says."),
        ("Work analogous to that of a ministry of foreign affairs", "This is work of Political Affairs."),
        ("Establishing peacekeeping missions for particular countries", "The Security Council does so."),
    ];
    let words = "The Department of Peace Operations (DPO) (French: Département des opérations de maintien de la paix) is \
                 a department of the United Nations (UN) charged with the planning, preparation, management, and \
                 direction of UN peacekeeping operations.";
    posed("dpo", STEM, &choices, &[1], (words, "planning, preparation, management, and direction"))
}

fn duties() -> Posed {
    let choices = [("Pay", "Yes."), ("Supplies", "Yes."), ("Treaties", "No."), ("Elections", "No.")];
    posed(
        "duties",
        "Which does the mission cover?",
        &choices,
        &[0, 1],
        ("Pay and supplies are met by the mission.", "Pay"),
    )
}

/// All that somebody could write into a bank.
fn hostile() -> Posed {
    let long = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenantragsformularausfüllhilfe ".repeat(6);
    let choices = [
        ("\u{1b}[2J\u{202e}evil\u{200b}", "\u{1b}]0;title\u{7}"),
        (long.as_str(), "漢字"),
        ("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", ""),
        ("مرحبا بالعالم", ""),
        ("👩‍👩‍👧‍👦🏳️‍🌈", ""),
        ("", ""),
        ("g", ""),
        ("h", ""),
        ("i", ""),
    ];
    posed("hostile", &format!("{long}\n\u{1b}[31m red? {}", "a\u{335}".repeat(40)), &choices, &[3], (&long, "Donau"))
}

/// A lesson: the teacher's screen before a room, and a clock.
struct Lesson {
    played: Played,
    teacher: Teacher,
    here: HashSet<PlayerId>,
    screens: usize,
    trouble: Option<String>,
    sent: Vec<Command>,
    copied: Vec<String>,
}

fn door() -> Door {
    Door {
        address: "http://192.168.1.20:4242".into(),
        link: Some("http://192.168.1.20:4242/r/K7F4P4CDFHJK".into()),
        note: Some("A phone that warns of “no internet” on this Wi-Fi: stay connected, it is not needed.".into()),
    }
}

fn opening(rules: Rules, posed: Vec<Posed>) -> Opening {
    Opening {
        id: RoomId(uuid::Uuid::nil()),
        title: "UN Department of Peace Operations".into(),
        code: Code::read("K7F 4P4").unwrap(),
        link: Link::read("K7F4P4CDFHJK").unwrap(),
        rules,
        seed: 7,
        posed,
    }
}

impl Lesson {
    fn of(rules: Rules, posed: Vec<Posed>, setting: Setting) -> Self {
        let opening = opening(rules, posed);
        let rooms = vec![(opening.id, if setting.hands { Door::default() } else { door() })];
        let mut lesson = Self {
            played: Played::of(opening),
            teacher: Teacher::new(Setting { rooms, ..setting }),
            here: HashSet::new(),
            screens: 0,
            trouble: None,
            sent: Vec::new(),
            copied: Vec::new(),
        };
        lesson.event(Event::Resize(80, 24));
        lesson
    }

    fn new() -> Self {
        Self::of(Rules::default(), vec![dpo(), duties(), dpo()], Setting::default())
    }

    fn timed() -> Self {
        Self::of(Rules { seconds: Some(90), ..Rules::default() }, vec![dpo(), duties(), dpo()], Setting::default())
    }

    fn now(&self) -> Moment {
        Moment { at: self.played.now, offset: 0 }
    }

    fn event(&mut self, event: Event) {
        let mut pending = VecDeque::from([event]);
        while let Some(event) = pending.pop_front() {
            for effect in self.teacher.update(event, self.now()) {
                match effect {
                    Effect::Send(_, command) => {
                        let _ = self.played.does(command.clone());
                        self.sent.push(command);
                    }
                    Effect::Look(id) => {
                        let glance = Glance {
                            room: Arc::new(self.played.room.clone()),
                            here: Arc::new(self.here.clone()),
                            screens: self.screens,
                            trouble: self.trouble.clone(),
                            hint: None,
                        };
                        pending.push_back(Event::Glance(id, glance));
                    }
                    Effect::Copy(text) => self.copied.push(text),
                    Effect::Redraw | Effect::Suspend | Effect::Reenter => {}
                }
            }
        }
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.played.after(1_000);
            self.event(Event::Key(key.parse().unwrap()));
        }
        self
    }

    fn wait(&mut self, millis: i64) -> &mut Self {
        self.played.after(millis);
        self.event(Event::Tick);
        self
    }

    fn join(&mut self, names: &[&str]) -> &mut Self {
        for name in names {
            let id = self.played.joins(name);
            self.here.insert(id);
        }
        self.event(Event::News);
        self
    }

    /// The first so many learners pick this choice, the next ones that.
    fn answer(&mut self, picks: &[(usize, u8)]) -> &mut Self {
        let mut learner = 0;
        for (count, pick) in picks {
            for _ in 0..*count {
                self.played.after(10);
                self.played.answers(PlayerId(learner), &[*pick]).unwrap();
                learner += 1;
            }
        }
        self.event(Event::News);
        self
    }

    fn draw_at(&mut self, size: (u16, u16)) -> Buffer {
        self.event(Event::Resize(size.0, size.1));
        drawn(&self.teacher, size)
    }

    fn screen(&mut self) -> String {
        words(&self.draw_at((80, 24)))
    }

    #[track_caller]
    fn shows(&mut self, text: &str) -> &mut Self {
        has(&self.screen(), text);
        self
    }

    #[track_caller]
    fn hides(&mut self, text: &str) -> &mut Self {
        lacks(&self.screen(), text);
        self
    }

    fn notice(&self) -> String {
        match self.teacher.page().notice {
            Some(Notice::Info(words) | Notice::Warning(words)) => words,
            None => String::new(),
        }
    }

    fn sent(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.sent)
    }
}

fn millis(seconds: i64) -> Millis {
    Millis(seconds * 1_000)
}

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}
