//! The open banks and their documents, with where each comes from.

use ratatui::text::{Line, Span};

use super::{Reader, Screen, count, list_hints, moved};
use crate::bank::{About, Bank, Origin};
use crate::id::BankId;
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::{Desk, Effect};
use crate::tui::field::Field;
use crate::tui::keymap::Action;
use crate::tui::page::{Hint, Hit, Page, Row, Scroll};
use crate::tui::widgets::{FieldStyles, field, paragraph};

/// The open banks.
#[derive(Debug, Default)]
pub struct Banks {
    cursor: usize,
}

fn documents(desk: &Desk) -> impl Iterator<Item = (&Bank, &About)> {
    desk.library.banks().iter().flat_map(|bank| bank.head().documents.iter().map(move |about| (&**bank, about)))
}

/// `60 questions · embedded in the program`
fn origin(bank: &Bank) -> String {
    let place = match bank.origin() {
        Origin::Embedded => "part of the program".to_owned(),
        Origin::File(path) => path.display().to_string(),
    };
    format!("{} · {}", count(bank.len(), "question"), text::clean(&place))
}

/// Who published a document, when, and under which terms.
fn terms(about: &About) -> String {
    let known = [&about.publisher, &about.date, &about.licence];
    let parts: Vec<_> = known.into_iter().flatten().map(|part| text::clean(part).into_owned()).collect();
    parts.join(" · ")
}

impl Banks {
    fn enter(&self, desk: &mut Desk) -> Go {
        if let Some(why) = desk.closed() {
            desk.warn(why);
            return Go::Stay;
        }
        let found = documents(desk).nth(self.cursor).map(|(bank, about)| (bank.head().id.clone(), about.id.clone()));
        let reader = found.as_ref().and_then(|(bank, document)| Reader::on(desk, bank, document, 0));
        if reader.is_none() {
            desk.warn("This document cannot be read. ibid check tells why.");
        }
        reader.map_or(Go::Stay, Go::to)
    }
}

/// Takes a bank off the list of those that open by themselves.
fn remove(desk: &mut Desk, bank: &BankId) {
    let of_bank = |sitting: &crate::session::Sitting| sitting.places().iter().any(|at| at.question.bank == *bank);
    if let Some(why) = desk.closed() {
        desk.warn(why);
    } else if desk.sitting.as_ref().filter(|_| desk.held).is_some_and(of_bank) {
        desk.warn("A sitting with questions of this bank is open: finish it first.");
    } else {
        desk.effects.push(Effect::RemoveBank(bank.clone()));
    }
}

impl Screen for Banks {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room) = (&desk.theme, desk.room());
        let (mut rows, mut focus, mut n) = (Vec::new(), 0..1, 0);
        for bank in desk.library.banks() {
            let title = text::clean(&bank.head().title).into_owned();
            rows.extend(paragraph(&title, theme.strong, room.width).into_iter().map(Row::new));
            rows.extend(paragraph(&origin(bank), theme.quiet, room.width).into_iter().map(Row::new));
            if let Some(about) = &bank.head().description {
                rows.extend(paragraph(&text::clean(about), theme.quiet, room.width).into_iter().map(Row::new));
            }
            for about in &bank.head().documents {
                if room.roomy {
                    rows.push(Row::blank());
                }
                let here = n == self.cursor;
                let start = rows.len();
                let style = if here { theme.selected } else { theme.plain };
                let title = text::clip(&text::clean(&about.title), usize::from(room.width) - 2).into_owned();
                let line = Line::from(vec![Span::raw("  "), Span::styled(title, style)]);
                let row = Row::new(line).hit(Hit::Item(n));
                rows.push(if here { row.mark(Span::styled("▌", theme.selected)) } else { row });
                let terms = paragraph(&terms(about), theme.quiet, room.width - 2).into_iter();
                rows.extend(terms.filter(|line| line.width() > 0).map(|mut line| {
                    line.spans.insert(0, Span::raw("  "));
                    Row::new(line).hit(Hit::Item(n))
                }));
                if here {
                    // The first document brings its bank's title along.
                    focus = if n == 0 { 0 } else { start }..rows.len();
                }
                n += 1;
            }
            rows.push(Row::blank());
        }
        rows.pop();
        let keymap = &desk.keymap;
        let mut hints = list_hints(keymap, room, if room.narrow() { "read" } else { "read the document" });
        if !room.narrow() {
            let remove = (desk.library.banks().len() > 1).then(|| Hint::new(keymap, &[Action::Reject], "remove"));
            let own = [Hint::new(keymap, &[Action::Add], "add a bank")].into_iter().chain(remove);
            hints.splice(2..2, own);
        }
        Page {
            title: Line::styled("Banks", theme.selected),
            asides: vec![Line::styled("and the documents they are drawn from", theme.quiet)],
            rows,
            scroll: Scroll { offset: 0, focus: Some(focus) },
            hints,
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back | Action::Left => return Go::Back,
            Action::Enter | Action::Space | Action::Right | Action::Document => return self.enter(desk),
            Action::Add => return Go::to(AddBank::default()),
            Action::Reject => {
                let bank = documents(desk).nth(self.cursor).map(|(bank, _)| bank.head().id.clone());
                if let Some(bank) = bank {
                    remove(desk, &bank);
                }
            }
            action => self.cursor = moved(self.cursor, action, documents(desk).count(), 5),
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.cursor = item;
        self.enter(desk)
    }

    fn returned(&mut self, desk: &mut Desk) {
        self.cursor = self.cursor.min(documents(desk).count().saturating_sub(1));
    }
}

/// The path of a bank that is to be added.
#[derive(Debug, Default)]
pub struct AddBank {
    field: Field,
}

impl Screen for AddBank {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room, keymap) = (&desk.theme, desk.room(), &desk.keymap);
        let words = "The file or folder of a bank. It opens by itself from now on, beside the others.";
        let mut rows: Vec<Row> = paragraph(words, theme.quiet, room.width).into_iter().map(Row::new).collect();
        rows.push(Row::blank());
        let styles = FieldStyles { label: theme.accent, value: theme.plain };
        rows.push(field("›", self.field.value(), self.field.cursor(), room.width, styles));
        let focus = rows.len() - 1..rows.len();
        Page {
            title: Line::styled("Add a bank", theme.selected),
            rows,
            scroll: Scroll { offset: 0, focus: Some(focus) },
            hints: vec![Hint::new(keymap, &[Action::Enter], "add"), Hint::new(keymap, &[Action::Back], "never mind")],
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back => Go::Back,
            Action::Enter if self.field.value().trim().is_empty() => Go::Back,
            Action::Enter => {
                desk.effects.push(Effect::AddBank(self.field.value().trim().to_owned()));
                Go::Back
            }
            _ => Go::Stay,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }
}
