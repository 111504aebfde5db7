//! All questions, fewer with every letter typed.

use ratatui::text::{Line, Span};

use super::card::{Card, Shown};
use super::typing::{Meant, Typing, hints};
use super::{Screen, count};
use crate::bank::Unaskable;
use crate::question::{Drawn, Status};
use crate::search::Query;
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{Hit, Page, Row};

/// All questions.
pub struct Browse {
    all: Vec<Listed>,
    found: Vec<usize>,
    typing: Typing,
}

/// A question in the list.
struct Listed {
    position: usize,
    words: String,
    folded: String,
    drawn: Option<Drawn>,
    why: Option<&'static str>,
}

impl Browse {
    /// Every question of the open banks.
    #[must_use]
    pub fn new(desk: &Desk) -> Self {
        let all: Vec<Listed> = (0..desk.library.len()).filter_map(|position| Listed::of(desk, position)).collect();
        Self { found: (0..all.len()).collect(), all, typing: Typing::default() }
    }

    fn filter(&mut self) {
        let query = Query::new(self.typing.field.value());
        let matching = |(n, listed): (usize, &Listed)| query.matches(&listed.folded).then_some(n);
        self.found = self.all.iter().enumerate().filter_map(matching).collect();
        self.typing.cursor = 0;
    }

    fn card(&self, desk: &mut Desk) -> Go {
        let Some(listed) = self.found.get(self.typing.cursor).and_then(|&n| self.all.get(n)) else { return Go::Stay };
        let Some(drawn) = &listed.drawn else {
            desk.warn(match desk.library.ask(listed.position, true) {
                Some(Err(why @ Unaskable::Faulty { .. })) => format!("Not asked: {why}"),
                _ => "Not asked: ibid check tells why.".to_owned(),
            });
            return Go::Stay;
        };
        if desk.locked(&drawn.id) {
            return Go::Stay;
        }
        let shown: Vec<&Drawn> = (self.found.iter())
            .filter_map(|&n| self.all.get(n)?.drawn.as_ref())
            .filter(|drawn| !desk.waits(&drawn.id))
            .collect();
        let at = shown.iter().position(|other| other.id == drawn.id).unwrap_or(0);
        let shown = shown.into_iter().cloned().map(Shown::plain).collect();
        Go::to(Card::new("browse".to_owned(), shown, at))
    }
}

impl Listed {
    fn of(desk: &Desk, position: usize) -> Option<Self> {
        let (bank, index) = desk.library.at(position)?;
        let Ok(question) = bank.question(index) else {
            let words = bank.id_at(index).unwrap_or_default().to_owned();
            return Some(Self { position, folded: text::fold(&words), words, drawn: None, why: Some("faulty") });
        };
        let words = text::clean(&question.stem).into_owned();
        let topic = desk.library.topic_title(&bank.head().id, &question.topic);
        let choices = question.choices.iter().map(|choice| choice.text.as_str()).collect::<Vec<_>>().join(" ");
        let tags = question.tags.join(" ");
        let folded = text::fold(&format!("{words} {choices} {topic} {tags} {}", question.id));
        let (drawn, why) = match bank.ask(index, true) {
            Ok(drawn) => (Some(drawn), (question.status == Some(Status::Draft)).then_some("draft")),
            Err(Unaskable::Status(_, Status::Stale)) => (None, Some("stale")),
            Err(Unaskable::Status(..)) => (None, Some("conflict")),
            Err(Unaskable::Faulty { .. }) => (None, Some("not asked")),
        };
        Some(Self { position, words, folded, drawn, why })
    }

    fn row(&self, desk: &Desk, width: usize, item: usize, here: bool) -> Row {
        let theme = &desk.theme;
        let past = self.drawn.as_ref().map(|drawn| desk.history.of(&drawn.id)).unwrap_or_default();
        let (sign, style) = match past.last_fully_right {
            Some(true) => ("✓ ", theme.right),
            Some(false) => ("✗ ", theme.wrong),
            None => ("  ", theme.quiet),
        };
        let mut notes: Vec<&str> = self.why.into_iter().collect();
        if let Some(drawn) = &self.drawn {
            notes.extend(desk.standing(&drawn.id));
        }
        if self.drawn.as_ref().is_some_and(|drawn| desk.waits(&drawn.id)) {
            notes.push("open now");
        }
        let notes = if notes.is_empty() { String::new() } else { format!("  {}", notes.join(", ")) };
        let words = text::clip(&self.words, width.saturating_sub(2 + text::width(&notes))).into_owned();
        let plain = if self.drawn.is_some() { theme.plain } else { theme.quiet };
        let spans = vec![
            Span::styled(sign, style),
            Span::styled(words, if here { theme.selected } else { plain }),
            Span::styled(notes, theme.quiet),
        ];
        let row = Row::new(Line::from(spans)).hit(Hit::Item(item));
        if here { row.mark(Span::styled("▌", theme.selected)) } else { row }
    }
}

impl Screen for Browse {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, width, cursor) = (&desk.theme, usize::from(desk.room().width), self.typing.cursor);
        let items = self.found.len();
        let row = |n: usize| Some(self.all.get(*self.found.get(n)?)?.row(desk, width, n, n == cursor));
        let mut rows: Vec<Row> = self.typing.in_sight(desk, items).filter_map(row).collect();
        if self.found.is_empty() {
            rows.push(Row::new(Line::styled("No question has all of these words.", theme.quiet)));
        }
        let all = count(self.all.len(), "question");
        let aside = if self.typing.field.value().is_empty() { all } else { format!("{items} of {all}") };
        Page { hints: hints(desk, "to filter", Some("open")), ..self.typing.page(desk, "Browse", aside, items, rows) }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match self.typing.act(action, self.found.len(), desk) {
            Meant::Emptied => self.filter(),
            Meant::Leave => return Go::Back,
            Meant::Open => return self.card(desk),
            Meant::Moved => {}
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.typing.cursor = item;
        self.card(desk)
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.typing.field)
    }

    fn typed(&mut self, _desk: &mut Desk) {
        self.filter();
    }

    fn returned(&mut self, desk: &mut Desk) {
        let cursor = self.typing.cursor;
        self.all = (0..desk.library.len()).filter_map(|position| Listed::of(desk, position)).collect();
        self.filter();
        self.typing.keep_within(cursor, self.found.len());
    }
}
