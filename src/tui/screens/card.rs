//! A question with its answer shown: choices marked, rationales, and the passage word for word.

use std::collections::BTreeSet;
use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Explore, Note, Reader, Report, Screen};
use crate::bank::Bank;
use crate::id::{BankId, QuestionRef};
use crate::question::{Citation, Drawn, Question, Status};
use crate::session::{Answer, Confidence, Response};
use crate::text;
use crate::tui::app::{Go, page_step, scrolled};
use crate::tui::desk::{Desk, Effect};
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Page, Room, Row, Scroll};
use crate::tui::widgets::{marked, quoted, spread, wrap_spans};

/// One question with its answer, from browse or a review.
pub struct Card {
    shown: Vec<Shown>,
    at: usize,
    scroll: usize,
    all: bool,
    title: String,
}

/// A question as it is shown on a card.
pub struct Shown {
    /// The question.
    pub drawn: Drawn,
    /// Its choices as they stood.
    pub order: Vec<u8>,
    /// What was answered, if it was asked.
    pub response: Option<Response>,
}

impl Shown {
    /// A question as it stands in its bank.
    #[must_use]
    pub fn plain(drawn: Drawn) -> Self {
        let order = (0..).take(drawn.question.choices.len()).collect();
        Self { drawn, order, response: None }
    }
}

impl Card {
    /// A card that leads through some questions, and begins at one of them.
    #[must_use]
    pub fn new(title: String, shown: Vec<Shown>, at: usize) -> Self {
        Self { shown, at, scroll: 0, all: false, title }
    }

    fn current(&self) -> Option<&Shown> {
        self.shown.get(self.at)
    }
}

impl Screen for Card {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let Some(shown) = self.current() else { return Page::default() };
        let answered = Answered {
            id: &shown.drawn.id,
            question: &shown.drawn.question,
            order: &shown.order,
            response: shown.response.as_ref(),
            all: self.all || shown.response.is_none(),
        };
        let standing = desk.standing_before(&shown.drawn.id);
        let mut hints = Vec::new();
        if self.shown.len() > 1 {
            hints.push(Hint::new(keymap, &[Action::Left, Action::Right], "others"));
        }
        hints.push(match room.width {
            0..60 => Hint::new(keymap, &[Action::Document], "open"),
            60..84 => Hint::new(keymap, &[Action::Document], "document"),
            _ => Hint::of(keymap, Action::Document),
        });
        if shown.response.is_some() && !room.narrow() {
            hints.push(Hint::new(keymap, &[Action::Rationales], "rationales"));
        }
        if !room.narrow() {
            hints.extend([Action::Explore, Action::Edit].map(|action| Hint::of(keymap, action)));
        }
        hints.extend([Action::Back, Action::Help].map(|action| Hint::of(keymap, action)));
        Page {
            title: title(desk, &shown.drawn.id.bank, &shown.drawn.question),
            asides: vec![
                Line::styled(
                    format!("{}{} · {} of {}", standing, self.title, self.at + 1, self.shown.len()),
                    theme.quiet,
                ),
                Line::styled(format!("{standing}{} of {}", self.at + 1, self.shown.len()), theme.quiet),
            ],
            rows: answered.rows(desk, room),
            scroll: Scroll { offset: self.scroll, focus: None },
            hints,
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        let by = match action {
            Action::Back => return Go::Back,
            Action::Left if self.at > 0 => {
                (self.at, self.scroll, self.all) = (self.at - 1, 0, false);
                return Go::Stay;
            }
            Action::Right | Action::Enter | Action::Space => {
                if self.at + 1 < self.shown.len() {
                    (self.at, self.scroll, self.all) = (self.at + 1, 0, false);
                } else if action != Action::Right {
                    return Go::Back;
                }
                return Go::Stay;
            }
            Action::Rationales => {
                self.all = !self.all;
                return Go::Stay;
            }
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page_step(desk.room()),
            Action::PageDown => page_step(desk.room()),
            Action::Top => isize::MIN,
            Action::Bottom => isize::MAX,
            action => {
                let Some(shown) = self.current() else { return Go::Stay };
                return read_on(action, desk, &shown.drawn);
            }
        };
        self.scroll = scrolled(&self.page(desk), desk, self.scroll, by);
        Go::Stay
    }

