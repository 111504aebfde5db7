//! The sixteen colours as every terminal knows them.
//!
//! Crossterm writes colour 6 as `38;5;6`, which terminals of sixteen colours do not understand and some themes do not
//! reach; `36` means the same everywhere, and is shorter.

use std::io::{self, Write};

/// A writer that holds a frame back until it is flushed, and writes its colours the old way.
pub struct Sixteen<W: Write> {
    inner: W,
    frame: Vec<u8>,
}

impl<W: Write> Sixteen<W> {
    /// Writes to `inner`.
    pub const fn new(inner: W) -> Self {
        Self { inner, frame: Vec::new() }
    }
}

impl<W: Write> Write for Sixteen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = rewritten(&self.frame);
        self.frame.clear();
        self.inner.write_all(&frame)?;
        self.inner.flush()
    }
}

/// The same frame with every `ESC [ … m` in the old colours.
fn rewritten(frame: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(frame.len());
    let mut rest = frame;
    while let Some(at) = memchr::memmem::find(rest, b"\x1b[") {
        let (before, sequence) = rest.split_at(at + 2);
        out.extend_from_slice(before);
        let end = sequence.iter().position(|byte| (0x40..=0x7e).contains(byte)).unwrap_or(sequence.len());
        let (parameters, after) = sequence.split_at(end);
        match std::str::from_utf8(parameters) {
            Ok(parameters) if after.first() == Some(&b'm') => out.extend_from_slice(old(parameters).as_bytes()),
            _ => out.extend_from_slice(parameters),
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

fn old(parameters: &str) -> String {
    let mut old: Vec<String> = Vec::new();
    let mut parts = parameters.split(';');
    while let Some(part) = parts.next() {
        let ground: Option<u8> = match part {
            "38" => Some(30),
            "48" => Some(40),
            _ => None,
        };
        let mut ahead = parts.clone();
        match (ground, ahead.next(), ahead.next().and_then(|n| n.parse::<u8>().ok())) {
            (Some(ground), Some("5"), Some(colour @ 0..16)) => {
                old.push((if colour < 8 { ground + colour } else { ground + 52 + colour }).to_string());
                parts = ahead;
            }
            _ => old.push(part.to_owned()),
        }
    }
    old.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(frame: &str) -> String {
        let mut out = Vec::new();
        let mut writer = Sixteen::new(&mut out);
        let (first, second) = frame.split_at(frame.len() / 2);
        writer.write_all(first.as_bytes()).unwrap();
        writer.write_all(second.as_bytes()).unwrap();
        writer.flush().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_sixteen_colours_are_written_as_every_terminal_knows_them() {
        assert_eq!(written("\x1b[38;5;6;49mHi\x1b[0m"), "\x1b[36;49mHi\x1b[0m");
        assert_eq!(written("\x1b[1;38;5;9;48;5;15m"), "\x1b[1;91;107m");
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for frame in
            ["38;5;6m", "\x1b[38;5;196m", "\x1b[38;2;5;6;7m", "\x1b[2;5H", "\x1b[38;5", "\x1b[", "é\x1b]52;c;eA==\x07"]
        {
            assert_eq!(written(frame), frame);
        }
    }
}
