use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::bank::{BANK_FILE, Bank};

const NOW: Moment = Moment { at: Timestamp(1_795_348_800_000), offset: 0 };

fn later(seconds: i64) -> Moment {
    Moment { at: Timestamp(NOW.at.0 + seconds * 1000), ..NOW }
}

const TEXT: &str = "The mill was built in 1871. It burned down in 1902. The dam is older than both.\n";

fn question(id: &str, status: Option<&str>, origin: &str) -> Value {
    let mut question = json!({ "id": id, "topic": "mill", "stem": format!("In which year was the mill of {id} built?"),
        "choices": [{ "text": "1871", "key": true, "rationale": "Then." },
            { "text": "1902", "rationale": "That is the fire." }, { "text": "1910", "rationale": "That is too late." }],
        "citations": [{ "document": "mill", "exact": "The mill was built in 1871.", "answer": ["1871"] }] });
    if let Some(status) = status {
        question["status"] = status.into();
    }
    question["origin"] = origin.into();
    question
}

/// A bank in a folder, and the review that is open on it.
struct Desk {
    dir: TempDir,
    bank: Bank,
    folder: Folder,
    review: Review,
    clock: i64,
    notices: Vec<String>,
}

impl Desk {
    fn over(questions: &[Value]) -> Self {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("mill.txt"), TEXT).unwrap();
        let bank = json!({ "format": 1, "id": "mill", "title": "The mill",
            "documents": [{ "id": "mill", "file": "mill.txt", "title": "The mill" }],
            "topics": [{ "id": "mill", "title": "The mill" }], "questions": questions, "later": [1, 2] });
        fs::write(dir.path().join(BANK_FILE), serde_json::to_string_pretty(&bank).unwrap() + "\n").unwrap();
        Self::at(dir, Vec::new())
    }

    fn at(dir: TempDir, reports: Vec<Report>) -> Self {
        let bank = Bank::open(dir.path()).unwrap();
        let mut folder = Folder::of(&bank).unwrap();
        let Opened { review, bank, notices } = folder.open(bank, reports);
        Self { dir, bank, folder, review, clock: 0, notices }
    }

    /// The program was closed and opened again.
    fn again(self) -> Self {
        Self::at(self.dir, Vec::new())
    }

    fn text(&self) -> String {
        fs::read_to_string(self.dir.path().join(BANK_FILE)).unwrap()
    }

    fn journal(&self) -> String {
        fs::read_to_string(self.dir.path().join("review.jsonl")).unwrap_or_default()
    }

    #[track_caller]
    fn rule(&mut self, rule: impl FnOnce(&Review, &Bank, Moment) -> Result<Ruling, String>) -> &mut Self {
        self.clock += 1;
        let ruling = rule(&self.review, &self.bank, later(self.clock)).unwrap();
        let (bank, notice) = self.folder.keep(&self.bank, &ruling).unwrap();
        self.notices.extend(notice);
        self.review.ruled(&bank, &ruling);
        self.bank = bank;
        self
    }

    fn accept(&mut self) -> &mut Self {
        self.rule(Review::accept)
    }

    fn reject(&mut self, reason: &str) -> &mut Self {
        self.rule(|review, bank, now| review.reject(bank, reason, now))
    }

    fn undo(&mut self) -> &mut Self {
        self.rule(Review::undo)
    }

    fn queue(&self) -> String {
        let item = |item: &Item| format!("{}: {}", item.id, item.why.name());
        self.review.items().iter().map(item).collect::<Vec<_>>().join(", ")
    }
}

fn drafts(ids: &str) -> Vec<Value> {
    ids.split(' ').map(|id| question(id, Some("draft"), "written by hand")).collect()
}

