//! Letters and widths of a font, as far as it takes to read an address (ISO 32000-1 sections 9.6, 9.7, 9.10).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::cmap::Cmap;
use super::matrix::Matrix;
use super::{Reader, number_of};

/// Entries in a table of widths.
const WIDTHS: usize = 70_000;

pub(super) struct Font {
    /// What the document says about its codes.
    unicode: Option<Cmap>,
    /// Letters of one-byte codes, where the document names an encoding.
    letters: Vec<String>,
    two_bytes: bool,
    widths: BTreeMap<u32, (u32, f32)>,
    default_width: f32,
    /// From glyph space to text space.
    unit: f32,
    /// What draws each letter, where the document does so itself (Type 3), and from there to text space.
    drawn: BTreeMap<u32, ObjectId>,
    matrix: Matrix,
}

impl Font {
    /// Splits a text into codes and tells of each its number, its letters, its width at size 1, and whether it is a
    /// space.
    pub(super) fn each(&self, bytes: &[u8], mut tell: impl FnMut(u32, &str, f32, bool)) {
        let step = if self.two_bytes { 2 } else { 1 };
        let mut letters = String::new();
        for code in bytes.chunks(step) {
            let number = code.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            letters.clear();
            let known = self.unicode.as_ref().is_some_and(|map| map.get(number, &mut letters));
            if !known && let Some(own) = self.letters.get(number as usize).filter(|_| !self.two_bytes) {
                letters.push_str(own);
            }
            tell(number, &letters, self.width(number), !self.two_bytes && number == 32);
        }
    }

    /// What draws a letter, and from its coordinates to those of the text.
    pub(super) fn drawn(&self, code: u32) -> Option<(ObjectId, Matrix)> {
        self.drawn.get(&code).map(|id| (*id, self.matrix))
    }

    fn width(&self, code: u32) -> f32 {
        let range = self.widths.range(..=code).next_back().filter(|(_, (last, _))| code <= *last);
        range.map_or(self.default_width, |(_, (_, width))| *width) * self.unit
    }
}

impl<'d> Reader<'d, '_, '_> {
    /// Reads a font.
    pub(super) fn font(&mut self, font: &'d Dictionary) -> Font {
        let named = |key: &str, name: &[u8]| self.get(font, key).and_then(|o| o.as_name().ok()) == Some(name);
        let (composite, type3) = (named("Subtype", b"Type0"), named("Subtype", b"Type3"));
        let map = font.get(b"ToUnicode").ok().and_then(|map| self.document.dereference(map).ok());
        // Two fonts may share a map: it is read for each, and counted.
        let map = map.and_then(|(_, map)| map.as_stream().ok()).and_then(|stream| self.decoded(stream));
        let unicode = map.map(|bytes| Cmap::parse(&bytes));
        let two_bytes = composite && !unicode.as_ref().is_some_and(|map| map.one_byte);
        let letters = if composite { Vec::new() } else { self.letters(font) };
        let (widths, default_width) = if composite { self.cid_widths(font) } else { self.widths(font) };
        let numbers: Vec<f32> = self.array(font, "FontMatrix").iter().filter_map(number_of).collect();
        let matrix = Matrix::of(&numbers).filter(|_| type3).unwrap_or(Matrix([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]));
        let drawn = if type3 { self.drawn_letters(font) } else { BTreeMap::new() };
        Font { unicode, letters, two_bytes, widths, default_width, unit: matrix.0[0].abs(), drawn, matrix }
    }

    /// The letters that the document draws itself (table 112): its encoding names them, its procedures draw them.
    fn drawn_letters(&self, font: &'d Dictionary) -> BTreeMap<u32, ObjectId> {
        let mut letters = BTreeMap::new();
        let names = self.dictionary(font, "Encoding").map_or(&[][..], |encoding| self.array(encoding, "Differences"));
        let Some(procedures) = self.dictionary(font, "CharProcs") else { return letters };
        let mut code = 0_u32;
        for name in names.iter().take(2 * 256) {
            if let Some(number) = name.as_i64().ok().and_then(|n| u32::try_from(n).ok()) {
                code = number;
            } else if let Ok(name) = name.as_name() {
                if let Some(id) = procedures.get(name).ok().and_then(|p| p.as_reference().ok()) {
                    letters.insert(code, id);
                }
                code = code.saturating_add(1);
            }
        }
        letters
    }

    /// The letters of a simple font's 256 codes. Its map of letters is kept away from the foreign reader, which would
    /// write out every code of every range.
    fn letters(&self, font: &'d Dictionary) -> Vec<String> {
        let mut simple = font.clone();
        simple.remove(b"ToUnicode");
        let encoding = simple.get_font_encoding_with_limit(self.document, 1 << 16);
        let one = |code: u8| match &encoding {
            Ok(encoding) => encoding.bytes_to_string(&[code]).unwrap_or_default(),
            // Without a name for its letters, a font most often has those of ASCII in their places.
            _ if (32..127).contains(&code) => char::from(code).to_string(),
            _ => String::new(),
        };
        (0..=255).map(one).collect()
    }

    fn widths(&self, font: &'d Dictionary) -> (BTreeMap<u32, (u32, f32)>, f32) {
        let first = self.get(font, "FirstChar").and_then(|o| o.as_i64().ok()).and_then(|n| u32::try_from(n).ok());
        let widths = self.array(font, "Widths").iter().take(256).map(|w| self.object(w).and_then(number_of));
        let widths = (first.unwrap_or(0)..).zip(widths).filter_map(|(code, width)| Some((code, (code, width?))));
        // The fourteen fonts that every reader has come without widths; half an em is a usual letter.
        (widths.collect(), 500.0)
    }

    fn cid_widths(&self, font: &'d Dictionary) -> (BTreeMap<u32, (u32, f32)>, f32) {
        let mut widths = BTreeMap::new();
        let descendant = self.array(font, "DescendantFonts").first().and_then(|d| self.object(d));
        let Some(descendant) = descendant.and_then(|d| d.as_dict().ok()) else { return (widths, 1000.0) };
        let code = |object: &Object| object.as_i64().ok().and_then(|n| u32::try_from(n).ok());
        let mut entries = self.array(descendant, "W").iter().take(WIDTHS);
        while let Some(first) = entries.next().and_then(code) {
            match entries.next().and_then(|o| self.object(o)) {
                Some(Object::Array(each)) => {
                    for (code, width) in (first..).zip(each.iter().take(WIDTHS - widths.len().min(WIDTHS))) {
                        widths.insert(code, (code, number_of(width).unwrap_or(0.0)));
                    }
                }
                Some(last) => {
                    let (Some(last), Some(width)) = (code(last), entries.next().and_then(number_of)) else { break };
                    widths.insert(first, (last, width));
                }
                None => break,
            }
        }
        (widths, self.get(descendant, "DW").and_then(number_of).unwrap_or(1000.0))
    }
}
