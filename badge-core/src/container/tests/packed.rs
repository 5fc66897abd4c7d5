//! Badges in things that were packed, and things that hold one without being made for it: drawings with a picture in
//! them, compressed drawings, mailboxes, archives behind a program, forms that were filled in.

use std::io::Write as _;

use super::*;
use crate::text::base64;
use crate::time::Timestamp;
use crate::zip::ZipWriter;

const OB3: &str =
    r#"{"@context":["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential"]}"#;

fn badge() -> Vec<u8> {
    baked(&picture(), Keyword::OpenBadgeCredential, OB3)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn raws(opened: &Opened) -> Vec<&Raw> {
    opened.found.iter().map(|one| &one.raw).collect()
}

fn one() -> Raw {
    Raw::Json(OB3.as_bytes().to_vec())
}

#[cfg(feature = "svg")]
fn drawing(attribute: &str, inside: &[u8], kind: &str) -> String {
    let data = base64(inside);
    let lines: Vec<&str> = data.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"9\" height=\"9\"><g><image width=\"9\" height=\"9\" {attribute}=\"data:{kind};base64,{}\"/></g></svg>",
        lines.join("\n")
    )
}

#[cfg(all(feature = "svg", feature = "markup"))]
#[test]
fn a_picture_in_a_drawing_keeps_its_badge() {
    for attribute in ["href", "xlink:href"] {
        let opened = opened(drawing(attribute, &badge(), "image/png").as_bytes());
        assert_eq!((opened.format, raws(&opened), &opened.findings[..]), (Format::Svg, vec![&one()], &[][..]));
        let via = &opened.found[0].via;
        assert!(matches!(via[..], [Wrapping::Markup { place: MarkupPlace::Image }, Wrapping::Png { .. }]), "{via:?}");
    }
    // A drawing in a drawing; and one that nothing but a picture is in.
    let inner = baked(drawing("href", &picture(), "image/png").as_bytes(), Keyword::OpenBadgeCredential, OB3);
    assert_eq!(raws(&opened(drawing("href", &inner, "image/svg+xml").as_bytes())), [&one()]);
    assert_eq!(finding(drawing("href", &picture(), "image/png").as_bytes()), [Finding::Stripped]);
    // What a drawing in which a badge was baked shows is the badge's picture.
    let outer = baked(drawing("href", &badge(), "image/png").as_bytes(), Keyword::OpenBadges, JSON);
    assert_eq!(opened(&outer).found.len(), 1);
    // Drawings within drawings end.
    let mut deep = drawing("href", &badge(), "image/png");
    for _ in 0..6 {
        deep = drawing("href", deep.as_bytes(), "image/svg+xml");
    }
    let opened = opened(deep.as_bytes());
    assert_eq!(
        (opened.found.len(), opened.findings),
        (0, vec![Finding::Bound { limit: "nesting" }, Finding::Stripped])
    );
}

#[cfg(all(feature = "svg", feature = "markup"))]
#[test]
fn addresses_in_a_drawing_are_listed() {
    let text = "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"https://lieu.example.org/badges/1\"><text>Mon badge : \
                www.credly.com/badges/0123456789</text></a></svg>";
    let opened = opened(text.as_bytes());
    assert_eq!((opened.links.len(), opened.findings), (2, vec![Finding::OnlyLinks { count: 2 }]));
}

#[test]
fn what_was_compressed_is_unpacked() {
    let json = opened(&gzip(OB3.as_bytes()));
    assert_eq!((json.format, raws(&json), &json.findings[..]), (Format::Gzip, vec![&one()], &[][..]));
    assert_eq!(json.found[0].via, []);
    #[cfg(feature = "svg")]
    {
        let svg = baked(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Keyword::OpenBadgeCredential, OB3);
        assert_eq!(raws(&opened(&gzip(&svg))), [&one()]);
    }
    assert_eq!(finding(&gzip(&picture())), [Finding::NoBadge]);
    let whole = gzip(OB3.as_bytes());
    let damaged = Finding::Document(DocumentFault::Damaged);
    assert_eq!(finding(&whole[..whole.len() / 2])[0], damaged);
    assert_eq!(finding(b"\x1f\x8b\x08"), [damaged, Finding::NoBadge]);
    // Bounded in size and in depth.
    let bomb = gzip(&vec![b' '; limits().image_bytes + 1]);
    assert_eq!(finding(&bomb), [Finding::Bound { limit: "parts_bytes" }]);
    let deep = (0..6).fold(OB3.as_bytes().to_vec(), |inner, _| gzip(&inner));
    assert_eq!(finding(&deep), [Finding::Bound { limit: "nesting" }, Finding::NoBadge]);
}

