//! What the elements of a page are for.

use super::tree::Tree;

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of a line of text.
    Inline,
    Superscript,
    Break,
    /// A block of text or of blocks.
    Block,
    Paragraph,
    Heading(u8),
    List,
    Item,
    Term,
    Definition,
    Table,
    RowGroup,
    Row,
    Cell {
        header: bool,
    },
    Preformatted,
    Rule,
    /// Scripts, styles and what else is never shown.
    Script,
    Head,
    Navigation,
    Footer,
    Form,
    Picture,
    Aside,
    Main,
    Article,
}

use Role::{
    Article, Aside, Block, Break, Cell, Definition, Footer, Form, Head, Heading, Item, List, Main, Navigation,
    Paragraph, Picture, Preformatted, Row, RowGroup, Rule, Script, Table, Term,
};

/// Elements by name; those that are not here are inline.
const ROLES: &[(&[&str], Role)] = &[
    (&["p"], Paragraph),
    (&["sup"], Role::Superscript),
    (&["br", "wbr"], Break),
    (&["h1"], Heading(1)),
    (&["h2"], Heading(2)),
    (&["h3"], Heading(3)),
    (&["h4"], Heading(4)),
    (&["h5"], Heading(5)),
    (&["h6"], Heading(6)),
    (&["ul", "ol", "menu", "dir"], List),
    (&["li"], Item),
    (&["dt"], Term),
    (&["dd"], Definition),
    (&["table"], Table),
    (&["thead", "tbody", "tfoot"], RowGroup),
    (&["tr"], Row),
    (&["td"], Cell { header: false }),
    (&["th"], Cell { header: true }),
    (&["pre", "xmp", "listing", "plaintext"], Preformatted),
    (&["hr"], Rule),
    (&["script", "style", "template", "noscript", "noembed", "noframes", "link", "meta", "base"], Script),
    (&["head", "title"], Head),
    (&["nav"], Navigation),
    (&["footer"], Footer),
    (&["form", "button", "select", "textarea", "input", "fieldset", "dialog", "datalist"], Form),
    (&["svg", "figure", "figcaption", "img", "picture", "video", "audio", "canvas", "object", "embed"], Picture),
    (&["iframe", "map", "applet", "math"], Picture),
    (&["aside"], Aside),
    (&["main"], Main),
    (&["article"], Article),
    (
        &["html", "body", "div", "section", "header", "center", "blockquote", "address", "details", "summary", "dl"],
        Block,
    ),
    (&["hgroup", "caption", "colgroup", "frameset", "legend", "optgroup", "option"], Block),
];

/// Elements without content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "wbr"];

pub(super) fn role(name: &str) -> Role {
    let known = ROLES.iter().find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name)));
    known.map_or(Role::Inline, |&(_, role)| role)
}

pub(super) fn is_void(name: &str) -> bool {
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// Whether an element's start ends an open one that has no end tag of its own.
pub(super) fn ends(open: Role, next: Role) -> bool {
    match open {
        Paragraph => !matches!(next, Role::Inline | Role::Superscript | Break | Script | Picture | Form),
        Item => next == Item,
        Term | Definition => matches!(next, Term | Definition),
        Cell { .. } => matches!(next, Cell { .. } | Row | RowGroup),
        Row => matches!(next, Row | RowGroup),
        RowGroup => next == RowGroup,
        Head => matches!(next, Block | Main | Paragraph | Table | Heading(_)),
        _ => false,
    }
}

/// Whether what is above an element stops the search for one that it ends.
pub(super) fn bars(open: Role, next: Role) -> bool {
    match next {
        Item => matches!(open, List),
        Cell { .. } | Row | RowGroup => open == Table,
        _ => matches!(open, Table | Cell { .. } | Block | List | Item | Main | Article),
    }
}

/// Raised digits as the letters that are so by themselves: an exponent is no further digit.
pub(in crate::document) fn superscript(text: &str) -> Option<String> {
    let raised = |c: char| match c {
        '-' | '−' => Some('⁻'),
        c => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10)? as usize),
    };
    text.trim().chars().map(raised).collect::<Option<String>>().filter(|digits| !digits.is_empty())
}

/// Whether a table only lays the page out: it has one column, or other tables, headings or paragraphs in its cells.
pub(super) fn is_layout(tree: &Tree<'_>, table: usize, rows: &[usize]) -> bool {
    let cells = |row: &usize| tree.nodes.get(*row).map_or(0, |row| row.children.len());
    if rows.len() < 2 || !rows.iter().any(|row| cells(row) > 1) {
        return true;
    }
    let Some(node) = tree.nodes.get(table) else { return true };
    // A tree's nodes stand in order: those behind a table up to its end are inside it.
    let inside = tree.nodes.iter().skip(table + 1).take_while(|inner| inner.span.start < node.span.end);
    let (mut blocks, mut long) = (0, 0);
    for inner in inside {
        match inner.role() {
            Table | Heading(_) => blocks += 2,
            Paragraph => blocks += 1,
            _ => {}
        }
        long += usize::from(inner.text.is_some_and(|text| text.trim().len() > 600));
    }
    blocks > rows.len() || long > 0
}
