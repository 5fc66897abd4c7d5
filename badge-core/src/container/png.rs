//! Badges in PNG: found in text chunks, written as one iTXt directly after IHDR (OB 2.0 Baking; OB 3.0 #png-baking).

use std::io::Read as _;
use std::ops::Range;

use crate::limits::Limits;

use super::chunk::{Chunk, Chunks};
use super::{Keyword, PngChunk, PngFault, SlotFault};

/// A text chunk with one of our keywords.
pub(super) struct Slot<'a> {
    pub(super) keyword: Keyword,
    pub(super) kind: PngChunk,
    /// The whole chunk in the file.
    pub(super) range: Range<usize>,
    /// What follows the keyword and its NUL.
    rest: &'a [u8],
    sound: bool,
}

/// What one walk over the chunks tells.
pub(super) struct Scan<'a> {
    /// Where IHDR ends, when there is one.
    pub(super) header_end: Option<usize>,
    pub(super) slots: Vec<Slot<'a>>,
    /// The first damage outside our own chunks.
    pub(super) fault: Option<PngFault>,
}

/// Walks over a PNG, checking every CRC.
pub(super) fn scan<'a>(bytes: &'a [u8], limits: &Limits) -> Scan<'a> {
    let mut scan = Scan { header_end: None, slots: Vec::new(), fault: None };
    let chunks = match Chunks::new(bytes, limits.png_chunks) {
        Ok(chunks) => chunks,
        Err(fault) => return Scan { fault: Some(fault), ..scan },
    };
    for chunk in chunks {
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(fault) => {
                scan.fault.get_or_insert(fault);
                break;
            }
        };
        if scan.header_end.is_none() {
            if &chunk.kind != b"IHDR" || chunk.data.len() != 13 {
                scan.fault.get_or_insert(PngFault::NoHeader);
                break;
            }
            scan.header_end = Some(chunk.range.end);
        }
        let (kind, at, sound) = (chunk.kind, chunk.range.start, chunk.sound);
        if let Some(slot) = slot(chunk) {
            scan.slots.push(slot);
        } else if !sound {
            scan.fault.get_or_insert(PngFault::Checksum { chunk: kind, at });
        }
    }
    scan
}

impl<'a> Scan<'a> {
    /// The chunk that counts for a keyword, and how many others have it: the first iTXt, else the first other
    /// text chunk (BAKE-08).
    pub(super) fn slot(&self, keyword: Keyword) -> Option<(&Slot<'a>, usize)> {
        let mine = || self.slots.iter().filter(move |slot| slot.keyword == keyword);
        let first = mine().find(|slot| slot.kind == PngChunk::Itxt).or_else(|| mine().next())?;
        Some((first, mine().count() - 1))
    }
}

impl Slot<'_> {
    /// The text, and whether it was compressed.
    pub(super) fn text(&self, limits: &Limits) -> Result<(String, bool), SlotFault> {
        if !self.sound {
            return Err(SlotFault::Checksum);
        }
        match self.kind {
            PngChunk::Itxt => self.international(limits),
            PngChunk::Text => Ok((latin(self.rest.to_vec()), false)),
            PngChunk::Ztxt => {
                let (method, data) = self.rest.split_first().ok_or(SlotFault::Malformed)?;
                if *method != 0 {
                    return Err(SlotFault::Malformed);
                }
                Ok((latin(inflate(data, limits)?), true))
            }
        }
    }

    /// iTXt after its keyword: flag, method, language tag, NUL, translated keyword, NUL, text (BAKE-03). A language
    /// tag and a translated keyword are read over; we never write them.
    fn international(&self, limits: &Limits) -> Result<(String, bool), SlotFault> {
        let [flag, method, rest @ ..] = self.rest else { return Err(SlotFault::Malformed) };
        let (_language, rest) = split_nul(rest).ok_or(SlotFault::Malformed)?;
        let (_translated, data) = split_nul(rest).ok_or(SlotFault::Malformed)?;
        let (bytes, compressed) = match (flag, method) {
            (0, _) => (data.to_vec(), false),
            (1, 0) => (inflate(data, limits)?, true),
            _ => return Err(SlotFault::Malformed),
        };
        Ok((String::from_utf8(bytes).map_err(|_| SlotFault::NotUtf8)?, compressed))
    }
}

/// An iTXt chunk: keyword, NUL, flag 0, method 0, empty language, empty translated keyword, text (BAKE-01 to BAKE-04).
pub(super) fn write(out: &mut Vec<u8>, keyword: Keyword, text: &str) {
    let start = out.len();
    let length = keyword.as_str().len() + 5 + text.len();
    // The text is bounded by `limits.document_bytes`; no document of 4 GiB comes here.
    out.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(b"iTXt");
    out.extend_from_slice(keyword.as_str().as_bytes());
    out.extend_from_slice(&[0; 5]);
    out.extend_from_slice(text.as_bytes());
    let crc = crc32fast::hash(&out[start + 4..]);
    out.extend_from_slice(&crc.to_be_bytes());
}

fn slot(chunk: Chunk<'_>) -> Option<Slot<'_>> {
    let kind = match &chunk.kind {
        b"iTXt" => PngChunk::Itxt,
        b"tEXt" => PngChunk::Text,
        b"zTXt" => PngChunk::Ztxt,
        _ => return None,
    };
    let (name, rest) = split_nul(chunk.data)?;
    let keyword = Keyword::ALL.into_iter().find(|k| k.as_str().as_bytes() == name)?;
    Some(Slot { keyword, kind, range: chunk.range, rest, sound: chunk.sound })
}

fn split_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|b| *b == 0)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

fn inflate(data: &[u8], limits: &Limits) -> Result<Vec<u8>, SlotFault> {
    let limit = limits.inflated_text_bytes;
    let mut text = Vec::new();
    let stop = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    flate2::read::ZlibDecoder::new(data).take(stop).read_to_end(&mut text).map_err(|_| SlotFault::Malformed)?;
    if text.len() > limit { Err(SlotFault::Inflates { limit }) } else { Ok(text) }
}

/// tEXt and zTXt are Latin-1; bakers wrote UTF-8 into them all the same, and Latin-1 text is hardly ever valid UTF-8.
fn latin(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())
}
