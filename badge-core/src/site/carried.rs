//! The picture that carried a badge, made safe to stand in a page: as data, and of our own making.

use std::io::Cursor;

use crate::container::{Format, picture_info, sanitise_svg};
use crate::limits::Limits;
use crate::text::base64;

/// The longer side of a picture that is shown, in pixels: sharp at 10 rem on a fine screen, and on paper.
const SIDE: u32 = 480;

/// The largest SVG that a page takes in, in bytes.
const SVG_BYTES: usize = 512 * 1024;

/// A `data:` address; none for what is no sound picture, and for an SVG that could load or run something.
///
/// A PNG is decoded, made small and encoded anew: nothing of its other chunks, and no badge, travels on.
pub(super) fn as_data(bytes: &[u8], limits: &Limits) -> Option<String> {
    match picture_info(bytes, limits).ok()?.format {
        Format::Png => Some(format!("data:image/png;base64,{}", base64(&small(bytes, limits)?))),
        Format::Svg if bytes.len() <= SVG_BYTES && sanitise_svg(bytes, limits).is_ok_and(|f| f.is_empty()) => {
            Some(format!("data:image/svg+xml;base64,{}", base64(bytes)))
        }
        _ => None,
    }
}

/// The PNG with at most [`SIDE`] pixels on its longer side: each pixel the mean of those it stands for.
fn small(bytes: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let memory = png::Limits { bytes: limits.image_bytes };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), memory);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut pixels).ok()?;
    let channels = info.color_type.samples();
    let (width, height) = (info.width, info.height);
    let step = width.max(height).div_ceil(SIDE).max(1);
    let (new_width, new_height) = (width.div_ceil(step), height.div_ceil(step));
    let mut out = Vec::with_capacity(new_width as usize * new_height as usize * 4);
    for y in 0..new_height {
        for x in 0..new_width {
            let across = x * step..((x + 1) * step).min(width);
            let down = y * step..((y + 1) * step).min(height);
            out.extend(mean(&pixels, info.line_size, channels, across, &down));
        }
    }
    let mut encoded = Vec::new();
    let mut encoder = png::Encoder::new(&mut encoded, new_width, new_height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().ok()?.write_image_data(&out).ok()?;
    Some(encoded)
}

/// Red, green, blue and alpha; transparent pixels lend no colour.
fn mean(
    pixels: &[u8],
    line: usize,
    channels: usize,
    across: std::ops::Range<u32>,
    down: &std::ops::Range<u32>,
) -> [u8; 4] {
    let (mut sum, mut alphas, mut count) = ([0_u64; 3], 0_u64, 0_u64);
    for y in down.clone() {
        for x in across.clone() {
            let Some(pixel) = pixels.get(y as usize * line + x as usize * channels..).and_then(|p| p.get(..channels))
            else {
                continue;
            };
            let (rgb, alpha) = match pixel {
                [r, g, b, a] => ([*r, *g, *b], *a),
                [r, g, b] => ([*r, *g, *b], 255),
                [v, a] => ([*v; 3], *a),
                [v] => ([*v; 3], 255),
                _ => ([0; 3], 0),
            };
            for (sum, value) in sum.iter_mut().zip(rgb) {
                *sum += u64::from(value) * u64::from(alpha);
            }
            alphas += u64::from(alpha);
            count += 1;
        }
    }
    let of = |sum: u64| u8::try_from(sum / alphas.max(1)).unwrap_or(u8::MAX);
    let alpha = u8::try_from(alphas / count.max(1)).unwrap_or(u8::MAX);
    [of(sum[0]), of(sum[1]), of(sum[2]), alpha]
}
