use super::*;
use crate::bank::{About, Head, Tail};
use crate::build::{Options, Source, build};
use crate::document::Document;
use crate::id::{BankId, Digest, DocumentId};
use crate::question::{Question, Status};

const HISTORY: &str = "Ayr Library was founded in 1912 by a group of teachers. \
    Queen Street Market opened in 1934 near the harbour of Ayr. The catalogue of Ayr Library was printed for the first \
    time in 1921. A fire at the Ayr Gazette destroyed most of its newspapers in 1943.\n";

fn corpus(texts: &[&str]) -> Corpus {
    let source = |(n, text): (usize, &&str)| Source {
        id: DocumentId::new(format!("d{n}")).unwrap(),
        title: format!("Document {n}"),
        document: Document::read(text.as_bytes().to_vec()),
    };
    Corpus::new(texts.iter().enumerate().map(source).collect())
}

fn empty() -> Standing {
    let head = Head {
        schema: None,
        format: 1,
        id: BankId::new("b").unwrap(),
        title: "B".to_owned(),
        language: None,
        description: None,
        documents: Vec::<About>::new(),
        aliases: Vec::new(),
        topics: Vec::new(),
    };
    Standing {
        bank: BankFile { head, questions: Vec::new(), tail: Tail::default() },
        ledger: Ledger::default(),
        verdicts: Journal::default(),
        known: HashSet::new(),
    }
}

fn run(standing: Standing, texts: &[&str]) -> Rebuilt {
    let corpus = corpus(texts);
    let built = build(&corpus, &Options::default());
    rebuild(standing, &corpus, &built)
}

/// Builds over some texts, lets the author work on the bank, and builds again over others.
fn again(before: &[&str], author: impl FnOnce(&mut Standing), after: &[&str]) -> (BankFile, Rebuilt) {
    let first = run(empty(), before);
    assert!(first.changes.iter().all(|change| change.outcome == Outcome::New));
    let corpus = corpus(before);
    let known = corpus.places().map(|place| mark(corpus.text(place))).collect();
    // What is written is what is read.
    let ledger = Ledger::parse(&first.ledger.to_json()).unwrap();
    assert_eq!(ledger, first.ledger);
    let mut standing = Standing { bank: first.bank, ledger, verdicts: Journal::default(), known };
    author(&mut standing);
    let bank = standing.bank.clone();
    (bank, run(standing, after))
}

fn change<'r>(rebuilt: &'r Rebuilt, stem: &str) -> &'r Change {
    rebuilt.changes.iter().find(|change| change.stem.contains(stem)).unwrap()
}

fn asks<'b>(bank: &'b BankFile, stem: &str) -> &'b Parts {
    bank.questions.iter().find(|question| question.stem.contains(stem)).unwrap()
}

fn of<'b>(bank: &'b mut BankFile, stem: &str) -> &'b mut Parts {
    bank.questions.iter_mut().find(|question| question.stem.contains(stem)).unwrap()
}

fn outcomes(rebuilt: &Rebuilt) -> Vec<Outcome> {
    rebuilt.changes.iter().map(|change| change.outcome).collect()
}

#[test]
fn nothing_changes_where_nothing_changed() {
    let (bank, rebuilt) = again(&[HISTORY], |_| (), &[HISTORY]);
    assert_eq!(bank.to_json(), rebuilt.bank.to_json());
    assert_eq!(outcomes(&rebuilt), [Outcome::Kept; 4]);
    assert!(bank.questions.is_sorted_by(|a, b| a.id.as_str() <= b.id.as_str()));
    assert_eq!(bank.head.topics.len(), 1, "the document is the topic");
}

#[test]
fn a_sentence_that_is_reworded_keeps_its_question() {
    let text = HISTORY.replace("was printed for the first time", "was for the first time printed in full");
    let (bank, rebuilt) = again(&[HISTORY], |_| (), &[&text]);
    assert_eq!(change(&rebuilt, "catalogue").outcome, Outcome::Refreshed);
    let ids = |bank: &BankFile| bank.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&bank), ids(&rebuilt.bank));
    assert!(asks(&rebuilt.bank, "catalogue").stem.contains("printed in full"), "a draft takes the new words");
}

#[test]
fn what_was_accepted_is_frozen_and_its_citation_found_again() {
    let text = HISTORY.replace("was printed for the first time", "was for the first time printed in full");
    let accept = |standing: &mut Standing| of(&mut standing.bank, "catalogue").status = None;
    let (bank, rebuilt) = again(&[HISTORY], accept, &[&text]);
    let (old, new) = (asks(&bank, "catalogue"), asks(&rebuilt.bank, "catalogue"));
    assert_eq!((&old.stem, &old.choices, new.status), (&new.stem, &new.choices, None));
    assert!(new.citations[0].exact.contains("printed in full"));
}

