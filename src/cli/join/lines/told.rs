//! What is said of a question, its answer, and the ranking.

use std::io::{self, Write};

use crate::cli::plain::paper::Paper;
use crate::room::posed::Picks;
use crate::room::rules::Scoring;
use crate::room::score::Score;
use crate::room::view::{Ask, Reveal, Standings, View, You};
use crate::session::score;
use crate::text;

/// A question as it is asked.
///
/// # Errors
/// Those of the output; so below.
pub fn question<W: Write>(paper: &mut Paper<W>, ask: &Ask, of: usize) -> io::Result<()> {
    let again = if ask.vote > 1 { " Second vote." } else { "" };
    paper.say(&format!("Question {} of {}. Topic: {}.{again}", ask.number, of.max(ask.number), ask.topic))?;
    paper.say(if ask.stem.is_empty() { "The question is on the big screen." } else { &ask.stem })?;
    if ask.all {
        paper.say("Choose all that apply.")?;
    }
    for (n, choice) in ask.choices.iter().enumerate() {
        let words = if choice.is_empty() { letter(n).to_string() } else { choice.clone() };
        paper.hung(&format!("{}  ", n + 1), &words)?;
    }
    Ok(())
}

fn letter(place: usize) -> char {
    char::from(b'A' + place.min(25) as u8)
}

/// The numbers of choices in words: `1 and 3`.
#[must_use]
pub fn numbers(picks: Picks) -> String {
    let numbers: Vec<String> = picks.places().map(|place| (place + 1).to_string()).collect();
    match numbers.as_slice() {
        [several @ .., last] if !several.is_empty() => format!("{} and {last}", several.join(", ")),
        _ => numbers.concat(),
    }
}

/// The verdict on an answer, what is right, how many chose what, why, and the passages with their sources.
///
/// # Errors
/// Those of the output.
pub fn answer<W: Write>(paper: &mut Paper<W>, ask: &Ask, own: Option<Picks>, reveal: &Reveal) -> io::Result<()> {
    let verdict = match own {
        None => "You gave no answer.".to_owned(),
        Some(picks) if picks == reveal.keys => "Right.".to_owned(),
        Some(picks) => match picks.mark(reveal.keys) {
            mark if mark > 0.0 => format!("Partly right: {} of 1.", score::marks(mark)),
            _ => format!("Wrong: you answered {}.", numbers(picks)),
        },
    };
    let keys: Vec<&String> = reveal.keys.places().filter_map(|place| ask.choices.get(usize::from(place))).collect();
    match keys.as_slice() {
        [key] => paper.say(&format!("{verdict} The answer is {}: {key}", numbers(reveal.keys)))?,
        _ => paper.say(&format!("{verdict} The answers are {}.", numbers(reveal.keys)))?,
    }
    if !reveal.tally.is_empty() {
        paper.say(&format!("Answers: {}.", tally(&reveal.tally)))?;
    }
    if let Some(before) = &reveal.before {
        paper.say(&format!("In the first vote: {}.", tally(before)))?;
    }
    let told = own.unwrap_or(reveal.keys);
    for (n, rationale) in (0_u8..).zip(&reveal.rationales) {
        if told.has(n) && !rationale.trim().is_empty() {
            paper.say(&format!("About {}: {rationale}", n + 1))?;
        }
    }
    for passage in &reveal.passages {
        paper.say(&format!("From {}:", passage.source))?;
        let words: String = passage.parts.iter().map(|(words, _)| words.as_str()).collect();
        paper.hung("  ", &words)?;
        let answers = passage.parts.iter().filter(|(_, answer)| *answer);
        let answers: Vec<String> = answers.map(|(words, _)| format!("“{}”", text::squeeze(words))).collect();
        if !answers.is_empty() {
            paper.say(&format!("The words that hold it: {}", answers.join(", ")))?;
        }
    }
    Ok(())
}

/// `1: 4, 2: 13`.
fn tally(tally: &[u32]) -> String {
    let counts: Vec<String> = tally.iter().enumerate().map(|(n, count)| format!("{}: {count}", n + 1)).collect();
    counts.join(", ")
}

/// The player's own place and score, and the best.
///
/// # Errors
/// Those of the output.
pub fn standings<W: Write>(
    paper: &mut Paper<W>,
    view: &View,
    standings: &Standings,
    you: Option<&You>,
) -> io::Result<()> {
    if let Some(you) = you {
        let place = you.rank.map(|rank| format!("Place {rank} of {}.", view.players.max(rank as usize)));
        let got = you.score.as_ref().filter(|_| view.scoring != Scoring::None);
        let got = got.map(|score| format!("You have {}.", worth(view.scoring, score)));
        let parts: Vec<String> = [place, got].into_iter().flatten().collect();
        if !parts.is_empty() {
            paper.say(&parts.join(" "))?;
        }
    }
    for placed in &standings.top {
        paper
            .hung(&format!("{}  ", placed.rank), &format!("{}: {}", placed.name, worth(view.scoring, &placed.score)))?;
    }
    for team in &standings.teams {
        let unit = if view.scoring == Scoring::Speed { "points" } else { "right" };
        paper.hung(
            &format!("{}  ", team.rank),
            &format!("Team {}: {} {unit} in the mean", team.name, score::marks(team.mean)),
        )?;
    }
    Ok(())
}

fn worth(scoring: Scoring, got: &Score) -> String {
    match scoring {
        Scoring::Accuracy => format!("{} of {}", score::marks(got.marks), got.of),
        Scoring::Speed => format!("{} points", got.points),
        Scoring::None => String::new(),
    }
}
