//! Pictures and codes as pixels of a document.

use std::sync::Arc;

use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};

use crate::container::{Format, PictureError, picture_info};
use crate::limits::Limits;
use crate::picture::{Qr, RenderError, to_png};

/// A picture, ready to be printed as often as it is needed: a document holds it once.
#[derive(Debug, Clone)]
pub struct Picture(pub(super) Image);

/// Pixels of the longer side: 74 mm at 350 dots to the inch.
const PIXELS: u32 = 1_020;
/// Pixels of a module of a code. Paper shows them as large as it likes; whoever takes pictures out of a document finds
/// a code that can be read.
const MODULE: usize = 2;

impl Picture {
    /// Reads a PNG or an SVG.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, RenderError> {
        let info = picture_info(bytes, limits)?;
        let drawn = match info.format {
            Format::Svg => Some(to_png(bytes, PIXELS, limits)?),
            Format::Png => None,
            other => return Err(PictureError::NotAPicture(other).into()),
        };
        pixels(drawn.as_deref().unwrap_or(bytes)).ok_or(RenderError::Undrawable).map(Self)
    }
}

/// The pixels of a PNG whose size was looked at, none larger than [`PIXELS`].
fn pixels(png: &[u8]) -> Option<Image> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut data).ok()?;
    data.truncate(info.buffer_size());
    let data = match info.color_type {
        png::ColorType::Rgba => data,
        png::ColorType::GrayscaleAlpha => data.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        _ => return None,
    };
    let by = info.width.max(info.height).div_ceil(PIXELS);
    let (data, width, height) = shrunk(data, info.width, info.height, by);
    Some(Image::from_rgba8(data, width, height))
}

/// Every `by` times `by` pixels as one. What is transparent has no colour of its own.
fn shrunk(data: Vec<u8>, width: u32, height: u32, by: u32) -> (Vec<u8>, u32, u32) {
    if by <= 1 {
        return (data, width, height);
    }
    let (w, h) = ((width / by).max(1), (height / by).max(1));
    let at = |x: u32, y: u32| (y.min(height - 1) as usize * width as usize + x.min(width - 1) as usize) * 4;
    let mut out = Vec::with_capacity(w as usize * h as usize * 4);
    for (y, x) in (0..h).flat_map(|y| (0..w).map(move |x| (y, x))) {
        let (mut sum, mut alpha) = ([0_u64; 3], 0_u64);
        for (dy, dx) in (0..by).flat_map(|dy| (0..by).map(move |dx| (dy, dx))) {
            let p = at(x * by + dx, y * by + dy);
            let a = u64::from(data[p + 3]);
            alpha += a;
            for (n, sum) in sum.iter_mut().enumerate() {
                *sum += u64::from(data[p + n]) * a;
            }
        }
        // Means of bytes are bytes.
        #[allow(clippy::cast_possible_truncation)]
        {
            out.extend(sum.map(|s| s.checked_div(alpha).unwrap_or(0) as u8));
            out.push((alpha / (u64::from(by) * u64::from(by))) as u8);
        }
    }
    (out, w, h)
}

/// A code with its quiet zone.
pub(super) fn code(qr: &Qr) -> Option<Image> {
    let quiet = crate::picture::QUIET;
    let side = (qr.size() + 2 * quiet) * MODULE;
    let mut pixels = vec![0xff; side * side];
    for (x, y, run) in qr.runs() {
        let (left, top) = ((x + quiet) * MODULE, (y + quiet) * MODULE);
        for row in top..top + MODULE {
            pixels[row * side + left..row * side + left + run * MODULE].fill(0);
        }
    }
    Image::from_custom(Grey { pixels: Arc::new(pixels), side: u32::try_from(side).ok()? }, false).ok()
}

#[derive(Clone, Hash)]
struct Grey {
    pixels: Arc<Vec<u8>>,
    side: u32,
}

impl CustomImage for Grey {
    fn color_channel(&self) -> &[u8] {
        &self.pixels
    }
    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }
    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }
    fn size(&self) -> (u32, u32) {
        (self.side, self.side)
    }
    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }
    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Luma
    }
}
