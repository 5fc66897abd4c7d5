//! JPEG 2000 (ISO/IEC 15444-1) as documents use it.
//!
//! The headers say what decoding will cost: pixels, tiles, blocks. They are read here first, by the few forms that
//! encoders write; what is written otherwise is refused, so that the decoder and this look cannot read them differently.

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};

use super::super::super::raster::Grey;
use super::{WIDEST, guarded};

/// Samples (pixels times colours) of one picture.
const SAMPLES: u64 = 1 << 26;

/// Samples that are unpacked: of a larger picture, the finest levels are left packed.
const UNPACKED: u64 = 1 << 22;

/// Bits of a sample that are unpacked in the time in which a pixel is searched.
const PLANES: u64 = 6;

const TILES: u64 = 1_024;

/// The smallest blocks and precincts, as powers of two: 32 by 32 pixels.
const BLOCK: u8 = 5;

/// A picture whose headers were read.
pub(in super::super) struct Jpx<'a> {
    image: Image<'a>,
    samples: u64,
    planes: u64,
}

impl<'a> Jpx<'a> {
    /// Reads the headers.
    pub(in super::super) fn of(file: &'a [u8]) -> Option<Self> {
        // The boxes around it tell colours; brightness is near enough without.
        let stream = &file[super::super::salvage::find(file, b"\xff\x4f\xff\x51")?..];
        let size = check(stream)?;
        let samples = size.pixels() * size.colours;
        let half = (0..=size.levels).find(|half| samples >> (2 * half) <= UNPACKED)?;
        let target_resolution = (half > 0).then(|| ((size.width >> half).max(1), (size.height >> half).max(1)));
        let settings = DecodeSettings { resolve_palette_indices: false, strict: false, target_resolution };
        let image = guarded(|| Image::new(stream, &settings).ok())??;
        let unpacked = u64::from(image.width()) * u64::from(image.height()) * size.colours;
        (unpacked <= 2 * UNPACKED).then_some(Self { image, samples: unpacked, planes: size.planes })
    }

    /// What unpacking costs, in pixels that are searched: each bit of each sample is decided on its own.
    pub(in super::super) fn cost(&self) -> u64 {
        self.samples * self.planes.div_ceil(PLANES)
    }

    /// Unpacks it.
    pub(in super::super) fn grey(&self) -> Option<Grey> {
        let (width, height) = (self.image.width(), self.image.height());
        let (bytes, channels) = guarded(|| {
            let mut context = DecoderContext::default();
            let decoded = self.image.decode(&mut context).ok()?;
            Some((decoded.data_u8(), decoded.components().len()))
        })??;
        let pixels: Vec<u8> = bytes
            .chunks_exact(channels.max(1))
            .map(|pixel| match pixel {
                [r, g, b, ..] => ((u32::from(*r) * 77 + u32::from(*g) * 151 + u32::from(*b) * 28) >> 8) as u8,
                [grey, ..] => *grey,
                [] => 255,
            })
            .collect();
        (pixels.len() as u64 == u64::from(width) * u64::from(height)).then_some(Grey { width, height, pixels })
    }
}

struct Size {
    width: u32,
    height: u32,
    colours: u64,
    /// Times that the picture can be halved.
    levels: u8,
    /// Bits of a sample, at most.
    planes: u64,
}

