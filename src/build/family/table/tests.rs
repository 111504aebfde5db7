use std::fmt::Write as _;

use super::*;
use crate::build::{Built, Options, Source, build};
use crate::document::Document;
use crate::id::DocumentId;
use crate::question::Question;

fn corpus(texts: &[&str]) -> Corpus {
    let source = |(n, text): (usize, &&str)| Source {
        id: DocumentId::new(format!("d{n}")).unwrap(),
        title: format!("Title {n}"),
        document: Document::read(text.as_bytes().to_vec()),
    };
    Corpus::new(texts.iter().enumerate().map(source).collect())
}

fn built(texts: &[&str], family: &str) -> Built {
    let families = vec![super::super::named(family).unwrap()];
    build(&corpus(texts), &Options { families, per_passage: 9, ..Options::default() })
}

fn asked<'a>(built: &'a Built, stem: &str) -> &'a Question {
    let stems: Vec<_> = built.questions.iter().map(|(question, _)| &question.stem).collect();
    let found = built.questions.iter().find(|(question, _)| question.stem == stem);
    &found.unwrap_or_else(|| panic!("{stem}: {stems:#?}")).0
}

fn key(question: &Question) -> &str {
    &question.choices.iter().find(|choice| choice.key).unwrap().text
}

/// A header of two rows that promises more columns than there are, and a last column that is two things.
const HEADS: &str = "# Department\n\n## List of heads\n\n\
    | | Portrait | Name | Term of office | Country | Secretary-General | |\n\
    | Took office | Left office | Time in office | | | | |\n\
    | 1 | | Marrack Goulding | March 1992 | 28 February 1993 | | GBR |\n\
    | 2 | | Kofi Annan | 1 March 1993 | 31 December 1996 | | GHA |\n\
    | 3 | | Bernard Miyet | 28 January 1997 | 30 September 2000 | | FRA |\n\
    | 4 | | Jean-Marie Guéhenno[2] | 1 October 2000 | 30 June 2008 | | |\n\
    | 5 | | Alain Le Roy | 30 June 2008 | 25 August 2011 | | Ban Ki-moon |\n\
    | 6 | | Jean-Pierre Lacroix | 1 April 2017 | Incumbent | | António Guterres |\n";

#[test]
fn a_cell_is_asked_by_the_relation_that_its_heading_names() {
    let built = built(&[HEADS], "table-cell");
    let question = asked(&built, "According to the list of heads in “Title 0”, when did Kofi Annan leave office?");
    assert_eq!(key(question), "31 December 1996");
    assert_eq!(question.citations.len(), 3, "the row and both rows of the header");
    assert_eq!(question.citations[0].answer, ["31 December 1996"]);
    assert!(question.citations[1].answer.is_empty() && question.citations[2].answer.is_empty());
    let wrong = question.choices.iter().find(|choice| choice.text == "30 September 2000").unwrap();
    assert_eq!(wrong.rationale, "Bernard Miyet left office on 30 September 2000.");
    assert_eq!(wrong.citations[0].answer, ["30 September 2000"]);
    let all: Vec<_> = built.questions.iter().map(|(question, _)| question).collect();
    assert!(all.iter().all(|question| question.stem.contains("office?")), "the last column is two things");
    assert!(all.iter().flat_map(|question| &question.choices).all(|choice| choice.text != "Incumbent"));
    assert!(!all.iter().any(|question| key(question) == "March 1992"), "it is no day as the others are");
    assert!(all.iter().any(|question| question.stem.contains("did Jean-Marie Guéhenno leave")), "without its mark");
}

#[test]
fn the_office_is_told_where_the_text_tells_it() {
    let text = HEADS.replace(
        "## List of heads\n\n",
        "## List of heads\n\nThe following have held the position of Head of Public Works since then:\n\n",
    );
    let question = built(&[&text], "table-cell");
    let stem = "According to “Title 0”, when did Kofi Annan take office as Head of Public Works?";
    assert_eq!(key(asked(&question, stem)), "1 March 1993");
    let found = built(&[&text], "table-next");
    asked(&found, "According to “Title 0”, who directly followed Kofi Annan as Head of Public Works?");
    let found = built(&[&text], "table-row");
    let stem = "According to “Title 0”, who left office as Head of Public Works on 31 December 1996?";
    let right = asked(&found, stem).choices.iter().find(|choice| choice.key).unwrap();
    assert_eq!(right.rationale, "The table gives 31 December 1996 as the day Kofi Annan left office.");
}

