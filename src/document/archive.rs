//! The files in an archive, unpacked within bounds.

use std::borrow::Cow;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::format::FormatError;

/// The most that is unpacked from one archive, in bytes.
const UNPACKED_MAX: u64 = 64 << 20;
/// The most files that an archive may list.
const FILES_MAX: usize = 20_000;

/// An archive that is being read.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| FormatError::Broken("its archive cannot be opened"))?;
        if zip.len() > FILES_MAX {
            return Err(FormatError::TooLarge);
        }
        Ok(Self { zip, left: UNPACKED_MAX })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The names of its files.
    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.zip.file_names().filter_map(Result::ok)
    }

    /// The text of a file in it; none if there is no such file.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, FormatError> {
        if !self.has(name) {
            return Ok(None);
        }
        let broken = FormatError::Broken("a file in its archive cannot be unpacked");
        let Ok(file) = self.zip.by_name(name) else { return Err(broken) };
        let mut bytes = Vec::new();
        let Ok(read) = file.take(self.left + 1).read_to_end(&mut bytes) else { return Err(broken) };
        self.left = self.left.checked_sub(read as u64).ok_or(FormatError::TooLarge)?;
        Ok(Some(
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        ))
    }
}
