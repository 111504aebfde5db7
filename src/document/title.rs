//! What a document calls itself, and the site that it says it is from.

use super::{Document, Format, Kind, Reason};
use crate::text;

/// The most characters of a title.
const TITLE_MAX: usize = 90;
/// The most words of a subject that names a document.
const SUBJECT_MAX: usize = 8;

impl Document {
    /// What it calls itself: its title, what its file says of it, or its first heading; none if it does not say.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let sections = self.sections();
        let top = sections.iter().find(|section| section.level == 1).and_then(|section| section.title.as_deref());
        let top = top.and_then(|heading| readable(heading, self.text()));
        // A book's or a letter's first heading is often that of a part.
        let named = || self.named.as_deref().and_then(named);
        let known = match self.format() {
            Format::Epub | Format::Pdf | Format::Docx => named().or(top),
            _ => top.or_else(named),
        };
        known.or_else(|| self.first_heading())
    }

    /// The site that it says it is from: “Wikipedia” of “From Wikipedia, the free encyclopedia”.
    #[must_use]
    pub fn site(&self) -> Option<String> {
        let line = self.dropped().iter().find(|dropped| dropped.reason == Reason::Tagline)?;
        let words = self.words(line.span.clone());
        let name = words.strip_prefix("From ")?.split([',', '\'', '’']).next()?.trim();
        let short = name.split_whitespace().count() <= 4 && name.chars().count() <= 40;
        (short && name.starts_with(char::is_uppercase)).then(|| text::clean(name).into_owned())
    }

    /// The first heading, if nothing stands before it and no other is like it: chapters are no titles.
    fn first_heading(&self) -> Option<String> {
        let sections = self.sections();
        let at = sections.iter().position(|section| section.title.is_some() || !section.passages.is_empty())?;
        let first = sections.get(at)?;
        let only = sections.iter().skip(at + 1).all(|other| other.level > first.level);
        readable(first.title.as_deref().filter(|_| only)?, self.text())
    }

    /// What its first sentence says something of: “The Office of Works (OW) is a department …”; none if that is no name.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        let at = self.passages().iter().position(|passage| passage.kind == Kind::Sentence)?;
        let sentence = self.words_of(at);
        let rest = ["The ", "A ", "An "].iter().find_map(|article| sentence.strip_prefix(article)).unwrap_or(sentence);
        let end = [" is ", " are ", " was ", " were "].iter().filter_map(|verb| rest.find(verb)).min()?;
        let subject = rest.get(..end)?.split(" (").next()?.trim();
        let words: Vec<&str> = subject.split_whitespace().collect();
        let small = |word: &&str| matches!(*word, "of" | "the" | "and" | "for" | "in" | "on" | "to" | "at" | "de");
        let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let name = words.iter().all(|word| small(word) || capital(word)) && words.first().is_some_and(capital);
        let plain = !subject.contains([',', ';', ':']) && (1..=SUBJECT_MAX).contains(&words.len());
        let pronoun =
            ["It", "He", "She", "This", "These", "That", "There", "They", "We", "You", "Here", "What", "I", "If"]
                .contains(words.first()?);
        (name && plain && !pronoun).then(|| readable(subject, self.text())).flatten()
    }
}

/// A title out of a file's own data, which may have the site's name behind it.
fn named(title: &str) -> Option<String> {
    let title = text::squeeze(title);
    let lower = title.to_lowercase();
    let machine = lower.starts_with("microsoft ")
        || lower.starts_with("untitled")
        || [".doc", ".docx", ".pdf", ".tex", ".dvi", ".indd", ".odt"].iter().any(|ending| lower.ends_with(ending));
    if machine {
        return None;
    }
    let signs = [" | ", " - ", " – ", " — ", " · ", " :: "];
    let split = signs.iter().filter_map(|sign| title.rsplit_once(sign)).min_by_key(|(_, site)| site.len());
    let own = split.filter(|(own, site)| !own.trim().is_empty() && site.split_whitespace().count() <= 4);
    readable(own.map_or(&*title, |(own, _)| own), "")
}

/// A heading as a title, if it reads as one. What is all in capitals is written as titles are, but for words that the
/// text has in capitals too.
fn readable(heading: &str, body: &str) -> Option<String> {
    let clean = text::clean(heading);
    let squeezed = text::squeeze(&clean);
    let title = squeezed.split(" in the context of \"").next().unwrap_or_default();
    let title = unquoted(unnumbered(title));
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let length = title.chars().count();
    if !(3..=TITLE_MAX).contains(&length) || letters * 2 <= length || title.contains('/') {
        return None;
    }
    let shouted = !title.contains(char::is_lowercase) && title.contains(char::is_uppercase);
    if shouted && title.contains(' ') {
        return Some(title_case(&title, body));
    }
    // A lone word in capitals may be a command, a label or a name.
    (!shouted || letters == length && body.contains(&*title)).then_some(title)
}

