//! What a wiki's templates show: one table.

/// What a template shows where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown {
    Nothing,
    /// One of its parts, counted from 0.
    Part(usize),
    Last,
    /// Its parts, with commas.
    List,
    Sign(&'static str),
    /// A sign and its first part.
    Before(&'static str),
    /// Year, month and day.
    Date,
    /// A number and its unit, without what that is in other units.
    Measure,
}

const TEMPLATES: &[(&[&str], Shown)] = &[
    (&["nowrap", "nobr", "small", "big", "abbr", "ill", "interlanguage link", "tooltip", "vanchor"], Shown::Part(0)),
    (&["visible anchor", "flag", "flagcountry", "flagu", "country", "keypress", "key", "code", "mono"], Shown::Part(0)),
    (
        &["em", "strong", "smaller", "larger", "sc", "smallcaps", "allcaps", "center", "noitalic", "nihongo"],
        Shown::Part(0),
    ),
    (&["hidden", "sortname"], Shown::Part(1)),
    (&["lang", "transl", "transliteration", "script", "color", "colour", "font color", "url"], Shown::Last),
    (&["hlist", "ubl", "ublist", "unbulleted list", "plainlist", "plain list", "flatlist", "cslist"], Shown::List),
    (&["ndash", "snd", "spaced ndash", "spnd", "–"], Shown::Sign(" – ")),
    (&["mdash", "em dash", "spaced mdash"], Shown::Sign(" — ")),
    (&["nbsp", "space", "spaces", "·", "•", "dot", "bullet", "break", "br"], Shown::Sign(" ")),
    (&["'", "' \""], Shown::Sign("'")),
    (&["us$", "usd"], Shown::Before("US$")),
    (&["£", "gbp"], Shown::Before("£")),
    (&["€", "eur", "euro"], Shown::Before("€")),
    (&["circa", "c.", "c"], Shown::Before("c. ")),
    (&["floruit", "fl."], Shown::Before("fl. ")),
    (&["as of"], Shown::Before("As of ")),
    (&["start date", "start date and age", "end date", "birth date", "birth date and age", "death date"], Shown::Date),
    (&["death date and age", "birth-date", "film date", "dts", "date table sorting", "founded"], Shown::Date),
    (&["convert", "cvt", "val"], Shown::Measure),
    (&["citation needed", "cn", "fact", "citation", "sfn", "sfnp", "sfnm", "efn", "efn-ua", "efn-lr"], Shown::Nothing),
    (
        &["refn", "rp", "r", "harv", "harvnb", "harvtxt", "who", "when", "where", "why", "which", "by whom"],
        Shown::Nothing,
    ),
    (&["clarify", "dead link", "webarchive", "page needed", "better source needed", "vague"], Shown::Nothing),
    (
        &["update inline", "update after", "as of?", "dubious", "failed verification", "according to whom"],
        Shown::Nothing,
    ),
    (
        &["coord", "audio", "listen", "anchor", "clear", "clear left", "clear right", "-", "flagicon", "flag icon"],
        Shown::Nothing,
    ),
    (
        &["reflist", "notelist", "main", "see also", "further", "toc limit", "toc", "col-begin", "col-end"],
        Shown::Nothing,
    ),
    (&["portal", "commons category", "authority control", "defaultsort", "short description"], Shown::Nothing),
    (
        &["respell", "small caps", "note", "ref", "nts", "update", "refbegin", "refend", "zwj", "zwnj", "shy"],
        Shown::Nothing,
    ),
];

/// Templates by what they begin with.
const FAMILIES: &[(&str, Shown)] =
    &[("cite ", Shown::Nothing), ("ipa", Shown::Nothing), ("lang-", Shown::Part(0)), ("defaultsort:", Shown::Nothing)];

/// What a template shows; none if that is not known.
pub(super) fn shown(name: &str) -> Option<Shown> {
    let listed = TEMPLATES.iter().find(|(names, _)| names.contains(&name)).map(|&(_, shown)| shown);
    listed.or_else(|| FAMILIES.iter().find(|(start, _)| name.starts_with(start)).map(|&(_, shown)| shown))
}

/// Whether a template is a box of labels and values.
pub(super) fn is_box(name: &str) -> bool {
    name.starts_with("infobox") || name.ends_with(" infobox") || name.ends_with("infobox")
}

/// Parts of a box's labels that say how it looks or what is pictured.
const NO_LABELS: &[&str] = &[
    "image",
    "caption",
    "map",
    "logo",
    "flag",
    "seal",
    "coat",
    "symbol",
    "url",
    "website",
    "coordinates",
    "coord",
    "lat",
    "long",
    "alt",
    "size",
    "width",
    "color",
    "colour",
    "footnote",
    "note",
    "ref",
    "style",
    "class",
    "photo",
    "signature",
    "embed",
    "module",
    "pushpin",
    "video",
    "audio",
    "name",
    "title",
    "imagesize",
    "blank",
    "footnotes",
];

/// Whether a key of a box is a label that a person would see.
pub(super) fn is_label(key: &str) -> bool {
    let mut words = key.split(['_', ' ', '-']);
    key.len() <= 40
        && key.starts_with(|c: char| c.is_alphabetic())
        && !key.ends_with(|c: char| c.is_ascii_digit())
        && !words.any(|word| NO_LABELS.iter().any(|no| no.eq_ignore_ascii_case(word)))
}

/// A box's key as a label.
pub(super) fn label(key: &str) -> String {
    let words = key.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date of year, month and day, as much of it as there is.
pub(super) fn date(parts: &[&str; 3]) -> Option<String> {
    let [year, month, day] = parts;
    let number = |text: &str| text.parse::<usize>().ok();
    if year.is_empty() || number(year).is_none() {
        return (!year.is_empty()).then(|| (*year).to_owned());
    }
    let Some(month) = number(month).and_then(|month| MONTHS.get(month.checked_sub(1)?)) else {
        return Some((*year).to_owned());
    };
    Some(match number(day) {
        Some(day) => format!("{day} {month} {year}"),
        None => format!("{month} {year}"),
    })
}

/// A number, or several, and the unit.
pub(super) fn measure(parts: &[&str]) -> Option<String> {
    const BETWEEN: [&str; 8] = ["to", "-", "–", "and", "or", "by", "x", "×"];
    let is_number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '+' | '.'));
    let mut words = vec![*parts.first().filter(|part| is_number(part))?];
    for part in parts.iter().skip(1) {
        words.push(part);
        if !is_number(part) && !BETWEEN.contains(part) {
            break;
        }
    }
    Some(words.join(" "))
}