#[test]
fn what_matters_most_is_judged_first() {
    let mut gone = question("gone", Some("draft"), "written by hand");
    gone["citations"][0]["exact"] = "The mill was built in 1871 or so.".into();
    let questions = [
        question("done", None, "written by hand"),
        question("new", Some("draft"), "written by hand"),
        question("unsure", Some("draft"), "build: count"),
        question("reported", None, "written by hand"),
        gone,
        question("stale", Some("stale"), "build: year"),
        question("conflict", Some("conflict"), "build: year"),
        question("strange", Some("draft"), "build: guess"),
    ];
    let report =
        Report { question: QuestionId::new("reported").unwrap(), at: later(1).at, words: "Two are right.".into() };
    let desk = Desk::at(Desk::over(&questions).dir, vec![report]);
    assert_eq!(
        desk.queue(),
        "conflict: conflict, stale: stale, gone: not asked, reported: reported, strange: unsure family, \
        unsure: unsure family, new: new"
    );
    assert_eq!(desk.review.progress(), (0, 7));
}

#[test]
fn an_accepted_question_is_no_draft_and_nothing_else_changes() {
    let mut desk = Desk::over(&drafts("a b"));
    let before = desk.text();
    desk.accept();
    let (old, new): (Value, Value) =
        (serde_json::from_str(&before).unwrap(), serde_json::from_str(&desk.text()).unwrap());
    assert_eq!(before.split("\"b\"").nth(1), desk.text().split("\"b\"").nth(1), "what comes after it stays as it is");
    assert_eq!((&old["later"], new["questions"][0].get("status")), (&new["later"], None));
    assert_eq!((desk.queue().as_str(), desk.review.progress()), ("b: new", (1, 2)));
    assert!(desk.text().contains("\"later\": ["));
    desk.undo();
    assert_eq!(desk.queue(), "a: new, b: new");
    assert_eq!(
        Bank::open(desk.dir.path()).unwrap().original(0).unwrap(),
        Question::from_json(&drafts("a")[0].to_string()).unwrap()
    );
    assert_eq!(desk.journal().lines().count(), 2, "the journal is appended to, and never changed");
}

#[test]
fn a_rejected_question_leaves_with_its_reason_and_can_come_back() {
    let mut desk = Desk::over(&drafts("a b c"));
    let before = desk.text();
    desk.rule(Review::skip).reject("  both\u{1b} are right ");
    assert!(desk.journal().contains("\"reason\":\"both␛ are right\""), "{}", desk.journal());
    assert_eq!((desk.queue().as_str(), desk.bank.len()), ("c: new, a: new", 2));
    let mut desk = desk.again();
    assert_eq!(desk.review.journal().rejected(&QuestionId::new("b").unwrap()), Some("both␛ are right"));
    assert_eq!(
        (desk.queue().as_str(), desk.review.progress()),
        ("c: new, a: new", (1, 3)),
        "what was skipped comes last"
    );
    desk.undo();
    let ids: Vec<_> = (0..3).filter_map(|index| desk.bank.id_at(index)).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(Desk::over(&drafts("a b c")).bank.original(1), desk.bank.original(1));
    assert_eq!(before.len(), desk.text().len());
    assert!(desk.review.reject(&desk.bank, " ", NOW).unwrap_err().starts_with("Say why"));
}

#[test]
fn a_verdict_is_for_the_version_that_was_judged() {
    let mut desk = Desk::over(&drafts("a"));
    desk.accept();
    assert_eq!(desk.queue(), "");
    let text = desk.text().replace("\"origin\"", "\"status\": \"stale\",\n      \"origin\"");
    fs::write(desk.dir.path().join(BANK_FILE), text).unwrap();
    let desk = desk.again();
    assert_eq!(desk.queue(), "a: stale");
    assert_eq!(desk.review.progress(), (0, 1));
}

