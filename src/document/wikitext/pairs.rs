//! Where templates, links and tables end, found in one pass.

/// What is opened and must be closed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Template,
    Link,
    Table,
}

/// What ends an element or comment that is left out whole.
const CLOSERS: [&str; 14] = [
    "-->",
    "</ref>",
    "</nowiki>",
    "</math>",
    "</chem>",
    "</ce>",
    "</gallery>",
    "</timeline>",
    "</pre>",
    "</source>",
    "</syntaxhighlight>",
    "</references>",
    "</imagemap>",
    "</score>",
];

/// Where each closer stands. They are looked up often, and mostly those that are not there.
pub(super) struct Closers(Vec<Vec<usize>>);

impl Closers {
    pub(super) fn of(source: &str) -> Self {
        let find = |closer: &&str| memchr::memmem::find_iter(source.as_bytes(), closer).collect();
        Self(CLOSERS.iter().map(find).collect())
    }

    /// The place behind the first closer from `at` on.
    pub(super) fn after(&self, at: usize, closer: &str) -> Option<usize> {
        let places = self.0.get(CLOSERS.iter().position(|known| *known == closer)?)?;
        places.get(places.partition_point(|&place| place < at)).map(|place| place + closer.len())
    }
}

/// Each opening sign that is closed, with the place behind its closing sign, in the order of the file.
pub(super) struct Pairs {
    pairs: Vec<(usize, usize)>,
}

/// How deep things may stand in one another; what is deeper is taken as it stands.
const DEEPEST: usize = 40;

impl Pairs {
    pub(super) fn of(source: &str) -> Self {
        let bytes = source.as_bytes();
        let mut open: Vec<(Kind, usize)> = Vec::new();
        let mut pairs = Vec::new();
        let mut at = 0;
        let mut comments = true;
        while let Some(&byte) = bytes.get(at) {
            let double = bytes.get(at + 1) == Some(&byte);
            let mut close = |kind: Kind, at: usize, open: &mut Vec<(Kind, usize)>| {
                let found = open.iter().rev().take(DEEPEST).position(|(opened, _)| *opened == kind);
                if let Some(back) = found {
                    open.truncate(open.len() - back);
                    if let Some((_, start)) = open.pop().filter(|_| open.len() < DEEPEST) {
                        pairs.push((start, at + 2));
                    }
                }
                found.is_some()
            };
            at += match byte {
                b'{' if double => {
                    open.push((Kind::Template, at));
                    2
                }
                b'[' if double => {
                    open.push((Kind::Link, at));
                    2
                }
                b'{' if bytes.get(at + 1) == Some(&b'|') && at_line_start(bytes, at) => {
                    open.push((Kind::Table, at));
                    2
                }
                b'}' if double && close(Kind::Template, at, &mut open) => 2,
                b']' if double && close(Kind::Link, at, &mut open) => 2,
                b'|' if bytes.get(at + 1) == Some(&b'}')
                    && bytes.get(at + 2) != Some(&b'}')
                    && at_line_start(bytes, at)
                    && close(Kind::Table, at, &mut open) =>
                {
                    2
                }
                b'<' if comments && bytes.get(at..at + 4) == Some(b"<!--") => {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let end = memchr::memmem::find(rest, b"-->");
                    comments = end.is_some();
                    end.map_or(4, |end| end + 3)
                }
                _ => 1,
            };
        }
        pairs.sort_unstable();
        Self { pairs }
    }

    /// The place behind what is opened at `at`.
    pub(super) fn end(&self, at: usize) -> Option<usize> {
        let found = self.pairs.binary_search_by_key(&at, |&(start, _)| start).ok()?;
        self.pairs.get(found).map(|&(_, end)| end)
    }
}

fn at_line_start(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default().iter().rev().take(64);
    before.copied().find(|b| !matches!(b, b' ' | b'\t' | b':')).is_none_or(|b| b == b'\n')
}
