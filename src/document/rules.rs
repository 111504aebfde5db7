//! The lines that are no content wherever they stand: one table, a reason and its signs in each row.

use std::sync::LazyLock;

use super::Reason;
use super::lines::{after_pictographs, is_rule};
use crate::text::ends_sentence;

/// A row of the table: a line that shows one of the signs is dropped for the reason.
struct Rule {
    reason: Reason,
    reach: Reach,
    /// The longest line that it applies to, in bytes.
    within: usize,
    signs: &'static [Sign],
}

/// How far a rule reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Its line.
    Line,
    /// Its line and the lines below it down to the next blank line.
    Block,
    /// Its line; short lines below it belong to the page's footer.
    Footer,
    /// Its line, and only in a page's footer.
    InFooter,
}

/// How a rule knows its lines. Words are in lower case.
enum Sign {
    /// The whole line is one of these.
    Is(&'static [&'static str]),
    /// It starts with one of these.
    Starts(&'static [&'static str]),
    /// It ends with one of these.
    Ends(&'static [&'static str]),
    /// It holds all of these.
    Holds(&'static [&'static str]),
    /// It looks like this; the line is given as it stands and in lower case.
    Looks(fn(&str, &str) -> bool),
}

use Reach::{Block, Footer, InFooter, Line};
use Sign::{Ends, Holds, Is, Looks, Starts};

/// Longer lines are content for all rules but those that say otherwise.
const SHORT: usize = 80;
const MIDDLE: usize = 300;

