//! How much the host lets anybody have of it. What one address may have is far above what a school behind one address
//! needs, and far below what the host can bear.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::limits::{Limits, Rate};

/// What was spent of a [`Rate`].
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    spent: f64,
    at: Instant,
}

impl Bucket {
    /// Nothing is spent.
    #[must_use]
    pub const fn new(now: Instant) -> Self {
        Self { spent: 0.0, at: now }
    }

    fn settle(&mut self, rate: Rate, now: Instant) {
        let back = now.saturating_duration_since(self.at).as_secs_f64() * rate.second;
        self.spent = (self.spent - back).max(0.0);
        self.at = now;
    }

    /// Whether there is one left.
    pub fn has(&mut self, rate: Rate, now: Instant) -> bool {
        self.settle(rate, now);
        self.spent + 1.0 <= rate.burst
    }

    /// Takes one; none is left when it says so.
    pub fn take(&mut self, rate: Rate, now: Instant) -> bool {
        let has = self.has(rate, now);
        self.spent += f64::from(u8::from(has));
        has
    }
}

/// What is had by whom.
#[derive(Debug)]
pub struct Guard {
    /// How much may be had.
    pub limits: Limits,
    table: Mutex<Table>,
}

#[derive(Debug)]
struct Table {
    sockets: u32,
    unjoined: u32,
    joins: Bucket,
    wrong: Bucket,
    each: HashMap<IpAddr, Share>,
}

#[derive(Debug)]
struct Share {
    sockets: u32,
    unjoined: u32,
    opens: Bucket,
    joins: Bucket,
    wrong: Bucket,
}

/// From so many addresses on, those that nothing must be known of any more are forgotten.
const ADDRESSES: usize = 4_096;

impl Guard {
    /// Nobody has anything.
    #[must_use]
    pub fn new(limits: Limits, now: Instant) -> Arc<Self> {
        let bucket = Bucket::new(now);
        let table = Table { sockets: 0, unjoined: 0, joins: bucket, wrong: bucket, each: HashMap::new() };
        Arc::new(Self { limits, table: Mutex::new(table) })
    }

    /// A new connection; none when there are too many.
    #[must_use]
    pub fn opens(self: &Arc<Self>, from: IpAddr, now: Instant) -> Option<Ticket> {
        let (limits, from) = (self.limits, network(from));
        let mut table = self.lock();
        if table.sockets >= limits.sockets {
            return None;
        }
        let free = self.is_free(from);
        let share = table.share(from, limits, now);
        if !free && (share.sockets >= limits.sockets_each || !share.opens.take(limits.opens_each, now)) {
            return None;
        }
        share.sockets += 1;
        table.sockets += 1;
        drop(table);
        Some(Ticket { guard: Arc::clone(self), from, stage: AtomicU8::new(PLAIN) })
    }

    /// Whether this address may try another code, by how many wrong ones there were.
    pub fn may_try(&self, from: IpAddr, now: Instant) -> bool {
        let (limits, from) = (self.limits, network(from));
        let mut table = self.lock();
        table.wrong.has(limits.wrong, now) && table.share(from, limits, now).wrong.has(limits.wrong_each, now)
    }

    /// A wrong code was tried.
    pub fn was_wrong(&self, from: IpAddr, now: Instant) {
        let (limits, from) = (self.limits, network(from));
        let mut table = self.lock();
        table.wrong.take(limits.wrong, now);
        table.share(from, limits, now).wrong.take(limits.wrong_each, now);
    }

    /// Waits until nobody has a connection any more, but no longer than this.
    pub async fn empties(&self, until: Instant) {
        while self.lock().sockets > 0 && Instant::now() < until {
            sleep(Duration::from_millis(5)).await;
        }
    }

    fn is_free(&self, from: IpAddr) -> bool {
        self.limits.trusts_itself && from.is_loopback()
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn share(&mut self, from: IpAddr, limits: Limits, now: Instant) -> &mut Share {
        if self.each.len() >= ADDRESSES {
            self.each.retain(|_, share| {
                share.wrong.settle(limits.wrong_each, now);
                share.sockets > 0 || share.wrong.spent > 0.0
            });
        }
        let bucket = Bucket::new(now);
        let share = || Share { sockets: 0, unjoined: 0, opens: bucket, joins: bucket, wrong: bucket };
        self.each.entry(from).or_insert_with(share)
    }
}

/// What stands for an address: in version 6 one customer has a whole network.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) if !six.is_loopback() => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        other => other,
    }
}

/// The right to one connection; given up when dropped.
#[derive(Debug)]
pub struct Ticket {
    guard: Arc<Guard>,
    from: IpAddr,
    stage: AtomicU8,
}

/// The stages of a connection: pages; a web socket at the door; one with a seat.
const PLAIN: u8 = 0;
const DOOR: u8 = 1;
const SEATED: u8 = 2;

