//! Bytes of a text file into text: UTF-8, UTF-16, and the Windows-1252 that spreadsheets still write in France.

use std::borrow::Cow;

/// In which encoding a table was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without a mark at its beginning.
    Utf8,
    /// UTF-16, either order of bytes.
    Utf16,
    /// Windows-1252: taken for everything that is neither of the others.
    Windows1252,
}

impl Encoding {
    /// A permanent name: `utf-8`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }
}

/// The text, without a mark at its beginning: where it is UTF-8, the bytes themselves.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    match bytes {
        [0xff, 0xfe, rest @ ..] => (utf16(rest, u16::from_le_bytes).into(), Encoding::Utf16),
        [0xfe, 0xff, rest @ ..] => (utf16(rest, u16::from_be_bytes).into(), Encoding::Utf16),
        [first, 0, ..] if *first != 0 => (utf16(bytes, u16::from_le_bytes).into(), Encoding::Utf16),
        [0, second, ..] if *second != 0 => (utf16(bytes, u16::from_be_bytes).into(), Encoding::Utf16),
        _ => {
            let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            match std::str::from_utf8(body) {
                Ok(text) => (text.into(), Encoding::Utf8),
                // A mark says UTF-8: what is damaged is shown as such. So is a text that is UTF-8 nearly everywhere.
                Err(_) if body.len() < bytes.len() || mostly_utf8(body) => {
                    (String::from_utf8_lossy(body), Encoding::Utf8)
                }
                Err(_) => (body.iter().map(|b| windows_1252(*b)).collect::<String>().into(), Encoding::Windows1252),
            }
        }
    }
}

/// Whether whole sequences of UTF-8 are several times as many as broken ones: chance does not make them.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken.saturating_mul(4)
}

fn utf16(bytes: &[u8], order: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn windows_1252(byte: u8) -> char {
    /// 0x80 to 0x9f, as the Encoding Standard has them; the five that stand for nothing stay control characters.
    const SPECIAL: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => SPECIAL[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_encodings_say_the_same() {
        let text = "Prénom;Cœur – 5 €\r\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let bom = |mark: &[u8], body: &[u8]| [mark, body].concat();
        let western = b"Pr\xe9nom;C\x9cur \x96 5 \x80\r\n";
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (bom(b"\xef\xbb\xbf", text.as_bytes()), Encoding::Utf8),
            (bom(b"\xff\xfe", &utf16), Encoding::Utf16),
            (bom(b"\xfe\xff", &big), Encoding::Utf16),
            (utf16.clone(), Encoding::Utf16),
            (big.clone(), Encoding::Utf16),
            (western.to_vec(), Encoding::Windows1252),
        ] {
            assert_eq!(decode(&bytes), (text.into(), encoding));
        }
    }

    #[test]
    fn damage_shows() {
        assert_eq!(decode(b"\xef\xbb\xbfa\xe9b").0, "a\u{fffd}b");
        assert_eq!(decode("éééééé\u{0}".as_bytes()).1, Encoding::Utf8);
        let bytes = ["éàèùçê".as_bytes(), b"\xe9"].concat();
        let (text, encoding) = decode(&bytes);
        assert_eq!((&*text, encoding), ("éàèùçê\u{fffd}", Encoding::Utf8));
        assert_eq!(decode(b"").0, "");
        assert_eq!(decode(b"\xff\xfea").0, "");
    }
}
