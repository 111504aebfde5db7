//! The words that headings are made of.

use super::Expect;

/// What somebody or something does at a time: headings, the verb, its past, and whether it is people who do it.
#[rustfmt::skip] // a list is read by its rows
pub(super) const DOES: &[(&[&str], &str, &str, bool)] = &[
    (&["took office", "assumed office", "entered office", "term start", "start of term", "term began", "office start", "office entered", "start of office"], "take office", "took office", true),
    (&["left office", "term end", "end of term", "term ended", "office exit", "office end", "office left", "end of office"], "leave office", "left office", true),
    (&["died", "death", "date of death", "death date", "year of death", "death year"], "die", "died", true),
    (&["joined", "date joined", "year joined"], "join", "joined", false),
    (&["opened", "opening date", "date opened", "year opened", "opening"], "open", "opened", false),
    (&["closed", "closing date", "date closed", "year closed", "closure"], "close", "closed", false),
];

/// What is done to somebody or something at a time.
#[rustfmt::skip]
pub(super) const DONE: &[(&[&str], &str, bool)] = &[
    (&["born", "birth", "date of birth", "birth date", "year of birth", "birth year"], "born", true),
    (&["founded", "foundation", "date founded", "year founded", "founding", "date of foundation", "founding date"], "founded", false),
    (&["established", "date established", "year established", "establishment", "date of establishment"], "established", false),
    (&["released", "release", "release date", "year released", "release year", "date of release", "date released"], "released", false),
    (&["published", "publication date", "date of publication", "year published", "date published", "publication year"], "published", false),
    (&["launched", "launch date", "launch", "date launched", "year launched"], "launched", false),
    (&["completed", "completion", "completion date", "year completed"], "completed", false),
    (&["built", "year built", "date built"], "built", false),
    (&["discovered", "discovery date", "discovery", "year discovered", "date of discovery"], "discovered", false),
    (&["invented", "year invented"], "invented", false),
    (&["created", "date created", "year created", "creation date"], "created", false),
    (&["dissolved", "dissolution"], "dissolved", false),
    (&["abolished"], "abolished", false),
    (&["adopted", "date adopted", "adoption date", "date of adoption"], "adopted", false),
    (&["ratified", "ratification", "date of ratification"], "ratified", false),
    (&["signed", "date signed", "date of signature"], "signed", false),
    (&["elected", "year elected", "date elected"], "elected", true),
    (&["appointed", "date appointed", "date of appointment"], "appointed", true),
    (&["commissioned", "date commissioned"], "commissioned", false),
    (&["introduced", "year introduced", "date introduced"], "introduced", false),
    (&["admitted", "date of admission", "date admitted"], "admitted", false),
];

/// What a thing has one of.
#[rustfmt::skip]
pub(super) const NOUNS: &[(&[&str], &str, Expect, bool)] = &[
    (&["capital", "capital city"], "capital", Expect::Name, false),
    (&["currency"], "currency", Expect::Name, false),
    (&["author", "authors", "written by", "writer"], "author", Expect::Name, true),
    (&["director", "directed by"], "director", Expect::Name, true),
    (&["composer"], "composer", Expect::Name, true),
    (&["architect"], "architect", Expect::Name, true),
    (&["population"], "population", Expect::Number, false),
    (&["area", "surface area", "land area"], "area", Expect::Number, false),
    (&["depth", "maximum depth"], "depth", Expect::Number, false),
    (&["height"], "height", Expect::Number, false),
    (&["elevation"], "elevation", Expect::Number, false),
    (&["length"], "length", Expect::Number, false),
    (&["mass"], "mass", Expect::Number, false),
    (&["diameter"], "diameter", Expect::Number, false),
    (&["capacity"], "capacity", Expect::Number, false),
    (&["atomic number"], "atomic number", Expect::Number, false),
    (&["melting point"], "melting point", Expect::Number, false),
    (&["boiling point"], "boiling point", Expect::Number, false),
];

/// Headings of columns that name their rows.
#[rustfmt::skip]
pub(super) const NAMING: &[&str] = &[
    "name", "names", "person", "president", "prime minister", "head", "officeholder", "holder", "incumbent", "minister",
    "secretary-general", "director", "chair", "chairman", "chairperson", "mayor", "governor", "king", "queen", "monarch",
    "ruler", "player", "country", "state", "city", "town", "province", "region", "territory", "title", "film", "book",
    "album", "song", "work", "element", "planet", "river", "mountain", "island", "language", "organisation",
    "organization", "company", "mission", "operation", "version", "release", "codename", "code name", "term", "species",
];

