//! `ibid progress`: the figures as lines, JSON or CSV, all from one list.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::args::Progress;
use super::open::{self, Opened};
use super::plain::paper::Paper;
use super::{Exit, Setup, keep, sit, tell, tell_all};
use crate::bank::Library;
use crate::clock::{Day, Millis, Moment};
use crate::id::QuestionRef;
use crate::progress::{Figures, Part, Retained, Weak};
use crate::store::Store;
use crate::text;
use crate::tui::First;

/// Shows how far the person is.
///
/// # Errors
/// When no bank can be opened, or the store cannot be read.
pub fn progress(out: &mut impl Write, setup: &Setup, asked: &Progress) -> anyhow::Result<Exit> {
    let opened = setup.library()?;
    if !asked.json && !asked.csv && !setup.plain() {
        return setup.screens(opened, First::Progress);
    }
    let Opened { library, notices } = opened;
    tell_all("warning", &notices);
    let now = Moment::now();
    let turnover = setup.settings.day_turns_at;
    let mut store = open::store(setup.paths.data.as_deref(), turnover, now)?;
    store.aim_at(setup.settings.study.retention);
    let mut figures = Figures::of(&library, &store.standing(now.day(turnover))?);
    hide_open(&mut figures, &store, &library, now);
    if asked.json {
        writeln!(out, "{:#}", as_json(&figures, &library))?;
    } else if asked.csv {
        csv(out, &figures, &library)?;
    } else {
        lines(&mut Paper::new(out, sit::columns()), &figures, &library)?;
    }
    Ok(Exit::Finished)
}

/// Takes the passages away that would answer a question which is open.
fn hide_open(figures: &mut Figures, store: &Store, library: &Library, now: Moment) {
    if keep::no_exam_open(store, library).is_err() {
        tell("note", "an exam is open, so no passage is shown");
        figures.weakest.clear();
    }
    let sitting =
        store.latest_open(now, &|_| true).ok().flatten().and_then(|latest| store.sitting(latest.id).ok().flatten());
    let open = sitting.map(crate::store::Stored::resume).and_then(|sitting| {
        let place = sitting.next_open(0)?;
        Some(sitting.place(place)?.question.clone())
    });
    if let Some(open) = open {
        figures.weakest.retain(|weak| !weak.questions.contains(&open));
    }
}

/// A share as it is written for programs: four digits are more than it is good for.
fn share(share: f32) -> Value {
    json!((f64::from(share) * 10_000.0).round() / 10_000.0)
}

fn as_json(figures: &Figures, library: &Library) -> Value {
    let part = |part: &Part| {
        let share = share(part.share.known());
        json!({ "bank": part.bank, "id": part.id, "title": text::clean(&part.title), "known": share,
            "questions": part.share.questions, "begun": part.share.begun })
    };
    let days = |values: &[u32], first: Day| -> Map<String, Value> {
        (0..).zip(values).map(|(n, value)| (first.plus(n).to_string(), json!(value))).collect()
    };
    let retained = |of: &Retained| {
        json!({ "days": of.days, "reviews": of.reviews, "right": of.right, "measured": of.measured.map(share),
            "predicted": of.predicted.map(share) })
    };
    let named = |all: &[QuestionRef]| -> Vec<Value> {
        all.iter().map(|of| json!({ "question": of, "stem": text::clean(&library.stem(of)) })).collect()
    };
    let weak = |weak: &Weak| {
        json!({ "document": weak.citation.document, "title": text::clean(&weak.title), "place": text::clean(&weak.place),
            "exact": text::clean(&weak.citation.exact), "questions": weak.questions, "known": share(weak.known),
            "lapses": weak.lapses, "misconceived": weak.misconceived })
    };
    json!({
        "today": figures.today.to_string(),
        "known": share(figures.all.known()),
        "questions": figures.all.questions,
        "begun": figures.all.begun,
        "topics": figures.topics.iter().map(part).collect::<Vec<_>>(),
        "documents": figures.documents.iter().map(part).collect::<Vec<_>>(),
        "overdue": figures.overdue,
        "due": days(&figures.forecast, figures.today),
        "answers": days(&figures.year, first(figures)),
        "wanted": share(figures.wanted),
        "retained": figures.retained.iter().map(retained).collect::<Vec<_>>(),
        "time_ms": { "today": figures.spent.today, "days_7": figures.spent.week, "days_30": figures.spent.month,
            "all": figures.spent.all },
        "days_of_30": figures.lately.days,
        "days_in_a_row": figures.lately.row,
        "passages": { "known": figures.passages.known, "shaky": figures.passages.shaky,
            "untested": figures.passages.untested },
        "weakest": figures.weakest.iter().map(weak).collect::<Vec<_>>(),
        "misconceptions": named(&figures.misconceptions),
        "lucky_guesses": named(&figures.lucky),
        "leeches": named(&figures.leeches),
        "suspended": named(&figures.suspended),
    })
}

