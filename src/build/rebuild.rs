//! Building again into a bank that is there: ids, the author's edits and verdicts stay, citations are found again, and
//! what the documents now say otherwise is told.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Built;
use super::corpus::Corpus;
use super::ledger::{Before, Entry, FIELDS, Ledger, Why, mark, marks, take};
use super::record;
use crate::bank::{BankFile, Topic};
use crate::id::QuestionId;
use crate::journal::{Journal, Records};
use crate::question::{Choice, Citation, Parts};
use crate::text;

mod bar;
mod change;
mod conflict;
mod evidence;
mod matches;
mod recheck;

use bar::{bar, bar_conflict, stale};
pub use change::{Change, Outcome, Side};
use evidence::{Evidence, State};
use matches::{Fresh, Match, asked, key, matches};

/// A bank as it stands, before it is built again.
#[derive(Debug)]
pub struct Standing {
    /// Its file; the documents that it lists are those of the corpus as it now is, and those that could not be read.
    pub bank: BankFile,
    /// What the builder wrote.
    pub ledger: Ledger,
    /// What the author decided.
    pub verdicts: Journal,
    /// Marks of the passages that its documents had when it was last built; empty when nothing is known of them.
    pub known: HashSet<String>,
}

impl Standing {
    /// What the author made of each family's questions so far.
    #[must_use]
    pub fn records(&self) -> Records {
        self.verdicts.records_with(|id| self.ledger.questions.get(id).map(|entry| entry.family.clone()))
    }
}

/// What became of it.
#[derive(Debug)]
pub struct Rebuilt {
    /// The bank's file.
    pub bank: BankFile,
    /// What the builder wrote.
    pub ledger: Ledger,
    /// What became of each question, in the order of the bank; new ones last.
    pub changes: Vec<Change>,
    /// How many questions were made again and stay out, because the author rejected or removed them.
    pub kept_out: usize,
}

/// Builds again.
#[must_use]
pub fn rebuild(standing: Standing, corpus: &Corpus, built: &Built) -> Rebuilt {
    let records = standing.records();
    let Standing { bank, ledger, verdicts, known } = standing;
    let fresh: Vec<Fresh<'_>> =
        built.questions.iter().filter_map(|(question, fact)| Fresh::of(question, fact)).collect();
    let evidence = Evidence::new(corpus);
    let matches = matches(&bank.questions, &ledger, &fresh, &evidence);
    let mut work = Work {
        corpus,
        conflicts: conflict::conflicts(corpus, &fresh, &built.conflicts),
        recheck: recheck::Recheck::new(corpus, &known),
        evidence,
        records,
        names: HashMap::new(),
        spare: &built.spare,
        ledger,
        changes: Vec::new(),
        fresh,
    };
    let mut used: HashSet<usize> = HashSet::new();
    for (question, found) in bank.questions.iter().zip(&matches) {
        if let Match::Same(n) | Match::Changed(n) = found {
            used.insert(*n);
            work.names.insert(work.fresh[*n].question.id.clone(), question.id.clone()); // matches are places in `fresh`
        }
    }
    let there: HashSet<QuestionId> = bank.questions.iter().map(|question| question.id.clone()).collect();
    let by_hand: HashSet<(String, String)> = (bank.questions.iter())
        .filter(|question| !work.ledger.questions.contains_key(&question.id))
        .flat_map(|question| asked(question).collect::<Vec<_>>())
        .collect();
    let mut new = Vec::new();
    let mut kept_out = 0;
    for (n, fresh) in work.fresh.iter().enumerate().filter(|(n, _)| !used.contains(n)) {
        let id = &fresh.question.id;
        if verdicts.rejected(id).is_some() || work.ledger.questions.contains_key(id) {
            kept_out += 1;
        } else if !there.contains(id) && !asked(fresh.question).any(|asked| by_hand.contains(&asked)) {
            new.push(n);
        }
    }
    let stay: HashSet<QuestionId> =
        there.iter().cloned().chain(new.iter().map(|n| work.fresh[*n].question.id.clone())).collect();
    let BankFile { mut head, questions, tail } = bank;
    let sorted = questions.is_sorted_by(|a, b| a.id.as_str() <= b.id.as_str());
    let mut questions: Vec<Parts> =
        (questions.into_iter().zip(matches)).map(|(question, found)| work.standing(question, found, &stay)).collect();
    for n in new {
        questions.push(work.add(n, &stay));
    }
    if sorted {
        questions.sort_by(|a, b| a.id.as_str().cmp(b.id.as_str()));
    }
    aliases(&mut head.aliases, &built.aliases, &mut work.ledger);
    let mut topics: BTreeSet<String> = head.topics.iter().map(|topic| topic.id.to_string()).collect();
    for source in corpus.sources() {
        let used = questions.iter().find(|question| question.topic.as_str() == source.id.as_str());
        if let Some(question) = used.filter(|question| topics.insert(question.topic.to_string())) {
            let title = text::clean(&source.title).into_owned();
            head.topics.push(Topic { id: question.topic.clone(), title, extra: serde_json::Map::new() });
        }
    }
    Rebuilt { bank: BankFile { head, questions, tail }, ledger: work.ledger, changes: work.changes, kept_out }
}

