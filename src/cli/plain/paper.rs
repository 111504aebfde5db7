//! Lines for the ear and the pipe: cleaned, wrapped, without colour.

use std::io::{self, Write};

use crate::text;

/// What is written to, line by line. Everything on it went through [`text::clean`].
pub struct Paper<W> {
    out: W,
    width: usize,
}

impl<W: Write> Paper<W> {
    /// Paper of a width in columns.
    pub fn new(out: W, width: usize) -> Self {
        Self { out, width: width.clamp(20, 200) }
    }

    /// An empty line.
    ///
    /// # Errors
    /// Those of the output; so below.
    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph.
    ///
    /// # Errors
    /// Those of the output.
    pub fn say(&mut self, words: &str) -> io::Result<()> {
        self.hung("", words)
    }

    /// A paragraph that begins with `lead` and is indented as deep as it.
    ///
    /// # Errors
    /// Those of the output.
    pub fn hung(&mut self, lead: &str, words: &str) -> io::Result<()> {
        let words = text::clean(words);
        let deep = text::width(lead);
        for (n, range) in text::wrap(&words, self.width.saturating_sub(deep)).into_iter().enumerate() {
            let line = words.get(range).unwrap_or_default();
            if n == 0 {
                writeln!(self.out, "{lead}{line}")?;
            } else {
                writeln!(self.out, "{:deep$}{line}", "")?;
            }
        }
        Ok(())
    }

    /// A line that is not broken, however long: an address that is to be copied.
    ///
    /// # Errors
    /// Those of the output.
    pub fn whole(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text::clean(words))
    }

    /// Several paragraphs, one a line of the text.
    ///
    /// # Errors
    /// Those of the output.
    pub fn note(&mut self, lines: &str) -> io::Result<()> {
        lines.lines().try_for_each(|line| self.say(line))
    }

    /// A prompt: the line is left open.
    ///
    /// # Errors
    /// Those of the output.
    pub fn prompt(&mut self, words: &str) -> io::Result<()> {
        write!(self.out, "{words} ")?;
        self.out.flush()
    }

    /// Ends the line of a prompt with what was read, where nobody typed it there.
    ///
    /// # Errors
    /// Those of the output.
    pub fn echo(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text::clean(line))
    }

    /// Sends out what was written.
    ///
    /// # Errors
    /// Those of the output.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// What was written on.
    #[cfg(test)]
    pub fn into_inner(self) -> W {
        self.out
    }
}
