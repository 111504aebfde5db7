//! What a review shows of a question.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Review;
use crate::bank::Bank;
use crate::id::QuestionRef;
use crate::question::{Citation, Fault, Question};
use crate::review::{Item, Why, flaws};
use crate::text;
use crate::tui::desk::Desk;
use crate::tui::keymap::{Action, Keymap};
use crate::tui::page::{Hint, Hit, Page, Room, Row, Scroll};
use crate::tui::screens::card::{Answered, alike, dim_notes, source, stem, title};
use crate::tui::screens::count;
use crate::tui::widgets::{FieldStyles, bar, field, marked, paragraph, quoted, wrap_spans};

pub fn page(screen: &Review, desk: &Desk) -> Page {
    let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
    let bank = screen.bank(desk);
    let question = bank.and_then(|bank| screen.state.question(bank));
    let (judged, all) = screen.state.progress();
    let mut page = Page {
        title: Line::styled("Review", theme.selected),
        scroll: Scroll { offset: screen.scroll, focus: None },
        hints: hints(screen, keymap, room),
        ..Page::default()
    };
    let (Some(bank), Some(item), Some(question)) = (bank, screen.state.current(), question) else {
        page.rows = finished(screen, desk, room);
        return page;
    };
    let progress = format!("{judged} of {all} judged");
    let why = Span::styled(format!("{} · ", item.why.name()), theme.quiet);
    let wide = [
        vec![why.clone(), Span::styled(format!("{progress}  "), theme.quiet)],
        bar(judged, all, 16, theme.accent, theme.quiet),
    ];
    page.asides = vec![
        Line::from(wide.concat()),
        Line::from(vec![why, Span::styled(progress, theme.quiet)]),
        Line::styled(format!("{judged} of {all}"), theme.quiet),
    ];
    if let Some(reason) = &screen.reason {
        let styles = FieldStyles { label: theme.accent, value: theme.plain };
        page.pinned.push(field("Why is it rejected?", reason.value(), reason.cursor(), room.width, styles));
        if room.roomy {
            page.pinned.push(Row::blank());
        }
    }
    let show = Show { desk, room, bank, item, screen };
    if screen.reference().is_some_and(|question| desk.waits(&question)) {
        let words = "This question waits for your answer in the practice that is open: answer it first.";
        page.rows = show.words(words, theme.warn);
        return page;
    }
    match question {
        Err(faults) => page.rows = show.unreadable(&faults),
        Ok(question) => {
            page.title = title(desk, screen.state.bank(), &question);
            page.rows = show.question(&question);
        }
    }
    page
}

fn hints(screen: &Review, keymap: &Keymap, room: Room) -> Vec<Hint> {
    if screen.reason.is_some() {
        return vec![Hint::new(keymap, &[Action::Enter], "reject"), Hint::new(keymap, &[Action::Back], "never mind")];
    }
    let end = [Action::Undo, Action::Quit, Action::Help].map(|action| Hint::of(keymap, action));
    if screen.state.current().is_none() {
        return end.into();
    }
    let first = [Action::Add, Action::Reject, Action::Skip].map(|action| Hint::of(keymap, action));
    if room.narrow() {
        return first.into_iter().chain([Hint::of(keymap, Action::Help)]).collect();
    }
    let item = screen.state.current();
    let spares = item.is_some_and(|item| !screen.state.built().spares(&item.id).is_empty());
    let family = item.and_then(|item| item.family.as_deref()).is_some_and(|family| screen.state.is_good(family));
    let more = [
        family.then(|| Hint::of(keymap, Action::Family)),
        Some(Hint::of(keymap, Action::Edit)),
        spares.then(|| Hint::new(keymap, &[Action::Distractor], "distractor")),
        Some(Hint::of(keymap, Action::Undo)),
        Some(Hint::new(keymap, &[Action::Document], "document")),
        Some(Hint::of(keymap, Action::Help)),
    ];
    first.into_iter().chain(more.into_iter().flatten()).collect()
}

/// Nothing is left.
fn finished(screen: &Review, desk: &Desk, room: Room) -> Vec<Row> {
    let (judged, _) = screen.state.progress();
    let mut words = vec![("Nothing left to review.".to_owned(), desk.theme.strong)];
    if judged > 0 {
        words.push((format!("{} judged.", count(judged, "question")), desk.theme.plain));
    }
    if screen.state.unreadable() > 0 {
        let unread = count(screen.state.unreadable(), "question");
        words.push((format!("{unread} cannot be read: ibid check tells why."), desk.theme.warn));
    }
    let rows = words.iter().flat_map(|(words, style)| paragraph(words, *style, room.width));
    rows.map(Row::new).collect()
}

