//! What a table's column is called, and how to ask for it: a true question where the heading names a relation that is
//! known, else one that quotes the heading.

use crate::build::english;
use crate::build::family::shape::{Shape, in_sentence};
use crate::build::shown::inner;
use crate::flaw::words::singular;
use crate::text;
use crate::value;

mod words;

use super::subject::Subject;
use words::{BARRED, DOES, DONE, JOINING, KINDS, NAMED, NAMING, NOUNS, NUMBERING, SORTS, TITLES, UNITS, VAGUE};

/// What a column's cells should be, by its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    /// Dates.
    Date,
    /// Numbers of any kind.
    Number,
    /// Names.
    Name,
}

/// The relation between a row's name and a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// Something somebody does at a time: “take office”, “took office”.
    Does { base: &'static str, past: &'static str, who: bool },
    /// Something that is done to it at a time: “founded”.
    Done { past: &'static str, who: bool },
    /// A thing's only one: “capital”.
    Noun { noun: &'static str, expect: Expect, who: bool },
}

/// A column's heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// As it is written.
    pub words: String,
    relation: Option<Relation>,
    /// What stands in brackets: a unit or a year.
    bracket: Option<String>,
}

/// Where a table stands, and what its people were.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    /// The table, as stems name it.
    pub table: &'a str,
    /// Its document.
    pub title: &'a str,
    /// The office that they held.
    pub office: Option<&'a str>,
    /// What asks for a row: “which city”.
    pub which: &'a str,
}

impl At<'_> {
    /// Names the source; with the office there is no need to name the table.
    fn by(&self, heading: &Heading) -> String {
        match self.office.filter(|_| heading.of_office()) {
            Some(_) => format!("According to “{}”", self.title),
            None => format!("According to {}", self.table),
        }
    }

    fn role(&self, heading: &Heading) -> String {
        self.office.filter(|_| heading.of_office()).map(|office| format!(" as {office}")).unwrap_or_default()
    }
}

/// `May`, `English`: a word that keeps its capital in a sentence.
fn is_proper(word: &str) -> bool {
    value::is_month(&text::fold(word)) || english::has(english::TONGUES, word)
}

impl Heading {
    /// Reads a heading.
    pub(super) fn of(words: &str) -> Self {
        let (base, bracket) = match words.split_once('(') {
            Some((base, rest)) if rest.ends_with(')') && !base.trim().is_empty() => {
                (base.trim(), rest.strip_suffix(')').map(|bracket| bracket.trim().to_owned()))
            }
            _ => match words.split_once(" in ") {
                Some((base, unit)) if UNITS.contains(&unit) => (base.trim(), Some(unit.to_owned())),
                _ => (words, None),
            },
        };
        let base = text::fold(base);
        let is = |names: &[&str]| names.contains(&base.as_str());
        let does = DOES.iter().find(|row| is(row.0)).map(|row| Relation::Does { base: row.1, past: row.2, who: row.3 });
        let done = || DONE.iter().find(|row| is(row.0)).map(|row| Relation::Done { past: row.1, who: row.2 });
        let noun =
            || NOUNS.iter().find(|row| is(row.0)).map(|row| Relation::Noun { noun: row.1, expect: row.2, who: row.3 });
        Self { words: words.to_owned(), relation: does.or_else(done).or_else(noun), bracket }
    }

    fn folded(&self) -> String {
        text::fold(&self.words)
    }

    /// Whether its column names the rows.
    pub(super) fn names(&self) -> bool {
        NAMING.contains(&self.folded().as_str())
    }

    /// The word for one of what its column names.
    pub(super) fn one(&self) -> Option<String> {
        Some(self.folded()).filter(|word| KINDS.contains(&word.as_str()))
    }

    /// Whether its column has the titles of works, of which other columns give the year.
    pub(super) fn titles(&self) -> bool {
        TITLES.contains(&self.folded().as_str())
    }

    /// Whether it says something of people.
    pub(super) fn of_people(&self) -> bool {
        matches!(self.relation, Some(Relation::Does { who: true, .. } | Relation::Done { who: true, .. }))
    }

    /// Takes it as it is written, if it says something of people.
    pub(super) fn forget_people(&mut self) {
        if self.of_people() {
            self.relation = None;
        }
    }

