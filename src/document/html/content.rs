//! Which part of a page it is about, and what in it is none of its text.

use super::inside;
use super::tags::Role;
use super::tree::Tree;
use crate::document::Reason;

/// Where pages keep their main content, by class, id or role.
const MAIN: &[&str] = &[
    "main",
    "content",
    "main-content",
    "maincontent",
    "bodycontent",
    "mw-content-text",
    "mw-parser-output",
    "article-body",
    "articlebody",
    "entry-content",
    "post-content",
    "article-content",
    "story-body",
];

/// Names of elements that are no content: whole classes and ids, or words in them.
const JUNK: &[(Reason, &[&str])] = &[
    (
        Reason::Navigation,
        &["nav", "navbar", "navbox", "navigation", "menu", "sidebar", "breadcrumb", "breadcrumbs", "toc"],
    ),
    (
        Reason::Navigation,
        &["pagination", "pager", "related", "recommended", "skip", "catlinks", "tags", "sitemap", "jump"],
    ),
    (Reason::Navigation, &["editsection", "sistersitebox", "sister", "toolbar", "portal"]),
    (
        Reason::Advert,
        &["ad", "ads", "advert", "advertisement", "advertising", "sponsor", "sponsored", "promo", "banner"],
    ),
    (Reason::Advert, &["outbrain", "taboola", "popup", "modal"]),
    (Reason::Share, &["share", "sharing", "social", "sharedaddy", "addthis"]),
    (Reason::Subscribe, &["newsletter", "subscribe", "subscription", "signup", "login", "paywall"]),
    (Reason::Cookies, &["cookie", "cookies", "consent", "gdpr"]),
    (Reason::Search, &["search", "searchform", "searchbox"]),
    (Reason::Footer, &["footer", "siteinfo", "copyright", "colophon", "comments", "disqus"]),
    (Reason::Reference, &["reference", "references", "reflist", "footnotes", "footnote", "citation-needed", "noprint"]),
    (Reason::Caption, &["thumb", "thumbcaption", "thumbinner", "caption", "gallery", "wp-caption"]),
    (Reason::Notice, &["ambox", "hatnote", "dablink", "metadata", "stub", "mbox", "rellink"]),
    (Reason::Hidden, &["hidden", "visually-hidden", "sr-only", "screen-reader-text", "invisible"]),
];

/// Text of so many characters counts as a paragraph of prose.
const PROSE: usize = 25;

/// Whether an element is none of the page's text, and why.
pub(super) fn left_out(tree: &Tree<'_>, at: usize, main: usize) -> Option<Reason> {
    let node = tree.nodes.get(at)?;
    if node.text.is_some() {
        return None;
    }
    let by_role = match node.role() {
        Role::Script => Some(Reason::Script),
        Role::Head => Some(Reason::Metadata),
        Role::Navigation => Some(Reason::Navigation),
        Role::Footer => Some(Reason::Footer),
        Role::Form => Some(Reason::Form),
        Role::Picture => Some(Reason::Image),
        Role::Aside => Some(Reason::Outside),
        _ => None,
    };
    let holds_main = main != 0 && tree.nodes.get(main).is_some_and(|main| inside(&node.span, &main.span));
    if holds_main || at == 0 {
        return None;
    }
    // A form around a whole page is only how it was made.
    if by_role == Some(Reason::Form) && super::words_within(tree, at, 2000) > 2000 {
        return None;
    }
    by_role.or_else(|| hidden(tree, at)).or_else(|| junk(tree, at)).or_else(|| links(tree, at))
}

fn hidden(tree: &Tree<'_>, at: usize) -> Option<Reason> {
    if tree.nodes.get(at)?.attributes.is_empty() {
        return None;
    }
    let style = tree.attribute(at, "style").unwrap_or_default();
    let style: String = style.chars().take(200).filter(|c| !c.is_whitespace()).collect();
    let gone = tree.attribute(at, "hidden").is_some()
        || tree.attribute(at, "aria-hidden").is_some_and(|value| value == "true")
        || style.contains("display:none")
        || style.contains("visibility:hidden");
    gone.then_some(Reason::Hidden)
}

fn junk(tree: &Tree<'_>, at: usize) -> Option<Reason> {
    let node = tree.nodes.get(at)?;
    if node.attributes.is_empty() || matches!(node.role(), Role::Heading(_) | Role::Main | Role::Article) {
        return None;
    }
    // What is around most of a page only says what else the page has.
    let page = tree.nodes.first().map_or(0, |page| page.span.len());
    if node.span.len() > 2000 && node.span.len() * 2 > page {
        return None;
    }
    let mut words = ["class", "id", "role"].into_iter().filter_map(|name| tree.attribute(at, name)).flat_map(|value| {
        let parts = value.split(|c: char| c.is_ascii_whitespace() || c == '-' || c == '_');
        value.split_ascii_whitespace().chain(parts)
    });
    words.find_map(|word| {
        let known = |(_, names): &&(Reason, &[&str])| names.iter().any(|name| name.eq_ignore_ascii_case(word));
        JUNK.iter().find(known).map(|&(reason, _)| reason)
    })
}

