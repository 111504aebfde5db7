use super::{Exactness, Mention, NumberShape, Slot, Token};
use crate::build::english::{self, CLOSED, LABELS, PLURALS, VERBS_IN_S};
use crate::flaw::words::{is_plural, stem};
use crate::value::{self, Kind};

const WORDS: [&str; 19] = [
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
const SCALES: [&str; 4] = ["thousand", "million", "billion", "trillion"];
const CURRENCIES: [&str; 4] = ["US$", "$", "€", "£"];
/// How many words may stand before the noun that is counted.
const MODIFIERS: usize = 3;

/// Whether a text without digits may hold a count; cheap, and wrong only towards yes.
pub(super) fn may_count(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic()).any(is_number_word)
}

fn is_number_word(word: &str) -> bool {
    (3..=9).contains(&word.len()) && WORDS.iter().any(|number| number.eq_ignore_ascii_case(word))
}

/// The amount that begins at a token, and how many tokens it takes; nothing for a number that is no amount.
pub(super) fn at(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Option<Mention>, usize)> {
    let first = tokens.get(at)?;
    let currency = CURRENCIES.into_iter().find(|sign| first.word.starts_with(sign));
    let bare = currency.map_or(first.word, |sign| first.word.get(sign.len()..).unwrap_or_default());
    let percent = bare.strip_suffix('%').filter(|_| currency.is_none());
    let digits = number(percent.unwrap_or(bare));
    if !digits && !is_number_word(first.word) {
        return None;
    }
    let next = |n: usize| tokens.get(at + n);
    let joined = |n: usize| tokens.get(at + n).is_some_and(Token::open);
    let scale = next(1).filter(|_| joined(0)).map(|token| token.word).filter(|word| SCALES.contains(word));
    let mut used = 1 + usize::from(scale.is_some());
    let named = next(used).filter(|_| joined(used - 1)).map(|token| token.word);
    let unit = unit(tokens, at + used, joined(used - 1));
    let scale = scale.unwrap_or_default().to_owned();
    let slot = if let Some(sign) = currency {
        Slot::Money { currency: sign.to_owned(), scale }
    } else if percent.is_some() {
        Slot::Percent { sign: "%".to_owned() }
    } else if let Some(sign @ ("percent" | "%")) = named {
        used += 1;
        Slot::Percent { sign: sign.to_owned() }
    } else if let (Some("per"), Some("cent")) = (named, next(used + 1).map(|token| token.word)) {
        used += 2;
        Slot::Percent { sign: "per cent".to_owned() }
    } else if let Some(currency @ ("dollars" | "euros" | "pounds")) = named.filter(|_| digits) {
        used += 1;
        Slot::Money { currency: currency.to_owned(), scale }
    } else if let Some(unit) = unit.filter(|_| is_counted(tokens, at) && !first.word.contains('.') | !scale.is_empty())
    {
        let shape = match (digits, scale.is_empty()) {
            (true, true) => NumberShape::Digits,
            (true, false) => NumberShape::Scaled(scale),
            (false, _) => NumberShape::Words,
        };
        Slot::Count { unit, shape }
    } else {
        return Some((None, used));
    };
    let end = next(used - 1)?.end(); // `used` is never 0
    let mut value = value::interval(text.get(first.start..end)?)?;
    let kind = match slot {
        Slot::Money { .. } => Kind::Money,
        Slot::Percent { .. } => Kind::Percent,
        _ => Kind::Count,
    };
    if value.kind == Kind::Date && kind == Kind::Count {
        let exact = bare.replace(',', "").parse().ok()?;
        value = value::Interval { kind, low: exact, high: exact };
    }
    if value.kind != kind {
        return Some((None, used));
    }
    let (exactness, up) = exactness(tokens, at);
    match (exactness, up) {
        (Exactness::Bound, true) => value.high = f64::INFINITY,
        (Exactness::Bound, false) => value.low = f64::NEG_INFINITY,
        _ => {}
    }
    let mixed = !digits && used > 1; // “six million”: too few are written so to be set against one another
    let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or("", |token| token.word);
    let ranked = matches!(before, "top" | "bottom" | "richest" | "poorest" | "upper" | "lower");
    let asks = exactness != Exactness::Bound && !mixed && !ranked && !part_of_range(tokens, at, used);
    Some((Some(Mention { range: first.start..end, slot, value, exactness, asks }), used))
}

