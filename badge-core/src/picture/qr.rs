//! QR codes as drawings: for a screen, and to be printed (ISO/IEC 18004).

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

use super::Escaped;

/// Why no code was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QrError {
    /// Longer than the largest code holds at level M: 2,331 bytes.
    #[error("{0} bytes do not fit")]
    TooLong(usize),
    /// The pixels could not be written.
    #[error("cannot be drawn")]
    Undrawable,
}

/// A QR code at level M: a seventh of it may be dirty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Row by row; `true` is dark.
    modules: Vec<bool>,
    size: usize,
}

/// Modules of white that a code needs around it.
pub(crate) const QUIET: usize = 4;
/// Width of a module on paper in micrometres: what a telephone still reads at arm's length.
const MODULE_UM: usize = 450;
/// Pixels of a module in a PNG: 450 µm at 450 dots to the inch.
const PIXELS: usize = 8;

impl Qr {
    /// The code that says `text`.
    ///
    /// # Errors
    /// [`QrError::TooLong`].
    pub fn new(text: &str) -> Result<Self, QrError> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| QrError::TooLong(text.len()))?;
        let modules = (0..code.size).flat_map(|y| code[y].iter().map(|module| module.value())).collect();
        Ok(Self { modules, size: code.size })
    }

    /// The version, 1 to 40.
    #[must_use]
    pub const fn version(&self) -> u8 {
        ((self.size - 17) / 4) as u8
    }

    /// Modules of a side, without the quiet zone.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The dark modules in runs: column, row and length of each, the first of a row at 0.
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        self.modules.chunks_exact(self.size).enumerate().flat_map(|(y, row)| {
            let mut x = 0;
            row.chunk_by(|a, b| a == b).filter_map(move |run| {
                let start = x;
                x += run.len();
                run[0].then_some((start, y, run.len()))
            })
        })
    }

    /// The side on paper in tenths of a millimetre, with its quiet zone.
    #[must_use]
    pub const fn tenths_of_mm(&self) -> u32 {
        ((self.size + 2 * QUIET) * MODULE_UM / 100) as u32
    }

    /// The drawing, black on white, with its quiet zone and its size on paper. `title` is for those who do not see it.
    #[must_use]
    pub fn to_svg(&self, title: &str) -> String {
        let side = self.size + 2 * QUIET;
        let mm = f64::from(self.tenths_of_mm()) / 10.0;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{mm}mm\" height=\"{mm}mm\" viewBox=\"0 0 {side} {side}\" \
             role=\"img\" shape-rendering=\"crispEdges\">\n<title>{}</title>\n\
             <path d=\"M0 0h{side}v{side}H0z\" fill=\"#fff\"/>\n<path d=\"",
            Escaped(title)
        );
        for (x, y, run) in self.runs() {
            let _ = write!(svg, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
        }
        svg.push_str("\" fill=\"#000\"/>\n</svg>\n");
        svg
    }

    /// The same as a PNG of one bit a pixel, eight pixels a module.
    ///
    /// # Errors
    /// [`QrError::Undrawable`].
    pub fn to_png(&self) -> Result<Vec<u8>, QrError> {
        let side = (self.size + 2 * QUIET) * PIXELS;
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side as u32, side as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let metre = (PIXELS * 1_000_000 / MODULE_UM) as u32;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: metre, yppu: metre, unit: png::Unit::Meter }));
        let light = |x: usize, y: usize| {
            let inside = |n: usize| n.checked_sub(QUIET).filter(|n| *n < self.size);
            !matches!((inside(x), inside(y)), (Some(x), Some(y)) if self.modules[y * self.size + x])
        };
        // Eight pixels a module, eight pixels a byte.
        let row = |y: usize| (0..self.size + 2 * QUIET).map(move |x| if light(x, y) { 0xff } else { 0 });
        let pixels: Vec<u8> =
            (0..self.size + 2 * QUIET).flat_map(|y| std::iter::repeat_n(y, PIXELS)).flat_map(row).collect();
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&pixels)?;
            writer.finish()
        });
        written.map_err(|_| QrError::Undrawable)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    #[test]
    fn the_drawings_are_sound_and_of_one_size() {
        let qr = Qr::new("https://lieu.example.org/").unwrap();
        assert_eq!((qr.version(), qr.tenths_of_mm()), (2, 148));
        let svg = qr.to_svg("L’adresse <du> badge");
        assert!(svg.contains("width=\"14.8mm\"") && svg.contains("&lt;du&gt;"));
        let (png, limits) = (qr.to_png().unwrap(), Limits::default());
        assert_eq!(crate::container::picture_info(&png, &limits).unwrap().width, 33 * 8);
        assert!(crate::container::picture_info(svg.as_bytes(), &limits).is_ok());
        assert_eq!(Qr::new(&"a".repeat(3_000)), Err(QrError::TooLong(3_000)));
    }

    #[cfg(feature = "scan")]
    #[test]
    fn what_is_drawn_is_read() {
        let text = format!("https://lieu.example.org/v#{}", "aZ09-_".repeat(90));
        let (qr, limits) = (Qr::new(&text).unwrap(), Limits::default());
        let rendered = super::super::to_png(qr.to_svg("").as_bytes(), 700, &limits).unwrap();
        for png in [qr.to_png().unwrap(), rendered] {
            let codes = crate::container::qr::read_picture(&png, &limits).unwrap();
            assert_eq!((codes.found[0].text.as_str(), codes.found[0].version), (text.as_str(), qr.version()));
        }
    }
}
