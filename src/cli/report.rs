//! `ibid report`: what a drill left behind, as lines, CSV, HTML or JSON.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;
use serde_json::json;

use super::args::Report as Asked;
use super::plain::paper::Paper;
use super::{Exit, Setup, open, rooms, sit, tell};
use crate::clock::Moment;
use crate::room::page::{self, letter, letters, many, number, percent, span};
use crate::room::report::{Learner, Report};
use crate::room::rules::Scoring;
use crate::text;

mod csv;

/// Shows the report of a room.
///
/// # Errors
/// When the store cannot be read, there is no such room, or a file cannot be written.
pub fn report(out: &mut impl Write, setup: &Setup, asked: &Asked) -> anyhow::Result<Exit> {
    let store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, Moment::now())?;
    let id = rooms::find(&store, asked.room.as_deref())?;
    let room = store.room(id)?.context("the room is gone\nhint: `ibid rooms` lists those that are there")?;
    let (report, opened) = (Report::of(&room), Moment::here(room.opened()));
    if asked.json {
        writeln!(out, "{:#}", json!(report))?;
        return Ok(Exit::Finished);
    }
    for (file, write) in [
        (&asked.csv, (|report, _| csv::csv(report)) as fn(&Report, Moment) -> String),
        (&asked.html, |report, opened| page::report(report, opened)),
    ] {
        if let Some(file) = file {
            put(out, file, &write(&report, opened))?;
        }
    }
    if asked.csv.is_none() && asked.html.is_none() {
        lines(&mut Paper::new(out, sit::columns()), &report, opened)?;
    }
    Ok(Exit::Finished)
}

/// Writes to a file, or where it is `-` to the output.
///
/// # Errors
/// When it cannot be written.
pub fn put(out: &mut impl Write, file: &Path, text: &str) -> anyhow::Result<()> {
    if file.as_os_str() == "-" {
        out.write_all(text.as_bytes())?;
        return Ok(());
    }
    let told = || format!("{}: cannot be written\nhint: give a file in a folder that is yours", file.display());
    fs::write(file, text).with_context(told)?;
    tell("note", &format!("written: {}", file.display()));
    Ok(())
}

fn lines<W: Write>(paper: &mut Paper<W>, report: &Report, opened: Moment) -> io::Result<()> {
    let learners = many(report.learners.len(), "learner");
    paper.say(&format!("{} · {opened} · room {} · {learners}", report.title, report.code.halves()))?;
    paper.say(&format!("{} of {} count.", report.questions.len(), many(report.of, "question")))?;
    let scores = report.scores;
    if let (Some(mean), Some(median)) = (scores.mean, scores.median) {
        let sd = scores.sd.map_or_else(String::new, |sd| format!(", standard deviation {}", percent(sd)));
        paper.say(&format!("Mean score {}, median {}{sd}.", percent(mean), percent(median)))?;
    }
    if let (Some(reliability), Some(error)) = (report.reliability, report.error) {
        paper.say(&format!("Reliability {}; standard error of a score {}.", number(reliability), percent(error)))?;
    }
    for note in page::notes(report) {
        paper.say(&note)?;
    }
    again(paper, report)?;
    questions(paper, report)?;
    learned(paper, report)?;
    paper.gap()?;
    paper.say("Topics:")?;
    for topic in &report.topics {
        let facility = topic.facility.map_or_else(|| "no mark".to_owned(), percent);
        let of = many(topic.questions, "question");
        paper.hung("  ", &format!("{}: {facility}, {of}", topic.title))?;
    }
    Ok(())
}

fn again<W: Write>(paper: &mut Paper<W>, report: &Report) -> io::Result<()> {
    if report.again.is_empty() {
        return Ok(());
    }
    paper.gap()?;
    paper.say("To teach again:")?;
    for again in report.again.chunk_by(|one, next| one.questions == next.questions) {
        paper.gap()?;
        let asked = again.iter().take(1).flat_map(|again| &again.questions);
        for asked in asked.filter_map(|number| report.questions.get(number.checked_sub(1)?)) {
            let facility = asked.facility.map_or_else(String::new, percent);
            paper.hung(&format!("{}. ", asked.number), &format!("{} (facility {facility})", asked.stem))?;
        }
        for again in again {
            let words: String = again.passage.parts.iter().map(|(words, _)| words.as_str()).collect();
            paper.hung("   ┃ ", &text::squeeze(&words))?;
            paper.hung("   ┃ ", &again.passage.source)?;
        }
    }
    Ok(())
}

fn questions<W: Write>(paper: &mut Paper<W>, report: &Report) -> io::Result<()> {
    for asked in &report.questions {
        paper.gap()?;
        paper.hung(&format!("{}. ", asked.number), &asked.stem)?;
        paper.hung("   ", &page::summary(asked).join(" · "))?;
        for (place, choice) in (0_u8..).zip(&asked.choices) {
            let counts = asked.tallies.iter().filter_map(|tally| tally.get(usize::from(place)));
            let counts: Vec<String> = counts.map(ToString::to_string).collect();
            let sign = if choice.key { '✓' } else { ' ' };
            paper.hung(&format!(" {sign} {}  ", letter(place)), &format!("{}  {}", counts.join(" → "), choice.text))?;
        }
        if let Some(wrong) = asked.common.as_ref().filter(|wrong| !wrong.rationale.trim().is_empty()) {
            paper.hung("   ", &format!("Most often wrong: {}. {}", letter(wrong.place), wrong.rationale))?;
        }
    }
    Ok(())
}

fn learned<W: Write>(paper: &mut Paper<W>, report: &Report) -> io::Result<()> {
    if report.learners.is_empty() {
        return Ok(());
    }
    if !report.teams.is_empty() {
        paper.gap()?;
        paper.say("Teams:")?;
    }
    let what = if report.scoring == Scoring::Speed { "points" } else { "marks" };
    for team in &report.teams {
        let (members, mean) = (many(team.members as usize, "member"), number(team.mean));
        paper.hung("  ", &format!("{}. {}: {mean} {what} on average, {members}", team.rank, team.name))?;
    }
    paper.gap()?;
    paper.say("Learners:")?;
    let widest = report.learners.iter().map(|learner| text::width(learner.name.as_str())).max().unwrap_or(0);
    for learner in &report.learners {
        let place =
            learner.rank.map_or_else(|| if learner.gone { "left".into() } else { "–".into() }, |x| x.to_string());
        let name = learner.name.as_str();
        let pad = " ".repeat(widest.saturating_sub(text::width(name)));
        paper.hung(&format!("{place:>4}  {name}{pad}  "), &told(report, learner))?;
    }
    Ok(())
}

fn told(report: &Report, learner: &Learner) -> String {
    let mut told = Vec::new();
    told.extend(learner.team.as_ref().map(ToString::to_string));
    told.push(format!("{} of {} right", learner.right, learner.answered));
    let marks = number(learner.marks);
    told.push(if marks == "1" { "1 mark".to_owned() } else { format!("{marks} marks") });
    told.extend((report.scoring == Scoring::Speed).then(|| many(learner.points as usize, "point")));
    told.push(span(learner.took));
    let picks = report.questions.iter().zip(&learner.picks).map(|(asked, picks)| match picks {
        None => format!("{} –", asked.number),
        Some(picks) => {
            let right = if asked.is_right(*picks) { "✓" } else { "✗" };
            format!("{} {}{right}", asked.number, letters(*picks).replace(' ', ""))
        }
    });
    told.push(picks.collect::<Vec<_>>().join(", "));
    told.join(" · ")
}
