//! Flaws of questions and of the whole bank, as problems of the report.

use super::coverage::State;
use super::figures::{Figures, Share};
use super::rows::{ALLOWED_IN_VAIN, KEY_POSITION, LONGEST_SHARE, NOT_ASKED, SHORTEST_SHARE, is_allowable};
use super::{At, Report, coverage, pairs, rows};
use crate::bank::{Bank, LeftOut};
use crate::flaw::{self, Surroundings};
use crate::question::{Fault, Question};
use crate::text;

/// The most characters of a passage that a message quotes.
const QUOTED: usize = 60;

/// What is wrong with the flaws that a question allows.
pub fn allow_faults(question: &Question) -> Vec<Fault> {
    let allowed = question.allow.iter().enumerate();
    let faults = allowed.filter_map(|(n, allow)| {
        if !is_allowable(&allow.flaw) {
            let names = "docs/check.md lists the flaws by name";
            return Some(Fault::new(format!("allow[{n}].flaw"), format!("there is no flaw “{}”", allow.flaw), names));
        }
        let silent = text::squeeze(&allow.reason).is_empty();
        silent.then(|| Fault::new(format!("allow[{n}].reason"), "is empty", "say why the flaw is right here"))
    });
    faults.collect()
}

/// Finds every flaw of a bank's questions, and of the bank.
pub fn lint(bank: &Bank, left_out: &[LeftOut], parsed: &[(usize, Question)], report: &mut Report) {
    let head = bank.head();
    let around = Surroundings { language: head.language.as_deref(), aliases: &head.aliases };
    for (line, question) in parsed {
        flaws(question, &around, &at(*line, question), report);
    }
    let questions: Vec<&Question> = parsed.iter().map(|(_, question)| question).collect();
    for (row, late, early) in pairs::of(&questions) {
        let (Some((line, question)), Some((first, other))) = (parsed.get(late), parsed.get(early)) else { continue };
        let what = if row.name == rows::NEAR_DUPLICATE.name {
            format!("it asks the same as {} on line {first}", other.id)
        } else {
            format!("it and {} on line {first}: the stem of one says the key of the other", other.id)
        };
        report.row(row, Some(&at(*line, question)), "stem", what);
    }
    report.figures = Figures::of(&questions);
    shares(report);
    cover(bank, &questions, left_out, report);
}

fn at(line: usize, question: &Question) -> At {
    At { line, question: Some(question.id.to_string()) }
}

fn flaws(question: &Question, around: &Surroundings<'_>, place: &At, report: &mut Report) {
    let found = flaw::flaws_of(question, around);
    for found in found.iter().filter(|found| !found.allowed) {
        let flaw::Found { flaw, spot, .. } = found;
        let fault = Fault::new(&spot.at, &spot.what, flaw.remedy);
        report.add(flaw.severity, Some(flaw.name), Some(place), fault);
    }
    for (n, allow) in question.allow.iter().enumerate() {
        let in_vain = flaw::named(&allow.flaw).is_some() && !found.iter().any(|found| found.flaw.name == allow.flaw);
        if in_vain {
            let what = format!("it has no “{}”", allow.flaw);
            report.row(&ALLOWED_IN_VAIN, Some(place), format!("allow[{n}]"), what);
        }
    }
}

fn shares(report: &mut Report) {
    let told = |share: &Share| {
        let Share { count, of, chance, most } = share;
        format!("{count} of {of} times; chance gives {chance:.0}, and more than {most} one time in a hundred")
    };
    let Figures { places, longest, shortest, in_order, .. } = report.figures.clone();
    for (place, share) in places.iter().enumerate().filter(|(_, share)| share.stands_out()) {
        let what = format!(
            "of the {in_order} questions whose choices stand in order, the key is choice {} {}",
            place + 1,
            told(share)
        );
        report.row(&KEY_POSITION, None, "questions", what);
    }
    for (row, name, share) in [(&LONGEST_SHARE, "longest", longest), (&SHORTEST_SHARE, "shortest", shortest)] {
        if share.stands_out() {
            report.row(row, None, "questions", format!("the key is the {name} choice {}", told(&share)));
        }
    }
}

fn cover(bank: &Bank, questions: &[&Question], left_out: &[LeftOut], report: &mut Report) {
    let (covered, amiss) = coverage::of(bank, questions, left_out);
    for (entry, row) in amiss {
        let words = left_out.get(entry).map(|left_out| text::squeeze(&left_out.exact)).unwrap_or_default();
        let what = format!("“{}”", text::clip(&words, QUOTED));
        report.row(row, None, format!("left_out[{entry}]"), what);
    }
    // A faulty question may be the one that a passage is waiting for.
    let sound = !report.has_errors() && !questions.is_empty();
    for coverage in covered.iter().filter(|_| sound) {
        let holes = || coverage.passages.iter().filter(|passage| passage.state == State::NotAsked);
        let Some(first) = holes().next() else { continue };
        let many = holes().count();
        let words = text::clip(&first.words, QUOTED);
        let what = if many == 1 {
            format!("1 passage is neither asked nor left out, on {}: “{words}”", first.place)
        } else {
            format!("{many} passages are neither asked nor left out, the first on {}: “{words}”", first.place)
        };
        report.row(&NOT_ASKED, None, format!("documents “{}”", coverage.document), what);
    }
    report.coverage = covered;
    // A bank that says what it leaves out means to account for every passage.
    if !left_out.is_empty() {
        report.hold_to_coverage();
    }
}
