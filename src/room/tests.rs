//! Rooms as values: commands in, events out, and what each may see.

use proptest::prelude::*;

use super::rules::{Feedback, Pace, Ranking, Teams};
use super::sample::{Played, START, command};
use super::view::{Alone, Shown, You};
use super::*;
use crate::clock::Millis;

#[test]
fn a_drill_adds_up_by_hand() {
    let mut drill = Played::new(Rules { ranking: Ranking::Each, ..Rules::default() });
    let [ana, bo, cy] = ["Ana", "Bo", "Cy"].map(|name| drill.joins(name));
    drill.must(Command::Ask);
    drill.after(1_000).answers(ana, &[1]).unwrap();
    drill.after(1_000).answers(bo, &[1]).unwrap();
    drill.answers(cy, &[3]).unwrap();
    drill.must(Command::Reveal);
    drill.must(Command::Ask);
    drill.after(1_000).answers(ana, &[0, 1]).unwrap();
    drill.answers(bo, &[0, 2]).unwrap();
    drill.must(Command::Reveal);
    let View { shown: Shown::Revealed { ask, reveal }, .. } = View::of(&drill.room, Audience::Players) else {
        panic!()
    };
    assert_eq!((ask.number, ask.all, &reveal.tally[..], reveal.common), (2, true, &[2, 1, 1, 0][..], Some(1)));
    assert_eq!(reveal.passages[0].parts[1], ("passage".to_owned(), true));
    drill.must(Command::Rank);
    let ranking = drill.room.ranking();
    let told: Vec<_> = ranking.iter().map(|x| (x.rank, x.name.as_str(), x.score.right, x.score.marks)).collect();
    assert_eq!(told, [(1, "Bo", 2, 2.0), (2, "Ana", 1, 1.0), (3, "Cy", 0, 0.0)]);
    assert_eq!(You::of(&drill.room, ana, drill.room.ranks_told().as_ref()).unwrap().rank, Some(2));
    let again = Room::of(drill.events.clone()).unwrap();
    assert_eq!(again, drill.room, "events read back give the same room");
    let written: Vec<String> = drill.events.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
    let read = written.iter().map(|line| serde_json::from_str(line).unwrap());
    assert_eq!(Room::of(read).unwrap(), drill.room);
}

#[test]
fn right_answers_rank_and_speed_only_breaks_ties() {
    let mut drill = Played::new(Rules::default());
    let [slow, fast, wrong] = ["Slow", "Fast", "Wrong"].map(|name| drill.joins(name));
    drill.must(Command::Ask);
    drill.answers(wrong, &[0]).unwrap();
    drill.after(100).answers(fast, &[1]).unwrap();
    drill.after(60_000).answers(slow, &[1]).unwrap();
    drill.must(Command::Reveal);
    let ranking: Vec<_> = drill.room.ranking().iter().map(|x| (x.rank, x.player)).collect();
    assert_eq!(ranking, [(1, fast), (2, slow), (3, wrong)]);
}

#[test]
fn points_for_speed_are_kahoots() {
    let limit = Millis(20_000);
    let took = [0, 499, 500, 10_000, 20_000, 25_000].map(|took| score::points(1.0, Millis(took), limit));
    assert_eq!(took, [1_000, 1_000, 988, 750, 500, 500]);
    assert_eq!(score::points(0.0, Millis(0), limit), 0);
    assert_eq!(score::points(0.5, Millis(10_000), limit), 375);
}

#[test]
fn an_answer_sent_twice_is_one_and_a_second_one_is_refused() {
    let mut drill = Played::new(Rules { close_when_all: false, ..Rules::default() });
    let ana = drill.joins("Ana");
    drill.must(Command::Ask);
    let answer = |picks: u8, answer| Command::Answer {
        player: ana,
        round: RoundId(0),
        vote: 1,
        picks: Picks::of([picks]),
        since: None,
        answer,
    };
    assert_eq!(drill.does(answer(1, 5)), Ok(1));
    assert_eq!(drill.does(answer(1, 5)), Ok(0));
    assert_eq!(drill.does(answer(2, 6)), Err(Refusal::Answered));
    drill.must(Command::Reveal);
    assert_eq!(drill.does(answer(1, 5)), Ok(0), "what was acknowledged stays so");
    assert_eq!(drill.does(answer(1, 7)), Err(Refusal::Answered));
    assert_eq!(drill.room.score(ana).right, 1);
}

