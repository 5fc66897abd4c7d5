//! Mails as they are kept in files (RFC 5322, MIME): their text, their web page, what is attached to them.

use mailparse::{DispositionType, ParsedMail, parse_mail};

use super::open::nothing;
use super::opening::Opening;
use super::{Finding, Wrapping, prose};

/// Bytes of one header line with its continuations: readers of MIME take long to look into longer ones.
const HEADER: usize = 8_192;
/// What it may cost to look for the parts of a mail, in bytes looked at.
const WORK: usize = 1 << 30;

/// Opens each part of a mail.
pub(super) fn open(opening: &mut Opening<'_>, bytes: &[u8]) {
    match is_affordable(bytes).then(|| parse_mail(bytes)) {
        Some(Ok(mail)) => mail.parts().for_each(|part| one(opening, part)),
        // Among others: parts within parts within parts, a hundred deep.
        _ => as_text(opening, bytes),
    }
    nothing(opening, Finding::NoBadge);
}

/// A mail that is read as it stands, without its parts: said, and not passed over.
fn as_text(opening: &mut Opening<'_>, bytes: &[u8]) {
    opening.bound("nesting");
    opening.within(Wrapping::Mail { attachment: None }, |opening| {
        prose::look(opening, &String::from_utf8_lossy(bytes));
    });
}

fn one(opening: &mut Opening<'_>, part: &ParsedMail<'_>) {
    if !part.subparts.is_empty() || !opening.has_room() {
        return;
    }
    let disposition = part.get_content_disposition();
    let name = disposition.params.get("filename").or_else(|| part.ctype.params.get("name"));
    let attachment = name.map(|name| name.chars().take(255).collect::<String>());
    let attached = attachment.is_some() || disposition.disposition == DispositionType::Attachment;
    let kind = part.ctype.mimetype.to_ascii_lowercase();
    let wrapping = Wrapping::Mail { attachment };
    match kind.as_str() {
        "text/html" if !attached => {
            if let Ok(page) = part.get_body() {
                opening.part(wrapping, page.as_bytes());
            }
        }
        "text/plain" if !attached => {
            if let Ok(text) = part.get_body() {
                opening.within(wrapping, |opening| prose::look(opening, &text));
            }
        }
        _ => match part.get_body_raw() {
            Ok(bytes) => opening.part(wrapping, &bytes),
            Err(_) => {
                let damaged = Finding::Document(super::DocumentFault::Damaged);
                opening.within(wrapping, |opening| opening.say(damaged));
            }
        },
    }
}

/// Whether a mail is one that programs write: short lines about its parts, and few parts within parts for its size.
fn is_affordable(bytes: &[u8]) -> bool {
    let mut within = 0_usize;
    let mut length = 0_usize;
    let mut about_parts = false;
    for line in bytes.split(|b| *b == b'\n') {
        let continued = line.first().is_some_and(|b| matches!(b, b' ' | b'\t'));
        if !continued {
            let head = line.get(..8).unwrap_or_default();
            about_parts = head.eq_ignore_ascii_case(b"content-");
            length = 0;
        }
        if !about_parts {
            continue;
        }
        length += line.len();
        if length > HEADER {
            return false;
        }
        let multipart = line.windows(10).any(|word| word.eq_ignore_ascii_case(b"multipart/"));
        within += usize::from(multipart);
    }
    within.min(100).saturating_mul(bytes.len()) <= WORK
}
