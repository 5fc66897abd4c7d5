//! Letters of the two fonts that every viewer has: Helvetica and Helvetica Bold in WinAnsiEncoding (ISO 32000-1 annex
//! D), which holds what the languages of western Europe are written in.

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Helvetica.
    Regular,
    /// Helvetica Bold.
    Bold,
}

/// A text as it can be written: letters of central Europe lose their marks, and all others become question marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// One byte a letter.
    pub(super) bytes: Vec<u8>,
    /// How many letters had to be left out.
    pub lost: usize,
}

/// Encodes a text.
#[must_use]
pub fn encode(text: &str) -> Encoded {
    let mut encoded = Encoded { bytes: Vec::with_capacity(text.len()), lost: 0 };
    for letter in text.chars() {
        match byte_of(letter) {
            Some(byte) => encoded.bytes.push(byte),
            // Joiners and marks that stand for nothing by themselves.
            None if matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}') => {}
            None => {
                encoded.bytes.push(b'?');
                encoded.lost += 1;
            }
        }
    }
    encoded
}

/// How wide a text is, in points, at a size in points.
#[must_use]
pub fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let widths = match weight {
        Weight::Regular => &REGULAR,
        Weight::Bold => &BOLD,
    };
    let units: u32 = encode(text).bytes.iter().map(|byte| u32::from(widths[usize::from(byte.max(&32) - 32)])).sum();
    units as f32 * size / 1_000.0
}

fn byte_of(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    match letter {
        '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{ff}' => u8::try_from(code).ok(),
        '\t' | '\n' | '\r' | '\u{2002}'..='\u{200a}' => Some(b' '),
        '\u{202f}' => Some(0xa0),
        '\u{2010}' | '\u{2011}' | '\u{2212}' => Some(b'-'),
        'Œ' => Some(0x8c),
        'œ' => Some(0x9c),
        'Š' => Some(0x8a),
        'š' => Some(0x9a),
        'Ž' => Some(0x8e),
        'ž' => Some(0x9e),
        'Ÿ' => Some(0x9f),
        '\u{100}'..='\u{17f}' => MARKLESS.as_bytes().get(code as usize - 0x100).copied(),
        'Ș' => Some(b'S'),
        'ș' => Some(b's'),
        'Ț' => Some(b'T'),
        'ț' => Some(b't'),
        'ƒ' => Some(0x83),
        _ => PUNCTUATION.iter().find(|(other, _)| *other == letter).map(|(_, byte)| *byte),
    }
}

const PUNCTUATION: [(char, u8); 19] = [
    ('€', 0x80),
    ('‚', 0x82),
    ('„', 0x84),
    ('…', 0x85),
    ('†', 0x86),
    ('‡', 0x87),
    ('ˆ', 0x88),
    ('‰', 0x89),
    ('‹', 0x8b),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
    ('˜', 0x98),
    ('™', 0x99),
    ('›', 0x9b),
];

/// The letters from U+0100 to U+017F without their marks.
const MARKLESS: &str = "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// Widths of the codes from 32 in thousandths of the size, from the metrics that go with the font.
const REGULAR: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584, 350, 556, 350, 222, 556, 333, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350, 350, 222,
    222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944, 350, 500, 667, 278, 333, 556, 556, 556, 556, 260, 556,
    333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834,
    611, 667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778,
    778, 584, 778, 722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278,
    278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];

const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584, 350, 556, 350, 278, 556, 500, 1000, 556, 556, 333, 1000, 667, 333, 1000, 350, 611, 350, 350, 278,
    278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944, 350, 500, 667, 278, 333, 556, 556, 556, 556, 280, 556,
    333, 737, 370, 556, 584, 333, 737, 333, 400, 584, 333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834,
    611, 722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778,
    778, 584, 778, 722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278,
    278, 278, 278, 611, 611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_kept_simplified_or_counted_as_lost() {
        assert_eq!(encode("L’œuvre à 3 €…").bytes, b"L\x92\x9cuvre \xe0 3 \x80\x85");
        assert_eq!((encode("Łódź, Čapek").bytes, encode("Łódź").lost), (b"L\xf3dz, Capek".to_vec(), 0));
        assert_eq!((encode("漢字 a").bytes, encode("漢字 a").lost), (b"?? a".to_vec(), 2));
        assert_eq!((encode("a\u{200d}b\u{0}").bytes, encode("\u{0}").lost), (b"ab?".to_vec(), 1));
        assert_eq!((MARKLESS.len(), REGULAR[0x80 - 32], BOLD[0x80 - 32]), (128, 556, 556));
    }

    #[test]
    fn widths_are_those_of_the_font() {
        assert!((width("A i", 10.0, Weight::Regular) - 11.67).abs() < 0.01);
        assert!((width("A i", 10.0, Weight::Bold) - 12.78).abs() < 0.01);
        assert!((width("é€", 1_000.0, Weight::Regular) - 1_112.0).abs() < 0.1);
    }
}
