//! What is measured, and how it is told.

use std::path::Path;
use std::time::Duration;

use ibid::clock::Moment;
use ibid::room::{Picks, PlayerId, RoundId};
use ibid::store::Store;
use tokio::time::sleep;

use crate::crowd::{Gathered, percentile};
use crate::served::{Outcome, Say, Served, Server, npm};
use crate::wire::Wire;
use crate::{plain, room, slow};

/// How many learners there are, and rounds, when nothing else is asked for.
const LEARNERS: usize = 2_000;
const ROUNDS: usize = 5;
/// How many of a hundred lose their connection in each round, where that is not what is compared.
const RESTLESS: u64 = 10;

pub fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["serve-plain"] => return plain::serve(),
        ["serve-ibid", port] => return room::serve(port.parse()?, None),
        ["serve-ibid", port, folder] => return room::serve(port.parse()?, Some(Path::new(folder))),
        _ => {}
    }
    let mut numbers = words.iter().filter_map(|word| word.parse().ok());
    let (learners, rounds) = (numbers.next().unwrap_or(LEARNERS), numbers.next().unwrap_or(ROUNDS));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        if words.contains(&"kill") {
            killed(learners).await
        } else if words.contains(&"slow") {
            behind_a_bad_link(learners.min(300), rounds).await
        } else if words.contains(&"break") {
            breaks().await
        } else {
            beside_others(learners, rounds).await
        }
    })
}

/// What a server used for a drill, and how long its learners waited.
struct Used {
    /// Nanoseconds for each learner and round.
    nanos: u64,
    /// Bytes for each connection when all have joined, and after the rounds.
    bytes: [u64; 2],
    announced: Vec<u64>,
    acked: Vec<u64>,
}

/// A drill of some rounds; with `restless` learners it must come out right all the same.
async fn drill(server: Server<'_>, learners: usize, rounds: usize, restless: u64) -> Outcome<Used> {
    let mut served = Served::start(server, 0)?;
    sleep(Duration::from_millis(300)).await;
    let empty = served.memory()?;
    let mut crowd = Gathered::come(&served, None, learners, restless).await?;
    sleep(Duration::from_secs(1)).await;
    let idle = served.memory()?;
    // The first round warms up.
    crowd.round(&mut served).await?;
    (crowd.announced, crowd.acked) = (Vec::new(), Vec::new());
    let before = served.nanos()?;
    for _ in 0..rounds {
        crowd.round(&mut served).await?;
    }
    let nanos = served.nanos()? - before;
    let after = served.memory()?;
    if matches!(server, Server::Ibid(_)) {
        let counted = served.count()?;
        let wanted = format!("{learners}{}", format!(" {learners}").repeat(rounds + 1));
        if counted != wanted || !crowd.refused.is_empty() {
            return Err(format!("counted {counted}, wanted {wanted}; {}", crowd.troubles()).into());
        }
    }
    let each = |memory: u64| (memory.saturating_sub(empty)) * 1_024 / learners as u64;
    Ok(Used {
        nanos: nanos / (learners * rounds) as u64,
        bytes: [each(idle), each(after)],
        announced: crowd.announced,
        acked: crowd.acked.iter().map(|acked| acked.micros).collect(),
    })
}

/// ibid with the store off and on beside the plain server and the npm one, in turn, each twice.
async fn beside_others(learners: usize, rounds: usize) -> Outcome<()> {
    let texts = texts().await?;
    println!(
        "{learners} learners, {rounds} rounds, a question of {} bytes, its answer of {}",
        texts[0].len(),
        texts[1].len()
    );
    println!(
        "server         KiB each (after)   µs each round   announced p50/p95/p99 ms   acknowledged p50/p95/p99 ms"
    );
    let folder = tempfile::tempdir()?;
    let mut best: Vec<(&str, u64)> = Vec::new();
    for turn in 0..2 {
        let kept = folder.path().join(turn.to_string());
        let mut servers = vec![
            ("plain TCP", Server::Plain(&texts)),
            ("ibid", Server::Ibid(None)),
            ("ibid, stored", Server::Ibid(Some(&kept))),
        ];
        if npm() {
            servers.push(("npm ws", Server::Npm(&texts)));
        } else {
            println!("npm ws         not run: node does not find the package");
        }
        for (name, server) in servers {
            let used = drill(server, learners, rounds, 0).await?;
            tell(name, &used);
            match best.iter_mut().find(|(other, _)| *other == name) {
                Some((_, least)) => *least = used.nanos.min(*least),
                None => best.push((name, used.nanos)),
            }
        }
    }
    let of = |name: &str| best.iter().find(|(other, _)| *other == name).map(|(_, nanos)| *nanos as f64);
    println!("processor time, the better turn of each:");
    for (one, other) in
        [("ibid", "plain TCP"), ("ibid", "npm ws"), ("ibid, stored", "plain TCP"), ("ibid, stored", "npm ws")]
    {
        if let (Some(one_nanos), Some(other_nanos)) = (of(one), of(other)) {
            println!("{one} / {other}: {:.2}", one_nanos / other_nanos);
        }
    }
    let used = drill(Server::Ibid(Some(&folder.path().join("restless"))), learners, rounds, RESTLESS).await?;
    tell("ibid, restless", &used);
    println!("{RESTLESS} of a hundred lost their connection in each round: no answer was lost or counted twice");
    Ok(())
}

