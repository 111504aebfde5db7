//! From an answer on: questions on the same passage and topic, and what the other documents say of it.

use ratatui::text::{Line, Span};

use super::card::{Card, Shown, quote};
use super::{Reader, Screen, list_hints, moved};
use crate::id::{BankId, DocumentId};
use crate::question::Drawn;
use crate::search::Related;
use crate::text;
use crate::tui::app::Go;
use crate::tui::desk::Desk;
use crate::tui::keymap::Action;
use crate::tui::page::{Hit, Page, Row, Scroll};

/// The most entries under one heading.
const MOST: usize = 6;

/// What is related to a question.
pub struct Explore {
    drawn: Drawn,
    groups: Vec<(&'static str, Vec<Lead>)>,
    cursor: usize,
}

/// Something that can be opened from here.
enum Lead {
    Question(Drawn),
    Passage { document: DocumentId, passage: usize, title: String, words: String },
    Document { document: DocumentId, title: String },
}

impl Explore {
    /// What is related to a question.
    #[must_use]
    pub fn new(desk: &Desk, drawn: &Drawn) -> Self {
        let (same, topic) = questions(desk, drawn);
        let groups = [
            ("Questions on the same passage", same),
            ("Questions on the same topic", topic),
            ("Said elsewhere", passages(desk, drawn)),
            ("Documents", documents(desk, drawn)),
        ];
        Self {
            drawn: drawn.clone(),
            groups: groups.into_iter().filter(|(_, leads)| !leads.is_empty()).collect(),
            cursor: 0,
        }
    }

    fn leads(&self) -> impl Iterator<Item = &Lead> {
        self.groups.iter().flat_map(|(_, leads)| leads)
    }

