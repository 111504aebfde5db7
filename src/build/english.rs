//! Closed word lists: what stands in for a part-of-speech tagger. All are lower case and sorted, to be searched by halves.

mod calendar;
mod deeds;
mod names;

pub use calendar::{RECURRING, SEASONAL};
pub use deeds::{LASTING, RANKS, REPEATED};
pub use names::{KNOWN, TONGUES};

/// Whether a sorted list has a word, in whatever case it is written.
#[must_use]
pub fn has(list: &[&str], word: &str) -> bool {
    if word.len() > 16 || !word.is_ascii() {
        return false;
    }
    let mut folded = [0_u8; 16];
    let folded = &mut folded[..word.len()]; // at most 16 bytes, checked above
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    std::str::from_utf8(folded).is_ok_and(|word| list.binary_search(&word).is_ok())
}

/// Articles, prepositions, conjunctions, pronouns and auxiliaries: words that are no noun.
#[rustfmt::skip] // a list is read as a paragraph
pub const CLOSED: &[&str] = &[
    "a", "about", "above", "across", "after", "against", "all", "along", "alongside", "also", "although", "am",
    "amid", "among", "an", "and", "any", "are", "around", "as", "at", "be", "became", "because", "become", "been",
    "before", "began", "behind", "being", "below", "beneath", "beside", "between", "beyond", "both", "but", "by",
    "can", "could", "despite", "did", "do", "does", "down", "during", "each", "either", "every", "except", "for",
    "from", "had", "has", "have", "having", "he", "her", "here", "him", "his", "how", "however", "i", "if", "in",
    "inside", "into", "is", "it", "its", "itself", "led", "may", "me", "might", "more", "most", "must", "my", "near",
    "neither", "no", "nor", "not", "of", "off", "on", "onto", "or", "our", "out", "outside", "over", "per", "she",
    "should", "since", "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "though", "through", "throughout", "till", "to", "toward", "towards", "under", "until", "up", "upon",
    "us", "via", "was", "we", "were", "what", "when", "where", "whereas", "whether", "which", "while", "who", "whom",
    "whose", "why", "will", "with", "within", "without", "would", "you", "your",
];

/// Words that tell English from other languages: a sentence of it has some.
pub const COMMON: &[&str] = &[
    "a", "after", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he",
    "in", "is", "it", "its", "not", "of", "on", "or", "she", "that", "the", "their", "there", "they", "this", "to",
    "was", "were", "when", "which", "who", "will", "with", "would",
];

/// Finite verbs that do not end in `ed`.
#[rustfmt::skip] // a list is read as a paragraph
pub const VERBS: &[&str] = &[
    "are", "arose", "ate", "awoke", "beat", "became", "become", "becomes", "been", "began", "begins", "being", "bent",
    "bore", "bought", "bred", "broke", "brought", "built", "burst", "came", "can", "cast", "caught", "chose", "comes",
    "consists", "contains", "cost", "could", "covers", "cut", "dates", "dealt", "did", "do", "does", "drew", "drove",
    "ends", "fell", "felt", "flew", "fought", "found", "gave", "gets", "gives", "goes", "got", "grew", "had", "has",
    "have", "heard", "held", "hit", "holds", "includes", "is", "kept", "knew", "laid", "lay", "led", "left", "lent",
    "let", "lies", "lit", "lost", "made", "makes", "may", "meant", "met", "might", "must", "opens", "oversaw", "paid",
    "produces", "put", "quit", "ran", "rang", "read", "remains", "rode", "rose", "said", "sang", "sank", "sat", "saw",
    "sees", "sent", "serves", "set", "shook", "shot", "should", "shut", "slew", "sold", "sought", "spent", "split",
    "spoke", "sprang", "spread", "stands", "stole", "stood", "struck", "swam", "swept", "takes", "taught", "thought",
    "threw", "told", "took", "traces", "undertook", "was", "went", "were", "will", "withdrew", "won", "wore", "would",
    "wrote",
];

/// Verbs and other words that end as plural nouns do.
#[rustfmt::skip] // a list is read as a paragraph
pub const VERBS_IN_S: &[&str] = &[
    "adds", "afterwards", "allows", "always", "appears", "applies", "asks", "backwards", "becomes", "begins",
    "besides", "brings", "calls", "carries", "causes", "comes", "contains", "creates", "defines", "describes", "does",
    "downwards", "ends", "exists", "explains", "follows", "gets", "gives", "goes", "happens", "has", "helps", "hers",
    "holds", "implements", "includes", "introduces", "is", "keeps", "leads", "lets", "lies", "lists", "looks",
    "makes", "means", "needs", "news", "offers", "onwards", "opens", "ours", "perhaps", "produces", "provides",
    "puts", "reads", "refers", "remains", "represents", "requires", "returns", "runs", "says", "seems", "series",
    "serves", "shows", "sometimes", "species", "specifies", "stands", "starts", "supports", "takes", "tells",
    "theirs", "thus", "times", "towards", "upwards", "uses", "was", "works", "yes", "yours",
];

