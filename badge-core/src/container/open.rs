//! Opening whatever a person holds.

use crate::limits::Limits;

use super::format::without_bom;
use super::link::Link;
use super::opening::Opening;
use super::{
    Finding, Format, Keyword, PictureError, PngChunk, Presented, Raw, SlotFault, Wrapping, png, several, text,
};

/// What a file turned out to be, and the credentials in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What the bytes are.
    pub format: Format,
    /// The credentials, in the order in which they were found; of one picture, OB 2.0 before OB 3.0. The same bytes
    /// found twice are one credential.
    pub found: Vec<Presented>,
    /// Addresses that were found in it, those that may lead to a badge first. None was fetched; a badge that was found
    /// itself is not repeated here.
    pub links: Vec<Link>,
    /// What is to be said about the container; empty when all is as it should be.
    pub findings: Vec<Finding>,
}

/// Finds the credentials in bytes of any kind, by content and never by a file's name: also those in the parts of a
/// document or an archive, and in parts of parts.
///
/// This never fails: what cannot be opened is a [`Finding`], and what could be read is there all the same. All parts
/// together are bounded by `limits.nesting`, `parts`, `parts_bytes`, `found` and `links`.
#[must_use]
pub fn open(bytes: &[u8], limits: &Limits) -> Opened {
    let mut opening = Opening::new(Format::of(bytes), limits);
    any(&mut opening, bytes);
    opening.finish()
}

/// The same for what a server says is one badge: nothing within something else is looked for.
pub(crate) fn open_single(bytes: &[u8], limits: &Limits) -> Opened {
    let limits = Limits { nesting: 0, ..limits.clone() };
    match Format::of(bytes) {
        Format::Png | Format::Svg | Format::Json | Format::Jws | Format::Link => open(bytes, &limits),
        format => Opening::new(format, &limits).finish(),
    }
}

/// Opens bytes where the opening stands: what was given, or a part of it.
pub(super) fn any(opening: &mut Opening<'_>, bytes: &[u8]) {
    let format = Format::of(bytes);
    let limits = opening.limits;
    let limit = match format {
        Format::Json | Format::Jws | Format::Link | Format::Text => limits.document_bytes,
        Format::Pdf | Format::Zip | Format::Mail => limits.container_bytes,
        _ => limits.image_bytes,
    };
    if bytes.is_empty() {
        return opening.say(Finding::Picture(PictureError::Empty));
    }
    if bytes.len() > limit {
        return opening.say(Finding::Picture(PictureError::TooLarge { bytes: bytes.len(), limit }));
    }
    match format {
        Format::Png => read_png(opening, bytes),
        #[cfg(feature = "markup")]
        Format::Svg if !super::markup::is_drawing(bytes) => {
            opening.set_format(Format::Markup);
            super::markup::open(opening, bytes);
        }
        Format::Svg => read_svg(opening, bytes),
        Format::Json if opening.is_part() && !text::may_be_badge(bytes) => {
            // It is no badge itself, but the tokens in it may be some.
            if bytes.windows(4).any(|word| word == b"\"eyJ") {
                several::json(opening, without_bom(bytes));
            }
        }
        Format::Json if several::json(opening, without_bom(bytes)) => {}
        Format::Json => opening.credential(Raw::Json(without_bom(bytes).to_vec())),
        Format::Jws | Format::Link | Format::Text => read_text(opening, bytes),
        #[cfg(feature = "scan")]
        Format::Jpeg | Format::Webp => super::codes::look(opening, format, bytes),
        Format::Zip => super::packed::open(opening, bytes),
        Format::Gzip => super::packed::unpack(opening, bytes),
        #[cfg(feature = "mail")]
        Format::Mail => super::mail::open(opening, bytes),
        #[cfg(not(feature = "mail"))]
        Format::Mail => prose(opening, &String::from_utf8_lossy(bytes)),
        #[cfg(feature = "pdf")]
        Format::Pdf => super::pdf::open(opening, bytes),
        other => opening.say(Finding::Picture(PictureError::NotAPicture(other))),
    }
}

fn read_text(opening: &mut Opening<'_>, bytes: &[u8]) {
    let text = std::str::from_utf8(without_bom(bytes)).unwrap_or_default();
    match text::kind(text) {
        Some(text::Kind::Jws) if opening.is_part() && !text::jws_may_be_badge(text.trim()) => {}
        Some(text::Kind::Jws) if opening.limits.nesting > 0 && several::is_of_others(text, opening.limits) => {
            opening.say(Finding::NotACredential);
        }
        Some(text::Kind::Jws) if several::jws(opening, text.trim()) => {}
        Some(text::Kind::Jws) => opening.credential(Raw::Jws(text.trim().to_owned())),
        Some(text::Kind::Link(url)) if opening.is_part() => opening.link(url),
        Some(text::Kind::Link(url)) => opening.credential(Raw::Link(url)),
        Some(text::Kind::Code(token)) => opening.credential(Raw::Jws(token)),
        Some(text::Kind::Json) => opening.credential(Raw::Json(text.as_bytes().to_vec())),
        None => prose(opening, text),
    }
}

