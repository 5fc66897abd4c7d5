//! Pictures that a document holds itself, as `data:` addresses (RFC 2397): PNG or SVG. One that cannot be read is a
//! remark; one that is something else is a fault (D-32).

use super::{Reason, shortened};
use crate::container::Format;
use crate::text::from_base64;

/// What is to be said about a picture written into the document.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// It may be a picture, and nobody can see it.
    Remark(Reason),
    /// It is something else.
    Error(Reason),
}

/// Looks at `address`. Nothing is said about a good picture, nor about an address that is no `data:` one.
pub(super) fn fault(address: &str) -> Option<Fault> {
    let data = without_scheme(address)?;
    let odd = || Fault::Remark(Reason::MemberValue { member: "image".to_owned(), found: shortened(address) });
    let Some((head, data)) = data.split_once(',') else { return Some(odd()) };
    let mut head = head.split(';').map(str::trim);
    let declared = match head.next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "image/png" => Format::Png,
        "image/svg+xml" => Format::Svg,
        other => {
            let format = if other.is_empty() { "text/plain" } else { other };
            return Some(Fault::Error(Reason::UnsupportedFormat { format: shortened(format) }));
        }
    };
    if !head.any(|parameter| parameter.eq_ignore_ascii_case("base64")) {
        // As text, only a drawing can be written.
        let drawn = ["<", "%3c", "%ef%bb%bf", "%20", "%0a", "%0d"].iter().any(|s| begins(data.trim_start(), s));
        return (declared != Format::Svg || !drawn).then(|| damaged("encoding"));
    }
    let Ok(bytes) = from_base64(data) else { return Some(damaged("encoding")) };
    match Format::of(&bytes) {
        Format::Png if !is_whole(&bytes) => Some(damaged("incomplete")),
        found if found == declared => None,
        Format::Png | Format::Svg => Some(odd()),
        Format::Unknown | Format::Text => Some(damaged("signature")),
        other => Some(Fault::Error(Reason::UnsupportedFormat { format: other.to_string() })),
    }
}

fn damaged(fault: &str) -> Fault {
    Fault::Remark(Reason::DamagedPicture { fault: fault.to_owned() })
}

fn without_scheme(address: &str) -> Option<&str> {
    let scheme = address.get(..5)?;
    scheme.eq_ignore_ascii_case("data:").then(|| &address[5..])
}

fn begins(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

/// Whether a PNG begins with its header and comes to its end (PNG, third edition, section 5.6).
fn is_whole(bytes: &[u8]) -> bool {
    bytes.get(12..16) == Some(b"IHDR") && bytes.windows(4).any(|chunk| chunk == b"IEND")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::base64;

    // D-32, OB3-DM-36, OB3-DM-61, OB3-DM-75
    #[test]
    fn a_picture_inside_is_png_or_svg() {
        let mut png = Vec::new();
        png::Encoder::new(&mut png, 2, 2).write_header().unwrap().write_image_data(&[0; 4]).unwrap();
        let of = |media: &str, bytes: &[u8]| fault(&format!("data:{media};base64,{}", base64(bytes)));
        for (media, bytes) in [("image/png", &png[..]), ("IMAGE/PNG", &png), ("image/svg+xml", b"<svg/>")] {
            assert_eq!(of(media, bytes), None, "{media}");
        }
        assert_eq!(fault("data:image/svg+xml;charset=utf-8,%3Csvg/%3E"), None);
        assert_eq!(fault("data:image/svg+xml,<svg/>"), None);
        assert_eq!(fault("https://a.example.org/gif.gif"), None);
        let error = |format: &str| Some(Fault::Error(Reason::UnsupportedFormat { format: format.to_owned() }));
        assert_eq!(of("image/gif", b"GIF89a"), error("image/gif"));
        assert_eq!(of("text/html", b"<svg/>"), error("text/html"));
        assert_eq!(of("image/png", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"), error("gif"));
        assert_eq!(of("image/png", b"\xff\xd8\xff\xe0\x00\x10JFIF"), error("jpeg"));
        assert_eq!(fault("data:,x"), error("text/plain"));
        let is_damaged = |found: Option<Fault>| matches!(found, Some(Fault::Remark(Reason::DamagedPicture { .. })));
        assert!(is_damaged(of("image/png", &[0, 0, 0])));
        assert!(is_damaged(of("image/png", &png[..30])));
        for text in
            ["data:image/png;base64,???", "data:image/png,x", "data:image/svg+xml,circle", "data:image/png;base64,"]
        {
            assert!(is_damaged(fault(text)), "{text}");
        }
        assert!(matches!(of("image/svg+xml", &png), Some(Fault::Remark(Reason::MemberValue { .. }))));
        assert!(matches!(fault("data:image/png"), Some(Fault::Remark(Reason::MemberValue { .. }))));
    }
}
