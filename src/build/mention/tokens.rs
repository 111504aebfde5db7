/// A word as it stands between spaces, its punctuation apart.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// Where the word begins in its text.
    pub start: usize,
    /// The word without punctuation around it.
    pub word: &'a str,
    /// What stands before it without a space.
    pub lead: &'a str,
    /// What stands behind it without a space.
    pub trail: &'a str,
}

impl Token<'_> {
    /// Where the word ends in its text.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.word.len()
    }

    /// Whether nothing stands between it and the next word.
    #[must_use]
    pub fn open(&self) -> bool {
        self.trail.is_empty()
    }

    /// Whether it begins with a capital.
    #[must_use]
    pub fn capital(&self) -> bool {
        self.word.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is an acronym that stands in brackets by itself.
    #[must_use]
    pub fn bracketed(&self) -> bool {
        self.lead.ends_with('(') && self.trail.starts_with(')') && self.acronym()
    }

    /// Whether it is written in capitals altogether, as acronyms are.
    #[must_use]
    pub fn acronym(&self) -> bool {
        self.word.len() > 1
            && self.word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
            && self.word.bytes().filter(u8::is_ascii_uppercase).count() > 1
    }
}

/// The words of a text with their punctuation.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::with_capacity(text.len() / 6 + 1);
    let base = text.as_ptr().addr();
    for piece in text.split(|c: char| c.is_whitespace() || c == '—') {
        let inner = piece.trim_start_matches(['(', '[', '"', '\'', '“', '‘', '«', '¿', '¡']);
        let lead = &piece[..piece.len() - inner.len()]; // a suffix of `piece` ends it on a character
        let word = inner.trim_end_matches([')', ']', '"', '\'', '”', '’', '»', ',', '.', ';', ':', '!', '?', '…']);
        if word.is_empty() {
            continue;
        }
        found.push(Token { start: word.as_ptr().addr() - base, word, lead, trail: &inner[word.len()..] }); // a prefix
    }
    found
}
