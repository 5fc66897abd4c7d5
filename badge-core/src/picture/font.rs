//! The letters of drawn badges: Noto Sans, compiled in, so that a badge looks the same on every machine. Fonts of the
//! system are never asked.

use std::fmt::Write as _;

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::opentype_layout::LayoutTable;
use ttf_parser::{Face, GlyphId, OutlineBuilder, Tag};

use super::shape::number;

/// Noto Sans Bold as a TrueType file: Latin, Greek and Cyrillic. Copyright 2012 Google Inc., Apache License 2.0.
pub static BOLD: &[u8] = notosans::BOLD_TTF;
/// Noto Sans Regular as a TrueType file, from the same family and under the same licence.
pub static REGULAR: &[u8] = notosans::REGULAR_TTF;

/// The name of the family.
pub const FAMILY: &str = "Noto Sans";
/// Who made the letters, and under which licence they may be passed on.
pub const NOTICE: &str = "Noto Sans: Copyright 2012 Google Inc., Apache License 2.0";

/// The first letter that [`BOLD`] cannot write; `None` when it can write the whole text.
#[must_use]
pub fn first_missing(text: &str) -> Option<char> {
    let letters = Letters::bold()?;
    composed(text).into_iter().find(|c| letters.glyph(*c).is_none())
}

/// The letters of one weight, ready to be measured and drawn.
pub(crate) struct Letters {
    face: Face<'static>,
    pairs: Vec<PairAdjustment<'static>>,
    per_em: f64,
}

impl Letters {
    /// `None` would mean that the font compiled in is broken; a test sees that it is not.
    pub(crate) fn bold() -> Option<Self> {
        Self::of(BOLD)
    }

    /// The letters of [`BOLD`] or [`REGULAR`].
    pub(crate) fn of(font: &'static [u8]) -> Option<Self> {
        let face = Face::parse(font, 0).ok()?;
        let pairs = face.tables().gpos.map(kerning).unwrap_or_default();
        let per_em = f64::from(face.units_per_em());
        Some(Self { face, pairs, per_em })
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.glyph(c).is_some()
    }

    /// The glyph of a letter that can be written.
    pub(crate) fn glyph(&self, c: char) -> Option<GlyphId> {
        // Spaces that the font does not have are as wide as the usual one.
        let c = if c.is_whitespace() { ' ' } else { c };
        self.face.glyph_index(c).filter(|glyph| glyph.0 != 0)
    }

    /// The width of a line of text of size 1. Letters that cannot be written have none.
    pub(super) fn width(&self, text: &str) -> f64 {
        let mut end = 0.0;
        self.walk(text, |_, _, after| end = after);
        end / self.per_em
    }

    /// Adds the outlines of a line of text to path data, its baseline beginning at a point.
    pub(super) fn outline(&self, data: &mut String, text: &str, size: f64, (x, y): (f64, f64)) {
        let scale = size / self.per_em;
        self.walk(text, |glyph, before, _| {
            let mut pen = Pen { data: &mut *data, scale, x: x + before * scale, y };
            self.face.outline_glyph(glyph, &mut pen);
        });
    }

    /// Units in the size of a letter.
    #[cfg(feature = "paper")]
    pub(crate) fn per_em(&self) -> f64 {
        self.per_em
    }

    /// Calls `each` with every glyph, where it begins, and where the next one would.
    pub(crate) fn walk(&self, text: &str, mut each: impl FnMut(GlyphId, f64, f64)) {
        let (mut at, mut last) = (0.0, None);
        for glyph in composed(text).into_iter().filter_map(|c| self.glyph(c)) {
            if let Some(last) = last {
                at += f64::from(self.kern(last, glyph));
            }
            let advance = f64::from(self.face.glyph_hor_advance(glyph).unwrap_or(0));
            each(glyph, at, at + advance);
            at += advance;
            last = Some(glyph);
        }
    }

    /// How much nearer two neighbours stand, from the first rule that knows them.
    fn kern(&self, left: GlyphId, right: GlyphId) -> i16 {
        self.pairs.iter().find_map(|pair| between(pair, left, right)).unwrap_or(0)
    }
}

fn between(pair: &PairAdjustment<'_>, left: GlyphId, right: GlyphId) -> Option<i16> {
    let records = match pair {
        PairAdjustment::Format1 { coverage, sets } => sets.get(coverage.get(left)?)?.get(right)?,
        PairAdjustment::Format2 { coverage, classes, matrix } => {
            coverage.get(left)?;
            matrix.get((classes.0.get(left), classes.1.get(right)))?
        }
    };
    Some(records.0.x_advance)
}

