//! Pages hold whatever people write, and nothing of it becomes markup.

use super::super::posed::Posed;
use super::super::sample::{self, Played};
use super::super::{Command, Name, Report, Rules, Sheet};
use super::*;
use crate::clock::Moment;

const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'&\u{202E}\u{1b}[2J</style><script>";

/// A drill of hostile words.
fn hostile() -> Played {
    let mut opening = sample::opening(Rules::default());
    opening.title = HOSTILE.into();
    for posed in &mut opening.posed {
        let Posed { topic, stem, choices, passages, .. } = posed;
        for words in [topic, stem].into_iter().chain(choices.iter_mut().flat_map(|x| [&mut x.text, &mut x.rationale])) {
            *words = format!("{words} {HOSTILE}");
        }
        for quote in passages {
            quote.words.push_str(HOSTILE);
            quote.source.push_str(HOSTILE);
        }
    }
    let mut drill = Played::of(opening);
    let name = Name::new("<b onclick=x>\"Ana&'").unwrap();
    let ana = drill.joins(name.as_str());
    drill.must(Command::Ask);
    drill.answers(ana, &[0]).unwrap();
    drill.must(Command::Reveal);
    drill
}

/// The tags of a page, which must be ours alone, each closed in its turn.
fn is_sound(page: &str) {
    let (mut open, mut rest) = (Vec::new(), page.strip_prefix("<!DOCTYPE html>\n").unwrap());
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        let name = tag.split(' ').next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{tag}"),
            None if name == "meta" => {}
            None => open.push(name),
        }
        assert!(!["script", "img", "b", "link", "iframe"].contains(&name) && !tag.contains("onerror"), "{tag}");
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(!page.contains('\u{202E}') && !page.contains('\u{1b}'));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("url("), "it stands alone");
}

#[test]
fn no_words_become_markup() {
    let drill = hostile();
    let opened = Moment { at: drill.room.opened(), offset: 60 };
    let report = Report::of(&drill.room);
    let told = super::report(&report, opened);
    is_sound(&told);
    assert!(
        told.contains("&lt;img src=x onerror=alert(1)&gt;") && told.contains("&lt;b onclick=x&gt;&quot;Ana&amp;&#39;")
    );
    let sheet = Sheet::of(&drill.room, report.learners[0].player, drill.now).unwrap();
    is_sound(&super::sheet(&sheet, opened));
    is_sound(&paper(HOSTILE, HOSTILE, &drill.room.opening().posed));
}

#[test]
fn a_report_tells_what_it_does_not_tell() {
    let drill = hostile();
    let told = super::report(&Report::of(&drill.room), Moment::default());
    assert!(told.contains("1 of 3") && told.contains("from 20 learners on"));
    assert!(told.contains("facility 0\u{a0}%") && told.contains("<mark>passage</mark>"));
}

#[test]
fn the_questions_of_a_paper_do_not_have_the_key() {
    let page = paper("Title", "seed 7", &sample::opening(Rules::default()).posed);
    let (questions, rest) = page.split_once("Answer sheet").unwrap();
    let (sheet, key) = rest.split_once("<h2>Key</h2>").unwrap();
    for secret in ["SECRET", "seed 7", "<mark>"] {
        assert!(!questions.contains(secret) && !sheet.contains(secret), "{secret}");
    }
    assert!(key.contains("SECRET-<mark>passage</mark>") && key.contains(">2. A C</h3>") && key.contains("seed 7"));
    assert!(questions.contains("Choose all that apply"));
    assert_eq!(sheet.matches('☐').count(), 4 + 4 + 3);
}

#[test]
fn figures_are_written_as_people_do() {
    assert_eq!(
        ["2", "2.5", "0.67", "−0.1", "0", "0"],
        [2.0, 2.5, 2.0 / 3.0, -0.1, 0.0, -0.001].map(number).each_ref().map(|x| &x[..])
    );
    assert_eq!(
        [400, 7_000, 60_000, 125_000].map(|x| span(Millis(x))),
        ["0\u{a0}s", "7\u{a0}s", "1\u{a0}min", "2\u{a0}min 5\u{a0}s"]
    );
    let long = |count, of| bar(count, of).contains("width=\"50.0\"");
    assert!(long(5, 10) && !long(0, 0) && !bar(9, 0).contains("NaN"));
}
