//! Whether a picture is one: a look at every pixel of a PNG, at the root of an SVG.

use std::io::Cursor;

use crate::limits::Limits;

use super::bake::picture;
use super::{Format, PictureError, PngFault};

/// What a sound picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PictureInfo {
    /// [`Format::Png`] or [`Format::Svg`].
    pub format: Format,
    /// Width in pixels. For an SVG, of the size it asks for: its `width`, else that of its `viewBox`, else 300.
    pub width: u32,
    /// Height in pixels; for an SVG as above, else 150.
    pub height: u32,
}

/// Looks at a picture before a badge is made with it: decodes all pixels of a PNG, one row at a time, and reads an SVG
/// to its end.
///
/// # Errors
/// See [`PictureError`]. A PNG that ends too early, has a wrong checksum or more pixels than `limits.picture_pixels`
/// is refused, and so is every other format (BAKE-18).
pub fn picture_info(bytes: &[u8], limits: &Limits) -> Result<PictureInfo, PictureError> {
    match picture(bytes, limits)? {
        Format::Png => png_info(bytes, limits),
        _ => svg_info(bytes, limits),
    }
}

fn png_info(bytes: &[u8], limits: &Limits) -> Result<PictureInfo, PictureError> {
    // Our own walk names the damage; the decoder would only say that there is some.
    if let Some(fault) = super::png::scan(bytes, limits).fault {
        return Err(fault.into());
    }
    let pixels = PictureError::Png(PngFault::Pixels);
    let memory = png::Limits { bytes: limits.image_bytes };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), memory);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(|_| pixels)?;
    let (width, height) = (header.width, header.height);
    if u64::from(width) * u64::from(height) > limits.picture_pixels {
        return Err(PictureError::TooManyPixels { width, height, limit: limits.picture_pixels });
    }
    let mut reader = decoder.read_info().map_err(|_| pixels)?;
    while reader.next_interlaced_row().map_err(|_| pixels)?.is_some() {}
    Ok(PictureInfo { format: Format::Png, width, height })
}

#[cfg(feature = "svg")]
fn svg_info(bytes: &[u8], limits: &Limits) -> Result<PictureInfo, PictureError> {
    let scan = super::svg::sound(bytes, limits)?;
    let [width, height, view_box] = scan.root.map(|root| root.size).unwrap_or_default();
    let view_box = view_box.unwrap_or_default();
    let mut numbers = view_box.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty()).skip(2);
    let mut size = |own: Option<String>, default| {
        let boxed = numbers.next().and_then(pixels);
        own.as_deref().and_then(pixels).or(boxed).unwrap_or(default)
    };
    Ok(PictureInfo { format: Format::Svg, width: size(width, 300), height: size(height, 150) })
}

#[cfg(not(feature = "svg"))]
fn svg_info(_: &[u8], _: &Limits) -> Result<PictureInfo, PictureError> {
    Err(PictureError::NotAPicture(Format::Svg))
}

/// A length in pixels, rounded up; `None` for a percentage or nonsense (CSS lengths: 96 pixels to the inch).
#[cfg(feature = "svg")]
fn pixels(length: &str) -> Option<u32> {
    let length = length.trim();
    let end = length.find(|c: char| c.is_ascii_alphabetic() && c != 'e' && c != 'E' || c == '%');
    let (number, unit) = length.split_at(end.unwrap_or(length.len()));
    let factor = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    let pixels = (number.trim().parse::<f64>().ok()? * factor).ceil();
    // In range, so the conversion is exact.
    (1.0..=1e9).contains(&pixels).then_some(pixels as u32)
}