#[test]
fn a_heading_that_makes_no_question_is_not_asked() {
    let table = "# Sums\n\n| Town | TFR | 2004–2014 estimate | Connected to | Value | Mayors, known | Rainfall (mm) |\n\
        |---|---|---|---|---|---|---|\n| Ola | 1 | 10 | Ube | 5 | 3 | 410 |\n| Ube | 2 | 20 | Ola | 6 | 4 | 520 |\n\
        | Ika | 3 | 30 | Ede | 7 | 5 | 630 |\n| Ede | 4 | 40 | Ika | 8 | 6 | 740 |\n";
    let found = built(&[table], "table-cell");
    asked(&found, "In the table in “Title 0”, what rainfall, in mm, is given for Ube?");
    assert!(found.questions.iter().all(|(question, _)| question.stem.contains("rainfall")));
}

#[test]
fn a_row_gives_few_questions_and_none_with_its_reverse() {
    let families = ["table-cell", "table-row", "table-next"].map(|name| super::super::named(name).unwrap()).to_vec();
    let built = build(&corpus(&[HEADS]), &Options { families, ..Options::default() });
    let of = |row: &str| -> Vec<&Question> {
        let all = built.questions.iter().map(|(question, _)| question);
        all.filter(|question| question.citations[0].exact.contains(row)).collect()
    };
    let taken = |question: &Question| question.stem.contains("take") || question.stem.contains("took");
    for row in ["| Kofi Annan |", "| Bernard Miyet |", "| Alain Le Roy |"] {
        let all = of(row);
        assert!((3..=4).contains(&all.len()), "{row}: {all:#?}");
        let plain = || all.iter().filter(|it| !it.stem.contains("followed"));
        assert!(plain().any(|it| taken(it)) && plain().any(|it| !taken(it)), "all three things before one twice");
    }
    let [one, other] = of("| Marrack Goulding |")[..] else { panic!() };
    assert!(one.not_with.contains(&other.id) && other.not_with.contains(&one.id), "one fact both ways");
}

#[test]
fn a_row_is_asked_by_a_value_that_it_alone_has() {
    let built = built(&[HEADS], "table-row");
    let question = asked(&built, "According to the list of heads in “Title 0”, who took office on 28 January 1997?");
    assert_eq!(key(question), "Bernard Miyet");
    assert_eq!(question.citations[0].answer, ["Bernard Miyet"]);
    let table = "# Rivers\n\n| River | Mouth |\n|---|---|\n| Aare | Rhine |\n| Main | Rhine |\n| Inn | Danube |\n\
        | Reuss | Aare |\n| Isar | Vistula |\n| Elster | Saale |\n";
    let built = self::built(&[table], "table-row");
    assert!(built.questions.iter().all(|(question, _)| !question.stem.contains("Rhine")));
    assert_eq!(key(asked(&built, "In the table in “Title 0”, for which river is Danube given as the mouth?")), "Inn");
}

#[test]
fn what_comes_next_is_asked_of_rows_that_are_dated_in_order() {
    let built = built(&[HEADS], "table-next");
    let question = asked(&built, "In the list of heads in “Title 0”, who directly followed Kofi Annan?");
    assert_eq!(key(question), "Bernard Miyet");
    assert!(question.choices.iter().all(|choice| choice.text != "Kofi Annan"));
    let mixed = HEADS.replace("1 April 2017", "1 April 1990");
    assert!(self::built(&[&mixed], "table-next").questions.is_empty());
}

#[test]
fn units_stand_in_the_question_and_totals_are_no_rows() {
    let table = "# Lakes\n\n## Sizes\n\n| Lake | Area (km²) | Notes |\n|---|---|---|\n| Vänern | 5,650 | large |\n| Vättern | 1,912 | deep |\n\
        | Mälaren | 1,140 | old |\n| Hjälmaren | 484 | flat |\n| Total | 9,186 | |\n";
    let built = built(&[table], "table-cell");
    let question =
        asked(&built, "According to the table under “Sizes” in “Title 0”, what is the area of Mälaren, in km²?");
    let texts: Vec<_> = question.choices.iter().map(|choice| choice.text.as_str()).collect();
    assert_eq!(texts, ["484", "1,140", "1,912", "5,650"]);
    assert_eq!(built.questions.len(), 2, "notes are not asked for, nor what lies far above or below all others");
}

