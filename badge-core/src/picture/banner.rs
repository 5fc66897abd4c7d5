//! The picture that is shown when a link to a badge is shared (OpenGraph): 1200 by 630 pixels.

use resvg::tiny_skia::{Color, FillRule, FilterQuality, Paint, PathBuilder, Pixmap, PixmapPaint, Transform};

use super::render::{RenderError, draw, encoded};
use crate::container::{Format, picture_info};
use crate::limits::Limits;

const WIDTH: u32 = 1_200;
const HEIGHT: u32 = 630;
/// The badge's longer side.
const BADGE: u32 = 500;

/// Composes the shared picture of a badge from its PNG or SVG: centred on a calm ground, without text.
///
/// # Errors
/// See [`RenderError`].
pub fn banner(picture: &[u8], limits: &Limits) -> Result<Vec<u8>, RenderError> {
    let badge = match picture_info(picture, limits)?.format {
        Format::Svg => draw(picture, BADGE, limits)?,
        _ => halved(Pixmap::decode_png(picture).map_err(|_| RenderError::Undrawable)?, BADGE),
    };
    let mut banner = Pixmap::new(WIDTH, HEIGHT).ok_or(RenderError::Undrawable)?;
    banner.fill(Color::from_rgba8(0xec, 0xe7, 0xdc, 0xff));
    let (x, y) = (WIDTH as f32 / 2.0, HEIGHT as f32 / 2.0);
    for (radius, shade) in [(430.0, 0xf1), (300.0, 0xf7)] {
        let mut paint = Paint::default();
        paint.set_color_rgba8(shade, shade - 4, shade - 12, 0xff);
        paint.anti_alias = true;
        if let Some(disc) = PathBuilder::from_circle(x, y, radius) {
            banner.fill_path(&disc, &paint, FillRule::Winding, Transform::identity(), None);
        }
    }
    let scale = BADGE as f32 / badge.width().max(badge.height()) as f32;
    let (width, height) = (badge.width() as f32 * scale, badge.height() as f32 * scale);
    let place = Transform::from_row(scale, 0.0, 0.0, scale, x - width / 2.0, y - height / 2.0);
    let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
    banner.draw_pixmap(0, 0, badge.as_ref(), &paint, place, None);
    encoded(&banner)
}

/// Halves a picture until it is less than twice as large as it will be: shrinking at once would skip pixels.
pub(super) fn halved(mut picture: Pixmap, side: u32) -> Pixmap {
    while picture.width().max(picture.height()) >= 2 * side && picture.width() > 1 && picture.height() > 1 {
        let (width, height) = (picture.width() / 2, picture.height() / 2);
        let Some(mut half) = Pixmap::new(width, height) else { return picture };
        let row = picture.width() as usize * 4;
        let source = picture.data();
        for (n, target) in half.data_mut().chunks_exact_mut(4).enumerate() {
            let (x, y) = (n % width as usize, n / width as usize);
            let at = y * 2 * row + x * 8;
            for (channel, value) in target.iter_mut().enumerate() {
                // The mean of four neighbours, with premultiplied alpha as tiny-skia keeps it.
                let four = [at, at + 4, at + row, at + row + 4].map(|p| u16::from(source[p + channel]));
                *value = (four.iter().sum::<u16>() / 4) as u8;
            }
        }
        picture = half;
    }
    picture
}
