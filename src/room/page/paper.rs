//! Questions to be answered on paper: the questions, a sheet for the answers, and the key with its passages.

use super::super::posed::Posed;
use super::super::view::Passage;
use super::{Page, Safe, letter, letters, many};

/// A page to print: questions first, then on sheets of their own the answer sheet and the key.
#[must_use]
pub fn paper(title: &str, note: &str, posed: &[Posed]) -> String {
    let mut page = Page::new(title, "paper");
    page.words("h1", "", title);
    let all = posed.iter().filter(|posed| posed.chooses_all()).count();
    let rule = if all > 0 { " Where it says so, more than one choice may be right." } else { "" };
    page.put(format_args!(
        "<p class=\"quiet\">{}.{rule}</p>\n<section>\n<h2>Questions</h2>",
        many(posed.len(), "question")
    ));
    for (number, posed) in (1..).zip(posed) {
        question(&mut page, number, posed);
    }
    page.put(format_args!("</section>"));
    answers(&mut page, title, posed);
    key(&mut page, title, note, posed);
    page.done()
}

fn question(page: &mut Page, number: usize, posed: &Posed) {
    page.put(format_args!("<article>"));
    page.words("h3", "", &format!("{number}. {}", posed.stem));
    if posed.chooses_all() {
        page.put(format_args!("<p class=\"quiet\">Choose all that apply.</p>"));
    }
    page.put(format_args!("<ol class=\"choices\">"));
    for (place, choice) in (0_u8..).zip(&posed.choices) {
        page.put(format_args!(
            "<li><span>{}</span><span dir=\"auto\">{}</span></li>",
            letter(place),
            Safe(&choice.text)
        ));
    }
    page.put(format_args!("</ol>\n</article>"));
}

fn answers(page: &mut Page, title: &str, posed: &[Posed]) {
    let most = posed.iter().map(|posed| posed.choices.len()).max().unwrap_or_default() as u8;
    page.put(format_args!("<section class=\"sheet\">\n<h2>Answer sheet</h2>"));
    page.words("p", "quiet", title);
    page.put(format_args!(
        "<p>Name <span class=\"line\"></span></p>\n<table class=\"blanks\">\n<thead>\n<tr><th scope=\"col\">Question</th>"
    ));
    for place in 0..most {
        page.put(format_args!("<th scope=\"col\">{}</th>", letter(place)));
    }
    page.put(format_args!("</tr>\n</thead>\n<tbody>"));
    for (number, posed) in (1..).zip(posed) {
        page.put(format_args!("<tr><th scope=\"row\">{number}</th>"));
        for place in 0..most {
            let there = usize::from(place) < posed.choices.len();
            page.put(format_args!("<td>{}</td>", if there { "☐" } else { "" }));
        }
        page.put(format_args!("</tr>"));
    }
    page.put(format_args!("</tbody>\n</table>\n</section>"));
}

fn key(page: &mut Page, title: &str, note: &str, posed: &[Posed]) {
    page.put(format_args!("<section class=\"sheet\">\n<h2>Key</h2>"));
    page.words("p", "quiet", &format!("{title} · {note}"));
    for (number, posed) in (1..).zip(posed) {
        page.put(format_args!("<article>"));
        page.put(format_args!("<h3>{number}. {}</h3>", letters(posed.keys())));
        for choice in posed.choices.iter().filter(|choice| choice.key) {
            page.words("p", "", &choice.text);
        }
        for passage in posed.passages.iter().map(Passage::of) {
            page.passage(&passage);
        }
        page.put(format_args!("</article>"));
    }
    page.put(format_args!("</section>"));
}
