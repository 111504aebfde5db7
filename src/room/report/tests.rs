//! Reports add up, by hand and whatever happened.

use proptest::prelude::*;

use super::super::rules::{Feedback, Ranking, Rules};
use super::super::sample::{self, Played, START, command};
use super::super::{Command, RoundId};
use super::*;

/// Four learners and three questions of two topics; the class votes twice on the first.
fn drill() -> (Played, [PlayerId; 4]) {
    let mut opening = sample::opening(Rules { close_when_all: false, ..Rules::default() });
    opening.posed[2].topic = "Other".into();
    let mut drill = Played::of(opening);
    let players = ["Ana", "Bo", "Cy", "Di"].map(|name| drill.joins(name));
    let [ana, bo, cy, di] = players;
    drill.must(Command::Ask);
    drill.after(2_000).answers(ana, &[1]).unwrap();
    drill.answers(bo, &[3]).unwrap();
    drill.answers(cy, &[0]).unwrap();
    drill.answers(di, &[3]).unwrap();
    drill.must(Command::VoteAgain);
    drill.after(4_000).answers(bo, &[1]).unwrap();
    drill.must(Command::Reveal);
    drill.must(Command::Kick(di));
    drill.must(Command::Ask);
    drill.after(1_000).answers(ana, &[0, 1]).unwrap();
    drill.after(1_000).answers(bo, &[0, 2]).unwrap();
    drill.must(Command::Reveal);
    drill.must(Command::Ask);
    drill.after(9_000).answers(ana, &[2]).unwrap();
    (drill, players)
}

#[test]
fn a_report_adds_up_by_hand() {
    let (mut drill, [ana, bo, cy, di]) = drill();
    let half = Report::of(&drill.room);
    assert_eq!((half.questions.len(), half.uncounted, half.of), (2, 1, 3), "an open question is not in it");
    drill.must(Command::Reveal);
    drill.must(Command::End);
    let report = Report::of(&drill.room);
    let rows: Vec<_> =
        report.learners.iter().map(|x| (x.player, x.rank, x.gone, x.answered, x.right, x.marks, x.took.0)).collect();
    assert_eq!(
        rows,
        [
            (bo, Some(1), false, 2, 2, 2.0, 6_000),
            (ana, Some(2), false, 3, 2, 2.0, 12_000),
            (cy, Some(3), false, 1, 0, 0.0, 2_000),
            (di, None, true, 1, 0, 0.0, 2_000),
        ]
    );
    assert_eq!(report.learners[1].picks, [Some(Picks::of([1])), Some(Picks::of([0, 1])), Some(Picks::of([2]))]);
    let [first, second, third] = &report.questions[..] else { panic!() };
    assert_eq!(first.tallies, [[1, 1, 0, 2], [0, 1, 0, 0]]);
    assert_eq!((first.answers, first.right, first.facility, first.took), (4, 2, Some(0.5), Some(Millis(2_000))));
    let wrong = first.common.clone().unwrap();
    assert_eq!(
        (wrong.place, wrong.count, &wrong.rationale[..]),
        (0, 1, "SECRET-rationale 0.0"),
        "as they ended, not began"
    );
    assert_eq!(
        (second.facility, second.common.as_ref().map(|x| x.place), third.facility),
        (Some(0.5), Some(1), Some(1.0))
    );
    let topics: Vec<_> = report.topics.iter().map(|x| (&x.title[..], x.questions, x.answers, x.facility)).collect();
    assert_eq!(topics, [("Topic", 2, 6, Some(0.5)), ("Other", 1, 1, Some(1.0))]);
    let again: Vec<_> = report.again.iter().map(|x| (&x.questions[..], x.facility)).collect();
    assert_eq!(again, [(&[1][..], 0.5), (&[2][..], 0.5)]);
    assert!(!report.enough && first.discrimination.is_none() && report.reliability.is_none());
    let mean = report.scores.mean.unwrap();
    assert!((mean - 4.0 / 3.0 / 4.0).abs() < 1e-12, "{mean}");
}

#[test]
fn a_passage_is_taught_again_once_for_all_its_questions() {
    let mut opening = sample::opening(Rules::default());
    opening.posed[1].passages = opening.posed[0].passages.clone();
    let mut drill = Played::of(opening);
    let ana = drill.joins("Ana");
    for pick in [0, 1, 0] {
        drill.must(Command::Ask);
        drill.answers(ana, &[pick]).unwrap();
        drill.must(Command::Reveal);
    }
    let told: Vec<_> = Report::of(&drill.room).again.into_iter().map(|x| x.questions).collect();
    assert_eq!(told, [vec![1, 2], vec![3]]);
}

#[test]
fn hands_are_counted_in_the_report() {
    let mut drill = Played::new(Rules::default());
    drill.must(Command::Ask);
    drill.must(Command::Hands(vec![6, 3, 0, 1]));
    drill.must(Command::Reveal);
    drill.must(Command::Ask);
    drill.must(Command::Hands(vec![5, 1, 5, 0]));
    drill.must(Command::Reveal);
    let report = Report::of(&drill.room);
    let [one, all] = &report.questions[..] else { panic!() };
    assert_eq!((one.answers, one.hands, one.right, one.facility), (0, 10, 3, Some(0.3)));
    assert_eq!(one.common.as_ref().map(|wrong| (wrong.place, wrong.count)), Some((0, 6)));
    assert_eq!((all.hands, all.facility), (11, None), "hands do not tell who raised which together");
    assert_eq!((report.topics[0].answers, report.topics[0].facility), (10, Some(0.3)));
    assert!(report.learners.is_empty());
}

