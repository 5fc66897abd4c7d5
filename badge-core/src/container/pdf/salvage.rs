//! What can still be read of a document whose structure cannot: streams, one by one, and addresses in plain sight.

use std::io::Read as _;

use super::super::opening::Opening;
use super::super::{PdfPlace, Wrapping, prose};

/// Looks through raw bytes.
pub(super) fn look(opening: &mut Opening<'_>, bytes: &[u8]) {
    let place = |place| Wrapping::Pdf { page: None, place };
    let mut at = 0;
    while let Some(start) = find(&bytes[at..], b"stream") {
        let from = at + start + b"stream".len();
        at = from;
        if bytes[..from].ends_with(b"endstream") {
            continue;
        }
        let data = &bytes[from..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let end = find(data, b"endstream").unwrap_or(data.len());
        let data = &data[..end];
        at = from + end;
        if let Some(inflated) = inflate(opening, data) {
            opening.part(place(PdfPlace::Stream), &inflated);
        } else if data.starts_with(b"\x89PNG") || data.starts_with(b"{") || data.starts_with(b"eyJ") {
            opening.part(place(PdfPlace::Stream), data);
        }
    }
    links(opening, bytes);
}

fn links(opening: &mut Opening<'_>, bytes: &[u8]) {
    let mut at = 0;
    while let Some(start) = find(&bytes[at..], b"/URI") {
        at += start + 4;
        let value = &bytes[at..bytes.len().min(at + 2_100)];
        let Some(open) = value.iter().position(|b| *b == b'(').filter(|open| *open < 4) else { continue };
        let Some(length) = value[open + 1..].iter().position(|b| *b == b')') else { continue };
        let text = String::from_utf8_lossy(&value[open + 1..open + 1 + length]).into_owned();
        opening.within(Wrapping::Pdf { page: None, place: PdfPlace::Link }, |opening| {
            for url in prose::addresses(&text) {
                opening.link(url);
            }
        });
    }
}

fn inflate(opening: &mut Opening<'_>, data: &[u8]) -> Option<Vec<u8>> {
    if data.first().is_none_or(|first| first & 0x0f != 8) {
        return None;
    }
    let most = opening.limits.document_bytes.max(1 << 22).min(opening.bytes_left());
    let mut inflated = Vec::new();
    // A stream that was cut still has its beginning.
    let _ = flate2::read::ZlibDecoder::new(data).take(most as u64).read_to_end(&mut inflated);
    (!inflated.is_empty() && opening.spend(inflated.len())).then_some(inflated)
}

/// Where one text begins in another.
pub(super) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let (first, rest) = what.split_first()?;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| b == first) {
        at += next;
        if bytes[at + 1..].starts_with(rest) {
            return Some(at);
        }
        at += 1;
    }
    None
}
