//! The elements of a page as a tree.

use std::ops::Range;

use super::tags::{self, Role};
use super::tokens::{Token, Tokens, attribute};

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) role: Role,
    pub(super) attributes: &'a str,
    pub(super) text: Option<&'a str>,
    pub(super) link: bool,
    pub(super) span: Range<usize>,
    pub(super) parent: usize,
    pub(super) children: Vec<usize>,
    /// How many columns and rows a cell takes.
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Node<'_> {
    pub(super) const fn role(&self) -> Role {
        self.role
    }
}

/// A page's elements in the order of the file; the first is the page itself.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
}

/// Elements deeper than this are read as if they were not marked.
const DEEPEST: usize = 200;
/// The most nodes of a tree; what comes after them is left out.
const MOST: usize = 4_000_000;

impl<'a> Tree<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        let root = Node {
            role: Role::Block,
            attributes: "",
            text: None,
            link: false,
            span: 0..source.len(),
            parent: 0,
            children: Vec::new(),
            columns: 1,
            rows: 1,
        };
        let mut growing = Growing { tree: Self { nodes: vec![root] }, open: vec![(0, "")], end: source.len() };
        for token in Tokens::new(source) {
            if growing.tree.nodes.len() >= MOST {
                break;
            }
            growing.add(token);
        }
        growing.close_to(1, source.len());
        growing.tree
    }

    /// Whether an element's class or id has one of these words.
    pub(super) fn named(&self, at: usize, words: &[&str]) -> bool {
        let Some(node) = self.nodes.get(at) else { return false };
        ["class", "id", "role"].iter().filter_map(|name| attribute(node.attributes, name)).any(|value| {
            value.split_ascii_whitespace().any(|name| words.iter().any(|word| word.eq_ignore_ascii_case(name)))
        })
    }

    pub(super) fn attribute(&self, at: usize, name: &str) -> Option<&'a str> {
        attribute(self.nodes.get(at)?.attributes, name)
    }
}

struct Growing<'a> {
    tree: Tree<'a>,
    /// The open elements and their names, the innermost last.
    open: Vec<(usize, &'a str)>,
    end: usize,
}

impl<'a> Growing<'a> {
    fn role(&self, depth: usize) -> Role {
        let node = self.open.get(depth).and_then(|&(at, _)| self.tree.nodes.get(at));
        node.map_or(Role::Block, |node| node.role)
    }

    fn add(&mut self, token: Token<'a>) {
        match token {
            Token::Aside => {}
            Token::Text { text, span } => {
                if !text.trim().is_empty() {
                    self.node(Role::Inline, "", Some(text), span, false);
                } else if !text.is_empty() {
                    // White space between words is needed, elsewhere it is squeezed away.
                    self.node(Role::Break, "", None, span, false);
                }
            }
            Token::Open { name, attributes, span, closed } => self.open(name, attributes, span, closed),
            Token::Close { name, span } => {
                let floor = self.open.len().saturating_sub(DEEPEST);
                let found = self.open.iter().skip(floor).rposition(|(_, open)| open.eq_ignore_ascii_case(name));
                if let Some(depth) = found.map(|depth| depth + floor).filter(|depth| *depth > 0) {
                    self.close_to(depth + 1, span.start);
                    self.close_to(depth, span.end);
                } else if name.eq_ignore_ascii_case("p") || name.eq_ignore_ascii_case("br") {
                    self.node(Role::Break, "", None, span, false);
                }
            }
        }
    }

    fn open(&mut self, name: &'a str, attributes: &'a str, span: Range<usize>, closed: bool) {
        let role = tags::role(name);
        if !matches!(role, Role::Inline | Role::Superscript) {
            let mut depth = self.open.len();
            while depth > 1 {
                depth -= 1;
                let open = self.role(depth);
                if tags::ends(open, role) {
                    self.close_to(depth, span.start);
                } else if tags::bars(open, role) {
                    break;
                }
            }
        }
        let link = name.eq_ignore_ascii_case("a");
        let start = span.start;
        let at = self.node(role, attributes, None, span, link);
        if let Some(node) = self.tree.nodes.get_mut(at).filter(|_| matches!(role, Role::Cell { .. })) {
            let number = |name: &str| attribute(attributes, name).and_then(|value| value.trim().parse().ok());
            node.columns = number("colspan").unwrap_or(1);
            node.rows = number("rowspan").unwrap_or(1);
        }
        if !closed && !tags::is_void(name) && self.open.len() < DEEPEST {
            self.open.push((at, name));
            if let Some(node) = self.tree.nodes.get_mut(at) {
                node.span = start..self.end;
            }
        }
    }

    fn node(
        &mut self,
        role: Role,
        attributes: &'a str,
        text: Option<&'a str>,
        span: Range<usize>,
        link: bool,
    ) -> usize {
        let parent = self.open.last().map_or(0, |&(at, _)| at);
        let at = self.tree.nodes.len();
        let children = Vec::new();
        self.tree.nodes.push(Node { role, attributes, text, link, span, parent, children, columns: 1, rows: 1 });
        if let Some(parent) = self.tree.nodes.get_mut(parent) {
            parent.children.push(at);
        }
        at
    }

    /// Closes the open elements down to a depth; they end at `end`.
    fn close_to(&mut self, depth: usize, end: usize) {
        while self.open.len() > depth.max(1) {
            if let Some(node) = self.open.pop().and_then(|(at, _)| self.tree.nodes.get_mut(at)) {
                node.span.end = end.max(node.span.start);
            }
        }
    }
}
