//! The chunks of a PNG, one after another, without looking at a pixel (PNG, third edition, section 5).

use std::ops::Range;

use super::PngFault;

pub(super) const SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// One chunk, in a file that stays where it is.
pub(super) struct Chunk<'a> {
    pub(super) kind: [u8; 4],
    pub(super) data: &'a [u8],
    /// The whole chunk: length, type, data and CRC.
    pub(super) range: Range<usize>,
    /// Whether the CRC matches.
    pub(super) sound: bool,
}

/// Walks from IHDR to IEND. After an error there is nothing more.
pub(super) struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
    left: usize,
    limit: usize,
    done: bool,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(bytes: &'a [u8], limit: usize) -> Result<Self, PngFault> {
        if !bytes.starts_with(SIGNATURE) {
            // A file cut inside the signature is short, not garbled.
            let cut = SIGNATURE.starts_with(bytes);
            return Err(if cut { PngFault::Truncated { at: 0 } } else { PngFault::Signature });
        }
        Ok(Self { bytes, at: SIGNATURE.len(), left: limit, limit, done: false })
    }

    fn read(&mut self) -> Result<Chunk<'a>, PngFault> {
        let at = self.at;
        let cut = PngFault::Truncated { at };
        let head: &[u8; 8] = self.bytes.get(at..).and_then(<[u8]>::first_chunk).ok_or(cut)?;
        let [a, b, c, d, kind @ ..] = *head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        // A length over 2^31-1 is forbidden; no file of that size comes here, so it ends too early in any case.
        let end = at.checked_add(8).and_then(|start| start.checked_add(length)).ok_or(cut)?;
        let data = self.bytes.get(at + 8..end).ok_or(cut)?;
        let crc: &[u8; 4] = self.bytes.get(end..).and_then(<[u8]>::first_chunk).ok_or(cut)?;
        self.left = self.left.checked_sub(1).ok_or(PngFault::TooManyChunks { limit: self.limit })?;
        // The CRC covers type and data, which stand side by side.
        let sound = crc32fast::hash(&self.bytes[at + 4..end]) == u32::from_be_bytes(*crc);
        self.at = end + 4;
        Ok(Chunk { kind, data, range: at..self.at, sound })
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Result<Chunk<'a>, PngFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let chunk = self.read();
        self.done = chunk.as_ref().map_or(true, |c| &c.kind == b"IEND");
        Some(chunk)
    }
}