/// Plurals that do not end in `s`.
pub const PLURALS: &[&str] = &[
    "aircraft",
    "cattle",
    "children",
    "crew",
    "feet",
    "fish",
    "men",
    "people",
    "personnel",
    "police",
    "sheep",
    "staff",
    "teeth",
    "troops",
    "women",
];

/// Words before a number that make it a name and not a count.
#[rustfmt::skip] // a list is read as a paragraph
pub const LABELS: &[&str] = &[
    "act", "apollo", "appendix", "area", "article", "bit", "board", "book", "bus", "category", "chapter", "class",
    "clause", "code", "column", "day", "equation", "error", "figure", "flight", "form", "gate", "grade", "group",
    "highway", "isbn", "iso", "issue", "item", "level", "line", "mark", "model", "no", "note", "number", "option",
    "page", "pages", "paragraph", "part", "phase", "platform", "point", "port", "question", "release", "rfc", "room",
    "route", "rule", "season", "section", "series", "size", "stage", "step", "table", "tel", "telephone", "title",
    "type", "unit", "version", "vol", "volume", "week", "zone",
];

/// Pronouns that stand for something named before.
pub const PRONOUNS: &[&str] = &[
    "he",
    "her",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "it",
    "its",
    "itself",
    "she",
    "their",
    "theirs",
    "them",
    "themselves",
    "they",
];

/// Words that point to what was said before, or that open a sentence as the continuation of another.
#[rustfmt::skip] // a list is read as a paragraph
pub const POINTERS: &[&str] = &[
    "above", "accordingly", "additionally", "afterward", "afterwards", "again", "also", "alternatively", "and",
    "another", "besides", "but", "consequently", "conversely", "else", "finally", "further", "furthermore", "hence",
    "here", "however", "incidentally", "indeed", "instead", "later", "likewise", "meanwhile", "moreover", "namely",
    "nevertheless", "next", "nonetheless", "nor", "or", "other", "others", "otherwise", "rather", "secondly",
    "similarly", "so", "still", "subsequently", "such", "that", "then", "there", "therefore", "these", "this",
    "those", "thus", "too", "ultimately", "yet",
];

/// Words that open a clause or phrase before the subject.
pub const OPENERS: &[&str] = &[
    "about",
    "according",
    "after",
    "along",
    "although",
    "among",
    "as",
    "at",
    "because",
    "before",
    "beginning",
    "between",
    "by",
    "despite",
    "due",
    "during",
    "following",
    "for",
    "from",
    "if",
    "in",
    "like",
    "on",
    "over",
    "prior",
    "since",
    "starting",
    "throughout",
    "to",
    "under",
    "unlike",
    "until",
    "up",
    "upon",
    "when",
    "while",
    "with",
    "within",
];

/// Openings that go on from what was said before, as words with a space between.
pub const CONTINUING: &[&str] = &[
    "a further",
    "a notable example",
    "a similar",
    "after all",
    "an example",
    "as a result",
    "as noted",
    "as such",
    "at around the same time",
    "at the same time",
    "at the time",
    "by comparison",
    "by contrast",
    "by then",
    "for example",
    "for instance",
    "in addition",
    "in comparison",
    "in contrast",
    "in fact",
    "in other words",
    "in particular",
    "in response",
    "in return",
    "in short",
    "in the end",
    "in the process",
    "in turn",
    "of course",
    "on the contrary",
    "on the other hand",
    "on top of",
    "one example",
    "one such",
];

/// Persons who speak or are spoken to.
pub const PERSONAL: &[&str] = &[
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "let's",
    "me",
    "mine",
    "my",
    "myself",
    "our",
    "ours",
    "ourselves",
    "us",
    "we",
    "we'd",
    "we'll",
    "we're",
    "we've",
    "you",
    "you'd",
    "you'll",
    "you're",
    "you've",
    "your",
    "yours",
    "yourself",
];

/// Verbs that open an instruction.
#[rustfmt::skip] // a list is read as a paragraph
pub const IMPERATIVES: &[&str] = &[
    "add", "apply", "ask", "assume", "be", "call", "change", "check", "choose", "click", "close", "compare",
    "consider", "copy", "create", "delete", "do", "don't", "download", "edit", "enter", "fill", "find", "fix",
    "follow", "for", "get", "give", "go", "have", "imagine", "install", "keep", "let", "list", "look", "make",
    "never", "note", "notice", "open", "pick", "please", "press", "put", "read", "recall", "refer", "remember",
    "remove", "repeat", "replace", "return", "run", "save", "see", "select", "send", "set", "show", "specify",
    "start", "stop", "suppose", "take", "tell", "try", "turn", "type", "use", "wait", "watch", "write",
];

