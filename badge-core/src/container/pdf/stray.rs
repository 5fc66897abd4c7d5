//! What nothing points to any more: pictures, files and links that an editor or a damaged table left behind.

use lopdf::{Object, Stream};

use super::super::PdfPlace;
use super::Reader;

/// Bytes of a stream that are looked at before it is decompressed in full.
const HEAD: usize = 512;

impl<'d> Reader<'d, '_, '_> {
    /// Looks at every object that was not met on the way.
    pub(super) fn strays(&mut self) {
        let document = self.document;
        for (id, object) in &document.objects {
            let Ok(dictionary) = object.as_dict() else { continue };
            if dictionary.has(b"V") && (dictionary.has(b"FT") || dictionary.has(b"T")) && self.fresh(*id) {
                self.value(None, dictionary);
            }
            if dictionary.has(b"EF") {
                self.file(None, object);
            }
            self.action(None, dictionary);
            if let Some(action) = self.dictionary(dictionary, "A") {
                self.action(None, action);
            }
        }
        for (id, object) in &document.objects {
            let Object::Stream(stream) = object else { continue };
            if !self.fresh(*id) || is_machinery(stream) {
                continue;
            }
            if is_named(stream, b"Subtype", b"Image") {
                self.picture(None, stream);
            } else if is_named(stream, b"Type", b"Metadata") {
                if let Some(bytes) = self.decoded(stream) {
                    self.xmp(None, &bytes);
                }
            } else if (is_named(stream, b"Type", b"EmbeddedFile") || looks_like_something(stream))
                && let Some(bytes) = self.bytes(stream, None, &PdfPlace::Stream)
            {
                self.part(None, PdfPlace::Stream, &bytes);
            }
        }
    }
}

fn is_named(stream: &Stream, key: &[u8], name: &[u8]) -> bool {
    stream.dict.get(key).and_then(Object::as_name).is_ok_and(|own| own == name)
}

/// Tables, fonts, colours and code of the document itself.
fn is_machinery(stream: &Stream) -> bool {
    let typed = [&b"XRef"[..], b"ObjStm", b"CMap", b"Pattern"].iter().any(|name| is_named(stream, b"Type", name));
    typed || stream.dict.has(b"Length1") || stream.dict.has(b"FunctionType") || is_named(stream, b"Subtype", b"Form")
}

/// Whether the beginning is that of a picture or a credential.
fn looks_like_something(stream: &Stream) -> bool {
    let Some(head) = head(stream) else { return false };
    let text = head.trim_ascii_start();
    head.starts_with(b"\x89PNG")
        || head.starts_with(b"\xff\xd8\xff")
        || head.starts_with(b"PK\x03\x04")
        || text.starts_with(b"{")
        || text.starts_with(b"eyJ")
        || text.starts_with(b"<svg")
        || text.starts_with(b"http")
}

fn head(stream: &Stream) -> Option<Vec<u8>> {
    use std::io::Read as _;
    match stream.filters() {
        Err(_) => Some(stream.content.iter().copied().take(HEAD).collect()),
        Ok(filters) if filters == [b"FlateDecode"] && !stream.dict.has(b"DecodeParms") => {
            let mut head = Vec::new();
            let mut decoder = flate2::read::ZlibDecoder::new(stream.content.as_slice()).take(HEAD as u64);
            // What came before an error is enough to tell.
            let _ = decoder.read_to_end(&mut head);
            Some(head)
        }
        Ok(filters) if filters.len() == 1 && filters[0].starts_with(b"ASCII") => {
            stream.decompressed_content_with_limit(1 << 20).ok()
        }
        Ok(_) => None,
    }
}
