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

const HISTORY: &str = "\
    The Harbour Library was founded in 1912 by a group of teachers. Its second building opened in 1934 near Dock Street. \
    The catalogue of the Harbour Library was printed for the first time in 1921. \
    A fire in Dock Street destroyed most of the newspapers in 1947.\n";

#[test]
fn a_year_is_asked_with_other_years_of_the_corpus_and_its_passage() {
    let corpus = corpus(&[HISTORY]);
    let built = build(&corpus, &Options::default());
    assert_eq!(built.questions.len(), 4, "{:?}", built.refused);
    let (question, _) = built.questions.iter().find(|(question, _)| question.stem.contains("catalogue")).unwrap();
    let choices: Vec<_> = question.choices.iter().map(|choice| (choice.text.as_str(), choice.key)).collect();
    assert_eq!(choices, [("1912", false), ("1921", true), ("1934", false), ("1947", false)]);
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
