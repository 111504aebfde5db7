use proptest::prelude::*;

use super::*;
use crate::clock::{Moment, Timestamp};
use crate::question::Status;

fn line(id: &str, verdict: Verdict, seconds: i64) -> Line {
    Line {
        id: QuestionId::new(id).unwrap(),
        version: Digest::of(id.as_bytes()),
        verdict,
        at: Moment { at: Timestamp(1_795_348_800_000 + seconds * 1000), offset: 60 },
        family: Some("year".to_owned()),
        bulk: false,
    }
}

fn accept() -> Verdict {
    Verdict::Accept { status: Some(Status::Draft), was: None }
}

fn reject(reason: &str) -> Verdict {
    Verdict::Reject { reason: reason.to_owned(), was: None, place: 3 }
}

fn journal(lines: &[Line]) -> Journal {
    let text: String = lines.iter().map(|line| line.to_json() + "\n").collect();
    let (journal, faults) = Journal::read(&text);
    assert_eq!(faults, []);
    assert_eq!(journal.lines(), lines, "{text}");
    journal
}

#[test]
fn a_line_says_who_what_and_when() {
    let json = line("q", reject("two are right"), 0).to_json();
    let version = Digest::of(b"q");
    assert_eq!(
        json,
        format!(
            r#"{{"id":"q","version":"{version}","verdict":"reject","reason":"two are right","at":"2026-11-22T13:00:00.000+01:00","family":"year","place":3}}"#
        )
    );
}

#[test]
fn the_last_verdict_that_stands_counts() {
    let journal = journal(&[
        line("q", accept(), 0),
        line("q", reject("unclear"), 1),
        line("q", Verdict::Undo, 2),
        line("r", reject("dull"), 3),
        line("s", accept(), 4),
        line("s", Verdict::Undo, 5),
        line("q", Verdict::Skip, 6),
    ]);
    let id = |id| QuestionId::new(id).unwrap();
    assert_eq!(journal.verdict(&id("q")).unwrap().verdict, accept());
    assert_eq!(journal.rejected(&id("r")), Some("dull"));
    assert_eq!(journal.verdict(&id("s")), None);
    assert_eq!(journal.last().iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), ["r"]);
    assert_eq!(journal.judged(), 2);
}

#[test]
fn a_broken_line_is_told_and_the_others_count() {
    let good = line("q", accept(), 0).to_json();
    let newer = good.replace("\"id\"", "\"mood\":[1],\"id\"");
    let text = format!("{good}\n\n{{\"id\":\"q\"\n{newer}\n{}\n", good.replace("accept", "adore"));
    let (journal, faults) = Journal::read(&text);
    assert_eq!(journal.lines().len(), 2, "fields that are not known do not matter");
    let told: Vec<_> = faults.iter().map(|(number, fault)| (*number, fault.at.as_str())).collect();
    assert_eq!(told, [(3, "the outermost value"), (5, "verdict")]);
}

#[test]
fn a_family_is_known_by_what_was_judged_one_by_one() {
    let mut lines = vec![
        line("a", accept(), 0),
        line("b", Verdict::Edit { was: None }, 1),
        line("b", accept(), 2),
        line("c", reject("x"), 3),
        line("d", Verdict::Skip, 4),
        line("e", accept(), 5),
    ];
    lines[5].bulk = true;
    let record = journal(&lines).records().of("year");
    assert_eq!(record, Record { judged: 3, accepted: 1, mended: 1 });
    assert!((record.rate().unwrap() - 1.0 / 3.0).abs() < 1e-9);
}

#[test]
fn what_was_decided_at_once_is_taken_back_at_once() {
    let mut lines: Vec<Line> = ["a", "b", "c", "d"].iter().map(|id| line(id, accept(), 0)).collect();
    lines.iter_mut().skip(1).for_each(|line| line.bulk = true);
    assert_eq!(journal(&lines).last().len(), 3);
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text: String, from in 0usize..80) {
        let _ = Journal::read(&text);
        let good = line("q", accept(), 0).to_json();
        let _ = Line::of_json(good.get(from..).unwrap_or_default());
        let (_, faults) = Journal::read(&format!("{good}\n{text}"));
        prop_assert!(faults.iter().all(|(number, _)| *number > 1));
    }
}
