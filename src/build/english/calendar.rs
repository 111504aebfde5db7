//! Words by which who knows the calendar can tell a date.

/// What tells a day or a month to who knows the calendar: weekdays, feasts, seasons, terms of schools.
#[rustfmt::skip] // a list is read as a paragraph
pub const SEASONAL: &[&str] = &[
    "academic", "advent", "armistice", "ascension", "ashura", "autumn", "christmas", "diwali", "easter",
    "eid", "enrolled", "epiphany", "equinox", "friday", "graduated", "graduation", "halloween", "hanukkah", "harvest",
    "hogmanay", "holiday", "holidays", "matriculated", "midsummer", "midwinter", "monday", "passover",
    "pentecost", "purim", "ramadan", "saturday", "semester", "solstice", "spring", "summer", "sunday", "sundays",
    "tet", "thanksgiving", "thursday", "tuesday", "undergraduate", "wednesday", "whitsun", "winter",
];

/// What comes round in years that many know: votes, tickets of candidates, games.
#[rustfmt::skip] // a list is read as a paragraph
pub const RECURRING: &[&str] = &[
    "by-election", "candidacy", "caucus", "caucuses", "census", "democrat", "democrats", "elected", "election",
    "elections", "electoral", "eurovision", "inaugural", "inauguration", "midterm", "midterms", "olympiad", "olympic",
    "olympics", "paralympic", "paralympics", "presidential", "primaries", "re-elected", "re-election", "reelected",
    "reelection", "republican", "republicans", "runoff", "ticket", "vice-presidential",
];
