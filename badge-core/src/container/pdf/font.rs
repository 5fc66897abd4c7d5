//! Letters and widths of a font, as far as it takes to read an address (ISO 32000-1 sections 9.6, 9.7, 9.10).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};

use super::cmap::Cmap;
use super::matrix::Matrix;
use super::{Reader, number_of};

/// Entries in the tables of widths of all fonts of one document, each of about 40 bytes: a table may be referred to again
/// and again. Books have some tens of thousands.
pub(super) const WIDTHS: usize = 1_000_000;

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
    #[cfg_attr(not(feature = "scan"), allow(dead_code, reason = "asked for by those who read codes"))]
    drawn: BTreeMap<u32, ObjectId>,
    #[cfg_attr(not(feature = "scan"), allow(dead_code, reason = "asked for by those who read codes"))]
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
    #[cfg_attr(not(feature = "scan"), allow(dead_code, reason = "asked for by those who read codes"))]
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

    /// Asks whether so many more widths may be kept, and counts them.
    fn afford(&mut self, widths: usize) -> bool {
        let left = self.widths_left.checked_sub(widths);
        self.widths_left = left.unwrap_or(0);
        if left.is_none() {
            self.opening.bound("pdf_operations");
        }
        left.is_some()
    }

    fn widths(&mut self, font: &'d Dictionary) -> (BTreeMap<u32, (u32, f32)>, f32) {
        let first = self.get(font, "FirstChar").and_then(|o| o.as_i64().ok()).and_then(|n| u32::try_from(n).ok());
        let widths = self.array(font, "Widths");
        // The fourteen fonts that every reader has come without widths; half an em is a usual letter.
        const DEFAULT: f32 = 500.0;
        if !self.afford(widths.len().min(256)) {
            return (BTreeMap::new(), DEFAULT);
        }
        let widths = widths.iter().take(256).map(|w| self.object(w).and_then(number_of));
        let widths = (first.unwrap_or(0)..).zip(widths).filter_map(|(code, width)| Some((code, (code, width?))));
        (widths.collect(), DEFAULT)
    }

    fn cid_widths(&mut self, font: &'d Dictionary) -> (BTreeMap<u32, (u32, f32)>, f32) {
        let mut widths = BTreeMap::new();
        let descendant = self.array(font, "DescendantFonts").first().and_then(|d| self.object(d));
        let Some(descendant) = descendant.and_then(|d| d.as_dict().ok()) else { return (widths, 1000.0) };
        let code = |object: &Object| object.as_i64().ok().and_then(|n| u32::try_from(n).ok());
        let mut entries = self.array(descendant, "W").iter();
        while let Some(first) = entries.next().and_then(code) {
            let entry = entries.next().and_then(|o| self.object(o));
            // Counted as written, not as kept: later entries may be about the same codes.
            if !self.afford(entry.and_then(|o| o.as_array().ok()).map_or(1, |each| each.len().max(1))) {
                break;
            }
            match entry {
                Some(Object::Array(each)) => {
                    for (code, width) in (first..).zip(each) {
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

#[cfg(test)]
mod tests {
    use lopdf::{Document, dictionary};

    use super::super::super::opening::Opening;
    use super::super::super::{Finding, Format};
    use super::*;
    use crate::limits::Limits;

    /// The font of the object 1 in a document with `table` as object 3, and the widths that it counted.
    fn read(w: Vec<Object>, table: Vec<Object>, left: usize) -> (Font, usize, bool) {
        let mut document = Document::new();
        document.objects.insert((2, 0), dictionary! { "W" => w, "DW" => 7 }.into());
        document.objects.insert((3, 0), Object::Array(table));
        let font = dictionary! { "Subtype" => "Type0", "DescendantFonts" => vec![Object::Reference((2, 0))] };
        let limits = Limits::default();
        let mut opening = Opening::new(Format::Pdf, &limits);
        let mut reader = Reader::new(&document, &mut opening);
        reader.widths_left = left;
        let font = reader.font(&font);
        let counted = left - reader.widths_left;
        (font, counted, opening.finish().findings.contains(&Finding::Bound { limit: "pdf_operations" }))
    }

    // Whoever took only the width of each code, or the table for the range, would put letters in the wrong places.
    #[test]
    fn widths_of_composite_fonts_are_those_of_their_codes() {
        let table: Vec<Object> = vec![10.into(), 20.into()];
        let w =
            vec![1.into(), Object::Reference((3, 0)), 5.into(), 9.into(), 30.into(), 20.into(), table.clone().into()];
        let (font, counted, bound) = read(w, table, 100);
        let widths = [0, 1, 2, 3, 5, 9, 10, 20, 21].map(|code| (font.width(code) * 1000.0).round());
        assert_eq!(widths, [7.0, 10.0, 20.0, 7.0, 30.0, 30.0, 7.0, 10.0, 20.0]);
        assert_eq!((counted, bound), (5, false));
    }

    // A table that is referred to a thousand times, each time for the same codes: counted each time, and no further than
    // to the bound.
    #[test]
    fn a_table_of_widths_is_counted_as_often_as_it_is_named() {
        let again =
            |times: usize| -> Vec<Object> { (0..times).flat_map(|_| [0.into(), Object::Reference((3, 0))]).collect() };
        let table = vec![Object::from(500); 1_000];
        let (font, counted, bound) = read(again(10), table.clone(), WIDTHS);
        assert_eq!((font.widths.len(), counted, bound), (1_000, 10_000, false));
        let (font, counted, bound) = read(again(2_000), table.clone(), WIDTHS);
        assert_eq!((font.widths.len(), counted, bound), (1_000, WIDTHS, true));
        // An empty table is not free either, nor one that does not fit at all.
        assert_eq!(read(again(50), Vec::new(), 40).1, 40);
        let (font, _, bound) = read(again(1), table, 999);
        assert_eq!((font.widths.len(), bound), (0, true));
    }
}
