use super::*;
use crate::document::Document;
use crate::id::DocumentId;

fn corpus(texts: &[&str]) -> Corpus {
    let source = |(n, text): (usize, &&str)| Source {
        id: DocumentId::new(format!("d{n}")).unwrap(),
        title: format!("Document {n}"),
        document: Document::read(text.as_bytes().to_vec()),
    };
    Corpus::new(texts.iter().enumerate().map(source).collect())
}

/// All families that ask for dates, of plain sentences and others.
fn dated() -> Options {
    let mut options = Options::default();
    options.families.extend(family::named("dated"));
    options
}

const HISTORY: &str = "\
    The Harbour Library was founded in 1912 by a group of teachers. Its second building opened in 1934 near Dock Street. \
    The catalogue of the Harbour Library was printed for the first time in 1921. \
    A fire in Dock Street destroyed most newspapers of Newport in 1943. Newport Mill was rebuilt in stone in 1950.\n";

#[test]
fn a_year_is_asked_with_other_years_of_the_corpus_and_its_passage() {
    let corpus = corpus(&[HISTORY]);
    let built = build(&corpus, &dated());
    assert_eq!(built.questions.len(), 5, "{:?}", built.refused);
    let (question, _) = built.questions.iter().find(|(question, _)| question.stem.contains("catalogue")).unwrap();
    let choices: Vec<_> = question.choices.iter().map(|choice| (choice.text.as_str(), choice.key)).collect();
    assert_eq!(choices, [("1912", false), ("1921", true), ("1934", false), ("1943", false)]);
    assert_eq!(
        question.citations[0].exact,
        "The catalogue of the Harbour Library was printed for the first time in 1921."
    );
    assert_eq!(question.citations[0].answer, ["1921"]);
}

#[test]
fn the_same_bytes_give_the_same_questions() {
    let text = |corpus: &Corpus| -> Vec<String> {
        build(corpus, &Options::default()).questions.iter().map(|(question, _)| question.to_json()).collect()
    };
    assert_eq!(text(&corpus(&[HISTORY, HISTORY])), text(&corpus(&[HISTORY, HISTORY])));
}

const BRIDGE: &str = "The Harbour Bridge at Newport was opened in 1932 by the governor of the colony. \
    The Newport Ferry Company closed in 1941. The Newport Tramway was extended to Dock Street in 1925. \
    The Newport Lighthouse was rebuilt in stone in 1950.\n";

fn refusals(built: &Built) -> Vec<Refusal> {
    built.refused.keys().map(|(_, why)| *why).collect()
}

#[test]
fn documents_that_contradict_one_another_are_told_and_their_questions_wait() {
    let corpus = corpus(&[BRIDGE, &BRIDGE.replace("1932", "1934")]);
    let built = build(&corpus, &Options::default());
    let [conflict] = &*built.conflicts else { panic!("{:?}", built.conflicts) };
    assert_eq!((conflict.one.place.source, conflict.other.place.source), (0, 1));
    let both: Vec<_> = built.questions.iter().filter(|(it, _)| it.status == Some(Status::Conflict)).collect();
    let [one, other] = &*both else { panic!("{both:?}") };
    assert_eq!(one.0.not_with, std::slice::from_ref(&other.0.id));
    assert_eq!(one.0.citations.len(), 2, "both quotes are cited");
    let texts = |question: &Question| question.choices.iter().map(|choice| choice.text.clone()).collect::<Vec<_>>();
    assert!(!(texts(&one.0).contains(&"1932".to_owned()) && texts(&one.0).contains(&"1934".to_owned())));
    assert_eq!(built.questions.len(), 2 + 3, "what they agree on is asked once");
}

#[test]
fn one_document_that_gives_two_values_for_a_thing_is_not_asked_about_it() {
    let twice = format!("{BRIDGE}\n{}", BRIDGE.replace("1932", "1934"));
    let built = build(&corpus(&[&twice]), &Options::default());
    assert!(refusals(&built).contains(&Refusal::Ambiguous));
    assert!(built.questions.iter().all(|(question, _)| !question.stem.contains("Harbour Bridge")));
}

#[test]
fn the_same_fact_in_other_words_of_its_name_is_no_distractor() {
    let text = "The Harbour Trust of Newport (HTN) moved its office to Dock Street in 1932. The Newport Ferry closed in 1941. \
        The Newport Tramway was extended to Mill Lane in 1925. The Newport Lighthouse was rebuilt in stone in 1950.\n";
    let other = "The office of the HTN moved to Dock Street in 1935. The Kelly Works burnt down in 1911.\n";
    let built = build(&corpus(&[text, other]), &Options::default());
    assert_eq!(built.aliases, [["HTN", "Harbour Trust of Newport"]]);
    let (question, _) = built.questions.iter().find(|(it, _)| it.stem.contains("Harbour Trust")).unwrap();
    assert!(question.choices.iter().all(|choice| choice.text != "1935"), "{question:?}");
}

