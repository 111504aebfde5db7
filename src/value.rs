//! Values written in text: dates, money, percentages and counts, each as an interval, so far as to put choices in order
//! and to see that one lies inside another.

use crate::text;

/// What kind of value a text gives; values of two kinds have no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A day, month, year, decade, century, or a span of them.
    Date,
    /// An amount of money.
    Money,
    /// A percentage.
    Percent,
    /// A number, with or without a unit.
    Count,
}

/// All that a value can mean: `1992` is every day of that year, `over 100` everything above.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its kind.
    pub kind: Kind,
    /// Its least: of a date in days, months taken as 31 of them.
    pub low: f64,
    /// Its most, inclusive.
    pub high: f64,
}

impl Interval {
    const fn new(kind: Kind, low: f64, high: f64) -> Self {
        Self { kind, low, high }
    }

    /// Whether everything that `other` can mean is meant by this too, so that the two are no rivals.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.kind == other.kind && self.low <= other.low && other.high <= self.high
    }
}

/// The value of a text that says nothing else.
#[must_use]
pub fn interval(text: &str) -> Option<Interval> {
    read(text).filter(|(_, more)| !more).map(|(value, _)| value)
}

/// The kind of value that a text begins with.
#[must_use]
pub fn kind(text: &str) -> Option<Kind> {
    read(text).map(|(value, _)| value.kind)
}

/// The ascending order of some choices, if every one of them is a value of one kind and no two are equal.
#[must_use]
pub fn ascending(choices: &[&str]) -> Option<Vec<usize>> {
    let mut values: Vec<Interval> = choices.iter().map(|choice| Some(read(choice)?.0)).collect::<Option<_>>()?;
    if values.iter().any(|value| value.kind == Kind::Count) {
        // Among numbers four digits are a number, not a year.
        for (value, choice) in values.iter_mut().zip(choices) {
            if let Ok(number) = choice.trim().parse::<u16>() {
                *value = Interval::new(Kind::Count, f64::from(number), f64::from(number));
            }
        }
    }
    let kind = values.first()?.kind;
    if values.iter().any(|other| other.kind != kind) {
        return None;
    }
    let by_size = |a: &Interval, b: &Interval| a.low.total_cmp(&b.low).then(a.high.total_cmp(&b.high));
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| by_size(&values[a], &values[b])); // both below values.len()
    let distinct = order.windows(2).all(|pair| by_size(&values[pair[0]], &values[pair[1]]).is_lt());
    distinct.then_some(order)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a folded word names a month.
#[must_use]
pub fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}

const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// A number that is written as a word, in digits.
#[must_use]
pub fn digits(word: &str) -> Option<String> {
    NUMBERS.iter().position(|number| *number == word).map(|number| number.to_string())
}

const SCALES: [(&str, f64); 5] =
    [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];

/// Words before a value that leave it as it is.
const QUALIFIERS: [&str; 21] = [
    "about",
    "roughly",
    "around",
    "nearly",
    "almost",
    "some",
    "approximately",
    "exactly",
    "in",
    "on",
    "from",
    "since",
    "by",
    "until",
    "only",
    "just",
    "the",
    "at",
    "between",
    "ad",
    "during",
];

/// Words before a value that open it upwards or downwards.
const BOUNDS: [(&[&str], bool); 9] = [
    (&["over"], true),
    (&["above"], true),
    (&["more", "than"], true),
    (&["at", "least"], true),
    (&["under"], false),
    (&["below"], false),
    (&["less", "than"], false),
    (&["fewer", "than"], false),
    (&["up", "to"], false),
];

/// The value that a text begins with, after qualifiers, and whether words follow that are neither part of it nor a unit.
fn read(text: &str) -> Option<(Interval, bool)> {
    let folded = text::fold(&text.replace(['–', '—'], " to "));
    let mut words: Vec<&str> =
        folded.split(' ').map(|word| word.trim_matches([',', '.', ';', '(', ')'])).filter(|w| !w.is_empty()).collect();
    let mut bound = None;
    loop {
        if let Some((bounds, up)) = BOUNDS.iter().find(|(bounds, _)| words.starts_with(bounds)) {
            bound = Some(*up);
            words.drain(..bounds.len());
        } else if words.first().is_some_and(|word| QUALIFIERS.contains(word)) {
            words.remove(0);
        } else {
            break;
        }
    }
    if let Some(span) = span(&words) {
        return Some((span, false));
    }
    let (mut value, more) = single(&words)?;
    if value.kind != Kind::Date {
        match bound {
            Some(true) => value.high = f64::INFINITY,
            Some(false) => value.low = f64::NEG_INFINITY,
            None => {}
        }
    }
    Some((value, more))
}

