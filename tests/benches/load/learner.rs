//! One learner: joins, answers each question once within two seconds, comes back when the connection is lost, and sends
//! an answer again until it is acknowledged.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ibid::rng::Chance;
use serde::Deserialize;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant as Tick, sleep, sleep_until};

use crate::wire::{Kind, Wire};

/// Answers come within so many milliseconds of the question.
const SPREAD: u64 = 2_000;

/// What all learners of a crowd know.
pub struct Crowd {
    /// Where the server is.
    pub address: SocketAddr,
    /// How it is spoken to.
    pub kind: Kind,
    /// The path of its web socket.
    pub path: String,
    /// When everything began.
    pub begun: Instant,
    /// When the last question was asked, in microseconds since then.
    pub asked: AtomicU64,
    /// How many learners of a hundred lose their connection in a round.
    pub restless: u64,
    /// Where they tell what happened.
    pub told: UnboundedSender<Told>,
}

/// What a learner tells.
pub enum Told {
    /// In the room.
    Joined,
    /// The question came after so many microseconds.
    Announced(u64),
    /// The answer was acknowledged: who, in which round, what was picked, and after how many microseconds.
    Acked(Acked),
    /// The answer to the round was shown.
    Revealed,
    /// The server refused an answer, and why.
    Refused(String),
    /// A connection was lost that was not given up.
    Lost(String),
}

/// An answer that was acknowledged.
#[derive(Debug, Clone, Copy)]
pub struct Acked {
    pub learner: usize,
    pub round: u32,
    pub pick: u8,
    pub micros: u64,
}

/// What a server says, as far as a learner looks at it.
#[derive(Deserialize)]
struct Said {
    t: String,
    phase: Option<String>,
    ask: Option<Ask>,
    id: Option<u64>,
    why: Option<String>,
    player: Option<u32>,
}

#[derive(Deserialize)]
struct Ask {
    round: u32,
}

/// An answer that waits to be sent, or to be acknowledged.
struct Answer {
    round: u32,
    pick: u8,
    due: Tick,
    sent: Option<Instant>,
}

/// Lives until the crowd is dropped.
pub async fn live(crowd: Arc<Crowd>, number: usize) {
    let mut learner = Learner { crowd, number, answer: None, seen: None, joined: false, welcome: false };
    let mut chance = Chance::new(number as u64, "learner");
    loop {
        if let Err(error) = learner.connected(&mut chance).await {
            // Nobody waits for it any more when the measurement is over.
            let _ = learner.crowd.told.send(Told::Lost(error.to_string()));
        }
        sleep(Duration::from_millis(50 + chance.below(400))).await;
    }
}

struct Learner {
    crowd: Arc<Crowd>,
    number: usize,
    answer: Option<Answer>,
    /// The last round that was announced.
    seen: Option<u32>,
    joined: bool,
    /// Whether this connection was welcomed.
    welcome: bool,
}

impl Learner {
    fn key(&self) -> String {
        format!("{:032x}", self.number + 1)
    }

    /// One connection from its beginning to its end; an end of its own will is none.
    async fn connected(&mut self, chance: &mut Chance) -> std::io::Result<()> {
        let crowd = Arc::clone(&self.crowd);
        let mut wire = Wire::open(crowd.address, crowd.kind, &crowd.path).await?;
        wire.send(&format!(r#"{{"t":"hello","role":"player","key":"{}"}}"#, self.key())).await?;
        if let Some(answer) = &mut self.answer {
            // Whether it came through is not known.
            answer.due = answer.due.max(Tick::now());
            answer.sent = None;
        }
        let mut leaves: Option<Tick> = None;
        self.welcome = false;
        loop {
            let due = self.answer.as_ref().filter(|answer| answer.sent.is_none()).map(|answer| answer.due);
            let due = due.filter(|_| self.welcome);
            tokio::select! {
                said = wire.next() => {
                    if self.hears(&wire, &said?, chance, &mut leaves).await? {
                        return Err(std::io::Error::other("sent out"));
                    }
                }
                () = until(due) => self.sends(&wire).await?,
                () = until(leaves) => return Ok(()),
            }
        }
    }

    async fn sends(&mut self, wire: &Wire) -> std::io::Result<()> {
        let Some(answer) = &mut self.answer else { return Ok(()) };
        answer.sent = Some(Instant::now());
        let (id, pick, round) = (u64::from(answer.round) + 1, answer.pick, answer.round);
        wire.send(&format!(r#"{{"t":"answer","id":{id},"round":{round},"vote":1,"picks":[{pick}]}}"#)).await
    }

    /// Takes in a message; whether the server sent the learner out.
    async fn hears(
        &mut self,
        wire: &Wire,
        words: &str,
        chance: &mut Chance,
        leaves: &mut Option<Tick>,
    ) -> std::io::Result<bool> {
        let said: Said = serde_json::from_str(words).map_err(std::io::Error::other)?;
        match (said.t.as_str(), said.phase.as_deref()) {
            ("door", _) => wire.send(&format!(r#"{{"t":"join","name":"Learner {}"}}"#, self.number)).await?,
            ("you", _) if said.player.is_some() => {
                self.welcome = true;
                if !self.joined {
                    self.joined = true;
                    self.tell(Told::Joined);
                }
            }
            ("view", Some("open")) => {
                let round = said.ask.map_or(0, |ask| ask.round);
                if self.seen.is_none_or(|seen| seen < round) {
                    self.seen = Some(round);
                    let now = self.crowd.begun.elapsed().as_micros() as u64;
                    self.tell(Told::Announced(now.saturating_sub(self.crowd.asked.load(Ordering::Relaxed))));
                    let due = Tick::now() + Duration::from_millis(chance.below(SPREAD));
                    self.answer = Some(Answer { round, pick: chance.below(4) as u8, due, sent: None });
                    if chance.below(100) < self.crowd.restless {
                        *leaves = Some(Tick::now() + Duration::from_millis(chance.below(SPREAD)));
                    }
                }
            }
            ("view", Some("revealed")) => {
                // The others say the same question again and again.
                self.seen = None;
                self.tell(Told::Revealed);
            }
            ("ack", _) => {
                let fits = |answer: &Answer| said.id == Some(u64::from(answer.round) + 1);
                if let Some(answer) = self.answer.take_if(|answer| fits(answer)) {
                    let micros = answer.sent.map_or(0, |sent| sent.elapsed().as_micros() as u64);
                    let (learner, round, pick) = (self.number, answer.round, answer.pick);
                    self.tell(Told::Acked(Acked { learner, round, pick, micros }));
                }
            }
            ("no", _) => {
                let why = said.why.unwrap_or_default();
                if why == "try-again" {
                    return Ok(true);
                }
                self.tell(Told::Refused(why));
            }
            ("out", _) => return Ok(true),
            _ => {}
        }
        Ok(false)
    }

    fn tell(&self, what: Told) {
        let _ = self.crowd.told.send(what); // nobody listens once the measurement is over
    }
}

/// Waits until then; for ever when there is no such time.
async fn until(tick: Option<Tick>) {
    match tick {
        Some(tick) => sleep_until(tick).await,
        None => std::future::pending().await,
    }
}
