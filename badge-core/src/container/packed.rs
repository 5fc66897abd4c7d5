//! Archives, and the documents that are built on them (ODT, DOCX, EPUB): each file in one is opened in its turn.

use std::io::Read as _;

use super::open::nothing;
use super::opening::Opening;
use super::{DocumentFault, Finding, Wrapping};
use crate::zip::{self, ZipFault};

/// Opens every file of a ZIP, in the order of its directory.
pub(super) fn open(opening: &mut Opening<'_>, bytes: &[u8]) {
    match zip::readable(bytes, opening.limits) {
        Ok((zip, passed_over)) => {
            files(opening, &zip);
            if passed_over > 0 {
                opening.say(Finding::Document(DocumentFault::Rebuilt));
            }
        }
        Err(ZipFault::OverLimit(limit)) => return opening.bound(limit),
        Err(_) => return opening.say(Finding::Document(DocumentFault::Damaged)),
    }
    nothing(opening, Finding::NoBadge);
}

/// Opens what was compressed by itself, as drawings are (`.svgz`).
pub(super) fn unpack(opening: &mut Opening<'_>, bytes: &[u8]) {
    if !opening.has_room() {
        return;
    }
    let most = opening.limits.image_bytes.min(opening.bytes_left());
    let mut content = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut content);
    if content.len() > most {
        // The work was done, to learn that it is too much.
        opening.spend(content.len());
        return opening.bound("parts_bytes");
    }
    if read.is_err() {
        opening.say(Finding::Document(DocumentFault::Damaged));
    }
    // What came before the fault is there all the same.
    opening.inside(&content);
    nothing(opening, Finding::NoBadge);
}

fn files(opening: &mut Opening<'_>, zip: &zip::Zip<'_>) {
    for entry in zip.entries().iter().filter(|entry| entry.size > 0) {
        if !opening.has_room() {
            return;
        }
        let wrapping = Wrapping::Entry { name: entry.name.clone() };
        let content = zip.read(entry, opening.bytes_left());
        let fault = match content {
            Ok(content) => {
                opening.part(wrapping, &content);
                continue;
            }
            Err(ZipFault::OverLimit(_)) => {
                opening.bound("parts_bytes");
                continue;
            }
            Err(ZipFault::Encrypted { .. }) => DocumentFault::Locked,
            Err(_) => {
                // It was unpacked before it was found to be damaged.
                opening.spend(usize::try_from(entry.size).unwrap_or(usize::MAX));
                DocumentFault::Damaged
            }
        };
        opening.within(wrapping, |opening| opening.say(Finding::Document(fault)));
    }
}