/// The first day of the year that is looked back on.
fn first(figures: &Figures) -> Day {
    figures.today.plus(1 - i32::try_from(figures.year.len()).unwrap_or(1))
}

/// A row for each number of the JSON: where it stands there, and what it is. Of a list, an entry is named by its `id`,
/// `place` or number.
fn csv(out: &mut impl Write, figures: &Figures, library: &Library) -> io::Result<()> {
    writeln!(out, "figure,of,value")?;
    let Value::Object(all) = as_json(figures, library) else { return Ok(()) };
    for (name, value) in all {
        rows(out, &name, "", &value)?;
    }
    Ok(())
}

fn rows(out: &mut impl Write, name: &str, of: &str, value: &Value) -> io::Result<()> {
    let inner = |key: &str| if of.is_empty() { key.to_owned() } else { format!("{of}.{key}") };
    match value {
        Value::Object(fields) => fields.iter().try_for_each(|(key, value)| rows(out, name, &inner(key), value)),
        Value::Array(entries) => {
            (1..).zip(entries).try_for_each(|(n, value): (usize, _)| rows(out, name, &inner(&n.to_string()), value))
        }
        Value::Null => writeln!(out, "{},{},", cell(name), cell(of)),
        Value::String(words) => writeln!(out, "{},{},{}", cell(name), cell(of), cell(words)),
        value => writeln!(out, "{},{},{value}", cell(name), cell(of)),
    }
}