/// A heading without the number of its section: `1.6. Rivers`.
fn unnumbered(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = title.get(..title.len() - rest.len()).unwrap_or_default();
    if number.contains('.') && rest.starts_with(' ') { rest.trim_start() } else { title }
}

/// Quotation marks of a title as they stand inside others.
fn unquoted(title: &str) -> String {
    let mut open = false;
    let mark = |c: char| match c {
        '"' => {
            open = !open;
            if open { '‘' } else { '’' }
        }
        '“' => '‘',
        '”' => '’',
        c => c,
    };
    title.chars().map(mark).collect()
}

fn title_case(title: &str, body: &str) -> String {
    let small = ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];
    let in_body =
        |word: &str| word.chars().count() > 1 && body.split(|c: char| !c.is_alphanumeric()).any(|other| other == word);
    let word = |(n, word): (usize, &str)| {
        let lower = word.to_lowercase();
        if n > 0 && small.contains(&lower.as_str()) {
            return lower;
        }
        if in_body(word.trim_matches(|c: char| !c.is_alphanumeric())) {
            return word.to_owned();
        }
        let mut capital = true;
        let letter = |c: char| {
            let out: Vec<char> = if capital { c.to_uppercase().collect() } else { c.to_lowercase().collect() };
            capital = c == '-' || (capital && !c.is_alphabetic());
            out
        };
        word.chars().flat_map(letter).collect()
    };
    title.split_whitespace().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<String> {
        Document::read(text.as_bytes().to_vec()).title()
    }

    const BODY: &str = "\n\nThe UN works here, and it is a large place of many things that go on.\n";

    #[test]
    fn a_text_is_called_by_its_first_line() {
        for (first, expected) in [
            ("= On colours =", "On colours"),
            ("# Lakes and rivers", "Lakes and rivers"),
            ("# 1.6. Rivers", "Rivers"),
            ("Department of Works in the context of \"State\"", "Department of Works"),
            ("http://a.org/b/home.shtmlTHE MISSION OF THE UN DEPARTMENT", "The Mission of the UN Department"),
            ("The \"great\" lakes", "The ‘great’ lakes"),
        ] {
            assert_eq!(title(&format!("{first}{BODY}")).as_deref(), Some(expected), "{first}");
        }
        let site =
            "Office of Works\n\nFrom WikiMD's Wellness Encyclopedia\n\nThe Office is a large place of many things.\n";
        let document = Document::read(site.as_bytes().to_vec());
        assert_eq!(document.title().as_deref(), Some("Office of Works"));
        assert_eq!(document.site().as_deref(), Some("WikiMD"));
    }

    #[test]
    fn a_text_without_a_heading_is_called_by_what_it_is_about() {
        let about =
            "The Office of Works (OW) is a department of the state that builds houses.\nIt was founded long ago.\n";
        let subject = |text: &str| Document::read(text.as_bytes().to_vec()).subject();
        assert_eq!(subject(about).as_deref(), Some("Office of Works"));
        assert_eq!(title(about), None);
        for none in ["It is raining here and there, and has been for long.\n", "Rain fell. The sun is out.\n"] {
            assert_eq!(subject(none), None, "{none}");
        }
    }

    #[test]
    fn chapters_of_one_level_are_no_titles() {
        assert_eq!(title("# Rivers\n\nThey flow to the sea for long.\n\n# Lakes\n\nThey lie where they are.\n"), None);
    }

    #[test]
    fn a_page_is_called_without_its_site() {
        let page = |head: &str, body: &str| {
            let page = format!(
                "<html><head><title>{head}</title></head><body>{body}<p>It is a page of many words, as pages are.</p></body></html>"
            );
            Document::open("a.html", page.into_bytes()).unwrap().title()
        };
        assert_eq!(page("Lakes &amp; rivers - Example Site", "").as_deref(), Some("Lakes & rivers"));
        assert_eq!(page("Site", "<h1>Lakes</h1>").as_deref(), Some("Lakes"));
    }

    #[test]
    fn what_programs_put_in_is_no_title() {
        for none in ["Microsoft Word - thesis.doc", "untitled", "thesis.tex", ""] {
            assert_eq!(named(none), None, "{none}");
        }
        assert_eq!(named("A Manual | The Site").as_deref(), Some("A Manual"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}", shout in "[A-Z\"“ éÉß-]{0,40}") {
            for text in [&text, &shout] {
                let _ = (title(text), named(text), readable(text, text), Document::read(text.as_bytes().to_vec()).subject());
            }
        }
    }
}
