//! JBIG2 (ITU-T T.88) as scanners write it: whole regions of pixels.
//!
//! Dictionaries of symbols are refused: how large their symbols are stands in the packed bits alone, and thirty bytes
//! may ask for gigabytes. So are refinements, halftones and regions of unknown length.

use hayro_jbig2::{DecodeSettings, Decoder, Page};

use super::{Bits, WIDEST};

/// Pixels of all regions, in those of the page: scanners cover it once, in strips or as a whole.
const LAYERS: u64 = 1;

/// Segments of one page.
const SEGMENTS: usize = 4_096;

/// Walks over the segments of an embedded page (section 7.2) and refuses what is too much or not foreseeable.
pub(super) fn check(data: &[u8], width: u32, height: u32) -> Option<()> {
    let mut rest = data;
    let mut pages = 0;
    let mut pixels = 0_u64;
    for _ in 0..SEGMENTS {
        if rest.is_empty() {
            return (pages == 1).then_some(());
        }
        let number = u32::from_be_bytes(*take(&mut rest)?);
        let [flags, referred] = *take::<2>(&mut rest)?;
        // A long list of segments that are referred to is only of use with symbols.
        let referred = match referred >> 5 {
            count @ 0..=4 => usize::from(count),
            _ => return None,
        };
        let size = match number {
            0..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        rest = rest.get(referred * size + if flags & 0x40 == 0 { 1 } else { 4 }..)?;
        let length = u32::from_be_bytes(*take(&mut rest)?);
        let (segment, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        rest = after;
        let mut words = segment.as_chunks::<4>().0.iter().map(|word| u32::from_be_bytes(*word));
        match flags & 0x3f {
            // Generic regions, at once or for later.
            36 | 38 | 39 => {
                let (w, h) = (words.next()?, words.next()?);
                pixels += u64::from(fits(w)?) * u64::from(fits(h)?);
                if pixels > LAYERS * u64::from(width) * u64::from(height) {
                    return None;
                }
            }
            // The page: of a size that is not told, as high as the document says.
            48 => {
                pages += 1;
                let (w, h) = (words.next()?, words.next()?);
                if w != width || (h != u32::MAX && h != height) {
                    return None;
                }
            }
            // The ends of a stripe, of the page, of all; remarks.
            50 if words.next()? < height => {}
            49 | 51 | 62 => {}
            _ => return None,
        }
    }
    None
}

/// Bits as a document has them: black is 0.
pub(super) fn decode(data: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let page = Page::new_embedded(data, None, &DecodeSettings { strict: false }).ok()?;
    if page.width() != width || page.height() > height {
        return None;
    }
    let mut rows = Rows { bits: Bits::new(width, height, false), at: 0 };
    page.decode(&mut rows).ok()?;
    Some(rows.bits.bytes)
}

fn fits(side: u32) -> Option<u32> {
    (side <= WIDEST).then_some(side)
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(first)
}

struct Rows {
    bits: Bits,
    at: u32,
}

impl Decoder for Rows {
    fn push_pixel(&mut self, black: bool) {
        if black {
            self.bits.blacken(self.at, self.at + 1);
        }
        self.at += 1;
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        let to = self.at + chunk_count * 8;
        if black {
            self.bits.blacken(self.at, to);
        }
        self.at = to;
    }

    fn next_line(&mut self) {
        self.at = 0;
        self.bits.row += 1;
    }
}
