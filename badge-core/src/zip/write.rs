//! Writing a ZIP: the same files, in the same order, with the same date, are the same bytes.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::read::{CENTRAL, END, END64, LOCAL, LOCATOR64, plain};
use crate::time::Timestamp;

/// Writes a ZIP piece by piece: each file, then [`ZipWriter::finish`].
///
/// Every file bears the same date; nothing else of the machine that writes gets in. The bytes depend on the version of
/// the deflate library, which the lock file of the program names.
#[derive(Debug)]
pub struct ZipWriter<W: Write> {
    out: W,
    at: u64,
    directory: Vec<u8>,
    entries: u64,
    dated: (u16, u16),
}

impl<W: Write> ZipWriter<W> {
    /// A ZIP whose files are dated `at`, in UTC, to two seconds. Years before 1980 are written as 1980.
    pub fn new(out: W, at: Timestamp) -> Self {
        Self { out, at: 0, directory: Vec::new(), entries: 0, dated: dos(at) }
    }

    /// Adds one file. Names are for the caller to keep apart.
    ///
    /// # Errors
    /// What `out` says; [`io::ErrorKind::InvalidInput`] when the name is no plain relative path, the file is 4 GiB or
    /// more, or it would begin beyond 4 GiB.
    pub fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        let refused = || io::Error::from(io::ErrorKind::InvalidInput);
        plain(name.as_bytes()).ok_or_else(refused)?;
        let (method, packed) = packed(content)?;
        let at = u32::try_from(self.at).map_err(|_| refused())?;
        let size = u32::try_from(content.len()).map_err(|_| refused())?;
        let packed_size = u32::try_from(packed.len()).map_err(|_| refused())?;
        let name_len = u16::try_from(name.len()).map_err(|_| refused())?;
        // What both places say alike: version 2.0, names in UTF-8, the method, the date, the checksum, the sizes.
        let mut common = Vec::with_capacity(26);
        for number in [20, 1 << 11, method, self.dated.1, self.dated.0] {
            common.extend(u16::to_le_bytes(number));
        }
        for number in [crc32fast::hash(content), packed_size, size] {
            common.extend(u32::to_le_bytes(number));
        }
        common.extend(name_len.to_le_bytes());
        common.extend([0; 2]);

        for piece in [LOCAL, &common, name.as_bytes(), &packed] {
            self.out.write_all(piece)?;
            self.at += piece.len() as u64;
        }
        self.directory.extend(CENTRAL);
        self.directory.extend([20, 0]);
        self.directory.extend(common);
        self.directory.extend([0; 10]);
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.entries += 1;
        Ok(())
    }

    /// Writes the directory, and gives back what was written to.
    ///
    /// # Errors
    /// What `out` says.
    pub fn finish(mut self) -> io::Result<W> {
        let (start, len) = (self.at, self.directory.len() as u64);
        self.out.write_all(&self.directory)?;
        let long = self.entries >= 0xffff || start >= 0xffff_ffff || len >= 0xffff_ffff;
        if long {
            let mut record = END64.to_vec();
            record.extend(44_u64.to_le_bytes());
            record.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            for number in [self.entries, self.entries, len, start] {
                record.extend(number.to_le_bytes());
            }
            record.extend(LOCATOR64);
            record.extend([0; 4]);
            record.extend((start + len).to_le_bytes());
            record.extend(1_u32.to_le_bytes());
            self.out.write_all(&record)?;
        }
        let entries = u16::try_from(self.entries).unwrap_or(u16::MAX);
        let short = |n: u64| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        let mut end = END.to_vec();
        end.extend([0; 4]);
        end.extend(entries.to_le_bytes());
        end.extend(entries.to_le_bytes());
        end.extend(short(len));
        end.extend(short(start));
        end.extend([0; 2]);
        self.out.write_all(&end)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Deflated where that is shorter, otherwise stored. At the usual level: pictures gain nothing, and texts little more.
fn packed(content: &[u8]) -> io::Result<(u16, Vec<u8>)> {
    let mut deflater = DeflateEncoder::new(Vec::new(), Compression::new(6));
    deflater.write_all(content)?;
    let packed = deflater.finish()?;
    Ok(if packed.len() < content.len() { (8, packed) } else { (0, content.to_vec()) })
}

/// Date and time as MS-DOS wrote them.
fn dos(at: Timestamp) -> (u16, u16) {
    let at = at.to_utc_seconds();
    let (year, month, day) = at.ymd();
    let seconds = at.unix().rem_euclid(86_400);
    // Seconds of a day: hours below 24, the rest below 60.
    let time = ((seconds / 3_600) << 11 | (seconds / 60 % 60) << 5 | (seconds % 60 / 2)) as u16;
    match u16::try_from(year - 1980) {
        Ok(years) if years < 128 => (years << 9 | u16::from(month) << 5 | u16::from(day), time),
        Ok(_) => (127 << 9 | 12 << 5 | 31, 0),
        Err(_) => (1 << 5 | 1, 0),
    }
}
