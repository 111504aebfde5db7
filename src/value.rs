//! Values written in text: dates, money, percentages and counts, so far as to put choices in order.

use crate::text;

/// What kind of value a text gives; values of two kinds have no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    Money,
    Percent,
    Count,
}

/// The ascending order of some choices, if every one of them is a value of one kind and no two are equal.
#[must_use]
pub fn ascending(choices: &[&str]) -> Option<Vec<usize>> {
    let values: Vec<(Kind, f64)> = choices.iter().map(|choice| value(choice)).collect::<Option<_>>()?;
    let (kind, _) = values.first()?;
    if values.iter().any(|(other, _)| other != kind) {
        return None;
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].1.total_cmp(&values[b].1)); // both below values.len()
    let distinct = order.windows(2).all(|pair| values[pair[0]].1 < values[pair[1]].1);
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

const SCALES: [(&str, f64); 5] =
    [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];

const QUALIFIERS: [&str; 24] = [
    "about",
    "roughly",
    "around",
    "over",
    "under",
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
    "more",
    "than",
    "at",
    "least",
    "fewer",
];

/// The value that a whole choice gives: qualifiers, then a date, an amount or a number, then at most a unit.
fn value(choice: &str) -> Option<(Kind, f64)> {
    let folded = text::fold(choice);
    let mut words: Vec<&str> = folded.split([' ', '\u{a0}', '–', '—']).filter(|word| !word.is_empty()).collect();
    let qualified = words.iter().take_while(|word| QUALIFIERS.contains(word)).count();
    words.drain(..qualified);
    let words: Vec<&str> = words.iter().map(|word| word.trim_matches([',', '.', ';', '(', ')'])).collect();
    date(&words).map(|date| (Kind::Date, date)).or_else(|| amount(&words))
}

/// `1992`, `march 1992`, `28 february 1993`, `february 28 1993`, `2020-03`: as years and fractions, by the first day.
fn date(words: &[&str]) -> Option<f64> {
    let month = |word: &str| MONTHS.iter().position(|month| *month == word);
    let day = |word: &str| word.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
    let at = |year: i32, month: usize, day: u8| f64::from(year) + (month as f64 + f64::from(day) / 32.0) / 12.0;
    let (first, rest) = words.split_first()?;
    if let Some(found) = year(first) {
        return Some(at(found, 0, 0));
    }
    if let Some((left, right)) = first.split_once('-') {
        let right: usize = right.get(..2)?.parse().ok().filter(|month| (1..=12).contains(month))?;
        return Some(at(year(left)?, right - 1, 0));
    }
    match *rest {
        [a, ..] if month(first).is_some() && year(a).is_some() => Some(at(year(a)?, month(first)?, 0)),
        [a, b, ..] if day(first).is_some() && month(a).is_some() => Some(at(year(b)?, month(a)?, day(first)?)),
        [a, b, ..] if month(first).is_some() && day(a).is_some() => Some(at(year(b)?, month(first)?, day(a)?)),
        _ => None,
    }
}

/// Four digits from 1000 to 2999; a decade counts as its first year.
fn year(word: &str) -> Option<i32> {
    let digits = word.strip_suffix('s').unwrap_or(word);
    (digits.len() == 4).then(|| digits.parse().ok())?.filter(|year| (1000..3000).contains(year))
}

/// `$6.38 billion`, `us$5 billion`, `27.89%`, `15 per cent`, `81,370 personnel`, `six officials`.
fn amount(words: &[&str]) -> Option<(Kind, f64)> {
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
    if matches!(unit, ["percent" | "%", ..] | ["per", "cent", ..]) {
        kind = Kind::Percent;
    } else if matches!(unit, ["dollars" | "euros" | "pounds", ..]) {
        kind = Kind::Money;
    }
    let plain = unit.len() <= 4 && unit.iter().all(|word| !word.contains(|c: char| c.is_ascii_digit()));
    plain.then_some((kind, number))
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
        assert_eq!(ascending(&["June 1992", "In March 1992"]), Some(vec![1, 0]));
        assert_eq!(ascending(&["2020-03", "2019-12"]), Some(vec![1, 0]));
    }

    #[test]
    fn what_is_no_value_has_no_order() {
        assert_eq!(ascending(&["1992", "Kofi Annan"]), None);
        assert_eq!(ascending(&["13 missions", "$5 billion"]), None, "two kinds");
        assert_eq!(ascending(&["1992", "1992"]), None, "equal");
        assert_eq!(ascending(&["One of the six principal organs of the UN", "Two offices"]), None, "a clause");
        assert_eq!(ascending(&[]), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(a in "\\PC{0,30}", b in "[0-9$%,. a-z-]{0,30}") {
            let _ = ascending(&[&a, &b]);
        }
    }
}