#[test]
fn an_edit_wins_over_the_builder_and_the_rest_is_made_anew() {
    let edit = |standing: &mut Standing| {
        of(&mut standing.bank, "catalogue").stem = "When was the catalogue first printed?".to_owned();
    };
    let (_, rebuilt) = again(&[HISTORY], edit, &[&HISTORY.replace("1934", "1931")]);
    let question = asks(&rebuilt.bank, "catalogue");
    assert_eq!(question.stem, "When was the catalogue first printed?");
    assert!(question.choices.iter().any(|choice| choice.text == "1931"), "its choices are the builder's");
}

#[test]
fn a_changed_answer_makes_the_question_stale_once() {
    let accept = |standing: &mut Standing| of(&mut standing.bank, "catalogue").status = None;
    let text = HISTORY.replace("1921", "1922");
    let (bank, rebuilt) = again(&[HISTORY], accept, &[&text]);
    let told = change(&rebuilt, "catalogue");
    assert_eq!(told.outcome, Outcome::Stale);
    assert_eq!(
        (told.old.as_ref().unwrap().answer.as_str(), told.new.as_ref().unwrap().answer.as_str()),
        ("1921", "1922")
    );
    let (old, new) = (asks(&bank, "catalogue"), asks(&rebuilt.bank, "catalogue"));
    assert_eq!((&old.id, new.status, new.revision), (&new.id, Some(Status::Stale), Some(2)));
    assert_eq!(rebuilt.bank.questions.len(), 4, "the new answer waits for the author and is no new question");
    assert!(rebuilt.ledger.questions[&new.id].proposed.is_some());

    let standing = |rebuilt: Rebuilt| Standing { bank: rebuilt.bank, ledger: rebuilt.ledger, ..empty() };
    let id = new.id.clone();
    let once_more = run(standing(rebuilt), &[&text]);
    let question = once_more.bank.questions.iter().find(|question| question.id == id).unwrap();
    assert_eq!((question.status, question.revision), (Some(Status::Stale), Some(2)), "not a revision each time");
    let back = run(standing(once_more), &[HISTORY]);
    let question = back.bank.questions.iter().find(|question| question.id == id).unwrap();
    assert_eq!(question.status, None, "the document says again what was accepted");
}

#[test]
fn an_author_who_takes_the_new_answer_keeps_the_question() {
    let text = HISTORY.replace("1921", "1922");
    let (_, rebuilt) = again(&[HISTORY], |_| (), &[&text]);
    let id = asks(&rebuilt.bank, "catalogue").id.clone();
    let mut standing = Standing { bank: rebuilt.bank, ledger: rebuilt.ledger, ..empty() };
    let proposed = standing.ledger.questions[&id].proposed.clone().unwrap();
    let question = Question::from_json(&proposed.to_string()).unwrap();
    *of(&mut standing.bank, "catalogue") = Parts { status: None, ..Parts::clone(&question) };
    let taken = run(standing, &[&text]);
    let question = asks(&taken.bank, "catalogue");
    assert_eq!((&question.id, question.status, taken.bank.questions.len()), (&id, None, 4));
    assert_eq!(taken.ledger.questions[&id].answer, "1922");
}

#[test]
fn lost_evidence_is_told_and_the_question_stays() {
    let (bank, rebuilt) = again(
        &[HISTORY],
        |_| (),
        &[&HISTORY.replace("The catalogue of Ayr Library was printed for the first time in 1921. ", "")],
    );
    assert_eq!(change(&rebuilt, "catalogue").outcome, Outcome::Orphaned);
    assert_eq!(bank.questions.len(), rebuilt.bank.questions.len());
}

#[test]
fn what_was_rejected_or_removed_stays_out() {
    let author = |standing: &mut Standing| {
        let rejected = asks(&standing.bank, "catalogue").id.clone();
        let version = Digest::of(b"");
        let journal = format!(
            "{{\"id\":\"{rejected}\",\"version\":\"{version}\",\"verdict\":\"reject\",\"reason\":\"dull\",\
             \"at\":\"2026-11-22T10:00:00Z\"}}\n"
        );
        standing.verdicts = Journal::read(&journal).0;
        standing.bank.questions.retain(|it| !it.stem.contains("catalogue") && !it.stem.contains("harbour"));
    };
    let (_, rebuilt) = again(&[HISTORY], author, &[HISTORY]);
    assert_eq!((rebuilt.bank.questions.len(), rebuilt.kept_out), (2, 2));
}

