//! Frames of web sockets (RFC 6455). What goes out is framed once, whoever many get it, and its bytes are shared; what comes
//! in is small, and whatever breaks the rules ends the connection.

use std::io::Cursor;

use axum::body::Bytes;
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};

/// The most bytes of one message from outside.
pub const MOST: usize = 4_096;
/// The most bytes of the head of a frame that goes out.
const HEAD: usize = 10;
/// Room for what is said most: that an answer has come, and what one learner is told.
const USUAL: usize = 256;

/// A frame as it goes over the wire; a clone is the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame(Bytes);

impl Frame {
    /// A text message of what `write` adds.
    pub fn text(write: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut bytes = Vec::with_capacity(USUAL);
        bytes.resize(HEAD, 0);
        write(&mut bytes);
        let length = bytes.len() - HEAD;
        let mut head = [0; HEAD];
        // Filled from its end, as the shorter ones begin later.
        let (from, length_bytes) = match length {
            0..=125 => (HEAD - 2, [0; 8]),
            126..=0xffff => (HEAD - 4, (length as u64).to_be_bytes()),
            _ => (HEAD - 10, (length as u64).to_be_bytes()),
        };
        head[from] = 0x81;
        head[from + 1] = match length {
            0..=125 => length as u8,
            126..=0xffff => 126,
            _ => 127,
        };
        let tail = HEAD - from - 2;
        head[from + 2..].copy_from_slice(&length_bytes[8 - tail..]);
        bytes[..HEAD].copy_from_slice(&head);
        Self(Bytes::from(bytes).slice(from..))
    }

    /// Asks whether the other side is still there.
    #[must_use]
    pub const fn ping() -> Self {
        Self(Bytes::from_static(&[0x89, 0]))
    }

    /// Says that this side is: the answer to a ping, with its words.
    #[must_use]
    pub fn pong(words: &[u8]) -> Self {
        let words = &words[..words.len().min(125)];
        let mut bytes = vec![0x8A, words.len() as u8];
        bytes.extend_from_slice(words);
        Self(Bytes::from(bytes))
    }

    /// The end of the connection, with a code of RFC 6455 §7.4.
    #[must_use]
    pub fn close(code: u16) -> Self {
        let [high, low] = code.to_be_bytes();
        Self(Bytes::from(vec![0x88, 2, high, low]))
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.0
    }
}

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A message, whole.
    Message(Vec<u8>),
    /// The other side asks whether this one is there.
    Ping(Vec<u8>),
    /// The other side is there.
    Pong,
    /// The other side wants to end.
    Close,
}

/// Why nothing more is read from a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Against the protocol.
    Protocol,
    /// More than [`MOST`] bytes.
    Big,
}

impl Broken {
    /// What it is called in the end of a connection.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Protocol => 1002,
            Self::Big => 1009,
        }
    }
}

/// Puts messages together out of what comes in. Holds no memory while nothing waits to be completed.
#[derive(Debug, Default)]
pub struct Inbound {
    waiting: Vec<u8>,
    /// The beginning of a message in several frames.
    begun: Option<Vec<u8>>,
}

impl Inbound {
    /// Adds what was read.
    pub fn add(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
    }

