//! How far the person is: what is known, what comes up, what was done in a year, and what to work on.

use std::ops::Range;

use ratatui::text::{Line, Span};

use super::card::{Card, Shown};
use super::{Ask, Reader, Screen, count, moved};
use crate::id::QuestionRef;
use crate::progress::{Figures, Weak};
use crate::session::Mode;
use crate::text;
use crate::tui::app::{Go, page_step, scrolled};
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Room, Row, Scroll, small};
use crate::tui::widgets::{paragraph, wrap_spans};

mod charts;
mod sheets;

/// The progress screen.
#[derive(Debug, Default)]
pub struct Progress {
    sheet: Sheet,
    scroll: usize,
    cursor: usize,
}

/// One of its sheets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Sheet {
    #[default]
    Known,
    Ahead,
    Year,
    Work,
}

impl Sheet {
    const ALL: [Self; 4] = [Self::Known, Self::Ahead, Self::Year, Self::Work];

    const fn name(self) -> &'static str {
        match self {
            Self::Known => "Known",
            Self::Ahead => "Ahead",
            Self::Year => "Year",
            Self::Work => "Work on",
        }
    }
}

/// Something to work on.
enum Item<'a> {
    /// Questions of a kind.
    Questions(Kind, &'a [QuestionRef]),
    /// A passage to read again.
    Passage(&'a Weak),
}

/// Questions that are worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Misconceptions,
    Lucky,
    Leeches,
    Suspended,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Misconceptions, Self::Lucky, Self::Leeches, Self::Suspended];

    const fn of(self, figures: &Figures) -> &[QuestionRef] {
        match self {
            Self::Misconceptions => figures.misconceptions.as_slice(),
            Self::Lucky => figures.lucky.as_slice(),
            Self::Leeches => figures.leeches.as_slice(),
            Self::Suspended => figures.suspended.as_slice(),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Misconceptions => "Misconceptions",
            Self::Lucky => "Lucky guesses",
            Self::Leeches => "Leeches",
            Self::Suspended => "Suspended",
        }
    }

    const fn about(self) -> &'static str {
        match self {
            Self::Misconceptions => "you were sure, and it was wrong",
            Self::Lucky => "right, and you said that you guessed",
            Self::Leeches => "forgotten eight times: learn them in another way",
            Self::Suspended => "put aside; study does not ask them",
        }
    }

    /// Whether they are practised; otherwise they are looked at.
    const fn practised(self) -> bool {
        matches!(self, Self::Misconceptions | Self::Lucky)
    }
}

/// What there is to work on. While an exam is open no passage is shown, and never that of a question that is open.
fn items(desk: &Desk) -> Vec<Item<'_>> {
    let Some(figures) = &desk.figures else { return Vec::new() };
    let kinds = Kind::ALL.into_iter().map(|kind| (kind, kind.of(figures)));
    let kinds = kinds.filter(|(_, of)| !of.is_empty()).map(|(kind, of)| Item::Questions(kind, of));
    let shown = |weak: &&Weak| desk.closed().is_none() && !weak.questions.iter().any(|id| desk.waits(id));
    kinds.chain(figures.weakest.iter().filter(shown).map(Item::Passage)).collect()
}

impl Progress {
    /// The screen, its figures made anew.
    #[must_use]
    pub fn open(desk: &mut Desk) -> Box<dyn Screen> {
        desk.effects.push(Effect::Progress);
        Box::<Self>::default()
    }

    fn turn(&mut self, to: Option<&Sheet>) {
        if let Some(sheet) = to {
            *self = Self { sheet: *sheet, ..Self::default() };
        }
    }

    fn enter(&self, desk: &mut Desk) -> Go {
        if let Some(why) = desk.closed() {
            desk.warn(why);
            return Go::Stay;
        }
        match items(desk).into_iter().nth(self.cursor) {
            None => Go::Stay,
            Some(Item::Passage(weak)) => {
                let bank = weak.questions.first().map(|id| &id.bank);
                bank.and_then(|bank| Reader::at(desk, bank, &weak.citation)).map_or(Go::Stay, Go::to)
            }
            Some(Item::Questions(kind, of)) if kind.practised() => {
                let picked = of.iter().map(|named| named.question.clone()).collect();
                let mut options = super::home::usual(desk, Mode::Practice);
                (options.picked, options.count) = (picked, None);
                if desk.begin(options) { Go::To(Ask::go_on(desk)) } else { Go::Stay }
            }
            Some(Item::Questions(kind, of)) => {
                let drawn = |named: &QuestionRef| desk.library.ask(desk.library.position(named)?, true)?.ok();
                let open = of.iter().filter(|named| !desk.waits(named));
                let shown: Vec<Shown> = open.filter_map(drawn).map(Shown::plain).collect();
                if shown.is_empty() {
                    desk.warn("None of them can be shown now.");
                    return Go::Stay;
                }
                Go::to(Card::new(kind.name().to_lowercase(), shown, 0))
            }
        }
    }

