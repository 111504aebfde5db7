//! What is done again and again, what lasts, and who is told by rank.

/// Participles of what something is for years.
#[rustfmt::skip] // a list is read as a paragraph
pub const LASTING: &[&str] = &[
    "based", "called", "considered", "estimated", "famed", "inhabited", "known",
    "located", "populated", "ranked", "regarded", "situated", "spoken", "supposed", "used", "valued",
];

/// Past forms of what is done, or measured, again and again.
#[rustfmt::skip] // a list is read as a paragraph
pub const REPEATED: &[&str] = &[
    "accounted", "appeared", "attended", "averaged", "beat", "competed", "consisted", "contained", "declined",
    "decreased", "defeated", "earned", "exceeded", "experienced", "exported", "fell", "finished", "fought", "grew", "hosted",
    "imported", "included", "increased", "lectured", "lived", "lost", "numbered", "owned", "performed",
    "played", "produced", "ranked", "reached", "remained", "returned", "rose", "saw", "scored", "spent",
    "stayed", "stood", "suffered", "taught", "totaled", "totalled", "toured", "traveled", "travelled", "used",
    "visited", "voted", "won", "worked",
];

/// Ranks and styles before a name.
#[rustfmt::skip] // a list is read as a paragraph
pub const RANKS: &[&str] = &[
    "admiral", "baron", "bishop", "captain", "colonel", "count", "doctor", "duke", "earl", "emperor", "general",
    "governor", "judge", "king", "lady", "lieutenant", "lord", "madame", "major", "miss", "mr", "mrs", "ms", "prince",
    "princess", "professor", "queen", "sergeant", "sir",
];
