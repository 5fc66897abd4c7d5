//! The logo of a place, as it stands in a drawing: a small PNG inside the SVG, whatever it was before.

use std::fmt::Write as _;

use resvg::tiny_skia::{Color, FilterQuality, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};

use super::banner::halved;
use super::inert::inert;
use super::render::{RenderError, draw, encoded};
use super::shape::number;
use crate::container::{Format, picture_info};
use crate::limits::Limits;
use crate::text::base64;

/// Pixels of the longer side: sharp in a picture of a thousand.
const SIDE: u32 = 192;
/// Pixels of a logo that is read; a larger one says nothing more at this size.
const PIXELS: u64 = 1 << 24;

/// A logo, ready to be drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    png: Vec<u8>,
    width: u32,
    height: u32,
    seen: bool,
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo({} by {})", self.width, self.height)
    }
}

impl Logo {
    /// Reads a PNG or an SVG. Nothing of it is kept but its pixels: no metadata, no reference. Places publish the file
    /// as well, as it came: an SVG that would run something is refused.
    ///
    /// # Errors
    /// See [`RenderError`]. A picture of more than 2^24 pixels, or one that costs too much to draw, is refused before it is
    /// unpacked; so is one in which nothing is to be seen.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, RenderError> {
        let limits = Limits { picture_pixels: limits.picture_pixels.min(PIXELS), ..limits.clone() };
        let pixmap = match picture_info(bytes, &limits)?.format {
            Format::Svg => {
                inert(bytes)?;
                draw(bytes, SIDE, &limits)?
            }
            _ => shrunk(halved(Pixmap::decode_png(bytes).map_err(|_| RenderError::Undrawable)?, SIDE))?,
        };
        if pixmap.pixels().iter().all(|p| p.alpha() < 8) {
            return Err(RenderError::Empty);
        }
        let seen = seen_on_white(&pixmap);
        Ok(Self { png: encoded(&pixmap)?, width: pixmap.width(), height: pixmap.height(), seen })
    }

    /// Whether the file may be published as it came, which asks less than drawing it: a PNG, or an SVG in which browsers run
    /// and fetch nothing. It may be too large to be drawn, or have letters that cannot be.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn publishable(bytes: &[u8], limits: &Limits) -> Result<(), RenderError> {
        match picture_info(bytes, limits)?.format {
            Format::Svg => inert(bytes),
            _ => Ok(()),
        }
    }

    /// A black square, to try a place for a logo with. `None` would mean that no PNG can be written.
    pub(super) fn sample() -> Option<Self> {
        let mut black = Pixmap::new(8, 8)?;
        black.fill(Color::BLACK);
        Some(Self { png: encoded(&black).ok()?, width: 8, height: 8, seen: true })
    }

    /// Whether it can be told from the white on which drawings put it. Most places have a white logo somewhere.
    #[must_use]
    pub const fn is_seen_on_white(&self) -> bool {
        self.seen
    }

    /// Writes it centred about a point, as large as fits.
    pub(super) fn place(&self, svg: &mut String, (x, y): (f64, f64), width: f64, height: f64) {
        let scale = (width / f64::from(self.width)).min(height / f64::from(self.height));
        let (width, height) = (f64::from(self.width) * scale, f64::from(self.height) * scale);
        // Writing to a String does not fail.
        let _ = writeln!(
            svg,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" href=\"data:image/png;base64,{}\"/>",
            number(x - width / 2.0),
            number(y - height / 2.0),
            number(width),
            number(height),
            base64(&self.png)
        );
    }
}

/// Whether enough of a picture differs from white: a hundredth of its square.
fn seen_on_white(picture: &Pixmap) -> bool {
    let side = u64::from(picture.width().max(picture.height()));
    // Premultiplied: on white, what is not painted adds its share of light.
    let differs = |p: &&PremultipliedColorU8| {
        let white = 255 - u16::from(p.alpha());
        [p.red(), p.green(), p.blue()].into_iter().any(|part| u16::from(part) + white < 215)
    };
    picture.pixels().iter().filter(differs).count() as u64 * 100 >= side * side
}

fn shrunk(picture: Pixmap) -> Result<Pixmap, RenderError> {
    let scale = SIDE as f32 / picture.width().max(picture.height()) as f32;
    if scale >= 1.0 {
        return Ok(picture);
    }
    let side = |length: u32| ((length as f32 * scale).round() as u32).max(1);
    let mut small = Pixmap::new(side(picture.width()), side(picture.height())).ok_or(RenderError::Undrawable)?;
    let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
    small.draw_pixmap(0, 0, picture.as_ref(), &paint, Transform::from_scale(scale, scale), None);
    Ok(small)
}
