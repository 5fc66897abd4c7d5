//! JSON Pointer (RFC 6901): where in a document a finding stands.

use std::fmt;

/// A place in a JSON document. The empty pointer is the whole document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// The member `name` of what this points at.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        Self(format!("{}/{}", self.0, name.replace('~', "~0").replace('/', "~1")))
    }

    /// The entry `index` of the list that this points at.
    #[must_use]
    pub fn entry(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// As text: `/credentialSubject/achievement/criteria`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
