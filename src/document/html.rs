//! HTML: a saved page's main content, without navigation, adverts and forms.
//!
//! The page becomes a tree whose texts keep their places in the file; `content` finds the part that the page is about,
//! and this reader walks the tree.

use std::ops::Range;

use super::clean::{Cell, Clean, Run, Table};
use super::{Kind, Reason};

mod content;
mod tags;
mod tokens;
mod tree;

use tags::Role;
pub(super) use tags::superscript;
pub(super) use tokens::{Token, Tokens, attribute, entity, is_western, push, windows_1252};
use tree::{Node, Tree};

/// Reads a page: its main content.
pub(super) fn read(source: &str) -> Clean {
    let tree = Tree::of(source);
    let main = content::main(&tree);
    walk(&tree, main, Clean::default())
}

/// Reads all of a page, as the chapter of a book is one; what is no content of it is written out too.
pub(super) fn read_all(source: &str) -> Clean {
    let tree = Tree::of(source);
    walk(&tree, 0, Clean::extracted())
}

/// The words of the first element of a name; none if it has none.
pub(super) fn words_in(source: &str, element: &str) -> Option<String> {
    let mut tokens = Tokens::new(source);
    tokens.find(|token| matches!(token, Token::Open { name, .. } if name.eq_ignore_ascii_case(element)))?;
    let mut run = Run::default();
    for token in tokens {
        match token {
            Token::Text { text, span } => push(&mut run, text, span.start, false),
            Token::Close { .. } | Token::Open { .. } => break,
            Token::Aside => {}
        }
    }
    Some(run.text().to_owned()).filter(|words| !words.is_empty())
}

/// The words of a page that is no content, as a book's list of chapters is none.
pub(super) fn words_of(source: &str) -> Run {
    let tree = Tree::of(source);
    let mut run = Run::default();
    words(&tree, 0, &mut run);
    run
}

fn walk(tree: &Tree<'_>, main: usize, clean: Clean) -> Clean {
    let title = content::title(tree, main);
    let mut reader = Reader { main, outside: main != 0, title, clean, ..Reader::new(tree) };
    reader.node(0);
    reader.flush();
    reader.clean.finish(true);
    reader.clean
}

struct Reader<'a> {
    tree: &'a Tree<'a>,
    main: usize,
    /// The page's title, where it stands outside of the main content.
    title: Option<usize>,
    outside: bool,
    clean: Clean,
    run: Run,
    entries: Vec<bool>,
    term: Run,
}

impl<'a> Reader<'a> {
    fn new(tree: &'a Tree<'a>) -> Self {
        Self {
            tree,
            main: 0,
            title: None,
            outside: false,
            clean: Clean::default(),
            run: Run::default(),
            entries: Vec::new(),
            term: Run::default(),
        }
    }

    fn node(&mut self, at: usize) {
        let Some(node) = self.tree.nodes.get(at) else { return };
        if let Some(text) = &node.text {
            return self.text(node, text);
        }
        let entered = at == self.main && std::mem::take(&mut self.outside);
        if Some(at) == self.title && self.outside {
            self.outside = false;
            self.heading(at, 1);
            self.outside = true;
            return;
        }
        if let Some(reason) = content::left_out(self.tree, at, self.main) {
            if !self.inline(at) {
                self.flush();
            }
            self.leave_out(at, node, reason);
        } else {
            self.element(at, node);
        }
        if entered && self.main != 0 {
            self.flush();
            self.outside = true;
        }
    }

    /// What is no content. Where the file cannot show it, its words do.
    fn leave_out(&mut self, at: usize, node: &Node<'a>, reason: Reason) {
        if self.clean.extracted {
            let mut run = Run::default();
            words(self.tree, at, &mut run);
            self.clean.drop_run(&run, reason);
        } else {
            self.clean.drop(node.span.clone(), reason);
        }
    }

    fn inline(&self, at: usize) -> bool {
        self.tree
            .nodes
            .get(at)
            .is_some_and(|node| matches!(node.role(), Role::Inline | Role::Superscript | Role::Break))
    }

    fn children(&mut self, at: usize) {
        let tree = self.tree;
        for &child in tree.nodes.get(at).map(|node| node.children.as_slice()).unwrap_or_default() {
            self.node(child);
        }
    }

