//! Whether a sentence can be asked with a gap just where a value stands.

use super::Refusal;
use crate::build::english::{self, CLOSED};
use crate::build::mention::{Mention, Slot, Token};
use crate::build::reading::is_calendar;

use super::statement::is_verb;

/// How far before “until” its “not” may stand.
const FAR: usize = 6;

/// Refuses a value that is not the only right one behind its preposition, that other dates of the stem reckon, or that
/// cannot be taken out of its sentence without breaking its grammar. `dates` is how many other dates the stem shows.
///
/// # Errors
/// [`Refusal`], the first that holds.
pub fn judge(text: &str, words: &[Token<'_>], key: &Mention, dates: &[&Mention]) -> Result<(), Refusal> {
    let Some(at) = words.iter().position(|token| token.start >= key.range.start) else {
        return Err(Refusal::Unquotable);
    };
    let before = |n: usize| at.checked_sub(n).and_then(|n| words.get(n)).map_or("", |token| token.word);
    if matches!(before(1), "USD" | "EUR" | "GBP") {
        return Err(Refusal::Fragment);
    }
    if quoted(text, key.range.start) {
        return Err(Refusal::Unbalanced);
    }
    if !key.slot.is_date() {
        // A share or a sum changes with the years.
        let changes = matches!(key.slot, Slot::Percent { .. } | Slot::Money { .. });
        return if changes && dates.is_empty() { Err(Refusal::Passing) } else { Ok(()) };
    }
    // “It was not told until June 1992”: then it was.
    let denied = |word: &str| matches!(word, "not" | "never") || word.ends_with("n't") || word.ends_with("n’t");
    let first = before(1) == "until" && words.iter().take(at).rev().take(FAR).any(|token| denied(token.word));
    if !first && open_ended(before(1), before(2), before(3)) {
        return Err(Refusal::Open);
    }
    if before(1).eq_ignore_ascii_case("on") && key.slot == Slot::Month {
        return Err(Refusal::Fragment);
    }
    let next = |n: usize| words.get(at + n).map_or("", |token| token.word);
    let paired = matches!(next(1), "and" | "or") && next(2).len() == 4 && next(2).bytes().all(|b| b.is_ascii_digit());
    if paired {
        return Err(Refusal::Leak);
    }
    if key.slot == Slot::Year && modifies(words, at) {
        return Err(Refusal::Fragment);
    }
    if calendar(words, key) {
        return Err(Refusal::Leak);
    }
    let year = (key.value.low / 372.0).floor() as u32 % 100;
    if words.iter().any(|token| numbered(token.word) == Some(year)) {
        return Err(Refusal::Leak);
    }
    let spans = words.iter().any(|token| {
        matches!(
            token.word,
            "year" | "years" | "months" | "days" | "weeks" | "decade" | "decades" | "century" | "anniversary"
        ) || token.word.ends_with("-year-old")
            || token.word.ends_with("-year")
            || token.word.ends_with("-month")
    });
    let elsewhere = words.iter().any(|token| is_calendar(token.word) && !key.range.contains(&token.start));
    if spans && (elsewhere || !dates.is_empty() || words.iter().any(|token| matches!(token.word, "later" | "earlier")))
    {
        return Err(Refusal::Leak);
    }
    // “62% more than in 2010”: so it was 2011.
    let own = (key.value.low / 372.0).floor();
    let year_of = |token: &Token<'_>| token.word.parse::<f64>().ok().filter(|_| token.word.len() == 4);
    let next = words.iter().filter_map(year_of).any(|year| (0.5..1.5).contains(&(year - own).abs()));
    let compared = words.iter().any(|token| {
        token.word.starts_with("compar") || token.word.starts_with("increase") || token.word.starts_with("decrease")
    });
    if next && compared { Err(Refusal::Leak) } else { Ok(()) }
}

/// The two digits of `DebConf11`, `COP21`, `'98`: often those of a year.
fn numbered(word: &str) -> Option<u32> {
    let (name, digits) = word.split_at_checked(word.len().checked_sub(2)?)?;
    let two = digits.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(|c: char| c.is_ascii_digit());
    let named = name.ends_with(|c: char| c.is_alphabetic() || c == '\'' || c == '’');
    (two && named).then(|| digits.parse().ok()).flatten()
}

/// Whether a place of a text is inside a quotation.
fn quoted(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.matches('"').count() % 2 == 1 || before.matches('“').count() > before.matches('”').count()
}

/// `by 1954`, `since early 1999`: a later or an earlier date is true too, or was to the day of writing.
fn open_ended(one: &str, two: &str, three: &str) -> bool {
    const OPEN: [&str; 12] =
        ["by", "before", "after", "until", "till", "since", "from", "to", "around", "about", "circa", "through"];
    const BETWEEN: [&str; 9] = ["early", "late", "mid", "year", "the", "spring", "summer", "autumn", "winter"];
    let is = |word: &str, list: &[&str]| list.iter().any(|other| word.eq_ignore_ascii_case(other));
    let second = is(one, &BETWEEN) && is(two, &OPEN);
    is(one, &OPEN) || second || (is(one, &BETWEEN) && is(two, &BETWEEN) && is(three, &OPEN))
}

/// `Good Friday`, `in the autumn`, `the presidential ticket`: who knows the calendar can tell the date, or which of the
/// wrong ones it cannot be.
fn calendar(words: &[Token<'_>], key: &Mention) -> bool {
    let other = |token: &&Token<'_>| !key.range.contains(&token.start);
    let mut others = words.iter().filter(other);
    if key.slot == Slot::Year {
        return others.any(|token| english::has(english::RECURRING, token.word))
            || words.windows(2).any(|pair| {
                let [one, next] = pair else { return false }; // windows of two
                matches!((one.word, next.word), ("running", "mate") | ("World", "Cup"))
            });
    }
    // A course at a school begins and ends when all of them do.
    let school = words.iter().any(|token| {
        matches!(token.word, "College" | "University" | "School" | "Academy" | "Oxford" | "Cambridge" | "college")
    });
    let pupil = ["entered", "began", "started", "attended", "went", "left", "returned", "admitted"];
    others.any(|token| {
        english::has(english::SEASONAL, token.word)
            || english::has(english::RECURRING, token.word)
            || (school && pupil.contains(&token.word))
    })
}

/// `in 1928 Olympics`, `the 2012 election`: a year that a noun needs, unless it opens the sentence.
fn modifies(words: &[Token<'_>], at: usize) -> bool {
    let Some(next) = words.get(at).filter(|token| token.open()).and_then(|_| words.get(at + 1)) else { return false };
    let goes_on = english::has(CLOSED, next.word) || is_verb(next.word) || !next.lead.is_empty();
    at > 2 && !goes_on && !next.word.ends_with("ly") && !next.word.ends_with("ing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::mention::{mentions, tokens};

    fn refused(text: &str) -> Option<Refusal> {
        let mentions = mentions(text);
        let (key, others) = mentions.split_first().unwrap();
        let dates: Vec<&Mention> = others.iter().filter(|mention| mention.slot.is_date()).collect();
        judge(text, &tokens(text), key, &dates).err()
    }

    #[test]
    fn a_date_that_another_may_stand_for_is_not_asked() {
        for text in ["By 1954 the Kelly Works were closed.", "Kelly has been mayor of Newport since early 1999."] {
            assert_eq!(refused(text), Some(Refusal::Open), "{text}");
        }
        assert_eq!(refused("Kelly was mayor of Newport in early 1999."), None);
        assert_eq!(refused("The role of Kelly was not told until 1999."), None);
        assert_eq!(refused("Kelly was mayor of Newport until 1999."), Some(Refusal::Open));
    }

    #[test]
    fn a_date_that_can_be_reckoned_is_not_asked() {
        assert_eq!(refused("Kelly came in 1778 and left ten years later in 1788."), Some(Refusal::Leak));
        assert_eq!(refused("In July 2011, during NewConf11, the Kelly Works were closed."), Some(Refusal::Leak));
        assert_eq!(refused("In 2009 and 2010 the Kelly Works were closed."), Some(Refusal::Leak));
        let days = "On April 14, 1865, five days after the April fair, Kelly was shot.";
        assert_eq!(refused(days), Some(Refusal::Leak));
        let compared = "In 2011 Newport had a surplus of a million, 62% increase in comparison to 2010 surplus.";
        assert_eq!(refused(compared), Some(Refusal::Leak));
        assert_eq!(refused("Kelly came in 1778 and left in 1788."), None);
    }

    #[test]
    fn a_value_inside_a_quotation_and_a_share_of_no_time_are_not_asked() {
        assert_eq!(refused("Kelly wrote of “the bridge (in 1836) of Newport”."), Some(Refusal::Unbalanced));
        assert_eq!(refused("Farmers are 24% of the people of Newport."), Some(Refusal::Passing));
        assert_eq!(refused("Farmers were 24% of the people of Newport in 1836."), None);
    }

    #[test]
    fn a_date_that_the_calendar_tells_is_not_asked() {
        for text in [
            "On March 27, 1964, the massive Good Friday earthquake destroyed much of Newport.",
            "In October 1913, Kelly went up to Newport College, where he read English.",
            "In July 1913, after a summer of rain, the Kelly Works were flooded.",
            "In 2008, Kelly ran for the Senate of Newport on a national ticket.",
            "In 2008, Kelly became the running mate of Clark.",
        ] {
            assert_eq!(refused(text), Some(Refusal::Leak), "{text}");
        }
        assert_eq!(refused("In 1913, Kelly went up to Newport College in the autumn."), None, "a year is not told");
        assert_eq!(refused("In May 1913, Kelly went up the river to Newport."), None);
    }

    #[test]
    fn a_year_that_a_noun_needs_is_not_asked() {
        assert_eq!(refused("Kelly won a medal in 1928 Olympics of Newport."), Some(Refusal::Fragment));
        assert_eq!(refused("In 1928 Kelly won a medal."), None);
        assert_eq!(refused("On July 2009, taxes of Newport were raised."), Some(Refusal::Fragment));
    }
}
