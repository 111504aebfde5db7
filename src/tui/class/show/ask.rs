//! A question that takes answers, and one that takes no more.

use ratatui::text::Line;

use super::super::big::{self, Size};
use super::{Show, blanks, sign};
use crate::clock::{Millis, Timestamp};
use crate::room::view::Ask;
use crate::text;
use crate::tui::page::{Page, Row};
use crate::tui::widgets::{bar, spread, wrap_spans};

/// How much there is of a question's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Time {
    /// No end to it.
    Endless,
    /// So many seconds.
    Left(i64),
    /// None.
    Up,
    /// It stands still.
    Paused,
}

impl Time {
    fn of(until: Option<Timestamp>, paused: bool, now: Timestamp) -> Self {
        match until {
            _ if paused => Self::Paused,
            None => Self::Endless,
            Some(until) if until <= now => Self::Up,
            Some(until) => Self::Left(Millis((until - now).0).seconds_left()),
        }
    }

    fn words(self) -> String {
        match self {
            Self::Endless => String::new(),
            Self::Left(seconds) if seconds > 60 => format!("{} min left", (seconds + 59) / 60),
            Self::Left(seconds) => format!("{seconds} s left"),
            Self::Up => "time is up".to_owned(),
            Self::Paused => "paused".to_owned(),
        }
    }
}

impl Show<'_> {
    pub(super) fn open(&self, ask: &Ask, until: Option<Timestamp>, paused: bool, answered: Option<usize>) -> Page {
        let time = Time::of(until, paused, self.now.at);
        let ways = [(3, 2, true), (2, 1, true), (1, 1, true), (1, 0, true), (0, 0, true), (0, 0, false)];
        let rows = ways.map(|(air, between, status)| {
            let status = if status { self.status(time, answered) } else { Vec::new() };
            self.asked(ask, (air, between), status)
        });
        let (way, rows) = self.fitting(rows);
        // What finds no room below the choices stands above them.
        let told = if way < 5 { Vec::new() } else { self.brief(time, answered) };
        Page { title: self.topic(ask), asides: self.asides(ask, &told), rows, ..Page::default() }
    }

    pub(super) fn closed(&self, ask: &Ask, answered: Option<usize>) -> Page {
        let of = |count: usize| format!(": {count} of {}", self.view.players.max(count));
        let told = format!("Answers are in{}", answered.map_or_else(String::new, of));
        let told = Line::styled(told, self.theme.selected);
        let ways = [(3, 2), (2, 1), (1, 1), (1, 0), (0, 0)];
        let rows = ways.map(|air| self.asked(ask, air, vec![Row::new(told.clone())]));
        let (_, rows) = self.fitting(rows);
        Page { title: self.topic(ask), asides: self.asides(ask, &["closed".to_owned()]), rows, ..Page::default() }
    }

    /// With so many blank rows between the parts, and between the choices.
    fn asked(&self, ask: &Ask, (air, between): (usize, usize), status: Vec<Row>) -> Vec<Row> {
        let mut rows = self.stem(ask);
        rows.extend(blanks(air));
        for (n, choice) in ask.choices.iter().enumerate() {
            rows.extend(blanks(if n > 0 { between } else { 0 }));
            let lead = format!("{}  ", sign(n));
            let rest = " ".repeat(text::width(&lead));
            let parts = [(text::clean(choice).into_owned(), self.theme.plain)];
            let mut lines = wrap_spans(&parts, self.area.width, &lead, &rest);
            if lines.is_empty() {
                lines.push(Line::from(lead));
            }
            if let Some(first) = lines.first_mut().and_then(|line| line.spans.first_mut()) {
                first.style = self.theme.selected;
            }
            rows.extend(lines.into_iter().map(Row::new));
        }
        if !status.is_empty() {
            rows.extend(blanks(air.max(usize::from(self.area.roomy))));
            rows.extend(status);
        }
        rows
    }

    /// How many have answered, and how much time there is; the last minute in digits that are seen from afar.
    fn status(&self, time: Time, answered: Option<usize>) -> Vec<Row> {
        let theme = self.theme;
        let width = self.area.width;
        let mut left = Vec::new();
        // Where there is no way in, hands are counted, all at once.
        if let Some(answered) = answered.filter(|_| !self.door.address.is_empty()) {
            let of = self.view.players.max(answered);
            let words = if of == 0 { "nobody is here yet".to_owned() } else { format!("{answered} of {of} answered") };
            left.push(Line::styled(words, theme.strong));
            left.push(Line::from(bar(answered, of, width.min(60) / 2, theme.accent, theme.quiet)));
        }
        let style = if matches!(time, Time::Left(11..)) { theme.strong } else { theme.warn };
        if !time.words().is_empty() {
            left.push(Line::styled(time.words(), style));
        }
        let size = if self.area.height >= 28 { Size::Huge } else { Size::Large };
        let digits = match time {
            Time::Left(seconds @ 0..=60) => big::rows(&seconds.to_string(), size),
            _ => Vec::new(),
        };
        let tall = left.len().max(digits.len());
        let (mut left, mut digits) = (left.into_iter(), digits.into_iter());
        let row = |_| {
            let digits = Line::styled(digits.next().unwrap_or_default(), style);
            Row::new(spread(left.next().unwrap_or_default(), digits, width))
        };
        (0..tall).map(row).collect()
    }

    fn brief(&self, time: Time, answered: Option<usize>) -> Vec<String> {
        let counted = answered.map(|count| format!("{count}/{}", self.view.players.max(count)));
        counted.into_iter().chain([time.words()]).filter(|words| !words.is_empty()).collect()
    }
}
