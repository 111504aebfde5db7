//! Charts of block characters, which are read without colour; the numbers stand beside them.

use ratatui::text::{Line, Span};

use crate::clock::Day;
use crate::tui::theme::Theme;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SHADES: [char; 5] = ['·', '░', '▒', '▓', '█'];
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Columns of what stands at the left of a chart.
const LEFT: usize = 4;

/// `22 Nov`.
pub fn date(day: Day) -> String {
    let Some((month, day)) = day.month() else { return "unknown day".to_owned() };
    let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    format!("{day} {name}")
}

/// The name of the month that begins in the week from this day on.
fn month_begins(monday: Day) -> Option<&'static str> {
    let (month, day) = monday.plus(6).month()?;
    MONTHS.get(usize::from(month).checked_sub(1)?).copied().filter(|_| day <= 7)
}

/// A column for each value, the largest at the left of its height, and a day under every seventh.
pub fn columns(theme: &Theme, values: &[u32], first: Day, height: usize, width: usize) -> Vec<Line<'static>> {
    let most = values.iter().copied().max().unwrap_or(0);
    let wide = if values.len() * 2 + LEFT <= width { 2 } else { 1 };
    // Whatever is due is seen, be it ever so little.
    let eighths = |value: u32| (u64::from(value) * height as u64 * 8).div_ceil(u64::from(most.max(1))) as usize;
    let mut lines: Vec<Line<'static>> = (0..height)
        .map(|row| {
            let below = (height - 1 - row) * 8;
            let bar = |value: &u32| EIGHTHS.get(eighths(*value).saturating_sub(below).min(8)).copied().unwrap_or(' ');
            let bars: String = values.iter().flat_map(|value| [bar(value), ' '].into_iter().take(wide)).collect();
            let label = match row {
                0 => most.to_string(),
                row if row + 1 == height => "0".to_owned(),
                _ => String::new(),
            };
            let label = Span::styled(format!("{label:>3} "), theme.quiet);
            Line::from(vec![label, Span::styled(bars, theme.accent)])
        })
        .collect();
    let mut axis = " ".repeat(LEFT);
    for (n, day) in (0..).zip((0..values.len()).step_by(7)) {
        let words = date(first.plus(7 * n));
        let at = LEFT + day * wide;
        if at + words.len() <= width {
            axis.push_str(&" ".repeat(at.saturating_sub(axis.len())));
            axis.push_str(&words);
        }
    }
    lines.push(Line::styled(axis, theme.quiet));
    lines
}

/// How much of the most a day has: 0 for nothing, 4 for the most.
fn shade(answers: u32, most: u32) -> usize {
    (u64::from(answers) * 4).div_ceil(u64::from(most.max(1))) as usize
}

/// A year of days, a column for each week and a row for each day of the week, today last. Where the year is too wide it
/// is cut in parts, the latest first.
pub fn heat(theme: &Theme, year: &[u32], today: Day, width: usize) -> Vec<Line<'static>> {
    let most = year.iter().copied().max().unwrap_or(0);
    let first = today.plus(1 - i32::try_from(year.len()).unwrap_or(0));
    let monday = first.plus(-i32::from(first.weekday()));
    let lead = usize::from(first.weekday());
    let weeks = (lead + year.len()).div_ceil(7);
    let room = width.saturating_sub(LEFT).max(1);
    let mut lines = Vec::new();
    let mut end = weeks;
    while end > 0 {
        let start = end.saturating_sub(room);
        let week = |week: usize| monday.plus(i32::try_from(week * 7).unwrap_or(0));
        let mut months = " ".repeat(LEFT);
        for (column, name) in (start..end).enumerate().filter_map(|(n, at)| Some((n, month_begins(week(at))?))) {
            let at = LEFT + column;
            if at + name.len() <= width.min(LEFT + room) {
                months.push_str(&" ".repeat(at.saturating_sub(months.len())));
                months.push_str(name);
            }
        }
        lines.push(Line::styled(months, theme.quiet));
        for (row, label) in ["Mon ", "    ", "Wed ", "    ", "Fri ", "    ", "Sun "].into_iter().enumerate() {
            let mut spans = vec![Span::styled(label, theme.quiet)];
            for at in start..end {
                let cell = (at * 7 + row).checked_sub(lead).and_then(|day| year.get(day));
                let (sign, style) = match cell {
                    None => (' ', theme.plain),
                    Some(0) => ('·', theme.quiet),
                    Some(answers) => (SHADES.get(shade(*answers, most)).copied().unwrap_or('█'), theme.accent),
                };
                spans.push(Span::styled(sign.to_string(), style));
            }
            lines.push(Line::from(spans));
        }
        end = start;
    }
    lines
}

