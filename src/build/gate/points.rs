//! Words by which a sentence points: to what was said before it, to something else on the page, to a thing by its older
//! name.

use crate::build::english::{self, CLOSED, POINTERS};
use crate::build::mention::Token;

/// Whether a sentence points to what was said before: `this`, `that year`, `ten years later`.
pub(super) fn points(words: &[Token<'_>]) -> bool {
    let opening = words.iter().take(5).map(|token| token.word).collect::<Vec<_>>().join(" ").to_lowercase();
    let first = words.first().map_or("", |token| token.word);
    if english::has(POINTERS, first)
        || first.eq_ignore_ascii_case("there")
        || english::CONTINUING.iter().any(|phrase| opening.starts_with(phrase))
    {
        return true;
    }
    words.iter().enumerate().any(|(n, token)| {
        let word = token.word;
        let pointing = matches!(
            word,
            "this" | "these" | "those" | "such" | "latter" | "aforementioned" | "thereafter" | "therein"
        ) && !(word == "those"
            && words
                .get(n + 1)
                .is_some_and(|next| matches!(next.word, "who" | "of" | "in" | "that" | "with" | "from")))
            || (matches!(
                word,
                "same"
                    | "following"
                    | "previous"
                    | "next"
                    | "preceding"
                    | "later"
                    | "earlier"
                    | "past"
                    | "recent"
                    | "last"
                    | "coming"
            ) && is_time(words, n + 1))
            || (word == "that"
                && words.get(n + 1).is_some_and(|next| {
                    matches!(next.word, "year" | "time" | "month" | "day" | "point" | "date" | "period")
                }))
            || (matches!(word, "years" | "months" | "days" | "decades" | "weeks")
                && words.get(n + 1).is_some_and(|next| matches!(next.word, "later" | "earlier" | "afterwards")));
        // “He worked on one for two days.”
        let other = word == "one"
            && n > 0
            && token.trail.is_empty()
            && words.get(n + 1).is_some_and(|next| next.word != "of" && english::has(CLOSED, next.word))
            && words.get(n - 1).is_some_and(|before| english::has(CLOSED, before.word)); // `n` is above 0
        pointing || other
    })
}

/// `past years`, `past 30 years`: a time that is counted from another.
fn is_time(words: &[Token<'_>], at: usize) -> bool {
    let number = words.get(at).is_some_and(|token| {
        token.word.starts_with(|c: char| c.is_ascii_digit())
            || crate::value::digits(token.word).is_some()
            || token.word == "few"
    });
    words.get(at + usize::from(number)).is_some_and(|next| {
        matches!(
            next.word,
            "year" | "years" | "month" | "months" | "day" | "days" | "week" | "weeks" | "decade" | "decades"
        )
    })
}

/// `(highlighted in green)`, `as shown below`, `(left)`, `see`: it points to something else on the page.
pub(super) fn shows(words: &[Token<'_>]) -> bool {
    let word = |n: Option<usize>| n.and_then(|n| words.get(n)).map_or("", |token| token.word);
    words.iter().enumerate().any(|(n, token)| {
        let (before, behind) = (word(n.checked_sub(1)), word(Some(n + 1)));
        let bracketed = token.lead.contains(['(', '[']);
        match token.word.to_ascii_lowercase().as_str() {
            "highlighted" | "pictured" | "italicised" | "italicized" | "boldface" | "overleaf" => true,
            "see" | "cf" | "left" | "right" => bracketed,
            "shown" | "listed" | "depicted" | "marked" => {
                matches!(behind, "below" | "above" | "here" | "right" | "left") || token.lead.contains('(')
            }
            "bold" | "italics" | "boldfaced" => before == "in",
            "above" | "below" => {
                token.trail.contains([',', '.', ')', ';', ':'])
                    || matches!(before, "the" | "table" | "figure" | "list" | "map" | "chart" | "section" | "diagram")
                        && !words.get(n + 1).is_some_and(|next| next.word.starts_with(|c: char| c.is_ascii_digit()))
            }
            _ => false,
        }
    })
}

/// `found ten set in the state`, `six were closed`: so many of what, another sentence tells.
pub(super) fn bare_number(words: &[Token<'_>]) -> bool {
    const NUMBERS: [&str; 18] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fifteen", "twenty", "thirty", "forty", "fifty", "several",
    ];
    let linked = ["to", "and", "or", "aged", "age", "between", "of", "from", "at", "by", "those", "than", "all"];
    words.iter().enumerate().any(|(n, token)| {
        let number = NUMBERS.iter().any(|it| token.word.eq_ignore_ascii_case(it)) && token.open();
        let before = n.checked_sub(1).and_then(|n| words.get(n)).map_or("", |token| token.word);
        let Some(next) = words.get(n + 1).filter(|_| number && !linked.contains(&before)) else { return false };
        let over = words.get(n + 2).is_none_or(|third| english::has(CLOSED, third.word)) || !next.open();
        let done = next.word.starts_with(char::is_lowercase)
            && (english::has(english::PARTICIPLES, next.word) || next.word.ends_with("ed"));
        let is = matches!(next.word, "was" | "were" | "had" | "have" | "are" | "that" | "which" | "who");
        // “Of the ten ships six were lost.”
        let told = words.iter().take(n).any(|token| matches!(token.word, "of" | "Of"));
        !told && (is || (done && over))
    })
}

/// `Previously known as X, it …`: whether it was X of which that is so, or what X became, is not told.
pub(super) fn renamed(words: &[Token<'_>]) -> bool {
    let [before, known, as_, ..] = words else { return false };
    matches!(before.word, "Previously" | "Formerly" | "Originally" | "Once" | "Earlier")
        && matches!(known.word, "known" | "called" | "named")
        && (as_.word == "as" || as_.capital() || as_.word == "the")
        && words.iter().any(|token| matches!(token.word, "it" | "they" | "he" | "she"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::mention::tokens;

    /// Whether all of some texts are told, and none of others.
    fn told(tells: fn(&[Token<'_>]) -> bool, those: &[&str], none: &[&str]) {
        for text in those {
            assert!(tells(&tokens(text)), "{text}");
        }
        for text in none {
            assert!(!tells(&tokens(text)), "{text}");
        }
    }

    #[test]
    fn a_time_that_is_counted_from_another_points() {
        told(
            points,
            &["It declined over the past 30 years.", "Kelly left the next day.", "It grew in the last few years."],
            &["Kelly ruled Newport for 30 years."],
        );
    }

    #[test]
    fn what_points_to_the_page_is_told() {
        told(
            shows,
            &[
                "The Broncos in 2015 (highlighted in green) finished in first place.",
                "The towns are listed below.",
                "Kelly (left) met Clark in Newport.",
                "Names in bold are those of the mayors.",
                "The table above has the mayors of Newport.",
            ],
            &["Kelly left Newport in 1912.", "It was one degree above the lowest of Newport.", "The right wing won."],
        );
    }

    #[test]
    fn a_number_of_nothing_is_told() {
        told(
            bare_number,
            &["In 2011 the Daily News found ten set in the state.", "In 1912 six were closed by Kelly."],
            &[
                "Kelly sold ten ships in 1912.",
                "Of the ten ships six were lost.",
                "Kelly led ten armed men to Newport.",
            ],
        );
    }

    #[test]
    fn a_thing_under_its_older_name_is_told() {
        told(
            renamed,
            &["Previously known as the Kelly Works, it was founded in 1912."],
            &["Kelly Works, previously known as Kelly Mill, was founded in 1912."],
        );
    }
}