#[test]
fn late_answers_have_a_grace_and_then_the_question_closes() {
    let mut drill = Played::new(Rules { seconds: Some(10), ..Rules::default() });
    let [ana, bo] = ["Ana", "Bo"].map(|name| drill.joins(name));
    let all = || vec![PlayerId(0), PlayerId(1)];
    drill.must(Command::Ask);
    assert_eq!(drill.after(11_900).answers(ana, &[1]), Ok(1));
    assert!(!drill.room.closes(drill.now, all));
    assert_eq!(drill.after(200).answers(bo, &[1]), Err(Refusal::Closed));
    assert!(drill.room.closes(drill.now, all));
    drill.must(Command::Close);
    assert_eq!(drill.answers(bo, &[1]), Err(Refusal::Closed));
}

#[test]
fn time_stands_still_in_a_pause() {
    let mut drill = Played::new(Rules { seconds: Some(10), ..Rules::default() });
    let ana = drill.joins("Ana");
    drill.must(Command::Ask);
    drill.after(5_000).must(Command::Pause);
    assert_eq!(drill.answers(ana, &[1]), Err(Refusal::Closed));
    drill.after(60_000);
    assert!(!drill.room.closes(drill.now, Vec::new));
    drill.must(Command::Resume);
    let until = drill.room.current().unwrap().1.vote().unwrap().1.until.unwrap();
    assert_eq!(until - drill.now, Millis(5_000));
    drill.must(Command::Extend(30));
    assert_eq!(drill.after(30_000).answers(ana, &[1]), Ok(1));
}

#[test]
fn a_class_votes_again_before_anything_is_shown() {
    let mut drill = Played::new(Rules::default());
    let [ana, bo] = ["Ana", "Bo"].map(|name| drill.joins(name));
    drill.must(Command::Ask);
    drill.answers(ana, &[0]).unwrap();
    drill.answers(bo, &[1]).unwrap();
    drill.must(Command::Close);
    assert!(!drill.bytes().contains("SECRET"));
    drill.must(Command::VoteAgain);
    assert!(!drill.bytes().contains("SECRET") && !drill.bytes().contains("tally"));
    assert_eq!(drill.does(Command::VoteAgain), Err(Refusal::NotNow));
    drill.answers(ana, &[1]).unwrap();
    drill.must(Command::Reveal);
    let View { shown: Shown::Revealed { reveal, .. }, .. } = View::of(&drill.room, Audience::Screen) else { panic!() };
    assert_eq!((reveal.before, &reveal.tally[..]), (Some(vec![1, 1, 0, 0]), &[0, 1, 0, 0][..]));
    assert_eq!([drill.room.score(ana).right, drill.room.score(bo).right], [1, 1], "a first vote stands until a second");
}

#[test]
fn who_was_kicked_may_come_again_and_who_was_banned_may_not() {
    let mut drill = Played::new(Rules::default());
    let [ana, bo] = ["Ana", "Bo"].map(|name| drill.joins(name));
    drill.must(Command::Kick(ana));
    assert_eq!(drill.does(Command::Leave(ana)), Err(Refusal::Unknown));
    let again = drill.joins("Ana");
    assert_ne!(again, ana);
    drill.must(Command::Ban(bo));
    let key = Key::of([9; 16]).digest();
    let join = |name| Command::Join { name: Name::new(name).ok(), team: None, key };
    assert_eq!(drill.does(join("bo")), Err(Refusal::Banned));
    drill.must(Command::Lock(true));
    assert_eq!(drill.does(join("Cy")), Err(Refusal::Locked));
    drill.must(Command::Lock(false));
    assert_eq!(drill.does(join("ANA")), Ok(1));
    assert_eq!(drill.room.players().last().unwrap().name.as_str(), "ANA 2");
}

