//! ibid's own server, in a process of its own: one room, which is asked by lines and kept in a folder, if one is given.

use std::io::Write as _;
use std::path::Path;

use ibid::clock::Moment;
use ibid::host::{Config, Host};
use ibid::id::{BankId, Digest, QuestionId, QuestionRef};
use ibid::room::posed::{Offer, Quote};
use ibid::room::state::RoomId;
use ibid::room::{Code, Command, Link, Opening, Posed, Room, Rules};
use ibid::store::Store;

use crate::served::Outcome;

/// The rounds of a room.
const ROUNDS: usize = 60;

/// Serves until its standard input ends.
pub fn serve(port: u16, folder: Option<&Path>) -> Outcome<()> {
    let now = Moment::now();
    let mut store = folder.map(|folder| Store::open(folder, 4, now)).transpose()?;
    let kept = match &store {
        Some(store) => store.rooms()?.first().map(|room| store.room(room.id)).transpose()?.flatten(),
        None => None,
    };
    let room = match (kept, &mut store) {
        (Some(room), _) => room,
        (None, store) => {
            let opening = opening()?;
            if let Some(store) = store {
                store.open_room(&opening, now.at)?;
            }
            Room::open(opening, now.at)
        }
    };
    let (id, link) = (room.opening().id, room.opening().link.clone());
    let host = Host::start(Config { port, lan: false, name: None, ..Config::default() }, vec![room], store)?;
    println!("port {} /ws?link={link}", host.port());
    for line in std::io::stdin().lines() {
        match line?.as_str() {
            "ask" => host.send(id, Command::Ask),
            "reveal" => host.send(id, Command::Reveal),
            "count" => {
                let room = host.glance(id).ok_or("the room is gone")?.room;
                let counts: Vec<String> =
                    room.rounds().iter().map(|round| round.votes[0].answered.to_string()).collect();
                println!("{} {}", room.players().len(), counts.join(" "));
                std::io::stdout().flush()?;
            }
            _ => {}
        }
    }
    host.stop();
    Ok(())
}

/// A room with questions of about a kilobyte each.
fn opening() -> Outcome<Opening> {
    let posed = |number: usize| -> Outcome<Posed> {
        let offer = |place: u8| Offer {
            place,
            text: format!(
                "Choice {place} of question {number}, {}",
                "with what else there is to say of it. ".repeat(4)
            ),
            key: place == 1,
            rationale: "It is so, since the document says that it is. ".repeat(3),
        };
        let words = "The passage says what is so, and that it is so, in so many words. ".repeat(6);
        Ok(Posed {
            question: QuestionRef { bank: BankId::new("load")?, question: QuestionId::new(format!("q{number}"))? },
            version: Digest::of(b"load"),
            topic: "Load".into(),
            stem: format!("Question {number}: {}", "of what is said here, what is so? ".repeat(8)),
            choices: (0..4).map(offer).collect(),
            passages: vec![Quote {
                answers: std::iter::once(17..27).collect(),
                source: "Document · Section · line 12".into(),
                words,
            }],
        })
    };
    let random: [[u8; 16]; 2] = rand::random();
    Ok(Opening {
        id: RoomId(uuid::Uuid::now_v7()),
        title: "Load".into(),
        code: Code::of(random[0]),
        link: Link::of(random[1]),
        rules: Rules { close_when_all: false, ..Rules::default() },
        seed: 1,
        posed: (0..ROUNDS).map(posed).collect::<Outcome<_>>()?,
    })
}