    /// Whether its column numbers the rows.
    pub(super) fn numbers(&self) -> bool {
        NUMBERING.contains(&self.folded().as_str())
    }

    /// Whether its column can be asked for.
    pub(super) fn asked(&self) -> bool {
        let folded = self.folded();
        !self.numbers()
            && !BARRED.contains(&folded.as_str())
            && folded.contains(char::is_alphabetic)
            && self.words.split_whitespace().count() <= 8
            && !matches!(Shape::of(&self.words), Shape::Code | Shape::Nothing)
    }

    /// What its cells should be, where that is known.
    pub(super) fn expects(&self) -> Option<Expect> {
        match self.relation {
            Some(Relation::Does { .. } | Relation::Done { .. }) => Some(Expect::Date),
            Some(Relation::Noun { expect, .. }) => Some(expect),
            None => self.names().then_some(Expect::Name),
        }
    }

    /// Whether it tells of a term of office.
    fn of_office(&self) -> bool {
        matches!(self.relation, Some(Relation::Does { base: "take office" | "leave office", .. }))
    }

    /// Whether it tells when somebody began.
    pub(super) fn begins(&self) -> bool {
        matches!(self.relation, Some(Relation::Does { base: "take office", .. }))
    }

    /// Whether cells of a shape are what it promises.
    pub(super) fn fits(&self, shape: &Shape) -> bool {
        self.expects().is_none_or(|expect| match expect {
            Expect::Date => matches!(shape, Shape::Date(_)),
            // A number of four figures looks like a year.
            Expect::Number => shape.is_value(),
            Expect::Name => matches!(shape, Shape::Name | Shape::Acronym),
        })
    }

    /// The relation, if cells of this shape can stand in it.
    fn relation(&self, shape: &Shape) -> Option<Relation> {
        let plain = self.bracket.is_none() || matches!(self.relation, Some(Relation::Noun { .. }));
        let known = self.bracket.as_deref().is_none_or(|bracket| is_year(bracket) || UNITS.contains(&bracket));
        self.relation.filter(|_| plain && known && self.fits(shape))
    }

    /// Whether it names a relation that cells of a shape can stand in.
    pub(super) fn relates(&self, shape: &Shape) -> bool {
        self.relation(shape).is_some()
    }

    /// The bracket as the question says it: “, in km²”.
    fn measure(&self) -> String {
        match self.bracket.as_deref() {
            Some(year) if is_year(year) => format!(" in {year}"),
            Some(unit) if UNITS.contains(&unit) => format!(", in {unit}"),
            Some(other) => format!(" ({other})"),
            None => String::new(),
        }
    }

    /// The bracket inside a sentence that goes on.
    fn aside(&self) -> String {
        let unit = self.measure();
        if unit.starts_with(',') { unit + "," } else { unit }
    }

    /// Whether a question can be made with it: of a relation that is known, or of a noun that has a sense by itself.
    /// Beside a section that says what the table is of, a mere date has one.
    pub(super) fn can_ask(&self, shape: &Shape, section: Option<&str>) -> bool {
        let dated = self.folded() == "date" && matches!(shape, Shape::Date(_)) && section.is_some();
        self.relation(shape).is_some() || dated || self.noun().is_some_and(|noun| !VAGUE.contains(&noun.as_str()))
    }

    /// The heading as a noun in a sentence, if it reads as one.
    fn noun(&self) -> Option<String> {
        let base =
            if self.bracket.is_some() { self.words.split_once('(').map_or("", |(base, _)| base) } else { &self.words };
        let base = base.trim();
        let words: Vec<&str> = base.split_whitespace().collect();
        let last = words.last()?;
        let acronym = |word: &str| word.chars().count() > 1 && !word.contains(char::is_lowercase);
        let plain = base.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'));
        let open = ["to", "of", "in", "by", "for", "from", "with", "at", "on", "and", "or", "the"];
        let bracket = self.bracket.as_deref().is_none_or(|words| {
            UNITS.contains(&words)
                || (words.split_whitespace().count() <= 3
                    && words.chars().all(|c| c.is_alphanumeric() || " .-–".contains(c)))
        });
        let done = words.len() == 1 && (base.ends_with("ed") || base.ends_with("ing"));
        let fits =
            (1..=4).contains(&words.len()) && plain && bracket && !done && !words.iter().any(|word| acronym(word));
        let lower = |word: &&str| if is_proper(word) { (*word).to_owned() } else { word.to_lowercase() };
        (fits && !open.contains(last) && base.chars().count() > 2)
            .then(|| words.iter().map(lower).collect::<Vec<_>>().join(" "))
    }

