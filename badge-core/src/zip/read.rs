//! The directory at the end of a ZIP, and the entries it describes: the policy of this module over `rawzip`.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::ops::Range;

use rawzip::{CompressionMethod, ErrorKind, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};

use super::{ZipEntry, ZipFault};
use crate::limits::Limits;

/// Entries larger than this are held to `zip_ratio`.
const RATIO_FROM: u64 = 1 << 20;
const REGULAR: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;
const LINK: u32 = 0o120_000;
const KIND: u32 = 0o170_000;

/// What can be read of a ZIP that nobody answers for: one bad entry does not take the others away. Names are shown and
/// not used, so any will do; what the entries unpack to is for the caller to bound. A program may stand before it.
pub(super) fn readable(bytes: &[u8], limits: &Limits) -> Result<(Vec<ZipEntry>, usize), ZipFault> {
    let zip = begun(bytes, limits)?;
    let (mut found, mut passed_over, mut seen) = (Vec::new(), 0, 0_usize);
    let mut records = zip.entries();
    // A directory that ends in the middle still has a beginning.
    while let Ok(Some(record)) = records.next_entry() {
        seen += 1;
        if seen > limits.zip_entries {
            return Err(ZipFault::OverLimit("zip_entries"));
        }
        let raw = record.file_path().as_bytes();
        if raw.ends_with(b"/") || record.mode().value() & KIND == LINK {
            continue;
        }
        match beside(&zip, &record) {
            Ok((_, packed)) => found.push(ZipEntry { name: shown(raw), ..described(&record, packed) }),
            Err(_) => passed_over += 1,
        }
    }
    Ok((found, passed_over + usize::try_from(zip.entries_hint()).unwrap_or(usize::MAX).saturating_sub(seen)))
}

/// A ZIP whose end was found, and is not longer than it may be.
fn begun<'a>(bytes: &'a [u8], limits: &Limits) -> Result<ZipSliceArchive<&'a [u8]>, ZipFault> {
    if bytes.len() > limits.zip_bytes {
        return Err(ZipFault::OverLimit("zip_bytes"));
    }
    ZipArchive::from_slice(bytes).map_err(|fault| match cut_in_its_end(bytes) {
        true => ZipFault::Truncated,
        false => told(fault, bytes.len()),
    })
}

fn described(record: &ZipFileHeaderRecord<'_>, packed: Range<usize>) -> ZipEntry {
    ZipEntry {
        name: String::from_utf8_lossy(record.file_path().as_bytes()).into_owned(),
        size: record.uncompressed_size_hint(),
        packed,
        method: record.compression_method().as_u16(),
        encrypted: record.flags().is_encrypted(),
        crc: record.crc32(),
    }
}

pub(super) fn directory(bytes: &[u8], limits: &Limits) -> Result<Vec<ZipEntry>, ZipFault> {
    if !bytes.starts_with(b"PK\x03\x04") && !bytes.starts_with(b"PK\x05\x06") {
        return Err(ZipFault::NotZip);
    }
    let zip = begun(bytes, limits)?;
    if zip.end_offset() != bytes.len() as u64 {
        return Err(ZipFault::Damaged { at: offset(zip.end_offset()) });
    }
    if zip.entries_hint() > limits.zip_entries as u64 {
        return Err(ZipFault::OverLimit("zip_entries"));
    }
    let mut found = Vec::new();
    // As they are shown: two files that read alike are one name too many.
    let mut names = BTreeSet::new();
    let mut spans = Vec::new();
    let mut unpacked = 0_u64;
    let mut records = zip.entries();
    let fault = |fault: rawzip::Error| told(fault, offset(zip.directory_offset()));
    while let Some(record) = records.next_entry().map_err(fault)? {
        let raw = record.file_path().as_bytes();
        let name = named(raw);
        if !names.insert(name.clone()) {
            return Err(ZipFault::Repeated { name: shown(raw) });
        }
        if names.len() as u64 > zip.entries_hint() {
            return Err(ZipFault::Damaged { at: offset(record.central_directory_offset()) });
        }
        let folder = judged(&record)?;
        let (span, packed) = beside(&zip, &record)?;
        spans.push(span);
        if folder {
            continue;
        }
        let size = record.uncompressed_size_hint();
        unpacked = unpacked.saturating_add(size);
        if unpacked > limits.zip_unpacked_bytes as u64 {
            return Err(ZipFault::OverLimit("zip_unpacked_bytes"));
        }
        if size > RATIO_FROM && size / record.compressed_size_hint().max(1) > limits.zip_ratio as u64 {
            return Err(ZipFault::OverLimit("zip_ratio"));
        }
        found.push(ZipEntry { name, ..described(&record, packed) });
    }
    if (names.len() as u64) < zip.entries_hint() {
        return Err(ZipFault::Damaged { at: offset(zip.directory_offset()) });
    }
    apart(spans)?;
    Ok(found)
}

/// Whether the last record, of 22 bytes, begins and is not whole.
fn cut_in_its_end(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(21)..];
    tail.windows(4).any(|w| w == b"PK\x05\x06")
}

/// The name and kind of one entry; whether it is a folder.
fn judged(record: &ZipFileHeaderRecord<'_>) -> Result<bool, ZipFault> {
    let raw = record.file_path().as_bytes();
    let folder = raw.ends_with(b"/");
    plain(raw.strip_suffix(b"/").unwrap_or(raw)).ok_or_else(|| ZipFault::Name { name: shown(raw) })?;
    let kind = record.mode().value() & KIND;
    // A folder's name makes `mode` add the folder's bit to whatever else was said.
    if !(matches!(kind, 0 | REGULAR) || (folder && matches!(kind, FOLDER | 0o140_000))) {
        return Err(ZipFault::Link { name: shown(raw) });
    }
    if folder && record.uncompressed_size_hint() != 0 {
        return Err(ZipFault::Damaged { at: offset(record.central_directory_offset()) });
    }
    Ok(folder)
}

