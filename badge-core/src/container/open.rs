//! Opening whatever a person holds.

use crate::limits::Limits;

use super::format::without_bom;
use super::{Finding, Format, Keyword, PictureError, PngChunk, Presented, Raw, SlotFault, Wrapping, png, text};

/// What a file turned out to be, and the credentials in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What the bytes are.
    pub format: Format,
    /// The credentials, OB 2.0 before OB 3.0. A picture may hold one of each.
    pub found: Vec<Presented>,
    /// What is to be said about the container; empty when all is as it should be.
    pub findings: Vec<Finding>,
}

/// Finds the credentials in bytes of any kind, by content and never by a file's name.
///
/// This never fails: what cannot be opened is a [`Finding`].
#[must_use]
pub fn open(bytes: &[u8], limits: &Limits) -> Opened {
    let format = Format::of(bytes);
    let mut opened = Opened { format, found: Vec::new(), findings: Vec::new() };
    let limit = match format {
        Format::Json | Format::Jws | Format::Link | Format::Text => limits.document_bytes,
        _ => limits.image_bytes,
    };
    if bytes.is_empty() {
        opened.findings.push(Finding::Picture(PictureError::Empty));
    } else if bytes.len() > limit {
        opened.findings.push(Finding::Picture(PictureError::TooLarge { bytes: bytes.len(), limit }));
    } else {
        opened.read(bytes, limits);
    }
    opened
}

impl Opened {
    fn read(&mut self, bytes: &[u8], limits: &Limits) {
        match self.format {
            Format::Png => self.png(bytes, limits),
            Format::Svg => self.svg(bytes, limits),
            Format::Json => self.bare(Raw::Json(without_bom(bytes).to_vec())),
            Format::Jws | Format::Link => self.text(bytes),
            Format::Text => self.findings.push(Finding::NotACredential),
            other => self.findings.push(Finding::Picture(PictureError::NotAPicture(other))),
        }
    }

    fn bare(&mut self, raw: Raw) {
        self.found.push(Presented { raw, via: Vec::new() });
    }

    fn text(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(without_bom(bytes)).unwrap_or_default();
        match text::kind(text) {
            Some(text::Kind::Jws) => self.bare(Raw::Jws(text.trim().to_owned())),
            Some(text::Kind::Link(url)) => self.bare(Raw::Link(url)),
            Some(text::Kind::Json) => self.bare(Raw::Json(text.as_bytes().to_vec())),
            None => self.findings.push(Finding::NotACredential),
        }
    }

    fn png(&mut self, bytes: &[u8], limits: &Limits) {
        let scan = png::scan(bytes, limits);
        for keyword in Keyword::ALL {
            let Some((slot, ignored)) = scan.slot(keyword) else { continue };
            self.repeated(keyword, ignored);
            if slot.kind != PngChunk::Itxt {
                self.findings.push(Finding::OldChunk { keyword, chunk: slot.kind });
            }
            let text = slot.text(limits);
            if let Ok((_, true)) = text {
                self.findings.push(Finding::Compressed(keyword));
            }
            let compressed = matches!(text, Ok((_, true)));
            let via = Wrapping::Png { chunk: slot.kind, keyword, compressed, ignored };
            self.slot(keyword, text.map(|(text, _)| text), via, limits);
        }
        self.end(scan.fault.map(PictureError::Png), scan.slots.is_empty());
    }

    #[cfg(feature = "svg")]
    fn svg(&mut self, bytes: &[u8], limits: &Limits) {
        let scan = super::svg::scan(bytes, limits);
        if let Some(PictureError::NotAPicture(format)) = scan.fault {
            self.format = format;
        }
        for keyword in Keyword::ALL {
            let Some((slot, ignored)) = scan.slot(keyword) else { continue };
            self.repeated(keyword, ignored);
            let text = slot.text();
            let attribute = matches!(text, Ok((_, true)));
            let via = Wrapping::Svg { keyword, attribute, ignored };
            self.slot(keyword, text.map(|(text, _)| text.to_owned()), via, limits);
        }
        self.end(scan.fault, scan.slots.is_empty());
    }

    #[cfg(not(feature = "svg"))]
    fn svg(&mut self, _: &[u8], _: &Limits) {
        self.findings.push(Finding::Picture(PictureError::NotAPicture(Format::Svg)));
    }

    fn repeated(&mut self, keyword: Keyword, ignored: usize) {
        if ignored > 0 {
            self.findings.push(Finding::Repeated { keyword, ignored });
        }
    }

    fn slot(&mut self, keyword: Keyword, text: Result<String, SlotFault>, via: Wrapping, limits: &Limits) {
        match text.and_then(|text| text::credential(text, keyword, limits)) {
            Ok(raw) => self.found.push(Presented { raw, via: vec![via] }),
            Err(fault) => self.findings.push(Finding::Slot { keyword, fault }),
        }
    }

    /// A damaged picture without a badge is damaged; only a sound one was stripped.
    fn end(&mut self, fault: Option<PictureError>, no_slot: bool) {
        match fault {
            Some(fault) => self.findings.push(Finding::Picture(fault)),
            None if no_slot => self.findings.push(Finding::Stripped),
            None => {}
        }
    }
}
