//! The connection: made with a deadline, read by a thread of its own, bounded in what it takes in.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tungstenite::client::IntoClientRequest as _;
use tungstenite::http::HeaderValue;
use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Error, HandshakeError, Message, WebSocket};

use super::address::Address;
use super::message::LARGEST;
use crate::room::{Code, Link};

/// How long a host may take to let a connection be made, and to answer the first request.
const PATIENCE: Duration = Duration::from_secs(8);
/// A link over which nothing comes for so long is dead; the client asks for a sign of life before.
pub const SILENCE: Duration = Duration::from_secs(45);
/// The largest answer to the request for a link.
const LARGEST_ANSWER: u64 = 16 << 10;

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum NoLink {
    /// Nobody is there.
    #[error("nobody answers at {0}: {1}")]
    Nobody(String, io::Error),
    /// Somebody is there, but no room of this link or code.
    #[error("the host has no such room")]
    NoRoom,
    /// The host does not answer to this name.
    #[error("the host does not go by this address; use the one that the teacher’s screen shows")]
    Address,
    /// The host has too much to do, or too many codes were tried.
    #[error("the host is busy, or too many codes were tried; wait a little")]
    Busy,
    /// Somebody else is there.
    #[error("what answers at {0} is no ibid host")]
    Stranger(String),
}

impl NoLink {
    fn of_status(status: u16, address: &Address) -> Self {
        match status {
            404 | 410 => Self::NoRoom,
            400 | 403 | 421 => Self::Address,
            429 | 503 => Self::Busy,
            _ => Self::Stranger(address.authority()),
        }
    }
}

/// A TCP stream whose reads keep a deadline, and whose writes are whole: two threads may write, each its own frames.
struct Line {
    stream: TcpStream,
    writing: Arc<Mutex<()>>,
    until: Option<Instant>,
}

