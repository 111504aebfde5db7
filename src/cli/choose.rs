//! From what was asked for on the command line to the questions drawn; what there is not is told with what there is.

use std::collections::BTreeSet;

use anyhow::{anyhow, bail};

use super::args::Choose;
use super::open::questions;
use super::settings::Settings;
use crate::bank::{Library, Unaskable};
use crate::id::{DocumentId, QuestionId, QuestionRef, TopicId};
use crate::question::{Drawn, Status};
use crate::session::{Agenda, Filter, Form, History, Limits, Mode, Options, Which, form, queue};
use crate::text;

/// Questions that were left out are told one by one up to this many.
const TOLD: usize = 5;

/// What was drawn, and what is to be said about questions that were left out.
pub struct Draw {
    /// What the sitting is to be.
    pub options: Options,
    /// What was drawn.
    pub form: Form,
    /// The questions, place by place.
    pub drawn: Vec<Drawn>,
    /// What is to be said about questions that were left out.
    pub notices: Vec<String>,
}

/// The options of a sitting of this kind where nothing is asked for but the settings.
#[must_use]
pub fn usual(mode: Mode, settings: &Settings, seed: u64) -> Options {
    let (count, minutes) = match mode {
        Mode::Practice => (Some(settings.practice.count), None),
        Mode::Study => (None, Some(settings.study.minutes).filter(|&minutes| minutes > 0)),
        Mode::Exam => (Some(settings.exam.count), Some(settings.exam.minutes).filter(|&minutes| minutes > 0)),
    };
    Options {
        mode,
        filter: Filter::default(),
        count: count.map(|count| count as usize),
        seed,
        picked: Vec::new(),
        minutes,
        pass: settings.exam.pass as u8,
    }
}

/// Lays what was asked for over the usual options.
///
/// # Errors
/// When a topic, tag or document is not there; the message lists those that are.
pub fn options(choose: &Choose, usual: Options, library: &Library) -> anyhow::Result<Options> {
    let which = [(choose.missed, Which::Missed), (choose.flagged, Which::Flagged), (choose.new, Which::New)];
    let heads = || library.banks().iter().map(|bank| bank.head());
    let topics: BTreeSet<&str> = heads().flat_map(|head| &head.topics).map(|topic| topic.id.as_str()).collect();
    let documents: BTreeSet<&str> = heads().flat_map(|head| &head.documents).map(|about| about.id.as_str()).collect();
    for topic in &choose.topic {
        known("topic", topic, &topics)?;
    }
    for document in &choose.document {
        known("document", document, &documents)?;
    }
    if !choose.tag.is_empty() {
        let tags = tags(library);
        let tags = tags.iter().map(String::as_str).collect();
        for tag in &choose.tag {
            known("tag", tag, &tags)?;
        }
    }
    Ok(Options {
        filter: Filter {
            topics: choose.topic.iter().filter_map(|id| TopicId::new(id.as_str()).ok()).collect(),
            tags: choose.tag.clone(),
            documents: choose.document.iter().filter_map(|id| DocumentId::new(id.as_str()).ok()).collect(),
            levels: choose.level.clone(),
            which: which.into_iter().find(|(asked, _)| *asked).map(|(_, which)| which),
        },
        count: choose.count.map(|count| count as usize).or(usual.count).filter(|_| choose.ids.is_empty()),
        ..usual
    })
}

fn tags(library: &Library) -> BTreeSet<String> {
    let at = (0..library.len()).filter_map(|position| library.at(position));
    at.filter_map(|(bank, index)| bank.question(index).ok()).flat_map(|question| question.tags.clone()).collect()
}

fn known(kind: &str, name: &str, names: &BTreeSet<&str>) -> anyhow::Result<()> {
    if names.contains(name) { Ok(()) } else { Err(unknown(kind, name, names.iter().copied())) }
}

/// There is nothing of this name; the message names the nearest, or all there are when they are few.
fn unknown<'a>(kind: &str, name: &str, names: impl Iterator<Item = &'a str>) -> anyhow::Error {
    let mut names: Vec<&str> = names.collect();
    let few = names.len() <= 30;
    if !few {
        names.sort_by_key(|other| distance(name, other));
        names.truncate(3);
    }
    let names = names.iter().map(|name| text::clean(name)).collect::<Vec<_>>().join(", ");
    let hint = match (names.is_empty(), few) {
        (true, _) => format!("there is no {kind} at all"),
        (false, true) => format!("there is {names}"),
        (false, false) => format!("the nearest are {names}"),
    };
    anyhow!("there is no {kind} “{}”\nhint: {hint}", text::clean(name))
}

