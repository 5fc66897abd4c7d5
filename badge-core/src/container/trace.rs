//! Why there is no badge in a picture: what the picture tells about the way it came.

#![cfg_attr(not(feature = "scan"), allow(dead_code))]

use super::Format;

/// What became of a picture on its way, as far as it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trace {
    /// Taken of a screen.
    Screenshot,
    /// Taken with a camera.
    Photo,
    /// Written again by a program that names itself.
    RewrittenBy(String),
    /// Written again: JPEG and WebP are never what an issuer made, and hold no badge.
    Rewritten,
}

/// What the metadata of a picture without a badge says. `None` for a PNG that says nothing: it may never have held one.
pub(super) fn trace(format: Format, bytes: &[u8]) -> Option<Trace> {
    // Metadata stand before the pixels; the WebP container may put them behind.
    let head = &bytes[..bytes.len().min(HEAD)];
    let tail = if format == Format::Webp { &bytes[bytes.len().saturating_sub(HEAD)..] } else { &[][..] };
    let says = |what: &[u8]| contains(head, what) || contains(tail, what);
    // Apple writes it into EXIF and XMP, GNOME and Windows into tEXt, Android into the name of the software.
    if SCREENSHOTS.iter().any(|mark| says(mark.as_bytes())) {
        return Some(Trace::Screenshot);
    }
    if let Some((_, name)) = PROGRAMS.iter().find(|(mark, _)| says(mark.as_bytes())) {
        return Some(Trace::RewrittenBy((*name).to_owned()));
    }
    // Only a camera says how long it exposed, and with what aperture: the EXIF tags 829A and 829D.
    let exif = contains(head, b"Exif\0\0") || says(b"EXIF") || says(b"eXIf");
    let exposure = says(b"\x9a\x82\x05\0") || says(b"\x82\x9a\0\x05");
    if exif && exposure {
        return Some(Trace::Photo);
    }
    match format {
        Format::Jpeg | Format::Webp => Some(Trace::Rewritten),
        _ => None,
    }
}

/// Bytes at the beginning in which metadata are looked for.
const HEAD: usize = 256 << 10;

const SCREENSHOTS: &[&str] =
    &["Screenshot", "screenshot", "gnome-screenshot", "S\0c\0r\0e\0e\0n\0s\0h\0o\0t", "Spectacle", "Flameshot"];

/// What programs write into the pictures they make, and what people call them.
const PROGRAMS: &[(&str, &str)] = &[
    ("FBMD", "Facebook"),
    ("WhatsApp", "WhatsApp"),
    ("Instagram", "Instagram"),
    ("Canva", "Canva"),
    ("Adobe Photoshop", "Photoshop"),
    ("Paint.NET", "Paint.NET"),
    ("paint.net", "Paint.NET"),
    ("GIMP", "GIMP"),
    ("Microsoft Office", "Microsoft Office"),
    ("LibreOffice", "LibreOffice"),
    ("Lavc", "FFmpeg"),
    ("gd-jpeg", "PHP GD"),
];

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    // The first letter is looked for a word at a time; the rest is compared where it stands.
    let (Some(first), mut rest) = (what.first(), bytes) else { return false };
    while let Some(at) = rest.iter().position(|b| b == first) {
        rest = &rest[at..];
        if rest.starts_with(what) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(segment: &[u8]) -> Vec<u8> {
        [b"\xff\xd8\xff\xe1\0\x40Exif\0\0", segment, b"\xff\xda"].concat()
    }

    #[test]
    fn the_way_a_picture_came_is_told_where_it_shows() {
        let of = |segment: &[u8]| trace(Format::Jpeg, &jpeg(segment));
        assert_eq!(of(b"II*\0 UserComment\0Screenshot"), Some(Trace::Screenshot));
        assert_eq!(of(b"FBMD01000a9a"), Some(Trace::RewrittenBy("Facebook".into())));
        assert_eq!(of(b"II*\0\x08\0\0\0\x01\0\x9a\x82\x05\0\x01\0\0\0"), Some(Trace::Photo));
        assert_eq!(of(b"MM\0*\0\0\0\x08\0\x01\x82\x9a\0\x05\0\0\0\x01"), Some(Trace::Photo));
        assert_eq!(of(b""), Some(Trace::Rewritten));
        assert_eq!(trace(Format::Webp, b"RIFF....WEBPVP8 "), Some(Trace::Rewritten));
        assert_eq!(trace(Format::Png, b"\x89PNG....tEXtSoftware\0gnome-screenshot"), Some(Trace::Screenshot));
        assert_eq!(trace(Format::Png, b"\x89PNG....IDAT"), None);
    }
}
