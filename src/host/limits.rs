//! How much of the host anybody may have, and how long anybody is waited for.

use std::time::Duration;

/// How much of everything.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections in all.
    pub sockets: u32,
    /// Connections of one address.
    pub sockets_each: u32,
    /// Web sockets in all on which nobody has joined yet.
    pub unjoined: u32,
    /// Web sockets of one address on which nobody has joined yet.
    pub unjoined_each: u32,
    /// New connections of one address.
    pub opens_each: Rate,
    /// Joins in all.
    pub joins: Rate,
    /// Joins from one address.
    pub joins_each: Rate,
    /// Codes that open nothing, in all.
    pub wrong: Rate,
    /// Codes that open nothing, from one address.
    pub wrong_each: Rate,
    /// Messages of one web socket.
    pub messages: Rate,
    /// How long anybody is waited for.
    pub waits: Waits,
    /// Whether this machine itself has no limits of its own, as its one user needs none.
    pub trusts_itself: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sockets: 7_000,
            sockets_each: 3_000,
            unjoined: 3_000,
            unjoined_each: 1_000,
            opens_each: Rate { burst: 3_000.0, second: 100.0 },
            joins: Rate { burst: 3_000.0, second: 200.0 },
            joins_each: Rate { burst: 800.0, second: 20.0 },
            wrong: Rate { burst: 300.0, second: 1.0 },
            wrong_each: Rate { burst: 30.0, second: 0.1 },
            messages: Rate { burst: 40.0, second: 10.0 },
            waits: Waits::default(),
            trusts_itself: true,
        }
    }
}

/// How long anybody is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Waits {
    /// For the head of a request, and between two of them.
    pub head: Duration,
    /// For all that is asked over one connection that is no web socket.
    pub pages: Duration,
    /// For the first words over a web socket.
    pub hello: Duration,
    /// At the door, where a name is chosen.
    pub door: Duration,
    /// From whom nothing was heard for so long is asked whether they are there.
    pub quiet: Duration,
    /// From whom nothing was heard for so long is not there.
    pub dead: Duration,
    /// For somebody to take what is sent.
    pub stalled: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            pages: Duration::from_secs(60),
            hello: Duration::from_secs(10),
            door: Duration::from_secs(180),
            quiet: Duration::from_secs(15),
            dead: Duration::from_secs(40),
            stalled: Duration::from_secs(20),
        }
    }
}

/// So many at once, and so many a second.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// At once.
    pub burst: f64,
    /// A second.
    pub second: f64,
}