const RULES: &[Rule] = &[
    Rule { reason: Reason::Rule, reach: Line, within: usize::MAX, signs: &[Looks(|words, _| is_rule(words))] },
    Rule { reason: Reason::Prompt, reach: Line, within: MIDDLE, signs: &[Looks(|words, _| is_prompt(words))] },
    Rule {
        reason: Reason::Placeholder,
        reach: Line,
        within: MIDDLE,
        signs: &[
            Looks(|words, _| words.starts_with(">>>") && words.ends_with("<<<")),
            Looks(|_, lower| is_template(lower)),
        ],
    },
    Rule { reason: Reason::Address, reach: Line, within: 2000, signs: &[Looks(|words, _| is_address(words))] },
    Rule {
        reason: Reason::Advert,
        reach: Line,
        within: SHORT,
        signs: &[
            Is(&["ad", "ads", "ad spacer", "advert", "advertisement", "advertisements", "advertising", "promoted"]),
            Is(&["sponsored", "sponsored content", "paid content", "story continues below advertisement"]),
            Starts(&["advertise on ", "advertise with ", "sponsored by ", "advertisement -", "- advertisement"]),
        ],
    },
    Rule {
        reason: Reason::Advert,
        reach: Block,
        within: MIDDLE,
        signs: &[Starts(&["ad: "]), Looks(|words, _| is_advert(words))],
    },
    Rule {
        reason: Reason::Navigation,
        reach: Line,
        within: SHORT,
        signs: &[
            Is(&["menu", "main menu", "navigation", "navigation menu", "toggle navigation", "site map", "sitemap"]),
            Is(&[
                "back to top",
                "return to menu",
                "return to top",
                "go to top",
                "skip to content",
                "table of contents",
            ]),
            Is(&[
                "contents",
                "contents [hide]",
                "contents[hide]",
                "on this page",
                "in this article",
                "in this dossier",
            ]),
            Is(&["explore more topics", "related topics", "related articles", "read more", "show more", "load more"]),
            Is(&["view all", "see all", "next page", "previous page", "view source", "view history"]),
            Starts(&["jump to navigation", "jump to content", "jump to search", "skip to ", "you are here:"]),
            Looks(|words, _| is_arrowed(words)),
        ],
    },
    Rule {
        reason: Reason::Navigation,
        reach: Footer,
        within: 1000,
        signs: &[Starts(&["navigation: ", "categories: ", "hidden categories:", "[[category:", "retrieved from \""])],
    },
    Rule {
        reason: Reason::Share,
        reach: Line,
        within: SHORT,
        signs: &[
            Is(&["share", "share:", "tweet", "email this", "print this page", "print page", "follow us", "copy link"]),
            Starts(&["share this", "share on ", "share via ", "follow us on ", "like us on ", "tweet this"]),
        ],
    },
    Rule {
        reason: Reason::Search,
        reach: Line,
        within: SHORT,
        signs: &[Is(&["search", "search…", "search...", "search this site", "search the site", "search for:"])],
    },
    Rule { reason: Reason::Search, reach: InFooter, within: 40, signs: &[Starts(&["search "])] },
    Rule {
        reason: Reason::Subscribe,
        reach: Line,
        within: 200,
        signs: &[
            Is(&["subscribe", "subscribe now", "newsletter", "sign up", "sign in", "log in", "login", "register"]),
            Is(&["create account", "create an account", "log in / create account"]),
            Starts(&["subscribe to our ", "subscribe to the newsletter", "subscribe for ", "sign up for our "]),
            Starts(&["sign up for the newsletter", "sign up to our ", "join our newsletter", "get our newsletter"]),
            Starts(&["enter your email"]),
        ],
    },
    Rule {
        reason: Reason::Cookies,
        reach: Line,
        within: 600,
        signs: &[
            Is(&["accept cookies", "accept all cookies", "cookie settings", "cookie preferences", "cookie policy"]),
            Starts(&["we use cookies", "this site uses cookies", "this website uses cookies", "our site uses cookies"]),
            Starts(&["our website uses cookies", "by using this site, you agree", "by continuing to use this site"]),
        ],
    },
    Rule {
        reason: Reason::Copyright,
        reach: Line,
        within: MIDDLE,
        signs: &[
            Starts(&[
                "©",
                "copyright ©",
                "copyright (c)",
                "copyright [",
                "all rights reserved",
                "text is available under ",
            ]),
            Starts(&["content is available under ", "except where otherwise noted, content"]),
            Ends(&["all rights reserved", "all rights reserved."]),
            Looks(|_, lower| lower.strip_prefix("copyright ").is_some_and(|rest| rest.starts_with(is_digit))),
        ],
    },
    Rule { reason: Reason::Tagline, reach: Line, within: SHORT, signs: &[Looks(|_, lower| is_tagline(lower))] },
    Rule {
        reason: Reason::Image,
        reach: Line,
        within: 400,
        signs: &[
            Ends(&[".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"]),
            Starts(&["[[file:", "[[image:", "![", "[![", "file:", "image:"]),
        ],
    },
    Rule { reason: Reason::Thumbnail, reach: Line, within: MIDDLE, signs: &[Starts(&["error creating thumbnail"])] },
    Rule {
        reason: Reason::Notice,
        reach: Footer,
        within: MIDDLE,
        signs: &[
            Starts(&["this article is a stub", "this page is a stub"]),
            Holds(&["this article", " stub", "expanding it"]),
        ],
    },
    Rule {
        reason: Reason::Notice,
        reach: Line,
        within: 400,
        signs: &[
            Starts(&["this article needs additional citations", "this article has multiple issues"]),
            Starts(&["this section needs additional citations", "this article may require cleanup"]),
            Starts(&["please help improve this article", "please help to improve this article", "(learn how and when"]),
        ],
    },
    Rule {
        reason: Reason::Disclaimer,
        reach: Line,
        within: usize::MAX,
        signs: &[Starts(&["disclaimer:", "medical disclaimer:", "legal disclaimer:", "legal notice:"])],
    },
    Rule {
        reason: Reason::Credits,
        reach: Line,
        within: MIDDLE,
        signs: &[Starts(&["credits:", "photo credit:", "photo credits:", "image credit:", "image credits:"])],
    },
    Rule { reason: Reason::Contributors, reach: Line, within: 1000, signs: &[Starts(&["contributors:"])] },
    Rule { reason: Reason::Reference, reach: Line, within: 4000, signs: &[Looks(|words, _| is_reference(words))] },
    Rule {
        reason: Reason::Edited,
        reach: Line,
        within: 200,
        signs: &[
            Starts(&["this page was last edited", "this page was last modified", "last edited on ", "last modified:"]),
            Starts(&["last updated:"]),
        ],
    },
    Rule { reason: Reason::PageNumber, reach: Line, within: 40, signs: &[Looks(|_, lower| is_page_number(lower))] },
    Rule { reason: Reason::Footer, reach: InFooter, within: 160, signs: &[Looks(|words, _| !ends_sentence(words))] },
];

/// The rules and signs that a line can show that begins with a byte, in the order of the table.
static BY_START: LazyLock<Vec<Vec<(&Rule, &Sign)>>> = LazyLock::new(|| {
    let all = || RULES.iter().flat_map(|rule| rule.signs.iter().map(move |sign| (rule, sign)));
    let may_show = |first: u8, sign: &Sign| match sign {
        Is(any) | Starts(any) => any.iter().any(|words| words.bytes().next() == Some(first)),
        Ends(_) | Holds(_) | Looks(_) => true,
    };
    (0..=u8::MAX).map(|first| all().filter(|(_, sign)| may_show(first, sign)).collect()).collect()
});

