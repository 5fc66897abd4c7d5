//! Pictures as fax machines, scanners and archives pack them: CCITT, JBIG2, JPEG 2000 (ISO 32000-1 sections 7.4.6,
//! 7.4.7 and 7.4.9).
//!
//! Each decoder is foreign, and what it is given is measured first: sizes are held against the limits, and forms whose
//! cost cannot be told beforehand are refused. A panic of one ends in a picture that could not be read.

mod jbig2;
mod jpx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};
use lopdf::{Dictionary, Object};

pub(super) use jpx::Jpx;

/// The widest row of any of them.
const WIDEST: u32 = 1 << 16;

/// A kind of packing that yields samples of one bit.
#[derive(Clone, Copy)]
pub(super) enum Packing {
    Fax,
    Jbig2,
}

impl Packing {
    /// The packing that a filter stands for, also by its short name.
    pub(super) fn of(filter: &[u8]) -> Option<Self> {
        match filter {
            b"CCITTFaxDecode" | b"CCF" => Some(Self::Fax),
            b"JBIG2Decode" => Some(Self::Jbig2),
            _ => None,
        }
    }
}

/// One bit a pixel, rows of whole bytes, as a document has them: a bit that is set is white.
struct Bits {
    bytes: Vec<u8>,
    stride: usize,
    columns: u32,
    rows: usize,
    row: usize,
    black: u8,
}

impl Bits {
    /// A white picture; `black` is the bit that black has.
    fn new(columns: u32, rows: u32, black: bool) -> Self {
        let stride = columns.div_ceil(8) as usize;
        let white = if black { 0x00 } else { 0xff };
        Self {
            bytes: vec![white; stride * rows as usize],
            stride,
            columns,
            rows: rows as usize,
            row: 0,
            black: if black { 0xff } else { 0x00 },
        }
    }

    fn blacken(&mut self, from: u32, to: u32) {
        if self.row >= self.rows {
            return;
        }
        let row = &mut self.bytes[self.row * self.stride..][..self.stride];
        let mut at = from;
        while at < to.min(self.columns) {
            if at.is_multiple_of(8) && at + 8 <= to {
                row[(at / 8) as usize] = self.black;
                at += 8;
            } else {
                let mask = 0x80 >> (at % 8);
                let byte = &mut row[(at / 8) as usize];
                *byte = (*byte & !mask) | (self.black & mask);
                at += 1;
            }
        }
    }
}

impl Decoder for Bits {
    fn push_row(&mut self, changes: &[u32]) {
        for black in changes.chunks(2) {
            self.blacken(black[0], black.get(1).copied().unwrap_or(self.columns));
        }
        self.row += 1;
    }
}

/// Unpacks a fax of this many rows, as far as it can be read. What was read has `columns` as its parameters say.
pub(super) fn fax(data: &[u8], parameters: Option<&Dictionary>, width: u32, height: u32) -> Option<Vec<u8>> {
    let get = |key: &[u8]| parameters.and_then(|p| p.get(key).ok());
    let number = |key: &[u8]| get(key).and_then(|o| o.as_i64().ok());
    let flag = |key: &[u8], usual: bool| match get(key) {
        Some(Object::Boolean(value)) => *value,
        _ => usual,
    };
    let columns = u32::try_from(number(b"Columns").unwrap_or(1_728)).ok()?;
    // A picture is as wide as its rows; room for one byte of padding is left.
    if columns == 0 || columns > WIDEST || columns.div_ceil(8) != width.div_ceil(8) {
        return None;
    }
    let settings = DecodeSettings {
        columns,
        rows: height,
        end_of_block: flag(b"EndOfBlock", true),
        end_of_line: flag(b"EndOfLine", false),
        rows_are_byte_aligned: flag(b"EncodedByteAlign", false),
        encoding: match number(b"K").unwrap_or(0) {
            ..0 => EncodingMode::Group4,
            0 => EncodingMode::Group3_1D,
            1.. => EncodingMode::Group3_2D,
        },
        strict: false,
    };
    let mut bits = Bits::new(columns, height, flag(b"BlackIs1", false));
    let whole = guarded(|| hayro_ccitt::decode(data, &mut bits, &mut DecoderContext::new(settings)).is_ok())?;
    (whole || bits.row > 0).then_some(bits.bytes)
}

/// Unpacks JBIG2 of this size. See [`jbig2::check`] for what is refused.
pub(super) fn jbig2(data: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    jbig2::check(data, width, height)?;
    guarded(|| jbig2::decode(data, width, height))?
}

/// Runs a foreign decoder: a mistake in it ends here. Nothing that a panic leaves half done is used afterwards.
fn guarded<T>(decode: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(decode)).ok()
}