#[test]
fn a_contradiction_between_documents_is_found_and_gone_when_it_is_mended() {
    let accept = |standing: &mut Standing| of(&mut standing.bank, "catalogue").status = None;
    let other = HISTORY.replace("1921", "1922");
    let (_, rebuilt) = again(&[HISTORY, HISTORY], accept, &[HISTORY, &other]);
    let conflicts: Vec<_> =
        rebuilt.bank.questions.iter().filter(|it| it.status == Some(Status::Conflict)).map(key).collect();
    assert_eq!(conflicts.len(), 2, "{conflicts:?}");
    let told = change(&rebuilt, "catalogue");
    assert_eq!(told.outcome, Outcome::Conflict);
    assert!(told.new.as_ref().unwrap().quote.contains("1922") && told.old.as_ref().unwrap().quote.contains("1921"));
    let mended = run(Standing { bank: rebuilt.bank, ledger: rebuilt.ledger, ..empty() }, &[HISTORY, HISTORY]);
    let question = mended.bank.questions.iter().find(|it| key(it) == "1921" && it.stem.contains("catalogue")).unwrap();
    assert_eq!(question.status, None);
}

#[test]
fn a_new_document_that_makes_a_wrong_choice_right_bars_the_question_until_the_author_decides() {
    let accept = |standing: &mut Standing| of(&mut standing.bank, "catalogue").status = None;
    let new = "In another city, the catalogue was printed in 1934 for the first time ever.\n";
    let (bank, rebuilt) = again(&[HISTORY], accept, &[HISTORY, new]);
    assert!(asks(&bank, "catalogue").choices.iter().any(|choice| choice.text == "1934"));
    let told = change(&rebuilt, "catalogue");
    assert_eq!((told.outcome, told.why), (Outcome::Conflict, Some("a wrong choice may be right now")));
    assert!(told.new.as_ref().unwrap().quote.contains("another city"));
    let mut standing = Standing { bank: rebuilt.bank, ledger: rebuilt.ledger, ..empty() };
    for question in standing.bank.questions.iter_mut().filter(|it| it.status == Some(Status::Conflict)) {
        question.status = None;
    }
    let decided = run(standing, &[HISTORY, new]);
    assert!(decided.bank.questions.iter().all(|it| it.status != Some(Status::Conflict)), "the author has decided");
}

#[test]
fn what_was_written_by_hand_is_not_touched() {
    let author = |standing: &mut Standing| {
        let mut own = asks(&standing.bank, "catalogue").clone();
        own.id = QuestionId::new("own").unwrap();
        own.stem = "When was the first catalogue printed?".to_owned();
        own.status = None;
        standing.bank.questions.push(own);
    };
    let (bank, rebuilt) = again(&[HISTORY], author, &[&HISTORY.replace("first time", "very first time")]);
    let own = |bank: &BankFile| bank.questions.iter().find(|it| it.id.as_str() == "own").cloned();
    assert_eq!(own(&bank), own(&rebuilt.bank));
    assert_eq!(change(&rebuilt, "first catalogue").outcome, Outcome::Orphaned);
}

#[test]
fn documents_that_could_not_be_read_leave_their_questions_alone() {
    let (bank, rebuilt) = again(&[HISTORY], |_| (), &[]);
    assert_eq!(bank.questions, rebuilt.bank.questions);
    assert_eq!(outcomes(&rebuilt), [Outcome::Kept; 4]);
}

#[test]
fn names_of_one_thing_come_in_once_and_one_that_the_author_took_out_stays_out() {
    let text = "The Ayr Reading Society (ARS) was founded in 1912 by a group of teachers.\n";
    let (bank, rebuilt) = again(&[text], |standing| standing.bank.head.aliases.clear(), &[text]);
    assert!(bank.head.aliases.is_empty() && rebuilt.bank.head.aliases.is_empty());
    assert_eq!(run(empty(), &[text]).bank.head.aliases, [["ARS", "Ayr Reading Society"]]);
}

#[test]
fn a_contradiction_that_is_worded_otherwise_is_found_too() {
    let other = HISTORY
        .replace("was founded in 1912 by a group of teachers", "was founded by a group of young teachers in 1911");
    let built = run(empty(), &[HISTORY, &other]);
    let told: Vec<_> = built.changes.iter().filter(|change| change.outcome == Outcome::Conflict).collect();
    assert_eq!(told.len(), 2, "{:#?}", built.changes);
    assert!(
        told.iter()
            .all(|change| change.new.as_ref().is_some_and(|side| side.quote.contains("Ayr Library was founded")))
    );
}
