//! `ibid review`: the author's verdicts, on screens or as lines.

use std::io::{self, BufRead, IsTerminal as _, Write};
use std::sync::Arc;

use anyhow::{anyhow, bail};

use super::open;
use super::plain::line;
use super::plain::paper::Paper;
use super::{Exit, Setup, keep, sit, tell_all};
use crate::bank::{Bank, Library};
use crate::clock::Moment;
use crate::question::{Citation, Question};
use crate::review::{Folder, Opened, Report, Review, Ruling, Verdict, flaws};
use crate::session::What;
use crate::store::Store;
use crate::text;
use crate::tui::First;

/// `ibid review`.
///
/// # Errors
/// When the bank cannot be opened or is part of the program, or while an exam is open on it.
pub fn review(setup: &Setup) -> anyhow::Result<Exit> {
    let Some(path) = setup.common.bank.first() else { bail!("which bank?") };
    let embedded = || {
        anyhow!("the embedded bank is part of the program and is not changed\nhint: `ibid new` makes one of your own")
    };
    if path.as_os_str() == open::EMBEDDED {
        return Err(embedded());
    }
    let bank = Bank::open(path)?;
    let mut folder = Folder::of(&bank).ok_or_else(embedded)?;
    let store = open::store(setup.paths.data.as_deref(), setup.settings.day_turns_at, Moment::now()).ok();
    let reports = store.as_ref().map(|store| reports(store, &bank)).unwrap_or_default();
    let Opened { review, bank, mut notices } = folder.open(bank, reports);
    let library = Library::new(vec![bank])?;
    if !setup.plain() {
        notices.truncate(3); // there is one line for them
        drop(store);
        return setup.screens(open::Opened { library, notices }, First::Review(Box::new(review)));
    }
    if let Some(store) = &store {
        keep::no_exam_open(store, &library)?;
    }
    drop(store);
    tell_all("warning", &notices);
    let Some(bank) = library.banks().first().cloned() else { return Err(embedded()) };
    let stdin = io::stdin();
    let echo = !stdin.is_terminal();
    let paper = Paper::new(io::stdout().lock(), sit::columns());
    let mut lines = Lines { review, bank, folder, input: stdin.lock(), paper, echo, clock: Moment::now };
    match lines.run() {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Left),
        done => Ok(done?),
    }
}

/// What learners reported of a bank's questions.
fn reports(store: &Store, bank: &Bank) -> Vec<Report> {
    let records = store.faults().unwrap_or_default().into_iter();
    let report = records.filter_map(|record| match record.what {
        What::Fault { question, text, .. } if question.bank == bank.head().id => {
            Some(Report { question: question.question, at: record.stamp.moment.at, words: text })
        }
        _ => None,
    });
    report.collect()
}

/// What was said of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Accept,
    Reject(String),
    /// Another distractor in the place of this choice, from 0.
    Distractor(usize),
    Skip,
    Undo,
    Family,
    Help,
    Leave,
    Nothing,
}

fn said(typed: &str) -> Said {
    let typed = typed.trim();
    let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let rest = rest.trim();
    match (word, rest) {
        ("a" | "accept", "") => Said::Accept,
        ("r" | "reject", reason) => Said::Reject(reason.to_owned()),
        ("d" | "distractor", number) => match number.parse::<usize>() {
            Ok(number) if number > 0 => Said::Distractor(number - 1),
            _ => Said::Nothing,
        },
        ("s" | "skip", "") => Said::Skip,
        ("u" | "undo", "") => Said::Undo,
        ("B" | "family", "") => Said::Family,
        ("?" | "help", "") => Said::Help,
        ("q" | "quit", "") => Said::Leave,
        _ => Said::Nothing,
    }
}

/// A review as lines.
struct Lines<R, W> {
    review: Review,
    bank: Arc<Bank>,
    folder: Folder,
    input: R,
    paper: Paper<W>,
    echo: bool,
    clock: fn() -> Moment,
}

impl<R: BufRead, W: Write> Lines<R, W> {
    /// Asks for verdicts until nothing is left, or the person leaves.
    fn run(&mut self) -> io::Result<Exit> {
        let mut shown = None;
        loop {
            let (judged, all) = self.review.progress();
            let question = self.review.question(&self.bank);
            if self.review.current().is_none() {
                self.paper.say(&format!("Nothing left to review; {judged} judged."))?;
                if self.review.unreadable() > 0 {
                    let unread = open::questions(self.review.unreadable());
                    self.paper.say(&format!("{unread} cannot be read: `ibid check` tells why."))?;
                }
                return Ok(Exit::Finished);
            }
            let now = format!("{question:?}");
            if shown.as_ref() != Some(&now) {
                self.show()?;
                shown = Some(now);
            }
            self.paper.prompt(&format!("Verdict ({judged} of {all} judged):"))?;
            let Some(typed) = line::next(&mut self.input)? else {
                self.paper.gap()?;
                return Ok(Exit::Left);
            };
            if self.echo {
                self.paper.echo(&typed)?;
            }
            if self.take(&said(&typed))? {
                return Ok(Exit::Left);
            }
        }
    }