impl Ticket {
    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.guard.limits
    }

    /// It becomes a web socket; it cannot when too many stand at the door.
    pub fn upgrades(&self, now: Instant) -> bool {
        let limits = self.guard.limits;
        let mut table = self.guard.lock();
        if table.unjoined >= limits.unjoined || self.stage.load(Ordering::Relaxed) != PLAIN {
            return false;
        }
        let free = self.guard.is_free(self.from);
        let share = table.share(self.from, limits, now);
        if !free && share.unjoined >= limits.unjoined_each {
            return false;
        }
        share.unjoined += 1;
        table.unjoined += 1;
        self.stage.store(DOOR, Ordering::Relaxed);
        true
    }

    /// Somebody joins on it; they cannot when too many do.
    pub fn joins(&self, now: Instant) -> bool {
        let limits = self.guard.limits;
        let mut table = self.guard.lock();
        let free = self.guard.is_free(self.from);
        if !table.joins.has(limits.joins, now) {
            return false;
        }
        let each = free || table.share(self.from, limits, now).joins.take(limits.joins_each, now);
        each && table.joins.take(limits.joins, now)
    }

    /// Somebody has a seat.
    pub fn seats(&self) {
        if self.stage.swap(SEATED, Ordering::Relaxed) == DOOR {
            self.guard.lock().enters(self.from);
        }
    }
}

impl Table {
    fn enters(&mut self, from: IpAddr) {
        self.unjoined = self.unjoined.saturating_sub(1);
        if let Some(share) = self.each.get_mut(&from) {
            share.unjoined = share.unjoined.saturating_sub(1);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut table = self.guard.lock();
        if *self.stage.get_mut() == DOOR {
            table.enters(self.from);
        }
        table.sockets = table.sockets.saturating_sub(1);
        if let Some(share) = table.each.get_mut(&self.from) {
            share.sockets = share.sockets.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 168, 1, last])
    }

    #[tokio::test]
    async fn a_school_behind_one_address_comes_in() {
        let now = Instant::now();
        let guard = Guard::new(Limits::default(), now);
        let tickets: Vec<_> = (0..600).map(|_| guard.opens(address(1), now).unwrap()).collect();
        assert!(tickets.iter().all(|ticket| ticket.upgrades(now) && ticket.joins(now)));
    }

    #[tokio::test]
    async fn one_address_does_not_take_the_place_of_all() {
        let now = Instant::now();
        let guard = Guard::new(Limits::default(), now);
        let mut flood: Vec<_> = (0..10_000).filter_map(|_| guard.opens(address(1), now)).collect();
        assert_eq!(flood.len(), 3_000);
        assert_eq!(flood.iter().filter(|ticket| ticket.upgrades(now)).count(), 1_000);
        let other = guard.opens(address(2), now).unwrap();
        assert!(other.upgrades(now) && other.joins(now));
        assert!(guard.opens(address(1), now).is_none());
        flood.clear();
        let later = now + Duration::from_secs(10);
        let back = guard.opens(address(1), later).unwrap();
        assert!(back.upgrades(later), "what was given up is there again");
    }

    #[tokio::test]
    async fn joins_come_at_a_pace() {
        let now = Instant::now();
        let guard = Guard::new(Limits::default(), now);
        let ticket = guard.opens(address(1), now).unwrap();
        assert_eq!((0..5_000).filter(|_| ticket.joins(now)).count(), 800);
        let later = now + Duration::from_secs(2);
        assert_eq!((0..5_000).filter(|_| ticket.joins(later)).count(), 40);
        let all = (2..=250).map(|last| guard.opens(address(last), now).unwrap());
        assert!(
            all.flat_map(|ticket| (0..800).map(move |_| ticket.joins(now))).filter(|joins| *joins).count() <= 3_000
        );
    }

    #[tokio::test]
    async fn wrong_codes_run_out_for_one_address_and_then_for_all() {
        let now = Instant::now();
        let guard = Guard::new(Limits::default(), now);
        let tries = |last| {
            let mut tried = 0;
            while guard.may_try(address(last), now) && tried < 1_000 {
                guard.was_wrong(address(last), now);
                tried += 1;
            }
            tried
        };
        assert_eq!(tries(1), 30);
        assert!(guard.may_try(address(2), now));
        assert_eq!((2..100).map(tries).sum::<u32>(), 270);
        assert!(!guard.may_try(address(200), now));
    }

    #[tokio::test]
    async fn this_machine_and_networks_of_version_6() {
        let now = Instant::now();
        let guard = Guard::new(Limits { opens_each: Rate { burst: 2.0, second: 0.0 }, ..Limits::default() }, now);
        assert_eq!((0..9).filter_map(|_| guard.opens([127, 0, 0, 1].into(), now)).count(), 9);
        let six = |last: u16| guard.opens([0x2001, 0xdb8, 0, 7, 1, 2, 3, last].into(), now).is_some();
        assert_eq!((0..9).filter(|last| six(*last)).count(), 2, "one network is one address");
    }
}
