//! A question as it is asked.

use std::io::{self, Write};

use super::paper::Paper;
use crate::bank::Library;
use crate::question::{Question, Status};
use crate::session::{Place, Sitting};

/// The line above a question: its number, topic, and what is to be known about it.
#[must_use]
pub fn heading(sitting: &Sitting, place: usize, library: &Library, flagged: bool) -> String {
    let Some((at, question)) = sitting.place(place).zip(sitting.question(place)) else {
        return format!(
            "Question {} of {} is withdrawn: its passage is gone.",
            sitting.position(place) + 1,
            sitting.len()
        );
    };
    let bank = &at.question.bank;
    let mut line = format!(
        "Question {} of {}. Topic: {}.",
        sitting.position(place) + 1,
        sitting.len(),
        library.topic_title(bank, &question.topic)
    );
    if library.banks().len() > 1 {
        line = format!("{line} Bank: {}.", library.title(bank));
    }
    if question.status == Some(Status::Draft) {
        line.push_str(" Draft.");
    }
    if sitting.is_return(place) {
        line.push_str(" Asked again.");
    }
    if flagged {
        line.push_str(" Flagged.");
    }
    line
}

/// The stem and the choices in the order of the form; `note` says what stands behind a choice.
///
/// # Errors
/// Those of the output.
pub fn body<W: Write>(
    paper: &mut Paper<W>,
    at: &Place,
    question: &Question,
    note: impl Fn(u8) -> &'static str,
) -> io::Result<()> {
    paper.say(&question.stem)?;
    if question.chooses_all() {
        paper.say("Choose all that apply.")?;
    }
    for (n, (choice, text)) in shown(at, question).enumerate() {
        paper.hung(&format!("{}  ", n + 1), &format!("{text}{}", note(choice)))?;
    }
    Ok(())
}

/// The choices in the order of the form, each with its place in the bank.
pub fn shown<'a>(at: &'a Place, question: &'a Question) -> impl Iterator<Item = (u8, &'a str)> {
    at.order.iter().filter_map(|&choice| Some((choice, question.choices.get(usize::from(choice))?.text.as_str())))
}

/// The numbers under which choices are shown, in words: `1 and 3`.
#[must_use]
pub fn numbers(at: &Place, choices: &std::collections::BTreeSet<u8>) -> String {
    let numbers = at.order.iter().enumerate().filter(|(_, choice)| choices.contains(choice));
    let numbers: Vec<String> = numbers.map(|(n, _)| (n + 1).to_string()).collect();
    match numbers.as_slice() {
        [several @ .., last] if !several.is_empty() => format!("{} and {last}", several.join(", ")),
        _ => numbers.concat(),
    }
}