#[cfg(feature = "mail")]
#[test]
fn every_mail_of_a_mailbox_is_read() {
    let token = "eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.c2lnbmF0dXJl";
    let mail = |subject: &str, body: &str| {
        format!(
            "From lea@example.org Mon Mar  2 09:30:10 2026\nFrom: Lea <lea@example.org>\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n\n"
        )
    };
    let attached = format!(
        "From x\nSubject: =?utf-8?q?Pi=C3=A8ce?=\nMIME-Version: 1.0\nContent-Type: application/json; name=badge.json\nContent-Transfer-Encoding: base64\n\n{}\n\n",
        base64(OB3.as_bytes())
    );
    let mailbox = [
        mail("Bonjour", "From lea to you.\nFrom the start of a line, but in the middle of a text.\n>From quoted"),
        attached,
        mail("Badge", &format!("mon badge :\n{token}")),
    ]
    .concat();
    let opened = opened(mailbox.as_bytes());
    assert_eq!((opened.format, &opened.findings[..]), (Format::Mail, &[][..]));
    assert_eq!(raws(&opened), [&one(), &Raw::Jws(token.into())]);
    let message = |number, subject: &str| Wrapping::Message { number, subject: subject.into() };
    assert_eq!(opened.found[0].via, [message(2, "Pièce"), Wrapping::Mail { attachment: Some("badge.json".into()) }]);
    assert_eq!(opened.found[1].via, [message(3, "Badge"), Wrapping::Mail { attachment: None }]);
    let nothing = crate::container::open(mail("a", "b").repeat(3).as_bytes(), &limits());
    assert_eq!(nothing.findings, [Finding::NoBadge]);
    // Programs that keep mails write few lines at their head, some no more than these.
    let plain = b"From lea@example.org Sun Nov 22 10:00:00 2026\nSubject: Badge\n\nhttps://www.credly.com/badges/1\n";
    let opened = crate::container::open(plain, &limits());
    assert_eq!((opened.format, opened.links.len()), (Format::Mail, 1));
    // A letter that begins like one is none.
    assert_eq!(finding(b"From my point of view\nthis is a text"), [Finding::NotACredential]);
}

#[test]
fn archives_behind_a_program_are_read() {
    let mut zip = ZipWriter::new(Vec::new(), Timestamp::parse("2026-03-02T09:30:10Z").unwrap());
    zip.add("badge.png", &badge()).unwrap();
    let zip = zip.finish().unwrap();
    let program = [b"MZ\x90\0\x03\0\0\0\xff\xff".as_slice(), &[0x80; 3_000]].concat();
    let opened = opened(&[&program[..], &zip].concat());
    assert_eq!((opened.format, raws(&opened)), (Format::Zip, vec![&one()]));
    assert!(opened.found[0].via[0] == Wrapping::Entry { name: "badge.png".into() });
    assert_eq!(opened.findings, []);
    // The same, with the directory saying where things really are.
    let mut moved = [&program[..], &zip].concat();
    let end = moved.len() - 22;
    let add = |moved: &mut Vec<u8>, at: usize| {
        let old = u32::from_le_bytes(moved[at..at + 4].try_into().unwrap());
        let new = old + u32::try_from(program.len()).unwrap();
        moved[at..at + 4].copy_from_slice(&new.to_le_bytes());
        usize::try_from(new).unwrap()
    };
    let directory = add(&mut moved, end + 16);
    add(&mut moved, directory + 42);
    assert_eq!(raws(&crate::container::open(&moved, &limits())), [&one()]);
    assert_eq!(finding(&program), [Finding::Picture(PictureError::NotAPicture(Format::Unknown))]);
}

// BAKE-21: other programs add byte order marks.
#[test]
fn bake_21_a_byte_order_mark_in_a_slot_is_passed_over() {
    let png = baked(&picture(), Keyword::OpenBadgeCredential, OB3);
    let text = [b"openbadgecredential\0\0\0\0\0".as_slice(), "\u{feff}".as_bytes(), OB3.as_bytes()].concat();
    let marked = spliced(&picture(), &chunk(b"iTXt", &text));
    assert_eq!((raws(&opened(&marked)), finding(&marked)), (vec![&one()], vec![]));
    assert_eq!(opened(&png).found[0].raw, opened(&marked).found[0].raw);
}

#[cfg(feature = "pdf")]
#[test]
fn what_was_filled_into_a_form_is_read() {
    use super::documents::{document, stream};
    let token = "eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.c2lnbmF0dXJl";
    let utf16: String = "https://lieu.example.org/badges/2".encode_utf16().map(|unit| format!("{unit:04x}")).collect();
    let objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R 8 0 R]/XFA[(datasets)10 0 R]>>>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Annots[5 0 R 7 0 R]>>".to_vec(),
        b"<<>>".to_vec(),
        // A field that is its own box, one with a box below it, one without any, and a long one.
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Badge: www.credly.com/badges/0123456789)>>".to_vec(),
        format!("<</FT/Tx/T(b)/Kids[7 0 R]/V<feff{utf16}>>>").into_bytes(),
        b"<</Type/Annot/Subtype/Widget/Parent 6 0 R>>".to_vec(),
        b"<</FT/Tx/T(c)/V 9 0 R>>".to_vec(),
        stream("", format!("mon badge : {}\r{}", &token[..30], &token[30..]).as_bytes()),
        stream(
            "",
            b"<xfa:datasets xmlns:xfa='http://x'><badge>https://lieu.example.org/badges/3</badge></xfa:datasets>",
        ),
    ];
    let objects: Vec<&[u8]> = objects.iter().map(Vec::as_slice).collect();
    let opened = opened(&document(&objects));
    assert_eq!(raws(&opened), [&Raw::Jws(token.into())]);
    let mut urls: Vec<_> =
        opened.links.iter().map(|link| (link.url.as_str(), link.via.clone(), link.also.len())).collect();
    urls.sort_by_key(|(url, ..)| *url);
    let pdf = |page, place| vec![Wrapping::Pdf { page, place }];
    assert_eq!(
        urls,
        [
            ("https://lieu.example.org/badges/2", pdf(Some(1), PdfPlace::Text), 0),
            ("https://lieu.example.org/badges/3", pdf(None, PdfPlace::Metadata), 0),
            ("https://www.credly.com/badges/0123456789", pdf(Some(1), PdfPlace::Text), 0),
        ]
    );
    // A field that is its own parent ends.
    let circle = document(&[
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Annots[4 0 R]>>",
        b"<</Subtype/Widget/Parent 4 0 R>>",
    ]);
    assert!(finding(&circle).contains(&Finding::NoBadge));
}
