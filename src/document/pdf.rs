//! PDF files with a text layer: letters on pages, put together to lines and paragraphs.

use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;
use std::time::{Duration, Instant};

use pdf_extract::{Document as File, MediaBox, Object, OutputDev, OutputError, Transform, output_doc_page};

mod bounds;

use super::assemble::Reading;
use super::clean::{Clean, Run};
use super::format::FormatError;
use super::lines::list_marker;
use super::places::Places;
use super::{Kind, Reason, rules};
use crate::text::ends_sentence;

/// The most pages and letters that are read, and the longest that it may take.
const PAGES_MAX: usize = 5000;
const LETTERS_MAX: usize = 32 << 20;
const TIME_MAX: Duration = Duration::from_secs(60);
/// The extractor calls itself for what stands in one another.
const STACK: usize = 64 << 20;
const WORKER: &str = "pdf";

/// Reads a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, FormatError> {
    quiet();
    let broken = FormatError::Broken("its pages cannot be read");
    let pages = thread::scope(|scope| {
        let worker = thread::Builder::new().name(WORKER.to_owned()).stack_size(STACK);
        worker.spawn_scoped(scope, || pages(bytes)).ok().and_then(|worker| worker.join().ok())
    });
    let (pages, named) = pages.unwrap_or(Err(broken))?;
    if !pages.iter().flatten().any(|line| line.text.chars().any(char::is_alphabetic)) {
        return Err(FormatError::NoText);
    }
    Ok(Reading { named, ..arrange(pages) })
}

/// The extractor panics on files that are not as they should be. That is caught, and no news to anybody.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(WORKER) {
                usual(info);
            }
        }));
    });
}

/// The lines of each page, and what the file says that it is called.
type Pages = (Vec<Vec<Line>>, Option<String>);

fn pages(bytes: &[u8]) -> Result<Pages, FormatError> {
    let mut file = bounds::load(bytes)?;
    // Many files are locked against changes only, with a password of no letters. The others' pages are not to be had.
    let locked = file.trailer.get(b"Encrypt").is_ok();
    let opened = !file.is_encrypted() || file.decrypt("").is_ok();
    let numbers = file.get_pages();
    if locked && (!opened || numbers.is_empty()) {
        return Err(FormatError::Encrypted);
    }
    bounds::check(&mut file)?;
    if numbers.len() > PAGES_MAX {
        return Err(FormatError::TooLarge);
    }
    let mut letters = Letters { lines: Vec::new(), left: LETTERS_MAX, until: Instant::now() + TIME_MAX };
    let mut pages = Vec::with_capacity(numbers.len());
    let mut failed = 0;
    for (number, id) in numbers {
        bounds::page(&file, id)?;
        // A page that cannot be read is no reason to lose the others.
        let read = panic::catch_unwind(AssertUnwindSafe(|| output_doc_page(&file, &mut letters, number)));
        failed += usize::from(!matches!(read, Ok(Ok(()))));
        pages.push(std::mem::take(&mut letters.lines));
        if letters.left == 0 || Instant::now() > letters.until {
            return Err(FormatError::TooLarge);
        }
    }
    if failed > 0 && failed == pages.len() && pages.iter().all(Vec::is_empty) {
        return Err(FormatError::Broken("its pages cannot be read"));
    }
    Ok((pages, named(&file)))
}

/// The title in a file's own data, which is in UTF-16 or one byte a letter.
fn named(file: &File) -> Option<String> {
    let about = match file.trailer.get(b"Info").ok()? {
        Object::Reference(id) => file.get_dictionary(*id).ok()?,
        about => about.as_dict().ok()?,
    };
    let bytes = about.get(b"Title").and_then(Object::as_str).ok()?;
    Some(match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])); // chunks of two
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    })
}

/// A line of a page.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    /// Where it begins and ends, and how far up the page it stands.
    start: f64,
    end: f64,
    height: f64,
    size: f64,
    /// Why it is no content.
    gone: Option<Reason>,
}