/// Why a line is no content, if it is none, and how far that reaches.
pub(super) fn furniture(words: &str, in_footer: bool) -> Option<(Reason, Reach)> {
    let lower = words.get(..words.len().min(LOWERED)).unwrap_or(words).to_ascii_lowercase();
    let shows = |sign: &Sign| match sign {
        Is(whole) => whole.contains(&lower.as_str()),
        Starts(starts) => starts.iter().any(|start| lower.starts_with(start)),
        Ends(ends) => ends.iter().any(|end| lower.ends_with(end)),
        Holds(all) => all.iter().all(|part| lower.contains(part)),
        Looks(like) => like(words, &lower),
    };
    BY_START
        .get(usize::from(lower.bytes().next()?))?
        .iter()
        .find(|(rule, sign)| words.len() <= rule.within && (in_footer || rule.reach != InFooter) && shows(sign))
        .map(|(rule, _)| (rule.reason, rule.reach))
}

/// Rules for longer lines ask only how they start.
const LOWERED: usize = 1000;

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// "⭐ What is …?"
fn is_prompt(words: &str) -> bool {
    words.ends_with('?') && after_pictographs(words).is_some()
}

/// A wiki template, or "[insert … here]".
fn is_template(lower: &str) -> bool {
    (lower.starts_with("{{") && lower.ends_with("}}")) || (lower.starts_with("[insert ") && lower.ends_with(']'))
}

/// "Ad.Buy now": the word run together with the advertisement's text.
fn is_advert(words: &str) -> bool {
    words.strip_prefix("Ad.").is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// "↓ Menu", "Next →"
fn is_arrowed(words: &str) -> bool {
    let arrow = |c: char| matches!(c, '←'..='⇿' | '▲' | '▼' | '◄' | '►' | '◀' | '▶' | '«' | '»' | '‹' | '›');
    let quoted = words.contains('«') && words.contains('»');
    (words.starts_with(arrow) || words.ends_with(arrow)) && !quoted && !ends_sentence(words.trim_matches(arrow))
}

/// "From Wikipedia, the free encyclopedia"
fn is_tagline(lower: &str) -> bool {
    lower.starts_with("from ") && (lower.contains("wiki") || lower.contains("encyclop")) && !ends_sentence(lower)
}

fn is_address(words: &str) -> bool {
    address(words).is_some_and(|length| length == words.len())
}

/// The length of a web address at the start of a line. It ends at white space, or where a file's ending is run
/// together with a word in capitals.
pub(super) fn address(words: &str) -> Option<usize> {
    const SCHEMES: [&str; 3] = ["http://", "https://", "www."];
    const ENDINGS: [&str; 10] = [".shtml", ".html", ".htm", ".php", ".aspx", ".asp", ".jsp", ".cfm", ".pdf", ".txt"];
    if !SCHEMES.iter().any(|scheme| words.starts_with(scheme)) {
        return None;
    }
    let whole = words.find(char::is_whitespace).unwrap_or(words.len());
    let address = words.get(..whole)?;
    let glued = ENDINGS.iter().filter_map(|ending| {
        let end = address.rfind(ending)? + ending.len();
        address.get(end..)?.starts_with(char::is_uppercase).then_some(end)
    });
    Some(glued.min().unwrap_or(whole))
}

/// "2. ^ \"Title\". Publisher." or "^ Title"
fn is_reference(words: &str) -> bool {
    let number = words.trim_start_matches(is_digit);
    let rest = if number.len() < words.len() { number.trim_start_matches(['.', ')']).trim_start() } else { words };
    rest.starts_with("^ ") || (rest.starts_with('↑') && rest.len() < words.len())
}

/// "Page 3 of 10", "- 3 -"
fn is_page_number(lower: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.len() <= 5 && text.chars().all(is_digit);
    let dashed =
        lower.strip_prefix('-').and_then(|rest| rest.strip_suffix('-')).is_some_and(|rest| number(rest.trim()));
    let Some(rest) = lower.strip_prefix("page ") else { return dashed };
    rest.split_once(" of ").map_or_else(|| number(rest), |(page, pages)| number(page) && number(pages))
}
