//! One connection of a learner: web socket frames, or messages with their length before them.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;

use tokio::net::TcpStream;

/// How messages are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By four bytes of length before each.
    Plain,
    /// As web socket frames.
    WebSocket,
}

/// A connection.
pub struct Wire {
    stream: TcpStream,
    kind: Kind,
    held: Vec<u8>,
    read: usize,
}

impl Wire {
    /// Connects, and asks for a web socket at `path` where that is the kind.
    pub async fn open(address: SocketAddr, kind: Kind, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut wire = Self { stream, kind, held: Vec::new(), read: 0 };
        if kind == Kind::WebSocket {
            let asked = format!(
                "GET {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nConnection: Upgrade\r\n\
                 Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            );
            wire.write(asked.as_bytes()).await?;
            loop {
                if let Some(end) = wire.held.windows(4).position(|four| four == b"\r\n\r\n") {
                    if !wire.held.starts_with(b"HTTP/1.1 101") {
                        return Err(Error::other(String::from_utf8_lossy(&wire.held).into_owned()));
                    }
                    wire.read = end + 4;
                    break;
                }
                wire.fill().await?;
            }
        }
        Ok(wire)
    }

    async fn write(&self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Reads what is there, or waits for it.
    async fn fill(&mut self) -> Result<()> {
        if self.read > 0 {
            self.held.drain(..self.read);
            self.read = 0;
        }
        let mut some = [0; 4_096];
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(&mut some) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(length) => {
                    self.held.extend_from_slice(&some[..length]);
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Sends a message of at most 65,535 bytes.
    pub async fn send(&self, words: &str) -> Result<()> {
        let length = words.len();
        let mut bytes = Vec::with_capacity(length + 8);
        match self.kind {
            Kind::Plain => bytes.extend((length as u32).to_be_bytes()),
            Kind::WebSocket if length < 126 => bytes.extend([0x81, 0x80 | length as u8, 0, 0, 0, 0]),
            Kind::WebSocket => {
                bytes.extend([0x81, 0xFE]);
                bytes.extend((length as u16).to_be_bytes());
                bytes.extend([0; 4]);
            }
        }
        bytes.extend(words.bytes());
        self.write(&bytes).await
    }

    /// The next message. Nothing is lost when it is given up while it waits.
    pub async fn next(&mut self) -> Result<String> {
        loop {
            let from = &self.held[self.read..];
            let Some((head, length, code)) =
                self.kind.head(from).filter(|(head, length, _)| from.len() >= head + length)
            else {
                self.fill().await?;
                continue;
            };
            let body = from[head..head + length].to_vec();
            self.read += head + length;
            match code {
                1 => return String::from_utf8(body).map_err(Error::other),
                8 => return Err(ErrorKind::ConnectionAborted.into()),
                9 => self.write(&[0x8A, 0x80, 0, 0, 0, 0]).await?,
                _ => {}
            }
        }
    }
}

impl Kind {
    /// The length of a message's head and of its body, and its code (1 is text).
    fn head(self, bytes: &[u8]) -> Option<(usize, usize, u8)> {
        if self == Self::Plain {
            let length = u32::from_be_bytes(*bytes.first_chunk()?);
            return Some((4, length as usize, 1));
        }
        let code = bytes.first()? & 15;
        match *bytes.get(1)? {
            126 => Some((4, usize::from(u16::from_be_bytes(*bytes.get(2..)?.first_chunk()?)), code)),
            127 => Some((10, u64::from_be_bytes(*bytes.get(2..)?.first_chunk()?) as usize, code)),
            length => Some((2, usize::from(length), code)),
        }
    }
}
