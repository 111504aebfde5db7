//! Flaws that the stem shows.

use super::Spot;
use super::reading::Reading;
use super::words::{Words, singular};
use crate::question::Level;
use crate::text;

/// The words that open a question.
const ASKING: [&str; 10] = ["which", "what", "who", "whom", "whose", "where", "when", "why", "how", "whats"];
/// The words that open a request.
const REQUESTS: [&str; 10] =
    ["name", "identify", "choose", "select", "pick", "give", "find", "state", "calculate", "determine"];
/// The words of a stem, above which it has to be worth reading; a case to apply a rule to may need more.
const LONG: usize = 50;
const LONG_CASE: usize = 80;
/// The words of a choice above which it is a text.
const LONG_CHOICE: usize = 35;

/// A blank to be filled in.
pub fn gap(question: &Reading<'_>) -> Option<Spot> {
    let stem = &question.question.stem;
    let folded = text::fold(stem);
    let blank = ["__", "----", "[blank]", "(blank)", "<blank>", "fill in the blank", "fill in the gap", "missing word"];
    let blank = blank.into_iter().find(|blank| folded.contains(blank));
    // Dots may stand for words left out of a quotation; outside of one, in the middle, they are a gap.
    let gaps = [" ... ", " .... ", " … ", "(...)", "(…)", "[...]", "[…]", ".....", " _ ", " _."];
    let dots = gaps.into_iter().find(|dots| stem.contains(dots) && !quotes(stem));
    let gap = blank.or(dots)?.trim();
    Some(Spot::stem(format!("“{gap}” leaves a gap to be filled")))
}

fn quotes(text: &str) -> bool {
    text.contains(['"', '“', '”', '«', '‘'])
}

/// A stem that asks for what is wrong.
pub fn negative(question: &Reading<'_>) -> Option<Spot> {
    let words = question.asked.folded();
    let opener = |word: &&str| ASKING.contains(word) && *word != "when";
    let start = words.iter().position(opener).or_else(|| words.iter().position(|word| *word == "when"));
    let except = words.iter().position(|word| *word == "except").filter(|at| {
        let after = words.get(at + 1..).unwrap_or_default();
        after.len() < 3 || matches!(after.first(), Some(&("which" | "one" | "what" | "that")))
    });
    if except.is_some() {
        return Some(Spot::stem("“except” turns the question round"));
    }
    // A completion asks for the opposite only of “the following”; elsewhere it just tells.
    let start = start.or_else(|| words.contains(&"following").then_some(0))?;
    let asked = words.get(start..).unwrap_or_default();
    let first = asked.first().copied().unwrap_or_default();
    if matches!(first, "why") || matches!(asked, ["how", "come", ..]) {
        return None; // it asks for a reason, and the reason is a plain fact
    }
    let among = matches!(asked, ["which" | "who" | "what", "of" | "one" | "among", ..]);
    let at = asked.iter().enumerate().position(|(at, word)| {
        let before = at.checked_sub(1).and_then(|at| asked.get(at)).copied().unwrap_or_default();
        let after = asked.get(at + 1).copied().unwrap_or_default();
        match *word {
            "not" => {
                !matches!(after, "only" | "just" | "merely" | "until") && !matches!(before, "or" | "if" | "but" | "and")
            }
            "cannot" => true,
            "never" => among,
            "least" => matches!(after, "likely" | "accurate" | "appropriate" | "correct" | "true" | "suitable"),
            word => CONTRACTED.contains(&word.replace('\'', "").as_str()),
        }
    })?;
    // In a subordinate clause it describes; it does not ask for the opposite.
    let clause = asked.get(1..at).unwrap_or_default();
    let subordinate = clause.iter().any(|word| SUBORDINATE.contains(word));
    (among || !subordinate).then(|| Spot::stem(format!("“{}” turns the question round", asked.get(at).unwrap_or(&""))))
}

const CONTRACTED: [&str; 16] = [
    "isnt", "arent", "wasnt", "werent", "doesnt", "dont", "didnt", "hasnt", "havent", "hadnt", "cant", "couldnt",
    "wont", "wouldnt", "shouldnt", "aint",
];

const SUBORDINATE: [&str; 15] = [
    "when", "if", "because", "although", "while", "unless", "so", "where", "whose", "whom", "that", "who", "which",
    "but", "to",
];

/// A stem that is no question.
pub fn no_question(question: &Reading<'_>) -> Option<Spot> {
    let closers = |c: char| c.is_whitespace() || ")]}\"”»’'*:".contains(c);
    let stem = question.question.stem.as_str();
    let mut sentences = text::sentences(stem).into_iter().filter_map(|range| stem.get(range));
    let asks = sentences.any(|sentence| sentence.trim_end_matches(closers).ends_with(['?', '？', '؟']));
    // A request asks too: “Name the first …”.
    let requests = question.asked.folded().first().is_some_and(|first| REQUESTS.contains(first));
    // What is listed behind the question belongs to it: “Which of these …? (i) …”.
    (!asks && !requests && !stem.contains("? ")).then(|| Spot::stem("no sentence of it ends with “?”"))
}

/// A stem that says nothing without its choices.
pub fn unfocused(question: &Reading<'_>) -> Option<Spot> {
    let words = question.asked.folded();
    if let Some(judged) = judgement(&words) {
        return Some(Spot::stem(format!("it asks which choice is “{judged}” instead of asking something")));
    }
    let content = question.stem.content().count();
    if content == 0 && words.iter().any(|word| matches!(*word, "which" | "what")) {
        return Some(Spot::stem("it says nothing without the choices"));
    }
    let asks = words.iter().any(|word| ASKING.contains(word)) || question.question.stem.contains('?');
    let open = words.last().is_some_and(|last| matches!(*last, "is" | "are" | "was" | "were"));
    let bare = !asks && question.stem.0.len() <= 4 && (content <= 1 || open);
    bare.then(|| Spot::stem("it names a subject and asks nothing about it"))
}

