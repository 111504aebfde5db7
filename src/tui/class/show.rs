//! What everybody sees of a room: on the teacher's screen when it is projected, and on `ibid screen`. Drawn from what a
//! projector is told, so that neither can show too much.

mod ask;
mod lobby;
mod reveal;
mod standings;

use ratatui::text::{Line, Span};

use crate::clock::{Moment, Timestamp};
use crate::room::View;
use crate::room::view::{Ask, Shown};
use crate::text;
use crate::tui::page::{Page, Room as Area, Row};
use crate::tui::theme::Theme;
use crate::tui::widgets::paragraph;

pub use standings::worth;

/// The shapes of the choices, beside their letters.
const SHAPES: [char; 9] = ['▲', '◆', '●', '■', '★', '✚', '⬟', '⬢', '♥'];

/// The way into a room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Door {
    /// The address as people type it; empty where there is no network.
    pub address: String,
    /// The whole link, for the QR code.
    pub link: Option<String>,
    /// What people should know of the network.
    pub note: Option<String>,
}

/// What is shown, and how.
#[derive(Debug, Clone, Copy)]
pub struct Show<'a> {
    /// What a projector is told.
    pub view: &'a View,
    /// The way in.
    pub door: &'a Door,
    /// The time by the host's clock.
    pub now: Moment,
    /// The room on the screen.
    pub area: Area,
    /// What it is drawn in.
    pub theme: &'a Theme,
}

impl Show<'_> {
    /// Title, what stands beside it, and rows; hints and scrolling are the caller's.
    #[must_use]
    pub fn page(&self) -> Page {
        match &self.view.shown {
            Shown::Lobby { names, locked } => self.lobby(names, *locked),
            Shown::Open { ask, until, paused, answered } => self.open(ask, *until, *paused, *answered),
            Shown::Closed { ask, answered } => self.closed(ask, *answered),
            Shown::Revealed { ask, reveal } => self.revealed(ask, reveal),
            Shown::Skipped => {
                let rows = self.words("This question counts for nothing.");
                Page { title: self.title(&self.view.title), rows, ..Page::default() }
            }
            Shown::Ranked(standings) => self.standings("Ranking", standings),
            Shown::Ended(standings) => self.standings("The drill is over", standings),
            Shown::Alone { deadline } => self.alone(*deadline),
        }
    }

    /// When it should be drawn again though nothing has happened: a countdown goes by the minute, and in its last minute
    /// by the second.
    #[must_use]
    pub fn wake(view: &View, now: Timestamp) -> Option<Timestamp> {
        let Shown::Open { until: Some(until), paused: false, .. } = &view.shown else { return None };
        let left = (*until - now).0;
        let step = if left > 60_000 { 60_000 } else { 1_000 };
        (left > 0).then(|| Timestamp(now.0 + (left - 1).rem_euclid(step) + 1))
    }

    fn title(&self, words: &str) -> Line<'static> {
        Line::from(Span::styled(text::clean(words).into_owned(), self.theme.selected))
    }

    fn topic(&self, ask: &Ask) -> Line<'static> {
        let mut title = self.title(&ask.topic);
        if ask.vote > 1 {
            title.push_span(Span::styled(" · second vote", self.theme.quiet));
        }
        title
    }

    /// What stands beside a question's topic, the widest first.
    fn asides(&self, ask: &Ask, more: &[String]) -> Vec<Line<'static>> {
        let at = format!("{} of {}", ask.number, self.view.of.max(ask.number));
        let join = |parts: &[&str]| {
            let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
            Line::styled(parts.join(" · "), self.theme.quiet)
        };
        let code = self.view.code.halves();
        let mut asides = vec![join(&[bare(&self.door.address), &code, &format!("question {at}")])];
        if self.door.address.is_empty() {
            asides = vec![join(&[&format!("question {at}")])];
        }
        asides.push(join(&[&at]));
        if !more.is_empty() {
            let long = join(&[&format!("question {at}"), &more.join(" · ")]);
            asides = vec![long, join(&[&at, &more.join(" · ")]), join(&[&more.join(" · ")])];
        }
        asides
    }

    /// The stem, and the line that tells a question with several keys.
    fn stem(&self, ask: &Ask) -> Vec<Row> {
        let mut rows = rows(paragraph(&text::clean(&ask.stem), self.theme.strong, self.area.width));
        if ask.all {
            rows.push(Row::new(Line::styled("Choose all that apply.", self.theme.quiet)));
        }
        rows
    }

    fn words(&self, words: &str) -> Vec<Row> {
        rows(paragraph(words, self.theme.plain, self.area.width))
    }

    /// The first of these ways to draw that fits; the last one where none does.
    fn fitting(&self, ways: impl IntoIterator<Item = Vec<Row>>) -> (usize, Vec<Row>) {
        let mut last = (0, Vec::new());
        for (n, rows) in ways.into_iter().enumerate() {
            let fits = rows.len() <= usize::from(self.area.height);
            last = (n, rows);
            if fits {
                break;
            }
        }
        last
    }
}

/// A choice's letter and shape.
pub(in crate::tui) fn sign(place: usize) -> String {
    let letter = char::from(b'A' + place.min(25) as u8);
    let shape = SHAPES.get(place).copied().unwrap_or(' ');
    format!("{letter} {shape}")
}

/// An address without what needs not be typed.
pub(super) fn bare(address: &str) -> &str {
    address.strip_prefix("http://").unwrap_or(address)
}

fn rows(lines: Vec<Line<'static>>) -> Vec<Row> {
    lines.into_iter().map(Row::new).collect()
}

fn blanks(count: usize) -> impl Iterator<Item = Row> {
    std::iter::repeat_with(Row::blank).take(count)
}

/// So many questions, in words.
pub(super) fn questions(count: usize) -> String {
    format!("{count} question{}", if count == 1 { "" } else { "s" })
}

/// So many people, in words.
pub(super) fn people(count: usize) -> String {
    format!("{count} in the room")
}