    fn wheel(&mut self, up: bool, desk: &mut Desk) {
        self.scroll = scrolled(&self.page(desk), desk, self.scroll, if up { -3 } else { 3 });
    }

    fn returned(&mut self, desk: &mut Desk) {
        // It may have been edited meanwhile; a review keeps the version that was asked.
        for shown in self.shown.iter_mut().filter(|shown| shown.response.is_none()) {
            let position = desk.library.position(&shown.drawn.id);
            if let Some(Ok(drawn)) = position.and_then(|at| desk.library.ask(at, true)) {
                *shown = Shown::plain(drawn);
            }
        }
    }
}

/// What can be done from any question whose answer is shown.
pub(super) fn read_on(action: Action, desk: &mut Desk, drawn: &Drawn) -> Go {
    match action {
        Action::Document => {
            if let Some(reader) = drawn.question.citations.first().and_then(|x| Reader::at(desk, &drawn.id.bank, x)) {
                return Go::to(reader);
            }
            desk.warn("This document cannot be opened any more.");
        }
        Action::Explore => return Go::to(Explore::new(desk, drawn)),
        Action::Edit => desk.edit(&drawn.id),
        Action::Aside => desk.put_aside(&drawn.id),
        Action::Tomorrow => desk.put_off(&drawn.id),
        Action::Anew => desk.make_new(&drawn.id),
        Action::Note => return Go::to(Note::new(desk, drawn)),
        Action::Undo if !desk.undo_deed() => desk.say("There is nothing to take back."),
        Action::Flag => desk.flag(&drawn.id),
        Action::Fault => return Go::to(Report::new(drawn)),
        Action::Copy => {
            let Some(bank) = desk.library.bank(&drawn.id.bank) else { return Go::Stay };
            let quote = |same: &Vec<&Citation>| {
                let words = same.first().map(|citation| text::squeeze(&citation.exact)).unwrap_or_default();
                let sources: Vec<String> = same.iter().map(|citation| source(bank, citation)).collect();
                format!("“{}”\n— {}", text::clean(&words), sources.join("; "))
            };
            let quotes: Vec<String> = alike(&drawn.question.citations).iter().map(quote).collect();
            desk.effects.push(Effect::Copy(quotes.join("\n\n")));
            desk.say("The passage and its source are on the clipboard.");
        }
        _ => {}
    }
    Go::Stay
}

/// The topic, and what else the learner should know of a question.
pub(super) fn title(desk: &Desk, bank: &BankId, question: &Question) -> Line<'static> {
    let topic = Span::styled(desk.library.topic_title(bank, &question.topic), desk.theme.selected);
    // It stands first because the end of a long title is cut.
    let draft = (question.status == Some(Status::Draft)).then(|| Span::styled("draft · ", desk.theme.warn));
    draft.into_iter().chain([topic]).collect()
}

/// The stem, and the line that tells a question with several keys.
pub(super) fn stem(desk: &Desk, room: Room, question: &Question) -> Vec<Row> {
    let stem = vec![(text::clean(&question.stem).into_owned(), desk.theme.strong)];
    let mut rows: Vec<Row> = wrap_spans(&stem, room.width, "", "").into_iter().map(Row::new).collect();
    if question.chooses_all() {
        rows.push(Row::new(Line::styled("Choose all that apply.", desk.theme.quiet)));
    }
    rows
}

/// The source of a citation: `Wikipedia on the DPO · History · line 14`.
pub(super) fn source(bank: &Bank, citation: &Citation) -> String {
    bank.source(citation).join(" · ")
}

/// A question, its choices as they stood, and what was answered.
pub(super) struct Answered<'a> {
    pub id: &'a QuestionRef,
    pub question: &'a Question,
    pub order: &'a [u8],
    pub response: Option<&'a Response>,
    /// Whether all rationales are shown.
    pub all: bool,
}