/// All rules of the feature `kern`.
fn kerning(table: LayoutTable<'static>) -> Vec<PairAdjustment<'static>> {
    let Some(feature) = table.features.find(Tag::from_bytes(b"kern")) else { return Vec::new() };
    let lookups = feature.lookup_indices.into_iter().filter_map(|n| table.lookups.get(n));
    lookups
        .flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable<'_>>())
        .filter_map(|subtable| if let PositioningSubtable::Pair(pair) = subtable { Some(pair) } else { None })
        .collect()
}

/// The letters of French that arrive in two parts, as file names of some systems do, in one. Marks that change nothing
/// but the choice of a drawing (U+FE0E, U+FE0F), the soft hyphen, joiners and signs that steer direction are left out.
pub(crate) fn composed(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        if is_unseen(c) {
            continue;
        }
        match out.last().copied().and_then(|last| joined(last, c)) {
            Some(one) => {
                out.pop();
                out.push(one);
            }
            None => out.push(c),
        }
    }
    out
}

/// Signs that are not to be seen, for which some fonts have a drawing all the same.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}'
    )
}

/// The same text, with spaces that do not break where French has them: before high punctuation, and inside quotation
/// marks. No line begins with a colon, whatever space was typed.
pub(crate) fn held(text: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied();
        let high = matches!(after, Some(':' | ';' | '!' | '?' | '»' | '%' | '€'));
        out.push(if c == ' ' && (high || out.last() == Some(&'«')) { '\u{a0}' } else { c });
    }
    out.into_iter().collect()
}

fn joined(letter: char, mark: char) -> Option<char> {
    let row = match mark {
        '\u{300}' => "aàeèuùAÀEÈUÙiìoò",
        '\u{301}' => "eéEÉaáiíoóuúAÁ",
        '\u{302}' => "aâeêiîoôuûAÂEÊIÎOÔUÛ",
        '\u{303}' => "nñaãoõNÑ",
        '\u{308}' => "eëiïuüoöaäyÿEËIÏUÜOÖAÄ",
        '\u{327}' => "cçCÇ",
        _ => return None,
    };
    let pairs: Vec<char> = row.chars().collect();
    pairs.chunks_exact(2).find(|pair| pair[0] == letter).map(|pair| pair[1])
}

/// Writes outlines as path data, to a tenth.
struct Pen<'a> {
    data: &'a mut String,
    scale: f64,
    x: f64,
    y: f64,
}

impl Pen<'_> {
    fn points(&mut self, command: char, points: &[(f32, f32)]) {
        self.data.push(command);
        for (n, (x, y)) in points.iter().enumerate() {
            let (x, y) = (self.x + f64::from(*x) * self.scale, self.y - f64::from(*y) * self.scale);
            // Writing to a String does not fail.
            let _ = write!(self.data, "{}{} {}", if n == 0 { "" } else { " " }, number(x), number(y));
        }
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points('M', &[(x, y)]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.points('L', &[(x, y)]);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.points('Q', &[(x1, y1), (x, y)]);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.points('C', &[(x1, y1), (x2, y2), (x, y)]);
    }
    fn close(&mut self) {
        self.data.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_writes_french() {
        let french = "ABCÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ abcàâäçéèêëîïôöùûüÿœæ «\u{a0}’\u{202f}» – — … 0123456789 €!?&@()/+-";
        assert_eq!(first_missing(french), None);
        assert_eq!(first_missing("Ремонт Επισκευή"), None);
        assert_eq!(first_missing("Atelier إصلاح"), Some('إ'));
        assert_eq!(first_missing("vélo 🛠\u{fe0f}"), Some('🛠'));
    }

    #[test]
    fn letters_in_two_parts_are_one() {
        let letters = Letters::bold().unwrap();
        assert_eq!(composed("Re\u{301}parer ça\u{300}"), composed("Réparer çà"));
        assert!((letters.width("e\u{301}") - letters.width("é")).abs() < 1e-9);
        assert_eq!(first_missing("Fac\u{327}onner"), None);
    }

    // Noto has drawings for signs that steer direction: none of them is shown.
    #[test]
    fn what_is_not_to_be_seen_is_not_drawn() {
        let all = "\u{202e}abc\u{202c} \u{2066}\u{200b}d\u{2069}\u{ad}\u{feff}e\u{61c}\u{206a}";
        assert_eq!(composed(all).into_iter().collect::<String>(), "abc de");
    }

    #[test]
    fn no_line_begins_with_a_colon() {
        assert_eq!(held("Service : « relais » !"), "Service\u{a0}: «\u{a0}relais\u{a0}»\u{a0}!");
        assert_eq!(held("3 D: a, b"), "3 D: a, b");
    }

    #[test]
    fn neighbours_stand_as_the_font_says() {
        let letters = Letters::bold().unwrap();
        let apart = letters.width("A") + letters.width("V");
        assert!(letters.width("AV") < apart - 0.01, "{} {apart}", letters.width("AV"));
        let (mut one, mut two) = (String::new(), String::new());
        letters.outline(&mut one, "o", 10.0, (0.0, 0.0));
        letters.outline(&mut two, "o", 20.0, (0.0, 0.0));
        assert!(one.starts_with('M') && one.ends_with('Z') && one != two);
    }
}
