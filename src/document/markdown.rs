//! Markdown: tables, lists, headings and paragraphs; code, pictures and raw HTML are left out.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::clean::{Cell, Clean, Run, Table};
use super::{Kind, Reason};

/// Reads Markdown.
pub(super) fn read(source: &str) -> Clean {
    let mut reader = Reader { source, ..Reader::default() };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let body = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    let shift = source.len() - body.len();
    reader.clean.drop(0..shift, Reason::ByteOrderMark);
    for (event, span) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, &(span.start + shift..span.end + shift));
    }
    reader.clean.finish(false);
    reader.clean
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    clean: Clean,
    run: Run,
    /// How many elements deep it is inside something that is dropped.
    skipping: usize,
    /// For each open list entry, whether its first words were kept.
    entries: Vec<bool>,
    /// The term that is being defined.
    term: Run,
    table: Table,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: &Range<usize>) {
        if self.skipping > 0 {
            match event {
                Event::Start(_) => self.skipping += 1,
                Event::End(_) => self.skipping -= 1,
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) => self.words(&words, span),
            Event::SoftBreak | Event::HardBreak => self.run.space(),
            Event::InlineHtml(html) if html.starts_with("<br") => self.run.space(),
            Event::Rule => self.clean.drop(span.clone(), Reason::Rule),
            Event::FootnoteReference(_) => self.clean.drop(span.clone(), Reason::Reference),
            Event::InlineHtml(_)
            | Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn skip(&mut self, span: &Range<usize>, reason: Reason) {
        self.clean.drop(span.clone(), reason);
        self.skipping = 1;
    }

    fn start(&mut self, tag: &Tag<'_>, span: &Range<usize>) {
        match tag {
            Tag::CodeBlock(_) => {
                self.flush();
                self.skip(span, Reason::Code);
            }
            Tag::HtmlBlock => {
                self.flush();
                self.skip(span, Reason::Markup);
            }
            Tag::Image { .. } => self.skip(span, Reason::Image),
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.skip(span, Reason::Reference);
            }
            Tag::MetadataBlock(_) => self.skip(span, Reason::Metadata),
            Tag::List(_) => {
                self.flush();
                if self.entries.is_empty() {
                    self.clean.begin();
                }
            }
            Tag::Item => {
                self.flush();
                self.entries.push(false);
            }
            Tag::DefinitionList => {
                self.flush();
                self.clean.begin();
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Table::default();
            }
            Tag::TableHead | Tag::TableRow => self.table.rows.push(Vec::new()),
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let run = std::mem::take(&mut self.run);
                self.clean.heading(&run, level as u8);
            }
            TagEnd::Paragraph => self.flush(),
            TagEnd::Item => {
                self.flush();
                self.entries.pop();
            }
            TagEnd::DefinitionListTitle => self.term = std::mem::take(&mut self.run),
            TagEnd::DefinitionListDefinition => {
                self.flush();
                self.term = Run::default();
            }
            TagEnd::TableCell => {
                let header = self.table.rows.len() == 1;
                let run = std::mem::take(&mut self.run);
                if let Some(row) = self.table.rows.last_mut() {
                    row.push(Cell { run, header, columns: 1, rows: 1 });
                }
            }
            TagEnd::Table => self.clean.table(&std::mem::take(&mut self.table)),
            _ => {}
        }
    }

    /// A block's words go where they belong: the first of a list entry are the entry, all others a paragraph.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        if !self.term.is_empty() {
            return self.clean.labelled(&std::mem::take(&mut self.term), &run);
        }
        match self.entries.last_mut() {
            Some(kept) if !*kept => {
                *kept = true;
                self.clean.passage(Kind::Entry, &run);
            }
            _ => self.clean.paragraph(&run),
        }
    }

    fn words(&mut self, words: &str, span: &Range<usize>) {
        let there = self.source.get(span.clone()).unwrap_or_default();
        match there.find(words) {
            Some(at) => self.run.push(words, span.start + at),
            None => self.run.put(words, span.clone()),
        }
    }
}