/// A text with other things around what we look for: a mail, a note.
fn prose(opening: &mut Opening<'_>, text: &str) {
    opening.within(Wrapping::Text, |opening| super::prose::look(opening, text));
    nothing(opening, Finding::NotACredential);
}

/// What is said of something in which no badge was: that addresses in it may lead to some, or `otherwise`.
pub(super) fn nothing(opening: &mut Opening<'_>, otherwise: Finding) {
    if opening.found_nothing() && !opening.is_part() {
        let count = opening.badge_links();
        opening.say(if count == 0 { otherwise } else { Finding::OnlyLinks { count } });
    }
}

fn read_png(opening: &mut Opening<'_>, bytes: &[u8]) {
    let limits = opening.limits;
    let scan = png::scan(bytes, limits);
    for keyword in Keyword::ALL {
        let Some((slot, ignored)) = scan.slot(keyword) else { continue };
        repeated(opening, keyword, ignored);
        if slot.kind != PngChunk::Itxt {
            opening.say(Finding::OldChunk { keyword, chunk: slot.kind });
        }
        let text = slot.text(limits);
        if let Ok((_, true)) = text {
            opening.say(Finding::Compressed(keyword));
        }
        let compressed = matches!(text, Ok((_, true)));
        let via = Wrapping::Png { chunk: slot.kind, keyword, compressed, ignored };
        read_slot(opening, keyword, text.map(|(text, _)| text), via);
    }
    #[cfg(feature = "scan")]
    if scan.fault.is_none() && scan.slots.is_empty() {
        return super::codes::look(opening, Format::Png, bytes);
    }
    end(opening, scan.fault.map(PictureError::Png), scan.slots.is_empty());
}

#[cfg(feature = "svg")]
fn read_svg(opening: &mut Opening<'_>, bytes: &[u8]) {
    let scan = super::svg::scan(bytes, opening.limits);
    if let Some(PictureError::NotAPicture(format)) = scan.fault {
        opening.set_format(format);
    }
    for keyword in Keyword::ALL {
        let Some((slot, ignored)) = scan.slot(keyword) else { continue };
        repeated(opening, keyword, ignored);
        let text = slot.text();
        let attribute = matches!(text, Ok((_, true)));
        let via = Wrapping::Svg { keyword, attribute, ignored };
        read_slot(opening, keyword, text.map(|(text, _)| text.to_owned()), via);
    }
    #[cfg(feature = "markup")]
    if scan.slots.is_empty()
        && scan.root.is_some()
        && opening.limits.nesting > 0
        // The same bound would be told twice.
        && !matches!(scan.fault, Some(PictureError::Svg(super::SvgFault::TooManyEvents { .. })))
    {
        // Drawing programs keep a badge that was placed on the page as it was.
        super::markup::in_drawing(opening, bytes);
        if !opening.found_nothing() || opening.badge_links() > 0 {
            if let Some(fault) = scan.fault {
                opening.say(Finding::Picture(fault));
            }
            return nothing(opening, Finding::Stripped);
        }
    }
    end(opening, scan.fault, scan.slots.is_empty());
}

#[cfg(not(feature = "svg"))]
fn read_svg(opening: &mut Opening<'_>, _: &[u8]) {
    opening.say(Finding::Picture(PictureError::NotAPicture(Format::Svg)));
}

fn repeated(opening: &mut Opening<'_>, keyword: Keyword, ignored: usize) {
    if ignored > 0 {
        opening.say(Finding::Repeated { keyword, ignored });
    }
}

fn read_slot(opening: &mut Opening<'_>, keyword: Keyword, text: Result<String, SlotFault>, via: Wrapping) {
    match text.and_then(|text| text::credential(text, keyword, opening.limits)) {
        Ok(raw) => opening.within(via, |opening| opening.credential(raw)),
        Err(fault) => opening.say(Finding::Slot { keyword, fault }),
    }
}

/// A damaged picture without a badge is damaged; only a sound one was stripped.
fn end(opening: &mut Opening<'_>, fault: Option<PictureError>, no_slot: bool) {
    match fault {
        Some(fault) => opening.say(Finding::Picture(fault)),
        None if no_slot => opening.say(Finding::Stripped),
        None => {}
    }
}
