//! The directory at the end of a ZIP, and the entries it describes.

use std::collections::BTreeSet;
use std::io::Read as _;

use super::{ZipEntry, ZipFault};
use crate::limits::Limits;

pub(super) const LOCAL: &[u8] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8] = b"PK\x01\x02";
pub(super) const END: &[u8] = b"PK\x05\x06";
pub(super) const END64: &[u8] = b"PK\x06\x06";
pub(super) const LOCATOR64: &[u8] = b"PK\x06\x07";
/// Bytes of the end record without its comment.
const END_LEN: usize = 22;
const ALL16: u64 = 0xffff;
const ALL32: u64 = 0xffff_ffff;
/// Entries larger than this are held to `zip_ratio`.
const RATIO_FROM: u64 = 1 << 20;

/// Where the directory lies, and how many entries it has.
struct End {
    entries: u64,
    start: usize,
    len: usize,
}

/// Little-endian numbers at an offset; past the end the ZIP is damaged there.
struct At<'a>(&'a [u8]);

impl At<'_> {
    fn number(&self, at: usize, len: usize) -> Result<u64, ZipFault> {
        let bytes = at.checked_add(len).and_then(|end| self.0.get(at..end)).ok_or(ZipFault::Damaged { at })?;
        Ok(bytes.iter().rev().fold(0, |n, b| (n << 8) | u64::from(*b)))
    }

    fn small(&self, at: usize) -> Result<u16, ZipFault> {
        // Two bytes always fit.
        self.number(at, 2).map(|n| n as u16)
    }

    fn begins(&self, at: usize, with: &[u8]) -> bool {
        self.0.get(at..).is_some_and(|rest| rest.starts_with(with))
    }
}

pub(super) fn directory(bytes: &[u8], limits: &Limits) -> Result<Vec<ZipEntry>, ZipFault> {
    if !bytes.starts_with(LOCAL) && !bytes.starts_with(END) {
        return Err(ZipFault::NotZip);
    }
    if bytes.len() > limits.zip_bytes {
        return Err(ZipFault::OverLimit("zip_bytes"));
    }
    let data = At(bytes);
    let end = end(&data)?;
    if end.entries > limits.zip_entries as u64 {
        return Err(ZipFault::OverLimit("zip_entries"));
    }
    let stop = end.start.checked_add(end.len).ok_or(ZipFault::Damaged { at: end.start })?;
    let mut at = end.start;
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    let mut spans = Vec::new();
    let mut unpacked = 0_u64;
    for _ in 0..end.entries {
        let record = record(&data, at, stop)?;
        if !names.insert(record.raw) {
            return Err(ZipFault::Repeated { name: shown(record.raw) });
        }
        let (span, packed) = beside(&data, &record, end.start)?;
        spans.push(span);
        at = record.next;
        if record.folder {
            continue;
        }
        unpacked = unpacked.saturating_add(record.size);
        if unpacked > limits.zip_unpacked_bytes as u64 {
            return Err(ZipFault::OverLimit("zip_unpacked_bytes"));
        }
        if record.size > RATIO_FROM && record.size / record.packed.max(1) > limits.zip_ratio as u64 {
            return Err(ZipFault::OverLimit("zip_ratio"));
        }
        found.push(ZipEntry {
            name: shown_whole(record.raw),
            size: record.size,
            packed,
            method: record.method,
            encrypted: record.flags & 1 != 0,
            crc: record.crc,
        });
    }
    if at != stop {
        return Err(ZipFault::Damaged { at });
    }
    spans.sort_unstable();
    if let Some(pair) = spans.windows(2).find(|pair| pair[0].1 > pair[1].0) {
        return Err(ZipFault::Damaged { at: pair[1].0 });
    }
    if spans.first().is_some_and(|first| first.0 != 0) {
        return Err(ZipFault::Damaged { at: 0 });
    }
    Ok(found)
}

