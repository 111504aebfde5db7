//! The questions of a drill as its learners will see them.

use std::io::Write;

use crate::cli::Exit;
use crate::cli::plain::paper::Paper as Lines;
use crate::cli::print::Paper;
use crate::cli::sit::columns;

/// Prints them; nothing of an answer is in it.
///
/// # Errors
/// Those of the output.
pub fn preview(out: &mut impl Write, Paper { title, posed, seed }: &Paper) -> anyhow::Result<Exit> {
    let mut paper = Lines::new(out, columns());
    paper.say(title)?;
    paper.say(&format!("{} questions; --seed {seed} asks the same ones again.", posed.len()))?;
    for (n, question) in (1..).zip(posed) {
        paper.gap()?;
        paper.hung(&format!("{n}. "), &format!("{} ({})", question.stem, question.question))?;
        if question.chooses_all() {
            paper.hung("   ", "Choose all that apply.")?;
        }
        for (letter, choice) in ('A'..).zip(&question.choices) {
            paper.hung(&format!("   {letter}  "), &choice.text)?;
        }
    }
    Ok(Exit::Finished)
}
