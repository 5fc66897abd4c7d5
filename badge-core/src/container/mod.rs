//! Finding credentials in what people hold, and baking them into pictures.

use crate::name::Url;

/// A credential that was found, and is not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// The credential's own bytes, exactly as found.
    pub raw: Raw,
    /// Where it was found, outermost first: `[Png { chunk: Itxt, … }]`; empty for bare JSON or JWS.
    pub via: Vec<Wrapping>,
}

/// The forms in which a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// A JSON text.
    Json(Vec<u8>),
    /// A compact JWS.
    Jws(String),
    /// An address where the badge can be had (hosted OB 2.0, or any link).
    Link(Url),
}

/// One layer around a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wrapping {
    /// A text chunk of a PNG.
    Png {
        /// Which kind of chunk.
        chunk: PngChunk,
        /// `openbadges` or `openbadgecredential`.
        keyword: Keyword,
        /// The chunk was compressed, which baking must not do (OB 3.0 #png-baking).
        compressed: bool,
        /// How many further chunks with this keyword were ignored.
        ignored: usize,
    },
    /// An element of an SVG.
    Svg {
        /// Whose namespace it is in.
        keyword: Keyword,
        /// The credential stood in the `verify` attribute.
        attribute: bool,
        /// How many further elements of this namespace were ignored.
        ignored: usize,
    },
}

/// The kinds of PNG text chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PngChunk {
    /// International text, the only one that baking writes.
    Itxt,
    /// Latin-1 text: badges from before 1.0.
    Text,
    /// Compressed Latin-1 text.
    Ztxt,
}

/// The two slots in a picture: one for each generation of Open Badges. A picture may hold both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Keyword {
    /// `openbadges`: OB 2.0 and older.
    OpenBadges,
    /// `openbadgecredential`: OB 3.0.
    OpenBadgeCredential,
}