impl Size {
    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// Reads the headers of the whole picture and of each part (annex A). Only markers whose length tells where the next
/// one is are let through, and nothing that changes from part to part.
fn check(stream: &[u8]) -> Option<Size> {
    let mut at = 2;
    let (_, size) = segment(stream, &mut at)?;
    let mut size = sizes(size)?;
    let mut coded = false;
    while stream.get(at..at + 2)? != b"\xff\x90" {
        let (marker, segment) = segment(stream, &mut at)?;
        match marker {
            0x52 if !coded => {
                size.levels = coding(segment)?;
                coded = true;
            }
            0x5c => size.planes = size.planes.max(quantisation(segment)?),
            0x55 | 0x63 | 0x64 => {}
            _ => return None,
        }
    }
    while stream.get(at..at + 2) == Some(b"\xff\x90") {
        let start = at;
        let (_, part) = segment(stream, &mut at)?;
        let length = usize::try_from(u32::from_be_bytes(part.get(2..6)?.try_into().ok()?)).ok()?;
        if part.len() != 8 {
            return None;
        }
        while stream.get(at..at + 2)? != b"\xff\x93" {
            // Lengths of packets, and remarks.
            let (0x58 | 0x64, _) = segment(stream, &mut at)? else { return None };
        }
        if length == 0 {
            break;
        }
        at = start.checked_add(length).filter(|end| *end >= at)?;
    }
    coded.then_some(size)
}

/// A marker and what follows it, without its length.
fn segment<'a>(stream: &'a [u8], at: &mut usize) -> Option<(u8, &'a [u8])> {
    let [0xff, marker, high, low] = *stream.get(*at..*at + 4)? else { return None };
    let end = *at + 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
    let segment = stream.get(*at + 4..end)?;
    *at = end;
    Some((marker, segment))
}

/// Width, height, tiles and colours (A.5.1).
fn sizes(segment: &[u8]) -> Option<Size> {
    let word = |at: usize| Some(u32::from_be_bytes(segment.get(at..at + 4)?.try_into().ok()?));
    let (width, height, tile_width, tile_height) = (word(2)?, word(6)?, word(18)?, word(22)?);
    let offsets = word(10)? | word(14)? | word(26)? | word(30)?;
    let colours = u64::from(u16::from_be_bytes(segment.get(34..36)?.try_into().ok()?));
    if offsets != 0 || !(1..=4).contains(&colours) || segment.len() as u64 != 36 + 3 * colours {
        return None;
    }
    // Colours of half the size are for films.
    let whole = segment[36..].chunks(3).all(|colour| colour[1..] == [1, 1] && colour[0] < 16);
    let fits = |side| (1..=WIDEST).contains(&side);
    if !whole || !fits(width) || !fits(height) || tile_width == 0 || tile_height == 0 {
        return None;
    }
    let size = Size { width, height, colours, levels: 0, planes: 1 };
    let tiles = u64::from(width.div_ceil(tile_width)) * u64::from(height.div_ceil(tile_height));
    (tiles <= TILES && size.pixels() * colours <= SAMPLES).then_some(size)
}

/// Levels, and whether blocks and precincts are large enough (A.6.1).
fn coding(segment: &[u8]) -> Option<u8> {
    let [style, _order, _, layers, _mix, levels, across, down, _, _, precincts @ ..] = segment else { return None };
    let blocks = *across + 2 >= BLOCK && *down + 2 >= BLOCK && *across <= 8 && *down <= 8;
    let precincts_fit = match style & 1 {
        0 => precincts.is_empty(),
        _ => {
            precincts.len() == usize::from(*levels) + 1 && precincts.iter().all(|p| p & 15 >= BLOCK && p >> 4 >= BLOCK)
        }
    };
    (blocks && precincts_fit && *levels <= 16 && *layers <= 32).then_some(*levels)
}

/// Bits of a sample at most, by the sizes of steps (A.6.4, equation E-2).
fn quantisation(segment: &[u8]) -> Option<u64> {
    let (style, steps) = segment.split_first()?;
    // The exponents of derived steps are smaller than the one that is told.
    let largest = match style & 0x1f {
        0 => steps.iter().max()? >> 3,
        1 if steps.len() == 2 => steps[0] >> 3,
        2 if steps.len() % 2 == 0 => steps.iter().step_by(2).max()? >> 3,
        _ => return None,
    };
    Some((u64::from(style >> 5) + u64::from(largest)).saturating_sub(1))
}