/// The end record: the only one whose comment reaches the end of the file.
fn end(data: &At<'_>) -> Result<End, ZipFault> {
    let bytes = data.0;
    let from = bytes.len().saturating_sub(END_LEN + usize::from(u16::MAX));
    let fits = |at: &usize| {
        data.begins(*at, END)
            && data.small(at + 20).is_ok_and(|comment| at + END_LEN + usize::from(comment) == bytes.len())
    };
    let last = bytes.len().checked_sub(END_LEN).ok_or(ZipFault::Truncated)?;
    let mut ends = (from..=last).filter(fits);
    let at = ends.next().ok_or(ZipFault::Truncated)?;
    if let Some(at) = ends.next() {
        return Err(ZipFault::Damaged { at });
    }
    if data.number(at + 4, 4)? != 0 || data.small(at + 8)? != data.small(at + 10)? {
        return Err(ZipFault::Disks);
    }
    let short = (data.number(at + 10, 2)?, data.number(at + 12, 4)?, data.number(at + 16, 4)?);
    let (found, behind) = match at.checked_sub(20).filter(|locator| data.begins(*locator, LOCATOR64)) {
        Some(locator) => end64(data, locator, short)?,
        None => (short, at),
    };
    let (entries, len, start) = found;
    let size = |n: u64| usize::try_from(n).map_err(|_| ZipFault::Damaged { at });
    let end = End { entries, start: size(start)?, len: size(len)? };
    // The directory ends where its end record begins: there is no room between for another.
    if end.start.checked_add(end.len) != Some(behind) {
        return Err(ZipFault::Damaged { at });
    }
    Ok(end)
}

/// The Zip64 record before the end record. Where the short record has a number of its own, both must say the same.
fn end64(data: &At<'_>, locator: usize, short: (u64, u64, u64)) -> Result<((u64, u64, u64), usize), ZipFault> {
    let damaged = ZipFault::Damaged { at: locator };
    if data.number(locator + 4, 4)? != 0 || data.number(locator + 16, 4)? != 1 {
        return Err(ZipFault::Disks);
    }
    let at = usize::try_from(data.number(locator + 8, 8)?).map_err(|_| damaged.clone())?;
    if !data.begins(at, END64) || at.checked_add(56) != Some(locator) || data.number(at + 4, 8)? != 44 {
        return Err(damaged);
    }
    if data.number(at + 16, 8)? != 0 || data.number(at + 24, 8)? != data.number(at + 32, 8)? {
        return Err(ZipFault::Disks);
    }
    let long = (data.number(at + 32, 8)?, data.number(at + 40, 8)?, data.number(at + 48, 8)?);
    let agree = |short: u64, all: u64, long: u64| short == all || short == long;
    if !(agree(short.0, ALL16, long.0) && agree(short.1, ALL32, long.1) && agree(short.2, ALL32, long.2)) {
        return Err(damaged);
    }
    Ok((long, at))
}

/// One entry of the directory.
struct Record<'a> {
    raw: &'a [u8],
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    local: usize,
    folder: bool,
    at: usize,
    next: usize,
}

fn record<'a>(data: &At<'a>, at: usize, stop: usize) -> Result<Record<'a>, ZipFault> {
    let damaged = || ZipFault::Damaged { at };
    if !data.begins(at, CENTRAL) {
        return Err(damaged());
    }
    let [name, extra, comment] = [data.small(at + 28)?, data.small(at + 30)?, data.small(at + 32)?].map(usize::from);
    let begin = at + 46;
    let next = begin + name + extra + comment;
    if next > stop {
        return Err(damaged());
    }
    let raw = data.0.get(begin..begin + name).ok_or_else(damaged)?;
    let attributes = data.number(at + 38, 4)?;
    let made_on = data.small(at + 4)? >> 8;
    let (mut size, mut packed, mut local) =
        (data.number(at + 24, 4)?, data.number(at + 20, 4)?, data.number(at + 42, 4)?);
    let extra = data.0.get(begin + name..begin + name + extra).ok_or_else(damaged)?;
    long_numbers(extra, [&mut size, &mut packed, &mut local]).ok_or_else(damaged)?;
    if data.small(at + 34)? != 0 {
        return Err(ZipFault::Disks);
    }
    let folder = raw.ends_with(b"/");
    plain(raw.strip_suffix(b"/").unwrap_or(raw)).ok_or_else(|| ZipFault::Name { name: shown(raw) })?;
    // The upper half is what Unix and macOS keep there: the kind of file.
    let kind = (attributes >> 16) & 0o170_000;
    if matches!(made_on, 3 | 19) && !(kind == 0 || kind == 0o100_000 || (kind == 0o040_000 && folder)) {
        return Err(ZipFault::Link { name: shown(raw) });
    }
    if folder && size != 0 {
        return Err(damaged());
    }
    Ok(Record {
        raw,
        flags: data.small(at + 8)?,
        method: data.small(at + 10)?,
        crc: data.number(at + 16, 4)? as u32,
        packed,
        size,
        local: usize::try_from(local).map_err(|_| damaged())?,
        folder,
        at,
        next,
    })
}