/// Takes in the sets of names that the documents give and the bank does not know yet; one that shares a name with a set
/// of the bank, or that the author took out, stays out.
fn aliases(mine: &mut Vec<Vec<String>>, found: &[Vec<String>], ledger: &mut Ledger) {
    let mut known: HashSet<String> = mine.iter().flatten().map(|name| text::fold(name)).collect();
    for set in found {
        let new = ledger.aliases.insert(mark(&set.join("\n")));
        let names: Vec<String> = set.iter().map(|name| text::fold(name)).collect();
        if new && !names.iter().any(|name| known.contains(name)) {
            mine.push(set.clone());
            known.extend(names);
        }
    }
}

/// What is at hand while each question is looked at.
struct Work<'b> {
    corpus: &'b Corpus,
    fresh: Vec<Fresh<'b>>,
    conflicts: BTreeMap<usize, conflict::Other>,
    recheck: recheck::Recheck,
    evidence: Evidence<'b>,
    records: Records,
    /// The ids under which the bank has questions that are made now.
    names: HashMap<QuestionId, QuestionId>,
    /// Further wrong choices of what is made now.
    spare: &'b BTreeMap<QuestionId, Vec<Choice>>,
    ledger: Ledger,
    changes: Vec<Change>,
}

impl Work<'_> {
    /// A question that is new.
    fn add(&mut self, n: usize, stay: &HashSet<QuestionId>) -> Parts {
        let mut parts = self.parts(n, stay);
        let mut entry = self.entry(n, &parts);
        let mut change = Change::new(&parts, Outcome::New);
        change.new = Some(Side::of(&parts));
        if let Some(other) = self.conflicts.get(&n) {
            change.old = Some(Side::of(&parts));
            bar_conflict(&mut parts, &mut entry, other, &mut change);
        }
        self.ledger.questions.insert(parts.id.clone(), entry);
        self.changes.push(change);
        parts
    }

    /// What the builder makes now, under the ids of the bank.
    fn parts(&self, n: usize, stay: &HashSet<QuestionId>) -> Parts {
        let mut parts = Parts::clone(self.fresh[n].question); // `n` is a place in `fresh`
        for id in &mut parts.not_with {
            if let Some(name) = self.names.get(id) {
                id.clone_from(name);
            }
        }
        parts.not_with.retain(|id| stay.contains(id));
        parts
    }

    fn entry(&self, n: usize, parts: &Parts) -> Entry {
        let fresh = &self.fresh[n]; // `n` is a place in `fresh`
        let spare = self.spare.get(&fresh.question.id).map(Vec::as_slice).unwrap_or_default();
        // Strings only: cannot fail.
        let spare = spare.iter().filter_map(|choice| serde_json::to_value(choice).ok()).collect();
        Entry {
            family: fresh.family.name.to_owned(),
            fact: fresh.id,
            answer: fresh.fact.answer.clone(),
            confidence: record::confidence(&self.records, fresh.family),
            wrote: marks(parts),
            barred: None,
            told: BTreeSet::new(),
            proposed: None,
            spare,
            extra: serde_json::Map::new(),
        }
    }

    /// A question that is there.
    fn standing(&mut self, question: Parts, found: Match, stay: &HashSet<QuestionId>) -> Parts {
        let Some(mut entry) = self.ledger.questions.remove(&question.id) else {
            let change = self.by_hand(&question);
            self.changes.push(change);
            return question;
        };
        let before = question.clone();
        let mut question = question;
        Self::company(&mut question, &mut entry, stay);
        let mut change = Change::new(&question, Outcome::Kept);
        change.old = Some(Side::of(&before));
        match found {
            Match::Same(n) => self.same(&mut question, &mut entry, n, stay, &mut change),
            Match::Changed(n) => {
                let parts = self.parts(n, stay);
                change.new = Some(Side::of(&parts));
                entry.spare = self.entry(n, &parts).spare;
                stale(&mut question, &mut entry, Some(&parts), &mut change);
            }
            Match::Reworded => {
                change.new = self.evidence.now(&question);
                stale(&mut question, &mut entry, None, &mut change);
            }
            Match::Alone => self.alone(&mut question, &mut entry, &mut change),
        }
        if !change.outcome.bars() && question != before {
            change.outcome = change.outcome.max(Outcome::Refreshed);
            change.new = change.new.or_else(|| Some(Side::of(&question)));
            let (old, new) = (marks(&before), marks(&question));
            change.fields = FIELDS.into_iter().filter(|field| old.get(*field) != new.get(*field)).collect();
            if before.status != question.status {
                change.fields.push("status");
            }
        }
        self.ledger.questions.insert(question.id.clone(), entry);
        self.changes.push(change);
        question
    }

    /// What was written by hand is only looked at: whether every quote of it still stands, and else what stands there.
    fn by_hand(&self, question: &Parts) -> Change {
        let quotes = question.citations.iter().chain(question.choices.iter().flat_map(|choice| &choice.citations));
        let lost = quotes.filter(|citation| self.evidence.again(citation).as_ref() != Some(*citation)).count() > 0;
        let mut change = Change::new(question, if lost { Outcome::Orphaned } else { Outcome::Kept });
        change.old = lost.then(|| Side::of(question));
        change.new = self.evidence.now(question).filter(|_| lost);
        change
    }

    /// Questions that are not in the bank any more are named no more.
    fn company(mine: &mut Parts, entry: &mut Entry, stay: &HashSet<QuestionId>) {
        if mine.not_with.iter().all(|id| stay.contains(id)) {
            return;
        }
        let own = marks(mine).get("not_with") == entry.wrote.get("not_with");
        mine.not_with.retain(|id| stay.contains(id));
        if own {
            entry.wrote.extend(marks(mine).remove_entry("not_with"));
        }
    }

    /// The documents still say it, and the builder still makes it.
    fn same(&self, mine: &mut Parts, entry: &mut Entry, n: usize, stay: &HashSet<QuestionId>, change: &mut Change) {
        let fresh = self.parts(n, stay);
        let frozen = entry.before(mine.status) == Before::Accepted;
        let checked = frozen || marks(mine).get("choices") != entry.wrote.get("choices");
        let Entry { family, fact, answer, confidence, wrote, spare, .. } = self.entry(n, &fresh);
        (entry.family, entry.fact, entry.answer, entry.confidence) = (family, fact, answer, confidence);
        entry.spare = spare;
        if !frozen {
            take(mine, &fresh, &entry.wrote);
            entry.wrote = wrote;
        }
        self.mend(mine, entry, Some(&fresh));
        entry.proposed = None;
        self.lift(mine, entry);
        if let Some(other) = self.conflicts.get(&n) {
            bar_conflict(mine, entry, other, change);
        } else if checked {
            self.check(mine, entry, change);
        }
    }

    /// The builder does not make it any more, or never did so well.
    fn alone(&self, mine: &mut Parts, entry: &mut Entry, change: &mut Change) {
        match self.evidence.of(mine).0 {
            State::Unread => {}
            State::Stands(_) => {
                self.mend(mine, entry, None);
                self.lift(mine, entry);
                self.check(mine, entry, change);
            }
            State::Answers | State::Lost => change.outcome = Outcome::Orphaned,
        }
    }

    /// Finds the citations again. A distractor whose passage is gone stays, without it.
    fn mend(&self, mine: &mut Parts, entry: &mut Entry, fresh: Option<&Parts>) {
        let before = marks(mine);
        let mut lost = false;
        // What the builder cites now is there.
        let cited = |citation: &Citation| fresh.is_some_and(|fresh| fresh.citations.contains(citation));
        for citation in mine.citations.iter_mut().filter(|citation| !cited(citation)) {
            match self.evidence.again(citation) {
                Some(again) => *citation = again,
                None => lost = true,
            }
        }
        if let Some(fresh) = fresh.filter(|_| lost) {
            mine.citations.clone_from(&fresh.citations);
        }
        let cited = |choice: &Choice| fresh.is_some_and(|fresh| fresh.choices.contains(choice));
        for choice in mine.choices.iter_mut().filter(|choice| !cited(choice)) {
            let again: Vec<Option<Citation>> = choice.citations.iter().map(|it| self.evidence.again(it)).collect();
            if again.iter().all(Option::is_some) {
                choice.citations = again.into_iter().flatten().collect();
            } else if let Some(same) = fresh.and_then(|it| it.choices.iter().find(|it| it.text == choice.text)) {
                choice.rationale.clone_from(&same.rationale);
                choice.citations.clone_from(&same.citations);
            } else if !choice.key {
                choice.citations.clear();
                choice.rationale.clear();
            }
        }
        // What was the builder's before is the builder's now.
        let after = marks(mine);
        for field in ["citations", "choices"] {
            if entry.wrote.get(field) == before.get(field) {
                entry.wrote.extend(after.get(field).map(|mark| (field.to_owned(), mark.clone())));
            }
        }
    }

    /// Lifts the builder's own bar where its reason is gone.
    fn lift(&self, mine: &mut Parts, entry: &mut Entry) {
        let gone = entry.barred.as_ref().is_some_and(|barred| match barred.why {
            Why::Stale => true,
            Why::Conflict => !self.evidence.holds(barred),
        });
        if gone && let Some(barred) = entry.barred.take() {
            // A status that is not the builder's is the author's.
            if mine.status == Some(barred.why.status()) {
                mine.status = barred.before.status();
            }
        }
    }

    /// Looks whether a document now says that one of the wrong choices is right.
    fn check(&self, mine: &mut Parts, entry: &mut Entry, change: &mut Change) {
        let Some((choice, place)) = self.recheck.made_true(self.corpus, mine) else { return };
        let source = self.corpus.source(place);
        let quote = self.corpus.text(place);
        let told = mark(&format!("true\n{choice}\n{quote}"));
        change.new = Some(Side { answer: choice, document: source.title.clone(), quote: quote.to_owned() });
        change.why = Some("a wrong choice may be right now");
        let place = (source.id.clone(), quote.to_owned());
        bar(mine, entry, Why::Conflict, Some(place), told, change);
    }
}

#[cfg(test)]
mod tests;