#[test]
fn those_who_come_late_are_let_in_or_not() {
    for late in [true, false] {
        let mut drill = Played::new(Rules { late, ..Rules::default() });
        drill.joins("Ana");
        drill.must(Command::Ask);
        let join = Command::Join { name: Name::new("Bo").ok(), team: None, key: Key::of([9; 16]).digest() };
        assert_eq!(drill.does(join), if late { Ok(1) } else { Err(Refusal::Begun) });
    }
}

#[test]
fn skipped_questions_count_for_nothing_and_later_ones_come_again() {
    let mut drill = Played::new(Rules::default());
    let ana = drill.joins("Ana");
    drill.must(Command::Ask);
    drill.answers(ana, &[1]).unwrap();
    drill.must(Command::Skip);
    assert_eq!(drill.room.score(ana).of, 0);
    drill.must(Command::Ask);
    drill.must(Command::Later);
    assert_eq!(drill.room.waiting().collect::<Vec<_>>(), [2, 1]);
    assert_eq!(drill.does(Command::Back), Err(Refusal::NotNow));
    drill.must(Command::Ask);
    drill.must(Command::Reveal);
    drill.must(Command::Later);
    assert_eq!(drill.does(Command::Later), Err(Refusal::NotNow), "it waits already");
    drill.must(Command::Ask);
    drill.must(Command::Reveal);
    drill.must(Command::Back);
    assert_eq!(drill.room.current().unwrap().0, RoundId(2));
    drill.must(Command::Ask);
    drill.answers(ana, &[2]).unwrap();
    drill.must(Command::Reveal);
    assert_eq!(drill.room.score(ana).of, 2, "asked twice, it counts once");
    assert_eq!(drill.does(Command::Ask), Err(Refusal::NotNow));
}

#[test]
fn teams_are_dealt_evenly_and_have_the_mean_of_their_members() {
    let teams = Teams::Dealt(["Red", "Blue"].map(|name| Name::new(name).unwrap()).to_vec());
    let mut drill = Played::new(Rules { teams, ..Rules::default() });
    let all: Vec<PlayerId> = ["Ana", "Bo", "Cy"].iter().map(|name| drill.joins(name)).collect();
    drill.must(Command::Ask);
    drill.answers(all[0], &[1]).unwrap();
    drill.answers(all[1], &[1]).unwrap();
    drill.answers(all[2], &[0]).unwrap();
    drill.must(Command::Reveal);
    let teams: Vec<_> = drill.room.teams().iter().map(|x| (x.rank, x.name.to_string(), x.members, x.mean)).collect();
    assert_eq!(teams, [(1, "Blue".into(), 1, 1.0), (2, "Red".into(), 2, 0.5)]);
}

#[test]
fn hands_that_are_counted_are_a_tally() {
    let mut drill = Played::new(Rules::default());
    drill.must(Command::Ask);
    assert_eq!(drill.does(Command::Hands(vec![1, 2])), Err(Refusal::Invalid));
    assert_eq!(drill.does(Command::Hands(vec![1, 2, 3, u32::MAX])), Err(Refusal::Invalid), "nobody has so many");
    drill.must(Command::Hands(vec![6, 13, 3, 0]));
    drill.must(Command::Hands(vec![6, 13, 3, 1]));
    drill.must(Command::Reveal);
    let View { shown: Shown::Revealed { reveal, .. }, .. } = View::of(&drill.room, Audience::Screen) else { panic!() };
    assert_eq!((&reveal.tally[..], reveal.common), (&[6, 13, 3, 1][..], Some(0)));
}

