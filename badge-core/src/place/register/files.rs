//! The files of an award and their digests, in as little memory as a register of a hundred thousand awards wants.

use std::fmt;

use crate::crypto::sha256;
use crate::text;

/// A SHA-256 digest; as text, 64 hexadecimal digits in small letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// That of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }

    /// Reads 64 hexadecimal digits in small letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text::from_small_hex(text).map(Self)
    }

    /// Its first half, where many are held: two that have it in common would take 2^64 tries to find.
    #[must_use]
    pub fn half(&self) -> [u8; 16] {
        let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = self.0;
        first
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::hex(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Names of files with their digests, in the order of the names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(Vec<(Box<str>, Digest)>);

impl Files {
    /// The digest of the file of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Digest> {
        self.0.iter().find(|(known, _)| **known == *name).map(|(_, digest)| *digest)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// Each name with its digest.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.0.iter().map(|(name, digest)| (&**name, *digest))
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, name: &str, digest: Digest) {
        match self.0.binary_search_by(|(known, _)| (**known).cmp(name)) {
            Ok(at) => self.0[at].1 = digest,
            Err(at) => {
                self.0.reserve_exact(1);
                self.0.insert(at, (name.into(), digest));
            }
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<S: AsRef<str>> FromIterator<(S, Digest)> for Files {
    fn from_iter<I: IntoIterator<Item = (S, Digest)>>(all: I) -> Self {
        let mut files = Self::default();
        all.into_iter().for_each(|(name, digest)| files.insert(name.as_ref(), digest));
        files
    }
}

impl<const N: usize> From<[(&str, Digest); N]> for Files {
    fn from(all: [(&str, Digest); N]) -> Self {
        all.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let digest = Digest::of(b"badge");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        let text = digest.to_string();
        for bad in [&text[..63], &text.to_uppercase(), &format!("{text}00"), "", "é"] {
            assert_eq!(Digest::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn files_are_kept_by_name() {
        let (one, two) = (Digest::of(b"1"), Digest::of(b"2"));
        let mut files: Files = [("card.pdf", one), ("badge.png", one)].into();
        assert_eq!(files.names().collect::<Vec<_>>(), ["badge.png", "card.pdf"]);
        files.insert("card.pdf", two);
        assert_eq!((files.get("card.pdf"), files.get("badge.png"), files.get("x")), (Some(two), Some(one), None));
        assert_eq!(files.iter().count(), 2);
    }
}
