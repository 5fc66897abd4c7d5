//! What bytes are, by looking at them.

use std::fmt;

/// The kinds of content that are told apart. Only the first five can hold or be a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A PNG picture.
    Png,
    /// An SVG drawing.
    Svg,
    /// A JSON object, or a list of some.
    Json,
    /// A compact JWS.
    Jws,
    /// One http or https address.
    Link,
    /// Any other text.
    Text,
    /// A web page, or XML that is not SVG.
    Markup,
    /// Text in UTF-16, which is not read.
    Utf16,
    /// A GIF picture.
    Gif,
    /// A JPEG picture.
    Jpeg,
    /// A WebP picture.
    Webp,
    /// An AVIF or HEIC picture, as phones take them.
    Heif,
    /// A BMP picture.
    Bmp,
    /// A TIFF picture.
    Tiff,
    /// A mail, with its header lines.
    Mail,
    /// A document of Office 97 to 2003, a mail of Outlook, or a locked document of a later Office.
    Ole,
    /// A PDF document.
    Pdf,
    /// A ZIP archive, or a document built on one.
    Zip,
    /// Gzip, compressed SVG among others.
    Gzip,
    /// Nothing we know.
    Unknown,
}

impl Format {
    /// Tells what bytes are by their content. XML is taken for SVG until it is read.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        if let Some(known) = by_signature(bytes) {
            return known;
        }
        let text = trim(without_bom(bytes));
        // Programs of mail put brackets around addresses, and no element has such a name.
        let address = [&b"<http://"[..], b"<https://"].iter().any(|begin| text.starts_with(begin));
        if text.first() == Some(&b'<') && !address {
            return Self::Svg;
        }
        if is_mail(text) || is_mailbox(text) {
            return Self::Mail;
        }
        match std::str::from_utf8(text) {
            Ok(_) if text.contains(&0) => Self::Unknown,
            Ok(text) => super::text::kind(text).map_or(Self::Text, |kind| kind.format()),
            // A JSON text that was cut or is in Latin-1 is still JSON: its reader says what is wrong.
            Err(_) if text.first() == Some(&b'{') && !text.contains(&0) => Self::Json,
            // Mail programs and servers put lines before a document; readers look for it all the same.
            Err(_) if bytes[..bytes.len().min(1_024)].windows(5).any(|word| word == b"%PDF-") => Self::Pdf,
            Err(_) if ends_like_zip(bytes) => Self::Zip,
            Err(_) => Self::Unknown,
        }
    }

    /// A permanent name: `webp`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Json => "json",
            Self::Jws => "jws",
            Self::Link => "link",
            Self::Text => "text",
            Self::Markup => "markup",
            Self::Utf16 => "utf16",
            Self::Gif => "gif",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
            Self::Heif => "heif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Mail => "mail",
            Self::Ole => "ole",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Gzip => "gzip",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Bytes without a UTF-8 byte order mark, which other programs like to add (BAKE-21 forbids writing one).
pub(crate) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn by_signature(bytes: &[u8]) -> Option<Format> {
    let starts = |prefix: &[u8]| bytes.starts_with(prefix);
    let at = |offset: usize, what: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(what));
    // The second form of PNG is one that lost its eighth bit on the way; it is named rather than unknown.
    Some(if starts(b"\x89PNG") || starts(b"\tPNG\r") || starts(b"\tPNG\n") {
        Format::Png
    } else if starts(b"GIF8") {
        Format::Gif
    } else if starts(b"\xff\xd8\xff") {
        Format::Jpeg
    } else if starts(b"RIFF") && at(8, b"WEBP") {
        Format::Webp
    } else if at(4, b"ftyp") && (at(8, b"avi") || at(8, b"hei") || at(8, b"mif") || at(8, b"hev") || at(8, b"msf")) {
        Format::Heif
    } else if starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        Format::Bmp
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Format::Tiff
    } else if starts(b"%PDF-") {
        Format::Pdf
    } else if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Format::Ole
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        Format::Zip
    } else if starts(b"\x1f\x8b") {
        Format::Gzip
    } else if starts(b"\xff\xfe") || starts(b"\xfe\xff") || starts(b"<\0") || starts(b"\0<") || starts(b"{\0") {
        Format::Utf16
    } else {
        return None;
    })
}

/// Whether there is the directory of an archive at the end: a program that unpacks itself stands before it.
fn ends_like_zip(bytes: &[u8]) -> bool {
    // The last record of a ZIP, and a comment of as many bytes as it can have.
    let tail = &bytes[bytes.len().saturating_sub(22 + (1 << 16))..];
    tail.windows(4).any(|word| word == b"PK\x05\x06") && tail.windows(4).any(|word| word == b"PK\x01\x02")
}

/// Whether a text begins with the header lines of a mail (RFC 5322, section 2.2): nothing but such lines up to an empty
/// one, and among them some that programs write and people do not.
fn is_mail(text: &[u8]) -> bool {
    has_head(text, &[b"received", b"message-id", b"mime-version", b"return-path", b"content-type", b"delivered-to"])
}

fn has_head(text: &[u8], written: &[&[u8]]) -> bool {
    const LINES: usize = 500;
    let mut sure = false;
    for line in text.split(|b| *b == b'\n').take(LINES) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return sure;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().take(80).position(|b| *b == b':') else { return false };
        let name = &line[..colon];
        if name.is_empty() || !name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return false;
        }
        sure |= written.iter().any(|written| name.eq_ignore_ascii_case(written));
    }
    sure
}

/// What programs write at the head of mails that are kept.
const MAILED: &[&[u8]] = &[
    b"received",
    b"message-id",
    b"mime-version",
    b"return-path",
    b"content-type",
    b"delivered-to",
    b"from",
    b"date",
    b"subject",
];

/// Whether a text begins as mailboxes do (RFC 4155): a line `From `, and a mail.
pub(super) fn is_mailbox(text: &[u8]) -> bool {
    let end = text.iter().take(1_000).position(|b| *b == b'\n');
    // Behind such a line less is enough: a person who writes `From `, and then nothing but `Subject:`, is rare.
    text.starts_with(b"From ") && end.is_some_and(|end| has_head(&text[end + 1..], MAILED))
}

fn trim(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}