/// Fills in the numbers that did not fit into four bytes, from the Zip64 field: size, packed size, offset, in this
/// order, those alone that are all ones.
fn long_numbers(extra: &[u8], numbers: [&mut u64; 3]) -> Option<()> {
    let fields = At(extra);
    let mut at = 0;
    let mut long = None;
    while at < extra.len() {
        let len = usize::from(fields.small(at + 2).ok()?);
        let field = extra.get(at + 4..at + 4 + len)?;
        if fields.small(at).ok()? == 1 && long.replace(field).is_some() {
            return None;
        }
        at += 4 + len;
    }
    let mut at = 0;
    for number in numbers {
        if *number == ALL32 {
            *number = At(long?).number(at, 8).ok()?;
            at += 8;
        }
    }
    Some(())
}

/// Holds what stands beside the file against the directory. Gives the bytes that the entry takes up in all, and those
/// of its packed content.
fn beside(
    data: &At<'_>,
    record: &Record<'_>,
    stop: usize,
) -> Result<((usize, usize), std::ops::Range<usize>), ZipFault> {
    let at = record.local;
    let damaged = || ZipFault::Damaged { at };
    if !data.begins(at, LOCAL) {
        return Err(ZipFault::Damaged { at: record.at });
    }
    let [name, extra] = [data.small(at + 26)?, data.small(at + 28)?].map(usize::from);
    let begin = at + 30 + name + extra;
    let content_end = usize::try_from(record.packed).ok().and_then(|len| begin.checked_add(len)).ok_or_else(damaged)?;
    if content_end > stop || data.0.get(at + 30..at + 30 + name) != Some(record.raw) {
        return Err(damaged());
    }
    let flags = data.small(at + 6)?;
    if data.small(at + 8)? != record.method || (flags ^ record.flags) & 0b1001 != 0 {
        return Err(damaged());
    }
    let (mut size, mut packed) = (data.number(at + 22, 4)?, data.number(at + 18, 4)?);
    let fields = data.0.get(at + 30 + name..begin).ok_or_else(damaged)?;
    long_numbers(fields, [&mut size, &mut packed, &mut 0]).ok_or_else(damaged)?;
    // With a data descriptor the numbers follow the content, and here they are nought.
    let later = flags & 8 != 0;
    let said = |here: u64, there: u64| here == there || (later && here == 0);
    let crc = data.number(at + 14, 4)?;
    if !(said(size, record.size) && said(packed, record.packed) && said(crc, u64::from(record.crc))) {
        return Err(damaged());
    }
    Ok(((at, content_end), begin..content_end))
}

pub(super) fn content(bytes: &[u8], entry: &ZipEntry, most: usize) -> Result<Vec<u8>, ZipFault> {
    let name = || entry.name.clone();
    if entry.encrypted {
        return Err(ZipFault::Encrypted { name: name() });
    }
    let size = usize::try_from(entry.size).ok().filter(|size| *size <= most).ok_or(ZipFault::OverLimit("most"))?;
    let damaged = || ZipFault::Content { name: name() };
    let packed = bytes.get(entry.packed.clone()).ok_or_else(damaged)?;
    let content = match entry.method {
        0 => packed.to_vec(),
        8 => {
            let mut out = Vec::new();
            let mut unpacker = flate2::bufread::DeflateDecoder::new(packed);
            let read = unpacker.by_ref().take(size as u64 + 1).read_to_end(&mut out);
            // All of it was used, and nothing is left of what was packed.
            if read.is_err() || unpacker.total_in() != packed.len() as u64 {
                return Err(damaged());
            }
            out
        }
        method => return Err(ZipFault::Method { name: name(), method }),
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

fn shown_whole(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).into_owned()
}

fn shown(raw: &[u8]) -> String {
    shown_whole(raw).chars().take(200).collect()
}
