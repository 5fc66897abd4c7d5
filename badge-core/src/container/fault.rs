//! What can be wrong with a file, a picture or the badge in it: typed, for others to put into words.

use super::{Format, Keyword, PdfPlace, PngChunk, Trace, Wrapping};

/// What is worth saying about a file that was opened. None of these is an error of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// Neither a picture that can hold a badge nor a text that is one, or a picture that is damaged. A badge may
    /// have been found all the same, in the part of the picture that could be read.
    Picture(PictureError),
    /// A text, but neither JSON, nor a JWS, nor one address.
    NotACredential,
    /// A sound picture without a badge: what is left after a screenshot, a copy and paste, or a web site that
    /// rewrites pictures.
    Stripped,
    /// The same, where the picture shows what became of it.
    Lost(Trace),
    /// The same, where it looks like a badge's picture: a guess from its looks, see `docs/pictures.md`. Most likely it was
    /// written again, by a program that does not say so.
    BadgePicture,
    /// There is a QR code in the picture that cannot be read.
    UnreadableCode,
    /// The picture's QR codes say something else than a badge.
    OtherCodes {
        /// How many.
        count: usize,
    },
    /// More than one chunk or element for one slot; the first one counts (BAKE-05, BAKE-08, BAKE-13).
    Repeated {
        /// Which slot.
        keyword: Keyword,
        /// How many were ignored.
        ignored: usize,
    },
    /// A compressed chunk, which baking must not write (BAKE-04).
    Compressed(Keyword),
    /// A tEXt or zTXt chunk instead of an iTXt (BAKE-08).
    OldChunk {
        /// Which slot.
        keyword: Keyword,
        /// The kind of chunk.
        chunk: PngChunk,
    },
    /// A slot is there, and nothing can be read from it.
    Slot {
        /// Which slot.
        keyword: Keyword,
        /// Why.
        fault: SlotFault,
    },
    /// Entries of a list or of a presentation that are no badge, beside others that are.
    OtherEntries {
        /// How many.
        count: usize,
        /// How many entries there are in all.
        total: usize,
    },
    /// A sound document, archive or text without a badge in it, and without an address that may lead to one.
    NoBadge,
    /// No badge in it, but addresses that may lead to some: they could be checked with a network.
    OnlyLinks {
        /// How many: see [`Opened::links`](super::Opened::links).
        count: usize,
    },
    /// No badge in it, and none at the addresses that might have led to some: said by whoever read them.
    DeadLinks {
        /// How many were read.
        count: usize,
    },
    /// A document or an archive that is damaged or locked. What could be read of it was.
    Document(DocumentFault),
    /// One of our bounds was reached: what lies behind it was not looked at.
    Bound {
        /// Its name in [`Limits`](crate::limits::Limits).
        limit: &'static str,
    },
    /// A part of a document that could not be read; the others were.
    Unread {
        /// The page, from 1, if it belongs to one.
        page: Option<u32>,
        /// What it was.
        place: PdfPlace,
    },
    /// Something about a thing that lies within what was opened.
    Within {
        /// Where, outermost first.
        via: Vec<Wrapping>,
        /// What.
        finding: Box<Finding>,
    },
}

impl Finding {
    /// The code of the check to which this belongs, such as `container.single`.
    #[must_use]
    pub fn check(&self) -> &'static str {
        match self {
            Self::Picture(_)
            | Self::NotACredential
            | Self::OtherEntries { .. }
            | Self::OldChunk { .. }
            | Self::Slot { .. }
            | Self::Document(_)
            | Self::Bound { .. }
            | Self::Unread { .. } => "container.format",
            Self::Stripped
            | Self::NoBadge
            | Self::OnlyLinks { .. }
            | Self::DeadLinks { .. }
            | Self::Lost(_)
            | Self::BadgePicture
            | Self::UnreadableCode
            | Self::OtherCodes { .. } => "container.stripped",
            Self::Within { finding, .. } => finding.check(),
            Self::Repeated { .. } => "container.single",
            Self::Compressed(_) => "container.uncompressed",
        }
    }

    /// Whether the badge can be used all the same: read in spite of this, where one was found.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        match self {
            Self::Repeated { .. }
            | Self::Compressed(_)
            | Self::OldChunk { .. }
            | Self::OtherEntries { .. }
            | Self::Document(_)
            | Self::Bound { .. }
            | Self::Unread { .. }
            | Self::Within { .. } => true,
            Self::Picture(error) => {
                matches!(error, PictureError::Png(_) | PictureError::Svg(_) | PictureError::TooManyCodes { .. })
            }
            Self::NotACredential | Self::Stripped | Self::Slot { .. } | Self::NoBadge => false,
            Self::OnlyLinks { .. }
            | Self::DeadLinks { .. }
            | Self::Lost(_)
            | Self::BadgePicture
            | Self::UnreadableCode
            | Self::OtherCodes { .. } => false,
        }
    }
}

/// What is wrong with a document or an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentFault {
    /// Its structure cannot be read at all.
    #[error("damaged")]
    Damaged,
    /// Damaged, and put together again from what is there: something may be missing.
    #[error("damaged and rebuilt")]
    Rebuilt,
    /// Encrypted with a password that we do not have.
    #[error("encrypted with a password")]
    Locked,
}