/// What the shades of a year mean: `· none   ░ 1–16   ▒ 17–32   ▓ 33–48   █ 49–64`.
pub fn legend(most: u32) -> String {
    let mut words = vec!["· none".to_owned()];
    let mut last = 0;
    for (step, sign) in (1_u64..).zip(SHADES.into_iter().skip(1)) {
        let to = u64::from(most) * step / 4;
        if to > last {
            words.push(if to == last + 1 { format!("{sign} {to}") } else { format!("{sign} {}–{to}", last + 1) });
            last = to;
        }
    }
    words.join("   ")
}

/// Parts of a whole in one row, each with a sign of its own.
pub fn parts(theme: &Theme, parts: [usize; 3], width: usize) -> Line<'static> {
    let all = parts.iter().sum::<usize>().max(1);
    let mut spans = Vec::new();
    let (mut done, mut drawn) = (0, 0);
    for (many, sign) in parts.into_iter().zip(["█", "▒", "·"]) {
        done += many;
        let to = done * width / all;
        let style = if sign == "·" { theme.quiet } else { theme.accent };
        spans.push(Span::styled(sign.repeat(to.saturating_sub(drawn)), style));
        drawn = to;
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUNDAY: Day = Day(20_779); // 2026-11-22

    fn plain(lines: &[Line<'_>]) -> Vec<String> {
        lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn columns_stand_on_their_days() {
        let lines = columns(&Theme::default(), &[8, 0, 4, 1, 0, 0, 0, 2], SUNDAY, 2, 19);
        assert_eq!(plain(&lines), ["  8 █", "  0 █ █▂   ▄", "    22 Nov 29 Nov"]);
        let wide = columns(&Theme::default(), &[1, 1], SUNDAY, 1, 30);
        assert_eq!(plain(&wide), ["  1 █ █", "    22 Nov"]);
        assert_eq!(plain(&columns(&Theme::default(), &[0; 3], SUNDAY, 1, 30))[0], "  0");
    }

    #[test]
    fn a_year_has_its_days_where_the_calendar_has_them() {
        let mut year = vec![0; 365];
        (year[364], year[363], year[0]) = (8, 1, 4);
        let lines = plain(&heat(&Theme::default(), &year, SUNDAY, 72));
        assert_eq!(lines.len(), 8);
        // 2025-11-23 was a Sunday, and so is the last day: 53 columns.
        assert!(lines[7].starts_with("Sun ▒·") && lines[7].ends_with("·█"), "{lines:?}");
        assert!(lines[6].ends_with("·░") && lines[1].starts_with("Mon  ·"), "{lines:?}");
        assert_eq!(lines[7].chars().count(), 4 + 53);
        assert!(lines[0].contains("Dec") && lines[0].contains("Jan"), "{lines:?}");
        let narrow = plain(&heat(&Theme::default(), &year, SUNDAY, 38));
        assert_eq!(narrow.len(), 16, "cut in two");
        assert!(narrow[7].ends_with('█') && narrow[15].starts_with("Sun ▒"), "the latest first: {narrow:?}");
        assert!(narrow.iter().all(|line| line.chars().count() <= 38));
    }

    #[test]
    fn the_legend_says_what_each_shade_stands_for() {
        assert_eq!(legend(64), "· none   ░ 1–16   ▒ 17–32   ▓ 33–48   █ 49–64");
        assert_eq!(legend(1), "· none   █ 1");
        for (most, answers) in [(64, 16), (64, 17), (3, 1), (3, 2), (7, 5), (u32::MAX, 1)] {
            assert!((1..=4).contains(&shade(answers, most)));
        }
        assert_eq!((shade(16, 64), shade(17, 64), shade(0, 64)), (1, 2, 0));
    }

    #[test]
    fn parts_fill_their_row() {
        assert_eq!(parts(&Theme::default(), [2, 1, 1], 8).to_string(), "████▒▒··");
        assert_eq!(parts(&Theme::default(), [0, 0, 0], 8).to_string(), "");
        assert_eq!(parts(&Theme::default(), [1, 0, 2], 7).to_string(), "██·····");
    }
}