#[test]
fn a_row_without_a_name_of_its_own_is_told_by_its_heading() {
    let table = "# City\n\n| Ethnic Origin | Population | Centre of worship | Seats |\n|---|---|---|---|\n\
        | Chinese | 308,690 | Old Hall | 12 |\n| Canadian | 291,665 | New Mill | 15 |\n| East Indian | 250,460 | Long Barn | 17 |\n\
        | English | 333,220 | High Court | 14 |\n| German | 270,030 | Dock House | 16 |\n";
    let found = built(&[table], "table-cell");
    let stem = "According to the table in “Title 0”, what is the population where the ethnic origin is “Canadian”?";
    let question = asked(&found, stem);
    assert_eq!(key(question), "291,665");
    let wrong = question.choices.iter().find(|choice| choice.text == "308,690").unwrap();
    assert_eq!(wrong.rationale, "308,690 is the population where the ethnic origin is “Chinese”.");
    asked(&found, "In the table in “Title 0”, how many seats are given where the ethnic origin is “Canadian”?");
    asked(
        &found,
        "In the table in “Title 0”, what is given under “Centre of worship” where the ethnic origin is “German”?",
    );
    let rows = built(&[table], "table-row");
    asked(&rows, "In the table in “Title 0”, for which ethnic origin is Old Hall given under “Centre of worship”?");
    let head = table.replace("Ethnic Origin", "Origin, as people told it");
    let found = built(&[&head], "table-cell");
    let stem =
        "According to the table in “Title 0”, what is the population where “Origin, as people told it” is “Canadian”?";
    asked(&found, stem);
    let head = table.replace("Ethnic Origin", "Province/Territory");
    let found = built(&[&head], "table-cell");
    asked(&found, "In the table in “Title 0”, how many seats are given for East Indian?");
}

#[test]
fn a_cell_has_three_wrong_ones() {
    let table = "# Shops\n\n| Shop | Town | Rainfall (mm) |\n|---|---|---|\n| Ola | Newport | 410 |\n| Ube | Bern | 520 |\n\
        | Ika | Bern | 630 |\n| Ede | Oslo | 740 |\n";
    let found = built(&[table], "table-cell");
    assert!(!found.questions.is_empty() && found.questions.iter().all(|(question, _)| question.choices.len() == 4));
}

#[test]
fn what_stands_first_is_what_the_rest_is_said_of() {
    let lakes = "# Lakes\n\n| Lake | Area (km²) | Country |\n|---|---|---|\n| Ladoga | 17,700 | Russia |\n| Vänern | 5,650 | Sweden |\n\
        | Saimaa | 4,370 | Finland |\n| Peipus | 3,555 | Estonia |\n";
    let found = built(&[lakes], "table-cell");
    assert_eq!(key(asked(&found, "According to the table in “Title 0”, what is the area of Saimaa, in km²?")), "4,370");
    assert!(found.questions.iter().all(|(question, _)| !question.stem.contains("Sweden")));
    let states = "# States\n\n| State | President | Took office | Capital |\n|---|---|---|---|\n\
        | Ghana | Nana Addo | 7 January 2017 | Accra |\n| Benin | Patrice Talon | 6 April 2016 | Porto-Novo |\n\
        | Togo | Faure Gnassing | 4 May 2005 | Lomé |\n| Mali | Bah Ndaw | 25 September 2020 | Bamako |\n";
    let found = built(&[states], "table-cell");
    asked(&found, "According to the table in “Title 0”, when did Patrice Talon take office?");
    assert!(found.questions.iter().all(|(question, _)| !question.stem.contains("did Benin")));
    assert!(found.questions.iter().all(|(question, _)| !question.stem.contains("capital of Patrice")));
}

#[test]
fn what_names_give_away_is_not_asked() {
    let keys = "# Keys\n\n| Key | Action |\n|---|---|\n| Ctrl+C | copy |\n| Ctrl+V | paste |\n| Ctrl+X | cut |\n| Esc | leave |\n";
    let meanings = "# Short\n\n| Term | Meaning |\n|---|---|\n| UB | Undefined Behaviour |\n| FP | False Positive |\n\
        | ICE | Internal Compiler Error |\n| AST | Abstract Syntax Tree |\n";
    for family in ["table-cell", "table-row", "table-next"] {
        assert!(built(&[keys, meanings], family).questions.is_empty(), "{family}");
    }
}

#[test]
fn an_id_outlives_other_rows_and_their_order() {
    let id = |text: &str| {
        let built = built(&[text], "table-cell");
        asked(&built, "According to the list of heads in “Title 0”, when did Kofi Annan leave office?").id.clone()
    };
    let changed = HEADS.replace("| 3 | | Bernard Miyet | 28 January 1997 | 30 September 2000 | | FRA |\n", "");
    assert_eq!(id(HEADS), id(&changed));
}

#[test]
fn two_tables_that_answer_one_question_differently_are_not_asked() {
    let other = HEADS[HEADS.find("| |").unwrap()..].replace("31 December 1996", "1 May 1996");
    let twice =
        format!("{HEADS}\nIt was told otherwise before.\n\n{}", other.replace("Marrack Goulding", "Brian Urquhart"));
    let built = built(&[&twice], "table-cell");
    assert!(built.questions.iter().all(|(question, _)| !question.stem.contains("Kofi Annan leave")));
    assert!(built.questions.iter().any(|(question, _)| question.stem.contains("Kofi Annan take")));
}

