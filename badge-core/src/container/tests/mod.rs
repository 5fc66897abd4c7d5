//! Pictures made here, odd ones included, and what becomes of them.

#[cfg(feature = "pdf")]
mod documents;
#[cfg(all(feature = "pdf", feature = "scan"))]
mod drawn;
mod follow;
mod hostile;
#[cfg(all(feature = "scan", feature = "picture"))]
mod looks;
mod others;
mod packed;
mod png;
mod recognise;
#[cfg(feature = "svg")]
mod sanitise;
mod seam;
mod several;
#[cfg(feature = "svg")]
mod suites;
#[cfg(feature = "svg")]
mod svg;
mod written;

use crate::limits::Limits;

use super::*;

pub(super) const JSON: &str = r#"{"type":"Assertion","nom":"Été au Dôme","symbole":"]]>","suite":"€ 🛠"}"#;
pub(super) const JWS: &str = "eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.c2lnbmF0dXJl";
pub(super) const SLOTS: [Keyword; 2] = Keyword::ALL;

pub(super) fn limits() -> Limits {
    Limits::default()
}

pub(super) fn opened(bytes: &[u8]) -> Opened {
    open(bytes, &limits())
}

pub(super) fn baked(image: &[u8], keyword: Keyword, text: &str) -> Vec<u8> {
    bake(image, keyword, text, Existing::Replace, &limits()).unwrap()
}

/// A picture of 8 by 4 pixels.
pub(super) fn picture() -> Vec<u8> {
    drawn(8, 4)
}

/// A picture with a little noise in it.
pub(super) fn drawn(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(::png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    let pixels: Vec<u8> = (0..width * height * 4).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

/// The pixels of a PNG, as an independent decoder sees them.
pub(super) fn pixels(bytes: &[u8]) -> Vec<u8> {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    reader.finish().unwrap();
    pixels
}

/// Any chunk, with its CRC.
pub(super) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend_from_slice(kind);
    bytes.extend_from_slice(data);
    let crc = crc32fast::hash(&bytes[4..]);
    bytes.extend_from_slice(&crc.to_be_bytes());
    bytes
}

/// The picture with more bytes right after IHDR, which ends at byte 33.
pub(super) fn spliced(image: &[u8], more: &[u8]) -> Vec<u8> {
    [&image[..33], more, &image[33..]].concat()
}

/// What `open` says of a picture, in short.
pub(super) fn finding(bytes: &[u8]) -> Vec<Finding> {
    opened(bytes).findings
}