    /// The names of the sheets, the one that is shown marked.
    fn tabs(&self, desk: &Desk) -> Row {
        let theme = &desk.theme;
        let mut row = Row::default();
        for (n, sheet) in Sheet::ALL.into_iter().enumerate() {
            let start = small(row.line.width());
            let (mark, style) = if sheet == self.sheet { ("▸ ", theme.selected) } else { ("  ", theme.quiet) };
            row.line.push_span(Span::styled(format!("{mark}{}", sheet.name()), style));
            let end = small(row.line.width());
            row = row.hit_in(start..end, Hit::Item(n));
            row.line.push_span(Span::raw("  "));
        }
        row
    }

    /// What there is to work on, and the rows of what is under the cursor.
    fn work(&self, desk: &Desk, room: Room) -> (Vec<Row>, Range<usize>) {
        let theme = &desk.theme;
        let (mut rows, mut focus) = (Vec::new(), 0..1);
        let items = items(desk);
        if items.is_empty() {
            let words = desk.closed().unwrap_or(
                "Nothing calls for work now. What you were sure of and got wrong will stand here, what you guessed, and \
                 the passages to read again.",
            );
            return (paragraph(words, theme.quiet, room.width).into_iter().map(Row::new).collect(), focus);
        }
        let mut passages = false;
        for (n, item) in items.iter().enumerate() {
            let here = n == self.cursor;
            let mut start = rows.len();
            let lines = match item {
                Item::Questions(kind, of) => questions(desk, room, *kind, of.len(), here),
                Item::Passage(weak) => {
                    if !passages {
                        if n > 0 && room.roomy {
                            rows.push(Row::blank());
                        }
                        rows.push(Row::new(Line::styled("Read again", theme.strong)));
                        // The first passage brings its heading along.
                        start = if n > 0 && room.roomy { rows.len() } else { rows.len() - 1 };
                        passages = true;
                    }
                    passage(desk, room, weak, here)
                }
            };
            let from = rows.len();
            rows.extend(lines.into_iter().map(|line| Row::new(line).hit(Hit::Item(Sheet::ALL.len() + n))));
            if here {
                rows.iter_mut().skip(from).for_each(|row| row.mark = Some(Span::styled("▌", theme.selected)));
                focus = if n == 0 { 0 } else { start }..rows.len();
            }
        }
        if let Some(why) = desk.closed() {
            rows.push(Row::blank());
            rows.extend(paragraph(why, theme.quiet, room.width).into_iter().map(Row::new));
        }
        (rows, focus)
    }
}

/// `Misconceptions   3   you were sure, and it was wrong`
fn questions(desk: &Desk, room: Room, kind: Kind, many: usize, here: bool) -> Vec<Line<'static>> {
    let theme = &desk.theme;
    let name = if here { theme.selected } else { theme.plain };
    let mut spans = vec![Span::styled(format!("{:<14}{many:>4}", kind.name()), name)];
    if !room.narrow() {
        spans.push(Span::styled(format!("   {}", kind.about()), theme.quiet));
    }
    vec![Line::from(spans)]
}

/// A passage: where it stands, why it is here, and its words, whole under the cursor.
fn passage(desk: &Desk, room: Room, weak: &Weak, here: bool) -> Vec<Line<'static>> {
    let theme = &desk.theme;
    let (why, place) = (why(weak), text::clean(&weak.place).into_owned());
    // Two for the indent, three for each dot. Where there is little room, the reason goes below.
    let reason = if room.narrow() { 0 } else { text::width(&why) + 3 };
    let space = usize::from(room.width).saturating_sub(text::width(&place) + reason + 5);
    let title = text::clean(&weak.title);
    // Whole under the cursor, like its words.
    let title = if here { title.into_owned() } else { text::clip(&title, space.max(8)).into_owned() };
    let style = if here { theme.selected } else { theme.plain };
    let head = [(format!("{title} · {place}"), style), (format!(" · {why}"), theme.quiet)];
    let mut lines = wrap_spans(&head, room.width, "", "  ");
    let words = text::clean(&text::squeeze(&weak.citation.exact)).into_owned();
    if here {
        lines.extend(wrap_spans(&[(words, theme.plain)], room.width, "  ", "  "));
    } else {
        let words = text::clip(&words, usize::from(room.width).saturating_sub(2)).into_owned();
        lines.push(Line::from(vec![Span::raw("  "), Span::styled(words, theme.quiet)]));
    }
    lines
}

