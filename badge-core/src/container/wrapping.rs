//! What a credential was wrapped in: one value for each layer between a file and the badge in it.

use std::sync::Arc;

use super::{Format, Keyword, PngChunk, Raw};
use crate::name::Url;

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
    /// A PDF document.
    Pdf {
        /// The page, from 1; `None` for what belongs to the whole document, or to no page that can be named.
        page: Option<u32>,
        /// Where in the document or on the page.
        place: PdfPlace,
    },
    /// A file in an archive, or in a document built on one (ODT, DOCX).
    Entry {
        /// Its name in the archive, as written there: not to be used as a path.
        name: String,
    },
    /// A web page, or the text of a document that is written in markup (ODT, DOCX).
    Markup {
        /// Where on the page.
        place: MarkupPlace,
    },
    /// A mail.
    Mail {
        /// The name of the attachment; `None` for the mail's own text.
        attachment: Option<String>,
    },
    /// One of several mails in a mailbox.
    Message {
        /// Which, from 1.
        number: u32,
        /// What it says that it is about.
        subject: String,
    },
    /// What was served at an address.
    Address {
        /// The address.
        url: Url,
    },
    /// A QR code in a picture.
    Code {
        /// The picture's format.
        format: Format,
    },
    /// A text with other things around the badge: a mail, a web page.
    Text,
    /// One of several credentials in one JSON document.
    Member {
        /// Where in the document, as a JSON pointer: `/verifiableCredential/1`.
        pointer: String,
        /// The document, where it is an object that carries credentials (a presentation): its own proof is another one
        /// than the badge's. It comes with the first badge that is found in it alone, so that what it says is looked at
        /// once; `None` for the others, and in a list.
        presentation: Option<Arc<Raw>>,
    },
}

/// Where in a web page something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MarkupPlace {
    /// The target of a link.
    Link,
    /// Written for people to read.
    Text,
    /// What the page says about itself, for programs: OpenGraph, `<link rel="alternate">`.
    Metadata,
    /// JSON that is embedded in the page (JSON-LD).
    Data,
    /// A picture that is shown, by its address or with its bytes.
    Image,
}

/// Where in a PDF something was.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PdfPlace {
    /// A file attached to the document, to a page or to a note on it.
    Attachment {
        /// The file's name as the document gives it: not to be used as a path.
        name: String,
    },
    /// The target of a link.
    Link,
    /// Written on the page.
    Text,
    /// The document's metadata (XMP, document information).
    Metadata,
    /// A picture on the page.
    Image,
    /// Drawn on the page, seen only once the page was rendered.
    Drawing,
    /// Data that nothing in the document points to.
    Stream,
}
