//! Mails as they are kept in files (RFC 5322, MIME): their text, their web page, what is attached to them.

use mailparse::{DispositionType, MailHeaderMap as _, ParsedMail, parse_mail};

use super::format::is_mailbox;
use super::open::nothing;
use super::opening::Opening;
use super::{Finding, Wrapping, prose};

/// Bytes of one header line with its continuations: readers of MIME take long to look into longer ones.
const HEADER: usize = 8_192;
/// What it may cost to look for the parts of a mail, in bytes looked at.
const WORK: usize = 1 << 30;

/// Opens each part of a mail, or of each mail in a mailbox.
pub(super) fn open(opening: &mut Opening<'_>, bytes: &[u8]) {
    if is_mailbox(bytes.trim_ascii_start()) {
        for (number, mail) in (1..).zip(mails(bytes.trim_ascii_start())) {
            if !opening.has_room() {
                break;
            }
            let wrapping = Wrapping::Message { number, subject: subject(mail) };
            opening.within(wrapping, |opening| one_mail(opening, mail));
        }
    } else {
        one_mail(opening, bytes);
    }
    nothing(opening, Finding::NoBadge);
}

fn one_mail(opening: &mut Opening<'_>, bytes: &[u8]) {
    if has_too_many_parts(bytes, opening.limits.parts) {
        return as_text(opening, bytes, "parts");
    }
    match is_affordable(bytes).then(|| parse_mail(bytes)) {
        Some(Ok(mail)) => mail.parts().for_each(|part| one(opening, part)),
        // Among others: parts within parts within parts, a hundred deep.
        _ => as_text(opening, bytes, "nesting"),
    }
}

/// The mails of a mailbox, without the lines between them (RFC 4155): an empty line and one that begins with `From `
/// end each, where the header lines of a mail follow.
fn mails(mailbox: &[u8]) -> impl Iterator<Item = &[u8]> {
    const BETWEEN: &[u8] = b"From ";
    let mut rest = mailbox;
    std::iter::from_fn(move || {
        let begin = rest.strip_prefix(BETWEEN)?;
        let begin = &begin[begin.iter().position(|b| *b == b'\n')? + 1..];
        let mut at = 0;
        let (mut end, mut empty) = (begin.len(), false);
        for line in begin.split_inclusive(|b| *b == b'\n') {
            if empty && line.starts_with(BETWEEN) && is_mailbox(&begin[at..]) {
                end = at;
                break;
            }
            empty = line.trim_ascii().is_empty();
            at += line.len();
        }
        rest = &begin[end..];
        Some(&begin[..end])
    })
}

/// What a mail says that it is about.
fn subject(mail: &[u8]) -> String {
    let head = &mail[..mail.len().min(HEADER)];
    let headers = mailparse::parse_headers(head).map(|(headers, _)| headers).unwrap_or_default();
    let subject = headers.get_first_value("Subject").unwrap_or_default();
    subject.chars().filter(|c| !c.is_control()).take(255).collect()
}

/// A mail that is read as it stands, without its parts: said, and not passed over.
fn as_text(opening: &mut Opening<'_>, bytes: &[u8], limit: &'static str) {
    opening.bound(limit);
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

/// Whether there may be many more parts than are looked at: all of them are kept at once, with some hundred bytes for
/// each, before the first is looked at. Each begins after a line of two hyphens and a word (RFC 2046 section 5.1.1), and
/// so do some lines of ordinary letters.
fn has_too_many_parts(bytes: &[u8], most: usize) -> bool {
    let lines = bytes.split(|b| *b == b'\n').filter(|line| line.starts_with(b"--"));
    lines.take(most.saturating_mul(LINES_FOR_A_PART).saturating_add(1)).count() > most.saturating_mul(LINES_FOR_A_PART)
}

/// Lines that begin like the beginning of a part, for each part that is looked at.
const LINES_FOR_A_PART: usize = 8;

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
