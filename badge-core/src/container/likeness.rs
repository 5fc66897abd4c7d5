//! Whether two pictures show the same: so that a good badge in somebody else's picture is noticed.

use crate::limits::Limits;

use super::PictureError;
use super::raster::{self, Rgba};

/// From this difference on, two pictures are called different ones. Measured (`docs/pictures.md`): the same picture
/// written again, smaller, framed or as a JPEG stays below 4; other drawings of the same shape begin at 25.
pub const CLEARLY_DIFFERENT: usize = 9;

/// Both pictures are reduced to this many squares a side.
const SIDE: u32 = 32;

/// How different two pictures look, in hundredths: 0 for the same, 100 for black and white.
///
/// Both are laid on white, trimmed of the white margin around them, reduced to 32 by 32 squares, and the mean of
/// the differences in red, green and blue is taken. PNG, JPEG and WebP are compared.
///
/// # Errors
/// See [`PictureError`]: one of them cannot be decoded.
pub fn difference(one: &[u8], other: &[u8], limits: &Limits) -> Result<usize, PictureError> {
    let [one, other] = [one, other].map(|bytes| raster::rgba(bytes, limits).map(|picture| reduced(&picture)));
    let (one, other) = (one?, other?);
    let sum: u64 = one.iter().zip(&other).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    Ok((sum * 100 / (one.len() as u64 * 255)) as usize)
}

/// 32 by 32 squares, three bytes each.
fn reduced(picture: &Rgba) -> Vec<u8> {
    let (left, top, right, bottom) = trimmed(picture);
    let edge = |from: u32, to: u32, n: u32| from + ((u64::from(to - from) * u64::from(n)) / u64::from(SIDE)) as u32;
    let mut squares = Vec::with_capacity((SIDE * SIDE * 3) as usize);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (x0, y0) = (edge(left, right, column), edge(top, bottom, row));
            let (x1, y1) = (edge(left, right, column + 1).max(x0 + 1), edge(top, bottom, row + 1).max(y0 + 1));
            let mut sum = [0_u64; 3];
            for y in y0..y1 {
                for x in x0..x1 {
                    for (sum, colour) in sum.iter_mut().zip(at(picture, x, y)) {
                        *sum += u64::from(colour);
                    }
                }
            }
            let count = u64::from(x1 - x0) * u64::from(y1 - y0);
            squares.extend(sum.map(|sum| (sum / count) as u8));
        }
    }
    squares
}

/// A pixel on white.
fn at(picture: &Rgba, x: u32, y: u32) -> [u8; 3] {
    let (x, y) = (x.min(picture.width - 1), y.min(picture.height - 1));
    let start = (y as usize * picture.width as usize + x as usize) * 4;
    let [r, g, b, opacity] = [0, 1, 2, 3].map(|n| u32::from(picture.pixels[start + n]));
    [r, g, b].map(|colour| ((colour * opacity + 255 * (255 - opacity)) / 255) as u8)
}

/// What is left without the white margin, which other programs add or cut off.
fn trimmed(picture: &Rgba) -> (u32, u32, u32, u32) {
    let differs = |x, y| at(picture, x, y).iter().any(|colour| *colour < 231);
    let (mut left, mut top, mut right, mut bottom) = (picture.width, picture.height, 0, 0);
    for y in 0..picture.height {
        for x in 0..picture.width {
            if differs(x, y) {
                (left, right) = (left.min(x), right.max(x + 1));
                (top, bottom) = (top.min(y), bottom.max(y + 1));
            }
        }
    }
    if left < right { (left, top, right, bottom) } else { (0, 0, picture.width, picture.height) }
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ImageFormat, RgbaImage, imageops};

    use super::*;

    /// A round badge with a sign in it, on a transparent ground.
    fn badge(colour: [u8; 3], sign: u32) -> RgbaImage {
        RgbaImage::from_fn(200, 200, |x, y| {
            let (dx, dy) = (x as f32 - 100.0, y as f32 - 100.0);
            let radius = dx.hypot(dy);
            let inside = match sign {
                0 => dx.abs() < 12.0 || dy.abs() < 12.0,
                1 => (dx - dy).abs() < 30.0,
                _ => (30.0..46.0).contains(&radius),
            };
            match radius {
                r if r > 95.0 => image::Rgba([0, 0, 0, 0]),
                r if r < 75.0 && inside => image::Rgba([250, 250, 240, 255]),
                _ => image::Rgba([colour[0], colour[1], colour[2], 255]),
            }
        })
    }

    fn written(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        let mut on_white = RgbaImage::from_pixel(picture.width(), picture.height(), image::Rgba([255; 4]));
        imageops::overlay(&mut on_white, picture, 0, 0);
        let picture = if format == ImageFormat::Jpeg { &on_white } else { picture };
        let picture = DynamicImage::ImageRgba8(picture.clone());
        let picture = if format == ImageFormat::Jpeg { picture.into_rgb8().into() } else { picture };
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn between(one: &[u8], other: &[u8]) -> usize {
        difference(one, other, &Limits::default()).unwrap()
    }

    #[test]
    fn the_same_picture_in_other_clothes_is_the_same() {
        let original = badge([30, 80, 140], 0);
        let png = written(&original, ImageFormat::Png);
        let small = imageops::resize(&original, 90, 90, imageops::FilterType::Triangle);
        let large = imageops::resize(&original, 611, 611, imageops::FilterType::CatmullRom);
        let mut framed = RgbaImage::from_pixel(260, 240, image::Rgba([255; 4]));
        imageops::overlay(&mut framed, &original, 30, 15);
        for (name, other) in [
            ("JPEG", written(&original, ImageFormat::Jpeg)),
            ("small", written(&small, ImageFormat::Png)),
            ("large", written(&large, ImageFormat::Jpeg)),
            ("WebP", written(&original, ImageFormat::WebP)),
            ("framed", written(&framed, ImageFormat::Png)),
        ] {
            let found = between(&png, &other);
            assert!(found < 4, "{name}: {found}");
        }
        assert_eq!(between(&png, &png), 0);
    }

    #[test]
    fn another_picture_is_another() {
        let png = written(&badge([30, 80, 140], 0), ImageFormat::Png);
        for (name, other) in [
            ("other colour and sign", badge([170, 60, 20], 1)),
            ("other colour", badge([200, 120, 30], 0)),
            ("a photograph", RgbaImage::from_fn(90, 60, |x, y| image::Rgba([(x * 2) as u8, (y * 4) as u8, 90, 255]))),
            ("nothing", RgbaImage::from_pixel(50, 50, image::Rgba([255; 4]))),
        ] {
            let found = between(&png, &written(&other, ImageFormat::Png));
            assert!(found >= CLEARLY_DIFFERENT, "{name}: {found}");
        }
        assert!(difference(&png, b"GIF89a", &Limits::default()).is_err());
    }
}