#[test]
fn what_cannot_be_understood_alone_is_not_asked_alone() {
    let text = "The Newport Tramway belonged to the city. It was extended to Dock Street in 1925. \
        The fort was built in 1831 by convicts from Kelly Bay. In that year the Lighthouse burnt down. \
        The Newport Ferry closed in 1941. The Kelly Works burnt down in 1911. Newport Mill was rebuilt in stone in 1950.\n";
    let built = build(&corpus(&[text]), &dated());
    let stem = |words: &str| built.questions.iter().map(|(it, _)| it.stem.as_str()).find(|stem| stem.contains(words));
    assert!(stem("It was extended").is_some_and(|stem| stem.contains("The Newport Tramway belonged")));
    assert_eq!(stem("The fort"), None);
    assert!(refusals(&built).contains(&Refusal::NoSubject));
}

#[test]
fn what_gives_its_answer_away_is_not_asked() {
    for text in [
        "The Harbour Office of Newport has two parts, the Pilot House and the Customs House.",
        "In Newport 49% of the members voted for the bridge and 51% voted against the plan.",
        "The Newport Tramway opened in 1925, and the year 1925 is written on its first car.",
        "I saw the Newport Tramway when it was opened in 1925 by the governor.",
        "Remove the Newport file that was created in 1925 by the governor.",
        "The Newport Tramway will be opened in 1925 by the governor.",
    ] {
        let all = format!(
            "{text} The Newport Ferry closed in 1941. The Kelly Works burnt down in 1911. Newport Mill fell in 1950. \
            The three mills of Newport had four wheels, five doors, six rooms and nine windows. Kelly had 30% and Hill 70% of it.\n"
        );
        let built = build(&corpus(&[&all]), &Options::default());
        let words = &text[..12];
        assert!(built.questions.iter().all(|(question, _)| !question.stem.contains(words)), "{text}");
    }
}

#[test]
fn a_bank_may_be_made_of_anything() {
    for text in ["", "\u{0}\u{1}", "1992", "$ % 5", "| a | b |\n", "In 1992. In 1992. In 1992."] {
        assert!(build(&corpus(&[text, text]), &Options::default()).questions.is_empty(), "{text:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_makes_the_pipeline_panic(
        words in proptest::collection::vec("(in 19[0-9][0-9]|The|Harbour|was|opened|[0-9]{1,3}%|\\$[0-9] million|[A-Z]{2,4}|\\([A-Z]{3}\\)|é|two men|,|\\.|it|\\[2\\]|“|”|\\PC)", 0..80),
    ) {
        let text = words.join(" ");
        let _ = build(&corpus(&[&text, BRIDGE]), &Options::default());
    }
}

#[test]
fn where_two_compete_the_family_that_its_author_accepts_is_kept() {
    use crate::journal::{Record, Records};

    let text = "The Harbour Trust of Newport bought the Kelly Works for $300,000 in 1911. A new landing cost the Ferry \
        Company of Bern $450,000 in 1941. The Hill Street Tramway opened a depot for $520,000 in 1925. Mill Lighthouse was \
        rebuilt in stone for $610,000 in 1934.\n";
    let corpus = corpus(&[text]);
    let families = || ["year", "money"].iter().filter_map(|name| family::named(name)).collect();
    let made = |records: Records| {
        let built = build(&corpus, &Options { families: families(), per_passage: 1, records, ..Options::default() });
        let of = |name| {
            built.questions.iter().filter(move |(it, _)| record::family_of(it).is_some_and(|it| it.name == name))
        };
        (of("money").count(), of("year").count())
    };
    let record = |accepted| Record { judged: 10, accepted, mended: 0 };
    let records =
        |money, year| Records([("money".to_owned(), record(money)), ("year".to_owned(), record(year))].into());
    let (money, year) = made(records(10, 2));
    let (less, more) = made(records(2, 10));
    assert!(less < money && more > year, "{money} and {year} became {less} and {more}");
}

#[test]
fn what_contradicts_another_document_is_told_though_its_family_is_off() {
    let text = "The Harbour Trust of Newport bought the first ferry on 4 May 1925. The Kelly Works burnt down on 6 June 1931. \
        The Newport Lighthouse was rebuilt in stone on 9 July 1928. Hill Street Tramway was closed on 3 April 1933.\n";
    let built = build(&corpus(&[text, &text.replace("4 May 1925", "5 May 1926")]), &Options::default());
    assert_eq!(built.conflicts.len(), 1);
    assert!(built.questions.iter().all(|(question, _)| question.status == Some(Status::Conflict)), "dates are off");
    assert!(built.refused.keys().all(|(family, _)| *family != "date"), "what is off is not counted");
}