/// The judgement that is all a stem asks for: “which of these is *true* (of something)?”, “which statement is *correct*?”
fn judgement<'a>(words: &[&'a str]) -> Option<&'a str> {
    const JUDGEMENTS: [&str; 9] =
        ["true", "false", "correct", "incorrect", "accurate", "inaccurate", "right", "wrong", "untrue"];
    const STATEMENTS: [&str; 9] =
        ["statement", "statements", "sentence", "sentences", "assertion", "assertions", "claim", "claims", "answer"];
    // What may stand between the subject and the judgement, and behind it.
    const LINKS: [&str; 9] = ["is", "are", "was", "were", "isn't", "not", "most", "least", "factually"];
    const TAILS: [&str; 11] =
        ["", "about", "of", "for", "regarding", "concerning", "in", "with", "when", "according", "and"];
    let among = words.iter().any(|word| STATEMENTS.contains(word))
        || matches!(words, ["which", "of" | "one" | "is" | "are", ..] | ["what", "is" | "are", ..]);
    let opens =
        words.iter().take(3).any(|word| matches!(*word, "which" | "what" | "select" | "choose" | "pick" | "mark"));
    if !(among && opens) {
        return None;
    }
    let at = words.iter().enumerate().position(|(at, word)| {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
        let after = words.get(at + 1).copied().unwrap_or_default();
        let predicate = LINKS.contains(&before) && TAILS.contains(&after);
        JUDGEMENTS.contains(word) && (predicate || STATEMENTS.contains(&after))
    })?;
    words.get(at).copied()
}

/// More words than the question needs.
pub fn long(question: &Reading<'_>) -> Option<Spot> {
    let most = if question.question.level() == Level::Apply { LONG_CASE } else { LONG };
    let count = question.stem.0.len();
    if count > most {
        return Some(Spot::stem(format!("{count} words")));
    }
    let (place, words) = question.each().find(|(_, words)| words.0.len() > LONG_CHOICE)?;
    Some(Spot::choice(place, format!("{} words", words.0.len())))
}

/// A fact that changes, asked without its date.
pub fn undated(question: &Reading<'_>) -> Option<Spot> {
    let asked = question.question;
    let dated = asked.as_of.is_some() || has_year(&question.stem);
    if dated {
        return None;
    }
    let stem = question.asked.folded();
    if let Some(sign) = changing(&stem) {
        return Some(Spot::stem(format!("“{sign}” means another time for every reader")));
    }
    let mut answering = asked.citations.iter().filter(|citation| !citation.answer.is_empty());
    let sign = answering.find_map(|citation| source_changes(&citation.exact))?;
    Some(Spot::new("as_of", format!("its source says “{sign}”, the question gives no date")))
}

fn has_year(words: &Words) -> bool {
    words.0.iter().any(|word| {
        let digits = word.folded.trim_end_matches('s');
        digits.len() == 4 && digits.parse::<u16>().is_ok_and(|year| (1000..3000).contains(&year))
    })
}

/// The word by which a question asks about the time at which it is read.
fn changing(words: &[&str]) -> Option<&'static str> {
    let has = |run: &[&str]| words.windows(run.len()).any(|window| window == run);
    let phrases: [(&[&str], &str); 5] = [
        (&["currently"], "currently"),
        (&["at", "present"], "at present"),
        (&["at", "the", "moment"], "at the moment"),
        (&["as", "of", "now"], "as of now"),
        (&["as", "of", "today"], "as of today"),
    ];
    if let Some((_, sign)) = phrases.iter().find(|(run, _)| has(run)) {
        return Some(sign);
    }
    let signs = ["current", "present", "latest", "reigning", "incumbent"];
    let changes = |run: &[&str]| matches!(*run, [_, next] if CHANGING.contains(&singular(next).as_str()));
    let sign = signs.into_iter().find(|sign| words.windows(2).any(|run| run.first() == Some(sign) && changes(run)));
    if sign.is_some() || words.starts_with(&["who", "is", "now"]) {
        return sign.or(Some("now"));
    }
    // “To date” at the end; elsewhere it is what one does to a find.
    words.ends_with(&["to", "date"]).then_some("to date")
}

/// What changes hands or figures: a current of water or electricity does not.
const CHANGING: [&str; 24] = [
    "president",
    "prime",
    "king",
    "queen",
    "monarch",
    "pope",
    "head",
    "secretary",
    "governor",
    "mayor",
    "chancellor",
    "leader",
    "champion",
    "holder",
    "record",
    "captain",
    "coach",
    "manager",
    "population",
    "number",
    "price",
    "budget",
    "director",
    "chair",
];

/// The words by which a source gives a fact of its own time only.
fn source_changes(quote: &str) -> Option<&'static str> {
    let words = Words::of(quote);
    let folded = words.folded();
    let as_of = folded.windows(3).any(|run| {
        matches!(run, ["as", "of", _]) && {
            let year = run[2].parse::<u16>().is_ok_and(|year| (1000..3000).contains(&year)); // a window of three
            year || crate::value::is_month(run[2])
        }
    });
    if as_of {
        return Some("as of");
    }
    ["currently", "presently"].into_iter().find(|sign| folded.contains(sign))
}