/// `july 2006 to june 2007`, `10 and 20` after `between`: from the least of the first to the most of the second.
fn span(words: &[&str]) -> Option<Interval> {
    let at = words.iter().position(|word| matches!(*word, "to" | "and" | "until" | "through"))?;
    // `at` is a position in `words`.
    let ((low, false), (high, false)) = (single(&words[..at])?, single(&words[at + 1..])?) else { return None };
    let span = Interval::new(low.kind, low.low, high.high);
    (low.kind == high.kind && low.high <= high.low).then_some(span)
}

fn single(words: &[&str]) -> Option<(Interval, bool)> {
    let date = date(words).map(|((low, high), used)| (Interval::new(Kind::Date, low, high), used < words.len()));
    date.or_else(|| amount(words))
}

/// Days from the year 0, months taken as 31 of them: enough to compare.
fn day(year: i32, month: usize, day: u8) -> f64 {
    f64::from(year) * 372.0 + (month * 31) as f64 + f64::from(day) - 1.0
}

fn years(first: i32, last: i32) -> (f64, f64) {
    (day(first, 0, 1), day(last, 11, 31))
}

/// `1992`, `march 1992`, `28 february 1993`, `february 28 1993`, `2020-03`, `2021-22`, `1990s`, `44 bc`, `19th century`: its first and last
/// day, and how many words it takes.
fn date(words: &[&str]) -> Option<((f64, f64), usize)> {
    let month = |word: &str| MONTHS.iter().position(|month| *month == word);
    let day_of = |word: &str| {
        let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
        digits.parse::<u8>().ok().filter(|day| (1..=31).contains(day))
    };
    let whole = |year: i32, month: usize| (day(year, month, 1), day(year, month, 31));
    let (first, rest) = words.split_first()?;
    if let Some(era) = rest.first() {
        if matches!(*era, "bc" | "b.c" | "bce") {
            let year = -first.replace(',', "").parse::<i32>().ok().filter(|year| (1..1_000_000).contains(year))?;
            return Some((years(year, year), 2));
        }
        if *era == "century" {
            let century: i32 = first.trim_end_matches(char::is_alphabetic).parse().ok()?;
            let century = Some(century).filter(|century| (1..=30).contains(century))?;
            return Some((years(century * 100 - 99, century * 100), 2));
        }
    }
    if let Some(found) = year(first) {
        let last = if first.ends_with('s') { found + 9 } else { found };
        return Some((years(found, last), 1));
    }
    if let Some((left, right)) = first.split_once('-') {
        let left = year(left)?;
        let numbers: Vec<i32> = right.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
        return match (right.len(), &*numbers) {
            (2, [month @ 1..=12]) => Some((whole(left, usize::try_from(*month).ok()? - 1), 1)),
            (2, [short]) if *short > left % 100 => Some((years(left, left - left % 100 + short), 1)),
            (4, [last]) if *last > left => Some((years(left, *last), 1)),
            (5, [month @ 1..=12, date @ 1..=31]) => {
                let date = day(left, usize::try_from(*month).ok()? - 1, u8::try_from(*date).ok()?);
                Some(((date, date), 1))
            }
            _ => None,
        };
    }
    let on = |year: i32, month: usize, date: u8| (day(year, month, date), day(year, month, date));
    match *rest {
        [a, ..] if month(first).is_some() && year(a).is_some() => Some((whole(year(a)?, month(first)?), 2)),
        [a, b, ..] if day_of(first).is_some() && month(a).is_some() => {
            Some((on(year(b)?, month(a)?, day_of(first)?), 3))
        }
        [a, b, ..] if month(first).is_some() && day_of(a).is_some() => {
            Some((on(year(b)?, month(first)?, day_of(a)?), 3))
        }
        _ => None,
    }
}

/// Four digits from 1000 to 2999; a decade counts from its first year.
fn year(word: &str) -> Option<i32> {
    let digits = word.strip_suffix('s').unwrap_or(word);
    (digits.len() == 4).then(|| digits.parse().ok())?.filter(|year| (1000..3000).contains(year))
}