    fn element(&mut self, at: usize, node: &Node<'a>) {
        if self.outside {
            return self.children(at);
        }
        match node.role() {
            Role::Inline | Role::Superscript => self.children(at),
            Role::Break => self.run.space(),
            Role::Heading(level) => self.heading(at, level),
            Role::Rule => {
                self.flush();
                self.clean.drop(node.span.clone(), Reason::Rule);
            }
            Role::List => {
                self.flush();
                if self.entries.is_empty() {
                    self.clean.begin();
                }
                self.children(at);
                self.flush();
            }
            Role::Item => {
                self.flush();
                self.entries.push(false);
                self.children(at);
                self.flush();
                self.entries.pop();
            }
            Role::Term => {
                self.flush();
                self.children(at);
                self.term = std::mem::take(&mut self.run);
            }
            Role::Definition => {
                self.flush_run_only();
                self.children(at);
                self.flush();
                self.term = Run::default();
            }
            Role::Table => self.table(at),
            Role::Preformatted => {
                self.flush();
                self.leave_out(at, node, Reason::Code);
            }
            _ => {
                self.flush();
                self.children(at);
                self.flush();
            }
        }
    }

    fn text(&mut self, node: &Node<'a>, text: &str) {
        if self.outside {
            self.clean.drop(node.span.clone(), Reason::Outside);
        } else {
            self.words(node, text, false);
        }
    }

    fn words(&mut self, node: &Node<'a>, text: &str, cell: bool) {
        let raised = self.tree.nodes.get(node.parent).is_some_and(|above| above.role() == Role::Superscript);
        match tags::superscript(text).filter(|_| raised) {
            Some(digits) => self.run.put(&digits, node.span.clone()),
            None => tokens::push(&mut self.run, text, node.span.start, cell),
        }
    }

    fn heading(&mut self, at: usize, level: u8) {
        self.flush();
        self.children(at);
        let run = std::mem::take(&mut self.run);
        self.clean.heading(&run, level);
    }

    /// What stands between a term and its definition is neither.
    fn flush_run_only(&mut self) {
        let term = std::mem::take(&mut self.term);
        self.flush();
        self.term = term;
    }

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

    fn table(&mut self, at: usize) {
        self.flush();
        let mut rows = Vec::new();
        self.rows(at, &mut rows);
        if tags::is_layout(self.tree, at, &rows) {
            self.children(at);
            return self.flush();
        }
        let mut table = Table { labels: self.tree.named(at, &["infobox", "vcard"]), ..Table::default() };
        for row in rows {
            let cells = self.tree.nodes.get(row).map(|node| node.children.clone()).unwrap_or_default();
            let mut line = Vec::new();
            for cell in cells {
                let Some(node) = self.tree.nodes.get(cell) else { continue };
                let Role::Cell { header } = node.role() else { continue };
                if let Some(reason) = content::left_out(self.tree, cell, self.main) {
                    self.leave_out(cell, node, reason);
                    continue;
                }
                self.cell(cell);
                let run = std::mem::take(&mut self.run);
                line.push(Cell { run, header, columns: node.columns, rows: node.rows });
            }
            table.rows.push(line);
        }
        self.clean.table(&table);
    }

    /// All words of a cell, whatever blocks they are in, are one run.
    fn cell(&mut self, at: usize) {
        let Some(node) = self.tree.nodes.get(at) else { return };
        if let Some(text) = &node.text {
            return self.words(node, text, true);
        }
        if let Some(reason) = content::left_out(self.tree, at, self.main) {
            return self.leave_out(at, node, reason);
        }
        let inline = matches!(node.role(), Role::Inline | Role::Superscript);
        if !inline {
            self.run.space();
        }
        for &child in &node.children {
            self.cell(child);
        }
        if !inline {
            self.run.space();
        }
    }

    /// The rows of a table, not those of tables in it.
    fn rows(&self, at: usize, rows: &mut Vec<usize>) {
        for &child in self.tree.nodes.get(at).map(|node| node.children.as_slice()).unwrap_or_default() {
            match self.tree.nodes.get(child).map(Node::role) {
                Some(Role::Row) => rows.push(child),
                Some(Role::RowGroup) => self.rows(child, rows),
                _ => {}
            }
        }
    }
}

/// Adds all words of a node to a run, those of its parts parted.
fn words(tree: &Tree<'_>, at: usize, run: &mut Run) {
    let mut todo = vec![at];
    while let Some(node) = todo.pop().and_then(|at| tree.nodes.get(at)) {
        if !matches!(node.role(), Role::Inline | Role::Superscript) {
            run.space();
        }
        if let Some(text) = node.text {
            tokens::push(run, text, node.span.start, false);
        }
        todo.extend(node.children.iter().rev());
    }
}

/// The words of a span of a page, for what is decided by them.
fn words_within(tree: &Tree<'_>, at: usize, most: usize) -> usize {
    let mut length = 0;
    let mut todo = vec![at];
    while let Some(node) = todo.pop().and_then(|at| tree.nodes.get(at)) {
        length += node.text.map_or(0, |text| text.trim().len());
        if length > most {
            break;
        }
        todo.extend(node.children.iter().copied());
    }
    length
}

/// A range inside a node.
fn inside(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