/// A list or block that is little but links is a menu. Entries of prose that link a few words are not.
fn links(tree: &Tree<'_>, at: usize) -> Option<Reason> {
    let node = tree.nodes.get(at)?;
    if !matches!(node.role(), Role::List) || node.children.len() < 3 {
        return None;
    }
    let (linked, all) = text_lengths(tree, at, 20_000);
    (linked * 10 > all * 9 && all < node.children.len() * 60).then_some(Reason::Navigation)
}

/// The lengths of the text inside an element that links and of all of it.
fn text_lengths(tree: &Tree<'_>, at: usize, most: usize) -> (usize, usize) {
    let (mut linked, mut all) = (0, 0);
    let mut todo = vec![(at, false)];
    while let Some((at, link)) = todo.pop() {
        let Some(node) = tree.nodes.get(at) else { continue };
        let link = link || node.link;
        if let Some(text) = node.text {
            let length = text.trim().len();
            all += length;
            linked += if link { length } else { 0 };
        }
        if all > most {
            break;
        }
        todo.extend(node.children.iter().map(|&child| (child, link)));
    }
    (linked, all)
}

/// The element that holds the page's main content: one that says so, or the deepest that holds most of the prose.
pub(super) fn main(tree: &Tree<'_>) -> usize {
    let prose = prose(tree);
    let all = prose.first().copied().unwrap_or_default();
    let weight = |at: usize| prose.get(at).copied().unwrap_or_default();
    let said = |at: &usize| {
        tree.nodes.get(*at).is_some_and(|node| matches!(node.role(), Role::Main | Role::Article))
            || tree.named(*at, MAIN)
    };
    let declared = (1..tree.nodes.len()).filter(said).filter(|&at| weight(at) * 2 > all);
    // The last of the heaviest is the innermost.
    let mut best = declared.max_by_key(|&at| (weight(at), at)).unwrap_or(0);
    if best == 0 {
        while let Some(child) = tree.nodes.get(best).and_then(|node| {
            node.children.iter().copied().find(|&child| {
                let block = tree.nodes.get(child).is_some_and(|node| {
                    matches!(node.role(), Role::Block | Role::Main | Role::Article | Role::Table | Role::RowGroup)
                        || matches!(node.role(), Role::Row | Role::Cell { .. })
                });
                block && weight(child) * 4 > all * 3
            })
        }) {
            best = child;
        }
    }
    // A table's content is the table: a part of one would lose its rows.
    while tree.nodes.get(best).is_some_and(|node| matches!(node.role(), Role::Row | Role::RowGroup)) {
        best = tree.nodes.get(best).map_or(0, |node| node.parent);
    }
    best
}

/// How much prose each element holds: text that no link, list of links or piece of furniture holds.
fn prose(tree: &Tree<'_>) -> Vec<usize> {
    let mut weights = vec![0; tree.nodes.len()];
    let mut skipped = vec![false; tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        let above = at > 0 && skipped.get(node.parent).copied().unwrap_or_default();
        let skip = above || (at > 0 && (node.link || (node.text.is_none() && left_out(tree, at, 0).is_some())));
        if let Some(flag) = skipped.get_mut(at) {
            *flag = skip;
        }
        let length = node.text.map_or(0, |text| text.trim().len());
        if !skip
            && length >= PROSE
            && let Some(weight) = weights.get_mut(at)
        {
            *weight = length;
        }
    }
    for at in (1..tree.nodes.len()).rev() {
        let weight = weights.get(at).copied().unwrap_or_default();
        if let Some(above) = tree.nodes.get(at).and_then(|node| weights.get_mut(node.parent)) {
            *above += weight;
        }
    }
    weights
}

/// The page's first heading, where it stands outside of the main content and that has none of its own.
pub(super) fn title(tree: &Tree<'_>, main: usize) -> Option<usize> {
    let span = &tree.nodes.get(main)?.span;
    let mut tops = (0..tree.nodes.len()).filter(|&at| tree.nodes.get(at).is_some_and(|n| n.role() == Role::Heading(1)));
    let first = tops.next()?;
    let outside = |at: usize| tree.nodes.get(at).is_some_and(|node| !inside(span, &node.span));
    (outside(first) && tops.all(outside)).then_some(first)
}
