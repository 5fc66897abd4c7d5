//! Baking: one credential into, and out of, one slot of a picture.

use crate::limits::Limits;

use super::format::without_bom;
use super::{BakeError, Format, Keyword, PictureError, PngFault, UnbakeError, png};

/// What to do with a badge that is already in the slot (D-33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Take out every chunk or element of the slot, then bake.
    #[default]
    Replace,
    /// Keep it, and bake nothing.
    Refuse,
}

/// Writes a credential into a PNG or an SVG (OB 2.0 Baking; OB 3.0 #baking).
///
/// Every byte that is not the badge stays as it is: pixels, other chunks, line ends, data after the end. A badge in
/// the other slot stays too. The pixels are not decoded here: [`picture_info`](super::picture_info) does that.
///
/// # Errors
/// See [`BakeError`]. A damaged picture is refused, unless the damage is a wrong checksum of the badge that is
/// replaced.
pub fn bake(
    image: &[u8],
    keyword: Keyword,
    text: &str,
    existing: Existing,
    limits: &Limits,
) -> Result<Vec<u8>, BakeError> {
    if text.trim().is_empty() {
        return Err(BakeError::EmptyText);
    }
    if text.len() > limits.document_bytes {
        return Err(BakeError::TextTooLong { bytes: text.len(), limit: limits.document_bytes });
    }
    let baked = match picture(image, limits)? {
        Format::Png => bake_png(image, keyword, text, existing, limits)?,
        _ => bake_svg(image, keyword, text, existing, limits)?,
    };
    if baked.len() > limits.image_bytes {
        return Err(PictureError::TooLarge { bytes: baked.len(), limit: limits.image_bytes }.into());
    }
    Ok(baked)
}

/// The text in a slot of a PNG or an SVG, as it was baked.
///
/// # Errors
/// See [`UnbakeError`]. Damage elsewhere in the picture does not matter here.
pub fn unbake(image: &[u8], keyword: Keyword, limits: &Limits) -> Result<String, UnbakeError> {
    if picture(image, limits)? == Format::Png {
        let scan = png::scan(image, limits);
        return match (scan.slot(keyword), scan.fault) {
            (Some((slot, _)), _) => Ok(slot.text(limits)?.0),
            (None, Some(fault)) => Err(PictureError::Png(fault).into()),
            (None, None) => Err(UnbakeError::NoBadge(keyword)),
        };
    }
    unbake_svg(image, keyword, limits)
}

/// The picture without the badge in one slot. Right after [`bake`] into a picture that had none, this is that picture
/// again, byte for byte. A picture without a badge comes back as it is.
///
/// # Errors
/// See [`PictureError`].
pub fn remove(image: &[u8], keyword: Keyword, limits: &Limits) -> Result<Vec<u8>, PictureError> {
    match picture(image, limits)? {
        Format::Png => {
            let scan = sound(image, limits)?;
            Ok(without(image, &scan, keyword, 0))
        }
        _ => remove_svg(image, keyword, limits),
    }
}

/// PNG or SVG and not too large, or why not (BAKE-18).
pub(super) fn picture(image: &[u8], limits: &Limits) -> Result<Format, PictureError> {
    if image.is_empty() {
        return Err(PictureError::Empty);
    }
    if image.len() > limits.image_bytes {
        return Err(PictureError::TooLarge { bytes: image.len(), limit: limits.image_bytes });
    }
    match Format::of(image) {
        Format::Svg if !cfg!(feature = "svg") => Err(PictureError::NotAPicture(Format::Svg)),
        format @ (Format::Png | Format::Svg) => Ok(format),
        Format::Unknown if without_bom(image).trim_ascii().is_empty() => Err(PictureError::Empty),
        other => Err(PictureError::NotAPicture(other)),
    }
}