/// Holds what stands beside the file against the directory. Gives the bytes that the entry takes up in all, and those
/// of its packed content.
fn beside(
    zip: &ZipSliceArchive<&[u8]>,
    record: &ZipFileHeaderRecord<'_>,
) -> Result<(Range<u64>, Range<usize>), ZipFault> {
    let begin = record.local_header_offset();
    let at = offset(begin);
    let entry = zip.get_entry(record.wayfinder()).map_err(|fault| told(fault, at))?;
    let local = entry.local_header();
    // A writer that does not seek says the numbers after the content, and here nought.
    let later = record.flags().has_data_descriptor();
    let said = |here: u64, there: u64| here == there || (later && here == 0);
    let same = local.file_path().as_bytes() == record.file_path().as_bytes()
        && local.compression_method() == record.compression_method()
        && local.flags().is_encrypted() == record.flags().is_encrypted()
        && local.flags().has_data_descriptor() == later
        && said(local.uncompressed_size_hint(), record.uncompressed_size_hint())
        && said(local.compressed_size_hint(), record.compressed_size_hint())
        && said(u64::from(local.crc32()), u64::from(record.crc32()));
    let behind = entry.data_descriptor().map_err(|fault| told(fault, at))?;
    let behind_same = behind.is_none_or(|d| {
        d.crc32() == record.crc32()
            && d.compressed_size() == record.compressed_size_hint()
            && d.uncompressed_size() == record.uncompressed_size_hint()
    });
    let (from, to) = entry.compressed_data_range();
    if !same || !behind_same || to > zip.directory_offset() {
        return Err(ZipFault::Damaged { at });
    }
    Ok((begin..to, offset(from)..offset(to)))
}

/// No two entries share a byte, and nothing stands in front of the first.
fn apart(mut spans: Vec<Range<u64>>) -> Result<(), ZipFault> {
    spans.sort_unstable_by_key(|span| span.start);
    if let Some(pair) = spans.windows(2).find(|pair| pair[0].end > pair[1].start) {
        return Err(ZipFault::Damaged { at: offset(pair[1].start) });
    }
    match spans.first() {
        Some(first) if first.start != 0 => Err(ZipFault::Damaged { at: 0 }),
        _ => Ok(()),
    }
}

pub(crate) fn content(bytes: &[u8], entry: &ZipEntry, most: usize) -> Result<Vec<u8>, ZipFault> {
    let name = || entry.name.clone();
    if entry.encrypted {
        return Err(ZipFault::Encrypted { name: name() });
    }
    let size = usize::try_from(entry.size).ok().filter(|size| *size <= most).ok_or(ZipFault::OverLimit("most"))?;
    let damaged = || ZipFault::Content { name: name() };
    let packed = bytes.get(entry.packed.clone()).ok_or_else(damaged)?;
    let content = match CompressionMethod::from(entry.method) {
        CompressionMethod::STORE => packed.to_vec(),
        CompressionMethod::DEFLATE => {
            let mut out = Vec::new();
            let mut unpacker = flate2::bufread::DeflateDecoder::new(packed);
            let read = unpacker.by_ref().take(size as u64 + 1).read_to_end(&mut out);
            // All of it was used, and nothing is left of what was packed.
            if read.is_err() || unpacker.total_in() != packed.len() as u64 {
                return Err(damaged());
            }
            out
        }
        _ => return Err(ZipFault::Method { name: name(), method: entry.method }),
    };
    if content.len() != size || crc32fast::hash(&content) != entry.crc {
        return Err(damaged());
    }
    Ok(content)
}

/// A relative path that every system reads alike: no way up, no root, no drive, no backslash, no control character.
pub(super) fn plain(raw: &[u8]) -> Option<()> {
    let outside = |b: &u8| b.is_ascii_control() || matches!(b, b'\\' | b':');
    let part = |part: &[u8]| !matches!(part, b"" | b"." | b"..") && !part.iter().any(outside);
    (raw.len() <= 1_024 && raw.split(|b| *b == b'/').all(part)).then_some(())
}

/// Without its end a ZIP was cut short; every other fault is damage near `at`.
fn told(fault: rawzip::Error, at: usize) -> ZipFault {
    match fault.kind() {
        ErrorKind::MissingEndOfCentralDirectory => ZipFault::Truncated,
        _ => ZipFault::Damaged { at: fault.eocd_offset().map_or(at, offset) },
    }
}

/// Offsets are within bytes in memory.
fn offset(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn shown(raw: &[u8]) -> String {
    named(raw).chars().take(200).collect()
}

/// A name as text: UTF-8, else the code page of the first PCs (APPNOTE, appendix D). Two names never become one by it,
/// unless one is written in both ways; that is refused as a repetition.
pub(super) fn named(raw: &[u8]) -> String {
    /// The letters of bytes 0x80 to 0xff in code page 437.
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
                         └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    if let Ok(text) = std::str::from_utf8(raw) {
        return text.to_owned();
    }
    let upper = |byte: u8| UPPER.chars().nth(usize::from(byte & 0x7f)).unwrap_or('\u{fffd}');
    raw.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { upper(*byte) }).collect()
}