/// Why a passage is to be read again.
fn why(weak: &Weak) -> String {
    let what = if weak.misconceived { "sure, and wrong" } else { "not known" };
    match weak.lapses {
        0 => what.to_owned(),
        1 => format!("{what}, forgotten once"),
        lapses => format!("{what}, forgotten {lapses} times"),
    }
}

impl Screen for Progress {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let mut pinned = vec![self.tabs(desk)];
        if room.roomy {
            pinned.push(Row::blank());
        }
        let mut scroll = Scroll { offset: self.scroll, focus: None };
        let rows = match (&desk.figures, self.sheet) {
            (None, _) => Vec::new(),
            (Some(figures), Sheet::Known) => sheets::known(theme, room, figures),
            (Some(figures), Sheet::Ahead) => sheets::ahead(theme, room, figures),
            (Some(figures), Sheet::Year) => sheets::year(theme, room, figures),
            (Some(_), Sheet::Work) => {
                let (rows, focus) = self.work(desk, room);
                scroll = Scroll { offset: 0, focus: Some(focus) };
                rows
            }
        };
        let mut hints = vec![Hint::new(keymap, &[Action::Left, Action::Right], "sheet")];
        let items = if self.sheet == Sheet::Work { items(desk) } else { Vec::new() };
        match items.get(self.cursor) {
            Some(Item::Questions(kind, _)) if kind.practised() => {
                hints.push(Hint::new(keymap, &[Action::Enter], "practise"));
            }
            Some(Item::Questions(..)) => hints.push(Hint::new(keymap, &[Action::Enter], "look")),
            Some(Item::Passage(_)) => hints.push(Hint::new(keymap, &[Action::Enter], "read")),
            None => {}
        }
        if !room.narrow() {
            let label = if items.is_empty() { "scroll" } else { "choose" };
            hints.insert(1, Hint::new(keymap, &[Action::Up, Action::Down], label));
        }
        hints.extend([Action::Back, Action::Help].map(|action| Hint::of(keymap, action)));
        let title = text::clip(&desk.bank_title(), usize::from(room.width).saturating_sub(12)).into_owned();
        let questions = desk.figures.as_ref().map_or_else(String::new, |of| count(of.all.questions, "question"));
        Page {
            title: Line::styled("Progress", theme.selected),
            asides: [format!("{title} · {questions}"), title, questions]
                .map(|aside| Line::styled(aside, theme.quiet))
                .into(),
            pinned,
            rows,
            scroll,
            hints,
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        let at = Sheet::ALL.iter().position(|sheet| *sheet == self.sheet).unwrap_or(0);
        match action {
            Action::Back => return Go::Back,
            Action::Left => self.turn(at.checked_sub(1).and_then(|at| Sheet::ALL.get(at))),
            Action::Right | Action::Overview => self.turn(Sheet::ALL.get(at + 1)),
            Action::Enter | Action::Document if self.sheet == Sheet::Work => return self.enter(desk),
            action if self.sheet == Sheet::Work => self.cursor = moved(self.cursor, action, items(desk).len(), 5),
            action => {
                let step = page_step(desk.room());
                let by = match action {
                    Action::Up => -1,
                    Action::Down => 1,
                    Action::PageUp => -step,
                    Action::PageDown | Action::Space => step,
                    Action::Top => isize::MIN,
                    Action::Bottom => isize::MAX,
                    _ => return Go::Stay,
                };
                self.scroll = scrolled(&self.page(desk), desk, self.scroll, by);
            }
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        match item.checked_sub(Sheet::ALL.len()) {
            None => self.turn(Sheet::ALL.get(item)),
            Some(item) => {
                self.cursor = item;
                return self.enter(desk);
            }
        }
        Go::Stay
    }

    fn returned(&mut self, desk: &mut Desk) {
        desk.effects.push(Effect::Progress);
    }
}
