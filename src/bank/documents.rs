//! The documents of a bank, and where in them a citation stands.

use std::path::Path;

use super::{About, Bank, DOCUMENT_MAX, DocumentError, Origin, embedded};
use crate::anchor::{self, Found};
use crate::document::{Document, FormatError, Section};
use crate::id::DocumentId;
use crate::question::Citation;
use crate::text;

impl Bank {
    /// A document, read when it is first asked for.
    ///
    /// # Errors
    /// [`DocumentError`] when the bank does not list it, or its file cannot be read.
    pub fn document(&self, id: &DocumentId) -> Result<&Document, DocumentError> {
        let unknown = || DocumentError::Unknown(id.clone());
        let at = self.head.documents.iter().position(|about| about.id == *id).ok_or_else(unknown)?;
        let (Some(about), Some(cell)) = (self.head.documents.get(at), self.documents.get(at)) else {
            return Err(unknown());
        };
        cell.get_or_init(|| self.read_document(about)).as_ref().map_err(Clone::clone)
    }

    fn read_document(&self, about: &About) -> Result<Document, DocumentError> {
        match &self.origin {
            Origin::Embedded => {
                let bytes = embedded::document(&about.file);
                bytes.map(Document::read).ok_or_else(|| DocumentError::Unknown(about.id.clone()))
            }
            Origin::File(bank) => {
                let folder = bank.parent().unwrap_or(Path::new(""));
                let bytes = read_inside(folder, &about.file)?;
                let unreadable = |error: FormatError| DocumentError::Unreadable {
                    file: folder.join(&about.file).display().to_string(),
                    error: error.to_string(),
                };
                Document::open(&about.file, bytes).map_err(unreadable)
            }
        }
    }

    /// What the bank says about a document.
    #[must_use]
    pub fn about(&self, id: &DocumentId) -> Option<&About> {
        self.head.documents.iter().find(|about| about.id == *id)
    }

    /// Where a citation stands: title, publisher, section and line, as far as they are known, ready to be shown.
    #[must_use]
    pub fn source(&self, citation: &Citation) -> Vec<String> {
        let about = self.about(&citation.document);
        let title = about.map_or(citation.document.as_str(), |about| about.title.as_str());
        let mut parts = vec![text::clean(title).into_owned()];
        // A title that names its publisher need not be told twice.
        if let Some(name) = about.and_then(|about| about.publisher.as_ref()).filter(|name| !title.contains(*name)) {
            parts.push(text::clean(name).into_owned());
        }
        if let (Ok(document), Some(found)) = (self.document(&citation.document), self.find(citation)) {
            let passage = document.passages().get(document.passages_in(found.span.clone()).start);
            let section = passage.and_then(|passage| document.sections().get(passage.section));
            parts.extend(section.map(section_title));
            parts.push(document.place(found.span.start));
        }
        parts
    }

    /// Finds a citation in its document.
    #[must_use]
    pub fn find(&self, citation: &Citation) -> Option<Found> {
        anchor::find(self.document(&citation.document).ok()?, citation).ok()
    }
}

/// A section's title as it is shown; under the document's own title stands its lead.
#[must_use]
pub fn section_title(section: &Section) -> String {
    match &section.title {
        Some(title) if section.level > 1 => text::clean(title).into_owned(),
        _ => "lead".to_owned(),
    }
}

/// Reads a file below a folder; neither `..` nor a link leads out of it.
pub(super) fn read_inside(folder: &Path, file: &str) -> Result<Vec<u8>, DocumentError> {
    let outside = || DocumentError::Outside(file.to_owned());
    let inside = Path::new(file).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if !inside || file.is_empty() || file.contains(['\\', ':']) {
        return Err(outside());
    }
    let path = folder.join(file);
    let unreadable = |error: String| DocumentError::Unreadable { file: path.display().to_string(), error };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (real, home) = path
        .canonicalize()
        .and_then(|real| Ok((real, folder.canonicalize()?)))
        .map_err(|error| unreadable(error.to_string()))?;
    if !real.starts_with(home) {
        return Err(outside());
    }
    let size = std::fs::metadata(&real).map_err(|error| unreadable(error.to_string()))?.len();
    if size > DOCUMENT_MAX {
        return Err(unreadable(format!("{size} bytes is more than a document may have")));
    }
    std::fs::read(&real).map_err(|error| unreadable(error.to_string()))
}