impl Answered<'_> {
    pub fn rows(&self, desk: &Desk, room: Room) -> Vec<Row> {
        let theme = &desk.theme;
        let gap = |rows: &mut Vec<Row>| {
            if room.roomy {
                rows.push(Row::blank());
            }
        };
        let mut rows = stem(desk, room, self.question);
        gap(&mut rows);
        for (n, place) in self.order.iter().enumerate() {
            rows.extend(self.choice(desk, room, n, *place));
        }
        gap(&mut rows);
        let before = rows.len();
        rows.extend(self.verdict(desk, room));
        for (n, place) in self.order.iter().enumerate() {
            rows.extend(self.rationale(desk, room, n, *place));
        }
        if rows.len() > before {
            gap(&mut rows);
        }
        if let Some(note) = desk.note_on(self.id) {
            let parts = [("Your note  ".to_owned(), theme.accent), (text::clean(note).into_owned(), theme.plain)];
            rows.extend(wrap_spans(&parts, room.width, "", "  ").into_iter().map(Row::new));
            gap(&mut rows);
        }
        let Some(bank) = desk.library.bank(&self.id.bank) else { return rows };
        for (n, same) in alike(&self.question.citations).iter().enumerate() {
            if n > 0 {
                gap(&mut rows);
            }
            rows.extend(quote(desk, room, bank, same));
        }
        rows
    }

    fn picked(&self) -> Option<&BTreeSet<u8>> {
        self.response.and_then(|response| response.answer.picks())
    }

    pub fn choice(&self, desk: &Desk, room: Room, n: usize, place: u8) -> Vec<Row> {
        let theme = &desk.theme;
        let Some(choice) = self.question.choices.get(usize::from(place)) else { return Vec::new() };
        let picked = self.picked().is_some_and(|picks| picks.contains(&place));
        let (sign, style) = match (choice.key, picked) {
            (true, _) => ("✓", theme.right.patch(theme.strong)),
            (false, true) => ("✗", theme.wrong),
            (false, false) => (" ", theme.quiet),
        };
        let lead = format!("{sign} {}  ", n + 1);
        let label = match (picked, self.response.map(|response| response.confidence)) {
            (true, Some(Confidence::Guess)) => "your guess",
            (true, _) => "your answer",
            // Without this, one key picked and one missed would look the same.
            (false, _) if choice.key && self.picked().is_some() && self.question.chooses_all() => "missed",
            (false, _) => "",
        };
        let parts = [(text::clean(&choice.text).into_owned(), style)];
        let mut lines = wrap_spans(&parts, room.width, &lead, "     ");
        if let Some(first) = lines.first_mut().and_then(|line| line.spans.first_mut()) {
            first.style = style;
        }
        if !label.is_empty()
            && let Some(last) = lines.last_mut()
        {
            let wide = last.width() + text::width(label) + 2 <= usize::from(room.width);
            let label = Span::styled(label, style.remove_modifier(ratatui::style::Modifier::BOLD));
            if wide {
                *last = spread(std::mem::take(last), Line::from(label), room.width);
            } else if room.roomy || self.question.chooses_all() {
                lines.push(Line::from(vec![Span::raw("     "), label]));
            }
        }
        lines.into_iter().map(Row::new).collect()
    }

    /// What the marks beside the choices do not tell.
    fn verdict(&self, desk: &Desk, room: Room) -> Vec<Row> {
        let Some(response) = self.response else { return Vec::new() };
        let keys = self.question.keys();
        let mark = crate::session::score::mark(&keys, &response.answer);
        let words = match response.answer {
            Answer::DontKnow => "You said that you don’t know.".to_owned(),
            Answer::Blank => "You gave no answer.".to_owned(),
            Answer::Picks(_) if mark > 0.0 && mark < 1.0 => format!("Partly right: {mark:.2} of a mark."),
            Answer::Picks(_) => String::new(),
        };
        let uncounted = if response.after_reveal { "Not counted: you had seen the answer." } else { "" };
        let words = [words.as_str(), uncounted].join(" ");
        if words.trim().is_empty() {
            return Vec::new();
        }
        let lines = wrap_spans(&[(words.trim().to_owned(), desk.theme.quiet)], room.width, "", "");
        lines.into_iter().map(Row::new).collect()
    }

    /// Why a choice is right or wrong: of what was picked when the answer was wrong, of all when they were asked for.
    fn rationale(&self, desk: &Desk, room: Room, n: usize, place: u8) -> Vec<Row> {
        let theme = &desk.theme;
        let Some(choice) = self.question.choices.get(usize::from(place)) else { return Vec::new() };
        let picked = self.picked().is_some_and(|picks| picks.contains(&place));
        if choice.rationale.is_empty() || !(self.all || (picked && !choice.key)) {
            return Vec::new();
        }
        let mut parts =
            vec![(format!("{}  ", n + 1), theme.strong), (text::clean(&choice.rationale).into_owned(), theme.plain)];
        if let (Some(bank), Some(citation)) = (desk.library.bank(&self.id.bank), choice.citations.first()) {
            // Document and line are enough here.
            let source = bank.source(citation);
            let place = [source.first(), source.last()].into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ");
            parts.push((format!("  {place}"), theme.quiet));
        }
        wrap_spans(&parts, room.width, "", "   ").into_iter().map(Row::new).collect()
    }
}

