//! Home: what can be done now, what to go on with first.

use ratatui::text::{Line, Span};

use super::{Ask, Banks, Browse, Progress, Screen, Setup, Sittings, count, moved};
use crate::progress::Lately;
use crate::session::{Mode, Options, Sitting};
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Row};
use crate::tui::widgets::spark;

/// The home screen.
#[derive(Debug, Default)]
pub struct Home {
    cursor: Option<Entry>,
}

/// A row of the home screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Continue,
    Study,
    Practice,
    Exam,
    Browse,
    Progress,
    Sittings,
}

impl Entry {
    const fn name(self) -> &'static str {
        match self {
            Self::Continue => "Continue",
            Self::Study => "Study",
            Self::Practice => "Practice",
            Self::Exam => "Exam",
            Self::Browse => "Browse",
            Self::Progress => "Progress",
            Self::Sittings => "Sittings",
        }
    }
}

fn entries(desk: &Desk) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(7);
    if desk.sitting.as_ref().is_some_and(|sitting| sitting.end().is_none()) {
        entries.push(Entry::Continue);
    }
    // Before the first answer there is nothing to remember.
    let answered = desk.history.totals().any(|(_, totals)| totals.asked > 0);
    entries.extend(answered.then_some(Entry::Study));
    entries.extend([Entry::Practice, Entry::Exam, Entry::Browse]);
    entries.extend(answered.then_some(Entry::Progress));
    if !desk.sittings.is_empty() {
        entries.push(Entry::Sittings);
    }
    entries
}

impl Home {
    fn at(&self, desk: &Desk) -> usize {
        self.cursor.and_then(|cursor| entries(desk).iter().position(|entry| *entry == cursor)).unwrap_or(0)
    }

    fn enter(&self, desk: &mut Desk) -> Go {
        match entries(desk).get(self.at(desk)) {
            Some(Entry::Continue) => super::go_on(desk),
            Some(Entry::Study) => start(desk, Mode::Study),
            Some(Entry::Practice) => start(desk, Mode::Practice),
            Some(Entry::Exam) => start(desk, Mode::Exam),
            Some(Entry::Browse) => match desk.closed() {
                Some(why) => {
                    desk.warn(why);
                    Go::Stay
                }
                None => Go::to(Browse::new(desk)),
            },
            Some(Entry::Progress) => Go::To(Progress::open(desk)),
            Some(Entry::Sittings) => {
                desk.effects.push(Effect::Past);
                Go::to(Sittings::default())
            }
            None => Go::Stay,
        }
    }
}

/// Begins a sitting of the usual size.
fn start(desk: &mut Desk, mode: Mode) -> Go {
    let options = usual(desk, mode);
    if desk.begin(options) { Go::To(Ask::go_on(desk)) } else { Go::Stay }
}

/// The options of a sitting of the usual size, over everything.
pub(super) fn usual(desk: &mut Desk, mode: Mode) -> Options {
    let seed = desk.seed();
    let defaults = desk.defaults;
    Options {
        mode,
        filter: crate::session::Filter::default(),
        count: match mode {
            Mode::Practice => Some(defaults.practice),
            Mode::Study => None,
            Mode::Exam => Some(defaults.exam),
        },
        seed,
        picked: Vec::new(),
        minutes: match mode {
            Mode::Practice => None,
            Mode::Study => Some(defaults.study),
            Mode::Exam => Some(defaults.minutes),
        }
        .filter(|&minutes| minutes > 0),
        pass: defaults.pass,
    }
}

/// `Practice · Mandate · question 8 of 20`, and the same in fewer words.
fn going_on(desk: &Desk, sitting: &Sitting) -> Vec<String> {
    let mode = sitting.mode().title();
    let topic = match sitting.plan().options.filter.topics.as_slice() {
        [topic] => {
            sitting.plan().form.places.first().map(|at| desk.library.topic_title(&at.question.bank, topic) + " · ")
        }
        _ => None,
    };
    let (at, short) = match sitting.mode() {
        Mode::Practice | Mode::Study => match sitting.next_open(0) {
            Some(place) => {
                let at = format!("{} of {}", sitting.position(place) + 1, sitting.len());
                (format!("question {at}"), at)
            }
            None => ("to the results".to_owned(), "to the results".to_owned()),
        },
        Mode::Exam => {
            let at = format!("{} of {} answered", sitting.done(), sitting.len());
            (at.clone(), at)
        }
    };
    vec![format!("{mode} · {}{at}", topic.unwrap_or_default()), format!("{mode} · {short}")]
}

/// `12 due, about 4 min · 20 new · 54 % known`, and the same in fewer words.
fn study(desk: &Desk) -> Vec<String> {
    let agenda = &desk.agenda;
    let (due, new) = agenda.offered(desk.defaults.limits, &desk.library, &desk.history);
    let time = agenda.minutes(due).map(|minutes| format!(", about {minutes} min"));
    let what = match (due, new) {
        (0, 0) => return vec!["done for today".to_owned()],
        (0, _) => format!("{new} new"),
        (_, 0) => format!("{due} due{}", time.unwrap_or_default()),
        _ => format!("{due} due{} · {new} new", time.unwrap_or_default()),
    };
    let known = (agenda.tracked > 0).then(|| {
        let share = agenda.known / desk.library.len().max(1) as f32;
        format!("{what} · {:.0} % known", share * 100.0)
    });
    let short = (due > 0 && new > 0).then(|| format!("{due} due · {new} new"));
    known.into_iter().chain([what]).chain(short).collect()
}