    /// The noun, and whether it is many; none of what is more than a noun, “name of solar days”.
    fn called(&self) -> Option<(String, bool)> {
        let joins = |word: &str| JOINING.contains(&word);
        let noun = self.noun().filter(|noun| !noun.split(' ').any(joins))?;
        let many = noun.ends_with('s') && !["ss", "us", "is", "ics"].iter().any(|ending| noun.ends_with(ending));
        Some((noun, many))
    }

    /// The noun for one of what its column has.
    pub(super) fn reads_as_one(&self) -> Option<String> {
        self.called().filter(|(_, many)| !many && self.bracket.is_none()).map(|(noun, _)| noun)
    }

    /// Whether one of its words is the word for somebody or something that has a name of its own, or one of some others.
    fn is_of(&self, kinds: &[&[&str]]) -> bool {
        let last = |part: &str| part.split_whitespace().last().map(|word| text::fold(&singular(&text::fold(word))));
        let part = |part: &str| {
            let whole = text::fold(part.trim());
            kinds.iter().any(|kinds| {
                kinds.contains(&whole.as_str()) || last(part).is_some_and(|word| kinds.contains(&word.as_str()))
            })
        };
        self.words.split(['/', '(']).any(part)
    }

    /// Whether its column has names of people, bodies, places or works.
    pub(super) fn is_of_names(&self) -> bool {
        self.is_of(&[NAMING, KINDS, NAMED]) && !self.is_of_kinds()
    }

    /// Whether its column has words for kinds of things and people, capitals or not.
    pub(super) fn is_of_kinds(&self) -> bool {
        self.is_of(&[SORTS])
    }

    /// The relation, if it can be told of a row: what has no name neither does anything nor has it done to it.
    fn relation_of(&self, row: &Subject, shape: &Shape) -> Option<Relation> {
        self.relation(shape).filter(|it| matches!(it, Relation::Noun { .. }) || row.name().is_some())
    }

    /// “area of Ghana, in km²”, “area, in km², where the land is “Ghana””.
    fn noun_of(&self, noun: &str, row: &Subject) -> String {
        match row.name() {
            Some(name) => format!("{noun} of {name}{}", self.measure()),
            None => format!("{noun}{} {}", self.aside(), row.row()),
        }
    }

    /// Asks for the cell of a row.
    pub(super) fn ask_cell(&self, at: &At, row: &Subject, shape: &Shape) -> String {
        let (table, name) = (at.table, row.name().unwrap_or_default());
        match self.relation_of(row, shape) {
            Some(Relation::Does { base, .. }) => {
                return format!("{}, when did {name} {base}{}?", at.by(self), at.role(self));
            }
            Some(Relation::Done { past, .. }) => return format!("According to {table}, when was {name} {past}?"),
            Some(Relation::Noun { noun, who, .. }) => {
                let asks = if who { "who" } else { "what" };
                return format!("According to {table}, {asks} is the {}?", self.noun_of(noun, row));
            }
            None => {}
        }
        let (unit, row) = (self.aside(), row.row());
        if *shape == Shape::Percent {
            return format!("In {table}, what percentage is given under “{}” {row}?", inner(&self.words));
        }
        let Some((noun, many)) = self.called() else {
            return format!("In {table}, what is given under “{}” {row}?", inner(&self.words));
        };
        let is = if many { "are" } else { "is" };
        match shape {
            Shape::Number(_) if many => format!("In {table}, how many {noun}{unit} are given {row}?"),
            shape if shape.is_value() => format!("In {table}, what {noun}{unit} {is} given {row}?"),
            _ => format!("In {table}, which {noun}{unit} {is} given {row}?"),
        }
    }

