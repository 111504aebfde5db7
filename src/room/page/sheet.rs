//! A learner's own sheet.

use super::super::report::{Sheet, Told};
use super::{Page, Safe, letter, letters, many};
use crate::clock::Moment;

/// A sheet as a page to keep; `opened` is when the room was, on the reader's wall clock.
#[must_use]
pub fn sheet(sheet: &Sheet, opened: Moment) -> String {
    let mut page = Page::new(&format!("{} · {}", sheet.title, sheet.name), "learner");
    page.words("h1", "", &sheet.title);
    page.put(format_args!("<p class=\"quiet\"><bdi>{}</bdi> · {opened}</p>", Safe(sheet.name.as_str())));
    page.put(format_args!("<p>{} of {} fully right.</p>", sheet.right, many(sheet.of, "question")));
    if sheet.hidden > 0 {
        let (those, are) = (many(sheet.hidden, "question"), if sheet.hidden == 1 { "is" } else { "are" });
        page.put(format_args!("<p class=\"quiet\">{those} more {are} not on this sheet.</p>"));
    }
    let missed = sheet.questions.iter().take_while(|told| !told.right).count();
    let (missed, right) = sheet.questions.split_at(missed);
    for (title, part) in [("To read again", missed), ("Right", right)] {
        if part.is_empty() {
            continue;
        }
        page.put(format_args!("<section>\n<h2>{title}</h2>"));
        for told in part {
            question(&mut page, told);
        }
        page.put(format_args!("</section>"));
    }
    page.done()
}

fn question(page: &mut Page, told: &Told) {
    page.put(format_args!("<article>"));
    page.words("p", "topic", &told.topic);
    page.words("h3", "", &format!("{}. {}", told.number, told.stem));
    let own = told.picks.map_or_else(
        || "You did not answer.".to_owned(),
        |picks| format!("Your answer: {}. {}", letters(picks), if told.right { "✓ Right." } else { "✗ Not right." }),
    );
    page.put(format_args!("<p>{own}</p>\n<ol class=\"choices\">"));
    for (place, (text, key, rationale)) in (0_u8..).zip(&told.choices) {
        let sign = if *key { " <span class=\"sign\">✓</span>" } else { "" };
        // Why the own answer is wrong or right, and where it was wrong, why the right one is.
        let explained = told.picks.is_some_and(|picks| picks.has(place)) || (*key && !told.right);
        let text = Safe(text);
        let text = if *key { format!("<strong>{text}</strong>") } else { text.to_string() };
        page.put(format_args!("<li><span>{}{sign}</span><div><span dir=\"auto\">{text}</span>", letter(place)));
        if explained && !rationale.trim().is_empty() {
            page.words("p", "", rationale);
        }
        page.put(format_args!("</div></li>"));
    }
    page.put(format_args!("</ol>"));
    for passage in &told.passages {
        page.passage(passage);
    }
    page.put(format_args!("</article>"));
}