    /// Does what was said. Whether the person leaves.
    fn take(&mut self, said: &Said) -> io::Result<bool> {
        let now = (self.clock)();
        let ruling = match said {
            Said::Leave => return Ok(true),
            Said::Nothing => Err("Type a, r REASON, d NUMBER, s, u, B, ? or q.".to_owned()),
            Said::Help => {
                Err("a accepts, r REASON rejects, d NUMBER gives that choice another distractor, s skips, u takes \
                the last verdict back, B accepts the rest of the family, q leaves; everything is kept."
                    .to_owned())
            }
            Said::Accept => self.review.accept(&self.bank, now),
            Said::Reject(reason) => self.review.reject(&self.bank, reason, now),
            Said::Distractor(place) => self.review.distractor(&self.bank, *place, now),
            Said::Skip => self.review.skip(&self.bank, now),
            Said::Undo => self.review.undo(&self.bank, now),
            Said::Family => self.review.accept_family(&self.bank, now),
        };
        match ruling.and_then(|ruling| Ok((self.folder.keep(&self.bank, &ruling)?, ruling))) {
            Err(why) => self.paper.say(&why)?,
            Ok(((bank, notice), ruling)) => {
                if let Some(notice) = notice {
                    self.paper.say(&notice)?;
                }
                self.review.ruled(&bank, &ruling);
                self.bank = Arc::new(bank);
                self.paper.say(&told(&ruling))?;
                self.paper.gap()?;
            }
        }
        Ok(false)
    }

    /// The question at hand with all that speaks for and against it.
    fn show(&mut self) -> io::Result<()> {
        let Self { review, bank, paper, .. } = self;
        let (Some(item), Some(question)) = (review.current(), review.question(bank)) else { return Ok(()) };
        let question = match question {
            Ok(question) => question,
            Err(faults) => {
                paper.say(&format!("{} cannot be read:", item.id))?;
                return faults.iter().try_for_each(|fault| paper.say(&format!("{fault}; {}", fault.remedy)));
            }
        };
        paper.say(&format!("{}: {}.", question.id, item.why.name()))?;
        if let Some(family) = &item.family {
            paper.say(&format!("Family “{family}”: {}.", review.told_of(family)))?;
        }
        for report in review.reports_of(&item.id) {
            paper.say(&format!("Reported by a learner: {}", report.words))?;
        }
        paper.say(&question.stem)?;
        choices(paper, bank, &question)?;
        question.citations.iter().try_for_each(|citation| passage(paper, bank, citation))?;
        if let Some(proposed) = review.proposed(bank, &question) {
            let keys: Vec<&str> =
                proposed.choices.iter().filter(|choice| choice.key).map(|choice| choice.text.as_str()).collect();
            paper.say(&format!("The documents now say: {}", keys.join("; ")))?;
            proposed.citations.iter().try_for_each(|citation| passage(paper, bank, citation))?;
        }
        if let Some(against) = review.against(&question) {
            paper.say("Against it:")?;
            passage(paper, bank, &against)?;
        }
        for fault in bank.faults_of(&question) {
            paper.say(&format!("Not asked: {fault}; {}.", fault.remedy))?;
        }
        for found in flaws(bank, &question) {
            paper.say(&format!("Flaw: {}: {}; {}.", found.flaw.name, found.spot.what, found.flaw.remedy))?;
        }
        Ok(())
    }
}

fn choices<W: Write>(paper: &mut Paper<W>, bank: &Bank, question: &Question) -> io::Result<()> {
    for (n, choice) in (1..).zip(&question.choices) {
        let key = if choice.key { " (the answer)" } else { "" };
        paper.hung(&format!("{n}  "), &format!("{}{key}", choice.text))?;
        if !choice.rationale.is_empty() {
            paper.hung("   ", &choice.rationale)?;
        }
        for citation in &choice.citations {
            let source = bank.source(citation).join(", ");
            paper.hung("   ", &format!("From {source}: “{}”", text::squeeze(&citation.exact)))?;
        }
    }
    Ok(())
}

fn passage<W: Write>(paper: &mut Paper<W>, bank: &Bank, citation: &Citation) -> io::Result<()> {
    paper.say(&format!("From {}:", bank.source(citation).join(", ")))?;
    paper.hung("  ", &text::squeeze(&citation.exact))?;
    let words: Vec<String> = citation.answer.iter().map(|words| format!("“{}”", text::squeeze(words))).collect();
    if words.is_empty() { Ok(()) } else { paper.say(&format!("The words that hold it: {}", words.join(", "))) }
}

/// What became of a ruling, in words.
fn told(ruling: &Ruling) -> String {
    let Some(line) = ruling.lines.first() else { return "Back to what was skipped.".to_owned() };
    match (&line.verdict, ruling.lines.len()) {
        (Verdict::Accept { .. }, 1) => format!("Accepted: {}.", line.id),
        (Verdict::Accept { .. }, many) => format!("Accepted: {many} of one family."),
        (Verdict::Reject { .. }, _) => format!("Rejected: {}.", line.id),
        (Verdict::Distractor { .. }, _) => "Another distractor.".to_owned(),
        (Verdict::Edit { .. }, _) => format!("Edited: {}.", line.id),
        (Verdict::Skip, _) => format!("Left for later: {}.", line.id),
        (Verdict::Undo, 1) => format!("Taken back: {}.", line.id),
        (Verdict::Undo, many) => format!("Taken back: {many} questions."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_verdict() {
        for (typed, expected) in [
            ("a", Said::Accept),
            (" accept \r", Said::Accept),
            ("r", Said::Reject(String::new())),
            ("r  two are  right", Said::Reject("two are  right".to_owned())),
            ("d 2", Said::Distractor(1)),
            ("d 0", Said::Nothing),
            ("d", Said::Nothing),
            ("s", Said::Skip),
            ("B", Said::Family),
            ("b", Said::Nothing),
            ("accept it", Said::Nothing),
            ("", Said::Nothing),
            ("q", Said::Leave),
        ] {
            assert_eq!(said(typed), expected, "{typed:?}");
        }
    }
}
