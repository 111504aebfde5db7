//! What a teacher's line means.

use crate::room::Command;
use crate::text;

/// All commands, for the teacher.
pub const HELP: &str = "\
next, or an empty line: ask, close, show the answer, go on
close, reveal, again (vote again), back, skip, later, ranking, end
6 13 3 1: hands counted, a number for each choice from A on
pause, go (the time runs again), more (30 seconds), more 60
who, kick NAME, ban NAME, rename NAME to NEW, team NAME to TEAM, lock, unlock
room 2: the second of several rooms
quit: leave; the room is kept";

/// What was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// What comes by itself.
    Next,
    /// A command.
    Command(Command),
    /// Send out.
    Kick(String),
    /// Send out for good.
    Ban(String),
    /// Call otherwise.
    Rename(String, String),
    /// Put into a team.
    Team(String, String),
    /// Who is there?
    Who,
    /// Another room, from 1.
    Room(usize),
    /// What can be typed?
    Help,
    /// Leave.
    Quit,
    /// None of it.
    Nothing(String),
}

/// Reads a line.
#[must_use]
pub fn read(line: &str) -> Said {
    let cleaned = text::clean(line);
    let line = cleaned.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let nothing = || Said::Nothing(text::clip(line, 40).into_owned());
    let alone = |said: Said| if rest.is_empty() { said } else { nothing() };
    let two = |said: fn(String, String) -> Said| match rest.rsplit_once(" to ") {
        Some((one, other)) => said(one.trim().to_owned(), other.trim().to_owned()),
        None => nothing(),
    };
    match word.to_lowercase().as_str() {
        "" | "next" | "n" => alone(Said::Next),
        "ask" => alone(Said::Command(Command::Ask)),
        "close" => alone(Said::Command(Command::Close)),
        "reveal" | "show" => alone(Said::Command(Command::Reveal)),
        "again" | "vote" => Said::Command(Command::VoteAgain),
        "back" => alone(Said::Command(Command::Back)),
        "skip" => alone(Said::Command(Command::Skip)),
        "later" => alone(Said::Command(Command::Later)),
        "ranking" | "rank" => alone(Said::Command(Command::Rank)),
        "end" => alone(Said::Command(Command::End)),
        "pause" => alone(Said::Command(Command::Pause)),
        "go" | "resume" => alone(Said::Command(Command::Resume)),
        "more" | "extend" => match rest {
            "" => Said::Command(Command::Extend(30)),
            seconds => seconds
                .parse()
                .map_or_else(|_| nothing(), |seconds: u16| Said::Command(Command::Extend(seconds.into()))),
        },
        "lock" => alone(Said::Command(Command::Lock(true))),
        "unlock" => alone(Said::Command(Command::Lock(false))),
        "who" => alone(Said::Who),
        "kick" if !rest.is_empty() => Said::Kick(rest.to_owned()),
        "ban" if !rest.is_empty() => Said::Ban(rest.to_owned()),
        "rename" => two(Said::Rename),
        "team" => two(Said::Team),
        "room" => rest.parse().map_or_else(|_| nothing(), Said::Room),
        "help" | "?" => Said::Help,
        "quit" | "q" => alone(Said::Quit),
        _ => {
            let counts: Option<Vec<u32>> =
                line.split_whitespace().map(|n| n.parse().ok().filter(|n| *n <= 100_000)).collect();
            counts.map_or_else(nothing, |counts| Said::Command(Command::Hands(counts)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_mean_what_they_say() {
        for (line, said) in [
            ("", Said::Next),
            (" Next\r", Said::Next),
            ("6 13 3  1", Said::Command(Command::Hands(vec![6, 13, 3, 1]))),
            ("vote again", Said::Command(Command::VoteAgain)),
            ("more", Said::Command(Command::Extend(30))),
            ("more 60", Said::Command(Command::Extend(60))),
            ("kick Ana Maria", Said::Kick("Ana Maria".into())),
            ("rename Road to Rome to Via Appia", Said::Rename("Road to Rome".into(), "Via Appia".into())),
            ("team Ana to Red", Said::Team("Ana".into(), "Red".into())),
            ("room 2", Said::Room(2)),
        ] {
            assert_eq!(read(line), said, "{line}");
        }
        for line in ["close it", "kick", "rename Ana", "-1 2", "6 13 x", "more or less", "end now", "\u{1b}[A"] {
            assert!(matches!(read(line), Said::Nothing(_)), "{line:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_line_panics(line: String) {
            let _ = read(&line);
        }
    }
}