#[test]
fn a_distractor_gives_way_to_the_next_spare_in_its_order() {
    let desk = Desk::over(&drafts("a b"));
    let spare = |text: &str| json!({ "text": text, "rationale": "another year" });
    let built = json!({ "format": 1, "questions": { "a": { "family": "year", "spare":
        [spare("1910"), spare("1902"), spare("1840"), spare("1888"), spare("1871")] } } });
    fs::write(desk.dir.path().join("build.json"), built.to_string()).unwrap();
    let mut desk = desk.again();
    let texts = |desk: &Desk| {
        let question = desk.bank.original(0).unwrap();
        question.choices.iter().map(|choice| choice.text.clone()).collect::<Vec<_>>().join(" ")
    };
    desk.rule(|review, bank, now| review.distractor(bank, 1, now));
    assert_eq!(texts(&desk), "1840 1871 1910");
    desk.rule(|review, bank, now| review.distractor(bank, 0, now));
    assert_eq!(texts(&desk), "1871 1888 1910");
    assert_eq!(desk.bank.original(0).unwrap().revision, Some(3));
    let refused = |place| desk.review.distractor(&desk.bank, place, NOW).unwrap_err();
    assert_eq!(refused(0), "That is no distractor.");
    assert_eq!(refused(1), "No other distractor of the builder fits.", "a key is no distractor");
    assert_eq!(desk.queue(), "a: new, b: new", "it is still to be judged");
    desk.undo().undo();
    assert_eq!(texts(&desk), "1871 1902 1910");
    desk.rule(Review::skip);
    assert!(desk.review.distractor(&desk.bank, 1, NOW).unwrap_err().contains("kept no other"));
}

#[test]
fn a_stale_question_is_accepted_with_its_new_answer() {
    let desk = Desk::over(&[question("a", Some("stale"), "build: year")]);
    let mut proposed = question("a", Some("draft"), "build: year");
    proposed["choices"] = json!([{ "text": "1871" }, { "text": "1902", "key": true }]);
    proposed["citations"] = json!([{ "document": "mill", "exact": "It burned down in 1902.", "answer": ["1902"] }]);
    let built = json!({ "questions": { "a": { "proposed": proposed } } });
    fs::write(desk.dir.path().join("build.json"), built.to_string()).unwrap();
    let mut desk = desk.again();
    desk.accept();
    let now = desk.bank.original(0).unwrap();
    assert_eq!((now.status, now.choices.len(), now.choices[1].key), (None, 2, true));
    desk.undo();
    assert_eq!(desk.bank.original(0).unwrap().status, Some(Status::Stale));
    assert_eq!(desk.queue(), "a: stale");
}

#[test]
fn a_family_with_a_good_record_is_accepted_as_a_whole_and_comes_back_as_one() {
    let ids: Vec<String> = (0..30).map(|n| format!("q{n:02}")).collect();
    let questions: Vec<Value> = ids.iter().map(|id| question(id, Some("draft"), "build: year")).collect();
    let mut desk = Desk::over(&questions);
    for _ in 0..19 {
        desk.accept();
    }
    let few = desk.review.accept_family(&desk.bank, NOW).unwrap_err();
    assert_eq!(few, "Family “year”: 19 of 19 judged were acceptable as made; it takes 20 judged and 90 %.");
    desk.reject("dull").rule(Review::accept_family);
    assert_eq!((desk.queue().as_str(), desk.review.progress()), ("", (30, 30)));
    assert_eq!(desk.review.journal().records().of("year"), Record { judged: 20, accepted: 19, mended: 0 });
    desk.undo();
    assert_eq!((desk.review.items().len(), desk.review.items()[0].id.as_str()), (10, "q20"));
    let drafts = (0..desk.bank.len()).filter(|at| desk.bank.original(*at).unwrap().status.is_some()).count();
    assert_eq!(drafts, 10);
}

#[test]
fn a_family_with_a_poor_record_is_not() {
    let ids: Vec<String> = (0..30).map(|n| format!("q{n:02}")).collect();
    let questions: Vec<Value> = ids.iter().map(|id| question(id, Some("draft"), "build: year")).collect();
    let mut desk = Desk::over(&questions);
    for n in 0..24 {
        if n % 4 == 0 {
            desk.reject("dull")
        } else {
            desk.accept()
        };
    }
    assert!(desk.review.accept_family(&desk.bank, NOW).unwrap_err().contains("18 of 24"));
}

#[test]
fn what_was_killed_between_journal_and_bank_is_finished() {
    let mut desk = Desk::over(&drafts("a b"));
    desk.accept();
    let ruling = desk.review.reject(&desk.bank, "dull", later(9)).unwrap();
    let text = desk.text();
    desk.folder.keep(&desk.bank, &ruling).unwrap();
    fs::write(desk.dir.path().join(BANK_FILE), text).unwrap();
    let desk = desk.again();
    assert_eq!((desk.bank.len(), desk.queue().as_str()), (1, ""));
    assert_eq!(desk.notices, ["The last verdict was not yet in the bank; it is now."]);
    assert_eq!(desk.again().notices, [""; 0]);
}

