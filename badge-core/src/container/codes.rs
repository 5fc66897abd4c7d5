//! QR codes in a picture that holds no badge itself: an address, a short statement, JSON or a JWS.

use super::open::nothing;
use super::opening::Opening;
use super::trace::trace;
use super::{
    Finding, Format, PictureError, Raw, Trace, Wrapping, address_without_scheme, looks, prose, qr, raster, several,
    text,
};
use crate::limits::Limits;

/// Looks for QR codes. What one says is a credential; where none says anything of the kind, a finding tells why there
/// is nothing in the picture.
pub(super) fn look(opening: &mut Opening<'_>, format: Format, bytes: &[u8]) {
    // A document may hold many pictures: what is left for all of them holds for this one.
    let left = opening.pixels_left();
    let limits = Limits { picture_pixels: opening.limits.picture_pixels.min(left), ..opening.limits.clone() };
    let grey = match raster::grey(bytes, &limits) {
        Ok(grey) => grey,
        Err(PictureError::TooManyPixels { limit, .. }) if limit == left => return opening.bound("scan_pixels"),
        Err(fault) => return opening.say(Finding::Picture(fault)),
    };
    if !opening.search(u64::from(grey.width) * u64::from(grey.height)) {
        return;
    }
    let luma = qr::Luma { width: grey.width, height: grey.height, pixels: &grey.pixels };
    let codes = if opening.is_part() { opening.codes(luma) } else { qr::read(luma, opening.limits) };
    let count = codes.found.len();
    let mut used = 0;
    for code in codes.found {
        used += usize::from(said(opening, format, &code.text));
    }
    if codes.cut {
        opening.say(Finding::Picture(PictureError::TooManyCodes { limit: opening.limits.qr_codes }));
    }
    if used == 0 {
        let finding = match (count, codes.unreadable, trace(format, bytes)) {
            (1.., _, _) => Finding::OtherCodes { count },
            (0, true, _) => Finding::UnreadableCode,
            (0, false, trace) if guess(opening, trace.as_ref(), &grey) => Finding::BadgePicture,
            (0, false, Some(trace)) => Finding::Lost(trace),
            (0, false, None) => Finding::Stripped,
        };
        return opening.say(finding);
    }
    nothing(opening, Finding::OtherCodes { count });
}

/// Whether it looks like a badge's picture, where it does not tell by itself what became of it. Within a document only
/// this is told.
fn guess(opening: &mut Opening<'_>, trace: Option<&Trace>, grey: &raster::Grey) -> bool {
    let silent = matches!(trace, None | Some(Trace::Rewritten));
    (silent || opening.is_part())
        && looks::may_be(grey.width, grey.height)
        && opening.look(u64::from(grey.width) * u64::from(grey.height))
        && looks::like_a_badge(grey)
}

/// Takes what a code says for what it is: on a page beside other things, an address is only an address, unless it
/// carries its statement along.
pub(super) fn said(opening: &mut Opening<'_>, format: Format, code: &str) -> bool {
    let bare = || address_without_scheme(code).map(text::Kind::Link);
    let Some(kind) = text::kind(code).or_else(bare) else {
        // Words around an address.
        let seen = opening.seen();
        opening.within(Wrapping::Code { format }, |opening| prose::look_for_badges(opening, code));
        return opening.seen() != seen;
    };
    if several::is_of_others(code, opening.limits) {
        return false;
    }
    opening.within(Wrapping::Code { format }, |opening| match kind {
        text::Kind::Json => opening.credential(Raw::Json(code.as_bytes().to_vec())),
        text::Kind::Jws => opening.credential(Raw::Jws(code.trim().to_owned())),
        text::Kind::Code(token) => opening.credential(Raw::Jws(token)),
        text::Kind::Link(url)
            if (opening.is_part() || format == Format::Pdf) && !url.fragment().is_some_and(text::is_jws) =>
        {
            opening.link(url)
        }
        text::Kind::Link(url) => opening.credential(Raw::Link(url)),
    });
    true
}
