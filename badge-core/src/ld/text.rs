//! A text that is borrowed where it can be and shared where it must be.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// An IRI or a literal: part of the document it came from, or shared.
///
/// It behaves as the `str` it holds; cloning it never copies the text.
#[derive(Clone)]
pub struct Str<'a>(Kind<'a>);

#[derive(Clone)]
enum Kind<'a> {
    Borrowed(&'a str),
    Shared(Arc<str>),
}

impl<'a> Str<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self(Kind::Borrowed(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Kind::Borrowed(s) => s,
            Kind::Shared(s) => s,
        }
    }
}

impl Str<'static> {
    /// The same text for a shorter time.
    pub(super) fn shorten<'a>(&self) -> Str<'a> {
        match &self.0 {
            Kind::Borrowed(s) => Str(Kind::Borrowed(s)),
            Kind::Shared(s) => Str(Kind::Shared(Arc::clone(s))),
        }
    }
}

impl From<String> for Str<'_> {
    fn from(text: String) -> Self {
        Self(Kind::Shared(text.into()))
    }
}

impl<'a> From<Cow<'a, str>> for Str<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(s) => Self::new(s),
            Cow::Owned(s) => s.into(),
        }
    }
}

impl Deref for Str<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Str<'_> {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Str<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Str<'_> {}

impl PartialEq<str> for Str<'_> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Str<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for Str<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Str<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Str<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
