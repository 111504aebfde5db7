//! Words typed key by key into the search over 100,000 questions, each key beside one plain pass of memchr over the
//! same text, and the reading of it all beforehand.
//!
//! `cargo bench --bench search`

mod kit;

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use ibid::bank::{Bank, Library};
use ibid::search::Index;
use memchr::memmem;

const QUESTIONS: usize = 100_000;
/// The results that the screen asks for.
const MOST: usize = 300;
/// What is typed: common words, rare ones, a slip, letters scattered, nothing at all.
const TYPED: [&str; 7] =
    ["budget of the mission", "a", "q012345", "peronnel logistcs", "plg", "report 3 part 17 troops", "submarine"];

fn main() -> Result<(), Box<dyn Error>> {
    let library = Library::new(vec![Bank::open(&kit::bank(QUESTIONS)?)?])?;
    let text = text_of(&library);
    let begun = Instant::now();
    let index = Index::new(library);
    println!("search: {QUESTIONS} questions, {} bytes of text, read in {:.0} ms", text.len(), millis(begun));
    let mut all = Vec::new();
    for typed in TYPED {
        let mut worst: f64 = 0.0;
        let mut found = 0;
        for end in typed.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let begun = Instant::now();
            found = black_box(index.find(&typed[..end], MOST)).total;
            let took = millis(begun);
            worst = worst.max(took);
            all.push(took);
        }
        let begun = Instant::now();
        black_box(memmem::find_iter(text.as_bytes(), typed).count());
        println!(
            "search: “{typed}” found {found}; its slowest key {worst:.2} ms, a plain pass {:.2} ms",
            millis(begun)
        );
    }
    all.sort_by(f64::total_cmp);
    let at = |share: f64| all.get(((all.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
    println!("search: {} keys, median {:.2} ms, p99 {:.2} ms, slowest {:.2} ms", all.len(), at(0.5), at(0.99), at(1.0));
    Ok(())
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// All that the index reads, as one text.
fn text_of(library: &Library) -> String {
    let mut text = String::new();
    for (bank, index) in (0..library.len()).filter_map(|position| library.at(position)) {
        let Ok(question) = bank.question(index) else { continue };
        text += &ibid::text::fold(&question.stem);
        for choice in &question.choices {
            text.push('\n');
            text += &ibid::text::fold(&choice.text);
        }
        text.push('\n');
    }
    for bank in library.banks() {
        for document in bank.head().documents.iter().filter_map(|about| bank.document(&about.id).ok()) {
            text += &ibid::text::fold(document.text());
        }
    }
    text
}
