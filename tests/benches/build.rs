//! A bank made from 1, 10 and 50 MB of text, beside a plain pass over the same bytes and beside splitting the same text
//! into sentences; with the most memory that was held.
//!
//! `cargo bench --bench build [-- MEGABYTES...]`

mod kit;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use ibid::build::{Corpus, Options, Source, build};
use ibid::document::Document;
use ibid::id::DocumentId;
use ibid::text;

/// Bytes of one document.
const DOCUMENT: usize = 2_000_000;
const MEGABYTE: f64 = 1e6;

fn main() {
    let asked: Vec<usize> = kit::arguments().iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1, 10, 50] } else { asked };
    println!(
        "  MB   plain pass    sentences    documents        build    all MB/s   to sentences   memory   questions"
    );
    for size in sizes {
        let texts = texts(size * 1_000_000);
        let bytes: usize = texts.iter().map(String::len).sum();
        let plain =
            time(|| texts.iter().map(|text| memchr::memchr_iter(b'\n', text.as_bytes()).count()).sum::<usize>());
        let split = time(|| {
            let paragraphs = texts.iter().flat_map(|text| text.split("\n\n"));
            paragraphs.map(|text| text::sentences(text).len()).sum::<usize>()
        });
        let mut corpus = Corpus::default();
        let read = time(|| corpus = read(&texts));
        drop(texts);
        let mut made = 0;
        let built = time(|| made = build(&corpus, &Options::default()).questions.len());
        let whole = read + built;
        println!(
            "{size:4} {:>12} {:>12} {:>12} {:>12} {:>11.1} {:>14.1} {:>8} {made:>11}",
            shown(plain),
            shown(split),
            shown(read),
            shown(built),
            bytes as f64 / MEGABYTE / whole.as_secs_f64(),
            whole.as_secs_f64() / split.as_secs_f64(),
            memory().map_or_else(String::new, |most| format!("{:.1} x", most / bytes as f64)),
        );
    }
}

fn read(texts: &[String]) -> Corpus {
    let source = |(n, text): (usize, &String)| {
        let id = DocumentId::new(format!("d{n}")).ok()?;
        Some(Source { id, title: format!("Annals {n}"), document: Document::read(text.clone().into_bytes()) })
    };
    Corpus::new(texts.iter().enumerate().filter_map(source).collect())
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    black_box(work());
    begin.elapsed()
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// The most memory that this process held, in bytes; where the system tells.
fn memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
}

/// A generator of numbers: what is made must be the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn name(&mut self) -> String {
        const PARTS: [&str; 16] = [
            "bar", "ken", "lo", "mir", "tas", "dor", "vel", "sun", "ga", "rith", "po", "wen", "hal", "cri", "ost", "ul",
        ];
        let mut name = String::new();
        for _ in 0..3 + self.below(2) {
            name.push_str(PARTS[self.below(16) as usize]); // below their number
        }
        name[..1].to_uppercase() + &name[1..] // all parts are ASCII
    }
}

/// Documents of paragraphs of four sentences, every third sentence with a value or two, as encyclopedias have them.
fn texts(bytes: usize) -> Vec<String> {
    let mut numbers = Numbers(7);
    let mut texts = Vec::new();
    let mut left = bytes;
    while left > 0 {
        let size = left.min(DOCUMENT);
        let mut text = format!("Annals {}\n\n", texts.len());
        while text.len() < size {
            paragraph(&mut text, &mut numbers);
        }
        left -= size;
        texts.push(text);
    }
    texts
}

fn paragraph(text: &mut String, numbers: &mut Numbers) {
    for _ in 0..4 {
        let (one, other, place) = (numbers.name(), numbers.name(), numbers.name());
        let (year, many) = (1800 + numbers.below(220), 100 + numbers.below(90_000));
        let sentence = match numbers.below(15) {
            0 => format!("The {one} Bridge at {place} was opened to carriages in {year} by the mayor {other}."),
            1 => format!("In {year} the town of {place} had {many} inhabitants, most of them weavers from {other}."),
            2 => format!("The council of {place} paid ${many} for the {one} Library and its garden in {year}."),
            3 => {
                format!("About {}% of the timber that {one} sold went to {place} and the yards of {other}.", many % 97)
            }
            5 | 7 | 8 => {
                format!("It was mended twice, and the people of {place} remember how the water rose to its doors.")
            }
            9..=11 => {
                format!("The road from {one} to {place} crosses a moor on which nothing but heather and sedge grows.")
            }
            6 => {
                format!("Travellers who came to {other} praised its bread, its cheese and the patience of its horses.")
            }
            _ => format!(
                "On {} March {year} the railway reached {place}, where {one} had built a station.",
                1 + many % 28
            ),
        };
        let _ = write!(text, "{sentence} "); // to a string: cannot fail
    }
    text.push_str("\n\n");
}