    /// The next message; none when more must come first.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn next(&mut self) -> Result<Option<Received>, Broken> {
        loop {
            if self.waiting.is_empty() {
                self.waiting = Vec::new();
                return Ok(None);
            }
            let mut cursor = Cursor::new(&self.waiting);
            let Some((header, length)) = FrameHeader::parse(&mut cursor).map_err(|_| Broken::Protocol)? else {
                return Ok(None);
            };
            if length > MOST as u64 {
                return Err(Broken::Big);
            }
            if matches!(header.opcode, OpCode::Control(_)) && (!header.is_final || length > 125) {
                return Err(Broken::Protocol);
            }
            let (from, length) = (cursor.position() as usize, length as usize);
            let Some(mask) = header.mask.filter(|_| !(header.rsv1 || header.rsv2 || header.rsv3)) else {
                return Err(Broken::Protocol);
            };
            let Some(masked) = self.waiting.get(from..from + length) else { return Ok(None) };
            let words: Vec<u8> = masked.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
            self.waiting.drain(..from + length);
            match header.opcode {
                OpCode::Control(Control::Ping) => return Ok(Some(Received::Ping(words))),
                OpCode::Control(Control::Pong) => return Ok(Some(Received::Pong)),
                OpCode::Control(Control::Close) => return Ok(Some(Received::Close)),
                OpCode::Control(Control::Reserved(_)) | OpCode::Data(Data::Reserved(_)) => {
                    return Err(Broken::Protocol);
                }
                OpCode::Data(kind) => {
                    if let Some(message) = self.joined(kind, words, header.is_final)? {
                        return Ok(Some(Received::Message(message)));
                    }
                }
            }
        }
    }

    /// The message, if this frame is its last.
    fn joined(&mut self, kind: Data, words: Vec<u8>, last: bool) -> Result<Option<Vec<u8>>, Broken> {
        let message = match (kind, self.begun.take()) {
            (Data::Continue, Some(mut begun)) => {
                begun.extend_from_slice(&words);
                begun
            }
            (Data::Text | Data::Binary, None) => words,
            _ => return Err(Broken::Protocol),
        };
        if message.len() > MOST {
            return Err(Broken::Big);
        }
        if last {
            return Ok(Some(message));
        }
        self.begun = Some(message);
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tungstenite::Message;
    use tungstenite::protocol::frame::Frame as Theirs;
    use tungstenite::protocol::{Role, WebSocket};

    use super::*;

    fn masked(words: &[u8], opcode: OpCode, last: bool) -> Vec<u8> {
        let header = FrameHeader { is_final: last, opcode, mask: Some([1, 2, 3, 4]), ..FrameHeader::default() };
        let frame = Theirs::from_payload(header, words.to_vec().into());
        let mut bytes = Vec::new();
        frame.format(&mut bytes).unwrap();
        bytes
    }

    fn all(bytes: &[u8], pieces: usize) -> Result<Vec<Received>, Broken> {
        let (mut inbound, mut received) = (Inbound::default(), Vec::new());
        for piece in bytes.chunks(pieces.max(1)) {
            inbound.add(piece);
            while let Some(next) = inbound.next()? {
                received.push(next);
            }
        }
        Ok(received)
    }

    proptest! {
        #[test]
        fn what_goes_out_is_read_by_others(length in prop_oneof![0..300_usize, 65_500..65_600_usize]) {
            let words = "x".repeat(length);
            let frame = Frame::text(|out| out.extend_from_slice(words.as_bytes()));
            let mut socket = WebSocket::from_raw_socket(Cursor::new(frame.bytes().to_vec()), Role::Client, None);
            prop_assert_eq!(socket.read().unwrap(), Message::text(words));
        }

        #[test]
        fn what_others_write_is_read_in_any_pieces(words in prop::collection::vec(any::<u8>(), 0..300), pieces in 1..40_usize) {
            let mut bytes = masked(&words, OpCode::Data(Data::Text), true);
            bytes.extend(masked(b"hi", OpCode::Control(Control::Ping), true));
            bytes.extend(masked(&words, OpCode::Data(Data::Text), false));
            bytes.extend(masked(b"", OpCode::Control(Control::Pong), true));
            bytes.extend(masked(b"more", OpCode::Data(Data::Continue), true));
            let more = [&words[..], b"more"].concat();
            let expected = [Received::Message(words), Received::Ping(b"hi".to_vec()), Received::Pong, Received::Message(more)];
            prop_assert_eq!(all(&bytes, pieces).unwrap(), expected);
        }

        #[test]
        fn rubbish_is_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), pieces in 1..100_usize) {
            let _ = all(&bytes, pieces);
        }
    }

    #[test]
    fn what_breaks_the_rules_is_refused() {
        let text = OpCode::Data(Data::Text);
        let mut bare = Vec::new();
        Theirs::message("x", text, true).format(&mut bare).unwrap();
        assert_eq!(all(&bare, 9), Err(Broken::Protocol), "not masked");
        assert_eq!(all(&masked(&[0; MOST + 1], text, true)[..20], 20), Err(Broken::Big), "before it has come");
        let mut parts = masked(&[0; MOST], text, false);
        parts.extend(masked(&[0; 1], OpCode::Data(Data::Continue), false));
        assert_eq!(all(&parts, 512), Err(Broken::Big), "in parts");
        assert_eq!(all(&masked(b"x", OpCode::Data(Data::Continue), true), 9), Err(Broken::Protocol));
        assert_eq!(all(&masked(&[0; 126], OpCode::Control(Control::Ping), true), 9), Err(Broken::Protocol));
        assert_eq!(all(&masked(b"x", OpCode::Control(Control::Ping), false), 9), Err(Broken::Protocol));
        let mut twice = masked(b"x", text, false);
        twice.extend(masked(b"x", text, true));
        assert_eq!(all(&twice, 9), Err(Broken::Protocol), "a message within another");
    }
}
