//! Everything at once: questions and passages by what is typed, while it is typed.

use std::ops::Range;
use std::sync::Arc;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::card::{Card, Shown};
use super::typing::{Meant, Typing, hints};
use super::{Reader, Screen};
use crate::bank::Unaskable;
use crate::id::{BankId, QuestionRef};
use crate::question::Drawn;
use crate::search::{self, Found, Hit, Index};
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::{Desk, Effect};
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{self, Page, Row};
use crate::tui::widgets::{marked, paragraph};

/// The most results that are listed.
const MOST: usize = 300;
/// The most questions that a card leads through.
const LED: usize = 60;

/// The search.
#[derive(Default)]
pub struct Search {
    typing: Typing,
    index: Option<Arc<Index>>,
    found: Found,
}

impl Search {
    /// A search over the open banks, which are read first if they were not yet.
    #[must_use]
    pub fn new(desk: &mut Desk) -> Self {
        let mut search = Self::default();
        search.look(desk);
        search
    }

    /// Takes the latest index, and asks for one where there is none.
    fn look(&mut self, desk: &mut Desk) {
        if desk.index.is_none() && !desk.indexing {
            desk.indexing = true;
            desk.effects.push(Effect::Index);
        }
        if desk.index.is_some() {
            self.index.clone_from(&desk.index);
            let cursor = self.typing.cursor;
            self.find();
            self.typing.keep_within(cursor, self.found.hits.len());
        }
    }

    fn find(&mut self) {
        let found = self.index.as_ref().map(|index| index.find(self.typing.field.value(), MOST));
        (self.found, self.typing.cursor) = (found.unwrap_or_default(), 0);
    }

    fn enter(&self, desk: &mut Desk) -> Go {
        let Some(index) = &self.index else { return Go::Stay };
        match self.found.hits.get(self.typing.cursor) {
            Some(Hit::Question(position)) => self.card(desk, index, *position),
            Some(Hit::Passage { bank, document, passage }) => {
                Reader::on(desk, bank, document, *passage).map_or(Go::Stay, Go::to)
            }
            None => Go::Stay,
        }
    }

    /// The question under the cursor, among the others that were found.
    fn card(&self, desk: &mut Desk, index: &Index, position: usize) -> Go {
        let drawn = |desk: &Desk, position| {
            let id = index.library().id(position)?;
            desk.library.ask(desk.library.position(&id)?, true)
        };
        let here = match drawn(desk, position) {
            Some(Ok(drawn)) => drawn,
            Some(Err(why @ Unaskable::Faulty { .. })) => {
                desk.warn(format!("Not asked: {why}"));
                return Go::Stay;
            }
            _ => {
                desk.warn("Not asked: ibid check tells why.");
                return Go::Stay;
            }
        };
        if desk.locked(&here.id) {
            return Go::Stay;
        }
        let first = self.typing.cursor.saturating_sub(LED / 2);
        let shown: Vec<Drawn> = (self.found.hits.iter().skip(first).take(LED))
            .filter_map(|hit| match hit {
                Hit::Question(position) => drawn(desk, *position)?.ok(),
                Hit::Passage { .. } => None,
            })
            .filter(|drawn| !desk.waits(&drawn.id))
            .collect();
        let at = shown.iter().position(|other| other.id == here.id).unwrap_or(0);
        Go::to(Card::new("search".to_owned(), shown.into_iter().map(Shown::plain).collect(), at))
    }

    fn row(&self, desk: &Desk, index: &Index, n: usize, hit: &Hit, width: usize) -> Option<Row> {
        let (theme, here) = (&desk.theme, n == self.typing.cursor);
        let typed = self.typing.field.value();
        let style = if here { theme.selected } else { theme.plain };
        let listed = match hit {
            Hit::Question(position) => Listed::question(desk, index, *position, typed)?,
            Hit::Passage { bank, document, passage } => {
                let bank = index.library().bank(bank)?;
                let words = text::clean(bank.document(document).ok()?.words_of(*passage)).into_owned();
                let title = bank.about(document).map(|about| text::clean(&about.title).into_owned());
                Listed { sign: "┃ ", parts: vec![words], note: title.unwrap_or_default() }
            }
        };
        let note = if width < 60 { String::new() } else { format!("  {}", text::clip(&listed.note, width / 4)) };
        let room = width.saturating_sub(text::width(listed.sign) + text::width(&note));
        let mut spans = vec![Span::styled(listed.sign, if here { theme.selected } else { theme.accent })];
        spans.extend(listed.spans(typed, room, style, style.patch(theme.answer), theme.quiet));
        let used: usize = spans.iter().map(Span::width).sum();
        let note = format!("{}{note}", " ".repeat((width.saturating_sub(text::width(&note))).saturating_sub(used)));
        spans.push(Span::styled(note, theme.quiet));
        let row = Row::new(Line::from(spans)).hit(page::Hit::Item(n));
        Some(if here { row.mark(Span::styled("▌", theme.selected)) } else { row })
    }

    /// What stands in the place of results.
    fn empty(&self, desk: &Desk) -> String {
        if self.index.is_none() {
            return "Reading the questions and documents…".to_owned();
        }
        if self.typing.field.value().trim().is_empty() {
            return "Words of a question, a choice, a topic or a document, as they come to mind.".to_owned();
        }
        let open = desk.library.banks().len();
        let of = if open == 1 { "the bank".to_owned() } else { format!("the {open} banks") };
        format!("Nothing in {of} has all of these words, or nearly.")
    }
}

/// A result as it is listed.
struct Listed {
    sign: &'static str,
    /// What it says; what comes after the first was found beside it.
    parts: Vec<String>,
    note: String,
}

