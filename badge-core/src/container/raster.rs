//! Pixels of the pictures that people photograph, copy and send: PNG, JPEG, WebP.
//!
//! The size is read and held against the limits before a pixel is decoded.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use crate::limits::Limits;

use super::{Format, PictureError};

/// The pixels of a picture, first row first, four bytes each: red, green, blue, opacity.
pub(super) struct Rgba {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<u8>,
}

/// The brightness of each pixel, on white where the picture is transparent.
pub(super) struct Grey {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<u8>,
}

/// The brightness of a picture's pixels.
///
/// # Errors
/// See [`PictureError`].
pub(super) fn grey(bytes: &[u8], limits: &Limits) -> Result<Grey, PictureError> {
    let decoded = decode(bytes, limits)?;
    let (width, height) = (decoded.width(), decoded.height());
    let pixels = match decoded {
        DynamicImage::ImageLuma8(grey) => grey.into_raw(),
        DynamicImage::ImageRgb8(rgb) => rgb.as_raw().chunks_exact(3).map(luma).collect(),
        other => other.into_rgba8().as_raw().chunks_exact(4).map(on_white).collect(),
    };
    Ok(Grey { width, height, pixels })
}

/// The colours of a picture's pixels.
///
/// # Errors
/// See [`PictureError`].
pub(super) fn rgba(bytes: &[u8], limits: &Limits) -> Result<Rgba, PictureError> {
    let decoded = decode(bytes, limits)?;
    Ok(Rgba { width: decoded.width(), height: decoded.height(), pixels: decoded.into_rgba8().into_raw() })
}

fn decode(bytes: &[u8], limits: &Limits) -> Result<DynamicImage, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() > limits.image_bytes {
        return Err(PictureError::TooLarge { bytes: bytes.len(), limit: limits.image_bytes });
    }
    let format = Format::of(bytes);
    let kind = match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Webp => ImageFormat::WebP,
        other => return Err(PictureError::NotAPicture(other)),
    };
    let damaged = |_| PictureError::Undecodable(format);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    let mut bounds = image::Limits::default();
    // The widest pixel has eight bytes, and a decoder may keep as much again while it works.
    bounds.max_alloc = Some(limits.picture_pixels.saturating_mul(16));
    reader.limits(bounds.clone());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.picture_pixels {
        return Err(PictureError::TooManyPixels { width, height, limit: limits.picture_pixels });
    }
    // Four bytes for the widest picture: with sixteen bits to a colour it may have half as many pixels.
    if decoder.total_bytes() > limits.picture_pixels.saturating_mul(4) {
        return Err(PictureError::TooManyPixels { width, height, limit: limits.picture_pixels / 2 });
    }
    decoder.set_limits(bounds).map_err(damaged)?;
    DynamicImage::from_decoder(decoder).map_err(damaged)
}

/// Brightness as eyes weigh it (ITU-R BT.601), in 256ths.
fn luma(rgb: &[u8]) -> u8 {
    let [r, g, b] = [u32::from(rgb[0]), u32::from(rgb[1]), u32::from(rgb[2])];
    ((77 * r + 150 * g + 29 * b) >> 8) as u8
}

fn on_white(rgba: &[u8]) -> u8 {
    let (grey, opacity) = (u32::from(luma(rgba)), u32::from(rgba[3]));
    ((grey * opacity + 255 * (255 - opacity)) / 255) as u8
}
