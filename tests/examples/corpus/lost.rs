//! Cases about things in which no badge is left, and about what they tell of their way.

use std::io::{Cursor, Write as _};

use badge_core::picture::Qr;
use flate2::{Compression, GzBuilder};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};

use crate::case::Case;
use crate::openings::{PNG, chunk_of};

pub(crate) fn cases() -> Vec<Case> {
    let nothing = |case: Case, reason: &str| case.nothing("container.stripped", reason);
    let picture = |name, sentence, bytes| Case::bytes(name, sentence, "badge.png", bytes);
    let photo = |name, sentence, bytes| Case::bytes(name, sentence, "badge.jpg", bytes);
    vec![
        nothing(
            picture("container_screenshot", "A picture taken of a screen.", made_by("gnome-screenshot")),
            "screenshot",
        ),
        nothing(
            picture("container_edited", "A picture that somebody wrote again with a drawing program.", made_by("GIMP")),
            "rewritten-by",
        ),
        nothing(
            photo("container_resent", "A picture that was written again as JPEG on its way.", jpeg(&[])),
            "rewritten",
        ),
        nothing(photo("container_photo", "A photograph: the camera says how long it exposed.", jpeg(EXPOSED)), "photo"),
        nothing(picture("container_code-of-others", "A QR code that greets.", png(&code())), "code-other"),
        nothing(
            picture("container_code-dirty", "A QR code that stood in the rain.", png(&stained(code()))),
            "code-unreadable",
        ),
        Case::bytes("container_boxes", "A box in a box in a box, and so on.", "badge.gz", boxes(6))
            .nothing("container.format", "more-inside"),
        Case::bytes(
            "container_unknown",
            "Bytes that are of no kind.",
            "badge.bin",
            vec![0, 159, 146, 150, 1, 2, 3, 255],
        )
        .nothing("container.format", "unknown-format"),
    ]
}

/// A picture that names the program which wrote it.
fn made_by(program: &str) -> Vec<u8> {
    let (head, rest) = PNG.split_at(33); // signature and IHDR
    let named = [b"Software\0".as_slice(), program.as_bytes()].concat();
    [head, &chunk_of(*b"tEXt", &named), rest].concat()
}

/// An EXIF segment with the tag of the exposure alone: 1/60 s.
const EXPOSED: &[u8] = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x9a\x82\x05\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\0\0\x3c\0\0\0";

/// A wall, and a lamp on it; too small for the picture of a badge. `segment` is what the camera says.
fn jpeg(segment: &[u8]) -> Vec<u8> {
    let wall = RgbImage::from_fn(48, 32, |x, y| {
        let near = x.abs_diff(30).pow(2) + y.abs_diff(12).pow(2);
        Rgb([u8::try_from(255 - near.min(200)).unwrap_or(0), 180, 150])
    });
    let mut bytes = written(DynamicImage::ImageRgb8(wall), ImageFormat::Jpeg);
    if !segment.is_empty() {
        let length = u16::try_from(segment.len() + 2).expect("short").to_be_bytes();
        bytes.splice(2..2, [b"\xff\xe1", &length[..], segment].concat());
    }
    bytes
}

fn code() -> GrayImage {
    let drawn = Qr::new("Table 4 : pain et fromage pour tout le monde, et du jus de pomme").expect("short");
    let bytes = drawn.to_png().expect("drawn");
    image::load_from_memory(&bytes).expect("a picture").to_luma8()
}

/// What rain does to a code on paper: the corners can be found, and of the words too much has run to mend them.
fn stained(mut code: GrayImage) -> GrayImage {
    let (width, height) = code.dimensions();
    for (x, y, pixel) in code.enumerate_pixels_mut() {
        // The middle band has neither corners nor the mark at the lower right.
        let inside =
            (width * 38 / 100..width * 62 / 100).contains(&x) || (height * 38 / 100..height * 62 / 100).contains(&y);
        let margin = 80 > x || x > width - 80 || 80 > y || y > height - 80;
        if inside && !margin && (x / 16 + y / 16) % 3 == 0 {
            *pixel = Luma([255 - pixel.0[0]]);
        }
    }
    code
}

fn png(picture: &GrayImage) -> Vec<u8> {
    written(DynamicImage::ImageLuma8(picture.clone()), ImageFormat::Png)
}

fn written(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).expect("in memory");
    out.into_inner()
}

/// Something compressed so many times, one around the other.
fn boxes(count: usize) -> Vec<u8> {
    (0..count).fold(b"bonjour".to_vec(), |inner, _| {
        let mut out = GzBuilder::new().write(Vec::new(), Compression::best());
        out.write_all(&inner).expect("in memory");
        out.finish().expect("in memory")
    })
}