/// `81,370`, `6.38`, `16`: digits with thousands apart, and at most one point.
fn number(word: &str) -> bool {
    let (whole, part) = word.split_once('.').unwrap_or((word, "0"));
    let mut groups = whole.split(',');
    let head = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain = digits(head) && digits(part) && head.len() <= 12;
    let leading = head.starts_with('0') && head.len() > 1;
    plain
        && !leading
        && rest.iter().all(|group| group.len() == 3 && digits(group))
        && (rest.is_empty() || head.len() < 4)
}

/// The stem of the noun that a number counts: the first plural behind it, with nothing but adjectives between.
fn unit(tokens: &[Token<'_>], from: usize, joined: bool) -> Option<String> {
    if !joined {
        return None;
    }
    for (n, token) in tokens.iter().skip(from).take(MODIFIERS + 1).enumerate() {
        let word = token.word;
        let plain = token.lead.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '-');
        if !plain || english::has(CLOSED, word) {
            return None;
        }
        let plural = english::has(PLURALS, word) || (is_plural(word) && word.is_ascii() && !word.contains('-'));
        if plural && !english::has(VERBS_IN_S, word) && (n == 0 || !token.acronym()) {
            return Some(stem(&word.to_ascii_lowercase()));
        }
        if !token.open() || plural {
            return None;
        }
    }
    None
}

/// Whether what stands before a number lets it count: no name, no label.
fn is_counted(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else { return true };
    let own = tokens.get(at).is_none_or(|token| token.lead.is_empty());
    if !before.open() {
        return own;
    }
    let name = before.capital() && at > 1;
    let number = before.word.ends_with(|c: char| c.is_ascii_digit()) || is_number_word(before.word);
    let ordered = matches!(before.word, "top" | "first" | "last" | "next" | "past" | "another" | "every" | "these");
    own && !name
        && !number
        && !ordered
        && !english::has(LABELS, before.word)
        && before.word.ends_with(|c: char| c.is_alphabetic())
}

fn exactness(tokens: &[Token<'_>], at: usize) -> (Exactness, bool) {
    let before = |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at)).map_or("", |token| token.word);
    let one = before(1).to_ascii_lowercase();
    let two = before(2).to_ascii_lowercase();
    match (two.as_str(), one.as_str()) {
        (_, "over" | "above" | "exceeding" | "exceeded") | ("more" | "greater", "than") | ("at", "least") => {
            (Exactness::Bound, true)
        }
        (_, "under" | "below" | "maximum")
        | ("fewer" | "less", "than")
        | ("up", "to")
        | ("at", "most")
        | ("many" | "much", "as") => (Exactness::Bound, false),
        (
            _,
            "about" | "around" | "roughly" | "approximately" | "some" | "nearly" | "almost" | "circa" | "estimated"
            | "approx" | "perhaps" | "maybe" | "only" | "just",
        ) => (Exactness::About, true),
        _ => (Exactness::Exact, true),
    }
}

/// `10 to 20 men`, `between 10 and 20`, `10 of the 12`, `two or three`: a part of something larger.
fn part_of_range(tokens: &[Token<'_>], at: usize, used: usize) -> bool {
    let is_number = |token: &Token<'_>| {
        token.word.starts_with(|c: char| c.is_ascii_digit() || "$€£".contains(c)) || is_number_word(token.word)
    };
    let near = |n: Option<usize>| n.and_then(|n| tokens.get(n));
    let between =
        (1..=4).any(|n| near(at.checked_sub(n)).is_some_and(|token| token.word.eq_ignore_ascii_case("between")));
    let link = |token: Option<&Token<'_>>| {
        token.is_some_and(|token| match token.word {
            "to" | "or" | "of" | "–" | "-" => true,
            "and" => between,
            _ => false,
        })
    };
    let numbered = |token: Option<&Token<'_>>| token.is_some_and(is_number);
    let behind =
        link(near(Some(at + used))) && (numbered(near(Some(at + used + 1))) || numbered(near(Some(at + used + 2))));
    let before =
        link(near(at.checked_sub(1))) && (numbered(near(at.checked_sub(2))) || numbered(near(at.checked_sub(3))));
    let of = near(at.checked_sub(1)).is_some_and(|token| token.word == "the")
        && near(at.checked_sub(2)).is_some_and(|token| token.word == "of");
    behind || before || of
}