    /// Asks for the row of a cell.
    pub(super) fn ask_row(&self, at: &At, value: &str, shape: &Shape) -> String {
        let which = |who: bool| if who { "who" } else { at.which };
        let (table, these, words) = (at.table, at.which, inner(&self.words));
        match self.relation(shape) {
            Some(Relation::Does { past, who, .. }) => {
                return format!("{}, {} {past}{} {}?", at.by(self), which(who), at.role(self), on(value));
            }
            Some(Relation::Done { past, who }) => {
                return format!("According to {table}, {} was {past} {}?", which(who), on(value));
            }
            _ => {}
        }
        let (unit, value) = (self.aside(), in_sentence(value, shape));
        let Some((noun, many)) = self.called().filter(|_| *shape != Shape::Percent) else {
            return format!("In {table}, for {these} is {value} given under “{words}”?");
        };
        let is = if many { "are" } else { "is" };
        match shape {
            Shape::Number(_) if many => format!("In {table}, for {these} are {value} {noun}{unit} given?"),
            shape if shape.is_value() => format!("In {table}, for {these} {is} the {noun}{unit} given as {value}?"),
            _ => format!("In {table}, for {these} {is} {value} given as the {noun}{unit}?"),
        }
    }

    /// Says what a row's cell is.
    pub(super) fn says(&self, row: &Subject, value: &str, shape: &Shape) -> String {
        let name = row.name().unwrap_or_default();
        match self.relation_of(row, shape) {
            Some(Relation::Does { past, .. }) => format!("{name} {past} {}.", on(value)),
            Some(Relation::Done { past, .. }) => format!("{name} was {past} {}.", on(value)),
            Some(Relation::Noun { noun, .. }) => {
                format!("{} is the {}.", in_sentence(value, shape), self.noun_of(noun, row))
            }
            None => format!("{} is given under “{}” {}.", in_sentence(value, shape), self.words, row.row()),
        }
    }

    /// Says what a row's cell is, behind “it is”.
    pub(super) fn is_what(&self, row: &Subject, shape: &Shape) -> String {
        let name = row.name().unwrap_or_default();
        match self.relation_of(row, shape) {
            Some(Relation::Does { past, .. }) => format!("when {name} {past}"),
            Some(Relation::Done { past, .. }) => format!("when {name} was {past}"),
            Some(Relation::Noun { noun, .. }) => format!("the {}", self.noun_of(noun, row)),
            None => format!("given under “{}” {}", self.words, row.row()),
        }
    }

    /// Says that the table has it so.
    pub(super) fn gives(&self, row: &Subject, value: &str, shape: &Shape) -> String {
        let name = row.name().unwrap_or_default();
        match self.relation_of(row, shape) {
            Some(Relation::Does { past, .. }) => format!("The table gives {value} as {} {name} {past}.", span(value)),
            Some(Relation::Done { past, .. }) => {
                format!("The table gives {value} as {} {name} was {past}.", span(value))
            }
            Some(Relation::Noun { noun, .. }) => {
                format!("The table gives {} as the {}.", in_sentence(value, shape), self.noun_of(noun, row))
            }
            None => format!("The table gives {} under “{}” {}.", in_sentence(value, shape), self.words, row.row()),
        }
    }

    /// Whether it is so wherever it is told: a birth is, a term of office may be another one.
    pub(super) fn lasts(&self) -> bool {
        matches!(self.key().as_str(), "born" | "died" | "capital")
    }

    /// What the fact is known by beside its subject.
    pub(super) fn key(&self) -> String {
        match self.relation {
            Some(Relation::Does { past, .. } | Relation::Done { past, .. }) => past.to_owned(),
            _ => self.folded(),
        }
    }
}

fn is_year(bracket: &str) -> bool {
    bracket.len() == 4 && value::interval(bracket).is_some_and(|value| value.kind == value::Kind::Date)
}

/// What a date is, as in “the day Kofi Annan took office”.
pub(in crate::build::family) fn span(date: &str) -> &'static str {
    let days = value::interval(date).map_or(372.0, |value| value.high - value.low);
    match days {
        0.0..1.0 => "the day",
        1.0..60.0 => "the month",
        _ => "the year",
    }
}

/// A date with its preposition.
pub(in crate::build::family) fn on(date: &str) -> String {
    let day = value::interval(date).is_some_and(|value| value.low.total_cmp(&value.high).is_eq());
    format!("{} {date}", if day { "on" } else { "in" })
}
