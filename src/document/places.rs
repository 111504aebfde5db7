//! Where something stands in a file, in the words of its format.

/// How places are told.
#[derive(Debug, Clone, Default)]
pub(super) enum Places {
    /// By line.
    #[default]
    Lines,
    /// By line of the extracted text, each of which is a paragraph.
    Paragraphs,
    /// By page or chapter: the byte where each begins, and its name.
    Named(Vec<(usize, String)>),
}

impl Places {
    /// The place of a byte, whose line is found only when it is needed.
    pub(super) fn name(&self, byte: usize, line: impl FnOnce() -> usize) -> String {
        match self {
            Self::Lines => format!("line {}", line()),
            Self::Paragraphs => format!("paragraph {}", line()),
            Self::Named(places) => {
                let after = places.partition_point(|&(start, _)| start <= byte).max(1);
                places.get(after - 1).map_or_else(|| format!("line {}", line()), |(_, name)| name.clone())
            }
        }
    }
}
