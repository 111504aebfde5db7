//! Any bytes in any format, all the way to questions: the first byte chooses the format. A second document repeats the
//! text, so that there are twins and conflicts.
#![no_main]

use ibid::anchor;
use ibid::build::{Corpus, Options, Source, build, family};
use ibid::document::{Document, Format};
use ibid::id::DocumentId;
use libfuzzer_sys::fuzz_target;

const HISTORY: &str = "The Harbour Library was founded in 1912 by a group of teachers. Its second building opened in 1934 near \
    Dock Street. The catalogue of the Harbour Library was printed for the first time in 1921. A fire in Dock Street destroyed \
    most of the newspapers in 1947. In 1953 the Harbour Trust paid $3.5 million to 12 builders, or 40 per cent of its budget.\n";

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else { return };
    let format = Format::ALL[usize::from(first) % Format::ALL.len()];
    let Ok(document) = Document::open(&format!("a.{}", format.endings()[0]), bytes.to_vec()) else { return };
    let documents = [document, Document::read(bytes.to_vec()), Document::read(HISTORY.as_bytes())];
    let source = |(n, document)| Source {
        id: DocumentId::new(format!("d{n}")).expect("an id"),
        title: format!("Document {n}"),
        document,
    };
    let corpus = Corpus::new(documents.into_iter().enumerate().map(source).collect());
    let options = Options { families: family::TABLE.iter().collect(), ..Options::default() };
    let built = build(&corpus, &options);
    for (question, _) in &built.questions {
        assert_eq!(question.keys().len(), 1);
        for citation in &question.citations {
            let source = corpus.sources().iter().find(|source| source.id == citation.document).expect("its document");
            assert!(anchor::find(&source.document, citation).is_ok(), "{citation:?} is there");
        }
    }
});