#[test]
fn where_nothing_can_be_written_the_review_goes_on_in_memory() {
    let mut desk = Desk::over(&drafts("a b"));
    let before = desk.text();
    fs::create_dir(desk.dir.path().join("review.jsonl")).unwrap();
    desk.accept().reject("dull");
    assert_eq!(desk.notices.len(), 1, "it is told once");
    assert!(desk.notices[0].ends_with("What you decide is kept in memory only."), "{:?}", desk.notices);
    assert_eq!((desk.text(), desk.bank.len(), desk.queue().as_str()), (before, 1, ""));
    desk.undo().undo();
    assert_eq!(desk.queue(), "a: new, b: new");
}

#[test]
fn a_journal_cut_in_the_middle_of_a_line_is_gone_on_with() {
    let mut desk = Desk::over(&drafts("a b"));
    desk.accept();
    let journal = desk.journal();
    fs::write(desk.dir.path().join("review.jsonl"), format!("{journal}{{\"id\":\"b\",\"ver")).unwrap();
    let mut desk = desk.again();
    assert!(desk.notices[0].contains("review.jsonl:2: "), "{:?}", desk.notices);
    desk.accept();
    let desk = desk.again();
    assert_eq!((desk.queue().as_str(), desk.journal().lines().count()), ("", 3));
}

#[test]
fn a_report_that_came_after_the_verdict_is_judged_anew() {
    let mut desk = Desk::over(&drafts("a"));
    desk.accept();
    let report = |seconds| Report {
        question: QuestionId::new("a").unwrap(),
        at: later(seconds).at,
        words: "It burned down before.".into(),
    };
    let desk = Desk::at(desk.dir, vec![report(0), report(7)]);
    assert_eq!(desk.queue(), "a: reported");
    assert_eq!(desk.review.reports_of(&QuestionId::new("a").unwrap()).len(), 1);
    let mut desk = desk;
    desk.clock = 9;
    desk.accept();
    assert_eq!(desk.queue(), "");
}

#[test]
fn what_somebody_else_changed_is_looked_at_again() {
    let mut desk = Desk::over(&drafts("a b"));
    let text = desk.text().replace("mill of a", "mill at a");
    fs::write(desk.dir.path().join(BANK_FILE), text).unwrap();
    let ruling = desk.review.accept(&desk.bank, NOW).unwrap();
    let why = desk.folder.keep(&desk.bank, &ruling).unwrap_err();
    assert_eq!(why, "Not kept: “a” was changed meanwhile by something else; look at it again.");
    assert_eq!(desk.journal(), "");
}

#[test]
fn a_question_is_begun_on_a_passage_and_added_when_it_is_written() {
    let desk = Desk::over(&drafts("mill-was-built-1871"));
    let id = crate::id::DocumentId::new("mill").unwrap();
    let citation = template::citation(&desk.bank, &id, 0).unwrap();
    let parts = template::question(&desk.bank, citation).unwrap();
    assert_eq!(parts.id.as_str(), "the-mill-was-built-1871");
    let json = serde_json::to_string_pretty(&parts).unwrap();
    let faults = template::changes(&desk.bank, &json).unwrap_err();
    assert_eq!(
        faults.iter().map(|fault| fault.at.as_str()).collect::<Vec<_>>().join(" "),
        "stem choices[0].text choices[1].text choices[2].text"
    );
    let json = json
        .replace(template::STEM, "What was built in 1871?")
        .replace(template::BLANKS[0], "The mill")
        .replace(template::BLANKS[1], "The dam")
        .replace(template::BLANKS[2], "The bridge");
    let bank = desk.folder.add(&template::changes(&desk.bank, &json).unwrap()).unwrap();
    assert_eq!((bank.len(), bank.id_at(1)), (2, Some("the-mill-was-built-1871")));
    assert!(bank.ask(1, true).is_ok() && bank.ask(1, false).is_err(), "it is a draft");
}