fn tell(name: &str, used: &Used) {
    let millis = |values: &[u64]| {
        [50, 95, 99].map(|percent| format!("{:.1}", percentile(values, percent) as f64 / 1_000.0)).join(" / ")
    };
    let [idle, after] = used.bytes.map(|bytes| bytes as f64 / 1_024.0);
    let micros = used.nanos as f64 / 1_000.0;
    let (announced, acked) = (millis(&used.announced), millis(&used.acked));
    println!("{name:<14} {idle:>8.1} ({after:.1}) {micros:>14.1}   {announced:>24}   {acked:>27}");
}

/// What ibid says in a round, for the others to say: the open question, its answer, and what each learner is told.
async fn texts() -> Outcome<[String; 3]> {
    let mut served = Served::start(Server::Ibid(None), 0)?;
    let mut wire = Wire::open(served.address, served.kind, &served.path).await?;
    wire.send(&format!(r#"{{"t":"hello","role":"player","key":"{:032x}"}}"#, 7)).await?;
    wire.send(r#"{"t":"join","name":"Ana"}"#).await?;
    let mut texts: [String; 3] = Default::default();
    while texts[2].is_empty() {
        let said = wire.next().await?;
        if said.contains(r#""phase":"lobby""#) {
            served.says(Say::Ask)?;
        } else if said.contains(r#""phase":"open""#) {
            texts[0] = said;
            served.says(Say::Reveal)?;
        } else if said.contains(r#""phase":"revealed""#) {
            texts[1] = said;
        } else if said.contains(r#""t":"you""#) && !texts[1].is_empty() {
            texts[2] = said;
        }
    }
    Ok(texts)
}

/// The host is killed in the middle of a round and begins again: every answer that was acknowledged must be there.
async fn killed(learners: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let server = Server::Ibid(Some(folder.path()));
    let mut served = Served::start(server, 0)?;
    let port = served.address.port();
    let mut crowd = Gathered::come(&served, None, learners, RESTLESS).await?;
    crowd.round(&mut served).await?;
    crowd.asks(&mut served)?;
    crowd.acked(learners + learners / 2).await?;
    served.kill();
    let before = crowd.acked.len();
    println!("killed after {} of {learners} answers of a round were acknowledged", before - learners);
    let mut served = Served::start(server, port)?;
    crowd.acked(2 * learners).await?;
    println!("begun again; all {learners} were acknowledged in the end, {}", crowd.troubles());
    served.kill();
    let store = Store::open(folder.path(), 4, Moment::now())?;
    let id = store.rooms()?.first().ok_or("no room was kept")?.id;
    let room = store.room(id)?.ok_or("the room is gone")?;
    let number = |learner: usize| {
        let name = format!("Learner {learner}");
        room.players().iter().position(|player| player.name.as_str() == name).map(|at| PlayerId(at as u32))
    };
    for acked in &crowd.acked {
        let player = number(acked.learner).ok_or("a learner is not in the room")?;
        let given = room.round(RoundId(acked.round)).and_then(|round| round.given(player));
        if given.map(|given| given.picks) != Some(Picks::of([acked.pick])) {
            return Err(format!("the answer of {acked:?} was acknowledged and is not there: {given:?}").into());
        }
    }
    let counted: Vec<usize> = room.rounds().iter().map(|round| round.votes[0].answered).collect();
    if counted != [learners, learners] || room.players().len() != learners {
        return Err(format!("{} players, answers {counted:?}", room.players().len()).into());
    }
    println!("every acknowledged answer is in the store, as it was given, once: {counted:?}");
    Ok(())
}

/// Learners behind a bad link.
async fn behind_a_bad_link(learners: usize, rounds: usize) -> Outcome<()> {
    let mut served = Served::start(Server::Ibid(None), 0)?;
    let at = slow::link(served.address).await?;
    let mut crowd = Gathered::come(&served, Some(at), learners, RESTLESS).await?;
    for _ in 0..rounds {
        crowd.round(&mut served).await?;
    }
    let acked: Vec<u64> = crowd.acked.iter().map(|acked| acked.micros).collect();
    let counted = served.count()?;
    println!("{learners} learners behind 200 ms of delay and 5 % of pieces a retransmission later: counted {counted}");
    let used = Used { nanos: 0, bytes: [0, 0], announced: crowd.announced.clone(), acked };
    tell("ibid", &used);
    println!("{}", crowd.troubles());
    Ok(())
}

/// More and more learners, until something gives way.
async fn breaks() -> Outcome<()> {
    for learners in [1_000, 2_000, 3_000, 4_000, 5_000, 7_000] {
        match drill(Server::Ibid(None), learners, 2, RESTLESS).await {
            Ok(used) => tell(&format!("{learners}"), &used),
            Err(error) => {
                println!("{learners}: {error}");
                break;
            }
        }
    }
    Ok(())
}