impl Listed {
    fn question(desk: &Desk, index: &Index, position: usize, typed: &str) -> Option<Self> {
        let (bank, at) = index.library().at(position)?;
        let bank_id: &BankId = &bank.head().id;
        let question = bank.question(at).ok()?;
        let stem = text::clean(&question.stem).into_owned();
        let topic = index.library().topic_title(bank_id, &question.topic);
        let wanted = search::words_of(typed).len();
        let mut parts = Vec::new();
        if search::marks(typed, &stem).1 < wanted {
            // The choice, or else the label, that holds the most of the rest.
            let choices = question.choices.iter().map(|choice| text::clean(&choice.text).into_owned());
            let labels = question.tags.iter().map(|tag| text::clean(tag).into_owned());
            let others = choices.chain([topic.clone()]).chain(labels).chain([question.id.to_string()]);
            let (mut most, mut best) = (0, None);
            for words in others {
                let held = search::marks(typed, &words).1;
                if held > most {
                    (most, best) = (held, Some(words));
                }
            }
            parts.extend(best);
        }
        parts.insert(0, stem);
        let id = QuestionRef { bank: bank_id.clone(), question: question.id.clone() };
        let mut notes = desk.standing(&id);
        if desk.waits(&id) {
            notes.push("open now");
        }
        let note = if notes.is_empty() { topic } else { notes.join(", ") };
        Some(Self { sign: "? ", parts, note })
    }

    /// Its words in so many columns, around those that were found.
    fn spans(&self, typed: &str, room: usize, plain: Style, mark: Style, quiet: Style) -> Vec<Span<'static>> {
        let mut left = room;
        let mut spans = Vec::new();
        for (n, words) in self.parts.iter().enumerate() {
            let marks = search::marks(typed, words).0;
            let mut columns = left;
            if n > 0 {
                spans.push(Span::styled(" · ", quiet));
                columns = left.saturating_sub(3);
            } else if let Some(other) = self.parts.get(1) {
                // Half for each, and what one does not need for the other.
                let other = text::width(other) + 3;
                columns = left.saturating_sub(other.min(left / 2));
            }
            let (shown, marks) = around(words, &marks, columns);
            left = left.saturating_sub(text::width(&shown));
            spans.extend(
                marked(&shown, &marks, plain, mark).into_iter().map(|(words, style)| Span::styled(words, style)),
            );
        }
        spans
    }
}

/// As much of some words as fits, so that the first mark is in sight; and the marks in that.
fn around(words: &str, marks: &[Range<usize>], columns: usize) -> (String, Vec<Range<usize>>) {
    let seen = marks.first().is_none_or(|mark| {
        let end = words.get(..mark.end).unwrap_or(words);
        text::width(words) <= columns || text::width(end) < columns
    });
    let mut start = 0;
    if let (false, Some(mark)) = (seen, marks.first()) {
        // It begins with a word, a third of the room before the mark.
        // Or earlier, where all that follows has room.
        let fits = |at: &usize| {
            let (before, all) = (words.get(*at..mark.start), words.get(*at..));
            before.is_some_and(|before| text::width(before) <= columns / 3)
                || all.is_some_and(|all| text::width(all) < columns)
        };
        let spaces = words.match_indices(' ').map(|(at, _)| at + 1).filter(|at| *at <= mark.start);
        start = spaces.filter(fits).min().unwrap_or(mark.start);
    }
    let lead = if start > 0 { "…" } else { "" };
    let shown = format!("{lead}{}", words.get(start..).unwrap_or_default());
    let shown = text::clip(&shown, columns).into_owned();
    let moved = |at: usize| (at + lead.len()).saturating_sub(start);
    let whole = shown.len() == words.len() - start + lead.len();
    let end = if whole { shown.len() } else { shown.trim_end_matches('…').len() };
    let marks = marks.iter().filter(|mark| mark.start >= start);
    let marks = marks.map(|mark| moved(mark.start)..moved(mark.end).min(end)).filter(|mark| mark.start < mark.end);
    (shown, marks.collect())
}

impl Screen for Search {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, hits) = (&desk.theme, desk.room(), &self.found.hits);
        let mut rows = Vec::new();
        if let Some(index) = &self.index {
            let row = |n: usize| self.row(desk, index, n, hits.get(n)?, usize::from(room.width));
            rows.extend(self.typing.in_sight(desk, hits.len()).map(|n| row(n).unwrap_or_default()));
        }
        if hits.is_empty() {
            rows.extend(paragraph(&self.empty(desk), theme.quiet, room.width).into_iter().map(Row::new));
        }
        let total = self.found.total;
        let aside = match hits.len() {
            0 => String::new(),
            listed if listed < total => format!("best {listed} of {total}"),
            _ => format!("{total} found"),
        };
        let enter = match hits.get(self.typing.cursor) {
            Some(Hit::Question(_)) => Some("question"),
            Some(Hit::Passage { .. }) => Some("passage"),
            None => None,
        };
        Page { hints: hints(desk, "to search", enter), ..self.typing.page(desk, "Search", aside, hits.len(), rows) }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match self.typing.act(action, self.found.hits.len(), desk) {
            Meant::Emptied => self.find(),
            Meant::Leave => return Go::Back,
            Meant::Open => return self.enter(desk),
            Meant::Moved => {}
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.typing.cursor = item;
        self.enter(desk)
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.typing.field)
    }

    fn typed(&mut self, _desk: &mut Desk) {
        self.find();
    }

    fn returned(&mut self, desk: &mut Desk) {
        self.look(desk);
    }

    fn indexed(&mut self, desk: &mut Desk) {
        self.look(desk);
    }
}