struct Letters {
    lines: Vec<Line>,
    left: usize,
    until: Instant,
}

impl OutputDev for Letters {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        size: f64,
        letter: &str,
    ) -> Result<(), OutputError> {
        self.left = self.left.saturating_sub(letter.len().max(1));
        if self.left == 0 || (self.left.is_multiple_of(4096) && Instant::now() > self.until) {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let size = size * (at.m11.abs() + at.m12.abs()).max(0.01);
        let (x, y) = (at.m31, at.m32);
        let end = x + width * size;
        let letter = if letter.chars().any(char::is_control) { " " } else { letter };
        if let Some(line) = self.lines.last_mut()
            && (line.height - y).abs() < 0.5 * line.size.max(size)
            && x > line.end - 3.0 * size
        {
            if x > line.end + 0.15 * size && !line.text.ends_with(' ') {
                line.text.push(' ');
            }
            line.text.push_str(letter);
            line.end = end.max(line.end);
            line.size = line.size.max(size);
            return Ok(());
        }
        self.lines.push(Line { text: letter.to_owned(), start: x, end, height: y, size, gone: None });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// How many lines at the top and the bottom of a page can be its head and foot.
const EDGE: usize = 2;
/// On so many pages a line must stand to be a running head.
const RUNNING: usize = 3;

/// A line with its numbers left out, so that heads with the number of their page are alike.
fn shape(line: &Line) -> String {
    line.text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 5 && !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "ivxlc".contains(c))
}

fn edges(page: &[Line]) -> Vec<usize> {
    let content: Vec<usize> = (0..).zip(page).filter(|(_, line)| line.gone.is_none()).map(|(at, _)| at).collect();
    let count = content.len();
    content.into_iter().enumerate().filter(|(n, _)| *n < EDGE || n + EDGE >= count).map(|(_, at)| at).collect()
}

/// Marks heads, feet and numbers of pages.
fn without_heads(pages: &mut [Vec<Line>]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        for line in edges(page).into_iter().filter_map(|at| page.get(at)) {
            *seen.entry(shape(line)).or_default() += 1;
        }
    }
    for page in pages {
        for at in edges(page) {
            let Some(line) = page.get_mut(at) else { continue };
            let running = seen.get(&shape(line)).copied().unwrap_or_default() >= RUNNING;
            if is_number(&line.text) {
                line.gone = Some(Reason::PageNumber);
            } else if running && line.text.len() < 120 {
                line.gone = Some(Reason::RunningHead);
            }
        }
    }
}

/// A line of a table of contents: dots lead to a page's number, which may stand on a line of its own.
fn is_dotted(text: &str) -> bool {
    text.contains(". . . .") || text.contains(".....")
}

/// The size of most letters.
fn body_size(pages: &[Vec<Line>]) -> f64 {
    let mut sizes: HashMap<i64, usize> = HashMap::new();
    for line in pages.iter().flatten().filter(|line| line.gone.is_none()) {
        *sizes.entry((line.size * 10.0).round() as i64).or_default() += line.text.len();
    }
    sizes.into_iter().max_by_key(|&(size, count)| (count, size)).map_or(10.0, |(size, _)| size as f64 / 10.0)
}

fn arrange(mut pages: Vec<Vec<Line>>) -> Reading {
    for page in &mut pages {
        page.retain(|line| !line.text.trim().is_empty());
        for line in page.iter_mut().filter(|line| is_dotted(&line.text)) {
            line.gone = Some(Reason::Navigation);
        }
    }
    without_heads(&mut pages);
    let body = body_size(&pages);
    let mut text = Paragraphs { clean: Clean::extracted(), body, ..Paragraphs::default() };
    for (number, page) in (1..).zip(&pages) {
        let content = || page.iter().filter(|line| line.gone.is_none());
        let right = content().map(|line| line.end).fold(0.0, f64::max);
        let mut first = true;
        for line in page {
            if let Some(reason) = line.gone {
                text.leave(line, reason, number);
                continue;
            }
            let goes_on = text.goes_on(line, std::mem::take(&mut first), right);
            if !goes_on {
                text.flush();
                // A paragraph that goes on over a page's end is on the page where it begins.
                text.page(number);
            }
            text.add(line);
        }
    }
    text.flush();
    text.clean.finish(false);
    let places = text.places.into_iter().map(|(start, number)| (start, format!("page {number}"))).collect();
    let Clean { text, parts, .. } = text.clean;
    Reading { parts, extracted: Some(text), places: Places::Named(places), ..Reading::default() }
}