#[test]
fn a_label_of_four_infoboxes_is_a_column() {
    let place = |capital: &str, founded: &str| {
        format!(
            "# A country\n\nCapital: {capital}\nFounded: {founded}\nMotto: as it may be\n\nIt is a country of a region, and a large one.\n"
        )
    };
    let texts = [place("Accra", "1957"), place("Lomé", "1960"), place("Abuja", "1963"), place("Bamako", "1959")];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let built = self::built(&texts, "table-cell");
    let question = asked(&built, "According to the infobox of “Title 1”, what is the capital of Title 1?");
    assert_eq!(key(question), "Lomé");
    asked(&built, "According to the infobox of “Title 2”, when was Title 2 founded?");
    assert!(self::built(&texts[..3], "table-cell").questions.is_empty());
}

#[test]
fn words_that_would_read_as_part_of_the_question_are_quoted_and_unlike_rows_kept_apart() {
    let table = "# Stars\n\n| Star | Translation |\n|---|---|\n| Hikokoya | Spirit of the tortoise |\n| Yowakoya | Spirit of the iguana |\n\
        | Kabakoya | Spirit of the jaguar |\n| Shimakoya | Spirit of the bow |\n| Mabukuli | Man without a thigh |\n\
        | Kama Tala | Jaw of the tapir |\n| Wiwa Lemero | Star of the dawn |\n";
    let found = built(&[table], "table-row");
    let stem = "In the table in “Title 0”, for which of these is “Spirit of the jaguar” given as the translation?";
    let question = asked(&found, stem);
    assert!(question.choices.iter().all(|choice| choice.text.ends_with("koya")), "{question:?}");
    let wrong = question.choices.iter().find(|choice| choice.text == "Yowakoya").unwrap();
    assert_eq!(wrong.rationale, "“Spirit of the iguana” is given under “Translation” for Yowakoya.");
    for (question, _) in &built(&[table], "table-cell").questions {
        let spirits = question.choices.iter().filter(|choice| choice.text.starts_with("Spirit")).count();
        assert!(spirits == 0 || spirits == question.choices.len(), "{question:?}");
    }
}

#[test]
fn of_many_questions_none_is_the_mirror_of_another() {
    let families = ["table-cell", "table-row"].map(|name| super::super::named(name).unwrap()).to_vec();
    let mirrored = |texts: &[&str]| {
        let built = build(&corpus(texts), &Options { families: families.clone(), ..Options::default() });
        let tells = |one: &Question, other: &Question| other.stem.contains(key(one)) && one.stem.contains(key(other));
        let all: Vec<&Question> = built.questions.iter().map(|(question, _)| question).collect();
        all.iter().enumerate().any(|(n, one)| all.iter().skip(n + 1).any(|other| tells(one, other)))
    };
    let other = |n: usize| {
        let mut table = format!("# Towns {n}\n\n| Town | Rainfall (mm) | Founded |\n|---|---|---|\n");
        for (row, town) in ["Ola", "Ube", "Ika", "Ede", "Oro", "Abo", "Ife", "Ilo"].iter().enumerate() {
            let (rain, founded) = (410 + 20 * row + n, 1900 + 3 * row + n);
            writeln!(table, "| {town} {n} | {rain} | {founded} |").unwrap();
        }
        table
    };
    let others: Vec<String> = (0..5).map(other).collect();
    let all: Vec<&str> = others.iter().map(String::as_str).collect();
    assert!(mirrored(&[HEADS]) && !mirrored(&all));
}

proptest::proptest! {
    #[test]
    fn no_cells_make_it_panic(
        head in proptest::collection::vec("[A-Za-z ()é]{0,12}", 1..5),
        rows in proptest::collection::vec(proptest::collection::vec("[A-Z]?[a-zé0-9 .,%|\\[\\]*–-]{0,9}", 1..5), 4..8),
    ) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let text = format!("# T\n\n{}|---|---|\n{}", line(&head), rows.iter().map(|row| line(row)).collect::<String>());
        let corpus = corpus(&[&text]);
        let all = [cells(&corpus), super::rows(&corpus), next(&corpus)].concat();
        for candidate in all {
            for quote in &candidate.quotes {
                let words = corpus.text(quote.place);
                proptest::prop_assert!(quote.answers.iter().all(|range| words.get(range.clone()).is_some()));
            }
            proptest::prop_assert!(candidate.distractors.iter().all(|other| other.text != candidate.key));
        }
    }
}
