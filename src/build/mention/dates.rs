use super::{DayShape, Exactness, Mention, Slot, Token};
use crate::build::english::{self, CLOSED, LABELS, VERBS_IN_S};
use crate::flaw::words::is_plural;
use crate::value::{self, Interval};

/// A date before its surroundings are known.
struct Date {
    slot: Slot,
    value: Interval,
    used: usize,
}

/// The date that begins at a token, and how many tokens it takes; nothing at all for a number that is part of a date
/// without a year.
pub(super) fn at(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Option<Mention>, usize)> {
    let first = tokens.get(at)?;
    if !first.word.starts_with(|c: char| c.is_ascii_digit()) && month(first.word).is_none() {
        return None;
    }
    if let Some(used) = without_year(tokens, at) {
        return Some((None, used));
    }
    let date = date(text, tokens, at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let mention = |date: &Date, asks| {
        let last = tokens.get(at + date.used - 1)?; // every date takes a token at least
        Some(Mention {
            range: first.start..last.end(),
            slot: date.slot.clone(),
            value: date.value,
            exactness: Exactness::Exact,
            asks,
        })
    };
    if let Some(span) = span(text, tokens, at, &date, before) {
        return Some((mention(&span, false), span.used));
    }
    let linked = before.is_some_and(|token| matches!(token.word, "and" | "to" | "or" | "–" | "-"));
    if linked && date.slot == Slot::Year && !back_to(tokens, at) {
        return Some((mention(&date, false), date.used));
    }
    let asks = match date.slot {
        Slot::Span => false,
        Slot::Year => {
            first.lead.is_empty()
                && before.is_some_and(|token| token.open() && (introduces_year(token.word) || back_to(tokens, at)))
        }
        _ => first.lead.is_empty() && before.is_some_and(|token| token.open() && introduces_date(token.word)),
    };
    let as_of = at >= 2
        && matches!(before, Some(token) if matches!(token.word, "of" | "at"))
        && tokens.get(at - 2).is_some_and(|token| token.word.eq_ignore_ascii_case("as"));
    Some((mention(&date, asks && !as_of), date.used))
}

fn introduces_year(word: &str) -> bool {
    const WORDS: [&str; 19] = [
        "in", "since", "by", "until", "till", "before", "after", "during", "early", "late", "mid", "spring", "summer",
        "autumn", "winter", "fall", "year", "from", "in",
    ];
    WORDS.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// `traces its roots to 1948`, `dates back to 1948`.
fn back_to(tokens: &[Token<'_>], at: usize) -> bool {
    let word = |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at)).map_or("", |token| token.word);
    word(1) == "to" && matches!(word(2), "back" | "roots" | "origins" | "history" | "dates" | "postponed" | "delayed")
}

fn introduces_date(word: &str) -> bool {
    const WORDS: [&str; 13] =
        ["in", "on", "since", "by", "until", "till", "before", "after", "from", "early", "late", "mid", "dated"];
    WORDS.iter().any(|other| other.eq_ignore_ascii_case(word))
}

fn date(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Date> {
    let first = tokens.get(at)?;
    let word = |n: usize| tokens.get(at + n);
    let joined = |n: usize| tokens.get(at + n).is_some_and(super::tokens::Token::open);
    // A comma may stand before the year, nothing else.
    let comma = |n: usize| tokens.get(at + n).is_some_and(|token| matches!(token.trail, "" | ","));
    let made = |slot: Slot, used: usize| {
        let end = tokens.get(at + used - 1)?.end(); // `used` is never 0 below
        let value = value::interval(text.get(first.start..end)?)?;
        (value.kind == value::Kind::Date).then_some(Date { slot, value, used })
    };
    let is_month = |n: usize| word(n).is_some_and(|token| month(token.word).is_some());
    let is_day = |n: usize| word(n).is_some_and(|token| day(token.word));
    let is_year = |n: usize| word(n).is_some_and(|token| year(token.word).is_some() && token.lead.is_empty());
    if is_day(0) && joined(0) && is_month(1) && comma(1) && is_year(2) {
        return made(Slot::Day(DayShape::DayFirst), 3);
    }
    if is_month(0) && joined(0) && is_day(1) && comma(1) && is_year(2) {
        return made(Slot::Day(DayShape::MonthFirst), 3);
    }
    if is_month(0) && comma(0) && is_year(1) {
        return made(Slot::Month, 2);
    }
    if word(0).is_some_and(|token| iso(token.word)) {
        return made(Slot::Day(DayShape::Iso), 1);
    }
    let century = first.word.ends_with(['h', 't', 'd']) && word(1).is_some_and(|next| next.word == "century");
    if century && joined(0) {
        return made(Slot::Span, 2);
    }
    if year(first.word).is_some() {
        if word(1).is_some_and(|next| joined(0) && matches!(next.word, "BC" | "BCE" | "B.C" | "AD" | "CE")) {
            return made(Slot::Span, 2);
        }
        return stands_as_year(tokens, at).then(|| made(Slot::Year, 1)).flatten();
    }
    let decade = first.word.strip_suffix('s').map(|left| left.trim_end_matches(['\'', '’']));
    let left = first.word.split(['-', '–', '/']).next().unwrap_or_default();
    if decade.is_some_and(|left| year(left).is_some()) || (left.len() < first.word.len() && year(left).is_some()) {
        return made(Slot::Span, 1);
    }
    None
}

/// `from … to …`, `between … and …`, `… - …`: one span.
fn span(text: &str, tokens: &[Token<'_>], at: usize, first: &Date, before: Option<&Token<'_>>) -> Option<Date> {
    let end = at + first.used;
    let joined = tokens.get(end - 1)?.open(); // a date takes a token at least
    let link = tokens.get(end).filter(|_| joined)?.word;
    let between = before.is_some_and(|token| token.word.eq_ignore_ascii_case("between"));
    let links = matches!(link, "to" | "until" | "till" | "through" | "-" | "–") || (link == "and" && between);
    let last = links.then(|| date(text, tokens, end + 1)).flatten()?;
    let value = Interval { high: last.value.high, ..first.value };
    (value.low <= value.high).then_some(Date { slot: Slot::Span, value, used: first.used + 1 + last.used })
}

/// `14 July`, `July 14`: a date, but of no year.
fn without_year(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let (first, second) = (tokens.get(at)?, tokens.get(at + 1)?);
    let pair = (day(first.word) && month(second.word).is_some()) || (month(first.word).is_some() && day(second.word));
    let dated = tokens
        .get(at + 2)
        .is_some_and(|third| year(third.word).is_some() && matches!(second.trail, "" | ",") && third.lead.is_empty());
    (pair && first.open() && !dated).then_some(2)
}

/// Whether four digits stand as a year does: no label before them, nothing counted behind them.
fn stands_as_year(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before)).filter(|before| before.open());
    let behind = tokens.get(at + 1).filter(|_| token.open());
    let introduced =
        token.lead.is_empty() && before.is_some_and(|before| introduces_year(before.word) || back_to(tokens, at));
    let labelled = !introduced
        && before.is_some_and(|before| {
            let name = before.capital() && at > 1;
            name || english::has(LABELS, before.word) || !before.word.ends_with(char::is_alphanumeric)
        });
    let counts = behind.is_some_and(|behind| {
        let small = behind.word.starts_with(char::is_lowercase) && !english::has(CLOSED, behind.word);
        let noun = is_plural(behind.word) && !english::has(VERBS_IN_S, behind.word);
        (small && (noun || !introduced)) || behind.word.starts_with(|c: char| c.is_ascii_digit())
    });
    let alone = before.is_none() && behind.is_none();
    !labelled && !counts && (introduced || !alone || !token.lead.is_empty()) && (introduced || at > 0)
}

fn month(word: &str) -> Option<()> {
    // In small letters “may” and “march” are verbs.
    let plausible = (3..=9).contains(&word.len()) && word.starts_with(|c: char| c.is_ascii_uppercase());
    (plausible && value::is_month(&word.to_ascii_lowercase())).then_some(())
}

fn day(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = word.get(digits.len()..).unwrap_or_default();
    digits.len() <= 2
        && matches!(ending, "" | "st" | "nd" | "rd" | "th")
        && digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

fn year(word: &str) -> Option<u16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok())?.filter(|year| (1000..=2100).contains(year))
}

fn iso(word: &str) -> bool {
    let digit = |b: u8| b.is_ascii_digit();
    word.len() == 10 && word.bytes().enumerate().all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { digit(b) })
}