/// Why bytes are not a picture that can hold a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// No bytes at all.
    #[error("0 bytes")]
    Empty,
    /// Over `limits.image_bytes` (or `limits.document_bytes` for a bare text).
    #[error("{bytes} bytes, over the limit of {limit}")]
    TooLarge {
        /// How large.
        bytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// Something other than PNG and SVG (BAKE-18).
    #[error("{0} is neither PNG nor SVG")]
    NotAPicture(Format),
    /// A PNG whose structure is damaged.
    #[error("damaged PNG: {0}")]
    Png(#[from] PngFault),
    /// A JPEG or WebP picture, or a PNG, whose pixels cannot be decoded.
    #[error("{0} picture whose pixels cannot be decoded")]
    Undecodable(Format),
    /// An SVG that cannot be read or must not be.
    #[error("SVG refused: {0}")]
    Svg(#[from] SvgFault),
    /// More QR codes than `limits.qr_codes`: the rest was not read.
    #[error("more than {limit} QR codes")]
    TooManyCodes {
        /// What is allowed.
        limit: usize,
    },
    /// More pixels than `limits.picture_pixels`.
    #[error("{width} by {height} pixels, over the limit of {limit}")]
    TooManyPixels {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Pixels in all.
        limit: u64,
    },
}

/// How a PNG is damaged (PNG specification, third edition, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PngFault {
    /// The first eight bytes were changed on the way: line ends converted, or the eighth bit lost.
    #[error("signature changed in transfer")]
    Signature,
    /// The first chunk is not an IHDR of 13 bytes.
    #[error("no IHDR at the start")]
    NoHeader,
    /// The file ends inside the chunk that begins at this byte, or where one should begin.
    #[error("ends too early, in the chunk at byte {at}")]
    Truncated {
        /// Offset in bytes.
        at: usize,
    },
    /// A chunk's CRC does not match.
    #[error("wrong checksum of the chunk at byte {at}")]
    Checksum {
        /// The chunk's type, as four ASCII letters.
        chunk: [u8; 4],
        /// Offset of the chunk in bytes.
        at: usize,
    },
    /// More chunks than `limits.png_chunks`.
    #[error("more than {limit} chunks")]
    TooManyChunks {
        /// What is allowed.
        limit: usize,
    },
    /// The chunks are whole and the pixels in them cannot be decoded.
    #[error("pixels cannot be decoded")]
    Pixels,
}

/// Why an SVG was refused (XML 1.0; BAKE-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SvgFault {
    /// Neither UTF-8 nor an encoding of single bytes that contains ASCII: UTF-16, for instance.
    #[error("encoding not supported")]
    Encoding,
    /// Not well-formed XML at this byte.
    #[error("not well-formed at byte {at}")]
    NotWellFormed {
        /// Offset in bytes.
        at: usize,
    },
    /// The file ends before its root element does.
    #[error("ends too early")]
    Truncated,
    /// A DOCTYPE with an internal subset, where entities could be declared (D-33).
    #[error("DOCTYPE with an internal subset")]
    InternalSubset,
    /// Deeper than `limits.xml_depth`.
    #[error("nested more than {limit} levels")]
    TooDeep {
        /// What is allowed.
        limit: usize,
    },
    /// More pieces than `limits.xml_events`.
    #[error("more than {limit} XML events")]
    TooManyEvents {
        /// What is allowed.
        limit: usize,
    },
    /// More badge elements than we read.
    #[error("more than {limit} badge elements")]
    TooManyBadges {
        /// What is allowed.
        limit: usize,
    },
    /// More attributes or namespaces on one element than we read (256, and 128).
    #[error("too many attributes or namespaces")]
    TooManyAttributes,
}

/// Why nothing could be read from a slot that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SlotFault {
    /// The chunk's CRC does not match: the text may have changed, so it is not used.
    #[error("wrong checksum")]
    Checksum,
    /// The chunk does not have the parts it must have, or the element uses an unknown entity.
    #[error("malformed")]
    Malformed,
    /// Not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// Compressed, and over `limits.inflated_text_bytes` when inflated.
    #[error("inflates to more than {limit} bytes")]
    Inflates {
        /// What is allowed.
        limit: usize,
    },
    /// Over `limits.document_bytes`.
    #[error("{bytes} bytes, over the limit of {limit}")]
    TooLarge {
        /// How large.
        bytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// Neither JSON, nor a JWS, nor (in an OB 2.0 slot) an address (BAKE-09).
    #[error("not a credential")]
    NotACredential,
}

/// Why a credential was not baked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BakeError {
    /// The picture cannot take a badge.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// There is a badge in this slot already, and it was to be kept (D-33).
    #[error("already holds an {} badge", .0.as_str())]
    AlreadyBaked(Keyword),
    /// Nothing but white space was to be baked.
    #[error("empty text")]
    EmptyText,
    /// The text is over `limits.document_bytes`: it could not be read back.
    #[error("text of {bytes} bytes, over the limit of {limit}")]
    TextTooLong {
        /// How long.
        bytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// A character that the picture's format cannot hold: NUL in a PNG, most control characters in an SVG.
    #[error("character not allowed at byte {at}")]
    Character {
        /// Offset in the text, in bytes.
        at: usize,
    },
}

/// Why a credential was not taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnbakeError {
    /// Not a picture that can be read.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The picture has no badge in this slot.
    #[error("no {} badge", .0.as_str())]
    NoBadge(Keyword),
    /// There is one, and it cannot be read.
    #[error(transparent)]
    Slot(#[from] SlotFault),
}
