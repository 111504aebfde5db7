//! The road of statements through the pipeline: there may be a million of them, so they are judged side by side, wait as
//! a few numbers, and only those that are kept are written out.

use std::collections::BTreeMap;

use super::corpus::{Corpus, Place};
use super::distractor::{self, Asked, Pool, Rival, Similar};
use super::family::{Family, cloze, row_says};
use super::gate::form::quotable;
use super::gate::statement::{self, Stand};
use super::gate::{self, FEWEST, Refusal};
use super::mention::{Exactness, Mention};
use super::merge::{self, Passed, What};
use super::{ASKED, Candidate, Conflict, Quote, fact, parallel};
use crate::document::Kind;

/// How many passages are judged by one thread at a time.
const CHUNK: usize = 1024;
/// How many times a document's share may wait to be merged.
const WAITING: usize = 4;

/// What became of all statements.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) passed: Vec<Passed>,
    pub(super) refused: BTreeMap<(&'static str, Refusal), usize>,
    pub(super) conflicts: Vec<Conflict>,
}

/// Judges every mention of every passage that one of the families asks for, each with how far it is to be trusted.
pub(super) fn all(corpus: &Corpus, pool: &Pool, families: &[(&'static Family, f64)]) -> Found {
    let mut found = Found::default();
    if families.is_empty() {
        return found;
    }
    for (source, it) in corpus.sources().iter().enumerate() {
        let parts = parallel::map(it.document.passages().len(), CHUNK, |range| {
            let mut part = Found::default();
            for passage in range {
                of_place(corpus, pool, families, Place { source, passage }, &mut part);
            }
            part
        });
        let mut passed = Vec::new();
        for part in parts {
            passed.extend(part.passed);
            found.conflicts.extend(part.conflicts);
            for (key, count) in part.refused {
                *found.refused.entry(key).or_default() += count;
            }
        }
        // Of a large document few can be kept: the others need not wait.
        passed.sort_by(merge::by_worth);
        let most = merge::share(it.document.text().len()) * WAITING;
        for left in passed.drain(most.min(passed.len())..) {
            *found.refused.entry((left.family.name, Refusal::Quota)).or_default() += 1;
        }
        found.passed.extend(passed);
    }
    found
}

fn of_place(corpus: &Corpus, pool: &Pool, families: &[(&'static Family, f64)], place: Place, found: &mut Found) {
    let all = corpus.mentions(place);
    let on = |family: &Family| families.iter().any(|(other, _)| other.name == family.name);
    // Who asks for any dates is told of all that contradict one another.
    let dates = families.iter().any(|(family, _)| cloze::is_dated(family));
    let asked = |mention: &Mention| {
        let told = || cloze::family(&mention.slot).filter(|family| dates && cloze::is_dated(family));
        cloze::families(&mention.slot).find(|family| on(family)).or_else(told).filter(|_| mention.asks)
    };
    let asking: Vec<(usize, &'static Family)> =
        all.iter().enumerate().filter_map(|(n, mention)| Some((n, asked(mention)?))).collect();
    if asking.is_empty() {
        return;
    }
    let mut refuse = |family: &Family, why| {
        if on(family) {
            *found.refused.entry((family.name, why)).or_default() += 1;
        }
    };
    let stand = match statement::judge(corpus, place) {
        Ok(stand) => stand,
        Err(why) => {
            for (_, family) in &asking {
                refuse(family, why);
            }
            return;
        }
    };
    let Some(similar) = pool.similarity().like(corpus, place) else {
        for (_, family) in &asking {
            refuse(family, Refusal::Common);
        }
        return;
    };
    for (mention, family) in asking {
        let conflict = match contradicted(corpus, place, mention, &similar) {
            Some(other) if other.place.source == place.source => {
                refuse(family, Refusal::Ambiguous);
                continue;
            }
            None if stand == Stand::Disputed => {
                refuse(family, Refusal::NoSubject);
                continue;
            }
            other => other.map(|other| Conflict { one: quote(corpus, place, &all[mention]), other }), // of `all`
        };
        // Each contradiction is told once, by its first document.
        found.conflicts.extend(conflict.clone().filter(|conflict| conflict.one.place < conflict.other.place));
        let one = match passed(corpus, pool, (place, stand), mention, &similar) {
            Ok(one) => one,
            Err(why) => {
                refuse(family, why);
                continue;
            }
        };
        match families.iter().find(|(other, _)| other.name == one.family.name) {
            Some((_, trust)) => found.passed.push(Passed { trust: *trust, conflict, ..one }),
            // What is contradicted its author decides, however it is said.
            None if conflict.is_some() => found.passed.push(Passed { conflict, ..one }),
            None => refuse(family, Refusal::NotPlain),
        }
    }
}

fn quote(corpus: &Corpus, place: Place, mention: &Mention) -> Quote {
    Quote { place, range: 0..corpus.text(place).len(), answers: vec![mention.range.clone()] }
}

/// The words of another passage that say the same with this one value changed.
fn contradicted(corpus: &Corpus, place: Place, mention: usize, similar: &[Similar]) -> Option<Quote> {
    let own = corpus.mentions(place);
    similar.iter().filter(|other| other.is_twin()).find_map(|other| {
        let all = corpus.mentions(other.place);
        let differs = |(one, other): (&Mention, &Mention)| !gate::leaks::same(&one.value, &other.value);
        let comparable = own.len() == all.len() && own.iter().zip(all).all(|(a, b)| a.slot.comparable(&b.slot));
        let count = own.iter().zip(all).filter(|pair| differs(*pair)).count();
        let here = own.get(mention).zip(all.get(mention)).filter(|pair| differs(*pair))?;
        (comparable && count == 1).then(|| quote(corpus, other.place, here.1))
    })
}

fn passed(
    corpus: &Corpus,
    pool: &Pool,
    (place, stand): (Place, Stand),
    mention: usize,
    similar: &[Similar],
) -> Result<Passed, Refusal> {
    let draft = cloze::draft_of(corpus, place, stand, mention)?;
    let all = corpus.mentions(place);
    let own = all.get(mention).ok_or(Refusal::Unquotable)?;
    let before = draft.previous.map_or(&[] as &[Mention], |before| corpus.mentions(before));
    let shown: Vec<Mention> = all.iter().chain(before).cloned().collect();
    let life = if own.slot.is_date() { distractor::life(corpus, place.source) } else { Vec::new() };
    let asked = Asked {
        place,
        slot: &own.slot,
        value: own.value,
        about: own.exactness == Exactness::About,
        dated: fact::as_of(corpus.text(place), all, own).map(|date| date.value),
        shown: &shown,
        life: &life,
    };
    let mut rivals = pool.rivals(corpus, &asked, similar);
    // A number may stand in the stem without being a mention; what is told of a wrong one must be readable.
    let told = |rival: &Rival| {
        corpus.passage(rival.place).kind != Kind::Row || row_says(corpus, rival.place, &rival.range).is_some()
    };
    rivals.retain(|rival| {
        let text = corpus.text(rival.place);
        let words = text.get(rival.range.clone());
        words.is_some_and(|words| !cloze::repeats(&draft.stem, words)) && quotable(text, rival.range.end) && told(rival)
    });
    // A date is guessed too easily among three.
    let fewest = if own.slot.is_date() { ASKED } else { FEWEST };
    if rivals.len() < fewest {
        return Err(Refusal::FewDistractors);
    }
    let candidate = cloze::candidate(corpus, place, mention, &draft).ok_or(Refusal::Unquotable)?;
    Ok(Passed {
        id: gate::id(&candidate).ok_or(Refusal::Unquotable)?,
        family: draft.family,
        trust: draft.family.accepted,
        place,
        slot: own.slot.clone(),
        value: Some(own.value),
        subject: candidate.fact.subject,
        twins: similar.iter().filter(|other| other.is_twin()).map(|other| other.place).collect(),
        conflict: None,
        what: What::Draft { mention, rivals },
    })
}

/// What is kept, written out.
pub(super) fn candidate(corpus: &Corpus, passed: Passed) -> Option<Candidate> {
    let (mention, rivals) = match passed.what {
        What::Whole(candidate) => return Some(*candidate),
        What::Draft { mention, rivals } => (mention, rivals),
    };
    let draft = cloze::draft(corpus, passed.place, mention).ok()?;
    let mut candidate = cloze::candidate(corpus, passed.place, mention, &draft)?;
    candidate.distractors = rivals.iter().map(|rival| distractor::distractor(corpus, rival)).collect();
    if let Some(conflict) = passed.conflict {
        let title = &corpus.source(conflict.other.place).title;
        candidate.rationale = format!("{} But “{title}” gives another value.", candidate.rationale);
        candidate.quotes.push(Quote { answers: Vec::new(), ..conflict.other });
    }
    Some(candidate)
}
