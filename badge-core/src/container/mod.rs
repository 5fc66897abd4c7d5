//! Finding credentials in what people hold, and baking them into pictures.
//!
//! Everything goes by content, never by a file's name. [`open`] finds, also in what lies within something else (a
//! picture in a document in an archive); [`bake`], [`unbake`] and [`remove`] write,
//! read and take out one credential, by splicing bytes: what is not the badge is never touched.

mod bake;
mod bare;
mod chunk;
#[cfg(feature = "scan")]
mod codes;
mod fault;
mod follow;
mod format;
#[cfg(feature = "scan")]
pub mod likeness;
mod link;
#[cfg(feature = "scan")]
mod looks;
#[cfg(feature = "mail")]
mod mail;
#[cfg(feature = "markup")]
mod markup;
mod open;
mod opening;
mod packed;
#[cfg(feature = "pdf")]
mod pdf;
mod picture;
mod platform;
mod png;
mod prose;
#[cfg(feature = "scan")]
pub mod qr;
#[cfg(feature = "scan")]
mod raster;
#[cfg(feature = "svg")]
mod sanitise;
mod several;
mod span;
#[cfg(feature = "svg")]
mod splice;
#[cfg(feature = "svg")]
mod svg;
#[cfg(feature = "svg")]
mod tag;
#[cfg(test)]
mod tally;
#[cfg(test)]
mod tests;
mod text;
mod token;
mod trace;
mod wrapper;
mod wrapping;

use crate::name::Url;

pub use bake::{Existing, bake, remove, unbake};
pub use bare::address_without_scheme;
pub use fault::{BakeError, DocumentFault, Finding, PictureError, PngFault, SlotFault, SvgFault, UnbakeError};
pub use follow::{Followed, follow};
pub use format::Format;
#[cfg(feature = "picture")]
pub(crate) use format::without_bom;
pub use link::{Link, LinkKind};
pub(crate) use open::open_single;
pub use open::{Opened, open};
#[cfg(feature = "pdf")]
pub use pdf::attach;
pub use picture::{PictureInfo, picture_info};
#[cfg(feature = "svg")]
pub use sanitise::{Forbidden, sanitise_svg};
pub(crate) use several::token_in_envelope;
pub use trace::Trace;
pub use wrapping::{MarkupPlace, PdfPlace, Wrapping};

/// A credential that was found, and is not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// The credential's own bytes, exactly as found.
    pub raw: Raw,
    /// Where it was found, outermost first: `[Pdf { page: Some(2), place: Image }, Png { chunk: Itxt, … }]`; empty for
    /// bare JSON or JWS.
    pub via: Vec<Wrapping>,
    /// Where else the same bytes were: a badge that is attached to a document and shown in it is one badge.
    pub also: Vec<Vec<Wrapping>>,
}

impl Presented {
    /// A credential that nothing is wrapped around.
    #[must_use]
    pub const fn bare(raw: Raw) -> Self {
        Self { raw, via: Vec::new(), also: Vec::new() }
    }
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

impl Raw {
    /// The ending of the file in which this is kept, without its dot (OB 3.0 #docformat): `json`, `jws`, `txt`.
    #[must_use]
    pub const fn extension(&self) -> &'static str {
        match self {
            Self::Json(_) => "json",
            Self::Jws(_) => "jws",
            Self::Link(_) => "txt",
        }
    }
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

impl Keyword {
    /// Both, the older first.
    pub const ALL: [Self; 2] = [Self::OpenBadges, Self::OpenBadgeCredential];

    /// The keyword of a PNG chunk: `openbadges` or `openbadgecredential`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenBadges => "openbadges",
            Self::OpenBadgeCredential => "openbadgecredential",
        }
    }

    /// The XML namespace of the element in an SVG (OB 2.0 Baking; OB 3.0 #svg-baking).
    #[must_use]
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::OpenBadges => "http://openbadges.org",
            Self::OpenBadgeCredential => "https://purl.imsglobal.org/ob/v3p0",
        }
    }

    /// The local name of the element in an SVG.
    #[must_use]
    pub const fn element(self) -> &'static str {
        match self {
            Self::OpenBadges => "assertion",
            Self::OpenBadgeCredential => "credential",
        }
    }
}
