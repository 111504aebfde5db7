//! A document as its reader sees it: sections, passages, the words sought, and the questions that ask each passage.

use std::collections::BTreeMap;
use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::card::{Card, Shown};
use super::{Screen, count};
use crate::bank;
use crate::document::{Document, Kind, Passage};
use crate::id::{BankId, DocumentId};
use crate::question::{Citation, Drawn};
use crate::search::Query;
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::{Desk, Effect};
use crate::tui::field::Field;
use crate::tui::keymap::{Action, Keymap};
use crate::tui::page::{Hint, Hit, Page, Room, Row, Scroll, small};
use crate::tui::widgets::{FieldStyles, field, wrap_spans};

mod coverage;
mod layout;

use coverage::Tested;
use layout::{beside, heading};

/// Passages before and after the cursor that are laid out; a long document is never laid out whole.
const AROUND: usize = 120;
/// Columns of the list of sections, where there is room for it.
const SIDE: u16 = 24;

/// The document reader.
pub struct Reader {
    bank: BankId,
    document: DocumentId,
    /// The passage under the cursor.
    at: usize,
    /// The quote that it was opened at, in bytes.
    quote: Option<Range<usize>>,
    /// The questions that cite each passage, in the order of passages.
    asked: Vec<(usize, Drawn)>,
    /// The passages that the bank leaves out, with their reasons.
    left_out: BTreeMap<usize, String>,
    /// Whether it shows what became of each passage.
    coverage: bool,
    field: Field,
    searching: bool,
}

impl Reader {
    /// Opens a document at a quote.
    #[must_use]
    pub fn at(desk: &Desk, bank: &BankId, citation: &Citation) -> Option<Self> {
        let open = desk.library.bank(bank)?;
        let span = open.find(citation)?.span;
        let passage = open.document(&citation.document).ok()?.passages_in(span.clone()).start;
        let reader = Self::on(desk, bank, &citation.document, passage)?;
        Some(Self { quote: Some(span), ..reader })
    }

    /// Opens a document at a passage.
    #[must_use]
    pub fn on(desk: &Desk, bank: &BankId, document: &DocumentId, passage: usize) -> Option<Self> {
        let open = desk.library.bank(bank)?;
        let read = open.document(document).ok()?;
        Some(Self {
            bank: bank.clone(),
            document: document.clone(),
            at: passage,
            quote: None,
            left_out: coverage::left_out(open, read, document),
            asked: coverage::asked(open, read, document),
            coverage: false,
            field: Field::default(),
            searching: false,
        })
    }

