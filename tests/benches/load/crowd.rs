//! A crowd of learners against one server, and what they tell.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::learner::{Acked, Crowd, Told, live};
use crate::served::{Outcome, Say, Served};

/// So many connections are begun at once.
const AT_ONCE: usize = 50;
/// A crowd that tells nothing for so long waits in vain.
const PATIENCE: Duration = Duration::from_secs(30);

/// Learners who are in the room.
pub struct Gathered {
    learners: usize,
    told: UnboundedReceiver<Told>,
    crowd: Arc<Crowd>,
    /// They live as long as this.
    tasks: JoinSet<()>,
    /// Answers that were acknowledged.
    pub acked: Vec<Acked>,
    /// How long each announcement took, in microseconds.
    pub announced: Vec<u64>,
    /// Answers that were refused, and why.
    pub refused: Vec<String>,
    /// Connections that were lost unasked, and why.
    pub lost: Vec<String>,
    revealed: usize,
}

impl Gathered {
    /// Has so many learners join; `restless` of a hundred lose their connection in each round. `at` is where they connect
    /// to, where that is not the server itself.
    pub async fn come(
        served: &Served,
        at: Option<std::net::SocketAddr>,
        learners: usize,
        restless: u64,
    ) -> Outcome<Self> {
        let (teller, told) = unbounded_channel();
        let crowd = Arc::new(Crowd {
            address: at.unwrap_or(served.address),
            kind: served.kind,
            path: served.path.clone(),
            begun: Instant::now(),
            asked: AtomicU64::new(0),
            restless,
            told: teller,
        });
        let mut all = Self {
            learners,
            told,
            crowd,
            tasks: JoinSet::new(),
            acked: Vec::new(),
            announced: Vec::new(),
            refused: Vec::new(),
            lost: Vec::new(),
            revealed: 0,
        };
        let mut joined = 0;
        for number in 0..learners {
            all.tasks.spawn(live(Arc::clone(&all.crowd), number));
            if number % AT_ONCE == AT_ONCE - 1 || number + 1 == learners {
                while joined <= number {
                    joined += usize::from(matches!(all.hears().await?, Some(Told::Joined)));
                }
            }
        }
        Ok(all)
    }

    /// The next thing that is told; what is counted is counted.
    async fn hears(&mut self) -> Outcome<Option<Told>> {
        let told = timeout(PATIENCE, self.told.recv()).await;
        let told = told.map_err(|_| format!("nothing was heard for {PATIENCE:?}; {}", self.troubles()))?;
        match &told {
            Some(Told::Announced(micros)) => self.announced.push(*micros),
            Some(Told::Acked(acked)) => self.acked.push(*acked),
            Some(Told::Revealed) => self.revealed += 1,
            Some(Told::Refused(why)) => self.refused.push(why.clone()),
            Some(Told::Lost(why)) => self.lost.push(why.clone()),
            _ => {}
        }
        Ok(told)
    }

    /// Refusals and lost connections, in words.
    pub fn troubles(&self) -> String {
        let some = |all: &[String]| all.first().map(|first| format!(" (as: {first})")).unwrap_or_default();
        format!(
            "{} refused{}, {} connections lost{}",
            self.refused.len(),
            some(&self.refused),
            self.lost.len(),
            some(&self.lost)
        )
    }

    /// Asks a question.
    pub fn asks(&self, served: &mut Served) -> Outcome<()> {
        self.crowd.asked.store(self.crowd.begun.elapsed().as_micros() as u64, Ordering::Relaxed);
        served.says(Say::Ask)
    }

    /// Waits until so many answers in all were acknowledged.
    pub async fn acked(&mut self, answers: usize) -> Outcome<()> {
        while self.acked.len() < answers {
            self.hears().await?;
        }
        Ok(())
    }

    /// One round: a question, all answers, and what was right.
    pub async fn round(&mut self, served: &mut Served) -> Outcome<()> {
        let (before, revealed) = (self.acked.len(), self.revealed);
        self.asks(served)?;
        self.acked(before + self.learners).await?;
        served.says(Say::Reveal)?;
        // Who comes back just then is told twice or by the next view; most is enough.
        while self.revealed < revealed + self.learners * 8 / 10 {
            self.hears().await?;
        }
        sleep(Duration::from_millis(300)).await;
        Ok(())
    }
}

/// The value that so many of a hundred do not exceed.
pub fn percentile(values: &[u64], percent: usize) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}
