//! Typed values mentioned in a passage: what a question can ask for, and what must not be set against it.
//!
//! Only what is sure is a mention: a number is a count when it has a unit, four digits are a year when they stand as one.

use std::ops::Range;

use crate::value::Interval;

mod dates;
mod numbers;
mod tokens;

pub use tokens::{Token, tokens};

/// What type of thing a mention is: type, shape and, for counts, the unit. Choices of one question share all but the unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// A day of a month of a year.
    Day(DayShape),
    /// A month of a year.
    Month,
    /// A year.
    Year,
    /// A span of dates, a decade, a century: never asked for, but a date inside it may be the same.
    Span,
    /// An amount of money.
    Money {
        /// The currency, as it is written: `$`, `US$`, `euros`.
        currency: String,
        /// `million`, `billion`, or nothing.
        scale: String,
    },
    /// A share: `27.89%`, `15 per cent`.
    Percent {
        /// How the sign is written.
        sign: String,
    },
    /// A number of things.
    Count {
        /// What is counted, as the stem of the noun.
        unit: String,
        /// How the number is written.
        shape: NumberShape,
    },
}

/// How a full date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayShape {
    /// `28 February 1993`.
    DayFirst,
    /// `February 28, 1993`.
    MonthFirst,
    /// `1993-02-28`.
    Iso,
}

/// How a number is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberShape {
    /// `sixteen`.
    Words,
    /// `16`.
    Digits,
    /// `1.6 million`.
    Scaled(String),
}

impl Slot {
    /// Whether it is a date or a span of them.
    #[must_use]
    pub fn is_date(&self) -> bool {
        matches!(self, Self::Day(_) | Self::Month | Self::Year | Self::Span)
    }

    /// The slot without the unit: values of one class may be choices of one question.
    #[must_use]
    pub fn class(&self) -> Self {
        match self {
            Self::Count { shape, .. } => Self::Count { unit: String::new(), shape: shape.clone() },
            other => other.clone(),
        }
    }

    /// What is counted, of a count.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Count { unit, .. } => Some(unit),
            _ => None,
        }
    }

    /// Whether two values of these slots can be the same at all.
    #[must_use]
    pub fn comparable(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Money { .. }, Self::Money { .. })
            | (Self::Percent { .. }, Self::Percent { .. })
            | (Self::Count { .. }, Self::Count { .. }) => true,
            _ => self.is_date() && other.is_date(),
        }
    }
}

/// How exact a value is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// As it stands.
    Exact,
    /// `about`, `nearly`.
    About,
    /// `over`, `at least`, `up to`: an open interval.
    Bound,
}

/// A value in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where, as a range of the passage's text.
    pub range: Range<usize>,
    /// Its type.
    pub slot: Slot,
    /// All it can mean.
    pub value: Interval,
    /// How exact it is.
    pub exactness: Exactness,
    /// Whether it stands so that a question can ask for it; all others still bar and are barred.
    pub asks: bool,
}

/// The mentions in a text, in order; they do not overlap.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    if text.bytes().any(|b| b.is_ascii_digit()) || numbers::may_count(text) {
        mentions_in(text, &tokens(text))
    } else {
        Vec::new()
    }
}

/// The mentions in a text that is already divided.
#[must_use]
pub fn mentions_in(text: &str, tokens: &[Token<'_>]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mention = dates::at(text, tokens, at).or_else(|| numbers::at(text, tokens, at));
        match mention {
            Some((mention, used)) => {
                found.extend(mention);
                at += used.max(1);
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        mentions(text).iter().map(|mention| (&text[mention.range.clone()], mention.asks)).collect()
    }

    #[test]
    fn dates_are_found_as_they_are_written() {
        assert_eq!(found("He left on 28 February 1993."), [("28 February 1993", true)]);
        assert_eq!(found("He left on February 28, 1993, at last."), [("February 28, 1993", true)]);
        assert_eq!(found("Created in March 1992 when it began."), [("March 1992", true)]);
        assert_eq!(found("Created in 1992, it grew."), [("1992", true)]);
        assert_eq!(found("Dated 1993-02-28 in the file."), [("1993-02-28", true)]);
        assert_eq!(found("In the late 1980s and the 19th century"), [("1980s", false), ("19th century", false)]);
    }

    #[test]
    fn spans_are_one_and_are_not_asked_for() {
        for (text, span) in [
            ("for the period July 2006 to June 2007.", "July 2006 to June 2007"),
            ("the fiscal year 1 July 2021 - 30 June 2022 amounted", "1 July 2021 - 30 June 2022"),
            ("the budget for 2020-2021 was", "2020-2021"),
            ("from 1940 to 1945 it closed", "1940 to 1945"),
            ("between 1940 and 1945 it closed", "1940 and 1945"),
            ("(1943–2010), a diplomat", "1943–2010"),
        ] {
            assert_eq!(found(text), [(span, false)], "{text}");
        }
    }

    #[test]
    fn amounts_have_a_currency_a_sign_or_a_unit() {
        assert_eq!(found("It cost $6.38 billion."), [("$6.38 billion", true)]);
        assert_eq!(
            found("They paid US$5 million and 3 million euros."),
            [("US$5 million", true), ("3 million euros", true)]
        );
        assert_eq!(found("China gave 15.21%, Japan 8 per cent."), [("15.21%", true), ("8 per cent", true)]);
        assert_eq!(found("It oversaw 81,370 personnel in 13 peacekeeping missions."), [("81,370", true), ("13", true)]);
        assert_eq!(found("It had six officials."), [("six", true)]);
        assert_eq!(found("There were over 100,000 soldiers."), [("100,000", false)]);
    }

    #[test]
    fn numbers_without_a_unit_are_none() {
        for text in [
            "See RFC 2119 for it.",
            "Version 5 uses it.",
            "on page 12 of it",
            "call 555 1234 now",
            "at 10:30 it began",
            "Section 3 describes it.",
            "a 24-year veteran",
            "ISBN 0-306-40615-2",
            "at 51.5 N",
            "Windows 2000 crashed",
            "World War 2 began",
            "1024 bytes were read",
            "number 5 failed",
            "It is 5.",
        ] {
            let counts: Vec<_> = mentions(text).into_iter().filter(|mention| mention.asks).collect();
            let bytes = text.starts_with("1024");
            assert!(counts.is_empty() || bytes, "{text}: {counts:?}");
            assert!(!mentions(text).iter().any(|mention| mention.slot.is_date()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn mentions_are_in_order_and_inside(text in "\\PC{0,60}", more in "([0-9]{1,4}|May|March|to|of|%|\\$|million|,|two|years| ){0,12}") {
            for text in [&text, &more] {
                let mut at = 0;
                for mention in mentions(text) {
                    proptest::prop_assert!(mention.range.start >= at && text.get(mention.range.clone()).is_some());
                    at = mention.range.end;
                }
            }
        }
    }
}
