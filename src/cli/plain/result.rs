//! What a sitting came to: the score with its margin, topic by topic, and the review.

use std::io::{self, Write};

use super::deeds::Notes;
use super::feedback;
use super::paper::Paper;
use super::question;
use crate::bank::Library;
use crate::clock::Millis;
use crate::session::score::{Score, Tally, marks};
use crate::session::{Answer, Confidence, End, Mode, Response, Sitting};

/// `32 of 40 (80 %)`.
#[must_use]
pub fn tally(tally: Tally) -> String {
    format!("{} of {} ({:.0} %)", marks(tally.got), tally.of, tally.share() * 100.0)
}

/// The result in a line, for lists: the score, or how the sitting stands.
#[must_use]
pub fn outcome(end: Option<End>, mode: Mode, score: &Score, pass: u8) -> String {
    match (end, mode) {
        (None, Mode::Exam) => "open".to_owned(),
        (None, Mode::Practice | Mode::Study) => format!("open, {} so far", tally(score.total)),
        (Some(End::Abandoned), _) => "abandoned".to_owned(),
        (Some(_), Mode::Practice | Mode::Study) => tally(score.total),
        (Some(_), Mode::Exam) => {
            format!("{}, {}", tally(score.total), if score.passes(pass) { "passed" } else { "not passed" })
        }
    }
}

/// The score, whether it is a pass, and each topic's part of it.
///
/// # Errors
/// Those of the output.
pub fn score<W: Write>(paper: &mut Paper<W>, sitting: &Sitting, library: &Library) -> io::Result<()> {
    let score = sitting.score();
    let options = &sitting.plan().options;
    let margin = score.margin_in_words().map_or_else(String::new, |words| format!(" {words}"));
    paper.say(&format!("Score: {}.{margin}", tally(score.total)))?;
    if sitting.mode() == Mode::Exam {
        let passed = if score.passes(options.pass) { "Passed" } else { "Not passed" };
        paper.say(&format!("{passed}; the pass mark is {} %.", options.pass))?;
    }
    let mut counts = vec![format!("{} right", score.right), format!("{} not fully right", score.wrong)];
    let blank = if sitting.mode() == Mode::Exam { "blank" } else { "passed over" };
    for (count, name) in [(score.blank, blank), (score.uncounted, "not counted")] {
        if count > 0 {
            counts.push(format!("{count} {name}"));
        }
    }
    paper.say(&format!("Questions: {}.", counts.join(", ")))?;
    if score.topics.len() > 1 {
        paper.say("By topic:")?;
        for (topic, part) in &score.topics {
            let holder = sitting
                .plan()
                .form
                .places
                .iter()
                .enumerate()
                .find(|(place, _)| sitting.question(*place).is_some_and(|question| question.topic == *topic));
            let title =
                holder.map_or_else(|| topic.to_string(), |(_, at)| library.topic_title(&at.question.bank, topic));
            paper.hung("  ", &format!("{title}: {}", tally(*part)))?;
        }
    }
    Ok(())
}

/// Every question with its passage, those not fully right first. Of a sitting that is still open only what has been
/// shown: of practice what was answered, of an exam nothing; and nothing of an exam that was given up, which may be
/// taken again.
///
/// # Errors
/// Those of the output.
pub fn review<W: Write>(paper: &mut Paper<W>, sitting: &Sitting, library: &Library, notes: &Notes) -> io::Result<()> {
    let shown = |place: &usize| match (sitting.end(), sitting.mode()) {
        (None, Mode::Exam) | (Some(End::Abandoned), _) => false,
        (None, Mode::Practice | Mode::Study) => sitting.answered(*place),
        (Some(_), _) => sitting.question(*place).is_some(),
    };
    let right = |place: &usize| sitting.response(*place).is_some_and(|response| response.fully_right);
    let (right, wrong): (Vec<usize>, Vec<usize>) = (0..sitting.len()).filter(shown).partition(right);
    for place in wrong.into_iter().chain(right) {
        let (Some(at), Some(question)) = (sitting.place(place), sitting.question(place)) else {
            continue;
        };
        let blank = || Response {
            place,
            question: at.question.clone(),
            version: at.version,
            answer: Answer::Blank,
            confidence: Confidence::Sure,
            took: Millis(0),
            fully_right: false,
            after_reveal: false,
            choices: 0,
        };
        let response = sitting.response(place).cloned().unwrap_or_else(blank);
        let keys = question.keys();
        let note = |choice: u8| {
            let picked = response.answer.picks().is_some_and(|picks| picks.contains(&choice));
            match (keys.contains(&choice), picked) {
                (true, true) => " (right, your answer)",
                (true, false) => " (right)",
                (false, true) => " (your answer)",
                (false, false) => "",
            }
        };
        paper.gap()?;
        paper.say(&question::heading(sitting, place, library, false))?;
        question::body(paper, at, question, note)?;
        feedback::answered(paper, (library, notes), at, question, &response)?;
    }
    Ok(())
}