#[test]
fn discrimination_is_told_of_enough_learners() {
    let mut drill = Played::new(Rules { close_when_all: false, ..Rules::default() });
    let all: Vec<PlayerId> = (0..ENOUGH).map(|n| drill.joins(&format!("L{n}"))).collect();
    for key in [1, 0] {
        drill.must(Command::Ask);
        for (n, player) in all.iter().enumerate() {
            drill.answers(*player, &[if n % 2 == 0 { key } else { 3 }]).unwrap();
        }
        drill.must(Command::Reveal);
    }
    let report = Report::of(&drill.room);
    assert!(report.enough && report.reliability.is_some());
    assert!(report.questions[0].discrimination.is_some_and(|value| value > 0.999));
    drill.must(Command::Kick(all[0]));
    assert!(Report::of(&drill.room).enough, "what they answered stays");
}

#[test]
fn a_sheet_has_what_was_missed_first_and_nothing_of_an_open_question() {
    let (mut drill, [ana, _, cy, di]) = drill();
    let sheet = |drill: &Played, player| Sheet::of(&drill.room, player, drill.now);
    let told = |sheet: &Sheet| sheet.questions.iter().map(|x| (x.number, x.right)).collect::<Vec<_>>();
    let half = sheet(&drill, ana).unwrap();
    assert_eq!((told(&half), half.right, half.hidden), (vec![(2, false), (1, true)], 1, 1));
    assert!(!serde_json::to_string(&half).unwrap().contains("stem 2?"));
    drill.must(Command::Reveal);
    drill.must(Command::Later);
    drill.must(Command::Ask);
    let again = serde_json::to_string(&sheet(&drill, ana)).unwrap();
    assert!(!again.contains("stem 2?"), "asked again, it is open again");
    drill.must(Command::Reveal);
    let whole = sheet(&drill, cy).unwrap();
    assert_eq!((told(&whole), whole.hidden), (vec![(1, false), (2, false), (3, false)], 0));
    assert_eq!(whole.questions[1].picks, None);
    assert_eq!(sheet(&drill, di), None, "who was sent out");
}

#[test]
fn who_goes_alone_gets_what_the_rules_let_them_see() {
    let deadline = START + Millis(100_000);
    for (feedback, shown) in [(Feedback::Each, 1), (Feedback::End, 0), (Feedback::Deadline, 0)] {
        let mut home = Played::new(Rules { pace: Pace::Own { deadline, feedback }, ..Rules::default() });
        let ana = home.joins("Ana");
        let answer =
            Command::Answer { player: ana, round: RoundId(0), vote: 1, picks: Picks::of([1]), since: None, answer: 1 };
        home.must(answer);
        let sheet = Sheet::of(&home.room, ana, home.now).unwrap();
        assert_eq!((sheet.of, sheet.right, sheet.hidden), (shown, shown, 3 - shown));
        assert_eq!(serde_json::to_string(&sheet).unwrap().contains("SECRET"), shown > 0);
        assert_eq!(Sheet::of(&home.room, ana, deadline + Millis(9_000)).unwrap().of, 3);
    }
}

proptest! {
    /// Whatever is done in whatever order, the learners' answers are the questions'.
    #[test]
    fn a_report_adds_up(commands in prop::collection::vec((command(), 0_i64..4_000), 1..80)) {
        let mut drill = Played::new(Rules { seconds: Some(20), ranking: Ranking::Each, ..Rules::default() });
        for (command, pause) in commands {
            let _ = drill.after(pause).does(command);
        }
        let report = Report::of(&drill.room);
        let (learners, questions) = (&report.learners, &report.questions);
        prop_assert_eq!(questions.len() + report.uncounted, drill.room.rounds().len());
        let sum = |counts: &mut dyn Iterator<Item = u32>| counts.sum::<u32>();
        prop_assert_eq!(sum(&mut learners.iter().map(|x| x.answered)), sum(&mut questions.iter().map(|x| x.answers)));
        let marks = |marks: &mut dyn Iterator<Item = f64>| marks.sum::<f64>();
        let (by_learner, by_question) = (marks(&mut learners.iter().map(|x| x.marks)), marks(&mut questions.iter().map(|x| x.marks)));
        prop_assert!((by_learner - by_question).abs() < 1e-9, "{} {}", by_learner, by_question);
        for learner in learners {
            prop_assert_eq!(learner.picks.iter().flatten().count(), learner.answered as usize);
            prop_assert_eq!(learner.rank.is_none(), learner.gone);
        }
        for (at, asked) in questions.iter().enumerate() {
            let picks = learners.iter().filter_map(|learner| learner.picks[at]);
            prop_assert_eq!(picks.clone().count(), asked.answers as usize);
            if asked.tallies.len() == 1 {
                let picked = picks.map(Picks::len).sum::<usize>() as u32;
                prop_assert_eq!(asked.tallies[0].iter().sum::<u32>(), picked + asked.hands);
            }
            prop_assert!(asked.facility.is_none_or(|x| (0.0..=1.0).contains(&x)));
        }
        let (of, answers): (usize, u32) = report.topics.iter().fold((0, 0), |(of, n), x| (of + x.questions, n + x.answers));
        prop_assert_eq!((of, answers), (questions.len(), questions.iter().map(Asked::marked).sum::<u32>()));
        prop_assert!(report.again.is_sorted_by(|a, b| a.facility <= b.facility));
        for learner in learners.iter().filter(|learner| !learner.gone) {
            let sheet = Sheet::of(&drill.room, learner.player, drill.now).unwrap();
            prop_assert!(sheet.right <= learner.right as usize && sheet.of <= questions.len());
        }
    }
}
