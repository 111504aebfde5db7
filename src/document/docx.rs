//! Word processor documents (DOCX): headings, lists, tables and paragraphs.

use std::collections::HashMap;

use super::archive::Archive;
use super::assemble::Reading;
use super::clean::{Cell, Clean, Run, Table};
use super::format::FormatError;
use super::html::{self, Token, Tokens, attribute, push};
use super::places::Places;
use super::{Kind, Reason};

/// Reads a DOCX.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, FormatError> {
    let mut archive = Archive::open(bytes)?;
    let body = archive.text("word/document.xml")?.ok_or(FormatError::Broken("its text is missing"))?;
    let styles = archive.text("word/styles.xml")?.unwrap_or_default();
    let mut reader = Reader { styles: names(&styles), ..Reader::default() };
    for token in Tokens::new(&body) {
        reader.token(&token);
    }
    let mut clean = reader.clean;
    clean.finish(false);
    if clean.text.is_empty() {
        return Err(FormatError::NoText);
    }
    let about = archive.text("docProps/core.xml")?.unwrap_or_default();
    let named = html::words_in(&about, "dc:title");
    let (parts, extracted, places) = (clean.parts, Some(clean.text), Places::Paragraphs);
    Ok(Reading { parts, extracted, named, places, ..Reading::default() })
}

/// The names of styles by their ids, in lower case: ids are in the language of the program that wrote them.
fn names(styles: &str) -> HashMap<&str, String> {
    let mut names = HashMap::new();
    let mut id = None;
    for token in Tokens::new(styles) {
        if let Token::Open { name, attributes, .. } = token {
            match name {
                "w:style" => id = attribute(attributes, "w:styleId"),
                "w:name" => {
                    if let Some((id, value)) = id.zip(attribute(attributes, "w:val")) {
                        names.insert(id, value.to_lowercase());
                    }
                }
                _ => {}
            }
        }
    }
    names
}

/// What holds words that are not part of the text: deleted, moved away, instructions, boxes beside the text, doubles.
const SKIPPED: [&str; 7] =
    ["w:del", "w:moveFrom", "w:instrText", "w:txbxContent", "mc:Fallback", "w:footnoteReference", "w:drawing"];

/// What is open while the file goes by.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each is one mark of the file that was seen or not
struct Reader<'a> {
    styles: HashMap<&'a str, String>,
    clean: Clean,
    run: Run,
    style: String,
    level: Option<u8>,
    listed: bool,
    in_list: bool,
    in_text: bool,
    /// What is skipped, and how many of its kind are open.
    skipping: Option<(&'static str, usize)>,
    tables: usize,
    table: Table,
    header: bool,
    cell: Cell,
    /// Whether the cell goes on with the one above it.
    merged: bool,
}

impl Reader<'_> {
    fn token(&mut self, token: &Token<'_>) {
        if let Some((what, open)) = &mut self.skipping {
            match token {
                Token::Open { name, closed: false, .. } if name == what => *open += 1,
                Token::Close { name, .. } if name == what => *open -= 1,
                _ => {}
            }
            if *open == 0 {
                self.skipping = None;
            }
            return;
        }
        match token {
            Token::Text { text, span } if self.in_text => push(&mut self.run, text, span.start, self.tables > 0),
            Token::Open { name, attributes, closed, .. } => self.open(name, attributes, *closed),
            Token::Close { name, .. } => self.close(name),
            _ => {}
        }
    }

    fn open(&mut self, name: &str, attributes: &str, closed: bool) {
        if let Some(&skipped) = SKIPPED.iter().find(|skipped| **skipped == name) {
            self.skipping = (!closed).then_some((skipped, 1));
            return;
        }
        let value = || attribute(attributes, "w:val");
        match name {
            "w:p" => {
                self.style.clear();
                (self.listed, self.level) = (false, None);
            }
            "w:pStyle" => {
                let id = value().unwrap_or_default();
                self.style = self.styles.get(id).cloned().unwrap_or_else(|| id.to_lowercase());
            }
            "w:outlineLvl" => {
                self.level = value().and_then(|level| level.parse::<u8>().ok()).filter(|level| *level < 9);
            }
            "w:numPr" => self.listed = true,
            "w:t" => self.in_text = !closed,
            "w:tab" | "w:br" | "w:cr" => self.run.space(),
            "w:noBreakHyphen" => self.run.put("-", self.run.end()..self.run.end()),
            "w:tbl" if !closed => {
                self.tables += 1;
                if self.tables == 1 {
                    self.table = Table::default();
                }
            }
            "w:tr" if self.tables == 1 => {
                self.header = false;
                self.table.rows.push(Vec::new());
            }
            "w:tblHeader" => self.header = true,
            "w:tc" if self.tables == 1 => {
                self.cell = Cell { columns: 1, rows: 1, ..Cell::default() };
                self.merged = false;
            }
            "w:gridSpan" => self.cell.columns = value().and_then(|n| n.parse().ok()).unwrap_or(1),
            "w:vMerge" => self.merged = value() != Some("restart"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "w:t" => self.in_text = false,
            "w:p" if self.tables > 0 => {
                let run = std::mem::take(&mut self.run);
                self.cell.run.space();
                self.cell.run.join(&run);
            }
            "w:p" => self.paragraph(),
            "w:tc" if self.tables == 1 => self.cell(),
            "w:tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.in_list = false;
                    self.clean.table(&std::mem::take(&mut self.table));
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self) {
        let mut cell = std::mem::take(&mut self.cell);
        cell.header = self.header;
        let count = self.table.rows.len();
        let column = self.table.rows.last().map_or(0, Vec::len);
        let above = count.checked_sub(2).and_then(|above| self.table.rows.get(above)?.get(column));
        if let Some(above) = above.filter(|_| self.merged && cell.run.is_empty()) {
            cell.run.put(above.run.text(), self.run.end()..self.run.end());
        }
        if let Some(row) = self.table.rows.last_mut() {
            row.push(cell);
        }
    }

    fn paragraph(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        let style = self.style.as_str();
        let heading = style.strip_prefix("heading").and_then(|level| level.trim().parse::<u8>().ok());
        let level = heading.or(self.level.map(|level| level + 1)).or((style == "title").then_some(1));
        let listed = self.listed || style.starts_with("list bullet") || style.starts_with("list number");
        let was_in_list = std::mem::replace(&mut self.in_list, listed && level.is_none());
        if style.starts_with("toc ") || style == "caption" || style == "header" || style == "footer" {
            self.clean.drop(run.start()..run.end(), Reason::Navigation);
        } else if let Some(level) = level {
            self.clean.heading(&run, level);
        } else if listed {
            if !was_in_list {
                self.clean.begin();
            }
            self.clean.passage(Kind::Entry, &run);
        } else {
            self.clean.paragraph(&run);
        }
    }
}