/// Citations that quote the same words, together, in the order of the first of each.
pub(super) fn alike(citations: &[Citation]) -> Vec<Vec<&Citation>> {
    let mut groups: Vec<Vec<&Citation>> = Vec::new();
    for citation in citations {
        let words = text::squeeze(&citation.exact);
        match groups.iter_mut().find(|group| group.iter().any(|other| text::squeeze(&other.exact) == words)) {
            Some(group) => group.push(citation),
            None => groups.push(vec![citation]),
        }
    }
    groups
}

/// A passage word for word behind a bar, the words that hold the answer marked; below it where it stands, which may be
/// in several documents.
pub(super) fn quote(desk: &Desk, room: Room, bank: &Bank, same: &[&Citation]) -> Vec<Row> {
    let theme = &desk.theme;
    let Some(found) = same.first().and_then(|citation| bank.find(citation)) else { return Vec::new() };
    let mut parts = Vec::new();
    for (piece, style) in marked(&found.quote, &found.answers, theme.plain, theme.answer) {
        dim_notes(&piece, style, theme.quiet, &mut parts);
    }
    let width = room.width.saturating_sub(2);
    let mut lines = wrap_spans(&parts, width, "", "");
    for citation in same {
        lines.extend(wrap_spans(&[(source(bank, citation), theme.quiet)], width, "", ""));
    }
    quoted(lines, theme.accent).into_iter().map(Row::new).collect()
}

/// Dims the notes that a document carries in its text, `[2]` or `[citation needed]`, and cleans all of it.
pub(super) fn dim_notes(words: &str, style: Style, quiet: Style, parts: &mut Vec<(String, Style)>) {
    let mut push = |range: Range<usize>, style: Style| {
        let piece = words.get(range).unwrap_or_default();
        // Cleaning trims nothing inside a line; spaces at the seams are put back.
        let (start, end) = (piece.starts_with(' '), piece.ends_with(' ') && piece.len() > 1);
        let cleaned = text::clean(piece.trim_matches(' '));
        parts.push((format!("{}{cleaned}{}", if start { " " } else { "" }, if end { " " } else { "" }), style));
    };
    let mut from = 0;
    for (open, _) in words.match_indices('[') {
        let note = words[open + 1..].find(']').map(|end| &words[open + 1..open + 1 + end]);
        let is_note = |note: &&str| {
            !note.is_empty() && note.len() <= 3 && note.bytes().all(|b| b.is_ascii_digit())
                || *note == "citation needed"
        };
        if let Some(note) = note.filter(is_note).filter(|_| open >= from) {
            push(from..open, style);
            let end = open + note.len() + 2;
            push(open..end, style.patch(quiet));
            from = end;
        }
    }
    push(from..words.len(), style);
}
