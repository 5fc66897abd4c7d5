//! QR codes in pictures: several at once, at any angle, in perspective, in poor light (ISO/IEC 18004).
//!
//! Finding is done here; the bits of a found code are decoded by `rqrr`. Every step is bounded: pixels by
//! `limits.picture_pixels`, ways of looking by `limits.qr_tries`, codes by `limits.qr_codes`. Measured rates are in
//! `docs/pictures.md`.

mod finder;
mod grey;
mod grid;
mod ink;
#[cfg(test)]
mod tests;

use crate::limits::Limits;

use self::grey::Grey;
use self::ink::{Ink, Light};
use super::PictureError;
use super::raster;

/// The brightness of a picture's pixels, to be searched.
#[derive(Debug, Clone, Copy)]
pub struct Luma<'a> {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// One byte a pixel, first row first, 0 is black. What is missing at the end is white, what is too much is not
    /// looked at.
    pub pixels: &'a [u8],
}

/// One QR code that was found and read.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// What it says, exactly; Latin-1 where it is not UTF-8.
    pub text: String,
    /// Its version, 1 to 40: how many modules it has.
    pub version: u8,
    /// The middle of each of its corners in pixels: top left, top right, bottom right, bottom left of the code itself.
    pub corners: [(f32, f32); 4],
}

/// What a picture says in QR codes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Codes {
    /// The codes, from top to bottom and from left to right, each text once.
    pub found: Vec<Code>,
    /// Something has the three corners of a QR code and could not be read: too small, too blurred, partly covered.
    pub unreadable: bool,
    /// More codes than `limits.qr_codes`: the rest was not read.
    pub cut: bool,
}

/// Finds the QR codes in a picture of a known format: PNG, JPEG or WebP.
///
/// # Errors
/// See [`PictureError`]: over a limit, damaged, or another format.
pub fn read_picture(bytes: &[u8], limits: &Limits) -> Result<Codes, PictureError> {
    let grey = raster::grey(bytes, limits)?;
    Ok(read(Luma { width: grey.width, height: grey.height, pixels: &grey.pixels }, limits))
}

/// Finds the QR codes in pixels. Over `limits.picture_pixels`, nothing is looked at and nothing is found.
#[must_use]
pub fn read(luma: Luma<'_>, limits: &Limits) -> Codes {
    read_within(luma, limits, &mut { u64::MAX }).0
}

/// The same, as long as no more pixels than `left` are looked at, all ways of looking together. Whether they were not
/// enough.
pub(super) fn read_within(luma: Luma<'_>, limits: &Limits, left: &mut u64) -> (Codes, bool) {
    let mut codes = Codes::default();
    let pixels = u64::from(luma.width) * u64::from(luma.height);
    if luma.width < 21 || luma.height < 21 || pixels > limits.picture_pixels {
        return (codes, false);
    }
    let picture = Grey::of(luma);
    let (least, most) = picture.extremes();
    if most.saturating_sub(least) < 8 {
        return (codes, false);
    }
    let (mut stopped, mut seen) = (false, 0);
    for (number, way) in ways(&picture).into_iter().take(limits.qr_tries).enumerate() {
        let Some(rest) = left.checked_sub(way.cost(&picture)) else {
            stopped = true;
            break;
        };
        *left = rest;
        if way.cost(&picture) == 0 {
            continue;
        }
        let outcome = look(&picture, way, limits, &mut codes);
        seen += usize::from(outcome == Outcome::Unreadable);
        let done = match outcome {
            // Nothing like a corner in four ways of looking: a photograph, a drawing.
            Outcome::Nothing => number >= 3 && codes.found.is_empty(),
            Outcome::AllRead => true,
            Outcome::Unreadable => false,
        };
        if done || codes.cut {
            break;
        }
    }
    // Not every way shows a code that is there, and one way alone may show what is none.
    codes.unreadable = seen > 1 && codes.found.is_empty();
    codes.found.sort_by(|a, b| place(a).total_cmp(&place(b)));
    (codes, stopped)
}

/// From top to bottom in bands, from left to right within one.
fn place(code: &Code) -> f32 {
    let (x, y) = code.corners[0];
    (y / 32.0).floor() * 1e6 + x
}

/// One way of looking at a picture.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// In tenths: 5 is half the size, 20 is twice.
    tenths: u32,
    light: Light,
    sharpen: bool,
    negative: bool,
}

impl Way {
    /// Pixels that are looked at; none when they are too many for this way.
    const fn cost(self, picture: &Grey) -> u64 {
        let scaled = (self.tenths * self.tenths) as u64 * picture.pixels.len() as u64 / 100;
        if scaled > LARGEST { 0 } else { scaled }
    }
}

/// What came of one way.
#[derive(PartialEq, Eq)]
enum Outcome {
    /// Nothing that looks like three corners.
    Nothing,
    /// Whatever looks like a code was read.
    AllRead,
    /// Something looks like a code and was not read.
    Unreadable,
}

/// The ways, the most promising first. A small picture is enlarged, a huge one is first looked at from afar.
fn ways(picture: &Grey) -> Vec<Way> {
    let longest = picture.width.max(picture.height);
    let way = |tenths, light| Way { tenths, light, sharpen: false, negative: false };
    let (first, second, third) = match longest {
        0..=420 => (20, 30, 10),
        421..=900 => (10, 20, 15),
        901..=1800 => (10, 20, 5),
        1801..=3200 => (10, 5, 7),
        _ => (5, 10, 3),
    };
    vec![
        way(first, Light::Wide),
        way(first, Light::Local),
        way(second, Light::Wide),
        Way { negative: true, ..way(first, Light::Wide) },
        Way { sharpen: true, ..way(first, Light::Local) },
        way(second, Light::Local),
        way(first, Light::Near),
        way(third, Light::Wide),
        Way { sharpen: true, ..way(second, Light::Wide) },
        way(third, Light::Local),
        Way { sharpen: true, ..way(third, Light::Near) },
        Way { negative: true, ..way(second, Light::Local) },
    ]
}

/// Pixels of a picture after enlarging: beyond, this way is not taken.
const LARGEST: u64 = 1 << 24;

fn look(picture: &Grey, way: Way, limits: &Limits, codes: &mut Codes) -> Outcome {
    let mut grey = picture.scaled(way.tenths);
    if way.sharpen {
        grey = grey.sharpened();
    }
    let ink = Ink::of(&grey, way.light, way.negative);
    let mut finders = finder::find(&ink);
    let scale = way.tenths as f32 / 10.0;
    let mut outcome = Outcome::Nothing;
    for triple in finder::triples(&finders) {
        if triple.iter().any(|&n| finders[n].used) {
            continue;
        }
        let Some(grid) = grid::fit(&ink, triple.map(|n| finders[n])) else { continue };
        if outcome == Outcome::Nothing {
            outcome = Outcome::AllRead;
        }
        let Some((text, version)) = grid.read(&ink) else {
            outcome = Outcome::Unreadable;
            continue;
        };
        for n in triple {
            finders[n].used = true;
        }
        let corners = grid.corners().map(|(x, y)| (x / scale, y / scale));
        if codes.found.iter().any(|known| known.text == text) {
            continue;
        }
        if codes.found.len() >= limits.qr_codes {
            codes.cut = true;
            break;
        }
        codes.found.push(Code { text, version, corners });
    }
    outcome
}