/// Words for one of the things that rows can be.
#[rustfmt::skip]
pub(super) const KINDS: &[&str] = &[
    "country", "state", "city", "town", "province", "region", "territory", "county", "district", "municipality", "village",
    "film", "book", "album", "song", "element", "planet", "moon", "river", "lake", "mountain", "island", "language", "company",
    "organisation", "organization", "mission", "operation", "species", "airport", "station", "university", "school", "college",
    "team", "club", "party", "ship", "bank", "bridge", "building", "port", "stadium", "museum", "newspaper", "religion",
];

/// More words for what has a name of its own.
#[rustfmt::skip]
pub(super) const NAMED: &[&str] = &[
    "actor", "actress", "agency", "airline", "artist", "astronaut", "author", "band", "body", "borough", "brand", "candidate",
    "canton", "church", "commissioner", "commune", "constellation", "department", "desert", "diplomat", "emperor", "empire",
    "game", "hospital", "institution", "kingdom", "leader", "member", "ministry", "moon", "municipality", "nation",
    "neighbourhood", "novel", "ocean", "painter", "park", "peak", "place", "play", "poet", "pope", "restaurant", "scientist",
    "sea", "senator", "singer", "star", "street", "suburb", "theatre", "tower", "venue", "volcano", "winner", "writer",
];

/// Words for what is one of many alike, and has no name: what is said of it is said of those that are so.
#[rustfmt::skip]
pub(super) const SORTS: &[&str] = &[
    "class", "code name", "codename", "denomination", "ethnicity", "faith", "gender", "group", "kind", "language", "nationality",
    "origin", "race", "release", "religion", "sex", "species", "term", "type", "version", "category",
];

/// Words that make a heading more than a noun.
#[rustfmt::skip]
pub(super) const JOINING: &[&str] = &[
    "and", "are", "as", "at", "by", "did", "does", "for", "from", "has", "have", "how", "in", "is", "of", "on", "or", "per",
    "since", "than", "that", "the", "to", "was", "were", "what", "when", "where", "which", "who", "with",
];

/// Headings of columns of works.
pub(super) const TITLES: &[&str] =
    &["title", "film", "book", "album", "song", "work", "novel", "play", "episode", "name"];

/// Headings of columns that number their rows.
pub(super) const NUMBERING: &[&str] = &[
    "", "#", "no", "no.", "nr", "nr.", "number", "rank", "order", "position", "pos", "pos.", "s/n", "sl", "ordinal",
    "№",
];

/// Headings of columns that are never asked for.
#[rustfmt::skip]
pub(super) const BARRED: &[&str] = &[
    "notes", "note", "ref", "ref.", "refs", "refs.", "reference", "references", "remarks", "remark", "comments", "comment",
    "source", "sources", "portrait", "image", "photo", "picture", "signature", "flag", "logo", "link", "links", "url",
    "website", "id", "isbn", "issn", "doi", "checksum", "hash", "md5", "sha256", "status", "default", "see also", "page",
    "pages", "citation", "citations", "badge", "download", "file", "example", "examples", "anchor", "time in office",
    "coat of arms", "details", "more", "additional information", "further information", "wikipedia", "actions", "action",
];

/// Nouns that say nothing without what stands around the table.
#[rustfmt::skip]
pub(super) const VAGUE: &[&str] = &[
    "date", "dates", "value", "values", "type", "types", "name", "names", "event", "events", "result", "results", "year",
    "years", "description", "overview", "other", "others", "total", "totals", "change", "office", "term", "terms", "period",
    "score", "scores", "time", "times", "data", "number", "numbers", "item", "items", "category", "class", "amount", "count",
    "comment", "meaning", "use", "uses", "function", "purpose", "explanation", "estimate", "percentage", "share", "size",
    "level", "group", "code", "symbol", "letter", "sign", "form", "forms", "first", "second", "last", "current", "old", "new",
];

/// What stands in brackets and is measured in.
pub(super) const UNITS: &[&str] = &[
    "km²",
    "km2",
    "sq km",
    "sq mi",
    "mi²",
    "square kilometres",
    "square kilometers",
    "square miles",
    "ha",
    "hectares",
    "km",
    "m",
    "metres",
    "meters",
    "ft",
    "feet",
    "mi",
    "miles",
    "kg",
    "t",
    "tonnes",
    "tons",
    "thousands",
    "millions",
    "billions",
    "thousand",
    "million",
    "billion",
    "%",
    "percent",
    "per cent",
    "°C",
    "°F",
    "K",
    "US$",
    "USD",
    "EUR",
    "€",
    "years",
    "days",
    "hours",
    "minutes",
    "seconds",
    "GB",
    "MB",
    "kB",
    "MW",
    "GW",
    "cm",
    "mm",
    "g",
    "AU",
    "Earths",
    "EUR millions",
    "EUR million",
    "USD millions",
    "USD million",
    "US$ millions",
    "US$ million",
    "US$ billion",
    "million km",
    "million km²",
    "people",
];