/// Words by which a statement is no plain fact: a guess, a plan or an opinion.
pub const HEDGES: &[&str] = &[
    "absurd",
    "admittedly",
    "allegedly",
    "apparently",
    "arguably",
    "believed",
    "clearly",
    "could",
    "estimated",
    "expected",
    "fictional",
    "hopefully",
    "ironically",
    "might",
    "nonsense",
    "obviously",
    "perhaps",
    "planned",
    "possibly",
    "presumably",
    "probably",
    "projected",
    "reportedly",
    "rumored",
    "rumoured",
    "sadly",
    "scheduled",
    "supposedly",
    "surely",
    "thankfully",
    "truth",
    "undoubtedly",
    "unfortunately",
    "unsurprisingly",
    "will",
];

/// Words by which a sentence goes on from one before it, wherever they stand.
#[rustfmt::skip] // a list is read as a paragraph
pub const GOING_ON: &[&str] = &[
    "accordingly", "additionally", "afterward", "afterwards", "consequently", "eventually", "furthermore", "however",
    "instead", "latter", "likewise", "meanwhile", "moreover", "nevertheless", "nonetheless", "otherwise", "similarly",
    "subsequent", "subsequently", "then", "thereafter", "therefore", "thus", "too",
];

/// Words of what is so now, whenever that was written, or is to come.
#[rustfmt::skip] // a list is read as a paragraph
pub const PASSING: &[&str] = &[
    "current", "currently", "likely", "may", "now", "nowadays", "ongoing", "present-day", "presently", "recent",
    "recently", "should", "today", "unlikely", "upcoming", "would",
];

/// Nouns that need no naming behind “the”: there is one of each, or the document's own is meant.
#[rustfmt::skip] // a list is read as a paragraph
pub const UNIQUE: &[&str] = &[
    "afternoon", "air", "beginning", "city", "colony", "country", "day", "dead", "earth", "east", "economy", "end", "environment",
    "evening", "government", "ground", "internet", "land", "majority", "media", "military", "moon", "morning",
    "nation", "night", "north", "past", "people", "poor", "population", "press", "public", "rest", "same", "sea",
    "sky", "south", "start", "state", "sun", "time", "universe", "way", "west", "world", "year",
];

/// Adjectives that tell a thing from another that was named before.
#[rustfmt::skip] // a list is read as a paragraph
pub const TELLING: &[&str] = &[
    "eight", "entire", "final", "five", "former", "four", "fourth", "last", "new", "next", "nine", "old", "original",
    "previous", "proposed", "remaining", "resulting", "second", "seven", "six", "ten", "third", "three", "two",
    "whole", "young",
];

/// Words behind a noun that say which one is meant.
pub const RESTRICTING: &[&str] = &["against", "between", "for", "of", "that", "who", "whom", "whose"];

/// Verbs of what happens to a thing once: the date is the whole answer to “when was it …?”.
pub const ONCE: &[&str] = &[
    "abolished",
    "born",
    "created",
    "demolished",
    "disbanded",
    "dissolved",
    "established",
    "formed",
    "founded",
    "inaugurated",
    "incorporated",
];

/// Past participles that do not end in `ed`.
#[rustfmt::skip] // a list is read as a paragraph
pub const PARTICIPLES: &[&str] = &[
    "begun", "born", "bought", "broken", "brought", "built", "caught", "chosen", "drawn", "driven", "elected",
    "fought", "found", "given", "held", "hit", "kept", "laid", "led", "lost", "made", "overrun",
    "overthrown", "proven", "put", "rebuilt", "sent", "set", "shot", "shown", "shut", "sold", "split", "struck",
    "sunk", "sworn", "taken", "torn", "undertaken", "withdrawn", "won", "written",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_found_in() {
        let lists = [
            CLOSED,
            COMMON,
            VERBS,
            VERBS_IN_S,
            PLURALS,
            LABELS,
            PRONOUNS,
            POINTERS,
            OPENERS,
            PERSONAL,
            IMPERATIVES,
            HEDGES,
            GOING_ON,
            PASSING,
            UNIQUE,
            TELLING,
            RESTRICTING,
            PARTICIPLES,
            ONCE,
            KNOWN,
            TONGUES,
            SEASONAL,
            RECURRING,
        ];
        for list in lists {
            let wrong = list.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(wrong, None, "it is searched by halves");
        }
        assert!(has(CLOSED, "The") && !has(CLOSED, "thé") && !has(CLOSED, "a-very-long-word-indeed"));
    }
}
