//! Word processor documents (DOCX): headings, lists, tables and paragraphs.

use std::borrow::Cow;
use std::collections::HashMap;

use super::archive::Archive;
use super::assemble::Reading;
use super::clean::{Cell, Clean, Run, Table};
use super::format::FormatError;
use super::html::{self, Token, Tokens, attribute, push};
use super::places::Places;
use super::reader::Part;
use super::{Kind, Reason};

/// Reads a DOCX.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, FormatError> {
    let mut archive = Archive::open(bytes)?;
    let body = archive.text("word/document.xml")?.ok_or(FormatError::Broken("its text is missing"))?;
    let styles = archive.text("word/styles.xml")?.unwrap_or_default();
    let mut reader = Reader { styles: names(&styles), clean: Clean::extracted(), ..Reader::default() };
    for token in Tokens::new(&body) {
        reader.token(&token);
    }
    let mut clean = reader.clean;
    clean.finish(false);
    if clean.parts.iter().all(|part| matches!(part, Part::Dropped { .. })) {
        return Err(FormatError::NoText);
    }
    for (file, reason) in asides(&archive) {
        let Some(text) = archive.text(&file)? else { continue };
        let mut words = Words::default();
        for token in Tokens::new(&text) {
            words.token(&token);
            if matches!(token, Token::Close { name: "w:p", .. }) {
                clean.drop_run(&std::mem::take(&mut words.run), reason);
            }
        }
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

/// What holds words that are not part of the text, and why; without a reason what is there already.
const SKIPPED: [(&str, Option<Reason>); 7] = [
    ("w:del", Some(Reason::Hidden)),
    ("w:moveFrom", Some(Reason::Hidden)),
    ("w:instrText", Some(Reason::Markup)),
    ("w:txbxContent", Some(Reason::Outside)),
    ("mc:Fallback", None),
    ("w:footnoteReference", None),
    ("w:drawing", Some(Reason::Outside)),
];

/// The files of the archive that hold what stands around the text.
fn asides(archive: &Archive<'_>) -> Vec<(String, Reason)> {
    const ASIDES: [(&str, Reason); 5] = [
        ("word/header", Reason::RunningHead),
        ("word/footer", Reason::RunningHead),
        ("word/footnotes.xml", Reason::Outside),
        ("word/endnotes.xml", Reason::Outside),
        ("word/comments.xml", Reason::Notice),
    ];
    let reason = |name: Cow<'_, str>| {
        let found = ASIDES.iter().find(|(start, _)| name.starts_with(start) && name.ends_with(".xml"));
        found.map(|(_, reason)| (name.clone().into_owned(), *reason))
    };
    let mut files: Vec<_> = archive.names().filter_map(reason).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The words of a part of the file that is no content.
#[derive(Debug, Default)]
struct Words {
    run: Run,
    inside: bool,
}

impl Words {
    fn token(&mut self, token: &Token<'_>) {
        const HOLD: [&str; 4] = ["w:t", "w:delText", "w:instrText", "a:t"];
        match token {
            Token::Open { name, closed, .. } if HOLD.contains(name) => self.inside = !closed,
            Token::Close { name, .. } if HOLD.contains(name) => self.inside = false,
            Token::Text { text, span } if self.inside => push(&mut self.run, text, span.start, false),
            Token::Close { name: "w:p", .. } => self.run.space(),
            _ => {}
        }
    }
}

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
    skipped: Words,
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
            self.skipped.token(token);
            if *open == 0 {
                let reason = SKIPPED.iter().find(|(skipped, _)| skipped == what).and_then(|(_, reason)| *reason);
                self.skipping = None;
                let words = std::mem::take(&mut self.skipped).run;
                if let Some(reason) = reason {
                    self.clean.drop_within(&words, reason);
                }
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
        if let Some((skipped, _)) = SKIPPED.iter().find(|(skipped, _)| *skipped == name) {
            self.skipping = (!closed).then_some((skipped, 1));
            self.skipped.inside = *skipped == "w:instrText";
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
        let reason = match style {
            "caption" => Some(Reason::Caption),
            "header" | "footer" => Some(Reason::RunningHead),
            _ => style.starts_with("toc ").then_some(Reason::Navigation),
        };
        if let Some(reason) = reason {
            self.clean.drop_run(&run, reason);
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