#[test]
fn phones_may_show_the_letters_alone() {
    let mut drill = Played::new(Rules { words: false, ..Rules::default() });
    drill.joins("Ana");
    drill.must(Command::Ask);
    let words = |audience| serde_json::to_string(&View::of(&drill.room, audience)).unwrap().contains("stem 0?");
    assert_eq!((words(Audience::Players), words(Audience::Screen)), (false, true));
}

#[test]
fn who_goes_alone_sees_the_answer_when_the_rules_say() {
    let deadline = START + Millis(100_000);
    for feedback in [Feedback::Each, Feedback::End, Feedback::Deadline] {
        let mut home = Played::new(Rules { pace: Pace::Own { deadline, feedback }, ..Rules::default() });
        let [ana, bo] = ["Ana", "Bo"].map(|name| home.joins(name));
        let shown = |home: &Played, player, place| {
            let alone = Alone::of(&home.room, player, place, home.now).unwrap();
            let bytes = serde_json::to_string(&alone).unwrap();
            assert_eq!(alone.reveal.is_some(), bytes.contains("SECRET"));
            alone.reveal.is_some()
        };
        let answer = |home: &mut Played, player, place, pick| {
            let picks = Picks::of([pick]);
            home.does(Command::Answer { player, round: RoundId(place), vote: 1, picks, since: None, answer: 1 })
        };
        answer(&mut home, ana, 0, 1).unwrap();
        assert_eq!(shown(&home, ana, 0), feedback == Feedback::Each);
        assert!(!shown(&home, ana, 1) && !shown(&home, bo, 0));
        answer(&mut home, ana, 1, 0).unwrap();
        answer(&mut home, ana, 2, 2).unwrap();
        assert_eq!(shown(&home, ana, 0), feedback != Feedback::Deadline);
        assert!(!shown(&home, bo, 0));
        home.after(103_000);
        assert_eq!(answer(&mut home, bo, 0, 1), Err(Refusal::Closed));
        assert!(shown(&home, ana, 0) && shown(&home, bo, 0));
        assert_eq!((home.room.score(ana).right, home.room.score(ana).marks), (2, 2.5));
    }
}

proptest! {
    /// Whatever is done in whatever order: while a question is open or waits for its reveal, nothing that anybody may be
    /// sent has its key, a rationale, its passage or its tally; and the events make the same room again.
    #[test]
    fn an_open_question_never_shows_its_answer(commands in prop::collection::vec((command(), 0_i64..4_000), 1..60)) {
        let mut drill = Played::new(Rules { seconds: Some(20), ranking: Ranking::Each, ..Rules::default() });
        for (command, pause) in commands {
            let _ = drill.after(pause).does(command);
            let open = drill.room.current().is_some_and(|(_, round)| matches!(round.stage, state::Stage::Open | state::Stage::Closed));
            let bytes = drill.bytes();
            if open {
                for word in ["SECRET", "keys", "tally", "rationale", "passage", "common"] {
                    prop_assert!(!bytes.contains(word), "{word} in {bytes}");
                }
            }
            for round in drill.room.rounds() {
                for vote in &round.votes {
                    prop_assert_eq!(vote.answered, vote.answers().count());
                }
            }
        }
        prop_assert_eq!(Room::of(drill.events.clone()), Some(drill.room));
    }

    /// The tally of an open question can be told from nothing that is sent: what others picked changes no byte.
    #[test]
    fn what_others_picked_changes_no_byte(picks in prop::collection::vec(0_u8..4, 3)) {
        let drilled = |picks: &[u8]| {
            let mut drill = Played::new(Rules { close_when_all: false, ..Rules::default() });
            let all: Vec<PlayerId> = ["Ana", "Bo", "Cy"].iter().map(|name| drill.joins(name)).collect();
            drill.must(Command::Ask);
            for (player, pick) in all.iter().zip(picks) {
                drill.answers(*player, &[*pick]).unwrap();
            }
            serde_json::to_string(&[Audience::Players, Audience::Screen].map(|x| View::of(&drill.room, x))).unwrap()
        };
        prop_assert_eq!(drilled(&picks), drilled(&[0, 0, 0]));
    }
}
