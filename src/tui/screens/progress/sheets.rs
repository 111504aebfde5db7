//! The sheets that are read and not acted on.

use ratatui::text::{Line, Span};

use super::super::count;
use super::charts;
use crate::clock::Millis;
use crate::progress::{Figures, Part, Passages, Retained};
use crate::text;
use crate::tui::page::{Room, Row, small};
use crate::tui::theme::Theme;
use crate::tui::widgets::{bar, paragraph, spark, wrap_spans};

/// Columns of what stands before a figure.
const LABEL: usize = 10;

fn percent(share: f32) -> String {
    // A number and its sign stay on one line.
    format!("{:.0}\u{a0}%", share * 100.0)
}

/// `2 h 5 min`.
fn span(time: Millis) -> String {
    let minutes = (time.0 + 30_000) / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, 0) if time.0 > 0 => "under 1 min".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// A figure behind its name.
fn figure(theme: &Theme, room: Room, name: &str, words: &str) -> Vec<Row> {
    let mut lines =
        wrap_spans(&[(words.to_owned(), theme.plain)], room.width, &format!("{name:<LABEL$}"), &" ".repeat(LABEL));
    if let Some(first) = lines.first_mut().and_then(|line| line.spans.first_mut()) {
        first.style = theme.quiet;
    }
    lines.into_iter().map(Row::new).collect()
}

fn retained(retained: &Retained, wanted: f32) -> String {
    let answers = count(retained.reviews as usize, "review");
    match (retained.measured, retained.predicted) {
        (Some(measured), Some(predicted)) => format!(
            "{} in {} days ({answers}); {} foretold, {} wanted",
            percent(measured),
            retained.days,
            percent(predicted),
            percent(wanted)
        ),
        _ => format!("no review in {} days yet; {} wanted", retained.days, percent(wanted)),
    }
}

/// What is known, in all and part by part.
pub fn known(theme: &Theme, room: Room, figures: &Figures) -> Vec<Row> {
    let gap = |rows: &mut Vec<Row>| rows.extend(room.roomy.then(Row::blank));
    let all = &figures.all;
    let known = percent(all.known());
    let words = format!("{known} known");
    let mut line = vec![Span::styled(format!("{words}  "), theme.strong)];
    let wide = usize::from(room.width).saturating_sub(text::width(&words) + 2).min(40);
    line.extend(bar((all.known() * 1000.0) as usize, 1000, small(wide), theme.accent, theme.quiet));
    let mut rows = vec![Row::new(Line::from(line))];
    gap(&mut rows);
    let words = format!("{} of {}", all.begun, count(all.questions, "question"));
    rows.extend(figure(theme, room, "Begun", &words));
    let Passages { known, shaky, untested } = figures.passages;
    let words = format!("█\u{a0}{known} known   ▒\u{a0}{shaky} shaky   ·\u{a0}{untested} never tested");
    rows.extend(figure(theme, room, "Passages", &words));
    let mut line =
        charts::parts(theme, [known, shaky, untested], usize::from(room.width).saturating_sub(LABEL).min(40));
    line.spans.insert(0, Span::raw(" ".repeat(LABEL)));
    rows.push(Row::new(line));
    for of in &figures.retained {
        let name = if of.days == 30 { "Recalled" } else { "" };
        rows.extend(figure(theme, room, name, &retained(of, figures.wanted)));
    }
    let lately = figures.lately;
    let row = if lately.row > 1 { format!(" · {} in a row", lately.row) } else { String::new() };
    let days = format!("{} of the last 30{row}", lately.days);
    rows.extend(figure(theme, room, "Days", &days));
    let words =
        format!("{}  {} in 14 days", spark(&lately.answers.map(u64::from)), answers(lately.answers.iter().sum()));
    rows.extend(figure(theme, room, "", &words));
    let spent = figures.spent;
    let times = [(spent.today, "today"), (spent.week, "in 7 days"), (spent.month, "in 30 days"), (spent.all, "in all")];
    // Each stays on one line as a whole.
    let words = times.map(|(time, when)| format!("{} {when}", span(time)).replace(' ', "\u{a0}")).join(" · ");
    rows.extend(figure(theme, room, "Time", &words));
    for (name, parts) in [("By topic", &figures.topics), ("By document", &figures.documents)] {
        if !parts.is_empty() {
            rows.push(Row::blank());
            rows.push(Row::new(Line::styled(name, theme.strong)));
            rows.extend(self::parts(theme, room, parts));
        }
    }
    rows
}

fn answers(many: u32) -> String {
    count(many as usize, "answer")
}