/// `5 days in a row   ▁▂▅▇▃▂▅▁▂▄▅▇▆▃`, and the same in fewer words. Days without an answer are not spoken of.
fn lately(desk: &Desk) -> Vec<String> {
    let Lately { answers, days, row } = desk.lately;
    let spark = spark(&answers.map(u64::from));
    match (row, days) {
        (2.., _) => vec![format!("{:<37}{spark}", format!("{row} days in a row")), format!("{row} in a row {spark}")],
        (_, 2..) => vec![format!("{:<37}{spark}", format!("{days} of 30 days")), format!("{days} days {spark}")],
        _ => vec!["what you know, and what comes up".to_owned(), "what you know".to_owned()],
    }
}

/// What there is to say about a row, the most first.
fn about(desk: &Desk, entry: Entry) -> Vec<String> {
    let defaults = desk.defaults;
    match entry {
        Entry::Continue => desk.sitting.as_ref().map(|sitting| going_on(desk, sitting)).unwrap_or_default(),
        Entry::Study => study(desk),
        Entry::Practice => vec!["feedback and passage after each answer".into(), "feedback after each answer".into()],
        Entry::Exam => {
            let time = if defaults.minutes == 0 { String::new() } else { format!(" · {} min", defaults.minutes) };
            let questions = count(defaults.exam.min(desk.library.len()), "question");
            vec![format!("{questions}{time} · pass {} %", defaults.pass), format!("{questions}{time}")]
        }
        Entry::Browse => {
            let open = || desk.history.totals().filter(|(bank, _)| desk.library.bank(bank).is_some());
            let missed: usize = open().map(|(_, totals)| totals.missed).sum();
            let flagged: usize = open().map(|(_, totals)| totals.flagged).sum();
            let documents: usize = desk.library.banks().iter().map(|bank| bank.head().documents.len()).sum();
            let mut parts = vec![count(desk.library.len(), "question")];
            parts.extend((missed > 0).then(|| format!("{missed} missed")));
            parts.extend((flagged > 0).then(|| format!("{flagged} flagged")));
            parts.push(count(documents, "document"));
            (1..=parts.len()).rev().map(|n| parts[..n].join(" · ")).collect() // n is at most its length
        }
        Entry::Progress => lately(desk),
        Entry::Sittings => {
            desk.sittings.first().map(|latest| vec![format!("latest {}", latest.begun)]).unwrap_or_default()
        }
    }
}

impl Screen for Home {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room) = (&desk.theme, desk.room());
        let at = self.at(desk);
        let mut rows = Vec::new();
        for (n, entry) in entries(desk).into_iter().enumerate() {
            let column = if room.narrow() { 10 } else { 12 };
            let name = format!("{:<column$}", entry.name());
            let space = usize::from(room.width).saturating_sub(column + 2);
            let about = about(desk, entry);
            let about = about.iter().find(|words| text::width(words) <= space).or(about.last());
            let here = n == at;
            let (name_style, about_style) =
                if here { (theme.selected, theme.plain) } else { (theme.plain, theme.quiet) };
            let cursor = if here { Span::styled("▸ ", theme.selected) } else { Span::raw("  ") };
            let about = about.map_or_else(String::new, |words| text::clip(words, space).into_owned());
            let line = Line::from(vec![cursor, Span::styled(name, name_style), Span::styled(about, about_style)]);
            rows.push(Row::new(line).hit(Hit::Item(n)));
            if room.roomy {
                rows.push(Row::blank());
            }
        }
        let begun = entries(desk).contains(&Entry::Progress);
        if desk.loaded && !begun && desk.sittings.is_empty() && desk.sitting.is_none() {
            if !room.roomy {
                rows.push(Row::blank());
            }
            let enter = desk.keymap.label(Action::Enter);
            let words =
                format!("Press {enter} for your first question. Every answer shows the passage it is taken from.");
            rows.extend(crate::tui::widgets::paragraph(&words, theme.quiet, room.width).into_iter().map(Row::new));
        }
        let keymap = &desk.keymap;
        let mut hints =
            vec![Hint::new(keymap, &[Action::Up, Action::Down], "choose"), Hint::new(keymap, &[Action::Enter], "open")];
        if matches!(entries(desk).get(at), Some(Entry::Practice | Entry::Exam)) {
            hints.push(Hint::new(keymap, &[Action::Right], "set up"));
        }
        if !room.narrow() {
            hints.extend([Action::Banks, Action::Search].map(|action| Hint::of(keymap, action)));
        }
        hints.extend([Action::Quit, Action::Help].map(|action| Hint::of(keymap, action)));
        let title = text::clip(&desk.bank_title(), usize::from(room.width).saturating_sub(8)).into_owned();
        Page {
            title: Line::styled("ibid", theme.selected),
            asides: vec![Line::styled(title, theme.quiet)],
            rows,
            hints,
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        let entries = entries(desk);
        match action {
            Action::Enter | Action::Space => return self.enter(desk),
            Action::Right | Action::Overview => match entries.get(self.at(desk)) {
                Some(Entry::Practice) => return Go::to(Setup::new(desk, Mode::Practice)),
                Some(Entry::Exam) => return Go::to(Setup::new(desk, Mode::Exam)),
                _ => {}
            },
            Action::Banks => return Go::to(Banks::default()),
            Action::Undo => desk.take_up_again(),
            action => self.cursor = entries.get(moved(self.at(desk), action, entries.len(), 5)).copied(),
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.cursor = entries(desk).get(item).copied();
        self.enter(desk)
    }

    fn returned(&mut self, desk: &mut Desk) {
        self.cursor = None;
        desk.effects.push(Effect::Shelve);
    }
}