#[derive(Default)]
struct Paragraphs {
    clean: Clean,
    run: Run,
    /// What stands inside a paragraph and is no part of it, each with its page.
    left: Vec<(Run, Reason, usize)>,
    /// Where each page begins.
    places: Vec<(usize, usize)>,
    /// What has been read so far: the extracted text has no other place to lead back to.
    place: usize,
    body: f64,
    last: Option<Line>,
    in_list: bool,
}

impl Paragraphs {
    /// Whether a line goes on with the paragraph before it.
    fn goes_on(&self, line: &Line, first: bool, right: f64) -> bool {
        let Some(last) = self.last.as_ref().filter(|_| !self.run.is_empty()) else { return false };
        let words = line.text.trim();
        if (last.size - line.size).abs() > 0.12 * self.body || list_marker(words, false).is_some() {
            return false;
        }
        let ended = ends_sentence(&last.text) && !last.text.trim_end().ends_with(',');
        if first || line.height > last.height {
            return !ended && (words.starts_with(char::is_lowercase) || last.text.trim_end().ends_with('-'));
        }
        let near = last.height - line.height < 1.7 * line.size.max(last.size);
        let short = last.end < right - 0.2 * (right - last.start);
        let set_in = line.start > last.start + 0.9 * line.size;
        near && !(ended && (short || set_in)) && (!self.is_head(last) || self.is_head(line))
    }

    fn is_head(&self, line: &Line) -> bool {
        line.size > 1.12 * self.body
    }

    fn add(&mut self, line: &Line) {
        let words = line.text.trim();
        let mut run = Run::default();
        run.push(words, self.place);
        self.place += line.text.len() + 1;
        // A word that is parted at the end of its line is put together; one that has a hyphen of its own keeps it.
        if words.starts_with(char::is_lowercase) {
            self.run.unhyphenate();
        }
        self.run.join_line(&run);
        self.last = Some(line.clone());
    }

    /// What is written now is on a page.
    fn page(&mut self, number: usize) {
        if self.places.last().is_none_or(|(_, last)| *last != number) {
            self.places.push((self.clean.text.len(), number));
        }
    }

    /// A line that is no content; it waits until the paragraph around it is whole.
    fn leave(&mut self, line: &Line, reason: Reason, page: usize) {
        let mut run = Run::default();
        run.push(&line.text, self.place);
        self.place += line.text.len() + 1;
        self.left.push((run, reason, page));
    }

    fn flush(&mut self) {
        self.paragraph();
        for (run, reason, page) in std::mem::take(&mut self.left) {
            self.page(page);
            self.clean.drop_run(&run, reason);
        }
    }

    fn paragraph(&mut self) {
        let run = std::mem::take(&mut self.run);
        let Some(last) = self.last.take().filter(|_| !run.is_empty()) else { return };
        let words = run.text();
        let marker = list_marker(words, false);
        let head = self.is_head(&last) && words.len() <= 200 && !words.ends_with('.');
        let was_in_list = std::mem::replace(&mut self.in_list, marker.is_some() && !head);
        if head && rules::furniture(words, false).is_none() {
            self.clean.heading(&run, if last.size > 1.5 * self.body { 1 } else { 2 });
        } else if let Some(marker) = marker {
            if !was_in_list {
                self.clean.begin();
            }
            self.clean.passage(Kind::Entry, &run.from(marker));
        } else {
            self.clean.paragraph(&run);
        }
    }
}
