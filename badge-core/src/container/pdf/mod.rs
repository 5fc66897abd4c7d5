//! Badges in PDF documents (ISO 32000-1): attached, linked, written, drawn, in pictures, in metadata.
//!
//! The objects are read by `lopdf`, which rebuilds damaged tables; what is done with them is here. A document is read
//! once and each object looked at once, so that the cost grows with the size of the document and not with how often
//! its pages repeat a picture. Before anything is parsed, `guard` refuses what would not fit into memory; a panic of
//! the foreign parser ends in a finding.

pub mod attach;
mod attached;
mod cmap;
mod content;
mod font;
mod guard;
mod image;
#[cfg(feature = "scan")]
mod joined;
#[cfg(feature = "scan")]
mod letters;
mod matrix;
#[cfg(feature = "scan")]
mod packed;
mod page;
mod raster;
mod salvage;
mod stray;
mod text;

#[cfg(feature = "scan")]
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
#[cfg(feature = "scan")]
use std::rc::Rc;

use lopdf::xref::XrefRecovery;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::opening::Opening;
use super::{DocumentFault, Finding, PdfPlace, Wrapping};

/// Filters that one stream may pass through. Files use one or two.
const FILTERS: usize = 3;

/// Finds everything in a document.
pub(super) fn open(opening: &mut Opening<'_>, bytes: &[u8]) {
    let ahead = match guard::look_ahead(bytes, opening.limits) {
        Ok(ahead) => ahead,
        Err(limit) => {
            opening.bound(limit);
            return salvage::look(opening, bytes);
        }
    };
    // lopdf reads what strangers wrote, and a mistake in it must not end a server: release builds unwind, and nothing
    // that a panic leaves half done is used afterwards.
    let loaded = catch_unwind(AssertUnwindSafe(|| load(bytes, ahead.stream_bytes)));
    let Ok(Some(document)) = loaded else {
        opening.say(Finding::Document(DocumentFault::Damaged));
        return salvage::look(opening, bytes);
    };
    if document.trailer.has(b"Encrypt") && document.encryption_state.is_none() {
        return opening.say(Finding::Document(DocumentFault::Locked));
    }
    if document.catalog().is_err() {
        opening.say(Finding::Document(DocumentFault::Damaged));
        salvage::look(opening, bytes);
    } else if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
        opening.say(Finding::Document(DocumentFault::Rebuilt));
    }
    let looked = catch_unwind(AssertUnwindSafe(|| Reader::new(&document, opening).all()));
    if looked.is_err() {
        opening.say(Finding::Document(DocumentFault::Damaged));
    }
    if opening.found_nothing() && !opening.is_part() {
        let count = opening.badge_links();
        opening.say(if count == 0 { Finding::NoBadge } else { Finding::OnlyLinks { count } });
    }
}

fn load(bytes: &[u8], stream_bytes: usize) -> Option<Document> {
    Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(stream_bytes)).ok()
}

/// One reading of one document.
struct Reader<'d, 'o, 'l> {
    document: &'d Document,
    opening: &'o mut Opening<'l>,
    /// Objects that were looked at: each one once.
    seen: BTreeSet<ObjectId>,
    fonts: content::Fonts,
    operations: usize,
    tokens: usize,
    /// Widths of letters that may still be read.
    widths_left: usize,
    /// Rows that sides of shapes may still cross.
    #[cfg(feature = "scan")]
    crossings: usize,
    /// Pictures that may still be compared with one another.
    #[cfg(feature = "scan")]
    comparisons: usize,
    /// Pictures of this page that were unpacked.
    #[cfg(feature = "scan")]
    kept: joined::Kept,
    /// Corners of such letters that may still be set.
    #[cfg(feature = "scan")]
    corners_left: usize,
    /// Letters that the document draws itself, each run once.
    #[cfg(feature = "scan")]
    letters: BTreeMap<ObjectId, Rc<raster::Drawing>>,
}

