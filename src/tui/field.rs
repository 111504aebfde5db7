//! A line of text being typed.

use super::key::{Code, Key};

/// What was typed so far, and where the next character goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    value: String,
    cursor: usize,
}

/// The most characters that a field takes.
const LONGEST: usize = 400;

impl Field {
    /// What was typed.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Where the next character goes, in bytes.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Empties the field.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes text in at the cursor, without line breaks and control characters.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.value.chars().count());
        let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        for letter in line.chars().filter(|c| !c.is_control()).take(room) {
            self.value.insert(self.cursor, letter);
            self.cursor += letter.len_utf8();
        }
    }

    /// Takes a key: a printable character, or one that edits. False if it is neither.
    pub fn take(&mut self, key: Key) -> bool {
        if let Some(letter) = key.printable() {
            self.insert(letter.encode_utf8(&mut [0; 4]));
            return true;
        }
        if key.ctrl && key.code == Code::Char('u') {
            self.clear();
            return true;
        }
        if key.ctrl || key.alt {
            return false;
        }
        let before = self.value[..self.cursor].char_indices().next_back().map(|(at, _)| at); // always on a character
        let after = self.value[self.cursor..].chars().next().map(|c| self.cursor + c.len_utf8());
        match key.code {
            Code::Backspace => {
                if let Some(at) = before {
                    self.value.remove(at);
                    self.cursor = at;
                }
            }
            Code::Delete => {
                if after.is_some() {
                    self.value.remove(self.cursor);
                }
            }
            Code::Left => self.cursor = before.unwrap_or(0),
            Code::Right => self.cursor = after.unwrap_or(self.value.len()),
            Code::Home => self.cursor = 0,
            Code::End => self.cursor = self.value.len(),
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[&str]) -> Field {
        let mut field = Field::default();
        for key in keys {
            field.take(key.parse().unwrap());
        }
        field
    }

    #[test]
    fn keys_edit_where_the_cursor_is() {
        let field = typed(&["q", "é", "k", "Left", "Left", "Backspace", "Delete", "Home", "n", "End", "!", "Space"]);
        assert_eq!((field.value(), field.cursor()), ("nk! ", 4));
        assert_eq!(typed(&["a", "Ctrl-u", "b"]).value(), "b");
        assert!(!Field::default().take("Enter".parse().unwrap()));
    }

    #[test]
    fn what_is_pasted_stays_one_line_of_bounded_length() {
        let mut field = Field::default();
        field.insert("a\nb\u{1b}[31m");
        assert_eq!(field.value(), "a b[31m");
        field.insert(&"x".repeat(1000));
        assert_eq!(field.value().chars().count(), LONGEST);
    }
}