/// A cell of text. One that a spreadsheet would take for a formula gets an apostrophe before it.
pub(super) fn cell(words: &str) -> String {
    let formula = words.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let words = format!("{}{}", if formula { "'" } else { "" }, text::clean(words));
    if words.contains([',', '"', '\n', '\r']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

fn minutes(time: Millis) -> String {
    let minutes = (time.0 + 30_000) / 60_000;
    if minutes == 1 { "1 minute".to_owned() } else { format!("{minutes} minutes") }
}

/// So many of something, in words.
fn many(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The figures as lines, for the ear and the pipe: no charts.
fn lines<W: Write>(paper: &mut Paper<W>, figures: &Figures, library: &Library) -> io::Result<()> {
    let all = &figures.all;
    let (known, begun) = (percent(all.known()), all.begun);
    paper.say(&format!("{known} known of {}, {begun} of them begun.", many(all.questions, "question")))?;
    let passages = figures.passages;
    let (known, shaky, untested) = (passages.known, passages.shaky, passages.untested);
    paper.say(&format!("Passages: {known} known, {shaky} shaky, {untested} never tested."))?;
    for of in &figures.retained {
        let words = match (of.measured, of.predicted) {
            (Some(measured), Some(predicted)) => format!(
                "{} recalled of {}, {} foretold",
                percent(measured),
                many(of.reviews as usize, "review"),
                percent(predicted)
            ),
            _ => "no review yet".to_owned(),
        };
        paper.say(&format!("Last {} days: {words}, {} wanted.", of.days, percent(figures.wanted)))?;
    }
    let lately = figures.lately;
    let row = if lately.row > 1 { format!(", {} in a row", lately.row) } else { String::new() };
    paper.say(&format!("Answers on {} of the last 30 days{row}.", lately.days))?;
    let spent = figures.spent;
    let [today, week, month, ever] = [spent.today, spent.week, spent.month, spent.all].map(minutes);
    paper.say(&format!("Time: {today} today, {week} in 7 days, {month} in 30 days, {ever} in all."))?;
    for (name, parts) in [("topic", &figures.topics), ("document", &figures.documents)] {
        paper.gap()?;
        paper.say(&format!("Known by {name}:"))?;
        for part in parts {
            let (known, of) = (percent(part.share.known()), part.share.questions);
            paper.hung("  ", &format!("{}: {known} of {}", part.title, many(of, "question")))?;
        }
    }
    paper.gap()?;
    let overdue =
        if figures.overdue > 0 { format!(", {} of them from before", figures.overdue) } else { String::new() };
    let due = &figures.forecast;
    paper.say(&format!("Due today: {}{overdue}. In 30 days: {}.", due[0], due.iter().sum::<u32>()))?;
    dated(paper, due, figures.today)?;
    paper.gap()?;
    let year = &figures.year;
    let days = year.iter().filter(|answers| **answers > 0).count();
    let answers = many(year.iter().sum::<u32>() as usize, "answer");
    paper.say(&format!("In a year: {answers} on {}.", many(days, "day")))?;
    dated(paper, year, first(figures))?;
    for (name, all) in [
        ("Misconceptions, sure and wrong", &figures.misconceptions),
        ("Lucky guesses", &figures.lucky),
        ("Leeches, forgotten eight times", &figures.leeches),
        ("Suspended", &figures.suspended),
    ] {
        if !all.is_empty() {
            paper.gap()?;
            paper.say(&format!("{name}: {}", all.len()))?;
            for named in all {
                paper.hung("  ", &format!("{}: {}", named.question, library.stem(named)))?;
            }
        }
    }
    if !figures.weakest.is_empty() {
        paper.gap()?;
        paper.say("Read again:")?;
    }
    for weak in &figures.weakest {
        paper.hung("  ", &reading(weak, library))?;
    }
    Ok(())
}

/// What has an answer or is due, day by day.
fn dated<W: Write>(paper: &mut Paper<W>, values: &[u32], first: Day) -> io::Result<()> {
    let with = (0..).zip(values).filter(|(_, value)| **value > 0);
    let words: Vec<String> = with.map(|(n, value)| format!("{} {value}", first.plus(n))).collect();
    if words.is_empty() { Ok(()) } else { paper.hung("  ", &words.join(", ")) }
}

/// A passage to read again: where it stands, why, and its words.
fn reading(weak: &Weak, library: &Library) -> String {
    let bank = weak.questions.first().and_then(|id| library.bank(&id.bank));
    let source = bank.map_or_else(Vec::new, |bank| bank.source(&weak.citation));
    let why = if weak.misconceived { "sure, and wrong" } else { "not known" };
    let questions: Vec<&str> = weak.questions.iter().map(|id| id.question.as_str()).collect();
    let lapses =
        if weak.lapses > 0 { format!("; forgotten {}", many(weak.lapses as usize, "time")) } else { String::new() };
    let exact = text::squeeze(&weak.citation.exact);
    format!("{} ({why}{lapses}; {}): {exact}", source.join(", "), questions.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_breaks_its_row() {
        assert_eq!(cell("Mandate"), "Mandate");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        for formula in ["=1+1", "+1", "-1", "@sum", "  =1", "\t=1", "\r@x", "＝1"] {
            assert!(cell(formula).trim_start_matches('"').starts_with('\''), "{formula}");
        }
        assert!(!cell("\u{1b}[2J").contains('\u{1b}'));
    }

    #[test]
    fn every_value_of_the_json_has_a_row() {
        let mut out = Vec::new();
        rows(&mut out, "known", "", &json!(0.5)).unwrap();
        rows(&mut out, "weakest", "", &json!([{ "place": "=1", "questions": [{ "bank": "b" }], "none": null }]))
            .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "known,,0.5\nweakest,1.place,'=1\nweakest,1.questions.1.bank,b\nweakest,1.none,\n");
    }
}
