//! What documents say, as our own words show it.

/// A sentence as a stem or a rationale shows it: without reference marks, its quotation marks inside those of the stem.
pub(super) fn shown(text: &str) -> String {
    inner(unmarked(text).trim())
}

/// A text without reference marks: `[2]`, `[citation needed]`, `[a]`.
pub(super) fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, mark) = rest.split_at(open);
        out.push_str(before);
        let close = mark.find(']').filter(|close| *close < 40);
        let inside = close.and_then(|close| mark.get(1..close)).unwrap_or_default();
        let reference = inside.ends_with(" needed")
            || (inside.len() == 1 && !close.is_some_and(|close| changed(mark, close)))
            || (!inside.is_empty() && inside.chars().all(|c| c.is_ascii_digit() || ", -–".contains(c)));
        if let Some(close) = close.filter(|_| reference) {
            rest = mark.get(close + 1..).unwrap_or_default();
        } else {
            out.push('[');
            rest = mark.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// A part of a sentence as [`shown`]: a quotation that it opens or closes without the other end loses its mark.
pub(super) fn part(text: &str) -> String {
    let even = text.matches('"').count().is_multiple_of(2) && text.matches('“').count() == text.matches('”').count();
    if even { shown(text) } else { shown(&text.replace(['"', '“', '”'], "")) }
}

/// `[t]he`: a letter that somebody changed, and no mark of a note.
fn changed(mark: &str, close: usize) -> bool {
    mark.get(close + 1..).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// Double quotation marks made single, for what stands in double ones.
pub(super) fn inner(text: &str) -> String {
    let mut open = true;
    let single = |c| match c {
        '“' => '‘',
        '”' => '’',
        '"' => {
            open = !open;
            if open { '’' } else { '‘' }
        }
        c => c,
    };
    text.chars().map(single).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_shows_no_reference_marks_and_keeps_the_quotation_apart() {
        assert_eq!(
            shown("It was “new”.[2][citation needed] He said \"so\" [sic]."),
            "It was ‘new’. He said ‘so’ [sic]."
        );
        assert_eq!(shown("It said that '[t]he army' was new[a]."), "It said that '[t]he army' was new.");
    }

    #[test]
    fn a_part_of_a_sentence_has_no_half_of_a_quotation() {
        assert_eq!(part("… titled “Strengthening the capacity …"), "… titled Strengthening the capacity …");
        assert_eq!(part("As of 2010 it leads “16 missions”.[5]"), "As of 2010 it leads ‘16 missions’.");
    }
}