    fn read<'a>(&self, desk: &'a Desk) -> Option<&'a Document> {
        desk.library.bank(&self.bank)?.document(&self.document).ok()
    }

    /// The questions that cite a passage.
    fn asking(&self, passage: usize) -> &[(usize, Drawn)] {
        let start = self.asked.partition_point(|(at, _)| *at < passage);
        let end = self.asked.partition_point(|(at, _)| *at <= passage);
        self.asked.get(start..end).unwrap_or_default()
    }

    /// To the next passage with the words sought, from `from` on and then from the beginning.
    fn seek(&mut self, desk: &mut Desk, from: usize) {
        let query = Query::new(self.field.value());
        let Some(document) = self.read(desk).filter(|_| !query.is_empty()) else { return };
        let holds = |n: &usize| query.matches(&text::fold(document.words_of(*n)));
        let many = document.passages().len();
        match (from..many).chain(0..from.min(many)).find(holds) {
            Some(found) => self.at = found,
            None => desk.say("No passage has all of these words."),
        }
    }

    fn section_step(&mut self, desk: &Desk, by: isize) {
        let Some(document) = self.read(desk) else { return };
        let sections = document.sections();
        let here = document.passages().get(self.at).map_or(0, |passage| passage.section);
        let mut next = here;
        // Sections without passages have nothing to go to.
        while let Some(section) = next.checked_add_signed(by).filter(|next| *next < sections.len()) {
            next = section;
            if let Some(found) = sections.get(next).filter(|section| !section.passages.is_empty()) {
                self.at = found.passages.start;
                return;
            }
        }
    }

    fn card(&self, desk: &mut Desk, number: usize) -> Go {
        let asking = self.asking(self.at);
        let Some((_, drawn)) = asking.get(number) else { return Go::Stay };
        if desk.locked(&drawn.id) {
            return Go::Stay;
        }
        let shown = asking.iter().filter(|(_, drawn)| !desk.waits(&drawn.id));
        let shown: Vec<Shown> = shown.map(|(_, drawn)| Shown::plain(drawn.clone())).collect();
        let at = shown.iter().position(|shown| shown.drawn.id == drawn.id).unwrap_or(0);
        Go::to(Card::new("asked here".to_owned(), shown, at))
    }

    /// The rows of a passage and what stands with it in its paragraph; those of the cursor are told by the focus.
    fn text_rows(&self, desk: &Desk, room: Room, document: &Document) -> (Vec<Row>, Range<usize>, usize) {
        let passages = document.passages();
        let mut start = self.at.saturating_sub(AROUND);
        while start > 0 && passages[start - 1].block == passages[start].block {
            start -= 1; // a paragraph is laid out whole; both are passages
        }
        let (mut rows, mut focus) = (Vec::new(), 0..1);
        let mut at = start;
        while at < passages.len().min(self.at.saturating_add(AROUND)) {
            let first = &passages[at]; // below passages.len()
            let section_starts = document.sections().get(first.section).is_some_and(|s| s.passages.start == at);
            if room.roomy && first.kind == Kind::Sentence && rows.last().is_some_and(|row: &Row| row.line.width() > 0) {
                rows.push(Row::blank());
            }
            if section_starts {
                rows.extend(heading(desk, room, document, first.section, !rows.is_empty()));
            }
            let flows =
                |passage: &&Passage| !self.coverage && passage.kind == Kind::Sentence && passage.block == first.block;
            let end = at + passages[at..].iter().take_while(flows).count().max(1); // below passages.len()
            let before = rows.len();
            let (lines, marked) = self.block(desk, room, document, at..end);
            rows.extend(lines);
            if (at..end).contains(&self.at) {
                focus = before + marked.start..before + marked.end;
                let mut asking = if self.coverage { self.told_rows(desk, room) } else { Vec::new() };
                asking.extend(self.asking_rows(desk, room));
                focus.end = focus.end.max(rows.len() + asking.len());
                rows.extend(asking);
            }
            if room.roomy && first.kind == Kind::Sentence {
                rows.push(Row::blank());
            }
            at = end;
        }
        // About how many rows come before what was laid out, so that the reader knows where it is.
        let skipped = passages.get(start).map_or(0, |passage| passage.span.start) / usize::from(room.width.max(1));
        (rows, focus, skipped)
    }

    /// A paragraph or one entry, row or line; and the rows in it that hold the passage under the cursor.
    fn block(&self, desk: &Desk, room: Room, document: &Document, block: Range<usize>) -> (Vec<Row>, Range<usize>) {
        let theme = &desk.theme;
        let mut whole = String::new();
        let mut pieces: Vec<(usize, usize, Style)> = Vec::new();
        for (n, passage) in document.passages().iter().enumerate().take(block.end).skip(block.start) {
            let quoted = self.quote.as_ref().is_some_and(|q| passage.span.start < q.end && q.start < passage.span.end);
            let style = if quoted { theme.answer } else { theme.plain };
            if n > block.start {
                whole.push(' ');
                pieces.push((whole.len(), n, theme.plain));
            }
            whole.push_str(&text::clean(document.words_of(n)));
            pieces.push((whole.len(), n, if n == self.at { style.patch(theme.selected) } else { style }));
        }
        let entry = document.passages().get(block.start).is_some_and(|passage| passage.kind == Kind::Entry);
        // Most entries bring a sign of their own: it is part of their words.
        let bare = whole.starts_with(char::is_alphabetic);
        let tested = self.coverage.then(|| self.tested(desk, block.start));
        let (lead, rest) = match tested {
            Some(tested) => (tested.sign(), "  "),
            None if entry => (if bare { "• " } else { "" }, "  "),
            None => ("", ""),
        };
        let (mut marked, mut rows, mut from) = (0..0, Vec::new(), 0);
        let room = usize::from(room.width).saturating_sub(1 + rest.len());
        for (n, line) in text::wrap(&whole, room).into_iter().enumerate() {
            let sign = tested.filter(|_| n == 0).map_or(theme.plain, |tested| tested.style(theme));
            let mut row = Row::new(Line::from(Span::styled(if n == 0 { lead } else { rest }, sign)));
            let mut here = false;
            from = line.start.max(from);
            for (end, passage, style) in &pieces {
                let words = whole.get(from..line.end.min(*end)).unwrap_or_default();
                let start = row.line.width();
                row.line.push_span(Span::styled(words.to_owned(), *style));
                let columns = small(start)..small(row.line.width());
                row.hits.extend((!words.is_empty()).then_some((columns, Hit::Item(*passage))));
                here |= *passage == self.at && !words.trim().is_empty();
                from += words.len();
            }
            if here {
                marked = if marked.is_empty() { n..n + 1 } else { marked.start..n + 1 };
                row.mark = Some(Span::styled("▌", theme.selected));
            }
            rows.push(row);
        }
        (rows, marked)
    }

    /// The questions that cite the passage under the cursor.
    fn asking_rows(&self, desk: &Desk, room: Room) -> Vec<Row> {
        let theme = &desk.theme;
        let row = |(n, (_, drawn)): (usize, &(usize, Drawn))| {
            let key = desk.keymap.label(Action::Pick(u8::try_from(n + 1).unwrap_or(9)));
            let stem = text::clean(&drawn.question.stem).into_owned();
            let stem = text::clip(&stem, usize::from(room.width).saturating_sub(8)).into_owned();
            let spans = vec![Span::styled(format!("    {key}  "), theme.strong), Span::styled(stem, theme.quiet)];
            Row::new(Line::from(spans)).hit(Hit::Action(Action::Pick(u8::try_from(n + 1).unwrap_or(9))))
        };
        self.asking(self.at).iter().take(9).enumerate().map(row).collect()
    }

    fn tested(&self, desk: &Desk, passage: usize) -> Tested {
        Tested::of(self.asking(passage), self.left_out.contains_key(&passage), &desk.history)
    }

    /// What became of the passage under the cursor, in words.
    fn told_rows(&self, desk: &Desk, room: Room) -> Vec<Row> {
        let told = coverage::told(self.asking(self.at), self.left_out.get(&self.at), &desk.history);
        let told = text::clean(&told).into_owned();
        let lines = wrap_spans(&[(told, desk.theme.quiet)], room.width.saturating_sub(1), "    ", "    ");
        lines.into_iter().map(Row::new).collect()
    }

    fn hints(&self, keymap: &Keymap, narrow: bool) -> Vec<Hint> {
        if self.searching {
            return vec![
                Hint { keys: vec![("type".to_owned(), None)], label: "to search".to_owned() },
                Hint::new(keymap, &[Action::Enter], if narrow { "next" } else { "next match" }),
                Hint::new(keymap, &[Action::Back], "done"),
            ];
        }
        let question = (!self.asking(self.at).is_empty()).then(|| Hint::new(keymap, &[Action::Enter], "question"));
        if let (true, Some(question)) = (narrow, &question) {
            return vec![question.clone(), Hint::of(keymap, Action::Back), Hint::of(keymap, Action::Help)];
        }
        let mut hints = vec![Hint::new(keymap, &[Action::Up, Action::Down], "passage")];
        if !narrow {
            hints.push(Hint::new(keymap, &[Action::Left, Action::Right], "section"));
        }
        hints.extend(question);
        let coverage = if self.coverage { "text" } else { Action::Coverage.hint() };
        hints.extend([Action::Search, Action::Back].map(|action| Hint::of(keymap, action)));
        hints.extend([Hint::new(keymap, &[Action::Coverage], coverage), Hint::new(keymap, &[Action::Add], "ask it")]);
        hints.push(Hint::of(keymap, Action::Help));
        hints
    }

    /// The sections, the one at the cursor marked, each with its first passage.
    fn side(&self, desk: &Desk, document: &Document) -> Vec<(Line<'static>, usize)> {
        let here = document.passages().get(self.at).map_or(0, |passage| passage.section);
        let line = |(n, section): (usize, &crate::document::Section)| {
            let indent = "  ".repeat(usize::from(section.level.saturating_sub(2).min(3)));
            let title =
                text::clip(&format!("{indent}{}", bank::section_title(section)), usize::from(SIDE) - 3).into_owned();
            let style = if n == here { desk.theme.selected } else { desk.theme.quiet };
            (!section.passages.is_empty()).then(|| (Line::styled(title, style), section.passages.start))
        };
        document.sections().iter().enumerate().filter_map(line).collect()
    }
}

