//! The forms in which one award can be issued.

use std::fmt;

/// A form of a badge. One award may have several (EXT-30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// Open Badges 3.0 with an embedded proof: JSON, suite `eddsa-rdfc-2022`.
    Ob3,
    /// Open Badges 3.0 as VC-JWT: a compact JWS, ES256 or RS256.
    Ob3Jwt,
    /// Open Badges 2.0, verified by being read from its own address.
    Ob2Hosted,
    /// Open Badges 2.0 as a compact JWS, RS256.
    Ob2Signed,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Ob3, Self::Ob3Jwt, Self::Ob2Hosted, Self::Ob2Signed];

    /// The permanent text: `ob3`, `ob3-jwt`, `ob2-hosted`, `ob2-signed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ob3 => "ob3",
            Self::Ob3Jwt => "ob3-jwt",
            Self::Ob2Hosted => "ob2-hosted",
            Self::Ob2Signed => "ob2-signed",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == name)
    }

    /// Whether this is a form of Open Badges 3.0.
    #[must_use]
    pub const fn is_3(self) -> bool {
        matches!(self, Self::Ob3 | Self::Ob3Jwt)
    }

    /// Whether it is a compact JWS rather than JSON.
    #[must_use]
    pub const fn is_jws(self) -> bool {
        matches!(self, Self::Ob3Jwt | Self::Ob2Signed)
    }

    /// The name of its file: `credential.json`, `credential.jws`, `assertion.json`, `assertion.jws` (D-02, BAKE-21).
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Ob3 => "credential.json",
            Self::Ob3Jwt => "credential.jws",
            Self::Ob2Hosted => "assertion.json",
            Self::Ob2Signed => "assertion.jws",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
