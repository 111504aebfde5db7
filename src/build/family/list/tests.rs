use super::*;
use crate::build::{Built, Options, Source, build};
use crate::document::Document;
use crate::id::DocumentId;

fn built(text: &str, family: &str) -> Built {
    let source = Source {
        id: DocumentId::new("d").unwrap(),
        title: "Title".to_owned(),
        document: Document::read(text.as_bytes().to_vec()),
    };
    let families = vec![crate::build::family::named(family).unwrap()];
    build(&Corpus::new(vec![source]), &Options { families, per_passage: 9, ..Options::default() })
}

fn pairs(built: &Built) -> Vec<(&str, &str)> {
    let key = |question: &crate::question::Question| question.choices.iter().position(|choice| choice.key).unwrap();
    let questions = built.questions.iter().map(|(question, _)| question);
    let mut pairs: Vec<(&str, &str)> =
        questions.map(|question| (question.stem.as_str(), question.choices[key(question)].text.as_str())).collect();
    pairs.sort_unstable();
    pairs
}

const PEOPLE: &str = "# Title\n\n## Notable people\n\n\
    - Hédi Annabi (1943–2010), Tunisian diplomat and head of a mission, assistant.\n\
    - Maurice Baril (born 1944), General in the Canadian Forces, adviser.\n\
    - Kiran Bedi (born 1949), Indian tennis player, police officer.\n\
    - Patrick Cammaert (born 1950), Dutch general, adviser.\n\
    - Brian Urquhart (1919–2021), British civil servant, took the lead.\n";

#[test]
fn lives_are_asked_by_their_years() {
    let built = built(PEOPLE, "life");
    let found = pairs(&built);
    assert_eq!(found.len(), 4, "two deaths are too few, and one birth is far from all others: {found:#?}");
    assert!(
        found.contains(&("According to the list under “Notable people” in “Title”, when was Kiran Bedi born?", "1949"))
    );
}

#[test]
fn people_are_asked_by_what_is_said_of_them_alone() {
    let built = built(PEOPLE, "described");
    let found = pairs(&built);
    assert!(found.contains(&(
        "According to the list under “Notable people” in “Title”, who is described as a tennis player?",
        "Kiran Bedi"
    )));
    let alike = PEOPLE.replace("British civil servant", "British tennis player and writer");
    let found = self::built(&alike, "described");
    assert!(pairs(&found).iter().all(|(stem, _)| !stem.ends_with("as a tennis player?")), "two play tennis");
}

#[test]
fn those_of_one_field_stand_beside_one_another() {
    let people = "# Title\n\n## Notable people\n\n\
        - Maurice Baril (born 1944), General in the Canadian Forces, adviser.\n\
        - Hédi Annabi (1943–2010), Tunisian diplomat.\n\
        - Kiran Bedi (born 1949), Indian tennis player.\n\
        - Edmond Mulet (born 1951), Guatemalan poet.\n\
        - Ada Kelly (born 1952), Dutch novelist.\n\
        - Oskar Lindt (born 1953), Swedish colonel.\n\
        - Jonas Conrad (born 1955), Danish captain.\n\
        - Patrick Cam (born 1950), Dutch admiral.\n\
        - Brian Hart (1919–2021), British GKW soldier and singer and writer.\n";
    let found = built(people, "described");
    let asked = |words: &str| found.questions.iter().map(|(question, _)| question).find(|it| it.stem.ends_with(words));
    let general = asked("described as a General in the Canadian Forces?").unwrap();
    let armed = ["Baril", "Lindt", "Conrad", "Cam", "Hart"];
    for choice in &general.choices {
        assert!(armed.iter().any(|name| choice.text.ends_with(name)), "{general:?}");
    }
    assert!(found.questions.iter().all(|(question, _)| !question.stem.contains("GKW")), "nobody says what it is");
    let alone = people.replace("GKW soldier and singer and writer", "GKW drill sergeant and captain");
    let found = built(&alone, "described");
    assert!(found.questions.iter().any(|(question, _)| question.stem.ends_with("as a drill sergeant and captain?")));
}

#[test]
fn reference_marks_are_no_words_of_ours_and_raw_markup_is_not_quoted() {
    let noted = PEOPLE.replace("Baril (", "Baril[2] (").replace("Canadian Forces,", "Canadian Forces[3],");
    for text in [&noted, &PEOPLE.replace("Bedi (born 1949)", "Bedi[4] (born 1949)")] {
        for (question, _) in built(text, "life").questions.iter().chain(&built(text, "described").questions) {
            let told = question.choices.iter().flat_map(|choice| [&choice.text, &choice.rationale]);
            assert!(told.chain([&question.stem]).all(|words| !words.contains('[')), "{question:?}");
        }
    }
    let raw = PEOPLE.replace("Dutch general", "Dutch general for {{convert|5|km}}");
    let found = built(&raw, "life");
    assert!(!found.questions.is_empty());
    for (question, _) in &found.questions {
        let wrong = question.choices.iter().flat_map(|choice| &choice.citations);
        assert!(question.citations.iter().chain(wrong).all(|citation| !citation.exact.contains("{{")), "{question:?}");
    }
}

#[test]
fn reigns_are_no_lives() {
    let kings = "# Kings\n\n- George Augustus (1727–1760), king of the land.\n- George William (1760–1820), king of the land.\n\
        - William Henry (1820–1837), king of the land.\n- Victoria Alexandrina (1837–1901), queen of the land.\n";
    assert!(built(kings, "life").questions.is_empty());
    let works = "# Houses\n\n- Royal Theatre (1843–1910), opera house.\n- Old Exchange (1840–1915), market.\n\
        - North Station (1850–1920), railway station.\n- Town Hall (1860–1930), offices.\n";
    assert!(built(works, "life").questions.is_empty());
}

#[test]
fn terms_are_asked_by_what_they_mean() {
    let glossary = "# Ice\n\n## Terms\n\n- Fjord: a long inlet with steep sides.\n- Esker: a winding ridge of gravel.\n\
        - Drumlin: a smooth hill like half an egg.\n- Cirque: the hollow where a valley begins.\n";
    let built = built(glossary, "definition");
    assert!(pairs(&built).contains(&(
        "In the list under “Terms” in “Title”, which entry is described as “a winding ridge of gravel”?",
        "Esker"
    )));
    let changes = "# New\n\n- http: fix defects in the parsing of headers.\n- npm: upgrade from 2.6.0 to 2.6.1 of it.\n\
        - openssl: upgrade from 1.0.2 to 1.0.3 of it.\n- zlib: remove what was not needed.\n";
    assert!(self::built(changes, "definition").questions.is_empty());
}