/// How many letters must be put in, taken out or changed to make one name of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(200).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (n, a) in one.chars().take(200).enumerate() {
        let mut corner = n;
        let mut left = n + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(&other) {
            let best = (corner + usize::from(a != *b)).min(left + 1).min(*cell + 1);
            corner = std::mem::replace(cell, best);
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = n + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// The ids of questions picked by hand.
///
/// # Errors
/// When one is not there.
pub fn picked(library: &Library, ids: &[String]) -> anyhow::Result<Vec<QuestionId>> {
    let positions = ids.iter().map(|id| pick(library, id)).collect::<Result<Vec<_>, _>>()?;
    let id = |position| library.at(position).and_then(|(bank, index)| QuestionId::new(bank.id_at(index)?).ok());
    Ok(positions.into_iter().filter_map(id).collect())
}

/// Draws the questions of a sitting: those picked by hand, or as many as pass.
///
/// # Errors
/// When a picked question is not there, or nothing is left to ask.
pub fn draw(
    mut options: Options,
    ids: &[String],
    library: &Library,
    history: &History,
    (agenda, limits): (&Agenda, Limits),
) -> anyhow::Result<Draw> {
    let drafts = options.mode == Mode::Practice;
    let mut left_out = Vec::new();
    let (form, drawn) = if options.mode == Mode::Study && ids.is_empty() {
        let order = queue::of(library, &options, history, agenda, agenda.left(limits));
        form::draw_in_order(order, &options, history, |id| library.ask(library.position(id)?, drafts)?.ok())
    } else if ids.is_empty() {
        form::draw(library.len(), &options, history, |position| match library.ask(position, drafts)? {
            Ok(drawn) => Some(drawn),
            Err(why) => {
                left_out.push(why);
                None
            }
        })
    } else {
        let picked = ids.iter().map(|id| pick(library, id)).collect::<Result<Vec<_>, _>>()?;
        let mut drawn: Vec<Drawn> = Vec::new();
        for position in picked {
            match library.ask(position, drafts) {
                Some(Ok(question)) if drawn.iter().all(|other| other.id != question.id) => drawn.push(question),
                Some(Err(why)) => left_out.push(why),
                _ => {}
            }
        }
        options.picked = drawn.iter().map(|drawn| drawn.id.question.clone()).collect();
        (form::lay_out(&drawn, options.seed), drawn)
    };
    let notices = notices(&left_out);
    if drawn.is_empty() && options.mode == Mode::Study {
        bail!("nothing is due today, and no new question is left for it\nhint: `ibid practice` asks all the same");
    }
    if drawn.is_empty() {
        let mut lines = notices;
        lines.push(nothing(&options.filter, library));
        bail!("{}", lines.join("\n"));
    }
    Ok(Draw { options, form, drawn, notices })
}

fn nothing(filter: &Filter, library: &Library) -> String {
    match filter.which {
        _ if library.is_empty() => "there is no question to ask".to_owned(),
        Some(Which::Missed) => "there is no missed question to ask\nhint: leave out --missed".to_owned(),
        Some(Which::Flagged) => "there is no flagged question to ask\nhint: leave out --flagged".to_owned(),
        Some(Which::New) => "there is no question that was never asked\nhint: leave out --new".to_owned(),
        None if *filter == Filter::default() => "no question is left to ask\nhint: `ibid check` says why".to_owned(),
        None => "no question passes these filters\nhint: leave one out".to_owned(),
    }
}

/// The position of a question given as ID or BANK/ID.
fn pick(library: &Library, given: &str) -> anyhow::Result<usize> {
    let given = given.trim();
    let (bank, id) = given.split_once('/').map_or((None, given), |(bank, id)| (Some(bank), id));
    let banks =
        library.banks().iter().map(|open| &open.head().id).filter(|open| bank.is_none_or(|b| open.as_str() == b));
    let refs = banks.filter_map(|bank| Some(QuestionRef { bank: bank.clone(), question: QuestionId::new(id).ok()? }));
    let found: Vec<(QuestionRef, usize)> = refs.filter_map(|r| library.position(&r).map(|at| (r, at))).collect();
    match found.as_slice() {
        [(_, position)] => Ok(*position),
        [] => {
            let ids = (0..library.len()).filter_map(|position| {
                let (bank, index) = library.at(position)?;
                bank.id_at(index)
            });
            Err(unknown("question", given, ids))
        }
        several => {
            let names: Vec<_> = several.iter().map(|(id, _)| id.to_string()).collect();
            bail!("the question “{id}” is in several banks\nhint: give {}", names.join(" or "))
        }
    }
}

/// What is to be said about questions that were left out: each fault, up to a few; those that their status bars, as a sum.
fn notices(left_out: &[Unaskable]) -> Vec<String> {
    let faulty: Vec<_> = left_out.iter().filter(|why| matches!(why, Unaskable::Faulty { .. })).collect();
    let barred = |status| left_out.iter().filter(|why| matches!(why, Unaskable::Status(_, s) if *s == status)).count();
    let mut notices: Vec<String> = faulty.iter().take(TOLD).map(|why| format!("left out: {why}")).collect();
    if faulty.len() > TOLD {
        notices.push(format!("left out: {} more that are faulty", questions(faulty.len() - TOLD)));
    }
    if !faulty.is_empty() {
        notices.push("hint: `ibid check` reports every problem at once".to_owned());
    }
    for (status, name) in [(Status::Draft, "a draft"), (Status::Stale, "stale"), (Status::Conflict, "in conflict")] {
        match barred(status) {
            0 => {}
            1 => notices.push(format!("left out: 1 question that is {name}")),
            count => notices.push(format!("left out: {count} questions, each {name}")),
        }
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        assert_eq!(distance("mandate", "mandate"), 0);
        assert_eq!(distance("mandat", "mandate"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        let names: Vec<String> = (0..40).map(|n| format!("name-{n}")).collect();
        let error = unknown("topic", "nam-33", names.iter().map(String::as_str)).to_string();
        assert!(error.contains("the nearest are name-33, "), "{error}");
        assert!(error.starts_with("there is no topic “nam-33”\n"), "{error}");
    }

    #[test]
    fn a_filter_that_is_not_there_is_told_with_those_that_are() {
        let library = Library::new(vec![crate::bank::Bank::embedded()]).unwrap();
        let usual = || usual(Mode::Practice, &Settings::default(), 1);
        let asked = |choose: Choose| options(&choose, usual(), &library).map_err(|error| error.to_string());
        let topic = asked(Choose { topic: vec!["mandat".into()], ..Choose::default() }).unwrap_err();
        assert!(topic.contains("“mandat”") && topic.contains("mandate"), "{topic}");
        let document = asked(Choose { document: vec!["un".into()], ..Choose::default() }).unwrap_err();
        assert!(document.contains("un-mission"), "{document}");
        assert!(asked(Choose { tag: vec!["\u{1b}[2J".into()], ..Choose::default() }).unwrap_err().contains("␛[2J"));
        let history = History::default();
        let none = (&Agenda::default(), Limits { new: 0, reviews: 0 });
        let picked =
            |id: &str| draw(usual(), &[id.to_owned()], &library, &history, none).map(|draw| draw.options.picked);
        let id = library.at(0).and_then(|(bank, index)| bank.id_at(index)).unwrap();
        assert_eq!(picked(id).unwrap()[0].as_str(), id);
        assert_eq!(picked(&format!("un-peace-operations/{id}")).unwrap().len(), 1);
        assert!(picked("other/nothing").is_err() && picked("../x").is_err());
    }

    #[test]
    fn many_faults_are_summed_up() {
        let faulty = |n: usize| Unaskable::new(format!("q{n}"), Vec::new());
        let mut left_out: Vec<_> = (0..7).map(faulty).collect();
        left_out.push(Unaskable::Status("d".into(), Status::Draft));
        let notices = notices(&left_out);
        assert_eq!(notices.len(), 5 + 1 + 1 + 1);
        assert_eq!(notices[5], "left out: 2 questions more that are faulty");
        assert_eq!(notices[7], "left out: 1 question that is a draft");
    }
}