/// `$6.38 billion`, `us$5 billion`, `27.89%`, `15 per cent`, `81,370 personnel`, `six officials`; and whether words follow that
/// are no unit.
fn amount(words: &[&str]) -> Option<(Interval, bool)> {
    let (first, rest) = words.split_first()?;
    let (mut kind, mut digits) = (Kind::Count, *first);
    for sign in ["us$", "$", "€", "£"] {
        if let Some(after) = digits.strip_prefix(sign) {
            (kind, digits) = (Kind::Money, after);
        }
    }
    if let Some(before) = digits.strip_suffix('%') {
        (kind, digits) = (Kind::Percent, before);
    }
    let number = NUMBERS.iter().position(|word| *word == digits).map(|n| n as f64);
    let mut number = number.or_else(|| digits.replace(',', "").parse().ok().filter(|n: &f64| n.is_finite()))?;
    let scale = rest.first().and_then(|word| SCALES.iter().find(|(name, _)| name == word));
    let mut unit = rest;
    if let Some((_, factor)) = scale {
        number *= factor;
        unit = rest.get(1..).unwrap_or_default();
    }
    let mut named = 1;
    if matches!(unit, ["percent" | "%", ..]) {
        kind = Kind::Percent;
    } else if matches!(unit, ["per", "cent", ..]) {
        (kind, named) = (Kind::Percent, 2);
    } else if matches!(unit, ["dollars" | "euros" | "pounds", ..]) {
        kind = Kind::Money;
    }
    let plain = unit.len() <= 4 && unit.iter().all(|word| !word.contains(|c: char| c.is_ascii_digit()));
    plain.then_some((Interval::new(kind, number, number), unit.len() > named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_kind_stand_in_order() {
        assert_eq!(ascending(&["1997", "1948", "March 1992", "28 February 1993"]), Some(vec![1, 2, 3, 0]));
        assert_eq!(ascending(&["$6.38 billion", "US$5 billion", "$600 million"]), Some(vec![2, 1, 0]));
        assert_eq!(ascending(&["27.89%", "5.79 %", "15 per cent"]), Some(vec![1, 2, 0]));
        assert_eq!(ascending(&["Sixteen", "13", "10"]), Some(vec![2, 1, 0]));
        assert_eq!(ascending(&["Over 100,000 personnel", "81,370 personnel"]), Some(vec![1, 0]));
        assert_eq!(ascending(&["1022", "700", "2,000"]), Some(vec![1, 0, 2]), "1022 is no year here");
        assert_eq!(ascending(&["June 1992", "In March 1992"]), Some(vec![1, 0]));
        assert_eq!(ascending(&["2020-03", "2019-12"]), Some(vec![1, 0]));
        assert_eq!(ascending(&["44 BC", "323 B.C.", "1066"]), Some(vec![1, 0, 2]));
        assert_eq!(ascending(&["2006–07", "2004–05", "1999 to 2001"]), Some(vec![2, 1, 0]));
    }

    #[test]
    fn what_is_no_value_has_no_order() {
        assert_eq!(ascending(&["1992", "Kofi Annan"]), None);
        assert_eq!(ascending(&["13 missions", "$5 billion"]), None, "two kinds");
        assert_eq!(ascending(&["1992", "1992"]), None, "equal");
        assert_eq!(ascending(&["One of the six principal organs of the UN", "Two offices"]), None, "a clause");
        assert_eq!(ascending(&[]), None);
    }

    #[test]
    fn a_coarse_value_holds_a_finer_one() {
        let holds = |a: &str, b: &str| interval(a).unwrap().holds(&interval(b).unwrap());
        for (coarse, fine) in [
            ("1992", "March 1992"),
            ("March 1992", "15 March, 1992"),
            ("the 1990s", "1992"),
            ("19th century", "1851"),
            ("2021-22", "2021"),
            ("1990 to 1995", "June 1993"),
            ("more than 100", "250"),
            ("up to 50 %", "20 per cent"),
            ("10–20", "15"),
            ("2020-03-14", "14 March 2020"),
            ("$6 million", "6 million dollars"),
        ] {
            assert!(holds(coarse, fine), "{coarse}, {fine}");
        }
        for (one, other) in [("1992", "March 1993"), ("March 1992", "1992"), ("10", "10 %"), ("44 BC", "1944")] {
            assert!(!holds(one, other), "{one}, {other}");
        }
        assert_eq!(interval("1992 World Cup"), None, "it says more than the year");
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(a in "\\PC{0,30}", b in "[0-9$%,. a-z–-]{0,30}") {
            let _ = ascending(&[&a, &b]);
            let _ = (interval(&a), interval(&b), kind(&b));
        }
    }
}
