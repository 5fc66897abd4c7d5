//! Writing a ZIP: the same files, in the same order, with the same date, are the same bytes.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::path::EntryPath;
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ErrorKind, ZipArchiveWriter};

use super::read::plain;
use crate::time::Timestamp;

/// Writes a ZIP piece by piece: each file, then [`ZipWriter::finish`].
///
/// Every file bears the same date; nothing else of the machine that writes gets in. The bytes depend on the versions of
/// the deflate and ZIP libraries, which the lock file of the program names.
#[derive(Debug)]
pub struct ZipWriter<W: Write> {
    zip: ZipArchiveWriter<W>,
    dated: Timestamp,
}

impl<W: Write> ZipWriter<W> {
    /// A ZIP whose files are dated `at`.
    pub fn new(out: W, at: Timestamp) -> Self {
        Self { zip: ZipArchiveWriter::new(out), dated: at }
    }

    /// Adds one file. Names are for the caller to keep apart.
    ///
    /// # Errors
    /// What `out` says; [`io::ErrorKind::InvalidInput`] when the name is no plain relative path.
    pub fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        plain(name.as_bytes()).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let (method, packed) = packed(content)?;
        let (mut entry, _) = self
            .zip
            .new_file(EntryPath::verbatim(name.as_bytes()))
            .compression_method(method)
            .last_modified(UtcDateTime::from_unix(self.dated.unix()))
            .start()
            .map_err(told)?;
        entry.write_all(&packed)?;
        entry.finish(DataDescriptorOutput::new(crc32fast::hash(content), content.len() as u64)).map_err(told)?;
        Ok(())
    }

    /// Writes the directory, and gives back what was written to.
    ///
    /// # Errors
    /// What `out` says.
    pub fn finish(self) -> io::Result<W> {
        self.zip.finish().map_err(told)
    }
}

/// Deflated where that is shorter, otherwise stored. At the usual level: pictures gain nothing, and texts little more.
fn packed(content: &[u8]) -> io::Result<(CompressionMethod, Vec<u8>)> {
    let mut deflater = DeflateEncoder::new(Vec::new(), Compression::new(6));
    deflater.write_all(content)?;
    let packed = deflater.finish()?;
    Ok(if packed.len() < content.len() {
        (CompressionMethod::DEFLATE, packed)
    } else {
        (CompressionMethod::STORE, content.to_vec())
    })
}

fn told(fault: rawzip::Error) -> io::Error {
    match fault.into_kind() {
        ErrorKind::IO(fault) => fault,
        other => io::Error::other(rawzip::Error::from(other)),
    }
}
