use super::*;
use crate::build::{Built, Options, Source, build};
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
