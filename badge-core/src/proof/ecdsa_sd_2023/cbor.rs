//! The part of CBOR (RFC 8949) that proof values are made of: unsigned integers, byte strings, arrays and maps of known
//! length. Tags, texts, floats and lengths left open have no place in them, and are refused; a library would read them.

/// Reads items one after another. Nothing is copied, and nothing is reserved on the word of a length.
pub(super) struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// Whether everything was read.
    pub(super) const fn is_done(&self) -> bool {
        self.left.is_empty()
    }

    pub(super) fn unsigned(&mut self) -> Option<u64> {
        self.head(0)
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.head(2)?).ok()?;
        let (bytes, left) = self.left.split_at_checked(length)?;
        self.left = left;
        Some(bytes)
    }

    /// The number of items of an array. Each takes a byte at least, so no more can follow than bytes are left.
    pub(super) fn array(&mut self) -> Option<usize> {
        self.length(4, 1)
    }

    /// The number of pairs of a map.
    pub(super) fn map(&mut self) -> Option<usize> {
        self.length(5, 2)
    }

    fn length(&mut self, major: u8, least: usize) -> Option<usize> {
        let length = usize::try_from(self.head(major)?).ok()?;
        (length <= self.left.len() / least).then_some(length)
    }

    /// The number in the head of an item of that major type, written in as few bytes as it takes.
    fn head(&mut self, major: u8) -> Option<u64> {
        let (first, left) = self.left.split_first()?;
        let short = first & 0x1f;
        let more = match short {
            0..24 => 0,
            24..28 => 1_usize << (short - 24),
            _ => return None,
        };
        let (bytes, left) = left.split_at_checked(more)?;
        let number = bytes.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        let fits_in_less = match more {
            0 => false,
            1 => number < 24,
            _ => number >> (more * 4) == 0,
        };
        if first >> 5 != major || fits_in_less {
            return None;
        }
        self.left = left;
        Some(if more == 0 { u64::from(short) } else { number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_size() {
        let rows: [(&[u8], Option<u64>); 12] = [
            (&[0x00], Some(0)),
            (&[0x17], Some(23)),
            (&[0x18, 24], Some(24)),
            (&[0x18, 23], None),
            (&[0x19, 1, 0], Some(256)),
            (&[0x19, 0, 255], None),
            (&[0x1a, 0, 1, 0, 0], Some(65_536)),
            (&[0x1a, 0, 0, 255, 255], None),
            (&[0x1b, 0, 0, 0, 1, 0, 0, 0, 0], Some(1 << 32)),
            (&[0x1f], None),
            (&[0x18], None),
            (&[0x20], None),
        ];
        for (bytes, expected) in rows {
            assert_eq!(Reader::new(bytes).unsigned(), expected, "{bytes:02x?}");
        }
    }

    #[test]
    fn a_length_is_believed_only_as_far_as_there_are_bytes() {
        assert_eq!(Reader::new(&[0x42, 1, 2]).bytes(), Some(&[1, 2][..]));
        assert_eq!(Reader::new(&[0x43, 1, 2]).bytes(), None);
        assert_eq!(Reader::new(&[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).bytes(), None);
        assert_eq!(Reader::new(&[0x9a, 0xff, 0xff, 0xff, 0xff, 1]).array(), None);
        assert_eq!(Reader::new(&[0xa1, 1]).map(), None);
        assert_eq!(Reader::new(&[0xa1, 1, 2]).map(), Some(1));
        // A tag, a text, a length left open.
        for first in [0xc1, 0x61, 0x5f, 0x9f, 0xbf] {
            let bytes = [first, 1, 0xff];
            let mut reader = Reader::new(&bytes);
            assert!(reader.bytes().is_none() && reader.array().is_none() && reader.map().is_none());
            assert!(!reader.is_done());
        }
    }
}
