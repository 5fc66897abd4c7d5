//! ZIP files (APPNOTE 6.3), read strictly and written so that the same input gives the same bytes.
//!
//! A ZIP says everything twice: once beside each file, once in the directory at its end. Readers that believe one of
//! them see other files than readers that believe the other. Here both must agree, no two entries may share a name or
//! a byte, and nothing is believed about a size: [`Zip::read`] stops where the directory says that the file ends.
//!
//! Read: stored and deflated entries, data descriptors, the Zip64 forms. Not read: encryption, other compressions,
//! something in front of the first entry. Written: deflate, or stored where that is no longer.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::ops::Range;

pub(crate) use read::content;
pub use write::ZipWriter;

use crate::limits::Limits;

/// A ZIP whose directory was read and found sound.
#[derive(Debug, Clone)]
pub struct Zip<'a> {
    bytes: &'a [u8],
    entries: Vec<ZipEntry>,
}

/// One file in a ZIP. Folders are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZipEntry {
    /// Its path: relative, parts joined by `/`, none of them empty, `.` or `..`. Where it is not UTF-8 it
    /// is read as code page 437. No other entry has it.
    pub name: String,
    /// Bytes, unpacked, as the directory says; [`Zip::read`] holds it to that.
    pub size: u64,
    packed: Range<usize>,
    method: u16,
    encrypted: bool,
    crc: u32,
}

/// Why a ZIP, or a file in it, is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZipFault {
    /// It does not begin like a ZIP.
    #[error("not a ZIP")]
    NotZip,
    /// It begins like a ZIP, and its end is missing: cut short.
    #[error("ends too early")]
    Truncated,
    /// A bound was reached: its name in [`Limits`].
    #[error("over the limit {0}")]
    OverLimit(&'static str),
    /// The directory and what it describes do not agree, or two readers could read it in two ways.
    #[error("damaged at byte {at}")]
    Damaged {
        /// Offset in bytes.
        at: usize,
    },
    /// Two entries with one name.
    #[error("{name:?} is there twice")]
    Repeated {
        /// The name.
        name: String,
    },
    /// A name that leads out of a folder, or that systems read differently.
    #[error("{name:?} is no plain path")]
    Name {
        /// The name, shortened.
        name: String,
    },
    /// A symbolic link, or another entry that is no file.
    #[error("{name:?} is a link")]
    Link {
        /// The name.
        name: String,
    },
    /// Encrypted.
    #[error("{name:?} is encrypted")]
    Encrypted {
        /// The name.
        name: String,
    },
    /// Packed in a way that is not read here.
    #[error("{name:?} is packed by method {method}")]
    Method {
        /// The name.
        name: String,
        /// The number of the method.
        method: u16,
    },
    /// What is unpacked is not what the directory says: another length, another checksum.
    #[error("{name:?} is damaged")]
    Content {
        /// The name.
        name: String,
    },
}

/// Reads the directory of a ZIP and holds it against the entries. Nothing is unpacked.
///
/// # Errors
/// See [`ZipFault`]. One bad entry makes the whole ZIP unusable, but for encryption and methods that are not read:
/// those are told when the entry is read.
pub fn entries<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Zip<'a>, ZipFault> {
    Ok(Zip { bytes, entries: read::directory(bytes, limits)? })
}

/// Reads what can be read of a ZIP in which badges are looked for: each of them is judged by itself, so one bad entry
/// does no harm to the others. Gives the number of entries that were passed over.
pub(crate) fn readable<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(Zip<'a>, usize), ZipFault> {
    let (entries, passed_over) = read::readable(bytes, limits)?;
    Ok((Zip { bytes, entries }, passed_over))
}

impl Zip<'_> {
    /// The files, in the order of the directory.
    #[must_use]
    pub fn entries(&self) -> &[ZipEntry] {
        &self.entries
    }

    /// The file of that name, exactly.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&ZipEntry> {
        self.entries.iter().find(|e| e.name == name)
    }

    /// Unpacks one file of at most `most` bytes, and checks its length and checksum.
    ///
    /// # Errors
    /// [`ZipFault::OverLimit`] (`most`) before anything is unpacked; [`ZipFault::Content`] when it is damaged;
    /// [`ZipFault::Encrypted`], [`ZipFault::Method`].
    pub fn read(&self, entry: &ZipEntry, most: usize) -> Result<Vec<u8>, ZipFault> {
        read::content(self.bytes, entry, most)
    }
}