/// `Mandate   ━━━━───  45 % of 20`, and without bars where these would leave too little room for titles that differ only at
/// their ends.
fn parts(theme: &Theme, room: Room, parts: &[Part]) -> Vec<Row> {
    let titles: Vec<String> = parts.iter().map(|part| text::clean(&part.title).into_owned()).collect();
    let names = |bar: u16| usize::from(room.width).saturating_sub(usize::from(bar) + 14).min(48);
    let whole = titles.iter().all(|title| text::width(title) <= names(6));
    let wide = match (room.narrow(), whole) {
        (false, _) => 20,
        (true, true) => 6,
        (true, false) => 0,
    };
    let row = |(part, title): (&Part, &String)| {
        let (share, names) = (part.share, names(wide));
        let numbers = format!("{:>5} of {}", percent(share.known()), share.questions);
        let title = text::clip(title, names).into_owned();
        let pad = " ".repeat((names + 1).saturating_sub(text::width(&title)));
        let mut spans = vec![Span::styled(title + &pad, theme.plain)];
        spans.extend(bar((share.known() * 1000.0) as usize, 1000, wide, theme.accent, theme.quiet));
        spans.push(Span::styled(format!(" {numbers}"), theme.quiet));
        Row::new(Line::from(spans))
    };
    parts.iter().zip(&titles).map(row).collect()
}

/// What comes up in the next thirty days.
pub fn ahead(theme: &Theme, room: Room, figures: &Figures) -> Vec<Row> {
    let days = &figures.forecast;
    let of = |days: &[u32]| days.iter().sum::<u32>();
    let (today, all) = (days.first().copied().unwrap_or(0), of(days));
    let overdue = if figures.overdue > 0 { format!(" ({} from before)", figures.overdue) } else { String::new() };
    let words = if all == 0 {
        "Nothing that you have begun comes up in the next 30 days.".to_owned()
    } else {
        format!(
            "{today} due today{overdue}, {} in 7 days, {all} in 30 days, without new questions.",
            of(days.get(..7).unwrap_or_default())
        )
    };
    let mut rows: Vec<Row> = paragraph(&words, theme.plain, room.width).into_iter().map(Row::new).collect();
    if all == 0 {
        return rows;
    }
    rows.extend(room.roomy.then(Row::blank));
    let height = if room.roomy { 8 } else { 4 };
    let chart = charts::columns(theme, days, figures.today, height, usize::from(room.width));
    rows.extend(chart.into_iter().map(Row::new));
    rows.push(Row::blank());
    let mut first = figures.today;
    for week in days.chunks(7) {
        let last = first.plus(i32::try_from(week.len()).unwrap_or(0) - 1);
        let name = format!("{} – {}", charts::date(first), charts::date(last));
        let each: Vec<String> = week.iter().map(|due| format!("{due:>3}")).collect();
        let spans = vec![
            Span::styled(format!("{name:<17}"), theme.quiet),
            Span::styled(format!("{:>5}", of(week)), theme.strong),
            Span::styled(if room.narrow() { String::new() } else { format!("   {}", each.join(" ")) }, theme.quiet),
        ];
        rows.push(Row::new(Line::from(spans)));
        first = last.plus(1);
    }
    rows
}

/// The answers of a year.
pub fn year(theme: &Theme, room: Room, figures: &Figures) -> Vec<Row> {
    let year = &figures.year;
    let most = year.iter().copied().max().unwrap_or(0);
    let width = usize::from(room.width);
    let heat = charts::heat(theme, year, figures.today, width).into_iter().map(Row::new);
    let legend = paragraph(&charts::legend(most), theme.quiet, room.width).into_iter().map(Row::new);
    let days = year.iter().filter(|answers| **answers > 0).count();
    let back = year.iter().rev().position(|answers| *answers == most).and_then(|back| i32::try_from(back).ok());
    let best = figures.today.plus(-back.unwrap_or(0));
    let words = format!(
        "{} on {} in a year; most on {}: {most}.",
        answers(year.iter().sum()),
        count(days, "day"),
        charts::date(best)
    );
    let words = if days == 0 { "No answer in the last 365 days.".to_owned() } else { words };
    let words = paragraph(&words, theme.plain, room.width).into_iter().map(Row::new);
    let gap = || room.roomy.then(Row::blank);
    // Where there is little room, a first part of the year fills it.
    let mut rows: Vec<Row> = heat.collect();
    rows.extend(gap());
    rows.extend(legend);
    rows.extend(gap());
    rows.extend(words);
    rows
}
