//! Which letters the codes of a font stand for: the `ToUnicode` map (ISO 32000-1 section 9.10.3).
//!
//! Ranges are kept as ranges: four bytes can name four billion codes.

/// Entries of one map. A font has at most 65,536 glyphs.
const ENTRIES: usize = 70_000;

/// Letters for codes.
#[derive(Debug, Default)]
pub(super) struct Cmap {
    /// First code, last code, what the first one stands for; sorted by the first code.
    ranges: Vec<(u32, u32, Vec<u16>)>,
    /// Whether codes have one byte, as the map says.
    pub(super) one_byte: bool,
}

impl Cmap {
    /// Reads what can be read.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut tokens = Tokens { bytes, at: 0 };
        let mut widths = (0_usize, 0_usize);
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"beginbfchar") => map.characters(&mut tokens, &mut widths),
                Token::Word(b"beginbfrange") => map.ranges(&mut tokens, &mut widths),
                _ => {}
            }
        }
        map.one_byte = widths.0 > widths.1;
        map.ranges.sort_by_key(|(first, _, _)| *first);
        map
    }

    /// The letters of a code.
    pub(super) fn get(&self, code: u32, out: &mut String) -> bool {
        let end = self.ranges.partition_point(|(first, _, _)| *first <= code);
        let Some((first, _, letters)) =
            end.checked_sub(1).map(|at| &self.ranges[at]).filter(|(_, last, _)| code <= *last)
        else {
            return false;
        };
        let steps = code - first;
        let mut units = letters.clone();
        if let Some(last) = units.last_mut() {
            *last = last.wrapping_add((steps & 0xffff) as u16);
        }
        out.extend(char::decode_utf16(units).flatten());
        true
    }

    fn characters(&mut self, tokens: &mut Tokens<'_>, widths: &mut (usize, usize)) {
        while let Some(Token::Hex(code)) = tokens.next() {
            let Some(Token::Hex(letters)) = tokens.next() else { return };
            count(&code, widths);
            self.add(number(&code), number(&code), units(&letters));
        }
    }

    fn ranges(&mut self, tokens: &mut Tokens<'_>, widths: &mut (usize, usize)) {
        while let Some(Token::Hex(first)) = tokens.next() {
            let Some(Token::Hex(last)) = tokens.next() else { return };
            count(&first, widths);
            let (first, last) = (number(&first), number(&last));
            match tokens.next() {
                Some(Token::Hex(letters)) => self.add(first, last, units(&letters)),
                Some(Token::Open) => {
                    let mut code = first;
                    while let Some(Token::Hex(letters)) = tokens.next() {
                        self.add(code, code, units(&letters));
                        code = code.wrapping_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn add(&mut self, first: u32, last: u32, letters: Vec<u16>) {
        if self.ranges.len() < ENTRIES && first <= last && letters.len() <= 8 {
            self.ranges.push((first, last, letters));
        }
    }
}

fn count(code: &[u8], widths: &mut (usize, usize)) {
    if code.len() == 1 { widths.0 += 1 } else { widths.1 += 1 }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    match bytes {
        [one] => vec![u16::from(*one)],
        _ => bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect(),
    }
}

enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.bytes[self.at..];
        let start = rest.iter().position(|b| !b.is_ascii_whitespace() && *b != 0)?;
        let rest = &rest[start..];
        let (token, length) = match rest[0] {
            b'[' => (Token::Open, 1),
            b']' => (Token::Close, 1),
            b'<' if rest.get(1) != Some(&b'<') => {
                let end = rest.iter().position(|b| *b == b'>').unwrap_or(rest.len());
                (Token::Hex(hex(&rest[1..end])), (end + 1).min(rest.len()))
            }
            _ => {
                let ends = |b: &u8| b.is_ascii_whitespace() || b"[]<>".contains(b);
                let length = rest[1..].iter().position(ends).map_or(rest.len(), |at| at + 1);
                (Token::Word(&rest[..length]), length)
            }
        };
        self.at += start + length;
        Some(token)
    }
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> = digits.iter().filter_map(|d| char::from(*d).to_digit(16)).map(|d| d as u8).collect();
    values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(map: &Cmap, code: u32) -> String {
        let mut out = String::new();
        map.get(code, &mut out);
        out
    }

    #[test]
    fn characters_and_ranges() {
        let map = Cmap::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <0068> <0002><00660069>\n\
              endbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange",
        );
        assert_eq!([1, 2, 16, 18, 33].map(|code| letters(&map, code)), ["h", "fi", "a", "c", "y"]);
        assert_eq!((letters(&map, 19).as_str(), map.one_byte), ("", false));
        assert!(Cmap::parse(b"beginbfchar <41> <0041> endbfchar").one_byte);
    }

    // A range over all codes of four bytes costs one entry.
    #[test]
    fn hostile_maps_are_small() {
        let map =
            Cmap::parse(b"beginbfrange <00000000> <FFFFFFFF> <0041> <05> <01> <0041> <01 endbfrange beginbfchar <");
        assert_eq!((map.ranges.len(), letters(&map, u32::MAX).len() < 4), (1, true));
        let many = "<0001> <0041> ".repeat(ENTRIES + 10);
        assert_eq!(Cmap::parse(format!("beginbfchar {many}").as_bytes()).ranges.len(), ENTRIES);
    }
}