impl Line {
    fn open(address: &Address) -> Result<Self, NoLink> {
        let nobody = |error| NoLink::Nobody(address.authority(), error);
        let until = Instant::now() + PATIENCE;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "there is no host of this name");
        for at in address.place().to_socket_addrs().map_err(nobody)? {
            let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(100));
            match TcpStream::connect_timeout(&at, left) {
                Ok(stream) => {
                    let usual = stream.set_nodelay(true).and_then(|()| stream.set_write_timeout(Some(PATIENCE)));
                    usual.map_err(nobody)?;
                    return Ok(Self { stream, writing: Arc::default(), until: Some(until) });
                }
                Err(error) => last = error,
            }
        }
        Err(nobody(last))
    }

    fn share(&self) -> io::Result<Self> {
        Ok(Self { stream: self.stream.try_clone()?, writing: Arc::clone(&self.writing), until: None })
    }
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let late = || io::Error::from(io::ErrorKind::TimedOut);
        if let Some(until) = self.until {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(late());
            }
            self.stream.set_read_timeout(Some(left))?;
        }
        self.stream.read(buffer).map_err(|error| if error.kind() == io::ErrorKind::WouldBlock { late() } else { error })
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.stream.write_all(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// The answer to a code.
#[derive(serde::Deserialize)]
struct Opened {
    link: Link,
}

/// Asks a host for the link of the room with this code.
///
/// # Errors
/// When there is none, or no host.
pub fn ask_for_link(address: &Address, code: &Code) -> Result<Link, NoLink> {
    let stranger = || NoLink::Stranger(address.authority());
    let nobody = |error| NoLink::Nobody(address.authority(), error);
    let mut line = Line::open(address)?;
    let body = format!(r#"{{"code":"{code}"}}"#); // signs need no escapes
    let authority = address.authority();
    let request = format!(
        "POST /door HTTP/1.1\r\nHost: {authority}\r\nOrigin: http://{authority}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    line.write_all(request.as_bytes()).map_err(nobody)?;
    let mut answer = Vec::new();
    line.take(LARGEST_ANSWER).read_to_end(&mut answer).map_err(nobody)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(stranger)?;
    let status = head.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)).and_then(|code| code.parse().ok());
    match status.ok_or_else(stranger)? {
        200 => {}
        other => return Err(NoLink::of_status(other, address)),
    }
    // A body in chunks has its braces all the same.
    let json = body.find('{').zip(body.rfind('}')).and_then(|(from, to)| body.get(from..=to));
    json.and_then(|json| serde_json::from_str::<Opened>(json).ok()).map(|opened| opened.link).ok_or_else(stranger)
}

/// What comes over a link.
#[derive(Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A message.
    Text(String),
    /// A sign of life.
    Alive,
    /// The link is gone, for this reason.
    Gone(String),
    /// The host does what no host does.
    Rubbish(&'static str),
}

/// The end that writes.
pub struct Writer {
    socket: WebSocket<Line>,
}

/// The end that reads.
pub struct Reader {
    socket: WebSocket<Line>,
    flood: Flood,
}

/// Connects to a room.
///
/// # Errors
/// When there is none, or no host.
pub fn connect(address: &Address, link: &Link) -> Result<(Reader, Writer), NoLink> {
    let stranger = || NoLink::Stranger(address.authority());
    let nobody = |error| NoLink::Nobody(address.authority(), error);
    let authority = address.authority();
    let mut request = format!("ws://{authority}/ws?link={link}").into_client_request().map_err(|_| stranger())?;
    let origin = HeaderValue::from_str(&format!("http://{authority}")).map_err(|_| stranger())?;
    request.headers_mut().insert("Origin", origin);
    let bounds = WebSocketConfig::default()
        .read_buffer_size(4 << 10)
        .write_buffer_size(0)
        .max_write_buffer_size(64 << 10)
        .max_message_size(Some(LARGEST))
        .max_frame_size(Some(LARGEST));
    let line = Line::open(address)?;
    let writer = line.share().map_err(nobody)?;
    let (mut socket, _) = match tungstenite::client::client_with_config(request, line, Some(bounds)) {
        Ok(made) => made,
        Err(HandshakeError::Failure(Error::Http(response))) => {
            return Err(NoLink::of_status(response.status().as_u16(), address));
        }
        Err(HandshakeError::Failure(Error::Io(error))) => return Err(nobody(error)),
        Err(_) => return Err(stranger()),
    };
    let line = socket.get_mut();
    line.until = None;
    line.stream.set_read_timeout(Some(SILENCE)).map_err(nobody)?;
    let writer = Writer { socket: WebSocket::from_raw_socket(writer, Role::Client, Some(bounds)) };
    Ok((Reader { socket, flood: Flood::new(Instant::now()) }, writer))
}

impl Writer {
    /// Sends a message. Whether it could be.
    #[must_use]
    pub fn send(&mut self, text: &str) -> bool {
        self.socket.send(Message::text(text)).is_ok()
    }

    /// Asks for a sign of life. Whether it could be.
    #[must_use]
    pub fn ping(&mut self) -> bool {
        self.socket.send(Message::Ping(Vec::new().into())).is_ok()
    }

    /// Says goodbye, if anybody listens, and hangs up.
    pub fn hang_up(mut self) {
        let _ = self.socket.close(None).and_then(|()| self.socket.flush());
        let _ = self.socket.get_ref().stream.shutdown(Shutdown::Both);
    }
}

const MUCH: &str = "it sends more than a host has to say";
const STRANGE: &str = "it does not speak as an ibid host does";

impl Reader {
    /// Blocks until something comes.
    pub fn read(&mut self) -> Incoming {
        match self.socket.read() {
            Ok(message) if !self.flood.bears(message.len(), Instant::now()) => Incoming::Rubbish(MUCH),
            Ok(Message::Text(text)) => Incoming::Text(text.as_str().to_owned()),
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {
                // The answer to a ping goes out with this, should nothing else be sent.
                let _ = self.socket.flush();
                Incoming::Alive
            }
            Ok(Message::Close(_)) | Err(Error::ConnectionClosed | Error::AlreadyClosed) => {
                Incoming::Gone("the host hung up".to_owned())
            }
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::TimedOut => {
                Incoming::Gone("the host has fallen silent".to_owned())
            }
            Err(Error::Io(error)) => Incoming::Gone(error.to_string()),
            // What is cut off in the middle is no fault of the host’s.
            Err(Error::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)) => {
                Incoming::Gone("the link broke".to_owned())
            }
            Err(Error::Capacity(_)) => Incoming::Rubbish(MUCH),
            Ok(Message::Binary(_)) | Err(_) => Incoming::Rubbish(STRANGE),
        }
    }
}

/// What a host may send: some at once, and then so much a second.
#[derive(Debug)]
struct Flood {
    messages: f64,
    bytes: f64,
    at: Instant,
}

impl Flood {
    const MESSAGES: (f64, f64) = (400.0, 40.0);
    const BYTES: (f64, f64) = (16e6, 6e6);

    fn new(at: Instant) -> Self {
        Self { messages: Self::MESSAGES.0, bytes: Self::BYTES.0, at }
    }

    /// Takes a message of so many bytes into account, and tells whether it is still within bounds.
    fn bears(&mut self, bytes: usize, now: Instant) -> bool {
        let past = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = now;
        let fill = |has: f64, (most, rate): (f64, f64)| (has + past * rate).min(most);
        self.messages = fill(self.messages, Self::MESSAGES) - 1.0;
        self.bytes = fill(self.bytes, Self::BYTES) - bytes as f64;
        self.messages >= 0.0 && self.bytes >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_may_say_much_at_once_but_not_for_ever() {
        let start = Instant::now();
        let mut flood = Flood::new(start);
        assert!((0..400).all(|_| flood.bears(100, start)));
        assert!(!flood.bears(100, start));
        let mut flood = Flood::new(start);
        // A full lobby, four times a second.
        assert!((0..10_000).all(|n| flood.bears(1 << 20, start + Duration::from_millis(250 * n))));
        let mut flood = Flood::new(start);
        assert!(!(0..100).all(|n| flood.bears(1 << 20, start + Duration::from_millis(n))));
    }
}
