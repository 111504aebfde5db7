use std::borrow::Cow;

/// A map from one row of offsets to another that mostly go in step: only the places where they do not are kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Offsets {
    points: Vec<(usize, usize)>,
}

impl Offsets {
    /// Notes that `from` leads to `to`; both never go back.
    pub(super) fn push(&mut self, from: usize, to: usize) {
        if self.get_near_end(from) != to {
            self.points.push((from, to));
        }
    }

    /// Where `from` leads.
    pub(super) fn get(&self, from: usize) -> usize {
        let after = self.points.partition_point(|&(at, _)| at <= from);
        Self::step(after.checked_sub(1).and_then(|i| self.points.get(i)), from)
    }

    /// The places inside `(start, end)` where the rows stop going in step.
    pub(super) fn between(&self, start: usize, end: usize) -> &[(usize, usize)] {
        let first = self.points.partition_point(|&(at, _)| at <= start);
        let last = self.points.partition_point(|&(at, _)| at < end);
        self.points.get(first..last).unwrap_or_default()
    }

    /// All places where the rows stop going in step.
    pub(super) fn points(&self) -> &[(usize, usize)] {
        &self.points
    }

    /// Forgets what is behind `end`.
    pub(super) fn cut(&mut self, end: usize) {
        self.points.truncate(self.points.partition_point(|&(from, _)| from < end));
    }

    /// This map and then another: from where this one starts to where `next` leads. `end` is where this one's row ends.
    pub(super) fn then(self, next: &Self, end: usize) -> Self {
        if next.points.is_empty() {
            return self;
        }
        let mut both = Self::default();
        let mut points = self.points.iter().peekable();
        let first = points.peek().is_none_or(|&&(from, _)| from > 0).then_some(&(0, 0));
        let mut points = first.into_iter().chain(points).peekable();
        while let Some(&(from, to)) = points.next() {
            let until = points.peek().map_or(end, |&&(from, _)| from).max(from);
            both.push(from, next.get(to));
            for &(at, leads) in next.between(to, to + (until - from)) {
                both.push(from + (at - to), leads);
            }
        }
        both
    }

    fn get_near_end(&self, from: usize) -> usize {
        Self::step(self.points.last(), from)
    }

    fn step(point: Option<&(usize, usize)>, from: usize) -> usize {
        point.map_or(from, |&(at, to)| to + (from - at))
    }
}

/// The text of some bytes, what is not UTF-8 read as U+FFFD, and the way from its offsets back to the bytes.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Offsets) {
    let mut offsets = Offsets::default();
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), offsets);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut byte = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        byte += chunk.valid().len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            offsets.push(text.len(), byte);
        }
    }
    (Cow::Owned(text), offsets)
}

/// How many bytes are counted together.
const STRIDE: usize = 4096;

/// Counts of line ends, so that a line's number is found without counting from the start.
#[derive(Debug, Clone)]
pub(super) struct LineCount {
    /// The line ends before each stride.
    before: Vec<usize>,
}

impl LineCount {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut before = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in bytes.chunks(STRIDE) {
            before.push(count);
            count += line_ends(chunk);
        }
        Self { before }
    }

    /// The line that `byte` is on, counted from 1.
    pub(super) fn line(&self, bytes: &[u8], byte: usize) -> usize {
        let byte = byte.min(bytes.len());
        let stride = (byte / STRIDE).min(self.before.len().saturating_sub(1));
        let before = self.before.get(stride).copied().unwrap_or_default();
        1 + before + line_ends(bytes.get(stride * STRIDE..byte).unwrap_or_default())
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}