fn bake_png(
    image: &[u8],
    keyword: Keyword,
    text: &str,
    existing: Existing,
    limits: &Limits,
) -> Result<Vec<u8>, BakeError> {
    if let Some(at) = text.find('\0') {
        return Err(BakeError::Character { at });
    }
    let scan = sound(image, limits)?;
    if existing == Existing::Refuse && scan.slot(keyword).is_some() {
        return Err(BakeError::AlreadyBaked(keyword));
    }
    let header_end = scan.header_end.ok_or(PictureError::Png(PngFault::NoHeader))?;
    let mut baked = Vec::with_capacity(image.len() + text.len() + 64);
    baked.extend_from_slice(&image[..header_end]);
    png::write(&mut baked, keyword, text);
    copy_rest(&mut baked, image, &scan, keyword, header_end);
    Ok(baked)
}

/// A PNG whose chunks are whole.
fn sound<'a>(image: &'a [u8], limits: &Limits) -> Result<png::Scan<'a>, PictureError> {
    let scan = png::scan(image, limits);
    scan.fault.map_or(Ok(scan), |fault| Err(fault.into()))
}

fn without(image: &[u8], scan: &png::Scan<'_>, keyword: Keyword, from: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(image.len());
    copy_rest(&mut out, image, scan, keyword, from);
    out
}

/// Copies from `from` to the end, all but the chunks of a keyword (BAKE-05, BAKE-07).
fn copy_rest(out: &mut Vec<u8>, image: &[u8], scan: &png::Scan<'_>, keyword: Keyword, from: usize) {
    let mut at = from;
    for slot in scan.slots.iter().filter(|slot| slot.keyword == keyword) {
        out.extend_from_slice(&image[at..slot.range.start]);
        at = slot.range.end;
    }
    out.extend_from_slice(&image[at..]);
}

#[cfg(feature = "svg")]
fn bake_svg(
    image: &[u8],
    keyword: Keyword,
    text: &str,
    existing: Existing,
    limits: &Limits,
) -> Result<Vec<u8>, BakeError> {
    use super::{SvgFault, splice, svg};
    let scan = svg::sound(image, limits)?;
    let baked = if scan.slot(keyword).is_none() {
        splice::put_in(image, &scan, keyword, text)?
    } else if existing == Existing::Refuse {
        return Err(BakeError::AlreadyBaked(keyword));
    } else {
        let clean = splice::take_out(image, &scan, keyword);
        splice::put_in(&clean, &svg::sound(&clean, limits)?, keyword, text)?
    };
    // The reader does not see every fault of XML (one prefix declared twice, say): what is given out has been read back.
    let again = svg::sound(&baked, limits)?;
    match again.slot(keyword).map(|(slot, others)| (slot.text(), others)) {
        Some((Ok((read, _)), 0)) if read == text => Ok(baked),
        _ => Err(PictureError::Svg(SvgFault::NotWellFormed { at: 0 }).into()),
    }
}

#[cfg(feature = "svg")]
fn unbake_svg(image: &[u8], keyword: Keyword, limits: &Limits) -> Result<String, UnbakeError> {
    let scan = super::svg::scan(image, limits);
    match (scan.slot(keyword), scan.fault) {
        (Some((slot, _)), _) => Ok(slot.text()?.0.to_owned()),
        (None, Some(fault)) => Err(fault.into()),
        (None, None) => Err(UnbakeError::NoBadge(keyword)),
    }
}

#[cfg(feature = "svg")]
fn remove_svg(image: &[u8], keyword: Keyword, limits: &Limits) -> Result<Vec<u8>, PictureError> {
    Ok(super::splice::take_out(image, &super::svg::sound(image, limits)?, keyword))
}

// `picture` lets no SVG through without the feature.
#[cfg(not(feature = "svg"))]
fn bake_svg(_: &[u8], _: Keyword, _: &str, _: Existing, _: &Limits) -> Result<Vec<u8>, BakeError> {
    Err(PictureError::NotAPicture(Format::Svg).into())
}

#[cfg(not(feature = "svg"))]
fn unbake_svg(_: &[u8], _: Keyword, _: &Limits) -> Result<String, UnbakeError> {
    Err(PictureError::NotAPicture(Format::Svg).into())
}

#[cfg(not(feature = "svg"))]
fn remove_svg(_: &[u8], _: Keyword, _: &Limits) -> Result<Vec<u8>, PictureError> {
    Err(PictureError::NotAPicture(Format::Svg))
}