    fn enter(&self, desk: &mut Desk) -> Go {
        let bank = &self.drawn.id.bank;
        match self.leads().nth(self.cursor) {
            Some(Lead::Question(drawn)) if desk.locked(&drawn.id) => Go::Stay,
            Some(Lead::Question(drawn)) => {
                Go::to(Card::new("explore".to_owned(), vec![Shown::plain(drawn.clone())], 0))
            }
            Some(Lead::Passage { document, passage, .. }) => {
                Reader::on(desk, bank, document, *passage).map_or(Go::Stay, Go::to)
            }
            Some(Lead::Document { document, .. }) => Reader::on(desk, bank, document, 0).map_or(Go::Stay, Go::to),
            None => Go::Stay,
        }
    }
}

/// Other questions that quote a passage of this one, and others on its topic.
fn questions(desk: &Desk, drawn: &Drawn) -> (Vec<Lead>, Vec<Lead>) {
    let (mut same, mut topic) = (Vec::new(), Vec::new());
    let Some(bank) = desk.library.bank(&drawn.id.bank) else { return (same, topic) };
    let quoted: Vec<_> = spans(desk, &drawn.id.bank, drawn);
    for other in (0..bank.len()).filter_map(|index| bank.ask(index, true).ok()) {
        if other.id == drawn.id || (same.len() >= MOST && topic.len() >= MOST) {
            continue;
        }
        let shares = spans(desk, &other.id.bank, &other).iter().any(|(document, span)| {
            quoted.iter().any(|(its, quote)| its == document && span.start < quote.end && quote.start < span.end)
        });
        if shares && same.len() < MOST {
            same.push(Lead::Question(other));
        } else if other.question.topic == drawn.question.topic && topic.len() < MOST {
            topic.push(Lead::Question(other));
        }
    }
    (same, topic)
}

fn spans(desk: &Desk, bank: &BankId, drawn: &Drawn) -> Vec<(DocumentId, std::ops::Range<usize>)> {
    let Some(bank) = desk.library.bank(bank) else { return Vec::new() };
    let citations = drawn.question.citations.iter();
    citations.filter_map(|citation| Some((citation.document.clone(), bank.find(citation)?.span))).collect()
}

/// What the other documents say of the same thing.
fn passages(desk: &Desk, drawn: &Drawn) -> Vec<Lead> {
    let Some(bank) = desk.library.bank(&drawn.id.bank) else { return Vec::new() };
    let known: Vec<_> =
        (bank.head().documents.iter()).filter_map(|about| Some((about, bank.document(&about.id).ok()?))).collect();
    let documents: Vec<_> = known.iter().map(|(_, document)| *document).collect();
    let Some(citation) = drawn.question.citations.first() else { return Vec::new() };
    let besides = known.iter().position(|(about, _)| about.id == citation.document).unwrap_or(usize::MAX);
    let found = Related::new(&documents).to(&citation.exact, besides, MOST);
    let lead = |similar: crate::search::Similar| {
        let (about, document) = known.get(similar.document)?;
        document.passages().get(similar.passage)?;
        Some(Lead::Passage {
            document: about.id.clone(),
            passage: similar.passage,
            title: about.title.clone(),
            words: document.words_of(similar.passage).to_owned(),
        })
    };
    found.into_iter().filter_map(lead).collect()
}

fn documents(desk: &Desk, drawn: &Drawn) -> Vec<Lead> {
    let documents = desk.library.bank(&drawn.id.bank).map(|bank| bank.head().documents.as_slice()).unwrap_or_default();
    let lead = |about: &crate::bank::About| Lead::Document { document: about.id.clone(), title: about.title.clone() };
    documents.iter().map(lead).collect()
}

impl Screen for Explore {
    fn page(&self, desk: &Desk) -> Page {
        let (theme, room) = (&desk.theme, desk.room());
        let mut rows = Vec::new();
        if room.roomy
            && let (Some(bank), Some(citation)) =
                (desk.library.bank(&self.drawn.id.bank), self.drawn.question.citations.first())
        {
            rows.extend(quote(desk, room, bank, &[citation]));
            rows.push(Row::blank());
        }
        let (mut n, mut focus) = (0, 0..1);
        for (heading, leads) in &self.groups {
            rows.push(Row::new(Line::styled(*heading, theme.accent)));
            for lead in leads {
                let here = n == self.cursor;
                if here {
                    focus = rows.len()..rows.len() + 1;
                }
                let row = lead.row(desk, usize::from(room.width), here).hit(Hit::Item(n));
                rows.push(if here { row.mark(Span::styled("▌", theme.selected)) } else { row });
                n += 1;
            }
            if room.roomy {
                rows.push(Row::blank());
            }
        }
        let topic = desk.library.topic_title(&self.drawn.id.bank, &self.drawn.question.topic);
        Page {
            title: Line::styled("Explore", theme.selected),
            asides: vec![Line::styled(topic, theme.quiet)],
            rows,
            scroll: Scroll { offset: 0, focus: Some(focus) },
            hints: list_hints(&desk.keymap, room, "open"),
            ..Page::default()
        }
    }

    fn act(&mut self, action: Action, desk: &mut Desk) -> Go {
        match action {
            Action::Back | Action::Left => return Go::Back,
            Action::Enter | Action::Space | Action::Right => return self.enter(desk),
            action => {
                let leads = self.leads().count();
                self.cursor = moved(self.cursor, action, leads, usize::from(desk.room().height));
            }
        }
        Go::Stay
    }

    fn open(&mut self, item: usize, desk: &mut Desk) -> Go {
        self.cursor = item;
        self.enter(desk)
    }
}

impl Lead {
    fn row(&self, desk: &Desk, width: usize, here: bool) -> Row {
        let theme = &desk.theme;
        let style = if here { theme.selected } else { theme.plain };
        let (words, note) = match self {
            Self::Question(drawn) => (text::clean(&drawn.question.stem).into_owned(), String::new()),
            Self::Passage { title, words, .. } => {
                (format!("“{}”", text::clean(words)), format!("  {}", text::clean(title)))
            }
            Self::Document { title, .. } => (text::clean(title).into_owned(), String::new()),
        };
        let note = text::clip(&note, width / 2).into_owned();
        let words = text::clip(&words, width.saturating_sub(text::width(&note) + 2)).into_owned();
        Row::new(Line::from(vec![Span::raw("  "), Span::styled(words, style), Span::styled(note, theme.quiet)]))
    }
}