impl<'d, 'o, 'l> Reader<'d, 'o, 'l> {
    fn new(document: &'d Document, opening: &'o mut Opening<'l>) -> Self {
        Self {
            document,
            opening,
            seen: BTreeSet::new(),
            fonts: content::Fonts::new(),
            operations: 0,
            tokens: 0,
            widths_left: font::WIDTHS,
            #[cfg(feature = "scan")]
            crossings: raster::CROSSINGS,
            #[cfg(feature = "scan")]
            comparisons: joined::COMPARISONS,
            #[cfg(feature = "scan")]
            kept: joined::Kept::default(),
            #[cfg(feature = "scan")]
            corners_left: letters::CORNERS,
            #[cfg(feature = "scan")]
            letters: BTreeMap::new(),
        }
    }

    fn all(&mut self) {
        self.attachments();
        self.metadata();
        let pages = page::all(self.document, self.opening.limits.pdf_pages);
        if pages.more {
            self.opening.bound("pdf_pages");
        }
        for (number, page) in (1..).zip(pages.found) {
            self.page(number, page);
        }
        self.strays();
    }

    /// The object itself, through references.
    fn object(&self, object: &'d Object) -> Option<&'d Object> {
        self.document.dereference(object).ok().map(|(_, object)| object)
    }

    /// A member of a dictionary, through references.
    fn get(&self, dictionary: &'d Dictionary, key: &str) -> Option<&'d Object> {
        self.object(dictionary.get(key.as_bytes()).ok()?)
    }

    fn dictionary(&self, dictionary: &'d Dictionary, key: &str) -> Option<&'d Dictionary> {
        dictionary_of(self.get(dictionary, key)?)
    }

    fn array(&self, dictionary: &'d Dictionary, key: &str) -> &'d [Object] {
        self.get(dictionary, key).and_then(|o| o.as_array().ok()).map_or(&[], Vec::as_slice)
    }

    /// A stream that is referred to and was not looked at yet.
    fn stream(&mut self, object: &'d Object) -> Option<&'d Stream> {
        let (id, object) = self.document.dereference(object).ok()?;
        let stream = object.as_stream().ok()?;
        self.fresh(id?).then_some(stream)
    }

    /// Whether an object is looked at for the first time.
    fn fresh(&mut self, id: ObjectId) -> bool {
        self.seen.insert(id)
    }

    /// A stream's bytes, decompressed. What cannot be read is said.
    fn bytes(&mut self, stream: &Stream, page: Option<u32>, place: &PdfPlace) -> Option<Vec<u8>> {
        let decoded = self.decoded(stream);
        if decoded.is_none() {
            self.opening.say(Finding::Unread { page, place: place.clone() });
        }
        decoded
    }

    /// A stream's bytes, decompressed and counted.
    fn decoded(&mut self, stream: &Stream) -> Option<Vec<u8>> {
        let most = self.opening.limits.image_bytes.min(self.opening.bytes_left());
        if stream.filters().is_ok_and(|filters| filters.len() > FILTERS) {
            return None;
        }
        match stream.decompressed_content_with_limit(most) {
            // What cannot be unpacked at all comes back empty.
            Ok(bytes) if bytes.is_empty() && stream.content.len() > 16 => None,
            Ok(bytes) => self.opening.spend(bytes.len()).then_some(bytes),
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                // The work was done, to learn that it is too much.
                self.opening.spend(most);
                self.opening.bound("parts_bytes");
                None
            }
            Err(_) => None,
        }
    }

    /// Opens bytes that were found on a page.
    fn part(&mut self, page: Option<u32>, place: PdfPlace, bytes: &[u8]) {
        self.opening.part(Wrapping::Pdf { page, place }, bytes);
    }
}

/// The dictionary of a dictionary or of a stream.
fn dictionary_of(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

fn number_of(object: &Object) -> Option<f32> {
    object.as_float().ok().filter(|number| number.is_finite())
}

/// A text string: UTF-16 or UTF-8 with a byte order mark, else Latin-1, which is near enough to PDFDocEncoding.
fn text_of(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(b"\xfe\xff") {
        let units = utf16.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}