impl Screen for Reader {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, keymap) = (&desk.theme, &desk.keymap);
        let Some(document) = self.read(desk) else {
            let hints = vec![Hint::of(keymap, Action::Back)];
            return Page { rows: vec![Row::new("This document cannot be read any more.")], hints, ..Page::default() };
        };
        let mut room = desk.room();
        let side = if room.width >= 72 { self.side(desk, document) } else { Vec::new() };
        let indent = if side.len() > 1 { SIDE } else { 0 };
        room.width -= indent;
        let (mut rows, focus, first) = if document.passages().is_empty() {
            (vec![Row::new(Line::styled("This document has no text.", theme.quiet))], 0..1, 0)
        } else {
            self.text_rows(desk, room, document)
        };
        let mut pinned = Vec::new();
        if self.coverage {
            pinned.extend(coverage::legend(theme, room.width + indent).into_iter().map(Row::new));
        }
        if self.searching {
            let styles = FieldStyles { label: theme.accent, value: theme.plain };
            let width = room.width + indent;
            pinned.push(field(&keymap.label(Action::Search), self.field.value(), self.field.cursor(), width, styles));
        }
        let scroll = Scroll {
            offset: focus.start.saturating_sub(3) + first,
            focus: Some(focus.start + first..focus.end + first),
        };
        if indent > 0 {
            beside(&mut rows, &side, &scroll, first, usize::from(room.height) - pinned.len());
        }
        let title = desk.library.bank(&self.bank).and_then(|bank| bank.about(&self.document));
        let title = title.map_or_else(|| self.document.to_string(), |about| text::clean(&about.title).into_owned());
        let line = document.place(document.passages().get(self.at).map_or(0, |passage| passage.span.start));
        let place = format!("passage {} of {}", self.at + 1, document.passages().len());
        let asked = count(self.asking(self.at).len(), "question");
        Page {
            title: Line::styled(title, theme.selected),
            asides: [format!("{asked} · {place} · {line}"), format!("{asked} · {line}"), line]
                .map(|aside| Line::styled(aside, theme.quiet))
                .into(),
            pinned,
            total: first + rows.len(),
            rows,
            first,
            scroll,
            hints: self.hints(keymap, desk.room().narrow()),
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        let many = self.read(desk).map_or(0, |document| document.passages().len());
        match action {
            Action::Back if self.searching => self.searching = false,
            Action::Back => return Go::Back,
            Action::Search => {
                self.searching = true;
                self.field.clear();
            }
            Action::Coverage => self.coverage = !self.coverage,
            Action::Add if many > 0 => {
                desk.effects.push(Effect::Write(self.bank.clone(), self.document.clone(), self.at));
            }
            Action::Enter if self.searching => self.seek(desk, self.at + 1),
            Action::Left => self.section_step(desk, -1),
            Action::Right => self.section_step(desk, 1),
            Action::Pick(number) => return self.card(desk, usize::from(number).saturating_sub(1)),
            Action::Enter => return self.card(desk, 0),
            Action::Copy => {
                let words = self.read(desk).map(|document| text::clean(document.words_of(self.at)).into_owned());
                if let Some(words) = words.filter(|words| !words.is_empty()) {
                    desk.effects.push(Effect::Copy(words));
                    desk.say("The passage is on the clipboard.");
                }
            }
            Action::Space => self.at = super::moved(self.at, Action::PageDown, many, 5),
            action => self.at = super::moved(self.at, action, many, 5),
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, _desk: &mut Desk) -> Go {
        self.at = item;
        Go::Stay
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.searching.then_some(&mut self.field)
    }

    fn typed(&mut self, desk: &mut Desk) {
        self.seek(desk, self.at);
    }

    fn searches(&self, _desk: &Desk) -> bool {
        true
    }

    fn returned(&mut self, desk: &mut Desk) {
        let bank = desk.library.bank(&self.bank);
        if let Some((bank, document)) = bank.and_then(|bank| Some((bank, bank.document(&self.document).ok()?))) {
            self.asked = coverage::asked(bank, document, &self.document);
        }
    }
}