/// A question under review.
struct Show<'a> {
    desk: &'a Desk,
    room: Room,
    bank: &'a Bank,
    item: &'a Item,
    screen: &'a Review,
}

impl Show<'_> {
    fn words(&self, words: &str, style: Style) -> Vec<Row> {
        paragraph(&text::clean(words), style, self.room.width).into_iter().map(Row::new).collect()
    }

    fn gap(&self, rows: &mut Vec<Row>) {
        if self.room.roomy && rows.last().is_some_and(|row| row.line.width() > 0) {
            rows.push(Row::blank());
        }
    }

    fn unreadable(&self, faults: &[Fault]) -> Vec<Row> {
        let mut rows = self.words(&format!("{} cannot be read:", self.item.id), self.desk.theme.warn);
        for fault in faults {
            rows.extend(self.words(&format!("{fault}; {}", fault.remedy), self.desk.theme.plain));
        }
        rows
    }

    fn question(&self, question: &Question) -> Vec<Row> {
        let theme = &self.desk.theme;
        let mut rows = self.why(question);
        self.gap(&mut rows);
        rows.extend(stem(self.desk, self.room, question));
        self.gap(&mut rows);
        let order: Vec<u8> = (0..).take(question.choices.len()).collect();
        let id = QuestionRef { bank: self.screen.state.bank().clone(), question: question.id.clone() };
        let answered = Answered { id: &id, question, order: &order, response: None, all: true };
        for (n, place) in order.iter().enumerate() {
            let chosen = self.screen.chosen == Some(n);
            for mut row in answered.choice(self.desk, self.room, n, *place) {
                row.mark = chosen.then(|| Span::styled("▌", theme.selected));
                rows.push(row.hit(Hit::Item(n)));
            }
        }
        self.gap(&mut rows);
        rows.extend(self.quotes(&question.citations));
        if let Some(proposed) = self.screen.state.proposed(self.bank, question) {
            self.gap(&mut rows);
            let keys: Vec<&str> =
                proposed.choices.iter().filter(|choice| choice.key).map(|choice| choice.text.as_str()).collect();
            rows.extend(self.words(&format!("The documents now say: {}", keys.join("; ")), theme.accent));
            rows.extend(self.quotes(&proposed.citations));
        }
        if let Some(against) = self.screen.state.against(question) {
            self.gap(&mut rows);
            rows.extend(self.words("Against it:", theme.warn));
            rows.extend(self.quotes(&[against]));
        }
        self.gap(&mut rows);
        rows.extend(self.origins(question));
        self.gap(&mut rows);
        rows.extend(self.flaws(question));
        rows.extend(self.made(question));
        rows
    }

    /// Why it is looked at, where that is not plain.
    fn why(&self, question: &Question) -> Vec<Row> {
        let warn = self.desk.theme.warn;
        let mut rows = match self.item.why {
            Why::Conflict => self.words("Documents disagree about its answer: compare what is quoted.", warn),
            Why::Stale => self.words("Its answer changed in the document.", warn),
            Why::Unsure => {
                let family = self.item.family.as_deref().unwrap_or_default();
                self.words(&format!("Family “{family}”: {}.", self.screen.state.told_of(family)), self.desk.theme.quiet)
            }
            Why::Orphaned | Why::Reported | Why::New => Vec::new(),
        };
        for fault in self.bank.faults_of(question) {
            rows.extend(self.words(&format!("Not asked: {fault}; {}.", fault.remedy), warn));
        }
        for report in self.screen.state.reports_of(&self.item.id) {
            let words = if report.words.trim().is_empty() { "without words" } else { report.words.trim() };
            rows.extend(self.words(&format!("Reported by a learner: {words}"), warn));
        }
        rows
    }

    fn quotes(&self, citations: &[Citation]) -> Vec<Row> {
        let mut rows = Vec::new();
        for (n, same) in alike(citations).iter().enumerate() {
            if n > 0 {
                self.gap(&mut rows);
            }
            rows.extend(self.quote(same));
        }
        rows
    }

    /// A quote in its passage, the words that hold the answer marked and what is not quoted dimmed.
    fn quote(&self, same: &[&Citation]) -> Vec<Row> {
        let theme = &self.desk.theme;
        let Some(citation) = same.first() else { return Vec::new() };
        let mut parts = Vec::new();
        match self.bank.find(citation) {
            None => parts.push((text::clean(&text::squeeze(&citation.exact)).into_owned(), theme.quiet)),
            Some(found) => {
                let (before, after) = around(self.bank, citation, &found.span);
                dim_notes(&before, theme.quiet, theme.quiet, &mut parts);
                for (piece, style) in marked(&found.quote, &found.answers, theme.plain, theme.answer) {
                    dim_notes(&piece, style, theme.quiet, &mut parts);
                }
                dim_notes(&after, theme.quiet, theme.quiet, &mut parts);
            }
        }
        let width = self.room.width.saturating_sub(2);
        let mut lines = wrap_spans(&parts, width, "", "");
        for citation in same {
            lines.extend(wrap_spans(&[(source(self.bank, citation), theme.quiet)], width, "", ""));
        }
        quoted(lines, theme.accent).into_iter().map(Row::new).collect()
    }

    /// Where every choice comes from: its rationale, and the words that it is taken from.
    fn origins(&self, question: &Question) -> Vec<Row> {
        let theme = &self.desk.theme;
        let mut rows = Vec::new();
        for (n, choice) in question.choices.iter().enumerate() {
            let mut parts = vec![(format!("{}  ", n + 1), theme.strong)];
            let rationale = text::clean(&choice.rationale).into_owned();
            parts.push(if rationale.is_empty() {
                ("No rationale.".to_owned(), theme.warn)
            } else {
                (rationale, theme.plain)
            });
            for citation in &choice.citations {
                let quote = text::clean(&text::squeeze(&citation.exact)).into_owned();
                parts.push((format!("  “{quote}” {}", source(self.bank, citation)), theme.quiet));
            }
            if choice.citations.is_empty() && !choice.key {
                parts.push(("  No passage is given for it.".to_owned(), theme.quiet));
            }
            rows.extend(wrap_spans(&parts, self.room.width, "", "   ").into_iter().map(Row::new));
        }
        rows
    }

    fn flaws(&self, question: &Question) -> Vec<Row> {
        let found = flaws(self.bank, question);
        let theme = &self.desk.theme;
        let mut rows = Vec::new();
        for found in &found {
            let parts = [
                (format!("Flaw: {}: ", found.flaw.name), theme.warn),
                (format!("{}; {}.", text::clean(&found.spot.what), found.flaw.remedy), theme.plain),
            ];
            rows.extend(wrap_spans(&parts, self.room.width, "", "   ").into_iter().map(Row::new));
        }
        if rows.is_empty() { self.words("No flaw found.", theme.quiet) } else { rows }
    }

    /// What made it, and how that did so far.
    fn made(&self, question: &Question) -> Vec<Row> {
        let quiet = self.desk.theme.quiet;
        match &self.item.family {
            Some(_) if self.item.why == Why::Unsure => self.words(question.id.as_str(), quiet),
            Some(family) => {
                let told = self.screen.state.told_of(family);
                self.words(&format!("{} · family “{family}”, {told}", question.id), quiet)
            }
            None => {
                let origin = question.origin.as_deref().unwrap_or("of unknown origin");
                self.words(&format!("{} · {origin}", question.id), quiet)
            }
        }
    }
}

/// What stands before and after a quote in the passages that it is part of.
fn around(bank: &Bank, citation: &Citation, quote: &Range<usize>) -> (String, String) {
    let nothing = || (String::new(), String::new());
    let Ok(document) = bank.document(&citation.document) else { return nothing() };
    let passages = document.passages_in(quote.clone());
    let Some(last) = passages.end.checked_sub(1) else { return nothing() };
    let (start, end) = (document.text_of(passages.start).start, document.text_of(last).end);
    let exact = text::squeeze(&citation.exact);
    let whole = document.text().get(start..end).unwrap_or_default();
    let here = |at: &usize| document.bytes_of(start + at..start + at + exact.len()) == *quote;
    match whole.match_indices(&*exact).map(|(at, _)| at).find(here) {
        Some(at) => {
            let parts = (whole.get(..at), whole.get(at + exact.len()..));
            (parts.0.unwrap_or_default().to_owned(), parts.1.unwrap_or_default().to_owned())
        }
        None => nothing(),
    }
}
